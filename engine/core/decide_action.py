"""Decisions on automated steps: results that come back, failures, and trying again."""

from engine.core.commands import FailAction, RecordAction, RetryAction
from engine.core.decide_case import (
    MAX_NAME,
    MAX_REMARK,
    allow_words,
    document_problems,
    require_words,
)
from engine.core.decide_task import require_active
from engine.core.directory import Duty
from engine.core.draft import Draft
from engine.core.errors import (
    AlreadySo,
    CaseClosed,
    InputRefused,
    NotPermitted,
    ResultAlreadyRecorded,
    TaskNotOpen,
)
from engine.core.events import ActionFailed, ActionRecorded, ActionRetried, FileAttached
from engine.core.flow import move_forward, start_effect
from engine.core.ids import ActivationId
from engine.core.permit import duty_of, is_system, require_member
from engine.core.state import Activation
from engine.core.values import legible, shows_nothing
from engine.core.workflow import ActionStep, AnyStep, CallStep, HumanStep

MAX_RESULT = 2000


def _require_automated(draft: Draft, activation: ActivationId) -> tuple[AnyStep, Activation]:
    """The open automated activation of that number.

    Raises:
        ResultAlreadyRecorded: it has its result, or the case has moved on.
    """
    try:
        step, active = require_active(draft, activation)
    except (TaskNotOpen, CaseClosed) as moved_on:
        raise ResultAlreadyRecorded(activation) from moved_on
    if isinstance(step, HumanStep):
        raise InputRefused({"activation": f"{step.id} waits for a person, not for a result"})
    return step, active


def record(draft: Draft, command: RecordAction) -> None:
    """Take an automated step's result, once; a person who did it by hand says why."""
    step, active = _require_automated(draft, command.activation)
    by_hand = not is_system(command.by)
    if by_hand:
        require_member(draft.workflow, command.by)
    reason = (require_words if by_hand else allow_words)("reason", command.reason)
    problems = _result_problems(step, command) | _documents_problems(command)
    if problems:
        raise InputRefused(problems)
    for one in command.documents:
        draft.emit(
            FileAttached(
                name=require_words("documents.name", one.name, longest=MAX_NAME),
                media_type=one.media_type,
                size=one.size,
                sha256=one.sha256,
            )
        )
    draft.emit(
        ActionRecorded(
            activation=active.id,
            step=step.id,
            visit=active.visit,
            result=command.result,
            reason=reason,
        )
    )
    move_forward(draft, step.next, within=step.within)


def _documents_problems(command: RecordAction) -> dict[str, str]:
    return {
        f"documents.{place}.{name}": what
        for place, one in enumerate(command.documents)
        for name, what in document_problems(one).items()
    }


def _result_problems(step: AnyStep, command: RecordAction) -> dict[str, str]:
    known = results_of(step)
    problems = {
        name: f"must be text of at most {MAX_RESULT} characters"
        for name, value in command.result.items()
        if shows_nothing(value) or len(value) > MAX_RESULT
    }
    problems |= {
        name: "is not a result of this step" for name in command.result if name not in known
    }
    problems |= {name: "must be given" for name in known if name not in command.result}
    return {f"result.{name}": what for name, what in problems.items()}


def results_of(step: AnyStep) -> tuple[str, ...]:
    """The names of the results that an automated step gives."""
    match step:
        case ActionStep():
            return step.results
        case CallStep():
            return ("result",)
        case _:
            return ()


def fail(draft: Draft, command: FailAction) -> None:
    """Note a failed attempt; the last one is an incident. An older attempt no longer counts."""
    step, active = _require_automated(draft, command.activation)
    if not is_system(command.by):
        raise NotPermitted("Only the runtime reports failures.")
    if active.incident:
        raise AlreadySo(f"{step.id} has failed for good; it is tried again only when asked")
    if command.attempt <= active.attempts:
        raise AlreadySo(f"Attempt {command.attempt} of {step.id} is known to have failed")
    error = require_words("error", legible(command.error)[:MAX_REMARK])
    draft.emit(
        ActionFailed(
            activation=active.id,
            step=step.id,
            attempt=command.attempt,
            error=error,
            final=command.final,
        )
    )


def retry(draft: Draft, command: RetryAction) -> None:
    """Try again what ended in an incident; who keeps the system running may, too."""
    step, active = _require_automated(draft, command.activation)
    if command.by.role is None or duty_of(command.by.role) is not Duty.OPERATOR:
        require_member(draft.workflow, command.by)
    if not active.incident:
        raise AlreadySo(f"{step.id} has no incident; it is being tried")
    draft.emit(ActionRetried(activation=active.id, step=step.id))
    start_effect(draft, step, active.id)
