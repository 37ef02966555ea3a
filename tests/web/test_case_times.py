"""The time of a case on its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from identities import let_in
from page_reading import Page
from serving import settings_in
from timed_office import TIMELESS, TimedOffice, copied, local, make_timed_template

from api.deps import now
from engine.core.ids import CaseId
from engine.service.database import connect
from web.app import create_app


@pytest.fixture(scope="module")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("times") / "template.db")


@pytest.fixture
def office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture
def case(office: TimedOffice) -> CaseId:
    """A request found complete the day before a week of holidays."""
    case = office.on("2026-03-13 08:00").file()
    office.on("2026-03-17 09:00").accept(case)
    return case


class Reader:
    """Opens the page of a case at a time of the office."""

    def __init__(self, app: FastAPI, client: TestClient) -> None:
        self.app, self.client = app, client

    def page(self, case: CaseId, told: str, query: str = "") -> Page:
        self.app.dependency_overrides[now] = lambda: local(told)
        answered = self.client.get(f"/cases/{case}{query}")
        assert answered.status_code == 200, answered.text
        return Page(answered.text)


@pytest.fixture
def reader(office: TimedOffice, tmp_path: Path) -> Iterator[Reader]:
    app = let_in(create_app(settings_in(tmp_path)))
    with TestClient(app, base_url="http://localhost") as client:
        yield Reader(app, client)


def widths(page: Page) -> list[str | None]:
    """How much of each bar is full."""
    return [one["width"] for one in page.all("rect") if one.get("class") == "u"]


def test_an_open_case_tells_what_is_promised_and_how_much_is_used(
    reader: Reader, case: CaseId
) -> None:
    page = reader.page(case, "2026-03-26 09:00")

    promise = "Janji layanan terpakai 33 %; 27 Maret 2026 16.30 WIB; sisa 2 dari 3 hari kerja"
    assert promise in page.text
    assert widths(page) == ["33", "20"]
    assert "permohonan dianggap dikabulkan menurut hukum terhitung 1 April 2026" in page.text
    assert "Perkiraan selesai 26 Maret 2026 09.05 WIB; janji layanan ditepati" in page.text
    assert "Waktu terpakai kantor" in page.text


def test_it_is_told_in_english_too(reader: Reader, case: CaseId) -> None:
    text = reader.page(case, "2026-03-26 09:00", "?lang=en").text

    assert "27 March 2026 16:30 WIB; 2 of 3 working days left" in text
    assert "undecided, the request counts as granted by law from 1 April 2026" in text


def test_a_limit_that_is_passed_stands_out(reader: Reader, case: CaseId) -> None:
    page = reader.page(case, "2026-04-20 09:00")

    late = [one for one in page.all("div") if one.get("class") == "late"]
    assert len(late) == 2
    assert widths(page) == ["100", "100"]
    assert "terlewati: 3 hari kerja, tenggat 27 Maret 2026 16.30 WIB" in page.text
    assert "Janji terlewati" in page.text


def test_a_clock_that_stands_still_says_why(
    reader: Reader, office: TimedOffice, case: CaseId
) -> None:
    office.on("2026-03-17 10:00").pause(case)

    text = reader.page(case, "2026-03-26 09:00").text

    assert "berhenti, berkas dijeda: menunggu instansi lain; sisa 3 dari 3 hari kerja" in text
    assert "instansi lain 13 jam 30 menit" in text
    assert "Dijeda, sisa 3 hari kerja" in text
    assert "bila dilanjutkan sekarang, tenggat" in text


def test_a_closed_case_has_nothing_left_to_expect(
    reader: Reader, office: TimedOffice, case: CaseId
) -> None:
    office.on("2026-03-25 09:00").finish(case)

    page = reader.page(case, "2026-05-04 09:00")

    assert "ditepati: 3 hari kerja" in page.text
    assert "Janji ditepati" in page.text
    assert "Perkiraan selesai" not in page.text
    assert widths(page) == []


def test_without_its_calendar_the_page_is_there_with_a_note(
    reader: Reader, office: TimedOffice
) -> None:
    case = office.open(TIMELESS)

    text = reader.page(case, "2026-03-13 09:00").text

    assert "tidak dapat dihitung: kalender kerja bulan belum terbit" in text
    assert "Menerima berkas" in text


def test_the_course_of_a_case_is_drawn_with_its_deadline(reader: Reader, case: CaseId) -> None:
    page = reader.page(case, "2026-03-26 09:00")

    drawn = {one.get("class") for one in page.all("rect")}
    assert {"waiting", "still", "expected"} <= drawn
    assert {"lim", "nowl"} <= {one.get("class") for one in page.all("line")}
    assert "Sisa 2 hari kerja" in page.text


def test_a_deadline_is_explained_while_by_while(reader: Reader, case: CaseId) -> None:
    page = reader.page(case, "2026-03-26 09:00", "/deadline")
    legal = reader.page(case, "2026-03-26 09:00", "/deadline?clock=legal")

    assert "Janji layanan: 3 hari kerja sejak 17 Maret 2026 09.00 WIB" in page.text
    assert "tidak dihitung, libur nasional" in page.text
    assert f"/cases/{case}/deadline?clock=legal" in page.links
    assert "Batas hukum" in legal.text
    assert [one for one in page.all("tr") if one.get("class") == "counted"]
