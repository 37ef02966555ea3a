"""Charts that were drawn, by the hash of their workflow: a published version never changes."""

from threading import Lock

from engine.chart.drawing import Chart, chart
from engine.core.workflow import Workflow

_MOST = 256


class Charts:
    """At most so many charts; the one that was drawn first goes first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: dict[str, tuple[Workflow, Chart]] = {}

    def of(self, workflow: Workflow) -> Chart:
        """The chart of a workflow, drawn when it is first asked for."""
        kept = self._kept.get(workflow.hash)
        if kept is not None and (kept[0] is workflow or kept[0] == workflow):
            return kept[1]
        drawn = chart(workflow)
        with self._lock:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[workflow.hash] = workflow, drawn
        return drawn


CHARTS = Charts()
"""Those of this process."""
