"""Where a second factor is a must, a password alone opens one's own account and nothing else."""

import pytest
from builders import MONDAY
from pyotp import TOTP
from signing_in import BUDI, MINUTE, OTHER, RINI, signed_in

from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import GrantAssignment
from engine.core.ids import RoleId, UnitId
from engine.service import sessions
from engine.service.accounts import change_password, reset
from engine.service.database import Database
from engine.service.directory import change
from engine.service.identities import link, sign_in_by_identity
from engine.service.second_factor import begin_setup, check, confirm, turn_off

LATER = MONDAY + 10 * MINUTE


@pytest.fixture
def strict(staff: Database) -> Database:
    """An office where whoever holds a duty must have one; RINI supervises."""
    grant = GrantAssignment(
        by=SYSTEM, person=RINI, role=RoleId(Duty.SUPERVISOR.value), unit=UnitId("dinas")
    )
    change(staff, grant, at=MONDAY)
    staff.factor_rule = "duties"
    return staff


def with_factor(database: Database) -> TOTP:
    codes = TOTP(begin_setup(database, RINI, at=MONDAY).secret)
    confirm(database, RINI, codes.at(MONDAY), at=MONDAY)
    return codes


def test_who_holds_a_duty_is_let_in_to_set_one_up_and_others_wholly(strict: Database) -> None:
    assert signed_in(strict)[1].stage == "factor"
    assert signed_in(strict, BUDI)[1].stage == "full"


def test_where_everybody_must_everybody_does(staff: Database) -> None:
    assert signed_in(staff, BUDI)[1].stage == "full"
    staff.factor_rule = "everybody"
    assert signed_in(staff, BUDI)[1].stage == "factor"


def test_once_it_is_set_up_the_same_session_goes_on(strict: Database) -> None:
    secret, _ = signed_in(strict)
    _, other = signed_in(strict, BUDI)

    with_factor(strict)

    assert sessions.session_of(strict, secret, at=MONDAY).stage == "full"
    assert other.stage == "full"


def test_whoever_has_one_gives_a_code_and_is_in(strict: Database) -> None:
    codes = with_factor(strict)
    secret, session = signed_in(strict, at=LATER)
    assert session.stage == "code"

    assert check(strict, secret, codes.at(LATER), at=LATER)[1].stage == "full"


def test_whoever_turns_it_off_sets_up_another_before_anything_else(strict: Database) -> None:
    codes = with_factor(strict)
    secret, _ = signed_in(strict, at=LATER)
    secret, _ = check(strict, secret, codes.at(LATER), at=LATER)
    then = LATER + MINUTE

    turn_off(strict, RINI, code=codes.at(then), at=then)

    assert sessions.session_of(strict, secret, at=then).stage == "factor"


def test_a_one_time_password_is_changed_first(strict: Database) -> None:
    first = reset(strict, RINI, by=SYSTEM.person, at=MONDAY)
    secret, session = signed_in(strict, password=first)
    assert session.stage == "password"

    change_password(strict, RINI, old=first, new=OTHER, at=MONDAY, keep=session.handle)

    assert sessions.renew(strict, secret, at=MONDAY)[1].stage == "factor"


def test_a_session_is_held_as_soon_as_the_rule_or_a_duty_comes_and_no_longer(
    strict: Database,
) -> None:
    secret, session = signed_in(strict, BUDI)
    assert session.stage == "full"

    grant = GrantAssignment(
        by=SYSTEM, person=BUDI, role=RoleId(Duty.MANAGER.value), unit=UnitId("kota")
    )
    change(strict, grant, at=MONDAY)
    assert sessions.session_of(strict, secret, at=MONDAY).stage == "factor"
    assert [one.stage for one in sessions.list_of(strict, BUDI, MONDAY)] == ["factor"]

    strict.factor_rule = "optional"
    assert sessions.session_of(strict, secret, at=MONDAY).stage == "full"


def test_who_comes_by_the_offices_provider_has_the_providers_second_factor(
    strict: Database,
) -> None:
    issuer = "https://provider.example"
    link(strict, RINI, issuer=issuer, subject="r1", by=RINI, at=MONDAY)

    secret, session = sign_in_by_identity(strict, issuer, "r1", at=MONDAY, address="", agent="")

    assert session.stage == "full"
    assert sessions.session_of(strict, secret, at=MONDAY).stage == "full"
    secret, renewed = sessions.renew(strict, secret, at=MONDAY)
    assert renewed.stage == "full"
    assert sessions.session_of(strict, secret, at=MONDAY).stage == "full"
