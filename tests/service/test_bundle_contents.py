"""What a case rests on: every SOP version it ran under, every calendar that held while it ran."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from bundling import ORIGIN, Judge, bundled, members_of
from msgspec.structs import replace
from offices import (
    HESTI,
    LETTER,
    MONDAY,
    RINI,
    Office,
    an_office,
    definition,
    put_in_force,
    sqlite_url,
)
from postgres import fresh_database

from engine.core.commands import Migrate, Withdraw
from engine.core.ids import CaseId
from engine.service import calendars, checkpoints
from engine.service.bundle_contents import gather
from engine.service.signing_keys import SigningKeys


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        made.database.signing = SigningKeys(bytes(range(32)))
        yield made


def edit_calendar(office: Office, version: int) -> None:
    """Another version of the calendar, a minute later."""
    office.now += timedelta(minutes=1)
    newer = replace(an_office_calendar("kantor"), version=version)
    at, database = office.now, office.database
    database.store.write(
        lambda unit: calendars.put_in_force(
            database, unit, newer, reason="Libur daerah", by=RINI, at=at
        )
    )


def test_a_case_brings_every_version_that_held_for_it(office: Office, tmp_path: Path) -> None:
    before = office.open()
    edit_calendar(office, 2)
    case = office.open()
    edit_calendar(office, 3)
    put_in_force(office.database, definition("surat", steps=LETTER, version=2))
    office.do(Migrate(case=case, by=HESTI, version=2, reason="Versi baru"))
    office.do(Withdraw(case=case, by=RINI, reason="Pindah."))
    edit_calendar(office, 4)
    checkpoints.take(office.database, at=office.now, origin=ORIGIN)

    bundle, summary = bundled(office, case, tmp_path)
    members = members_of(bundle)
    assert {name for name in members if name.startswith(("sop/", "calendar/"))} == {
        "sop/surat-v1.yaml",
        "sop/surat-v1.workflow.json",
        "sop/surat-v2.yaml",
        "sop/surat-v2.workflow.json",
        "calendar/kantor-v2.json",
        "calendar/kantor-v3.json",
    }
    assert summary.uncovered == ()
    assert Judge(tmp_path).asks(bundle) == 0

    older = gather(office.database, tmp_path, CaseId(before[:12]), at=office.now)
    assert {version for _, version in older.calendars} == {1, 2, 3, 4}
    assert older.unit.id == "dinas"


def test_a_calendar_put_into_force_late_held_from_the_beginning(tmp_path: Path) -> None:
    """What was published first counts for days before that, too."""
    with an_office(sqlite_url(tmp_path)) as office:
        office.now = MONDAY - timedelta(days=30)
        case = office.open()
        office.do(Withdraw(case=case, by=RINI, reason="Pindah."))
        checkpoints.take(office.database, at=MONDAY, origin=ORIGIN)

        found = gather(office.database, tmp_path, case, at=MONDAY)
        assert list(found.calendars) == [("kantor", 1)]
        assert not found.shows_personal
