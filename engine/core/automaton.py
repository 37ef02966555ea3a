"""Which steps may be done next, told from the steps done before: the SOP as a language.

A log from elsewhere names the steps done and not the answers given, so a case may stand at several
markings of the token net at once. A state of the automaton is the set of them; states and the ways
between them are worked out when first asked for and remembered (a determinised automaton), so that
a row costs one look-up.

Read as the core moves tokens: a condition (`when`) is decided when the token arrives at its row
going forward, either way, since the log does not hold the form; a return opens the row regardless.
A log may leave out what no member of staff does: automated rows (action, call, wait) and the
applicant's submission. Where it names them they must come in their place.
"""

from collections.abc import Iterable, Iterator, Mapping

from engine.core.errors import WorkflowTooWide
from engine.core.ids import END, NodeId, StepId
from engine.core.net import DONE, Label, Net, Place, Result, Violation
from engine.core.workflow import AnyStep, HumanStep, Leads, Workflow

NOWHERE = 0
"""The state in which no run of the SOP stands; no step leads out of it."""
ENDED = StepId(END)
"""The end of the case, taken as the last row of a case known to be completed."""
MAX_MARKINGS = 50_000
"""Markings held by all states together, each counted once a state; real SOPs need hundreds."""

_CLOSED = -3
"""The marking after `ENDED`."""

Onward = Mapping[StepId, Mapping[int, frozenset[str]]]
"""Of each step that is open in a marking: where it may lead, and by which of its answers (the
empty one where it does not decide)."""


class Automaton:
    """The states of one sound workflow, as far as they were asked for. Not for several threads."""

    def __init__(self, workflow: Workflow, *, limit: int = MAX_MARKINGS) -> None:
        """Begin with the state of a case just opened.

        Raises:
            WorkflowTooWide: see `after`.
        """
        self._net = Net(workflow.nodes, {})
        self._sop, self._limit, self._held = workflow.sop, limit, 0
        self.steps = {step.id: step for step in workflow.steps()}
        self._returns = set(_returns(self.steps.values()))
        self._moves: dict[int, tuple[tuple[Label, Result], ...]] = {}
        self._onward: dict[int, Onward] = {}
        self._states: list[frozenset[int]] = []
        self._numbers: dict[frozenset[int], int] = {}
        self._table: list[dict[StepId, int]] = []
        self._number(())
        self.beginnings = self._decided(frozenset(), self._net.opening(workflow.start))
        self.start = self._number(self.beginnings)

    def after(self, state: int, step: StepId) -> int:
        """The state once `step` is done in `state`; `NOWHERE` if it may not be done there.

        Raises:
            WorkflowTooWide: the states hold more markings than the limit.
        """
        found = self._table[state].get(step)
        if found is None:
            onward = (self.leading_on(marking) for marking in self._states[state])
            found = self._number(frozenset().union(*(ways.get(step, ()) for ways in onward)))
            self._table[state][step] = found
        return found

    def after_all(self, steps: Iterable[StepId]) -> int:
        """The state once these steps are done from the beginning, one after the other.

        Raises:
            WorkflowTooWide: see `after`.
        """
        table, state = self._table, self.start
        for step in steps:
            found = table[state].get(step)
            state = self.after(state, step) if found is None else found
        return state

    def due(self, state: int) -> tuple[StepId, ...]:
        """The steps that may be done in a state and that a log may not leave out, row by row."""
        known = {step for marking in self._states[state] for step in self.leading_on(marking)}
        rows = self.steps.items()
        return tuple(step for step, row in rows if step in known and not may_be_left_out(row))

    def leading_on(self, marking: int) -> Onward:
        """Where each step that is open in a marking leads, by every answer it may have."""
        known = self._onward.get(marking)
        if known is None:
            known = self._onward[marking] = self._work_out(marking)
        return known

    def places(self, marking: int) -> frozenset[Place]:
        """What a marking holds: steps that are open, and branches that have arrived at joins."""
        return frozenset(() if marking < 0 else self._net.places(marking))

    def _number(self, markings: Iterable[int]) -> int:
        """The number of the state in which these markings are possible."""
        state = self._with_silent_moves(markings)
        if state not in self._numbers:
            self._held += len(state)
            self._require_room(self._held)
            self._numbers[state] = len(self._states)
            self._states.append(state)
            self._table.append({})
        return self._numbers[state]

    def _require_room(self, held: int) -> None:
        if held > self._limit:
            raise WorkflowTooWide(self._sop, self._limit)

    def _with_silent_moves(self, markings: Iterable[int]) -> frozenset[int]:
        found, fresh = set[int](), list(markings)
        while fresh:
            marking = fresh.pop()
            if marking in found:
                continue
            found.add(marking)
            self._require_room(len(found))
            for step, targets in self.leading_on(marking).items():
                if step != ENDED and may_be_left_out(self.steps[step]):
                    fresh.extend(targets)
        return frozenset(found)

    def _work_out(self, marking: int) -> Onward:
        if marking < 0:
            return {ENDED: {_CLOSED: frozenset()}} if marking == DONE else {}
        standing = frozenset(self._net.open_nodes(marking))
        onward: dict[StepId, dict[int, frozenset[str]]] = {}
        for label, result in self._moves_from(marking):
            step = StepId(label.node)
            if isinstance(result, Violation) or label.skipped:
                continue  # a sound workflow has no violation; conditions are decided on arrival
            back = (label.node, label.outcome) in self._returns
            reached = onward.setdefault(step, {})
            for target in frozenset({result}) if back else self._decided(standing, result):
                reached[target] = reached.get(target, frozenset()) | {label.outcome}
        return onward

    def _decided(self, standing: frozenset[NodeId], result: int) -> frozenset[int]:
        """A marking and those in which conditions leave out rows that its token just reached."""
        found, fresh = set[int](), [result]
        while fresh:
            marking = max(fresh.pop(), DONE)  # left by an ending answer is over as well
            if marking in found:
                continue
            found.add(marking)
            for label, skipped in self._moves_from(marking):
                reached = label.skipped and label.node not in standing
                if reached and not isinstance(skipped, Violation):
                    fresh.append(skipped)
        return frozenset(found)

    def _moves_from(self, marking: int) -> tuple[tuple[Label, Result], ...]:
        if marking < 0:
            return ()
        if marking not in self._moves:
            self._moves[marking] = tuple(self._net.moves(marking))
        return self._moves[marking]


def may_be_left_out(step: AnyStep) -> bool:
    """Whether a log fits without the row: no member of staff does it."""
    return not isinstance(step, HumanStep) or step.submission


def _returns(steps: Iterable[AnyStep]) -> Iterator[tuple[NodeId, str]]:
    for step in steps:
        for outcome in step.outcomes if isinstance(step, HumanStep) else ():
            if outcome.leads is Leads.RETURN:
                yield NodeId(step.id), outcome.id
