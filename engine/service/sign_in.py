"""Sign-in by name and password: one refusal for whatever is wrong, at one price."""

from datetime import datetime

from engine.core.directory import Directory
from engine.core.errors import WrongCredentials
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import access_log, passwords, sessions, tries
from engine.service.access_rules import is_here
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.passwords import Looked
from engine.service.sessions import Session
from engine.service.tries import Tried
from engine.store import accounts
from engine.store.accounts import FoundAccount, KeptAccount
from engine.store.job import Reader, Unit

_NOBODY = PersonId("")


class _Asked(Frozen, frozen=True, kw_only=True):
    """Who wants in, from where, when; `person` is empty where nobody has that name."""

    person: PersonId
    tried: Tried
    at: datetime
    agent: str


def sign_in(  # noqa: PLR0913  # who, when and where belong together
    database: Database, name: str, password: str, *, at: datetime, address: str, agent: str
) -> tuple[str, Session]:
    """Begin a session for whoever knows the password.

    Args:
        database: where the accounts are.
        name: the person's id, civil servant's number or e-mail address.
        password: as it was typed.
        at: now; aware UTC.
        address: where it is asked from.
        agent: what the browser calls itself.

    Returns:
        The session's secret, which is kept nowhere, and the session. Its stage says what comes
        next: everything (`full`), the second factor (`code`), a new password (`password`), a
        second factor that must be set up (`factor`).

    Raises:
        WrongCredentials: no such person, no account, a locked one, a password that is wrong or
            counts no more; which it is, cannot be told.
        TooManyTries: such tries came too often.
    """

    def begin(unit: Unit) -> tuple[_Asked, str]:
        directory = current_in(database, unit)
        person = _person_named(directory, name)
        tried = Tried(kind="password", name=person or name, address=address)
        counted = tries.count(unit, tried, at=at)
        asked = _Asked(person=person, tried=counted, at=at, agent=agent)
        found = _usable(directory, unit, asked)
        return asked, "" if found is None else found.account.password

    asked, kept = database.store.write(begin)
    looked = passwords.look(kept, password)
    done = database.store.write(lambda unit: _finish(database, unit, asked, kept, looked))
    if done is None:
        raise WrongCredentials
    return done


def _finish(
    database: Database, unit: Unit, asked: _Asked, kept: str, looked: Looked
) -> tuple[str, Session] | None:
    """Let the person in, or remember that nobody was: what is raised here would undo that."""
    person, at, address = asked.person, asked.at, asked.tried.address
    unit.take_turn(accounts.turn_of(person))
    found = _usable(current_in(database, unit), unit, asked)
    if not looked.right or found is None or found.account.password != kept:
        access_log.record(unit, "sign_in_failed", person=person, by=person, at=at, address=address)
        return None
    tries.take_back(unit, asked.tried, at=at)
    if looked.better is not None:
        accounts.rehash(unit, person, old=kept, new=looked.better)
    accounts.signed_in(unit, person, at=at)
    access_log.record(unit, "signed_in", person=person, by=person, at=at, address=address)
    return sessions.begin_in(
        unit,
        person,
        stage="code"
        if found.second_factor_since
        else sessions.stage_of(database, unit, person, at=at),
        at=at,
        address=address,
        agent=asked.agent,
    )


def _person_named(directory: Directory, name: str) -> PersonId:
    """Who is meant; empty where nobody is, or more than one."""
    exact = directory.people.get(PersonId(name.strip()))
    if exact is not None:
        return exact.id
    typed = name.strip().casefold()
    number = "".join(typed.split())
    found = [
        one.id
        for one in directory.people.values()
        if typed == one.id.casefold()
        or (one.nip and one.nip == number)
        or (one.email and one.email.casefold() == typed)
    ]
    return found[0] if len(found) == 1 else _NOBODY


def _usable(directory: Directory, reader: Reader, asked: _Asked) -> FoundAccount | None:
    """The account that the password is held against; None where no password would let in."""
    found = accounts.find(reader, asked.person)
    if found is None or not _may_be_used(found.account, asked.at):
        return None
    return found if is_here(directory, asked.person) else None


def _may_be_used(account: KeptAccount, at: datetime) -> bool:
    until = account.one_time_until
    return account.locked_at is None and (until is None or at < until)
