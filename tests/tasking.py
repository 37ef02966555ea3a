"""A case with an open task, and officers in front of it who sign in for real."""

import re
from itertools import count

from front_desk import HESTI, RINI, UNIT, Browser, FrontDesk, join, open_accounts
from page_reading import Page
from tracking_desk import opened_at

from engine.core.commands import Actor, AnyCommand, Claim, Complete
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId
from engine.service import queries
from engine.service.database import Database
from engine.service.execute import execute
from engine.store import log

SARI = PersonId("sari.dewi")
WRITTEN = {
    "outcome": "kurang",
    "check": "1",
    "reason": "Foto tidak terbaca.",
    "documents": "Foto tempat usaha\nKTP-el",
    "note": "Telepon pemohon, @hesti.wulandari.",
}
KASI = {"checklist": (1,), "outcome": OutcomeId("lengkap")}


def colleague(desk: FrontDesk, person: PersonId = SARI, role: str = "loket") -> None:
    """Another officer of the same role, with an account."""
    join(desk.database, person, "Sari Dewi", role)
    open_accounts(desk.database, person)


def case_at_check(desk: FrontDesk) -> CaseId:
    """A case that waits for its check at the counter."""
    return opened_at(desk.database).case


def as_officer(person: PersonId = RINI, role: str = "loket") -> Actor:
    return Actor(person=person, role=RoleId(role), unit=UNIT, via="test")


def do(desk: FrontDesk, command: AnyCommand) -> None:
    execute(desk.database, command, at=desk.clock.at)


def claimed(desk: FrontDesk, case: CaseId, person: PersonId = RINI, task: int = 2) -> None:
    do(desk, Claim(case=case, by=as_officer(person), activation=ActivationId(task)))


def checked(desk: FrontDesk, case: CaseId, person: PersonId = RINI, task: int = 2) -> None:
    """The check is done: the file counts as complete."""
    finish = Complete(
        case=case,
        by=as_officer(person),
        activation=ActivationId(task),
        outcome=OutcomeId("lengkap"),
        checklist=(1,),
    )
    do(desk, finish)


def path_of(case: CaseId, task: int = 2) -> str:
    return f"/cases/{case}/tasks/{task}"


def fields_on(page: Page) -> dict[str, str]:
    """What the hidden fields of the first form of a task hold."""
    hidden = [one for one in page.all("input") if one.get("type") == "hidden"]
    return {str(one["name"]): str(one["value"]) for one in hidden}


def key_on(browser: Browser, path: str) -> str:
    """The key of the first form on a page."""
    return re.findall(r'name="key" value="([^"]+)"', browser.get(path).text)[0]


def kinds(database: Database, case: CaseId) -> list[str]:
    """What happened to a case, in order."""
    history = queries.read_history(database, case)
    return [type(one.recorded.event).__name__ for one in history]


def holder(database: Database, case: CaseId, task: int = 2) -> PersonId | None:
    stored = database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    active = stored.state.activation(ActivationId(task))
    return None if active is None else active.assignee


_KEYS = count()


def send(browser: Browser, case: CaseId, act: str = "", task: int = 2, **fields: object):
    """Send a form of the case's page, under a key of its own unless one is given."""
    fields = {"key": f"key {next(_KEYS)}"} | fields
    return browser.post(path_of(case, task) + act, page=f"/cases/{case}", **fields)


def texts(browser: Browser, address: str) -> str:
    return Page(browser.get(address).text).text


__all__ = ["HESTI", "RINI", "SARI"]
