"""Tokens for the interface: what a program shows instead of signing in.

Each is for some of what its person may do, and for a year at most.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from engine.core.commands import SYSTEM
from engine.core.directory import Directory
from engine.core.errors import InputRefused, NotFound, NotPermitted, TokenRefused
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.core.values import shows_nothing
from engine.service import access_log, mint
from engine.service.access_rules import expect_administrator, is_here, person_here
from engine.service.database import Database
from engine.service.directory import current_in
from engine.store import accounts, tokens
from engine.store.job import Reader, Unit
from engine.store.tokens import KeptToken

PREFIX = "alur_"
"""What every token begins with, so that one that was left somewhere is found."""

LONGEST = timedelta(days=366)
USED_EVERY = timedelta(minutes=1)
"""How often it is written down at most that a token is in use."""

_LONGEST_NAME = 80


class Scope(StrEnum):
    """What a token is good for, of what its person may do."""

    READ = "read"
    ACT = "act"
    ADMINISTER = "administer"
    METRICS = "metrics"


class ApiToken(Frozen, frozen=True, kw_only=True):
    """A token, without its secret. Instants are UTC. `why` it was revoked, where it was."""

    handle: str
    person: PersonId
    name: str
    scopes: frozenset[Scope]
    issued_at: datetime
    issued_by: PersonId
    until: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    why: str


def issue(  # noqa: PLR0913  # for whom, for what, how long and by whom belong together
    database: Database,
    person: PersonId,
    *,
    name: str,
    scopes: Collection[Scope],
    until: datetime,
    by: PersonId,
    at: datetime,
) -> tuple[str, ApiToken]:
    """Make a token; its secret, which is kept nowhere, and the token.

    People make their own: whoever made one for somebody else could act as them. An administrator
    makes those of programs.

    Args:
        database: where it will count.
        person: who acts by it: a person, or a program of the directory.
        name: what it is for, as people read it.
        scopes: what it is good for.
        until: when it ends.
        by: who makes it.
        at: now.

    Raises:
        NotFound: nobody of that id works here.
        NotPermitted: `by` may not make one for that person.
        InputRefused: it has no name or scope, or ends too late or already.
    """
    _expect_fitting(name, scopes, until, at=at)
    secret = PREFIX + mint.secret()
    kept = KeptToken(
        digest=_digest(secret),
        handle=mint.handle(),
        person=person,
        name=name.strip(),
        scopes=" ".join(sorted(scopes)),
        issued_at=at,
        issued_by=by,
        until=until,
    )

    def job(unit: Unit) -> None:
        _expect_may_make(current_in(database, unit), by, person, at=at)
        tokens.issue(unit, kept)
        _note(unit, "token_issued", kept, by=by, at=at)

    database.store.write(job)
    return secret, _shown(kept)


def token_of(database: Database, secret: str, *, at: datetime) -> ApiToken:
    """The token with that secret, which is used now.

    Raises:
        TokenRefused: there is none, or it does not count; `why` says which.
    """
    kept = database.store.read(lambda reader: _counting(database, reader, secret, at=at))
    if kept.used_at is None or at - kept.used_at >= USED_EVERY:
        database.store.write(lambda unit: tokens.used(unit, kept.digest, at=at))
    return _shown(kept)


def list_of(database: Database, person: PersonId | None = None) -> tuple[ApiToken, ...]:
    """All of a person's, or of everybody's, the oldest first; those that count no more as well."""
    found = database.store.read(lambda reader: tokens.list_of(reader, person))
    return tuple(_shown(one) for one in found)


def revoke(
    database: Database, person: PersonId, handle: str, *, by: PersonId, at: datetime
) -> None:
    """Let a token count no more, from the next request on.

    Raises:
        NotFound: the person has no such token that is not revoked.
        NotPermitted: `by` is neither the person nor an administrator.
    """

    def job(unit: Unit) -> None:
        _expect_may(current_in(database, unit), by, person, at=at)
        if not _revoke(unit, person, handle, by=by, at=at):
            raise NotFound("token", handle, hint="`alur token list` shows which there are.")

    database.store.write(job)


def revoke_all(database: Database, person: PersonId, *, by: PersonId, at: datetime) -> int:
    """Let none of a person's tokens count any more; how many those were.

    Raises:
        NotPermitted: `by` is neither the person nor an administrator.
    """

    def job(unit: Unit) -> int:
        _expect_may(current_in(database, unit), by, person, at=at)
        good = [one for one in tokens.list_of(unit, person) if at < one.until]
        return sum(_revoke(unit, person, one.handle, by=by, at=at) for one in good)

    return database.store.write(job)


def _revoke(unit: Unit, person: PersonId, handle: str, *, by: PersonId, at: datetime) -> bool:
    """Whether it counted until now."""
    revoked = tokens.revoke(unit, person, handle, at=at)
    if revoked:
        access_log.record(unit, "token_revoked", person=person, by=by, at=at, note=handle)
    return revoked


def _counting(database: Database, reader: Reader, secret: str, *, at: datetime) -> KeptToken:
    kept = tokens.find(reader, _digest(secret))
    if kept is None:
        raise TokenRefused("unknown")
    if kept.revoked_at is not None:
        raise TokenRefused(kept.why)
    if at >= kept.until:
        raise TokenRefused("expired")
    if not is_here(current_in(database, reader), kept.person):
        raise TokenRefused("left")
    found = accounts.find(reader, kept.person)
    if found is not None and found.account.locked_at is not None:
        raise TokenRefused("locked")
    return kept


def _expect_fitting(name: str, scopes: Collection[Scope], until: datetime, *, at: datetime) -> None:
    found = {}
    if shows_nothing(name) or len(name.strip()) > _LONGEST_NAME:
        found["name"] = f"must have 1 to {_LONGEST_NAME} characters"
    if not scopes:
        found["scopes"] = "must be one or more"
    if not at < until <= at + LONGEST:
        found["until"] = f"must lie ahead, by {LONGEST.days} days at most"
    if found:
        raise InputRefused(found)


def _expect_may(directory: Directory, by: PersonId, person: PersonId, *, at: datetime) -> None:
    if by != person:
        expect_administrator(directory, by, person, at=at)


def _expect_may_make(directory: Directory, by: PersonId, person: PersonId, *, at: datetime) -> None:
    machine = person_here(directory, person).machine
    if by not in {person, SYSTEM.person} and not machine:
        raise NotPermitted("A person's token is made by that person.")
    _expect_may(directory, by, person, at=at)


def _note(
    unit: Unit, kind: access_log.AccessKind, kept: KeptToken, *, by: PersonId, at: datetime
) -> None:
    note = f"{kept.handle} {kept.name} ({kept.scopes})"
    access_log.record(unit, kind, person=kept.person, by=by, at=at, note=note)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _shown(kept: KeptToken) -> ApiToken:
    return ApiToken(
        handle=kept.handle,
        person=kept.person,
        name=kept.name,
        scopes=frozenset(Scope(one) for one in kept.scopes.split()),
        issued_at=kept.issued_at,
        issued_by=kept.issued_by,
        until=kept.until,
        used_at=kept.used_at,
        revoked_at=kept.revoked_at,
        why=kept.why,
    )
