"""The register file: regulations, units, calendars and retention classes, each by its key."""

from collections.abc import Iterator, Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from engine.core.action_spec import ActionSpec
from engine.core.retention import Fate, RetentionClass, span_from_text
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


def _span(given: str) -> str:
    span_from_text(given)
    return given


SpanText = Annotated[Line, AfterValidator(_span)]
"""A length of time as a retention schedule writes it."""


class _Unit(Shape):
    title: Words = Field(description="Its name.")
    calendar: Slug = Field(description="When it works; a key of the calendars here.")
    parent: Slug | None = Field(default=None, description="The unit above; a key of the units.")


class _Calendar(Shape):
    title: Words = Field(description="Its name.")
    zone: Zone = Field(description="Time zone of the office.")


class _Class(Shape):
    title: Words = Field(description="The series of records, as the schedule calls it.")
    active: SpanText = Field(description="How long it is active after the case was closed.")
    inactive: SpanText = Field(description="How long it is inactive after that.")
    fate: Fate = Field(description="Then: musnah, permanen, dinilai kembali.")
    source: Slug = Field(description="The regulation; a key of the regulations here.")


class _Register(Shape):
    regulations: Mapping[Slug, Words] = Field(default={}, description="Laws and circulars.")
    units: Mapping[Slug, _Unit] = Field(default={}, description="Who makes SOPs.")
    calendars: Mapping[Slug, _Calendar] = Field(default={}, description="When offices work.")
    retention: Mapping[Slug, _Class] = Field(default={}, description="How long records are kept.")

    def contradictions(self) -> Iterator[Contradiction]:
        """What names something that is not here; units that lie under themselves."""
        for key, kept in self.retention.items():
            if kept.source not in self.regulations:
                yield _unregulated(key, kept.source)
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
        retention={key: _class_entry(key, kept) for key, kept in register.retention.items()},
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


def _class_entry(key: str, kept: _Class) -> RetentionClass:
    return RetentionClass(
        id=key,
        title=text_from_words(kept.title),
        active=span_from_text(kept.active),
        inactive=span_from_text(kept.inactive),
        fate=kept.fate,
        source=kept.source,
    )


def _unregulated(key: str, name: str) -> Contradiction:
    return Contradiction(
        path=("retention", key, "source"),
        message=f"the register holds no regulation `{name}`",
        hint="Add it under `regulations`.",
        code="SOP209",
    )


def _unknown(unit: str, key: str, name: str) -> Contradiction:
    return Contradiction(
        path=("units", unit, key),
        message=f"the register holds no {'unit' if key == 'parent' else key} `{name}`",
        hint=f"Add it under `{'units' if key == 'parent' else 'calendars'}`.",
        code="SOP209",
    )
