"""Filling a database with a demonstration: the definitions published, the script played."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.core.commands import Actor
from engine.core.errors import CaseExists, CommandRefused
from engine.core.ids import PersonId
from engine.demo.accounts import DEMO_PASSWORD, chosen
from engine.demo.hours import OfficeHours
from engine.demo.office import staff
from engine.demo.play import Played, Script, first_day, play, roster_of
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.demo_accounts import open_shut
from engine.service.library import publish_all, registers
from engine.service.queries import tally
from engine.settings import Settings

PUBLISHER = Actor(person=PersonId("bagian.organisasi"), via="demo")
"""The section that keeps the SOPs of a regional government."""


class DatabaseNotEmpty(CommandRefused):
    """A demonstration would mix with the cases that are there."""

    hint = "Use another database (ALUR_DATABASE_URL), or --add."

    def __init__(self, cases: int) -> None:
        self.cases = cases
        super().__init__(f"The database holds {cases} cases already.")


class PlayedBefore(CommandRefused):
    """The same script on the same database opens the same cases."""

    hint = "Choose another --seed."

    def __init__(self, seed: int) -> None:
        self.seed = seed
        super().__init__(f"The demonstration of seed {seed} is in this database already.")


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """When the office closes on `day`, or on the last working day before it."""
    return OfficeHours(zone=zone).closing(day)


def load(
    database: Database,
    settings: Settings,
    script: Script,
    *,
    add: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Played:
    """Publish every definition, staff the office and play the script.

    `progress` counts the requests.

    Definitions lie and documents are filed where `settings` say.

    Raises:
        DatabaseNotEmpty: there are cases, and `add` was not asked for.
        PlayedBefore: this script was played here before; nothing was changed.
        PeopleWorkHere: somebody else works here already; definitions stay published.
        SopError: a definition does not compile.
    """
    there = tally(database).total
    if there and not add:
        raise DatabaseNotEmpty(there)
    before = first_day(script) - timedelta(hours=1)
    published = publish_all(database, settings.definitions, by=PUBLISHER, at=before.astimezone(UTC))
    sops = sorted({summary.sop for summary in published})
    workflows = [find_workflow(database, sop) for sop in sops]
    units = registers(settings.definitions).units
    roster = roster_of(workflows, script)
    staff(database, roster, workflows, units, at=before.astimezone(UTC))
    people = chosen(roster.cast, workflows)
    open_shut(database, people, password=DEMO_PASSWORD, at=before.astimezone(UTC))
    try:
        return play(database, workflows, script, settings=settings, progress=progress)
    except CaseExists as exists:
        raise PlayedBefore(script.seed) from exists
