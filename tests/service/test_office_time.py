"""Working time between two instants, by the calendar of an SOP version."""

from datetime import timedelta

import pytest
from builders_calendar import at
from builders_clocks import KANTOR
from offices import MONDAY, an_office, sqlite_url

from engine.core.ids import SopId
from engine.service.office_time import OfficeTime, WorkLength


@pytest.mark.parametrize(
    ("start", "end", "seconds", "a_day"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:05", 300, 27_000),
        ("2026-11-20 16:29", "2026-11-23 06:47", 60, 27_000),
        ("2026-11-21 10:00", "2026-11-22 10:00", 0, 0),
        ("2026-11-23 15:59", "2026-11-24 07:31", 120, 27_000),
    ],
)
def test_nights_and_weekends_do_not_count(tmp_path, start, end, seconds, a_day) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        told = OfficeTime(office.database, at=MONDAY)
        for _ in range(2):
            found = told.between(SopId("izin"), 1, at(KANTOR, start), at(KANTOR, end))
            assert found == WorkLength(seconds=seconds, a_day=a_day)


def test_an_sop_goes_by_the_calendar_of_its_unit(tmp_path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        told = OfficeTime(office.database, at=MONDAY)
        length = told.between(SopId("izin"), 1, MONDAY, MONDAY + timedelta(days=1))
        assert length is not None
        assert length.seconds == length.a_day
        assert told.between(SopId("izin"), 9, MONDAY, MONDAY) is None
        assert told.between(SopId("izin"), 1, MONDAY, MONDAY.replace(year=9000)) is None
