"""History and state: replaying the one gives the other."""

from datetime import date
from typing import get_args

import msgspec
import pytest
from builders import CASE, MONDAY, Desk, action, answer, human, person, workflow
from refusals import on

from engine.core.clock_clauses import ClockKind
from engine.core.commands import (
    SYSTEM,
    AcceptFile,
    Actor,
    AnyCommand,
    Applicant,
    Assign,
    Attach,
    Comment,
    Delegate,
    Dispose,
    DisposeOf,
    Erase,
    Extend,
    FailAction,
    Hold,
    LiftHold,
    Migrate,
    OpenCase,
    Override,
    PassTime,
    Pause,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Reveal,
)
from engine.core.deviations import Deviation, DeviationKind
from engine.core.durations import Duration, TimeUnit
from engine.core.events import CaseOpened, CommentAdded, Event, Recorded
from engine.core.evolve import evolve, replay
from engine.core.expressions import Has
from engine.core.ids import DeviationId, FieldId, PersonId, RoleId, StepId
from engine.core.retention_events import HoldGround
from engine.core.state import facts
from engine.core.text import Text
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
    Withdrawal,
)
from engine.core.values import Field, FieldType
from engine.core.workflow import Extension, PauseReason, Requirement, RungLevel, Service, Timing

RINI, BUDI, CAMAT = person("rini"), person("budi"), person("suryo", "camat")


def flow(**more: object):
    return workflow(
        human("terima"),
        human("survei", when=Has(path="form.lokasi")),
        action("nomor", results=("number",)),
        [
            [human("a")],
            [human("b", outcomes=(answer("ya"), answer("ulang", "return", "terima")))],
        ],
        human("sah", "camat"),
        form=(Field(id=FieldId("luas"), title=Text(id="Luas"), type=FieldType.NUMBER),),
        requirements=(Requirement(id="ktp", title=Text(id="KTP")),),
        service=Service(promise=Duration(amount=3, unit=TimeUnit.WORKING_DAY)),
        timing=Timing(extension=Extension(most=Duration(amount=2, unit=TimeUnit.WORKING_DAY))),
        **more,
    )


class Story(Desk):
    """A desk whose acts are short to tell."""

    def does(self, kind: type[AnyCommand], /, **more: object) -> None:
        self.do(kind(case=CASE, by=CAMAT, **more))  # type: ignore[call-arg]

    def does_on(self, at: str, kind: type, by: Actor = CAMAT, /, **more: object) -> None:
        self.do(on(self, at, kind, by, **more))


def a_long_story() -> Desk:
    """One case to which everything happens that can happen to a case."""
    desk = Story(flow())
    desk.open(form={"luas": "12"})
    begin(desk)
    go_back_and_forth(desk)
    desk.do(
        Migrate(case=CASE, by=CAMAT, version=2, reason="Revisi"),
        target=flow(version=2, hash="h2"),
    )
    be_late(desk)
    desk.does(Reveal, fields=("applicant.name",), reason="Cocokkan dengan KTP")
    desk.does(Reject, reason="Palsu")
    desk.do(
        Erase(
            case=CASE,
            by=person("siti", "alur:privacy"),
            fields=("applicant.name",),
            reason="Diminta pemiliknya",
            decree="SK 7/2026",
        )
    )
    desk.does(Reopen, step=StepId("sah"), reason="Ternyata asli")
    desk.complete("sah", CAMAT)
    dispose(desk)
    return desk


def dispose(desk: Story) -> None:
    ani = person("ani", "alur:archivist")
    why = {"ground": HoldGround.AUDIT, "reason": "Pemeriksaan BPK"}
    desk.do(Hold(case=CASE, by=ani, **why))  # type: ignore[arg-type]
    desk.do(LiftHold(case=CASE, by=ani, **why))  # type: ignore[arg-type]
    desk.do(
        DisposeOf(
            case=CASE,
            by=ani,
            list_id="l1",
            minutes="BA 7",
            signed_on=date(2030, 1, 2),
            kept_as="surat",
            over_on=date(2030, 1, 1),
            today=date(2030, 1, 2),
            proposed_by=PersonId("ani"),
            approved_by=PersonId("suryo"),
        )
    )


