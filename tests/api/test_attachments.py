"""Documents that people bring over HTTP."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from papers import JPG, PDF, PNG, office
from serving import RINI, Office, api_in, settings_in

from api.app import create_api
from api.routes.attachments import name_from
from engine.core.errors import InputRefused
from engine.service.file_kinds import KINDS

MEBI = 1024 * 1024


def named(name: str, kind: str = "application/pdf") -> dict[str, str]:
    return RINI | {
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }


def bring(client: TestClient, case: str, content: bytes, headers: dict[str, str], query: str = ""):
    return client.post(f"/cases/{case}/attachments{query}", headers=headers, content=content)


def lying(tmp_path: Path) -> list[Path]:
    return [one for one in (tmp_path / "files").rglob("*") if one.is_file()]


def test_a_document_is_filed_and_read_back_as_it_was(client, office: Office):
    case = office.open()

    filed = bring(client, case, PDF, named("KTP%20Tini.pdf"), "?requirement=ktp")

    assert filed.status_code == 201, filed.text
    where = filed.headers["location"].removeprefix("/api/v1")
    assert client.get(where, headers=RINI).content == PDF
    (listed,) = client.get(f"/cases/{case}/documents", headers=RINI).json()["items"]
    assert (listed["name"], listed["requirement"], listed["kept"]) == ("KTP Tini.pdf", "ktp", True)


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("a.png", "image/png", PNG),
        ("a.jpeg", "image/jpeg", JPG),
        ("a.docx", KINDS["docx"].media_type, office()),
        ("a.xlsx", "application/octet-stream", office("xlsx")),
    ],
)
def test_pictures_and_office_documents_are_taken_and_never_run(
    client, office: Office, name: str, kind: str, content: bytes
):
    case = office.open()
    where = bring(client, case, content, named(name, kind)).headers["location"]

    answered = client.get(where.removeprefix("/api/v1"), headers=RINI)
    assert answered.headers["content-disposition"].startswith("attachment;")
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answered.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "content", "query", "field"),
    [
        (named("a.exe"), PDF, "", "file"),
        (named("a.pdf"), b"MZ\x90\x00", "", "file"),
        (named("a.pdf", "text/html"), PDF, "", "file"),
        (named("a.pdf"), b"", "", "file"),
        (named("a.docx", ""), office(parts={"word/vbaProject.bin": b"x"}), "", "file"),
        (named("a.pdf"), PDF, "?requirement=paspor", "requirement"),
        (named("a.pdf"), PDF, "?requirement=../x", "requirement"),
        (named(""), PDF, "", "content-disposition"),
        (RINI | {"Content-Type": "application/pdf"}, PDF, "", "content-disposition"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(  # noqa: PLR0913, PLR0917  # a table's columns
    client, office: Office, tmp_path: Path, headers, content, query, field
):
    case = office.open()

    answered = bring(client, case, content, headers, query)

    assert answered.status_code == 422, answered.text
    assert field in {name.lower() for name in answered.json()["problems"]}
    assert lying(tmp_path) == []
    assert client.get(f"/cases/{case}/documents", headers=RINI).json()["items"] == []


def test_a_document_for_no_case_is_not_kept(client, tmp_path: Path):
    assert bring(client, "zzzzzzzz", PDF, named("a.pdf")).status_code == 404
    assert lying(tmp_path) == []


def test_a_document_that_is_too_large_is_refused_as_it_comes(client, office: Office, tmp_path):
    case = office.open()
    large = PDF + b"x" * (10 * MEBI)

    def in_pieces():
        for at in range(0, len(large), MEBI):
            yield large[at : at + MEBI]

    told = bring(client, case, large, named("a.pdf"))
    untold = client.post(f"/cases/{case}/attachments", headers=named("a.pdf"), content=in_pieces())

    assert (told.status_code, untold.status_code) == (413, 413)
    assert lying(tmp_path) == []


def test_bringing_a_document_again_with_the_same_key_files_it_once(client, office: Office):
    case = office.open()
    headers = named("a.pdf") | {"Idempotency-Key": "satu"}

    first, second = (bring(client, case, PDF, headers) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["repeated"] is True
    assert len(client.get(f"/cases/{case}/documents", headers=RINI).json()["items"]) == 1


@pytest.mark.parametrize(
    ("scanner", "status"), [("false", 422), ("/nowhere/scanner", 503), ("true", 201)]
)
def test_a_scanner_decides_and_without_its_verdict_nothing_is_taken(
    tmp_path: Path, scanner: str, status: int
):
    with api_in(tmp_path) as client:
        client.app.state.settings = settings_in(tmp_path, upload_scanner=scanner)
        case = Office(client).open()
        answered = bring(client, case, PDF, named("a.pdf"))

    assert answered.status_code == status, answered.text
    assert len(lying(tmp_path)) == (1 if status == 201 else 0)


def test_an_installation_says_how_large_and_which_kinds(tmp_path: Path):
    with api_in(tmp_path) as client:
        settings = settings_in(tmp_path, upload_kinds="png", upload_mb=1)
        client.app.state.settings = settings
        case = Office(client).open()
        assert bring(client, case, PDF, named("a.pdf")).status_code == 422
        too_large = bring(client, case, PNG + b"x" * MEBI, named("a.png", "image/png"))
        assert too_large.status_code == 422
        create_api(client.app.state.database, settings)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('attachment; filename="surat.pdf"', "surat.pdf"),
        ("attachment; filename*=UTF-8''%E2%82%AC.pdf", "€.pdf"),
        ("form-data; name=file; filename=a.pdf", "a.pdf"),
    ],
)
def test_the_name_is_read_as_it_was_written(said: str, name: str):
    assert name_from(said) == name


@pytest.mark.parametrize("said", ["attachment", "", "attachment; filename=", "\r\nX: y"])
def test_a_header_without_a_name_is_refused(said: str):
    with pytest.raises(InputRefused):
        name_from(said)
