"""Signing in, being sent there, and signing out, without a browser's help."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from front_desk import HESTI, PASSWORD, RINI, FrontDesk, front_desk
from page_reading import Page

from engine.core.commands import SYSTEM
from engine.service import accounts, second_factor, sessions


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Iterator[FrontDesk]:
    """An office for a test that changes accounts."""
    with front_desk(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("language", ["id", "en"])
def test_whoever_is_not_signed_in_is_sent_there_and_comes_back(office, language):
    browser = office.browser()
    asked = f"/account?done=others{'&lang=en' if language == 'en' else ''}"

    sent = browser.get(asked)
    shown = browser.get(sent.headers["location"])
    page = Page(shown.text)
    fields = {one["name"]: one.get("value") for one in page.all("input")}
    entered = browser.send(
        page.all("form")[0]["action"],
        fields | {"name": RINI, "password": PASSWORD},
    )

    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/sign-in?next=%2Faccount%3Fdone%3Dothers")
    assert page.all("html")[0]["lang"] == language
    kept = "" if language == "id" else "&lang=en"
    assert entered.headers["location"] == f"/account?done=others{kept}"
    assert "Rini Astuti" in browser.get("/account").text


def test_programs_are_told_401_and_not_sent_anywhere(office):
    answered = office.browser().client.get("/api/v1/cases")

    assert answered.status_code == 401
    assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "account",
        "/sign-in?next=/account",
        "/" + "a" * 600,
    ],
)
def test_signing_in_leads_to_no_other_site(office, elsewhere):
    browser = office.browser()
    token = browser.token("/sign-in")
    fields = {"csrf": token, "name": RINI, "password": PASSWORD, "next": elsewhere}

    assert browser.send("/sign-in", fields).headers["location"] == "/home"
    assert browser.get("/sign-in", params={"next": elsewhere}).headers["location"] == "/home"


def test_pages_of_signing_in_are_kept_by_nobody_and_their_cookies_are_out_of_reach(office):
    browser = office.browser()
    first = browser.get("/sign-in")
    entered = browser.sign_in()
    secret = entered.headers.get_list("set-cookie")[0]

    assert first.headers["cache-control"] == entered.headers["cache-control"] == "no-store"
    assert secret.startswith("alur=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(secret.split("; "))


def test_over_https_the_cookies_carry_the_prefix_and_never_go_over_http(office):
    browser = office.browser("https://localhost")
    entered = browser.sign_in()
    cookies = entered.headers.get_list("set-cookie")

    assert cookies[0].startswith("__Host-alur=")
    assert all("Secure" in one and "Path=/" in one for one in cookies)
    assert not any("Domain" in one for one in cookies)
    assert browser.get("/account").status_code == 200


def test_no_password_is_asked_for_where_others_could_read_along(tmp_path):
    with front_desk(tmp_path, hosts=("alur.example",)) as office:
        browser = office.browser("http://alur.example")
        shown = browser.get("/sign-in")
        sent = browser.send("/sign-in", {"name": RINI, "password": PASSWORD})

    assert shown.status_code == sent.status_code == 403
    assert "https" in shown.text
    assert "<form" not in shown.text
    assert "set-cookie" not in sent.headers


@pytest.mark.parametrize(
    ("name", "password"),
    [(RINI, "salah-sekali"), ("nobody.here", PASSWORD), ("", ""), (RINI, ""), ("", PASSWORD)],
)
def test_what_is_wrong_stands_at_its_field_and_the_name_is_kept(office, name, password):
    answered = office.browser().sign_in(name, password)
    page = Page(answered.text)
    wrong = [one for one in page.all("input") if one.get("aria-invalid")]

    assert answered.status_code == 422
    assert "autofocus" in wrong[0]
    for one in wrong:
        told = one["aria-describedby"].split()[0]
        assert any(each.get("id") == told for _, each in page.tags)
    shown = {one["name"]: one["value"] for one in page.all("input") if "id" in one}
    assert (shown["name"], shown["password"]) == (name, "")
    assert "salah-sekali" not in answered.text


def test_a_name_that_nobody_has_is_refused_in_the_same_words(office):
    refused = [office.browser().sign_in(name, "salah-sekali") for name in (RINI, "nobody.here")]
    words = [Page(one.text).text.replace("rini.astuti", "") for one in refused]

    assert words[0] == words[1]


def test_a_storm_of_tries_is_told_when_the_next_counts(own):
    browser = own.browser()
    for _ in range(5):
        assert browser.sign_in(password="salah-sekali").status_code == 422  # noqa: S106

    stopped = browser.sign_in()
    later = int(stopped.headers["retry-after"])
    own.clock.pass_by(seconds=later + 1)

    assert stopped.status_code == 429
    assert "08.01 WIB" in stopped.text
    assert browser.sign_in().status_code == 303


@pytest.mark.parametrize("missing", ["token", "cookie", "wrong"])
def test_a_form_that_is_not_of_this_browser_is_shown_again(office, missing):
    browser = office.browser()
    fields = {"csrf": browser.token("/sign-in"), "name": RINI, "password": PASSWORD}
    if missing == "token":
        del fields["csrf"]
    elif missing == "wrong":
        fields["csrf"] = office.browser().token("/sign-in")
    else:
        browser.client.cookies.clear()

    answered = browser.send("/sign-in", fields)

    assert answered.status_code == 403
    assert "kirim lagi" in Page(answered.text).text
    assert "alur=" not in str(answered.headers.get_list("set-cookie"))


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://localhost:1", "null"])
def test_a_form_of_another_site_signs_nobody_in_or_out(office, origin):
    browser = office.browser()
    token = browser.token("/sign-in")
    fields = {"csrf": token, "name": RINI, "password": PASSWORD}
    signed_in = office.signed_in()

    assert browser.send("/sign-in", fields, {"origin": origin}).status_code == 403
    out = signed_in.post("/sign-out", page="/account", headers={"origin": origin})
    assert out.status_code == 403
    assert "tidak dijalankan" in out.text
    assert signed_in.get("/account").status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_the_sessions_token_does_nothing(office, token):
    browser = office.signed_in()

    assert browser.send("/sign-out", {"csrf": token}).status_code == 403
    assert browser.get("/account").status_code == 200


def test_what_is_no_form_is_not_read(office):
    browser = office.browser()
    sent = browser.client.post("/sign-in", json={"name": RINI})

    assert sent.status_code in {400, 403, 415}
    assert browser.client.post("/sign-in", content=b"a=%ff%").status_code in {400, 415}


def test_signing_out_ends_the_session_for_good(office):
    browser = office.signed_in()
    secret = browser.client.cookies["alur"]
    out = browser.post("/sign-out", page="/account")
    again = office.browser()
    again.client.cookies.set("alur", secret)

    assert out.headers["location"] == "/sign-in?why=out"
    assert "alur" not in browser.client.cookies
    assert "Anda sudah keluar" in browser.get("/sign-in?why=out").text
    assert again.get("/account").headers["location"] == "/sign-in?next=%2Faccount&why=revoked"


def test_a_session_that_is_not_used_ends_and_says_so(own):
    browser = own.signed_in()
    own.clock.pass_by(minutes=29)
    assert browser.get("/account").status_code == 200
    own.clock.pass_by(minutes=31)
    answered = browser.get("/account")

    assert answered.headers["location"] == "/sign-in?next=%2Faccount&why=idle"
    assert "lama tidak dipakai" in browser.get(answered.headers["location"]).text


def test_a_session_in_use_ends_all_the_same_after_its_longest_time(own):
    browser = own.signed_in()
    for _ in range(49):
        own.clock.pass_by(minutes=15)
        answered = browser.get("/account")

    assert answered.headers["location"].endswith("why=age")
    assert "batas waktu" in browser.get("/sign-in?why=age").text


def test_words_that_an_address_makes_up_are_not_said(office):
    assert "evil" not in Page(office.browser().get("/sign-in?why=evil").text).text


def test_a_one_time_password_leads_to_a_new_one_and_nowhere_else(own):
    database = own.database
    first = accounts.reset(database, HESTI, by=SYSTEM.person, at=own.clock.at)
    browser = own.browser()

    entered = browser.sign_in(HESTI, first, next="/account")
    page = entered.headers["location"]

    assert page == "/sign-in/password?next=%2Faccount"
    assert browser.get("/account").headers["location"] == "/sign-in?next=%2Faccount"
    assert browser.get("/sign-in?next=/account").headers["location"] == page
    new = "kambing-hijau-naik-kereta"
    fields = {"old": first, "new": new, "again": new, "next": "/account"}
    before = browser.client.cookies["alur"]
    done = browser.post("/sign-in/password", page=page, **fields)
    assert done.headers["location"] == "/account"
    assert browser.client.cookies["alur"] != before
    assert browser.get("/account").status_code == 200
    assert browser.get("/sign-in/password").headers["location"] == "/home"
    assert own.browser().sign_in(HESTI, new).headers["location"] == "/home"


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("", "kambing-hijau-naik", "kambing-hijau-naik", "old"),
        (PASSWORD, "", "", "new"),
        (PASSWORD, "kambing-hijau-naik", "kambing-hijau", "again"),
        (PASSWORD, "pendek", "pendek", "new"),
        (PASSWORD, "password123", "password123", "new"),
        (PASSWORD, "hesti.wulandari", "hesti.wulandari", "new"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
        (PASSWORD, "x" * 129, "x" * 129, "new"),
        ("bukan-kata-sandinya", "kambing-hijau-naik", "kambing-hijau-naik", "old"),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained_at_its_field(office, old, new, again, field):
    answered = office.signed_in(HESTI).post("/account/password", old=old, new=new, again=again)
    fields = Page(answered.text).all("input")

    assert answered.status_code == 422
    assert [one["id"] for one in fields if one.get("aria-invalid")] == [field]
    assert all(one["value"] == "" for one in fields if one["type"] == "password")


def test_a_storm_of_old_passwords_is_told_when_the_next_counts(own):
    browser = own.signed_in()
    said = {"old": "bukan-ini", "new": "kambing-hijau-naik", "again": "kambing-hijau-naik"}
    answers = [browser.post("/account/password", **said) for _ in range(6)]

    assert [one.status_code for one in answers] == [422] * 5 + [429]
    assert "retry-after" in answers[-1].headers


def test_changing_the_password_ends_other_sessions_and_changes_this_ones_secret(own):
    here, there = own.signed_in(), own.signed_in()
    secret = here.client.cookies["alur"]
    new = "kambing-hijau-naik-kereta"

    done = here.post("/account/password", old=PASSWORD, new=new, again=new)

    assert done.headers["location"] == "/account?done=password"
    assert "sudah diganti" in here.get("/account?done=password").text
    assert here.client.cookies["alur"] != secret
    assert there.get("/account").headers["location"].endswith("why=revoked")


def with_factor(own: FrontDesk) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    at = own.clock.at - timedelta(minutes=5)
    setup = second_factor.begin_setup(own.database, RINI, at=at)
    totp = pyotp.TOTP(setup.secret)
    codes = second_factor.confirm(own.database, RINI, totp.at(at), at=at)
    return totp, codes


def test_the_second_factor_stands_between_password_and_everything(own):
    totp, _ = with_factor(own)
    browser = own.browser()
    entered = browser.sign_in(next="/account")
    page = entered.headers["location"]

    assert page == "/sign-in/code?next=%2Faccount"
    assert browser.get("/account").headers["location"].startswith("/sign-in?")
    wrong = browser.post("/sign-in/code", code="000000")
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    assert browser.post("/sign-in/code", code="").status_code == 422
    code = totp.at(own.clock.at)
    done = browser.post("/sign-in/code", page=page, code=code, next="/account")
    assert done.headers["location"] == "/account"
    assert browser.get("/account").status_code == 200
    assert browser.get("/sign-in/code").headers["location"] == "/home"
    again = own.browser()
    again.sign_in()
    assert again.post("/sign-in/code", code=code).status_code == 422, "a code counts once"


def test_a_recovery_code_lets_in_once(own):
    _, codes = with_factor(own)
    first, second = own.browser(), own.browser()
    first.sign_in()
    second.sign_in()

    assert first.post("/sign-in/code", code=codes[0].upper()).status_code == 303
    assert second.post("/sign-in/code", code=codes[0]).status_code == 422


def test_a_storm_of_codes_is_told_when_the_next_counts(own):
    with_factor(own)
    browser = own.browser()
    browser.sign_in()
    answers = [browser.post("/sign-in/code", code="000000").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    assert "retry-after" in browser.post("/sign-in/code", code="000000").headers


def test_half_signed_in_one_can_still_leave(own):
    with_factor(own)
    browser = own.browser()
    browser.sign_in()

    assert browser.post("/sign-out", page="/sign-in/code").headers["location"].endswith("why=out")
    assert sessions.list_of(own.database, RINI, own.clock.at) == ()


def test_the_header_says_who_is_signed_in_and_nobody_else_gets_its_parts(office):
    page = office.signed_in().get("/account").text
    stranger = office.browser().get("/sign-in").text
    lost = office.browser().get("/not-there")

    assert "Rini Astuti" in page
    assert "Petugas Loket" in page
    for part in ('role="search"', 'class="nav"', 'class="who"'):
        assert part not in stranger
    assert lost.status_code == 404
