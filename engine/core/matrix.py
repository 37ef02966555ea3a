"""The official matrix of an SOP: its executors' columns, a symbol a row, where a row leads to.

Of the official form's five symbols four stand in the columns, the fifth is the arrow. Source:
PermenPAN-RB 35/2012. What is drawn of it, on a terminal or a page, is others' affair.
"""

from enum import StrEnum

from engine.core.ids import END, NodeId
from engine.core.workflow import AnyStep, CallStep, Fork, HumanStep, Join, Role, Workflow


class Symbol(StrEnum):
    """What stands in the executor's cell.

    The pentagon (LINK), officially the link to another page, also stands for the link to another
    SOP.
    """

    TERMINAL = "terminal"
    PROCESS = "process"
    DECISION = "decision"
    LINK = "link"


def executors(workflow: Workflow) -> tuple[Role | None, ...]:
    """Who has a column: the roles with a row, in the SOP's order, then the system (None) if any."""
    active = {step.role for step in workflow.steps()}
    people = tuple(role for role in workflow.roles.values() if role.id in active)
    return (*people, None) if None in active else people


def symbol_of(workflow: Workflow, step: AnyStep) -> Symbol:
    """A decision and a link are so wherever they stand; else first and last are terminals."""
    if isinstance(step, HumanStep) and step.outcomes:
        return Symbol.DECISION
    if isinstance(step, CallStep):
        return Symbol.LINK
    first = step.number in landings(workflow, workflow.start)
    last = None in landings(workflow, step.next)
    return Symbol.TERMINAL if first or last else Symbol.PROCESS


def landings(workflow: Workflow, node: NodeId) -> tuple[int | None, ...]:
    """The numbers of the rows where a token that goes to `node` waits next; None for the end."""
    if node == END:
        return (None,)
    match workflow.nodes[node]:
        case Fork(branches=branches):
            return tuple(row for branch in branches for row in landings(workflow, branch))
        case Join(next=following):
            return landings(workflow, following)
        case step:
            return (step.number,)
