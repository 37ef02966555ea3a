"""`alur deviations`: listed, counted, shown and decided about, for people and for machines."""

import json
from datetime import UTC, date, datetime

import pytest
from builders_deviations import departed, late, time_passes, unmade
from terminal import HESTI, RINI, SOP, Terminal

from engine.core.commands import Actor, AnyCommand, Applicant, Dispose, OpenCase
from engine.core.ids import CaseId, DeviationId, PersonId, RoleId, SopId
from engine.core.text import Text
from engine.service import mint
from engine.service.database import connect
from engine.service.execute import execute

LONG_AGO = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
"""So that a day of that month is past, whenever this runs."""
FAR_AHEAD = "2999-12-31"
KASI = Actor(person=PersonId("hesti"), role=RoleId("kasi"))


@pytest.fixture
def case(terminal: Terminal) -> CaseId:
    """A case that is late with its check, and as a whole."""
    name = mint.case_id(LONG_AGO)
    clerk = Actor(person=PersonId("rini"), role=RoleId("loket"))
    opening = OpenCase(
        case=name,
        by=clerk,
        sop=SopId(SOP),
        applicant=Applicant(name="Bayu"),
        form={"usaha": "Warung", "nik": "3578014107850003"},
    )
    found = (late(2), departed("missing_input", 3, step=None, missing=("ktp",)))
    done(terminal, opening, time_passes(*found, case=name))
    return name


def done(terminal: Terminal, *commands: AnyCommand) -> None:
    with connect(terminal.url) as database:
        for command in commands:
            execute(database, command, at=LONG_AGO)


def test_no_deviations_are_said_to_be_none(terminal: Terminal) -> None:
    assert terminal.do("deviations", "list") == "There are no deviations.\n"
    assert terminal.do("deviations", "counts") == "There are no deviations.\n"
    assert terminal.read("deviations", "list") == {"items": [], "total": 0, "next": None}


def test_a_list_says_what_by_how_much_and_how_it_stands(terminal: Terminal, case: CaseId) -> None:
    told = terminal.do("deviations", "list")

    assert "2026-11-23 08:30" in told
    assert case in told
    assert "late_step:2" in told
    assert "2 Check the file" in told
    assert "Late step" in told
    assert "standard 30 minutes" in told
    assert "missing: ID card" in told
    assert "undecided" in told
    assert "2 of 2" in told


def test_a_list_speaks_indonesian(terminal: Terminal, case: CaseId) -> None:
    told = terminal.do("deviations", "list", "--case", case, "--lang", "id")

    assert "Langkah terlambat" in told
    assert "waktu baku 30 menit" in told
    assert "belum diputuskan" in told


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--kind", "late_step"), ["late_step:2"]),
        (("--step", "periksa"), ["late_step:2"]),
        (("--role", "loket", "--sop", SOP, "--unit", "kecamatan"), ["late_step:2"]),
        (("--role", "kasi"), []),
        (("--status", "corrective"), []),
        (("--status", "open", "--since", "2026-11-24"), []),
        (("--until", "2026-11-22"), []),
        (("--since", "2026-11-23", "--until", "2026-11-23"), ["missing_input:3", "late_step:2"]),
        (("--overdue",), []),
    ],
)
def test_lists_are_filtered(
    terminal: Terminal, case: CaseId, asked: tuple[str, ...], found: list[str]
) -> None:
    page = terminal.read("deviations", "list", *asked)

    assert [one["id"] for one in page["items"]] == found  # type: ignore[attr-defined]
    assert terminal.read("deviations", "counts", *asked)["total"] == len(found)


def test_a_list_goes_on_where_its_page_ended(terminal: Terminal, case: CaseId) -> None:
    told = terminal.do("deviations", "list", "--limit", "1")
    rest = terminal.read("deviations", "list", "--after", f"{case}/missing_input:3")

    assert f"1 of 2; the next page: --after {case}/missing_input:3" in told
    assert [one["id"] for one in rest["items"]] == ["late_step:2"]  # type: ignore[attr-defined]


def test_a_deviation_is_shown_in_sentences_of_both_languages(
    terminal: Terminal, case: CaseId
) -> None:
    told = terminal.do("deviations", "show", case, "late_step:2")
    own = terminal.do("deviations", "show", case[:12], "late_step:2", "--lang", "id")

    assert "Step 2 “Check the file” is late." in told
    assert "The SOP says in step 1: Mengerjakan periksa (Counter officer)." in told
    assert "Due 23 November 2026 08:30 WIB, past since 08:30:01." in told
    assert f"alur deviations dispose {case} late_step:2 VERDICT --reason …" in told
    assert "Langkah 2 “Memeriksa kelengkapan” terlambat." in own
    assert "Tenggat 23 November 2026 08.30 WIB, terlampaui sejak 08.30.01." in own


def test_shown_as_json_it_has_its_sentences_and_its_history(
    terminal: Terminal, case: CaseId
) -> None:
    shown = terminal.read("deviations", "show", case, "late_step:2")

    sentences = [Text(**one) for one in shown["sentences"]]  # type: ignore[attr-defined]
    assert sentences[0].en == "Step 2 “Check the file” is late."
    assert sentences[0].id == "Langkah 2 “Memeriksa kelengkapan” terlambat."
    assert len(shown["history"]) == 1  # type: ignore[arg-type]
    assert shown["deviation"]["found"]["standard"] == {"amount": 30, "unit": "minute"}  # type: ignore[index]


