"""The arrows of an SOP's matrix, and the tracks beside the columns that the long ones run along.

Every row has one symbol, so a line may run level through a row or between two rows without meeting
another; upright lines that pass rows run outside the executors' columns: returns on the left,
jumps ahead on the right, one track per place they lead to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.core.ids import END, NodeId, RoleId
from engine.core.matrix import executors, landings
from engine.core.text import Frozen, Language, Text
from engine.core.workflow import AnyStep, HumanStep, Leads, Workflow

FINISH = 0
"""The number that stands for the end of the case."""
_SYSTEM = Text(id="Sistem", en="System")


class Wire(Frozen, frozen=True, kw_only=True):
    """An arrow from one row to another, or to `FINISH`; `labels` are the answers that take it."""

    source: int
    target: int
    labels: tuple[Text, ...] = ()

    @property
    def is_return(self) -> bool:
        """Whether it leads back."""
        return FINISH < self.target <= self.source

    @property
    def is_down(self) -> bool:
        """Whether it leads to the very next row."""
        return self.target == self.source + 1

    @property
    def is_jump(self) -> bool:
        """Whether it leads ahead past other rows."""
        return self.target > self.source + 1

    def label(self, language: Language) -> str:
        """What stands beside it."""
        return " / ".join(label.in_language(language) for label in self.labels)


class Lane(Frozen, frozen=True, kw_only=True):
    """An executor's column; the system's has no role."""

    role: RoleId | None
    title: Text


def lanes(workflow: Workflow) -> tuple[Lane, ...]:
    """The columns: the roles that have a row, in the SOP's order, then the system's if needed."""
    return tuple(
        Lane(role=None, title=_SYSTEM) if role is None else Lane(role=role.id, title=role.title)
        for role in executors(workflow)
    )


def rows_after(workflow: Workflow, node: NodeId) -> tuple[int, ...]:
    """The numbers of the rows where a token that goes to `node` waits next; FINISH for the end."""
    return tuple(FINISH if row is None else row for row in landings(workflow, node))


def wires(workflow: Workflow) -> tuple[Wire, ...]:
    """Every arrow between rows, each pair of rows once, in the order of the rows."""
    labels: dict[tuple[int, int], tuple[Text, ...]] = {}
    for step in workflow.steps():
        for node, label in _ways_out(step):
            for target in rows_after(workflow, node):
                known = labels.get((step.number, target), ())
                labels[step.number, target] = known + label
    return tuple(
        Wire(source=source, target=target, labels=said) for (source, target), said in labels.items()
    )


def _ways_out(step: AnyStep) -> Iterator[tuple[NodeId, tuple[Text, ...]]]:
    if isinstance(step, HumanStep) and step.outcomes:
        for outcome in step.outcomes:
            target = END if outcome.leads is Leads.END else outcome.target
            yield target, (outcome.label,)
    else:
        yield step.next, ()


def tracks(
    all_wires: Sequence[Wire], among: Callable[[Wire], bool], /
) -> tuple[Mapping[int, int], int]:
    """Give every place that some of the wires lead to a track, counted from the columns outwards.

    Short lines run inside, long ones outside; lines that share no row may share a track.

    Returns:
        The track by the row led to, and how many tracks there are.
    """
    spans: dict[int, tuple[int, int]] = {}
    for wire in filter(among, all_wires):
        low, high = _span(wire)
        known = spans.get(wire.target, (low, high))
        spans[wire.target] = min(low, known[0]), max(high, known[1])
    taken: list[list[tuple[int, int]]] = []
    chosen: dict[int, int] = {}
    for target, span in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item)):
        chosen[target] = _first_free(taken, span)
    return chosen, len(taken)


def _span(wire: Wire) -> tuple[int, int]:
    """From line to line: the odd ones run between rows, the even ones through them."""
    between, through = 2 * wire.target - 1, 2 * wire.source
    return min(between, through), max(between, through)


def _first_free(taken: list[list[tuple[int, int]]], span: tuple[int, int]) -> int:
    for number, spans in enumerate(taken):
        if all(span[1] < low or high < span[0] for low, high in spans):
            spans.append(span)
            return number
    taken.append([span])
    return len(taken) - 1
