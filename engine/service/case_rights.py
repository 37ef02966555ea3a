"""What somebody may do to one case, so that a page offers that and nothing else.

An offer is no permission: the rules of the core judge again when it is taken up.
"""

from collections.abc import Iterator
from datetime import datetime

from engine.core.commands import Actor
from engine.core.directory import Directory, Duty
from engine.core.ids import PersonId, RoleId
from engine.core.permit import duty_of, is_duty, powers_of
from engine.core.standing import Standing, serves, standings
from engine.core.text import Frozen
from engine.core.workflow import Power, Workflow

_CHANGES_NOTHING = Duty.AUDITOR


class CaseRights(Frozen, frozen=True, kw_only=True):
    """What somebody holds under the SOP of a case, there.

    `roles` are those of the SOP, also held for somebody else (Plh, Plt). `reveals`: they may read
    personal data in full, with a reason. `mends`: they may let the engine try again.
    """

    roles: frozenset[RoleId] = frozenset()
    powers: frozenset[Power] = frozenset()
    reveals: bool = False
    mends: bool = False
    audits: bool = False

    @property
    def is_member(self) -> bool:
        """Whether they act in a role of the SOP."""
        return bool(self.roles)

    def may(self, power: Power) -> bool:
        """Whether they have a power in any of their roles."""
        return power in self.powers


def rights_over(
    directory: Directory, workflow: Workflow, person: PersonId, *, at: datetime
) -> CaseRights:
    """What somebody may do to cases of that SOP at `at`; nothing for whoever audits.

    Where nobody is in the directory, everybody may do everything.
    """
    if not directory.founded:
        every = frozenset(workflow.roles)
        return CaseRights(roles=every, powers=frozenset(Power), reveals=True, mends=True)
    held = tuple(_held(directory, workflow, person, at))
    duties = {duty_of(one.role) for one in held}
    everywhere = {duty_of(one.role) for one in standings(directory, person, at)}
    if _CHANGES_NOTHING in everywhere:
        return CaseRights(audits=True)
    roles = frozenset(one.role for one in held if not is_duty(one.role))
    powers = (powers_of(workflow, Actor(person=person, role=one.role)) for one in held)
    return CaseRights(
        roles=roles,
        powers=frozenset[Power]().union(*powers),
        reveals=bool(roles) or Duty.PRIVACY in duties,
        mends=bool(roles) or Duty.OPERATOR in duties,
    )


def _held(
    directory: Directory, workflow: Workflow, person: PersonId, at: datetime
) -> Iterator[Standing]:
    for one in standings(directory, person, at):
        fits = is_duty(one.role) or one.role in workflow.roles
        if fits and serves(directory, one, unit=workflow.unit, sop=workflow.sop):
            yield one
