"""Decisions about time: what it brought, giving more of it, and what becomes of a deviation."""

from engine.core.clock_clauses import ClockKind, promise_of, standard_of
from engine.core.commands import Dispose, Extend, PassTime
from engine.core.decide_case import allow_words, require_words
from engine.core.decide_task import require_active
from engine.core.draft import Draft
from engine.core.durations import Duration, duration_in_english, sum_of
from engine.core.errors import AlreadySo, InputRefused, NotFound, PowerMissing
from engine.core.events import DeviationDisposed, TimeExtended
from engine.core.ids import ActivationId, DeviationId, PersonId, StepId
from engine.core.permit import is_system, require_power
from engine.core.state import CaseState, extension_key
from engine.core.time_events import (
    DeviationRecorded,
    DeviationWithdrawn,
    TimeEvent,
)
from engine.core.workflow import Extension, Power

MAX_OWNER = 80


def pass_time(draft: Draft, command: PassTime) -> None:
    """Record what was found, each fact once however often it is brought."""
    if not is_system(command.by):
        raise PowerMissing(command.by.role, "pass_time")
    for found in command.found:
        if is_news(draft.state, found):
            draft.emit(found)
    if not draft.events:
        raise AlreadySo("All of it is recorded already")


def is_news(state: CaseState, found: TimeEvent) -> bool:
    """Whether the case does not know this yet."""
    match found:
        case DeviationRecorded(deviation=name):
            return state.deviations.get(name, "withdrawn") == "withdrawn"
        case DeviationWithdrawn(deviation=name):
            return state.deviations.get(name, "withdrawn") != "withdrawn"
        case _:
            return found.key not in state.noticed


def dispose(draft: Draft, command: Dispose) -> None:
    """Decide about a deviation of an open or a closed case."""
    require_power(draft.workflow, command.by, Power.DISPOSE)
    status = draft.state.deviations.get(command.deviation)
    if status is None:
        hint = "`alur deviations list` shows those of the case."
        raise NotFound("deviation", command.deviation, hint=hint)
    if status == "withdrawn":
        raise AlreadySo(f"{command.deviation} was withdrawn: there is nothing to decide")
    owner = None
    if command.owner is not None:
        owner = PersonId(allow_words("owner", command.owner, longest=MAX_OWNER))
    problems = _disposition_problems(draft, command, owner)
    if problems:
        raise InputRefused(problems)
    draft.emit(
        DeviationDisposed(
            deviation=command.deviation,
            verdict=command.verdict,
            reason=require_words("reason", command.reason),
            owner=owner,
            due=command.due,
        )
    )


def _disposition_problems(draft: Draft, command: Dispose, owner: PersonId | None) -> dict[str, str]:
    problems = {}
    if command.verdict == "corrective":
        if not owner or len(owner.splitlines()) > 1:
            problems["owner"] = "must name who takes the corrective action"
        if command.due is None:
            problems["due"] = "must be the day by which the corrective action is done"
        elif command.due < draft.at.date():
            problems["due"] = "lies in the past"
        return problems
    for name, given in (("owner", owner), ("due", command.due)):
        if given is not None:
            problems[name] = "belongs to a corrective action only"
    return problems


def extend(draft: Draft, command: Extend) -> None:
    """Give the promise, or the standard of an open task, more time while it is not yet passed."""
    require_power(draft.workflow, command.by, Power.EXTEND)
    reason = require_words("reason", command.reason)
    extension = draft.workflow.timing.extension
    if extension is None:
        raise InputRefused({"amount": "cannot be given: the SOP knows no extension"})
    step, budget = _budget(draft, command.activation)
    before = draft.state.extended.get(extension_key(command.activation), ())
    problem = _too_much(extension, budget, command.amount, before)
    if problem:
        raise InputRefused({"amount": problem})
    _require_unpassed(draft.state, command.activation)
    draft.emit(
        TimeExtended(
            clock=ClockKind.PROMISE if step is None else ClockKind.STEP,
            amount=command.amount,
            reason=reason,
            activation=command.activation,
            step=step,
        )
    )


def _budget(draft: Draft, activation: ActivationId | None) -> tuple[StepId | None, Duration]:
    service = draft.workflow.service
    if activation is None:
        clause = promise_of(service)
        if clause is None:
            raise InputRefused({"activation": "must name a task: the SOP promises no time"})
        return None, clause.budget
    step, _ = require_active(draft, activation)
    clause = standard_of(step, service)
    if clause is None:
        raise InputRefused({"activation": f"{step.id} has no standard to extend"})
    return step.id, clause.budget


def _require_unpassed(state: CaseState, activation: ActivationId | None) -> None:
    """A limit that is passed is a deviation; what is recorded is not extended away."""
    passed = DeviationId("late_case:0" if activation is None else f"late_step:{activation}")
    if state.deviations.get(passed, "withdrawn") != "withdrawn":
        raise InputRefused({"amount": f"comes too late: {passed} is recorded"})


def _too_much(
    extension: Extension, budget: Duration, amount: Duration, before: tuple[Duration, ...]
) -> str | None:
    if amount.unit is not budget.unit:
        return f"must be counted as what it extends is, which is {duration_in_english(budget)}"
    if amount.amount < 1:
        return "must be at least 1"
    if len(before) >= extension.times:
        given = "once" if len(before) == 1 else f"{len(before)} times"
        return f"was given {given} already, which is all the SOP allows"
    most = duration_in_english(extension.most)
    if extension.most.unit is not amount.unit:
        return f"cannot be given: the SOP allows {most}, which is counted otherwise"
    given_so_far = [one for one in before if one.unit is amount.unit]  # others lapsed: `extended`
    if sum_of([*given_so_far, amount]).amount > extension.most.amount:
        return f"exceeds what the SOP allows: {most} in all"
    return None
