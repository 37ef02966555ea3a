"""What it costs to know who asks, that they may, and how far they see, beside the same command.

Cases of the permit are claimed and completed over the interface (no network: its application is
called) by routes as they are, with a token, and by twins of them that believe a header. Rounds
alternate; CPU time of the process, so that other work counts for neither. What the engine checks
of roles within its transaction is in both (`benchmarks.guarding` measures that).
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, FastAPI, Header, Response

from api.app import create_api
from api.deps import Db, Desk, Key, Now
from api.reach import CasePath
from api.routes import tasks
from api.routes.cases import NOTHING
from api.schemas import Act, Completion
from benchmarks.guarding import staff
from benchmarks.permit8 import PATH, START, acts, open_case, publish_permit
from engine.core.commands import Actor, Claim, Complete
from engine.core.ids import CaseId, PersonId
from engine.service import clock, tokens
from engine.service.database import Database, connect, prepare
from engine.service.directory import change_together
from engine.service.tokens import Scope
from engine.settings import Settings

GUARDED, BARE = "", "/bare"


def measure(*, people: int, cases: int, rounds: int) -> dict[str, dict[str, float]]:
    """Microseconds of a command over the interface, and what of it is knowing who asks, percent."""
    with (
        tempfile.TemporaryDirectory() as name,
        connect(f"sqlite:///{name}/alur.db") as database,
        _standing_clock(),
    ):
        prepare(database)
        publish_permit(database)
        change_together(database, lambda there: staff(there, people), at=START)
        settings = Settings(database_url=f"sqlite:///{name}/alur.db", files=Path(name))
        app = create_api(database, settings)
        _put_beside(app, _twins(), tasks.router)
        bearers = dict(_bearers(database))
        found = [
            asyncio.run(_pair(database, app, bearers, range(n * 2 * cases, (n + 1) * 2 * cases)))
            for n in range(rounds + 1)
        ][1:]  # the first one warms up
    guarded, bare = (statistics.median(one) for one in zip(*found, strict=True))
    share = statistics.median(100 * (one - other) / one for one, other in found)
    row = {"guarded µs": guarded, "bare µs": bare, "share %": share}
    return {f"{people} people": row}


@contextmanager
def _standing_clock() -> Iterator[None]:
    """Half an hour after the start, for as long as it is measured."""
    real = clock.now
    clock.now = lambda: START + timedelta(minutes=30)
    try:
        yield
    finally:
        clock.now = real


def _put_beside(app: FastAPI, router: APIRouter, other: APIRouter) -> None:
    """Serve a router in the place before another: routes are looked through in their order."""
    app.include_router(router)
    served = app.router.routes
    places = [getattr(one, "original_router", None) for one in served]
    served.insert(places.index(other), served.pop())


def _twins() -> APIRouter:
    """The routes of tasks, for whoever says a name."""
    router = APIRouter(prefix=BARE)
    task = "/cases/{case}/tasks/{activation}"

    async def desk(
        database: Db, bench_person: Annotated[str, Header()], at: Now, key: Key = None
    ) -> Desk:
        return Desk(database=database, by=Actor(person=PersonId(bench_person)), at=at, key=key)

    at_desk = Annotated[Desk, Depends(desk)]

    @router.post(f"{task}/claim")
    def claim(
        case: CasePath, activation: tasks.TaskPath, desk: at_desk, body: Act = NOTHING
    ) -> Response:
        return tasks.claim(CaseId(case), activation, desk, body)

    @router.post(f"{task}/complete")
    def complete(
        case: CasePath, activation: tasks.TaskPath, desk: at_desk, body: Completion = tasks.BARE
    ) -> Response:
        return tasks.complete(CaseId(case), activation, desk, body)

    return router


def _bearers(database: Database) -> Iterator[tuple[str, str]]:
    for role in {role for _, role in PATH}:
        person, until = PersonId(f"{role}.satu"), START + timedelta(days=1)
        scopes = (Scope.READ, Scope.ACT)
        secret, _ = tokens.issue(
            database, person, name="bench", scopes=scopes, until=until, by=person, at=START
        )
        yield person, secret


async def _pair(
    database: Database, app: FastAPI, bearers: Mapping[str, str], numbers: range
) -> tuple[float, float]:
    for number in numbers:
        open_case(database, number)
    guarded = await _round(app, bearers, numbers[::2], under=GUARDED)
    return guarded, await _round(app, bearers, numbers[1::2], under=BARE)


async def _round(app: FastAPI, bearers: Mapping[str, str], numbers: range, *, under: str) -> float:
    """Microseconds of CPU a command."""
    commands = [command for number in numbers for command in acts(number)]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        begun = time.process_time()
        for command in commands:
            await _ask(client, command, bearers[command.by.person], under)
        return (time.process_time() - begun) / len(commands) * 1e6


async def _ask(
    client: httpx.AsyncClient, command: Claim | Complete, bearer: str, under: str
) -> None:
    verb, said = "claim", {}
    if isinstance(command, Complete):
        verb, said = "complete", {"reason": command.reason, "outcome": command.outcome}
    headers = {"Authorization": f"Bearer {bearer}", "Bench-Person": command.by.person}
    address = f"{under}/cases/{command.case}/tasks/{command.activation}/{verb}"
    answered = await client.post(address, json=said, headers=headers)
    answered.raise_for_status()


if __name__ == "__main__":
    print(measure(people=200, cases=10, rounds=7))
