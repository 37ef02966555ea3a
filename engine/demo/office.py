"""The office of a demonstration: its units, its people, what they hold, and who goes on leave."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from engine.core.commands import SYSTEM
from engine.core.directory import Directory, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    DeclareAbsence,
    GrantAssignment,
)
from engine.core.errors import CommandRefused
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.standing import standings
from engine.core.text import Text
from engine.core.workflow import Role, Workflow
from engine.demo.cast import Player, Post, inside
from engine.demo.roster import Roster
from engine.service.database import Database
from engine.service.directory import change_together
from engine.service.founding import Units, top_of, unit_commands

_SECTION = Text(id="Seksi Pelayanan", en="Service Section")
_COUNTER = Text(id="Loket Pelayanan", en="Service Counter")
_LONGEST_NAME = 45


class PeopleWorkHere(CommandRefused):
    """Made-up people who worked weeks ago cannot join an office that has gone on since."""

    hint = "Use another database (ALUR_DATABASE_URL)."

    def __init__(self) -> None:
        super().__init__(
            "People work in this database already; those of the demonstration cannot join them"
            " in the past."
        )


def staff(
    database: Database,
    roster: Roster,
    workflows: Sequence[Workflow],
    units: Units,
    *,
    at: datetime,
) -> None:
    """Give everybody of the roster their place, as of `at`; who has it already keeps it.

    Raises:
        PeopleWorkHere: the directory has a history beyond `at` without these people.
    """

    def people(directory: Directory) -> tuple[AnyDirectoryCommand, ...]:
        lacking = (
            *_posts(directory, roster, _places(workflows), at),
            *_leaves(directory, roster),
            *_duties(directory, roster, at),
        )
        if lacking and directory.last_at is not None and directory.last_at > at:
            raise PeopleWorkHere
        return lacking

    change_together(
        database,
        lambda directory: unit_commands(directory, units),
        lambda directory: _sections(directory, workflows),
        people,
        at=at,
    )


def _sections(directory: Directory, workflows: Sequence[Workflow]) -> Iterator[AddUnit]:
    """A section below every agency that has SOPs, and the counter below that."""
    for agency in sorted({workflow.unit for workflow in workflows}):
        section, counter = _section(agency), _counter(agency)
        if section not in directory.units:
            yield AddUnit(
                by=SYSTEM, unit=section, title=_SECTION, kind=UnitKind.SECTION, parent=agency
            )
        if counter not in directory.units:
            yield AddUnit(
                by=SYSTEM, unit=counter, title=_COUNTER, kind=UnitKind.COUNTER, parent=section
            )


def _section(agency: UnitId) -> UnitId:
    return UnitId(f"{agency[:_LONGEST_NAME]}-pelayanan")


def _counter(agency: UnitId) -> UnitId:
    return UnitId(f"{agency[:_LONGEST_NAME]}-loket")


def _posts(
    directory: Directory, roster: Roster, places: Mapping[Post, UnitId], at: datetime
) -> Iterator[AnyDirectoryCommand]:
    for post, players in roster.cast.posts.items():
        for player in players:
            yield from _join(directory, player, post[1], places[post], at)


def _leaves(directory: Directory, roster: Roster) -> Iterator[DeclareAbsence]:
    for leave in roster.leaves.values():
        known = directory.absences.get(leave.person, ())
        if not any(one.since < leave.until and leave.since < one.until for one in known):
            yield DeclareAbsence(
                by=SYSTEM,
                person=leave.person,
                since=leave.since,
                until=leave.until,
                reason=leave.reason,
                substitute=leave.substitute,
            )


def _places(workflows: Sequence[Workflow]) -> Mapping[Post, UnitId]:
    """Where each post is: heads in the agency, whoever takes in requests at its counter."""
    places: dict[Post, UnitId] = {}
    for workflow in sorted(workflows, key=lambda one: (one.sop, one.version)):
        for place, role in enumerate(inside(workflow)):
            post = (workflow.unit, role.id)
            if place == 0:
                places[post] = _counter(workflow.unit)
            else:
                places.setdefault(post, _place(workflow.unit, role))
    return places


def _place(agency: UnitId, role: Role) -> UnitId:
    return agency if role.single or role.may else _section(agency)


def _duties(directory: Directory, roster: Roster, at: datetime) -> Iterator[AnyDirectoryCommand]:
    """The duties, each held by somebody over the whole government."""
    for duty, player in roster.cast.duties.items():
        yield from _join(directory, player, RoleId(duty.value), top_of(directory), at)


def _join(
    directory: Directory, player: Player, role: RoleId, unit: UnitId, at: datetime
) -> Iterator[AnyDirectoryCommand]:
    if player.id not in directory.people:
        yield AddPerson(by=SYSTEM, person=player.id, name=player.name, nip=player.nip)
    if not _holds(directory, player.id, role, unit, at):
        yield GrantAssignment(by=SYSTEM, person=player.id, role=role, unit=unit)


def _holds(
    directory: Directory, person: PersonId, role: RoleId, unit: UnitId, at: datetime
) -> bool:
    held = standings(directory, person, at)
    return any((one.role, one.unit, one.sop) == (role, unit, None) for one in held)
