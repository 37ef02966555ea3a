"""The whole list is followed, whatever is asked about; signatures are verified where it counts."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from insider import Insider, insider_at, told
from offices import MONDAY
from verified import AT, ORIGIN, Kept

from engine.core.evolve import evolve
from engine.core.notes import Checkpoint
from engine.core.state import CaseState
from engine.service import checkpoints, signing_keys, verifying_checkpoints
from engine.service.checkpoints import Publication
from engine.service.database import connect, prepare
from engine.service.ledger import LedgerDamaged
from engine.service.verifying import verify
from engine.service.verifying_ledger import expect_whole_ledger
from engine.store.codec import encode_state
from engine.store.log import read_events

FOLLOWING = bytes(range(1, 33))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'alur.db'}")


@pytest.fixture
def insider(kept: Kept) -> Iterator[Insider]:
    with insider_at(kept.url) as found:
        yield found


def cut_off(insider: Insider, kept: Kept) -> int:
    """Take the last event of the case, its entry and what follows from it; where the entry was."""
    ((place,),) = insider.ask(
        "SELECT position FROM ledger_entry WHERE stream = ? AND seq = 6", kept.stream
    )
    insider.write("DELETE FROM ledger_entry WHERE position = ?", place)
    insider.write("DELETE FROM case_event WHERE case_id = ? AND seq = 6", kept.case)
    state: CaseState | None = None
    for one in (story := read_events(insider.reader, kept.case)):
        state = evolve(state, one.recorded)
    assert state is not None
    insider.write(
        'UPDATE "case" SET seq = 5, head = ?, state = ?, last_at = ? WHERE id = ?',
        *(story[-1].hash, encode_state(state), f"{state.last_at:%Y-%m-%dT%H:%M:%S.%fZ}", kept.case),
    )
    return int(place)


def test_the_tail_of_a_case_that_was_cut_off_with_its_entries_is_missed(
    kept: Kept, insider: Insider
) -> None:
    place = cut_off(insider, kept)

    for case in (kept.case, kept.other, None):
        found = told(insider.verdict(AT, case=case))
        assert ("ledger", place, "position-missing") in found
        assert ("ledger", 0, "node-differs") in found
        assert ("ledger", kept.last.checkpoint.size, "checkpoint-differs") in found


def test_nothing_is_told_from_a_list_that_is_not_whole(kept: Kept, insider: Insider) -> None:
    expect_whole_ledger(insider.reader)
    expect_whole_ledger(insider.reader, kept.last.checkpoint)

    place = cut_off(insider, kept)

    with pytest.raises(LedgerDamaged, match=f"position-missing at {place}"):
        expect_whole_ledger(insider.reader)


def test_nothing_is_told_from_a_list_that_another_checkpoint_was_signed_over(
    kept: Kept, insider: Insider
) -> None:
    size = kept.last.checkpoint.size
    ahead = Checkpoint(origin=ORIGIN, size=size + 1, root=kept.last.checkpoint.root)
    other = Checkpoint(origin=ORIGIN, size=size, root=kept.first.checkpoint.root)

    for checkpoint in (ahead, other):
        with pytest.raises(LedgerDamaged, match="signed over another list"):
            expect_whole_ledger(insider.reader, checkpoint)


@pytest.fixture
def signings(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The messages whose signatures were verified."""
    heard: list[bytes] = []
    verified = signing_keys.verify

    def listening(public: bytes, signature: bytes, message: bytes) -> bool:
        heard.append(message)
        return verified(public, signature, message)

    monkeypatch.setattr(verifying_checkpoints, "is_signature", listening)
    return heard


@pytest.fixture(scope="module")
def rotated(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """As `kept`; then the key was handed over, and twenty checkpoints were signed since."""
    kept = Kept(f"sqlite:///{tmp_path_factory.mktemp('rotated') / 'alur.db'}")
    with kept.open() as database:
        database.signing.offer(FOLLOWING)
        checkpoints.rotate(database, Publication(origin=ORIGIN), at=MONDAY)
    following = b64encode(FOLLOWING).decode()
    with connect(kept.url, key=kept.key, signing_key=following) as database:
        for day in range(1, 21):
            checkpoints.take(database, at=MONDAY + timedelta(days=day), origin=ORIGIN)
    return kept


def test_of_one_case_the_checkpoints_that_hand_over_are_read_too(rotated: Kept) -> None:
    with rotated.open() as database:
        verdict = verify(database, at=AT, case=rotated.case, keys=rotated.keys[:1])

    assert not verdict.found, verdict.findings
    assert verdict.checked_to is not None


def test_signatures_are_verified_of_the_newest_and_of_those_that_hand_over(
    rotated: Kept, signings: list[bytes]
) -> None:
    with rotated.open() as database:
        every = checkpoints.all_of(database, most=100)
        verdict = verify(database, at=AT, keys=rotated.keys[:1])

    assert len(every) >= 20
    assert verdict.checked_to == every[0].checkpoint
    assert len(set(signings)) == 2


def test_signatures_of_all_that_comes_from_outside_are_verified(
    rotated: Kept, signings: list[bytes]
) -> None:
    with rotated.open() as database:
        notes = [one.note for one in checkpoints.all_of(database, most=100)]
    with insider_at(rotated.url) as emptied:
        emptied.do("DELETE FROM checkpoint WHERE id > 1")
        verdict = emptied.verdict(AT, notes=notes, keys=rotated.keys[:1])

    assert verdict.checked_to is not None
    assert len(set(signings)) == len(notes) - 1


def test_one_that_was_forged_among_many_is_found_where_it_says_something_else(
    rotated: Kept,
) -> None:
    with insider_at(rotated.url) as insider:
        insider.do(
            "UPDATE checkpoint SET size = 3, note = replace(note, char(10) || size || char(10),"
            " char(10) || 3 || char(10)) WHERE id = 5"
        )
        found = told(insider.verdict(AT))

    assert found == {("ledger", 3, "checkpoint-unsigned")}


def test_a_ledger_that_is_empty_yet_agrees_with_the_checkpoint_that_says_so(
    tmp_path: Path,
) -> None:
    with connect(f"sqlite:///{tmp_path}/alur.db") as database:
        prepare(database)
        signed = checkpoints.take(database, at=MONDAY, origin=ORIGIN)
        keys = checkpoints.verifier_keys(database)
        found = verify(database, at=AT, keys=keys, notes=[signed.note])

    assert not found.found, found.findings
    assert found.checked_to == signed.checkpoint
