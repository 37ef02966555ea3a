"""The rows of a definition in one line: numbered, placed in their branches, with their arrows.

A parallel block has no name in the text; its fork and join get ids with a hyphen, which no step
can have. Where an id is written twice, the first row keeps it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from engine.core.ids import END, NodeId, OutcomeId, StepId
from engine.core.text import Frozen
from engine.core.workflow import Branch, Leads
from engine.sop.document import OutcomeShape, ParallelShape, RowShape, SopDocument, StepShape

Path = tuple[str | int, ...]
"""Where something stands in the document: keys and indexes from the top."""


class Row(Frozen, frozen=True, kw_only=True):
    """A row; `number` counts from 1, `following` is where its token goes by default."""

    number: int
    shape: StepShape
    path: Path
    following: NodeId
    within: tuple[Branch, ...]

    @property
    def id(self) -> StepId:
        """The row's name, as a step."""
        return StepId(self.shape.id)


class Block(Frozen, frozen=True, kw_only=True):
    """A parallel block; `branches` holds the first node of each branch."""

    fork: NodeId
    join: NodeId
    path: Path
    branches: tuple[NodeId, ...]
    following: NodeId
    within: tuple[Branch, ...]


class Arrow(Frozen, frozen=True, kw_only=True):
    """One way out of a row; `outcome` is None for a row that decides nothing."""

    row: Row
    leads: Leads
    target: NodeId
    path: Path
    outcome: OutcomeId | None = None


class Outline(Frozen, frozen=True, kw_only=True):
    """All rows in order, and all blocks, the outer before the inner.

    `order` holds every node as it stands in the text: no forward arrow leads against it.
    """

    start: NodeId
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    order: tuple[NodeId, ...]

    def by_id(self) -> Mapping[str, Row]:
        """The rows by name; of two with one name, the first."""
        rows: dict[str, Row] = {}
        for row in self.rows:
            rows.setdefault(row.shape.id, row)
        return rows


def outline_from_document(document: SopDocument) -> Outline:
    """Lay the rows out, depth first through the parallel blocks."""
    layout = _Layout(document.steps)
    start = layout.place(document.steps, ("steps",), after=END, within=())
    return Outline(
        start=start,
        rows=tuple(layout.rows),
        blocks=tuple(layout.blocks),
        order=tuple(layout.order),
    )


def arrows(row: Row) -> tuple[Arrow, ...]:
    """Every way out of a row, in the order written."""
    shape = row.shape
    if not shape.outcomes:
        target = row.following if shape.next is None else NodeId(shape.next)
        return (Arrow(row=row, leads=Leads.NEXT, target=target, path=(*row.path, "next")),)
    return tuple(_answer(row, name, outcome) for name, outcome in shape.outcomes.items())


def _answer(row: Row, name: str, outcome: OutcomeShape) -> Arrow:
    leads, target, key = Leads.NEXT, row.following, "next"
    if outcome.next is not None:
        target = NodeId(outcome.next)
    elif outcome.return_to is not None:
        leads, target, key = Leads.RETURN, NodeId(outcome.return_to), "return_to"
    elif outcome.end is not None:
        leads, target, key = Leads.END, END, "end"
    path = (*row.path, "outcomes", name, key)
    return Arrow(row=row, leads=leads, target=target, path=path, outcome=OutcomeId(name))


class _Layout:
    """Places rows and blocks; every node's id is known before, since a row names its follower."""

    def __init__(self, shapes: Sequence[RowShape]) -> None:
        forks = count(1)
        self.ids = {
            path: NodeId(f"fork-{next(forks)}" if isinstance(shape, ParallelShape) else shape.id)
            for path, shape in _in_order(shapes, ("steps",))
        }
        self.rows: list[Row] = []
        self.blocks: list[Block] = []
        self.order: list[NodeId] = []

    def place(
        self,
        shapes: Sequence[RowShape],
        path: Path,
        *,
        after: NodeId,
        within: tuple[Branch, ...],
    ) -> NodeId:
        """Place a sequence that leads on to `after`; returns its first node."""
        for index, shape in enumerate(shapes):
            here = (*path, index)
            following = self.ids.get((*path, index + 1), after)
            if isinstance(shape, ParallelShape):
                self._place_block(shape, here, following=following, within=within)
            else:
                number = len(self.rows) + 1
                row = Row(number=number, shape=shape, path=here, following=following, within=within)
                self.rows.append(row)
                self.order.append(NodeId(row.id))
        return self.ids[*path, 0]

    def _place_block(
        self, shape: ParallelShape, path: Path, *, following: NodeId, within: tuple[Branch, ...]
    ) -> None:
        fork = self.ids[path]
        block = Block(
            fork=fork,
            join=NodeId(fork.replace("fork", "join")),
            path=path,
            branches=tuple(
                self.ids[*path, "parallel", index, 0] for index in range(len(shape.parallel))
            ),
            following=following,
            within=within,
        )
        self.blocks.append(block)
        self.order.append(block.fork)
        for index, rows in enumerate(shape.parallel):
            inside = (*within, Branch(fork=fork, branch=index))
            self.place(rows, (*path, "parallel", index), after=block.join, within=inside)
        self.order.append(block.join)


def _in_order(shapes: Sequence[RowShape], path: Path) -> Iterator[tuple[Path, RowShape]]:
    for index, shape in enumerate(shapes):
        yield (*path, index), shape
        if isinstance(shape, ParallelShape):
            for branch, rows in enumerate(shape.parallel):
                yield from _in_order(rows, (*path, index, "parallel", branch))
