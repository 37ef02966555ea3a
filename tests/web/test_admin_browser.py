"""An administrator in a real browser: somebody joins, is away, leaves; a calendar is edited."""

from collections.abc import Iterator

import pytest
from browsing import Watch, follow, pages, remembered, served
from calendar_desk import NAME, furnish_calendar
from front_desk import RINI, UNIT, Clock, furnish, join, open_accounts
from looking_after import DIAN, day
from playwright.sync_api import Browser, Page, expect
from serving import MORNING, settings_in

from api.installed import now
from engine.core.commands import SYSTEM
from engine.core.directory_commands import GrantAssignment
from engine.core.ids import RoleId
from engine.service.directory import change
from web.app import create_app
from web.pages import calendars_apply

pytestmark = pytest.mark.xdist_group("browser")

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CASE = "1a2b3c4d5e6f7g8h"
LONGEST_WAIT = 20_000
"""Milliseconds that open cases may be looked through."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(settings_in(tmp_path_factory.mktemp("office"), office="Kecamatan Uji"))
    app.dependency_overrides[now] = Clock()
    database = app.state.database
    furnish(database)
    furnish_calendar(database, CASE)
    join(database, DIAN, "Dian Lestari", "alur:administrator")
    manages = GrantAssignment(by=SYSTEM, person=DIAN, role=RoleId("alur:manager"), unit=UNIT)
    change(database, manages, at=MORNING)
    open_accounts(database, DIAN)
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in(site: str, browser: Browser) -> dict[str, object]:
    """What a browser keeps in which Dian has signed in."""
    return remembered(browser, site, DIAN)


@pytest.fixture
def opened(site: str, browser: Browser, signed_in: dict[str, object]) -> Iterator[object]:
    with pages(browser, base_url=site, storage_state=signed_in) as opening:
        yield opening


def press(page: Page, name: str) -> None:
    follow(page.get_by_role("button", name=name, exact=True))


def go(page: Page, name: str) -> None:
    follow(page.get_by_role("link", name=name, exact=True))


def add_person(page: Page, name: str) -> None:
    page.goto("/admin")
    go(page, "Tambah orang")
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_label("NIP").fill("123")
    press(page, "Tambahkan")
    expect(page.locator("#nip-wrong")).to_contain_text("18 angka")
    page.get_by_label("NIP").fill("")
    press(page, "Tambahkan")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def give_role(page: Page) -> None:
    go(page, "Beri peran")
    page.locator("#role").select_option("loket")
    page.locator("#unit").select_option("kecamatan")
    press(page, "Beri peran")
    expect(page.get_by_role("status")).to_contain_text("Peran diberikan")


def record_absence(page: Page) -> None:
    go(page, "Catat tidak di tempat")
    page.locator("#until").fill(day(3))
    page.locator("#substitute").fill(RINI)
    press(page, "Catat")
    expect(page.locator("main")).to_contain_text("Rini Astuti menggantikan sebagai")


def let_go(page: Page, name: str) -> None:
    go(page, "Catat berhenti")
    expect(page.locator(".weigh")).to_contain_text("Petugas Loket")
    page.get_by_label("Alasan").fill("Pindah tugas.")
    press(page, "Ya, catat berhenti")
    expect(page.get_by_role("status")).to_contain_text("Tercatat berhenti")
    page.goto("/admin?state=left")
    expect(page.get_by_role("link", name=name)).to_be_visible()


def note_holiday(page: Page, holiday: str, when: str) -> None:
    page.locator("[id='holiday.day']").fill(when)
    page.locator("[id='holiday.name_id']").fill(holiday)
    page.locator("[id='holiday.source']").fill("Edaran")
    follow(page.get_by_role("button", name="Catat perubahan").first)
    expect(page.locator(".diff")).to_contain_text(holiday)


def edit_calendar(page: Page, holiday: str, when: str) -> None:
    page.goto(f"/calendars/{NAME}")
    go(page, "Ubah kalender")
    note_holiday(page, holiday, when)
    go(page, "Pratinjau")
    expect(page.locator(".moves")).to_contain_text(CASE, timeout=LONGEST_WAIT)
    assert not page.evaluate(SIDEWAYS)
    page.get_by_label("Alasan").fill("Edaran camat.")
    press(page, "Berlakukan")
    expect(page.locator("main")).to_contain_text("Perubahan berlaku", timeout=LONGEST_WAIT)
    expect(page.locator(".diff")).to_contain_text(holiday)


def complaints(watch: Watch) -> list[str]:
    """What the browser complains of beside being sent elsewhere, and the refusal provoked."""
    return [one for one in watch.complaints if "422" not in one and not one.startswith("303:")]


@pytest.mark.parametrize(
    ("scripted", "width", "name"), [(True, 1280, "Tuti Ningsih"), (False, 390, "Asep Saepudin")]
)
def test_an_administrators_day(
    opened, monkeypatch: pytest.MonkeyPatch, *, scripted: bool, width: int, name: str
) -> None:
    patience = 0.0 if scripted else 20.0  # a script asks again and again how far things are
    monkeypatch.setattr(calendars_apply, "PATIENCE_SECONDS", patience)
    page: Page = opened(width, java_script_enabled=scripted)
    watch = Watch(page)
    add_person(page, name)
    give_role(page)
    record_absence(page)
    let_go(page, name)
    edit_calendar(page, "Libur kantor", day(2 if scripted else 3))
    assert complaints(watch) == []


def test_what_is_destroyed_is_asked_back_in_the_page(opened) -> None:
    page: Page = opened(1280)
    page.goto(f"/calendars/{NAME}/edit")
    note_holiday(page, "Libur lain", day(4))
    asked: list[str] = []
    page.on("dialog", lambda one: (asked.append(one.message), one.dismiss()))
    page.get_by_role("button", name="Buang rancangan ini").click()
    page.goto(f"/calendars/{NAME}/edit")
    expect(page.locator(".diff")).to_contain_text("Libur lain")
    assert len(asked) == 1
