"""Drafts over HTTP: one's own, kept until the task is over, for nobody else."""

import pytest
from fastapi.testclient import TestClient
from serving import HESTI, RINI, Office

DRAFT = {"outcome": "lengkap", "checklist": [1], "form": {"luas": 12}}


@pytest.fixture
def case(office: Office) -> str:
    return office.open()


def place(office: Office, case: str, step: str = "periksa") -> str:
    return f"/cases/{case}/tasks/{office.task(case, step)}/draft"


def test_a_draft_is_given_back_as_it_was_written(
    client: TestClient, office: Office, case: str
) -> None:
    address = place(office, case)
    kept = client.put(address, headers=RINI, json=DRAFT)
    again = client.put(address, headers=RINI, json=DRAFT | {"reason": "Nanti dilanjutkan."})
    shown = client.get(address, headers=RINI)

    assert (kept.status_code, again.status_code, shown.status_code) == (200, 200, 200)
    assert kept.json()["content"] == DRAFT
    assert shown.json() == again.json()
    assert shown.json()["content"]["reason"] == "Nanti dilanjutkan."
    assert shown.json()["case"] == case
    assert shown.headers["cache-control"] == "no-store"


def test_nobody_else_sees_it(client: TestClient, office: Office, case: str) -> None:
    address = place(office, case)
    client.put(address, headers=RINI, json=DRAFT)

    assert client.get(address, headers=HESTI).status_code == 404
    assert client.delete(address, headers=HESTI).status_code == 204
    assert client.get(address, headers=RINI).status_code == 200


def test_it_is_thrown_away_once_and_twice_alike(
    client: TestClient, office: Office, case: str
) -> None:
    address = place(office, case)
    client.put(address, headers=RINI, json=DRAFT)

    assert [client.delete(address, headers=RINI).status_code for _ in range(2)] == [204, 204]
    assert client.get(address, headers=RINI).status_code == 404


def test_it_is_gone_when_the_task_is_done_and_none_can_be_kept_any_more(
    client: TestClient, office: Office, case: str
) -> None:
    address = place(office, case)
    for who in (RINI, HESTI):
        client.put(address, headers=who, json=DRAFT)

    office.check(case)

    assert [client.get(address, headers=who).status_code for who in (RINI, HESTI)] == [404, 404]
    refused = client.put(address, headers=RINI, json=DRAFT)
    assert (refused.status_code, refused.json()["code"]) == (409, "task-not-open")


def test_it_is_gone_when_the_case_is_withdrawn(
    client: TestClient, office: Office, case: str
) -> None:
    address = place(office, case)
    client.put(address, headers=RINI, json=DRAFT)
    client.post(f"/cases/{case}/withdraw", headers=RINI, json={"reason": "Dicabut."})

    assert client.get(address, headers=RINI).status_code == 404


def test_a_draft_of_a_task_that_stays_open_survives_what_happens_beside_it(
    client: TestClient, office: Office, case: str
) -> None:
    office.check(case)
    address = place(office, case, "telaah_hukum")
    client.put(address, headers=HESTI, json={"reason": "Sebagian."})

    office.act(case, "telaah_teknis", "complete", HESTI)

    assert client.get(address, headers=HESTI).status_code == 200


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/cases/{case}/tasks/99/draft", DRAFT, 409),
        ("/cases/nosuchcase/tasks/1/draft", DRAFT, 404),
        ("/cases/{case}/tasks/2/draft", {"reason": "x" * 70_000}, 422),
        ("/cases/{case}/tasks/2/draft", {"unknown": 1}, 422),
    ],
)
def test_what_cannot_be_kept_is_refused(
    client: TestClient, case: str, address: str, body: object, status: int
) -> None:
    assert client.put(address.format(case=case), headers=RINI, json=body).status_code == status


def test_what_no_person_does_has_no_draft(client: TestClient, office: Office, case: str) -> None:
    office.check(case)
    for step in ("telaah_teknis", "telaah_hukum"):
        office.act(case, step, "complete", HESTI)

    assert client.put(place(office, case, "nomor"), headers=HESTI, json=DRAFT).status_code == 409
