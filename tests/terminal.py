"""A terminal for tests: the command line over a database of its own."""

import json
from pathlib import Path

from copies import copy_database
from serving import DEFINITION, MORNING, NIK, REGISTERS
from typer.testing import CliRunner, Result

from api.cli import app
from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.service.catalogue import publish
from engine.service.database import connect, prepare
from engine.service.queries import tally
from engine.service.views import Tally

SOP = "surat-uji"
RINI, HESTI = ("--as", "rini:loket"), ("--as", "hesti:kasi")
OPENING = ("case", "open", SOP, "--applicant", "Bayu", "--field", "usaha=Warung")
REQUEST = (*OPENING, "--field", f"nik={NIK}", "--has", "ktp")


class Terminal:
    """Types commands; every one ends in at most one line of error and no traceback."""

    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file}"
        self._runner = CliRunner()

    def type(self, *line: str, stdin: str = "", env: dict[str, str] | None = None) -> Result:
        """What came of a line, whatever it was."""
        known = {
            "ALUR_DATABASE_URL": self.url,
            "ALUR_AS": None,
            "ALUR_LANG": None,
            "COLUMNS": "200",
        }
        result = self._runner.invoke(app, list(line), input=stdin, env=known | (env or {}))
        assert "Traceback" not in result.output
        return result

    def do(self, *line: str, stdin: str = "") -> str:
        """What a line that must work writes."""
        result = self.type(*line, stdin=stdin)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        return result.stdout

    def read(self, *line: str) -> dict[str, object]:
        """The JSON that a line writes, and nothing but that."""
        found: dict[str, object] = json.loads(self.do(*line, "--json"))
        return found

    def open_case(self, *more: str) -> str:
        """A fresh case's id."""
        return str(self.read(*REQUEST, *RINI, *more)["case"])

    def tally(self) -> Tally:
        """What the database holds."""
        with connect(self.url) as database:
            return tally(database)


def make_template(file: Path) -> Path:
    """A database with one published SOP, to be copied by each test."""
    with connect(f"sqlite:///{file}") as database:
        prepare(database)
        by = Actor(person=PersonId("ortala"))
        publish(database, DEFINITION, registers=REGISTERS, by=by, at=MORNING)
    return file


def terminal_on(template: Path, folder: Path) -> Terminal:
    """A terminal on a copy of the template."""
    return Terminal(copy_database(template, folder / "alur.db"))
