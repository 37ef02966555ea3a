"""Whether the server says truly that it can work."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from serving import MORNING, clocked, database_in, settings_in

from api.app import create_api
from api.deps import clock_of, threads_ended
from api.last_look import LastLook
from engine.runtime import checks_place
from engine.service.checks import Check


def red(client: TestClient) -> dict[str, str]:
    answered = client.get("/readyz")
    assert answered.status_code == 503
    assert answered.headers["content-type"] == "application/problem+json"
    assert int(answered.headers["retry-after"]) > 0
    problem = answered.json()
    assert problem["code"] == "not-ready"
    return problem["problems"]


def test_a_server_that_can_work_says_what_it_looked_at(client):
    answered = client.get("/readyz")

    assert answered.status_code == 200
    checks = {one["name"]: one["verdict"] for one in answered.json()["checks"]}
    assert checks.keys() == {"threads", "disk", "database", "schema", "effects"}
    assert set(checks.values()) == {"ok"}


def test_however_often_it_is_asked_it_looks_once_a_second():
    at, looks = [MORNING], []

    def look() -> tuple[Check, ...]:
        looks.append(at[0])
        return ()

    kept = LastLook()
    for moved in (0.0, 0.5, 0.4, 0.2, -60.0):  # in the end the clock goes back
        at[0] += timedelta(seconds=moved)
        kept.checks(look, lambda: at[0])

    assert [(one - MORNING).total_seconds() for one in looks] == [0.0, 1.1, -58.9]


def test_what_was_found_just_now_is_answered_again(client, tmp_path: Path):
    client.app.dependency_overrides[clock_of] = lambda: lambda: MORNING
    assert client.get("/readyz").status_code == 200
    (tmp_path / "alur.db").unlink()

    assert client.get("/readyz").status_code == 200
    client.app.dependency_overrides[clock_of] = lambda: lambda: MORNING + timedelta(seconds=1)
    assert client.get("/readyz").status_code == 503


def test_a_database_that_is_gone_makes_it_red_and_leaves_it_alive(client, tmp_path: Path, caplog):
    (tmp_path / "alur.db").unlink()

    problems = red(client)

    assert list(problems) == ["database"]
    assert "alur.db" not in problems["database"]
    assert "alur.db" in caplog.text
    assert client.get("/livez").status_code == 200


def test_tables_of_another_release_make_it_red(client, tmp_path: Path):
    with sqlite3.connect(tmp_path / "alur.db") as other:
        other.execute("UPDATE alembic_version SET version_num = '0002'")
    other.close()

    assert "0002" in red(client)["schema"]


def test_tables_that_are_gone_make_it_red(client, tmp_path: Path):
    with sqlite3.connect(tmp_path / "alur.db") as other:
        other.execute("DROP TABLE alembic_version")
    other.close()

    assert "alur db prepare" in red(client)["schema"]


def test_a_full_disk_makes_it_red(client, monkeypatch):
    monkeypatch.setattr(checks_place, "FULL_MEGABYTES", 10**9)

    assert "No room for" in red(client)["disk"]


def test_a_thread_that_ended_makes_it_red(tmp_path: Path):
    with database_in(tmp_path) as database:
        app = clocked(create_api(database, settings_in(tmp_path)))
        app.dependency_overrides[threads_ended] = lambda: ("watcher",)
        with TestClient(app) as client:
            assert "watcher" in red(client)["threads"]


@pytest.mark.parametrize("dispatch", [True, False])
def test_effects_that_wait_too_long_are_the_fault_of_who_should_run_them(
    tmp_path: Path, *, dispatch: bool
):
    with database_in(tmp_path) as database:
        settings = settings_in(tmp_path, dispatch=dispatch)
        with TestClient(create_api(database, settings)) as client:
            with sqlite3.connect(tmp_path / "alur.db") as other:
                other.execute(
                    "INSERT INTO outbox VALUES ('c', 1, 'run_action', '{}', 0,"
                    " '2026-01-05T01:00:00.000000Z', '2026-01-05T01:00:00.000000Z', NULL)"
                )
            other.close()
            if dispatch:
                assert "Automated steps that wait: 1," in red(client)["effects"]
            else:
                checks = client.get("/readyz").json()["checks"]
                assert {one["verdict"] for one in checks if one["name"] == "effects"} == {"warn"}
