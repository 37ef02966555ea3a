"""Sessions: a browser that somebody is signed in with, known by a secret in its cookie.

Kept here, not in the cookie, so that each can be seen and ended. Source: OWASP ASVS 5.0, V7.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, cast

from msgspec.structs import replace

from engine.core.errors import NotFound, SessionEnded
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import access_log, mint
from engine.service.access_rules import expect_administrator, is_here, must_have_factor
from engine.service.database import Database
from engine.service.directory import current_in
from engine.store import accounts as kept_accounts
from engine.store import sessions
from engine.store.job import Reader, Unit
from engine.store.sessions import KeptSession

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down at most that a session is in use."""

_KEPT_FOR = timedelta(days=1)
"""How long it can be said why one ended."""
_LONGEST_AGENT = 200

Stage = Literal["full", "code", "password", "factor"]
"""What the session is good for: everything; the code of the second factor; a new password; one's
own account, where a second factor must be set up first."""

VOUCHED = "vouched"
"""Kept of a session that a provider vouched for: it is good for everything, and a second factor is
the provider's affair."""


class Session(Frozen, frozen=True, kw_only=True):
    """A session. Instants are UTC.

    It ends at `idle_until` unless it is used before, and at `ends_at` whatever is done.
    """

    handle: str
    person: PersonId
    stage: Stage
    created_at: datetime
    seen_at: datetime
    idle_until: datetime
    ends_at: datetime
    agent: str
    address: str


def begin(  # noqa: PLR0913  # who, when and where belong together
    database: Database,
    person: PersonId,
    *,
    at: datetime,
    address: str = "",
    agent: str = "",
    stage: Stage = "full",
) -> tuple[str, Session]:
    """Begin a session for somebody whose word has been checked; its secret, which is kept nowhere.

    Raises:
        SessionEnded: the person does not work here (left).
    """

    def job(unit: Unit) -> tuple[str, Session]:
        if not is_here(current_in(database, unit), person):
            raise SessionEnded("left")
        access_log.record(unit, "signed_in", person=person, by=person, at=at, address=address)
        return begin_in(unit, person, stage=stage, at=at, address=address, agent=agent)

    return database.store.write(job)


def begin_in(  # noqa: PLR0913  # as above
    unit: Unit, person: PersonId, *, stage: str, at: datetime, address: str, agent: str
) -> tuple[str, Session]:
    """As `begin`, within a transaction that does more than that; for services only."""
    secret = mint.secret()
    kept = KeptSession(
        digest=_digest(secret),
        handle=mint.handle(),
        person=person,
        stage=stage,
        created_at=at,
        seen_at=at,
        ends_at=at + LONGEST,
        agent=agent[:_LONGEST_AGENT],
        address=address,
    )
    sessions.forget(unit, before=at - _KEPT_FOR)
    sessions.add(unit, kept)
    return secret, _shown(kept)


def session_of(database: Database, secret: str, *, at: datetime, quiet: bool = False) -> Session:
    """The session with that secret, which is used now.

    Args:
        database: where it is kept.
        secret: what the cookie brought.
        at: when; aware UTC.
        quiet: a page asks by itself, nobody uses it: that does not put off the session's end.

    Raises:
        SessionEnded: there is none, or it is over; `why` says which.
    """

    def look(reader: Reader) -> KeptSession:
        return running(database, reader, secret, at=at)

    kept = database.store.read(look)
    if quiet or at - kept.seen_at < SEEN_EVERY:
        return _shown(kept)
    database.store.write(lambda unit: sessions.seen(unit, kept.digest, at=at))
    return _shown(replace(kept, seen_at=at))


def goes_on(database: Database, secret: str, *, at: datetime) -> bool:
    """Whether the session with that secret is not over; to ask is not to use it."""
    try:
        database.store.read(lambda reader: running(database, reader, secret, at=at))
    except SessionEnded:
        return False
    return True


def running(database: Database, reader: Reader, secret: str, *, at: datetime) -> KeptSession:
    """As `session_of`, within a transaction; for services only."""
    kept = sessions.find(reader, _digest(secret))
    if kept is None:
        raise SessionEnded("unknown")
    if kept.why:
        raise SessionEnded(kept.why)
    if at >= kept.ends_at:
        raise SessionEnded("age")
    if at >= kept.seen_at + IDLE:
        raise SessionEnded("idle")
    if not is_here(current_in(database, reader), kept.person):
        raise SessionEnded("left")
    is_asked = kept.stage == "full" and database.factor_rule != "optional"
    if is_asked or kept.stage == "factor":  # a duty, the rule and the factor come and go
        return replace(kept, stage=stage_of(database, reader, kept.person, at=at))
    return kept


