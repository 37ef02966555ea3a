"""An office whose people sign in for real: a server, accounts with known passwords, browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.testclient import TestClient
from serving import MORNING, publish_sample, settings_in

from api.installed import now
from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddPerson, GrantAssignment, NameSubstitute
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service import accounts
from engine.service.database import Database, connect, prepare
from engine.service.directory import change
from engine.service.founding import found
from web.app import create_app

PASSWORD = "empat-kata-tanpa-kaitan"  # noqa: S105  # nobody's but the tests'
UNIT = UnitId("kecamatan")
RINI, HESTI, BUDI = PersonId("rini.astuti"), PersonId("hesti.wulandari"), PersonId("budi.santoso")
PEOPLE = {RINI: ("Rini Astuti", "loket"), HESTI: ("Hesti Wulandari", "kasi")}
AUDITOR = PersonId("sri.wahyuni")
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Clock:
    """The time it is, until a test says otherwise."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


class Browser:
    """A browser of the test client: keeps cookies, follows nothing, sends forms as ours do."""

    def __init__(self, app: FastAPI, origin: str = "http://localhost") -> None:
        self.client = TestClient(
            app,
            base_url=origin,
            raise_server_exceptions=False,
            follow_redirects=False,
            headers={"accept": "text/html", "user-agent": FIREFOX},
        )
        self.origin = origin

    def get(self, address: str, **more: object):
        return self.client.get(address, **more)

    def post(self, address: str, *, page: str | None = None, headers=None, **fields: object):
        """Send the form of `page` (by default the page at the same address)."""
        token = self.token(page or address)
        return self.send(address, {"csrf": token, **fields}, headers=headers)

    def send(self, address: str, fields, headers=None):
        sent = {"origin": self.origin, "referer": f"{self.origin}{address}"} | (headers or {})
        return self.client.post(address, data=fields, headers=sent)

    def token(self, page: str) -> str:
        shown = self.get(page)
        assert shown.status_code == 200, (page, shown.status_code, shown.headers.get("location"))
        return _CSRF.findall(shown.text)[-1]

    def sign_in(self, name: str = RINI, password: str = PASSWORD, **more: str):
        return self.post("/sign-in", name=name, password=password, **more)


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


class FrontDesk:
    """A server, its clock, and browsers in front of it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.clock = Clock()
        self.database: Database = app.state.database
        app.dependency_overrides[now] = self.clock
        app.state.interface.dependency_overrides[now] = self.clock

    def browser(self, origin: str = "http://localhost") -> Browser:
        return Browser(self.app, origin)

    def signed_in(self, person: str = RINI) -> Browser:
        browser = self.browser()
        answered = browser.sign_in(person)
        assert answered.status_code == 303, answered.text
        return browser


def furnish(database: Database) -> None:
    """The unit of the sample SOP, two officers, a manager with a task elsewhere, an auditor."""
    publish_sample(database)
    found(database, at=MORNING)
    for person, (name, role) in PEOPLE.items():
        join(database, person, name, role)
    join(database, BUDI, "Budi Santoso", "alur:manager")
    join(database, AUDITOR, "Sri Wahyuni", "alur:auditor")


def join(database: Database, person: PersonId, name: str, role: str, email: str = "") -> None:
    add = AddPerson(by=SYSTEM, person=person, name=name, email=email)
    change(database, add, at=MORNING)
    grant = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=UNIT)
    change(database, grant, at=MORNING)


def stand_in(database: Database, substitute: PersonId, instead_of: PersonId, role: str) -> None:
    named = NameSubstitute(
        by=SYSTEM,
        kind="plh",
        substitute=substitute,
        instead_of=instead_of,
        role=RoleId(role),
        unit=UNIT,
        until=MORNING + timedelta(days=5),
    )
    change(database, named, at=MORNING)


def open_accounts(database: Database, *people: PersonId) -> None:
    """Accounts whose one-time passwords were changed already."""
    for person in people:
        first = accounts.open_account(database, person, by=SYSTEM.person, at=MORNING)
        accounts.change_password(database, person, old=first, new=PASSWORD, at=MORNING)


@cache
def _furnished() -> dict[str, bytes]:
    """The files of such an office, made once."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with connect(settings_in(place).database_url) as database:
            prepare(database)
            furnish(database)
            open_accounts(database, RINI, HESTI)
        return {file.name: file.read_bytes() for file in place.iterdir() if file.is_file()}


@contextmanager
def front_desk(folder: Path, **more: object) -> Iterator[FrontDesk]:
    """The office, open."""
    for name, content in _furnished().items():
        (folder / name).write_bytes(content)
    app = create_app(settings_in(folder, office="Kecamatan Uji", **more))
    with TestClient(app):  # its threads run while it is used
        yield FrontDesk(app)
