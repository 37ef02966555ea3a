"""The time of a case over HTTP: clocks, explanations, forecast, more time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from identities import let_in
from jsonschema import Draft202012Validator
from serving import HESTI, RINI, settings_in
from timed_office import SOP, TIMELESS, TimedOffice, copied, local, make_timed_template

from api.app import create_api
from api.deps import now
from engine.core.ids import CaseId
from engine.service.database import connect

NOON = local("2026-03-17 11:00")


class Standing:
    """A clock that tells the time that it was set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="module")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("times") / "template.db")


@pytest.fixture
def office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture
def client(office: TimedOffice, tmp_path: Path) -> Iterator[TestClient]:
    app = let_in(create_api(office.database, settings_in(tmp_path)))
    app.dependency_overrides[now] = Standing(NOON)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def case(office: TimedOffice) -> CaseId:
    """A request found complete the day before a week of holidays."""
    case = office.on("2026-03-13 08:00").file()
    office.on("2026-03-17 09:00").accept(case)
    return case


def explained(client: TestClient, case: CaseId, **asked: object) -> dict:
    answered = client.get(f"/cases/{case}/explanation", params=asked)
    assert answered.status_code == 200, answered.text
    return answered.json()


def test_all_clocks_of_a_case(client: TestClient, case: CaseId) -> None:
    answered = client.get(f"/cases/{case}/times")

    told = answered.json()
    assert answered.headers["cache-control"] == "no-store"
    assert told["promise"] | {"consumed": 0} == {
        "kind": "promise",
        "state": "running",
        "source": "service",
        "budget": {"amount": 3, "unit": "working_day"},
        "extension": 0,
        "counted": "working_day",
        "amount": 3,
        "consumed": 0,
        "remaining": 3,
        "started_at": "2026-03-17T02:00:00Z",
        "due_at": "2026-03-27T09:30:00Z",
        "due_if_resumed_at": None,
        "breached_at": None,
        "finished_at": None,
        "waits_for": None,
        "whole_case": False,
    }
    assert told["legal"]["source"] == "statute"
    assert told["countdown"] == {"working_days_left": 5, "granted_on": "2026-04-01"}
    assert [one["step"] for one in told["tasks"]] == ["telaah"]
    assert [one["task"] for one in told["finished"]] == [1, 2]
    assert (told["applicant_seconds"], told["other_seconds"]) == (0, 0)
    assert told["elapsed_seconds"] == (4 * 24 + 3) * 3600
    assert told["forecast"]["holds_promise"] is True


def test_a_promise_is_explained_with_its_holidays(client: TestClient, case: CaseId) -> None:
    told = explained(client, case)

    named = {one["holiday"]["name"]["id"] for one in told["whiles"] if one["holiday"]}
    assert "Hari Suci Nyepi" in named
    assert told["total"] == sum(one["amount"] for one in told["whiles"]) == 3
    assert told["standing"][0].startswith("Janji layanan: 3 hari kerja")
    assert told["in_all"] == "Jumlah yang dihitung: 3 hari kerja."
    assert told["basis"] == {"calendar": "kantor-wib", "version": 1, "zone": "Asia/Jakarta"}


def test_a_task_is_explained_in_english_to_the_second(client: TestClient, case: CaseId) -> None:
    told = explained(client, case, task=3, lang="en")

    assert told == explained(client, case, clock="step", task=3, lang="en")
    (standing,) = told["standing"]
    assert standing.startswith("The standard of step 3: 2 working hours from 17 March 2026 09:00")
    assert [one["sentence"] for one in told["whiles"]] == [
        "Tuesday, 17 March 2026 09:00 - 11:00: 2 hours counted."
    ]
    assert told["whiles"][0]["hours"] == {"id": "Ramadan 1447 H", "en": "Ramadan 1447 AH"}


def test_a_deadline_is_told_as_it_stood(
    client: TestClient, office: TimedOffice, case: CaseId
) -> None:
    office.on("2026-03-17 10:00").pause(case)
    before = explained(client, case, clock="legal", at="2026-03-17T09:30:00+07:00")
    after = explained(client, case, clock="legal")

    assert (before["clock"]["state"], after["clock"]["state"]) == ("running", "standing")
    assert after["clock"]["waits_for"] == "external_body"
    assert after["clock"]["whole_case"] is True
    assert after["clock"]["due_at"] is None
    assert after["clock"]["due_if_resumed_at"] is not None


def test_an_end_is_foreseen(client: TestClient, case: CaseId) -> None:
    told = client.get(f"/cases/{case}/forecast").json()

    assert told["finish_at"] == "2026-03-17T04:05:00Z"
    assert [row["step"] for row in told["path"]] == ["telaah", "serah"]
    assert told["path"][1]["activity"] == {"id": "Menyerahkan izin", "en": "Hand over"}


