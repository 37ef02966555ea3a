"""What an applicant asks by: a code and a PIN, or a link. Given with a case, replaced when lost.

Only the code is kept. PIN and link follow from it, its case and the installation's key, so that no
table holds a secret, a receipt can be printed again, and a new code makes both anew (ADR 0024). A
row of the table that was made to name another case leads nobody there.
"""

from datetime import datetime
from hmac import compare_digest

from engine.core.commands import Actor
from engine.core.errors import NotFound, TrackingRefused
from engine.core.ids import CaseId, PersonId
from engine.core.text import Frozen
from engine.core.tracking import (
    code_from_text,
    code_of,
    grouped,
    link_of,
    parts_of_link,
    pin_from_text,
    pin_of,
)
from engine.service import mint, tries
from engine.service.database import Database
from engine.service.queries import list_cases as case_list
from engine.service.tracking_counter import require_served
from engine.service.tries import Tried
from engine.service.vault import Vault
from engine.service.views import CaseFilter
from engine.store import log, subjects, tracking
from engine.store.job import Reader, Unit
from engine.store.tracking import GivenCode

__all__ = [
    "GivenCode",
    "TrackingPass",
    "by_code",
    "by_link",
    "codes_given",
    "give",
    "is_current",
    "newest_pass",
    "pass_if_any",
    "pass_of",
    "renew",
    "shown_to",
]

_PIN, _LINK = "tracking pin", "tracking link"
_PIN_BYTES, _SECRET_BYTES = 8, 20
"""160 bits of a link are never guessed."""

_NOBODYS = CaseId("")
"""Stands for the case of a code that has none, so that as much is done for it."""


class TrackingPass(Frozen, frozen=True, kw_only=True):
    """What stands on a receipt: the code as people read it, the PIN, and what the link ends in."""

    case: CaseId
    code: str
    pin: str
    link: str


def give(unit: Unit, case: CaseId, *, by: PersonId, at: datetime) -> str:
    """Give a case a code, in the transaction that opens it; the code."""
    while True:
        code = code_of(mint.tracking_number())
        if tracking.give(unit, code, case, at=at, by=by):
            return code


def pass_of(database: Database, case: CaseId) -> TrackingPass:
    """What the applicant of a case asks by, whoever asks: people get it by `shown_to`.

    Raises:
        NotFound: the case has none, as one that another case called for.
        KeyUnusable: the installation has no key.
    """
    return _pass(database.vault, case, database.store.read(lambda reader: _code_of(reader, case)))


def shown_to(database: Database, case: CaseId, *, by: Actor, at: datetime) -> TrackingPass:
    """What the applicant of a case asks by, for whoever serves the case; `at` is aware UTC.

    Raises:
        NotFound: there is no such case, or it has no code, as one that another case called for.
        NotPermitted: an auditor asks, or somebody who does not serve the case.
        RecordDisposed: its code leads nowhere any more.
        KeyUnusable: the installation has no key.
    """

    def asked(reader: Reader) -> str:
        require_served(database, reader, case, by=by, at=at)
        return _code_of(reader, case)

    return _pass(database.vault, case, database.store.read(asked))


def pass_if_any(database: Database, case: CaseId) -> TrackingPass | None:
    """As `pass_of`; None where the case has no code, or the installation no key."""
    if not database.vault.has_key:
        return None
    try:
        return pass_of(database, case)
    except NotFound:
        return None


def newest_pass(database: Database) -> TrackingPass | None:
    """What the applicant of the newest open case asks by; for demonstrations alone."""
    page = case_list(database, CaseFilter(status="open", limit=1))
    return pass_if_any(database, page.items[0].case) if page.items else None


def renew(
    database: Database, case: CaseId, *, by: Actor, at: datetime, instead_of: str = ""
) -> TrackingPass:
    """A new code, PIN and link for a case; those before it open nothing any more.

    Args:
        database: where the case lives.
        case: which; its whole id.
        by: who gives it; kept.
        at: when; aware UTC.
        instead_of: only in place of this one: whoever sends the same form twice gets one code.

    Raises:
        NotFound: there is no such case.
        NotPermitted: an auditor asks, or somebody who does not serve the case.
        RecordDisposed: a code would lead nowhere.
        KeyUnusable: the installation has no key.
    """

    def anew(unit: Unit) -> str:
        unit.take_turn(f"tracking {case}")
        require_served(database, unit, case, by=by, at=at)
        current = tracking.code_of(unit, case)
        if current is not None and instead_of and code_from_text(instead_of) != current:
            return current
        tracking.end(unit, case, at=at)
        return give(unit, case, by=by.person, at=at)

    return _pass(database.vault, case, database.store.write(anew))


