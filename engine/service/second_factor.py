"""The second factor: codes of six digits that a telephone makes, and codes for its loss.

Time-based one-time passwords over HMAC-SHA-1, 30 seconds each, the step before and after accepted
as well; each counts once. Source: RFC 6238; RFC 4226, section 7.2.
"""

import re
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from msgspec.structs import replace
from pyotp import TOTP

from engine.core.errors import AlreadySo, CodeRefused, NotFound, NotPermitted
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import access_log, mint, sessions, tries
from engine.service.database import Database
from engine.service.sessions import Session
from engine.service.tries import Tried
from engine.store import accounts
from engine.store.accounts import KeptFactor
from engine.store.job import Reader, Unit

STEP_SECONDS = 30
RECOVERY_CODES = 10

_WINDOW = (0, -1, 1)
"""Steps of time whose codes are accepted, from the present one."""
_REMEMBERED = 8
"""More than can be accepted at once, so that one is refused also after a clock went back a bit."""
_DIGITS = re.compile(r"[0-9]{6}")


class Setup(Frozen, frozen=True, kw_only=True):
    """What a telephone needs to make codes: to be typed, or as an `otpauth:` address for a QR."""

    secret: str
    address: str


class FactorView(Frozen, frozen=True, kw_only=True):
    """Whether a person has a second factor, since when, and how many recovery codes are left."""

    since: datetime | None
    recovery_codes: int


def factor_of(database: Database, person: PersonId) -> FactorView:
    """How it stands with the person's second factor."""

    def job(reader: Reader) -> FactorView:
        kept = accounts.find_factor(reader, person)
        since = None if kept is None else kept.since
        return FactorView(since=since, recovery_codes=accounts.count_codes(reader, person))

    return database.store.read(job)


def begin_setup(
    database: Database, person: PersonId, *, at: datetime, issuer: str = "Alur"
) -> Setup:
    """Make a secret for the person's telephone; it counts once `confirm` has seen a code of it.

    Args:
        database: where the account is.
        person: whose second factor.
        at: when.
        issuer: what the telephone calls this installation.

    Raises:
        NotFound: the person has no password here that it could go with.
        AlreadySo: there is a second factor; turn it off first.
        KeyUnusable: there is no key to seal it with.
    """
    del at  # nothing of it is remembered before it counts
    seed = mint.seed_of_codes()
    sealed = database.vault.seal(seed, about=_about(person))

    def job(unit: Unit) -> None:
        unit.take_turn(accounts.turn_of(person))
        found = accounts.find(unit, person)
        if found is None or not found.account.password:
            raise NotFound("account", person)
        kept = accounts.find_factor(unit, person) or KeptFactor(person=person)
        if kept.secret is not None:
            raise AlreadySo(f"{person} has a second factor")
        accounts.keep_factor(unit, replace(kept, pending=sealed))

    database.store.write(job)
    codes = _codes_of(seed)
    return Setup(
        secret=codes.secret, address=codes.provisioning_uri(name=person, issuer_name=issuer)
    )


def setup_of(database: Database, person: PersonId, *, issuer: str = "Alur") -> Setup | None:
    """What a setup that was begun has made, to be shown once more; None where none was."""
    kept = database.store.read(lambda reader: accounts.find_factor(reader, person))
    if kept is None or kept.pending is None:
        return None
    codes = _codes_of(database.vault.open(kept.pending, about=_about(person)))
    return Setup(
        secret=codes.secret, address=codes.provisioning_uri(name=person, issuer_name=issuer)
    )


def confirm(database: Database, person: PersonId, code: str, *, at: datetime) -> tuple[str, ...]:
    """Turn it on, the telephone having made a right code; the recovery codes, kept nowhere.

    Raises:
        NotFound: no setup was begun.
        CodeRefused: the code is not of that secret, or of another time.
        TooManyTries: wrong ones came too often.
    """
    made = tuple(mint.code_to_type() for _ in range(RECOVERY_CODES))

    def job(unit: Unit) -> bool:
        tried = _counted(unit, person, "", at=at)
        kept = accounts.find_factor(unit, person)
        if kept is None or kept.pending is None:
            raise NotFound("setup of a second factor for", person)
        seed = database.vault.open(kept.pending, about=_about(person))
        step = _step_of(code, seed, at=at, used=kept.used)
        if step is None:
            return _failed(unit, person, at=at)
        tries.take_back(unit, tried, at=at)
        used = _with(kept.used, step)
        accounts.keep_factor(
            unit, KeptFactor(person=person, secret=kept.pending, since=at, used=used)
        )
        accounts.replace_codes(unit, person, map(_digest, made))
        access_log.record(unit, "second_factor_on", person=person, by=person, at=at)
        return True

    _expect(done=database.store.write(job))
    return made


