"""A checkpoint says how much there is, signed; what contradicts an earlier one is not signed."""

import shutil
import sqlite3
import stat
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from offices import MONDAY, Office, sqlite_url
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from vouching import DAY, ORIGIN, lines, place_of, take

from engine.core.errors import (
    AlreadySo,
    InputRefused,
    NotFound,
    SigningKeyRetired,
    SigningKeyUnusable,
    StoreUnavailable,
    TreeNotExtended,
)
from engine.core.ledger import entry_bytes
from engine.core.notes import (
    Checkpoint,
    follow_keys,
    parse_checkpoint,
    parse_note,
    parse_notes,
    signed_by,
)
from engine.core.proofs import is_consistent, is_included, leaf_hash, root
from engine.service import checkpoint_proofs, checkpoints, ledger
from engine.service.checkpoints import SignedCheckpoint
from engine.service.database import Database, connect
from engine.service.ledger import LedgerDamaged
from engine.service.published import last_published
from engine.service.signing_keys import Signer, SigningKeys, verify
from engine.store import ledger as kept_ledger

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


def root_of(office: Office, size: int) -> bytes:
    return office.database.store.read(lambda reader: root(size, kept_ledger.node(reader)))


@pytest.fixture
def near(deed_office: Office) -> Office:
    """An office on a file of SQLite, where keys are made."""
    return deed_office


@pytest.fixture
def office(any_deed_office: Office) -> Office:
    if any_deed_office.database.signing.place is None:
        any_deed_office.database.signing = SigningKeys(KEY)
    return any_deed_office


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def test_a_checkpoint_is_over_all_there_is_and_signed_by_the_key_that_is_given_away(
    office: Office, reports: Path
) -> None:
    office.open()

    taken = take(office, reports)

    size = ledger.size(office.database)
    assert ledger.count_due(office.database) == 0
    stated = Checkpoint(origin=ORIGIN, size=size, root=root_of(office, size), at=MONDAY)
    assert taken.checkpoint == stated
    (key,) = checkpoints.verifier_keys(office.database)
    assert signed_by(parse_note(taken.note), key, verify)
    assert checkpoints.latest(office.database) == taken
    assert lines(reports) == taken.note
    assert last_published(reports) == stated


def test_nothing_is_signed_again_until_something_was_added_or_a_day_has_passed(
    office: Office, reports: Path
) -> None:
    first = take(office, reports)
    assert take(office, reports, minutes=5) == first
    assert take(office, reports, hours=23, minutes=59) == first
    fresh = take(office, reports, days=1)
    assert (fresh.checkpoint.root, fresh.id) == (first.checkpoint.root, 2)
    office.open()
    grown = take(office, reports, days=1, minutes=5)
    assert grown.checkpoint.size > fresh.checkpoint.size
    assert lines(reports) == first.note + fresh.note + grown.note
    assert checkpoints.all_of(office.database) == (grown, fresh, first)
    assert checkpoints.all_of(office.database, before=3, most=1) == (fresh,)


def test_a_clock_that_was_ahead_once_silences_nothing_and_the_next_time_is_right(
    office: Office, reports: Path
) -> None:
    ahead = take(office, reports, days=400)
    right = take(office, reports, minutes=5)
    assert (right.at, right.checkpoint.at) == (MONDAY + timedelta(minutes=5),) * 2
    assert take(office, reports, minutes=10) == right
    office.open()
    grown = take(office, reports, minutes=15)
    assert grown.checkpoint.size > right.checkpoint.size
    assert lines(reports) == ahead.note + right.note + grown.note
    assert checkpoints.disagreement(office.database, reports) is None


def test_two_checkpoints_of_one_second_bear_two_times(near: Office, reports: Path) -> None:
    first = take(near, reports)
    near.open()
    assert take(near, reports).at == first.at + timedelta(seconds=1)
    assert len(parse_notes(lines(reports))) == 2


def test_an_event_is_proved_to_a_checkpoint_and_each_to_the_next(office: Office) -> None:
    case = office.open()
    first = take(office).checkpoint
    office.open()
    second = take(office, minutes=5).checkpoint

    for size in (None, first.size, second.size):
        found = checkpoint_proofs.prove_event(office.database, case, 1, size=size)
        entry = found.entry
        leaf = leaf_hash(entry_bytes(entry.stream, entry.seq, entry.hash))
        assert entry.stream == f"case/{case}"
        assert is_included(leaf, entry.position, found.size, found.proof, found.root)
        assert parse_checkpoint(parse_note(found.note).text).root == found.root
    grown = checkpoint_proofs.prove_growth(office.database, first.size, second.size)
    assert is_consistent(grown.old, grown.new, grown.proof, first.root, second.root)


