"""Notices: put up with what they tell of, found by role, unit and case, seen once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url
from staffing import COUNTER, DINAS, KECAMATAN, staff

from engine.core.commands import Actor
from engine.core.errors import NotFound, NotPermitted
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.time_events import CaseEscalated, WarningGiven
from engine.service.notices import NoticeFilter, list_notices, mark_read
from engine.service.queries import read_history
from engine.service.timers import sweep_all
from engine.service.upkeep import rebuild_views
from engine.store import notices
from engine.store.rows import NoticeRow

NEXT_WEEK = MONDAY + timedelta(days=7)
LOKET, KASI = RoleId("loket"), RoleId("kasi")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def told_to_roles(office: Office, case: str) -> list[tuple[int, str]]:
    return [
        (one.recorded.seq, role)
        for one in read_history(office.database, case)
        if isinstance(one.recorded.event, WarningGiven | CaseEscalated)
        for role in one.recorded.event.to
    ]


def test_what_the_sweep_tells_roles_is_put_up_for_them_and_refers_to_its_event(
    office: Office,
) -> None:
    case = office.open()

    sweep_all(office.database, at=NEXT_WEEK)

    found = list_notices(office.database, NoticeFilter(case=case))
    put_up = [(one.told.seq, one.role) for one in found if one.told]
    assert sorted(put_up) == sorted(told_to_roles(office, case))
    assert put_up
    assert {one.words for one in found} == {""}
    assert {one.at for one in found} == {NEXT_WEEK}
    assert {one.unit for one in found} == {"dinas"}


def test_a_second_sweep_and_a_rebuild_put_up_nothing(office: Office) -> None:
    office.open()
    sweep_all(office.database, at=NEXT_WEEK)
    before = list_notices(office.database, NoticeFilter())

    rebuild_views(office.database)
    sweep_all(office.database, at=NEXT_WEEK + timedelta(seconds=1))

    assert list_notices(office.database, NoticeFilter()) == before


def put_up(office: Office, case: str, name: str, **more: object) -> None:
    row = {
        "id": name,
        "case_id": case,
        "unit": UnitId("dinas"),
        "role": LOKET,
        "words": f"Pesan {name}",
        "link": "",
        "at": MONDAY,
    } | more
    office.database.store.write(lambda unit: notices.put_up(unit, [NoticeRow(**row)]))


def ids(office: Office, **wanted: object) -> list[str]:
    return [one.id for one in list_notices(office.database, NoticeFilter(**wanted))]


def test_notices_are_found_by_role_unit_and_case(office: Office) -> None:
    one, other = office.open(), office.open()
    put_up(office, one, "b")
    put_up(office, one, "a", role=KASI)
    put_up(office, other, "c", unit=UnitId("kecamatan"))

    assert ids(office) == ["a", "b", "c"]
    assert ids(office, role=LOKET) == ["b", "c"]
    assert ids(office, role=LOKET, unit=UnitId("dinas")) == ["b"]
    assert ids(office, unit=UnitId("kecamatan")) == ["c"]
    assert ids(office, case=one) == ["a", "b"]
    assert ids(office, case=one, limit=1) == ["a"]


def test_whoever_sees_a_notice_first_is_remembered(office: Office) -> None:
    put_up(office, office.open(), "a")
    later = MONDAY + timedelta(hours=1)

    mark_read(office.database, "a", by=RINI, at=MONDAY)
    again = mark_read(office.database, "a", by=Actor(person=PersonId("dewi")), at=later)

    assert (again.read_by, again.read_at) == ("rini", MONDAY)
    assert ids(office) == []
    assert ids(office, seen=True) == ["a"]


def test_a_notice_is_seen_by_its_own_role_and_unit(office: Office) -> None:
    put_up(office, office.open(), "a")
    stranger = Actor(person=PersonId("dewi"), role=LOKET, unit=UnitId("kecamatan"))

    with pytest.raises(NotPermitted, match="for the role loket"):
        mark_read(office.database, "a", by=HESTI, at=MONDAY)
    with pytest.raises(NotPermitted, match="for the unit dinas"):
        mark_read(office.database, "a", by=stranger, at=MONDAY)
    with pytest.raises(NotFound):
        mark_read(office.database, "zzz", by=RINI, at=MONDAY)


@pytest.mark.parametrize("unit", [None, DINAS, COUNTER])
def test_somebody_at_a_counter_counts_for_the_agency_that_a_notice_is_for(
    office: Office, unit: UnitId | None
) -> None:
    staff(office.database)
    put_up(office, office.open(), "a")
    at_the_counter = Actor(person=PersonId("rini"), role=LOKET, unit=unit)

    assert mark_read(office.database, "a", by=at_the_counter, at=MONDAY).read_by == "rini"


def test_a_role_in_another_agency_does_not_count_for_a_notice(office: Office) -> None:
    staff(office.database)
    put_up(office, office.open(), "a")
    elsewhere = Actor(person=PersonId("rini"), role=LOKET, unit=KECAMATAN)

    with pytest.raises(NotPermitted, match="for the unit dinas"):
        mark_read(office.database, "a", by=elsewhere, at=MONDAY)
