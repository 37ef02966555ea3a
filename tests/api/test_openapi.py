"""The description of the interface, and that every route says who acts."""

import json

import pytest
from builders_calendar import FILE
from builders_deviations import departed, late, time_passes
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator
from serving import HESTI, MORNING

from api.app import NOUNS, openapi_document
from api.deps import PUBLIC, UNTIL_ACCOUNTS, actor
from api.examples import ANSWERS, PROBLEMS
from engine.core.ids import CaseId
from engine.service.execute import execute

ROUTES = [route for noun in NOUNS for route in noun.router.routes if isinstance(route, APIRoute)]
DOCUMENT = json.loads(openapi_document())


def needs(dependant: Dependant) -> set[object]:
    below = (needs(one) for one in dependant.dependencies)
    return {dependant.call}.union(*below)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_names_its_actor_or_is_on_a_list(route):
    open_to_all = route.name in PUBLIC | UNTIL_ACCOUNTS

    assert (actor in needs(route.dependant)) != open_to_all


def test_the_lists_name_only_routes_that_only_read():
    named = {route.name: route.methods for route in ROUTES}

    assert PUBLIC.isdisjoint(UNTIL_ACCOUNTS)
    assert {tuple(named[name]) for name in PUBLIC | UNTIL_ACCOUNTS} == {("GET",)}


def test_every_post_takes_a_person_and_a_key():
    for path, verbs in DOCUMENT["paths"].items():
        headers = {one["name"].lower() for one in verbs.get("post", {}).get("parameters", ())}
        if "post" in verbs:
            assert {"alur-person", "alur-role", "idempotency-key"} <= headers, path


def test_the_description_is_the_same_every_time():
    assert openapi_document() == openapi_document()
    assert openapi_document().endswith("}\n")


def test_the_server_gives_the_same_description(client):
    assert client.get("/openapi.json").json() == client.get("/openapi.json").json() == DOCUMENT


def test_every_answer_is_described_and_refusals_are_problems():
    for path, verbs in DOCUMENT["paths"].items():
        for verb, operation in verbs.items():
            assert operation["summary"], path
            assert operation["description"], path
            for status, answered in operation["responses"].items():
                wanted = "application/problem+json" if int(status) >= 400 else None
                media = answered["content"]
                assert wanted is None or list(media) == [wanted], (path, verb, status)
                assert answered["description"], (path, verb, status)


def test_no_reference_leads_nowhere():
    def references(value):
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(references(DOCUMENT)) <= known
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]


def check(name: str, value: object) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(value)


def test_examples_keep_to_the_description():
    for name, example in ANSWERS.items():
        check(name, example)
    for example in PROBLEMS.values():
        check("Problem", example)


def test_real_answers_keep_to_the_description(client, office):
    case = office.open()
    office.finish(case)

    check("CaseView", client.get(f"/cases/{case}").json())
    check("CasePage", client.get("/cases").json())
    check("History", client.get(f"/cases/{case}/history").json())
    check("DocumentList", client.get(f"/cases/{case}/documents").json())
    check("TaskList", client.get("/tasks").json())
    check("SopList", client.get("/sops").json())
    check("SopVersion", client.get("/sops/surat-uji/versions/1").json())
    check("Tally", client.get("/tally").json())
    check("Problem", client.get("/cases/zzzz").json())


def test_real_answers_about_calendars_keep_to_the_description(client, office):
    text = FILE.read_text(encoding="utf-8").replace("kantor-wib", "kantor")
    check("EditsApplied", apply_calendars(client, text))
    office.check(office.open())
    edit = text.replace("version: 1", "version: 2").replace("kantor-ramadan}", "kantor}")
    looked = client.post("/calendars/preview", headers=HESTI, json={"text": edit})

    check("EditPreviews", looked.json())
    check("EditsApplied", apply_calendars(client, edit))
    check("CalendarList", client.get("/calendars").json())
    check("CalendarAnswer", client.get("/calendars/kantor").json())
    check("MovePage", client.get("/calendars/kantor/versions/2/moves").json())


def apply_calendars(client, text):
    order = {"text": text, "reason": "Keputusan baru"}
    return client.post("/calendars/apply", headers=HESTI, json=order).json()


def test_real_answers_about_deviations_keep_to_the_description(client, office):
    case = CaseId(office.open())
    found = time_passes(late(2), departed("missing_input", 3, step=None), case=case)
    execute(client.app.state.database, found, at=MORNING)
    verdict = {"verdict": "corrective", "reason": "Antrean.", "owner": "budi", "due": "2026-12-01"}
    address = f"/cases/{case}/deviations/late_step:2"

    check("Receipt", client.post(f"{address}/disposition", headers=HESTI, json=verdict).json())
    check("DeviationPage", client.get("/deviations").json())
    check("DeviationCounts", client.get("/deviations/counts").json())
    check("DeviationAnswer", client.get(address).json())
