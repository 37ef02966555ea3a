"""What a look at a case finds: each thing once, at its instant, and when to look again."""

from datetime import timedelta

from builders import CASE, human, workflow
from builders_calendar import compiled
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    any_history,
    lasting,
    one_step,
    opened,
    returning,
    timed,
    told,
)
from builders_outlook import LADDER, looked, names, swept, watched
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.commands import Actor, Extend, Pause
from engine.core.ids import OutcomeId, PersonId, RoleId
from engine.core.outlook import Outlook, look, moves_time
from engine.core.time_events import (
    DeviationRecorded,
)
from engine.core.workflow import Extension, PauseReason, Timing

SURYO = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")


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


def test_of_a_case_whose_record_is_gone_nothing_is_found_any_more() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)
    gone = replace(desk.state, disposed_at=desk.state.last_at)

    found = look(desk.flow, KANTOR, gone, desk.events, at=desk.state.last_at)

    assert found == Outlook()


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
