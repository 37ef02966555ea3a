"""The line itself: help, exit codes, what is written where."""

import io
from importlib import metadata
from pathlib import Path

import pytest
from terminal import REQUEST, RINI, Terminal
from typer import BadParameter
from typer.testing import CliRunner

from api.cli import EXIT_CODES, NOUNS, Code, CommandLine, app, output
from api.cli.exits import verdict_on
from engine.core.errors import (
    InputRefused,
    NotFound,
    SopInvalid,
    StoreUnavailable,
    TaskNotHeld,
)
from engine.core.ids import StepId
from engine.sop.codes import finding


def test_every_exit_code_has_a_meaning_and_the_help_tells_it(terminal: Terminal) -> None:
    told = " ".join(terminal.do("--help").split())

    assert set(EXIT_CODES) == set(Code)
    assert all(f"{int(code)} {meaning}" in told for code, meaning in EXIT_CODES.items())


VERBS = {"backup", "doctor", "replay", "restore", "serve", "verify", "watch", "worker"}
"""What is done at once, with no verb."""


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun not in VERBS])
def test_a_noun_alone_shows_its_verbs(terminal: Terminal, noun: str) -> None:
    assert "Commands" in terminal.do(noun)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_help_of_a_noun_says_what_the_list_of_nouns_says(terminal: Terminal, noun: str) -> None:
    said = NOUNS[noun][1]

    assert said in terminal.do("--help")
    assert noun in VERBS or said in terminal.do(noun, "-h")


def test_the_version_is_told(terminal: Terminal) -> None:
    assert terminal.do("--version") == f"alur {metadata.version('alur')}\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("case", "x"), 5),
        (TaskNotHeld(StepId("periksa")), 4),
        (InputRefused({"nik": "must be filled in"}), 4),
        (StoreUnavailable("no"), 6),
        (SopInvalid((finding("SOP105", "is no YAML", file="v1.yaml"),)), 1),
        (FileNotFoundError(2, "No such file", "v1.yaml"), 2),
        (OSError("odd"), 2),
        (BadParameter("no"), 2),
        (ZeroDivisionError("division by zero"), 70),
    ],
)
def test_every_kind_of_error_has_its_code_and_one_line(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = verdict_on(error)
    output.complain(verdict.message, verdict.hint)

    assert verdict.code == code
    assert capsys.readouterr().err.count("\n") == 1


def fail(_: object) -> None:
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize(("line", "traced"), [([], False), (["--debug"], True)])
def test_a_fault_of_our_own_is_one_line_and_traced_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, line: list[str], *, traced: bool
) -> None:
    monkeypatch.setattr("api.cli.desk.read_settings", lambda: fail(None))

    result = CliRunner().invoke(app, [*line, "db", "path"])

    assert result.exit_code == 70
    assert "--debug" in result.stderr.splitlines()[-1]
    assert ("Traceback" in result.stderr) is traced


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [(KeyboardInterrupt(), 130, "Interrupted"), (BrokenPipeError(32, "Broken pipe"), 141, "")],
)
def test_an_interruption_and_a_closed_pipe_end_quietly(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def stop() -> None:
        raise error

    monkeypatch.setattr("api.cli.desk.read_settings", stop)
    monkeypatch.setattr("api.cli._let_go_of_output", lambda: None)

    result = CliRunner().invoke(app, ["db", "path"])

    assert result.exit_code == code
    assert said in result.stderr
    assert result.stderr.count("\n") <= 1


def test_nothing_that_was_entered_can_steer_a_terminal(terminal: Terminal) -> None:
    line = [*REQUEST, *RINI]
    line[line.index("Bayu")] = "Bayu\x1b[31m\u202eevil"

    told = terminal.type(*line).output + terminal.type("case", "list").output

    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_pipe_gets_no_colours_and_a_terminal_does_unless_told_not_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def written(**env: str) -> str:
        stream = io.StringIO()
        stream.isatty = lambda: True  # type: ignore[method-assign]
        with monkeypatch.context() as inside:
            inside.setattr("sys.stdout", stream)
            inside.delenv("NO_COLOR", raising=False)
            inside.setenv("TERM", "xterm-256color")
            for name, value in env.items():
                inside.setenv(name, value)
            output.say("SOP301", style="red")
        return stream.getvalue()

    assert "\x1b[" in written()
    assert "\x1b[31m" not in written(NO_COLOR="1")
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("alur ")


def test_long_lines_are_left_whole_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("kata " * 100)

    assert capsys.readouterr().out.count("\n") == 1


def test_a_command_line_starts_without_the_heavy_modules() -> None:
    assert CommandLine.debug is False
    assert all(module.startswith("api.cli.") for module, _ in NOUNS.values())


def test_the_database_is_named_without_its_password(terminal: Terminal) -> None:
    address = "postgresql+psycopg://alur:dH7-kopi-pagi@db.example:5432/alur"

    shown = terminal.type("db", "path", env={"ALUR_DATABASE_URL": address}).stdout
    file = terminal.read("db", "path")["database"]

    assert "dH7-kopi-pagi" not in shown
    assert "alur:•••@db.example:5432/alur" in shown
    assert file == terminal.url


def test_a_database_is_prepared_and_its_views_rebuilt(terminal: Terminal) -> None:
    case = terminal.open_case()
    before = terminal.read("case", "show", case)

    assert "is ready" in terminal.do("db", "prepare")
    assert terminal.read("db", "rebuild") == {"cases": 1}
    assert "The views of 1 cases" in terminal.do("db", "rebuild")
    assert terminal.read("case", "show", case) == before


def test_a_narrow_terminal_breaks_no_id_and_says_what_it_leaves_out(terminal: Terminal) -> None:
    case = terminal.open_case()

    def at_width(columns: str, *line: str) -> str:
        return terminal.type(*line, env={"COLUMNS": columns}).stdout

    for line in (("case", "list"), ("task", "list"), ("sop", "list"), ("case", "show", case)):
        told = at_width("80", *line)
        assert max(map(len, told.splitlines())) <= 80
    assert "In a wider window also: NUMBER." in at_width("80", "sop", "list")
    assert "In a wider window" not in at_width("200", "sop", "list")
    assert case in at_width("30", "case", "list")  # what cannot be left out is cut by nobody


def test_an_empty_database_says_how_to_fill_it(tmp_path: Path) -> None:
    told = Terminal(tmp_path / "empty.db").do("sop", "list")

    assert "Nothing is published here" in told
