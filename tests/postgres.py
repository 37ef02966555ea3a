"""A private PostgreSQL for tests: made from the programs on this machine, gone afterwards."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString

import psycopg

_ORDINARY_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


class PostgresMissing(Exception):
    """This machine has no PostgreSQL to start."""


class _Passing:
    """The databases that the test at hand made for itself: they are dropped when it is over."""

    def __init__(self) -> None:
        self._urls: list[str] = []
        self._is_kept = [False]

    @contextmanager
    def kept(self, *, really: bool = True) -> Iterator[None]:
        """What is made in the block stays, if `really`, for the tests to come."""
        self._is_kept.append(really)
        try:
            yield
        finally:
            self._is_kept.pop()

    def note(self, url: str) -> None:
        if not self._is_kept[-1]:
            self._urls.append(url)

    def drop(self) -> None:
        for url in self._urls:
            with suppress(psycopg.OperationalError):  # its server has gone already
                _tell(_maintenance(url), _dropping(url))
        self._urls.clear()


PASSING = _Passing()


class Cluster:
    """A server that a test may take away and bring back."""

    def __init__(self, place: Path, *, durable: bool, host: str) -> None:
        self.folder = place / "cluster"
        self._user = _ordinary_user()
        self._place = place
        self._control = _programs() / "pg_ctl"
        self.port = _free_port()
        self.url = f"postgresql+psycopg://alur@{host}:{self.port}/postgres"
        self._settings = (
            f"-p {self.port} -c unix_socket_directories={self.folder} -c listen_addresses={host}"
            + (" -c fsync=on" if durable else " -c fsync=off")  # no test cuts the power
        )

    def make(self) -> None:
        self.make_folder(self.folder)
        program = _programs() / "initdb"
        _run(self._user, self._place, program, "-D", self.folder, "-U", "alur", *_INIT)

    def make_folder(self, folder: Path) -> None:
        """A folder that the server may use as its own."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._user is not None:
            shutil.chown(folder, self._user)

    def start(self) -> None:
        log = self.folder / "log"
        self._tell("-l", log, "-o", self._settings, "start")

    def stop(self) -> None:
        """As when its machine is switched off: nobody is asked to finish."""
        self._tell("-m", "immediate", "stop")

    def _tell(self, *words: str | Path) -> None:
        _run(self._user, self._place, self._control, "-D", self.folder, "-w", *words)


@contextmanager
def private_cluster(*, durable: bool = False, host: str = "127.0.0.1") -> Iterator[Cluster]:
    """A fresh cluster that runs, and is gone afterwards.

    Args:
        durable: commits wait for the disk, as in an office; for what is measured.
        host: the address to listen on.

    Raises:
        PostgresMissing: there are no programs to make one with.
    """
    place = Path(tempfile.mkdtemp(prefix="alur-pg-", dir=None if durable else _memory()))
    place.chmod(0o755)
    try:
        cluster = Cluster(place, durable=durable, host=host)
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _memory() -> Path | None:
    """Where files lie in memory, if there is room: to make a database is to copy 300 of them."""
    place = Path("/dev/shm")  # noqa: S108  # a folder of our own within it
    is_roomy = place.is_dir() and shutil.disk_usage(place).free > _ROOM
    return place if is_roomy and os.access(place, os.W_OK) else None


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[str]:
    """A fresh cluster on the loopback address; gives its URL. See `private_cluster`."""
    with private_cluster(durable=durable) as cluster:
        yield cluster.url


def fresh_database(server: str) -> str:
    """A new database on that server; gives its URL."""
    return clone_database(f"{server.rpartition('/')[0]}/template1")


def clone_database(template: str) -> str:
    """A new database with what `template` holds, to which nobody is connected; gives its URL."""
    made = f"{template.rpartition('/')[0]}/test_{next(_COUNT)}"
    _clone(template, made)
    PASSING.note(made)
    return made


def replace_by_clone(database: str, template: str) -> None:
    """The same as `clone_database`, in the place of a database that is there."""
    _tell(_maintenance(database), _dropping(database))
    _clone(template, database)


def _dropping(database: str) -> LiteralString:
    return f"DROP DATABASE IF EXISTS {database.rpartition('/')[2]} WITH (FORCE)"


def _clone(template: str, database: str) -> None:
    source, name = (one.rpartition("/")[2] for one in (template, database))
    with _connected(_maintenance(database)) as connection:
        quickly = " STRATEGY FILE_COPY" if connection.info.server_version >= _CHOOSES else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}{quickly}")


def _maintenance(url: str) -> str:
    return f"{url.rpartition('/')[0]}/postgres"


def emptied(database: str) -> str:
    """The same database without any table, which is quicker to get than a new one."""
    _tell(database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return database


def _tell(url: str, *statements: LiteralString) -> None:
    with _connected(url) as connection:
        for statement in statements:
            connection.execute(statement)


def _connected(url: str) -> psycopg.Connection:
    address = url.replace("postgresql+psycopg://", "postgresql://")
    return psycopg.connect(address, autocommit=True)


_COUNT = itertools.count(1)
_ROOM = 2 * 1024**3
"""Bytes: many times what the databases of one test take."""
_CHOOSES = 150000
"""The version from which on PostgreSQL may be told how to copy a database."""
_INIT = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    raise PostgresMissing("no PostgreSQL programs (initdb, pg_ctl) on this machine")


def _ordinary_user() -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415  # absent on Windows, where nobody is root either

    known = {entry.pw_name for entry in pwd.getpwall()}
    for user in _ORDINARY_USERS:
        if user in known:
            return user
    raise PostgresMissing("PostgreSQL does not run as root, and there is no other user")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(user: str | None, folder: Path, *command: str | Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own words
        [str(word) for word in command],
        user=user,
        group=None,
        extra_groups=[] if user else None,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # not a pipe: the server would keep it open
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed with {done.returncode}")
