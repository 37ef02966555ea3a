"""A database of a few people with accounts, for tests of who is let in."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from builders import MONDAY

from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, AddUnit, GrantAssignment, LetGo, TakeBack
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service.access_log import history
from engine.service.accounts import change_password, open_account
from engine.service.database import Database, connect, prepare
from engine.service.directory import change
from engine.service.sessions import Session
from engine.service.sign_in import sign_in

RINI, BUDI, ADMIN, LESSER = (PersonId(one) for one in ("rini", "budi", "kepala", "kecil"))
ROBOT = PersonId("mesin-antrean")
PASSWORD = "naik sepeda ke pasar"  # noqa: S105  # of nobody
OTHER = "hujan turun di gunung"
HERE = "10.0.0.7"
AWAY = "203.0.113.9"
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
KEY = b64encode(bytes(range(32))).decode()


def staff(database: Database, *, at: datetime = MONDAY) -> None:
    """Two units, one below the other; RINI and BUDI have accounts."""
    prepare(database)
    change(
        database,
        AddUnit(by=SYSTEM, unit=UnitId("kota"), title=Text(id="Kota Sejuk")),
        at=at,
    )
    change(
        database,
        AddUnit(
            by=SYSTEM,
            unit=UnitId("dinas"),
            title=Text(id="Dinas Perahu"),
            parent=UnitId("kota"),
        ),
        at=at,
    )
    for person, name in ((RINI, "Rini Astuti"), (BUDI, "Budi"), (ADMIN, "Kepala"), (LESSER, "Ke")):
        nip, email = ("1" * 18, "Rini@Dinas.example") if person == RINI else ("", "")
        command = AddPerson(by=SYSTEM, person=person, name=name, nip=nip, email=email)
        change(database, command, at=at)
    change(database, AddPerson(by=SYSTEM, person=ROBOT, name="Mesin", machine=True), at=at)
    for person, role, unit in (
        (ADMIN, Duty.ADMINISTRATOR.value, "kota"),
        (LESSER, Duty.ADMINISTRATOR.value, "dinas"),
        (RINI, "loket", "dinas"),
        (BUDI, "kasi", "kota"),
    ):
        granted = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=UnitId(unit))
        change(database, granted, at=at)
    for person in (RINI, BUDI):
        first = open_account(database, person, by=SYSTEM.person, at=at)
        change_password(database, person, old=first, new=PASSWORD, at=at)


def let_go(database: Database, person: PersonId, at: datetime) -> None:
    change(database, LetGo(by=SYSTEM, person=person), at=at)


def take_back(database: Database, person: PersonId, at: datetime) -> None:
    change(database, TakeBack(by=SYSTEM, person=person), at=at)


def signed_in(
    database: Database,
    name: str = RINI,
    password: str = PASSWORD,
    *,
    at: datetime = MONDAY,
    address: str = HERE,
) -> tuple[str, Session]:
    return sign_in(database, name, password, at=at, address=address, agent="Uji/1.0")


def kinds(database: Database, person: PersonId | None = None) -> list[str]:
    """What was done, the newest first."""
    return [one.kind for one in history(database, person)]


def make_staffed_template(folder: Path, *, at: datetime = MONDAY) -> Path:
    with connect(f"sqlite:///{folder / 'alur.db'}") as database:
        staff(database, at=at)
    return folder


@contextmanager
def copied_staff(template: Path, folder: Path) -> Iterator[Database]:
    """A database and its key, as the template has them."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with connect(f"sqlite:///{folder / 'alur.db'}") as database:
        yield database


@contextmanager
def staffed(url: str) -> Iterator[Database]:
    with connect(url, key=KEY) as database:
        staff(database)
        yield database
