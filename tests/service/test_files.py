"""Which documents are a case's, and their bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filing import PDF, file_document
from offices import MONDAY, Office, an_office, sqlite_url

from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.service.files import document_of, documents_of, keep, read


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as office:
        yield office


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


def test_documents_are_listed_in_the_order_of_filing(office: Office, root: Path) -> None:
    case = office.open()
    first = file_document(office.database, root, case, at=MONDAY)
    second = file_document(office.database, None, case, at=MONDAY, name="b.png", content=b"b")

    listed = documents_of(office.database, root, CaseId(case[:14]))
    assert [(one.sha256, one.name, one.kept, one.by) for one in listed] == [
        (first, "Surat Keterangan.pdf", True, "hesti"),
        (second, "b.png", False, "hesti"),
    ]
    assert (listed[0].at, listed[0].size) == (office.now, len(PDF))


def test_only_documents_of_the_case_are_its_documents(office: Office, root: Path) -> None:
    case, other = office.open(), office.open()
    sha256 = file_document(office.database, root, case, at=MONDAY)

    assert document_of(office.database, case, sha256).name == "Surat Keterangan.pdf"
    with pytest.raises(NotFound, match="document"):
        document_of(office.database, other, sha256)
    with pytest.raises(NotFound, match="case"):
        document_of(office.database, CaseId("zzzz"), sha256)
    assert documents_of(office.database, root, other) == ()


def test_of_several_names_the_last_counts(office: Office, root: Path) -> None:
    case = office.open()
    file_document(office.database, root, case, at=MONDAY)
    sha256 = file_document(office.database, root, case, at=MONDAY, name="Nama baru.pdf")

    assert document_of(office.database, case, sha256).name == "Nama baru.pdf"
    assert len(documents_of(office.database, root, case)) == 2


def test_bytes_are_kept_and_read_back(root: Path) -> None:
    assert read(root, keep(root, PDF)) == PDF
