"""Signing in at the office's own provider: a real one, in a process of its own."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from front_desk import BUDI, HESTI, RINI, Browser, FrontDesk, front_desk, join
from page_reading import Page
from provider_server import ProviderServer, provider_server, said

from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddPerson
from engine.core.ids import PersonId
from engine.service import accounts, clock, identities
from engine.service.directory import change

SITI = PersonId("siti.aminah")
BACK = "/sign-in/provider/back"


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderServer]:
    with provider_server() as running:
        running.add("s-1", name="Siti Aminah", email="siti@kecamatan.example", email_verified=True)
        running.add("s-2", name="Orang Lain", email="lain@kecamatan.example", email_verified=True)
        running.add("s-3", name="Siti Palsu", email="siti@kecamatan.example")
        yield running


@pytest.fixture
def desk(tmp_path: Path, provider: ProviderServer) -> Iterator[FrontDesk]:
    named = {"oidc_issuer": provider.address, "oidc_client_id": "alur", "oidc_title": "SSO Pemda"}
    with front_desk(tmp_path, oidc_client_secret="4c1d9e07b2f5", **named) as opened:  # noqa: S106
        opened.clock.at = clock.now()  # the provider goes by the real time
        join(opened.database, SITI, "Siti Aminah", "loket", email="Siti@kecamatan.example")
        yield opened


def way_there(browser: Browser, wanted: str = "/account") -> str:
    begun = browser.get("/sign-in/provider", params={"next": wanted} if wanted else {})
    assert begun.status_code == 303
    return str(begun.headers["location"])


def back(browser: Browser, address: str):
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def test_the_sign_in_page_leads_there_by_its_title_and_the_page_wanted_is_kept(desk) -> None:
    page = Page(desk.browser().get("/sign-in?next=/account").text)

    assert "Masuk lewat SSO Pemda" in page.text
    assert "/sign-in/provider?next=%2Faccount" in page.links


def test_whoever_is_asked_for_proves_that_they_asked(desk, provider) -> None:
    browser = desk.browser()
    first, second = said(way_there(browser)), said(way_there(browser))

    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == f"http://localhost{BACK}"
    assert "openid" in first["scope"].split()
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def test_a_verified_address_that_one_person_has_lets_that_person_in(desk, provider) -> None:
    browser = desk.browser()
    entered = back(browser, provider.sign_in(way_there(browser), "s-1"))

    assert entered.headers["location"] == "/account"
    assert "Siti Aminah" in browser.get("/account").text
    linked = identities.identities_of(desk.database, SITI)
    assert [(one.issuer, one.subject) for one in linked] == [(provider.address, "s-1")]
    other = desk.browser()
    other_way = provider.sign_in(way_there(other, ""), "s-1")
    assert back(other, other_way).headers["location"] == "/home"


def test_whoever_has_the_mailbox_later_is_not_let_in_as_who_had_it(desk, provider) -> None:
    provider.add("s-9", name="Penerus", email="siti@kecamatan.example", email_verified=True)
    first, later, again = desk.browser(), desk.browser(), desk.browser()

    assert back(first, provider.sign_in(way_there(first), "s-1")).status_code == 303
    assert back(later, provider.sign_in(way_there(later), "s-9")).status_code == 403
    linked = {"issuer": provider.address, "subject": "s-1", "by": SYSTEM.person}
    identities.unlink(desk.database, SITI, at=desk.clock.at, **linked)
    assert back(again, provider.sign_in(way_there(again), "s-1")).status_code == 403
    identities.link(desk.database, SITI, at=desk.clock.at, **linked)
    assert back(again, provider.sign_in(way_there(again), "s-1")).status_code == 303


def test_whoever_has_no_password_here_is_locked_out_as_well(desk, provider) -> None:
    browser, later = desk.browser(), desk.browser()
    back(browser, provider.sign_in(way_there(browser), "s-1"))
    accounts.lock(desk.database, SITI, by=SYSTEM.person, at=desk.clock.at)

    assert browser.get("/account").status_code == 303
    assert back(later, provider.sign_in(way_there(later), "s-1")).status_code == 403


def test_whom_an_administrator_has_linked_needs_no_address(desk, provider) -> None:
    identities.link(
        desk.database,
        BUDI,
        issuer=provider.address,
        subject="s-2",
        by=SYSTEM.person,
        at=desk.clock.at,
    )
    browser = desk.browser()
    back(browser, provider.sign_in(way_there(browser), "s-2"))

    assert "Budi Santoso" in browser.get("/account").text


@pytest.mark.parametrize("subject", ["s-2", "s-3", "s-4"])
def test_whom_nobody_knows_is_told_whom_to_ask(desk, provider, subject) -> None:
    """Nobody has the address; it is not verified; there is none that is."""
    browser = desk.browser()
    answered = back(browser, provider.sign_in(way_there(browser), subject))

    assert answered.status_code == 403
    assert "Mintalah pengelola Alur" in Page(answered.text).text
    assert browser.get("/account").status_code == 303


def test_an_address_that_two_people_have_links_to_neither(desk, provider) -> None:
    add = AddPerson(by=SYSTEM, person=PersonId("kembar"), name="K", email="siti@kecamatan.example")
    change(desk.database, add, at=desk.clock.at)
    browser = desk.browser()

    assert back(browser, provider.sign_in(way_there(browser), "s-1")).status_code == 403


def test_a_locked_account_stays_locked(desk, provider) -> None:
    for person, subject in ((RINI, "s-2"), (HESTI, "s-4")):
        linked = {"issuer": provider.address, "subject": subject, "by": SYSTEM.person}
        identities.link(desk.database, person, at=desk.clock.at, **linked)
    accounts.lock(desk.database, RINI, by=SYSTEM.person, at=desk.clock.at)
    locked, other = desk.browser(), desk.browser()

    assert back(locked, provider.sign_in(way_there(locked), "s-2")).status_code == 403
    assert back(other, provider.sign_in(way_there(other), "s-4")).status_code == 303


def test_a_code_counts_once_and_in_the_browser_that_asked(desk, provider) -> None:
    browser, thief = desk.browser(), desk.browser()
    address = provider.sign_in(way_there(browser), "s-1")

    stolen = back(thief, address)
    first = back(browser, address)
    again = back(browser, address)

    assert (stolen.status_code, first.status_code, again.status_code) == (403, 303, 403)
    assert "Mulai lagi" in Page(again.text).text


def test_a_code_that_the_provider_has_taken_before_is_refused_by_it(desk, provider) -> None:
    browser = desk.browser()
    old = said(provider.sign_in(way_there(browser), "s-1"))["code"]
    used = said(provider.sign_in(way_there(browser), "s-1"))
    assert browser.get(BACK, params=used).status_code == 303
    begun = said(way_there(browser))
    spent = {"state": begun["state"], "code": used["code"]}

    assert browser.get(BACK, params=spent).status_code == 403
    begun = said(way_there(browser))
    foreign = {"state": begun["state"], "code": old}
    assert browser.get(BACK, params=foreign).status_code == 403, "its nonce is another one"


@pytest.mark.parametrize(
    "answered",
    [
        {"state": "wrong"},
        {"state": ""},
        {"code": ""},
        {"code": "x" * 3000},
        {"code": "made-up"},
        {"iss": "https://elsewhere.example"},
    ],
)
def test_an_answer_that_was_not_asked_for_lets_nobody_in(desk, provider, answered) -> None:
    browser = desk.browser()
    given = said(provider.sign_in(way_there(browser), "s-1")) | answered

    assert browser.get(BACK, params=given).status_code == 403
    assert browser.get("/account").status_code == 303


def test_whoever_says_no_there_is_not_let_in_here(desk, provider) -> None:
    browser = desk.browser()

    assert back(browser, provider.refuse(way_there(browser))).status_code == 403


@pytest.mark.parametrize("cookie", ["bm9uc2Vuc2U=", "not base64"])
def test_a_cookie_that_we_did_not_seal_is_not_believed(desk, provider, cookie) -> None:
    browser = desk.browser()
    address = provider.sign_in(way_there(browser), "s-1")
    browser.client.cookies.clear()
    browser.client.cookies.set("alur-provider", cookie)

    assert back(browser, address).status_code == 403


def test_another_issuer_than_the_one_named_is_not_believed(tmp_path, provider) -> None:
    named = {"oidc_issuer": f"{provider.address}/", "oidc_client_id": "alur"}
    with front_desk(tmp_path, **named) as desk:
        answered = desk.browser().get("/sign-in/provider?lang=en")

    assert answered.status_code == 502
    assert "127.0.0.1 cannot be reached now" in Page(answered.text).text


def test_a_provider_that_does_not_answer_is_told_and_passwords_still_count(tmp_path) -> None:
    named = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "alur"}
    with front_desk(tmp_path, **named) as desk:
        answered = desk.browser().get("/sign-in/provider")
        assert desk.browser().sign_in().status_code == 303

    assert answered.status_code == 502
    assert "tidak dapat dihubungi" in Page(answered.text).text


def test_where_there_is_no_provider_there_is_no_such_page(tmp_path) -> None:
    with front_desk(tmp_path) as desk:
        for page in ("/sign-in/provider", BACK):
            assert desk.browser().get(page).status_code == 404


def test_the_language_survives_the_way_there_and_back(desk, provider) -> None:
    browser = desk.browser()
    begun = browser.get("/sign-in/provider?lang=en")
    answered = back(browser, provider.sign_in(begun.headers["location"], "s-2"))

    assert Page(answered.text).all("html")[0]["lang"] == "en"
    assert "Ask the administrator of Alur" in Page(answered.text).text


def test_signing_out_offers_to_leave_the_provider_as_well(desk, provider) -> None:
    browser = desk.browser()
    back(browser, provider.sign_in(way_there(browser), "s-1"))
    out = browser.post("/sign-out", page="/account")
    leaving = next(one for one in Page(out.text).links if one.startswith(provider.address))

    assert out.status_code == 200
    assert said(leaving)["post_logout_redirect_uri"] == "http://localhost/sign-in?why=out"
    assert said(leaving)["id_token_hint"].count(".") == 2
    assert browser.get("/account").status_code == 303
    by_password = desk.signed_in()
    assert by_password.post("/sign-out", page="/account").status_code == 303
