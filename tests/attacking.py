"""Ways to change a history, for somebody who holds the machine that keeps it."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
from attacked import NOW, SAID, Hands, open_office
from insider import Insider
from offices import RINI
from timed_office import TimedOffice
from verified import ORIGIN

from engine.core.ids import CaseId
from engine.core.notes import (
    Checkpoint,
    NoteSignature,
    SignedNote,
    checkpoint_text,
    format_note,
    verifier_key,
)
from engine.service.signing_keys import Signer
from engine.store import directory
from engine.store.codec import canonical, chain, genesis

Body = dict[str, Any]
Act = Callable[[Hands], None]
OTHER = b"Tidak ada"


# --- ways of doing it


def sql(*statements: str) -> Act:
    """What statements do; `{late}` and `{private}` are cases."""

    def act(hands: Hands) -> None:
        with hands.inside() as insider:
            for statement in statements:
                insider.do(statement.format(late=hands.story.late, private=hands.story.private))

    return act


def write_anew(insider: Insider, case: CaseId, change: Callable[[list[Body]], list[Body]]) -> None:
    """Write a history otherwise, numbered and chained as it should be."""
    kept = insider.ask("SELECT body FROM case_event WHERE case_id = ? ORDER BY seq", case)
    insider.write("DELETE FROM case_event WHERE case_id = ?", case)
    head = genesis(case)
    for seq, body in enumerate(change([msgspec.json.decode(body) for (body,) in kept]), 1):
        made = canonical(body | {"seq": seq})
        head = chain(head, made)
        insider.write(
            "INSERT INTO case_event (case_id, seq, kind, at, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
            *(case, seq, body["event"]["type"], _column(body["at"]), head, made),
        )


def _column(at: str) -> str:
    """An instant as SQLite has it here."""
    return at if "." in at else at.replace("Z", ".000000Z")


def consistently(
    change: Callable[[list[Body]], list[Body]], *, case: str = "late", signed: int = 0
) -> Act:
    """Change a history, and all else that the database has so that it agrees."""

    def act(hands: Hands) -> None:
        with hands.inside() as insider:
            write_anew(insider, getattr(hands.story, case), change)
        hands.agree_with_itself(signed=signed)

    return act


def then(*acts: Act) -> Act:
    def act(hands: Hands) -> None:
        for one in acts:
            one(hands)

    return act


def sign(hands: Hands) -> None:
    hands.sign()


def sign_as_somebody_else(hands: Hands) -> None:
    """With a key of one's own, which the database is told to name."""
    (hands.folder / "alur.db-signing-key").unlink()
    hands.sign()


def slip_in_a_checkpoint(hands: Hands) -> None:
    """One of another history, signed by nobody who is known."""
    signer = Signer(bytes(range(32)))
    key = verifier_key(ORIGIN, signer.public)
    at = NOW - timedelta(days=1)
    text = checkpoint_text(Checkpoint(origin=ORIGIN, size=5, root=bytes(32), at=at))
    signature = NoteSignature(name=key.name, key_id=key.key_id, signature=signer.sign(text))
    note = format_note(SignedNote(text=text, signatures=(signature,)))
    with hands.inside() as insider:
        given = (9, at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), 5, bytes(32), note)
        insider.write(
            "INSERT INTO checkpoint (id, at, size, root, note) VALUES (?, ?, ?, ?, ?)", *given
        )


def hash_alone(hands: Hands) -> None:
    """Change a body and its own hash, and nothing after it."""
    events = "SELECT hash, body FROM case_event WHERE case_id = ? AND seq IN (17, 18) ORDER BY seq"
    with hands.inside() as insider:
        case = hands.story.late
        (before, _), (_, body) = insider.ask(events, case)
        made = bytes(body).replace(SAID.encode(), OTHER)
        insider.write(
            "UPDATE case_event SET body = ?, hash = ? WHERE case_id = ? AND seq = 18",
            *(made, chain(before, made), case),
        )


