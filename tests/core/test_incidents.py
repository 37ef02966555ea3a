"""Incidents: what the clocks do meanwhile, and who hears of it when."""

import pytest
from builders import CASE, action, call, human, workflow
from builders_calendar import at
from builders_clocks import HESTI, KANTOR, TimedDesk, lasting, service, told
from builders_outlook import LADDER, belongs, found, looked, name, names, swept, watched
from msgspec.structs import replace

from engine.core.clock_clauses import ClockKind
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clocks import ClockState
from engine.core.commands import SYSTEM, FailAction, RecordAction, RetryAction
from engine.core.evolve import replay
from engine.core.ids import RoleId, StepId
from engine.core.incidents import first_told
from engine.core.outlook import moves_time
from engine.core.time_events import IncidentTold, WarningGiven
from engine.core.workflow import PauseReason, Power, Rung, RungLevel, Timing, Workflow

KASI, CAMAT, LOKET = RoleId("kasi"), RoleId("camat"), RoleId("loket")
STUCK = Ground(why=Standstill.INCIDENT)


def asking(promise: str = "3 hari kerja", *, pause: PauseReason | None = None) -> Workflow:
    """Another unit is asked for its recommendation; people do the rest."""
    step = call("rekomendasi", "dinas", pause=pause, time=lasting("100 menit"))
    return workflow(step, human("sah", "kasi"), service=service(promise, "90 hari kerja"))


def fail(desk: TimedDesk, when: str, step: str = "rekomendasi", *, final: bool = True) -> None:
    desk.on(when)
    active = desk.state and desk.state.activation(desk.task(step))
    assert active is not None
    attempt, this = active.attempts + 1, active.id
    desk.do(
        FailAction(
            case=CASE, by=SYSTEM, activation=this, attempt=attempt, error="Mati", final=final
        )
    )


def retry(desk: TimedDesk, when: str, step: str = "rekomendasi") -> None:
    desk.on(when).do(RetryAction(case=CASE, by=HESTI, activation=desk.task(step)))


# --- the clocks


def test_the_promise_runs_on_for_the_applicant_does_not_pay_for_the_engine() -> None:
    desk = watched(asking(), "2026-11-23 08:00")
    before = desk.promise("2026-11-23 09:00").due

    fail(desk, "2026-11-23 09:00")

    clock = desk.promise("2026-11-24 12:00")
    assert (clock.state, clock.due) == (ClockState.RUNNING, before)


def test_the_clock_of_the_step_itself_stands_still_until_it_is_tried_again() -> None:
    desk = watched(asking(), "2026-11-23 08:00")
    fail(desk, "2026-11-23 09:00")

    clock = desk.step("rekomendasi", "2026-11-23 15:00")
    assert (clock.state, clock.ground, clock.remaining) == (ClockState.STANDING, STUCK, 40 * 60)

    retry(desk, "2026-11-24 08:00")
    again = desk.step("rekomendasi", "2026-11-24 08:10")
    assert (again.state, told(KANTOR, again.due)) == (ClockState.RUNNING, "2026-11-24 08:40")


def test_an_attempt_that_is_not_the_last_stops_no_clock() -> None:
    desk = watched(asking(), "2026-11-23 08:00")
    fail(desk, "2026-11-23 09:00", final=False)

    assert desk.step("rekomendasi", "2026-11-23 09:10").state is ClockState.RUNNING


def test_what_the_engine_is_stuck_with_waits_for_no_other_body() -> None:
    desk = watched(asking(pause=PauseReason.EXTERNAL_BODY), "2026-11-23 08:00")
    assert desk.promise("2026-11-23 08:30").state is ClockState.STANDING

    fail(desk, "2026-11-23 09:00")
    assert desk.promise("2026-11-23 09:30").state is ClockState.RUNNING

    retry(desk, "2026-11-24 08:00")
    waits = desk.promise("2026-11-24 09:00")
    assert waits.ground == Ground(why=Standstill.EXTERNAL_BODY)
    assert waits.ledger is not None
    assert [told(KANTOR, one.begins) for one in waits.ledger.stretches] == [
        "2026-11-23 08:00",
        "2026-11-23 09:00",
        "2026-11-24 08:00",
    ]


