"""What is recorded follows from the history; what other hands changed shows, and only that."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from asked import AnyCase
from builders import CASE
from builders_calendar import at
from builders_clocks import KANTOR, RINI, TimedDesk, lasting, one_step, opened, returning
from builders_deviations import accepted
from builders_outlook import swept, watched
from hypothesis import HealthCheck, settings
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from msgspec.structs import replace

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.commands import SYSTEM, Actor, AnyCommand, Extend, PassTime
from engine.core.errors import NotFound
from engine.core.events import DeviationDisposed, Recorded, StepOpened
from engine.core.ids import DeviationId, PersonId, RoleId
from engine.core.outlook import look
from engine.core.rederiving import AboutDeviation, Difference, Rederived, rederive
from engine.core.text import Text
from engine.core.time_events import CaseEscalated, DeviationRecorded, DeviationWithdrawn, Withdrawal
from engine.core.workflow import Extension, Workflow

T = TypeVar("T")
SURYO = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")


def name_of(calendar: Calendar) -> str:
    return f"{calendar.version.id}/{calendar.version.version}"


class Shelf:
    """Some SOP versions, and calendar versions of which all may have been in force."""

    def __init__(self, flows: Sequence[Workflow], *calendars: Calendar) -> None:
        self.flows = {one.hash: one for one in flows}
        self.calendars = {name_of(one): one for one in calendars}

    def workflow(self, name: str) -> Workflow:
        return self.flows[name]

    def versions(self, _calendar: str, _at: datetime) -> tuple[str, ...]:
        return tuple(self.calendars)

    def asked(self, version: str, question: Callable[[Calendar], T], *, at: datetime) -> T:
        assert at.tzinfo is not None
        if version not in self.calendars:
            raise NotFound("published calendar", version)
        return question(self.calendars[version])


def audited(
    desk: TimedDesk,
    told: Sequence[Recorded] | None = None,
    *,
    looked: bool = False,
    shelf: Shelf | None = None,
) -> Rederived:
    """The history of a desk, or what was made of it, held against itself at its end."""
    history = desk.events if told is None else told
    known = shelf or Shelf([desk.flow], KANTOR)
    return rederive(history, known, at=desk.events[-1].at, looked=looked)


def codes(found: Rederived) -> list[tuple[Difference, DeviationId | None]]:
    return [(one.code, one.deviation) for one in found.findings]


def without(history: Sequence[Recorded], place: int) -> list[Recorded]:
    return [*history[:place], *history[place + 1 :]]


def places(history: Sequence[Recorded], kind: type = DeviationRecorded) -> list[int]:
    return [place for place, one in enumerate(history) if isinstance(one.event, kind)]


# --- any case


class AuditedCase(AnyCase):
    """Any case; at its end its history is held against itself, whole and tampered with."""

    def __init__(self) -> None:
        super().__init__()
        self.flows: list[Workflow] = []

    def ask(self, command: AnyCommand, *, target: Workflow | None = None) -> bool:
        if isinstance(command, Extend):
            self.look_first()
        return super().ask(command, target=target)

    @precondition(lambda self: self.is_open() and self.state.version < 3)
    @rule()
    def revise(self) -> None:
        self.flows.append(self.flow)
        self.look_first()
        super().revise()

    def look_first(self) -> None:
        """As the service does before a budget or the version changes."""
        found = look(self.flow, KANTOR, self.state, self.desk.events, at=self.now()).found
        if found:
            now = self.desk.now
            self.desk.do(PassTime(case=CASE, by=SYSTEM, found=found))
            self.desk.now = now

    def now(self) -> datetime:
        return max(self.desk.now, self.state.last_at)

    def teardown(self) -> None:
        if self.desk.state is None:
            return
        shelf = Shelf([*self.flows, self.flow], KANTOR)
        told = rederive(self.desk.events, shelf, at=self.now(), looked=False)
        due = look(self.flow, KANTOR, self.state, self.desk.events, at=self.now()).found
        assert told.findings == ()
        assert set(told.awaited) == {one for one in due if isinstance(one, AboutDeviation)}
        missed = rederive(self.desk.events, shelf, at=self.now(), looked=True)
        assert [one.derived for one in missed.findings] == [*told.awaited]
        for place in places(self.desk.events)[:4]:
            self.expect_found(shelf, place, {one.deviation for one in told.awaited})

    def expect_found(self, shelf: Shelf, place: int, due: set[DeviationId]) -> None:
        """A deviation that was taken out, or bent, and nothing else."""
        one = self.desk.events[place]
        bent = replace(one.event, found=replace(one.event.found, at=one.at + timedelta(hours=1)))
        history = [*self.desk.events]
        history[place] = replace(one, event=bent)
        (finding,) = rederive(history, shelf, at=self.now(), looked=False).findings
        assert (finding.code, finding.seq) == (Difference.OTHER_EVIDENCE, one.seq)
        assert (finding.recorded, finding.derived) == (bent, one.event)
        assert finding.unlike == ("at",)

        told = rederive(without(history, place), shelf, at=self.now(), looked=True)
        found = {finding.deviation for finding in told.findings}
        assert one.event.deviation in found
        assert found - {one.event.deviation} == due - {one.event.deviation}


def test_any_history_holds_and_what_is_taken_out_or_bent_is_found() -> None:
    run_state_machine_as_test(
        AuditedCase,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


# --- what was taken out, added or bent


def late() -> TimedDesk:
    """A step of 100 minutes that passed at 09:40, which was recorded at 16:00, and no notice."""
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(), escalation=())
    swept(desk, "2026-11-23 16:00")
    desk.events = [one for one in desk.events if not isinstance(one.event, CaseEscalated)]
    return desk


def test_a_history_that_nobody_touched_has_no_findings() -> None:
    assert audited(late(), looked=True) == Rederived()


def test_what_no_look_has_come_for_yet_is_awaited_and_after_a_look_it_is_missing() -> None:
    desk = late()
    history = [one for one in desk.events if not isinstance(one.event, DeviationRecorded)]

    (due,) = audited(desk, history).awaited
    (finding,) = audited(desk, history, looked=True).findings

    assert due.deviation == finding.deviation == "late_step:1"
    assert (finding.code, finding.derived) == (Difference.NOT_RECORDED, due)
    assert finding.recorded is None


def test_what_the_look_that_shows_by_a_warning_must_have_found_is_missing_once() -> None:
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(50,), escalation=())
    swept(desk, "2026-11-23 16:00")
    desk.do(accepted(by=SURYO))
    swept(desk, "2026-11-25 16:00")
    (place,) = places(desk.events)

    found = audited(desk, without(desk.events, place), looked=True)

    assert codes(found) == [(Difference.NOT_RECORDED, "late_step:1")]
    assert found.findings[0].seq == desk.events[place].seq + 1


def test_nobody_decides_about_what_is_not_recorded() -> None:
    desk = late()
    desk.do(accepted(by=SURYO))
    (place,) = places(desk.events)
    (decided,) = places(desk.events, DeviationDisposed)

    (finding,) = audited(desk, without(desk.events, place)).findings

    assert (finding.code, finding.deviation) == (Difference.NOT_RECORDED, "late_step:1")
    assert finding.seq == desk.events[decided].seq


def test_a_deviation_out_of_nothing_and_one_recorded_twice_are_found() -> None:
    desk = late()
    last = desk.events[-1]
    made_up = replace(last.event, deviation=DeviationId("late_step:7"))

    more = [*desk.events, replace(last, event=made_up), last]

    assert codes(audited(desk, more)) == [
        (Difference.NOT_DERIVED, "late_step:7"),
        (Difference.RECORDED_TWICE, "late_step:1"),
    ]


def test_other_evidence_is_named_field_by_field() -> None:
    desk = late()
    last = desk.events[-1]
    bent = replace(last.event, found=replace(last.event.found, persons=(PersonId("budi"),)))

    (finding,) = audited(desk, [*desk.events[:-1], replace(last, event=bent)]).findings

    assert (finding.code, finding.unlike) == (Difference.OTHER_EVIDENCE, ("persons",))
    assert (finding.recorded, finding.derived) == (bent, last.event)


def test_a_step_that_ended_at_another_hour_bends_what_follows_from_it() -> None:
    desk = opened(one_step("100 menit"), "2026-11-23 08:00").on("2026-11-23 15:00")
    desk.complete("telaah", RINI)
    swept(desk, "2026-11-23 16:00")
    early = [
        replace(one, at=at(KANTOR, "2026-11-23 09:00")) if one.seq in {4, 5} else one
        for one in desk.events
    ]

    assert codes(audited(desk, early)) == [(Difference.NOT_DERIVED, "late_step:1")]


def holiday_on(*days: str) -> Calendar:
    """The next version of the office's calendar, with holidays on these days."""
    holidays = tuple(
        Holiday(
            day=at(KANTOR, f"{day} 12:00").date(),
            name=Text(id="Libur"),
            kind=HolidayKind.REGIONAL,
            source="SK Bupati",
        )
        for day in days
    )
    version = replace(observing(KANTOR.version, holidays), version=KANTOR.version.version + 1)
    return compile_calendar(version, zone=KANTOR.zone, first=KANTOR.first, last=KANTOR.last)


