"""Which waiting task comes first: the explicit rules of every queue."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.core.clocks import CaseClocks
from engine.core.ids import ActivationId
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.values import Value

PRIORITY_PATH = "form.prioritas"
"""Where a case says why it goes first: the answer of a field `prioritas` of the SOP's own form.

Source: UU 25/2009 art. 29 (special treatment of people with disabilities, the elderly, pregnant
women, children, and victims of disasters).
"""


class Urgency(Frozen, frozen=True, kw_only=True):
    """How much a task presses: when it is due (UTC; None: nothing decides it).

    `first`: it goes first, as its case has a recorded reason for priority. The reason itself may be
    a matter of somebody's health and stays in the case.
    """

    activation: ActivationId
    due: datetime | None = None
    first: bool = False


class Waiting(Frozen, frozen=True, kw_only=True):
    """A task in a queue, as far as its place there depends on it. Instants are UTC.

    `name` tells apart what is otherwise equal.
    """

    name: tuple[str, int]
    opened_at: datetime
    due: datetime | None = None
    first: bool = False


def by_priority(waiting: Iterable[Waiting], *, at: datetime) -> tuple[Waiting, ...]:
    """The tasks in the order in which they are to be taken up at `at`.

    1. What is overdue comes before what is not; among it the oldest due comes first.
    2. Of what is not overdue, cases with a recorded reason for priority come before all others.
    3. Then what is due sooner comes first; what nothing makes due comes behind all that is due.
    4. Then what was opened earlier comes first.

    Nothing else counts: not who asks, and not whose case it is.
    """
    return tuple(sorted(waiting, key=lambda one: _place(one, at)))


_Place = tuple[int, bool, bool, float, datetime, tuple[str, int]]


def _place(one: Waiting, at: datetime) -> _Place:
    due = 0.0 if one.due is None else one.due.timestamp()
    if is_overdue(one.due, at):
        return 0, False, False, due, one.opened_at, one.name
    return 1, not one.first, one.due is None, due, one.opened_at, one.name


def is_overdue(due: datetime | None, at: datetime) -> bool:
    """Whether what is due then is late at `at`; the instant itself is in time."""
    return due is not None and due < at


def urgencies(state: CaseState, told: CaseClocks) -> tuple[Urgency, ...]:
    """How much each open task of a case presses, by the clocks of the case.

    A task is due when the first of these is: its own standard, the promise, the legal limit.
    """
    first = goes_first(state.data)
    whole = (told.promise, told.legal)
    found = []
    for active in state.active:
        if active.automated:
            continue
        told_of = (*whole, told.steps.get(active.id))
        dues = [one.due for one in told_of if one is not None and one.due is not None]
        found.append(Urgency(activation=active.id, due=min(dues, default=None), first=first))
    return tuple(found)


def goes_first(data: Mapping[str, Value]) -> bool:
    """Whether a case has a recorded reason to go first: any answer there but an empty one or no."""
    said = data.get(PRIORITY_PATH, "")
    return bool(said.strip() if isinstance(said, str) else said)
