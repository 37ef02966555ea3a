"""Accounts: opened, reset and locked by whoever may, each of it remembered for good."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import MONDAY
from signing_in import (
    ADMIN,
    BUDI,
    DAY,
    HERE,
    LESSER,
    MINUTE,
    OTHER,
    PASSWORD,
    RINI,
    ROBOT,
    SECOND,
    kinds,
    let_go,
    signed_in,
    take_back,
)
from sqlalchemy.exc import DatabaseError

from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, GrantAssignment, NameSubstitute
from engine.core.errors import (
    AlreadySo,
    NotFound,
    NotPermitted,
    PasswordRefused,
    SessionEnded,
    TooManyTries,
    WrongCredentials,
)
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service import sessions, tokens
from engine.service.access_log import history
from engine.service.accounts import (
    account_of,
    change_password,
    list_accounts,
    lock,
    open_account,
    reset,
    unlock,
)
from engine.service.database import Database
from engine.service.directory import change
from engine.service.tokens import Scope
from engine.service.tries import PAIR

NOBODY = PersonId("siapa")
Administering = Callable[[Database, PersonId, PersonId], object]


def test_an_account_begins_with_a_one_time_password(any_staff: Database) -> None:
    first = open_account(any_staff, ADMIN, by=SYSTEM.person, at=MONDAY)

    assert len(first.replace("-", "")) == 16
    account = account_of(any_staff, ADMIN)
    assert account is not None
    assert account.must_change
    assert (account.opened_by, account.opened_at) == (SYSTEM.person, MONDAY)
    assert [one.person for one in list_accounts(any_staff)] == [BUDI, ADMIN, RINI]
    assert account_of(any_staff, NOBODY) is None


def test_a_person_has_one_account_and_a_program_none(any_staff: Database) -> None:
    with pytest.raises(AlreadySo):
        open_account(any_staff, RINI, by=SYSTEM.person, at=MONDAY)
    with pytest.raises(NotPermitted):
        open_account(any_staff, ROBOT, by=SYSTEM.person, at=MONDAY)
    with pytest.raises(NotFound):
        open_account(any_staff, NOBODY, by=SYSTEM.person, at=MONDAY)


def _lock(database: Database, person: PersonId, by: PersonId) -> None:
    lock(database, person, by=by, at=MONDAY)


def _reset(database: Database, person: PersonId, by: PersonId) -> None:
    reset(database, person, by=by, at=MONDAY)


def _unlock(database: Database, person: PersonId, by: PersonId) -> None:
    unlock(database, person, by=by, at=MONDAY)


@pytest.mark.parametrize("act", [_lock, _reset, _unlock])
@pytest.mark.parametrize(
    ("by", "person"),
    [
        pytest.param(BUDI, RINI, id="who is no administrator"),
        pytest.param(LESSER, BUDI, id="an administrator of a unit below"),
        pytest.param(RINI, RINI, id="oneself"),
        pytest.param(NOBODY, RINI, id="nobody"),
    ],
)
def test_who_is_no_administrator_there_changes_no_account(
    staff: Database, act: Administering, by: PersonId, person: PersonId
) -> None:
    before = kinds(staff)

    with pytest.raises(NotPermitted):
        act(staff, person, by)

    assert kinds(staff) == before


@pytest.mark.parametrize("by", [ADMIN, LESSER])
def test_an_administrator_of_the_unit_does(staff: Database, by: PersonId) -> None:
    lock(staff, RINI, by=by, at=MONDAY)
    unlock(staff, RINI, by=by, at=MONDAY)

    assert [(one.kind, one.by) for one in history(staff, RINI, limit=2)] == [
        ("account_unlocked", by),
        ("account_locked", by),
    ]


@pytest.mark.parametrize("act", [_reset, _unlock])
def test_where_there_is_no_account_none_is_changed(staff: Database, act: Administering) -> None:
    with pytest.raises(NotFound):
        act(staff, LESSER, SYSTEM.person)


def stand_in_above(database: Database) -> None:
    """RINI, of the unit below, stands in for the administrator at the top from tomorrow on."""
    named = NameSubstitute(
        by=SYSTEM,
        kind="plh",
        substitute=RINI,
        instead_of=ADMIN,
        role=RoleId(Duty.ADMINISTRATOR.value),
        unit=UnitId("kota"),
        since=MONDAY + DAY,
    )
    change(database, named, at=MONDAY)


def hold_nothing(database: Database) -> None:
    """RINI left and came back with nothing, but her account."""
    let_go(database, RINI, MONDAY)
    take_back(database, RINI, MONDAY)


@pytest.mark.parametrize("set_up", [stand_in_above, hold_nothing])
@pytest.mark.parametrize("act", [_lock, _reset])
def test_a_lesser_administrator_does_not_reach_who_is_above(
    staff: Database, act: Administering, set_up: Callable[[Database], None]
) -> None:
    set_up(staff)

    with pytest.raises(NotPermitted):
        act(staff, RINI, LESSER)
    act(staff, RINI, ADMIN)


def test_any_administrator_opens_the_first_account_of_somebody_new(staff: Database) -> None:
    change(staff, AddPerson(by=SYSTEM, person=NOBODY, name="Baru"), at=MONDAY)

    with pytest.raises(NotPermitted, match="budi is no administrator"):
        open_account(staff, NOBODY, by=BUDI, at=MONDAY)
    open_account(staff, NOBODY, by=LESSER, at=MONDAY)

    with pytest.raises(NotPermitted, match="no administrator at the top"):
        reset(staff, NOBODY, by=LESSER, at=MONDAY)
    reset(staff, NOBODY, by=ADMIN, at=MONDAY)


def test_who_once_held_something_is_no_newcomer(staff: Database) -> None:
    let_go(staff, LESSER, MONDAY)
    take_back(staff, LESSER, MONDAY)
    again = GrantAssignment(
        by=SYSTEM, person=RINI, role=RoleId(Duty.ADMINISTRATOR.value), unit=UnitId("dinas")
    )
    change(staff, again, at=MONDAY)

    with pytest.raises(NotPermitted):
        open_account(staff, LESSER, by=RINI, at=MONDAY)
    open_account(staff, LESSER, by=ADMIN, at=MONDAY)


def test_a_lock_ends_what_is_open_and_is_not_put_on_twice(any_staff: Database) -> None:
    secret, _ = signed_in(any_staff)
    lock(any_staff, RINI, by=SYSTEM.person, at=MONDAY, reason="dicurigai")

    with pytest.raises(SessionEnded) as ended:
        sessions.session_of(any_staff, secret, at=MONDAY)
    assert ended.value.why == "revoked"
    assert history(any_staff, RINI)[0].note == "dicurigai"
    with pytest.raises(AlreadySo):
        lock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)
    unlock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)
    with pytest.raises(AlreadySo):
        unlock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)


def test_a_new_password_ends_every_other_session(any_staff: Database) -> None:
    mine, session = signed_in(any_staff)
    others, _ = signed_in(any_staff)

    change_password(any_staff, RINI, old=PASSWORD, new=OTHER, at=MONDAY, keep=session.handle)

    assert sessions.session_of(any_staff, mine, at=MONDAY).handle == session.handle
    with pytest.raises(SessionEnded):
        sessions.session_of(any_staff, others, at=MONDAY)
    with pytest.raises(WrongCredentials):
        signed_in(any_staff)
    assert signed_in(any_staff, password=OTHER)


def test_whoever_had_to_change_the_password_is_let_in_under_a_new_secret(staff: Database) -> None:
    first = reset(staff, RINI, by=ADMIN, at=MONDAY)
    secret, session = signed_in(staff, password=first)
    early, same = sessions.renew(staff, secret, at=MONDAY)
    assert same.stage == "password"

    change_password(staff, RINI, old=first, new=OTHER, at=MONDAY, keep=session.handle)
    late, full = sessions.renew(staff, early, at=MONDAY)

    assert (full.stage, full.handle) == ("full", session.handle)
    assert len({secret, early, late}) == 3
    for void in (secret, early):
        with pytest.raises(SessionEnded):
            sessions.session_of(staff, void, at=MONDAY)


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("pendek", "short"),
        ("password", "common"),
        ("rini-astuti-1", "personal"),
        ("dinas-perahu", "personal"),
        (PASSWORD, "same"),
    ],
)
def test_a_password_that_cannot_be_taken_leaves_the_old_one(
    staff: Database, new: str, problem: str
) -> None:
    with pytest.raises(PasswordRefused) as refused:
        change_password(staff, RINI, old=PASSWORD, new=new, at=MONDAY)

    assert refused.value.problem == problem
    assert signed_in(staff)


def test_a_list_of_the_office_is_held_to(staff: Database, tmp_path: Path) -> None:
    staff.password_list = tmp_path / "bocor.txt"
    staff.password_list.write_text(f"{OTHER}\n", "utf-8")

    with pytest.raises(PasswordRefused):
        change_password(staff, RINI, old=PASSWORD, new=OTHER, at=MONDAY)


def test_guessing_the_old_password_is_limited_as_signing_in_is(staff: Database) -> None:
    for _ in range(PAIR.free):
        with pytest.raises(WrongCredentials):
            change_password(staff, RINI, old="salah sama sekali", new=OTHER, at=MONDAY)

    with pytest.raises(TooManyTries):
        change_password(staff, RINI, old=PASSWORD, new=OTHER, at=MONDAY)
    assert signed_in(staff)
    change_password(staff, RINI, old=PASSWORD, new=OTHER, at=MONDAY + MINUTE)


@pytest.mark.parametrize("person", [NOBODY, ADMIN])
def test_who_has_no_account_has_no_password_to_change(staff: Database, person: PersonId) -> None:
    with pytest.raises(WrongCredentials):
        change_password(staff, person, old=PASSWORD, new=OTHER, at=MONDAY)


def test_a_reset_ends_sessions_and_voids_the_one_time_password_of_before(staff: Database) -> None:
    secret, _ = signed_in(staff)
    first = reset(staff, RINI, by=ADMIN, at=MONDAY)
    second = reset(staff, RINI, by=ADMIN, at=MONDAY)

    with pytest.raises(SessionEnded):
        sessions.session_of(staff, secret, at=MONDAY)
    with pytest.raises(WrongCredentials):
        signed_in(staff, password=first)
    assert signed_in(staff, password=second)[1].stage == "password"


def test_what_ended_when_somebody_left_stays_ended_when_they_return(any_staff: Database) -> None:
    secret, _ = signed_in(any_staff)
    token, _ = tokens.issue(
        any_staff,
        RINI,
        name="laporan",
        scopes=[Scope.READ],
        until=MONDAY + 60 * MINUTE,
        by=RINI,
        at=MONDAY,
    )
    let_go(any_staff, RINI, MONDAY + SECOND)
    take_back(any_staff, RINI, MONDAY + 2 * SECOND)

    with pytest.raises(SessionEnded) as ended:
        sessions.session_of(any_staff, secret, at=MONDAY + MINUTE)
    assert ended.value.why == "left"
    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.token_of(any_staff, token, at=MONDAY + MINUTE)
    assert refused.value.why == "left"
    assert "left" in kinds(any_staff, RINI)


def test_the_history_is_read_from_the_newest_page_by_page(any_staff: Database) -> None:
    whole = history(any_staff)

    first = history(any_staff, limit=3)
    rest = history(any_staff, before=first[-1].seq)

    assert (*first, *rest) == whole
    assert kinds(any_staff, RINI) == ["password_changed", "account_opened"]


@pytest.mark.parametrize("change", ["UPDATE access_event SET by = 'x'", "DELETE FROM access_event"])
def test_the_history_cannot_be_changed(any_staff: Database, change: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        any_staff.store.administer(lambda connection: connection.exec_driver_sql(change))


def test_who_did_what_is_told_without_any_secret(staff: Database) -> None:
    first = reset(staff, RINI, by=ADMIN, at=MONDAY)
    secret, _ = signed_in(staff, password=first)

    told = repr(history(staff))
    assert HERE in told
    assert first not in told
    assert secret not in told


def test_two_who_change_a_password_at_once_do_not_both(staff: Database) -> None:
    between = Between(staff)
    with pytest.raises(WrongCredentials):
        change_password(
            between,  # type: ignore[arg-type]
            RINI,
            old=PASSWORD,
            new=OTHER,
            at=MONDAY,
        )

    assert kinds(staff, RINI)[0] == "account_locked"


class Between:
    """The same database, in which an administrator is busy between two transactions."""

    def __init__(self, database: Database) -> None:
        self._database, self._writes = database, 0
        self.directory, self.password_list = database.directory, None
        self.store = self

    def read(self, job: object) -> object:
        return self._database.store.read(job)  # type: ignore[arg-type]

    def write(self, job: object) -> object:
        self._writes += 1
        if self._writes == 3:
            lock(self._database, RINI, by=ADMIN, at=MONDAY)
        return self._database.store.write(job)  # type: ignore[arg-type]
