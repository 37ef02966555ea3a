"""Whoever should not get in is kept out: locks without a password, proofs, tokens at a reset."""

import pytest
from builders import MONDAY
from signing_in import (
    ADMIN,
    LESSER,
    MINUTE,
    OTHER,
    PASSWORD,
    RINI,
    let_go,
    signed_in,
)

from engine.core.commands import SYSTEM
from engine.core.errors import NotFound, TooManyTries, WrongCredentials
from engine.core.ids import PersonId
from engine.service import tokens
from engine.service.access_log import history
from engine.service.accounts import account_of, lock, open_account, prove, reset, unlock
from engine.service.database import Database
from engine.service.second_factor import begin_setup
from engine.service.tokens import Scope
from engine.service.tries import PAIR

NOBODY = PersonId("siapa")


def test_who_only_signs_in_elsewhere_is_locked_and_unlocked_too(any_staff: Database) -> None:
    lock(any_staff, LESSER, by=ADMIN, at=MONDAY)
    account = account_of(any_staff, LESSER)
    assert account is not None
    assert (account.locked_at, account.has_password, account.must_change) == (MONDAY, False, False)
    with pytest.raises(WrongCredentials):
        signed_in(any_staff, LESSER, "")
    with pytest.raises(NotFound):
        begin_setup(any_staff, LESSER, at=MONDAY)
    prove(any_staff, LESSER, "", at=MONDAY, session="s")

    first = open_account(any_staff, LESSER, by=SYSTEM.person, at=MONDAY)
    with pytest.raises(WrongCredentials):
        signed_in(any_staff, LESSER, first)
    unlock(any_staff, LESSER, by=SYSTEM.person, at=MONDAY)
    assert signed_in(any_staff, LESSER, first)[1].stage == "password"


def test_who_does_not_work_here_is_not_locked(staff: Database) -> None:
    let_go(staff, LESSER, MONDAY)

    for person in (NOBODY, LESSER):
        with pytest.raises(NotFound):
            lock(staff, person, by=SYSTEM.person, at=MONDAY)


def test_a_person_proves_by_the_password_that_it_is_them(staff: Database) -> None:
    prove(staff, RINI, PASSWORD, at=MONDAY, session="s")
    for _ in range(PAIR.free):
        with pytest.raises(WrongCredentials):
            prove(staff, RINI, OTHER, at=MONDAY, session="s")
    with pytest.raises(TooManyTries):
        prove(staff, RINI, PASSWORD, at=MONDAY, session="s")


def test_a_reset_revokes_the_tokens_and_says_how_many(any_staff: Database) -> None:
    secret, _ = tokens.issue(
        any_staff,
        RINI,
        name="laporan",
        scopes=[Scope.READ],
        until=MONDAY + 60 * MINUTE,
        by=RINI,
        at=MONDAY,
    )
    reset(any_staff, RINI, by=ADMIN, at=MONDAY)

    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.token_of(any_staff, secret, at=MONDAY)
    assert refused.value.why == "revoked"
    assert history(any_staff, RINI)[0].note == "API tokens revoked: 1"
