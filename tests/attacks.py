"""The insider's table: what somebody with the database in hand may do, and what shows it.

Every row is tried by tests/audit/test_insider.py, and stands in docs/audit.md.
"""

from collections.abc import Mapping
from typing import NamedTuple

from attacked import SAID
from attacking import (
    Act,
    act_with_an_earlier_date,
    agree,
    by_somebody_else,
    consistently,
    exchange_the_document,
    grant_a_role,
    hash_alone,
    in_time,
    make_a_holiday,
    nothing,
    other_words,
    remove_the_case,
    remove_the_document,
    restore,
    sign,
    sign_as_somebody_else,
    slip_in_a_checkpoint,
    sql,
    tail,
    then,
    with_a_remark,
    without,
)

ABSENT = "case is not there"
"""What replay says of a case that there is not."""


class Attack(NamedTuple):
    """What is done, and the codes of what shows it; nothing else does.

    Attributes:
        act: Does it, to a copy.
        within: Found by `alur verify --views --dates --documents` with nothing but the machine.
        published: Found besides, with the published checkpoints and the key written down.
        receipt: Whether a receipt that somebody holds contradicts it.
        replay: Found by replay.
        besides: What else shows it, in words.
        all_published: They hold every publication too, and exchange it.
    """

    act: Act
    within: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    receipt: bool = False
    replay: tuple[str, ...] = ()
    besides: str = ""
    all_published: bool = False


