"""Accounts: that somebody who works here may sign in, and by which password.

An account begins with a one-time password, which counts for a week and must be changed at once.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.core.errors import AlreadySo, NotFound, NotPermitted, PasswordRefused, WrongCredentials
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import access_log, mint, passwords, tries
from engine.service.access_log import AccessKind
from engine.service.access_rules import expect_administrator, names_of, person_here
from engine.service.database import Database
from engine.service.directory import current, current_in
from engine.service.tries import Tried
from engine.store import accounts, sessions, tokens
from engine.store.accounts import FoundAccount, KeptAccount
from engine.store.job import Unit

ONE_TIME_FOR = timedelta(days=7)
"""How long a one-time password counts."""


class Account(Frozen, frozen=True, kw_only=True):
    """An account, without what it is checked against. Instants are UTC.

    `one_time_until`: the password is one that must be changed, and counts until then. `changed_at`
    is when the password was set last. Without a password the account only says that somebody who
    signs in elsewhere was locked here.
    """

    person: PersonId
    opened_at: datetime
    opened_by: PersonId
    changed_at: datetime
    one_time_until: datetime | None
    signed_in_at: datetime | None
    locked_at: datetime | None
    second_factor_since: datetime | None
    has_password: bool

    @property
    def must_change(self) -> bool:
        """Whether the password is to be changed before anything else."""
        return self.one_time_until is not None


def open_account(database: Database, person: PersonId, *, by: PersonId, at: datetime) -> str:
    """Let somebody who works here sign in; the one-time password, which is kept nowhere.

    Raises:
        NotFound: nobody of that id works here.
        AlreadySo: the person has an account.
        NotPermitted: a program has none; or `by` is no administrator there.
    """
    password = mint.code_to_type()
    kept = passwords.hashed(password)

    def job(unit: Unit) -> None:
        directory = current_in(database, unit)
        expect_administrator(directory, by, person, at=at, opens_first=True)
        if person_here(directory, person).machine:
            raise NotPermitted(f"{person} is a program: give it a token.")
        unit.take_turn(accounts.turn_of(person))
        before = accounts.find(unit, person)
        if before is not None and before.account.password:
            raise AlreadySo(f"{person} has an account")
        account = KeptAccount(
            person=person,
            password=kept,
            one_time_until=at + ONE_TIME_FOR,
            opened_at=at,
            opened_by=by,
            changed_at=at,
            locked_at=None if before is None else before.account.locked_at,
        )
        accounts.keep(unit, account)
        access_log.record(unit, "account_opened", person=person, by=by, at=at)

    database.store.write(job)
    return password


def reset(
    database: Database,
    person: PersonId,
    *,
    by: PersonId,
    at: datetime,
    second_factor: bool = False,
) -> str:
    """Give an account a new one-time password; its sessions end, its tokens are revoked.

    Whoever had taken the account over may have issued themselves a token.

    Args:
        database: where the account is.
        person: whose account.
        by: the administrator who does it.
        at: when.
        second_factor: whether the second factor is turned off as well: the telephone is lost.

    Returns:
        The one-time password, which is kept nowhere.

    Raises:
        NotFound: there is no such account.
        NotPermitted: `by` is no administrator there.
    """
    password = mint.code_to_type()
    kept = passwords.hashed(password)

    def job(unit: Unit) -> None:
        account = _administered(database, unit, person, by=by, at=at)
        until = at + ONE_TIME_FOR
        accounts.keep(unit, replace(account, password=kept, one_time_until=until, changed_at=at))
        sessions.end_all(unit, person, why="revoked")
        revoked = tokens.revoke_all(unit, person, at=at, why="revoked")
        note = f"API tokens revoked: {revoked}"
        access_log.record(unit, "password_reset", person=person, by=by, at=at, note=note)
        if second_factor and accounts.find_factor(unit, person) is not None:
            accounts.drop_factor(unit, person)
            access_log.record(unit, "second_factor_off", person=person, by=by, at=at)

    database.store.write(job)
    return password


def lock(
    database: Database, person: PersonId, *, by: PersonId, at: datetime, reason: str = ""
) -> None:
    """Let nobody in by this account until it is unlocked; all its sessions end.

    Somebody who only signs in elsewhere is locked by an account that has no password.

    Raises:
        NotFound: there is no such account, and nobody of that id works here.
        AlreadySo: it is locked.
        NotPermitted: `by` is no administrator there.
    """

    def job(unit: Unit) -> None:
        directory = current_in(database, unit)
        expect_administrator(directory, by, person, at=at)
        unit.take_turn(accounts.turn_of(person))
        found = accounts.find(unit, person)
        if found is None:
            person_here(directory, person)
            account = _without_password(person, by=by, at=at)
        else:
            account = found.account
        if account.locked_at is not None:
            raise AlreadySo(f"The account of {person} is locked")
        accounts.keep(unit, replace(account, locked_at=at))
        sessions.end_all(unit, person, why="revoked")
        _note(unit, "account_locked", account, by=by, at=at, reason=reason)

    database.store.write(job)


def unlock(
    database: Database, person: PersonId, *, by: PersonId, at: datetime, reason: str = ""
) -> None:
    """Let the person in again.

    Raises:
        NotFound: there is no such account.
        AlreadySo: it is not locked.
        NotPermitted: `by` is no administrator there.
    """

    def job(unit: Unit) -> None:
        account = _administered(database, unit, person, by=by, at=at)
        if account.locked_at is None:
            raise AlreadySo(f"The account of {person} is not locked")
        accounts.keep(unit, replace(account, locked_at=None))
        _note(unit, "account_unlocked", account, by=by, at=at, reason=reason)

    database.store.write(job)


def change_password(  # noqa: PLR0913  # whose, from what to what, when, and what goes on
    database: Database, person: PersonId, *, old: str, new: str, at: datetime, keep: str = ""
) -> None:
    """Take a new password from the person, who knows the old one; all other sessions end.

    Args:
        database: where the account is.
        person: whose account.
        old: the password until now, one-time or not.
        new: what it is to be.
        at: when.
        keep: the handle of the session that goes on; `sessions.renew` gives it a new secret.

    Raises:
        WrongCredentials: `old` is not the password, or there is no account.
        TooManyTries: wrong ones came too often.
        PasswordRefused: `new` cannot be taken; the old one stays.
    """
    before = _proved(database, person, old, at=at, session=keep)
    names = names_of(current(database), person)
    passwords.expect_good(new, about=names, listed=database.password_list)
    if passwords.same(old, new):
        raise PasswordRefused("same")
    kept = passwords.hashed(new)

    def job(unit: Unit) -> None:
        unit.take_turn(accounts.turn_of(person))
        account = _known(unit, person).account
        if account.password != before or account.locked_at is not None:
            raise WrongCredentials  # somebody else changed it at the same moment
        accounts.keep(unit, replace(account, password=kept, one_time_until=None, changed_at=at))
        sessions.end_all(unit, person, why="revoked", but=keep)
        access_log.record(unit, "password_changed", person=person, by=person, at=at)

    database.store.write(job)


def prove(
    database: Database, person: PersonId, password: str, *, at: datetime, session: str
) -> None:
    """Make sure that it is the person who asks, before something that outlives the session.

    Somebody without a password here signs in elsewhere; of them nothing is asked.

    Args:
        database: where the account is.
        person: who asks, signed in.
        password: as it was typed.
        at: when.
        session: the handle of the session it is asked in.

    Raises:
        WrongCredentials: it is not the password.
        TooManyTries: wrong ones came too often.
    """
    account = account_of(database, person)
    if account is not None and account.has_password:
        _proved(database, person, password, at=at, session=session)


def _proved(
    database: Database, person: PersonId, password: str, *, at: datetime, session: str
) -> str:
    """The hash of the person's password, which that is."""
    asked = Tried(kind="password", name=person, address=f"session {session}")
    tried = database.store.write(lambda unit: tries.count(unit, asked, at=at))
    found = database.store.read(lambda reader: accounts.find(reader, person))
    kept = "" if found is None else found.account.password
    if not passwords.look(kept, password).right:
        raise WrongCredentials
    database.store.write(lambda unit: tries.take_back(unit, tried, at=at))
    return kept


