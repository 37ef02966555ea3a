"""Commands per second through `service.execute`, beside the bare driver, in one run.

Both write the same rows with the same durability (WAL, synchronous=FULL). Rounds alternate, so
that both meet the same machine; the ratio is the median over rounds.
"""

import gc
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.permit8 import serve
from benchmarks.trace import Transaction, trace
from engine.service.database import connect
from tests.copies import copy_database

Work = Callable[[Path, int], int]


def measure(*, cases: int, rounds: int, clients: int) -> dict[str, float]:
    """Figures of one client count: our commands/s, the bare driver's, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened, traced = trace(folder, range(cases))
        works: tuple[Work, Work] = (
            lambda path, count: ours(path, cases, count),
            lambda path, count: bare(path, traced, count),
        )
        pairs = [_pair(folder, opened, works, clients) for _ in range(rounds)]
    return {
        "ours/s": statistics.median(pair[0] for pair in pairs),
        "bare/s": statistics.median(pair[1] for pair in pairs),
        "ratio": statistics.median(pair[0] / pair[1] for pair in pairs),
    }


def _pair(
    folder: Path, opened: Path, works: tuple[Work, Work], clients: int
) -> tuple[float, float]:
    rates = []
    for work in works:
        path = folder / "run.db"
        for old in folder.glob("run.db*"):
            old.unlink()
        copy_database(opened, path)
        gc.collect()
        begun = time.perf_counter()
        commands = work(path, clients)
        rates.append(commands / (time.perf_counter() - begun))
    return rates[0], rates[1]


def ours(path: Path, cases: int, clients: int) -> int:
    """Serve every case through the service, `clients` at a time."""
    database = connect(f"sqlite:///{path}")
    try:
        return _shared(
            clients, lambda me: sum(serve(database, n) for n in range(me, cases, clients))
        )
    finally:
        database.close()


def bare(path: Path, traced: list[list[Transaction]], clients: int) -> int:
    """The same statements by hand: one connection a client, one lock so that none waits busily."""
    turn = threading.Lock()

    def client(me: int) -> int:
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        done = 0
        for transactions in traced[me::clients]:
            for statements in transactions:
                with turn:
                    _run(connection, statements)
                done += 1
        connection.close()
        return done

    return _shared(clients, client)


def _run(connection: sqlite3.Connection, statements: Transaction) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for text, bound in statements:
        if isinstance(bound, list):
            connection.executemany(text, bound)
            continue
        cursor = connection.execute(text, bound)
        if cursor.description is not None:
            cursor.fetchall()
    connection.execute("COMMIT")


def _shared(clients: int, work: Callable[[int], int]) -> int:
    done = [0] * clients

    def run(me: int) -> None:
        done[me] = work(me)

    threads = [threading.Thread(target=run, args=(me,)) for me in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)
