"""What it costs that histories prove themselves: canonical bodies, the chain, the ledger's note.

CPU time, so that other work on the machine counts for neither. Of the events that the measured
commands left behind, encoding and hashing are done again alone, beside encoding them in the
quickest way; the ledger's triggers are there in one database and taken away in another, and cases
are served in both by turns.

    python -m benchmarks.chaining
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from benchmarks.permit8 import case_name, open_case, publish_permit, serve
from engine.core.events import Recorded
from engine.service.database import Database, connect, prepare
from engine.service.queries import read_history
from engine.store.codec import chain, encode_recorded, genesis

_NOTED = ("case_event", "sop_version", "calendar_version", "directory_event")
_AGAIN = 20
_plain = msgspec.json.Encoder()


def measure(*, cases: int, rounds: int) -> dict[str, float]:
    """Microseconds of a command, and of what in it is there for proof alone."""
    with tempfile.TemporaryDirectory() as name:
        with (
            connect(f"sqlite:///{name}/with/alur.db") as noted,
            connect(f"sqlite:///{name}/without/alur.db") as unnoted,
        ):
            for database in (noted, unnoted):
                prepare(database)
                publish_permit(database)
            unnoted.store.administer(_without_notes)
            pairs = [
                _round(noted, unnoted, range(n * cases, (n + 1) * cases)) for n in range(rounds)
            ]
            commands = sum(served for _, _, served in pairs)
            events = _events(noted, cases * rounds)
        proved, plain = _encoding(events)
    command, bare = (statistics.median(side) for side in list(zip(*pairs, strict=True))[:2])
    chained = (proved - plain) * len(events) / commands
    return {
        "command µs": command,
        "chain and canonical body µs": chained,
        "share %": 100 * chained / command,
        "ledger's note µs": command - bare,
        "its share %": 100 * (command - bare) / command,
    }


def _without_notes(connection: Connection) -> None:
    for table in _NOTED:
        connection.exec_driver_sql(f"DROP TRIGGER {table}_is_due")


def _round(noted: Database, unnoted: Database, numbers: range) -> tuple[float, float, int]:
    for number in numbers:
        for database in (noted, unnoted):
            open_case(database, number)
    spent, served = {id(noted): 0.0, id(unnoted): 0.0}, 0
    for number in numbers:
        for database in (noted, unnoted) if number % 2 else (unnoted, noted):
            begun = time.thread_time()
            done = serve(database, number)
            spent[id(database)] += time.thread_time() - begun
        served += done
    return spent[id(noted)] / served * 1e6, spent[id(unnoted)] / served * 1e6, served


def _events(database: Database, cases: int) -> list[Recorded]:
    return [
        entry.recorded
        for number in range(cases)
        for entry in read_history(database, case_name(number))
    ]


def _encoding(events: Sequence[Recorded]) -> tuple[float, float]:
    """Microseconds an event: canonical, read back and chained; and encoded in the quickest way."""
    prev = genesis(events[0].case)
    begun = time.thread_time()
    for _ in range(_AGAIN):
        for one in events:
            prev = chain(prev, encode_recorded(one))
    proved = time.thread_time() - begun
    begun = time.thread_time()
    for _ in range(_AGAIN):
        for one in events:
            _plain.encode(one)
    plain = time.thread_time() - begun
    each = 1e6 / (_AGAIN * len(events))
    return proved * each, plain * each


if __name__ == "__main__":
    json.dump(measure(cases=40, rounds=7), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
