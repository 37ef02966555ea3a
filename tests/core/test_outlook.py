"""What a look at a case finds: each thing once, at its instant, and when to look again."""

from datetime import timedelta

import pytest
from builders import CASE, answer, human, workflow
from builders_calendar import at, compiled
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    any_history,
    lasting,
    one_step,
    opened,
    returning,
    service,
    timed,
    told,
)
from builders_outlook import looked, names, swept, watched
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.clock_clauses import ClockKind
from engine.core.commands import Actor, Dispose, Extend, Migrate, Pause
from engine.core.ids import DeviationId, OutcomeId, PersonId, RoleId
from engine.core.outlook import moves_time
from engine.core.text import Text
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    WarningGiven,
    Withdrawal,
)
from engine.core.workflow import Extension, PauseReason, Rung, RungLevel, Timing

SURYO = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")
KASI, CAMAT = RoleId("kasi"), RoleId("camat")
LADDER = (
    Rung(level=RungLevel.SUPERVISOR, to=(KASI,), after=lasting("60 menit")),
    Rung(level=RungLevel.HEAD, to=(CAMAT,), after=lasting("1 hari kerja")),
)


def belongs(outlook, kind) -> dict[str, str | None]:
    return {one.key: told(KANTOR, one.belongs_at) for one in outlook.found if isinstance(one, kind)}


# --- warnings


def test_people_are_warned_when_so_much_of_a_budget_is_used() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(50, 80, 100))
    desk.claim("telaah", RINI)

    assert names(looked(desk, "2026-11-23 08:49:59")) == []
    (half,) = looked(desk, "2026-11-23 08:50").found
    late = looked(desk, "2026-11-23 09:40")

    assert isinstance(half, WarningGiven)
    assert (half.clock, half.percent, half.activation, half.step) == (
        ClockKind.STEP,
        50,
        1,
        "telaah",
    )
    assert (half.to, half.person) == (("loket",), "rini")
    assert told(KANTOR, half.due) == "2026-11-23 09:40"
    assert list(belongs(late, WarningGiven).values()) == [
        "2026-11-23 08:50",
        "2026-11-23 09:20",
        "2026-11-23 09:40",
    ]


def test_an_sop_may_want_no_warnings() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=())

    assert names(looked(desk, "2026-11-23 09:40")) == []


def test_nobody_is_warned_at_night_but_when_work_begins() -> None:
    desk = watched(one_step("20 jam kalender"), "2026-11-23 14:00", warnings=(50,))

    outlook = looked(desk, "2026-11-24 08:00")

    assert list(belongs(outlook, WarningGiven).values()) == ["2026-11-24 07:30"]
    assert names(looked(desk, "2026-11-24 07:29:59")) == []


def test_the_last_second_of_work_is_work() -> None:
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=(50, 100))

    outlook = looked(desk, "2026-11-25 16:00")

    assert list(belongs(outlook, WarningGiven).values()) == [
        "2026-11-24 16:00",
        "2026-11-25 16:00",
    ]


def test_of_the_whole_case_everybody_is_warned_who_has_an_open_step() -> None:
    flow = workflow(
        [[human("a")], [human("b", "kasi")], [human("c", "pemohon")]], service=service("1 jam")
    )
    desk = watched(flow, "2026-11-23 08:00", warnings=(50,))

    (warning,) = looked(desk, "2026-11-23 08:30").found

    assert isinstance(warning, WarningGiven)
    assert (warning.clock, warning.activation) == (ClockKind.PROMISE, None)
    assert (warning.to, warning.person) == (("loket", "kasi"), None)


def test_what_is_done_needs_no_warning_any_more() -> None:
    desk = watched(workflow(timed("a", "100 menit"), human("b")), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("a", RINI)

    assert names(looked(desk, "2026-11-23 16:00")) == []


def test_the_applicant_is_not_hurried() -> None:
    back = answer("kurang", "return", "ajukan", pause=PauseReason.APPLICANT)
    flow = workflow(
        human("ajukan", "pemohon", time=lasting("10 menit"), submission=True),
        human("periksa", outcomes=(answer("ya"), back)),
    )
    desk = watched(flow, "2026-11-23 08:00")
    desk.complete("periksa", RINI, outcome=OutcomeId("kurang"))

    assert looked(desk, "2026-11-30 08:00").found == ()
    assert looked(desk, "2026-11-30 08:00").next_at is None


# --- escalation


def test_a_breach_reaches_those_above_rung_by_rung() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(), escalation=LADDER)
    desk.claim("telaah", RINI)

    outlook = looked(desk, "2026-11-24 16:00")

    assert names(outlook) == [
        "late_step:1",
        "rung:step:1:remind",
        "rung:step:1:supervisor",
        "rung:step:1:head",
    ]
    assert list(belongs(outlook, CaseEscalated).values()) == [
        "2026-11-23 09:40:01",
        "2026-11-23 10:40:01",
        "2026-11-24 16:00",
    ]
    reminded, supervisor, head = outlook.found[1:]
    assert isinstance(reminded, CaseEscalated)
    assert isinstance(supervisor, CaseEscalated)
    assert isinstance(head, CaseEscalated)
    assert (reminded.to, reminded.person) == (("loket",), "rini")
    assert (supervisor.to, supervisor.person) == ((KASI,), None)
    assert head.to == (CAMAT,)


