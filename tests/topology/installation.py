"""Alur spread over processes of one machine: what docker-compose.yml describes, without Docker.

A real PostgreSQL with two databases, a real Prefect server on one of them, workers, web replicas
and a proxy in front. All on free ports of the loopback address; nothing is left behind.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from copies import KEY
from postgres import fresh_database, private_postgres
from topology.programs import Program, free_ports

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 180.0
"""A machine with other work to do takes long to import Prefect; this is no measure of anything."""

WORKER = (sys.executable, "-m", "api.cli", "worker")
_PREFECT_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_UI_API_URL": "/api",  # whatever address its pages are asked for by
    "PREFECT_SERVER_UI_API_URL": "/api",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}


@dataclass(frozen=True)
class Size:
    """How much of everything, and what all of Alur's processes are told on top."""

    workers: int = 2
    webs: int = 2
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Installation:
    """An installation that runs."""

    folder: Path
    settings: Mapping[str, str]
    database_url: str
    url: str
    web_urls: Sequence[str]
    prefect_url: str
    prefect: Program
    workers: Sequence[Program]
    webs: Sequence[Program]
    front: Program

    @property
    def programs(self) -> tuple[Program, ...]:
        """Everything but PostgreSQL."""
        return (self.prefect, *self.workers, *self.webs, self.front)

    def await_web(self, number: int) -> None:
        """Wait for a web replica to be ready to work."""
        url = f"{self.web_urls[number]}/api/v1/readyz"
        self.webs[number].wait_until(lambda: answers(url), seconds=STARTS_WITHIN_SECONDS)

    def await_worker(self, number: int) -> None:
        """Wait for a worker to be at work: it has said so in the database."""
        worker = self.workers[number]
        worker.wait_until(lambda: self.is_present(worker), seconds=STARTS_WITHIN_SECONDS)

    def is_present(self, worker: Program) -> bool:
        """Whether this very process of the worker has said that it is there."""
        return bool(self.ask("SELECT 1 FROM process WHERE name LIKE %s", f"%-{worker.pid}"))

    def ask(self, question: LiteralString, *given: object) -> list[tuple[object, ...]]:
        """Ask Alur's database."""
        address = self.database_url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(address) as connection:
            return connection.execute(question, given).fetchall()

    def await_prefect(self) -> None:
        """Wait for Prefect's server to answer."""
        url = f"{self.prefect_url}/health"
        self.prefect.wait_until(lambda: answers(url), seconds=STARTS_WITHIN_SECONDS)


def answers(url: str, *, seconds: float = 3) -> bool:
    """Whether a GET is answered with a success."""
    try:
        with urlopen(url, timeout=seconds) as answer:  # noqa: S310  # our own address
            return bool(answer.status < 300)
    except (URLError, OSError):
        return False


@contextmanager
def installation(size: Size) -> Iterator[Installation]:
    """Start everything, give it, and end everything.

    Raises:
        PostgresMissing: this machine has no PostgreSQL.
        NotReady: a program did not come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="alur-spread-")))
        server = stack.enter_context(private_postgres())
        made = _laid_out(size, folder, fresh_database(server), fresh_database(server))
        stack.callback(_end, made.programs)
        made.prefect.start()  # it takes longest
        _prepare(made)
        for one in (*made.webs, made.front, *made.workers):
            one.start()
        for number in range(size.webs):
            made.await_web(number)
        for number in range(size.workers):
            made.await_worker(number)
        made.await_prefect()
        url = f"{made.url}/api/v1/readyz"
        made.front.wait_until(lambda: answers(url), seconds=30)
        yield made


def _laid_out(size: Size, folder: Path, alur: str, prefect: str) -> Installation:
    """The installation with nothing started."""
    front, server, *webs = free_ports(2 + size.webs)
    prefect_url = f"http://127.0.0.1:{server}/api"
    settings = {**_settings(folder, alur, prefect_url), **size.settings}
    return Installation(
        folder=folder,
        settings=settings,
        database_url=alur,
        url=f"http://127.0.0.1:{front}",
        web_urls=tuple(f"http://127.0.0.1:{port}" for port in webs),
        prefect_url=prefect_url,
        prefect=_prefect(folder, server, prefect),
        workers=tuple(
            Program(f"worker-{n}", WORKER, settings=settings, log=folder / f"worker-{n}.log")
            for n in range(1, size.workers + 1)
        ),
        webs=tuple(_web(n, port, settings, folder) for n, port in enumerate(webs, 1)),
        front=Program(
            "front",
            [sys.executable, str(Path(__file__).with_name("front.py")), *map(str, [front, *webs])],
            settings={},
            log=folder / "front.log",
        ),
    )


def _settings(folder: Path, database_url: str, prefect_url: str) -> dict[str, str]:
    """The same for webs and workers; the database's address in a file, as a secret would be."""
    secret = folder / "database_url"
    secret.write_text(database_url)
    key = folder / "key"
    key.write_text(KEY)
    return {
        "ALUR_DATABASE_URL_FILE": str(secret),
        "ALUR_KEY_FILE": str(key),
        "ALUR_PREFECT": prefect_url,
        "ALUR_DEFINITIONS": str(ROOT / "sop_definitions"),
        "ALUR_FILES": str(folder / "files"),
        "PREFECT_HOME": str(folder / "prefect"),
        "PYTHONUNBUFFERED": "1",
    }


def _web(number: int, port: int, settings: Mapping[str, str], folder: Path) -> Program:
    command = [sys.executable, "-m", "uvicorn", "web.app:create_app", "--factory"]
    command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
    command += ["--timeout-graceful-shutdown", "10"]
    name = f"web-{number}"
    chosen = {**settings, "ALUR_DISPATCH": "false"}
    chosen |= {"ALUR_RATE_ADDRESS": "0", "ALUR_RATE_SESSION": "0"}  # a storm is what they are for
    return Program(name, command, settings=chosen, log=folder / f"{name}.log")


def _prefect(folder: Path, port: int, database_url: str) -> Program:
    address = database_url.replace("postgresql+psycopg://", "postgresql+asyncpg://")
    command = [sys.executable, "-m", "prefect", "server", "start"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    settings = _PREFECT_SETTINGS | {
        "PREFECT_HOME": str(folder / "server"),
        "PREFECT_API_DATABASE_CONNECTION_URL": address,
        "PREFECT_UI_STATIC_DIRECTORY": str(folder / "server-pages"),
    }
    return Program("prefect", command, settings=settings, log=folder / "prefect.log")


def _prepare(made: Installation) -> None:
    """What the one-shot service of docker-compose.yml does: `alur db prepare`."""
    once = Program(
        "migrate",
        [sys.executable, "-m", "api.cli", "db", "prepare"],
        settings=made.settings,
        log=made.folder / "migrate.log",
    )
    once.start()
    try:
        once.wait_until(lambda: "is ready" in once.last_words(), seconds=STARTS_WITHIN_SECONDS)
    finally:
        once.stop()


def _end(programs: Sequence[Program]) -> None:
    for one in programs:
        one.ask_to_end()
    for one in programs:
        one.stop()
