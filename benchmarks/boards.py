"""`python -m benchmarks.boards DATABASE.db [--cases N] [--rounds N]`: an SLA board of many cases.

A copy of a demonstration's database is filled up: each open case, with its tasks and its place on
the way to the deadline, is there many times, and so is each that ended. A manager then asks for
the board while cases go on moving, so that what is kept of it is never of any use for long.
"""

import argparse
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.demo.accounts import DEMO_PASSWORD
from engine.service.demo_accounts import people_let_in
from engine.settings import Settings
from web.app import create_app

_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')
_DAY = 86_400
PAGES = ("/board", "/board?part=1", "/board/cases", "/board/cases?zone=late", "/board/wall")


def measure(file: Path, *, cases: int = 100_000, rounds: int = 60) -> dict[str, dict[str, float]]:
    """Milliseconds of the server for each page; the first one of all counts everything anew."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / file.name
        for one in file.parent.glob(f"{file.name}*"):
            shutil.copy(one, copied.with_name(one.name))
        known = _fill(copied, cases)
        figures = {"filled": {"open cases": float(known[0]), "ended": float(known[1])}}
        with _manager(copied) as ask:
            figures["first"] = {"ms": ask("/board")}
            for page in PAGES:
                figures[page] = _figures([_paced(ask, page) for _ in range(rounds)])
        return figures


def _fill(file: Path, cases: int) -> tuple[int, int]:
    """Every open case many times under other ids, moved in time; the same of those that ended."""
    with closing(sqlite3.connect(file)) as database:
        ((there,),) = database.execute("SELECT count(*) FROM pace")
        numbers = ((f"{n:05d}", n * 7919 % (3 * _DAY)) for n in range(1, cases // max(there, 1)))
        database.execute("CREATE TEMP TABLE number (n TEXT, moved INTEGER)")
        database.executemany("INSERT INTO number VALUES (?, ?)", numbers)
        for statement in list(_copies(database)):
            database.execute(statement)
        database.execute("DROP TABLE number")
        database.commit()
        database.execute("ANALYZE")
        database.commit()
        ((opened,),) = database.execute("SELECT count(*) FROM pace")
        ((ended,),) = database.execute("SELECT count(*) FROM ending")
        return int(opened), int(ended)


_MOVED = {"since", "half", "soon", "due", "over"}


def _copies(database: sqlite3.Connection) -> Iterator[str]:
    """Tasks and cases before the list of those that are open grows."""
    open_ones = "IN (SELECT case_id FROM pace)"
    yield _copy(database, "task", f"case_id {open_ones} AND finished_at IS NULL")
    yield _copy(database, "urgency", f"case_id {open_ones}")
    yield _copy(database, "inbox", f"case_id {open_ones}")
    yield _copy(database, "case", f"id {open_ones}")
    yield _copy(database, "ending", "n < '00200'")
    yield _copy(database, "pace", "true")


def _copy(database: sqlite3.Connection, table: str, which: str) -> str:
    """What copies these rows under each number."""
    names = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    key = "id" if table == "case" else "case_id"
    moved = _MOVED if table == "pace" else set()
    said = ", ".join(
        f"{name} || n" if name == key else f"{name} + moved" if name in moved else f'"{name}"'
        for name in names
    )
    return f'INSERT INTO "{table}" SELECT {said} FROM "{table}", number WHERE {which}'


Ask = Callable[[str], float]


class Timed:
    """Milliseconds until an answer was sent whole: what is done after that, nobody waits for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self.last = app, 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()

        async def sending(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.last = (time.perf_counter() - begun) * 1e3

        await self._app(scope, receive, sending)


@contextmanager
def _manager(file: Path) -> Iterator[Ask]:
    """Somebody who oversees all of it, signed in."""
    settings = Settings(
        database_url=f"sqlite:///{file}",
        demo=True,
        rate_address=0,
        rate_session=0,
        prefect="off",
        dispatch=False,
    )
    app = create_app(settings)
    timed = Timed(app)
    client = TestClient(timed, base_url="http://localhost", headers={"accept": "text/html"})
    people = people_let_in(app.state.database)  # without a lifespan nothing runs beside
    manager = next(one for one in people if _sees(client, one))
    yield lambda page: _expect(client, timed, page, person=manager)
    app.state.database.close()


def _sees(client: TestClient, person: str) -> bool:
    page = client.get("/sign-in").text
    fields = {"name": person, "password": DEMO_PASSWORD, "csrf": _CSRF.findall(page)[-1]}
    client.post("/sign-in", data=fields, headers={"origin": "http://localhost"})
    return client.get("/board").status_code == 200


def _expect(client: TestClient, timed: Timed, page: str, *, person: str) -> float:
    answered = client.get(page)
    if answered.status_code != 200:
        raise RuntimeError(f"{person} gets {answered.status_code} of {page}")
    return timed.last


def _paced(ask: Ask, page: str) -> float:
    """As a screen asks: a little while after the one before."""
    time.sleep(0.1)
    return ask(page)


def _figures(taken: list[float]) -> dict[str, float]:
    return {
        "p50 ms": statistics.median(taken),
        "p95 ms": statistics.quantiles(taken, n=20)[18],
        "most ms": max(taken),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boards", description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    given = parser.parse_args()
    for name, row in measure(given.database, cases=given.cases, rounds=given.rounds).items():
        cells = "  ".join(f"{key} {value:10.2f}" for key, value in row.items())
        print(f"{name:34} {cells}")


if __name__ == "__main__":
    main()
