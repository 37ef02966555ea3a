"""What a log is held against, and how it is to be read: as typed, and as found."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import BadParameter, Option

from api.cli import desk, options
from api.cli.sources import source_of
from api.log_file import COLUMNS
from engine.core.calendar_version import CalendarVersion
from engine.core.conformance import LogColumns
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import folder
from engine.service.calendars import with_national_holidays
from engine.service.logs import published_calendar


class Against(Frozen, frozen=True, kw_only=True):
    """What a log is to be held against."""

    workflow: Workflow
    definition: Path | None
    calendar: str | None
    calendars: Path | None
    no_time: bool


def against(  # noqa: PLR0913  # the options themselves: typer reads this signature
    *,
    sop: Annotated[str | None, Option("--sop", help="The published SOP.")] = None,
    version: Annotated[int | None, Option("--version", min=1, help="Not the one in force.")] = None,
    definition: Annotated[
        Path | None, Option("--definition", exists=True, dir_okay=False, help="An SOP's file.")
    ] = None,
    calendar: Annotated[
        str | None, Option("--calendar", help="Not the calendar of the SOP's unit.")
    ] = None,
    calendars: Annotated[
        Path | None,
        Option(
            "--calendars", exists=True, dir_okay=False, help="Take it from this calendars.yaml."
        ),
    ] = None,
    no_time: Annotated[bool, Option("--no-time", help="Say nothing about time.")] = False,
) -> Against:
    """The SOP that was named.

    Raises:
        BadParameter: none is, or two are.
    """
    if (sop is None) == (definition is None):
        raise BadParameter("say either --sop or --definition")
    number = "" if version is None else f"@{version}"
    named = f"{sop}{number}" if definition is None else definition.as_posix()
    return Against(
        workflow=source_of(named).workflow,
        definition=definition,
        calendar=calendar,
        calendars=calendars,
        no_time=no_time,
    )


class Manner(Frozen, frozen=True, kw_only=True):
    """How a log is to be read, and up to when it is judged."""

    columns: Mapping[str, str]
    zone: ZoneInfo
    completed: str | None
    until: datetime | None


def manner(
    *,
    map_: Annotated[
        str | None,
        Option("--map", metavar="NAME=TITLE,…", help="Columns: case, step, at, role, person."),
    ] = None,
    zone: Annotated[
        str, Option("--zone", help="Of times that have none of their own.")
    ] = "Asia/Jakarta",
    completed: Annotated[
        str | None,
        Option("--completed", metavar="all|FILE", help="Cases that ended, one a line."),
    ] = None,
    at: Annotated[
        str | None,
        Option("--at", metavar="INSTANT", help="Until when the others go on; no row may be later."),
    ] = None,
) -> Manner:
    """What was typed, as values."""
    return Manner(columns=_columns(map_), zone=_zone(zone), completed=completed, until=_instant(at))


def _instant(text: str | None) -> datetime | None:
    try:
        return options.instant_from_text(text)
    except BadParameter:
        message = (
            f"--at takes an instant with its offset, such as 2026-11-20T14:05+07:00, not {text!r}"
        )
        raise BadParameter(message) from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise BadParameter(f"--zone takes a zone such as Asia/Makassar, not {name!r}") from None


def _columns(text: str | None) -> Mapping[str, str]:
    """The columns named by `case=No,step=Kegiatan`."""
    given = options.pairs_from_text(text.split(",") if text else None, option="--map")
    strange = [name for name in given if name not in COLUMNS]
    if strange:
        raise BadParameter(f"--map knows {', '.join(COLUMNS)}, not {strange[0]!r}")
    return {name: title.strip() for name, title in given.items()}


def calendar_of(against: Against, log: LogColumns) -> CalendarVersion | None:
    """The calendar that was named, else that of the SOP's unit; None where time is left out.

    Raises:
        NotFound: there is none.
    """
    if against.no_time:
        return None
    at = max(log.instants, default=desk.now())
    name = against.calendar or against.workflow.calendar
    if against.calendars is not None:
        found = folder.calendars_in(against.calendars)
    elif against.definition is not None:
        found = folder.calendars(folder.library_of(against.definition))
    else:
        with desk.open_database(desk.read_settings()) as database:
            return published_calendar(database, name, at=at)
    if name not in found:
        hint = f"There is: {', '.join(found) or 'none'}. --no-time leaves time out."
        raise NotFound("calendar", name, hint=hint)
    return with_national_holidays(found[name], None, at=at)


def ended(completed: str | None, log: LogColumns) -> frozenset[CaseId]:
    """The cases known to be completed.

    Raises:
        BadParameter: what was given is neither `all` nor a file of text.
    """
    if completed is None:
        return frozenset()
    if completed.strip().lower() == "all":
        return frozenset(log.cases)
    try:
        lines = Path(completed).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, ValueError):
        message = f"--completed takes `all` or a file with a case a line, not {completed!r}"
        raise BadParameter(message) from None
    return frozenset(CaseId(line.strip()) for line in lines if line.strip())
