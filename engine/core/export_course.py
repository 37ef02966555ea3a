"""A case's history told as acts: see `engine.core.export_acts` for what holds of them."""

from collections.abc import Callable, Mapping, Sequence

from engine.core.deviations import DeviationKind
from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    BlockJoined,
    BlockLeft,
    BranchArrived,
    CaseEnded,
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CommentAdded,
    DataErased,
    DataRevealed,
    DeviationDisposed,
    FileAccepted,
    FileAttached,
    Recorded,
    StepCancelled,
    StepCompleted,
    StepOpened,
    StepOverridden,
    StepReturned,
    StepSkipped,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
    TimeExtended,
)
from engine.core.export_acts import (
    CASE,
    Act,
    Fact,
    Paper,
    Transition,
    WorkflowOf,
    activity_of,
    starts_of,
    workflow_hash,
)
from engine.core.ids import ActivationId, CaseId, DeviationId, PersonId, StepId
from engine.core.retention_events import CaseDisposed, CaseHeld, HoldLifted
from engine.core.text import Frozen, Language
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
)

_AFTER: Mapping[Transition, str] = {
    "assign": "assigned",
    "reassign": "assigned",
    "start": "running",
    "resume": "running",
    "suspend": "suspended",
}
"""How an instance stands after a transition; after one that ends it, it is gone."""


class _Instance:
    """A task, or the case from one opening to its end."""

    def __init__(self, name: str, activity: str, *, step: StepId | None = None) -> None:
        self.name, self.activity, self.step = name, activity, step
        self.standing = "ready"


class _More(Frozen, frozen=True, kw_only=True):
    """What an act tells besides who, when and of what."""

    to: PersonId | None = None
    facts: Mapping[str, Fact] = {}
    words: str = ""


_NOTHING = _More()


