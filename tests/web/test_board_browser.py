"""A manager at the board: live, also across a restart of the server; and without JavaScript."""

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from board_desk import BOARD, HEAD, cases_of_all_kinds, offer
from browsing import Watch, follow, pages, remembered
from fastapi import FastAPI
from front_desk import BUDI, Clock, furnish, open_accounts
from playwright.sync_api import Browser, Page, expect
from serving import settings_in

from api.installed import now
from engine.core.commands import Reject
from engine.core.ids import CaseId
from engine.service.execute import execute
from engine.service.timers import sweep_all
from web.app import create_app
from web.live import LeavingServer

pytestmark = pytest.mark.xdist_group("browser")

SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
PROVOKED = ("303:", "ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "/board/live")
"""Being sent elsewhere; and what a server that is not there is bound to provoke."""


class Site:
    """The office on a port of its own, stopped and started as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self._settings = settings_in(folder, office="Kecamatan Uji", rate_address=0)
        self._clock = Clock()
        self.app = self._made()
        furnish(self.app.state.database)
        open_accounts(self.app.state.database, BUDI)
        offer(self.app.state.database)
        self.cases = cases_of_all_kinds(self.app.state.database)
        self._clock.at = BOARD
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def _made(self) -> FastAPI:
        app = create_app(self._settings)
        app.dependency_overrides[now] = self._clock
        return app

    def start(self) -> None:
        if self._listener.fileno() < 0:
            self.app = self._made()
            self._listener = socket.create_server(("127.0.0.1", self.port))
        config = uvicorn.Config(
            self.app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=60
        )
        self._server = LeavingServer(config, self.app.state.live)
        run = {"target": self._server.run, "args": ([self._listener],), "daemon": True}
        self._thread = threading.Thread(**run)  # type: ignore[arg-type]
        self._thread.start()

    def stop(self) -> None:
        """It stops at once: nobody who listens keeps it."""
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the server does not stop"
        self._listener.close()

    def refuse(self, case: CaseId) -> None:
        """A case ends, and the look that follows has been."""
        database = self.app.state.database
        self._clock.pass_by(seconds=5)
        execute(database, Reject(case=case, by=HEAD, reason="Batal"), at=self._clock.at)
        sweep_all(database, at=self._clock.at)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("live"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def signed_in(site: Site, browser: Browser) -> dict[str, object]:
    return remembered(browser, site.address, BUDI)


@pytest.fixture
def at_board(browser: Browser, signed_in: dict[str, object]) -> Iterator[object]:
    with pages(browser, storage_state=signed_in) as opening:
        yield opening


def complaints(watch: Watch) -> list[str]:
    return [one for one in watch.complaints if not any(each in one for each in PROVOKED)]


def test_a_manager_without_javascript(site: Site, at_board) -> None:
    page = at_board(390, java_script_enabled=False)
    watch = Watch(page)
    page.goto(f"{site.address}/board")
    expect(page.get_by_role("link", name="5", exact=True)).to_be_visible()
    follow(page.get_by_role("link", name="Muat ulang otomatis tiap menit"))
    expect(page.get_by_role("link", name="Hentikan muat ulang otomatis")).to_be_visible()

    follow(page.get_by_role("link", name="1", exact=True).first)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text(site.cases["late"])
    page.go_back()
    follow(page.get_by_role("link", name="Hesti Wulandari", exact=True))
    follow(page.get_by_role("link", name=re.compile("Alihkan atau ingatkan")).first)
    follow(page.get_by_role("button", name="Kirim pengingat"))
    expect(page.locator(".told.good")).to_contain_text("dikirim kepada Hesti Wulandari")

    follow(page.locator(".devs-link"))
    follow(page.locator(".devs a[data-open]").first)
    page.get_by_label(re.compile("Tindakan korektif")).first.check()
    page.get_by_label("Alasan", exact=True).fill("Loket kurang orang")
    page.locator("#owner").select_option(label="Hesti Wulandari")
    page.locator("#due").fill("2026-12-31")
    follow(page.get_by_role("button", name="Simpan keputusan"))
    expect(page.locator("main")).to_contain_text("Hesti Wulandari")
    assert not page.evaluate(SIDEWAYS)
    assert complaints(watch) == []


def refuse_before(page: Page, site: Site, case: CaseId) -> None:
    """A case ends, and the board asks for itself anew, which is no use of the session."""
    with page.expect_request("**/board?part=1*") as asked:
        site.refuse(case)
    assert asked.value.header_value("alur-quiet") == "1"


def test_a_live_board_survives_a_restart_of_the_server(site: Site, at_board) -> None:
    page, wall = at_board(), at_board(1920)
    watch = Watch(page)
    page.goto(f"{site.address}/board")
    wall.goto(f"{site.address}/board/wall")
    state, opened = page.locator("#live-state"), page.locator(".kpis dd a").first
    expect(state).to_contain_text("Langsung")
    expect(opened).to_have_text("5")
    page.evaluate("window.same = true")

    refuse_before(page, site, site.cases["late"])
    expect(opened).to_have_text("4", timeout=15_000)
    expect(wall.locator(".wfigs dd").first).to_have_text("4", timeout=15_000)

    page.locator(f'.lane a[href="/cases/{site.cases["soon"]}"]').focus()
    expect(page.locator(".tip")).to_contain_text(site.cases["soon"])

    site.stop()
    expect(state).to_contain_text("Terputus: ini keadaan pukul 10.00", timeout=15_000)
    expect(page.locator("#live-said")).to_contain_text("Terputus")
    expect(wall.locator("#live-state")).to_contain_text("Terputus")
    assert opened.text_content() == "4"

    site.start()
    site.refuse(site.cases["soon"])
    expect(state).to_contain_text("Langsung", timeout=20_000)
    expect(opened).to_have_text("3", timeout=15_000)
    expect(wall.locator(".wfigs dd").first).to_have_text("3", timeout=20_000)
    assert page.evaluate("window.same")  # nobody has loaded it anew
    assert complaints(watch) == []
