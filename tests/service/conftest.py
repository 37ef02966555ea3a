"""Offices new for each test: one that acts at told times, one whose steps do what a test says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deeds import a_deed_office, copied_office
from migrated import migrated_database
from offices import Office, sqlite_url
from signing_in import copied_staff, make_staffed_template, staffed
from timed_office import TimedOffice, copied, make_timed_template

from engine.service.database import Database, connect


@pytest.fixture(scope="session")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("timed") / "template.db")


@pytest.fixture
def timed_office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture(scope="session")
def deed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deeds")
    with a_deed_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def deed_office(deed_template: Path, tmp_path: Path) -> Iterator[Office]:
    with connect(copied_office(deed_template, tmp_path)) as database:
        yield Office(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_deed_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "sqlite":
        yield request.getfixturevalue("deed_office")
        return
    with a_deed_office(migrated_database(request.getfixturevalue("postgres_url"))) as made:
        yield made


@pytest.fixture(scope="session")
def staffed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_staffed_template(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def staff(staffed_template: Path, tmp_path: Path) -> Iterator[Database]:
    with copied_staff(staffed_template, tmp_path) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def any_staff(request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "sqlite":
        yield request.getfixturevalue("staff")
        return
    with staffed(migrated_database(request.getfixturevalue("postgres_url"))) as database:
        yield database
