"""How long a definition takes from text to workflow."""

import statistics
import time
from pathlib import Path

from engine.service.library import definitions, registers
from engine.sop.compile import compile_text


def measure(library: Path, *, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds (median) and rows, by definition; the largest first."""
    known = registers(library)
    figures = {}
    for file in definitions(library):
        text = file.read_bytes()
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            compiled = compile_text(text, known, file=file.name)
            times.append(time.perf_counter() - begun)
        figures[file.parent.name] = {
            "rows": len(compiled.workflow.steps()),
            "ms": statistics.median(times) * 1000,
        }
    return dict(sorted(figures.items(), key=lambda item: -item[1]["rows"]))