def be_late(desk: Story) -> None:
    found = Deviation(kind=DeviationKind.LATE_CASE, case=CASE, at=desk.now)
    name = DeviationId("late_case:0")
    notice = {"clock": ClockKind.PROMISE, "due": desk.now, "belongs_at": desk.now}
    said = (
        DeviationRecorded(deviation=name, found=found, calendar="kantor/1"),
        WarningGiven(percent=80, **notice),  # type: ignore[arg-type]
        CaseEscalated(rung=RungLevel.HEAD, **notice),  # type: ignore[arg-type]
    )
    gone = DeviationWithdrawn(deviation=name, because=Withdrawal.CALENDAR, calendar="kantor/2")
    desk.does(Extend, amount=Duration(amount=1, unit=TimeUnit.WORKING_DAY), reason="Tebal")
    desk.do(PassTime(case=CASE, by=SYSTEM, found=said))
    desk.does(Dispose, deviation=name, verdict="accepted", reason="Listrik padam")
    desk.do(PassTime(case=CASE, by=SYSTEM, found=(gone,)))


def begin(desk: Story) -> None:
    file = {"name": "ktp", "media_type": "image/png", "size": 1, "sha256": "0" * 64}
    desk.does(Attach, **file, requirement="ktp")
    desk.does(AcceptFile)
    desk.does(Comment, text="Mohon dipercepat")
    desk.does(Pause, reason=PauseReason.APPLICANT)
    desk.does(Resume)
    desk.does_on("terima", Assign, to="rini")
    desk.does_on("terima", Delegate, RINI, to="budi")
    desk.does_on("terima", Resolve, BUDI)
    desk.does_on("terima", Release, RINI)
    desk.claim("terima", RINI)
    desk.complete("terima", RINI)


def go_back_and_forth(desk: Story) -> None:
    desk.does_on("nomor", FailAction, SYSTEM, attempt=1, error="Putus")
    desk.does_on("nomor", FailAction, SYSTEM, attempt=2, error="Putus", final=True)
    hear_of_it(desk)
    desk.does_on("nomor", RetryAction)
    desk.record("nomor", {"number": "1"})
    desk.complete("a", RINI)
    desk.send_back("b", RINI)
    desk.does_on("terima", Override, mode="skip", reason="Sudah diterima")
    desk.record("nomor", {"number": "2"})
    desk.complete("b", RINI, outcome="ya")
    desk.does_on("a", Override, CAMAT, mode="act_outside_role", reason="Petugas sakit")


def hear_of_it(desk: Story) -> None:
    told = IncidentTold(
        activation=desk.task("nomor"),
        step=StepId("nomor"),
        failed=len(desk.events),
        since=desk.now,
        belongs_at=desk.now,
        rung=RungLevel.REMIND,
        to=(RoleId("camat"),),
    )
    desk.do(PassTime(case=CASE, by=SYSTEM, found=(told,)))


def test_the_long_story_knows_every_kind_of_event() -> None:
    kinds = {kind.__struct_config__.tag for kind in get_args(Event)}

    assert set(a_long_story().kinds) == kinds


def test_replaying_the_history_gives_the_state_after_every_event() -> None:
    desk = a_long_story()
    state = None

    for length, recorded in enumerate(desk.events, start=1):
        state = evolve(state, recorded)
        assert replay(desk.events[:length]) == state
        assert (state.seq, state.last_at) == (length, recorded.at)
    assert state == desk.state


def test_history_survives_being_written_and_read() -> None:
    desk = a_long_story()

    written = msgspec.json.encode(desk.events)

    read = msgspec.json.decode(written, type=list[Recorded])
    assert read == desk.events
    assert replay(read) == desk.state


def test_no_history_is_no_case() -> None:
    assert replay(()) is None


def test_a_history_begins_with_the_opening() -> None:
    stray = Recorded(case=CASE, seq=1, at=MONDAY, by=RINI, event=CommentAdded(text="Halo"))

    with pytest.raises(ValueError, match="history of case 0case does not begin with its opening"):
        replay((stray,))


def test_an_opening_forgets_whatever_came_before() -> None:
    desk = a_long_story()
    opening = desk.events[0]

    assert isinstance(opening.event, CaseOpened)
    assert evolve(desk.state, opening) == replay((opening,))


def test_conditions_read_data_visits_and_answers() -> None:
    rows = (human("pilah", outcomes=(answer("berat"),)), human("sah"), human("arsip"))
    desk = Desk(workflow(*rows))
    desk.do(OpenCase(case=CASE, by=RINI, sop=desk.flow.sop, applicant=Applicant(name="Tini")))
    desk.complete("pilah", RINI, outcome="berat")

    assert desk.state is not None
    assert facts(desk.flow, desk.state) == {
        "visits.pilah": 1,
        "outcome.pilah": "berat",
        "visits.sah": 1,
        "visits.arsip": 0,
    }
