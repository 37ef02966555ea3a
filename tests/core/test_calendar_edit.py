"""Edits of calendars: what changes between two versions, and which deadlines that moves."""

from datetime import date, timedelta

import pytest
from builders import CASE
from builders_calendar import at, every_day, hours, season, version
from builders_clocks import KANTOR, RINI, TimedDesk, any_history, opened, returning, told
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_edit import Changes, Move, changes, moves
from engine.core.calendar_version import CalendarVersion, Holiday, HolidayKind, SpecialDay
from engine.core.clock_clauses import ClockKind
from engine.core.clocks import clocks
from engine.core.commands import Withdraw
from engine.core.errors import CalendarInvalid
from engine.core.text import Text


def off(day: str, **more: object) -> Holiday:
    settings = {"name": Text(id="Libur"), "kind": HolidayKind.OFFICE, "source": "SK 1/2026"}
    return Holiday(day=date.fromisoformat(day), **(settings | more))  # type: ignore[arg-type]


def short(day: str, span: str = "07:30-09:00") -> SpecialDay:
    name = Text(id="Pulang cepat")
    return SpecialDay(day=date.fromisoformat(day), name=name, hours=hours(span), source="SE")


def edited(*holidays: Holiday, special: tuple[SpecialDay, ...] = ()) -> Calendar:
    """The office's calendar with more days off, and some short days."""
    old = KANTOR.version
    new = replace(old, version=2, holidays=(*old.holidays, *holidays), special_days=(*special,))
    return compile_calendar(new, zone=KANTOR.zone, first=KANTOR.first, last=KANTOR.last)


def moved(desk: TimedDesk, now: str, new: Calendar) -> tuple[Move, ...]:
    return moves(desk.flow, (KANTOR, new), desk.events, at=at(KANTOR, now))


def shown(move: Move) -> tuple[str, str | None, str | None, str | None]:
    before, after = told(KANTOR, move.due_before), told(KANTOR, move.due_after)
    return move.clock.value, move.step, before, after


def checked() -> TimedDesk:
    """A file found complete on a Monday morning, waiting for the office's decision."""
    desk = opened(returning("3 hari kerja"), "2026-11-23 08:00")
    desk.complete("periksa", RINI, outcome="ya")
    return desk


# --- which deadlines move


def test_a_day_off_moves_promise_and_legal_limit_by_a_working_day() -> None:
    found = moved(checked(), "2026-11-23 09:00", edited(off("2026-11-24")))

    assert [shown(one) for one in found] == [
        ("promise", None, "2026-11-26 16:00", "2026-11-27 16:30"),
        ("legal", None, "2026-11-30 16:00", "2026-12-01 16:00"),
    ]
    assert not any(one.was_late or one.is_late for one in found)


def test_the_clock_of_an_open_step_moves_and_names_its_task() -> None:
    desk = checked()

    found = moved(desk, "2026-11-23 09:00", edited(special=(short("2026-11-23"),)))

    step = found[-1]
    assert shown(step) == ("step", "sah", "2026-11-23 10:01", "2026-11-24 08:31")
    assert step.activation == desk.task("sah")


def test_a_step_that_has_ended_keeps_its_deadline() -> None:
    found = moved(checked(), "2026-11-23 09:00", edited(special=(short("2026-11-23"),)))

    assert [one.step for one in found if one.clock is ClockKind.STEP] == ["sah"]


def test_what_an_edit_does_not_touch_stays() -> None:
    assert moved(checked(), "2026-11-23 09:00", edited(off("2026-12-24"))) == ()


def test_a_closed_case_is_left_as_it_is() -> None:
    desk = checked()
    desk.do(Withdraw(case=CASE, by=RINI, reason="Batal"))

    assert moved(desk, "2026-11-23 09:00", edited(off("2026-11-24"))) == ()


def test_an_edit_can_unmake_a_breach_and_make_one() -> None:
    desk = checked()
    now = "2026-11-27 08:00"
    older, newer = KANTOR, edited(off("2026-11-24"))

    unmade = moves(desk.flow, (older, newer), desk.events, at=at(KANTOR, now))[0]
    made = moves(desk.flow, (newer, older), desk.events, at=at(KANTOR, now))[0]

    assert (unmade.was_late, unmade.is_late) == (True, False)
    assert (made.was_late, made.is_late) == (False, True)


