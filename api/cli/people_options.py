"""What the commands about the directory share: options, instants as people type them, answers."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import Argument, BadParameter, Option

from api.cli import desk, options, output
from api.cli.output import Column
from api.people_answers import change_answer
from api.present_people import Wording
from engine.core.commands import Actor
from engine.core.directory_commands import AnyDirectoryCommand
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Language
from engine.service import directory, handover
from engine.service.people import AnyDated, PeopleFilter
from engine.settings import Settings

By = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who asks: an administrator of the unit; of one's own absence everybody.",
        show_default=False,
    ),
]
Person = Annotated[str, Argument(metavar="PERSON", help="The person's id.")]
Number = Annotated[int, Argument(metavar="NUMBER", min=1, help="Its number, as `list` shows it.")]
From = Annotated[
    str | None,
    Option(
        "--from",
        metavar="DATE",
        help="From that day on (or an instant with its offset); by default from now on.",
    ),
]
To = Annotated[
    str | None,
    Option("--to", metavar="DATE", help="The last day (or the instant at which it ends)."),
]
Decree = Annotated[str, Option("--decree", help="The paper that says so (SK).")]
OfPerson = Annotated[str | None, Option("--person", help="Only of this person.")]
OfUnit = Annotated[str | None, Option("--unit", help="Only of this unit and all below it.")]
OfRole = Annotated[str | None, Option("--role", help="Only of this role or duty.")]
Over = Annotated[bool, Option("--over", help="Also what is over.")]

SPAN = (Column(title="FROM", whole=True, spare=2), Column(title="UNTIL", whole=True, spare=1))


def wanted(
    *, person: str | None = None, unit: str | None = None, role: str | None = None, over: bool
) -> PeopleFilter:
    """What was asked for."""
    return PeopleFilter(
        person=PersonId(person) if person else None,
        unit=UnitId(unit) if unit else None,
        role=RoleId(role) if role else None,
        over=over,
    )


def actor(as_: str) -> Actor:
    """Who asks for the change; a role after a colon is kept as well."""
    return options.actor_from_text(as_)


def begins(text: str | None, zone: ZoneInfo) -> datetime | None:
    """When something begins: with that day of the office, or at that instant.

    Raises:
        BadParameter: neither a day nor an instant with its offset.
    """
    return _moment(text, zone, "--from", days=0)


def ends(text: str | None, zone: ZoneInfo) -> datetime | None:
    """When something ends: with that day of the office, or at that instant.

    Raises:
        BadParameter: neither a day nor an instant with its offset.
    """
    return _moment(text, zone, "--to", days=1)


def _moment(text: str | None, zone: ZoneInfo, option: str, *, days: int) -> datetime | None:
    if text is not None and "T" in text.upper():
        return options.instant_from_text(text, option=option)
    day = options.day_from_text(text, option=option)
    if day is None:
        return None
    try:
        midnight = datetime.combine(day + timedelta(days=days), time(), tzinfo=zone)
        return midnight.astimezone(UTC)
    except OverflowError:
        raise BadParameter(f"{option} lies beyond the years that can be told") from None


def span(one: AnyDated, settings: Settings) -> tuple[str, str]:
    """Both ends by the office's clock; nothing for no end in sight."""
    return shown(one.since, settings), "" if one.until is None else shown(one.until, settings)


def shown(at: datetime, settings: Settings) -> str:
    """An instant by the office's clock."""
    return f"{at.astimezone(settings.office_zone):%Y-%m-%d %H:%M}"


def carry_out(
    settings: Settings, command: AnyDirectoryCommand, *, lang: Language, as_json: bool
) -> None:
    """Change the directory, and tell what changed and what follows from it.

    Raises:
        CommandRefused: a rule says no; nothing was changed.
    """
    zone = settings.office_zone
    with desk.open_database(settings) as database:
        changed = handover.change(database, command, at=desk.now())
        now = directory.current(database)
    if as_json:
        output.show_json(change_answer(changed, now, zone))
        return
    wording = Wording(now, lang, zone)
    for one in changed.events:
        output.say(wording.says(one))
    if changed.handed:
        output.say(f"Open tasks handed over: {len(changed.handed)}.", style="dim")
