"""`alur case`, the acting half: one command of the line for each command of the engine."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from typer import BadParameter, Option, Typer

from api.cli import options
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from engine.core.commands import (
    AcceptFile,
    Assign,
    Claim,
    Comment,
    Complete,
    Delegate,
    Override,
    Pause,
    RecordAction,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Return,
    Withdraw,
)
from engine.core.ids import OutcomeId, PersonId
from engine.core.workflow import PauseReason

Outcome = Annotated[str | None, Option("--outcome", help="The answer, where it is a decision.")]
Tick = Annotated[
    str | None, Option("--tick", metavar="1,2|all", help="Items of the checklist that are done.")
]
To = Annotated[str, Option("--to", metavar="PERSON", help="Who gets it.")]
Why = Annotated[str, Option("--reason", help="Why.", show_default=False)]


def claim(case: options.Case, step: options.Step = None, *, manner: Manner) -> None:
    """Take a task, so that nobody else does it."""
    with counter(manner) as at:
        task = at.task(case, step)
        at.do(Claim(**at.common(task.case), activation=task.activation))


def release(case: options.Case, step: options.Step = None, *, manner: Manner) -> None:
    """Put a task back into its role's queue."""
    with counter(manner) as at:
        task = at.task(case, step, suits="holder")
        at.do(Release(**at.common(task.case), activation=task.activation))


def complete(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    step: options.Step = None,
    *,
    outcome: Outcome = None,
    field: options.Fields = None,
    tick: Tick = None,
    reason: options.Reason = "",
    document: options.Documents = None,
    manner: Manner,
) -> None:
    """Finish a task: the case moves on as the SOP says."""
    form = options.pairs_from_text(field)
    with counter(manner) as at:
        task = at.task(case, step)
        row = at.step(task)
        at.do(
            Complete(
                **at.common(task.case),
                activation=task.activation,
                outcome=OutcomeId(outcome) if outcome else None,
                form=form,
                checklist=options.ticks_from_text(tick, items=len(row.checklist) if row else 0),
                reason=reason,
                documents=tuple(document or ()),
            )
        )


def send_back(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    step: options.Step = None,
    *,
    reason: Why,
    to: Annotated[str | None, Option("--to", metavar="STEP", help="Where to.")] = None,
    document: options.Documents = None,
    manner: Manner,
) -> None:
    """Send the case back for correction; nothing is erased."""
    with counter(manner) as at:
        task = at.task(case, step)
        at.do(
            Return(
                **at.common(task.case),
                activation=task.activation,
                reason=reason,
                to=at.step_id(task.case, to) if to else None,
                documents=tuple(document or ()),
            )
        )


def record(
    case: options.Case,
    step: options.Step = None,
    *,
    result: Annotated[
        list[str] | None, Option("--result", metavar="NAME=VALUE", help="What it gave. Repeatable.")
    ] = None,
    reason: Why,
    manner: Manner,
) -> None:
    """Record the result of an automated step that was done by hand."""
    found = options.pairs_from_text(result, option="--result")
    with counter(manner) as at:
        task = at.task(case, step, suits="system")
        at.do(
            RecordAction(
                **at.common(task.case), activation=task.activation, result=found, reason=reason
            )
        )


def retry(case: options.Case, step: options.Step = None, *, manner: Manner) -> None:
    """Let an automated step be tried again after its incident."""
    with counter(manner) as at:
        task = at.task(case, step, suits="system")
        at.do(RetryAction(**at.common(task.case), activation=task.activation))


def assign(
    case: options.Case,
    step: options.Step = None,
    *,
    to: To,
    reason: options.Reason = "",
    manner: Manner,
) -> None:
    """Give a task to a person (needs the power to assign)."""
    with counter(manner) as at:
        task = at.task(case, step, suits="anybody")
        at.do(
            Assign(
                **at.common(task.case),
                activation=task.activation,
                to=PersonId(to),
                reason=reason,
            )
        )


def delegate(
    case: options.Case,
    step: options.Step = None,
    *,
    to: To,
    reason: options.Reason = "",
    manner: Manner,
) -> None:
    """Let somebody else work on a task that stays one's own."""
    with counter(manner) as at:
        task = at.task(case, step, suits="holder")
        at.do(
            Delegate(
                **at.common(task.case),
                activation=task.activation,
                to=PersonId(to),
                reason=reason,
            )
        )


