"""Budgets laid on calendars of every kind and zone: what must pass, and when it has."""

from datetime import UTC, date, datetime, time

import pytest
from builders_calendar import at, calendars, compiled, instants
from hypothesis import given
from hypothesis import strategies as st

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_measures import Counted, DayRule, day_end, measure, passed, reach
from engine.core.durations import Duration, TimeUnit, duration_from_text
from engine.core.errors import BeyondCalendar

KANTOR = compiled("kantor-wib")
BUDGETS = st.builds(
    Duration,
    amount=st.integers(1, 5),
    unit=st.sampled_from([unit for unit in TimeUnit if unit is not TimeUnit.MONTH]),
)
RULES = st.builds(
    DayRule,
    day_one=st.sampled_from(["next_working_day", "same_day"]),
    cut_off=st.none() | st.times().map(lambda clock: clock.replace(microsecond=0)),
)


@given(calendars(), BUDGETS, RULES, st.data())
def test_what_must_pass_has_passed_when_the_calendar_says_it_is_due(
    calendar: Calendar, budget: Duration, rule: DayRule, data
) -> None:
    start = data.draw(instants(calendar))
    try:
        over = due(calendar, budget, start=start, day_one=rule.day_one, cut_off=rule.cut_off)
    except BeyondCalendar:
        with pytest.raises(BeyondCalendar):
            measure(calendar, budget, start=start, rule=rule)
        return

    laid = measure(calendar, budget, start=start, rule=rule)

    assert reach(calendar, laid.counted, start, laid.total) == over
    assert passed(calendar, laid.counted, start, over) == laid.total
    assert laid.lead >= 0
    seconds = {TimeUnit.MINUTE: 60, TimeUnit.WORKING_HOUR: 3600, TimeUnit.CALENDAR_HOUR: 3600}
    assert laid.amount == budget.amount * seconds.get(budget.unit, 1)


@given(calendars(), st.sampled_from(Counted), st.integers(0, 6), st.data())
def test_reaching_and_passing_are_two_sides_of_one_thing(
    calendar: Calendar, counted: Counted, amount: int, data
) -> None:
    start = data.draw(instants(calendar))
    try:
        over = reach(calendar, counted, start, amount)
    except BeyondCalendar:
        left = passed(calendar, counted, start, datetime.fromtimestamp(calendar.stops, UTC))
        assert left <= amount
        return

    assert over >= start
    assert passed(calendar, counted, start, over) >= amount
    if over > start:
        before = datetime.fromtimestamp(calendar.second_of(over) - 1, UTC)
        assert passed(calendar, counted, start, before) < amount


@pytest.mark.parametrize(
    ("start", "text", "amount", "lead"),
    [
        ("2026-01-31 10:00", "1 bulan", 28, 1),
        ("2026-01-31 23:59:59", "1 bulan", 28, 0),
        ("2026-11-20 10:00", "2 bulan", 61, 1),
        ("2026-11-23 10:00", "14 hari", 14, 1),
        ("2026-11-23 10:00", "3 hari kerja", 3, 1),
        ("2026-11-23 17:00", "3 hari kerja", 3, 0),
        ("2026-11-23 10:00", "5 jam kalender", 18_000, 0),
        ("2026-11-23 10:00", "2 jam", 7_200, 0),
    ],
)
def test_a_budget_is_so_many_days_or_seconds(start, text, amount, lead) -> None:
    laid = measure(KANTOR, duration_from_text(text), start=at(KANTOR, start), rule=DayRule())

    assert (laid.amount, laid.lead) == (amount, lead)


def test_a_cut_off_hour_leads_the_next_working_day_too() -> None:
    rule = DayRule(cut_off=time(14))
    days = duration_from_text("2 hari kerja")

    laid = measure(KANTOR, days, start=at(KANTOR, "2026-11-23 15:00"), rule=rule)

    assert (laid.amount, laid.lead) == (2, 2)


@pytest.mark.parametrize("counted", Counted)
def test_what_lies_after_the_last_day_compiled_is_refused(counted: Counted) -> None:
    start = at(KANTOR, "2027-12-31 23:30")

    assert reach(KANTOR, counted, start, 0) == start
    with pytest.raises(BeyondCalendar):
        reach(KANTOR, counted, start, 10_000)


def test_a_working_day_ends_with_its_work_and_a_day_with_its_last_second() -> None:
    friday, saturday = date(2026, 11, 27), date(2026, 11, 28)

    work = day_end(KANTOR, Counted.WORKING_DAY, friday)
    day = day_end(KANTOR, Counted.CALENDAR_DAY, saturday)

    assert (work, day) == (at(KANTOR, "2026-11-27 16:30"), at(KANTOR, "2026-11-28 23:59:59"))
    assert day_end(KANTOR, Counted.WORKING_DAY, saturday) is None
