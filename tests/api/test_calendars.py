"""Calendars over HTTP: read, edited, and refused in words."""

import json
from datetime import date

import pytest
from fastapi.testclient import TestClient
from serving import HESTI, RINI, Office

from api.app import openapi_document
from api.errors import problem_of
from engine.core.errors import BeyondCalendar, CalendarError, CalendarInvalid
from engine.service.calendar_edits import EditOvertaken

TEXT = """\
weeks:
  kantor:
    title: {id: Jam kerja kantor, en: Office hours}
    source: SK 1/2026
    monday: [07.30-12.00, 13.00-16.00]
    tuesday: [07.30-12.00, 13.00-16.00]
    wednesday: [07.30-12.00, 13.00-16.00]
    thursday: [07.30-12.00, 13.00-16.00]
    friday: [07.30-11.30, 13.00-16.30]
calendars:
  kantor:
    version: 1
    zone: Asia/Jakarta
    week: kantor
"""
HOLIDAY = """\
    holidays:
      - {day: 2026-11-24, name: Hari Jadi, kind: regional, source: Perda 4/2001}
"""
EDIT = TEXT.replace("version: 1", "version: 2") + HOLIDAY


@pytest.fixture
def published(client: TestClient, office: Office) -> str:
    """The calendar in force; the id of a case whose promise counts."""
    applied = client.post("/calendars/apply", headers=RINI, json={"text": TEXT, "reason": "Baru"})
    assert applied.status_code == 200, applied.text
    case = office.open()
    office.check(case)
    return case


def test_calendars_in_force_are_listed(client: TestClient, published: str) -> None:
    (listed,) = client.get("/calendars").json()["items"]

    assert (listed["calendar"], listed["version"], listed["zone"]) == ("kantor", 1, "Asia/Jakarta")
    assert (listed["published_by"], listed["reason"]) == ("rini", "Baru")
    assert listed["published_at"].endswith("Z")


def test_where_nothing_is_published_the_list_is_empty(client: TestClient) -> None:
    assert client.get("/calendars").json() == {"items": []}


def test_a_calendar_is_shown_day_by_day(client: TestClient, published: str) -> None:
    shown = client.get("/calendars/kantor", params={"year": 2027}).json()
    this_year = client.get("/calendars/kantor").json()

    days = {day["day"]: day for day in shown["days"]}
    assert len(days) == 365
    assert days["2027-01-01"]["left_out"] == "holiday"
    assert days["2027-01-01"]["holiday"]["source"].startswith("Paket Python holidays")
    assert days["2027-01-04"]["segments"] == ["07.30-12.00", "13.00-16.00"]
    assert days["2027-01-04"]["seconds"] == 27_000
    assert {one["day"][:4] for one in shown["holidays"]} == {"2027"}
    assert this_year["days"][0]["day"] == "2026-01-01"
    assert [one["version"] for one in shown["versions"]] == [1]


@pytest.mark.parametrize(
    "address",
    ["/calendars/lain", "/calendars/kantor?version=7", "/calendars/kantor/versions/7/moves"],
)
def test_what_is_not_published_is_not_found(
    client: TestClient, published: str, address: str
) -> None:
    answered = client.get(address)

    assert answered.status_code == 404
    assert answered.json()["code"] == "not-found"


@pytest.mark.parametrize("year", ["1900", "9999", "kini"])
def test_a_year_that_no_calendar_knows_is_refused(
    client: TestClient, published: str, year: str
) -> None:
    assert client.get("/calendars/kantor", params={"year": year}).status_code == 422


def test_a_preview_says_what_moves_and_changes_nothing(client: TestClient, published: str) -> None:
    told = client.post("/calendars/preview", headers=RINI, json={"text": EDIT}).json()

    (found,) = told["items"]
    assert told["unchanged"] == []
    assert [one["day"] for one in found["changes"]["holidays_added"]] == ["2026-11-24"]
    (moved,) = found["cases"]
    by_clock = {one["clock"]: one for one in moved["moves"]}
    assert moved["case"] == published
    assert by_clock["promise"]["due_before"] == "2026-11-30T09:00:00Z"
    assert by_clock["promise"]["due_after"] == "2026-12-01T09:00:00Z"
    assert found["total"]["cases"] == found["open_cases"] == 1
    assert client.get("/calendars").json()["items"][0]["version"] == 1


