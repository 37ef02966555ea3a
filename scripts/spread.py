"""Run Alur spread over processes of this machine, as docker-compose.yml spreads it over containers.

python scripts/spread.py up [--workers 2] [--webs 2] [--for SECONDS] [--json]

A real PostgreSQL, a real Prefect server on it, workers, web replicas and a proxy in front; all on
free ports of 127.0.0.1, all gone at the end (Ctrl-C or --for). Exit code: 0 ended as asked,
1 something did not come up or ended by itself, 2 wrong words.
"""

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgres import PostgresMissing
from topology.installation import Installation, Size, installation
from topology.programs import NotReady

LOOK_EVERY_SECONDS = 0.5
MOST = 16
PUBLISH = "alur sop publish sop_definitions --as PERSON"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main() -> int:
    asked = read_words()
    for one in SIGNALS:
        signal.signal(one, end_as_asked)
    try:
        return run(asked)
    except (NotReady, PostgresMissing) as problem:
        print(f"spread: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def read_words() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    up = words.add_subparsers(required=True).add_parser("up", help="start it, and end it at Ctrl-C")
    up.add_argument("--workers", type=count, default=2, metavar="N")
    up.add_argument("--webs", type=count, default=2, metavar="N")
    up.add_argument("--for", type=float, dest="seconds", metavar="SECONDS", help="then end it")
    up.add_argument("--json", action="store_true", help="where everything is, as one JSON object")
    return words.parse_args()


def count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST}")
    return number


def run(asked: argparse.Namespace) -> int:
    if not asked.json:
        print(
            "Starting PostgreSQL, Prefect, workers and webs; this takes half a minute …", flush=True
        )
    with installation(Size(workers=asked.workers, webs=asked.webs)) as made:
        print(json.dumps(places(made)) if asked.json else told(made), flush=True)
        end = time.monotonic() + asked.seconds if asked.seconds else None
        while end is None or time.monotonic() < end:
            if gone := [one for one in made.programs if not one.is_running]:
                raise NotReady(f"{gone[0].name} ended:\n{gone[0].last_words()}")
            time.sleep(LOOK_EVERY_SECONDS)
    return 0


def places(made: Installation) -> dict[str, object]:
    return {
        "url": made.url,
        "webs": list(made.web_urls),
        "prefect": made.prefect_url,
        "database": made.database_url,
        "logs": str(made.folder),
        "processes": {one.name: one.pid for one in made.programs},
    }


def told(made: Installation) -> str:
    pages = made.prefect_url.removesuffix("/api")
    lines = [
        f"Alur is at      {made.url}/",
        f"web replicas    {', '.join(made.web_urls)}",
        f"Prefect is at   {pages}/",
        f"the database    {made.database_url}",
        f"logs            {made.folder}/*.log",
        *(f"  {one.name:<12}  process {one.pid}" for one in made.programs),
        f"To put SOPs in: ALUR_DATABASE_URL={made.database_url} {PUBLISH}",
        "Ctrl-C ends everything.",
    ]
    return "\n".join(lines)


def end_as_asked(_: int, __: FrameType | None) -> None:
    for one in SIGNALS:  # a second one must not break off the clearing up
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