def test_a_clock_that_stands_still_is_not_decided_before_and_after() -> None:
    desk = checked()
    desk.pause()

    found = moved(desk, "2026-11-23 12:00", edited(off("2026-11-24")))

    assert found == ()


def test_a_clock_that_an_edit_stops_short_of_its_end_is_no_longer_decided() -> None:
    desk = opened(returning("1 hari kerja"), "2026-11-23 08:00")
    desk.on("2026-11-25 08:00").pause()

    (promise, *_) = moved(desk, "2026-11-25 09:00", edited(off("2026-11-24")))

    assert shown(promise) == ("promise", None, "2026-11-24 16:00", None)
    assert (promise.was_late, promise.is_late) == (True, False)


@given(desk=any_history(), days=st.lists(st.integers(0, 40), max_size=4), later=st.integers(0, 99))
def test_what_is_told_to_move_is_exactly_what_the_clocks_say(desk, days, later) -> None:
    first = KANTOR.day_of(desk.events[0].at)
    new = edited(*(off(f"{first + timedelta(days=n)}") for n in set(days)))
    now = desk.now + timedelta(hours=later)

    found = moves(desk.flow, (KANTOR, new), desk.events, at=now)

    assert desk.state is not None
    before, after = (clocks(desk.flow, one, desk.events, at=now) for one in (KANTOR, new))
    pairs = [(before.promise, after.promise), (before.legal, after.legal)]
    pairs += [(before.steps[name], after.steps[name]) for name in before.steps]
    wanted = [
        (one.kind, one.activation, one.due, other.due)
        for one, other in pairs
        if one is not None and other is not None
        if one.finished_at is None and one.due != other.due
    ]
    told_to_move = [(one.clock, one.activation, one.due_before, one.due_after) for one in found]
    assert told_to_move == (wanted if desk.state.is_open else [])


# --- what changes


def test_a_version_is_no_change_of_itself() -> None:
    assert changes(KANTOR.version, replace(KANTOR.version, version=2)) == Changes()


def test_every_kind_of_change_is_named() -> None:
    ordinary, fast = season(every_day("08:00-12:00")), season(every_day("08:00-10:00"), "Ramadan")
    bounded = replace(fast, first=date(2026, 2, 19), last=date(2026, 3, 20))
    old = version("Asia/Jakarta", ordinary, holidays=(off("2026-11-24"),), special_days=())
    new = version(
        "Asia/Makassar",
        ordinary,
        bounded,
        holidays=(off("2026-11-25"),),
        special_days=(short("2026-11-26"),),
        works_on_joint_leave=True,
    )

    assert changes(old, new) == Changes(
        holidays_added=(off("2026-11-25"),),
        holidays_removed=(off("2026-11-24"),),
        special_days_added=(short("2026-11-26"),),
        seasons_added=(bounded,),
        zone="Asia/Makassar",
        works_on_joint_leave=True,
    )
    assert changes(new, old).seasons_removed == (bounded,)
    assert changes(new, old).special_days_removed == (short("2026-11-26"),)
    assert changes(new, old).works_on_joint_leave is False


def test_another_source_is_no_change_but_a_date_that_is_settled_is() -> None:
    ordinary = season(every_day("08:00-12:00"))

    def observing(holiday: Holiday) -> CalendarVersion:
        return version("Asia/Jakarta", ordinary, holidays=(holiday,))

    estimated = off("2026-11-24", provisional=True)
    assert changes(observing(off("2026-11-24")), observing(off("2026-11-24", source="SK 2"))) == (
        Changes()
    )
    assert changes(observing(estimated), observing(off("2026-11-24"))) == Changes(
        holidays_added=(off("2026-11-24"),), holidays_removed=(estimated,)
    )


# --- what a version refuses


@pytest.mark.parametrize("kind", ["holidays", "special_days"])
def test_a_day_on_which_no_season_says_any_hours_is_refused(kind: str) -> None:
    begun = season(every_day("08:00-12:00"), first=date(2026, 1, 1))
    one = off("2025-12-25") if kind == "holidays" else short("2025-12-25")

    with pytest.raises(CalendarInvalid, match="on 2025-12-25 lies on no day") as refusal:
        version("Asia/Jakarta", begun, **{kind: (one,)})

    assert "Mend its date" in refusal.value.hint