def check(
    database: Database, secret: str, code: str, *, at: datetime, address: str = ""
) -> tuple[str, Session]:
    """Let the session of that secret go on beyond the second factor, if the code is right.

    Args:
        database: where the account is.
        secret: of a session that stands at the stage `code`.
        code: of the telephone, or a recovery code, which is used up.
        at: now.
        address: where it is asked from.

    Returns:
        The session's new secret, and the session as it goes on.

    Raises:
        SessionEnded: there is no such session, or it is over.
        NotPermitted: no code is asked of it.
        CodeRefused: the code is wrong, or was used before.
        TooManyTries: wrong ones came too often.
    """

    def job(unit: Unit) -> tuple[str, Session] | None:
        session = sessions.running(database, unit, secret, at=at)
        if session.stage != "code":
            raise NotPermitted("No code is asked of this session.")
        if not _right(database, unit, session.person, code, at=at, address=address):
            return None
        stage = sessions.stage_of(database, unit, session.person, at=at)
        return sessions.renew_in(unit, session, stage=stage)

    done = database.store.write(job)
    if done is None:
        raise CodeRefused
    return done


def new_recovery_codes(
    database: Database, person: PersonId, *, code: str, at: datetime
) -> tuple[str, ...]:
    """Make recovery codes anew; those of before count no more.

    Raises:
        CodeRefused: the code is wrong, was used before, or there is no second factor.
        TooManyTries: wrong ones came too often.
    """
    made = tuple(mint.code_to_type() for _ in range(RECOVERY_CODES))

    def job(unit: Unit) -> bool:
        if not _right(database, unit, person, code, at=at, address=""):
            return False
        accounts.replace_codes(unit, person, map(_digest, made))
        access_log.record(unit, "recovery_codes_made", person=person, by=person, at=at)
        return True

    _expect(done=database.store.write(job))
    return made


def turn_off(database: Database, person: PersonId, *, code: str, at: datetime) -> None:
    """Turn it off, by the person, who still has a code; `accounts.reset` does it for others.

    Raises:
        CodeRefused: the code is wrong, was used before, or there is no second factor.
        TooManyTries: wrong ones came too often.
    """

    def job(unit: Unit) -> bool:
        if not _right(database, unit, person, code, at=at, address=""):
            return False
        accounts.drop_factor(unit, person)
        access_log.record(unit, "second_factor_off", person=person, by=person, at=at)
        return True

    _expect(done=database.store.write(job))


def _right(  # noqa: PLR0913  # whose code, when and from where belong together
    database: Database, unit: Unit, person: PersonId, code: str, *, at: datetime, address: str
) -> bool:
    """Whether the code counts now; it does not count again. Raises nothing that undoes the count.

    Raises:
        TooManyTries: wrong ones came too often; this one was not looked at.
    """
    tried = _counted(unit, person, address, at=at)
    kept = accounts.find_factor(unit, person)
    if kept is None or kept.secret is None:
        return _failed(unit, person, at=at, address=address)
    if accounts.use_code(unit, person, _digest(code)):
        access_log.record(
            unit, "recovery_code_used", person=person, by=person, at=at, address=address
        )
    else:
        seed = database.vault.open(kept.secret, about=_about(person))
        step = _step_of(code, seed, at=at, used=kept.used)
        if step is None:
            return _failed(unit, person, at=at, address=address)
        accounts.keep_factor(unit, replace(kept, used=_with(kept.used, step)))
    tries.take_back(unit, tried, at=at)
    return True


def _counted(unit: Unit, person: PersonId, address: str, *, at: datetime) -> Tried:
    unit.take_turn(accounts.turn_of(person))  # of two who bring the same code the second waits
    tried = Tried(kind="code", name=person, address=address)
    return tries.count(unit, tried, at=at)


def _failed(unit: Unit, person: PersonId, *, at: datetime, address: str = "") -> bool:
    access_log.record(unit, "code_failed", person=person, by=person, at=at, address=address)
    return False


def _expect(*, done: bool) -> None:
    if not done:
        raise CodeRefused


def _step_of(code: str, seed: bytes, *, at: datetime, used: tuple[int, ...]) -> int | None:
    """The step of time that the code is of, if it is of one that counts and was not used."""
    typed = "".join(code.split())
    if not _DIGITS.fullmatch(typed):
        return None
    codes, now = _codes_of(seed), int(at.timestamp()) // STEP_SECONDS
    found = [
        now + away
        for away in _WINDOW
        if compare_digest(codes.generate_otp(now + away), typed) and now + away not in used
    ]
    return found[0] if found else None


def _with(used: tuple[int, ...], step: int) -> tuple[int, ...]:
    return (*used, step)[-_REMEMBERED:]


def _codes_of(seed: bytes) -> TOTP:
    return TOTP(b32encode(seed).decode(), interval=STEP_SECONDS)


def _about(person: PersonId) -> str:
    return f"second factor of {person}"


def _digest(code: str) -> bytes:
    """80 random bits: nothing that a slow hash would have to protect."""
    typed = "".join(letter for letter in code.casefold() if letter.isalnum())
    return sha256(typed.encode("utf-8", "surrogatepass")).digest()
