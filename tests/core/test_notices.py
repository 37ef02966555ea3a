"""Who is warned of a deadline and who hears of a breach: at which instant, and within work."""

import pytest
from builders import answer, human, workflow
from builders_clocks import (
    KANTOR,
    RINI,
    lasting,
    one_step,
    service,
    timed,
    told,
)
from builders_outlook import LADDER, belongs, looked, names, watched

from engine.core.clock_clauses import ClockKind
from engine.core.ids import OutcomeId, RoleId
from engine.core.time_events import (
    CaseEscalated,
    WarningGiven,
)
from engine.core.workflow import PauseReason, Rung, RungLevel

KASI, CAMAT = RoleId("kasi"), RoleId("camat")


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


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-25"])
def test_a_breach_on_a_day_off_is_recorded_there_and_escalated_when_work_begins(day) -> None:
    desk = watched(one_step("60 jam kalender"), "2026-12-23 09:00", warnings=())

    outlook = looked(desk, "2026-12-28 08:00")

    assert names(outlook) == ["late_step:1", "rung:step:1:remind"]
    assert list(belongs(outlook, CaseEscalated).values()) == ["2026-12-28 07:30"]
    assert names(looked(desk, f"{day} 23:00")) == (["late_step:1"] if day == "2026-12-25" else [])


def test_who_is_told_of_a_legal_limit_hears_nothing_while_its_clock_stands_still() -> None:
    flow = workflow(human("a"), service=service("30 hari kerja"))
    desk = watched(flow, "2026-11-23 08:00", warnings=())
    desk.on("2026-11-26 18:00").pause()

    outlook = looked(desk, "2026-12-01 08:00")

    assert belongs(outlook, CaseEscalated) == {}
