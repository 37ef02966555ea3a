"""What it costs that whoever completes a task must hold its role, beside the completion itself.

CPU time, so that other work on the machine counts for neither. The directory has as many people
as a regional government; of each case's commands the guard alone is timed within a transaction
like theirs, reading what it reads, and the commands whole.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial

from benchmarks.permit8 import PATH, START, acts, case_name, open_case, publish_permit, serve
from engine.core.commands import SYSTEM
from engine.core.directory import Directory
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    GrantAssignment,
)
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database, connect, prepare
from engine.service.directory import change_together
from engine.service.guard import admitted
from engine.store import log
from engine.store.job import Unit

KANTOR = UnitId("kantor")
_AGAIN = 20


def measure(*, people: int, cases: int, rounds: int) -> dict[str, dict[str, float]]:
    """Microseconds of the guard and of a completion or claim, and the guard's share in percent."""
    with tempfile.TemporaryDirectory() as name, connect(f"sqlite:///{name}/alur.db") as database:
        prepare(database)
        publish_permit(database)
        change_together(database, lambda there: staff(there, people), at=START)
        pairs = [_round(database, range(n * cases, (n + 1) * cases)) for n in range(rounds)]
    guards, wholes = zip(*pairs, strict=True)
    guard, whole = statistics.median(guards), statistics.median(wholes)
    row = {"guard µs": guard, "command µs": whole, "share %": 100 * guard / whole}
    return {f"{people} people": row}


def staff(_directory: Directory, people: int) -> Iterator[AnyDirectoryCommand]:
    yield AddUnit(by=SYSTEM, unit=KANTOR, title=Text(id="Kantor"))
    posts = [(f"{role}.satu", role) for role in sorted({role for _, role in PATH})]
    others = [(f"pegawai.{number}", "loket") for number in range(people - len(posts) - 1)]
    for name, role in (*posts, ("rini", "loket"), *others):
        yield AddPerson(by=SYSTEM, person=PersonId(name), name=name)
        yield GrantAssignment(by=SYSTEM, person=PersonId(name), role=RoleId(role), unit=KANTOR)


def _round(database: Database, numbers: range) -> tuple[float, float]:
    """Microseconds of CPU a command: the guard alone, and all of it."""
    for number in numbers:
        open_case(database, number)
    alone = [database.store.write(partial(_guard, database, number)) for number in numbers]
    begun = time.thread_time()
    commands = sum(serve(database, number) for number in numbers)
    return statistics.median(alone), (time.thread_time() - begun) / commands * 1e6


def _guard(database: Database, number: int, unit: Unit) -> float:
    stored = log.load(unit, case_name(number))
    if stored is None:
        raise LookupError(number)
    workflow = workflow_by_hash(database, unit, stored.state.workflow)
    commands = list(acts(number))
    begun = time.thread_time()
    for _ in range(_AGAIN):
        for command in commands:
            admitted(database, unit, command, under=(workflow, stored.state), at=START)
    return (time.thread_time() - begun) / (_AGAIN * len(commands)) * 1e6
