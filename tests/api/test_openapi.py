"""The description of the interface: whom each operation is for, what it takes and answers."""

import json

from builders_calendar import FILE
from builders_deviations import departed, late, time_passes
from jsonschema import Draft202012Validator
from serving import HESTI, MORNING

from api.app import openapi_document
from api.examples import ANSWERS, PROBLEMS
from engine.core.ids import CaseId
from engine.service.execute import execute

DOCUMENT = json.loads(openapi_document())


def test_every_operation_says_whom_it_is_for_and_what_a_token_needs():
    for path, verbs in DOCUMENT["paths"].items():
        for verb, operation in verbs.items():
            is_public = operation["x-alur-access"] == "public"
            assert operation["security"] == ([] if is_public else [{"token": []}, {"session": []}])
            assert ("x-alur-scope" in operation) != is_public, (path, verb)
            assert is_public or {"401", "403"} <= operation["responses"].keys(), (path, verb)


def test_every_command_on_a_case_takes_a_role_and_a_key():
    for path, verbs in DOCUMENT["paths"].items():
        headers = {one["name"].lower() for one in verbs.get("post", {}).get("parameters", ())}
        if "post" in verbs and path.startswith("/cases"):
            assert {"alur-role", "idempotency-key"} <= headers, path


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
                media = list(answered.get("content", ()))
                is_refusal = int(status) >= 400
                assert not is_refusal or media == ["application/problem+json"], (path, verb, status)
                assert bool(media) == (status != "204"), (path, verb, status)
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
