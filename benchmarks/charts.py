"""How long a matrix takes to lay out, and how well it lies: crossings, and what must be none."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drawn_lines import overlaps, through_symbols

from engine.chart.drawing import chart
from engine.chart.kept import Charts
from engine.core.workflow import Workflow
from engine.service.folder import definitions, registers
from engine.sop.compile import compile_text


def measure(library: Path, *, rounds: int) -> dict[str, dict[str, float]]:
    """By definition, the largest first: CPU milliseconds to lay it out, and to find it again."""
    known = registers(library)
    found = (
        compile_text(file.read_bytes(), known, file=file.name) for file in definitions(library)
    )
    largest_first = sorted((one.workflow for one in found), key=lambda one: -len(one.steps()))
    return {
        f"{workflow.sop} {workflow.version}": _of(workflow, rounds) for workflow in largest_first
    }


def _of(workflow: Workflow, rounds: int) -> dict[str, float]:
    drawn, kept = chart(workflow), Charts()
    kept.of(workflow)
    return {
        "rows": len(drawn.rows),
        "arrows": len(drawn.runs),
        "crossings": drawn.crossings,
        "overlaps": overlaps(drawn) + through_symbols(drawn),
        "ms": _median(lambda: chart(workflow), rounds),
        "cached ms": _median(lambda: kept.of(workflow), rounds),
    }


def _median(doing: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.process_time_ns()
        doing()
        times.append(time.process_time_ns() - begun)
    return statistics.median(times) / 1e6
