"""A counter with services that promise something by a calendar, and somebody who serves at it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from front_desk import Browser, FrontDesk, front_desk
from page_reading import Page
from serving import MORNING
from timed_office import LIBRARY, NEW_YEAR, PERMIT, timed_registers

from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.core.standing import Reach
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.queries import list_cases
from engine.service.views import CaseFilter, CaseSummary
from engine.store import tries

FORM = "/counter/surat-uji"
PERMITS, HASTY = "/counter/izin-waktu", "/counter/izin-cepat"
SWIFT, LEISURELY = "/counter/izin-kilat", "/counter/izin-bebas"
"""Within three hours, by a form that asks for the name again; without any promise."""
SAID: Mapping[str, object] = {
    "applicant": "Tini Suhartini",
    "contact": "0812 3456 7890",
    "form.usaha": "Warung Bu Tini",
    "form.luas": "12,5",
    "requirement": ["ktp", "foto"],
}
"""A form that has nothing wrong with it, but for the NIK, of which each applicant has one."""

_KEY = re.compile(r'name="key" value="([^"]+)"')
_AT_ONCE = PERMIT.replace("sop: izin-waktu", "sop: izin-cepat").replace(
    "promise: 3 hari kerja", "clock_starts: registered, promise: 3 hari kerja"
)
_SWIFT = (
    _AT_ONCE.replace("izin-cepat", "izin-kilat")
    .replace("3 hari kerja", "3 jam kerja")
    .replace("2 hari kerja", "1 jam kerja")
    .replace("form:\n", "form:\n  - {id: nama, title: Nama lengkap, required: true}\n")
)
_LEISURELY = (
    PERMIT.replace("sop: izin-waktu", "sop: izin-bebas")
    .replace("service: {promise: 3 hari kerja, product: Izin}\n", "")
    .replace("timing: {extension: {most: 2 hari kerja}}\n", "")
)


@contextmanager
def counter_desk(folder: Path, **more: object) -> Iterator[FrontDesk]:
    """The office with its calendars, and permits: counted from a complete file, at once, never."""
    with front_desk(folder, **more) as desk:
        offer_permits(desk.database)
        yield desk


def offer_permits(database: Database) -> None:
    """Publish the calendars and the permits."""
    admin = Actor(person=PersonId("admin"))
    publish_calendars(database, LIBRARY, by=admin, at=NEW_YEAR)
    for text in (PERMIT, _AT_ONCE, _SWIFT, _LEISURELY):
        publish(database, text, registers=timed_registers(), by=admin, at=MORNING)


@cache
def _csrf(browser: Browser) -> str:
    """What the forms of a browser carry for as long as it is signed in."""
    return browser.token("/counter")


class Clerk:
    """Serves one applicant at the counter without JavaScript; nobody else has their NIK."""

    def __init__(self, desk: FrontDesk, browser: Browser, serial: int) -> None:
        self.desk, self.browser = desk, browser
        self.nik = f"35780141078{serial:05}"
        self.said = {**SAID, "form.nik": self.nik}
        _with_time(desk)
        self._before = {one.case for one in self._all()}

    def get(self, address: str) -> Page:
        answered = self.browser.get(address)
        assert answered.status_code == 200, answered.text
        return Page(answered.text)

    def send(self, act: str, place: str = FORM, *, files=(), said=None, **more: object):
        """Send the form of a service; `files` makes it bring documents."""
        written = self.said if said is None else said
        fields = {"csrf": _csrf(self.browser), "act": act, **written, **more}
        if not files:
            return self.browser.send(place, fields)
        sent = {"origin": self.browser.origin, "referer": f"{self.browser.origin}{place}"}
        return self.browser.client.post(place, data=fields, files=list(files), headers=sent)

    def review(self, place: str = FORM, **more: object):
        return self.send("review", place, **more)

    def key(self, place: str = FORM, **more: object) -> str:
        """What tells the form that is looked over from every other."""
        shown = self.review(place, **more)
        assert shown.status_code == 200, shown.text
        return _KEY.findall(shown.text)[-1]

    def open(self, place: str = FORM, **more: object) -> str:
        """Open a case; its id."""
        answered = self.send("open", place, key=self.key(place, **more), again="1", **more)
        assert answered.status_code == 303, answered.text
        return str(answered.headers["location"].rsplit("/", 1)[1])

    def cases(self) -> tuple[CaseSummary, ...]:
        """The cases that were opened since this applicant came."""
        return tuple(one for one in self._all() if one.case not in self._before)

    def _all(self) -> tuple[CaseSummary, ...]:
        wanted = CaseFilter(reach=Reach(everything=True), limit=200)
        return list_cases(self.desk.database, wanted).items


def _with_time(desk: FrontDesk) -> None:
    """Let whoever serves have looked nobody up lately: no clerk serves so many in one minute."""
    later = desk.clock.at + timedelta(days=1)
    desk.database.store.write(
        lambda unit: tries.forget(unit, before=later, known_before=desk.clock.at)
    )


def problems(page: Page) -> dict[str, str]:
    """What is said at each field, by the field's id."""
    found = {}
    for one in page.all("p"):
        name = one.get("id") or ""
        if one.get("class") == "err" and "-wrong" in name:
            found[name.partition("-wrong")[0]] = ""
    return found


def begins_at(page: Page) -> list[str]:
    """The fields that want the focus."""
    marked = (*page.all("input"), *page.all("select"), *page.all("button"))
    return [str(one.get("name")) for one in marked if "autofocus" in one]