def test_while_people_pause_the_case_its_clocks_stand_still_in_an_incident_as_well() -> None:
    desk = watched(asking(), "2026-11-23 08:00")
    fail(desk, "2026-11-23 09:00")
    desk.on("2026-11-23 10:00").pause()

    paused = Ground(why=Standstill.APPLICANT, whole_case=True)
    assert desk.promise("2026-11-23 11:00").ground == paused
    assert desk.step("rekomendasi", "2026-11-23 11:00").ground == paused

    desk.on("2026-11-23 12:00").resume()
    assert desk.promise("2026-11-23 13:00").state is ClockState.RUNNING
    assert desk.step("rekomendasi", "2026-11-23 13:00").ground == STUCK


# --- what is nobody's fault


def test_nobody_is_late_with_a_step_that_the_engine_is_stuck_with() -> None:
    desk = watched(asking(), "2026-11-23 08:00", warnings=())
    fail(desk, "2026-11-23 09:00")

    assert "late_step:1" not in found(desk, "2026-11-30 08:00")

    by_hand = {"activation": desk.task("rekomendasi"), "reason": "Lewat telepon"}
    desk.on("2026-11-27 08:00").do(
        RecordAction(case=CASE, by=HESTI, result={"result": "completed"}, **by_hand)  # type: ignore[arg-type]
    )
    assert "late_step:1" not in found(desk, "2026-11-30 08:00")


def test_what_was_late_before_the_incident_was_late() -> None:
    desk = watched(asking(), "2026-11-23 08:00", warnings=())
    fail(desk, "2026-11-23 10:00")

    assert told(KANTOR, found(desk, "2026-11-23 11:00")["late_step:1"].at) == "2026-11-23 09:40:01"


def test_a_late_case_is_late_whatever_kept_it() -> None:
    desk = watched(asking("1 hari kerja"), "2026-11-23 08:00", warnings=())
    fail(desk, "2026-11-23 09:00")

    assert "late_case:0" in found(desk, "2026-11-25 08:00")


def test_an_incident_is_no_pause_and_a_retry_begins_another() -> None:
    cap = {PauseReason.EXTERNAL_BODY: lasting("1 hari kerja")}
    flow = asking("10 hari kerja", pause=PauseReason.EXTERNAL_BODY)
    desk = watched(flow, "2026-11-23 08:00", warnings=(), pauses=cap)
    fail(desk, "2026-11-23 09:00")
    assert names(swept(desk, "2026-11-27 08:00")) == ["incident:4:remind"]

    retry(desk, "2026-11-27 09:00")

    assert names(looked(desk, "2026-11-30 16:00")) == []
    assert names(looked(desk, "2026-11-30 16:30:01")) == ["pause_above_cap:6"]


# --- who hears of it


def test_those_with_a_power_over_others_work_hear_of_it_at_once() -> None:
    desk = watched(asking(), "2026-11-23 08:00", warnings=())
    fail(desk, "2026-11-23 09:00")

    (notice,) = looked(desk, "2026-11-23 09:00").found

    assert notice == IncidentTold(
        activation=desk.task("rekomendasi"),
        step=StepId("rekomendasi"),
        failed=4,
        since=at(KANTOR, "2026-11-23 09:00"),
        belongs_at=at(KANTOR, "2026-11-23 09:00"),
        rung=RungLevel.REMIND,
        to=(CAMAT,),
    )


def test_it_is_told_again_as_a_breach_would_be_while_it_lasts() -> None:
    first = Rung(level=RungLevel.REMIND, to=(LOKET,), after=lasting("10 menit"))
    desk = watched(asking(), "2026-11-23 08:00", warnings=(), escalation=LADDER, incident=first)
    fail(desk, "2026-11-23 09:00")

    outlook = looked(desk, "2026-11-24 16:00")

    assert belongs(outlook, IncidentTold) == {
        "incident:4:remind": "2026-11-23 09:10",
        "incident:4:supervisor": "2026-11-23 10:00",
        "incident:4:head": "2026-11-24 16:00",
    }
    notices = [one for one in outlook.found if isinstance(one, IncidentTold)]
    assert [one.to for one in notices] == [(LOKET,), (KASI,), (CAMAT,)]
    assert told(KANTOR, looked(desk, "2026-11-23 09:00").next_at) == "2026-11-23 09:10"