class _Course:
    """Tells one case, event by event. Use `course_of`."""

    def __init__(
        self, history: Sequence[Recorded], workflow_of: WorkflowOf, language: Language
    ) -> None:
        self._workflow_of, self._language = workflow_of, language
        self.workflow = workflow_of(workflow_hash(history))
        self._starts = starts_of(history)
        self._tasks: dict[ActivationId, _Instance] = {}
        self._case = _Instance("", CASE)
        self._openings = 0
        self._now = history[0]
        self.acts: list[Act] = []
        self.papers: dict[str, Paper] = {}
        self.departed: dict[DeviationId, DeviationKind] = {}
        self.parent: CaseId | None = None
        self.ended: Recorded | None = None

    def tell(self, recorded: Recorded) -> None:
        """The acts that an event is."""
        self._now = recorded
        tell = _TELLS.get(type(recorded.event))
        if tell is not None:
            tell(self, recorded.event)
        self._begin_unclaimed(recorded)

    def _begin_unclaimed(self, recorded: Recorded) -> None:
        activation = self._starts.get(recorded.seq)
        task = None if activation is None else self._tasks.get(activation)
        if task is not None and task.standing in {"ready", "assigned"}:
            self._act("start", task)

    def _act(self, transition: Transition, of: _Instance | None, more: _More = _NOTHING) -> None:
        now, facts = self._now, more.facts
        kind = str(now.event.__struct_config__.tag)
        if now.happened_at is not None:
            facts = {**facts, "happened_at": now.happened_at}
        act = Act(
            number=len(self.acts) + 1,
            seq=now.seq,
            at=now.at,
            kind=kind,
            activity=kind if of is None else of.activity,
            transition=transition,
            by=now.by,
            instance="" if of is None else of.name,
            step=getattr(now.event, "step", None) if of is None else of.step,
            to=more.to,
            facts=facts,
            words=more.words,
        )
        self.acts.append(act)
        if of is not None:
            of.standing = _AFTER.get(transition, of.standing)

    def _said(self, more: _More = _NOTHING) -> None:
        """An act that is no transition of anything."""
        self._act("unknown", None, more)

    def _end(self, of: _Instance, transition: Transition, more: _More) -> None:
        """An instance's last act. What stood still goes on first, as the model wants it."""
        if transition == "complete" and of.standing == "suspended":
            self._act("resume", of)
        self._act(transition, of, more)

    # The case as a whole

    def opened(self, event: CaseOpened) -> None:
        self.parent = None if event.parent is None else event.parent.case
        facts: dict[str, Fact] = {"version": event.version}
        if event.parent is not None:
            facts["parent"] = event.parent.case
        self._begin(_More(facts=facts))

    def _begin(self, more: _More) -> None:
        self._openings += 1
        self.ended = None
        self._case = _Instance(f"{CASE}-{self._openings}", CASE)
        self._act("start", self._case, more)

    def reopened(self, event: CaseReopened) -> None:
        self._begin(_More(words=event.reason))

    def paused(self, event: CasePaused) -> None:
        facts: dict[str, Fact] = {"pause": event.reason.value}
        self._act("suspend", self._case, _More(facts=facts, words=event.note))

    def resumed(self, _: CaseResumed) -> None:
        self._act("resume", self._case)

    def closed(self, event: CaseEnded) -> None:
        self.ended = self._now
        more = _More(facts={"result": event.result}, words=event.reason)
        self._end(self._case, "pi_abort" if event.result == "withdrawn" else "complete", more)

    def migrated(self, event: CaseMigrated) -> None:
        self.workflow = self._workflow_of(event.workflow)
        self._said(_More(facts={"version": event.version}, words=event.reason))

    def attached(self, event: FileAttached) -> None:
        paper = Paper(sha256=event.sha256, media_type=event.media_type, size=event.size)
        self.papers.setdefault(event.sha256, paper)
        facts: dict[str, Fact] = {"document": event.sha256}
        if event.requirement is not None:
            facts["requirement"] = event.requirement
        self._said(_More(facts=facts))

    # Tasks

    def step_opened(self, event: StepOpened) -> None:
        activity = activity_of(self.workflow, event.step, self._language)
        task = _Instance(str(event.activation), activity, step=event.step)
        self._tasks[event.activation] = task
        facts: dict[str, Fact] = {"visit": event.visit, "cause": event.cause.value}
        if event.automated:
            facts["automated"] = True
        if event.pause is not None:
            facts["pause"] = event.pause.value
        self._act("schedule", task, _More(facts=facts))

    def skipped(self, event: StepSkipped) -> None:
        activity = activity_of(self.workflow, event.step, self._language)
        self._act("autoskip", _Instance("", activity, step=event.step))

    def claimed(self, event: TaskClaimed) -> None:
        task = self._tasks[event.activation]
        known: Mapping[str, Transition] = {"running": "unknown", "suspended": "resume"}
        self._act(known.get(task.standing, "start"), task)

    def given(self, event: TaskAssigned | TaskDelegated) -> None:
        task = self._tasks[event.activation]
        known: Mapping[str, Transition] = {
            "ready": "assign",
            "assigned": "reassign",
            "suspended": "resume",
        }
        more = _More(to=event.to, words=event.reason)
        self._act(known.get(task.standing, "unknown"), task, more)

    def resolved(self, event: TaskResolved) -> None:
        task = self._tasks[event.activation]
        self._act("unknown", task, _More(to=event.to, words=event.note))

    def released(self, event: TaskReleased) -> None:
        task = self._tasks[event.activation]
        transition: Transition = "suspend" if task.standing == "running" else "unknown"
        self._act(transition, task, _More(words=event.reason))

    def completed(self, event: StepCompleted | StepReturned) -> None:
        facts: dict[str, Fact] = {"visit": event.visit}
        if event.outcome is not None:
            facts["outcome"] = event.outcome
        if isinstance(event, StepReturned):
            facts["returned_to"] = event.to
        more = _More(facts=facts, words=event.reason)
        self._end(self._tasks[event.activation], "complete", more)

    def recorded(self, event: ActionRecorded) -> None:
        more = _More(facts={"visit": event.visit}, words=event.reason)
        self._end(self._tasks[event.activation], "complete", more)

    def cancelled(self, event: StepCancelled) -> None:
        task = self._tasks[event.activation]
        transition: Transition = "pi_abort" if event.because == "ended" else "ate_abort"
        if task.standing in {"ready", "assigned"}:
            transition = "withdraw"
        self._end(task, transition, _More(facts={"because": event.because}))

    def overridden(self, event: StepOverridden) -> None:
        task = self._tasks[event.activation]
        facts: dict[str, Fact] = {"override": event.mode}
        if event.to is not None:
            facts["to_step"] = event.to
        transition: Transition = "manualskip"
        if event.mode == "act_outside_role":
            transition = "unknown"  # the completion that follows ends it
        elif task.standing in {"running", "suspended"}:
            transition = "ate_abort"
        self._end(task, transition, _More(facts=facts, words=event.reason))

    def failed(self, event: ActionFailed) -> None:
        facts: dict[str, Fact] = {"attempt": event.attempt, "final": event.final}
        task = self._tasks[event.activation]
        stops = event.final and task.standing == "running"
        self._act("suspend" if stops else "unknown", task, _More(facts=facts, words=event.error))

    def retried(self, event: ActionRetried) -> None:
        task = self._tasks[event.activation]
        self._act("resume" if task.standing == "suspended" else "unknown", task)

    # What was found, said and told

    def departure(self, event: DeviationRecorded) -> None:
        self.departed[event.deviation] = event.found.kind
        facts: dict[str, Fact] = {
            "deviation": event.deviation,
            "deviation_kind": event.found.kind.value,
            "departed_at": event.found.at,
        }
        if event.found.step is not None:
            facts["departed_step"] = event.found.step
        self._said(_More(facts=facts, words=event.found.says))

    def departure_undone(self, event: DeviationWithdrawn) -> None:
        self.departed.pop(event.deviation, None)
        facts = {"deviation": event.deviation, "because": event.because.value}
        self._said(_More(facts=facts))

    def disposed(self, event: DeviationDisposed) -> None:
        facts = {"deviation": event.deviation, "verdict": event.verdict}
        self._said(_More(to=event.owner, facts=facts, words=event.reason))

    def extended(self, event: TimeExtended) -> None:
        facts: dict[str, Fact] = {
            "clock": event.clock.value,
            "amount": f"{event.amount.amount} {event.amount.unit.value}",
        }
        self._said(_More(facts=facts, words=event.reason))

    def warned(self, event: WarningGiven) -> None:
        self._said(_More(facts={"clock": event.clock.value, "percent": event.percent}))

    def escalated(self, event: CaseEscalated) -> None:
        self._said(_More(facts={"clock": event.clock.value, "rung": event.rung.value}))

    def incident(self, event: IncidentTold) -> None:
        self._said(_More(facts={"rung": event.rung.value}))

    def commented(self, event: CommentAdded) -> None:
        self._said(_More(words=event.text))

    def personal(self, event: DataRevealed | DataErased) -> None:
        self._said(_More(words=event.reason))

    def held(self, event: CaseHeld | HoldLifted) -> None:
        self._said(_More(facts={"ground": event.ground.value}, words=event.reason))

    def disposed_of(self, event: CaseDisposed) -> None:
        self._said(_More(facts={"kept_as": event.kept_as}))

    def plain(self, _: FileAccepted) -> None:
        self._said()