FORGED = f"body = CAST(replace(CAST(body AS TEXT), '{SAID}', 'Tidak ada') AS BLOB)"
EVENT = "UPDATE case_event SET {} WHERE case_id = '{{late}}' AND seq = {}".format
ATTACKS: Mapping[str, Attack] = {
    "The content of an event is changed": Attack(sql(EVENT(FORGED, 18)), within=("hash-differs",)),
    "… and its own hash": Attack(
        hash_alone, within=("hash-differs", "listed-otherwise"), receipt=True
    ),
    "… and every hash after it, and the row of the case": Attack(
        tail, within=("listed-otherwise",), receipt=True
    ),
    "… and the ledger, its tree, and no checkpoint is left in the database": Attack(
        consistently(other_words), published=("checkpoint-differs",), receipt=True
    ),
    "… and a new checkpoint is signed with the stolen key": Attack(
        then(consistently(other_words), sign), published=("checkpoint-differs",), receipt=True
    ),
    "… and a new checkpoint is signed with another key, which the database now names": Attack(
        then(consistently(other_words), sign_as_somebody_else),
        published=("checkpoint-differs", "checkpoint-unsigned"),
        receipt=True,
    ),
    "… and every publication is exchanged as well": Attack(
        then(consistently(other_words), sign), all_published=True, receipt=True
    ),
    "What was added since the last checkpoint is written anew, so that all agrees": Attack(
        consistently(other_words, case="private", signed=9), receipt=True
    ),
    "A checkpoint that a stranger signed is slipped in": Attack(
        slip_in_a_checkpoint, within=("checkpoint-unsigned",)
    ),
    "The last event of a case is deleted": Attack(
        sql("DELETE FROM case_event WHERE case_id = '{late}' AND seq = 23"),
        within=("head-differs", "listed-but-gone"),
        receipt=True,
    ),
    "… so that all agrees": Attack(
        consistently(without(23)), published=("checkpoint-differs",), receipt=True
    ),
    "All is taken back to an earlier checkpoint, which is shown as the newest": Attack(
        consistently(without(*range(17, 24)), signed=1),
        published=("checkpoint-ahead",),
        receipt=True,
    ),
    "An event in the middle is deleted": Attack(
        sql("DELETE FROM case_event WHERE case_id = '{late}' AND seq = 12"),
        within=("event-missing", "listed-but-gone"),
        receipt=True,
    ),
    "… the rest is numbered anew, so that all agrees": Attack(
        consistently(without(12)), published=("checkpoint-differs",), receipt=True
    ),
    "An event is slipped in, so that all agrees": Attack(
        consistently(with_a_remark), published=("checkpoint-differs",), receipt=True
    ),
    "Two events change places": Attack(
        sql(
            EVENT("seq = 99", 17),
            EVENT("seq = 17", 18),
            EVENT("seq = 18", 99),
        ),
        within=("event-misplaced", "hash-differs", "listed-otherwise"),
        receipt=True,
    ),
    "Two cases exchange an event": Attack(
        sql(
            EVENT("case_id = 'x'", 4),
            "UPDATE case_event SET case_id = '{late}' WHERE case_id = '{private}' AND seq = 4",
            "UPDATE case_event SET case_id = '{private}' WHERE case_id = 'x'",
        ),
        within=("event-misplaced", "dated-back", "hash-differs", "listed-otherwise"),
        receipt=True,
        replay=("not_derived", "not_recorded", "not_withdrawn"),
    ),
    "A case is deleted with all its rows": Attack(
        remove_the_case, within=("listed-but-gone",), receipt=True, replay=(ABSENT,)
    ),
    "… so that all agrees, and signed with the stolen key": Attack(
        then(remove_the_case, agree, sign),
        published=("checkpoint-ahead",),
        receipt=True,
        replay=(ABSENT,),
    ),
    "An old backup is put back": Attack(
        restore, published=("checkpoint-ahead",), receipt=True, replay=(ABSENT,)
    ),
    "The column of an event's instant is dated back": Attack(
        sql(EVENT("at = '2026-03-09T01:20:00.000000Z'", 11)),
        within=("columns-differ",),
    ),
    "Events are dated back in their content, so that all agrees": Attack(
        consistently(in_time),
        published=("checkpoint-differs",),
        receipt=True,
        replay=("not_recorded", "not_withdrawn"),
    ),
    "Somebody else is said to have acted, so that all agrees": Attack(
        consistently(by_somebody_else), published=("checkpoint-differs",), receipt=True
    ),
    "An act is entered today and dated back, by Alur's own functions": Attack(
        act_with_an_earlier_date,
        within=("dated-back",),
    ),
    "A deviation is taken out, so that all agrees": Attack(
        consistently(without(8, 9, 10)),
        published=("checkpoint-ahead", "checkpoint-differs"),
        receipt=True,
        replay=("not_recorded",),
    ),
    "The text of a published SOP version is changed": Attack(
        sql("UPDATE sop_version SET text = text || ' ' WHERE sop = 'izin-waktu'"),
        within=("listed-otherwise",),
    ),
    "The workflow of a published SOP version is changed, so that the ledger agrees": Attack(
        then(
            sql(
                "UPDATE sop_version SET workflow = CAST(replace(CAST(workflow AS TEXT),"
                " 'Menelaah', 'Menandai') AS BLOB) WHERE sop = 'izin-waktu'"
            ),
            agree,
        ),
        within=("sop-differs",),
        published=("checkpoint-differs",),
    ),
    "Somebody else is said to have published an SOP version, at another time": Attack(
        sql(
            "UPDATE sop_version SET published_by = 'budi',"
            " published_at = '2026-01-01T00:00:00.000000Z'"
        ),
        within=("listed-otherwise",),
    ),
    "A calendar version is changed": Attack(
        sql(
            "UPDATE calendar_version SET body = CAST(replace(CAST(body AS TEXT), '2026', '2025')"
            " AS BLOB) WHERE id = 'kantor-wib'"
        ),
        within=("calendar-differs", "listed-otherwise"),
    ),
    "… days of it are made holidays, so that all agrees": Attack(
        make_a_holiday,
        published=("checkpoint-differs",),
        replay=("not_derived", "not_withdrawn", "other_evidence"),
    ),
    "The history of people and roles is emptied": Attack(
        sql("DELETE FROM directory_event"), within=("listed-but-gone",)
    ),
    "Somebody is given a role in the past, so that all agrees": Attack(
        grant_a_role, published=("checkpoint-differs",)
    ),
    "Only lists are changed: who did a task": Attack(
        sql("UPDATE task SET finished_by = 'budi' WHERE case_id = '{late}' AND activation = 1"),
        within=("view-differs",),
    ),
    "… the row of a case": Attack(
        sql("UPDATE \"case\" SET result = 'completed' WHERE id = '{late}'"), within=("row-differs",)
    ),
    "… the name that a case is listed under": Attack(
        sql("UPDATE \"case\" SET applicant = 'Orang lain' WHERE id = '{late}'"),
        within=("view-differs",),
    ),
    "What waits to be listed is forgotten": Attack(
        sql("DELETE FROM ledger_due"), within=("not-listed",)
    ),
    "The clock of a case is taken out, so that nobody looks at it again": Attack(
        sql("DELETE FROM timer WHERE case_id = '{late}'"), replay=("not_recorded",)
    ),
    "The key of a person's data is destroyed, without an erasure": Attack(
        sql("UPDATE subject_key SET sealed = NULL, subject = NULL, destroyed_at = made_at"),
        within=("key-gone", "view-differs"),
    ),
    "… its row is deleted": Attack(sql("DELETE FROM subject_key"), within=("key-gone",)),
    "The bytes of a document are exchanged": Attack(
        exchange_the_document, within=("document-differs",), besides="refused to whoever opens it"
    ),
    "… or gone": Attack(remove_the_document, within=("document-gone",)),
    "Who read what is deleted": Attack(sql("DELETE FROM read_log")),
    "Who signed in, and what was done to accounts, is deleted": Attack(
        sql("DELETE FROM access_event")
    ),
    "An act was never recorded": Attack(nothing),
}


def table() -> str:
    """The table as docs/audit.md has it."""
    lines = [
        "| | what is done | `alur verify` | with publications also | receipt | else |",
        "|---|---|---|---|---|---|",
    ]
    for number, (name, one) in enumerate(ATTACKS.items(), 1):
        receipt = "yes" if one.receipt else NOTHING
        besides = [f"replay: {_told(one.replay)}"] if one.replay else []
        cells = (
            *(str(number), name, _told(one.within), _told(one.published), receipt),
            "; ".join([*besides, *([one.besides] if one.besides else [])]) or NOTHING,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


NOTHING = "-"


def _told(codes: tuple[str, ...]) -> str:
    return ", ".join(code if code == ABSENT else f"`{code}`" for code in codes) or NOTHING
