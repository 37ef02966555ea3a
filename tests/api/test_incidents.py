"""Incidents over HTTP: listed and shown; mended through their task."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from identities import LONG_AGO, grant
from serving import HESTI, MORNING, RINI, Office, settings_in

from api.identity import arrival
from api.prefect_links import run_page
from engine.core.commands import SYSTEM, FailAction
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, UnitId
from engine.service import tokens
from engine.service.directory import change
from engine.service.execute import execute
from engine.service.tokens import Scope


@pytest.fixture
def case(client, office: Office) -> str:
    """A case whose letter could not be numbered."""
    name = office.open()
    office.check(name)
    office.act(name, "telaah_teknis", "complete", HESTI)
    office.act(name, "telaah_hukum", "complete", HESTI)
    failed = FailAction(
        case=CaseId(name),
        by=SYSTEM,
        activation=ActivationId(office.task(name, "nomor")),
        attempt=3,
        error="Register tidak menjawab.",
        final=True,
    )
    execute(client.app.state.database, failed, at=MORNING)
    return name


def test_no_incidents_are_an_empty_page(client):
    assert client.get("/incidents").json() == {"items": [], "total": 0, "next": None}


def test_incidents_are_listed_with_what_the_last_attempt_said(client, office: Office, case):
    page = client.get("/incidents").json()

    assert (page["total"], page["next"]) == (1, None)
    (one,) = page["items"]
    assert (one["case"], one["activation"]) == (case, office.task(case, "nomor"))
    assert (one["step"], one["attempts"]) == ("nomor", 3)
    assert one["activity"] == {"id": "Memberi nomor surat", "en": "Number the letter"}
    assert one["error"] == "Register tidak menjawab."


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sop": "surat-uji", "unit": "kecamatan"}, 1),
        ({"sop": "lain"}, 0),
        ({"before": "2026-11-23T00:00:00+07:00"}, 0),
        ({"before": "2026-11-24T00:00:00+07:00"}, 1),
    ],
)
def test_lists_are_filtered(client, case, asked, found):
    assert client.get("/incidents", params=asked).json()["total"] == found


def test_an_incident_tells_its_story_in_both_languages(client, office: Office, case):
    told = client.get(f"/incidents/{case}/{office.task(case, 'nomor')}").json()

    assert told["is_open"] is True
    assert told["results"] == ["number"]
    assert "Insiden: sistem tidak dapat melanjutkan langkah 6" in told["sentence"]["id"]
    assert "setelah 3 percobaan" in told["sentence"]["id"]
    assert "It is nobody's departure from the SOP" in told["sentence"]["en"]
    assert [(one["attempt"], one["outcome"]) for one in told["attempts"]] == [(3, "failed")]
    assert told["attempts"][0]["page"] == ""
    assert [one["recorded"]["event"]["type"] for one in told["history"]] == ["action_failed"]


def test_tried_again_it_is_over_but_can_still_be_read(client, office: Office, case):
    address = f"/incidents/{case}/{office.task(case, 'nomor')}"

    office.act(case, "nomor", "retry", RINI)

    assert client.get("/incidents").json()["total"] == 0
    told = client.get(address).json()
    assert told["is_open"] is False
    assert "An incident that is over" in told["sentence"]["en"]


def told_apart(client, duty: Duty) -> Mapping[str, str]:
    """Who asks must show who they are from now on; the token of somebody with that duty alone."""
    database, person = client.app.state.database, PersonId("joko")
    change(database, AddPerson(by=SYSTEM, person=person, name="Joko"), at=LONG_AGO)
    grant(database, person, RoleId(duty), UnitId("kecamatan"))
    client.app.dependency_overrides.pop(arrival)
    secret, _ = tokens.issue(
        database,
        person,
        name="uji",
        scopes=(Scope.READ, Scope.ACT),
        until=MORNING + timedelta(days=1),
        by=person,
        at=MORNING,
    )
    return {"Authorization": f"Bearer {secret}"}


def test_an_operator_reads_an_incident_and_tries_again_but_does_nothing_else(
    client, office: Office, case
):
    task = office.task(case, "nomor")
    joko = told_apart(client, Duty.OPERATOR)

    assert client.get("/incidents", headers=joko).json()["total"] == 1
    assert client.get(f"/incidents/{case}/{task}", headers=joko).status_code == 200
    assert client.get(f"/cases/{case}", headers=joko).status_code == 404
    by_hand = {"result": {"number": "1"}, "reason": "Dicatat di buku."}
    recorded = client.post(f"/cases/{case}/tasks/{task}/record", headers=joko, json=by_hand)
    assert recorded.status_code == 404
    tried = client.post(f"/cases/{case}/tasks/{task}/retry", headers=joko)
    assert tried.status_code == 200, tried.text
    assert client.get("/incidents", headers=joko).json()["total"] == 0


def test_an_administrator_neither_reads_an_incident_nor_tries_again(client, office: Office, case):
    task = office.task(case, "nomor")
    joko = told_apart(client, Duty.ADMINISTRATOR)

    assert client.get(f"/incidents/{case}/{task}", headers=joko).status_code == 404
    assert client.post(f"/cases/{case}/tasks/{task}/retry", headers=joko).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/incidents/{case}/1", 404),
        ("/incidents/{case}/0", 404),
        ("/incidents/01kzzzzzzzzzzzzz/1", 404),
        ("/incidents?after=01kzzzzzzzzzzzzz/1", 404),
        ("/incidents?after=x", 422),
        ("/incidents?limit=0", 422),
        ("/incidents?older=1h", 422),
    ],
)
def test_what_is_not_there_is_a_problem_document(client, case, address, status):
    answered = client.get(address.format(case=case))

    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("chosen", "page"),
    [
        ({"prefect": "embedded"}, "/prefect/runs/flow-run/0d6f"),
        ({"prefect": "off"}, ""),
        ({"prefect": "http://prefect:4200/api"}, "http://prefect:4200/runs/flow-run/0d6f"),
        (
            {"prefect": "embedded", "prefect_pages": "https://prefect.example/"},
            "https://prefect.example/runs/flow-run/0d6f",
        ),
        ({"prefect": "off", "prefect_pages": "https://prefect.example"}, ""),
    ],
)
def test_a_run_is_linked_where_prefect_shows_it(tmp_path, chosen, page):
    settings = settings_in(tmp_path, **chosen)

    assert run_page(settings, "0d6f") == page
    assert run_page(settings, None) == ""