EDITED = holiday_on("2026-11-24", "2026-11-25")


def unmade() -> TimedDesk:
    """Two working days passed on Wednesday, and after an edit of the calendar they had not."""
    desk = watched(one_step("2 hari kerja"), "2026-11-23 08:00", warnings=(), escalation=())
    swept(desk, "2026-11-26 08:00")
    swept(desk, "2026-11-26 09:00", EDITED)
    return desk


def both(desk: TimedDesk) -> Shelf:
    return Shelf([desk.flow], KANTOR, EDITED)


def test_what_an_edit_of_the_calendar_unmade_is_judged_by_the_version_of_each_day() -> None:
    desk = unmade()

    assert audited(desk, shelf=both(desk)) == Rederived()


def test_what_only_one_of_two_calendars_says_is_not_said_to_be_missing() -> None:
    desk = unmade()
    history = [one for one in desk.events if not isinstance(one.event, AboutDeviation)]

    assert audited(desk, history, looked=True, shelf=both(desk)) == Rederived()


def test_a_withdrawal_taken_out_added_or_with_another_ground_is_found() -> None:
    desk = unmade()
    last = desk.events[-1]
    assert isinstance(last.event, DeviationWithdrawn)
    bent = replace(last, event=replace(last.event, because=Withdrawal.HISTORY))
    by_old = replace(last, event=replace(last.event, calendar=name_of(KANTOR)))
    new = Shelf([desk.flow], EDITED)

    def found(history: list[Recorded], shelf: Shelf, *, looked: bool = False) -> object:
        return codes(audited(desk, history, shelf=shelf, looked=looked))[-1]

    name = "late_step:1"
    before = desk.events[:-1]
    until = replace(before[-1], at=last.at)
    assert found([*before[:-1], until], new, looked=True) == (Difference.NOT_WITHDRAWN, name)
    assert found([*before, bent], both(desk)) == (Difference.OTHER_EVIDENCE, name)
    assert found([*before, by_old], both(desk)) == (Difference.WRONGLY_WITHDRAWN, name)
    assert audited(desk, [*before, bent], shelf=both(desk)).findings[0].unlike == ("because",)


