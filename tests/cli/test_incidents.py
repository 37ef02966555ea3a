"""`alur incidents`: listed, shown, tried again one by one or all at once, done by hand."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from attempting import attempt, put_off
from serving import NIK
from terminal import HESTI, RINI, SOP, Terminal

from engine.core.commands import SYSTEM, Actor, AnyCommand, Complete, FailAction, OpenCase
from engine.core.commands import Applicant as Tini
from engine.core.ids import CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.service import mint
from engine.service.database import connect
from engine.service.execute import execute
from engine.service.queries import show_case
from engine.store import effect_runs

LONG_AGO = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EMBEDDED = {"ALUR_PREFECT": "embedded"}
LOKET = Actor(person=PersonId("rini"), role=RoleId("loket"))
KASI = Actor(person=PersonId("hesti"), role=RoleId("kasi"))


def stuck(terminal: Terminal, *, days: int = 0) -> CaseId:
    """A case whose letter could not be numbered, that long after the first."""
    case = at_the_number(terminal, days=days)
    with connect(terminal.url) as database:
        (number,) = (task.activation for task in show_case(database, case).summary.at)
        failed = FailAction(
            case=case, by=SYSTEM, activation=number, attempt=2, error="Mati.", final=True
        )
        execute(database, failed, at=LONG_AGO + timedelta(days=days))
    return case


def at_the_number(terminal: Terminal, *, days: int = 0) -> CaseId:
    """A case whose letter is to be numbered."""
    at = LONG_AGO + timedelta(days=days)
    case = mint.case_id(at)
    with connect(terminal.url) as database:

        def do(command: AnyCommand) -> None:
            execute(database, command, at=at)

        def task(step: str) -> dict[str, object]:
            tasks = show_case(database, case).summary.at
            (found,) = (one.activation for one in tasks if one.step == step)
            return {"case": case, "activation": found}

        form = {"usaha": "Warung", "nik": NIK}
        do(OpenCase(case=case, by=LOKET, sop=SopId(SOP), applicant=Tini(name="Bayu"), form=form))
        do(Complete(by=LOKET, outcome=OutcomeId("lengkap"), checklist=(1,), **task("periksa")))  # type: ignore[arg-type]
        for step in ("telaah_teknis", "telaah_hukum"):
            do(Complete(by=KASI, **task(step)))  # type: ignore[arg-type]
    return case


def activation(terminal: Terminal, case: str) -> str:
    page = terminal.read("incidents", "list")
    (found,) = (one["activation"] for one in page["items"] if one["case"] == case)  # type: ignore[attr-defined]
    return str(found)


def test_no_incidents_are_said_to_be_none(terminal: Terminal) -> None:
    assert terminal.do("incidents", "list") == "There are no incidents.\n"
    assert terminal.read("incidents", "list") == {"items": [], "total": 0, "next": None}
    assert terminal.do("incidents", "retry", "--all", *HESTI) == "There are no incidents.\n"


def test_a_list_says_where_the_engine_is_stuck_and_why(terminal: Terminal) -> None:
    case = stuck(terminal)

    told = terminal.do("incidents", "list")

    assert "2026-03-02 08:00" in told
    assert case in told
    assert "6 Number the letter" in told
    assert "Mati." in told
    assert "1 of 1" in told
    assert "6 Memberi nomor surat" in terminal.do("incidents", "list", "--lang", "id")


def test_a_list_is_filtered_and_goes_on_where_its_page_ended(terminal: Terminal) -> None:
    first, second = stuck(terminal), stuck(terminal, days=1)

    told = terminal.do("incidents", "list", "--limit", "1")
    mark = f"{first}/{activation(terminal, first)}"
    rest = terminal.read("incidents", "list", "--after", mark)

    assert f"1 of 2; the next page: --after {mark}" in told
    assert [one["case"] for one in rest["items"]] == [second]  # type: ignore[attr-defined]
    assert terminal.read("incidents", "list", "--sop", SOP)["total"] == 2
    assert terminal.read("incidents", "list", "--unit", "kecamatan")["total"] == 2
    assert terminal.read("incidents", "list", "--older-than", "1m")["total"] == 2
    assert terminal.read("incidents", "list", "--older-than", "99999d")["total"] == 0


@pytest.mark.parametrize("line", [("list",), ("list", "--json"), ("retry", "--all", *HESTI)])
def test_a_misspelt_sop_does_not_read_as_one_without_incidents(
    terminal: Terminal, line: tuple[str, ...]
) -> None:
    result = terminal.type("incidents", *line, "--sop", "typo")

    assert result.exit_code == 5
    assert "There is no published SOP 'typo'" in result.stderr
    assert "alur sop list" in result.stderr


def test_the_runs_of_an_incident_are_linked_with_the_servers_name(terminal: Terminal) -> None:
    case = stuck(terminal)
    number = activation(terminal, case)
    show = ("incidents", "show", case, number)
    with connect(terminal.url) as database:
        for name in ("a", "b"):
            run = attempt(case, int(number), id=name, run="0d6f")
            database.store.write(lambda unit, run=run: effect_runs.write_down(unit, run))

    own = terminal.type(*show, env=EMBEDDED).stdout
    elsewhere = terminal.type(*show, env={"ALUR_PREFECT": "http://prefect.example:4200/api/"})
    as_json = json.loads(terminal.type(*show, "--json", env=EMBEDDED).stdout)

    page = "http://127.0.0.1:8000/prefect/runs/flow-run/0d6f"
    assert own.count(f"In Prefect: {page}\n") == 1
    assert "In Prefect: http://prefect.example:4200/runs/flow-run/0d6f\n" in elsewhere.stdout
    assert as_json["attempts"][-1]["page"] == page


def test_a_case_says_where_it_is_stuck_and_what_to_type(terminal: Terminal) -> None:
    case = stuck(terminal)

    told = terminal.do("case", "show", case)

    assert "incident: Mati." in told
    assert "waiting for the system" not in told
    assert f"\nalur incidents show {case} {activation(terminal, case)}\n" in told
    assert "insiden: Mati." in terminal.do("case", "show", case, "--lang", "id")


def test_an_incident_is_shown_with_its_attempts_and_what_to_do(terminal: Terminal) -> None:
    case = stuck(terminal)
    number = activation(terminal, case)

    told = terminal.do("incidents", "show", case[:12], number)
    own = terminal.do("incidents", "show", case, number, "--lang", "id")

    assert "the engine cannot go on with step 6 “Number the letter”" in told
    assert "after 2 attempts" in told
    assert "failed" in told
    assert f"alur incidents retry {case} {number} --as PERSON:ROLE\n" in told
    by_hand = f"alur incidents done {case} {number} --result number=… --reason … --as PERSON:ROLE"
    assert by_hand in told
    assert "Ini bukan penyimpangan petugas" in own
    assert "gagal" in own
    as_json = json.loads(terminal.do("incidents", "show", case, number, "--json"))
    assert as_json["is_open"] is True


def test_one_is_tried_again_by_a_role_of_the_sop(terminal: Terminal) -> None:
    case = stuck(terminal)
    number = activation(terminal, case)

    outsider = terminal.type("incidents", "retry", case, number, "--as", "joko:bupati")
    told = terminal.do("incidents", "retry", case[:12], number, *HESTI)

    assert outsider.exit_code == 4
    assert "tried step 6" in told
    assert terminal.read("incidents", "list")["total"] == 0
    over = terminal.do("incidents", "show", case, number)
    assert "An incident that is over" in over
    assert "alur incidents retry" not in over
    assert terminal.type("incidents", "retry", case, number, *HESTI).exit_code == 4


def test_all_are_tried_again_at_once_and_counted(terminal: Terminal) -> None:
    cases = [stuck(terminal, days=days) for days in range(3)]

    none = terminal.read("incidents", "retry", "--all", "--unit", "lain", *HESTI)
    told = terminal.read("incidents", "retry", "--all", "--sop", SOP, *HESTI)

    assert none == {"retried": [], "refused": []}
    assert [one["case"] for one in told["retried"]] == cases  # type: ignore[attr-defined]
    assert told["refused"] == []
    assert terminal.read("incidents", "list")["total"] == 0


def test_what_is_refused_of_many_is_named_and_none_done_is_a_refusal(terminal: Terminal) -> None:
    case = stuck(terminal)

    refused = terminal.type("incidents", "retry", "--all", "--as", "joko:bupati")
    done = terminal.do("incidents", "retry", "--all", *HESTI)

    assert refused.exit_code == 4
    assert f"{case}/" in refused.stdout
    assert "0 of 1 are tried again." in refused.stdout
    assert "None of them was tried again." in refused.stderr
    assert "1 of 1 are tried again." in done


def test_done_by_hand_the_case_moves_on(terminal: Terminal) -> None:
    case = stuck(terminal)
    number = activation(terminal, case)

    lacking = terminal.type("incidents", "done", case, number, "--reason", "Buku agenda", *RINI)
    told = terminal.do(
        *("incidents", "done", case, number),
        *("--result", "number=470/9", "--reason", "Buku agenda", *RINI),
    )

    assert lacking.exit_code == 4
    assert "result.number must be given" in lacking.stderr
    assert "470/9" in told
    assert "Hand over the letter" in told


@pytest.mark.parametrize(
    "line",
    [
        ("retry", *HESTI),
        ("retry", "01k9", *HESTI),
        ("retry", "01k9", "1", "--all", *HESTI),
        ("retry", "--all", "--key", "k", *HESTI),
        ("retry", "01k9", "1", "--sop", SOP, *HESTI),
        ("list", "--older-than", "soon"),
        ("show", "01k9", "0"),
    ],
)
def test_bad_usage_is_told_in_a_line(terminal: Terminal, line: tuple[str, ...]) -> None:
    result = terminal.type("incidents", *line)

    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "line", [("show", "01kzzzz", "1"), ("list", "--after", "01kzzzz/1"), ("retry", "01kz", "1")]
)
def test_what_is_not_there_is_said(terminal: Terminal, line: tuple[str, ...]) -> None:
    as_hesti = HESTI if line[0] == "retry" else ()

    assert terminal.type("incidents", *line, *as_hesti).exit_code == 5


def test_a_case_says_when_a_step_is_tried_again_and_where_prefect_shows_it(
    terminal: Terminal,
) -> None:
    case = at_the_number(terminal)
    with connect(terminal.url) as database:
        (number,) = (task.activation for task in show_case(database, case).summary.at)
        run = attempt(case, number, run="0d6f")
        put_off(database, run, until=datetime(2999, 1, 1, tzinfo=UTC))

    told = terminal.type("case", "show", case, env=EMBEDDED).stdout
    untracked = terminal.type("case", "show", case, env={"ALUR_PREFECT": "off"}).stdout

    assert "\nStep 6 “Number the letter”: attempt 1 failed at" in told
    assert "tried again at 1 January 2999 07:00 WIB\n" in told
    page = "http://127.0.0.1:8000/prefect/runs/flow-run/0d6f"
    assert f"\nRuns in Prefect: {page}\n" in told
    assert "Runs in Prefect" not in untracked
    assert "attempt 1 failed at" in untracked
