"""What is recorded and no departure any more: it is unmade, and may come true later."""

from builders import CASE, human, workflow
from builders_calendar import at
from builders_clocks import (
    KANTOR,
    RINI,
    one_step,
    service,
    timed,
)
from builders_outlook import LADDER, looked, names, swept, watched
from msgspec.structs import replace

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.commands import Actor, Dispose, Migrate
from engine.core.ids import DeviationId, PersonId, RoleId
from engine.core.text import Text
from engine.core.time_events import (
    DeviationWithdrawn,
    Withdrawal,
    still_said,
)

SURYO = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")


def longer_weekend(*days: str) -> Calendar:
    """The office's calendar with holidays declared on these days, as its next version."""
    office = Holiday(
        day=at(KANTOR, f"{days[0]} 00:00").date(),
        name=Text(id="Libur"),
        kind=HolidayKind.REGIONAL,
        source="SK Bupati",
    )
    holidays = tuple(replace(office, day=at(KANTOR, f"{day} 12:00").date()) for day in days)
    version = replace(observing(KANTOR.version, holidays), version=KANTOR.version.version + 1)
    return compile_calendar(version, zone=KANTOR.zone, first=KANTOR.first, last=KANTOR.last)


def test_a_holiday_declared_later_unmakes_a_deviation_and_says_so() -> None:
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-26 08:00")

    edited = longer_weekend("2026-11-24", "2026-11-25")
    outlook = swept(desk, "2026-11-26 08:05", edited)

    assert outlook.found == (
        DeviationWithdrawn(
            deviation=DeviationId("late_step:1"),
            because=Withdrawal.CALENDAR,
            calendar=f"kantor-wib/{edited.version.version}",
        ),
    )
    assert desk.state is not None
    assert desk.state.deviations == {"late_step:1": "withdrawn"}


def test_what_was_said_of_a_breach_is_said_again_when_it_comes_after_all() -> None:
    desk = watched(
        one_step("2 hari kerja"), "2026-11-23 08:00", warnings=(50, 100), escalation=LADDER
    )
    first = names(swept(desk, "2026-11-26 08:35"))
    edited = longer_weekend("2026-11-24", "2026-11-25")

    withdrawn = swept(desk, "2026-11-26 08:40", edited)
    at_the_end = swept(desk, "2026-11-27 16:30", edited)
    later = swept(desk, "2026-12-01 16:00", edited)

    assert first == [
        "warning:step:1:50",
        "warning:step:1:100",
        "late_step:1",
        "rung:step:1:remind",
        "rung:step:1:supervisor",
    ]
    assert names(withdrawn) == ["-late_step:1"]
    assert names(at_the_end) == ["warning:step:1:100"]
    assert names(later) == [
        "late_step:1",
        "rung:step:1:remind",
        "rung:step:1:supervisor",
        "rung:step:1:head",
    ]
    assert looked(desk, "2026-12-01 16:00", edited).found == ()


def test_a_deadline_moved_to_this_very_second_withdraws_and_warns_at_once() -> None:
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=(100,))
    swept(desk, "2026-11-26 08:00")
    edited = longer_weekend("2026-11-24", "2026-11-25")

    outlook = swept(desk, "2026-11-27 16:30", edited)

    assert names(outlook) == ["-late_step:1", "warning:step:1:100"]
    assert looked(desk, "2026-11-27 16:30", edited).found == ()


def test_of_a_legal_limit_only_what_comes_with_its_end_is_said_again() -> None:
    flow = workflow(human("a"), service=service("30 hari kerja"))
    desk = watched(flow, "2026-11-23 08:00", warnings=(60, 100))
    first = names(swept(desk, "2026-12-01 08:00"))
    edited = longer_weekend("2026-11-24", "2026-11-25")

    assert first == [
        "warning:legal:0:60",
        "rung:legal:0:supervisor",
        "rung:legal:0:head",
        "warning:legal:0:100",
        "legal_limit_passed:0",
    ]
    assert names(swept(desk, "2026-12-01 08:05", edited)) == ["-legal_limit_passed:0"]
    assert names(swept(desk, "2026-12-03 08:00", edited)) == [
        "warning:legal:0:100",
        "legal_limit_passed:0",
    ]


def test_a_promise_that_was_not_broken_hurries_again_when_it_is() -> None:
    flow = workflow(human("a"), service=service("2 hari kerja"))
    desk = watched(flow, "2026-11-23 08:00", warnings=(50,), escalation=LADDER)
    swept(desk, "2026-11-26 08:35")
    edited = longer_weekend("2026-11-24", "2026-11-25")
    swept(desk, "2026-11-26 08:40", edited)
    assert desk.state is not None
    assert desk.state.noticed == ("warning:promise:0:50",)

    again = names(swept(desk, "2026-11-30 08:30", edited))

    assert [one for one in again if "legal" not in one] == [
        "late_case:0",
        "rung:promise:0:remind",
        "rung:promise:0:supervisor",
    ]


def test_what_has_no_clock_takes_back_nothing_that_was_said() -> None:
    said = ("warning:step:1:100", "rung:step:1:remind")

    assert still_said(said, DeviationId("pause_above_cap:1")) == said
    assert still_said(said, DeviationId("late_step:11")) == said
    assert still_said(said, DeviationId("late_step:1")) == ()


def test_what_a_second_edit_makes_a_departure_again_is_recorded_again() -> None:
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-26 08:00")
    swept(desk, "2026-11-26 08:05", longer_weekend("2026-11-24", "2026-11-25"))

    assert names(swept(desk, "2026-11-26 08:10")) == ["late_step:1", "rung:step:1:remind"]
    assert desk.state is not None
    assert desk.state.deviations == {"late_step:1": "open"}


def test_a_file_accepted_earlier_than_was_known_is_a_later_fact() -> None:
    flow = workflow(human("a"), service=service("1 hari kerja", clock_starts="complete"))
    flow = replace(flow, service=replace(flow.service, day_one="same_day"))
    desk = watched(flow, "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-24 08:00")
    assert desk.state is not None
    assert desk.state.deviations == {"late_case:0": "open"}
    desk.flow = replace(desk.flow, service=service("9 hari kerja"))

    (withdrawn,) = looked(desk, "2026-11-24 08:05").found

    assert isinstance(withdrawn, DeviationWithdrawn)
    assert withdrawn.because is Withdrawal.HISTORY


def test_what_was_recorded_under_an_earlier_version_stands() -> None:
    desk = watched(workflow(timed("a", "5 menit"), human("b")), "2026-11-23 08:00")
    desk.on("2026-11-23 10:00").complete("a", RINI)
    swept(desk, "2026-11-23 10:01")
    later = workflow(timed("a", "5 jam"), human("b"), version=2, hash="h2")
    desk.do(Migrate(case=CASE, by=SURYO, version=2, reason="Revisi"), target=later)
    desk.flow = later

    assert looked(desk, "2026-11-23 10:05").found == ()


def test_a_verdict_does_not_make_a_fact_new() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-23 09:00")
    verdict = Dispose(
        case=CASE,
        by=SURYO,
        deviation=DeviationId("late_step:1"),
        verdict="accepted",
        reason="Listrik padam",
    )
    desk.do(verdict)

    assert looked(desk, "2026-11-23 10:00").found == ()
