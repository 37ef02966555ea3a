"""The documents of a case over HTTP."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from filing import PDF, file_document
from serving import MORNING, Office

from api.disposition import as_download, media_type_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


def filed(client: TestClient, root: Path | None, case: str, **more: object) -> str:
    return file_document(client.app.state.database, root, case, at=MORNING, **more)


def test_the_list_names_every_document(client, office: Office, root: Path):
    case = office.open()
    assert client.get(f"/cases/{case}/documents").json() == {"items": []}
    sha256 = filed(client, root, case)
    filed(client, None, case, name="kertas.pdf", content=b"x")

    answered = client.get(f"/cases/{case[:14]}/documents")
    first, second = answered.json()["items"]
    assert first == {
        "name": "Surat Keterangan.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256,
        "at": "2026-11-23T01:01:00Z",
        "by": "hesti",
        "requirement": None,
        "kept": True,
    }
    assert second["kept"] is False


def test_a_document_comes_as_it_was_filed_and_is_never_run(client, office: Office, root: Path):
    case = office.open()
    answered = client.get(f"/cases/{case}/documents/{filed(client, root, case)}")

    assert answered.content == PDF
    assert answered.headers["content-type"] == "application/pdf"
    assert answered.headers["content-disposition"] == 'attachment; filename="Surat Keterangan.pdf"'
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["cache-control"] == "no-store"


def test_what_a_browser_would_run_has_no_meaning(client, office: Office, root: Path):
    case = office.open()
    sha256 = filed(client, root, case, media_type="text/html", content=b"<script>")

    answered = client.get(f"/cases/{case}/documents/{sha256}")
    assert answered.headers["content-type"] == "application/octet-stream"


def test_a_document_of_another_case_is_not_given_out(client, office: Office, root: Path):
    sha256 = filed(client, root, office.open())

    answered = client.get(f"/cases/{office.open()}/documents/{sha256}")
    assert (answered.status_code, answered.json()["code"]) == (404, "not-found")


def test_bytes_that_lie_elsewhere_are_not_found(client, office: Office):
    case = office.open()
    answered = client.get(f"/cases/{case}/documents/{filed(client, None, case)}")

    assert answered.status_code == 404
    assert answered.json()["hint"] == "Its bytes are not kept here."


def test_a_damaged_document_is_not_given_out(client, office: Office, root: Path):
    case = office.open()
    sha256 = filed(client, root, case)
    (root / sha256[:2] / sha256).write_bytes(b"lain")

    answered = client.get(f"/cases/{case}/documents/{sha256}")
    assert (answered.status_code, answered.json()["code"]) == (503, "document-damaged")
    assert answered.json()["hint"] == "Restore it from a backup."


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "A" * 64, "0" * 63, "%00"])
def test_nothing_but_a_hash_is_looked_for(client, office: Office, name: str):
    assert client.get(f"/cases/{office.open()}/documents/{name}").status_code == 404


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "Surat é.pdf", "a\\b/c", "\u202efdp.exe", "x;y", "a%b"]
)
def test_a_name_cannot_leave_its_place_in_the_header(name: str):
    said = as_download(name)["Content-Disposition"]
    plain, _, encoded = said.partition("; filename*=UTF-8''")

    assert said.isascii()
    assert plain.startswith('attachment; filename="')
    assert plain.count('"') == 2
    assert unquote(encoded) == name


def test_only_harmless_types_keep_their_meaning():
    assert media_type_of("image/png") == "image/png"
    assert media_type_of("image/svg+xml") == "application/octet-stream"
