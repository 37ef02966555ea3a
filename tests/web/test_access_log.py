"""The log of requests: who asked for which route, and never what for."""

import io
import json
import logging

import pytest
from asking import Asked, a_scope, with_headers
from fastapi.testclient import TestClient
from serving import NIK, RINI, Office

from engine.service.log_lines import note, set_up
from web.access_log import AccessLog, route_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "web.access_log")
    return caplog


def requests(told: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [vars(one)["facts"] for one in told.records if one.name == "web.access_log"]


def test_a_request_is_told_by_its_route_and_never_by_what_it_brought(
    client: TestClient, office: Office, told: pytest.LogCaptureFixture
) -> None:
    case = office.open("Tini Suhartini")
    client.get("/?text=Tini+Suhartini&lang=en")
    client.post(f"/api/v1/cases/{case}/comment", headers=RINI, json={"text": f"NIK {NIK}"})
    client.get("/no/such/Tini")

    opened, page, comment, absent = requests(told)
    assert (opened["route"], opened["status"]) == ("/api/v1/cases", 201)
    assert (page["route"], page["method"]) == ("/", "GET")
    assert comment["route"] == "/api/v1/cases/{case}/comment"
    assert "route" not in absent
    everything = json.dumps(requests(told)) + " ".join(one.getMessage() for one in told.records)
    assert "Tini" not in everything
    assert NIK not in everything


def test_every_answer_names_its_trace(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/api/v1/livez")

    assert len(first.headers["trace-id"]) == 32
    assert first.headers["trace-id"] != second.headers["trace-id"]


def test_a_trace_that_was_begun_elsewhere_goes_on(client: TestClient) -> None:
    assert client.get("/", headers={"traceparent": PARENT}).headers["trace-id"] == TRACE


@pytest.mark.parametrize(
    "said",
    [
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"{PARENT}\u00e9",
        "x",
    ],
)
def test_what_is_no_trace_is_not_gone_on_with(said: str) -> None:
    asked = Asked(AccessLog(answer), with_headers(a_scope(), ("traceparent", said)))

    assert asked.headers["trace-id"] != TRACE


async def answer(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize(("named", "case"), [("01k9q3v7", "01k9q3v7"), ("a b", ""), ("é", "")])
def test_the_line_tells_who_acted_and_on_which_case(named: str, case: str) -> None:
    async def act(scope, receive, send) -> None:
        note(person="rini")
        scope["path_params"] = {"case": named}
        await answer(scope, receive, send)

    into = io.StringIO()
    handler = set_up("json", into)
    try:
        Asked(AccessLog(act), a_scope())
    finally:
        logging.getLogger().removeHandler(handler)

    (line,) = map(json.loads, into.getvalue().splitlines())
    assert (line["person"], line.get("case", "")) == ("rini", case)


def test_a_client_that_leaves_is_told_as_one(told: pytest.LogCaptureFixture) -> None:
    async def nothing(scope, receive, send) -> None:
        return

    Asked(AccessLog(nothing), a_scope())

    assert requests(told)[0]["gone"] == "before an answer"


@pytest.mark.parametrize("path", ["/api/v1/livez", "/static/alur.css", "/metrics", "/prefect/api"])
def test_what_machines_ask_all_day_is_told_only_when_it_fails(
    path: str, told: pytest.LogCaptureFixture
) -> None:
    async def fail(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 503, "headers": []})

    Asked(AccessLog(answer), a_scope(path))
    assert requests(told) == []
    Asked(AccessLog(fail), a_scope(path))
    assert requests(told)[0]["status"] == 503


def test_what_no_route_answered_has_none() -> None:
    assert route_of(a_scope()) == ""


def test_a_failure_of_ours_is_told_once_by_the_trace_that_the_reader_sees(
    client: TestClient, told: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise KeyError(NIK)

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    client.app.state.interface.add_api_route("/broken", broken)  # type: ignore[attr-defined]

    page, problem = client.get("/broken"), client.get("/api/v1/broken")

    assert (page.status_code, problem.status_code) == (500, 500)
    assert page.headers["trace-id"] in page.text
    assert "content-security-policy" in page.headers
    assert problem.json()["trace"] == problem.headers["trace-id"]
    assert [one.getMessage() for one in told.records if one.levelname == "ERROR"] == [
        "a request failed",
        "a request failed",
    ]