def test_what_no_checkpoint_is_over_is_not_proved(near: Office) -> None:
    early = near.open()
    with pytest.raises(NotFound, match="event in the ledger"):
        checkpoint_proofs.prove_event(near.database, early, 1)
    ledger.sequence(near.database)
    with pytest.raises(NotFound, match="checkpoint"):
        checkpoint_proofs.prove_event(near.database, early, 1)
    first = take(near).checkpoint
    late = near.open()
    ledger.sequence(near.database)
    with pytest.raises(NotFound, match="checkpoint over entry"):
        checkpoint_proofs.prove_event(near.database, late, 1)
    with pytest.raises(NotFound, match="no checkpoint"):
        checkpoint_proofs.prove_event(near.database, early, 1, size=first.size - 1)
    with pytest.raises(NotFound, match=f"^There is no checkpoint of size '{first.size + 1}'"):
        checkpoint_proofs.prove_growth(near.database, 1, first.size + 1)
    with pytest.raises(InputRefused, match="more than new"):
        checkpoint_proofs.prove_growth(near.database, 2, 1)


def test_an_old_backup_put_back_is_not_signed_over_what_was_published(
    near: Office, tmp_path: Path, reports: Path
) -> None:
    url, file = sqlite_url(tmp_path), tmp_path / "alur.db"
    old = take(near, reports).checkpoint.size
    near.database.close()
    backup = shutil.copy(file, tmp_path / "backup.db")
    with connect(url) as database:
        office = Office(database)
        office.open()
        new = take(office, reports, minutes=5).checkpoint.size
    shutil.copy(backup, file)

    with connect(url) as database:
        with pytest.raises(TreeNotExtended) as refused:
            take(Office(database), reports, minutes=10)
        assert (refused.value.published, refused.value.size) == (new, old)
        assert str(new) in str(refused.value)
        assert str(old) in str(refused.value)
        found = checkpoints.disagreement(database, reports)
        assert isinstance(found, TreeNotExtended)
        Office(database).open()
        Office(database).open()
        with pytest.raises(TreeNotExtended, match=f"the first {new} of the .* are others"):
            take(Office(database), reports, minutes=15)
    assert len(parse_notes(lines(reports))) == 2


def test_a_changed_ledger_is_not_signed_even_where_nobody_published_anything(
    office: Office,
) -> None:
    office.open()
    take(office)
    assert checkpoints.disagreement(office.database, Path("nowhere")) is None
    _bend(office.database)
    office.open()
    with pytest.raises(TreeNotExtended):
        take(office, minutes=5)
    assert checkpoints.disagreement(office.database, Path("nowhere")) is not None


def _bend(database: Database) -> None:
    """Somebody with the database in hand changes an entry of the list."""

    def change(connection: object) -> None:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER ledger_entry_refuses_update"))
        else:
            connection.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER USER"))
        connection.execute(
            text("UPDATE ledger_entry SET seq = 77 WHERE position = 0"),
        )

    database.store.administer(change)


def test_a_ledger_that_is_not_whole_is_not_signed(near: Office) -> None:
    near.open()
    take(near)

    def cut(connection: Connection) -> None:
        connection.execute(text("DROP TRIGGER ledger_entry_refuses_delete"))
        connection.execute(text("DELETE FROM ledger_entry WHERE position = 1"))

    near.database.store.administer(cut)
    with pytest.raises(LedgerDamaged):
        take(near, minutes=5)
    with pytest.raises(LedgerDamaged):
        checkpoints.disagreement(near.database, Path("nowhere"))


class Overtaken(SigningKeys):
    """Keys, of which another process makes something else once one of them was fetched."""

    def __init__(
        self, meanwhile: Callable[[Database], object], url: str, given: bytes | None = None
    ) -> None:
        super().__init__(given, place=Path(url.removeprefix("sqlite:///") + "-signing-key"))
        self._meanwhile, self._url = [meanwhile], url

    def signer(self, public: bytes | None) -> Signer | None:
        found = super().signer(public)
        if self._meanwhile:
            with connect(self._url) as other:
                self._meanwhile.pop()(other)
        return found


def test_two_that_take_the_first_checkpoint_at_once_do_it_with_one_key_and_no_alarm(
    near: Office, tmp_path: Path
) -> None:
    others: list[SignedCheckpoint] = []
    near.database.signing = Overtaken(
        lambda other: others.append(checkpoints.take(other, at=MONDAY, origin=ORIGIN)),
        sqlite_url(tmp_path),
    )
    assert [take(near)] == others
    assert len(checkpoints.verifier_keys(near.database)) == 1


