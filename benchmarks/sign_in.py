"""What a sign-in costs: many at once, as when an office opens, and with the wrong password.

Every person signs in from an address of their own, in a thread of their own, all let go at the
same moment. The memory is that of the whole process, at its most.
"""

import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddPerson
from engine.core.errors import TooManyTries, WrongCredentials
from engine.core.ids import PersonId
from engine.service.accounts import open_account
from engine.service.database import Database, connect, prepare
from engine.service.directory import change
from engine.service.sessions import session_of
from engine.service.sign_in import sign_in

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
_LOOKS = 2000


def measure(*, people: int = 50, url: str = "", key: str = "") -> dict[str, dict[str, float]]:
    """So many sign-ins at once, alone one after another, and the same with wrong passwords."""
    with tempfile.TemporaryDirectory() as folder, connect(_at(url, folder), key=key) as database:
        prepare(database)
        opened = _staff(database, people)
        before = _memory()
        alone = _one_after_another(database, opened)
        at_once = _at_once(opened, lambda person, own: _enter(database, person, own))
        wrong = _at_once(opened, lambda person, _: _enter(database, person, "salah sekali"))
        return {
            "one after another": alone,
            f"{people} at once": at_once | {"memory MiB": _memory(), "before MiB": before},
            f"{people} at once, wrong": wrong | {"memory MiB": _memory(), "before MiB": before},
            "session of a request": _looks(database, opened),
        }


def _at(url: str, folder: str) -> str:
    return url or f"sqlite:///{folder}/alur.db"


def _staff(database: Database, people: int) -> dict[PersonId, str]:
    opened = {}
    for number in range(people):
        person = PersonId(f"petugas-{number}")
        change(database, AddPerson(by=SYSTEM, person=person, name=f"Petugas {number}"), at=MORNING)
        opened[person] = open_account(database, person, by=SYSTEM.person, at=MORNING)
    return opened


def _enter(database: Database, person: PersonId, password: str) -> None:
    address = f"10.0.0.{person.rpartition('-')[2]}"
    try:
        sign_in(database, person, password, at=MORNING, address=address, agent="bench")
    except (WrongCredentials, TooManyTries):
        return


def _one_after_another(database: Database, opened: dict[PersonId, str]) -> dict[str, float]:
    taken, cpu = [], time.process_time()
    for person, password in opened.items():
        begun = time.perf_counter()
        _enter(database, person, password)
        taken.append(time.perf_counter() - begun)
    return _figures(taken, time.process_time() - cpu)


def _at_once(
    opened: dict[PersonId, str], enter: Callable[[PersonId, str], None]
) -> dict[str, float]:
    gate = threading.Barrier(len(opened) + 1)
    taken: list[float] = []

    def run(person: PersonId, password: str) -> None:
        gate.wait()
        begun = time.perf_counter()
        enter(person, password)
        taken.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=run, args=one) for one in opened.items()]
    for thread in threads:
        thread.start()
    cpu = time.process_time()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begun
    return _figures(taken, time.process_time() - cpu) | {"all s": whole}


def _looks(database: Database, opened: dict[PersonId, str]) -> dict[str, float]:
    """Whose session a request belongs to: what each one pays."""
    person, password = next(iter(opened.items()))
    later = MORNING + timedelta(minutes=20)
    secret, _ = sign_in(database, person, password, at=later, address="10.0.0.0", agent="bench")
    begun = time.perf_counter()
    for _ in range(_LOOKS):
        session_of(database, secret, at=later)
    return {"us each": (time.perf_counter() - begun) / _LOOKS * 1e6}


def _figures(taken: list[float], cpu: float) -> dict[str, float]:
    return {
        "p50 ms": statistics.median(taken) * 1e3,
        "p95 ms": statistics.quantiles(taken, n=20)[18] * 1e3,
        "CPU ms each": cpu / len(taken) * 1e3,
    }


def _memory() -> float:
    """What the process has held at its most, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
