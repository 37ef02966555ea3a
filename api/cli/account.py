"""`alur account`: who may sign in, by what, where they are signed in, and what was done to it."""

from collections.abc import Iterator
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.account_options import By, Limit, OfPerson, Person, asking, hand_over, shown
from api.cli.output import Column
from api.present_access import STAGES, access_event_words
from engine.core.errors import NotFound
from engine.core.ids import PersonId
from engine.service import accounts, identities, second_factor, sessions
from engine.service.access_log import AccessEvent
from engine.service.access_log import history as access_history
from engine.service.accounts import Account
from engine.service.database import Database
from engine.settings import Settings

app = Typer(
    help="See who may sign in; open, reset and lock accounts.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="PERSON", whole=True),
    Column(title="STATE", least=16),
    Column(title="SECOND FACTOR", whole=True, spare=1),
    Column(title="SIGNED IN", whole=True, spare=2),
    Column(title="OPENED", whole=True, spare=3),
)
_SESSIONS = (
    Column(title="SESSION", whole=True),
    Column(title="STAGE", least=12),
    Column(title="SINCE", whole=True),
    Column(title="SEEN", whole=True),
    Column(title="FROM", whole=True, spare=1),
    Column(title="BROWSER", least=20, spare=2),
)
_EVENTS = (
    Column(title="AT", whole=True),
    Column(title="PERSON", whole=True),
    Column(title="WHAT", least=20),
    Column(title="BY", whole=True),
    Column(title="FROM", whole=True, spare=1),
    Column(title="NOTE", least=12, spare=2),
    Column(title="NUMBER", whole=True, right=True, spare=3),
)


@app.command("open")
def open_(person: Person, *, as_: By = None, as_json: options.AsJson = False) -> None:
    """Let somebody sign in; shows a one-time password, which counts for 7 days."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        by, at = asking(as_), desk.now()
        password = accounts.open_account(database, PersonId(person), by=by, at=at)
    _hand_over(person, password, as_json=as_json)


@app.command()
def reset(
    person: Person,
    *,
    second_factor_off: Annotated[
        bool, Option("--second-factor-off", help="The telephone is lost: ask for no code either.")
    ] = False,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Give a new one-time password; all sessions end, all API tokens are revoked."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        password = accounts.reset(
            database,
            PersonId(person),
            by=asking(as_),
            at=desk.now(),
            second_factor=second_factor_off,
        )
    _hand_over(person, password, as_json=as_json)
    if not as_json:
        output.say(f"All sessions of {person} ended, all API tokens are revoked.", style="dim")


def _hand_over(person: str, password: str, *, as_json: bool) -> None:
    if as_json:
        output.show_json({"person": person, "password": password})
    else:
        hand_over(password, f"The one-time password of {person}, good for 7 days.")


@app.command()
def lock(
    person: Person,
    *,
    reason: options.Reason = "",
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Let nobody in by this account, and end its sessions."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        by, at = asking(as_), desk.now()
        accounts.lock(database, PersonId(person), by=by, at=at, reason=reason)
        _tell(database, person, "The account is locked.", as_json=as_json)


@app.command()
def unlock(
    person: Person,
    *,
    reason: options.Reason = "",
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Let the person in again."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        by, at = asking(as_), desk.now()
        accounts.unlock(database, PersonId(person), by=by, at=at, reason=reason)
        _tell(database, person, "The account is unlocked.", as_json=as_json)


def _tell(database: Database, person: str, words: str, *, as_json: bool) -> None:
    if as_json:
        output.show_json(_account(database, person))
    else:
        output.say(words)


@app.command("list")
def list_(*, as_json: options.AsJson = False) -> None:
    """List who may sign in."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = accounts.list_accounts(database)
    if as_json:
        output.show_json({"items": found})
    elif not found:
        output.say("There are no accounts: `alur account open` makes one.", style="dim")
    else:
        output.show_table(_COLUMNS, (_row(one, settings) for one in found))


def _row(one: Account, settings: Settings) -> tuple[str, ...]:
    return (
        one.person,
        _state(one, settings),
        "on" if one.second_factor_since else "off",
        shown(one.signed_in_at, settings),
        shown(one.opened_at, settings),
    )


