"""The second factor: six digits of a telephone, each of which counts once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from builders import MONDAY
from pyotp import TOTP, parse_uri
from signing_in import ADMIN, BUDI, MINUTE, PASSWORD, RINI, SECOND, kinds, signed_in

from engine.core.errors import (
    AlreadySo,
    CodeRefused,
    NotFound,
    NotPermitted,
    SessionEnded,
    TooManyTries,
)
from engine.service import sessions
from engine.service.access_log import history
from engine.service.accounts import account_of, reset
from engine.service.database import Database
from engine.service.second_factor import (
    RECOVERY_CODES,
    begin_setup,
    check,
    confirm,
    factor_of,
    new_recovery_codes,
    setup_of,
    turn_off,
)
from engine.service.sessions import IDLE
from engine.service.tries import PAIR

LATER = MONDAY + 10 * MINUTE
STEP = 30 * SECOND


class Telephone:
    """Makes codes of the secret that it was shown, at the times that a test says."""

    def __init__(self, database: Database) -> None:
        setup = begin_setup(database, RINI, at=MONDAY, issuer="Kota Sejuk")
        self.address = setup.address
        self._codes = TOTP(setup.secret)
        self.recovery = confirm(database, RINI, self.code(MONDAY), at=MONDAY)

    def code(self, at: datetime) -> str:
        return self._codes.at(at)


def waiting(database: Database, at: datetime = LATER) -> str:
    secret, session = signed_in(database, at=at)
    assert session.stage == "code"
    return secret


def refused(database: Database, secret: str, code: str, at: datetime) -> bool:
    with pytest.raises(CodeRefused):
        check(database, secret, code, at=at)
    return True


def test_after_the_password_the_code_lets_in_under_a_new_secret(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    secret = waiting(any_staff)

    new, session = check(any_staff, secret, telephone.code(LATER), at=LATER)

    assert (session.stage, session.person) == ("full", RINI)
    assert sessions.session_of(any_staff, new, at=LATER).stage == "full"
    with pytest.raises(SessionEnded):
        sessions.session_of(any_staff, secret, at=LATER)


def test_a_code_counts_once_for_whoever_brings_it(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    code = telephone.code(LATER)
    check(any_staff, waiting(any_staff), code, at=LATER)

    assert refused(any_staff, waiting(any_staff), code, LATER)
    assert refused(any_staff, waiting(any_staff), code, LATER + STEP)
    assert kinds(any_staff, RINI)[0] == "code_failed"


def test_the_code_that_turned_it_on_counts_no_more(staff: Database) -> None:
    telephone = Telephone(staff)

    assert refused(staff, waiting(staff, MONDAY), telephone.code(MONDAY), MONDAY)


def test_of_many_who_bring_one_code_at_once_one_is_let_in(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    secrets = [waiting(any_staff) for _ in range(4)]

    def brought(secret: str) -> bool:
        try:
            check(any_staff, secret, telephone.code(LATER), at=LATER)
        except CodeRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(brought, secrets)) == [False, False, False, True]


@pytest.mark.parametrize("away", [-1, 1])
def test_a_telephone_may_be_half_a_minute_off(staff: Database, away: int) -> None:
    code = Telephone(staff).code(LATER + away * STEP)

    assert check(staff, waiting(staff), f" {code[:3]} {code[3:]} ", at=LATER)


@pytest.mark.parametrize("away", [-3, -2, 2, 3])
def test_and_no_more_than_that(staff: Database, away: int) -> None:
    code = Telephone(staff).code(LATER + away * STEP)

    assert refused(staff, waiting(staff), code, LATER)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\ud800", "1" * 9999])
def test_what_is_no_code_is_refused(staff: Database, code: str) -> None:
    Telephone(staff)

    assert refused(staff, waiting(staff), code, LATER)


def test_a_code_is_not_accepted_again_after_the_clock_went_back(staff: Database) -> None:
    telephone = Telephone(staff)
    ahead = LATER + 5 * MINUTE
    check(staff, waiting(staff, ahead), telephone.code(ahead), at=ahead)
    check(staff, waiting(staff), telephone.code(LATER), at=LATER)

    assert refused(staff, waiting(staff), telephone.code(LATER), LATER)
    assert refused(staff, waiting(staff, ahead), telephone.code(ahead), ahead)


def test_wrong_codes_wait_and_the_count_survives_the_refusal(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    secret = waiting(any_staff)
    for _ in range(PAIR.free):
        assert refused(any_staff, secret, "000000", LATER)

    with pytest.raises(TooManyTries):
        check(any_staff, secret, telephone.code(LATER), at=LATER)
    with pytest.raises(TooManyTries):
        check(any_staff, waiting(any_staff), telephone.code(LATER), at=LATER)
    after = LATER + MINUTE
    assert check(any_staff, secret, telephone.code(after), at=after)


def test_a_recovery_code_counts_once_however_it_is_typed(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    one, other = telephone.recovery[:2]
    assert len(set(telephone.recovery)) == RECOVERY_CODES

    check(any_staff, waiting(any_staff), one.upper().replace("-", " "), at=LATER)

    assert refused(any_staff, waiting(any_staff), one, LATER)
    assert factor_of(any_staff, RINI).recovery_codes == RECOVERY_CODES - 1
    assert check(any_staff, waiting(any_staff), other, at=LATER)
    assert "recovery_code_used" in kinds(any_staff, RINI)


def test_recovery_codes_are_made_anew_by_whoever_has_a_code(staff: Database) -> None:
    telephone = Telephone(staff)
    with pytest.raises(CodeRefused):
        new_recovery_codes(staff, RINI, code="000000", at=LATER)

    made = new_recovery_codes(staff, RINI, code=telephone.code(LATER), at=LATER)

    assert refused(staff, waiting(staff), telephone.recovery[0], LATER)
    assert check(staff, waiting(staff), made[0], at=LATER)


def test_it_is_turned_off_by_whoever_has_a_code(any_staff: Database) -> None:
    telephone = Telephone(any_staff)
    with pytest.raises(CodeRefused):
        turn_off(any_staff, RINI, code="000000", at=LATER)

    turn_off(any_staff, RINI, code=telephone.code(LATER), at=LATER)

    assert signed_in(any_staff, at=LATER)[1].stage == "full"
    assert factor_of(any_staff, RINI).recovery_codes == 0
    assert factor_of(any_staff, RINI).since is None
    with pytest.raises(CodeRefused):
        turn_off(any_staff, RINI, code=telephone.recovery[0], at=LATER)


def test_an_administrator_turns_it_off_for_whoever_lost_the_telephone(staff: Database) -> None:
    Telephone(staff)
    kept = reset(staff, RINI, by=ADMIN, at=LATER)
    assert signed_in(staff, password=kept, at=LATER)[1].stage == "code"

    first = reset(staff, RINI, by=ADMIN, at=LATER, second_factor=True)

    assert signed_in(staff, password=first, at=LATER)[1].stage == "password"
    assert [one.by for one in history(staff, RINI) if one.kind == "second_factor_off"] == [ADMIN]


def test_beyond_the_code_a_one_time_password_is_still_to_be_changed(staff: Database) -> None:
    telephone = Telephone(staff)
    first = reset(staff, RINI, by=ADMIN, at=LATER)
    secret, _ = signed_in(staff, password=first, at=LATER)

    assert check(staff, secret, telephone.code(LATER), at=LATER)[1].stage == "password"


def test_until_a_code_confirms_it_nothing_is_asked_for(staff: Database) -> None:
    begin_setup(staff, RINI, at=MONDAY)
    with pytest.raises(CodeRefused):
        confirm(staff, RINI, "000000", at=MONDAY)

    account = account_of(staff, RINI)
    assert account is not None
    assert account.second_factor_since is None
    assert signed_in(staff, at=MONDAY)[1].stage == "full"


def test_a_setup_begun_anew_voids_the_secret_of_before(staff: Database) -> None:
    old = TOTP(begin_setup(staff, RINI, at=MONDAY).secret)
    new = TOTP(begin_setup(staff, RINI, at=MONDAY).secret)

    with pytest.raises(CodeRefused):
        confirm(staff, RINI, old.at(MONDAY), at=MONDAY)
    assert confirm(staff, RINI, new.at(MONDAY), at=MONDAY)


def test_a_setup_can_be_shown_again_until_it_is_confirmed(staff: Database) -> None:
    assert setup_of(staff, RINI) is None
    setup = begin_setup(staff, RINI, at=MONDAY)
    assert setup_of(staff, RINI) == setup

    confirm(staff, RINI, TOTP(setup.secret).at(MONDAY), at=MONDAY)

    assert setup_of(staff, RINI) is None


def test_it_is_set_up_by_whoever_has_an_account_and_none_yet(staff: Database) -> None:
    with pytest.raises(NotFound):
        begin_setup(staff, ADMIN, at=MONDAY)
    with pytest.raises(NotFound):
        confirm(staff, BUDI, "000000", at=MONDAY)
    Telephone(staff)
    with pytest.raises(AlreadySo):
        begin_setup(staff, RINI, at=MONDAY)


def test_a_code_is_asked_of_no_other_session(staff: Database) -> None:
    secret, _ = signed_in(staff)
    with pytest.raises(NotPermitted):
        check(staff, secret, "000000", at=MONDAY)

    Telephone(staff)
    late = waiting(staff)
    with pytest.raises(SessionEnded):
        check(staff, late, "000000", at=LATER + IDLE)


def test_the_address_of_a_setup_is_what_telephones_read(staff: Database) -> None:
    telephone = Telephone(staff)

    read = parse_uri(telephone.address)

    assert (read.name, read.issuer) == (RINI, "Kota Sejuk")
    assert isinstance(read, TOTP)
    assert read.at(LATER) == telephone.code(LATER)


def test_what_makes_codes_is_sealed_for_its_person(staff: Database, tmp_path: Path) -> None:
    telephone = Telephone(staff)
    secret = parse_uri(telephone.address).secret

    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert secret.encode() not in kept
    assert telephone.recovery[0].encode() not in kept
    with sqlite3.connect(tmp_path / "alur.db") as file:
        sealed = file.execute("SELECT secret FROM second_factor").fetchone()[0]
    file.close()
    assert len(staff.vault.open(sealed, about=f"second factor of {RINI}")) == 20


def test_the_password_alone_opens_nothing_of_it(staff: Database) -> None:
    Telephone(staff)
    secret, session = signed_in(staff, password=PASSWORD, at=LATER)

    assert sessions.renew(staff, secret, at=LATER)[1].stage == "code"
    assert session.stage == "code"
