"""What comes of a backup: all that was there, verified, and what lay there moved aside."""

from pathlib import Path

import msgspec
import pytest
from backed_up import LATER, WRONG_NAME, House, bring_back, content_of, quiet
from copies import KEY
from filing import PDF
from msgspec.structs import replace
from offices import sqlite_url
from personal_office import SITI, asked, closed
from postgres import fresh_database
from records_office import a_records_office

from engine.core.errors import StoreUnavailable
from engine.service import processes
from engine.service.backups import (
    Installation,
    back_up,
)
from engine.service.database import connect
from engine.service.personal import Ground, Whose, erase
from engine.service.processes import ProcessView
from engine.service.queries import tally
from engine.service.restored import begin_after_loss, judge, keep_minutes, published_in
from engine.service.restoring import (
    PlaceInUse,
    PlaceTaken,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    to = tmp_path / "to"
    return Installation(url=sqlite_url(to), files=to / "files", reports=to / "reports")


def test_what_is_restored_is_what_was_there(house: House, there: Installation) -> None:
    restored = bring_back(house.archive, there)

    assert content_of(there.url) == content_of(house.of.url)
    assert (there.files / house.document[:2] / house.document).read_bytes() == PDF
    assert (there.reports / "2026-11-20.json").read_text() == "{}"
    assert restored.documents == 1
    assert restored.manifest.office == "Kecamatan"
    folder = Path(there.url.removeprefix("sqlite:///")).parent
    assert sorted(one.name for one in folder.iterdir()) == ["alur.db", "files", "reports"]


def test_a_document_that_was_damaged_is_named_and_not_put_in_place(
    house: House, there: Installation
) -> None:
    restored = bring_back(house.archive, there)

    assert restored.left_out == (WRONG_NAME,)
    assert not (there.files / "ab" / WRONG_NAME).exists()


def test_a_restored_database_without_its_key_or_with_anothers_is_told_apart(
    house: House, there: Installation
) -> None:
    restored = bring_back(house.archive, there)

    without = judge(there, restored, notes=(), keys=(), at=LATER, tell=quiet)
    others = judge(replace(there, key=KEY), restored, notes=(), keys=(), at=LATER, tell=quiet)

    assert (without.key, without.is_sound) == ("absent", True)
    assert (others.key, others.is_sound) == ("other", False)


def test_nothing_is_restored_over_what_is_there_unless_that_is_moved_aside(
    house: House, there: Installation
) -> None:
    bring_back(house.with_keys, there)
    (there.reports / "2026-11-20.json").write_text("newer")

    with pytest.raises(PlaceTaken, match=r"alur\.db"):
        bring_back(house.archive, there)
    restored = bring_back(house.with_keys, there, force=True)

    assert content_of(f"sqlite:///{restored.aside}") == content_of(there.url)
    assert restored.kept == ("2026-11-20.json",)
    assert (there.reports / "2026-11-20.json").read_text() == "newer"
    assert (restored.documents, restored.keys) == (0, ())


def test_on_a_server_what_was_there_is_moved_into_a_schema_of_its_own(
    house: House, there: Installation, postgres_url: str
) -> None:
    there = replace(there, url=fresh_database(postgres_url))
    bring_back(house.archive, there)

    with pytest.raises(PlaceTaken):
        bring_back(house.archive, there)
    restored = bring_back(house.archive, there, force=True)

    assert restored.aside == "alur_before_20261124t010000z"
    assert content_of(there.url) == content_of(house.of.url)
    with connect(there.url) as database:
        moved = f"SELECT count(*) FROM {restored.aside}.case_event"  # noqa: S608
        kept = database.store.administer(lambda other: other.exec_driver_sql(moved).scalar_one())
        assert kept == tally(database).events


def test_tables_of_somebody_else_on_a_server_are_moved_aside_too(
    house: House, there: Installation, postgres_url: str
) -> None:
    there = replace(there, url=fresh_database(postgres_url))
    with connect(there.url) as database:
        database.store.administer(
            lambda other: other.exec_driver_sql("CREATE TABLE theirs (x int)")
        )

    with pytest.raises(PlaceTaken):
        bring_back(house.archive, there)
    assert bring_back(house.archive, there, force=True).aside
    assert content_of(there.url) == content_of(house.of.url)


def test_what_a_server_numbers_goes_on_after_what_was_restored(
    house: House, there: Installation, postgres_url: str
) -> None:
    there = replace(there, url=fresh_database(postgres_url), key=KEY)
    bring_back(house.archive, there)

    with connect(there.url) as database:
        insert = "INSERT INTO ledger_due (stream, seq) VALUES ('x', 1) RETURNING id"
        highest = "SELECT max(id) FROM ledger_due"
        administer = database.store.administer
        before = administer(lambda other: other.exec_driver_sql(highest).scalar_one())
        assert administer(lambda other: other.exec_driver_sql(insert).scalar_one()) == before + 1


def test_where_alur_is_running_nothing_is_moved_aside(house: House, there: Installation) -> None:
    bring_back(house.archive, there)
    with connect(there.url) as database:
        running = ProcessView(
            name="web-loket-1", kind="web", started_at=LATER, seen_at=LATER, release="1", prefect=""
        )
        processes.say(database, running)

    with pytest.raises(PlaceInUse, match="web-loket-1"):
        bring_back(house.archive, there, force=True)


def test_a_file_that_is_no_database_may_be_replaced(house: House, there: Installation) -> None:
    file = Path(there.url.removeprefix("sqlite:///"))
    file.parent.mkdir()
    file.write_bytes(b"rusak" * 1000)
    file.with_name("alur.db-wal").write_bytes(b"rusak")

    restored = bring_back(house.archive, there, force=True)

    assert Path(restored.aside).read_bytes().startswith(b"rusak")
    assert restored.undone is None, "nobody can say what was erased in it"
    assert Path(f"{restored.aside}-wal").exists()
    assert content_of(there.url) == content_of(house.of.url)


def test_a_document_that_is_damaged_in_its_place_is_made_whole(
    house: House, there: Installation
) -> None:
    place = there.files / house.document[:2] / house.document
    place.parent.mkdir(parents=True)
    place.write_bytes(b"rusak")

    bring_back(house.archive, there)

    assert place.read_bytes() == PDF


def test_what_fails_last_leaves_documents_and_the_old_database_as_they_were(
    house: House, there: Installation
) -> None:
    """The database comes last; a folder where its old one is to go stands in its way."""
    bring_back(house.archive, there)
    place = there.files / house.document[:2] / house.document
    place.unlink()
    file = Path(there.url.removeprefix("sqlite:///"))
    before = file.read_bytes()
    (file.with_name(f"{file.name}.before_20261124t010000z") / "full").mkdir(parents=True)

    with pytest.raises(StoreUnavailable):
        bring_back(house.archive, there, force=True)

    assert file.read_bytes() == before
    assert not place.exists()


def test_what_was_erased_or_destroyed_since_is_said_to_be_back(
    house: House, there: Installation, tmp_path: Path
) -> None:
    of = replace(there, files=house.of.files)
    with a_records_office(of.url) as office:
        case = asked(office)
        closed(office, case)
        back_up(of, tmp_path / "a.zip", at=office.now)
        ground = Ground(reason="diminta", decree="SK 1")
        erase(office.database, Whose(case=case), ground, by=SITI, at=office.now)

    restored = bring_back(tmp_path / "a.zip", of, force=True)
    again = bring_back(tmp_path / "a.zip", of, force=True)

    assert restored.undone is not None
    assert [(one.case, one.kind) for one in restored.undone] == [(case, "data_erased")]
    assert again.undone == ()


def test_the_minutes_say_what_was_restored_and_what_was_published_stays_as_evidence(
    house: House, there: Installation
) -> None:
    restored = bring_back(house.archive, there)
    judged = judge(there, restored, notes=(), keys=(), at=LATER, tell=quiet)
    assert published_in(there) == ()
    assert begin_after_loss(there, at=LATER) == ""
    (there.reports / "checkpoints.txt").write_text("catatan\n")

    minutes = msgspec.json.decode(keep_minutes(there, restored, judged, at=LATER).read_bytes())

    assert minutes["backup"]["office"] == "Kecamatan"
    assert minutes["judgement"]["verdict"]["cases"] == 1
    assert published_in(there) == ("catatan\n",)
    aside = begin_after_loss(there, at=LATER)
    assert (there.reports / aside).read_text() == "catatan\n"
    assert published_in(there) == ()