def _state(one: Account, settings: Settings) -> str:
    if one.locked_at is not None:
        return f"locked since {shown(one.locked_at, settings)}"
    if not one.has_password:
        return "no password here"
    if one.one_time_until is not None:
        return f"one-time password until {shown(one.one_time_until, settings)}"
    return "open"


@app.command()
def show(person: Person, *, as_json: options.AsJson = False) -> None:
    """Show how an account stands."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = _account(database, person)
        factor = second_factor.factor_of(database, found.person)
        elsewhere = identities.identities_of(database, found.person)
        running = sessions.list_of(database, found.person, desk.now())
    if as_json:
        more = {"second_factor": factor, "identities": elsewhere, "sessions": len(running)}
        output.show_json({"account": found, **more})
        return
    codes = f", {factor.recovery_codes} recovery codes left" if factor.since else ""
    output.show_pairs(
        (
            ("Person", found.person),
            ("State", _state(found, settings)),
            ("Opened", f"{shown(found.opened_at, settings)} by {found.opened_by}"),
            ("Password", _password(found, settings)),
            ("Second factor", f"{'on' if factor.since else 'off'}{codes}"),
            ("Signed in last", shown(found.signed_in_at, settings)),
            ("Sessions", len(running)),
            ("Elsewhere", "; ".join(f"{one.issuer} {one.subject}" for one in elsewhere)),
        )
    )


def _password(one: Account, settings: Settings) -> str:
    return f"set {shown(one.changed_at, settings)}" if one.has_password else "none"


def _account(database: Database, person: str) -> Account:
    found = accounts.account_of(database, PersonId(person))
    if found is None:
        raise NotFound("account", person, hint="`alur account list` shows which there are.")
    return found


@app.command("sessions")
def sessions_(
    person: Person, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """List where somebody is signed in."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = sessions.list_of(database, PersonId(person), desk.now())
    if as_json:
        output.show_json({"items": found})
        return
    if not found:
        output.say(f"{person} is signed in nowhere.", style="dim")
        return
    rows = (
        (
            one.handle,
            STAGES[one.stage].in_language(lang),
            shown(one.created_at, settings),
            shown(one.seen_at, settings),
            one.address,
            one.agent,
        )
        for one in found
    )
    output.show_table(_SESSIONS, rows)


@app.command("end-session")
def end_session(
    person: Person,
    session: Annotated[
        str | None, Argument(metavar="[SESSION]", help="As `sessions` shows it.")
    ] = None,
    *,
    every: Annotated[bool, Option("--all", help="All of them.")] = False,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """End a session, or all of somebody's."""
    if (session is None) != every:
        raise BadParameter("say either which session, or --all")
    with desk.open_database(desk.read_settings()) as database:
        whose, by, at = PersonId(person), asking(as_), desk.now()
        ended = 1
        if session is None:
            ended = sessions.end_all(database, whose, at=at, by=by)
        else:
            sessions.end(database, whose, session, at, by=by)
    if as_json:
        output.show_json({"ended": ended})
    else:
        output.say(f"{ended} ended." if ended else f"{person} was signed in nowhere.")


@app.command()
def history(
    person: OfPerson = None,
    *,
    limit: Limit = 50,
    before: Annotated[
        int | None, Option("--before", metavar="NUMBER", help="Only older than this one.")
    ] = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List what was done to accounts: who, what, when, from where; the newest first."""
    settings = desk.read_settings()
    whose = PersonId(person) if person else None
    with desk.open_database(settings) as database:
        found = access_history(database, whose, limit=limit, before=before)
    if as_json:
        output.show_json({"items": found})
    elif not found:
        output.say("Nothing was done.", style="dim")
    else:
        output.show_table(_EVENTS, _events(found, settings, lang))


def _events(
    found: tuple[AccessEvent, ...], settings: Settings, lang: options.Lang
) -> Iterator[tuple[object, ...]]:
    for one in found:
        what = access_event_words(one.kind).in_language(lang)
        at = shown(one.at, settings)
        yield at, one.person or "?", what, one.by or "?", one.address, one.note, one.seq
