"""How far an open case is on the way to its deadline: held against the clocks themselves."""

import pytest
from builders_calendar import at
from builders_clocks import HESTI, KANTOR, RINI, TimedDesk, one_step, opened, returning, told

from engine.core.clock_clauses import ClockKind
from engine.core.clocks import CaseClocks
from engine.core.commands import Withdraw
from engine.core.ids import OutcomeId
from engine.core.pace import Pace, ending_of, pace_of

MORNING = "2026-11-23 08:00"


def all_clocks(desk: TimedDesk, now: str) -> CaseClocks:
    return desk.clocks(now)


def pace(desk: TimedDesk, now: str) -> Pace:
    return pace_of(KANTOR, all_clocks(desk, now))


def parts(found: Pace) -> dict[str, str | None]:
    names = ("since", "half", "soon", "due", "over")
    return {name: told(KANTOR, getattr(found, name)) for name in names}


def test_parts_of_a_promise_in_minutes_are_those_that_its_clock_reaches() -> None:
    desk = opened(one_step("60 menit", promise="100 menit"), MORNING)

    found, promise = pace(desk, "2026-11-23 08:10"), all_clocks(desk, "2026-11-23 08:10").promise

    assert promise is not None
    assert promise.ledger is not None
    for part, reached in ((50, found.half), (80, found.soon), (100, found.due), (125, found.over)):
        assert reached == promise.ledger.reached(KANTOR, percent=part)
    assert (found.clock, found.used) == (ClockKind.PROMISE, None)
    assert parts(found)["since"] == MORNING


def test_a_promise_of_a_day_is_walked_towards_all_day_and_not_at_its_end_only() -> None:
    desk = opened(one_step("60 menit", promise="1 hari kerja"), MORNING)

    found = pace(desk, "2026-11-23 09:00")

    instants = [found.since, found.half, found.soon, found.due, found.over]
    assert None not in instants
    assert instants == sorted(instants)  # type: ignore[type-var]
    assert len(set(instants)) == len(instants)
    assert found.due == all_clocks(desk, "2026-11-23 09:00").promise.due  # type: ignore[union-attr]
    worked = KANTOR.between(found.since, found.due)  # type: ignore[arg-type]
    assert KANTOR.between(found.since, found.half) == pytest.approx(worked / 2, abs=1)  # type: ignore[arg-type]
    assert KANTOR.between(found.since, found.soon) == pytest.approx(worked * 0.8, abs=1)  # type: ignore[arg-type]


def test_a_case_that_waits_for_its_applicant_stands_where_it_was() -> None:
    desk = opened(returning("100 menit"), MORNING)
    desk.on("2026-11-23 08:40").complete("periksa", RINI, outcome=OutcomeId("kurang"), reason="?")

    soon, later = pace(desk, "2026-11-23 09:00"), pace(desk, "2026-11-27 09:00")

    assert soon.used == later.used == 40
    assert (soon.half, soon.due, soon.over) == (None, None, None)


def test_what_is_used_of_days_does_not_hang_on_the_hour_of_the_look() -> None:
    desk = opened(returning("3 hari kerja"), MORNING)
    desk.on("2026-11-24 11:00").complete("periksa", RINI, outcome=OutcomeId("kurang"), reason="?")

    used = {pace(desk, now).used for now in ("2026-11-24 11:01", "2026-11-24 15:59", "2026-12-01")}

    assert len(used) == 1


def test_before_its_file_is_complete_no_clock_runs() -> None:
    desk = opened(returning("100 menit", clock_starts="complete"), MORNING)

    assert pace(desk, "2026-11-23 09:00") == Pace(clock=ClockKind.PROMISE)


def test_parts_before_and_after_a_stand_still_are_added_up() -> None:
    desk = opened(one_step("60 menit", promise="100 menit"), MORNING)
    desk.on("2026-11-23 09:00").pause()
    desk.on("2026-11-23 10:00").resume()

    found = parts(pace(desk, "2026-11-23 10:00"))

    assert found == {
        "since": MORNING,
        "half": "2026-11-23 08:50",
        "soon": "2026-11-23 10:20",
        "due": "2026-11-23 10:40",
        "over": "2026-11-23 11:05",
    }


def test_without_a_promise_the_limit_of_the_law_counts() -> None:
    found = pace(opened(one_step("60 menit", limit="5 hari kerja"), MORNING), MORNING)

    assert found.clock is ClockKind.LEGAL
    assert found.due is not None


def test_how_a_case_ended_in_time_or_late_and_what_the_office_took() -> None:
    for end, on_time in (("2026-11-23 09:00", True), ("2026-11-24 09:00", False)):
        desk = opened(one_step("60 menit", promise="100 menit"), MORNING)
        assert ending_of(KANTOR, desk.state, all_clocks(desk, MORNING)) is None
        desk.on(end).complete("telaah", RINI)

        found = ending_of(KANTOR, desk.state, all_clocks(desk, end))

        assert found is not None
        assert (found.on_time, found.result) == (on_time, "completed")
        assert found.day.isoformat() == end[:10]
        assert found.worked == KANTOR.between(at(KANTOR, MORNING), at(KANTOR, end))


def test_who_withdraws_leaves_an_ending_too() -> None:
    desk = opened(one_step("60 menit", promise="100 menit"), MORNING)
    desk.on("2026-11-23 08:30").do(Withdraw(case=desk.state.case, by=HESTI, reason="Batal"))

    found = ending_of(KANTOR, desk.state, all_clocks(desk, "2026-11-23 08:30"))

    assert found is not None
    assert found.result == "withdrawn"
