"""The directory as the interface answers: people, what they hold, and what changed, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from api.present_people import Wording
from engine.core.directory import (
    Absence,
    Assignment,
    Directory,
    Person,
    Substitution,
    Unit,
)
from engine.core.directory_events import DirectoryRecorded
from engine.core.text import Frozen, Text
from engine.service.handover import Changed, HandedOver
from engine.service.people import PersonLine, PersonView, UnitLine
from engine.service.workload import Load


class DirectoryLine(Frozen, frozen=True, kw_only=True):
    """A change of the directory, and the sentence that tells it."""

    recorded: DirectoryRecorded
    sentence: Text


class DirectoryHistory(Frozen, frozen=True, kw_only=True):
    """What changed and who changed it, the newest first."""

    items: tuple[DirectoryLine, ...]


class ChangeAnswer(Frozen, frozen=True, kw_only=True):
    """What a request changed, and the tasks that changed hands for it."""

    events: tuple[DirectoryLine, ...]
    handed: tuple[HandedOver, ...]


class UnitList(Frozen, frozen=True, kw_only=True):
    """All units, each above those below it."""

    items: tuple[UnitLine, ...]


class UnitAnswer(Frozen, frozen=True, kw_only=True):
    """One unit."""

    unit: Unit


class PersonList(Frozen, frozen=True, kw_only=True):
    """People by name."""

    items: tuple[PersonLine, ...]


class PersonAnswer(Frozen, frozen=True, kw_only=True):
    """Everything about one person: `history` is what changed of them, in order.

    `stands_in`: for others; `stood_in`: others for them. `tasks`: open ones in their hands.
    """

    person: Person
    away: bool
    tasks: int
    assignments: tuple[Assignment, ...]
    stands_in: tuple[Substitution, ...]
    stood_in: tuple[Substitution, ...]
    absences: tuple[Absence, ...]
    history: tuple[DirectoryLine, ...]


class AssignmentList(Frozen, frozen=True, kw_only=True):
    """Roles and duties that people hold, by when they begin."""

    items: tuple[Assignment, ...]


class SubstitutionList(Frozen, frozen=True, kw_only=True):
    """Who stands in for whom, by when it begins."""

    items: tuple[Substitution, ...]


class AbsenceList(Frozen, frozen=True, kw_only=True):
    """Who is away, by when it begins."""

    items: tuple[Absence, ...]


class Workload(Frozen, frozen=True, kw_only=True):
    """Who carries how much, by unit and person. `since`: from when on steps done are counted."""

    since: datetime
    items: tuple[Load, ...]


def directory_lines(
    some: tuple[DirectoryRecorded, ...], directory: Directory, zone: ZoneInfo
) -> tuple[DirectoryLine, ...]:
    """Changes with their sentences in both languages, in the order given."""
    indonesian, english = Wording(directory, "id", zone), Wording(directory, "en", zone)
    return tuple(
        DirectoryLine(recorded=one, sentence=Text(id=indonesian.says(one), en=english.says(one)))
        for one in some
    )


def change_answer(changed: Changed, directory: Directory, zone: ZoneInfo) -> ChangeAnswer:
    """What a request changed; `directory` is as it was afterwards."""
    lines = directory_lines(changed.events, directory, zone)
    return ChangeAnswer(events=lines, handed=changed.handed)


def person_answer(view: PersonView, directory: Directory, zone: ZoneInfo) -> PersonAnswer:
    """A person with their history in both languages."""
    fields = asdict(view) | {"history": directory_lines(view.history, directory, zone)}
    return PersonAnswer(**fields)
