"""An installation is founded once, whoever comes first, and grows with its registers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_database, with_tables
from offices import MONDAY, REGISTERS, SOPS, definition, put_in_force, sqlite_url

from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import CloseUnit
from engine.core.ids import UnitId
from engine.core.standing import has_duty
from engine.core.text import Text
from engine.service.database import Database, connect, prepare
from engine.service.directory import change, current, history
from engine.service.founding import ADMINISTRATOR, GOVERNMENT, Founded, found, top_of
from engine.service.library import registers
from engine.sop.registers import UnitEntry

DEFINITIONS = Path(__file__).parents[2] / "sop_definitions"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return migrated_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with connect(with_tables(url)) as opened:
        prepare(opened)
        yield opened


def entry(title: str, parent: str | None = None) -> UnitEntry:
    return UnitEntry(title=Text(id=title), calendar="kantor", parent=parent)


def test_the_first_administrator_stands_at_the_top_of_all_units(database: Database) -> None:
    founded = found(database, at=MONDAY, units=REGISTERS.units)

    directory = current(database)
    assert founded == Founded(
        top=GOVERNMENT,
        units=(GOVERNMENT, UnitId("dinas"), UnitId("kecamatan")),
        administrator=ADMINISTRATOR,
    )
    assert {one.parent for one in directory.units.values()} == {None, GOVERNMENT}
    for unit in directory.units:
        assert has_duty(directory, ADMINISTRATOR, Duty.ADMINISTRATOR, MONDAY, unit=unit)


def test_founding_again_changes_nothing(database: Database) -> None:
    found(database, at=MONDAY, units=REGISTERS.units)
    before = history(database)

    assert found(database, at=MONDAY, units=REGISTERS.units) == Founded(top=GOVERNMENT)
    assert history(database) == before


def test_the_library_is_founded_with_its_whole_tree(database: Database) -> None:
    units = registers(DEFINITIONS).units

    found(database, at=MONDAY, units=units)

    directory = current(database)
    assert set(directory.units) == {*units, GOVERNMENT}
    for name, one in units.items():
        assert directory.units[UnitId(name)].parent == (one.parent or GOVERNMENT)
        assert directory.units[UnitId(name)].title == one.title


def test_one_agency_is_its_own_top(database: Database) -> None:
    units = {"seksi": entry("Seksi", "dinas"), "dinas": entry("Dinas"), "a": entry("A", "seksi")}

    assert found(database, at=MONDAY, units=units).top == UnitId("dinas")
    assert [one.id for one in current(database).units.values()] == ["dinas", "seksi", "a"]


def test_an_installation_without_any_unit_still_has_somebody(database: Database) -> None:
    assert found(database, at=MONDAY) == Founded(
        top=GOVERNMENT, units=(GOVERNMENT,), administrator=ADMINISTRATOR
    )


def test_units_that_published_sops_name_are_made_as_well(database: Database) -> None:
    for sop in SOPS:
        put_in_force(database, definition(sop))

    found(database, at=MONDAY, units={"dinas": REGISTERS.units["dinas"]})

    titles = {one.id: one.title.id for one in current(database).units.values()}
    assert titles == {GOVERNMENT: "Pemerintah Daerah", "dinas": "Dinas", "kecamatan": "kecamatan"}


def test_units_that_the_registers_gain_later_join_the_tree(database: Database) -> None:
    found(database, at=MONDAY, units={"dinas": entry("Dinas")})
    more = {"dinas": entry("Dinas"), "uptd": entry("UPTD", "dinas"), "camat": entry("x" * 500)}

    later = found(database, at=MONDAY, units=more)

    directory = current(database)
    assert (later.units, later.administrator) == (("camat", "uptd"), None)
    assert directory.units[UnitId("uptd")].parent == "dinas"
    assert directory.units[UnitId("camat")].parent == "dinas"
    assert len(directory.units[UnitId("camat")].title.id) == 200


def test_a_unit_below_a_closed_one_hangs_at_the_top(database: Database) -> None:
    units = {"satu": entry("Satu"), "dua": entry("Dua")}
    found(database, at=MONDAY, units=units)
    change(database, CloseUnit(by=SYSTEM, unit=UnitId("satu")), at=MONDAY)

    found(database, at=MONDAY, units={**units, "tiga": entry("Tiga", "satu")})

    assert current(database).units[UnitId("tiga")].parent == GOVERNMENT
    assert top_of(current(database)) == GOVERNMENT


def test_of_several_who_found_at_once_one_does_it(database: Database, url: str) -> None:
    ready = threading.Barrier(4)
    answers: list[Founded] = []

    def ask() -> None:
        with connect(url) as mine:
            ready.wait(20)
            answers.append(found(mine, at=MONDAY, units=REGISTERS.units))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [one.administrator for one in answers].count(ADMINISTRATOR) == 1
    assert len(answers) == 4
    assert len(history(database)) == 5
