"""A command on the directory is answered with events, or refused with one reason. Pure.

The rules stand in `directory_decide_units`, `_people`, `_roles` and `_absences`.
"""

from datetime import datetime
from typing import assert_never

from engine.core.directory import Directory
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    ChangePerson,
    ChangeUnit,
    CloseUnit,
    DeclareAbsence,
    EndAbsence,
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    LetGo,
    NameSubstitute,
    TakeBack,
)
from engine.core.directory_decide_absences import declare_absence, end_absence
from engine.core.directory_decide_people import add_person, change_person, let_go, take_back
from engine.core.directory_decide_roles import (
    end_assignment,
    end_substitution,
    grant,
    name_substitute,
)
from engine.core.directory_decide_units import add_unit, change_unit, close_unit
from engine.core.directory_draft import DirectoryDraft, lasting_administrators
from engine.core.directory_errors import LastAdministrator
from engine.core.directory_events import DirectoryRecorded

_OfUnit = AddUnit | ChangeUnit | CloseUnit
_OfPerson = AddPerson | ChangePerson | LetGo | TakeBack
_OfRole = GrantAssignment | EndAssignment | NameSubstitute | EndSubstitution


def decide_directory(
    directory: Directory, command: AnyDirectoryCommand, *, at: datetime
) -> tuple[DirectoryRecorded, ...]:
    """Answer `command` on the directory as it stands.

    Args:
        directory: everybody and everything so far.
        command: what is asked, and by whom.
        at: when it is recorded; aware UTC. An instant before the last event counts as that.

    Raises:
        CommandRefused: one of its subclasses says why not; nothing happened.
    """
    draft = DirectoryDraft(directory, command.by, at=at)
    match command:
        case AddUnit() | ChangeUnit() | CloseUnit():
            _on_unit(draft, command)
        case AddPerson() | ChangePerson() | LetGo() | TakeBack():
            _on_person(draft, command)
        case GrantAssignment() | EndAssignment() | NameSubstitute() | EndSubstitution():
            _on_role(draft, command)
        case DeclareAbsence():
            declare_absence(draft, command)
        case EndAbsence():
            end_absence(draft, command)
        case _:
            assert_never(command)
    _require_administrator_left(directory, draft)
    return tuple(draft.events)


def _require_administrator_left(before: Directory, draft: DirectoryDraft) -> None:
    """Somebody must be left who can give people their roles, and with no end in sight."""
    there = lasting_administrators(before, draft.at)
    if there and not lasting_administrators(draft.directory, draft.at):
        raise LastAdministrator(next(iter(there)))


def _on_unit(draft: DirectoryDraft, command: _OfUnit) -> None:
    match command:
        case AddUnit():
            add_unit(draft, command)
        case ChangeUnit():
            change_unit(draft, command)
        case CloseUnit():
            close_unit(draft, command)
        case _:
            assert_never(command)


def _on_person(draft: DirectoryDraft, command: _OfPerson) -> None:
    match command:
        case AddPerson():
            add_person(draft, command)
        case ChangePerson():
            change_person(draft, command)
        case LetGo():
            let_go(draft, command)
        case TakeBack():
            take_back(draft, command)
        case _:
            assert_never(command)


def _on_role(draft: DirectoryDraft, command: _OfRole) -> None:
    match command:
        case GrantAssignment():
            grant(draft, command)
        case EndAssignment():
            end_assignment(draft, command)
        case NameSubstitute():
            name_substitute(draft, command)
        case EndSubstitution():
            end_substitution(draft, command)
        case _:
            assert_never(command)
