"""The demonstration and the server from the terminal."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import uvicorn
from terminal import Terminal

from api.cli.serve import address, settings_with
from engine.settings import Settings

ROOT = Path(__file__).parents[2]
SMALL = ("demo", "load", "--cases", "4", "--seed", "11")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(ROOT)
    return Terminal(tmp_path / "fresh.db")


def test_a_demonstration_tells_exactly_what_the_database_holds(empty: Terminal) -> None:
    loaded = empty.read(*SMALL)
    counted = empty.tally()

    assert loaded["tally"] == {
        "total": counted.total,
        "by_sop": dict(counted.by_sop),
        "by_standing": dict(counted.by_standing),
        "returned_steps": counted.returned_steps,
        "events": counted.events,
    }
    assert counted.total >= 4


def test_the_sum_is_told_in_words_and_nothing_else_is_written(empty: Terminal) -> None:
    told = empty.do(*SMALL)

    assert f"{empty.tally().total} cases (" in told.splitlines()[0]


def test_a_second_demonstration_needs_another_database_or_another_seed(empty: Terminal) -> None:
    empty.do(*SMALL)
    before = empty.tally()

    again = empty.type(*SMALL)
    added = empty.type(*SMALL, "--add")

    assert (again.exit_code, added.exit_code) == (4, 4)
    assert "--add" in again.stderr
    assert "--seed" in added.stderr
    assert empty.tally() == before


def test_a_demonstration_without_definitions_is_refused(empty: Terminal, tmp_path: Path) -> None:
    result = empty.type(*SMALL, env={"ALUR_DEFINITIONS": str(tmp_path / "none")})

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_told(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = terminal.type("serve", "--port", str(port))

    assert result.exit_code == 2
    assert "choose another --port" in result.stderr


def test_what_the_line_says_comes_before_the_settings() -> None:
    settings = Settings(host="127.0.0.1", port=8000)

    said = settings_with(settings, host="127.0.0.2", port=9000, demo=True)

    assert (said.host, said.port, said.demo) == ("127.0.0.2", 9000, True)
    assert settings_with(settings, host=None, port=None, demo=False) == settings


@pytest.mark.parametrize(
    ("host", "family", "shown"),
    [
        ("127.0.0.1", socket.AF_INET, "http://127.0.0.1:"),
        ("::1", socket.AF_INET6, "http://[::1]:"),
    ],
)
def test_the_address_is_one_a_browser_takes(
    host: str, family: socket.AddressFamily, shown: str
) -> None:
    with socket.create_server((host, 0), family=family) as listener:
        assert address(listener).startswith(shown)


@pytest.fixture
def stopping_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stops as soon as it has begun."""

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        server.config.app.state.database.close()  # type: ignore[union-attr]  # our own app
        raise KeyboardInterrupt

    monkeypatch.setattr("uvicorn.Server.run", run)


@pytest.mark.usefixtures("stopping_server")
def test_an_empty_database_is_filled_before_it_is_served_and_only_once(empty: Terminal) -> None:
    filled = empty.do("serve", "--demo", "--port", "0")
    held = empty.tally()
    again = empty.do("serve", "--demo", "--port", "0")

    assert held.total >= 200
    assert f"{held.total} cases (" in filled
    assert again.startswith("Alur is at http://127.0.0.1:")
    assert empty.tally() == held


@pytest.mark.usefixtures("stopping_server")
def test_a_server_that_others_can_reach_is_warned_about(terminal: Terminal) -> None:
    result = terminal.type("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104

    assert result.exit_code == 0
    assert "ALUR_PROXIES" in result.stderr


def test_the_server_answers_at_the_address_it_tells_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    serve = subprocess.Popen(  # our own command
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env=os.environ | {"ALUR_DATABASE_URL": f"sqlite:///{tmp_path}/alur.db"},  # noqa: TID251
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serve.stdout is not None
    said = next(line for line in serve.stdout if line.startswith("Alur is at "))
    where = said.split("Alur is at ")[1].split()[0]
    try:
        with urllib.request.urlopen(where, timeout=20) as page:  # noqa: S310  # our own
            assert page.status == 200
    finally:
        serve.send_signal(signal.SIGINT)
        _, errors = serve.communicate(timeout=20)

    assert serve.returncode == 0, errors
    assert {json.loads(line)["event"] for line in errors.splitlines()} == {"request"}


@pytest.mark.parametrize(
    ("said", "port"),
    [((), 8000), (("ALUR_PORT=8461",), 8461), (("ALUR_PORT=8461", "PORT=9000"), 9000)],
)
def test_make_run_serves_where_the_environment_says(said: tuple[str, ...], port: int) -> None:
    asked = ("env", "-u", "ALUR_PORT", "-u", "PORT", *said, "make", "-n", "run")
    made = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # its own words

    assert f"alur serve --demo --port {port}\n" in made.stdout
