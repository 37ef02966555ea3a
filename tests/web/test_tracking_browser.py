"""An applicant in a real browser: from the receipt's code to the stages, and what is printed."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from browsing import BrowserMissing, Watch, chromium, served
from front_desk import PASSWORD, RINI, Clock, furnish, open_accounts
from playwright.sync_api import Browser, Page
from serving import settings_in
from tracking_desk import OFFICER, opened_at

from api.installed import now
from engine.core.commands import Return
from engine.core.ids import ActivationId
from engine.service.execute import execute
from engine.service.tracking_codes import TrackingPass
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")


SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
"""Whether the page must be moved to be read."""


class Site(NamedTuple):
    """A server that runs, with a request that came back to its applicant."""

    address: str
    shown: TrackingPass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    app, clock = create_app(settings_in(tmp_path_factory.mktemp("site"))), Clock()
    app.dependency_overrides[now] = clock
    database = app.state.database
    furnish(database)
    open_accounts(database, RINI)
    shown = opened_at(database)
    command = Return(
        case=shown.case, by=OFFICER, activation=ActivationId(2), reason="Foto KTP buram."
    )
    execute(database, command, at=clock.at)
    with served(app) as address:
        yield Site(address, shown)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except BrowserMissing as missing:
        pytest.skip(str(missing))


def ask(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/lacak")
    page.get_by_label("Kode", exact=True).fill(site.shown.code.replace("-", " ").lower())
    page.get_by_label("PIN", exact=True).fill(site.shown.pin)
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url("**/lacak/permohonan")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_code_and_pin_lead_to_the_stages_without_javascript(
    site: Site, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=False,
    )
    page = context.new_page()
    watch = Watch(page)
    ask(site, page)

    assert page.get_by_text("Foto KTP buram.").is_visible()
    assert page.locator(".stg [aria-current=step]").inner_text().startswith("Mengajukan")
    assert [one.get_attribute("class") for one in page.locator(".stg li").all()][:2] == [
        "now",
        "again",
    ]
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", name="What you have to do").is_visible()
    for place in ("/lacak", "/lacak/permohonan", f"/lacak/{site.shown.link}"):
        page.goto(site.address + place)
        assert not page.evaluate(SIDEWAYS), place
    page.goto(f"{site.address}/lacak/permohonan")
    page.get_by_role("button", name="Selesai, tutup halaman").click()
    assert "why=left" in page.url
    assert [one for one in watch.complaints if not one.startswith("303:")] == []
    context.close()


def test_the_receipt_fits_a_sheet_of_a5(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("Nama pengguna").fill(RINI)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form").first.get_by_role("button").click()
    page.goto(f"{site.address}/cases/{site.shown.case}")
    page.get_by_role("button", name="Tanda terima pemohon").click()
    picture = page.get_by_role("img", name="Kode QR")
    assert picture.evaluate("e => e.complete && e.naturalWidth > 60")
    page.emulate_media(media="print")

    assert page.get_by_text(site.shown.pin).is_visible()
    assert not page.get_by_role("button", name="Hilang").is_visible()
    assert page.pdf(format="A5").count(b"/Type /Page\n") == 1
    context.close()
