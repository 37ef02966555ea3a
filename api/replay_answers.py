"""A case as it was, as JSON: flat, told in both languages, personal data masked."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from api.present import sentence
from api.present_replay import finding_text
from api.time_answers import TimesAnswer, times_answer
from engine.core.commands import Applicant
from engine.core.durations import Duration
from engine.core.events import Recorded, Result
from engine.core.ids import CaseId, DeviationId
from engine.core.rederiving import AboutDeviation, ReplayFinding
from engine.core.replaying import ActorThen, Change, PauseThen
from engine.core.text import Frozen, Text
from engine.core.time_events import DeviationStatus
from engine.core.values import Value
from engine.core.workflow import Workflow
from engine.service.replay_views import EventThen, Replayed, ReplayedSteps, SopThen, TaskThen


class ReplayedEvent(Frozen, frozen=True, kw_only=True):
    """An event, the sentence that tells it, its hash, and in which standing its actor acted.

    `actor` is told from the directory of that instant; `version` is that of the SOP.
    """

    recorded: Recorded
    sentence: Text
    hash: str
    actor: ActorThen
    version: int


class FindingAnswer(Frozen, frozen=True, kw_only=True):
    """What is recorded and does not follow from the history, or the other way round."""

    finding: ReplayFinding
    sentence: Text


class ReplayAnswer(Frozen, frozen=True, kw_only=True):
    """A case exactly as it was after event `seq`, at `at`.

    `times` are its clocks at that instant by the calendar version in force then; null where none
    can tell. `founded`: whether there was a directory to say who could act. `awaited` are
    deviations that the next look at the clocks was to record; `findings` is empty where all that
    is recorded of deviations follows from the history.
    """

    case: CaseId
    seq: int
    events_in_all: int
    at: datetime
    sop: SopThen
    applicant: Applicant
    data: Mapping[str, Value]
    requirements: tuple[str, ...]
    opened_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    result: Result | None
    times: TimesAnswer | None
    tasks: tuple[TaskThen, ...]
    pauses: tuple[PauseThen, ...]
    deviations: Mapping[DeviationId, DeviationStatus]
    extended: Mapping[str, tuple[Duration, ...]]
    founded: bool
    events: tuple[ReplayedEvent, ...]
    findings: tuple[FindingAnswer, ...]
    awaited: tuple[AboutDeviation, ...]


class ReplayedStep(Frozen, frozen=True, kw_only=True):
    """An event and everything that it changed in the case."""

    event: ReplayedEvent
    changes: tuple[Change, ...]


class ReplaySteps(Frozen, frozen=True, kw_only=True):
    """A history event by event, oldest first."""

    case: CaseId
    items: tuple[ReplayedStep, ...]


def replay_answer(view: Replayed, zone: ZoneInfo) -> ReplayAnswer:
    """A case as it was; instants in sentences are told by the clock of `zone`."""
    workflow = view.workflows[view.sop.version]
    return ReplayAnswer(
        case=view.case,
        seq=view.seq,
        events_in_all=view.events_in_all,
        at=view.at,
        sop=view.sop,
        applicant=view.applicant,
        data=view.data,
        requirements=view.state.requirements,
        opened_at=view.state.opened_at,
        accepted_at=view.state.accepted_at,
        closed_at=view.state.closed_at,
        result=view.state.result,
        times=None if view.times is None else times_answer(view.times),
        tasks=view.tasks,
        pauses=view.pauses,
        deviations=view.state.deviations,
        extended=view.state.extended,
        founded=view.founded,
        events=tuple(_event(one, view.workflows, zone) for one in view.events),
        findings=tuple(
            FindingAnswer(finding=one, sentence=finding_text(one, workflow, zone))
            for one in view.findings
        ),
        awaited=view.awaited,
    )


def steps_answer(view: ReplayedSteps, zone: ZoneInfo) -> ReplaySteps:
    """A history event by event."""
    return ReplaySteps(
        case=view.case,
        items=tuple(
            ReplayedStep(event=_event(one.event, view.workflows, zone), changes=one.changes)
            for one in view.items
        ),
    )


def _event(one: EventThen, workflows: Mapping[int, Workflow], zone: ZoneInfo) -> ReplayedEvent:
    workflow = workflows.get(one.version)
    return ReplayedEvent(
        recorded=one.recorded,
        sentence=Text(
            id=sentence(one.recorded, workflow, "id", zone=zone),
            en=sentence(one.recorded, workflow, "en", zone=zone),
        ),
        hash=one.hash,
        actor=one.actor,
        version=one.version,
    )