def last_of(database: Database, secret: str) -> Session | None:
    """The session that had this secret last, though it may be over: it lets nobody in."""
    kept = database.store.read(lambda reader: sessions.find(reader, _digest(secret)))
    return None if kept is None else _shown(kept)


def renew(database: Database, secret: str, *, at: datetime) -> tuple[str, Session]:
    """Another secret for the same session, at the stage that it has reached by now.

    Who had to change the password and has done so is let in wholly. The old secret is void.

    Raises:
        SessionEnded: there is none, or it is over.
    """

    def job(unit: Unit) -> tuple[str, Session]:
        kept = running(database, unit, secret, at=at)
        stage: str = kept.stage
        if stage == "password":
            stage = stage_of(database, unit, kept.person, at=at)
        return renew_in(unit, kept, stage=stage)

    return database.store.write(job)


def renew_in(unit: Unit, kept: KeptSession, *, stage: str) -> tuple[str, Session]:
    """Give a session another secret and a stage; for services only.

    Raises:
        SessionEnded: it was ended, or given another secret, at the same moment.
    """
    secret = mint.secret()
    if not sessions.renew(unit, kept.digest, new=_digest(secret), stage=stage):
        raise SessionEnded("unknown")
    return secret, _shown(replace(kept, stage=stage))


def stage_of(database: Database, reader: Reader, person: PersonId, *, at: datetime) -> Stage:
    """What a session is good for once password and code were right; for services only."""
    found = kept_accounts.find(reader, person)
    if found is not None and found.account.one_time_until is not None:
        return "password"
    if found is not None and found.second_factor_since is not None:
        return "full"
    directory = current_in(database, reader)
    return "factor" if must_have_factor(database.factor_rule, directory, person, at=at) else "full"


def handles_of(database: Database, person: PersonId) -> tuple[str, ...]:
    """The handles of all the person's sessions, those that are over included, until forgotten."""
    return database.store.read(lambda reader: sessions.handles_of(reader, person))


def list_of(database: Database, person: PersonId, at: datetime) -> tuple[Session, ...]:
    """The person's sessions that run, the oldest first."""

    def look(reader: Reader) -> tuple[Session, ...]:
        found = sessions.list_of(reader, person, at=at)
        stage = stage_of(database, reader, person, at=at)
        return tuple(
            _shown(replace(one, stage=stage) if one.stage in {"full", "factor"} else one)
            for one in found
            if at < one.seen_at + IDLE
        )

    return database.store.read(look)


def end(
    database: Database,
    person: PersonId,
    handle: str,
    at: datetime,
    *,
    by: PersonId | None = None,
) -> None:
    """End one of a person's sessions. `by`: the administrator who ends it, if not the person.

    Raises:
        NotFound: the person has no such session that runs.
        NotPermitted: `by` is neither the person nor an administrator.
    """

    def job(unit: Unit) -> None:
        who = _expect_may(database, unit, by, person, at=at)
        if not sessions.end(unit, person, handle, why="revoked"):
            raise NotFound("session", handle, hint="`alur account sessions` lists them.")
        access_log.record(unit, "session_ended", person=person, by=who, at=at, note=handle)

    database.store.write(job)


def end_all(
    database: Database,
    person: PersonId,
    *,
    at: datetime,
    by: PersonId | None = None,
    but: str = "",
) -> int:
    """End all of a person's sessions, but the one with the handle `but`; how many those were.

    Raises:
        NotPermitted: `by` is neither the person nor an administrator.
    """

    def job(unit: Unit) -> int:
        who = _expect_may(database, unit, by, person, at=at)
        ended = sessions.end_all(unit, person, why="revoked", but=but)
        if ended:
            note = str(ended)
            access_log.record(unit, "sessions_ended", person=person, by=who, at=at, note=note)
        return ended

    return database.store.write(job)


def _expect_may(
    database: Database, reader: Reader, by: PersonId | None, person: PersonId, *, at: datetime
) -> PersonId:
    """Who ends it: the person, or an administrator."""
    if by is None or by == person:
        return person
    expect_administrator(current_in(database, reader), by, person, at=at)
    return by


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _shown(kept: KeptSession) -> Session:
    return Session(
        handle=kept.handle,
        person=kept.person,
        stage="full" if kept.stage == VOUCHED else cast("Stage", kept.stage),
        created_at=kept.created_at,
        seen_at=kept.seen_at,
        idle_until=min(kept.seen_at + IDLE, kept.ends_at),
        ends_at=kept.ends_at,
        agent=kept.agent,
        address=kept.address,
    )