def test_a_calendar_that_was_not_in_force_or_is_not_there_is_named() -> None:
    desk = late()
    last = desk.events[-1]
    unknown = replace(last, event=replace(last.event, calendar="kantor-wib/99"))

    elsewhere = audited(desk, shelf=Shelf([desk.flow], EDITED)).findings
    gone = audited(desk, [*desk.events[:-1], unknown]).findings

    assert [(one.code, one.calendar) for one in elsewhere] == [
        (Difference.OTHER_CALENDAR, name_of(KANTOR)),
        (Difference.NO_CALENDAR, name_of(KANTOR)),
    ]
    assert [(one.code, one.seq) for one in gone] == [
        (Difference.OTHER_CALENDAR, last.seq),
        (Difference.NO_CALENDAR, last.seq),
    ]


OVER = date(2026, 11, 1)


def test_where_no_calendar_can_tell_nothing_is_missing() -> None:
    desk = late()
    history = desk.events[:-1]

    ended = compile_calendar(KANTOR.version, zone=KANTOR.zone, first=KANTOR.first, last=OVER)
    for shelf in (Shelf([desk.flow]), Shelf([desk.flow], ended)):
        assert audited(desk, history, looked=True, shelf=shelf) == Rederived()


def test_more_time_is_given_after_a_look_at_what_had_passed_by_then() -> None:
    more = Extension(most=lasting("300 menit"))
    desk = watched(one_step("100 menit"), "2026-11-23 08:00", warnings=(), extension=more)
    desk.on("2026-11-23 15:00").do(
        Extend(
            case=CASE,
            by=SURYO,
            activation=desk.task("telaah"),
            amount=lasting("300 menit"),
            reason="Berkas tebal",
        )
    )

    assert codes(audited(desk)) == [(Difference.NOT_RECORDED, "late_step:1")]


def test_events_that_do_not_follow_from_each_other_are_told_from_where_they_break() -> None:
    desk = opened(returning(), "2026-11-23 08:00").on("2026-11-23 15:00")
    opening = places(desk.events, StepOpened)
    swept(desk, "2026-11-24 16:00")

    headless = audited(desk, desk.events[1:])
    assert [(one.code, one.seq) for one in headless.findings] == [(Difference.BROKEN, 2)]
    torn = audited(desk, [desk.events[0], *desk.events[2:]]) if opening else headless
    assert torn.findings[-1].code is Difference.BROKEN