def account_of(database: Database, person: PersonId) -> Account | None:
    """The person's account, if there is one."""
    found = database.store.read(lambda reader: accounts.find(reader, person))
    return None if found is None else _shown(found)


def list_accounts(database: Database) -> tuple[Account, ...]:
    """Every account, in the order of the persons' ids."""
    return tuple(_shown(one) for one in database.store.read(accounts.list_all))


def _administered(
    database: Database, unit: Unit, person: PersonId, *, by: PersonId, at: datetime
) -> KeptAccount:
    expect_administrator(current_in(database, unit), by, person, at=at)
    unit.take_turn(accounts.turn_of(person))
    return _known(unit, person).account


def _without_password(person: PersonId, *, by: PersonId, at: datetime) -> KeptAccount:
    return KeptAccount(person=person, password="", opened_at=at, opened_by=by, changed_at=at)


def _known(unit: Unit, person: PersonId) -> FoundAccount:
    found = accounts.find(unit, person)
    if found is None:
        raise NotFound("account", person, hint="`alur account open` makes one.")
    return found


def _note(  # noqa: PLR0913  # what, to whom, by whom, when and why belong together
    unit: Unit, kind: AccessKind, account: KeptAccount, *, by: PersonId, at: datetime, reason: str
) -> None:
    access_log.record(unit, kind, person=account.person, by=by, at=at, note=reason[:200])


def _shown(found: FoundAccount) -> Account:
    kept = found.account
    return Account(
        person=kept.person,
        opened_at=kept.opened_at,
        opened_by=kept.opened_by,
        changed_at=kept.changed_at,
        one_time_until=kept.one_time_until,
        signed_in_at=kept.signed_in_at,
        locked_at=kept.locked_at,
        second_factor_since=found.second_factor_since,
        has_password=bool(kept.password),
    )
