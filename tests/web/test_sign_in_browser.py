"""Signing in and the account in a real browser: whole journeys, and how the pages look."""

from collections.abc import Iterator

import pyotp
import pytest
from browsing import Opening, Watch, fill_sign_in, follow, pages, served
from front_desk import HESTI, PASSWORD, RINI, Clock, furnish, open_accounts, stand_in
from playwright.sync_api import Browser, Page
from serving import settings_in

from api.installed import now
from engine.service import tokens
from engine.service.tokens import Scope
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE, NARROWEST = 1280, 390, 320

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  const veiled = e => e && (getComputedStyle(e).clipPath !== 'none' || veiled(e.parentElement));
  return document.documentElement.scrollWidth > innerWidth
    || [...document.querySelectorAll('body *')].some(e => e.checkVisibility() && !veiled(e)
      && (e.getBoundingClientRect().right > width + .5 || e.getBoundingClientRect().left < -.5));
}"""
"""Whether anything sticks out."""


class Site:
    """A server that runs, and its clock."""

    def __init__(self, address: str, clock: Clock) -> None:
        self.address, self.clock = address, clock


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = settings_in(tmp_path_factory.mktemp("site"), office="Kecamatan Uji", demo=True)
    app, clock = create_app(settings), Clock()
    app.dependency_overrides[now] = clock
    database = app.state.database
    furnish(database)
    open_accounts(database, RINI, HESTI)
    stand_in(database, HESTI, RINI, "loket")
    tokens.issue(
        database,
        RINI,
        name="antrean" * 11,
        scopes=list(Scope),
        until=clock.at + tokens.LONGEST,
        by=RINI,
        at=clock.at,
    )
    with served(app) as address:
        yield Site(address, clock)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opening]:
    """Pages of a width in contexts of their own: each is a browser that nobody has used."""
    with pages(browser) as opening:
        yield opening


def sign_in(site: Site, page: Page, person: str = RINI, password: str = PASSWORD) -> None:
    if "/sign-in" not in page.url:
        page.goto(f"{site.address}/sign-in")
    fill_sign_in(page, person, password)


def path(site: Site, page: Page) -> str:
    return page.url.removeprefix(site.address)


def silent(watch: Watch) -> bool:
    """Whether the browser complains of nothing; that it is sent elsewhere is no complaint."""
    return [one for one in watch.complaints if not one.startswith("303:")] == []


PLACES = [
    *("/account", "/account/password", "/account/second-factor", "/account/tokens", "/"),
    *("/account/second-factor?setup=1", "/not-there"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE, NARROWEST])
def test_nothing_sticks_out_and_the_browser_has_nothing_to_complain_about(
    site: Site, opened: Opening, width: int, scheme: str
) -> None:
    page = opened(width, color_scheme=scheme, java_script_enabled=True)
    watch = Watch(page)
    for language in ("id", "en"):
        page.goto(f"{site.address}/sign-in?why=idle&kept=1&lang={language}")
        assert not page.evaluate(SIDEWAYS), ("/sign-in", language)
    page.goto(f"{site.address}/sign-in")
    sign_in(site, page)
    for place in PLACES:
        for language in ("id", "en"):
            sign = "&" if "?" in place else "?"
            page.goto(f"{site.address}{place}{sign}lang={language}")
            assert not page.evaluate(SIDEWAYS), (place, language)
            assert page.locator("html").get_attribute("lang") == language
            if place != "/not-there":
                assert silent(watch), (place, language, watch.complaints)


def test_every_field_has_its_label_and_its_kind(site: Site, opened: Opening) -> None:
    page = opened()
    page.goto(f"{site.address}/sign-in")
    name, password = page.get_by_label("Nama pengguna"), page.get_by_label("Kata sandi", exact=True)

    assert page.locator(":focus").get_attribute("id") == "name"
    assert name.get_attribute("autocomplete") == "username"
    assert password.get_attribute("autocomplete") == "current-password"
    sign_in(site, page)
    page.goto(f"{site.address}/account/password")
    kinds = [one.get_attribute("autocomplete") for one in page.locator("[type=password]").all()]
    assert kinds == ["current-password", "new-password", "new-password"]
    for place in PLACES:
        page.goto(f"{site.address}{place}")
        for one in page.locator("main input:not([type=hidden]):not(.vh)").all():
            assert one.evaluate("e => e.labels.length") == 1, place


def test_a_wrong_password_is_told_at_the_field_and_the_keyboard_is_there(
    site: Site, opened: Opening
) -> None:
    page = opened(java_script_enabled=False)
    sign_in(site, page, password="salah-sekali")  # noqa: S106

    assert page.get_by_text("Nama pengguna atau kata sandi salah.").is_visible()
    wrong = page.locator("[aria-invalid]")
    assert wrong.get_attribute("id") == "password"
    assert "autofocus" in wrong.evaluate("e => e.outerHTML")
    assert page.get_by_label("Nama pengguna").input_value() == RINI
    assert "password-wrong" in (wrong.get_attribute("aria-describedby") or "")


def test_without_javascript_from_a_page_through_sign_in_and_out_again(
    site: Site, opened: Opening
) -> None:
    page = opened(PHONE, java_script_enabled=False)
    watch = Watch(page)

    page.goto(f"{site.address}/account?lang=en")
    page.get_by_label("User name").fill(RINI)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page.locator("main form").first.get_by_role("button"))
    assert page.url.endswith("/account?lang=en")
    assert page.locator("h1").inner_text() == "Rini Astuti"
    assert page.locator(".demo").is_visible()
    follow(page.get_by_role("button", name="Sign out"))
    assert "/sign-in?" in page.url
    assert page.get_by_text("You are signed out.").is_visible()
    page.goto(f"{site.address}/account")

    assert "/sign-in" in path(site, page)
    assert silent(watch), watch.complaints


def test_the_second_factor_from_the_first_scan_to_signing_in_with_it(
    site: Site, opened: Opening
) -> None:
    page, other = opened(), opened()
    watch = Watch(page)
    sign_in(site, page, HESTI)
    follow(page.get_by_role("link", name="Hesti Wulandari"))
    follow(page.get_by_role("link", name="Faktor kedua: Aktifkan"))
    again(page, "Aktifkan")
    picture = page.get_by_role("img", name="Kode QR")
    assert picture.evaluate("e => e.complete && e.naturalWidth > 100")
    totp = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))

    page.get_by_label("Kode", exact=True).fill(totp.at(site.clock.at))
    follow(page.get_by_role("button", name="Aktifkan"))
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    page.emulate_media(media="print")
    assert page.locator(".codes").is_visible()
    assert not page.locator("header.top").is_visible()
    page.emulate_media(media="screen")
    follow(page.get_by_role("link", name="Sudah saya simpan"))
    assert page.get_by_text("10 kode pemulihan tersisa").is_visible()
    enter_with_code(site, other, codes[3])
    page.goto(f"{site.address}/account/second-factor")
    page.get_by_label("Kode", exact=True).fill(codes[4])
    again(page, "Matikan")
    assert page.get_by_text("Faktor kedua sudah dimatikan.").is_visible()
    assert silent(watch), watch.complaints


def again(page: Page, press: str) -> None:
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    follow(page.get_by_role("button", name=press))


def enter_with_code(site: Site, page: Page, code: str) -> None:
    sign_in(site, page, HESTI)
    assert path(site, page) == "/sign-in/code"
    assert page.get_by_label("Kode", exact=True).get_attribute("autocomplete") == "one-time-code"
    assert not page.evaluate(SIDEWAYS)
    page.get_by_label("Kode", exact=True).fill(code)
    follow(page.get_by_role("button", name="Lanjut"))
    assert path(site, page) == "/inbox"


def test_a_session_ended_from_elsewhere_says_so_in_the_other_browser(
    site: Site, opened: Opening
) -> None:
    here, there = opened(), opened(PHONE)
    sign_in(site, there)
    sign_in(site, here)
    here.goto(f"{site.address}/account")
    follow(here.get_by_role("button", name="Akhiri semua sesi lain"))
    assert here.get_by_text("Semua sesi lain sudah diakhiri.").is_visible()

    there.goto(f"{site.address}/account")

    assert "why=revoked" in there.url
    assert there.get_by_text("Sesi ini diakhiri").is_visible()
    here.reload()
    assert here.locator("h1").inner_text() == "Rini Astuti"


def test_a_half_written_form_survives_the_end_of_its_session(site: Site, opened: Opening) -> None:
    page = opened()
    sign_in(site, page)
    page.goto(f"{site.address}/account/tokens")
    page.get_by_label("Nama token").fill("Laporan harian")
    page.get_by_label("act").check()
    site.clock.pass_by(minutes=40)

    again(page, "Terbitkan token")
    assert page.get_by_text("lama tidak dipakai").is_visible()
    assert page.get_by_text("disimpan tersegel").is_visible()
    sign_in(site, page)

    assert path(site, page) == "/account/tokens"
    assert page.get_by_label("Nama token").input_value() == "Laporan harian"
    assert page.get_by_label("act").is_checked()
    assert page.get_by_text("Belum ada yang terkirim").is_visible()
    again(page, "Terbitkan token")
    assert page.locator(".secret").inner_text().startswith("alur_")
    page.goto(f"{site.address}/account/tokens")
    assert page.get_by_label("Nama token").input_value() == ""


def test_a_page_of_another_site_can_send_nothing_in_somebodys_name(
    site: Site, opened: Opening
) -> None:
    page = opened()
    sign_in(site, page)
    here = site.address
    page.route(
        "http://elsewhere.example/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form action="{here}/sign-out" method="post"><button>Hadiah</button></form>',
        ),
    )
    page.goto("http://elsewhere.example/")
    follow(page.get_by_role("button", name="Hadiah"))
    page.goto(f"{here}/account")

    assert page.locator("h1").inner_text() == "Rini Astuti"


def test_the_sites_own_cookies_are_out_of_reach_of_scripts(site: Site, opened: Opening) -> None:
    page = opened()
    sign_in(site, page)

    assert page.evaluate("document.cookie") == ""
    kept = {one["name"]: one for one in page.context.cookies()}
    assert kept["alur"]["httpOnly"]
    assert kept["alur"]["sameSite"] == "Lax"
    assert kept["alur"]["expires"] == -1
