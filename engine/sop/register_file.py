"""The register file: regulations, units and calendars that definitions refer to by key."""

from collections.abc import Iterator, Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from engine.core.action_spec import ActionSpec
from engine.sop.parse import read_shape
from engine.sop.registers import CalendarEntry, Registers, UnitEntry
from engine.sop.shape import Contradiction, Line, Shape, Slug, Words, text_from_words
from engine.sop.strict_yaml import Positions


def _zone(given: str) -> str:
    try:
        return ZoneInfo(given).key
    except (ValueError, OSError, LookupError):
        raise ValueError("write a time zone, such as Asia/Jakarta or Asia/Makassar") from None


Zone = Annotated[Line, AfterValidator(_zone)]
"""The name of a time zone that is known here."""


class _Unit(Shape):
    title: Words = Field(description="Its name.")
    calendar: Slug = Field(description="When it works; a key of the calendars here.")
    parent: Slug | None = Field(default=None, description="The unit above; a key of the units.")


class _Calendar(Shape):
    title: Words = Field(description="Its name.")
    zone: Zone = Field(description="Time zone of the office.")


class _Register(Shape):
    regulations: Mapping[Slug, Words] = Field(default={}, description="Laws and circulars.")
    units: Mapping[Slug, _Unit] = Field(default={}, description="Who makes SOPs.")
    calendars: Mapping[Slug, _Calendar] = Field(default={}, description="When offices work.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Units that name a calendar or a unit which is not here, or that lie under themselves."""
        for key, unit in self.units.items():
            if unit.calendar not in self.calendars:
                yield _unknown(key, "calendar", unit.calendar)
            if unit.parent is not None and unit.parent not in self.units:
                yield _unknown(key, "parent", unit.parent)
            if key in self._above(key):
                yield Contradiction(
                    path=("units", key, "parent"), message=f"the unit `{key}` lies under itself"
                )

    def _above(self, key: str) -> frozenset[str]:
        above: set[str] = set()
        unit = self.units.get(key)
        while unit is not None and unit.parent is not None and unit.parent not in above:
            above.add(unit.parent)
            unit = self.units.get(unit.parent)
        return frozenset(above)


def registers_from_text(
    text: str | bytes,
    *,
    file: str,
    actions: Mapping[str, ActionSpec],
    sops: frozenset[str],
    templates: frozenset[str] = frozenset(),
) -> Registers:
    """All registers together: those the file holds, and the actions, SOPs, templates there are.

    Raises:
        SopUnreadable: The file is not YAML of the strict kind.
        SopInvalid: It has not the shape of a register, or a unit names what it does not hold.
    """
    register, _ = read_shape(_Register, text, file=file)
    return Registers(
        regulations={key: text_from_words(words) for key, words in register.regulations.items()},
        units={key: _unit_entry(unit) for key, unit in register.units.items()},
        calendars=_calendar_entries(register),
        actions=actions,
        sops=sops,
        templates=templates,
    )


def calendar_entries_from_text(
    text: str | bytes, *, file: str
) -> tuple[Mapping[str, CalendarEntry], Positions]:
    """The calendars that a register file names, and where. Raises as `registers_from_text`."""
    register, positions = read_shape(_Register, text, file=file)
    return _calendar_entries(register), positions


def _calendar_entries(register: _Register) -> Mapping[str, CalendarEntry]:
    return {
        key: CalendarEntry(title=text_from_words(calendar.title), zone=calendar.zone)
        for key, calendar in register.calendars.items()
    }


def _unit_entry(unit: _Unit) -> UnitEntry:
    title = text_from_words(unit.title)
    return UnitEntry(title=title, calendar=unit.calendar, parent=unit.parent)


def _unknown(unit: str, key: str, name: str) -> Contradiction:
    return Contradiction(
        path=("units", unit, key),
        message=f"the register holds no {'unit' if key == 'parent' else key} `{name}`",
        hint=f"Add it under `{'units' if key == 'parent' else 'calendars'}`.",
        code="SOP209",
    )
