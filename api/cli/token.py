"""`alur token`: what programs show instead of signing in."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.account_options import By, OfPerson, Person, asking, hand_over, shown
from api.cli.output import Column
from api.present_access import SCOPES, token_standing
from engine.core.ids import PersonId
from engine.core.text import Language
from engine.service import tokens
from engine.service.tokens import ApiToken, Scope
from engine.settings import Settings

app = Typer(
    help="See, issue and revoke tokens for programs.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="TOKEN", whole=True),
    Column(title="PERSON", whole=True),
    Column(title="NAME", least=12),
    Column(title="MAY", least=8),
    Column(title="STATE", whole=True),
    Column(title="UNTIL", whole=True),
    Column(title="USED", whole=True, spare=1),
    Column(title="ISSUED BY", whole=True, spare=2),
)
_DEFAULT_DAYS = 90


@app.command()
def issue(  # noqa: PLR0913  # a command's options are its parameters
    person: Person,
    *,
    name: Annotated[str, Option("--name", help="What it is for.")],
    scope: Annotated[
        list[Scope], Option("--scope", help="What it may be used for. May be repeated.")
    ],
    until: Annotated[
        str | None,
        Option("--until", metavar="DATE", help="The last day; in 90 days if absent."),
    ] = None,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Make a token; its secret is shown once. For a year at most."""
    settings = desk.read_settings()
    at = desk.now()
    with desk.open_database(settings) as database:
        secret, token = tokens.issue(
            database,
            PersonId(person),
            name=name,
            scopes=frozenset(scope),
            until=_end(until, settings, at=at),
            by=asking(as_),
            at=at,
        )
    if as_json:
        output.show_json({"secret": secret, "token": token})
    else:
        hand_over(secret, f"Token {token.handle}, until {shown(token.until, settings)}.")


def _end(until: str | None, settings: Settings, *, at: datetime) -> datetime:
    """The end of that day, by the office's clock.

    Raises:
        BadParameter: no such day.
    """
    day = options.day_from_text(until, option="--until")
    if day is None:
        return at + timedelta(days=_DEFAULT_DAYS)
    try:
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=settings.office_zone)
        return midnight.astimezone(UTC)
    except OverflowError:
        raise BadParameter("--until lies beyond the years that can be told") from None


@app.command("list")
def list_(
    person: OfPerson = None, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """List tokens, also those that count no more."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = tokens.list_of(database, PersonId(person) if person else None)
    if as_json:
        output.show_json({"items": found})
    elif not found:
        output.say("There are no tokens: `alur token issue` makes one.", style="dim")
    else:
        now = desk.now()
        output.show_table(_COLUMNS, (_row(one, settings, lang, now) for one in found))


def _row(one: ApiToken, settings: Settings, lang: Language, now: datetime) -> tuple[str, ...]:
    return (
        one.handle,
        one.person,
        one.name,
        ", ".join(SCOPES[scope].in_language(lang) for scope in sorted(one.scopes)),
        token_standing(one, expired=now >= one.until).in_language(lang),
        shown(one.until, settings),
        shown(one.used_at, settings) or "never",
        one.issued_by,
    )


@app.command()
def revoke(
    person: Person,
    token: Annotated[str, Argument(metavar="TOKEN", help="As `list` shows it.")],
    *,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Let a token count no more, from the next request on."""
    with desk.open_database(desk.read_settings()) as database:
        tokens.revoke(database, PersonId(person), token, by=asking(as_), at=desk.now())
    if as_json:
        output.show_json({"revoked": token})
    else:
        output.say(f"Token {token} is revoked.")
