"""Documents on the page of a case."""

from pathlib import Path

import pytest
from filing import PDF, file_document
from page_reading import Page
from serving import MORNING, Office


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


def shown(client, case: str, query: str = "") -> Page:
    return Page(client.get(f"/cases/{case}{query}").text)


def files(page: Page) -> list[str]:
    """What can be had, by its address."""
    return [one["href"] for one in page.all("a") if "/api/v1/" in one.get("href", "")]


def test_of_a_case_without_documents_there_is_nothing_to_be_had(client, office: Office):
    page = shown(client, office.open())

    assert "Dokumen" in page.text
    assert not [one for one in files(page) if "/documents/" in one]


def test_documents_are_listed_and_can_be_had(client, office: Office, root: Path):
    case = office.open()
    name = "Surat <b>&.pdf"
    file_document(client.app.state.database, root, case, at=MORNING, name=name)

    page = shown(client, case)
    (link,) = {one for one in files(page) if "/documents/" in one}
    assert "Surat <b>&.pdf" in page.text
    assert "14 B · 23 November 2026 08.01 WIB" in page.text
    assert client.get(link).content == PDF


def test_a_document_whose_bytes_lie_elsewhere_has_no_link(client, office: Office):
    case = office.open()
    file_document(client.app.state.database, None, case, at=MORNING)

    page = shown(client, case, "?lang=en")
    assert "its content is not kept here" in page.text
    assert [one for one in page.all("a") if "/documents/" in one.get("href", "")] == []
