"""Which published checkpoints a restored database is held to, and which are beyond it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from copies import KEY
from offices import MONDAY, an_office, sqlite_url

from engine.core.verdicts import Doubt
from engine.service.checkpoints import take, verifier_keys
from engine.service.database import Database, connect
from engine.service.restored_notes import heard_of

LATER = MONDAY + timedelta(days=1)
ORIGIN, OTHER = "contoh.go.id/alur", "lain.go.id/alur"


@contextmanager
def a_ledger(folder: Path, *, cases: int, origin: str = ORIGIN) -> Iterator[tuple[Database, str]]:
    """A database, and the checkpoint that was signed over all of it."""
    with an_office(sqlite_url(folder)) as office:
        for _ in range(cases):
            office.open()
        yield office.database, take(office.database, at=LATER, origin=origin).note


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Database, str]]:
    with a_ledger(tmp_path / "small", cases=1) as made:
        yield made


def longer(folder: Path, origin: str = ORIGIN) -> str:
    """A checkpoint over more, by a key that nobody else has."""
    with a_ledger(folder, cases=2, origin=origin) as (_, note):
        return note


def test_a_checkpoint_that_is_not_longer_is_one_to_be_held_to(
    small: tuple[Database, str],
) -> None:
    database, note = small

    heard = heard_of(database, [note])

    assert heard.held == (note,)
    assert not heard.beyond
    assert set(verifier_keys(database)) <= set(heard.believed)


def test_a_longer_one_by_a_key_later_than_the_backup_shows_a_loss_that_nobody_vouches_for(
    small: tuple[Database, str], tmp_path: Path
) -> None:
    heard = heard_of(small[0], [longer(tmp_path / "long")])

    assert (heard.held, heard.doubted) == ((), ())
    assert [one.vouched for one in heard.beyond] == [False]


def test_a_longer_one_of_somebody_else_is_no_loss_of_ours(
    small: tuple[Database, str], tmp_path: Path
) -> None:
    heard = heard_of(small[0], [longer(tmp_path / "long", OTHER)])

    assert heard.beyond == ()
    assert [one.code for one in heard.doubted] == [Doubt.CHECKPOINT_UNSIGNED]


def test_where_it_is_said_whose_signatures_count_no_other_does(
    small: tuple[Database, str], tmp_path: Path
) -> None:
    database, note = small
    keys = verifier_keys(database)

    heard = heard_of(database, [note + longer(tmp_path / "long")], keys)

    assert heard.held == (note,)
    assert heard.believed == keys
    assert [one.code for one in heard.doubted] == [Doubt.CHECKPOINT_UNSIGNED]


def test_the_key_that_lies_here_vouches_for_what_a_database_is_too_old_to_know(
    tmp_path: Path,
) -> None:
    with an_office(sqlite_url(tmp_path / "new")) as office:
        database = office.database
        place = database.signing.place
        note = longer(tmp_path / "long")
        unknown = heard_of(database, [note])
        assert place is not None
        assert not place.exists(), "nothing is made by looking"
        (tmp_path / "long" / "alur.db-signing-key").rename(place)
        known = heard_of(database, [note])
        place.write_text("rusak")
        broken = heard_of(database, [note])

    assert [one.vouched for one in (*unknown.beyond, *known.beyond, *broken.beyond)] == [
        False,
        True,
        False,
    ]


def test_a_key_that_is_given_vouches_as_well(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)):
        pass
    with connect(sqlite_url(tmp_path), signing_key=KEY) as database:
        assert heard_of(database, [longer(tmp_path / "long")]).believed


@pytest.mark.parametrize("text", ["", "bukan catatan\n", "x\n\n— y AAAA\n"])
def test_what_is_no_checkpoint_is_left_to_who_verifies(
    small: tuple[Database, str], text: str
) -> None:
    assert heard_of(small[0], [text]).held
