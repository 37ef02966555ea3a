"""An applicant in a real browser: from the receipt's code to the stages, and what is printed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from browsing import Watch, fill_sign_in, follow, served
from counter_desk import offer_permits
from front_desk import RINI, Clock, furnish, open_accounts
from playwright.sync_api import Browser, Page, expect
from serving import MORNING, settings_in
from tracking_desk import OFFICER, opened_at

from api.installed import now
from engine.core.commands import Applicant, OpenCase, Return
from engine.core.ids import ActivationId, SopId
from engine.service import mint
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.tracking_codes import TrackingPass, pass_of
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")


SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
"""Whether the page must be moved to be read."""


class Site(NamedTuple):
    """A server that runs, with a request that came back to its applicant, and a promised one."""

    address: str
    shown: TrackingPass
    promised: TrackingPass


def promised_at(database: Database) -> TrackingPass:
    """A request whose time is counted: two hours by the office, then by its applicant."""
    offer_permits(database)
    command = OpenCase(
        case=mint.case_id(MORNING),
        by=OFFICER,
        sop=SopId("izin-cepat"),
        applicant=Applicant(name="Tini Suhartini"),
        form={"usaha": "Warung"},
        requirements=(),
    )
    case = execute(database, command, at=MORNING).case
    back = Return(case=case, by=OFFICER, activation=ActivationId(2), reason="Denah belum jelas.")
    execute(database, back, at=MORNING + timedelta(hours=2))
    return pass_of(database, case)


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
    promised = promised_at(database)
    clock.pass_by(days=1)
    with served(app) as address:
        yield Site(address, shown, promised)


def ask(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/lacak")
    page.get_by_label("Kode", exact=True).fill(site.shown.code.replace("-", " ").lower())
    page.get_by_label("PIN", exact=True).fill(site.shown.pin)
    follow(page.get_by_role("button", name="Tampilkan"))
    assert page.url.endswith("/lacak/permohonan")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (320, "light")])
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
    follow(page.get_by_role("link", name="English"))
    assert page.get_by_role("heading", name="What you have to do").is_visible()
    for place in ("/lacak", "/lacak/permohonan", f"/lacak/{site.shown.link}"):
        page.goto(site.address + place)
        assert not page.evaluate(SIDEWAYS), place
    page.goto(f"{site.address}/lacak/permohonan")
    follow(page.get_by_role("button", name="Selesai, tutup halaman"))
    assert "why=left" in page.url
    assert [one for one in watch.complaints if not one.startswith("303:")] == []
    context.close()


def type_code_and_pin(site: Site, page: Page) -> None:
    """By keyboard alone; the PIN is wrong at first."""
    page.goto(f"{site.address}/lacak")
    expect(page.get_by_label("Kode", exact=True)).to_be_focused()
    page.keyboard.type(site.promised.code)
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("kode dan PIN")
    expect(page.get_by_label("Kode", exact=True)).to_have_value(site.promised.code)
    page.get_by_label("PIN", exact=True).fill(site.promised.pin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lacak/permohonan")


def test_with_javascript_a_citizen_tracks_by_keyboard_and_prints(
    site: Site, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    watch = Watch(page)
    type_code_and_pin(site, page)

    expect(page.locator(".stg [aria-current=step]")).to_contain_text("Mengajukan")
    expect(page.get_by_role("region", name="Menunggu siapa")).to_contain_text("Anda")
    time = page.get_by_role("region", name="Waktu")
    for words in ("Dijanjikan selesai", "Waktu kantor 2 jam", "Waktu Anda 5 jam 30 menit"):
        expect(time).to_contain_text(words)
    assert page.locator(".tspent rect").count() == len(("office", "applicant"))
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Cetak").press("Enter")
    expect(page).to_have_title("printed")
    follow(page.get_by_role("link", name="Standar layanan ini"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Penerbitan izin")
    page.go_back()
    follow(page.get_by_role("link", name=f"/lacak/{site.promised.link}"))
    expect(page.get_by_role("heading", name="Tautan permohonan ini")).to_be_visible()
    provoked = (
        "303:",
        "404:",
        "error: Failed to load resource: the server responded with a status",
    )
    assert [one for one in watch.complaints if not one.startswith(provoked)] == []
    context.close()


def test_the_receipt_fits_a_sheet_of_a5(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/sign-in")
    fill_sign_in(page, RINI)
    page.goto(f"{site.address}/cases/{site.shown.case}")
    follow(page.get_by_role("button", name="Tanda terima pemohon"))
    picture = page.get_by_role("img", name="Kode QR")
    assert picture.evaluate("e => e.complete && e.naturalWidth > 60")
    page.emulate_media(media="print")

    assert page.get_by_text(site.shown.pin).is_visible()
    assert not page.get_by_role("button", name="Hilang").is_visible()
    assert page.pdf(format="A5").count(b"/Type /Page\n") == 1
    context.close()
