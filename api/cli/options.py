"""Options that several commands share, and how what was typed becomes a value."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from typer import Argument, BadParameter, Option

from engine.core.commands import Actor
from engine.core.ids import PersonId, RoleId
from engine.core.permit import is_duty
from engine.core.text import Language

AsJson = Annotated[bool, Option("--json", help="Write JSON and nothing else.")]
Lang = Annotated[
    Language, Option("--lang", envvar="ALUR_LANG", help="Language of what the SOP says.")
]
As = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON:ROLE",
        help="Who acts, and in which role of the SOP.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who publishes; a role after a colon is kept as well.",
        show_default=False,
    ),
]
Author = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who wrote it: an author of the unit.",
        show_default=False,
    ),
]
Approver = Annotated[
    str | None,
    Option(
        "--approved-by",
        metavar="PERSON",
        help="Who approves it, somebody else: needed where people are known.",
        show_default=False,
    ),
]
For = Annotated[
    str | None,
    Option("--for", metavar="PERSON", help="On whose behalf (Plh/Plt, or an applicant)."),
]
Key = Annotated[
    str | None,
    Option("--key", help="Idempotency key: the same key again does nothing a second time."),
]
HappenedAt = Annotated[
    str | None,
    Option(
        "--happened-at",
        metavar="INSTANT",
        help="When it took place, where it is entered later: 2026-11-20T14:05+07:00.",
    ),
]
Case = Annotated[str, Argument(metavar="CASE", help="The case, or the beginning of its id.")]
Step = Annotated[
    str | None,
    Argument(metavar="[STEP]", help="The step; may be left out where only one fits."),
]
Reason = Annotated[str, Option("--reason", help="Why.")]
Fields = Annotated[
    list[str] | None,
    Option("--field", metavar="NAME=VALUE", help="An answer of the form. May be repeated."),
]
Documents = Annotated[
    list[str] | None,
    Option("--document", metavar="NAME", help="A document that is asked for. May be repeated."),
]
Day = Annotated[str | None, Option(metavar="DATE", help="Such as 2026-11-20.")]


def actor_from_text(text: str, *, acting_for: str | None = None) -> Actor:
    """Who `person:role` is; the role may be a duty, such as `alur:manager`.

    Raises:
        BadParameter: no person is named, or there is a colon that belongs to no duty.
    """
    person, _, role = text.strip().partition(":")
    if not person.strip() or (":" in role and not is_duty(RoleId(role.strip()))):
        raise BadParameter(f"--as takes PERSON:ROLE, such as rini.astuti:loket, not {text!r}")
    return Actor(
        person=PersonId(person.strip()),
        role=RoleId(role.strip()) if role.strip() else None,
        acting_for=PersonId(acting_for) if acting_for else None,
        via="cli",
    )


def pairs_from_text(given: Sequence[str] | None, *, option: str = "--field") -> dict[str, str]:
    """The names and values of a repeated `NAME=VALUE`; the value is text, the form reads it.

    Raises:
        BadParameter: one has no `=`, no name, or a name that came before.
    """
    pairs: dict[str, str] = {}
    for one in given or ():
        name, sign, value = one.partition("=")
        name = name.strip()
        if not sign or not name:
            raise BadParameter(f"{option} takes NAME=VALUE, not {one!r}")
        if name in pairs:
            raise BadParameter(f"{option} gives {name} twice")
        pairs[name] = value
    return pairs


def ticks_from_text(given: str | None, *, items: int) -> tuple[int, ...]:
    """The numbers of the checklist that were ticked; `all` means all `items` of them.

    Raises:
        BadParameter: neither `all` nor numbers from 1 between commas.
    """
    if given is None:
        return ()
    if given.strip().lower() == "all":
        return tuple(range(1, items + 1))
    parts = [part.strip() for part in given.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < _DIGITS for part in parts):
        raise BadParameter(f"--tick takes numbers between commas, or all; not {given!r}")
    return tuple(int(part) for part in parts)


_DIGITS = 5


def instant_from_text(text: str | None, *, option: str = "--happened-at") -> datetime | None:
    """An instant with its offset, in UTC.

    Raises:
        BadParameter: not an instant, or its offset is missing.
    """
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text.strip())
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadParameter(
        f"{option} takes an instant with its offset, such as 2026-11-20T14:05+07:00, not {text!r}"
    )


def day_from_text(text: str | None, *, option: str) -> date | None:
    """A day.

    Raises:
        BadParameter: not a day of the calendar.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadParameter(f"{option} takes a date such as 2026-11-20, not {text!r}") from None


def secret_from_text(text: str) -> str:
    """What was typed; for - a line of the standard input, which no list of processes shows."""
    return sys.stdin.readline().strip() if text == "-" else text


def show_help(context: typer.Context) -> None:
    """A noun without a verb shows what verbs there are."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