def test_how_many_cases_are_named_can_be_said(client: TestClient, published: str) -> None:
    body = {"text": EDIT, "shown": 0}

    (found,) = client.post("/calendars/preview", headers=RINI, json=body).json()["items"]

    assert (found["cases"], found["is_cut"]) == ([], True)


def test_an_edit_is_put_into_force_once(client: TestClient, published: str) -> None:
    order = {"text": EDIT, "reason": "Perda 4/2001"}

    first = client.post("/calendars/apply", headers=HESTI, json=order).json()
    again = client.post("/calendars/apply", headers=HESTI, json=order).json()
    page = client.get("/calendars/kantor/versions/2/moves").json()

    (done,) = first["items"]
    assert (done["calendar"], done["version"], done["reason"]) == ("kantor", 2, "Perda 4/2001")
    assert again == {"items": [], "unchanged": ["kantor"]}
    assert {one["case_id"] for one in page["items"]} == {published}
    assert page["cases"] == 1
    assert (
        client.get(
            "/calendars/kantor/versions/2/moves", params={"after": page["items"][-1]["case_id"]}
        ).json()["items"]
        == []
    )


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_does_not_follow_is_refused(
    client: TestClient, published: str, version: int
) -> None:
    text = EDIT.replace("version: 2", f"version: {version}")

    answered = client.post("/calendars/preview", headers=RINI, json={"text": text})

    assert answered.status_code == 422
    assert list(answered.json()["problems"]) == ["calendars.kantor.version"]
    assert "alur calendar list" in answered.json()["hint"]


def test_errors_in_the_text_are_told_by_line_and_column(client: TestClient) -> None:
    wrong = TEXT.replace("Asia/Jakarta", "Asia/Papua").replace("12.00, 13.00", "12.00, 11.00", 1)

    answered = client.post("/calendars/apply", headers=RINI, json={"text": wrong, "reason": "x"})

    assert answered.status_code == 422
    problem = answered.json()
    assert problem["code"] == "sop-invalid"
    assert [place.split()[0] for place in problem["problems"]] == ["5:5", "13:11"]
    assert client.get("/calendars").json() == {"items": []}


@pytest.mark.parametrize(
    "body",
    [
        {"text": TEXT},
        {"text": TEXT, "reason": ""},
        {"text": TEXT, "reason": " "},
        {"text": "", "reason": "x"},
        {"text": 5, "reason": "x"},
        {"text": "a: [", "reason": "x"},
        {"text": "\t", "reason": "x"},
        {"text": TEXT, "reason": "x", "calendar": "kantor"},
        {"text": TEXT, "reason": "x" * 501},
    ],
)
def test_an_order_that_does_not_fit_is_refused_in_words(client: TestClient, body) -> None:
    answered = client.post("/calendars/apply", headers=RINI, json=body)

    assert answered.status_code == 422
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json()["hint"]
    assert client.get("/calendars").json() == {"items": []}


def test_an_edit_that_was_overtaken_is_a_conflict() -> None:
    problem = problem_of(EditOvertaken("kantor", 3), "/calendars/apply")

    assert (problem.status, problem.code) == (409, "edit-overtaken")
    assert problem.detail == "kantor is at version 3 by now."


@pytest.mark.parametrize(
    "error",
    [
        CalendarInvalid("Hours contradict each other."),
        BeyondCalendar("kantor", date(2026, 1, 1), date(2026, 12, 31), asked="2030"),
    ],
)
def test_what_a_calendar_cannot_tell_is_refused_in_words(error: CalendarError) -> None:
    problem = problem_of(error, "/calendars/kantor")

    assert problem.status == 422
    assert problem.detail
    assert problem.hint


def test_instants_of_a_journal_are_described_as_instants() -> None:
    rows = json.loads(openapi_document())["components"]["schemas"]["MoveRow"]["properties"]

    assert rows["due_before"]["anyOf"][0]["format"] == "date-time"
