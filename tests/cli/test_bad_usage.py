"""Bad usage: one line, the right exit code, and nothing changed."""

import pytest
from serving import NIK
from terminal import HESTI, OPENING, REQUEST, RINI, SOP, Terminal

NO_CASE = "zzzzzzzzzzzzzzzz"

BAD_USAGE = {
    "no such noun": ("berkas", "list"),
    "no such verb": ("case", "opne"),
    "no such option": ("case", "list", "--colour"),
    "nothing where something is needed": ("case", "show"),
    "nobody acts": REQUEST,
    "an actor without a person": (*REQUEST, "--as", ":loket"),
    "an actor with two roles": (*REQUEST, "--as", "rini:loket:kasi"),
    "a field without a value": (*OPENING, "--field", "nik", *RINI),
    "a field without a name": (*OPENING, "--field", "=3", *RINI),
    "a field twice": (*REQUEST, "--field", "usaha=Toko", *RINI),
    "a form that is no JSON": (*OPENING, "--form", "-", *RINI),
    "a form that is no file": (*OPENING, "--form", "there/is/none.json", *RINI),
    "a version that is no number": (*REQUEST, *RINI, "--version", "satu"),
    "an instant without its offset": (*REQUEST, *RINI, "--happened-at", "2026-11-20T08:00"),
    "an instant that is none": (*REQUEST, *RINI, "--happened-at", "kemarin"),
    "a limit out of bounds": ("case", "list", "--limit", "0"),
    "a status that is none": ("case", "list", "--status", "lost"),
    "a language that is none": ("case", "list", "--lang", "jv"),
    "my tasks without me": ("task", "list", "--mine"),
    "a key without a step": ("case", "claim", NO_CASE, *RINI, "--key", "k"),
    "a reorder without a step": (
        *("case", "override", NO_CASE, "--mode", "reorder", "--reason", "x"),
        *HESTI,
    ),
    "a definition that is not there": ("sop", "check", "there/is/none.yaml"),
    "a day that is none": ("sop", "check", ".", "--today", "2026-02-30"),
    "a version after the @ that is no number": ("sop", "show", f"{SOP}@satu"),
    "a matrix too narrow": ("sop", "show", SOP, "--width", "20"),
    "a demonstration of nothing": ("demo", "load", "--cases", "0"),
    "a demonstration until no day": ("demo", "load", "--until", "besok"),
    "a port that is none": ("serve", "--port", "99999"),
}
REFUSED = {
    "a role of another SOP": (*REQUEST, "--as", "rini:camat"),
    "a form with holes": (*OPENING, *RINI),
    "an unknown field": (*REQUEST, "--field", "warna=merah", *RINI),
    "a NIK that is none": (*OPENING, "--field", "nik=12", *RINI),
    "an unknown requirement": (*REQUEST, "--has", "paspor", *RINI),
    "an applicant without a name": ("case", "open", SOP, "--applicant", " ", *RINI),
    "an instant in the future": (*REQUEST, *RINI, "--happened-at", "2999-01-01T00:00+07:00"),
    "a key without letters": (*REQUEST, *RINI, "--key", ""),
}
NO_SUCH_THING = {
    "no such case": ("case", "show", NO_CASE),
    "hardly the beginning of a case": ("case", "show", "z"),
    "no such case to act on": ("case", "claim", NO_CASE, *RINI),
    "no such SOP": ("sop", "show", "surat-cinta"),
    "no such version": ("sop", "show", SOP, "--version", "9"),
    "no such SOP to open a case of": ("case", "open", "surat-cinta", "--applicant", "B", *RINI),
}


def check(terminal: Terminal, line: tuple[str, ...], code: int) -> None:
    before = terminal.tally()

    result = terminal.type(*line)

    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("alur: ")
    assert result.stderr.count("\n") == 1
    assert terminal.tally() == before


@pytest.mark.parametrize("line", BAD_USAGE.values(), ids=BAD_USAGE)
def test_a_line_that_makes_no_sense_is_told_so(terminal: Terminal, line: tuple[str, ...]) -> None:
    check(terminal, line, 2)


@pytest.mark.parametrize("line", REFUSED.values(), ids=REFUSED)
def test_a_rule_refuses_with_its_reason(terminal: Terminal, line: tuple[str, ...]) -> None:
    check(terminal, line, 4)


@pytest.mark.parametrize("line", NO_SUCH_THING.values(), ids=NO_SUCH_THING)
def test_what_is_not_there_is_named(terminal: Terminal, line: tuple[str, ...]) -> None:
    check(terminal, line, 5)


def test_bad_usage_of_an_open_case_changes_nothing(terminal: Terminal) -> None:
    case = terminal.open_case()

    check(terminal, ("case", "complete", case, "--tick", "satu", *RINI), 2)
    check(terminal, ("case", "complete", case, "--tick", "9", "--outcome", "lengkap", *RINI), 4)
    check(terminal, ("case", "complete", case, "--outcome", "mungkin", *RINI), 4)
    check(terminal, ("case", "complete", case, "serah", *RINI), 4)
    check(terminal, ("case", "complete", case, "terbang", *RINI), 5)
    check(terminal, ("case", "record", case, "--reason", "x", *RINI), 4)
    check(terminal, ("case", "release", case, *RINI), 4)
    check(terminal, (*REQUEST, "--field", f"nik={NIK}", *RINI), 2)


def test_a_closed_case_takes_no_more_work(terminal: Terminal) -> None:
    case = terminal.open_case()
    terminal.do("case", "withdraw", case, "--reason", "pindah", *RINI)

    check(terminal, ("case", "claim", case, *RINI), 4)
    check(terminal, ("case", "comment", case, "--text", "x", *RINI), 4)


@pytest.mark.parametrize(
    "url", ["sqlite:///:memory:", "mysql://x/y", "nonsense", "sqlite:////proc/nowhere/alur.db"]
)
def test_a_database_that_cannot_be_used_is_told(terminal: Terminal, url: str) -> None:
    result = terminal.type("case", "list", env={"ALUR_DATABASE_URL": url})

    assert result.exit_code == 6
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_told(
    terminal: Terminal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("no") / "alur.db"
    file.write_text("this is no database, and long enough to be sure " * 40, encoding="utf-8")

    result = terminal.type("case", "list", env={"ALUR_DATABASE_URL": f"sqlite:///{file}"})

    assert result.exit_code == 6
    assert result.stderr.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_named(terminal: Terminal) -> None:
    result = terminal.type("db", "path", env={"ALUR_ZONE": "Mars/Olympus", "ALUR_PORT": "0"})

    assert result.exit_code == 2
    assert "ALUR_ZONE" in result.stderr
    assert "ALUR_PORT" in result.stderr
