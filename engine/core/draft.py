"""A decision in the making: events as they are decided, and the state they lead to.

Mutable, but never seen outside `decide`: later events of one decision are decided on the state
that the earlier ones made, so that a decision cannot contradict itself.
"""

from datetime import datetime

from engine.core.commands import Command
from engine.core.effects import Effect
from engine.core.errors import InputRefused
from engine.core.events import CaseOpened, Event, Recorded
from engine.core.evolve import evolve
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.workflow import Workflow


class Decision(Frozen, frozen=True, kw_only=True):
    """What a command leads to: events to append, effects to start, the state after each event."""

    events: tuple[Recorded, ...]
    effects: tuple[Effect, ...]
    states: tuple[CaseState, ...]

    @property
    def state(self) -> CaseState:
        """The state after all of them."""
        return self.states[-1]


class Draft:
    """Collects the events and effects of one command."""

    def __init__(
        self, workflow: Workflow, state: CaseState | None, command: Command, *, at: datetime
    ) -> None:
        """Start with the case as it stands.

        Raises:
            InputRefused: `happened_at` is naive, lies after `at`, or before the case.
        """
        self.workflow = workflow
        self.command = command
        # A clock set back must not make history run backwards.
        self.at = at if state is None else max(at, state.last_at)
        self._state = state
        self._states: list[CaseState] = []
        self.events: list[Recorded] = []
        self.effects: list[Effect] = []
        _check_happened(command.happened_at, self.at, None if state is None else state.began_at)

    @property
    def state(self) -> CaseState:
        """The case after what was decided so far."""
        assert self._state is not None  # noqa: S101  # the first event of a case opens it
        return self._state

    def emit(self, event: Event) -> None:
        """Decide that `event` happened."""
        recorded = Recorded(
            case=self.command.case,
            seq=1 if isinstance(event, CaseOpened) else self.state.seq + 1,
            at=self.at,
            by=self.command.by,
            event=event,
            happened_at=self.command.happened_at,
        )
        self._state = evolve(self._state, recorded)
        self._states.append(self._state)
        self.events.append(recorded)

    def decision(self) -> Decision:
        """What was decided."""
        return Decision(
            events=tuple(self.events), effects=tuple(self.effects), states=tuple(self._states)
        )


def _check_happened(happened_at: datetime | None, at: datetime, began_at: datetime | None) -> None:
    if happened_at is None:
        return
    if happened_at.tzinfo is None:
        raise InputRefused({"happened_at": "must carry its offset from UTC, such as +07:00"})
    if happened_at > at:
        raise InputRefused({"happened_at": "lies in the future"})
    if began_at is not None and happened_at < began_at:
        begun = began_at.isoformat(timespec="seconds")
        raise InputRefused({"happened_at": f"lies before the case, which began at {begun}"})