def tail(hands: Hands) -> None:
    """Change a body, every hash from there on, and what the row of the case says of them."""
    with hands.inside() as insider:
        said = SAID.encode()
        insider.rewrite(hands.story.late, lambda _, body: body.replace(said, OTHER))


def remove_the_case(hands: Hands) -> None:
    tables = ("case_event", "task", "deviation", "timer", "case_subject", "outbox", "read_log")
    with hands.inside() as insider:
        for table in tables:
            insider.write(f"DELETE FROM {table} WHERE case_id = ?", hands.story.late)  # noqa: S608  # ours
        insider.write('DELETE FROM "case" WHERE id = ?', hands.story.late)


def restore(hands: Hands) -> None:
    hands.restore_the_backup()


def grant_a_role(hands: Hands) -> None:
    """Write into the history of people that Budi was head of section all along."""
    with hands.inside() as insider:
        events = insider.ask("SELECT body FROM directory_event ORDER BY seq")
        bodies = [msgspec.json.decode(body) for (body,) in events]
        granted = msgspec.json.decode(events[-1][0])
        granted["event"]["assignment"] |= {"id": 9, "person": "budi"}
        insider.do("DELETE FROM directory_event")
        head = directory.START
        for seq, body in enumerate([*bodies[:-1], granted, bodies[-1]], 1):
            made = canonical(body | {"seq": seq})
            head = chain(head, made)
            insider.write(
                "INSERT INTO directory_event (seq, kind, at, hash, body) VALUES (?, ?, ?, ?, ?)",
                *(seq, body["event"]["type"], _column(body["at"]), head, made),
            )
    hands.agree_with_itself()


def act_with_an_earlier_date(hands: Hands) -> None:
    """Hand over today, and say that it was done before the last checkpoint was signed."""
    with open_office(hands.folder) as database:
        office = TimedOffice(database).on("2026-03-12 09:30")
        office.complete(hands.story.late, "serah", RINI)


def agree(hands: Hands) -> None:
    hands.agree_with_itself()


def make_a_holiday(hands: Hands) -> None:
    """Let nobody have worked when the file lay there: nothing was late then."""
    with hands.inside() as insider:
        ((body,),) = insider.ask("SELECT body FROM calendar_version WHERE id = 'kantor-wib'")
        calendar = msgspec.json.decode(body)
        for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
            calendar["holidays"].append(calendar["holidays"][0] | {"day": day})
        calendar["holidays"].sort(key=lambda one: one["day"])
        made = canonical(calendar)
        insider.write(
            "UPDATE calendar_version SET body = ?, hash = ? WHERE id = 'kantor-wib'",
            *(made, sha256(made).hexdigest()),
        )
    hands.agree_with_itself()


def exchange_the_document(hands: Hands) -> None:
    hands.document().write_bytes(b"%PDF-1.7 surat lain")


def remove_the_document(hands: Hands) -> None:
    hands.document().unlink()


def nothing(_: Hands) -> None:
    """The permit is handed over the counter, and nobody ever opened a case."""


# --- changes of a history


def other_words(bodies: list[Body]) -> list[Body]:
    changed = msgspec.json.encode(bodies).replace(SAID.encode(), OTHER)
    made: list[Body] = msgspec.json.decode(changed)
    return made


def without(*numbers: int) -> Callable[[list[Body]], list[Body]]:
    return lambda bodies: [body for body in bodies if body["seq"] not in numbers]


def with_a_remark(bodies: list[Body]) -> list[Body]:
    remark = bodies[17] | {"at": bodies[3]["at"]}
    return [*bodies[:4], remark, *bodies[4:]]


def in_time(bodies: list[Body]) -> list[Body]:
    """What was done two days late was done within the half hour."""
    early = {11: "2026-03-09T01:20:00Z", 12: "2026-03-09T01:20:00Z", 13: "2026-03-09T01:20:00Z"}
    return [body | {"at": early.get(body["seq"], body["at"])} for body in bodies]


def by_somebody_else(bodies: list[Body]) -> list[Body]:
    return [
        body | {"by": body["by"] | {"person": "budi"}} if body["seq"] == 15 else body
        for body in bodies
    ]
