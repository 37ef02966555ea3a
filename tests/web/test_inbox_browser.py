"""The inbox in a real browser: by keyboard alone, and on a phone without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browsing import Watch, follow, served
from front_desk import RINI
from inbox_desk import InboxDesk, inbox_desk, opened, press
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import MORNING

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CLAIMABLE = "/inbox?tab=claimable"
LEKAS = "Pilih: Memeriksa kelengkapan, Lekas"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[InboxDesk]:
    with inbox_desk(tmp_path) as desk:
        for hours, name in enumerate(("Lama", "Lekas", "Nanti", "Besok")):
            press(desk.database, opened(desk.database, name), MORNING + timedelta(hours=hours))
        desk.clock.pass_by(minutes=1)
        yield desk


@pytest.fixture
def site(desk: InboxDesk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


def signed_in(context: BrowserContext, desk: InboxDesk, site: str) -> Page:
    context.add_cookies(
        [
            {"name": one.name, "value": one.value or "", "url": site}
            for one in desk.signed_in(RINI).client.cookies.jar
        ]
    )
    return context.new_page()


def tops(page: Page) -> list[float]:
    return page.locator("[data-row]").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().top)"
    )


def complaints(watch: Watch) -> list[str]:
    return [one for one in watch.complaints if not one.startswith("303:")]


def test_an_officer_works_by_keyboard(browser: Browser, desk: InboxDesk, site: str) -> None:
    with browser.new_context(viewport=WIDE) as context:
        page = signed_in(context, desk, site)
        watch = Watch(page)
        page.clock.install()
        page.goto(f"{site}{CLAIMABLE}")

        pick_two_by_keys(page)
        hear_of_a_new_task(page, desk)
        follow(page.get_by_role("button", name="Ambil yang dicentang"))
        expect(page.locator(".told")).to_contain_text("2 tugas diambil.")
        with page.expect_navigation():
            page.keyboard.press("n")
        expect(page.locator(".told")).to_contain_text("Tugas ini sekarang milik Anda.")
        expect(page.locator("#preview").get_by_role("button", name="Lepas")).to_be_visible()
        narrow_by_keys(page, site)
        switch_keys_off(page)
        assert complaints(watch) == []


def pick_two_by_keys(page: Page) -> None:
    for name in ("Lama", "Lekas"):
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.clock.run_for(500)
        expect(page.locator("#preview dd").first).to_have_text(name)
    expect(page).to_have_url(re.compile(r"tab=claimable&preview="))
    expect(page.locator("#picked")).to_have_text("(2)")


def hear_of_a_new_task(page: Page, desk: InboxDesk) -> None:
    before = tops(page)
    desk.clock.pass_by(seconds=20)
    opened(desk.database, "Baru", at=desk.clock.at)
    with page.expect_request("**/inbox/news*") as asked:
        page.clock.run_for(20_000)
    assert asked.value.header_value("alur-quiet") == "1"  # it is no use of the session
    expect(page.locator("#news")).to_contain_text("1 tugas baru masuk.")
    assert tops(page) == before


def narrow_by_keys(page: Page, site: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_label("Cari nomor berkas atau pemohon")).to_be_focused()
    with page.expect_navigation():
        page.locator("select[name=deadline]").select_option("late")
    expect(page).to_have_url(f"{site}/inbox?deadline=late")
    expect(page.locator("[data-row]")).to_have_count(1)


def switch_keys_off(page: Page) -> None:
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_label("Matikan pintasan").check()
    page.get_by_role("button", name="Tutup").click()
    page.keyboard.press("j")
    page.clock.run_for(500)
    expect(page.locator("[data-row].sel")).to_have_count(0)


def test_more_rows_come_beneath_and_what_is_ticked_stays(
    browser: Browser, desk: InboxDesk, site: str
) -> None:
    for number in range(50):
        opened(desk.database, f"Pemohon {number}", at=desk.clock.at)
    with browser.new_context(viewport=WIDE) as context:
        page = signed_in(context, desk, site)
        watch = Watch(page)
        page.goto(f"{site}{CLAIMABLE}")
        page.locator("[name=task]").first.check()

        page.get_by_role("link", name="Muat 50 lagi").click()

        expect(page.locator("[data-row]")).to_have_count(54)
        expect(page).to_have_url(f"{site}{CLAIMABLE}&shown=100")
        expect(page.locator("[name=task]").first).to_be_checked()
        expect(page.locator("#picked")).to_have_text("(1)")
        assert complaints(watch) == []


def test_an_officer_works_on_a_phone_without_a_script(
    browser: Browser, desk: InboxDesk, site: str
) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = signed_in(context, desk, site)
        watch = Watch(page)
        page.goto(f"{site}{CLAIMABLE}")

        follow(page.get_by_role("link", name="Pratinjau: Memeriksa kelengkapan, Lama"))
        expect(page.locator("#preview")).to_contain_text("KTP-el")
        follow(page.locator("#preview").get_by_role("button", name="Ambil"))
        expect(page.locator(".told")).to_contain_text("1 tugas diambil.")
        page.get_by_role("checkbox", name=LEKAS).check()
        follow(page.get_by_role("button", name="Ambil yang dicentang"))
        follow(page.get_by_role("link", name="Milik saya"))
        expect(page.locator("[data-row]")).to_have_count(2)
        find_and_keep(page)
        page.get_by_role("checkbox", name=LEKAS).check()
        follow(page.get_by_role("button", name="Lepas yang dicentang"))
        expect(page.locator(".told")).to_contain_text("1 tugas dilepas.")
        assert complaints(watch) == []


def find_and_keep(page: Page) -> None:
    page.get_by_label("Saring dan urutkan").check()
    page.locator("select[name=sort]").select_option("applicant")
    page.get_by_label("Cari nomor berkas atau pemohon").fill("lek")
    follow(page.get_by_role("button", name="Tampilkan"))
    expect(page.locator(".c-who")).to_have_text(["Lekas"])
    page.get_by_text("Simpan saringan").click()
    page.get_by_label("Nama saringan").fill("Lekas saja")
    follow(page.get_by_role("button", name="Simpan"))
    expect(page.locator(".pill")).to_have_text("Lekas saja")
