"""A state space as it is explored: the markings that can come about, and how."""

from collections import deque
from collections.abc import Iterable

from engine.core.net import DONE, LEFT, Label, Result, Violation


class Space:
    """The markings that can come about in one scope, each with the move that first led there."""

    def __init__(self, first: int) -> None:
        self.origins: dict[int, tuple[int, Label] | None] = {first: None}
        self.sources: dict[int, list[int]] = {DONE: [], LEFT: []}
        self.violations: dict[Violation, tuple[int, Label]] = {}
        self.dead: list[int] = []
        self.fresh = deque([first])

    def note(self, result: Result, source: int, label: Label) -> None:
        """Remember a move; a marking not seen before is to be looked at."""
        if isinstance(result, Violation):
            self.violations.setdefault(result, (source, label))
            result = LEFT
        self.sources.setdefault(result, []).append(source)
        if result >= 0 and result not in self.origins:
            self.origins[result] = (source, label)
            self.fresh.append(result)

    def run_to(self, marking: int) -> tuple[Label, ...]:
        """The shortest run that leads to a marking."""
        labels = []
        origin = self.origins[marking]
        while origin is not None:
            marking, label = origin
            labels.append(label)
            origin = self.origins[marking]
        return tuple(reversed(labels))

    def leading_to(self, goals: Iterable[int]) -> set[int]:
        """The goals and every marking from which one of them can be reached."""
        found = set(goals)
        fresh = list(found)
        while fresh:
            new = [one for one in self.sources.get(fresh.pop(), ()) if one not in found]
            found.update(new)
            fresh.extend(new)
        return found
