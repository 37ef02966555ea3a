"""What the commands about accounts and tokens share."""

from datetime import datetime
from typing import Annotated

from typer import Argument, Option

from api.cli import options, output
from engine.core.commands import SYSTEM
from engine.core.ids import PersonId
from engine.settings import Settings

By = Annotated[
    str | None,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who does it: an administrator. By default whoever has this shell, kept as `alur`.",
        show_default=False,
    ),
]
Person = Annotated[str, Argument(metavar="PERSON", help="The person's id.")]
OfPerson = Annotated[str | None, Argument(metavar="[PERSON]", help="Only of this person.")]
Limit = Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")]

SHOWN_ONCE = "It is shown this once, and kept nowhere."


def asking(as_: str | None) -> PersonId:
    """Who does it; a role after a colon changes nothing here."""
    return SYSTEM.person if as_ is None else options.actor_from_text(as_).person


def shown(at: datetime | None, settings: Settings) -> str:
    """An instant by the office's clock; nothing for none."""
    return "" if at is None else f"{at.astimezone(settings.office_zone):%Y-%m-%d %H:%M}"


def hand_over(secret: str, note: str) -> None:
    """Show a secret, on a line of its own."""
    output.say_verbatim(secret)
    output.say(f"{note} {SHOWN_ONCE}", style="dim")
