"""Every page there is and who opens it, and a demonstration that fills its address."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from browsing import follow, served
from playing import DEFINITIONS, UNTIL, beside, script
from playwright.sync_api import Browser, BrowserContext
from serving import settings_in

from api.installed import now
from engine.core.commands import SYSTEM, Actor
from engine.core.directory_commands import DeclareAbsence
from engine.core.directory_spans import held_by
from engine.core.ids import PersonId
from engine.core.standing import reach
from engine.demo.load import load
from engine.service import counter, queries, tracking_codes
from engine.service.calendars import list_calendars
from engine.service.database import Database
from engine.service.demo_accounts import let_in, people_let_in
from engine.service.deviation_views import DeviationFilter
from engine.service.deviations import list_deviations
from engine.service.directory import change, current
from engine.service.library import registers
from engine.service.submissions import submit
from engine.service.views import CaseFilter, CaseSummary
from web.app import create_app

AT = UNTIL + timedelta(minutes=5)
SOP = "surat-keterangan-domisili"

PAGES: Mapping[str, tuple[str, ...]] = {
    "nobody": (
        *("/sign-in", "/lacak", "/standards", "/standards/{sop}", "/checkpoints", "/calendars"),
        *("/calendars/{calendar}", "/lacak/{link}", "/nowhere"),
    ),
    "tracking": ("/lacak/permohonan",),
    "officer": (
        *("/", "/?text=zzz", "/inbox", "/inbox?tab=claimable", "/inbox?tab=mentioned"),
        "/inbox?tab=done",
        *("/cases/{case}", "/cases/{case}/act/pause", "/cases/{case}/reveal"),
        *("/cases/{case}/tasks/{task}", "/cases/{case}/notes", "/cases/{case}/documents"),
        *("/cases/{case}/deadline?clock=legal", "/account", "/account/password"),
        *("/account/second-factor", "/account/tokens", "/account/absence"),
        "/calendars/{calendar}/versions/1",
    ),
    "counter": ("/counter", "/counter/{service}", "/counter/opened/{case}"),
    "alur:manager": (
        *("/board", "/board/wall", "/board/cases", "/board/cases/{case}/tasks/{task}"),
        *("/deviations", "/deviations/{late}/{deviation}", "/cases/{late}"),
        *("/cases/{late}/act/extend", "/calendars/{calendar}/edit"),
        *("/board/tasks", "/board/opened", "/board/steps", "/board/ended"),
    ),
    "alur:auditor": (
        *("/audit", "/audit?text=a", "/audit/cases/{late}", "/audit/cases/{late}/verification"),
        *("/audit/exports", "/cases/{late}"),
    ),
    "alur:privacy": ("/audit/reads",),
    "alur:author": (
        *("/sops", "/sops/{sop}", "/sops/{sop}?show=now", "/sops/{sop}?view=list"),
        *("/sops/{sop}/versions", "/sops/{sop}/diff", "/sops/submissions"),
        *("/sops/submissions/new", "/sops/submissions/{submission}"),
    ),
    "alur:administrator": (
        *("/admin", "/admin/people/new", "/admin/people/{person}", "/admin/people/{person}/edit"),
        *("/admin/people/{person}/roles/new", "/admin/people/{person}/leave", "/admin/history"),
        *("/admin/people/{person}/roles/{role}/end", "/admin/people/{person}/account/reset"),
        *("/admin/people/{person}/absences/new", "/admin/people/{person}/substitutes/new"),
        "/admin/people/{person}/absences/{absence}/end",
        *("/admin/roles", "/admin/units", "/admin/units/new", "/admin/units/{unit}"),
        *("/admin/units/{unit}/edit", "/admin/units/{unit}/close"),
    ),
}
"""Who opens what; of a page with several faces more than one."""

ELSEWHERE: Mapping[str, str] = {
    "/home": "leads on",
    "/cases": "leads on",
    "/cases/{case}/tasks/{task}/{act}": "leads on",
    "/sops/submissions/{submission}/refusal": "leads on",
    "/inbox/filters": "the inbox, with a name in its field",
    "/sign-in/provider": "leads on",
    "/sign-in/provider/back": "leads on",
    "/sign-in/code": "test_sign_in_browser",
    "/sign-in/password": "test_sign_in_browser",
    "/account/absence/{number}/end": "the administrator's page of the same",
    "/admin/people/{person}/standing-in/{number}/end": "the same sheet as that of a role",
    "/admin/people/{person}/return": "the same sheet as that of leaving",
    "/calendars/{calendar}/edit/apply": "leads on, once the edit is in force",
    "/calendars/{calendar}/edit/preview": "test_calendars_pages: there is an edit first",
    "/inbox/preview": "a part of a page",
    "/inbox/news": "a part of a page",
    "/cases/{case}/notes/people": "names, for the page's own completion",
    "/cases/{case}/documents/{sha256}/view": "a file",
    "/inbox/tasks.csv": "a file",
    "/board/cases.csv": "a file",
    "/board/cases.xlsx": "a file",
    "/deviations.csv": "a file",
    "/deviations.xlsx": "a file",
    "/audit/exports/file": "a file",
    "/sops/{sop}/versions/{version}/paper.pdf": "a file",
    "/board/live": "a stream",
    "/metrics": "figures for machines",
}
"""Addresses that are no page of their own, or that another test looks at."""


class House:
    """A demonstration that is served, and what its addresses are made of."""

    def __init__(self, database: Database, address: str) -> None:
        self.database, self.address = database, address

    def person(self, role: str) -> str:
        """Somebody with an account who holds that duty; `officer`: a role, with an open task."""
        if role == "officer":
            return self.at_work[0]
        if role == "counter":
            return self.at_the_counter[0]
        known = current(self.database)
        return next(
            str(one)
            for one in people_let_in(self.database)
            if any(held.role == role for held in held_by(known, one))
        )

    @cached_property
    def at_work(self) -> tuple[str, CaseSummary]:
        """Somebody with a role in an SOP, and an open case that waits for somebody there."""
        known = current(self.database)
        for one in people_let_in(self.database):
            if all(":" in held.role for held in held_by(known, one)):
                continue
            wanted = CaseFilter(status="open", limit=100, reach=reach(known, one, AT))
            for case in queries.list_cases(self.database, wanted).items:
                if not case.pause and any(not at.automated for at in case.at):
                    return str(one), case
        raise LookupError("nobody has anything to do")

    @cached_property
    def at_the_counter(self) -> tuple[str, str]:
        """Somebody who may open cases, and of which SOP."""
        for one in people_let_in(self.database):
            for service in counter.offered(self.database, one, at=AT):
                return str(one), str(service.sop)
        raise LookupError("nobody may open anything")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the blanks of the addresses stand for."""
        found = list_deviations(self.database, DeviationFilter(limit=1)).items[0]
        who, case = self.at_work
        known, person = current(self.database), PersonId(who)
        role = next(one for one in known.assignments[person] if one.until is None)
        return {
            "case": str(case.case),
            "task": str(next(at.activation for at in case.at if not at.automated)),
            "late": str(found.case),
            "deviation": str(found.id),
            "sop": SOP,
            "service": self.at_the_counter[1],
            "calendar": list_calendars(self.database)[0].calendar,
            "person": who,
            "unit": str(case.unit),
            "role": str(role.id),
            "absence": str(known.absences[person][-1].id),
            "submission": self._submitted(),
            "link": self.receipt.link,
        }

    def _submitted(self) -> str:
        text = (DEFINITIONS / "kelurahan" / SOP / "v1.yaml").read_text("utf-8")
        text = text.replace("version: 1", "version: 2", 1)
        by = Actor(person=PersonId(self.person("alur:author")))
        known = registers(DEFINITIONS)
        return str(submit(self.database, text, registers=known, by=by, at=AT).id)

    def absent(self) -> None:
        """The officer goes on leave next week."""
        person = PersonId(self.person("officer"))
        since, until = AT + timedelta(days=7), AT + timedelta(days=9)
        leave = DeclareAbsence(by=SYSTEM, person=person, since=since, until=until)
        change(self.database, leave, at=AT)

    def open(self, browser: Browser, who: str) -> BrowserContext:
        """A browser in which that person is signed in, or an applicant has shown their code."""
        size = {"width": 1280, "height": 900}
        context = browser.new_context(viewport=size, base_url=self.address)
        page = context.new_page()
        if who == "tracking":
            page.goto("/lacak")
            page.locator("[name=code]").fill(self.receipt.code)
            page.locator("[name=pin]").fill(self.receipt.pin)
            follow(page.locator("main form button"))
        elif who != "nobody":
            page.goto("/sign-in")
            follow(page.locator(f"button[name=name][value='{self.person(who)}']"))
        page.close()
        return context

    @cached_property
    def receipt(self) -> tracking_codes.TrackingPass:
        """What an applicant's receipt says."""
        who, case = self.at_work
        by = Actor(person=PersonId(who))
        return tracking_codes.shown_to(self.database, case.case, by=by, at=AT)


@contextmanager
def house_in(folder: Path) -> Iterator[House]:
    """Such a house, in a folder of its own."""
    app = create_app(settings_in(folder, demo=True, office="Kabupaten Contoh"))
    for one in (app, app.state.interface):
        one.dependency_overrides[now] = lambda: AT
    database = app.state.database
    load(database, beside(folder / "alur.db"), script(cases=60))
    let_in(database, at=AT)
    with served(app) as address:
        house = House(database, address)
        house.absent()
        yield house
