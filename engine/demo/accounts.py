"""Whose desks a demonstration can be seen from: one of each kind of person."""

from collections.abc import Iterable, Sequence

from engine.core.directory import Duty
from engine.core.ids import PersonId
from engine.core.workflow import Role, Workflow
from engine.demo.cast import Cast, inside

DEMO_PASSWORD = "kopi-tubruk-pagi-ini"  # noqa: S105  # it is told on the page, and lets in nobody else
"""Of all of them."""

_KINDS = 3
"""Who takes a request in, who looks it over, who decides."""
_DUTIES = (
    Duty.SUPERVISOR,
    Duty.MANAGER,
    Duty.AUDITOR,
    Duty.AUTHOR,
    Duty.APPROVER,
    Duty.ADMINISTRATOR,
    Duty.PRIVACY,
    Duty.ARCHIVIST,
)


def chosen(cast: Cast, workflows: Iterable[Workflow]) -> tuple[PersonId, ...]:
    """Three people of the same SOP, from the counter to the head, and one for each duty."""
    duties = (cast.duties[duty].id for duty in _DUTIES if duty in cast.duties)
    return tuple(dict.fromkeys((*_of_one_sop(cast, workflows), *duties)))


def shown_sop(workflows: Iterable[Workflow]) -> Workflow | None:
    """The SOP whose people can be looked over the shoulder; None where none has enough roles."""
    fitting = [one for one in workflows if len(inside(one)) >= _KINDS]
    plainest = sorted(fitting, key=lambda one: (not _is_verified(one), one.sop, one.version))
    return plainest[0] if plainest else None


def _of_one_sop(cast: Cast, workflows: Iterable[Workflow]) -> tuple[PersonId, ...]:
    workflow = shown_sop(workflows)
    if workflow is None:
        return ()
    taking_in, looking_over, *others = inside(workflow)
    chain = (taking_in, looking_over, _head(others))
    return tuple(cast.holders(workflow, role.id)[0] for role in chain)


def _is_verified(workflow: Workflow) -> bool:
    """Whether it shows what an office does at its plainest: somebody verifies, by that name."""
    return "verif" in inside(workflow)[1].id


def _head(roles: Sequence[Role]) -> Role:
    """The role with the most powers."""
    return max(roles, key=lambda role: len(role.may))
