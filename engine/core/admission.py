"""On whose behalf: a holder of a role by substitution, an applicant at their own steps only."""

from engine.core.commands import (
    AnyCommand,
    Attach,
    Claim,
    Comment,
    Complete,
    OpenCase,
    Override,
    Release,
    Return,
    Withdraw,
)
from engine.core.directory import Directory
from engine.core.errors import NotPermitted
from engine.core.ids import PersonId, StepId
from engine.core.permit import is_system
from engine.core.state import CaseState
from engine.core.workflow import Workflow


class NotOnBehalf(NotPermitted):
    """Nobody acts for somebody outside where the office itself acts."""

    def __init__(self, acting_for: PersonId, step: StepId | None) -> None:
        self.acting_for, self.step = acting_for, step
        self.hint = (
            "Leave out for whom you act. For a colleague who works here, an administrator names "
            "a substitute."
        )
        where = f"at {step}" if step else "by this"
        super().__init__(f"{acting_for} does not work here, and nobody outside acts {where}.")


def require_acting_for(
    directory: Directory, workflow: Workflow, state: CaseState | None, command: AnyCommand
) -> None:
    """Refuse acting for somebody who is not of the directory, but for what an applicant does.

    That is a step of a role outside the office; asking, bringing a document, saying something or
    taking the request back. For people of the directory `require_standing` has judged already.

    Raises:
        NotOnBehalf: the office does this itself.
    """
    by = command.by
    if by.acting_for is None or is_system(by) or not directory.founded:
        return
    if by.acting_for in directory.people:
        return
    match command:
        case Claim() | Release() | Complete() | Return() | Override():
            active = None if state is None else state.activation(command.activation)
            if active is not None and not _is_outside(workflow, active.step):
                raise NotOnBehalf(by.acting_for, active.step)
        case OpenCase() | Attach() | Comment() | Withdraw():
            if not any(role.external for role in workflow.roles.values()):
                raise NotOnBehalf(by.acting_for, None)
        case _:
            raise NotOnBehalf(by.acting_for, None)


def _is_outside(workflow: Workflow, step: StepId) -> bool:
    role = workflow.known_step(step).role
    return role is not None and workflow.roles[role].external