def test_whoever_is_overtaken_by_a_handing_over_signs_with_the_key_that_follows(
    near: Office, tmp_path: Path
) -> None:
    take(near)
    near.database.signing = Overtaken(
        lambda other: checkpoints.rotate(other, place_of(None), at=MONDAY + DAY),
        sqlite_url(tmp_path),
    )
    near.open()
    taken = take(near, days=3)
    first, now = checkpoints.verifier_keys(near.database)
    assert signed_by(parse_note(taken.note), now, verify)
    assert not signed_by(parse_note(taken.note), first, verify)


def test_whoever_is_overtaken_and_whose_key_is_no_more_the_one_signs_nothing(
    near: Office, tmp_path: Path
) -> None:
    def hand_over(other: Database) -> None:
        other.signing = SigningKeys(KEY)
        other.signing.offer(OTHER_KEY)
        checkpoints.rotate(other, place_of(None), at=MONDAY + DAY)

    near.database.signing = SigningKeys(KEY)
    take(near)
    near.database.signing = Overtaken(hand_over, sqlite_url(tmp_path), KEY)
    near.open()
    with pytest.raises(SigningKeyRetired):
        take(near, days=1, minutes=5)


def test_of_two_that_hand_over_at_once_one_is_told_that_it_is_done(
    near: Office, tmp_path: Path
) -> None:
    class Late(SigningKeys):
        def make_next(self) -> Signer:
            found = super().make_next()
            with connect(sqlite_url(tmp_path)) as other:
                checkpoints.rotate(other, place_of(None), at=MONDAY + DAY)
            return found

    take(near)
    near.database.signing = Late(place=near.database.signing.place)
    with pytest.raises(AlreadySo, match="just now"):
        checkpoints.rotate(near.database, place_of(None), at=MONDAY + DAY)
    assert len(checkpoints.verifier_keys(near.database)) == 2
    near.open()
    take(near, days=2)


