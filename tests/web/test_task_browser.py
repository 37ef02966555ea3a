"""An officer's work on a case in a real browser: with JavaScript, and without."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watch, fill_sign_in, follow, pages, served
from front_desk import RINI, FrontDesk, furnish, open_accounts
from playwright.sync_api import Browser, Locator, Page, expect
from serving import settings_in
from tasking import SARI, as_officer, case_at_check, claimed, colleague, do, holder, kinds

from engine.core.commands import Assign, Complete
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId
from engine.service import queries, sessions
from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = 1280, 390
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
WHY = "Foto tempat usaha tidak terbaca."
PAPER = "Foto tempat usaha (ulang)"


def picture() -> bytes:
    """A red point, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> FrontDesk:
    app = create_app(settings_in(tmp_path_factory.mktemp("tasks"), office="Kecamatan Uji"))
    opened = FrontDesk(app)
    furnish(opened.database)
    open_accounts(opened.database, RINI)
    colleague(opened)
    return opened


@pytest.fixture(scope="module")
def site(desk: FrontDesk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


@pytest.fixture
def officer(browser: Browser, site: str) -> Iterator[object]:
    """Opens a page before which Rini has just signed in."""
    with pages(browser) as opening:

        def at_work(width: int = WIDE, **manner: object) -> Page:
            page = opening(width, **manner)
            page.goto(f"{site}/sign-in")
            fill_sign_in(page, RINI)
            return page

        yield at_work


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    return case_at_check(desk)


def complaints(watch: Watch, *expected: str) -> list[str]:
    """What the browser complains of beside being sent elsewhere, and what was provoked."""
    known = ("303:", "/sign-in?next=", *expected)
    return [one for one in watch.complaints if not any(each in one for each in known)]


def lose_session(desk: FrontDesk, person: PersonId = RINI) -> None:
    assert sessions.end_all(desk.database, person, at=desk.clock.at)


def from_the_list(page: Page, site: str, case: CaseId) -> None:
    page.goto(f"{site}/")
    follow(page.locator(f"a[href='/cases/{case}']").first)


def refuse(page: Page) -> None:
    """Tick, choose to send it back, and say why and what is asked for."""
    page.get_by_label("Nama sesuai").check()
    page.locator("[value=kurang]").check()
    page.get_by_label("Alasan", exact=True).fill(WHY)
    page.get_by_label("Dokumen yang diminta").fill(PAPER)


def expect_all_there(page: Page, note: str) -> None:
    expect(page.get_by_label("Nama sesuai")).to_be_checked()
    expect(page.locator("[value=kurang]")).to_be_checked()
    expect(page.get_by_label("Alasan", exact=True)).to_have_value(WHY)
    expect(page.get_by_label("Dokumen yang diminta")).to_have_value(PAPER)
    expect(note_on(page)).to_have_value(note)


def bring(page: Page, folder: Path) -> None:
    document = folder / "foto.png"
    document.write_bytes(picture())
    page.locator("[name='file.foto']").set_input_files(document)
    follow(page.locator("[data-upload]"))
    expect(page.get_by_role("status").first).to_contain_text("1 dokumen disimpan")


def test_an_officers_whole_work(
    desk: FrontDesk, site: str, case: CaseId, officer, tmp_path: Path
) -> None:
    page: Page = officer()
    watch = Watch(page)
    from_the_list(page, site, case)
    fill_by_hand(page)
    bring(page, tmp_path)
    page.get_by_role("link", name="foto.png", exact=True).click()
    expect(page.get_by_role("img", name="foto.png")).to_be_visible()
    follow(page.get_by_role("link", name="Ke berkasnya"))
    expect_all_there(page, "Sudah ditelepon, @hesti.wulandari ")

    lose_session(desk)
    note_on(page).fill("Sudah ditelepon dua kali, @hesti.wulandari")
    note_on(page).blur()
    follow(page.get_by_role("link", name="Sesi berakhir"))
    fill_sign_in(page, RINI)
    expect_all_there(page, "Sudah ditelepon dua kali, @hesti.wulandari")
    expect(page.get_by_text("dikembalikan: sesi Anda berakhir")).to_be_visible()

    change_ones_mind(page)
    assert "StepReturned" not in kinds(desk.database, case)
    page.get_by_role("button", name="Selesaikan langkah").click()
    follow(page.get_by_role("button", name="Kirim sekarang"))
    expect(page.locator("#done")).to_contain_text("Berkas dikembalikan.")
    expect(page.locator("#done")).to_contain_text("Berkas sekarang di langkah 1, Pemohon")
    expect(page.locator("#notes .at")).to_have_text("@Hesti Wulandari")
    assert kinds(desk.database, case).count("StepReturned") == 1
    assert complaints(watch) == []


def note_on(page: Page) -> Locator:
    return page.get_by_label("Catatan untuk petugas berikutnya")


def fill_by_hand(page: Page) -> None:
    """Claim by key, fill the form, name a colleague by a few letters, and see the draft kept."""
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Tugas ini sekarang milik Anda")

    expect(page.get_by_label("Alasan", exact=True)).to_be_hidden()  # belongs to the other answer
    refuse(page)
    note = note_on(page)
    note.press_sequentially("Sudah ditelepon, @hest")
    expect(page.get_by_role("option", name="Hesti Wulandari")).to_be_visible()
    note.press("Enter")
    expect(note).to_have_value("Sudah ditelepon, @hesti.wulandari ")
    note.blur()
    expect(page.locator("[data-saved]")).to_have_text("Draf tersimpan 08.00")


def change_ones_mind(page: Page) -> None:
    finish = page.get_by_role("button", name="Selesaikan langkah")
    finish.click()
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(finish).to_be_focused()
    expect(page.locator("[data-saved]")).to_have_text("Diurungkan. Belum ada yang dikirim.")


def test_the_same_work_without_javascript_on_a_telephone(
    desk: FrontDesk, site: str, case: CaseId, officer, tmp_path: Path
) -> None:
    page: Page = officer(PHONE, java_script_enabled=False)
    from_the_list(page, site, case)
    follow(page.get_by_role("button", name="Ambil tugas"))
    refuse(page)
    note = note_on(page)
    note.fill("Sudah ditelepon, @hesti.wulandari")
    follow(page.get_by_role("button", name="Simpan draf"))
    expect_all_there(page, "Sudah ditelepon, @hesti.wulandari")
    bring(page, tmp_path)
    follow(page.get_by_role("link", name="foto.png", exact=True))
    page.go_back()
    follow(page.get_by_role("link", name="Ke berkasnya"))

    note.fill("Sudah ditelepon dua kali")
    lose_session(desk)
    follow(page.get_by_role("button", name="Selesaikan langkah"))
    fill_sign_in(page, RINI)
    expect_all_there(page, "Sudah ditelepon dua kali")
    assert "StepReturned" not in kinds(desk.database, case)
    follow(page.get_by_role("button", name="Selesaikan langkah"))

    expect(page.locator("#done")).to_contain_text("Berkas dikembalikan.")
    assert kinds(desk.database, case).count("StepReturned") == 1


def test_two_officers_on_one_task(desk: FrontDesk, site: str, case: CaseId, officer) -> None:
    """While one has it in hand, and even holds it back, another finishes it."""
    claimed(desk, case)
    page: Page = officer()
    watch = Watch(page)
    page.clock.install()
    page.goto(f"{site}/cases/{case}")
    refuse(page)
    page.get_by_role("button", name="Selesaikan langkah").click()
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()
    hand_over_and_finish(desk, case)

    with page.expect_navigation():
        page.clock.fast_forward(11_000)

    told = page.get_by_role("alert")
    expect(told).to_contain_text("Sari Dewi sudah menyelesaikan tugas ini")
    expect(told).to_be_focused()
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.get_by_text(PAPER)).to_be_visible()
    assert "StepReturned" not in kinds(desk.database, case)
    assert complaints(watch, "409") == []


