"""A small founded government with one person of each kind, served whole, for tests of access."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from migrated import with_tables
from msgspec.structs import replace
from notice_board import put_up
from serving import DEFINITION, MORNING, REGISTERS, settings_in

from api.access_table import FOUNDED, HELD, HERE, OF_SERVICE, OFFICER, Kind, founding, person_of
from api.identity import CSRF_HEADER, csrf_token
from api.installed import now
from api.tracked import sealed_following
from engine.core.commands import SYSTEM, Actor, Applicant, OpenCase
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.text import Text
from engine.service import accounts, mint, sessions, tokens
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.directory import change
from engine.service.execute import execute
from engine.service.tracking_codes import pass_of
from engine.settings import Settings
from engine.sop.registers import UnitEntry
from web.app import create_app

NOON = MORNING + timedelta(hours=4)
ELSEWHERES = DEFINITION.replace("sop: surat-uji", "sop: surat-dinas").replace(
    "unit: kecamatan", "unit: dinas"
)
OF_BOTH = replace(
    REGISTERS,
    units=REGISTERS.units | {"dinas": UnitEntry(title=Text(id="Dinas"), calendar="kantor")},
    sops=frozenset({"surat-uji", "surat-dinas"}),
)


class Government:
    """The server, its people and a case of here with a notice about it."""

    def __init__(self, app: FastAPI, portal: BlockingPortal | None = None) -> None:
        self.app = app
        self._portal = portal
        self.database: Database = app.state.database
        self.case = self.open("surat-uji", Kind.OFFICER, HERE)
        put_up(self.database, self.case, role=OFFICER)

    @cached_property
    def other(self) -> CaseId:
        """A second case of here, of another applicant's as it were; opened once it is asked for."""
        return self.open("surat-uji", Kind.OFFICER, HERE)

    def open(self, sop: str, kind: Kind, unit: UnitId) -> CaseId:
        """A case opened by the officer of that unit."""
        by = Actor(person=person_of(kind), role=OFFICER, unit=unit, via="test")
        command = OpenCase(
            case=mint.case_id(MORNING),
            by=by,
            sop=SopId(sop),
            applicant=Applicant(name="Tini Suhartini"),
            form={"usaha": "Warung", "nik": "3578014107850003"},
            requirements=("ktp",),
        )
        return execute(self.database, command, at=MORNING).case

    def client(self, headers: Mapping[str, str] | None = None) -> TestClient:
        """Somebody elsewhere on the network."""
        client = TestClient(
            self.app,
            base_url="http://localhost",
            headers=headers,
            follow_redirects=False,
            raise_server_exceptions=False,
            client=("9.9.9.9", 50000),
        )
        client.portal = self._portal
        return client

    def of(self, kind: Kind) -> TestClient:
        """One of that kind: signed in a moment ago, or with a token; or nobody."""
        if kind is Kind.APPLICANT:
            return self.following(self.case)
        if kind not in HELD:
            return self.client()
        return self.bearing(kind) if kind is Kind.SERVICE else self.signed_in(person_of(kind))

    def following(self, case: CaseId) -> TestClient:
        """An applicant's browser after code and PIN of that case."""
        client = self.client()
        shown = pass_of(self.database, case)
        client.cookies.set("alur-lacak", sealed_following(self.database, shown, NOON))
        return client

    def signed_in(self, person: PersonId, *, stage: str = "full") -> TestClient:
        """Somebody's browser, which sends what our pages make it send."""
        secret, session = sessions.begin(self.database, person, at=NOON, stage=stage)
        client = self.client({CSRF_HEADER: csrf_token(self.database, session.handle)})
        client.cookies.set("alur", secret)
        return client

    def bearing(self, kind: Kind, scopes: frozenset[tokens.Scope] = OF_SERVICE) -> TestClient:
        """A program with a token of that person."""
        person = person_of(kind)
        by = SYSTEM.person if kind is Kind.SERVICE else person
        until = NOON + timedelta(days=1)
        secret, _ = tokens.issue(
            self.database, person, name="uji", scopes=scopes, until=until, by=by, at=NOON
        )
        return self.client({"Authorization": f"Bearer {secret}"})


def founded(settings: Settings) -> FastAPI:
    """The whole server over a founded database, at noon."""
    with_tables(settings.database_url)
    app = create_app(settings)
    database: Database = app.state.database
    for command in founding():
        change(database, command, at=FOUNDED)
    for kind in HELD:
        if kind is not Kind.SERVICE:
            accounts.open_account(database, person_of(kind), by=SYSTEM.person, at=FOUNDED)
    for text in (DEFINITION, ELSEWHERES):
        publish(database, text, registers=OF_BOTH, by=SYSTEM, at=MORNING)
    for one in (app, app.state.interface):
        one.dependency_overrides[now] = _noon
    return app


def _noon() -> datetime:
    return NOON


@contextmanager
def a_government(folder: Path) -> Iterator[Government]:
    """All of it, new."""
    app = founded(settings_in(folder, rate_address=0, rate_session=0))  # all of it at once
    try:
        with start_blocking_portal() as portal:  # one for all clients, as a server has one loop
            yield Government(app, portal)
    finally:
        app.state.database.close()
