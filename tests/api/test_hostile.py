"""What a hostile or careless client sends, and what it gets."""

import json
import logging

import pytest
from serving import HESTI, NIK, RINI, Office

from api.deps import database
from api.errors import MOST_PROBLEMS
from engine.core.errors import StoreUnavailable

OPENING = {"sop": "surat-uji", "applicant": {"name": "Tini"}, "form": {"usaha": "W", "nik": NIK}}
AS_JSON = {"Content-Type": "application/json"}


def refused(answered, status: int) -> dict:
    assert answered.status_code == status, answered.text[:300]
    assert answered.headers["content-type"] == "application/problem+json"
    problem = answered.json()
    assert problem["code"]
    assert problem["hint"]
    return problem


@pytest.mark.parametrize(
    "body",
    [
        {**OPENING, "form": {"usaha": [1] * 300_000}},
        {**OPENING, "form": {"usaha": ["x"] * 201}},
        {**OPENING, "requirements": [1] * 300_000},
        {**OPENING, **{f"k{number}": 1 for number in range(900)}},
        {**OPENING, "form": {f"K{number}": 1 for number in range(900)}},
        {**OPENING, "k" * 900_000: 1},
    ],
    ids=["list", "answers", "requirements", "keys", "fields", "name"],
)
def test_a_large_body_of_mistakes_gets_a_small_answer(client, body):
    headers = RINI | AS_JSON
    answered = client.post("/cases", headers=headers, content=json.dumps(body).encode())

    assert len(refused(answered, 422)["problems"]) <= MOST_PROBLEMS
    assert len(answered.content) < 10_000


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ti\u009bni", "control"),
        ("Ti\u202eni", "direction"),
        ("Ti\u2066ni", "direction"),
        ("Tini\nRini", "one line"),
        ("Tini\u2028Rini", "one line"),
        ("\u200b\u200d", "at least 1"),
    ],
)
def test_a_name_reads_as_it_was_written(client, name, why):
    answered = client.post("/cases", headers=RINI, json={**OPENING, "applicant": {"name": name}})

    assert why in refused(answered, 422)["problems"]["applicant.name"]


@pytest.mark.parametrize("name", ["Ṭīnī Suhartini", "محمد علي", "H. Tini, S.Sos.", "أم‌كلثوم"])
def test_a_name_of_any_script_is_kept(client, name):
    answered = client.post("/cases", headers=RINI, json={**OPENING, "applicant": {"name": name}})

    assert answered.status_code == 201
    shown = client.get(f"/cases/{answered.json()['case']}").json()
    assert shown["summary"]["applicant"]["name"] == name


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "2026-11-20T09:15:00+99:00",
        "2026-11-20",
        "1700000000",
        1_700_000_000,
        1.7e12,
        True,
    ],
)
def test_an_instant_that_cannot_have_been_is_refused_and_the_history_stays_readable(
    client, office: Office, at
):
    case = office.open()
    said = {"text": "Halo", "happened_at": at}

    answered = client.post(f"/cases/{case}/comment", headers=RINI, json=said)

    assert "happened_at" in refused(answered, 422)["problems"]
    assert client.get(f"/cases/{case}/history").status_code == 200


@pytest.mark.parametrize(("field", "value"), [("version", True), ("version", 1.0)])
def test_a_version_is_a_whole_number(client, field, value):
    answered = client.post("/cases", headers=RINI, json={**OPENING, field: value})

    assert field in refused(answered, 422)["problems"]


def test_a_tick_is_a_number(client, office: Office):
    case = office.open()
    task = office.task(case, "periksa")
    ticked = {"outcome": "lengkap", "checklist": [True]}

    answered = client.post(f"/cases/{case}/tasks/{task}/complete", headers=RINI, json=ticked)

    assert "checklist.0" in refused(answered, 422)["problems"]


@pytest.mark.parametrize("name", ["Alur-Role", "Alur-Unit", "Idempotency-Key"])
def test_of_two_answers_to_who_acts_neither_is_believed(client, office: Office, name):
    case = office.open()
    twice = [*RINI.items(), (name, "loket"), (name, "budi")]

    answered = client.post(f"/cases/{case}/comment", headers=twice, json={"text": "Halo"})

    assert name.lower() in refused(answered, 422)["problems"]


def test_nobody_acts_for_the_system(client, office: Office):
    case = office.open()
    headers = RINI | {"Alur-Acting-For": "Alur"}

    answered = client.post(f"/cases/{case}/comment", headers=headers, json={"text": "Halo"})

    assert "alur-acting-for" in refused(answered, 422)["problems"]


def test_every_refusal_says_what_to_do(client, office: Office):
    case = office.open()
    task = f"/cases/{case}/tasks/{office.task(case, 'periksa')}"
    client.post(f"/cases/{case}/pause", headers=RINI, json={"reason": "applicant"})
    asked = [
        ("POST", f"/cases/{case}/pause", RINI, {"reason": "applicant"}, 409),
        ("POST", f"/cases/{case}/reopen", HESTI, {"reason": "x", "step": "serah"}, 409),
        ("POST", f"{task}/release", RINI, {}, 409),
        ("POST", f"{task}/record", RINI, {"reason": "x"}, 422),
        ("POST", f"{task}/claim", HESTI, {}, 403),
        ("POST", f"/cases/{case}/reject", RINI, {"reason": "x"}, 403),
        ("POST", f"/cases/{case}/tasks/99/claim", RINI, {}, 404),
        ("POST", f"/cases/{case}/comment", RINI, {"text": ""}, 422),
        ("POST", f"/cases/{case}/comment", {}, {"text": "x"}, 401),
        ("GET", "/cases/zzzzzzzz", {}, None, 404),
        ("GET", "/cases?after=zzzz", {}, None, 404),
        ("GET", "/cases?limit=0", {}, None, 422),
        ("GET", "/sops/tidak-ada", {}, None, 404),
        ("PUT", "/cases", {}, None, 405),
    ]

    for method, address, headers, body, status in asked:
        refused(client.request(method, address, headers=headers, json=body), status)


def test_what_the_database_says_goes_to_the_log_and_not_to_the_client(client, caplog):
    def gone():
        raise StoreUnavailable("connection to server at 10.0.0.7 failed: user alur")

    client.app.dependency_overrides[database] = gone

    with caplog.at_level(logging.WARNING):
        answered = client.get("/readyz")

    problem = refused(answered, 503)
    assert "10.0.0.7" not in answered.text
    assert "10.0.0.7" in caplog.text
    assert "Idempotency-Key" in problem["hint"]
    assert int(answered.headers["retry-after"]) > 0
