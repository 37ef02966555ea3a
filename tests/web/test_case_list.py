"""The list of cases."""

import pytest
from page_reading import Page
from serving import RINI, Office

from engine.core.tracking import code_of, grouped
from web.pages.cases import PAGE


def shown(client, address: str = "/") -> Page:
    answered = client.get(address)
    assert answered.status_code == 200
    return Page(answered.text)


def test_without_an_sop_the_list_says_what_to_do(empty):
    assert "Belum ada SOP yang terbit. Terbitkan sebuah SOP" in shown(empty).text


def test_without_a_case_the_list_says_what_to_do(client):
    assert "Belum ada berkas. Buka berkas pertama" in shown(client).text
    assert "There are no cases yet." in shown(client, "/?lang=en").text


def test_without_a_match_the_list_says_what_to_do(client, office: Office):
    office.open()

    page = shown(client, "/?text=tidak-ada")

    assert "Tidak ada berkas yang cocok." in page.text
    assert page.links.count("/") >= 2


def test_a_line_tells_what_for_whom_where_and_since_when(client, office: Office):
    case = office.open()
    office.act(case, "periksa", "claim")

    text = shown(client).text

    assert "Surat Keterangan Uji" in text
    assert "Tini Suhartini" in text
    assert "Memeriksa kelengkapan" in text
    assert "Langkah 2 dari 7 · Petugas Loket · dipegang rini" in text
    assert "Dibuka 23 November 2026 08.01 WIB" in text
    assert f"/cases/{case}" in shown(client).links


def test_a_line_is_told_in_english_too(client, office: Office):
    case = office.open()

    page = shown(client, "/?lang=en")

    assert "Test certificate" in page.text
    assert "Step 2 of 7 · waiting for Counter officer" in page.text
    assert f"/cases/{case}?lang=en" in page.links


def test_the_standing_has_a_shape_besides_its_colour(client, office: Office):
    office.finish(office.open())
    case = office.open()
    client.post(f"/api/v1/cases/{case}/withdraw", headers=RINI, json={"reason": "Batal."})
    client.post(f"/api/v1/cases/{office.open()}/pause", headers=RINI, json={"reason": "payment"})
    office.open()

    shapes = [one["href"] for one in shown(client, "/").all("use")]

    assert {"#s-running", "#s-paused", "#s-withdrawn", "#s-completed"} <= set(shapes)


def test_cases_are_counted_by_how_they_stand(client, office: Office):
    office.finish(office.open())
    office.open()

    text = shown(client).text

    assert "Semua berkas 2" in text
    assert "Berjalan 1" in text
    assert "Selesai 1" in text


def test_the_next_page_is_linked_and_keeps_what_was_asked(client, office: Office):
    for number in range(PAGE + 2):
        office.open(applicant=f"Pemohon {number}")

    first = shown(client, "/?text=pemohon&lang=en")
    (following,) = [link for link in first.links if "after=" in link]
    second = shown(client, following)

    assert f"{PAGE + 2} cases match" in first.text
    assert "text=pemohon" in following
    assert "lang=en" in following
    assert len([link for link in first.links if link.startswith("/cases/")]) == PAGE
    assert len([link for link in second.links if link.startswith("/cases/")]) == 2
    assert "To the start" in second.text


def test_what_was_asked_stays_in_the_form(client):
    page = shown(client, "/?text=budi&sop=surat-uji&status=closed")

    assert [one["value"] for one in page.all("input") if one.get("name") == "text"] == ["budi"]
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["surat-uji"]
    assert [one["value"] for one in page.all("input") if one.get("name") == "status"] == ["closed"]


def test_a_search_for_a_tracking_code_is_told_to_be_one(client):
    code = grouped(code_of(20261123))

    assert "Itu tampak seperti kode lacak" in shown(client, f"/?text={code.lower()}").text
    assert "Tidak ada berkas yang cocok" in shown(client, f"/?text={code[:-1]}").text


def test_the_other_language_is_the_same_page(client):
    page = shown(client, "/?text=budi&status=open")

    assert "/?text=budi&status=open&lang=en" in page.links
    assert "/?text=budi" in shown(client, "/?text=budi&lang=en").links


@pytest.mark.parametrize(
    "query",
    [
        "status=setengah",
        "after=../..",
        "sop=%00",
        "text=%00%ff",
        "lang=xx",
        "text=" + "a" * 5000,
        "sop=%C3%A9",
        "after=%C2%B2",
        "status=open&status=closed",
    ],
)
def test_a_senseless_question_is_answered_with_a_page(client, query):
    shown(client, f"/?{query}")
