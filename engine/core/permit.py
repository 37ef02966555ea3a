"""Who may: pure predicates that raise the one reason why not."""

from collections.abc import Mapping

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Duty
from engine.core.errors import FourEyes, PowerMissing, RoleNotInSop, WrongRole
from engine.core.ids import PersonId, RoleId, StepId
from engine.core.state import CaseState
from engine.core.workflow import AnyStep, HumanStep, Power, Workflow

DUTY_POWERS: Mapping[Duty, frozenset[Power]] = {
    Duty.SUPERVISOR: frozenset({Power.ASSIGN}),
    Duty.MANAGER: frozenset({Power.ASSIGN, Power.EXTEND, Power.DISPOSE, Power.REOPEN}),
}
"""What a duty lets somebody do in every case of its units; the other duties: nothing.

To override, to reject and to migrate is to decide in a case, which the roles of its SOP do.
"""

SYSTEM_POWERS = frozenset({Power.ASSIGN})
"""What the runtime may do beside its own work: hand over the tasks of whoever is away."""

_DUTIES: Mapping[str, Duty] = {duty.value: duty for duty in Duty}


def duty_of(role: RoleId) -> Duty | None:
    """The duty that a role is, if it is one; no SOP can name a role so."""
    return _DUTIES.get(role)


def is_duty(role: RoleId) -> bool:
    """Whether it is a duty, not a role of an SOP."""
    return role in _DUTIES


def is_system(actor: Actor) -> bool:
    """Whether the runtime itself acts, not a person."""
    return actor.via == SYSTEM.via and actor.person == SYSTEM.person


def require_member(workflow: Workflow, actor: Actor) -> None:
    """Refuse whoever acts in no role of this SOP.

    Raises:
        RoleNotInSop: the role is none of the SOP's.
    """
    if actor.role not in workflow.roles and not is_system(actor):
        raise RoleNotInSop(workflow.sop, actor.role, tuple(workflow.roles))


def require_power(workflow: Workflow, actor: Actor, power: Power) -> None:
    """Refuse a role that neither the SOP nor the table of duties gives `power`.

    Raises:
        PowerMissing: it has it from neither.
    """
    if power not in powers_of(workflow, actor):
        raise PowerMissing(actor.role, power.value)


def powers_of(workflow: Workflow, actor: Actor) -> frozenset[Power]:
    """What somebody may do beyond the steps of their role."""
    if is_system(actor):
        return SYSTEM_POWERS
    if actor.role is None:
        return frozenset()
    duty, role = duty_of(actor.role), workflow.roles.get(actor.role)
    if duty is not None:
        return DUTY_POWERS.get(duty, frozenset())
    return frozenset() if role is None else frozenset(role.may)


def roles_with(workflow: Workflow, power: Power) -> tuple[RoleId, ...]:
    """The roles of the SOP and the duties that have a power, the SOP's own first."""
    own = (role.id for role in workflow.roles.values() if power in role.may)
    duties = (RoleId(duty) for duty, powers in DUTY_POWERS.items() if power in powers)
    return (*own, *duties)


def require_role(workflow: Workflow, step: AnyStep, actor: Actor) -> None:
    """Refuse a role other than the step's; staff of the SOP may record an outsider's act.

    Raises:
        RoleNotInSop: the role is none of the SOP's.
        WrongRole: the step belongs to another role.
    """
    require_member(workflow, actor)
    if step.role is None or step.role == actor.role or workflow.roles[step.role].external:
        return
    raise WrongRole(step.id, step.role, actor.role)


_LOOKED_AT = frozenset({"completed", "returned", "skipped"})
"""Ways a visit ends by which somebody answers for it; who skipped a step said it was not needed."""


def require_four_eyes(
    workflow: Workflow,
    step: HumanStep,
    state: CaseState,
    person: PersonId,
    *,
    acting_for: PersonId | None = None,
) -> None:
    """Refuse who did the other step of a four-eyes pair, or passed it over, in its latest visit.

    The acting person counts, whatever the role and whoever is acted for; so does whoever had that
    visit lent, even while it is open. In parallel branches either step of a pair may come first,
    so there the pair binds both.

    Raises:
        FourEyes: the same person.
    """
    for other in four_eyes_partners(workflow, step):
        visit = state.visits.get(other)
        done = visit if visit is not None and visit.how in _LOOKED_AT else None
        if done is not None and done.by == person:
            raise FourEyes(step.id, person, other, acting_for=acting_for)
        lent = [one.lent_to for one in state.active if one.step == other]
        if done is not None:
            lent.append(done.lent_to)
        if any(person in people for people in lent):
            raise FourEyes(step.id, person, other, acting_for=acting_for, was_lent=True)


def four_eyes_partners(workflow: Workflow, step: HumanStep) -> tuple[StepId, ...]:
    """The steps whose person may not do this one.

    Those it names; in parallel branches beside it also those that name it.
    """
    forks = {lies.fork for lies in step.within}
    if not forks:
        return step.not_same_person_as
    beside = (
        other.id
        for other in workflow.steps()
        if isinstance(other, HumanStep)
        and step.id in other.not_same_person_as
        and any(lies.fork in forks for lies in other.within)
    )
    return (*step.not_same_person_as, *beside)
