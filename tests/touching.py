"""What an insider might do to a database, and what a verification is to find then."""

import re
from collections.abc import Callable, Mapping

import msgspec
from insider import Insider
from verified import Kept

from engine.store.codec import canonical

Touch = Callable[[Insider, Kept], None]
Found = set[tuple[str, int, str]]
"""Stream, number, code; the streams of the case are called `""` and `other`."""


def forge(*statements: str) -> Touch:
    """What statements of SQL do; what the databases say differently is filled in."""

    def touch(insider: Insider, kept: Kept) -> None:
        for statement in statements:
            insider.do(statement.format(**words(insider, kept)))

    return touch


def words(insider: Insider, kept: Kept) -> dict[str, str]:
    return {
        "case": kept.case,
        "zeros": insider.word("zeros"),
        "forged": insider.word("forged", column="body", old="rini", new="rina"),
        "forged_state": insider.word("forged", column="state", old="Warung", new="Toko"),
        "forged_workflow": insider.word("forged", column="workflow", old="Kasi", new="Kabag"),
        "forged_calendar": insider.word("forged", column="body", old="kantor", new="kantin"),
        "garbage": insider.word("blob", text="{{"),
        "at": insider.word("at", at="2020-01-01T00:00:00"),
    }


def rechain(change: Callable[[bytes], bytes]) -> Touch:
    """Write event 3 otherwise, and everything that follows from it."""

    def touch(insider: Insider, kept: Kept) -> None:
        insider.rewrite(kept.case, lambda seq, body: change(body) if seq == 3 else body)

    return touch


def begin_with_a_comment(insider: Insider, kept: Kept) -> None:
    def comment(seq: int, body: bytes) -> bytes:
        if seq != 1:
            return body
        told = msgspec.json.decode(body)
        told["event"] = {"text": "Awal", "type": "comment_added"}
        return canonical(told)

    insider.rewrite(kept.case, comment)
    insider.write(
        "UPDATE case_event SET kind = 'comment_added' WHERE case_id = ? AND seq = 1", kept.case
    )


def cut_the_ledger(insider: Insider, kept: Kept) -> None:
    insider.write("DELETE FROM ledger_entry WHERE position >= ?", kept.last.checkpoint.size - 2)


def known(*found: tuple[int, str], stream: str = "") -> Found:
    """What is to be found of the case, or of another stream."""
    return {(stream, seq, code) for seq, code in found}


