"""Sign-in: whoever knows the password is let in, at one price and with one refusal."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from builders import MONDAY
from signing_in import (
    AWAY,
    BUDI,
    DAY,
    HERE,
    HOUR,
    MINUTE,
    PASSWORD,
    RINI,
    ROBOT,
    SECOND,
    kinds,
    let_go,
    signed_in,
)

from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddPerson
from engine.core.errors import TooManyTries, WrongCredentials
from engine.core.ids import PersonId
from engine.service import accounts, sessions, tries
from engine.service.access_log import history
from engine.service.accounts import account_of, lock, open_account, reset, unlock
from engine.service.database import Database
from engine.service.directory import change
from engine.service.sign_in import sign_in
from engine.service.tries import ACCOUNT, LONGEST_WAIT, PAIR, Limit, Tried
from engine.store import accounts as kept_accounts

WRONG = "salah sama sekali"


def fail(database: Database, count: int, **where: object) -> None:
    for _ in range(count):
        with pytest.raises(WrongCredentials):
            signed_in(database, password=WRONG, **where)  # type: ignore[arg-type]


def test_name_and_password_begin_a_session(any_staff: Database) -> None:
    secret, session = signed_in(any_staff)

    assert session.stage == "full"
    assert (session.person, session.address, session.agent) == (RINI, HERE, "Uji/1.0")
    assert sessions.session_of(any_staff, secret, at=MONDAY) == session
    found = account_of(any_staff, RINI)
    assert found is not None
    assert found.signed_in_at == MONDAY
    newest = history(any_staff, RINI)[0]
    assert (newest.kind, newest.address, newest.at) == ("signed_in", HERE, MONDAY)


@pytest.mark.parametrize("name", [" RINI ", "1111 11111111 111111", "rini@dinas.EXAMPLE"])
def test_a_person_is_known_by_id_number_and_address(staff: Database, name: str) -> None:
    assert signed_in(staff, name)[1].person == RINI


def test_a_name_that_could_be_two_peoples_is_whose_it_is_exactly(staff: Database) -> None:
    lain = AddPerson(by=SYSTEM, person=PersonId("RINI@dinas.example"), name="Rini lain")
    change(staff, lain, at=MONDAY)

    assert signed_in(staff, "rini")[1].person == RINI
    with pytest.raises(WrongCredentials):
        signed_in(staff, "rini@dinas.example")


@pytest.mark.parametrize("name", ["siapa", "", "kepala", ROBOT, "alur", "\ud800", "x" * 10_000])
def test_who_has_no_account_is_refused_as_one_who_mistypes(staff: Database, name: str) -> None:
    with pytest.raises(WrongCredentials) as unknown:
        signed_in(staff, name)
    with pytest.raises(WrongCredentials) as mistyped:
        signed_in(staff, password=WRONG)

    assert str(unknown.value) == str(mistyped.value)


def test_a_refusal_is_remembered_without_what_was_typed(any_staff: Database) -> None:
    fail(any_staff, 1)
    with pytest.raises(WrongCredentials):
        signed_in(any_staff, "my-password-by-mistake")

    assert kinds(any_staff)[:2] == ["sign_in_failed", "sign_in_failed"]
    assert "mistake" not in repr(history(any_staff))
    assert history(any_staff)[0].person == ""


def test_a_locked_account_lets_nobody_in_until_it_is_unlocked(any_staff: Database) -> None:
    lock(any_staff, RINI, by=SYSTEM.person, at=MONDAY, reason="cuti panjang")
    with pytest.raises(WrongCredentials):
        signed_in(any_staff)

    unlock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)

    assert signed_in(any_staff)[1].stage == "full"


def test_who_has_left_is_not_let_in(any_staff: Database) -> None:
    let_go(any_staff, RINI, MONDAY)

    with pytest.raises(WrongCredentials):
        signed_in(any_staff)


def test_a_one_time_password_asks_for_another_one_and_counts_for_a_week(staff: Database) -> None:
    first = reset(staff, RINI, by=SYSTEM.person, at=MONDAY)
    last = MONDAY + accounts.ONE_TIME_FOR

    assert signed_in(staff, password=first, at=last - SECOND)[1].stage == "password"
    with pytest.raises(WrongCredentials):
        signed_in(staff, password=first, at=last)


@pytest.mark.usefixtures("usual_passwords")
def test_an_older_hash_is_replaced_when_its_password_comes_by(staff: Database) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    found = staff.store.read(lambda reader: kept_accounts.find(reader, RINI))
    assert found is not None
    known = found.account.password
    staff.store.write(lambda unit: kept_accounts.rehash(unit, RINI, old=known, new=older))

    signed_in(staff)

    newer = staff.store.read(lambda reader: kept_accounts.find(reader, RINI))
    assert newer is not None
    assert "m=19456,t=2,p=1" in newer.account.password
    signed_in(staff)


def test_after_five_failures_even_the_right_password_waits(any_staff: Database) -> None:
    fail(any_staff, PAIR.free)

    with pytest.raises(TooManyTries) as refused:
        signed_in(any_staff)

    assert refused.value.until == MONDAY + MINUTE
    assert refused.value.seconds == 60
    assert signed_in(any_staff, at=MONDAY + MINUTE)[1].person == RINI
    fail(any_staff, PAIR.free - 1, at=MONDAY + MINUTE)  # and the count began anew


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [PAIR.wait_after(failures) // MINUTE for failures in range(4, 13)]

    assert waits == [0, 1, 2, 4, 8, 15, 15, 15, 15]
    assert PAIR.wait_after(10**9) == LONGEST_WAIT


def test_a_try_that_has_to_wait_costs_no_longer_wait(staff: Database) -> None:
    fail(staff, PAIR.free)
    for _ in range(20):
        with pytest.raises(TooManyTries):
            signed_in(staff)

    assert signed_in(staff, at=MONDAY + MINUTE)


def test_names_that_nobody_has_wait_as_well(staff: Database) -> None:
    for _ in range(PAIR.free):
        with pytest.raises(WrongCredentials):
            signed_in(staff, "siapa")

    with pytest.raises(TooManyTries):
        signed_in(staff, "siapa")


def test_other_names_of_one_person_are_counted_together(staff: Database) -> None:
    for name in ("rini", "RINI", "1" * 18, "rini@dinas.example", "rini "):
        with pytest.raises(WrongCredentials):
            signed_in(staff, name, WRONG)

    with pytest.raises(TooManyTries):
        signed_in(staff)


def test_somebody_elsewhere_cannot_keep_a_person_out(staff: Database) -> None:
    signed_in(staff)
    for number in range(ACCOUNT.free):
        tried = Tried(kind="password", name=RINI, address=f"203.0.113.{number}")
        staff.store.write(lambda unit, tried=tried: tries.count(unit, tried, at=MONDAY))

    with pytest.raises(TooManyTries) as strange:
        signed_in(staff, address="198.51.100.1")

    assert strange.value.until == MONDAY + MINUTE  # and never longer
    assert signed_in(staff)[1].person == RINI


def test_an_address_that_tries_everybody_waits_but_not_who_is_known_there(staff: Database) -> None:
    signed_in(staff)
    for number in range(tries.ADDRESS.free):
        tried = Tried(kind="password", name=f"orang {number}", address=HERE)
        staff.store.write(lambda unit, tried=tried: tries.count(unit, tried, at=MONDAY))

    with pytest.raises(TooManyTries):
        signed_in(staff, BUDI)

    assert signed_in(staff)[1].person == RINI
    assert signed_in(staff, BUDI, address=AWAY)[1].person == BUDI


def test_a_success_of_ones_own_does_not_shorten_the_wait_of_an_address(staff: Database) -> None:
    signed_in(staff)
    for number in range(tries.ADDRESS.free + 1):
        tried = Tried(kind="password", name=f"orang {number}", address=HERE)
        at = MONDAY + number // tries.ADDRESS.free * MINUTE
        staff.store.write(lambda unit, tried=tried, at=at: tries.count(unit, tried, at=at))

    signed_in(staff, at=MONDAY + MINUTE)

    with pytest.raises(TooManyTries):
        signed_in(staff, BUDI, at=MONDAY + MINUTE)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.7", "10.0.0.7", True),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_that_one_holder_has_count_together(
    staff: Database, one: str, other: str, *, together: bool
) -> None:
    fail(staff, PAIR.free, address=one)

    if together:
        with pytest.raises(TooManyTries):
            signed_in(staff, address=other)
    else:
        assert signed_in(staff, address=other)


def test_after_an_hour_of_quiet_the_count_begins_anew(staff: Database) -> None:
    fail(staff, PAIR.free)

    fail(staff, PAIR.free - 1, at=MONDAY + HOUR + SECOND)

    assert signed_in(staff, at=MONDAY + HOUR + SECOND)


def test_a_clock_that_ran_ahead_keeps_nobody_out(staff: Database) -> None:
    fail(staff, PAIR.free, at=MONDAY + 30 * DAY)

    assert signed_in(staff, at=MONDAY)


def test_a_clock_that_goes_back_makes_no_new_tries(staff: Database) -> None:
    fail(staff, PAIR.free)

    with pytest.raises(TooManyTries):
        signed_in(staff, at=MONDAY - MINUTE)


def test_tries_are_forgotten_after_a_while(staff: Database) -> None:
    fail(staff, 1)
    signed_in(staff, BUDI, at=MONDAY + DAY + MINUTE)

    later = MONDAY + timedelta(days=31)
    tried = Tried(kind="password", name=RINI, address=HERE)
    subject, _ = tried.limits()[0]

    assert staff.store.read(lambda reader: tries.tries.find(reader, subject)) is None
    signed_in(staff, at=later)


def test_a_storm_of_wrong_passwords_is_looked_at_a_few_times_only(any_staff: Database) -> None:
    def storm(_: int) -> str:
        try:
            signed_in(any_staff, password=WRONG)
        except WrongCredentials:
            return "looked at"
        except TooManyTries:
            return "told to wait"
        return "let in"

    with ThreadPoolExecutor(16) as pool:
        came = sorted(pool.map(storm, range(40)))

    assert [(one, len(list(many))) for one, many in itertools.groupby(came)] == [
        ("looked at", PAIR.free),
        ("told to wait", 40 - PAIR.free),
    ]


def test_a_password_that_is_changed_while_it_is_looked_at_lets_nobody_in(staff: Database) -> None:
    """The hash of before was right; by the time that is known it is the hash no more."""
    began, changed = Changing(staff), []
    with pytest.raises(WrongCredentials):
        sign_in(began, "rini", PASSWORD, at=MONDAY, address=HERE, agent="")  # type: ignore[arg-type]
    changed += kinds(staff, RINI)

    assert changed[:2] == ["sign_in_failed", "password_reset"]


class Changing:
    """The same database, in which an administrator is busy between two transactions."""

    def __init__(self, database: Database) -> None:
        self._database, self._writes = database, 0
        self.directory = database.directory
        self.store = self

    def write(self, job: object) -> object:
        self._writes += 1
        if self._writes == 2:
            reset(self._database, RINI, by=SYSTEM.person, at=MONDAY)
        return self._database.store.write(job)  # type: ignore[arg-type]


def test_a_person_without_an_account_gets_one_and_signs_in(any_staff: Database) -> None:
    person = next(one for one in ("kepala",))
    first = open_account(any_staff, person, by=SYSTEM.person, at=MONDAY)  # type: ignore[arg-type]

    assert signed_in(any_staff, person, first)[1].stage == "password"


def test_limits_are_values() -> None:
    assert Limit(free=3).wait_after(2) == timedelta()


def test_nothing_of_a_password_is_in_the_file(staff: Database, tmp_path: Path) -> None:
    fail(staff, 1)
    signed_in(staff)

    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert PASSWORD.encode() not in kept
    assert WRONG.encode() not in kept
