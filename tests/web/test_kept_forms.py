"""A form that is sent when the session is over is not lost, and nobody else ever sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from front_desk import HESTI, PASSWORD, Browser, FrontDesk, front_desk
from page_reading import Page

from engine.core.ids import PersonId
from engine.service import drafts
from engine.service.directory import current
from engine.service.drafts import KEPT_DAYS
from engine.store import drafts as kept
from web.pages import failures

TOKENS = "/account/tokens"
WRITTEN = {"name": "antrean loket", "scope": ["act"], "until": "2026-12-24"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with front_desk(tmp_path) as opened:
        yield opened


def send_too_late(desk: FrontDesk, browser: Browser, **headers: str):
    """Write the form in time, and send it when the session is over."""
    fields = {"csrf": browser.token(TOKENS), **WRITTEN}
    desk.clock.pass_by(minutes=45)
    return browser.send(TOKENS, fields, headers)


def shown(browser: Browser) -> dict[str, str]:
    """What stands in the fields of the form."""
    fields = Page(browser.get(TOKENS).text).all("input")
    ticked = [one["value"] for one in fields if one["type"] == "checkbox" and "checked" in one]
    texts = {one["name"]: one["value"] for one in fields if one.get("id") in WRITTEN}
    return texts | {"scope": ticked}


def test_what_was_written_stands_there_again_after_signing_in(desk: FrontDesk) -> None:
    browser = desk.signed_in()

    sent = send_too_late(desk, browser)
    page = browser.get(sent.headers["location"])
    entered = browser.sign_in(next="/account/tokens")

    assert sent.headers["location"] == "/sign-in?next=%2Faccount%2Ftokens&why=idle&kept=1"
    assert "disimpan tersegel" in Page(page.text).text
    assert entered.headers["location"] == TOKENS
    assert shown(browser) == WRITTEN
    told = Page(browser.get(TOKENS).text).text
    assert "Isian Anda dari 23 November 2026 08.45 WIB dikembalikan" in told


def test_it_is_gone_once_it_was_sent_or_thrown_away(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    for end in ("", "/forget"):
        send_too_late(desk, browser)
        browser.sign_in()
        assert shown(browser)["name"] == "antrean loket"

        done = browser.post(TOKENS + end, page=TOKENS, password=PASSWORD, **WRITTEN)

        assert done.status_code in {200, 303}
        assert shown(browser)["name"] == ""


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    send_too_late(desk, browser)
    browser.sign_in(HESTI)

    assert shown(browser)["name"] == ""


@pytest.mark.parametrize("wrong", ["token", "origin", "secret"])
def test_what_another_site_sends_is_not_kept(desk: FrontDesk, wrong: str) -> None:
    browser = desk.signed_in()
    if wrong == "origin":
        sent = send_too_late(desk, browser, origin="https://elsewhere.example")
    else:
        desk.clock.pass_by(minutes=45)
        if wrong == "secret":
            browser.client.cookies.set("alur", "made-up")
        sent = browser.send(TOKENS, {"csrf": "0" * 64, **WRITTEN})
    browser.client.cookies.clear()
    browser.sign_in()

    assert "kept" not in sent.headers["location"]
    assert shown(browser)["name"] == ""


def test_passwords_and_codes_are_never_kept(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    token = browser.token("/account/password")
    desk.clock.pass_by(minutes=45)
    fields = {"csrf": token, "old": "rahasia-lama", "new": "rahasia-baru", "again": "rahasia-baru"}

    for place in ("/account/password", "/account/second-factor/off"):
        sent = browser.send(place, fields | {"code": "123456"})
        assert "kept" not in sent.headers["location"]
    assert all(
        drafts.find(desk.database, person, f"page {place}") is None
        for person in current(desk.database).people
        for place in ("/account/password", "/account/second-factor/off")
    )


def test_it_lies_sealed_and_goes_after_a_month(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    send_too_late(desk, browser)

    for file in Path(desk.app.state.settings.files).parent.glob("alur.db*"):
        assert b"antrean loket" not in file.read_bytes()
    desk.clock.pass_by(days=KEPT_DAYS, seconds=1)
    assert drafts.prune(desk.database, at=desk.clock.at) == 1
    browser.sign_in()
    assert shown(browser)["name"] == ""


def test_a_form_too_large_to_be_one_is_not_kept(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    fields = {"csrf": browser.token(TOKENS), "name": "x" * 70_000}
    desk.clock.pass_by(minutes=45)

    assert "kept" not in browser.send(TOKENS, fields).headers["location"]


def test_after_a_form_that_keeps_nothing_one_comes_back_to_its_page(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    token = browser.token("/account")
    desk.clock.pass_by(minutes=45)
    place, fields = "/account/sessions/end-others", {"csrf": token}

    ours = browser.send(place, fields, {"referer": "http://localhost/account?done=ended"})
    theirs = browser.send(place, fields, {"referer": "https://elsewhere.example/account"})

    assert ours.headers["location"] == "/sign-in?next=%2Faccount&why=idle"
    assert theirs.headers["location"] == "/sign-in?why=idle"


def test_what_was_sealed_with_another_key_is_as_if_it_were_not_there(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    send_too_late(desk, browser)
    browser.sign_in()
    person = PersonId("rini.astuti")
    sealed = desk.database.vault.seal(b"{}", about="something else")
    row = kept.SealedDraft(sealed=sealed, saved_at=desk.clock.at)
    desk.database.store.write(lambda unit: kept.keep(unit, person, "page /account/tokens", row))

    assert shown(browser)["name"] == ""


@pytest.mark.parametrize("secret", ["", "never-there-was-such-a-session"])
def test_what_nobody_known_sends_is_not_even_read(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    read: list[str] = []

    async def reads(request: Request) -> None:
        read.append(request.url.path)

    monkeypatch.setattr(failures, "form_to_keep", reads)
    stranger = desk.browser()
    if secret:
        stranger.client.cookies.set("alur", secret)
    refused = stranger.send(TOKENS, {"csrf": "", **WRITTEN})
    elsewhere = stranger.send("/account/sessions/end-others", {"csrf": ""})

    assert (refused.status_code, elsewhere.status_code) == (303, 303)
    assert read == []

    known = desk.signed_in()
    send_too_late(desk, known)
    assert read == [TOKENS]


@pytest.mark.parametrize("said", ["3578014107850003", "3578 0141 0785 0003", "357801-410785-0003"])
def test_a_nik_that_was_searched_goes_into_no_further_address(desk: FrontDesk, said: str) -> None:
    asked = desk.browser().get("/inbox", params={"text": said, "state": "open"})

    assert asked.headers["location"] == "/sign-in?next=%2Finbox%3Fstate%3Dopen"
    named = desk.browser().get("/inbox", params={"text": "Tini"})
    assert named.headers["location"] == "/sign-in?next=%2Finbox%3Ftext%3DTini"
