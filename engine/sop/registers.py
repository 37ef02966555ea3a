"""What definitions refer to by key: regulations, units, calendars, retention, actions, SOPs."""

from collections.abc import Mapping

from engine.core.action_spec import ActionSpec
from engine.core.retention import RetentionClass
from engine.core.text import Frozen, Text


class UnitEntry(Frozen, frozen=True, kw_only=True):
    """A unit (OPD, section, counter); `parent` is the key of the unit above it."""

    title: Text
    calendar: str
    parent: str | None = None


class CalendarEntry(Frozen, frozen=True, kw_only=True):
    """A working calendar by name; its days and hours are the calendar register's own business."""

    title: Text
    zone: str


class Registers(Frozen, frozen=True, kw_only=True):
    """All registers together; `sops` holds the ids of the SOPs that a call may name.

    `templates` are the names of the document templates that an action may fill in.
    """

    regulations: Mapping[str, Text] = {}
    units: Mapping[str, UnitEntry] = {}
    calendars: Mapping[str, CalendarEntry] = {}
    retention: Mapping[str, RetentionClass] = {}
    actions: Mapping[str, ActionSpec] = {}
    sops: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
