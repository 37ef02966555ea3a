"""Why a deadline lies where it does: every while of a clock, from one snapshot."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from offices import HESTI, RINI
from timed_office import (
    TimedOffice,
    copied,
    local,
    shown,
)

from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.clock_clauses import ClockKind
from engine.core.clock_explain import Reason
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clocks import ClockState
from engine.core.commands import Reopen, Withdraw
from engine.core.errors import InputRefused, NotFound
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.text import Text
from engine.service.calendars import put_in_force, show_calendar
from engine.service.database import connect
from engine.service.time_views import Explanation
from engine.service.times import case_times, explain

LEBARAN = "2026-03-17 09:00"
"""The day before a week of holidays and cuti bersama."""


@pytest.fixture
def office(timed_office: TimedOffice) -> TimedOffice:
    return timed_office


def explained(
    office: TimedOffice, case: CaseId, told: str, clock: str = "promise", task: int | None = None
) -> Explanation:
    return explain(
        office.database,
        case,
        clock=ClockKind(clock),
        activation=None if task is None else ActivationId(task),
        at=local(told),
        as_it_stood=True,
    )


def accepted(office: TimedOffice, told: str) -> CaseId:
    """A request whose file is found complete at that time."""
    case = office.on("2026-03-13 08:00").file()
    office.on(told).accept(case)
    return case


def test_the_explanation_of_lebaran_names_each_holiday(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)

    told = explained(office, case, "2026-03-17 10:00")

    names = [one.holiday.name.id for one in told.told if one.holiday is not None]
    assert names == [
        "Cuti Bersama Hari Suci Nyepi",
        "Hari Suci Nyepi",
        *["Cuti Bersama Hari Raya Idul Fitri"] * 3,
    ]
    assert told.total == 3
    assert [shown(one.begins) for one in told.told[:1]] == [LEBARAN]
    assert told.told[-1].ends > told.told[-1].begins


def test_a_request_handed_in_at_night_counts_from_the_morning(office: TimedOffice) -> None:
    case = office.on("2026-03-13 20:15").file()  # a Friday

    told = explained(office, case, "2026-03-13 20:20", "step", 2)

    assert [(one.reason, shown(one.begins)) for one in told.told] == [
        (Reason.OUTSIDE_HOURS, "2026-03-13 20:15"),
        (Reason.WEEKEND, "2026-03-14 00:00"),
        (Reason.OUTSIDE_HOURS, "2026-03-16 00:00"),
        (None, "2026-03-16 08:00"),
    ]
    assert shown(told.clock.due) == "2026-03-16 08:30"
    assert told.total == 1800


def test_days_are_counted_across_the_end_of_the_year(office: TimedOffice) -> None:
    case = accepted(office, "2026-12-30 09:00")

    told = explained(office, case, "2026-12-30 09:00")

    assert shown(told.clock.due) == "2027-01-06 16:00"
    names = [one.holiday.name.id for one in told.told if one.holiday is not None]
    assert names == ["Tahun Baru Masehi", "Isra Mikraj Nabi Muhammad"]
    assert told.total == 3


def test_a_pause_is_left_out_with_its_ground(office: TimedOffice) -> None:
    case = accepted(office, "2026-03-16 09:00")
    office.on("2026-03-16 09:30").pause(case)
    office.on("2026-03-16 10:00").resume(case)

    told = explained(office, case, "2026-03-16 10:10", "step", 3)

    paused = Ground(why=Standstill.EXTERNAL_BODY, whole_case=True)
    assert [one.ground for one in told.told if one.reason is Reason.STANDING] == [paused]
    assert told.total == 2 * 3600


def test_more_time_counts_and_says_so(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)
    office.extend(case, "2 hari kerja")

    told = explained(office, case, "2026-03-18 09:00")

    assert told.total == 5
    assert told.clock.clause.extension == 2
    assert shown(told.clock.due) == "2026-03-31 16:00"


def test_more_time_is_remembered_by_another_process(office: TimedOffice, tmp_path: Path) -> None:
    case = accepted(office, LEBARAN)
    office.extend(case, "2 hari kerja")

    with connect(f"sqlite:///{tmp_path / 'alur.db'}") as database:
        another = TimedOffice(database).on("2026-03-18 09:00")
        with pytest.raises(InputRefused, match="given once already"):
            another.extend(case, "2 hari kerja")


def test_a_deadline_is_told_as_it_stood(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)
    office.on("2026-03-25 09:00").pause(case)
    before, after = (
        explained(office, case, told) for told in ("2026-03-25 08:00", "2026-03-25 10:00")
    )

    assert before.clock.state is ClockState.RUNNING
    assert shown(before.at) == "2026-03-25 08:00"
    assert after.clock.state is ClockState.STANDING


def test_a_closed_case_is_told_as_it_stood_while_it_was_open(office: TimedOffice) -> None:
    case = accepted(office, LEBARAN)
    office.do(Withdraw(case=case, by=RINI, reason="Pindah"))
    office.do(Reopen(case=case, by=HESTI, step=StepId("telaah"), reason="Jadi"))

    assert explained(office, case, LEBARAN).clock.state is ClockState.RUNNING


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (datetime(2026, 3, 13, 0, 0, tzinfo=UTC), "before the case was opened: 2026-03-13T01:00"),
        (datetime.min.replace(tzinfo=UTC), "before the case was opened"),
        (datetime(2031, 4, 13, tzinfo=UTC), "more than 5 years after"),
        (datetime.max.replace(tzinfo=UTC), "more than 5 years after"),
    ],
)
def test_an_instant_that_tells_nothing_is_refused(
    office: TimedOffice, at: datetime, why: str
) -> None:
    case = office.on("2026-03-13 08:00").file()

    with pytest.raises(InputRefused, match=why) as refused:
        explain(office.database, case, clock=ClockKind.PROMISE, at=at, as_it_stood=True)

    assert list(refused.value.problems) == ["at"]


def test_a_closed_case_keeps_the_calendar_that_it_ended_under(office: TimedOffice) -> None:
    closed, running = accepted(office, LEBARAN), accepted(office, LEBARAN)
    office.on("2026-03-25 09:00").finish(closed)
    before = explained(office, closed, "2026-03-25 09:05")

    another_day_off(office, "2026-03-27", at="2026-03-26 08:00")

    when = "2026-03-26 09:00"
    assert explained(office, closed, when).told == before.told
    assert shown(explained(office, running, when).clock.due) == "2026-03-30 16:00"
    assert shown(explained(office, running, "2026-03-26 07:00").clock.due) == "2026-03-27 16:30"


def another_day_off(office: TimedOffice, day: str, *, at: str) -> None:
    """The office's calendar gets a holiday and a version more."""
    database = office.database
    first = date.fromisoformat(day)
    old = show_calendar(database, "kantor-wib", first=first, last=first).calendar
    off = Holiday(day=first, name=Text(id="Libur"), kind=HolidayKind.REGIONAL, source="SK")
    new = replace(observing(old, (*old.holidays, off)), version=2)
    database.store.write(
        lambda unit: put_in_force(database, unit, new, reason="SK", by=RINI, at=local(at))
    )


