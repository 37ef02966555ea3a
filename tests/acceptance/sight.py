"""How a case stands, as a scenario may ask about it, whoever ran it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from acceptance.scenario import Expectation

from engine.core.events import Event, FileAttached, StepCancelled, StepOpened, StepSkipped
from engine.core.ids import ActivationId
from engine.core.values import Value
from engine.core.workflow import PauseReason


class Sight(NamedTuple):
    """Everything a scenario can look at. `held` is the holder by step, of open steps only."""

    result: str
    open: tuple[str, ...]
    visits: Mapping[str, int]
    held: Mapping[str, str]
    pauses: frozenset[PauseReason]
    accepted_at: datetime | None
    data: Mapping[str, Value]
    events: tuple[Event, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of event in order."""
        return tuple(kind_of(event) for event in self.events)

    def opened(self) -> tuple[StepOpened, ...]:
        """The activations in order."""
        return tuple(event for event in self.events if isinstance(event, StepOpened))

    def latest_activation(self, step: str) -> ActivationId | None:
        """The step's latest activation, open or not; None where it never had one."""
        return next((one.activation for one in reversed(self.opened()) if one.step == step), None)


def kind_of(event: Event) -> str:
    """The event's stable kind."""
    return str(type(event).__struct_config__.tag)


def differences(expected: Expectation, seen: Sight, *, zone: ZoneInfo) -> list[str]:
    """What is otherwise than expected, one line each."""
    actual = _as_expected_words(expected, seen, zone)
    wanted = expected.model_dump(exclude_unset=True)
    return [
        f"{name}: expected {wanted[name]!r}, but it is {actual[name]!r}"
        for name in wanted
        if wanted[name] != actual[name]
    ]


def _as_expected_words(expected: Expectation, seen: Sight, zone: ZoneInfo) -> dict[str, object]:
    """The sight in the words of the expectation; of mappings only the keys it names."""
    skipped = (event.step for event in seen.events if isinstance(event, StepSkipped))
    cancelled = (event.step for event in seen.events if isinstance(event, StepCancelled))
    filed = (event.name for event in seen.events if isinstance(event, FileAttached))
    accepted = seen.accepted_at
    return {
        "result": seen.result,
        "open": _in_the_order_of(expected.open, seen.open),
        "path": tuple(one.step for one in seen.opened()),
        "visits": {step: seen.visits.get(step, 0) for step in expected.visits},
        "skipped": tuple(skipped),
        "cancelled": tuple(cancelled),
        "held": {step: seen.held.get(step, "") for step in expected.held},
        "pause": next(iter(sorted(seen.pauses)), "no"),
        "accepted": "no" if accepted is None else accepted.astimezone(zone).replace(tzinfo=None),
        "data": {path: _plain(seen.data.get(path)) for path in expected.data},
        "documents": tuple(filed),
        "events": {kind: seen.kinds.count(kind) for kind in expected.events},
        "history": seen.kinds,
    }


def _in_the_order_of(wanted: tuple[str, ...] | None, steps: tuple[str, ...]) -> tuple[str, ...]:
    """Open steps have no order of their own."""
    return wanted if wanted is not None and sorted(wanted) == sorted(steps) else steps


def _plain(value: Value | None) -> object:
    """A value as a scenario writes it: text, or a list of texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, tuple) else "" if value is None else str(value)
