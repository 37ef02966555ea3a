"""Who a person is at the office's own provider (OpenID Connect), and sign-in by its word.

The key is the pair of issuer and subject: names and addresses may be given to somebody else.
Source: OpenID Connect Core 1.0, section 5.7.
"""

from datetime import datetime

from engine.core.commands import SYSTEM
from engine.core.errors import AlreadySo, NotFound, WrongCredentials
from engine.core.ids import PersonId
from engine.service import access_log, sessions
from engine.service.access_rules import expect_administrator, is_here, person_here
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.sessions import Session
from engine.store import access_events, accounts
from engine.store.accounts import KeptIdentity
from engine.store.job import Reader, Unit

Identity = KeptIdentity
"""Who a person is at a provider, since when, and by whom that was said."""

_LONGEST_NOTE = 200
_TURN = "identity"


def person_of(database: Database, issuer: str, subject: str) -> PersonId | None:
    """Whose identity that is; None where it is nobody's, or of somebody who works here no more."""

    def job(reader: Reader) -> PersonId | None:
        return _who(database, reader, issuer, subject)

    return database.store.read(job)


def link(  # noqa: PLR0913  # who is who, by whom and when
    database: Database, person: PersonId, *, issuer: str, subject: str, by: PersonId, at: datetime
) -> None:
    """Let the provider's word for that subject count as the person's.

    `by` is the person, signed in here, or an administrator.

    Raises:
        NotFound: nobody of that id works here.
        NotPermitted: somebody else asks.
        AlreadySo: the identity is somebody's.
    """

    def job(unit: Unit) -> None:
        directory = current_in(database, unit)
        person_here(directory, person)
        if by not in {person, SYSTEM.person}:
            expect_administrator(directory, by, person, at=at)
        identity = KeptIdentity(
            issuer=issuer, subject=subject, person=person, linked_at=at, linked_by=by
        )
        unit.take_turn(_TURN)
        _link_in(unit, identity)

    database.store.write(job)


def link_first(
    database: Database, person: PersonId, *, issuer: str, subject: str, at: datetime
) -> None:
    """Link somebody by what the provider says of them, where that provider's word never counted.

    Who has an identity there already is not that other subject: a mailbox was given to somebody
    else. What was ever unlinked comes back by an administrator only.

    Raises:
        NotFound: nobody of that id works here.
        AlreadySo: the person has an identity of that issuer, or had one; or it is somebody's.
    """

    def job(unit: Unit) -> None:
        person_here(current_in(database, unit), person)
        unit.take_turn(_TURN)
        has_one = any(one.issuer == issuer for one in accounts.links(unit, person))
        note = issuer[:_LONGEST_NOTE]
        if has_one or access_events.has_been(unit, person, "identity_unlinked", note=note):
            raise AlreadySo(f"{person} is or was linked to an identity of that provider")
        identity = KeptIdentity(
            issuer=issuer, subject=subject, person=person, linked_at=at, linked_by=SYSTEM.person
        )
        _link_in(unit, identity)

    database.store.write(job)


def _link_in(unit: Unit, identity: KeptIdentity) -> None:
    if accounts.linked(unit, identity.issuer, identity.subject) is not None:
        raise AlreadySo("That identity is linked to somebody")
    accounts.link(unit, identity)
    access_log.record(
        unit,
        "identity_linked",
        person=identity.person,
        by=identity.linked_by,
        at=identity.linked_at,
        note=identity.issuer[:_LONGEST_NOTE],
    )


def unlink(  # noqa: PLR0913  # as above
    database: Database, person: PersonId, *, issuer: str, subject: str, by: PersonId, at: datetime
) -> None:
    """Let it count no more.

    Raises:
        NotFound: the person is not linked to it.
        NotPermitted: `by` is neither the person nor an administrator.
    """

    def job(unit: Unit) -> None:
        if by not in {person, SYSTEM.person}:
            expect_administrator(current_in(database, unit), by, person, at=at)
        unit.take_turn(_TURN)
        if not accounts.unlink(unit, person, issuer=issuer, subject=subject):
            raise NotFound("identity", subject)
        note = issuer[:_LONGEST_NOTE]
        access_log.record(unit, "identity_unlinked", person=person, by=by, at=at, note=note)

    database.store.write(job)


def identities_of(database: Database, person: PersonId) -> tuple[Identity, ...]:
    """Who the person is elsewhere."""
    return database.store.read(lambda reader: accounts.links(reader, person))


def sign_in_by_identity(  # noqa: PLR0913  # who, when and where belong together
    database: Database, issuer: str, subject: str, *, at: datetime, address: str, agent: str
) -> tuple[str, Session]:
    """Begin a session on a provider's word, which the caller has checked.

    A second factor is the provider's affair then; a lock here counts.

    Raises:
        WrongCredentials: it is nobody's identity here, or that of a locked account.
    """

    def job(unit: Unit) -> tuple[str, Session] | None:
        person = _who(database, unit, issuer, subject)
        if person is not None:
            unit.take_turn(accounts.turn_of(person))  # a lock at the same moment counts
        found = None if person is None else accounts.find(unit, person)
        if person is None or (found is not None and found.account.locked_at is not None):
            nobody = person or PersonId("")
            access_log.record(
                unit, "sign_in_failed", person=nobody, by=nobody, at=at, address=address
            )
            return None
        accounts.signed_in(unit, person, at=at)
        access_log.record(unit, "signed_in", person=person, by=person, at=at, address=address)
        return sessions.begin_in(
            unit, person, stage=sessions.VOUCHED, at=at, address=address, agent=agent
        )

    done = database.store.write(job)
    if done is None:
        raise WrongCredentials
    return done


def _who(database: Database, reader: Reader, issuer: str, subject: str) -> PersonId | None:
    person = accounts.linked(reader, issuer, subject)
    here = person is not None and is_here(current_in(database, reader), person)
    return person if here else None
