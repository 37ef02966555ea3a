"""The page of an SOP: its form, what its cases tell on top, versions, and the paper."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from builders_calendar import an_office_calendar
from page_reading import Page
from pypdf import PdfReader
from reading_pdf import text_of
from serving import HESTI, MORNING, publish_sample
from sop_versions import OFFICER, second_version

from api.reach import reach_of
from engine.core.commands import SYSTEM
from engine.core.standing import Reach
from engine.service import sop_figures
from engine.service.calendars import publish_versions
from engine.service.timers import sweep_all
from web import sop_paper
from web.sop_paper import Papers

STEPS = 7


def look(client) -> None:
    """What a server looks after by itself, with the calendar that it needs for that."""
    calendars = [an_office_calendar("kantor")]
    publish_versions(client.app.state.database, calendars, by=SYSTEM, at=MORNING)
    sweep_all(client.app.state.database, at=MORNING + timedelta(hours=1))


def shown(client, address: str, *, status: int = 200) -> str:
    answered = client.get(address, headers=OFFICER)
    assert answered.status_code == status, answered.text
    Page(answered.text)
    return html.unescape(answered.text)


def rows(text: str) -> dict[int, str]:
    """The rows of the matrix by their number."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r'<tr class="[^"]*"><td class="mx-n">(\d+)</td>(.*?)</tr>', body, re.DOTALL)
    return {int(number): row for number, row in found}


def test_the_form_has_its_identity_a_symbol_a_row_and_the_total(client):
    text = shown(client, "/sops/surat-uji")
    for said in (
        "Nomor SOP",
        "100.3/001/2026",
        "Disahkan oleh",
        "Nurhayati",
        "Nomor 25 Tahun 2009",
    ):
        assert said in text
    found = rows(text)
    assert list(found) == list(range(1, STEPS + 1))
    for row in found.values():
        assert len(re.findall(r'class="sy', row)) == 1
    assert 'class="sy deci"' in found[2]
    assert 'class="sy if"' in found[3]
    assert '<span class="vh">Keputusan</span>' in found[2]
    assert "146 menit" in text
    assert "Janji layanan 5 hari kerja" in text


def test_the_form_speaks_english_and_the_system_has_a_column(client):
    text = shown(client, "/sops/surat-uji?lang=en")
    heads = re.findall(r'<th scope="col" class="mx-r b\d">([^<]+)</th>', text)
    assert heads == ["Applicant", "Counter officer", "Head of services", "System"]
    assert "Yes → 3, the file is complete" in text


def test_the_list_says_the_same_without_a_drawing(client):
    text = shown(client, "/sops/surat-uji?view=list")
    assert 'class="mx"' not in text
    assert text.count('<span class="so-no">') == STEPS
    for said in ("Petugas Loket", "Keputusan", "Tidak → 1, dengan alasan", "146 menit"):
        assert said in text


def test_where_cases_are_now_leads_to_them(client, office):
    waiting, checked = office.open(), office.open()
    office.act(waiting, "periksa", "claim")
    office.check(checked)
    text = shown(client, "/sops/surat-uji?show=now")
    assert "2 berkas berjalan memakai versi ini" in text
    found = rows(text)
    badges = {
        number: re.findall(r'aria-hidden="true">(\d+)<', row) for number, row in found.items()
    }
    assert {number: badge for number, badge in badges.items() if badge} == {
        2: ["1"],
        4: ["1"],
        5: ["1"],
    }
    (link,) = re.findall(r'href="([^"]+step=periksa#at)"', found[2])
    listed = shown(client, link)
    at = listed.partition('id="at"')[2]
    assert waiting in at
    assert checked not in at
    assert "dipegang rini" in at.lower()
    assert "Tidak ada berkas" in shown(client, "/sops/surat-uji?show=now&step=serah")


def test_how_long_steps_take_is_held_against_their_standard(client, office):
    look(client)
    slow = office.open()
    for _ in range(16):
        office.open()  # takes a minute
    office.check(slow)
    late = rows(shown(client, "/sops/surat-uji?show=median"))[2]
    assert "median 17 menit dari 1 kunjungan, melebihi waktu baku" in late
    assert ">17 m</span>" in late
    office.check(office.open())
    text = shown(client, "/sops/surat-uji?show=median")
    assert "median 1 menit dari 2 kunjungan" in rows(text)[2]
    assert "kunjungan, melebihi" not in text
    shown(client, "/sops/surat-uji?show=median&lang=en")


def test_without_a_calendar_no_length_is_told(client, office):
    office.finish(office.open())
    assert 'class="mx-told"' not in shown(client, "/sops/surat-uji?show=median")


def test_how_often_a_decision_says_no(client, office):
    office.check(office.open())
    back = office.open()
    office.act(back, "periksa", "complete", outcome="kurang", checklist=[1], reason="Buram.")
    found = rows(shown(client, "/sops/surat-uji?show=no"))
    assert "50% tidak diteruskan (1 dari 2)" in found[2]
    assert "late" in found[2]
    assert not any("tidak diteruskan" in row for number, row in found.items() if number != 2)


def test_departures_are_counted_at_their_steps(client, office):
    case = office.open()
    office.act(case, "periksa", "override", HESTI, mode="skip", outcome="lengkap", reason="Penuh.")
    look(client)
    found = rows(shown(client, "/sops/surat-uji?show=deviations"))
    assert "1 penyimpangan tercatat" in found[2]
    listed = shown(client, "/sops/surat-uji?show=deviations&view=list")
    assert "1 penyimpangan tercatat" in listed
    assert "view=list" in listed


def test_related_sops_are_called_by_their_titles_and_lead_there(client):
    related = "  related: [{sop: surat-uji, link: lanjutan}, {sop: lain-lagi, link: terkait}]\n"
    definition = second_version().replace("identity:\n", f"identity:\n{related}", 1)
    publish_sample(client.app.state.database, definition)
    text = shown(client, "/sops/surat-uji")
    assert '<li><a href="/sops/surat-uji">Surat Keterangan Uji (lanjutan)</a></li>' in text
    assert "<li>lain-lagi (terkait)</li>" in text


def test_an_earlier_version_is_shown_as_such(client):
    publish_sample(client.app.state.database, second_version())
    newest = shown(client, "/sops/surat-uji")
    assert "Versi 2 yang berlaku, diterbitkan di Alur pada 23 November 2026" in newest
    earlier = shown(client, "/sops/surat-uji?version=1&show=now")
    assert "sudah digantikan" in earlier
    assert "Meninjau lokasi" in earlier
    assert "version=1" in earlier


def test_what_is_not_there_is_not_found(client):
    for address in (
        *("/sops/surat-lain", "/sops/Surat%20Uji", "/sops/surat-uji?version=9"),
        *(
            "/sops/surat-uji?version=x",
            "/sops/surat-uji?version=0",
            "/sops/surat-uji?version=99999",
        ),
        "/sops/surat-uji/versions/two/paper.pdf",
    ):
        shown(client, address, status=404)


def test_the_paper_is_the_version_asked_for_and_the_same_each_time(client):
    publish_sample(client.app.state.database, second_version())
    asked = "/sops/surat-uji/versions/1/paper.pdf"
    answered = client.get(asked, headers=OFFICER)
    assert answered.headers["content-type"] == "application/pdf"
    assert 'filename="surat-uji-v1-a4.pdf"' in answered.headers["content-disposition"]
    text = text_of(answered.content)
    for said in ("Halaman 1 dari 2", "Meninjau lokasi", "Jumlah waktu baku", "versi 1"):
        assert said in text
    assert PdfReader(BytesIO(answered.content)).pages[0].mediabox.width > 800
    assert client.get(f"{asked}?size=a4", headers=OFFICER).content == answered.content


def test_a_paper_is_set_once_for_each_of_what_goes_into_it(client, monkeypatch):
    made = []

    def set_paper(*_, language, size, **__):
        made.append((language, size))
        return f"{language} {size}".encode()

    monkeypatch.setattr(sop_paper, "PAPERS", Papers())
    monkeypatch.setattr(sop_paper, "set_paper", set_paper)
    paper = "/sops/surat-uji/versions/1/paper.pdf"
    asked = {"": b"id a4", "?size=f4": b"id f4", "?lang=en": b"en a4"}
    for _ in range(2):
        for more, content in asked.items():
            assert client.get(paper + more, headers=OFFICER).content == content
    assert len(made) == len(asked)
    publish_sample(client.app.state.database, second_version())
    client.get("/sops/surat-uji/versions/2/paper.pdf", headers=OFFICER)
    assert len(made) == len(asked) + 1


def test_of_papers_the_one_asked_for_longest_ago_goes_first():
    papers = Papers(most=2)
    for key in ("a", "b", "a", "c"):
        papers.of(key, key.encode)
    assert papers.of("a", lambda: b"again") == b"a"
    assert papers.of("b", lambda: b"again") == b"again"


def test_while_as_many_papers_are_set_as_may_be_others_come_again(client, monkeypatch):
    monkeypatch.setattr(sop_paper, "_PATIENCE_SECONDS", 0.01)
    papers, answers = Papers(at_once=1), []
    monkeypatch.setattr(sop_paper, "PAPERS", papers)
    address = "/sops/surat-uji/versions/1/paper.pdf"

    def meanwhile() -> bytes:
        answers.append(client.get(address, headers=OFFICER))
        return b"set"

    assert papers.of("mine", meanwhile) == b"set"
    (busy,) = answers
    assert (busy.status_code, busy.headers["retry-after"]) == (429, "5")
    assert "Terlalu banyak permintaan" in busy.text

    with pytest.raises(ZeroDivisionError):
        papers.of("broken", lambda: bytes([1 // 0]))
    assert papers.of("next", lambda: b"a place is free again") == b"a place is free again"


def test_what_changed_is_marked_on_the_matrix(client):
    publish_sample(client.app.state.database, second_version())
    text = shown(client, "/sops/surat-uji/diff")
    after, before = re.findall(r"<tbody>.*?</tbody>", text, re.DOTALL)
    assert re.findall(r'<tr class="d\d (added|changed)"><td class="mx-n">(\d)', after) == [
        ("changed", "2"),
        ("added", "3"),
    ]
    assert re.findall(r'<tr class="d\d (removed)"><td class="mx-n">(\d)', before) == [
        ("removed", "3")
    ]


def test_whose_cases_are_beyond_reach_no_figures_are_shown(client, office):
    office.open()
    client.app.dependency_overrides[reach_of] = Reach
    text = shown(client, "/sops/surat-uji?show=now&step=periksa")
    assert "berkas berjalan" not in text
    assert "show=median" not in text
    assert 'id="at"' not in text
    assert list(rows(text)) == list(range(1, STEPS + 1))


def test_where_there_are_more_cases_than_are_looked_at_that_is_said(client, office, monkeypatch):
    monkeypatch.setattr(sop_figures, "MOST_OPEN", 1)
    office.open()
    office.open()
    assert "setidaknya 1 berkas berjalan" in shown(client, "/sops/surat-uji")
