"""SOP versions over HTTP: submitted, read, approved and refused by whom it concerns."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from identities import enrol, grant, let_in
from serving import DEFINITION, clocked, database_in, settings_in

from api.app import create_api
from engine.core.directory import Duty
from engine.core.ids import PersonId, RoleId
from engine.service.database import Database
from engine.service.directory import current
from engine.service.founding import top_of

REGISTERS = """\
regulations: {uu-25-2009: UU 25/2009}
units: {kecamatan: {title: Kecamatan, calendar: kantor}}
calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}
"""
SECOND = DEFINITION.replace("version: 1", "version: 2")
UMI, RATNA, BUDI = ({"Alur-Person": name} for name in ("umi", "ratna", "budi"))


def give(database: Database, person: str, duty: Duty) -> None:
    enrol(database, PersonId(person))
    grant(database, PersonId(person), RoleId(duty), top_of(current(database)))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """Umi writes, Ratna approves."""
    library = tmp_path / "sop_definitions"
    library.mkdir()
    (library / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    with database_in(tmp_path) as database:
        give(database, "umi", Duty.AUTHOR)
        give(database, "ratna", Duty.APPROVER)
        app = let_in(clocked(create_api(database, settings_in(tmp_path, definitions=library))))
        with TestClient(app, raise_server_exceptions=False) as made:
            yield made


def submit(client: TestClient, text: str = SECOND) -> dict[str, object]:
    body = {"definition": text, "note": "Mohon diperiksa"}
    answered = client.post("/sops/submissions", headers=UMI, json=body)
    assert answered.status_code == 201, answered.text
    made: dict[str, object] = answered.json()
    return made


def test_what_somebody_else_approves_is_in_force(client: TestClient) -> None:
    made = submit(client)
    at = f"/sops/submissions/{made['id']}"

    assert (made["status"], made["author"], made["effective"]) == ("waiting", "umi", "2026-02-02")
    assert client.get("/sops/submissions", headers=RATNA).json()["items"] == [made]
    assert client.get(at, headers=RATNA).json() == made
    assert client.get(f"{at}/definition", headers=RATNA).text == SECOND

    approved = client.post(f"{at}/approval", headers=RATNA).json()

    assert (approved["status"], approved["decided_by"]) == ("approved", "ratna")
    (newest, _) = client.get("/sops/surat-uji").json()["items"]
    assert (newest["version"], newest["author"], newest["published_by"]) == (2, "umi", "ratna")
    assert client.get("/sops/submissions", headers=UMI).json()["items"] == []
    every = client.get("/sops/submissions", headers=UMI, params={"decided": True}).json()
    assert every["items"] == [approved]


def test_a_refusal_says_why(client: TestClient) -> None:
    at = f"/sops/submissions/{submit(client)['id']}/refusal"

    assert client.post(at, headers=RATNA, json={"reason": " "}).status_code == 422
    refused = client.post(at, headers=RATNA, json={"reason": "Waktu baku keliru"}).json()

    assert (refused["status"], refused["reason"]) == ("refused", "Waktu baku keliru")
    again = client.post(at, headers=RATNA, json={"reason": "Lagi"})
    assert (again.status_code, again.json()["code"]) == (409, "already-so")


def test_errors_of_a_definition_are_named_line_by_line(client: TestClient) -> None:
    broken = SECOND.replace("role: kasi", "role: kepala")

    refused = client.post("/sops/submissions", headers=UMI, json={"definition": broken})

    assert (refused.status_code, refused.json()["code"]) == (422, "sop-invalid")
    assert all("SOP3" in place for place in refused.json()["problems"])


def test_nobody_approves_what_they_wrote(client: TestClient) -> None:
    at = f"/sops/submissions/{submit(client)['id']}/approval"

    assert client.post(at, headers=UMI).status_code == 403


def test_who_has_no_part_in_it_is_kept_out(client: TestClient) -> None:
    at = f"/sops/submissions/{submit(client)['id']}"

    for method, path in (
        ("GET", "/sops/submissions"),
        ("GET", at),
        ("GET", f"{at}/definition"),
        ("POST", f"{at}/approval"),
    ):
        refused = client.request(method, path, headers=BUDI)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-for-you")
    body = {"definition": SECOND}
    assert client.post("/sops/submissions", headers=RATNA, json=body).status_code == 403


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for method, path in (("GET", ""), ("GET", "/definition"), ("POST", "/approval")):
        missing = client.request(method, f"/sops/submissions/0000{path}", headers=RATNA)
        assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