def test_the_promise_is_extended_by_who_may(client: TestClient, case: CaseId) -> None:
    more = {"by": "2 hari kerja", "reason": "Menunggu rapat"}
    refused = client.post(f"/cases/{case}/extension", headers=RINI, json=more)
    done = client.post(f"/cases/{case}/extension", headers=HESTI, json=more)

    assert refused.status_code == 403
    assert done.status_code == 200, done.text
    assert done.json()["events"][0]["event"]["amount"] == {"amount": 2, "unit": "working_day"}
    told = client.get(f"/cases/{case}/times").json()["promise"]
    assert (told["amount"], told["extension"]) == (5, 2)


def test_documents_are_asked_for(client: TestClient, office: TimedOffice) -> None:
    asked = {"documents": ["Foto usaha", "KTP-el"]}
    case, other, third = office.file(), office.file(), office.file()
    task = f"/cases/{case}/tasks/2/complete"

    completed = client.post(task, headers=RINI, json=asked | {"outcome": "kurang", "reason": "X"})
    returned = client.post(
        f"/cases/{other}/tasks/2/return", headers=RINI, json=asked | {"reason": "X"}
    )
    paused = client.post(
        f"/cases/{third}/pause", headers=RINI, json=asked | {"reason": "external_body"}
    )

    for answered in (completed, returned, paused):
        assert answered.status_code == 200, answered.text
        assert answered.json()["events"][0]["event"]["documents"] == asked["documents"]


@pytest.mark.parametrize("documents", [[""], ["a\nb"], ["x"] * 51, ["x" * 201], "KTP", [1]])
def test_documents_must_be_names(client: TestClient, case: CaseId, documents: object) -> None:
    body = {"reason": "payment", "documents": documents}

    assert client.post(f"/cases/{case}/pause", headers=RINI, json=body).status_code == 422


@pytest.mark.parametrize(
    ("asked", "field", "why"),
    [
        ({"at": "2026-03-17T09:00:00"}, "at", "timezone"),
        ({"at": "kemarin"}, "at", "must be written as"),
        ({"at": "1773712800"}, "at", "must be written as"),
        ({"at": "2020-01-01T00:00:00+07:00"}, "at", "lies before the case was opened: 2026-03-13"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at", "lies before the case was opened"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "at", "lies more than 5 years after"),
        ({"clock": "step"}, "task", "must be named"),
        ({"clock": "legal", "task": 2}, "task", "of a step only"),
        ({"clock": "x"}, "clock", "Input should be"),
        ({"task": 0}, "task", "greater than"),
        ({"lang": "nl"}, "lang", "Input should be"),
        ({"langs": "id"}, "langs", "Extra"),
    ],
)
def test_what_cannot_be_explained_says_which_part_does_not_fit(
    client: TestClient, case: CaseId, asked: dict[str, object], field: str, why: str
) -> None:
    answered = client.get(f"/cases/{case}/explanation", params=asked)

    assert answered.status_code == 422
    assert answered.headers["content-type"] == "application/problem+json"
    assert why in answered.json()["problems"][field]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"by": "lama", "reason": "X"}, "by"),
        ({"by": 2, "reason": "X"}, "by"),
        ({"by": "2 hari", "reason": "X"}, "amount"),
        ({"by": "9 hari kerja", "reason": "X"}, "amount"),
        ({"by": "1 hari kerja", "reason": ""}, "reason"),
        ({"by": "1 hari kerja", "reason": "X", "task": "3"}, "task"),
        ({"by": "1 hari kerja", "reason": "X", "clock": "legal"}, "clock"),
    ],
)
def test_more_time_must_fit_the_sop(
    client: TestClient, case: CaseId, body: dict[str, object], field: str
) -> None:
    answered = client.post(f"/cases/{case}/extension", headers=HESTI, json=body)

    assert answered.status_code == 422
    assert list(answered.json()["problems"]) == [field]


@pytest.mark.parametrize("part", ["times", "explanation", "forecast"])
def test_what_is_not_there_is_not_told(client: TestClient, office: TimedOffice, part: str) -> None:
    nowhere = client.get(f"/cases/zzzz/{part}")
    timeless = client.get(f"/cases/{office.open(TIMELESS)}/{part}")

    assert nowhere.status_code == timeless.status_code == 404
    assert "no published calendar 'bulan'" in timeless.json()["detail"]


def test_a_clock_that_the_sop_does_not_have_is_not_found(
    client: TestClient, office: TimedOffice, case: CaseId
) -> None:
    silent = office.open("surat")

    assert client.get(f"/cases/{silent}/explanation").status_code == 404
    assert client.get(f"/cases/{case}/explanation", params={"task": 99}).status_code == 404
    assert client.get(f"/cases/{silent}/times").json()["promise"] is None
    assert SOP in client.get(f"/cases/{case}").text


def test_answers_keep_to_the_description(
    client: TestClient, office: TimedOffice, case: CaseId
) -> None:
    office.pause(case)
    document = client.get("/openapi.json").json()
    told = {
        "TimesAnswer": client.get(f"/cases/{case}/times").json(),
        "ExplanationAnswer": explained(client, case),
        "ForecastAnswer": client.get(f"/cases/{case}/forecast").json(),
    }

    for name, answer in told.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(answer)
