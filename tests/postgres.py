"""A private PostgreSQL for tests: made from the programs on this machine, gone afterwards."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg

_ORDINARY_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


class PostgresMissing(Exception):
    """This machine has no PostgreSQL to start."""


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[str]:
    """A fresh cluster on the loopback address; gives its URL.

    Args:
        durable: commits wait for the disk, as in an office; for what is measured.

    Raises:
        PostgresMissing: there are no programs to make one with.
    """
    programs = _programs()
    place = Path(tempfile.mkdtemp(prefix="alur-pg-"))
    place.chmod(0o755)
    try:
        cluster = place / "cluster"
        cluster.mkdir(mode=0o700)
        user = _ordinary_user()
        if user is not None:
            shutil.chown(cluster, user)
        _run(user, place, programs / "initdb", "-D", cluster, "-U", "alur", *_INIT)
        port = _free_port()
        settings = f"-p {port} -c unix_socket_directories={cluster} {_SETTINGS}"
        settings += " -c fsync=on" if durable else " -c fsync=off"  # no test cuts the power
        control = programs / "pg_ctl"
        log = cluster / "log"
        _run(user, place, control, "-D", cluster, "-w", "-l", log, "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://alur@127.0.0.1:{port}/postgres"
        finally:
            _run(user, place, control, "-D", cluster, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def fresh_database(server: str) -> str:
    """A new database on that server; gives its URL."""
    name = f"test_{next(_COUNT)}"
    _tell(server, f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def emptied(database: str) -> str:
    """The same database without any table, which is quicker to get than a new one."""
    _tell(database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return database


def _tell(url: str, *statements: LiteralString) -> None:
    address = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


_COUNT = itertools.count(1)
_INIT = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
_SETTINGS = "-c listen_addresses=127.0.0.1"


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
