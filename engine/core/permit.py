"""Who may: pure predicates that raise the one reason why not."""

from engine.core.commands import SYSTEM, Actor
from engine.core.errors import FourEyes, PowerMissing, RoleNotInSop, WrongRole
from engine.core.ids import PersonId, RoleId, StepId
from engine.core.state import CaseState
from engine.core.workflow import AnyStep, HumanStep, Power, Workflow


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
    """Refuse a role that the SOP does not give `power`.

    Raises:
        PowerMissing: it does not.
    """
    role = workflow.roles.get(actor.role or RoleId(""))
    if role is None or power not in role.may:
        raise PowerMissing(actor.role, power.value)


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


def require_four_eyes(
    workflow: Workflow, step: HumanStep, state: CaseState, person: PersonId
) -> None:
    """Refuse who did the other step of a four-eyes pair, in its latest finished visit.

    The acting person counts, whatever the role and whoever is acted for. In parallel branches
    either step of a pair may come first, so there the pair binds both.

    Raises:
        FourEyes: the same person.
    """
    for other in four_eyes_partners(workflow, step):
        visit = state.visits.get(other)
        if visit is not None and visit.by == person and visit.how in {"completed", "returned"}:
            raise FourEyes(step.id, person, other)


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
