"""The acts on a case: to whom each is offered, what it asks for, which command it becomes."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from engine.core.commands import (
    AcceptFile,
    Actor,
    AnyCommand,
    Assign,
    Delegate,
    Extend,
    Override,
    Pause,
    RecordAction,
    Reject,
    Reopen,
    Resume,
    RetryAction,
    Withdraw,
)
from engine.core.durations import duration_from_text
from engine.core.errors import InputRefused
from engine.core.handover import fit_people
from engine.core.ids import ActivationId, PersonId, StepId
from engine.core.text import Frozen
from engine.core.workflow import ActionStep, HumanStep, PauseReason, Power
from web.case_scene import Scene
from web.forms import Form
from web.words import Speech

_GROUNDS = tuple(one.value for one in PauseReason)
_RESULT = "result."


class Ask(Frozen, frozen=True, kw_only=True):
    """A field of an act's form. `kind` long: several lines; lines: a thing a line.

    `options` are (value, words).
    """

    name: str
    label: str
    kind: str = "line"
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    title: str = ""
    said: str = ""

    def with_said(self, form: Form) -> "Ask":
        """The same with what was written there."""
        return replace(self, said=form.raw(self.name))


REASON = Ask(name="reason", label="ask_reason", kind="long", required=True)
WHY = Ask(name="reason", label="ask_reason_free", kind="long")


class Act(Frozen, frozen=True, kw_only=True):
    """An act. `grave`: it ends something, and asks back. `of_task`: it is about one task."""

    name: str
    offered: Callable[[Scene], bool]
    asks: Callable[[Scene], tuple[Ask, ...]]
    makes: Callable[[Scene, Form, Actor], AnyCommand]
    of_task: bool = False
    grave: bool = False

    def command(self, scene: Scene, form: Form, by: Actor) -> AnyCommand:
        """What the form asks for.

        Raises:
            InputRefused: something that it must say is missing, or makes no sense.
        """
        asked = (one for one in self.asks(scene) if one.required and not form.one(one.name))
        missing = {one.name: "must be given" for one in asked}
        if missing:
            raise InputRefused(missing)
        return self.makes(scene, form, by)


class OfferedAct(Frozen, frozen=True, kw_only=True):
    """An act that can be done now, and to which task."""

    name: str
    task: ActivationId | None = None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.splitlines() if one.strip())


def _text(form: Form, name: str) -> str:
    return form.one(name).replace("\r\n", "\n")


def _task_of(scene: Scene) -> ActivationId:
    if scene.task is None:
        raise InputRefused({"task": "must be named"})
    return scene.task.activation


def _is_open_task(scene: Scene) -> bool:
    task = scene.task
    return scene.is_open and task is not None and task.finished_at is None and not task.automated


def _people(scene: Scene) -> tuple[tuple[str, str], ...]:
    step = None if scene.task is None else scene.workflow.step(scene.task.step)
    if not isinstance(step, HumanStep):
        return ()
    fit = fit_people(scene.directory, scene.workflow, step, scene.at)
    holder = None if scene.task is None else scene.task.assignee
    return tuple((one, scene.name_of(one)) for one in fit if one != holder)


def _to(scene: Scene) -> tuple[Ask, ...]:
    people = _people(scene)
    kind = "choice" if people or scene.directory.founded else "line"
    to = Ask(name="to", label="ask_to", kind=kind, required=True, options=people)
    return to, WHY


def _assign(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    return Assign(
        case=scene.view.summary.case,
        by=by,
        activation=_task_of(scene),
        to=PersonId(form.one("to")),
        reason=_text(form, "reason"),
    )


def _delegate(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    return Delegate(
        case=scene.view.summary.case,
        by=by,
        activation=_task_of(scene),
        to=PersonId(form.one("to")),
        reason=_text(form, "reason"),
    )


def _pause_asks(scene: Scene) -> tuple[Ask, ...]:
    t = Speech(scene.language)
    grounds = tuple((one, t(f"ground_{one}")) for one in _GROUNDS)
    return (
        Ask(name="ground", label="ask_ground", kind="choice", required=True, options=grounds),
        Ask(name="note", label="ask_note", kind="long"),
        Ask(name="documents", label="ask_documents", kind="lines"),
    )


def _pause(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    if form.one("ground") not in _GROUNDS:
        raise InputRefused({"ground": "must be one of those offered"})
    return Pause(
        case=scene.view.summary.case,
        by=by,
        reason=PauseReason(form.one("ground")),
        note=_text(form, "note"),
        documents=_lines(form.one("documents")),
    )


def _extend_asks(scene: Scene) -> tuple[Ask, ...]:
    open_tasks = tuple(
        (str(one.activation), f"{one.number}. {one.activity.in_language(scene.language)}")
        for one in scene.view.summary.at
        if not one.automated
    )
    options = (("", Speech(scene.language)("the_promise")), *open_tasks)
    return (
        Ask(name="task", label="ask_which_clock", kind="choice", options=options),
        Ask(name="amount", label="ask_amount", required=True),
        REASON,
    )


def _extend(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    try:
        amount = duration_from_text(form.one("amount"))
    except ValueError as problem:
        raise InputRefused({"amount": str(problem)}) from None
    return Extend(
        case=scene.view.summary.case,
        by=by,
        amount=amount,
        reason=_text(form, "reason"),
        activation=None if scene.task is None else scene.task.activation,
    )


def _steps(scene: Scene) -> tuple[tuple[str, str], ...]:
    language = scene.language
    return tuple(
        (step.id, f"{step.number}. {step.activity.in_language(language)}")
        for step in scene.workflow.steps()
    )


def _step_ask(scene: Scene) -> tuple[Ask, ...]:
    step = Ask(name="step", label="ask_step", kind="choice", required=True, options=_steps(scene))
    return step, REASON


def _reopen(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    return Reopen(
        case=scene.view.summary.case,
        by=by,
        step=StepId(form.one("step")),
        reason=_text(form, "reason"),
    )


def _skip(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    return Override(
        case=scene.view.summary.case,
        by=by,
        activation=_task_of(scene),
        mode="skip",
        reason=_text(form, "reason"),
    )


def _can_be_skipped(scene: Scene) -> bool:
    """Not where a decision leads on: who skips the step would have to take it."""
    step = None if scene.task is None else scene.workflow.step(scene.task.step)
    decides = isinstance(step, HumanStep) and bool(step.outcomes)
    return _is_open_task(scene) and scene.rights.may(Power.OVERRIDE) and not decides


def _reorder(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    return Override(
        case=scene.view.summary.case,
        by=by,
        activation=_task_of(scene),
        mode="reorder",
        step=StepId(form.one("step")),
        reason=_text(form, "reason"),
    )


def _is_stuck(scene: Scene) -> bool:
    task = scene.task
    is_stuck = task is not None and bool(task.incident) and task.finished_at is None
    return scene.is_open and is_stuck


def _result_asks(scene: Scene) -> tuple[Ask, ...]:
    step = None if scene.task is None else scene.workflow.step(scene.task.step)
    names = step.results if isinstance(step, ActionStep) else ()
    results = (Ask(name=f"{_RESULT}{one}", label="ask_result", title=one) for one in names)
    return (*results, REASON)


def _record(scene: Scene, form: Form, by: Actor) -> AnyCommand:
    said = {
        name.removeprefix(_RESULT): form.one(name)
        for name in form.fields
        if name.startswith(_RESULT) and form.one(name)
    }
    return RecordAction(
        case=scene.view.summary.case,
        by=by,
        activation=_task_of(scene),
        result=said,
        reason=_text(form, "reason"),
    )


def _nothing(_: Scene) -> tuple[Ask, ...]:
    return ()


def _only_why(_: Scene) -> tuple[Ask, ...]:
    return (REASON,)


def _waits_to_be_accepted(scene: Scene) -> bool:
    by_hand = scene.workflow.service.clock_starts == "complete"
    return scene.is_open and scene.rights.is_member and by_hand and scene.view.accepted_at is None


ACTS: Mapping[str, Act] = {
    one.name: one
    for one in (
        Act(
            name="retry",
            of_task=True,
            offered=lambda at: _is_stuck(at) and at.rights.mends,
            asks=_nothing,
            makes=lambda at, _, by: RetryAction(
                case=at.view.summary.case, by=by, activation=_task_of(at)
            ),
        ),
        Act(
            name="by_hand",
            of_task=True,
            offered=lambda at: _is_stuck(at) and at.rights.is_member,
            asks=_result_asks,
            makes=_record,
        ),
        Act(
            name="assign",
            of_task=True,
            offered=lambda at: _is_open_task(at) and at.rights.may(Power.ASSIGN),
            asks=_to,
            makes=_assign,
        ),
        Act(
            name="delegate",
            of_task=True,
            offered=lambda at: (
                _is_open_task(at) and at.task is not None and at.task.assignee == at.person
            ),
            asks=_to,
            makes=_delegate,
        ),
        Act(
            name="skip",
            of_task=True,
            grave=True,
            offered=_can_be_skipped,
            asks=_only_why,
            makes=_skip,
        ),
        Act(
            name="reorder",
            of_task=True,
            grave=True,
            offered=lambda at: _is_open_task(at) and at.rights.may(Power.OVERRIDE),
            asks=_step_ask,
            makes=_reorder,
        ),
        Act(
            name="accept",
            offered=_waits_to_be_accepted,
            asks=_nothing,
            makes=lambda at, _, by: AcceptFile(case=at.view.summary.case, by=by),
        ),
        Act(
            name="pause",
            offered=lambda at: at.is_open and at.rights.is_member and not at.view.summary.pause,
            asks=_pause_asks,
            makes=_pause,
        ),
        Act(
            name="resume",
            offered=lambda at: (
                at.is_open and at.rights.is_member and at.view.summary.pause is not None
            ),
            asks=_nothing,
            makes=lambda at, _, by: Resume(case=at.view.summary.case, by=by),
        ),
        Act(
            name="extend",
            offered=lambda at: at.is_open and at.rights.may(Power.EXTEND),
            asks=_extend_asks,
            makes=_extend,
        ),
        Act(
            name="reject",
            grave=True,
            offered=lambda at: at.is_open and at.rights.may(Power.REJECT),
            asks=_only_why,
            makes=lambda at, form, by: Reject(
                case=at.view.summary.case, by=by, reason=_text(form, "reason")
            ),
        ),
        Act(
            name="withdraw",
            grave=True,
            offered=lambda at: at.is_open and at.rights.is_member,
            asks=_only_why,
            makes=lambda at, form, by: Withdraw(
                case=at.view.summary.case, by=by, reason=_text(form, "reason")
            ),
        ),
        Act(
            name="reopen",
            offered=lambda at: not at.is_open and at.is_writable and at.rights.may(Power.REOPEN),
            asks=_step_ask,
            makes=_reopen,
        ),
    )
}
"""By name, in the order in which they are offered."""
