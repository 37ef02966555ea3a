"""Verification: whatever an insider touches is named, and what nobody touched is whole."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from hypothesis import given, settings
from hypothesis import strategies as st
from insider import Insider, insider_at, told
from offices import MONDAY, RINI, Office, definition, put_in_force
from postgres import fresh_database
from touching import TOUCHES, places
from verified import AT, ORIGIN, Kept

from engine.core.commands import Comment
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.notes import verifier_key
from engine.core.verdicts import Doubt, Receipt, receipt_from_text
from engine.service import verifying
from engine.service.calendars import publish_versions
from engine.service.database import connect, prepare
from engine.service.ledger import sequence
from engine.service.verifications import list_verifications
from engine.service.verifying import verify
from engine.store.log import read_events


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    if request.param == "sqlite":
        return Kept(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'alur.db'}")
    return Kept(fresh_database(request.getfixturevalue("postgres_url")))


@pytest.fixture
def insider(kept: Kept) -> Iterator[Insider]:
    with insider_at(kept.url) as found:
        yield found


def test_what_nobody_touched_is_whole_and_agrees_with_the_last_checkpoint(kept: Kept) -> None:
    verdict = kept.verdict

    assert not verdict.found, verdict.findings
    assert (verdict.cases, verdict.due) == (2, 1)
    assert verdict.entries == kept.last.checkpoint.size
    assert verdict.checked_to == kept.last.checkpoint


@pytest.mark.parametrize("touched", TOUCHES)
def test_what_an_insider_touched_is_named_and_nothing_else(
    kept: Kept, insider: Insider, touched: str
) -> None:
    touch, expected = TOUCHES[touched]

    touch(insider, kept)

    assert told(insider.verdict(AT, views=True)) == places(kept, expected)


COLUMNS = {
    "case_event": ("case_id", "seq", "kind", "at", "hash", "body"),
    "case": (
        *("id", "sop", "version", "workflow", "unit", "opened_at", "last_at", "closed_at"),
        *("result", "pause", "seq", "head", "state"),
    ),
    "ledger_entry": ("position", "stream", "seq", "hash"),
    "ledger_node": ("level", "number", "hash"),
}


@settings(max_examples=25)
@given(chosen=st.data())
def test_one_byte_anywhere_in_histories_states_or_the_ledger_is_found(
    kept: Kept, chosen: st.DataObject
) -> None:
    table = chosen.draw(st.sampled_from(sorted(COLUMNS)))
    column = chosen.draw(st.sampled_from(COLUMNS[table]))
    with insider_at(kept.url) as insider:
        order = ", ".join(str(number + 1) for number in range(len(COLUMNS[table])))
        names = ", ".join(COLUMNS[table])
        rows = insider.ask(f'SELECT {names} FROM "{table}" ORDER BY {order}')  # noqa: S608  # ours
        at = chosen.draw(st.integers(0, len(rows) - 1))
        row = dict(zip(COLUMNS[table], rows[at], strict=True))
        other = touched(row[column], chosen)
        known = [name for name, value in row.items() if value is not None]
        where = " AND ".join(f"{name} = ?" for name in known)
        values = [row[name] for name in known]
        update = f'UPDATE "{table}" SET {column} = ? WHERE {where}'  # noqa: S608  # as above
        insider.write(update, other, *values)

        assert insider.verdict(AT).found


def touched(value: object, chosen: st.DataObject) -> object:
    """The value with one byte or letter exchanged, or another number or instant."""
    if isinstance(value, bytes):
        place = chosen.draw(st.integers(0, len(value) - 1))
        flipped = value[place] ^ chosen.draw(st.integers(1, 255))
        return value[:place] + bytes([flipped]) + value[place + 1 :]
    if isinstance(value, str):
        place = chosen.draw(st.integers(0, len(value) - 1))
        letter = chosen.draw(st.sampled_from([one for one in "0aZ/ " if one != value[place]]))
        return value[:place] + letter + value[place + 1 :]
    if isinstance(value, int):
        return value + chosen.draw(st.integers(1000, 1_000_000))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chosen.draw(st.integers(1, 10**9)))
    return "2026-11-23T01:01:00.000000Z" if value is None else not value


def test_a_case_without_events_is_named_wherever_it_sorts(kept: Kept, insider: Insider) -> None:
    insider.do("DELETE FROM case_event")

    found = told(insider.verdict(AT))

    assert {(f"case/{case}", 0, "events-gone") for case in (kept.case, kept.other)} <= found


def test_every_code_is_provoked_by_some_touch() -> None:
    provoked = {code for _, found in TOUCHES.values() for _, _, code in found}

    elsewhere = {"position-missing", "receipt-differs", "nothing-compared"}
    beside = {"document-differs", "document-gone", "key-gone", "dated-back"}  # test_insider
    assert provoked | elsewhere | beside == {code.value for code in Doubt}


def test_a_number_left_out_of_the_ledger_is_named_where_it_is(kept: Kept, insider: Insider) -> None:
    last = kept.last.checkpoint.size - 1
    insider.write("UPDATE ledger_entry SET position = ? WHERE position = ?", last + 3, last)

    found = insider.verdict(AT)

    assert ("ledger", last, "position-missing") in told(found)
    assert found.checked_to == kept.first.checkpoint


def test_a_number_far_off_does_not_keep_the_tree_busy(kept: Kept, insider: Insider) -> None:
    last = kept.last.checkpoint.size - 1
    insider.write("UPDATE ledger_entry SET position = ? WHERE position = ?", 2**31 - 2, last)

    assert ("ledger", last, "position-missing") in told(insider.verdict(AT))


def test_what_was_published_outlives_a_ledger_that_was_put_back(
    kept: Kept, insider: Insider
) -> None:
    """What was listed last waits again, and what was signed of it is gone."""
    first = kept.last.checkpoint.size - 2
    insider.write(
        "INSERT INTO ledger_due (stream, seq, hash)"
        " SELECT stream, seq, hash FROM ledger_entry WHERE position >= ?",
        first,
    )
    insider.write("DELETE FROM ledger_entry WHERE position >= ?", first)
    insider.do("DELETE FROM checkpoint WHERE id = 2")

    by_itself = insider.verdict(AT)
    published = insider.verdict(AT, notes=[kept.last.note])

    assert not by_itself.found, by_itself.findings
    assert by_itself.checked_to == kept.first.checkpoint
    assert told(published) == {("ledger", kept.last.checkpoint.size, "checkpoint-ahead")}


def test_a_history_written_anew_with_its_ledger_shows_against_what_was_given_away(
    kept: Kept, insider: Insider
) -> None:
    """Whoever has the database makes everything in it agree, but not what others have."""
    said = receipt(kept)
    write_anew(kept, insider)
    insider.regrow()
    insider.do("DELETE FROM checkpoint")

    by_itself = insider.verdict(AT, views=True)
    published = insider.verdict(AT, notes=[kept.first.note, kept.last.note])
    received = insider.verdict(AT, receipts=[said])

    first, last = kept.first.checkpoint.size, kept.last.checkpoint.size
    assert not by_itself.found, by_itself.findings
    assert told(published) == {
        ("ledger", first, "checkpoint-differs"),
        ("ledger", last, "checkpoint-differs"),
    }
    assert published.findings[0].reason == f"first changed between 0 and {first - 1}"
    assert told(received) == {(f"case/{kept.case}", 4, "receipt-differs")}


def write_anew(kept: Kept, insider: Insider) -> None:
    """Give an event another reason, and chain and list all that follows from it."""

    def other_reason(seq: int, body: bytes) -> bytes:
        return body.replace(b"Alasan", b"Lainnya") if seq == 4 else body

    insider.rewrite(kept.case, other_reason)
    insider.relist(kept.case)


def receipt(kept: Kept) -> Receipt:
    """What the clerk was told of event 4."""
    with kept.open() as database:
        history = database.store.read(lambda reader: read_events(reader, kept.case))
    return receipt_from_text(f"{kept.case}:4:{history[3].hash.hex()[:16]}")


def test_receipts_that_are_right_are_no_finding_and_wrong_ones_are(kept: Kept) -> None:
    gone = Receipt(case=kept.case, seq=99, begins="0" * 16)
    with kept.open() as database:
        assert not verify(database, at=AT, receipts=[receipt(kept)]).found
        assert told(verify(database, at=AT, receipts=[gone])) == {
            (f"case/{kept.case}", 99, "receipt-differs")
        }


@pytest.mark.parametrize("said", ["", "a:b", "a:1:xyz", "a:1:0123", "a:x:0123456789abcdef"])
def test_what_is_no_receipt_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="no receipt"):
        receipt_from_text(said)


def test_a_signature_of_nobody_who_is_trusted_vouches_for_nothing(kept: Kept) -> None:
    stranger = verifier_key(ORIGIN, b"\x07" * 32)
    with kept.open() as database:
        found = verify(database, at=AT, keys=[stranger])
        known = verify(database, at=AT, keys=kept.keys, notes=[kept.first.note])

    assert {one.code for one in found.findings} == {Doubt.CHECKPOINT_UNSIGNED}
    assert found.checked_to is None
    assert known.checked_to == kept.last.checkpoint
    assert not known.found


SIGNED = "\N{EM DASH} a AAAAAAAA\n"


@pytest.mark.parametrize("said", ["no note", "a\n\nb\n", f"a\n{SIGNED}", f"{ORIGIN}\n\n{SIGNED}"])
def test_what_is_no_checkpoint_is_said_and_nothing_else_is_lost(kept: Kept, said: str) -> None:
    with kept.open() as database:
        found = verify(database, at=AT, notes=[said])

    assert {one.code for one in found.findings} == {Doubt.CHECKPOINT_UNREADABLE}
    assert found.checked_to == kept.last.checkpoint


def test_one_case_is_verified_alone_down_to_the_checkpoint(kept: Kept) -> None:
    with kept.open() as database:
        verdict = verify(database, at=AT, case=kept.case)

    assert not verdict.found
    assert (verdict.case, verdict.cases, verdict.events) == (kept.case, 1, 6)
    assert verdict.checked_to == kept.last.checkpoint


def test_a_case_that_never_was_cannot_be_verified(kept: Kept) -> None:
    with kept.open() as database, pytest.raises(NotFound):
        verify(database, at=AT, case=CaseId("nirgends"))


@pytest.mark.parametrize(
    "touched",
    ["an event forged", "a hash forged", "a case deleted", "the head of a case"],
)
def test_one_case_alone_shows_what_was_touched_of_it(
    kept: Kept, insider: Insider, touched: str
) -> None:
    touch, expected = TOUCHES[touched]

    touch(insider, kept)

    assert told(insider.verdict(AT, case=kept.case, views=True)) == places(kept, expected)
    assert not insider.verdict(AT, case=kept.other, views=True).found


def test_one_case_alone_shows_that_the_ledger_does_not_have_it_where_checkpoints_had_it(
    kept: Kept, insider: Insider
) -> None:
    """The entry and its event agree; the kept subtree, and so the root, are of another entry."""
    write_anew(kept, insider)

    found = told(insider.verdict(AT, case=kept.case))

    assert {(f"case/{kept.case}", seq, "listed-otherwise") for seq in (4, 5, 6)} <= found


def test_a_subtree_that_is_gone_is_no_reason_to_believe_an_entry(
    kept: Kept, insider: Insider
) -> None:
    insider.do("DELETE FROM ledger_node")

    assert insider.verdict(AT, case=kept.case).found


def test_columns_of_another_kind_than_ours_are_findings_too(kept: Kept, insider: Insider) -> None:
    if insider.dialect != "sqlite":
        return  # PostgreSQL lets nothing else into a column
    insider.do("PRAGMA ignore_check_constraints = 1")
    insider.write("UPDATE case_event SET body = 'text' WHERE case_id = ? AND seq = 2", kept.case)
    insider.write("UPDATE case_event SET hash = 'text' WHERE case_id = ? AND seq = 3", kept.case)
    insider.write("UPDATE case_event SET seq = 'text' WHERE case_id = ? AND seq = 5", kept.case)
    insider.write("UPDATE case_event SET case_id = x'00' WHERE case_id = ? AND seq = 6", kept.case)
    insider.do("UPDATE ledger_entry SET hash = 'text' WHERE position = 0")

    codes = {code for _, _, code in told(insider.verdict(AT, views=True))}

    assert {"body-unreadable", "hash-differs", "event-missing", "case-row-missing"} <= codes
    assert "listed-otherwise" in codes


def test_findings_beyond_the_first_thousand_are_counted(
    kept: Kept, insider: Insider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MOST_SHOWN", 2)
    TOUCHES["all events of a case deleted"][0](insider, kept)

    verdict = insider.verdict(AT)

    assert (len(verdict.findings), verdict.found) == (2, 7)


def test_an_empty_database_is_whole(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path}/alur.db") as database:
        prepare(database)
        verdict = verify(database, at=AT)

    assert (verdict.found, verdict.cases, verdict.events, verdict.entries) == (0, 0, 0, 0)
    assert verdict.checked_to is None


def test_what_is_written_meanwhile_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(f"sqlite:///{tmp_path}/alur.db") as database:
        prepare(database)
        publish_versions(database, [an_office_calendar("kantor")], by=RINI, at=MONDAY)
        put_in_force(database, definition("surat"))
        office = Office(database)
        case = office.open()
        heard: list[tuple[int, int]] = []

        def meanwhile(done: int, total: int) -> None:
            heard.append((done, total))
            office.do(Comment(case=case, by=RINI, text="Sementara itu"))
            office.open()
            sequence(database)

        monkeypatch.setattr(verifying, "_TOLD_EVERY", 1)
        verdict = verify(database, at=AT, tell=meanwhile)

    assert not verdict.found, verdict.findings
    assert verdict.cases == 1
    assert heard
    assert heard[-1][0] <= heard[-1][1]


def test_a_verification_that_is_broken_off_leaves_nothing_behind(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verifying, "_TOLD_EVERY", 1)
    with kept.open() as database:
        with pytest.raises(KeyboardInterrupt):
            verify(database, at=AT, tell=stop)
        assert not verify(database, at=AT).found
        assert list_verifications(database) == ()
