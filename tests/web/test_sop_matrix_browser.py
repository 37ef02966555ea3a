"""The matrix in a real browser: arrows meet at any width, and everything works without scripts."""

from collections.abc import Iterator

import pytest
from browsing import Watch, follow, remembered, served
from front_desk import BUDI, RINI, Clock, furnish, open_accounts
from playwright.sync_api import Browser, Page, expect
from serving import MORNING, NIK, settings_in

from api.installed import now
from engine.core.commands import Actor, Applicant, OpenCase
from engine.core.ids import CaseId, RoleId, SopId
from engine.service import mint
from engine.service.database import Database
from engine.service.execute import execute
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = 1280, 390
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
ASKEW = """() => [...document.querySelectorAll(".mx td.mx-c")].filter(cell => {
  const [a, b] = [cell, cell.querySelector("svg")].map(one => one.getBoundingClientRect());
  return Math.abs(a.left - b.left) > 1 || Math.abs(a.top - b.top) > 1
    || Math.abs(a.right - b.right) > 1.5 || Math.abs(a.bottom - b.bottom) > 1.5;
}).length"""
"""Cells whose drawing is not as large as they are: lines would not meet those of the next."""
CUT_OFF = """() => [...document.querySelectorAll(".mx .sy")].filter(symbol => {
  const [a, b] = [symbol, symbol.closest("td")].map(one => one.getBoundingClientRect());
  return a.left < b.left || a.right > b.right || a.top < b.top || a.bottom > b.bottom;
}).length"""
"""Symbols that reach beyond their cell."""


def open_one(database: Database) -> CaseId:
    case = mint.case_id(MORNING)
    opening = OpenCase(
        case=case,
        by=Actor(person=RINI, role=RoleId("loket"), via="web"),
        sop=SopId("surat-uji"),
        applicant=Applicant(name="Tini Suhartini"),
        form={"usaha": "Warung", "nik": NIK},
        requirements=("ktp",),
    )
    execute(database, opening, at=MORNING)
    return case


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, CaseId]]:
    app = create_app(settings_in(tmp_path_factory.mktemp("matrix"), office="Kecamatan Uji"))
    app.dependency_overrides[now] = Clock()
    furnish(app.state.database)
    open_accounts(app.state.database, BUDI)
    case = open_one(app.state.database)
    with served(app) as address:
        yield address, case


@pytest.fixture(scope="module")
def signed_in(site: tuple[str, CaseId], browser: Browser) -> dict[str, object]:
    """What a browser keeps in which the manager has signed in."""
    return remembered(browser, site[0], BUDI)


def is_drawn(page: Page) -> None:
    expect(page.locator(".mx .sy")).to_have_count(7)
    assert page.evaluate(ASKEW) == 0
    assert page.evaluate(CUT_OFF) == 0
    assert not page.evaluate(SIDEWAYS)


def test_on_a_phone_the_identity_is_folded_and_a_badge_leads_to_the_case(site, browser, signed_in):
    address, case = site
    size = {"width": PHONE, "height": 844}
    with browser.new_context(viewport=size, storage_state=signed_in) as context:
        page = context.new_page()
        watch = Watch(page)
        page.goto(f"{address}/sops/surat-uji")
        expect(page.get_by_text("Disahkan oleh")).to_be_hidden()
        is_drawn(page)
        form = page.get_by_role("region", name="Matriks Surat Keterangan Uji")
        assert form.evaluate("one => one.scrollWidth > one.clientWidth"), "it is pushed aside"
        form.evaluate("one => one.scrollLeft = 9999")
        activity = page.get_by_role("rowheader", name="Memeriksa kelengkapan")
        expect(activity).to_be_in_viewport()
        form.evaluate("one => one.scrollLeft = 0")
        follow(page.get_by_role("link", name="Posisi berkas saat ini"))
        follow(page.get_by_role("link", name="1 berkas berada di langkah ini"))
        assert not page.evaluate(SIDEWAYS)
        follow(page.get_by_role("link", name=case))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Tini Suhartini")
        assert watch.complaints == []


def test_without_scripts_everything_is_there(site, browser, signed_in):
    address, case = site
    size = {"width": WIDE, "height": 900}
    with browser.new_context(
        viewport=size, storage_state=signed_in, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{address}/sops/surat-uji?show=now&step=periksa")
        expect(page.get_by_text("Disahkan oleh")).to_be_visible()
        is_drawn(page)
        expect(page.get_by_role("link", name=case)).to_be_visible()
        follow(page.get_by_role("link", name="Daftar langkah"))
        expect(page.get_by_role("heading", name="Memeriksa kelengkapan")).to_be_visible()
        expect(page.get_by_role("link", name="1 berkas berada di langkah ini")).to_be_visible()
        follow(page.get_by_role("link", name="Versi", exact=True))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
