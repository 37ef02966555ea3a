"""Demonstrations that tests play, and what they left behind."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.core.events import Recorded
from engine.core.ids import CaseId
from engine.demo.load import end_of_day, load
from engine.demo.play import Played, Script
from engine.service.database import Database, connect, prepare
from engine.service.queries import list_cases, read_history
from engine.service.views import CaseFilter
from engine.settings import Settings

DEFINITIONS = Path(__file__).parents[1] / "sop_definitions"
ZONE = ZoneInfo("Asia/Jakarta")
UNTIL = end_of_day(date(2026, 11, 20), ZONE)


def script(seed: int = 7, cases: int = 120) -> Script:
    return Script(seed=seed, cases=cases, until=UNTIL, zone=ZONE)


def beside(database: Path) -> Settings:
    """The library of the project; documents go beside the database."""
    return Settings(definitions=DEFINITIONS, files=database.parent / "files")


def database_at(file: Path) -> Database:
    database = connect(f"sqlite:///{file}")
    prepare(database)
    return database


def histories(database: Database) -> dict[CaseId, list[Recorded]]:
    page = list_cases(database, CaseFilter(limit=500))
    return {
        one.case: [entry.recorded for entry in read_history(database, one.case)]
        for one in page.items
    }


class Stage:
    """A played demonstration, and what it left behind."""

    def __init__(self, file: Path, played: Script) -> None:
        self.database = database_at(file)
        self.files = beside(file).files
        self.script = played
        self.steps: list[int] = []
        self.played: Played = load(self.database, beside(file), played, progress=self.steps.append)
        self.histories = histories(self.database)

    def close(self) -> None:
        self.database.close()

    @property
    def events(self) -> list[Recorded]:
        return [recorded for history in self.histories.values() for recorded in history]
