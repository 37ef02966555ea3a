"""An office with tasks in every state of an inbox, for tests of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.cookiejar import Cookie
from pathlib import Path
from tempfile import TemporaryDirectory

from builders_calendar import an_office_calendar
from front_desk import AUDITOR, RINI, Browser, FrontDesk, front_desk, join, open_accounts
from serving import MORNING, NIK, settings_in

from engine.core.commands import Actor, Applicant, Claim, Comment, Complete, Delegate, OpenCase
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.priority import Urgency
from engine.service import mint
from engine.service.calendars import publish_versions
from engine.service.database import Database
from engine.service.execute import execute
from engine.store import urgencies
from web.app import create_app

DEWI = PersonId("dewi.lestari")
LOKET = RoleId("loket")
OFFICER = Actor(person=RINI, role=LOKET, via="web")
COLLEAGUE = Actor(person=DEWI, role=LOKET, via="web")
CHECK = ActivationId(2)
"""The first task that an officer has to do: to check the file."""


class InboxDesk(FrontDesk):
    """An office in which people have signed in already."""

    def signed_in(self, person: str = RINI) -> Browser:
        browser = self.browser()
        for cookie in _furnished()[1][PersonId(person)]:
            browser.client.cookies.jar.set_cookie(cookie)
        return browser


@contextmanager
def inbox_desk(folder: Path) -> Iterator[InboxDesk]:
    """The office, open; nothing runs beside what is asked."""
    for name, content in _furnished()[0].items():
        (folder / name).write_bytes(content)
    desk = InboxDesk(create_app(settings_in(folder, office="Kecamatan Uji")))
    yield desk
    desk.database.close()


@cache
def _furnished() -> tuple[dict[str, bytes], dict[PersonId, tuple[Cookie, ...]]]:
    """The files of such an office and the cookies of its people, made once: a sign-in is dear."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with front_desk(folder) as desk:
            colleagues(desk.database)
            open_accounts(desk.database, AUDITOR)
            kept = {
                person: tuple(desk.signed_in(person).client.cookies.jar)
                for person in (RINI, AUDITOR)
            }
        return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}, kept


def colleagues(database: Database) -> None:
    """Somebody else at the counter, and a calendar by which limits are told."""
    join(database, DEWI, "Dewi Lestari", "loket")
    publish_versions(database, [an_office_calendar("kantor")], by=OFFICER, at=MORNING)


def opened(database: Database, applicant: str, *, at: datetime = MORNING) -> CaseId:
    """A case whose first task waits for an officer at the counter."""
    command = OpenCase(
        case=mint.case_id(at),
        by=COLLEAGUE,
        sop=SopId("surat-uji"),
        applicant=Applicant(name=applicant),
        form={"usaha": "Warung", "nik": NIK},
        requirements=("ktp",),
    )
    return execute(database, command, at=at).case


def claimed(database: Database, case: CaseId, by: Actor = OFFICER) -> CaseId:
    execute(database, Claim(case=case, by=by, activation=CHECK), at=MORNING)
    return case


def lend(database: Database, case: CaseId, *, to: PersonId) -> None:
    """Let whoever holds it lend it to somebody."""
    by = COLLEAGUE if to == RINI else OFFICER
    execute(database, Delegate(case=case, by=by, activation=CHECK, to=to), at=MORNING)


def press(database: Database, case: CaseId, due: datetime | None, *, first: bool = False) -> None:
    """Let a look have told that."""
    told = [Urgency(activation=CHECK, due=due, first=first)]
    database.store.write(lambda unit: urgencies.keep(unit, case, told))


def remark(database: Database, case: CaseId, text: str, by: Actor = COLLEAGUE) -> None:
    execute(database, Comment(case=case, by=by, text=text), at=MORNING)


def completed(database: Database, case: CaseId, outcome: str = "lengkap") -> None:
    command = Complete(
        case=case,
        by=OFFICER,
        activation=CHECK,
        outcome=OutcomeId(outcome),
        checklist=(1,),
        reason="Foto buram" if outcome == "kurang" else "",
    )
    execute(database, command, at=MORNING + timedelta(minutes=5))
