"""Server time and weight of pages, with as many open cases as a region has.

`python -m benchmarks.pages [--cases N] [--times N] [--folder FOLDER]`

A few cases are opened as everybody opens them; then their rows are copied until there are enough,
each with an age and a deadline of its own. Nothing is made ready for the pages: the tables are read
as they are. What is timed is a whole request within the process, from its arrival until its last
byte is given away: session, page and compression; one second of the office's clock after the one
before, so that what is kept for a moment grows old.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from builders_calendar import an_office_calendar
from front_desk import BUDI, RINI, Browser, FrontDesk, furnish, join, open_accounts
from serving import MORNING, NIK, settings_in
from sqlalchemy import Table
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benchmarks.region_disk import SqliteDisk
from engine.core.commands import Actor, Applicant, Claim, OpenCase
from engine.core.ids import CaseId, PersonId, RoleId, SopId
from engine.service import clock, mint
from engine.service.calendars import publish_versions
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.queries import show_case
from engine.service.timers import sweep_all
from engine.store.tables import METADATA
from engine.store.types import UtcDateTime
from web.app import create_app

OFFICER = Actor(person=RINI, role=RoleId("loket"), via="bench")
COLLEAGUE = Actor(person=PersonId("dewi.lestari"), role=RoleId("loket"), via="bench")
TEMPLATES = 40
WARM = 3
"""Requests that are not counted."""
HELD = 20
"""One of so many cases is held by the officer who looks: with 100,000 cases 5,000 of them."""
SHOWN_CASE = "{case}"

PAGES: dict[str, tuple[PersonId, str]] = {
    "inbox, mine": (RINI, "/inbox"),
    "inbox, mine, by applicant": (RINI, "/inbox?sort=applicant"),
    "inbox, to claim": (RINI, "/inbox?tab=claimable"),
    "inbox, to claim, one service": (RINI, "/inbox?tab=claimable&sop=surat-uji"),
    "inbox, to claim, by opening": (RINI, "/inbox?tab=claimable&sort=opened"),
    "inbox, to claim, by service": (RINI, "/inbox?tab=claimable&sort=service"),
    "inbox, to claim, by applicant": (RINI, "/inbox?tab=claimable&sort=applicant"),
    "inbox, search": (RINI, "/inbox?tab=claimable&text=pemohon-17-33"),
    "inbox, waiting": (RINI, "/inbox?tab=waiting"),
    "inbox, done today": (RINI, "/inbox?tab=done"),
    "inbox, preview": (RINI, "/inbox/preview?tab=claimable&preview={case}.2"),
    "inbox, news": (RINI, "/inbox/news?tab=claimable&since=2026-11-23T01:00:00%2B00:00"),
    "case": (RINI, "/cases/{case}"),
    "cases": (RINI, "/"),
    "board": (BUDI, "/board"),
    "board, part": (BUDI, "/board?part=1"),
    "board, cases": (BUDI, "/board/cases"),
}
"""By what a page is called, who asks for it and its address. Others add theirs."""

_STANDING = ("case", "task", "case_event", "inbox", "urgency", "pace")
"""What is copied of a case: whatever lists and boards are read from."""
_SECONDS = frozenset(("since", "half", "soon", "due", "over"))
"""Of `pace`: seconds since 1970."""
_APART = 180
_PARTS = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_FONTS = re.compile(r'url\("?([^")]+)')


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--folder", type=Path, help="keep the office there, or find it again")
    parser.add_argument("--only", default="", help="pages whose names begin so")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages = {name: page for name, page in PAGES.items() if name.startswith(given.only)}
    figures = measure(cases=given.cases, times=given.times, pages=pages, folder=given.folder)
    if given.json:
        print(json.dumps(figures, indent=2))
        return
    for name, row in figures.items():
        cells = "  ".join(f"{key} {value:8.1f}" for key, value in row.items())
        print(f"{name:30} {cells}")


def measure(
    *,
    cases: int,
    times: int,
    pages: Mapping[str, tuple[PersonId, str]] = PAGES,
    folder: Path | None = None,
) -> dict[str, dict[str, float]]:
    """Milliseconds of server time of each page (of CPU too), and what a first visit weighs."""
    with office_with(cases, folder) as office:
        browsers = {person: office.signed_in(person) for person in (RINI, BUDI)}
        found = {}
        for name, (person, path) in pages.items():
            address = path.replace(SHOWN_CASE, office.case)
            found[name] = _timed(office, browsers[person], address, times)
        return found


class Stopwatch:
    """Says of the last request how long it took, and how long it was worked on; milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.took = self.worked = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; what is done afterwards in the background is nobody's waiting."""
        begun, busy = time.perf_counter(), time.process_time()

        async def giving(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.took = 1000 * (time.perf_counter() - begun)
                self.worked = 1000 * (time.process_time() - busy)

        await self._app(scope, receive, giving)


@dataclass(frozen=True)
class Office:
    """An office, what times it, and a case of it."""

    desk: FrontDesk
    watch: Stopwatch
    case: str

    def signed_in(self, person: PersonId) -> Browser:
        """A browser whose requests are timed."""
        browser = Browser(self.watch)  # type: ignore[arg-type]
        if browser.sign_in(person).status_code != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{person} is not let in")
        return browser


@contextmanager
def office_with(cases: int, folder: Path | None = None) -> Iterator[Office]:
    """An office with so many open cases, some late, each with a deadline of its own.

    Args:
        cases: how many, to the next multiple of those that are opened by hand.
        folder: where it is kept, or was kept by a run before; None: it is made and thrown away.
    """
    with tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as name:
        place = Path(name)
        settings = settings_in(place, office="Kecamatan Uji", prefect="off", rate_session=0)
        if not (place / "alur.db").exists():
            with connect(settings.database_url) as database:
                prepare(database)
                _furnish(database)
            multiply(place / "alur.db", cases // TEMPLATES)
        desk = FrontDesk(create_app(settings))  # without a lifespan nothing runs beside
        desk.clock.pass_by(days=1)
        _go_by(desk)
        yield Office(desk, Stopwatch(desk.app), _a_case(place / "alur.db"))
        desk.database.close()


def _go_by(desk: FrontDesk) -> None:
    """Let the desk's clock be everybody's.

    Where FastAPI is told to ask another one instead of ours, it looks at all that a request depends
    on anew each time, which takes longer than many a page.
    """
    for app in (desk.app, desk.app.state.interface):
        app.dependency_overrides.clear()
    clock.now = desk.clock


def _furnish(database: Database) -> None:
    """People who may sign in, and cases opened one by one, some held by the officer who looks."""
    furnish(database)
    join(database, COLLEAGUE.person, "Dewi Lestari", "loket")
    open_accounts(database, RINI, BUDI)
    publish_versions(database, [an_office_calendar("kantor")], by=OFFICER, at=MORNING)
    for number in range(TEMPLATES):
        at = MORNING + timedelta(minutes=7 * number)
        case = mint.case_id(at)
        execute(database, _opening(case, number), at=at)
        if number % HELD == 0:
            waits = [one for one in show_case(database, case).tasks if one.finished_at is None]
            execute(database, Claim(case=case, by=OFFICER, activation=waits[0].activation), at=at)
    sweep_all(database, at=MORNING + timedelta(hours=6))


def _opening(case: CaseId, number: int) -> OpenCase:
    return OpenCase(
        case=case,
        by=COLLEAGUE,
        sop=SopId("surat-uji"),
        applicant=Applicant(name=f"pemohon-{number}"),
        form={"usaha": f"Warung {number}", "nik": NIK},
        requirements=("ktp",),
    )


def multiply(file: Path, copies: int) -> None:
    """Put every open case in so often as to make `copies` of each, each copy a little earlier."""
    disk = SqliteDisk(file)
    disk.ask('CREATE TEMP TABLE base AS SELECT id FROM "case" WHERE closed_at IS NULL')
    disk.ask(
        "CREATE TEMP TABLE copy AS WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL"
        f" SELECT n + 1 FROM counted WHERE n < {copies - 1}) SELECT n FROM counted"
    )
    disk.ask("BEGIN")
    for name in _STANDING:
        disk.ask(_copied(METADATA.tables[name]))
    disk.ask("COMMIT")
    disk.settle()
    disk.close()


_EARLIER = "strftime('%Y-%m-%dT%H:%M:%f', {0}, '-' || (copy.n * {1}) || ' seconds') || '000Z'"
"""An instant of a copy."""
_FURTHEST = "8"
"""With this, and what is greater, begin instants that nothing will ever come to."""


def _copied(table: Table) -> str:
    key = "id" if table.name == "case" else "case_id"

    def value(name: str, kind: object) -> str:
        if name == key:
            return f"{name} || 'x' || copy.n"
        if name == "applicant":
            return f"{name} || '-' || copy.n"
        if table.name == "pace" and name in _SECONDS:
            return f"{name} - copy.n * {_APART}"
        if isinstance(kind, UtcDateTime):
            never = f"{name} IS NULL OR {name} >= '{_FURTHEST}'"
            return f"CASE WHEN {never} THEN {name} ELSE {_EARLIER.format(name, _APART)} END"
        return f'"{name}"'

    names = ", ".join(f'"{column.name}"' for column in table.c)
    values = ", ".join(value(column.name, column.type) for column in table.c)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}", copy'
        f" WHERE {key} IN (SELECT id FROM base)"
    )


