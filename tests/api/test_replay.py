"""A case as it was, over HTTP: at an event, at an instant, event by event."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from identities import let_in
from jsonschema import Draft202012Validator
from serving import NIK, settings_in
from serving import Office as Desk
from timed_office import TimedOffice, copied, local, make_timed_template

from api.app import create_api, openapi_document
from api.deps import now
from engine.core.ids import CaseId
from engine.service.database import connect
from engine.service.reads import ReadQuery
from engine.service.timers import sweep_all

COMPONENTS = json.loads(openapi_document())["components"]
AFTERNOON = local("2026-03-10 15:00")


@pytest.fixture(scope="module")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("replays") / "template.db")


@pytest.fixture
def timed(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture
def audit(timed: TimedOffice, tmp_path: Path) -> Iterator[TestClient]:
    app = let_in(create_api(timed.database, settings_in(tmp_path)))
    app.dependency_overrides[now] = lambda: AFTERNOON
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def case(timed: TimedOffice) -> CaseId:
    """A request handed in on Monday and checked too late on Tuesday."""
    case = timed.on("2026-03-09 08:00").file()
    timed.on("2026-03-10 09:00").accept(case)
    sweep_all(timed.database, at=local("2026-03-10 09:01"))
    return case


def told(client: TestClient, path: str, **asked: object) -> dict[str, Any]:
    answered = client.get(path, params=asked)  # type: ignore[arg-type]
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    name = "ReplaySteps" if path.endswith("steps") else "ReplayAnswer"
    schema = {"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}
    Draft202012Validator(schema).validate(found)
    return found


def test_a_case_is_told_as_it_was_at_an_instant_and_after_an_event(
    audit: TestClient, case: CaseId
) -> None:
    then = told(audit, f"/cases/{case}/replay", at="2026-03-09T12:00:00+07:00")
    first = told(audit, f"/cases/{case}/replay", seq=1)
    whole = told(audit, f"/cases/{case}/replay")

    assert [one["step"] for one in then["tasks"]] == ["periksa"]
    assert (then["at"], then["deviations"]) == ("2026-03-09T05:00:00Z", {})
    assert then["times"]["basis"] == {
        "calendar": "kantor-wib",
        "version": 1,
        "zone": "Asia/Jakarta",
    }
    assert (first["seq"], len(first["events"]), first["tasks"]) == (1, 1, [])
    assert (whole["seq"], whole["at"]) == (whole["events_in_all"], "2026-03-10T08:00:00Z")
    assert "late_step:2" in whole["deviations"]
    assert whole["findings"] == []
    assert whole["sop"]["version"] == 1
    assert whole["events"][0]["sentence"]["en"].startswith("rini (Counter officer) opened a case")


def test_what_does_not_follow_is_told_in_both_languages(
    audit: TestClient, timed: TimedOffice, case: CaseId
) -> None:
    timed.database.store.administer(
        lambda connection: (
            connection.exec_driver_sql("DROP TRIGGER case_event_refuses_delete"),
            connection.exec_driver_sql("DELETE FROM case_event WHERE kind = 'deviation_recorded'"),
        )
    )

    looked_at = "2026-03-10T09:30:00+07:00"  # and nothing more is to be looked for until 10
    (finding,) = told(audit, f"/cases/{case}/replay", at=looked_at)["findings"]

    assert finding["finding"]["code"] == "not_recorded"
    assert finding["finding"]["derived"]["found"]["kind"] == "late_step"
    assert "must have been recorded and is not. By the history: step 2" in finding["sentence"]["en"]
    assert "seharusnya dicatat" in finding["sentence"]["id"]


def test_instants_that_cannot_be_told_are_refused(audit: TestClient, case: CaseId) -> None:
    early = audit.get(f"/cases/{case}/replay", params={"at": "2026-03-01T08:00:00+07:00"})
    both = audit.get(f"/cases/{case}/replay", params={"at": "2026-03-10T08:00:00Z", "seq": 1})
    naive = audit.get(f"/cases/{case}/replay", params={"at": "2026-03-10T08:00:00"})
    beyond = audit.get(f"/cases/{case}/replay", params={"seq": 999})

    assert [one.status_code for one in (early, both, naive, beyond)] == [422, 422, 422, 422]
    assert "before the case was opened" in early.text
    assert audit.get("/cases/zzzzzzzz/replay").status_code == 404


def test_personal_data_is_masked_in_it_and_whoever_reads_it_is_noted(
    client: TestClient, office: Desk
) -> None:
    case = office.open()

    whole = client.get(f"/cases/{case}/replay")
    steps = client.get(f"/cases/{case}/replay/steps")

    assert whole.status_code == steps.status_code == 200
    assert NIK not in whole.text + steps.text
    assert "enc:" not in whole.text + steps.text
    assert whole.json()["data"]["form.nik"].endswith(NIK[-4:])
    database = client.app.state.database  # type: ignore[attr-defined]
    noted = {one.what for one in database.reads.list(ReadQuery(case=CaseId(case)))}
    assert "replay" in noted


def test_the_steps_tell_each_event_with_what_it_changed(audit: TestClient, case: CaseId) -> None:
    found = told(audit, f"/cases/{case}/replay/steps")

    first, second, *_ = found["items"]
    assert {"what": "active.1.step", "before": None, "after": "ajukan"} in second["changes"]
    assert first["event"]["actor"]["person"] == "rini"
    numbers = [one["event"]["recorded"]["seq"] for one in found["items"]]
    assert numbers == list(range(1, len(numbers) + 1))
