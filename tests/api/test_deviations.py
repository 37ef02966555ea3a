"""Deviations over HTTP: listed, counted, shown, and decided about once."""

import pytest
from builders_deviations import departed, late, time_passes, unmade
from serving import HESTI, MORNING, RINI, Office

from engine.core.ids import CaseId
from engine.service.execute import execute

VERDICT = {"verdict": "accepted", "reason": "Listrik padam."}


@pytest.fixture
def case(client, office: Office) -> str:
    """A case that is late with its check and lacks a requirement."""
    name = office.open()
    found = (late(2), departed("missing_input", 3, step=None, missing=("ktp",)))
    brought(client, name, *found)
    return name


def brought(client, case, *found):
    database = client.app.state.database
    execute(database, time_passes(*found, case=CaseId(case)), at=MORNING)


def decide(client, case, name="late_step:2", *, headers=HESTI, **said):
    address = f"/cases/{case}/deviations/{name}/disposition"
    return client.post(address, headers=headers, json=VERDICT | said)


def test_deviations_are_listed_with_their_evidence(client, case):
    page = client.get("/deviations").json()

    assert (page["total"], page["next"]) == (2, None)
    one = page["items"][1]
    assert (one["case"], one["id"], one["status"]) == (case, "late_step:2", "open")
    assert one["activity"] == {"id": "Memeriksa kelengkapan", "en": "Check the file"}
    assert one["role_title"]["en"] == "Counter officer"
    assert one["at"] == "2026-11-23T01:30:01Z"
    assert one["found"]["due"] == "2026-11-23T01:30:00Z"
    assert one["found"]["standard"] == {"amount": 30, "unit": "minute"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "late_step"}, 1),
        ({"step": "periksa", "role": "loket", "sop": "surat-uji", "unit": "kecamatan"}, 1),
        ({"status": "open"}, 2),
        ({"status": "withdrawn"}, 0),
        ({"sop": "surat-lain"}, 0),
        ({"since": "2026-11-23T08:30:02+07:00"}, 0),
        ({"since": "2026-11-23T01:30:01Z", "until": "2026-11-23T01:30:02Z"}, 2),
        ({"until": "2026-11-23T01:30:01Z"}, 0),
        ({"due_before": "2027-01-01"}, 0),
    ],
)
def test_only_what_was_asked_for_is_listed_and_counted(client, case, asked, found):
    assert client.get("/deviations", params=asked).json()["total"] == found
    assert client.get("/deviations/counts", params=asked).json()["total"] == found


def test_pages_go_on_where_the_last_one_ended(client, case):
    first = client.get("/deviations", params={"limit": 1, "case": case}).json()
    second = client.get("/deviations", params={"limit": 1, "after": first["next"]}).json()

    assert first["next"] == f"{case}/missing_input:3"
    assert [one["id"] for one in second["items"]] == ["late_step:2"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "tardy"}, 422),
        ({"status": "closed"}, 422),
        ({"since": "2026-11-23"}, 422),
        ({"since": "1700000000"}, 422),
        ({"since": "0001-01-01T00:00:00+14:00"}, 422),
        ({"until": "9999-12-31T23:59:59-12:00"}, 422),
        ({"due_before": "1700000000"}, 422),
        ({"due_before": "2026-02-30"}, 422),
        ({"after": "x"}, 422),
        ({"after": "zzzz/late_step:1"}, 404),
        ({"case": "zzzz"}, 404),
        ({"limit": 0}, 422),
        ({"besides": "1"}, 422),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client, asked, status):
    answered = client.get("/deviations", params=asked)

    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"


def test_counts_take_no_page(client):
    assert client.get("/deviations/counts", params={"limit": 1}).status_code == 422


def test_deviations_are_counted_in_every_way(client, case):
    brought(client, case, unmade("missing_input:3"))

    assert client.get("/deviations/counts").json() == {
        "total": 1,
        "by_sop": {"surat-uji": 1},
        "by_unit": {"kecamatan": 1},
        "by_step": {"surat-uji/periksa": 1},
        "by_role": {"loket": 1},
        "by_kind": {"late_step": 1},
        "by_status": {"open": 1, "withdrawn": 1},
    }


def test_a_deviation_is_shown_in_sentences_with_its_history(client, case):
    decide(client, case)

    shown = client.get(f"/cases/{case[:12]}/deviations/late_step:2").json()

    assert shown["deviation"]["status"] == "accepted"
    assert shown["sentences"][0] == {
        "id": "Langkah 2 “Memeriksa kelengkapan” terlambat.",
        "en": "Step 2 “Check the file” is late.",
    }
    kinds = [line["recorded"]["event"]["type"] for line in shown["history"]]
    assert kinds == ["deviation_recorded", "deviation_disposed"]
    assert shown["history"][1]["sentence"]["en"].endswith("accepted. “Listrik padam.”")


@pytest.mark.parametrize("name", ["late_step:9", "late_step", "late_step:x", "Late:1"])
def test_what_is_not_there_is_not_found(client, case, name):
    assert client.get(f"/cases/{case}/deviations/{name}").status_code == 404
    assert decide(client, case, name).status_code == 404


def test_a_verdict_is_recorded_and_replaced_by_a_later_one(client, case):
    first = decide(client, case, verdict="corrective", owner="budi", due="2026-12-01")
    (overdue,) = client.get("/deviations", params={"due_before": "2026-12-02"}).json()["items"]
    second = decide(client, case, verdict="revise_sop")

    assert first.status_code == second.status_code == 200
    event = first.json()["events"][0]["event"]
    assert (event["type"], event["owner"], event["due"]) == (
        "deviation_disposed",
        "budi",
        "2026-12-01",
    )
    assert overdue["due"] == "2026-12-01"
    assert client.get("/deviations", params={"status": "revise_sop"}).json()["total"] == 1


def test_the_same_key_decides_once(client, case):
    headers = HESTI | {"Idempotency-Key": "k1"}

    answers = [decide(client, case, headers=headers).json() for _ in range(2)]

    assert [one["repeated"] for one in answers] == [False, True]
    assert answers[0]["seq"] == answers[1]["seq"]


def test_who_may_not_decide_is_refused(client, case):
    answered = decide(client, case, headers=RINI)

    assert answered.status_code == 403
    assert answered.json()["code"] == "power-missing"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verdict": "corrective"}, "owner"),
        ({"verdict": "corrective", "owner": "budi"}, "due"),
        ({"verdict": "corrective", "owner": "budi", "due": "2020-01-01"}, "due"),
        ({"verdict": "corrective", "owner": "budi", "due": 1700000000}, "due"),
        ({"verdict": "corrective", "owner": "budi", "due": "20261201"}, "due"),
        ({"owner": "budi"}, "owner"),
        ({"verdict": "forgiven"}, "verdict"),
        ({"reason": " "}, "reason"),
        ({"besides": 1}, "besides"),
    ],
)
def test_a_verdict_that_lacks_something_says_what(client, case, said, field):
    answered = decide(client, case, **said)

    assert answered.status_code == 422
    assert field in answered.json()["problems"]


def test_deciding_about_what_was_withdrawn_is_refused(client, case):
    brought(client, case, unmade("late_step:2"))

    answered = decide(client, case)

    assert (answered.status_code, answered.json()["code"]) == (409, "already-so")
