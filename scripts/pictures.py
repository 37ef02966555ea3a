"""pictures.py: draw the README's pictures anew: the demo office at a set hour, seen in Chromium.

    make pictures

The same code gives the same office; what changes in a picture is what changed in the pages.
"""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from api.installed import now
from engine.core.directory_spans import held_by
from engine.core.ids import PersonId
from engine.core.standing import reach
from engine.demo.load import load
from engine.demo.play import Script
from engine.service.database import Database
from engine.service.demo_accounts import let_in, people_let_in
from engine.service.directory import current
from engine.service.inbox import InboxQuery, Looker, show_inbox
from engine.service.timers import sweep_all
from engine.settings import Settings
from web.app import create_app

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
ZONE = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 19, 9, 40, tzinfo=ZONE)
CASES = 200
SOP = "izin-reklame"
WIDTH, HEIGHT = 1280, 860
MANAGER = "alur:manager"


class Picture(NamedTuple):
    """What is drawn: who looks, at which page, after which key, and which part of it."""

    name: str
    who: PersonId
    path: str
    press: str = ""
    part: str = ""


def main() -> int:
    """Draw every picture of the README."""
    program = which("chromium")
    if program is None:
        print("pictures need chromium (Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        office(Path(folder)) as (database, address),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        draw(browser, database, address)
        browser.close()
    return 0


@contextmanager
def office(folder: Path) -> Iterator[tuple[Database, str]]:
    """The demo office on a free port of this machine, at `AT`; its database and address."""
    url, files = f"sqlite:///{folder / 'alur.db'}", folder / "files"
    settings = Settings(
        database_url=url, files=files, dispatch=False, demo=True, office="Kabupaten Contoh"
    )
    app = create_app(settings)
    for one in (app, app.state.interface):
        one.dependency_overrides[now] = lambda: AT
    database: Database = app.state.database
    library = Settings(definitions=ROOT / "sop_definitions", files=files)
    load(database, library, Script(seed=7, cases=CASES, until=AT.astimezone(UTC), zone=ZONE))
    sweep_all(database, at=AT)  # what a served office sees to by itself
    let_in(database, at=AT)
    with served(app) as address:
        yield database, address


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve the app as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timedelta(seconds=20).total_seconds())


def draw(browser: Browser, database: Database, address: str) -> None:
    """Each picture: who looks, at what."""
    officer, case = busiest(database)
    manager = holder(database, MANAGER)
    wanted = (
        Picture("inbox", officer, "/inbox?tab=claimable", press="j"),
        Picture("case", officer, f"/cases/{case}"),
        Picture("board", manager, "/board"),
        Picture("matrix", manager, f"/sops/{SOP}?show=now", part=".mx-out"),
    )
    for picture in wanted:
        context = browser.new_context(
            base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"
        )
        take(context.new_page(), picture)
        context.close()


def take(page: Page, picture: Picture) -> None:
    """Sign in, look, and keep what is seen."""
    sign_in(page, picture.who)
    page.goto(picture.path)
    page.evaluate("document.fonts.ready")
    if picture.press:
        page.keyboard.press(picture.press)
        page.wait_for_load_state("networkidle")
    seen = page.locator(picture.part) if picture.part else page
    seen.screenshot(path=PICTURES / f"{picture.name}.png")


def sign_in(page: Page, who: PersonId) -> None:
    """As the demo's sign-in page lets whoever looks be somebody of the office."""
    page.goto("/sign-in")
    with page.expect_navigation():
        page.locator(f"button[name=name][value='{who}']").click()


def holder(database: Database, role: str) -> PersonId:
    """Somebody of the demo who holds that duty."""
    known = current(database)
    return next(
        one
        for one in people_let_in(database)
        if any(held.role == role for held in held_by(known, one))
    )


def busiest(database: Database) -> tuple[PersonId, str]:
    """Whoever of the demo may claim most, and the case of the first of those tasks."""
    known, day = current(database), timedelta(days=1)

    def tasks(one: PersonId) -> list[str]:
        looker = Looker(
            person=one, reach=reach(known, one, AT), at=AT, begin=AT - day, end=AT + day
        )
        groups = show_inbox(database, looker, InboxQuery(tab="claimable")).groups
        return [str(each.task.case) for group in groups for each in group.tasks]

    most = max(people_let_in(database), key=lambda one: len(tasks(one)))
    return most, tasks(most)[0]


if __name__ == "__main__":
    sys.exit(main())
