"""The counter in a real browser: by keyboard alone, and without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Watch, follow, pages, remembered, served
from counter_desk import FORM, offer_permits
from filing import PDF
from front_desk import RINI, Clock, furnish, open_accounts
from playwright.sync_api import Browser, Dialog, Page, expect
from serving import settings_in

from api.installed import now
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = 1280, 390
KNOWN_NIK, OTHER_NIK = "3578014107850003", "3578015508900007"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
CHOSEN = (
    "() => [...document.querySelectorAll('[type=file]')].map(i => [...i.files].map(f => f.name))"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(settings_in(tmp_path_factory.mktemp("counter"), office="Kecamatan Uji"))
    app.dependency_overrides[now] = Clock()
    furnish(app.state.database)
    offer_permits(app.state.database)
    open_accounts(app.state.database, RINI)
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in(site: str, browser: Browser) -> dict[str, object]:
    """What a browser keeps in which Rini has signed in."""
    return remembered(browser, site, RINI)


@pytest.fixture
def at_counter(browser: Browser, signed_in: dict[str, object]) -> Iterator[Callable[..., Page]]:
    with pages(browser, storage_state=signed_in) as opening:
        yield opening


def complaints(watch: Watch, *expected: str) -> list[str]:
    """What the browser complains of beside being sent elsewhere, and what was provoked."""
    known = ("303:", *expected)
    return [one for one in watch.complaints if not any(each in one for each in known)]


def documents(folder: Path) -> tuple[Path, Path]:
    good, bad = folder / "ktp.pdf", folder / "palsu.pdf"
    good.write_bytes(PDF)
    bad.write_bytes(b"MZ")
    return good, bad


def choose_by_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}/counter")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("uj")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Surat Keterangan Uji")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FORM}")


def fill_by_keyboard(page: Page) -> None:
    expect(page.locator("[name='form.nik']")).to_be_focused()
    page.keyboard.type(KNOWN_NIK)
    page.keyboard.press("Enter")
    expect(page.locator("#known")).to_contain_text("Belum ada berkas")
    expect(page.locator("#applicant")).to_be_focused()
    page.keyboard.type("Tini Suhartini")
    page.locator("[name='form.usaha']").focus()
    page.keyboard.type("Warung Bu Tini")
    page.get_by_role("button", name="Semua dibawa").press("Enter")
    page.locator("[name='form.usaha']").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa, lalu buka")


def test_nothing_that_was_chosen_goes_unasked_and_k_writes_the_list(
    site: str, at_counter: Callable[..., Page], tmp_path: Path
) -> None:
    page, (good, _) = at_counter(), documents(tmp_path)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    choose_by_keyboard(site, page)
    fill_by_keyboard(page)

    page.locator("#doc-ktp").set_input_files(good)
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Ubah isian").click()
    assert len(asked) == 2
    assert page.evaluate(CHOSEN) == [["ktp.pdf"], []]
    page.locator("#doc-ktp").set_input_files([])
    step(page, "English")
    expect(page.locator("dd.said").first).to_have_text("Tini Suhartini")
    page.keyboard.press("k")
    expect(page.get_by_label("Applicant's name")).to_have_value("Tini Suhartini")
    assert len(asked) == 2


def test_a_case_is_opened_by_keyboard_alone(
    site: str, at_counter: Callable[..., Page], tmp_path: Path
) -> None:
    page = at_counter()
    watch, (good, bad) = Watch(page), documents(tmp_path)
    choose_by_keyboard(site, page)
    fill_by_keyboard(page)

    expect(page.get_by_role("button", name="Buka berkas")).to_be_focused()
    page.locator("#doc-ktp").set_input_files([good, bad])
    page.locator("#doc-foto").set_input_files(good)
    page.get_by_role("button", name="Buka berkas").press("Enter")
    expect(page.locator("#doc-ktp-wrong1")).to_contain_text("Isinya bukan .pdf")
    assert page.evaluate(CHOSEN) == [["ktp.pdf"], ["ktp.pdf"]]
    page.get_by_role("button", name="Buka berkas").press("Enter")

    expect(page.get_by_role("heading", name="Tanda terima permohonan")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas Tini Suhartini dibuka")
    page.keyboard.press("n")
    page.wait_for_url("**/counter")
    expect(page.locator(".ctoday")).to_contain_text("Tini Suhartini")
    assert KNOWN_NIK not in " ".join(watch.answered)
    assert complaints(watch, "422") == []


def step(page: Page, name: str, role: str = "button") -> None:
    """Go on by what is called so, and see that the next page is not moved sideways to be read."""
    follow(page.get_by_role(role, name=name))  # type: ignore[arg-type]
    assert not page.evaluate(SIDEWAYS), name


def fill_page_by_page(site: str, page: Page) -> None:
    page.goto(f"{site}/counter")
    assert not page.evaluate(SIDEWAYS)
    page.get_by_role("searchbox", name="Layanan yang diminta").fill("test cert")
    follow(page.get_by_role("button", name="Cari", exact=True))
    step(page, "Surat Keterangan Uji Test certificate", "link")
    page.locator("[name='form.nik']").fill(OTHER_NIK)
    step(page, "Cari NIK")
    expect(page.locator("#known")).to_contain_text("Belum ada berkas")
    page.locator("#applicant").fill("Asep Saepudin")
    step(page, "Lanjut: periksa")
    expect(page.locator("#form-usaha-wrong")).to_have_text("Harus diisi.")
    page.locator("[name='form.usaha']").fill("Bengkel")
    step(page, "Lanjut: periksa")


def take_the_letter(page: Page) -> None:
    """The requirement was not brought: nothing can be opened, and a letter of one sheet says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Belum lengkap: kembalikan")
    expect(page.get_by_role("button", name="Buka berkas")).to_have_count(0)
    step(page, "Kembalikan dengan daftar kekurangan")
    page.get_by_label("Kekurangan lain").fill("Pas foto 3x4\nMaterai\nMap biru")
    step(page, "Tampilkan surat")
    expect(page.locator(".clacks")).to_contain_text("KTP-el")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    step(page, "Pemohon berikutnya", "link")
    expect(page.locator("main")).not_to_contain_text("Asep Saepudin")


def test_without_javascript_every_step_is_a_page(
    site: str, at_counter: Callable[..., Page], tmp_path: Path
) -> None:
    page = at_counter(PHONE, java_script_enabled=False, color_scheme="dark")
    watch, (good, bad) = Watch(page), documents(tmp_path)
    fill_page_by_page(site, page)
    take_the_letter(page)
    fill_page_by_page(site, page)
    step(page, "Ubah isian")
    page.get_by_label("KTP-el").check()
    step(page, "Lanjut: periksa")

    page.locator("#doc-ktp").set_input_files([good, bad])
    step(page, "Buka berkas")
    expect(page.get_by_role("alert").first).to_contain_text("semua dokumen harus dipilih lagi")
    page.locator("#doc-ktp").set_input_files(good)
    step(page, "Buka berkas")
    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas Asep Saepudin dibuka")
    step(page, "Tanda terima")
    expect(page.locator(".rcpt")).to_contain_text("PIN")
    step(page, "Pemohon berikutnya", "link")
    expect(page.locator(".ctoday")).to_contain_text("Asep Saepudin")
    assert complaints(watch, "422") == []
