"""The arrows that the matrix draws between its rows, and the heads of its columns.

`engine.sop.flow_lines` makes the same arrows for a terminal, which has neither letters nor cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.core.ids import END, RoleId
from engine.core.matrix import executors, landings
from engine.core.text import Frozen, Text
from engine.core.workflow import AnyStep, HumanStep, Leads, Outcome, Workflow


class Column(Frozen, frozen=True, kw_only=True):
    """An executor's column; the system's has no role and no title."""

    role: RoleId | None
    title: Text | None


class Answer(Frozen, frozen=True, kw_only=True):
    """How an arrow that leaves a decision is marked.

    `yes` is the one answer that goes on and `no` what does not; where several go on, `letter`
    numbers them. `number` is 0 where it is the only one of its kind.
    """

    kind: Literal["yes", "no", "letter"]
    number: int = 0


class Arrow(Frozen, frozen=True, kw_only=True):
    """From a row to another; rows count from 0, and `target` None is the end of the case.

    `labels` are the SOP's own words for the answers that take it. `result` is what the case ends
    with, where it does.
    """

    source: int
    target: int | None
    answer: Answer | None = None
    labels: tuple[Text, ...] = ()
    result: Literal["completed", "rejected"] = "completed"

    @property
    def is_return(self) -> bool:
        """Whether it leads back."""
        return self.target is not None and self.target <= self.source


def columns(workflow: Workflow) -> tuple[Column, ...]:
    """The roles that have a row, in the SOP's order, then the system's if it has one."""
    return tuple(
        Column(role=None if role is None else role.id, title=None if role is None else role.title)
        for role in executors(workflow)
    )


def arrows(workflow: Workflow) -> tuple[Arrow, ...]:
    """Every arrow, each pair of rows once, in the order of the rows."""
    return tuple(arrow for step in workflow.steps() for arrow in arrows_from(workflow, step))


def arrows_from(workflow: Workflow, step: AnyStep) -> Iterator[Arrow]:
    """The arrows that leave the row of one step."""
    row = step.number - 1
    if not isinstance(step, HumanStep) or not step.outcomes:
        for target in dict.fromkeys(landings(workflow, step.next)):
            if target is not None:
                yield Arrow(source=row, target=target - 1)
        return
    ways = _answered(workflow, step.outcomes)
    said = _answers(tuple(ways), row + 1)
    for way, outcomes in ways.items():
        target, result = way
        yield Arrow(
            source=row,
            target=None if target is None else target - 1,
            answer=said[way],
            labels=tuple(one.label for one in outcomes),
            result="rejected" if result == "rejected" else "completed",
        )


_Way = tuple[int | None, str]
"""The number of the row led to, and how the case ends where it is none."""


def _answered(
    workflow: Workflow, outcomes: Sequence[Outcome]
) -> Mapping[_Way, tuple[Outcome, ...]]:
    """The answers by where they lead."""
    found: dict[_Way, tuple[Outcome, ...]] = {}
    for outcome in outcomes:
        ends = outcome.leads is Leads.END
        for target in landings(workflow, END if ends else outcome.target):
            way = target, outcome.result if target is None else ""
            found[way] = (*found.get(way, ()), outcome)
    return found


def _answers(ways: Sequence[_Way], number: int) -> Mapping[_Way, Answer]:
    """Ya and Tidak where one way goes on; letters where several do, or none."""
    onward = [way for way in ways if _goes_on(way, number)]
    if len(onward) != 1:
        return {way: Answer(kind="letter", number=n) for n, way in enumerate(ways, 1)}
    others = [way for way in ways if way not in onward]
    said = {onward[0]: Answer(kind="yes")}
    several = len(others) > 1
    for n, way in enumerate(others, 1):
        said[way] = Answer(kind="no", number=n if several else 0)
    return said


def _goes_on(way: _Way, number: int) -> bool:
    target, result = way
    return target > number if target is not None else result == "completed"
