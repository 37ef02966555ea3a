"""What Prometheus reads, and who may."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from serving import HESTI, MORNING, RINI, Office, settings_in

from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.service import clock, ledger, processes
from engine.service.calendars import publish_versions
from engine.service.checkpoints import take
from engine.service.processes import ProcessView
from engine.service.published import PUBLISHED
from engine.service.timers import sweep_all
from engine.settings import Settings

HERE = ("127.0.0.1", 50000)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, reports=tmp_path / "reports")


@pytest.fixture
def near(client: TestClient) -> TestClient:
    return TestClient(client.app, base_url="http://localhost", client=HERE)


def scraped(near: TestClient) -> dict[str, float]:
    """`name{label="value"}`: value."""
    answered = near.get("/metrics")
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(answered.text):
        for one in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in one.labels.items())
            found[f"{one.name}{{{labels}}}" if labels else one.name] = one.value
    return found


def test_an_idle_installation_is_told_in_figures(near: TestClient):
    figures = scraped(near)

    assert figures["alur_database_up"] == 1
    assert figures["alur_effects_waiting"] == figures["alur_overdue_tasks"] == 0
    assert figures["alur_incidents_open"] == figures["alur_writer_queue_depth"] == 0
    assert abs(figures["alur_clock_skew_seconds{of=database}"]) < 60
    assert figures["alur_group_batch_size_count"] > 0
    assert "alur_checkpoint_age_seconds" not in figures


def test_what_people_complete_is_counted_by_what_came_of_it(near: TestClient, office: Office):
    before = scraped(near)
    case = office.open()
    task = office.task(case, "periksa")
    said = {"outcome": "lengkap", "checklist": [1]}
    address = f"/api/v1/cases/{case}/tasks/{task}/complete"
    headers = {"Alur-Person": "rini", "Alur-Role": "loket", "Idempotency-Key": "x"}

    near.post(address, headers=HESTI, json=said)
    near.post(address, headers=headers, json=said)
    near.post(address, headers=headers, json=said)
    near.post(address, headers=headers | {"Idempotency-Key": "y"}, json=said)

    after = scraped(near)
    rise = {
        result: after[name] - before[name]
        for result in ("done", "repeated", "conflict", "refused", "unavailable")
        for name in (f"alur_step_completions_total{{result={result}}}",)
    }
    assert rise == {"done": 1, "repeated": 1, "conflict": 1, "refused": 1, "unavailable": 0}
    assert after["alur_commit_seconds_count"] - before["alur_commit_seconds_count"] == 5


def test_what_could_not_be_kept_is_counted_too(near: TestClient, office: Office, tmp_path: Path):
    case = office.open()
    address = f"/api/v1/cases/{case}/tasks/{office.task(case, 'periksa')}/complete"
    name = "alur_step_completions_total{result=unavailable}"
    before = scraped(near)[name]
    (tmp_path / "alur.db").unlink()

    answered = near.post(address, headers=RINI, json={"outcome": "lengkap", "checklist": [1]})

    assert answered.status_code == 503
    assert scraped(near)[name] - before == 1


def test_attempts_at_automated_steps_are_counted_from_the_database(
    near: TestClient, office: Office, settings: Settings
):
    database = near.app.state.database
    case = office.open()
    office.check(case)
    office.act(case, "telaah_teknis", "complete", HESTI)
    office.act(case, "telaah_hukum", "complete", HESTI)
    assert scraped(near)["alur_effects_enqueued"] == 1

    run_pending(Crew(database, settings, now=lambda: max(clock.now(), MORNING + timedelta(days=1))))

    figures = scraped(near)
    assert figures["alur_effects{outcome=done}"] == 1
    assert figures["alur_effect_start_seconds_count"] == 1
    assert figures["alur_effect_start_seconds_bucket{le=+Inf}"] == 1


def test_late_tasks_and_processes_are_counted(near: TestClient, office: Office):
    database = near.app.state.database
    by = Actor(person=PersonId("ortala"))
    publish_versions(database, [an_office_calendar("kantor")], by=by, at=MORNING)
    office.open()
    sweep_all(database, at=MORNING + timedelta(days=30))
    now = clock.now()
    said = {"started_at": now, "seen_at": now, "release": "1", "prefect": "away"}
    processes.say(database, ProcessView(name="worker-a-1", kind="worker", **said))

    figures = scraped(near)

    assert figures["alur_overdue_tasks"] == 1
    assert figures["alur_processes{kind=worker,prefect=away}"] == 1


def test_the_age_of_the_checkpoint_is_that_of_the_last_one_signed(
    near: TestClient, settings: Settings
):
    database, folder = near.app.state.database, settings.reports
    for ago in (timedelta(days=9), timedelta(hours=2)):
        taken = take(database, at=clock.now() - ago, origin="kota.example", folder=folder)

    figures = scraped(near)
    assert 7200 <= figures["alur_checkpoint_age_seconds"] < 9000
    assert figures["alur_checkpoint_size"] == taken.checkpoint.size
    assert figures["alur_checkpoint_agrees"] == 1
    assert figures["alur_checkpoint_mail_waiting"] == 0
    assert figures["alur_ledger_due"] == figures["alur_ledger_due_seconds"] == 0


def test_what_waits_for_a_number_is_told_and_since_when(near: TestClient):
    database = near.app.state.database
    ledger.sequence(database)
    published_at = clock.now() - timedelta(hours=2)
    by = Actor(person=PersonId("ortala"))
    publish_versions(database, [an_office_calendar("kantor")], by=by, at=published_at)

    figures = scraped(near)

    assert figures["alur_ledger_due"] == 1
    assert 7200 <= figures["alur_ledger_due_seconds"] < 9000


def test_that_the_history_contradicts_what_was_published_is_counted(
    near: TestClient, settings: Settings
):
    database, folder = near.app.state.database, settings.reports
    taken = take(database, at=clock.now(), origin="kota.example", folder=folder)
    size = taken.checkpoint.size
    larger = taken.note.replace(f"\n{size}\n", f"\n{size + 7}\n")
    (folder / PUBLISHED).write_text(larger, encoding="utf-8")
    assert scraped(near)["alur_checkpoint_agrees"] == 0

    (folder / PUBLISHED).write_text(taken.note.replace(f"\n{size}\n", "\nx\n"), encoding="utf-8")
    assert scraped(near)["alur_checkpoint_agrees"] == 0


def test_a_database_that_is_gone_is_told(near: TestClient, tmp_path: Path):
    (tmp_path / "alur.db").unlink()

    figures = scraped(near)

    assert figures["alur_database_up"] == 0
    assert "alur_step_completions_total{result=done}" in figures


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.7.7", "::1", "::ffff:127.0.0.1"])
def test_private_networks_may_read_it(client: TestClient, address: str):
    asking = TestClient(client.app, base_url="http://localhost", client=(address, 1))

    assert asking.get("/metrics").status_code == 200


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "somebody"])
def test_nobody_else_may(client: TestClient, address: str):
    asking = TestClient(client.app, base_url="http://localhost", client=(address, 1))

    assert asking.get("/metrics").status_code == 403


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
def test_nobody_may_through_a_proxy(near: TestClient, header: str):
    assert near.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_the_setting_opens_and_closes_it(near: TestClient):
    settings = near.app.state.settings
    near.app.state.settings = settings.model_copy(update={"metrics": "everybody"})
    assert near.get("/metrics", headers={"Via": "1.1 proxy"}).status_code == 200

    near.app.state.settings = settings.model_copy(update={"metrics": "off"})
    assert near.get("/metrics").status_code == 404


def test_no_case_and_no_person_is_named(near: TestClient, office: Office):
    case = office.open("Tini Suhartini")

    text = near.get("/metrics").text

    assert all(word not in text for word in (case, "Tini", "rini", "surat-uji"))
