"""Checkpoints over HTTP: for everybody, checkable by whoever asks; events only for who may read."""

from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from founded import NOON, a_government
from serving import HESTI, MORNING, RINI, Office

from api.access_table import Kind
from api.checkpoint_examples import CHECKPOINTS
from engine.core.notes import parse_checkpoint, parse_note, parse_verifier_key, signed_by
from engine.core.proofs import is_consistent, is_included, leaf_hash
from engine.service import checkpoints
from engine.service.signing_keys import verify
from web.surface import INTERFACE

STRANGER = {"Alur-Person": ""}


def take(office: Office, **after: float):
    return checkpoints.take(
        office.client.app.state.database,
        at=MORNING + timedelta(**after),
        origin="kota.example/alur",
    ).checkpoint


def get(office: Office, path: str, **asked: object):
    return office.client.get(path, params=asked, headers=STRANGER)


def test_before_the_first_there_is_none(office: Office) -> None:
    assert get(office, "/checkpoints").json() == {"items": [], "next": None, "keys": []}
    answered = get(office, "/checkpoints/latest")
    assert (answered.status_code, answered.json()["code"]) == (404, "not-found")
    assert "minutes" in answered.json()["hint"]
    assert get(office, "/checkpoints/consistency", old=0, new=1).status_code == 404


def test_a_stranger_gets_the_newest_to_the_letter_and_checks_it(office: Office) -> None:
    office.open()
    stated = take(office)

    answered = get(office, "/checkpoints/latest")

    assert answered.status_code == 200
    assert answered.headers["content-type"] == "text/plain; charset=utf-8"
    page = get(office, "/checkpoints").json()
    (key,) = (parse_verifier_key(one["verifier_key"]) for one in page["keys"])
    assert signed_by(parse_note(answered.text), key, verify)
    (item,) = page["items"]
    assert item["note"] == answered.text
    assert parse_checkpoint(parse_note(item["note"]).text) == stated
    assert b64decode(item["root"]) == stated.root
    assert (item["size"], item["origin"], item["next_key"]) == (stated.size, stated.origin, None)


def test_all_of_them_come_by_pages(office: Office) -> None:
    for day in range(5):
        take(office, days=day)
    page = get(office, "/checkpoints", limit=2).json()
    assert ([one["id"] for one in page["items"]], page["next"]) == ([5, 4], 4)
    page = get(office, "/checkpoints", limit=3, before=page["next"]).json()
    assert ([one["id"] for one in page["items"]], page["next"]) == ([3, 2, 1], None)


@pytest.mark.parametrize("asked", [{"limit": 0}, {"before": "x"}, {"before": 0}, {"page": 2}])
def test_what_cannot_be_asked_for_is_said(office: Office, asked: dict[str, object]) -> None:
    assert get(office, "/checkpoints", **asked).status_code == 422


def test_that_it_only_grew_is_shown_to_everybody(office: Office) -> None:
    office.open()
    first = take(office)
    office.open()
    second = take(office, minutes=5)

    found = get(office, "/checkpoints/consistency", old=first.size, new=second.size).json()

    proof = [b64decode(one) for one in found["proof"]]
    assert is_consistent(first.size, second.size, proof, first.root, second.root)
    backwards = get(office, "/checkpoints/consistency", old=second.size, new=first.size)
    assert (backwards.status_code, list(backwards.json()["problems"])) == (422, ["old"])


def test_an_event_is_proved_to_who_may_read_its_case(office: Office) -> None:
    case = office.open()
    stated = take(office)
    path = f"/checkpoints/{stated.size}/inclusion"
    asked = {"case": case, "seq": 1}

    answered = office.client.get(path, params=asked, headers=RINI)

    assert answered.status_code == 200, answered.text
    found = answered.json()
    leaf = leaf_hash(found["leaf"].encode())
    assert b64decode(found["leaf_hash"]) == leaf
    assert found["leaf"] == f"alur/entry/1\ncase/{case}\n1\n{found['hash']}\n"
    proof = [b64decode(one) for one in found["proof"]]
    assert is_included(leaf, found["position"], found["size"], proof, stated.root)
    history = office.client.get(f"/cases/{case}/history", headers=RINI).json()
    assert history["items"][0]["hash"] == found["hash"]

    for wrong in ({"case": case[:6], "seq": 1}, {"case": case, "seq": 99}):
        assert office.client.get(path, params=wrong, headers=HESTI).status_code == 404
    elsewhere = office.client.get(
        f"/checkpoints/{stated.size - 1}/inclusion", params=asked, headers=HESTI
    )
    assert elsewhere.status_code == 404


def test_an_event_of_a_case_beyond_reach_is_answered_as_one_that_is_not_there(
    tmp_path: Path,
) -> None:
    with a_government(tmp_path) as government:
        stated = checkpoints.take(government.database, at=NOON, origin="kota.example").checkpoint
        path = f"{INTERFACE}/checkpoints/{stated.size}/inclusion"
        asked = {"case": government.case, "seq": 1}

        def answered(kind: Kind, **more: object) -> int:
            found = government.of(kind).get(path, params={**asked, **more})
            return int(found.status_code)

        assert answered(Kind.OFFICER) == answered(Kind.AUDITOR) == 200
        assert answered(Kind.OFFICER_ELSEWHERE) == 404
        assert answered(Kind.OFFICER, case="nowhere") == 404
        assert government.client().get(path, params=asked).status_code == 401
        assert government.client().get(f"{INTERFACE}/checkpoints/latest").status_code == 200


def test_what_the_examples_of_the_description_prove_is_so() -> None:
    (item,), (key,) = CHECKPOINTS["CheckpointPage"]["items"], CHECKPOINTS["CheckpointPage"]["keys"]
    note = parse_note(item["note"])
    assert signed_by(note, parse_verifier_key(key["verifier_key"]), verify)
    stated, found = parse_checkpoint(note.text), CHECKPOINTS["InclusionAnswer"]
    leaf = leaf_hash(found["leaf"].encode())
    assert b64decode(found["leaf_hash"]) == leaf
    proof = [b64decode(one) for one in found["proof"]]
    assert is_included(leaf, found["position"], stated.size, proof, stated.root)
