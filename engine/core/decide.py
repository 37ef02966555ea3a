"""The heart: a command on a case is answered with events and effects, or refused with one reason.

Pure: the same workflow, state, command and instant always give the same decision. The functions
behind each command stand in `decide_case`, `decide_task`, `decide_holding`, `decide_action`,
`decide_time`, `decide_personal` and `decide_retention`.
"""

from datetime import datetime
from typing import assert_never

from engine.core import (
    decide_action,
    decide_case,
    decide_holding,
    decide_personal,
    decide_retention,
    decide_task,
    decide_time,
)
from engine.core.commands import (
    AcceptFile,
    AnyCommand,
    Assign,
    Attach,
    Claim,
    Comment,
    Complete,
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
    RecordAction,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Return,
    Reveal,
    Withdraw,
)
from engine.core.draft import Decision, Draft
from engine.core.errors import CaseClosed, CaseExists, NotFound
from engine.core.errors_retention import RecordDisposed
from engine.core.state import CaseState
from engine.core.workflow import Workflow

__all__ = ["Decision", "decide"]

_TaskCommand = Claim | Assign | Delegate | Resolve | Release | Complete | Return | Override
_ActionCommand = RecordAction | FailAction | RetryAction
_TimeCommand = PassTime | Dispose
_PersonalCommand = Reveal | Erase
_RetentionCommand = Hold | LiftHold | DisposeOf
_CaseCommand = AcceptFile | Comment | Attach | Pause | Resume | Withdraw | Reject | Extend


def decide(
    workflow: Workflow,
    state: CaseState | None,
    command: AnyCommand,
    *,
    at: datetime,
    target: Workflow | None = None,
) -> Decision:
    """Answer `command` on the case that `state` describes (None: there is none yet).

    Args:
        workflow: the SOP version that the case runs under.
        state: the case so far.
        command: what is asked.
        at: when it is recorded; aware UTC. An instant before the case's last event counts as that.
        target: for `Migrate`, the version to go to.

    Raises:
        CommandRefused: one of its subclasses says why not; nothing happened.
    """
    draft = Draft(workflow, state, command, at=at)
    if isinstance(command, OpenCase):
        if state is not None:
            raise CaseExists(command.case)
        decide_case.open_case(draft, command)
    elif state is None:
        raise NotFound("case", command.case)
    else:
        _require_record(state, command)
        _decide_on_existing(draft, command, target)
    return draft.decision()


def _require_record(state: CaseState, command: AnyCommand) -> None:
    """Refuse whatever would go on with a case whose record is gone.

    A person's data may still be erased: their key may seal what other cases hold.

    Raises:
        RecordDisposed: it is.
    """
    if state.disposed_at is not None and not isinstance(command, Erase):
        raise RecordDisposed(state.case, state.disposed_at)


def _decide_on_existing(
    draft: Draft,
    command: _TaskCommand
    | _ActionCommand
    | _TimeCommand
    | _PersonalCommand
    | _RetentionCommand
    | _CaseCommand
    | Reopen
    | Migrate,
    target: Workflow | None,
) -> None:
    match command:
        case (
            Claim()
            | Assign()
            | Delegate()
            | Resolve()
            | Release()
            | Complete()
            | Return()
            | Override()
        ):
            _decide_on_task(draft, command)
        case RecordAction() | FailAction() | RetryAction():
            _decide_on_action(draft, command)
        case PassTime():
            decide_time.pass_time(draft, command)
        case Dispose():
            decide_time.dispose(draft, command)
        case Reveal():
            decide_personal.reveal(draft, command)
        case Erase():
            decide_personal.erase(draft, command)
        case Hold() | LiftHold() | DisposeOf():
            _decide_on_record(draft, command)
        case Reopen():
            decide_case.reopen(draft, command)
        case Migrate():
            require_case_open(draft.state)
            decide_case.migrate(draft, command, target)
        case _:
            require_case_open(draft.state)
            _decide_on_case(draft, command)


def _decide_on_record(draft: Draft, command: _RetentionCommand) -> None:
    match command:
        case Hold():
            decide_retention.hold(draft, command)
        case LiftHold():
            decide_retention.lift_hold(draft, command)
        case DisposeOf():
            decide_retention.dispose_of(draft, command)
        case _:
            assert_never(command)


def require_case_open(state: CaseState) -> None:
    """Refuse a closed case.

    Raises:
        CaseClosed: it is.
    """
    if state.result is not None:
        raise CaseClosed(state.case, state.result)


def _decide_on_case(draft: Draft, command: _CaseCommand) -> None:
    match command:
        case AcceptFile():
            decide_case.accept_file(draft, command)
        case Comment():
            decide_case.comment(draft, command)
        case Attach():
            decide_case.attach(draft, command)
        case Pause():
            decide_case.pause(draft, command)
        case Resume():
            decide_case.resume(draft, command)
        case Withdraw():
            decide_case.withdraw(draft, command)
        case Reject():
            decide_case.reject(draft, command)
        case Extend():
            decide_time.extend(draft, command)
        case _:
            assert_never(command)


def _decide_on_task(draft: Draft, command: _TaskCommand) -> None:
    match command:
        case Claim():
            decide_holding.claim(draft, command)
        case Assign():
            decide_holding.assign(draft, command)
        case Delegate():
            decide_holding.delegate(draft, command)
        case Resolve():
            decide_holding.resolve(draft, command)
        case Release():
            decide_holding.release(draft, command)
        case Complete():
            decide_task.complete(draft, command)
        case Return():
            decide_task.send_back(draft, command)
        case Override():
            decide_task.override(draft, command)
        case _:
            assert_never(command)


def _decide_on_action(draft: Draft, command: _ActionCommand) -> None:
    match command:
        case RecordAction():
            decide_action.record(draft, command)
        case FailAction():
            decide_action.fail(draft, command)
        case RetryAction():
            decide_action.retry(draft, command)
        case _:
            assert_never(command)