def test_rungs_come_in_working_time_only() -> None:
    desk = watched(one_step("3 hari kerja"), "2026-11-23 08:00", warnings=(), escalation=LADDER)

    outlook = looked(desk, "2026-11-30 16:00")

    assert list(belongs(outlook, CaseEscalated).values()) == [
        "2026-11-27 07:30",
        "2026-11-27 08:30",
        "2026-11-27 16:30",
    ]


def test_who_finishes_late_is_not_reminded_of_it_but_it_is_recorded() -> None:
    desk = watched(workflow(timed("a", "5 menit"), human("b")), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("a", RINI)

    assert names(looked(desk, "2026-11-23 09:00")) == ["late_step:1"]


def test_a_legal_limit_is_escalated_before_it_passes() -> None:
    flow = workflow(human("a"), service=service("30 hari kerja"))
    desk = watched(flow, "2026-11-23 08:00", warnings=())

    outlook = looked(desk, "2026-12-01 08:00")

    assert names(outlook) == [
        "rung:legal:0:supervisor",
        "rung:legal:0:head",
        "legal_limit_passed:0",
    ]
    assert list(belongs(outlook, CaseEscalated).values()) == [
        "2026-11-26 16:00",
        "2026-11-27 16:30",
    ]
    assert [one.to for one in outlook.found if isinstance(one, CaseEscalated)] == [(CAMAT,)] * 2


def test_a_legal_limit_reaches_whom_the_sop_names() -> None:
    flow = workflow(human("a"), service=service("30 hari kerja"))
    desk = watched(flow, "2026-11-23 08:00", warnings=(), escalation=LADDER)

    outlook = looked(desk, "2026-11-30 08:00")

    assert [one.to for one in outlook.found if isinstance(one, CaseEscalated)] == [
        (KASI,),
        (CAMAT,),
    ]


def test_a_level_that_the_sop_does_not_name_is_reached_by_its_power() -> None:
    flow = workflow(human("a"), service=service("30 hari kerja"))
    head = (Rung(level=RungLevel.HEAD, to=(KASI,), after=lasting("1 hari kerja")),)
    desk = watched(flow, "2026-11-23 08:00", warnings=(), escalation=head)

    outlook = looked(desk, "2026-11-30 08:00")

    assert [one.to for one in outlook.found if isinstance(one, CaseEscalated)] == [
        (CAMAT,),
        (KASI,),
    ]


# --- once, in order, whenever it is looked


def test_what_is_recorded_is_not_found_again() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", escalation=LADDER)
    first = swept(desk, "2026-11-24 16:00")

    assert len(first.found) == 7
    assert looked(desk, "2026-11-24 16:00").found == ()
    assert looked(desk, "2026-11-30 16:00").next_at is None


def test_after_a_downtime_everything_is_said_once_and_in_order() -> None:
    desk = watched(one_step("100 menit", promise="1 hari kerja"), "2026-11-23 08:00")

    instants = [_instant(one) for one in looked(desk, "2026-12-01 08:00").found]

    assert instants == sorted(instants)
    assert len(instants) == 16


def _instant(one):
    return one.found.at if isinstance(one, DeviationRecorded) else one.belongs_at


def test_the_next_look_is_when_the_next_thing_happens() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(50,))

    assert told(KANTOR, looked(desk, "2026-11-23 08:00").next_at) == "2026-11-23 08:50"
    assert told(KANTOR, looked(desk, "2026-11-23 08:50").next_at) == "2026-11-23 09:40:01"
    assert looked(desk, "2026-11-23 09:40:01").next_at is None


def test_a_pause_with_a_cap_is_looked_at_when_that_is_passed() -> None:
    cap = {PauseReason.APPLICANT: lasting("2 hari kerja")}
    desk = watched(returning(), "2026-11-23 08:00", pauses=cap, warnings=())
    desk.on("2026-11-23 08:04").complete("periksa", RINI, outcome=OutcomeId("kurang"))

    assert told(KANTOR, looked(desk, "2026-11-23 08:05").next_at) == "2026-11-25 16:00:01"
    assert names(looked(desk, "2026-11-25 16:00:01")) == ["pause_above_cap:6"]


def test_a_closed_case_is_looked_at_once_more_and_then_never() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)

    outlook = swept(desk, "2026-11-23 09:00")

    assert names(outlook) == ["late_step:1"]
    assert outlook.next_at is None
    assert looked(desk, "2026-11-30 09:00").found == ()