_TELLS: Mapping[type, Callable[..., None]] = {
    ActionFailed: _Course.failed,
    ActionRecorded: _Course.recorded,
    ActionRetried: _Course.retried,
    CaseDisposed: _Course.disposed_of,
    CaseEnded: _Course.closed,
    CaseEscalated: _Course.escalated,
    CaseHeld: _Course.held,
    CaseMigrated: _Course.migrated,
    CaseOpened: _Course.opened,
    CasePaused: _Course.paused,
    CaseReopened: _Course.reopened,
    CaseResumed: _Course.resumed,
    CommentAdded: _Course.commented,
    DataErased: _Course.personal,
    DataRevealed: _Course.personal,
    DeviationDisposed: _Course.disposed,
    DeviationRecorded: _Course.departure,
    DeviationWithdrawn: _Course.departure_undone,
    FileAccepted: _Course.plain,
    FileAttached: _Course.attached,
    HoldLifted: _Course.held,
    IncidentTold: _Course.incident,
    StepCancelled: _Course.cancelled,
    StepCompleted: _Course.completed,
    StepOpened: _Course.step_opened,
    StepOverridden: _Course.overridden,
    StepReturned: _Course.completed,
    StepSkipped: _Course.skipped,
    TaskAssigned: _Course.given,
    TaskClaimed: _Course.claimed,
    TaskDelegated: _Course.given,
    TaskReleased: _Course.released,
    TaskResolved: _Course.resolved,
    TimeExtended: _Course.extended,
    WarningGiven: _Course.warned,
}
"""Every kind of event is here, or in `LEFT_OUT`; a test holds the two against `Event`."""

LEFT_OUT = frozenset({BranchArrived, BlockJoined, BlockLeft})
"""Tokens of the net: nobody did them, and the acts on tasks show them."""

TOLD = frozenset(_TELLS)


def course_of(history: Sequence[Recorded], workflow_of: WorkflowOf, language: Language) -> _Course:
    """The whole history told, for `engine.core.export_case.told`.

    Raises:
        ValueError: the history does not begin with the opening of its case.
    """
    course = _Course(history, workflow_of, language)
    for recorded in history:
        course.tell(recorded)
    return course
