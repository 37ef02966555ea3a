"""Who a person is elsewhere: by issuer and subject, never by a name."""

import pytest
from builders import MONDAY
from signing_in import ADMIN, BUDI, HERE, LESSER, RINI, kinds, let_go

from engine.core.commands import SYSTEM
from engine.core.errors import AlreadySo, NotFound, NotPermitted, WrongCredentials
from engine.core.ids import PersonId
from engine.service.accounts import lock, unlock
from engine.service.database import Database
from engine.service.identities import (
    identities_of,
    link,
    link_first,
    person_of,
    sign_in_by_identity,
    unlink,
)
from engine.service.sessions import Session

ISSUER, SUBJECT = "https://masuk.example", "8d1f"


def linked(database: Database, person: PersonId = RINI, by: PersonId = SYSTEM.person) -> None:
    link(database, person, issuer=ISSUER, subject=SUBJECT, by=by, at=MONDAY)


def let_in(database: Database, subject: str = SUBJECT) -> Session:
    return sign_in_by_identity(database, ISSUER, subject, at=MONDAY, address=HERE, agent="Uji/1.0")[
        1
    ]


def test_a_providers_word_counts_for_the_person_it_is_linked_to(any_staff: Database) -> None:
    linked(any_staff)

    assert person_of(any_staff, ISSUER, SUBJECT) == RINI
    assert person_of(any_staff, f"{ISSUER}/", SUBJECT) is None
    session = let_in(any_staff)
    assert (session.person, session.stage) == (RINI, "full")
    assert kinds(any_staff, RINI)[:2] == ["signed_in", "identity_linked"]


def test_an_identity_is_one_persons(any_staff: Database) -> None:
    linked(any_staff)

    for person in (RINI, BUDI):
        with pytest.raises(AlreadySo):
            linked(any_staff, person)


def test_a_person_or_an_administrator_links(staff: Database) -> None:
    with pytest.raises(NotPermitted):
        linked(staff, RINI, by=BUDI)
    with pytest.raises(NotFound):
        linked(staff, PersonId("siapa"))

    linked(staff, RINI, by=RINI)
    with pytest.raises(NotPermitted):
        unlink(staff, RINI, issuer=ISSUER, subject=SUBJECT, by=BUDI, at=MONDAY)
    unlink(staff, RINI, issuer=ISSUER, subject=SUBJECT, by=ADMIN, at=MONDAY)

    assert identities_of(staff, RINI) == ()
    assert kinds(staff, RINI)[0] == "identity_unlinked"
    with pytest.raises(NotFound):
        unlink(staff, RINI, issuer=ISSUER, subject=SUBJECT, by=RINI, at=MONDAY)


def test_a_stranger_is_not_let_in_nor_whose_account_is_locked(any_staff: Database) -> None:
    linked(any_staff)
    with pytest.raises(WrongCredentials):
        let_in(any_staff, "somebody else")

    lock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)

    with pytest.raises(WrongCredentials):
        let_in(any_staff)
    assert kinds(any_staff, RINI)[0] == "sign_in_failed"


def test_who_has_no_account_here_can_be_locked_out(any_staff: Database) -> None:
    linked(any_staff, LESSER)
    lock(any_staff, LESSER, by=ADMIN, at=MONDAY)

    with pytest.raises(WrongCredentials):
        let_in(any_staff)
    unlock(any_staff, LESSER, by=ADMIN, at=MONDAY)
    assert let_in(any_staff).person == LESSER


def test_a_first_link_is_made_where_there_never_was_one_of_that_issuer(any_staff: Database) -> None:
    link_first(any_staff, RINI, issuer=ISSUER, subject=SUBJECT, at=MONDAY)
    for person, subject in ((RINI, "another"), (BUDI, SUBJECT)):
        with pytest.raises(AlreadySo):
            link_first(any_staff, person, issuer=ISSUER, subject=subject, at=MONDAY)
    unlink(any_staff, RINI, issuer=ISSUER, subject=SUBJECT, by=ADMIN, at=MONDAY)
    for subject in (SUBJECT, "another"):
        with pytest.raises(AlreadySo):
            link_first(any_staff, RINI, issuer=ISSUER, subject=subject, at=MONDAY)

    link_first(any_staff, RINI, issuer="https://lain.example", subject=SUBJECT, at=MONDAY)
    linked(any_staff)
    assert person_of(any_staff, ISSUER, SUBJECT) == RINI


def test_who_has_left_is_nobody_here(any_staff: Database) -> None:
    linked(any_staff)
    let_go(any_staff, RINI, MONDAY)

    assert person_of(any_staff, ISSUER, SUBJECT) is None
    with pytest.raises(WrongCredentials):
        let_in(any_staff)


def test_who_is_who_is_listed(staff: Database) -> None:
    linked(staff)

    found = identities_of(staff, RINI)

    assert [(one.issuer, one.subject, one.linked_by) for one in found] == [
        (ISSUER, SUBJECT, SYSTEM.person)
    ]