def _a_case(file: Path) -> str:
    """One of those that were opened by hand, whose history is its own."""
    disk = SqliteDisk(file)
    ((case,),) = disk.ask('SELECT min(id) FROM "case"')
    disk.close()
    return str(case)


def _timed(office: Office, browser: Browser, path: str, times: int) -> dict[str, float]:
    took, worked = [], []
    for _ in range(times + WARM):
        office.desk.clock.pass_by(seconds=1)
        answered = browser.get(path)
        if answered.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {answered.status_code}")
        took.append(office.watch.took)
        worked.append(office.watch.worked)
    alone, whole = _weight(browser, path)
    return {
        "p50 ms": statistics.median(took[WARM:]),
        "p95 ms": statistics.quantiles(took[WARM:], n=20)[18],
        "p95 CPU ms": statistics.quantiles(worked[WARM:], n=20)[18],
        "first ms": took[0],
        "html kB": alone / 1000,
        "first visit kB": whole / 1000,
    }


def _weight(browser: Browser, path: str) -> tuple[int, int]:
    """Bytes on the wire of the page alone, and with all that a browser fetches for it at first."""
    page = browser.get(path).text
    fetched = {one.replace("&amp;", "&") for one in _PARTS.findall(page)}
    whole = alone = _sent(page.encode())
    for part in sorted(fetched):
        answered = browser.get(part)
        whole += _sent(answered.content)
        if ".css" in part:
            fonts = {f"/static/{one.lstrip('./')}" for one in _FONTS.findall(answered.text)}
            whole += sum(len(browser.get(one).content) for one in sorted(fonts))
    return alone, whole


def _sent(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=9))


if __name__ == "__main__":
    main()
