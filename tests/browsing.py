"""The pages served for real, a browser on them, and what it complains about."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

import uvicorn
from fastapi import FastAPI
from front_desk import PASSWORD
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    sync_playwright,
)

from engine.core.ids import PersonId

Opening = Callable[..., Page]
"""Opens a page of a width; what else it is given is for the browser's context."""

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium may run as root, and asks nobody anything but the page."""

_LONGEST_STOP_SECONDS = 10


class BrowserMissing(Exception):
    """This machine has no Chromium to start."""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:  # who asks early waits
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=_LONGEST_STOP_SECONDS,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), name="pages", daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(2 * _LONGEST_STOP_SECONDS)
            assert not thread.is_alive(), "the server does not stop"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium without a window.

    Raises:
        BrowserMissing: there is none.
    """
    program = shutil.which("chromium")
    if program is None:
        raise BrowserMissing("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=list(_QUIET)
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def pages(browser: Browser, **usual: object) -> Iterator[Opening]:
    """Opens pages of a width, each in a browser that nobody has used; `usual` holds for all."""
    contexts: list[BrowserContext] = []

    def opening(width: int = 1280, **manner: object) -> Page:
        how = {"viewport": {"width": width, "height": 900}, **usual, **manner}
        contexts.append(browser.new_context(**how))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    try:
        yield opening
    finally:
        for one in contexts:
            one.close()


def remembered(browser: Browser, site: str, person: PersonId) -> dict[str, object]:
    """What a browser keeps (`storage_state`) in which that person has signed in by the form."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/sign-in")
        fill_sign_in(page, person)
        return context.storage_state()  # type: ignore[return-value]


def fill_sign_in(page: Page, person: PersonId, password: str = PASSWORD) -> None:
    """Sign in where the form for it is shown."""
    page.get_by_label("Nama pengguna").fill(person)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    follow(page.locator("main form").first.get_by_role("button"))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that page is there.

    A click alone may return while the old page still stands, most of all without JavaScript.
    """
    with link.page.expect_navigation():
        link.click()


class Watch:
    """Keeps what the browser complains about while it shows a page."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.answered: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._weigh)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _miss(self, request: Request) -> None:
        beside = request.url.partition("?")[0].endswith(("/icon.svg", "/live"))
        if beside and request.failure == "net::ERR_ABORTED":
            return  # fetched beside the page, and given up by the browser when the page is left
        self.complaints.append(f"failed: {request.url} {request.failure}")

    def _weigh(self, response: Response) -> None:
        self.answered.append(response.url)
        if not response.ok and response.status != HTTPStatus.NOT_MODIFIED:
            self.complaints.append(f"{response.status}: {response.url}")