def test_who_may_decides_about_it(terminal: Terminal, case: CaseId) -> None:
    told = terminal.do(
        *("deviations", "dispose", case, "late_step:2", "corrective", "--reason", "Antrean"),
        *("--owner", "budi", "--due", FAR_AHEAD),
        *HESTI,
    )
    listed = terminal.do("deviations", "list")
    shown = terminal.do("deviations", "show", case, "late_step:2")

    assert "hesti (Head of services) decided about the deviation" in told
    assert "corrective action by budi, due 31 December 2999. “Antrean”" in told
    assert f"corrective action, budi, {FAR_AHEAD}" in listed
    assert "VERDICT" not in shown


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("accepted", "accepted"),
        ("revise_sop", "revise_sop"),
        ("accept", "accepted"),
        ("revise-sop", "revise_sop"),
    ],
)
def test_the_other_verdicts_need_only_a_reason(
    terminal: Terminal, case: CaseId, verdict: str, status: str
) -> None:
    line = ("deviations", "dispose", case[:14], "late_step:2", verdict, "--reason", "Padam", *HESTI)

    receipt = terminal.read(*line)
    again = terminal.read("deviations", "list", "--status", status)

    assert receipt["events"][0]["event"]["verdict"] == status  # type: ignore[index]
    assert again["total"] == 1


def test_a_repeated_key_decides_once(terminal: Terminal, case: CaseId) -> None:
    line = ("deviations", "dispose", case, "late_step:2", "accept", "--reason", "Padam", *HESTI)

    first = terminal.read(*line, "--key", "k1")
    second = terminal.read(*line, "--key", "k1")

    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["seq"] == second["seq"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("late_step:2", "accept", "--reason", "x", *RINI), 4, "may not dispose"),
        (("late_step:2", "corrective", "--reason", "x", *HESTI), 4, "owner must name"),
        (
            (
                *("late_step:2", "corrective", "--reason", "x"),
                *("--owner", "budi", "--due", "2019-01-01"),
                *HESTI,
            ),
            4,
            "due lies in the past",
        ),
        (("late_step:2", "accept", "--reason", "x", "--due", FAR_AHEAD, *HESTI), 4, "belongs to"),
        (("late_step:2", "accept", "--reason", " ", *HESTI), 4, "reason"),
        (("late_step:9", "accept", "--reason", "x", *HESTI), 5, "no deviation"),
        (("late_step:2", "forgive", "--reason", "x", *HESTI), 2, "forgive"),
        (("late_step:2", "accept", "--reason", "x", "--due", "besok", *HESTI), 2, "--due takes"),
        (("late_step:2", "accept", *HESTI), 2, "--reason"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_one_line(
    terminal: Terminal, case: CaseId, line: tuple[str, ...], code: int, said: str
) -> None:
    refused = terminal.type("deviations", "dispose", case, *line)

    assert refused.exit_code == code
    assert said in refused.stderr
    assert terminal.read("deviations", "list", "--status", "open")["total"] == 2


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("show", "zzzz", "late_step:2"), 5, "no case"),
        (("list", "--case", "zzzz"), 5, "no case"),
        (("list", "--after", "nothing"), 5, "no deviation 'nothing'"),
        (("list", "--since", "kemarin"), 2, "--since takes a date"),
        (("list", "--until", "9999-12-31"), 2, "--until lies too far away"),
        (("counts", "--since", "0001-01-01"), 2, "--since lies too far away"),
        (("list", "--kind", "tardy"), 2, "tardy"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    terminal: Terminal, line: tuple[str, ...], code: int, said: str
) -> None:
    refused = terminal.type("deviations", *line)

    assert (refused.exit_code, refused.stdout) == (code, "")
    assert said in refused.stderr


def test_what_is_not_there_says_where_to_look(terminal: Terminal, case: CaseId) -> None:
    refused = terminal.type("deviations", "show", case, "late_step:7")

    assert refused.exit_code == 5
    assert "alur deviations list --case" in refused.stderr


def test_deviations_are_counted_by_what_they_have_in_common(
    terminal: Terminal, case: CaseId
) -> None:
    done(terminal, time_passes(unmade("missing_input:3"), case=case))

    told = terminal.do("deviations", "counts")
    counted = json.loads(terminal.do("deviations", "counts", "--json"))

    assert counted["by_status"] == {"open": 1, "withdrawn": 1}
    assert counted["by_step"] == {f"{SOP}/periksa": 1}
    rows = [" ".join(line.split()) for line in told.splitlines()]
    assert "kind Late step 1" in rows
    assert "status withdrawn 1" in rows
    assert f"step {SOP}/periksa 1" in rows
    assert rows[-1] == "1 in all"


def test_corrective_actions_past_their_day_are_overdue(terminal: Terminal, case: CaseId) -> None:
    corrective = Dispose(
        case=case,
        by=KASI,
        deviation=DeviationId("late_step:2"),
        verdict="corrective",
        reason="Antrean",
        owner=PersonId("budi"),
        due=date(2020, 3, 9),
    )
    done(terminal, corrective)

    overdue = terminal.read("deviations", "list", "--overdue")

    assert [one["owner"] for one in overdue["items"]] == ["budi"]  # type: ignore[attr-defined]


def test_the_history_of_the_case_tells_it_too(terminal: Terminal, case: CaseId) -> None:
    assert "Deviation: step 2 “Check the file” is late" in terminal.do("case", "history", case)