def test_nobody_hears_of_it_at_night_nor_once_it_is_mended() -> None:
    desk = watched(asking(), "2026-11-23 22:00", warnings=())
    fail(desk, "2026-11-23 23:00")

    assert told(KANTOR, looked(desk, "2026-11-23 23:30").next_at) == "2026-11-24 07:30"
    assert names(looked(desk, "2026-11-24 07:30")) == ["incident:4:remind"]

    retry(desk, "2026-11-24 02:00")
    assert names(looked(desk, "2026-11-24 07:30")) == []


def test_the_next_incident_of_a_step_is_another_one() -> None:
    desk = watched(asking(), "2026-11-23 08:00", warnings=())
    fail(desk, "2026-11-23 09:00")
    assert names(swept(desk, "2026-11-23 09:00")) == ["incident:4:remind"]
    retry(desk, "2026-11-23 09:10")
    fail(desk, "2026-11-23 09:20")

    assert names(looked(desk, "2026-11-23 09:20")) == ["incident:7:remind"]
    assert replay(desk.events) == desk.state


def test_an_action_that_failed_for_good_is_told_in_the_same_way() -> None:
    flow = workflow(action("nomor", time=lasting("1 menit")), human("serah"))
    desk = watched(flow, "2026-11-23 08:00")
    fail(desk, "2026-11-23 09:00", "nomor")

    assert names(looked(desk, "2026-11-23 12:00")) == ["incident:4:remind"]


def test_of_the_case_meanwhile_those_are_warned_who_are_to_mend_it() -> None:
    flow = asking("100 menit")
    desk = watched(flow, "2026-11-23 08:00", warnings=(50,))
    assert looked(desk, "2026-11-23 08:40").found == ()
    fail(desk, "2026-11-23 08:40")

    promise = [one for one in looked(desk, "2026-11-23 09:00").found if name(one)[:4] == "warn"]

    assert [type(one) for one in promise] == [WarningGiven]
    (warning,) = promise
    assert isinstance(warning, WarningGiven)
    assert (warning.clock, warning.to) == (ClockKind.PROMISE, (CAMAT,))


@pytest.mark.parametrize(
    ("powers", "expected"),
    [
        ({}, (LOKET, KASI, CAMAT)),
        ({"kasi": Power.OVERRIDE}, (KASI,)),
        ({"loket": Power.ASSIGN, "camat": Power.OVERRIDE}, (LOKET, CAMAT)),
        ({"pemohon": Power.ASSIGN, "kasi": Power.ASSIGN}, (KASI,)),
        ({"kasi": Power.REJECT}, (LOKET, KASI, CAMAT)),
    ],
)
def test_where_nobody_has_such_a_power_everybody_of_the_office_hears_of_it(
    powers: dict[str, Power], expected: tuple[RoleId, ...]
) -> None:
    flow = asking()
    roles = {
        one.id: replace(one, may=(powers[one.id],) if one.id in powers else ())
        for one in flow.roles.values()
    }

    told_first = first_told(replace(flow, roles=roles))

    assert set(told_first.to) == set(expected)
    assert told_first.after is None


def test_an_sop_says_itself_who_hears_of_it_first() -> None:
    rung = Rung(level=RungLevel.REMIND, to=(LOKET,))

    assert first_told(replace(asking(), timing=Timing(incident=rung))) == rung


def test_only_the_failure_that_is_an_incident_moves_time() -> None:
    desk = watched(asking(), "2026-11-23 08:00")
    before = len(desk.events)

    fail(desk, "2026-11-23 09:00", final=False)
    assert not any(moves_time(one.event) for one in desk.events[before:])

    fail(desk, "2026-11-23 09:10")
    assert moves_time(desk.events[-1].event)
    retry(desk, "2026-11-23 09:20")
    assert moves_time(desk.events[-1].event)
