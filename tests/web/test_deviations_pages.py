"""Departures from SOPs: found, counted, taken along, decided about."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from board_desk import board_desk
from front_desk import AUDITOR, BUDI, HESTI, RINI, FrontDesk
from page_reading import Page

from engine.core.errors import StorageFull
from engine.core.ids import CaseId
from engine.service.reads import ReadQuery

FOUND = re.compile(r'data-open href="(/deviations/[^"]+)"')


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, dict, object]]:
    with board_desk(tmp_path_factory.mktemp("deviations"), BUDI, AUDITOR) as (desk, cases):
        yield desk, cases, desk.signed_in(BUDI)


@pytest.fixture
def browser(shared):
    return shared[2]


@pytest.fixture
def cases(shared) -> dict[str, CaseId]:
    return shared[1]


def listed(browser, asked: str = "") -> list[str]:
    answered = browser.get(f"/deviations{asked}")
    assert answered.status_code == 200, answered.text
    Page(answered.text)
    return FOUND.findall(answered.text)


def tabs(text: str) -> dict[str, tuple[str, int]]:
    """What each says, where it leads, what it counts."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*) <span class="mut">(\d+)</span>', text)
    return {words: (href.replace("&amp;", "&"), int(count)) for href, words, count in found}


def total(text: str) -> int:
    found = re.search(r'class="foot"><span>(\d+) penyimpangan', text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    "asked", ["", "?kind=late_case", "?sop=surat-uji", "?board=1&within=kecamatan", "?unit=other"]
)
def test_each_tab_counts_what_it_leads_to(browser, asked) -> None:
    for words, (href, count) in tabs(browser.get(f"/deviations{asked}").text).items():
        assert total(browser.get(href).text) == count, (words, href)


def test_the_list_is_narrowed_and_paged_by_its_address(browser, cases, monkeypatch) -> None:
    monkeypatch.setattr("web.pages.deviations_view.PAGE", 4)
    whole = total(browser.get("/deviations").text)
    first = browser.get("/deviations?sop=surat-uji").text

    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = listed(browser, onward[1].replace("&amp;", "&").removeprefix("/deviations"))
    assert len(FOUND.findall(first)) == len(second) == 4
    assert not set(FOUND.findall(first)) & set(second)
    of_one = listed(browser, f"?case={cases['late']}")
    assert of_one
    assert all(cases["late"] in one for one in of_one)
    assert whole > len(of_one)
    assert listed(browser, "?unit=nowhere&status=open") == []
    assert total(browser.get("/deviations?kind=x&status=x&sop=!!&case=%3C&after=zz").text) == whole


def test_files_have_all_that_match(browser, cases, monkeypatch) -> None:
    monkeypatch.setattr("web.pages.deviations_view._PART", 3)
    count = total(browser.get("/deviations?kind=late_step").text)

    answered = browser.get("/deviations.csv?kind=late_step")
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    book = zipfile.ZipFile(io.BytesIO(browser.get("/deviations.xlsx?kind=late_step").content))

    assert len(rows) == count + 1 > 4
    assert "langkah" in rows[1][6].lower()
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == count + 1
    assert "<f>" not in sheet
    assert len(listed(browser, "?board=1&within=kecamatan&kind=late_step")) == min(count, 25)


def test_files_are_noted_each_time(shared) -> None:
    desk, _, browser = shared
    found = browser.get("/deviations?kind=late_step").text
    for kind in ("csv", "xlsx"):
        browser.get(f"/deviations.{kind}?kind=late_step")
    noted = [one.what for one in desk.database.reads.list(ReadQuery(person=BUDI))]

    assert noted[:2] == [f"export deviations: {total(found)} rows"] * 2


def test_a_deviation_shows_its_evidence_and_who_may_decides(shared) -> None:
    desk, cases, browser = shared
    one = listed(browser, f"?case={cases['late']}&kind=late_case")[0]

    text = browser.get(one).text
    assert "Janji layanan" in Page(text).text
    assert "Simpan keputusan" in text
    assert "Simpan keputusan" not in desk.signed_in(AUDITOR).get(one).text
    assert browser.get(f"/deviations/{cases['late']}/late_case:99").status_code == 404
    assert browser.get("/deviations/zzzz/x").status_code in {404, 422}


def test_officers_see_those_of_their_cases(shared) -> None:
    desk, cases, _ = shared

    assert listed(desk.signed_in(RINI), f"?case={cases['late']}")


def test_a_verdict_that_lacks_something_loses_nothing_typed(browser, cases) -> None:
    one = listed(browser, f"?case={cases['fine']}")[0]

    nothing = browser.post(one, key="v0", reason="Karena hujan")
    assert nothing.status_code == 422
    assert "Karena hujan" in nothing.text
    no_day = browser.post(one, key="v1", verdict="corrective", reason="Latih", due="besok")
    assert no_day.status_code == 422
    assert 'aria-invalid="true"' in no_day.text
    nobody = browser.post(one, key="v2", verdict="corrective", reason="Latih", due="2026-12-31")
    assert nobody.status_code == 422


def test_a_verdict_is_still_there_when_there_is_no_room_for_it(browser, cases, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise StorageFull("the disk")

    monkeypatch.setattr("web.acts.FormAct.carry_out", full)
    one = listed(browser, f"?case={cases['fine']}")[0]
    refused = browser.post(one, key="v9", verdict="accepted", reason="Karena hujan")

    assert refused.status_code == 507
    assert "Karena hujan" in refused.text


def test_verdicts_are_given_changed_and_counted(shared) -> None:
    desk, cases, browser = shared
    one = listed(browser, f"?case={cases['soon']}")[0]

    said = {"verdict": "corrective", "reason": "Latih petugas", "owner": HESTI}
    given = browser.post(one, key="v3", **said, due="2026-12-02")
    assert given.headers["location"] == f"{one}?done=deviations_done"
    told = Page(browser.get(given.headers["location"]).text).text
    assert "oleh Budi Santoso (pengelola layanan): tindakan korektif oleh Hesti Wulandari" in told
    assert not re.search(rf"alur:|{HESTI} ", told.partition("Simpan")[0])
    assert one in listed(browser, "?status=corrective")
    assert one not in listed(browser, "?overdue=1")

    desk.clock.pass_by(hours=60)
    browser = desk.signed_in(BUDI)
    assert one in listed(browser, "?overdue=1")
    assert 'class="dlate"' in browser.get(one).text
    accepted = browser.post(one, key="v4", verdict="accepted", reason="Dapat diterima")
    assert accepted.status_code == 303
    assert one in listed(browser, "?status=accepted")
    assert listed(browser, "?overdue=1") == []
