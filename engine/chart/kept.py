"""Charts that were drawn, by the hash of their workflow: a published version never changes."""

from threading import Lock
from weakref import WeakValueDictionary

from engine.chart.drawing import Chart, chart
from engine.chart.routing import NoWay
from engine.core.workflow import Workflow

_MOST = 256


class Charts:
    """At most so many charts; the one that was drawn first goes first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: dict[str, tuple[Workflow, Chart | NoWay]] = {}
        self._turns: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def of(self, workflow: Workflow) -> Chart:
        """The chart of a workflow, drawn when it is first asked for; once, whoever else asks.

        Raises:
            NoWay: its arrows cannot be laid, or not within the steps that they may take.
        """
        found = self._find(workflow)
        if found is None:
            with self._turn(workflow.hash):
                found = self._find(workflow) or self._draw(workflow)
        if isinstance(found, NoWay):
            raise type(found)  # a new one: what is kept must not gather the frames of all askers
        return found

    def _turn(self, key: str) -> Lock:
        """What is held to draw that workflow; forgotten as soon as nobody does."""
        with self._lock:
            return self._turns.setdefault(key, Lock())

    def _find(self, workflow: Workflow) -> Chart | NoWay | None:
        kept = self._kept.get(workflow.hash)
        is_it = kept is not None and (kept[0] is workflow or kept[0] == workflow)
        return kept[1] if kept is not None and is_it else None

    def _draw(self, workflow: Workflow) -> Chart | NoWay:
        drawn: Chart | NoWay
        try:
            drawn = chart(workflow)
        except NoWay as impossible:
            drawn = type(impossible)()
        with self._lock:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[workflow.hash] = workflow, drawn
        return drawn


CHARTS = Charts()
"""Those of this process."""
