"""The bundle of a case over HTTP, and the report in it."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_deviations import late, time_passes
from fastapi.testclient import TestClient
from filing import file_document
from reading_pdf import letters_of, text_of
from serving import HESTI, MORNING, NIK, RINI, Office, api_in

from engine.core.ids import CaseId
from engine.service import checkpoints
from engine.service.bundle_verifier import verify
from engine.service.execute import execute
from engine.service.reads import ReadQuery


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with api_in(tmp_path_factory.mktemp("bundles")) as client:
        yield client


@pytest.fixture(scope="module")
def office(client: TestClient) -> Office:
    return Office(client)


def checkpoint(client: TestClient) -> None:
    checkpoints.take(client.app.state.database, at=MORNING, origin="kantor.example/alur")


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def case(client: TestClient, office: Office) -> str:
    made = office.open(luas="10")
    office.finish(made)
    checkpoint(client)
    return made


def test_the_archive_is_handed_over_and_holds(client: TestClient, case: str, tmp_path: Path):
    answered = client.get(f"/cases/{case[:12]}/bundle")

    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/zip"
    assert answered.headers["content-disposition"] == f'attachment; filename="alur-{case}.zip"'
    assert answered.headers["cache-control"] == "no-store"
    assert answered.headers["etag"].startswith('W/"')
    assert int(answered.headers["content-length"]) == len(answered.content)
    (tmp_path / "b.zip").write_bytes(answered.content)
    assert verify.main([str(tmp_path / "b.zip")]) == 0


def test_the_report_tells_the_case_and_masks_whose_it_is(client: TestClient, case: str):
    members = opened(client.get(f"/cases/{case}/bundle").content)
    text, pdf = members["report.txt"].decode(), letters_of(text_of(members["report.pdf"]))

    for said in (case, "Laporan Berkas untuk Audit", "Surat Keterangan Uji", "surat-uji v1"):
        assert said in text or said.upper() in text
        assert letters_of(said) in pdf
    for step in ("Memeriksa kelengkapan", "Menelaah teknis", "Menyerahkan surat"):
        assert step in text
    assert "Petugas Loket" in text
    assert "T************i" in text
    for hidden in ("Tini Suhartini", NIK, "0812 3456 7890"):
        assert letters_of(hidden) not in letters_of(text) + pdf
        assert hidden.encode() not in b"".join(members.values())


def test_the_report_comes_in_english_too(client: TestClient, case: str):
    text = opened(client.get(f"/cases/{case}/bundle?lang=en").content)["report.txt"].decode()

    assert "CASE REPORT FOR AUDIT" in text
    assert "Check the file" in text
    assert "There are no attachments." in text
    assert "Checkpoints are published at: http://testserver/checkpoints" in text


def test_the_report_tells_what_was_departed_from_and_decided_and_who_read_what(
    client: TestClient, office: Office
):
    case, database = office.open(), client.app.state.database
    execute(database, time_passes(late(2), case=CaseId(case)), at=MORNING)
    decided = client.post(
        f"/cases/{case}/deviations/late_step:2/disposition",
        headers=HESTI,
        json={
            "verdict": "corrective",
            "reason": "Listrik padam.",
            "owner": "rini",
            "due": "2026-12-01",
        },
    )
    assert decided.status_code == 200, decided.text
    revealed = client.post(
        f"/cases/{case}/reveal",
        headers=HESTI,
        json={"fields": ["form.nik"], "reason": "Mencocokkan data."},
    )
    assert revealed.status_code == 200, revealed.text
    client.post(
        f"/cases/{case}/tasks/{office.task(case, 'periksa')}/complete",
        headers=RINI | {"Alur-Acting-For": "hesti"},
        json={"outcome": "lengkap", "checklist": [1]},
    )
    checkpoint(client)

    members = opened(client.get(f"/cases/{case}/bundle").content)
    text = " ".join(members["report.txt"].decode().split())
    for said in (
        "Langkah 2 “Memeriksa kelengkapan” terlambat",
        "tindakan korektif. “Listrik padam.”",
        "→ rini, 1 Desember 2026",
        "NIK. “Mencocokkan data.”",
    ):
        assert said in text
    assert letters_of("Listrik padam") in letters_of(text_of(members["report.pdf"]))


def test_letters_that_no_font_has_do_not_keep_the_report_from_being_made(
    client: TestClient, office: Office
):
    case = office.open()
    database = client.app.state.database
    file_document(database, None, case, at=MORNING, name="ꦲꦏ\N{GRINNING FACE} surat.pdf")
    checkpoint(client)

    members = opened(client.get(f"/cases/{case}/bundle").content)
    assert "\N{GRINNING FACE} surat.pdf" in members["report.txt"].decode()
    assert letters_of("??? surat.pdf") in letters_of(text_of(members["report.pdf"]))


def test_events_that_are_not_covered_are_said_to_be_so(client: TestClient, office: Office):
    case = office.open()
    checkpoint(client)
    client.post(f"/cases/{case}/comment", headers={"Alur-Person": "hesti"}, json={"text": "Nanti."})

    text = opened(client.get(f"/cases/{case}/bundle").content)["report.txt"].decode()
    assert "BELUM TERCAKUP" in text


def test_before_any_checkpoint_it_is_refused_with_what_to_do(client: TestClient, office: Office):
    answered = client.get(f"/cases/{office.open()}/bundle")

    assert answered.status_code == 409
    assert "alur checkpoint take" in answered.json()["hint"]


def test_who_took_a_bundle_is_noted_and_whether_with_documents(client: TestClient, office: Office):
    case = office.open()
    database = client.app.state.database
    file_document(database, client.app.state.settings.files, case, at=MORNING)
    checkpoint(client)
    assert client.get(f"/cases/{case}/bundle").status_code == 200
    members = opened(client.get(f"/cases/{case}/bundle?files=true").content)
    assert "documents/001-Surat_Keterangan.pdf" in members

    database.reads.flush()
    noted = [(one.what, one.how) for one in database.reads.list(ReadQuery(case=CaseId(case)))]
    assert ("bundle", "masked") in noted
    assert ("bundle", "in full") in noted