# --- withdrawn


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


def test_what_a_second_edit_makes_a_departure_again_is_recorded_again() -> None:
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-26 08:00")
    swept(desk, "2026-11-26 08:05", longer_weekend("2026-11-24", "2026-11-25"))

    assert names(swept(desk, "2026-11-26 08:10")) == ["late_step:1"]
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


# --- more time


def test_more_time_moves_what_was_to_come() -> None:
    more = Extension(most=lasting("100 menit"))
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(50,), extension=more)
    desk.do(
        Extend(
            case=CASE,
            by=SURYO,
            activation=desk.task("telaah"),
            amount=lasting("60 menit"),
            reason="Berkas tebal",
        )
    )

    assert told(KANTOR, looked(desk, "2026-11-23 08:02").next_at) == "2026-11-23 09:20"
    assert names(looked(desk, "2026-11-23 10:40")) == ["warning:step:1:50"]
    assert "late_step:1" in names(looked(desk, "2026-11-23 10:40:01"))
    clock = desk.step("telaah", "2026-11-23 09:00")
    assert (clock.clause.budget, clock.clause.extension) == (lasting("160 menit"), 60)


# --- properties


@given(any_history(), st.lists(st.integers(1, 86_400 * 4), max_size=6), st.data())
@settings(deadline=None)
def test_looking_often_records_what_looking_once_does(desk, lapses, data) -> None:
    timing = Timing(
        warnings=data.draw(st.sampled_from([(), (50,), (50, 80, 100)])),
        escalation=data.draw(st.sampled_from([(), LADDER])),
        pauses=data.draw(st.sampled_from([{}, {PauseReason.APPLICANT: lasting("1 hari")}])),
    )
    desk.flow = replace(desk.flow, timing=timing)
    instants = [desk.now + timedelta(seconds=sum(lapses[:n])) for n in range(len(lapses) + 1)]
    once = looked(desk, instants[-1])
    often = [one for instant in instants for one in swept(desk, instant).found]

    def key(one):
        return one.deviation if isinstance(one, DeviationRecorded) else one.key

    assert sorted(map(key, often)) == sorted(map(key, once.found))
    assert {(key(one), _instant(one)) for one in often} == {
        (key(one), _instant(one)) for one in once.found
    }


@given(any_history(), st.integers(0, 86_400 * 6), st.floats(0, 1, exclude_max=True))
@settings(deadline=None)
def test_nothing_happens_before_the_next_look(desk, lapse, part) -> None:
    instant = desk.now + timedelta(seconds=lapse)
    outlook = swept(desk, instant)

    if outlook.next_at is None:
        assert looked(desk, instant + timedelta(days=20)).found == ()
        return
    wait = int((outlook.next_at - instant).total_seconds() * part)
    assert outlook.next_at > instant
    assert looked(desk, instant + timedelta(seconds=wait)).found == ()


@given(any_history(), st.integers(0, 86_400 * 6))
@settings(deadline=None)
def test_what_is_found_is_over_and_in_order(desk, lapse) -> None:
    instant = desk.now + timedelta(seconds=lapse)
    instants = [_instant(one) for one in looked(desk, instant).found]

    assert instants == sorted(instants)
    assert all(one <= instant for one in instants)


# --- what a case must be looked at for


def test_a_case_is_looked_at_anew_after_what_moves_its_clocks_and_only_then() -> None:
    desk = opened(workflow(timed("a", "5 menit"), human("b", "kasi")), "2026-11-23 08:00")
    before = len(desk.events)
    desk.claim("a", RINI)
    assert not any(moves_time(one.event) for one in desk.events[before:])

    before = len(desk.events)
    desk.complete("a", RINI)
    desk.do(Pause(case=CASE, by=HESTI, reason=PauseReason.PAYMENT))

    assert any(moves_time(one.event) for one in desk.events[before:])


def test_other_offices_keep_other_hours() -> None:
    wita = compiled("kantor-wita")
    desk = opened(one_step("100 menit"), "2026-11-23 08:00", wita)

    assert told(wita, looked(desk, "2026-11-23 08:00").next_at) == "2026-11-23 08:50"


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-25"])
def test_a_breach_on_a_day_off_is_recorded_there_and_escalated_when_work_begins(day) -> None:
    desk = watched(one_step("60 jam kalender"), "2026-12-23 09:00", warnings=())

    outlook = looked(desk, "2026-12-28 08:00")

    assert names(outlook) == ["late_step:1", "rung:step:1:remind"]
    assert list(belongs(outlook, CaseEscalated).values()) == ["2026-12-28 07:30"]
    assert names(looked(desk, f"{day} 23:00")) == (["late_step:1"] if day == "2026-12-25" else [])
