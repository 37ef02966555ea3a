"""The door of the office: whoever acts on a case holds the role they act in.

Judged within the transaction that acts, by the directory as it is then: a role that was taken away
refuses the very next command. What the system does itself passes, and as long as there is nobody
in the directory everybody does.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from msgspec.structs import replace

from engine.core.admission import require_acting_for
from engine.core.commands import (
    Actor,
    AnyCommand,
    Assign,
    Claim,
    Complete,
    Delegate,
    Dispose,
    DisposeOf,
    Erase,
    Extend,
    Hold,
    LiftHold,
    Migrate,
    Override,
    Reject,
    Release,
    Reopen,
    Resolve,
    RetryAction,
    Return,
    Reveal,
)
from engine.core.directory import Directory, Duty
from engine.core.handover import require_fit
from engine.core.ids import ActivationId, PersonId, RoleId
from engine.core.permit import is_system, roles_with
from engine.core.standing import (
    Standing,
    best_standing,
    require_standing,
    serves,
    standings,
)
from engine.core.state import CaseState
from engine.core.workflow import Power, Workflow
from engine.service.database import Database
from engine.service.directory import current_in
from engine.store.job import Reader

_POWERS: Mapping[type[AnyCommand], Power] = {
    Assign: Power.ASSIGN,
    Dispose: Power.DISPOSE,
    Extend: Power.EXTEND,
    Migrate: Power.MIGRATE,
    Override: Power.OVERRIDE,
    Reject: Power.REJECT,
    Reopen: Power.REOPEN,
}
"""What a command needs beyond a role of the SOP."""

_ARCHIVIST, _MANAGER = RoleId(Duty.ARCHIVIST.value), RoleId(Duty.MANAGER.value)
_PRIVACY, _OPERATOR = RoleId(Duty.PRIVACY.value), RoleId(Duty.OPERATOR.value)


def admitted(
    database: Database,
    reader: Reader,
    command: AnyCommand,
    *,
    under: tuple[Workflow, CaseState | None],
    at: datetime,
) -> AnyCommand:
    """The command, its actor said in full: the role, its unit, and whom they stand in for.

    Args:
        database: whose directory.
        reader: the transaction that acts.
        command: what is asked. Who names no role acts in the best one they hold for it.
        under: the SOP version of the case, and the case so far.
        at: when; aware UTC.

    Raises:
        NoStanding: they do not hold it, or nothing at all here.
        NotOnBehalf: they act for somebody outside where the office itself acts.
        Unfit: whoever is to get the task may not hold it.
    """
    if is_system(command.by):
        return command
    directory = current_in(database, reader)
    if not directory.founded:
        return command
    workflow, state = under
    command = replace(command, by=_in_full(directory, workflow, state, command, at))
    require_acting_for(directory, workflow, state, command)
    require_fit(directory, workflow, state, command, at)
    return command


def _in_full(
    directory: Directory,
    workflow: Workflow,
    state: CaseState | None,
    command: AnyCommand,
    at: datetime,
) -> Actor:
    by = command.by
    everywhere = tuple(workflow.roles)
    wanted = (by.role,) if by.role else wanted_roles(workflow, state, command) or everywhere
    standing = _standing_of(directory, workflow, by, wanted, at)
    if standing is None and by.role is None:  # then the rules of the case say what is missing
        standing = _standing_of(directory, workflow, by, everywhere, at)
    if standing is None:
        by = replace(by, role=by.role or wanted[0])
        require_standing(directory, workflow, by, at)  # which they have not: says why
    else:
        by = replace(
            by,
            role=standing.role,
            unit=standing.unit,
            acting_for=standing.acting_for or by.acting_for,
        )
    return by


def _standing_of(
    directory: Directory, workflow: Workflow, by: Actor, wanted: Collection[RoleId], at: datetime
) -> Standing | None:
    """The standing that the actor means, as far as they say: where, and in whose place."""
    instead = by.acting_for if by.acting_for in directory.people else None
    if by.unit is None and instead is None:
        return best_standing(directory, workflow, by.person, wanted, at)
    meant = (
        one
        for one in standings(directory, by.person, at)
        if one.role in wanted
        and by.unit in {None, one.unit}
        and instead in {None, one.acting_for}
        and serves(directory, one, unit=workflow.unit, sop=workflow.sop)
    )
    return next(meant, None)


def wanted_roles(
    workflow: Workflow, state: CaseState | None, command: AnyCommand
) -> tuple[RoleId, ...]:
    """The roles of the SOP in which somebody may give this command.

    Those with the power that it needs; for a task the role of its step; otherwise, and for a step
    of somebody outside, any.
    """
    power = _POWERS.get(type(command))
    if power is not None:
        return roles_with(workflow, power)
    match command:
        case Reveal():
            return (*workflow.roles, _PRIVACY)
        case Erase():
            return (_PRIVACY,)
        case Hold() | LiftHold():
            return (_ARCHIVIST, _MANAGER)
        case DisposeOf():
            return (_ARCHIVIST,)
        case RetryAction():
            return (*workflow.roles, _OPERATOR)
        case Release() if _holder_of(state, command.activation) != command.by.person:
            return roles_with(workflow, Power.ASSIGN)
        case Claim() | Delegate() | Resolve() | Release() | Complete() | Return():
            role = _role_of(workflow, state, command.activation)
            if role is not None and not workflow.roles[role].external:
                return (role,)
        case _:
            pass
    return tuple(workflow.roles)


def _holder_of(state: CaseState | None, activation: ActivationId) -> PersonId | None:
    active = None if state is None else state.activation(activation)
    return None if active is None else active.assignee


def _role_of(
    workflow: Workflow, state: CaseState | None, activation: ActivationId
) -> RoleId | None:
    active = None if state is None else state.activation(activation)
    step = None if active is None else workflow.step(active.step)
    return None if step is None else step.role