def resolve(
    case: options.Case,
    step: options.Step = None,
    *,
    note: Annotated[str, Option("--note", help="What was done.")] = "",
    manner: Manner,
) -> None:
    """Hand a delegated task back to its owner."""
    with counter(manner) as at:
        task = at.task(case, step, suits="holder")
        at.do(Resolve(**at.common(task.case), activation=task.activation, note=note))


def override(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    step: options.Step = None,
    *,
    mode: Annotated[
        Literal["skip", "reorder", "act_outside_role"],
        Option("--mode", help="Pass over it; open another first; do it outside one's role."),
    ],
    reason: Why,
    to: Annotated[
        str | None, Option("--to", metavar="STEP", help="With reorder: what is opened instead.")
    ] = None,
    outcome: Outcome = None,
    field: options.Fields = None,
    tick: Tick = None,
    manner: Manner,
) -> None:
    """Depart from the SOP knowingly; it leaves a trace (needs the power to override)."""
    if (mode == "reorder") != (to is not None):
        raise BadParameter("--to belongs to --mode reorder, which needs it")
    form = options.pairs_from_text(field)
    with counter(manner) as at:
        task = at.task(case, step, suits="anybody")
        row = at.step(task)
        at.do(
            Override(
                **at.common(task.case),
                activation=task.activation,
                mode=mode,
                reason=reason,
                step=at.step_id(task.case, to) if to else None,
                outcome=OutcomeId(outcome) if outcome else None,
                form=form,
                checklist=options.ticks_from_text(tick, items=len(row.checklist) if row else 0),
            )
        )


def withdraw(case: options.Case, *, reason: Why, manner: Manner) -> None:
    """Close the case because the applicant takes the request back."""
    with counter(manner) as at:
        at.do(Withdraw(**at.common(at.case(case).summary.case), reason=reason))


def reject(case: options.Case, *, reason: Why, manner: Manner) -> None:
    """Close the case because the office refuses it (needs the power to reject)."""
    with counter(manner) as at:
        at.do(Reject(**at.common(at.case(case).summary.case), reason=reason))


def reopen(
    case: options.Case,
    *,
    step: Annotated[str, Option("--step", help="Where it goes on.")],
    reason: Why,
    manner: Manner,
) -> None:
    """Let a closed case go on (needs the power to reopen)."""
    with counter(manner) as at:
        known = at.case(case).summary.case
        at.do(Reopen(**at.common(known), step=at.step_id(known, step), reason=reason))


def accept(case: options.Case, *, manner: Manner) -> None:
    """Say that the file is complete: the promised time begins to count."""
    with counter(manner) as at:
        at.do(AcceptFile(**at.common(at.case(case).summary.case)))


def comment(
    case: options.Case,
    *,
    text: Annotated[str, Option("--text", help="What to say.")],
    manner: Manner,
) -> None:
    """Keep a remark with the case."""
    with counter(manner) as at:
        at.do(Comment(**at.common(at.case(case).summary.case), text=text))


def pause(
    case: options.Case,
    *,
    ground: Annotated[PauseReason, Option("--ground", help="What the office waits for.")],
    note: Annotated[str, Option("--note", help="More about it.")] = "",
    document: options.Documents = None,
    manner: Manner,
) -> None:
    """Let the office's clock stand still."""
    with counter(manner) as at:
        common = at.common(at.case(case).summary.case)
        at.do(Pause(**common, reason=ground, note=note, documents=tuple(document or ())))


def resume(case: options.Case, *, manner: Manner) -> None:
    """Let the office's clock run again."""
    with counter(manner) as at:
        at.do(Resume(**at.common(at.case(case).summary.case)))


_ON_TASKS: Mapping[str, Callable[..., None]] = {
    "claim": claim,
    "release": release,
    "complete": complete,
    "return": send_back,
    "assign": assign,
    "delegate": delegate,
    "resolve": resolve,
    "record": record,
    "retry": retry,
    "override": override,
}
_ON_CASES: Mapping[str, Callable[..., None]] = {
    "accept": accept,
    "comment": comment,
    "pause": pause,
    "resume": resume,
    "withdraw": withdraw,
    "reject": reject,
    "reopen": reopen,
}


def add_to(app: Typer) -> None:
    """Make these commands of `app`, in two groups of its help."""
    for panel, commands in (("Acting on a task", _ON_TASKS), ("Acting on a case", _ON_CASES)):
        for name, command in commands.items():
            app.command(name, rich_help_panel=panel)(acting(command))