@pytest.mark.parametrize("table", ["checkpoint", "verifier_key"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = 9", "DELETE FROM {}"])
def test_what_was_signed_and_by_whom_cannot_be_changed(
    office: Office, table: str, change: str
) -> None:
    take(office)
    with pytest.raises((DBAPIError, sqlite3.Error, StoreUnavailable)):
        office.database.store.administer(lambda it: it.execute(text(change.format(table))))


def test_a_checkpoint_cannot_be_slipped_in_before_others(near: Office) -> None:
    take(near)
    again = "INSERT OR REPLACE INTO checkpoint SELECT * FROM checkpoint"
    with pytest.raises((DBAPIError, StoreUnavailable), match="moved on"):
        near.database.store.administer(lambda it: it.execute(text(again)))


def test_the_key_is_made_beside_the_database_for_its_owner_alone(
    near: Office, tmp_path: Path
) -> None:
    place = tmp_path / "alur.db-signing-key"
    assert not place.exists()
    take(near)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert len(place.read_bytes()) == 45
    assert {one.name for one in tmp_path.glob("*signing-key*")} == {place.name}


def test_a_key_that_cannot_be_kept_is_said_plainly(near: Office, tmp_path: Path) -> None:
    near.database.signing = SigningKeys(place=tmp_path / "nowhere" / "key")
    with pytest.raises(SigningKeyUnusable, match="cannot be kept"):
        take(near)
    own = tmp_path / "alur.db-signing-key"
    near.database.signing = SigningKeys(place=own)
    take(near)
    own.with_name(f"{own.name}.next").write_bytes(own.read_bytes())
    own.unlink()
    own.mkdir()
    with pytest.raises(SigningKeyUnusable, match="cannot be kept"):
        near.database.signing.forget()


def test_what_is_no_key_verifies_nothing() -> None:
    assert not verify(b"short", bytes(64), b"")
    assert not verify(Signer(KEY).public, bytes(64), b"text")


def test_without_a_key_nothing_is_signed_and_it_is_said_what_to_do(near: Office) -> None:
    near.database.signing = SigningKeys()
    with pytest.raises(SigningKeyUnusable) as refused:
        take(near)
    assert "ALUR_SIGNING_KEY_FILE" in refused.value.hint
    assert checkpoints.latest(near.database) is None
    assert checkpoints.verifier_keys(near.database) == ()


@pytest.mark.parametrize("said", ["", "no key\n", b64encode(bytes(31)).decode()])
def test_a_file_that_holds_no_key_is_said_so(near: Office, tmp_path: Path, said: str) -> None:
    (tmp_path / "alur.db-signing-key").write_text(said)
    with pytest.raises(SigningKeyUnusable, match="cannot be read"):
        take(near)


def test_a_key_that_was_taken_away_is_not_replaced_by_another(near: Office, tmp_path: Path) -> None:
    take(near)
    (tmp_path / "alur.db-signing-key").unlink()
    near.open()
    with pytest.raises(SigningKeyUnusable, match="is not beside it"):
        take(near, minutes=5)


def test_a_key_that_nobody_announced_signs_nothing(near: Office) -> None:
    first = take(near)
    near.database.signing = SigningKeys(KEY)
    near.open()
    with pytest.raises(SigningKeyRetired, match=f"{first.checkpoint.origin}[+]"):
        take(near, minutes=5)
    assert checkpoints.latest(near.database) == first


def test_whoever_trusts_the_first_key_can_follow_to_the_last_by_the_file(
    near: Office, reports: Path, tmp_path: Path
) -> None:
    take(near, reports)
    (pinned,) = checkpoints.verifier_keys(near.database)
    private = tmp_path / "alur.db-signing-key"
    first_private = private.read_bytes()
    for day in (1, 2):
        announced = checkpoints.rotate(
            near.database, place_of(reports), at=MONDAY + timedelta(days=day)
        )
        assert announced.checkpoint.next_key == checkpoints.verifier_keys(near.database)[-1]
        near.open()
        take(near, reports, days=day, hours=1)

    keys = checkpoints.verifier_keys(near.database)
    notes = parse_notes(lines(reports))
    assert follow_keys(pinned, notes, verify) == keys
    assert len({one.public for one in keys}) == 3
    assert signed_by(notes[-1], keys[-1], verify)
    assert not signed_by(notes[-1], pinned, verify)
    assert private.read_bytes() != first_private
    assert {one.name for one in tmp_path.glob("*signing-key*")} == {private.name}
    spans = checkpoints.published_keys(near.database)
    assert [one.until for one in spans] == [*(one.since for one in spans[1:]), None]


def test_a_handing_over_that_was_cut_off_is_finished_by_the_next_signing(
    near: Office, reports: Path, tmp_path: Path
) -> None:
    take(near, reports)
    private = tmp_path / "alur.db-signing-key"
    before = private.read_bytes()
    checkpoints.rotate(near.database, place_of(reports), at=MONDAY + DAY)
    after = private.read_bytes()
    private.write_bytes(before)
    (tmp_path / "alur.db-signing-key.next").write_bytes(after)
    near.open()

    taken = take(near, reports, days=2)

    assert signed_by(parse_note(taken.note), checkpoints.verifier_keys(near.database)[-1], verify)
    assert private.read_bytes() == after
    assert not (tmp_path / "alur.db-signing-key.next").exists()


def test_a_key_set_from_outside_is_handed_over_to_one_that_is_offered(
    office: Office, reports: Path
) -> None:
    office.database.signing = SigningKeys(KEY)
    take(office, reports)
    with pytest.raises(SigningKeyUnusable, match="--to FILE"):
        checkpoints.rotate(office.database, place_of(reports), at=MONDAY + DAY)
    office.database.signing.offer(KEY)
    with pytest.raises(AlreadySo):
        checkpoints.rotate(office.database, place_of(reports), at=MONDAY + DAY)
    office.database.signing.offer(OTHER_KEY)
    checkpoints.rotate(office.database, place_of(reports), at=MONDAY + DAY)

    with pytest.raises(SigningKeyRetired):
        take(office, reports, days=3)
    office.database.signing = SigningKeys(OTHER_KEY)
    last = take(office, reports, days=3)
    pinned, now = checkpoints.verifier_keys(office.database)
    assert signed_by(parse_note(last.note), now, verify)
    assert follow_keys(pinned, parse_notes(lines(reports)), verify) == (pinned, now)


def test_whoever_lost_the_key_begins_anew_and_nobody_can_follow(
    near: Office, reports: Path, tmp_path: Path
) -> None:
    take(near, reports)
    with pytest.raises(AlreadySo):
        checkpoints.begin_anew(near.database, place_of(reports), at=MONDAY + DAY)
    (tmp_path / "alur.db-signing-key").unlink()

    checkpoints.begin_anew(near.database, place_of(reports), at=MONDAY + DAY)

    pinned, now = checkpoints.verifier_keys(near.database)
    notes = parse_notes(lines(reports))
    assert follow_keys(pinned, notes, verify) == (pinned,)
    assert signed_by(notes[-1], now, verify)
    near.open()
    take(near, reports, days=2)
