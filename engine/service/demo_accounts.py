"""Accounts of made-up people: marked as such, and shut wherever it is not a demonstration.

Their password is no secret. So each is opened shut; only a server that runs as a demonstration
lets them in, and the next one that does not shuts them again.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from engine.core.ids import PersonId
from engine.service import access_log, passwords
from engine.service.database import Database
from engine.store import accounts, sessions
from engine.store.accounts import KeptAccount
from engine.store.job import Unit

DEMONSTRATION = PersonId("alur:demo")
"""Who opened such an account. No person can have that name: it holds a colon."""


def open_shut(
    database: Database, people: Iterable[PersonId], *, password: str, at: datetime
) -> None:
    """Open accounts for those of the people who have none; they are shut.

    Args:
        database: that of a demonstration.
        people: made-up people of its directory.
        password: of them all.
        at: when; aware UTC.
    """
    hashed, asked = passwords.hashed(password), tuple(people)

    def job(unit: Unit) -> None:
        for person in asked:
            if accounts.find(unit, person) is None:
                accounts.keep(unit, _account(person, hashed, at))
                _record(unit, "account_opened", person, at)

    database.store.write(job)


def let_in(database: Database, *, at: datetime) -> None:
    """Let made-up people sign in: this is a demonstration."""
    _set(database, locked_at=None, at=at)


def shut_out(database: Database, *, at: datetime) -> None:
    """Let none of them in any more, and end their sessions: this is none, or not any more."""
    _set(database, locked_at=at, at=at)


def people_let_in(database: Database) -> tuple[PersonId, ...]:
    """The made-up people who may sign in."""
    found = database.store.read(accounts.list_all)
    kept = (one.account for one in found)
    return tuple(one.person for one in kept if _is_made_up(one) and one.locked_at is None)


def _set(database: Database, *, locked_at: datetime | None, at: datetime) -> None:
    found = database.store.read(accounts.list_all)
    asked = [one.account for one in found if _is_made_up(one.account)]
    changed = [one.person for one in asked if (one.locked_at is None) != (locked_at is None)]

    def job(unit: Unit) -> None:
        for person in changed:
            unit.take_turn(accounts.turn_of(person))
            there = accounts.find(unit, person)
            if there is None:
                continue
            accounts.keep(unit, replace(there.account, locked_at=locked_at))
            if locked_at is not None:
                sessions.end_all(unit, person, why="revoked")
            kind: access_log.AccessKind = (
                "account_unlocked" if locked_at is None else "account_locked"
            )
            _record(unit, kind, person, at)

    if changed:
        database.store.write(job)


def _account(person: PersonId, hashed: str, at: datetime) -> KeptAccount:
    return KeptAccount(
        person=person,
        password=hashed,
        opened_at=at,
        opened_by=DEMONSTRATION,
        changed_at=at,
        locked_at=at,
    )


def _is_made_up(account: KeptAccount) -> bool:
    return account.opened_by == DEMONSTRATION


def _record(unit: Unit, kind: access_log.AccessKind, person: PersonId, at: datetime) -> None:
    access_log.record(unit, kind, person=person, by=DEMONSTRATION, at=at)
