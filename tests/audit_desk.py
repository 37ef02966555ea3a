"""A small office with a history worth an auditor's time: sent back, skipped, revealed, signed."""

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builders_calendar import an_office_calendar
from fastapi import Request
from fastapi.testclient import TestClient
from httpx2 import Response
from identities import LONG_AGO, believed, grant, let_in
from migrated import with_tables
from page_reading import Page
from serving import HESTI, MORNING, RINI, Office, Ticking, publish_sample, settings_in
from sop_versions import AUDITOR

from api.identity import Arrival, Identity, arrival
from api.installed import Db, Now, now
from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson
from engine.core.ids import PersonId, RoleId
from engine.service import checkpoints
from engine.service.calendars import publish_versions
from engine.service.database import Database
from engine.service.directory import change, current
from engine.service.founding import top_of
from engine.service.timers import sweep_all
from web.app import create_app

NURUL, PUTRI = PersonId("nurul"), PersonId("putri")
DUTIES = {NURUL: Duty.AUDITOR, PUTRI: Duty.PRIVACY}
"""Who has one duty, and nothing beside it: an auditor may not."""
ADMIN = Actor(person=PersonId("admin"))
OF_PRIVACY = {"Alur-Person": str(PUTRI)}
WITH_HTMX = AUDITOR | {"hx-request": "true"}
WHY = "Mencocokkan dengan KTP pemohon."


@dataclass(frozen=True)
class Desk:
    """The office and its two cases: one that went its way to the end, one that goes on oddly."""

    client: TestClient
    clock: Ticking
    done: str
    odd: str

    @property
    def database(self) -> Database:
        found: Database = self.client.app.state.database  # type: ignore[attr-defined]
        return found

    def get(self, address: str, headers: Mapping[str, str] = AUDITOR) -> Response:
        return self.client.get(address, headers=dict(headers))

    def shown(
        self, address: str, headers: Mapping[str, str] = AUDITOR, *, status: int = 200
    ) -> str:
        """The text of a page, which is a sound one."""
        answered = self.get(address, headers)
        assert answered.status_code == status, answered.text
        Page(answered.text)
        return html.unescape(answered.text)


def _arrived(request: Request, database: Db, at: Now) -> Arrival:
    """Those with a duty as they are; everybody else is believed, and enrolled."""
    person = PersonId(request.headers.get("alur-person", ""))
    if person not in DUTIES:
        return believed(request, database, at)
    who = Identity(person=person, handle=f"session-of-{person}")
    return Arrival(who=who, directory=current(database), database=database, at=at)


def _appoint(database: Database) -> None:
    for person, duty in DUTIES.items():
        name = {NURUL: "Nurul Maharani", PUTRI: "Putri Anjani"}[person]
        change(database, AddPerson(by=SYSTEM, person=person, name=name), at=LONG_AGO)
        grant(database, person, RoleId(duty), top_of(current(database)))


def with_calendar(database: Database) -> None:
    """The office's working calendar: without one, no time can be told."""
    publish_versions(database, [an_office_calendar("kantor")], by=ADMIN, at=MORNING)


def furnish(office: Office) -> tuple[str, str]:
    """Act in the office; the two cases."""
    done, odd = office.open(), office.open("Budi Hartono", luas=40)
    office.act(done, "periksa", "complete", outcome="kurang", reason="KTP belum terbaca.")
    office.act(done, "pengajuan", "complete")
    office.finish(done)
    office.act(odd, "periksa", "claim")
    office.act(
        odd, "periksa", "override", HESTI, mode="skip", outcome="lengkap", reason="Loket penuh."
    )
    asked = {"fields": ["form.nik"], "reason": WHY}
    answered = office.client.post(f"{office.prefix}/cases/{odd}/reveal", headers=RINI, json=asked)
    assert answered.status_code == 200, answered.text
    return done, odd


@contextmanager
def audit_desk(folder: Path) -> Iterator[Desk]:
    """The office, with all but the deviations found last below a checkpoint; nothing runs by it."""
    settings = settings_in(folder, office="Kecamatan Uji")
    with_tables(settings.database_url)
    app = let_in(create_app(settings))
    clock = Ticking()
    for one in (app, app.state.interface):
        one.dependency_overrides[now] = clock
        one.dependency_overrides[arrival] = _arrived
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    database: Database = app.state.database
    with_calendar(database)
    publish_sample(database)
    done, odd = furnish(Office(client, "/api/v1"))
    checkpoints.take(database, at=clock.at, origin="kota.example/alur")
    sweep_all(database, at=clock.at)
    _appoint(database)
    yield Desk(client=client, clock=clock, done=done, odd=odd)
    database.close()
