"""Notices on the page of a case."""

from notice_board import WHATSAPP, put_up
from page_reading import Page
from serving import RINI, Office


def shown(client, case: str, query: str = "") -> Page:
    return Page(client.get(f"/cases/{case}{query}", headers=RINI).text)


def links(page: Page) -> list[str]:
    return [one["href"] for one in page.all("a") if "wa.me" in one.get("href", "")]


def test_a_case_without_notices_shows_no_heading_for_them(client, office: Office):
    assert "Pemberitahuan" not in shown(client, office.open()).text


def test_a_message_to_send_is_one_click_away(client, office: Office):
    case = office.open()
    put_up(client.app.state.database, case)

    page = shown(client, case)

    assert "Kirim lewat WhatsApp" in page.text
    assert "surat <b>siap</b>" in page.text
    assert "belum dilihat" in page.text
    assert links(page) == [WHATSAPP]
    assert "Send by WhatsApp" in shown(client, case, "?lang=en").text


def test_who_has_seen_it_is_told(client, office: Office):
    case = office.open()
    put_up(client.app.state.database, case)
    client.post("/api/v1/notices/n1/read", headers=RINI)

    assert "dilihat rini" in shown(client, case).text


def test_a_link_that_is_no_address_is_not_offered(client, office: Office):
    case = office.open()
    put_up(client.app.state.database, case, link="javascript:alert(1)")

    assert "javascript:" not in client.get(f"/cases/{case}").text
