"""Indonesia's holidays as the calendars are seeded with them."""

from collections import Counter
from datetime import date
from importlib.metadata import version

import pytest

from engine.core.calendar_version import Holiday, HolidayKind
from engine.core.text import Text
from engine.service.holiday_seed import indonesian_holidays


def test_a_year_has_its_national_holidays_and_its_joint_leave() -> None:
    kinds = Counter((one.day.year, one.kind) for one in indonesian_holidays(2026, 2027))

    assert kinds[2026, HolidayKind.NATIONAL] == 17
    assert kinds[2026, HolidayKind.CUTI_BERSAMA] == 8
    assert kinds[2027, HolidayKind.CUTI_BERSAMA] == 8
    assert {year for year, _ in kinds} == {2026, 2027}


def test_a_holiday_is_named_in_both_languages_with_its_source() -> None:
    found = {one.day: one for one in indonesian_holidays(2026, 2026)}

    assert found[date(2026, 3, 19)] == Holiday(
        day=date(2026, 3, 19),
        name=Text(id="Hari Suci Nyepi", en="Day of Silence"),
        kind=HolidayKind.NATIONAL,
        source=f"Paket Python holidays {version('holidays')}",
    )
    assert found[date(2026, 3, 18)].kind is HolidayKind.CUTI_BERSAMA
    assert found[date(2026, 3, 18)].name.en == "Day of Silence Joint Holiday"


def test_a_day_that_depends_on_the_moon_is_an_estimate_and_not_so_named() -> None:
    estimated = [one for one in indonesian_holidays(2030, 2030) if one.provisional]

    names = {one.name.id: one.name.en for one in estimated}
    assert names["Hari Raya Idul Adha"] == "Eid al-Adha"
    assert "Hari Raya Natal" not in names


def test_days_come_in_order_and_every_year_alike() -> None:
    both = indonesian_holidays(2025, 2026)

    assert [one.day for one in both] == sorted(one.day for one in both)
    assert both == indonesian_holidays(2025, 2025) + indonesian_holidays(2026, 2026)


def test_years_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="2027 comes after 2026"):
        indonesian_holidays(2027, 2026)
