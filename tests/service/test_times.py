"""The time of a case, from one snapshot: clocks, countdown, forecast."""

from datetime import date, timedelta

import pytest
from offices import RINI
from timed_office import (
    NEW_YEAR,
    PERMIT,
    SOP,
    TIMELESS,
    WIB,
    TimedOffice,
    local,
    shown,
    timed_registers,
)

from api.time_facts import time_facts
from engine.core.clocks import ClockState
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.service.catalogue import publish
from engine.service.time_views import CaseTimesView, Countdown
from engine.service.times import case_times, times_if_told

LEBARAN = "2026-03-17 09:00"
"""The day before a week of holidays and cuti bersama."""


@pytest.fixture
def office(timed_office: TimedOffice) -> TimedOffice:
    return timed_office


def times(office: TimedOffice, case: CaseId, told: str) -> CaseTimesView:
    return case_times(office.database, case, at=local(told))


def accepted(office: TimedOffice, told: str) -> CaseId:
    """A request whose file is found complete at that time."""
    case = office.on("2026-03-13 08:00").file()
    office.on(told).accept(case)
    return case


def test_a_promise_runs_over_lebaran_and_the_law_runs_beside_it(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)

    view = times(office, case, "2026-03-17 10:00")

    assert view.promise is not None
    assert view.legal is not None
    assert shown(view.promise.due) == "2026-03-27 16:30"
    assert shown(view.legal.due) == "2026-03-31 16:00"
    assert (view.basis.calendar, view.basis.version, view.basis.zone) == (
        *("kantor-wib", 1),
        "Asia/Jakarta",
    )


def test_the_silence_of_the_office_is_counted_down_to_the_day_it_grants(
    office: TimedOffice,
) -> None:
    case = accepted(office, LEBARAN)
    left = {
        told: times(office, case, told).countdown
        for told in ("2026-03-17 10:00", "2026-03-26 08:00", "2026-03-31 15:59", "2026-03-31 16:30")
    }

    assert [one and one.working_days_left for one in left.values()] == [5, 4, 1, 0]
    assert {one and one.granted_on for one in left.values()} == {date(2026, 4, 1)}


def test_nothing_is_counted_down_before_the_file_is_complete_and_after_the_end(
    office: TimedOffice,
) -> None:
    case = office.on("2026-03-13 08:00").file()
    before = times(office, case, "2026-03-16 09:00")
    office.on("2026-03-17 09:00").accept(case)
    office.finish(case)
    after = times(office, case, "2026-05-04 09:00")

    assert before.legal is not None
    assert before.legal.state is ClockState.NOT_STARTED
    assert before.countdown is None
    assert after.countdown is None
    assert not after.is_open


def test_while_the_clock_stands_still_no_day_of_granting_is_known(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)
    office.on("2026-03-17 11:00").pause(case)

    view = times(office, case, "2026-03-26 09:00")

    assert view.countdown is not None
    assert view.countdown.working_days_left == 5
    assert view.countdown.granted_on is None
    assert view.legal is not None
    assert shown(view.legal.due_if_resumed) == "2026-04-02 16:00"


def test_a_limit_of_calendar_days_is_counted_down_in_working_days(office: TimedOffice) -> None:
    limited = PERMIT.replace("promise:", "legal_limit: 14 hari, promise:").replace(SOP, TIMELESS)
    limited = limited.replace("version: 1", "version: 2")
    publish(office.database, limited, registers=timed_registers(), by=RINI, at=NEW_YEAR)
    case = office.on("2026-03-17 08:00").open(TIMELESS)
    office.on(LEBARAN).accept(case)

    view = times(office, case, "2026-03-17 10:00")
    over = times(office, case, "2026-04-03 10:00")

    assert view.legal is not None
    assert shown(view.legal.due) == "2026-03-31 23:59:59"
    assert view.countdown == Countdown(working_days_left=6)
    assert over.countdown == Countdown(working_days_left=0)
    words = [fact.words for fact in time_facts(view, "id", WIB)]
    assert "31 Maret 2026 23.59 WIB; sisa 14 dari 14 hari; sisa 6 hari kerja" in words


def test_open_tasks_and_finished_ones_have_their_clocks(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)

    view = times(office, case, "2026-03-17 10:00")

    (task,) = view.tasks
    assert (task.step, task.number, task.visit) == ("telaah", 3, 1)
    assert shown(task.clock.due) == "2026-03-17 11:00"
    assert [one.step for one in view.finished] == ["ajukan", "periksa"]
    assert view.finished[-1].clock.state is ClockState.PASSED  # two working days for 30 minutes


def test_whose_time_it_was_is_all_the_time_there_was(office: TimedOffice) -> None:
    case = office.on("2026-03-13 08:00").file()
    office.on("2026-03-13 09:00").send_back(case)
    office.on("2026-03-16 10:00").correct(case)
    office.on("2026-03-16 10:30").pause(case)
    office.on("2026-03-16 11:30").resume(case)

    view = times(office, case, "2026-03-16 12:00")

    assert view.applicant_seconds == (5 * 3600 + 1800) + 2 * 3600
    assert view.other_seconds == 3600
    assert view.office_seconds == 3600 + 1800 + 1800
    assert view.elapsed == timedelta(days=3, hours=4)


def test_what_is_expected_says_when_by_which_rows_and_whether_the_limits_hold(
    office: TimedOffice,
) -> None:
    case = office.on("2026-03-17 13:30").file()

    view = times(office, case, "2026-03-17 13:40")

    assert [row.step for row in view.forecast.path] == ["periksa", "telaah", "serah"]
    assert shown(view.forecast.finish) == "2026-03-25 08:35"
    assert view.forecast.holds_promise
    assert view.forecast.holds_legal


def test_a_case_that_will_be_late_is_foreseen_to_be(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)

    assert times(office, case, "2026-03-27 16:28").forecast.holds_promise is False
    assert times(office, case, "2026-03-27 16:28").forecast.holds_legal is True


def test_a_closed_case_keeps_how_it_ended(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)
    office.on("2026-03-25 09:00").finish(case)

    view = times(office, case, "2027-01-04 09:00")

    assert view.promise is not None
    assert view.promise.state is ClockState.MET
    assert view.forecast.finish == view.promise.finished_at
    assert view.forecast.holds_promise
    assert view.tasks == ()


def test_an_instant_before_the_latest_event_counts_as_that(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)

    assert shown(times(office, case, "2020-01-01 00:00").at) == LEBARAN


def test_a_case_is_found_by_the_beginning_of_its_id(office: TimedOffice) -> None:
    case = office.file()

    assert times(office, CaseId(case[:10]), "2026-03-16 09:00").case == case
    with pytest.raises(NotFound):
        times(office, CaseId("zzzz"), "2026-03-16 09:00")


def test_an_sop_that_promises_nothing_has_only_standards(office: TimedOffice) -> None:
    case = office.open("surat")

    view = times(office, case, "2026-03-13 09:00")

    assert (view.promise, view.legal, view.countdown) == (None, None, None)
    assert [task.step for task in view.tasks] == ["terima"]


def test_without_its_calendar_a_case_is_told_no_time(office: TimedOffice) -> None:
    case = office.open(TIMELESS)

    with pytest.raises(NotFound, match="calendar 'bulan'"):
        case_times(office.database, case, at=office.now)
    assert times_if_told(office.database, case, at=office.now) is None


def test_with_its_calendar_it_is(office: TimedOffice) -> None:
    case = office.file()

    assert times_if_told(office.database, case, at=office.now) == case_times(
        office.database, case, at=office.now
    )
