"""Whether the calendars that the registers name are there, with their hours and in their zone."""

from collections.abc import Iterator, Mapping

from engine.core.calendar_version import CalendarVersion
from engine.core.errors import Finding
from engine.sop.codes import finding
from engine.sop.register_file import calendar_entries_from_text
from engine.sop.strict_yaml import Positions


def check_calendars(
    registers: str | bytes, calendars: Mapping[str, CalendarVersion], *, file: str
) -> tuple[Finding, ...]:
    """What the register file, called `file`, says otherwise than the calendar file.

    Raises:
        SopUnreadable: The register file is not YAML of the strict kind.
        SopInvalid: It has not the shape of a register.
    """
    entries, positions = calendar_entries_from_text(registers, file=file)
    zones = {key: entry.zone for key, entry in entries.items()}
    return tuple(_findings(zones, calendars, positions=positions, file=file))


def _findings(
    zones: Mapping[str, str],
    calendars: Mapping[str, CalendarVersion],
    *,
    positions: Positions,
    file: str,
) -> Iterator[Finding]:
    for key, zone in zones.items():
        calendar = calendars.get(key)
        if calendar is None:
            message = f"The calendar `{key}` has no hours."
            yield finding("SOP318", message, file=file, at=positions.key_at(("calendars", key)))
        elif calendar.zone != zone:
            message = f"The calendar `{key}` lies in {zone} here and in {calendar.zone} there."
            place = ("calendars", key, "zone")
            yield finding("SOP319", message, file=file, at=positions.at(place))