def test_a_clock_must_be_one_that_there_is(office: TimedOffice) -> None:
    case = office.file()
    when = "2026-03-16 09:00"

    with pytest.raises(InputRefused, match="must be named"):
        explained(office, case, when, "step")
    with pytest.raises(InputRefused, match="of a step only"):
        explained(office, case, when, "legal", 2)
    with pytest.raises(NotFound, match="task of case"):
        explained(office, case, when, "step", 99)


def test_an_sop_that_promises_nothing_has_no_promise_to_explain(office: TimedOffice) -> None:
    case = office.open("surat")

    with pytest.raises(NotFound, match="promise"):
        explained(office, case, "2026-03-13 09:00")
    with pytest.raises(NotFound, match="legal limit"):
        explained(office, case, "2026-03-13 09:00", "legal")


def test_a_step_without_a_standard_says_that_it_has_none(office: TimedOffice) -> None:
    case = office.open("jeda")

    with pytest.raises(NotFound, match="standard of task '1'"):
        explained(office, case, "2026-03-13 09:00", "step", 1)


@given(minutes=st.integers(0, 60 * 24 * 40))
def test_the_whiles_follow_each_other_and_the_time_is_somebodys(
    walked: tuple[TimedOffice, CaseId], minutes: int
) -> None:
    office, case = walked
    at = local("2026-03-13 08:00") + timedelta(minutes=minutes)

    view = case_times(office.database, case, at=at)
    for kind, clock in ((ClockKind.PROMISE, view.promise), (ClockKind.LEGAL, view.legal)):
        told = explain(office.database, case, clock=kind, at=at)
        assert told.clock == clock
        assert all(
            before.ends == after.begins
            for before, after in zip(told.told, told.told[1:], strict=False)
        )
    spent = (view.office_seconds, view.applicant_seconds, view.other_seconds)
    assert 0 <= sum(spent) <= view.elapsed.total_seconds()


@pytest.fixture(scope="module")
def walked(
    timed_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TimedOffice, CaseId]]:
    """A case that was sent back, corrected, paused and goes on."""
    with connect(copied(timed_template, tmp_path_factory.mktemp("walked"))) as database:
        office = TimedOffice(database)
        case = office.on("2026-03-13 08:00").file()
        office.on("2026-03-13 09:00").send_back(case)
        office.on("2026-03-16 10:00").correct(case)
        office.accept(case)
        office.on("2026-03-25 10:30").pause(case)
        office.on("2026-03-26 11:30").resume(case)
        yield office, case
