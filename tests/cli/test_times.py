"""The time of a case in a terminal: clocks, why a deadline lies where it does, and more of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import HESTI as HESTI_WULANDARI
from terminal import HESTI, RINI, Terminal
from timed_office import TIMELESS, TimedOffice, copied, local, make_timed_template

from api.cli.times import bar
from engine.core.commands import Complete
from engine.core.ids import CaseId
from engine.service.database import connect
from engine.service.execute import execute
from engine.service.queries import show_case


@pytest.fixture(scope="module")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("times") / "template.db")


@pytest.fixture
def office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture
def typed(office: TimedOffice, tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "alur.db")


@pytest.fixture
def case(office: TimedOffice) -> CaseId:
    """A request found complete the day before a week of holidays."""
    case = office.on("2026-03-13 08:00").file()
    office.on("2026-03-17 09:00").accept(case)
    return case


BEFORE = ("--at", "2026-03-17T10:00+07:00")


def test_the_promise_is_explained_over_lebaran_in_both_languages(
    typed: Terminal, case: CaseId
) -> None:
    english = typed.do("case", "explain", case, *BEFORE).splitlines()
    indonesian = typed.do("case", "explain", case, *BEFORE, "--lang", "id").splitlines()

    assert english[0].endswith(
        "3 working days from 17 March 2026 09:00 WIB; due 27 March 2026 16:30 WIB."
    )
    assert english[1] == "[--------------------] 0 %"
    assert "Thursday, 19 March 2026: not counted, national holiday, Day of Silence." in english
    assert "Kamis, 19 Maret 2026: tidak dihitung, libur nasional Hari Suci Nyepi." in indonesian
    assert indonesian[-2] == "Jumlah yang dihitung: 3 hari kerja."
    assert english[-1] == "As of 17 March 2026 10:00 WIB, by the calendar kantor-wib version 1."


def test_a_task_is_explained_to_the_second_by_number_or_by_step(
    typed: Terminal, case: CaseId
) -> None:
    by_number = typed.do("case", "explain", case, "--task", "3", *BEFORE)

    assert typed.do("case", "explain", case, "--task", "telaah", *BEFORE) == by_number
    assert "The standard of step 3: 2 working hours" in by_number
    assert "[##########----------] 50 %" in by_number
    assert "Counted in all: 2 hours." in by_number


def test_what_is_explained_adds_up_in_json(typed: Terminal, case: CaseId) -> None:
    told = typed.read("case", "explain", case, "--task", "3", *BEFORE, "--lang", "id")

    whiles = told["whiles"]
    assert isinstance(whiles, list)
    assert sum(one["amount"] for one in whiles) == told["total"] == 7200
    assert told["in_all"] == "Jumlah yang dihitung: 2 jam."
    assert told["basis"] == {"calendar": "kantor-wib", "version": 1, "zone": "Asia/Jakarta"}


def test_the_legal_limit_names_the_statute_that_holds(typed: Terminal, case: CaseId) -> None:
    told = typed.do("case", "explain", case, "--legal", *BEFORE, "--lang", "id")

    assert "UU 30/2014 pasal 53 jo. UU 6/2023" in told
    assert "tenggat 31 Maret 2026 16.00 WIB" in told


def test_all_clocks_of_a_case_are_shown(typed: Terminal, office: TimedOffice, case: CaseId) -> None:
    office.on("2026-03-25 09:00").finish(case)

    told = typed.do("case", "times", case)
    indonesian = typed.do("case", "times", case, "--lang", "id")

    assert "kept: 3 working days" in told
    assert "3 telaah" in told
    assert "office 21 hours 1 minute, applicant 0 minutes" in told
    assert "ditepati: 3 hari kerja" in indonesian
    assert typed.read("case", "times", case)["promise"]["state"] == "met"  # type: ignore[index]


def test_what_is_expected_comes_with_its_rows(typed: Terminal, case: CaseId) -> None:
    told = typed.do("case", "forecast", case)
    read = typed.read("case", "forecast", case)

    assert "Expected finish" in told
    assert "4 serah" in told
    assert [row["step"] for row in read["path"]] == ["telaah", "serah"]  # type: ignore[union-attr, attr-defined]


def test_a_forecast_without_rows_is_one_too(
    typed: Terminal, office: TimedOffice, case: CaseId
) -> None:
    office.on("2026-03-25 09:00").finish(case)

    assert "Promise" in typed.do("case", "forecast", case)


def test_a_case_shown_whole_tells_its_times(typed: Terminal, case: CaseId) -> None:
    told = typed.do("case", "show", case)

    assert all(
        name in told for name in ("Promise", "Legal limit", "Expected finish", "Time so far")
    )
    assert "Perkiraan selesai" in typed.do("case", "show", case, "--lang", "id")


def test_a_case_without_a_calendar_is_shown_with_a_note(
    typed: Terminal, office: TimedOffice
) -> None:
    case = office.open(TIMELESS)

    told = typed.do("case", "show", case)
    refused = typed.type("case", "times", case)

    assert "cannot be told: the working calendar bulan is not published" in told
    assert "Menerima berkas" in told
    assert refused.exit_code == 5
    assert "There is no published calendar 'bulan'" in refused.stderr


def test_more_time_is_given_by_who_may(typed: Terminal, office: TimedOffice) -> None:
    case = typed_case(typed)
    more = ("case", "extend", case, "--by", "2 hari kerja", "--reason", "Menunggu rapat")

    refused = typed.type(*more, *RINI)
    typed.do(*more, *HESTI)
    told = typed.do("case", "explain", case)
    again = typed.type(*more, *HESTI)

    assert refused.exit_code == 4
    assert "may not extend" in refused.stderr
    assert "5 working days (an extension of 2 working days included)" in told
    assert again.exit_code == 4


def typed_case(typed: Terminal) -> str:
    """A request of now, found complete."""
    opening = ("case", "open", "izin-waktu", "--applicant", "Bayu", "--field", "usaha=Warung")
    case = str(typed.read(*opening, *RINI)["case"])
    typed.do("case", "complete", case, "--outcome", "lengkap", *RINI)
    return case


def test_what_is_asked_for_stays_with_the_case(typed: Terminal, office: TimedOffice) -> None:
    case = typed_case(typed)
    asked = ("--document", "Foto usaha", "--document", "KTP-el")

    paused = typed.read("case", "pause", case, "--ground", "external_body", *asked, *RINI)

    assert paused["events"][0]["event"]["documents"] == ["Foto usaha", "KTP-el"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("verb", "answer"), [("return", ()), ("complete", ("--outcome", "kurang"))]
)
def test_sending_back_asks_for_documents(
    typed: Terminal, office: TimedOffice, verb: str, answer: tuple[str, ...]
) -> None:
    case = office.file()
    line = ("case", verb, case, "periksa", *answer, "--reason", "Buram", "--document", "Foto usaha")

    typed.do(*line, *RINI)

    history = json.loads(typed.do("case", "history", case, "--json"))["items"]
    returned = [one["recorded"]["event"] for one in history]
    assert ["Foto usaha"] in [one.get("documents") for one in returned]


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [
        (("explain", "{case}", "--legal", "--promise"), 2, "give one of them"),
        (("explain", "{case}", "--at", "kemarin"), 2, "--at takes an instant with its offset"),
        (("explain", "{case}", "--at", "2026-03-17T10:00"), 2, "--at takes an instant"),
        (("explain", "{case}", "--at", "0001-01-01T00:00+14:00"), 2, "--at takes an instant"),
        (("explain", "{case}", "--at", "2020-01-01T00:00+07:00"), 4, "before the case was opened"),
        (("explain", "{case}", "--at", "9999-01-01T00:00+07:00"), 4, "more than 5 years after"),
        (("explain", "{case}", "--task", "99"), 5, "no task of case"),
        (("explain", "{case}", "--task", "serah"), 5, "no task of the step 'serah'"),
        (("explain", "zzzzzz"), 5, "no case"),
        (("times", "zzzzzz"), 5, "no case"),
        (("forecast", "zzzzzz"), 5, "no case"),
        (("extend", "{case}", "--by", "lama", "--reason", "x", *HESTI), 2, "is not a duration"),
        (("extend", "{case}", "--by", "9 hari", "--reason", "x", *HESTI), 4, "must be counted"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_line(
    typed: Terminal, case: CaseId, line: tuple[str, ...], code: int, why: str
) -> None:
    refused = typed.type("case", *(part.format(case=case) for part in line))

    assert refused.exit_code == code
    assert why in " ".join(refused.stderr.split())


def test_a_late_case_says_so(typed: Terminal, office: TimedOffice, case: CaseId) -> None:
    late = office.task(case, "telaah")
    done = Complete(case=case, by=HESTI_WULANDARI, activation=late)
    execute(office.database, done, at=local("2026-04-20 09:00"))

    assert show_case(office.database, case).summary.result is None
    assert "passed: 3 working days, was due 27 March 2026 16:30 WIB" in typed.do(
        "case", "times", case
    )


def test_a_bar_shows_what_is_used() -> None:
    assert [bar(percent) for percent in (0, 50, 100)] == [
        "[--------------------] 0 %",
        "[##########----------] 50 %",
        "[####################] 100 %",
    ]