ROW = "UPDATE \"case\" SET {} WHERE id = '{{case}}'".format
EVENT = "UPDATE case_event SET {} WHERE case_id = '{{case}}' AND seq = 3".format
TOUCHES: Mapping[str, tuple[Touch, Found]] = {
    "an event deleted": (
        forge("DELETE FROM case_event WHERE case_id = '{case}' AND seq = 3"),
        known((3, "event-missing"), (3, "listed-but-gone")),
    ),
    "the first events deleted": (
        forge("DELETE FROM case_event WHERE case_id = '{case}' AND seq < 3"),
        known((1, "event-missing"), (1, "listed-but-gone"), (2, "listed-but-gone")),
    ),
    "the end cut off": (
        forge("DELETE FROM case_event WHERE case_id = '{case}' AND seq > 5"),
        known((5, "head-differs"), (6, "listed-but-gone")),
    ),
    "an event forged": (forge(EVENT("body = {forged}")), known((3, "hash-differs"))),
    "a hash forged": (
        forge(EVENT("hash = {zeros}")),
        known((3, "hash-differs"), (3, "listed-otherwise")),
    ),
    "an event made unreadable": (
        forge(EVENT("body = {garbage}")),
        known((3, "hash-differs"), (3, "body-unreadable")),
    ),
    "an event written otherwise, and chained anew": (
        rechain(lambda body: body + b" "),
        known((3, "body-not-canonical"), *((seq, "listed-otherwise") for seq in range(3, 7))),
    ),
    "an event with something in it that is no text, chained anew": (
        rechain(lambda body: body.replace(b'{"at"', b'{"a":"\xff","at"')),
        known((3, "body-not-canonical"), *((seq, "listed-otherwise") for seq in range(3, 7))),
    ),
    "an event of another place, chained anew": (
        rechain(lambda body: body.replace(b'"seq":3', b'"seq":4')),
        known((3, "event-misplaced"), *((seq, "listed-otherwise") for seq in range(3, 7))),
    ),
    "an event of another case, chained anew": (
        rechain(lambda body: re.sub(rb'"case":"[0-9a-z]+"', b'"case":"01k9q3v7m2x4t8zc"', body)),
        known((3, "event-misplaced"), *((seq, "listed-otherwise") for seq in range(3, 7))),
    ),
    "a person exchanged, and chained anew": (
        rechain(lambda body: body.replace(b"rini", b"rina")),
        known((0, "view-differs"), *((seq, "listed-otherwise") for seq in range(3, 7))),
    ),
    "a history that begins with nothing": (
        begin_with_a_comment,
        known((0, "history-impossible"), *((seq, "listed-otherwise") for seq in range(1, 7))),
    ),
    "the kind of an event": (forge(EVENT("kind = 'x'")), known((3, "columns-differ"))),
    "the instant of an event": (forge(EVENT("at = {at}")), known((3, "columns-differ"))),
    "the row of a case deleted": (
        forge("DELETE FROM \"case\" WHERE id = '{case}'"),
        known((0, "case-row-missing")),
    ),
    "all events of a case deleted": (
        forge("DELETE FROM case_event WHERE case_id = '{case}'"),
        known((0, "events-gone"), *((seq, "listed-but-gone") for seq in range(1, 7))),
    ),
    "a case deleted": (
        forge(
            "DELETE FROM case_event WHERE case_id = '{case}'",
            "DELETE FROM \"case\" WHERE id = '{case}'",
        ),
        known(*((seq, "listed-but-gone") for seq in range(1, 7))),
    ),
    "the head of a case": (forge(ROW("head = {zeros}")), known((6, "head-differs"))),
    "the state of a case": (forge(ROW("state = {forged_state}")), known((0, "state-differs"))),
    "the unit of a case": (forge(ROW("unit = 'kecamatan'")), known((0, "row-differs"))),
    "the result of a case": (
        forge(ROW("result = 'completed', closed_at = {at}")),
        known((0, "row-differs")),
    ),
    "a task of a case": (
        forge("UPDATE task SET finished_by = 'budi' WHERE case_id = '{case}' AND activation = 1"),
        known((0, "view-differs")),
    ),
    "an incident made up": (
        forge(
            "INSERT INTO incident (case_id, activation, sop, version, unit, step, number, at,"
            " attempts, error) VALUES ('{case}', 2, 'surat', 1, 'dinas', 'periksa', 2, {at}, 1, '')"
        ),
        known((0, "view-differs")),
    ),
    "an SOP version deleted": (
        forge("DELETE FROM sop_version WHERE sop = 'surat'"),
        known((0, "sop-missing")) | known((1, "listed-but-gone"), stream="sop/surat"),
    ),
    "the title of an SOP": (
        forge("UPDATE sop_version SET title = '{{\"id\":\"Lain\"}}' WHERE sop = 'surat'"),
        known((1, "sop-differs"), stream="sop/surat"),
    ),
    "the workflow of an SOP": (
        forge("UPDATE sop_version SET workflow = {forged_workflow} WHERE sop = 'surat'"),
        known((1, "sop-differs"), (1, "listed-otherwise"), stream="sop/surat"),
    ),
    "the workflow of an SOP made unreadable": (
        forge("UPDATE sop_version SET workflow = {garbage} WHERE sop = 'surat'"),
        known((0, "sop-missing"))
        | known((1, "sop-differs"), (1, "listed-otherwise"), stream="sop/surat"),
    ),
    "the text of an SOP": (
        forge("UPDATE sop_version SET text = text || ' ' WHERE sop = 'surat'"),
        known((1, "listed-otherwise"), stream="sop/surat"),
    ),
    "a calendar": (
        forge("UPDATE calendar_version SET body = {forged_calendar}"),
        known((1, "calendar-differs"), (1, "listed-otherwise"), stream="calendar/kantor"),
    ),
    "a calendar made unreadable": (
        forge("UPDATE calendar_version SET body = {garbage}"),
        known((1, "calendar-differs"), (1, "listed-otherwise"), stream="calendar/kantor"),
    ),
    "who works where": (
        forge("UPDATE directory_event SET hash = {zeros} WHERE seq = 2"),
        known((2, "hash-differs"), (2, "listed-otherwise"), stream="people"),
    ),
    "an entry of the ledger": (
        forge("UPDATE ledger_entry SET hash = {zeros} WHERE stream = 'case/{case}' AND seq = 2"),
        known((2, "listed-otherwise"))
        | known((0, "node-differs"), stream="ledger")
        | {("first", 0, "checkpoint-differs"), ("last", 0, "checkpoint-differs")},
    ),
    "an entry that was listed twice": (
        forge(
            "DROP INDEX ledger_entry_stream_index",
            "INSERT INTO ledger_entry (position, stream, seq, hash)"
            " SELECT (SELECT max(position) + 1 FROM ledger_entry), stream, seq, hash"
            " FROM ledger_entry WHERE stream = 'case/{case}' AND seq = 2",
        ),
        known((2, "listed-twice")),
    ),
    "the end of the ledger": (
        cut_the_ledger,
        {("other", 532, "not-listed"), ("other", 533, "not-listed")}
        | {("last", 0, "checkpoint-ahead")},
    ),
    "something due that is not there": (
        forge("INSERT INTO ledger_due (stream, seq, hash) VALUES ('case/x', 4, {zeros})"),
        known((4, "due-differs"), stream="case/x"),
    ),
    "something due once more, with another hash": (
        forge("INSERT INTO ledger_due (stream, seq, hash) VALUES ('case/{case}', 2, {zeros})"),
        known((2, "due-differs")),
    ),
    "something due once more, as it is": (
        forge("INSERT INTO ledger_due (stream, seq) VALUES ('sop/surat', 1)"),
        set(),
    ),
    "a verifier key": (
        forge("UPDATE verifier_key SET line = 'x'"),
        {("first", 0, "checkpoint-unsigned"), ("last", 0, "checkpoint-unsigned")}
        | known((1, "checkpoint-unreadable"), stream="ledger"),
    ),
    "the hash of what is due": (
        forge("UPDATE ledger_due SET hash = {zeros}"),
        {("other", 534, "due-differs")},
    ),
    "nothing due any more": (
        forge("DELETE FROM ledger_due"),
        {("other", 534, "not-listed")},
    ),
    "a subtree": (
        forge("UPDATE ledger_node SET hash = {zeros} WHERE level = 9"),
        known((0, "node-differs"), stream="ledger"),
    ),
    "a subtree deleted": (
        forge("DELETE FROM ledger_node WHERE level = 8 AND number = 1"),
        known((256, "node-differs"), stream="ledger"),
    ),
    "the root of a checkpoint": (
        forge("UPDATE checkpoint SET root = {zeros} WHERE id = 2"),
        {("last", 0, "checkpoint-differs")},
    ),
    "a checkpoint made unreadable": (
        forge("UPDATE checkpoint SET note = 'x' WHERE id = 2"),
        known((1, "checkpoint-unreadable"), stream="ledger"),
    ),
    "a signature": (
        forge("UPDATE checkpoint SET note = replace(note, 'time 1', 'time 2') WHERE id = 2"),
        {("last", 0, "checkpoint-unsigned"), ("last", 0, "checkpoint-differs")},
    ),
    "when a checkpoint was signed": (
        forge("UPDATE checkpoint SET at = {at} WHERE id = 1"),
        {("first", 0, "checkpoint-differs")},
    ),
    "since when a verifier key counts": (
        forge("UPDATE verifier_key SET since = {at}"),
        known((0, "verifier-key-differs"), stream="ledger"),
    ),
    "who put an SOP into force": (
        forge("UPDATE sop_version SET published_by = 'budi' WHERE sop = 'surat'"),
        known((1, "listed-otherwise"), stream="sop/surat"),
    ),
    "when an SOP was put into force": (
        forge("UPDATE sop_version SET published_at = {at} WHERE sop = 'surat'"),
        known((1, "listed-otherwise"), stream="sop/surat"),
    ),
    "who wrote an SOP": (
        forge("UPDATE sop_version SET author = 'budi' WHERE sop = 'surat'"),
        known((1, "listed-otherwise"), stream="sop/surat"),
    ),
    "why a calendar was changed": (
        forge("UPDATE calendar_version SET reason = 'Lain'"),
        known((1, "listed-otherwise"), stream="calendar/kantor"),
    ),
    "when a calendar was changed": (
        forge("UPDATE calendar_version SET published_at = {at}"),
        known((1, "listed-otherwise"), stream="calendar/kantor"),
    ),
    "a hold made up": (
        forge(
            "INSERT INTO case_hold (case_id, ground, since, by, reason)"
            " VALUES ('{case}', 'audit', {at}, 'rini', '')"
        ),
        known((0, "view-differs")),
    ),
    "a number that no history gave out": (
        forge("INSERT INTO register_number VALUES ('agenda', 'dinas', 2026, 3)"),
        known((0, "numbers-differ"), stream="register/agenda/dinas"),
    ),
}


def places(kept: Kept, found: Found) -> Found:
    """What is to be found, by the names that streams have in that database."""
    sizes = {"first": kept.first.checkpoint.size, "last": kept.last.checkpoint.size}
    streams = {"": f"case/{kept.case}", "other": f"case/{kept.other}"}
    named = set()
    for stream, seq, code in found:
        if stream in sizes:
            named.add(("ledger", sizes[stream], code))
        else:
            named.add((streams.get(stream, stream), seq, code))
    return named
