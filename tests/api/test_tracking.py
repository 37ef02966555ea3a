"""Tracking over HTTP: the receipt of an opening, the public lookup, new codes, and storms."""

from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from serving import HESTI, MORNING, NIK, RINI, Office

from api.installed import now
from api.tracking_answers import TRACKING
from engine.core.tracking import code_from_text, is_code
from engine.service.reads import ReadQuery
from engine.store import read_log

OPENING = {
    "sop": "surat-uji",
    "applicant": {"name": "Tini Suhartini"},
    "form": {"usaha": "Warung Bu Tini", "nik": NIK},
    "requirements": ["ktp"],
}


def opened(client: TestClient, key: str = "") -> dict[str, str]:
    """What the receipt of an opening says of tracking."""
    headers = RINI | ({"Idempotency-Key": key} if key else {})
    answered = client.post("/cases", headers=headers, json=OPENING)
    assert answered.status_code == 201
    shown: dict[str, str] = answered.json()["tracking"]
    return shown


def lookup(client: TestClient, code: str, pin: str):
    return client.post("/tracking", json={"code": code, "pin": pin})


def test_whoever_opens_a_case_gets_code_pin_and_link_for_the_receipt(client: TestClient) -> None:
    first, again = opened(client, "k-1"), opened(client, "k-1")

    assert first == again
    assert is_code(code_from_text(first["code"]))
    assert first["path"].startswith("/lacak/")
    by_pin = lookup(client, first["code"].lower(), f" {first['pin']} ")
    by_link = client.get("/tracking/" + first["path"].removeprefix("/lacak/"))
    assert by_pin.status_code == by_link.status_code == 200
    assert {**by_pin.json(), "at": ""} == {**by_link.json(), "at": ""}
    assert by_pin.json()["standing"] == "running"


def test_no_answer_may_be_kept_or_listed(client: TestClient) -> None:
    shown = opened(client)
    for answered in (
        lookup(client, shown["code"], shown["pin"]),
        client.get("/tracking/" + shown["path"].removeprefix("/lacak/")),
    ):
        assert answered.headers["cache-control"] == "no-store"
        assert answered.headers["x-robots-tag"] == "noindex, nofollow"


def test_nothing_personal_and_no_officer_is_told(client: TestClient, office: Office) -> None:
    shown = opened(client)
    office.check(shown["case"])
    told = lookup(client, shown["code"], shown["pin"]).text

    for word in ("Tini", NIK, "Warung", "rini", "hesti", shown["case"]):
        assert word not in told, word


@pytest.mark.parametrize("body", [{}, {"code": "K7M"}, {"code": 7, "pin": 8}, {"code": "x" * 201}])
def test_what_is_no_question_is_refused_by_its_shape(
    client: TestClient, body: dict[str, object]
) -> None:
    assert client.post("/tracking", json=body).status_code == 422


def test_a_storm_of_guesses_is_held_and_told_when_to_come_back(client: TestClient) -> None:
    shown = opened(client)
    client.app.dependency_overrides[now] = _morning  # type: ignore[attr-defined]
    guesses = [lookup(client, f"{number:09}", "000000").status_code for number in range(12)]
    held = lookup(client, shown["code"], shown["pin"])

    assert guesses == [404] * 10 + [429] * 2
    assert held.status_code == 429
    assert 1 <= int(held.headers["retry-after"]) <= 60
    assert held.json()["code"] == "too-many-tries"
    link = shown["path"].removeprefix("/lacak/")
    assert client.get(f"/tracking/{link}").status_code == 200


def _morning() -> datetime:
    return MORNING


def test_the_counter_shows_the_receipt_again_and_gives_a_new_code(client: TestClient) -> None:
    shown = opened(client)
    place = f"/cases/{shown['case']}/tracking"
    again = client.post(place, headers=RINI).json()
    new = client.post(place, headers=HESTI, json={"new": True}).json()

    assert again == shown
    assert new["code"] != shown["code"]
    assert lookup(client, shown["code"], shown["pin"]).status_code == 404
    assert lookup(client, new["code"], new["pin"]).status_code == 200
    listed = client.get(place, headers=RINI)
    assert [(one["made_by"], one["ended_at"] is None) for one in listed.json()["items"]] == [
        ("hesti", True),
        ("rini", False),
    ]
    assert shown["pin"] not in listed.text


def test_who_saw_code_and_pin_is_noted(client: TestClient) -> None:
    shown = opened(client)
    client.post(f"/cases/{shown['case']}/tracking", headers=HESTI)
    database = client.app.state.database  # type: ignore[attr-defined]
    database.reads.flush()

    noted = database.store.read(lambda reader: read_log.list_reads(reader, ReadQuery()))
    assert [(one.person, one.what, one.how) for one in noted] == [
        ("hesti", "tracking code and PIN", "in full")
    ]


def test_the_examples_are_codes_that_check() -> None:
    assert is_code(code_from_text(TRACKING["TrackingAnswer"]["code"]))
    assert is_code(TRACKING["CodeList"]["items"][0]["code"])
