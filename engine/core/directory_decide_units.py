"""Decisions about the tree of units."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from engine.core.decide_case import MAX_NAME
from engine.core.directory import Unit
from engine.core.directory_commands import AddUnit, ChangeUnit, CloseUnit
from engine.core.directory_draft import (
    DirectoryDraft,
    known_unit,
    one_line,
    require_administrator,
)
from engine.core.directory_errors import UnitCycle, UnitNotEmpty
from engine.core.directory_events import UnitAdded, UnitChanged, UnitClosed
from engine.core.directory_spans import held_by, to_come, units_above
from engine.core.errors import AlreadySo, InputRefused
from engine.core.ids import PersonId, UnitId
from engine.core.text import Text

RESERVED: Mapping[str, str] = {"new": "that is where a new unit is added"}
"""Ids that are no unit's, with the reason."""

_UNIT = re.compile(r"[a-z][a-z0-9-]{0,59}")


def add_unit(draft: DirectoryDraft, command: AddUnit) -> None:
    """Set up a unit, at the top or under another."""
    require_administrator(draft, command.parent)
    if not _UNIT.fullmatch(command.unit):
        raise InputRefused({"unit": "must be lower-case words joined by hyphens"})
    if command.unit in RESERVED:
        raise InputRefused({"unit": f"cannot be {command.unit}: {RESERVED[command.unit]}"})
    if command.unit in draft.directory.units:
        raise AlreadySo(f"The unit {command.unit} is there already")
    if command.parent is not None:
        known_unit(draft, command.parent)
    unit = Unit(
        id=command.unit, title=_title(command.title), kind=command.kind, parent=command.parent
    )
    draft.emit(UnitAdded(unit=unit))


def change_unit(draft: DirectoryDraft, command: ChangeUnit) -> None:
    """Give a unit another title, kind or place; whoever moves it looks after both places.

    So does whoever changes its kind: who works in a section serves the agency above it.
    """
    before = known_unit(draft, command.unit)
    require_administrator(draft, before.id)
    after = replace(before, title=_title(command.title), kind=command.kind, parent=command.parent)
    if after == before:
        raise AlreadySo(f"The unit {before.id} is so already")
    if (after.parent, after.kind) != (before.parent, before.kind):
        _require_place(draft, before.id, command.parent)
    draft.emit(UnitChanged(unit=after))


def _require_place(draft: DirectoryDraft, unit: UnitId, parent: UnitId | None) -> None:
    if parent is not None:
        known_unit(draft, parent)
        way = units_above(draft.directory, parent)
        if unit in way:
            raise UnitCycle((unit, *reversed(way[: way.index(unit) + 1])))
    require_administrator(draft, parent)


def close_unit(draft: DirectoryDraft, command: CloseUnit) -> None:
    """Close a unit that nobody works in any more."""
    unit = known_unit(draft, command.unit).id
    require_administrator(draft, unit)
    held = tuple(person for person in draft.directory.people if _holds_in(draft, person, unit))
    below = tuple(
        one.id
        for one in draft.directory.units.values()
        if one.parent == unit and one.closed_at is None
    )
    if held or below:
        raise UnitNotEmpty(unit, held_by=held, below=below)
    draft.emit(UnitClosed(unit=unit))


def _holds_in(draft: DirectoryDraft, person: PersonId, unit: UnitId) -> bool:
    return any(
        one.unit == unit and to_come(one, draft.at) for one in held_by(draft.directory, person)
    )


def _title(title: Text) -> Text:
    english = one_line("title.en", title.en, longest=MAX_NAME) if title.en else ""
    return Text(id=one_line("title", title.id, longest=MAX_NAME), en=english)
