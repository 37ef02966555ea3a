"""The SLA board: its numbers lead to as many cases, and what can be done from it."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from board_desk import APPLICANT, BOARD, board_desk
from front_desk import AUDITOR, BUDI, HESTI, RINI, FrontDesk
from page_reading import Page

from engine.core.ids import CaseId
from engine.service import board as board_service
from web.pages.board_files import Sheet, as_csv, as_xlsx

COUNTED = {
    "figures": r'<dd><a href="([^"]+)">(\d+)</a>',
    "notes": r'<dd class="note"><a href="([^"]+)">(\d+) ',
    "late of a lane": r'<a class="chip late" href="([^"]+)"[^>]*>.*?</svg>(\d+)</a>',
    "not begun": r'<a href="([^"]+)">(\d+) belum mulai</a>',
    "columns": r'<a href="([^"]+)" class="col [^"]*"><title>(\d+):',
    "loads": r'<a class="bname" href="([^"]+)">[^<]*</a><svg.*?<span class="num">(\d+)',
    "overdue": r'<a class="over-n" href="([^"]+)" aria-label="[^"]*: (\d+) terlambat"',
    "deviations": r'<a class="devs-link" href="([^"]+)">.*?(\d+) penyimpangan',
    "steps": r'<li title="(\d+) kali selesai[^"]*"><span class="bname"><a href="([^"]+)"',
    "days": r'<a href="([^"]+)"><title>[^<]*\(\d+/(\d+)\)</title>',
    "lanes": r'<a class="t1" href="([^"]+)">[^<]*</a><span class="t2">[^<]* · (\d+)',
}
OPEN = ["late", "soon", "fine", "paused", "untimed"]
TOTAL = re.compile(r'<div class="foot"><span>(?:\d+\S\d+ / (\d+)|(\d+) penyimpangan)</span>')


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, dict, object]]:
    """For tests that change nothing; Budi is signed in."""
    with board_desk(tmp_path_factory.mktemp("board"), BUDI, AUDITOR) as (desk, cases):
        yield desk, cases, desk.signed_in(BUDI)


@pytest.fixture
def browser(shared):
    return shared[2]


@pytest.fixture
def cases(shared) -> dict[str, CaseId]:
    return shared[1]


def read(browser, address: str) -> Page:
    answered = browser.get(address)
    assert answered.status_code == 200, (address, answered.status_code, answered.text[:500])
    return Page(answered.text)


def total(browser, address: str) -> int:
    answered = browser.get(address.replace("&amp;", "&"))
    assert answered.status_code == 200, address
    found = TOTAL.search(answered.text)
    assert found or 'class="empty"' in answered.text, address
    return int(found[1] or found[2]) if found else 0


def numbers(text: str) -> Iterator[tuple[str, str, int]]:
    """What kind of mark, where it leads, what it counts."""
    for kind, pattern in COUNTED.items():
        for one, other in re.findall(pattern, text, re.DOTALL):
            href, count = (other, one) if kind == "steps" else (one, other)
            yield kind, href, int(count)


@pytest.mark.parametrize("marks", [0, 150], ids=["columns", "marks"])
@pytest.mark.parametrize("narrowed", ["", "?unit=kecamatan", "?sop=surat-uji&unit=kecamatan"])
def test_each_number_leads_to_as_many(browser, cases, marks, narrowed, monkeypatch) -> None:
    monkeypatch.setattr(board_service, "MOST_MARKS", marks)
    asked = f"{narrowed}{'&' if narrowed else '?'}done=board_done_assigned"

    text = browser.get(f"/board{asked}").text

    found = list(numbers(text))
    kinds = {kind for kind, _, _ in found}
    assert kinds == COUNTED.keys() - ({"columns"} if marks else set())
    for kind, href, count in found:
        assert total(browser, href) == count, (kind, href)
    kept = "within=kecamatan|unit=kecamatan" if narrowed else ""
    assert all(re.search(kept, href) for _, href, _ in found)


def test_figures_agree_with_the_marks_and_with_each_other(browser, cases) -> None:
    text = browser.get("/board?done=board_done_assigned").text

    shown = {kind: text.count(f'href="#d-{kind}"') for kind in ("late", "soon", "fine", "paused")}
    assert shown == {"late": 2, "soon": 2, "fine": 2, "paused": 2}  # one in the key of each kind
    assert [int(n) for kind, _, n in numbers(text) if kind == "figures"] == [5, 1, 1]
    for name in ("late", "soon", "fine", "paused"):
        assert f'<a href="/cases/{cases[name]}"><title>{cases[name]} · ' in text
    words = Page(text).text
    assert "20,0% dari yang berjalan" in words
    assert "Hesti Wulandari 2" in words
    assert "5 berkas · 1 belum mulai" in words
    days = sum(kind == "days" for kind, _, _ in numbers(text))
    assert f"{days} hari terakhir yang ada berkas berakhir" in words


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/board/cases", OPEN),
        ("/board/cases?zone=late", ["late"]),
        ("/board/cases?zone=soon", ["soon"]),
        ("/board/cases?zone=untimed", ["untimed"]),
        ("/board/cases?zone=fine", ["fine", "paused"]),
        ("/board/cases?stands=1", ["paused"]),
        ("/board/cases?due=today", ["soon"]),
        ("/board/cases?low=100", ["late"]),
        ("/board/cases?low=0&high=50", ["fine", "paused"]),
        (
            "/board/cases?sop=surat-uji&unit=kecamatan",
            ["late", "soon", "fine", "paused", "untimed"],
        ),
        (
            "/board/cases?low=-1&high=9999&zone=x&page=0",
            ["late", "soon", "fine", "paused", "untimed"],
        ),
        ("/board/ended?month=2026-11", ["served", "refused"]),
        ("/board/ended?month=2026-11&which=completed", ["served"]),
        ("/board/ended?day=2026-12-01&which=late", ["refused late"]),
        ("/board/ended?month=2026-12&which=on_time", []),
        ("/board/ended?month=2026-13&day=9999-12-31", ["refused late"]),
        ("/board/tasks", ["late", "soon", "soon", "fine"]),
        (f"/board/tasks?holder={HESTI}", ["late", "fine"]),
        (f"/board/tasks?holder={RINI}&overdue=1", ["untimed"]),
        ("/board/opened", ["untimed"]),
        ("/board/steps?sop=surat-uji&step=periksa", ["paused", "fine"]),
        ("/board/steps?sop=surat-uji&step=nowhere", []),
        ("/board/steps", []),
    ],
)
def test_lists_behind_the_numbers(browser, cases, address, expected) -> None:
    named = {code: name for name, code in cases.items()}

    text = browser.get(address).text

    found = re.findall(r'<span class="t2 mono">([0-9a-z]+)</span>', text)
    assert sorted(named[one] for one in found) == sorted(expected)
    assert APPLICANT not in text
    Page(text)


def test_a_list_is_paged(browser, cases, monkeypatch) -> None:
    monkeypatch.setattr("web.pages.board_cases.PAGE", 2)

    pages = [browser.get(f"/board/cases?page={n}").text for n in (1, 2, 3, 4)]

    codes = [re.findall(r'<span class="t2 mono">([0-9a-z]+)</span>', one) for one in pages]
    assert [len(one) for one in codes] == [2, 2, 1, 0]
    assert {one for page in codes for one in page} >= {cases["late"], cases["untimed"]}
    assert 'rel="next"' in pages[1]
    assert 'rel="prev"' in pages[1]
    assert 'rel="next"' not in pages[2]


def test_an_unknown_service_is_not_found_and_an_unknown_unit_left_out(browser) -> None:
    assert browser.get("/board/cases?sop=nothing").status_code == 404
    assert browser.get("/board?unit=nowhere&done=hello").status_code == 200


def test_only_who_oversees_sees_it_and_an_auditor_may_look(shared) -> None:
    desk, cases, _ = shared
    officer, auditor = desk.signed_in(RINI), desk.signed_in(AUDITOR)

    for address in (
        "/board",
        "/board/live",
        "/board/wall",
        "/board/cases.csv",
        "/board/ended",
        "/board/tasks",
    ):
        assert officer.get(address).status_code == 403, address
    assert cases["late"] in auditor.get("/board").text


def test_a_part_is_the_board_without_its_page(browser) -> None:
    page, part = browser.get("/board").text, browser.get("/board?part=1").text

    assert "<html" not in part
    assert re.search(r'id="live-state" data-turn="\d+"', part)
    assert "Terputus: ini keadaan pukul 10.00" in part
    assert 'data-live="/board/live"' in page
    assert "<noscript><meta" not in page


def test_without_javascript_it_can_load_itself_anew(browser) -> None:
    text = browser.get("/board?refresh=60&unit=kecamatan").text

    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in text
    assert "Hentikan muat ulang otomatis" in text
    assert 'content="10"' in browser.get("/board?refresh=1").text
    assert "<noscript>" not in browser.get("/board?refresh=soon").text


def test_the_wall_says_nothing_of_anybody(browser, cases) -> None:
    for address in ("/board/wall", "/board/wall?dark=1", "/board/wall?part=1"):
        text = browser.get(address).text
        assert not re.search(r"Rini|Hesti|Budi|Tini|rini|hesti|budi", text), address
        assert not [one for one in cases.values() if one in text]
        assert "Berkas berjalan" in text


def test_the_wall_is_shown_light_or_dark_whatever_its_device(browser) -> None:
    pages = {way: browser.get(f"/board/wall?{way}=1").text for way in ("light", "dark")}
    ours = Page(browser.get("/board/wall").text)

    for way, other in (("light", "dark"), ("dark", "light")):
        assert f'<html lang="id" class="{way}">' in pages[way]
        assert f'content="{way}"' in pages[way]
        assert {f"/board/wall?{other}=1", "/board/wall"} <= set(Page(pages[way]).links)
        assert f"/board/wall?{way}=1" in ours.links


def test_board_in_english(browser) -> None:
    page = read(browser, "/board?lang=en")

    assert "SLA board" in page.text
    assert all("lang=en" in one for one in page.links if one.startswith("/board/"))


def test_a_csv_has_every_case_and_no_formula(browser, cases) -> None:
    answered = browser.get("/board/cases.csv?zone=late")

    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert answered.headers["content-disposition"].endswith('alur-papan.csv"')
    assert "content-length" not in answered.headers  # it is sent while it is made
    assert [row[0] for row in rows] == ["Berkas", cases["late"]]
    assert rows[1][1] == "Surat Keterangan Uji"
    assert rows[1][4] == "2026-11-30 16:00"


def test_a_workbook_has_every_case_and_no_formula(browser, cases) -> None:
    answered = browser.get("/board/cases.xlsx")

    with zipfile.ZipFile(io.BytesIO(answered.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert all(one in sheet for one in (cases["late"], cases["paused"], cases["untimed"]))
    assert cases["served"] not in sheet
    assert "<f>" not in sheet


def test_a_file_is_cut_and_the_page_says_where(browser, monkeypatch) -> None:
    monkeypatch.setattr("web.pages.board_cases.MOST_ROWS", 2)

    assert len(browser.get("/board/cases.csv").text.splitlines()) == 3
    assert "Berkas unduhan memuat 2 baris pertama" in browser.get("/board/cases").text


def test_files_defuse_what_a_spreadsheet_would_calculate() -> None:
    evil = ("=1+1", "+62", "-1", "@x", "a;=1", "\t=1")
    row = (*evil, BOARD, BOARD.date(), 7)
    sheet = Sheet(name="x", columns=evil, rows=[row], zone=ZoneInfo("Asia/Jakarta"))

    said = b"".join(as_csv(sheet)).decode("utf-8-sig").splitlines()[1]
    book = zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx(sheet))))

    cells = next(csv.reader([said]))
    assert not [one for one in cells if re.match(r"[=+@-]", one)]
    assert cells[6:] == ["2026-12-01 10:00", "2026-12-01", "7"]
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
