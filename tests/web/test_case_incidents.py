"""The incidents of a case on its page: the latest attempts, short, with the way to Prefect."""

from datetime import timedelta

import pytest
from attempting import BEGAN, attempt, put_off
from page_reading import Page
from serving import HESTI, MORNING, Office, clocked, settings_in

from api.glossary import Glossary
from api.present_incidents import attempt_words
from engine.core.commands import SYSTEM, FailAction
from engine.core.ids import ActivationId, CaseId
from engine.service.execute import execute
from engine.service.incident_views import Attempt
from engine.service.queries import show_case
from engine.store import effect_runs
from web.pages.case_incidents import LONGEST_LOG, MOST_SHOWN, stuck_steps


@pytest.fixture
def prefect(client) -> None:
    """As if Prefect ran beside the server; the clock of its pages is known."""
    app = clocked(client.app)
    app.state.settings = app.state.settings.model_copy(update={"prefect": "embedded"})


def to_the_number(office: Office) -> CaseId:
    name = CaseId(office.open())
    office.check(name)
    office.act(name, "telaah_teknis", "complete", HESTI)
    office.act(name, "telaah_hukum", "complete", HESTI)
    return name


@pytest.fixture
def case(client, office: Office) -> CaseId:
    """A case with six attempts at its letter's number, and much to read of each."""
    name = to_the_number(office)
    activation = ActivationId(office.task(name, "nomor"))
    database = client.app.state.database
    for turn in range(1, MOST_SHOWN + 2):
        at = MORNING + timedelta(minutes=turn)
        run = attempt(
            name,
            activation,
            id=f"run-{turn}",
            attempt=turn,
            started_at=at,
            ended_at=at + timedelta(seconds=90),
            log="<x>" + "y" * 5000,
            run="0d6f",
        )
        database.store.write(lambda unit, run=run: effect_runs.write_down(unit, run))
    failed = FailAction(
        case=name, by=SYSTEM, activation=activation, attempt=6, error="Mati.", final=True
    )
    execute(database, failed, at=MORNING + timedelta(hours=1))
    return name


def test_the_latest_attempts_are_told_in_short(client, case, tmp_path):
    database = client.app.state.database
    summary = show_case(database, case).summary

    (told,) = stuck_steps(
        database, summary, settings_in(tmp_path, prefect="embedded"), "en"
    ).values()

    assert [one.number for one in told.attempts] == [2, 3, 4, 5, 6]
    last = told.attempts[-1]
    assert (last.how, last.by) == ("failed, 1 minute", "mesin-1")
    assert last.log == "<x>" + "y" * (LONGEST_LOG - 3) + "…"
    assert last.page == told.page == "/prefect/runs/flow-run/0d6f"


@pytest.mark.parametrize(
    ("language", "took", "words"),
    [
        ("id", timedelta(seconds=0.42), "gagal, 0,4 detik"),
        ("en", timedelta(seconds=0.42), "failed, 0.4 seconds"),
        ("id", timedelta(minutes=3), "gagal, 3 menit"),
        ("id", None, "gagal"),
    ],
)
def test_how_long_an_attempt_took_is_told_to_the_tenth_of_a_second(language, took, words):
    ended = None if took is None else MORNING + took
    one = Attempt(attempt=1, outcome="failed", started_at=MORNING, ended_at=ended)

    assert attempt_words(one, Glossary(workflow=None, language=language)) == words


def test_what_a_program_said_is_text_on_the_page_and_the_page_stays_small(client, case):
    answered = client.get(f"/cases/{case}")

    assert "&lt;x&gt;" in answered.text
    assert len(answered.content) < 60_000
    assert "Percobaan (5)" in Page(answered.text).text


def test_a_case_that_goes_well_has_none(client, office: Office, tmp_path):
    summary = show_case(client.app.state.database, CaseId(office.open())).summary

    assert stuck_steps(client.app.state.database, summary, settings_in(tmp_path), "id") == {}


def links(page: Page) -> list[str | None]:
    return [one["href"] for one in page.all("a") if "flow-run" in (one["href"] or "")]


@pytest.mark.usefixtures("prefect")
def test_a_step_that_waits_for_its_second_attempt_says_so(client, office: Office):
    name = to_the_number(office)
    number = office.task(name, "nomor")
    put_off(
        client.app.state.database,
        attempt(name, number, run="0d6f"),
        until=BEGAN + timedelta(minutes=1),
    )

    page = Page(client.get(f"/cases/{name}").text)
    english = Page(client.get(f"/cases/{name}?lang=en").text)

    assert "Percobaan 1 gagal pukul 08.30, dicoba lagi pukul 08.31." in page.text
    assert "Attempt 1 failed at 08:30, tried again at 08:31." in english.text
    assert links(page) == ["/prefect/runs/flow-run/0d6f"]


@pytest.mark.usefixtures("prefect")
def test_the_last_run_of_an_automated_step_is_linked_from_its_row(client, office: Office):
    name = to_the_number(office)
    number = office.task(name, "nomor")
    for turn, run in enumerate(("0d6e", "0d6f", None)):
        row = attempt(name, number, id=run or "untracked", attempt=turn + 1, run=run)
        client.app.state.database.store.write(
            lambda unit, row=row: effect_runs.write_down(unit, row)
        )
    office.act(name, "nomor", "record", HESTI, result={"number": "470/9"}, reason="Buku agenda")

    page = Page(client.get(f"/cases/{name}").text)

    assert links(page) == ["/prefect/runs/flow-run/0d6f"]
    assert "lihat di Prefect" in page.text


@pytest.mark.usefixtures("prefect")
def test_a_stuck_step_is_an_incident_in_every_place_and_links_outside_its_details(client, case):
    text = client.get(f"/cases/{case}").text
    page = Page(text)

    assert [one["class"] for one in page.all("tr") if one.get("class") == "stuck"] == ["stuck"]
    rail = [one for one in page.all("li") if one.get("aria-current") == "step"]
    assert [one["class"] for one in rail] == ["stuck"]
    assert "Sedang berjalan" not in page.text
    before, _, _ = text[text.index('<li class="stuck"><b>') :].partition("<details>")
    assert "/prefect/runs/flow-run/0d6f" in before