def codes_given(database: Database, case: CaseId) -> tuple[GivenCode, ...]:
    """Every code that a case was given, by whom and when; the one that counts comes first."""
    return database.store.read(lambda reader: tracking.given(reader, case))


def by_code(database: Database, code: str, pin: str, *, at: datetime, address: str) -> TrackingPass:
    """The case that a code stands for, for whoever knows its PIN.

    Whatever is wrong, as much is done and the same is said: nobody finds out which codes there are.

    Args:
        database: where the case lives.
        code: as it was typed.
        pin: as it was typed.
        at: when; aware UTC.
        address: where it was typed: tries are counted by it, and by the code.

    Raises:
        TrackingRefused: the two do not go together, or stand for nothing.
        TooManyTries: there were too many; nothing was looked at.
        KeyUnusable: the installation has no key.
    """
    known = code_from_text(code)
    asked = Tried(kind="tracking", name=known, address=address)
    tried = database.store.write(lambda unit: tries.count(unit, asked, at=at))
    found = _case_of(database, known)
    right = _pin(database.vault, known, found or _NOBODYS)
    is_right = compare_digest(pin_from_text(pin).encode(), right.encode())
    if not is_right or found is None or not _can_be_shown(database, found):
        raise TrackingRefused
    database.store.write(lambda unit: tries.take_back(unit, tried, at=at))
    return _pass(database.vault, found, known)


def by_link(database: Database, link: str) -> TrackingPass:
    """The case that a link stands for.

    Raises:
        TrackingRefused: it stands for none, or not any more.
        KeyUnusable: the installation has no key.
    """
    code, secret = parts_of_link(link[:_LONGEST_LINK])
    found = _case_of(database, code)
    right = _secret(database.vault, code, found or _NOBODYS)
    is_right = compare_digest(secret.encode("ascii", "replace"), right.encode())
    if not is_right or found is None or not _can_be_shown(database, found):
        raise TrackingRefused
    return _pass(database.vault, found, code)


_LONGEST_LINK = 80


def is_current(database: Database, case: CaseId, code: str) -> bool:
    """Whether that code still stands for the case, and the case can be shown."""
    return _case_of(database, code_from_text(code)) == case and _can_be_shown(database, case)


def _code_of(reader: Reader, case: CaseId) -> str:
    code = tracking.code_of(reader, case)
    if code is None:
        raise NotFound("tracking code of case", case)
    return code


def _case_of(database: Database, code: str) -> CaseId | None:
    return database.store.read(lambda reader: tracking.case_of(reader, code))


def _can_be_shown(database: Database, case: CaseId) -> bool:
    """Whether the case is there, its record not disposed of, and whose request it is not erased.

    Asked only of who has shown that it is theirs: to others it would tell by the time it takes.
    """

    def asked(reader: Reader) -> bool:
        stored, keys = log.find(reader, case), subjects.of_case(reader, case)
        if stored is None or stored.state.disposed_at is not None:
            return False
        return not any(one.owns and one.key.sealed is None for one in keys)

    return database.store.read(asked)


def _pass(vault: Vault, case: CaseId, code: str) -> TrackingPass:
    return TrackingPass(
        case=case,
        code=grouped(code),
        pin=_pin(vault, code, case),
        link=link_of(code, _secret(vault, code, case)),
    )


def _pin(vault: Vault, code: str, case: CaseId) -> str:
    return pin_of(int.from_bytes(vault.digest(_bound(code, case), about=_PIN)[:_PIN_BYTES]))


def _secret(vault: Vault, code: str, case: CaseId) -> str:
    return mint.letters_of(vault.digest(_bound(code, case), about=_LINK)[:_SECRET_BYTES])


def _bound(code: str, case: CaseId) -> str:
    return f"{code} {case}"
