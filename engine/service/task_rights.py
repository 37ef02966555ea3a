"""What somebody may do with the open tasks of one case: for a page to offer that, or say why not.

An offer is no permission: the rules judge again when it is taken up.
"""

from datetime import datetime
from typing import NamedTuple

from engine.core.commands import Actor, Claim
from engine.core.errors import CommandRefused, FourEyes, NotFound
from engine.core.ids import CaseId, PersonId
from engine.core.permit import is_duty, require_four_eyes, require_role
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Workflow
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.guard import admitted
from engine.store import log
from engine.store.job import Reader


class TaskRight(Frozen, frozen=True, kw_only=True):
    """An open task before somebody's eyes.

    `acts`: as whom they would act, where their role is that of the step. `barred`: four eyes keep
    it from them. `lent`: they have it on loan from `active.owner`; `lends`: they lent it.
    """

    active: Activation
    step: HumanStep
    acts: Actor | None = None
    barred: FourEyes | None = None
    mine: bool = False
    lent: bool = False
    lends: bool = False

    @property
    def claimable(self) -> bool:
        """Whether they may take it."""
        return self.acts is not None and self.barred is None and self.active.assignee is None

    @property
    def concerns(self) -> bool:
        """Whether it is of any interest to them."""
        can = self.acts is not None and self.active.assignee is None
        return can or self.mine or self.lent or self.lends


class CaseTasks(Frozen, frozen=True, kw_only=True):
    """A case as it stands, and what somebody may do with its open tasks, in order of opening."""

    state: CaseState
    workflow: Workflow
    rights: tuple[TaskRight, ...]


class _Look(NamedTuple):
    """One case before one person's eyes, at one moment, in one snapshot."""

    database: Database
    reader: Reader
    workflow: Workflow
    state: CaseState
    person: PersonId
    at: datetime


def tasks_before(database: Database, case: CaseId, person: PersonId, *, at: datetime) -> CaseTasks:
    """The open tasks of a case before somebody's eyes at `at` (aware UTC).

    Raises:
        NotFound: there is no such case.
    """

    def told(reader: Reader) -> CaseTasks:
        stored = log.find(reader, case)
        if stored is None:
            raise NotFound("case", case)
        state = stored.state
        workflow = workflow_by_hash(database, reader, state.workflow)
        look = _Look(database, reader, workflow, state, person, at)
        found = (_right(look, active) for active in state.active)
        rights = tuple(one for one in found if one is not None)
        return CaseTasks(state=state, workflow=workflow, rights=rights)

    return database.store.read(told)


def _right(look: _Look, active: Activation) -> TaskRight | None:
    step = look.workflow.step(active.step)
    if not isinstance(step, HumanStep):
        return None
    held = active.assignee == look.person
    acts = _acting(look, active, step)
    return TaskRight(
        active=active,
        step=step,
        acts=acts,
        barred=_barred(look, step, acts),
        mine=held and active.owner is None,
        lent=held and active.owner is not None,
        lends=active.owner == look.person,
    )


def _barred(look: _Look, step: HumanStep, acts: Actor | None) -> FourEyes | None:
    instead = None if acts is None else acts.acting_for
    try:
        require_four_eyes(look.workflow, step, look.state, look.person, acting_for=instead)
    except FourEyes as why:
        return why
    return None


def _acting(look: _Look, active: Activation, step: HumanStep) -> Actor | None:
    """The actor that a claim of theirs would be by; None where they hold no fitting role."""
    wish = Claim(case=look.state.case, by=Actor(person=look.person), activation=active.id)
    under = (look.workflow, look.state)
    try:
        by = admitted(look.database, look.reader, wish, under=under, at=look.at).by
        if by.role is not None and is_duty(by.role):
            return None
        require_role(look.workflow, step, by)
    except CommandRefused:
        return None
    return by
