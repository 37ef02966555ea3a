"""The first run of an installation: it gets its units and an administrator who can sign in."""

from api.cli import desk, output
from engine.core.commands import SYSTEM
from engine.core.errors import SopError
from engine.core.ids import PersonId
from engine.service import accounts
from engine.service.database import Database
from engine.service.directory import current
from engine.service.founding import ADMINISTRATOR, Units, found
from engine.service.library import registers
from engine.settings import Settings


def found_if_new(settings: Settings) -> bool:
    """Found the installation and tell how its administrator signs in; whether that was told.

    The one-time password is told this once and kept nowhere. As long as nobody has an account a
    new one is told at each start: the first may not have been seen.
    """
    with desk.open_database(settings) as database:
        found(database, at=desk.now(), units=_units(settings))
        administrator = _without_account(database)
        if administrator is not None:
            tell(administrator, _password(database, administrator))
    return administrator is not None


def tell(administrator: PersonId, password: str) -> None:
    """Say how to sign in for the first time."""
    output.say("Nobody has an account here yet. Sign in as the administrator:", style="bold")
    output.say(f"  name      {administrator}\n  password  {password}", style="bold")
    output.say(
        "The password counts for 7 days, must be changed at the first sign-in, and is not"
        " shown again."
    )


def _without_account(database: Database) -> PersonId | None:
    """The administrator that the founding made, while nobody at all can have signed in."""
    if ADMINISTRATOR not in current(database).people:
        return None
    listed = accounts.list_accounts(database)
    if any(one.person != ADMINISTRATOR or one.signed_in_at is not None for one in listed):
        return None
    return ADMINISTRATOR


def _password(database: Database, administrator: PersonId) -> str:
    at, by = desk.now(), SYSTEM.person
    if accounts.account_of(database, administrator) is None:
        return accounts.open_account(database, administrator, by=by, at=at)
    return accounts.reset(database, administrator, by=by, at=at)


def _units(settings: Settings) -> Units:
    """The units that the definitions know of; none where there are no definitions."""
    try:
        return registers(settings.definitions).units
    except (SopError, OSError):
        return {}