def test_a_refusal_stands_in_the_form_and_the_page_around_it_stays(
    desk: FrontDesk, site: str, case: CaseId, officer
) -> None:
    claimed(desk, case)
    page: Page = officer()
    watch = Watch(page)
    page.goto(f"{site}/cases/{case}")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.locator("[value=lengkap]").check()
    note_on(page).fill("Nama sudah cocok?")
    page.get_by_role("button", name="Selesaikan langkah").click()

    told = page.locator("#task-2").get_by_role("alert")
    expect(told).to_be_focused()
    expect(page.locator("#task-2 .err")).to_be_visible()
    assert [one for one in sent if "draft" not in one] == [f"{site}/cases/{case}/tasks/2"]
    assert page.url == f"{site}/cases/{case}"
    expect(page.locator("#history")).to_be_visible()
    expect(page.locator("#task-2 form")).to_have_count(1)
    expect(note_on(page)).to_have_value("Nama sudah cocok?")
    expect(page.locator("[data-saved]")).to_contain_text("Draf tersimpan")

    page.get_by_label("Nama sesuai").check()
    page.get_by_role("button", name="Selesaikan langkah").click()
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()
    expect(told).to_have_count(0)
    expect(page.locator("#task-2 .err")).to_have_count(0)
    page.keyboard.press("Enter")
    assert complaints(watch, "422") == []


def hand_over_and_finish(desk: FrontDesk, case: CaseId) -> None:
    task = ActivationId(2)
    given = Assign(
        case=case,
        by=as_officer(PersonId("hesti.wulandari"), "kasi"),
        activation=task,
        to=SARI,
        reason="Rini dipanggil ke loket 2",
    )
    do(desk, given)
    finish = Complete(
        case=case,
        by=as_officer(SARI),
        activation=task,
        outcome=OutcomeId("lengkap"),
        checklist=(1,),
    )
    do(desk, finish)


def test_leaving_the_page_sends_what_is_held(
    desk: FrontDesk, site: str, case: CaseId, officer
) -> None:
    claimed(desk, case)
    page: Page = officer(PHONE)
    page.goto(f"{site}/cases/{case}")
    assert not page.evaluate(SIDEWAYS)
    page.get_by_label("Nama sesuai").check()
    page.locator("[value=lengkap]").check()
    page.get_by_role("button", name="Selesaikan langkah").click()
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()
    assert holder(desk.database, case) == RINI

    page.goto(f"{site}/inbox")
    expect(page.locator(f"[data-row] a[href^='/cases/{case}']")).to_have_count(0)
    page.goto(f"{site}/cases/{case}")

    assert kinds(desk.database, case).count("StepCompleted") >= 1
    steps = {task.step for task in queries.show_case(desk.database, case).summary.at}
    assert "periksa" not in steps
