"""`python -m benchmarks [--cases N] [--rounds N] [--json]`: every figure, in one run."""

import argparse
import json
import platform
from pathlib import Path

from benchmarks import (
    authorise,
    calendars,
    calendars_elsewhere,
    charts,
    compiling,
    completions,
    conformance,
    guarding,
    pages,
    replaying,
    sign_in,
    timers,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--open", type=int, default=100_000, help="cases behind the pages")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    library = Path(__file__).parents[1] / "sop_definitions"
    figures = {
        "compile": compiling.measure(library, rounds=given.rounds),
        "matrix": charts.measure(library, rounds=min(given.rounds, 3)),
        "calendar": calendars.measure(library, rounds=given.rounds),
        "calendar, beside others": calendars_elsewhere.measure(rounds=min(given.rounds, 3)),
        "log": conformance.measure(events=given.events, rounds=min(given.rounds, 3)),
        "breach noticed": timers.measure(library, timers=given.timers, seconds=40),
        "who asks": authorise.measure(people=200, cases=10, rounds=given.rounds),
        "who may": guarding.measure(people=2000, cases=20, rounds=given.rounds),
        "sign-in": sign_in.measure(),
        "pages": pages.measure(cases=given.open, times=40),
        "replay": replaying.measure(library, events=1000, cases=50, rounds=min(given.rounds, 3)),
        "execute": {
            f"sqlite, {clients} clients": completions.measure(
                cases=given.cases, rounds=given.rounds, clients=clients
            )
            for clients in (1, 8)
        },
    }
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        _print(figures)


def _print(figures: dict[str, dict[str, dict[str, float]]]) -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}")
    for title, rows in figures.items():
        print(f"\n{title}")
        for name, row in rows.items():
            cells = "  ".join(f"{key} {value:10.2f}" for key, value in row.items())
            print(f"  {name:34} {cells}")


if __name__ == "__main__":
    main()
