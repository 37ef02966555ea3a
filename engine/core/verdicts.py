"""What a verification says: what was looked at, and everything that does not hold together.

A finding has a stable code; what the code means to people and what to do about it is said where
people are spoken to. `reason` is what was found there, in figures and hashes, never in anybody's
data.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from engine.core.ids import CaseId
from engine.core.notes import Checkpoint
from engine.core.text import Frozen

MOST_SHOWN = 1000
"""So many findings are kept one by one; all are counted."""

_SHOWN_OF_A_HASH = 16
_RECEIPT = re.compile(r"([^:\s]+):([0-9]{1,9}):([0-9a-f]{16,64})")


class Doubt(StrEnum):
    """What can be wrong. A code is never renamed."""

    EVENT_MISSING = "event-missing"
    HASH_DIFFERS = "hash-differs"
    BODY_UNREADABLE = "body-unreadable"
    BODY_NOT_CANONICAL = "body-not-canonical"
    EVENT_MISPLACED = "event-misplaced"
    COLUMNS_DIFFER = "columns-differ"
    HISTORY_IMPOSSIBLE = "history-impossible"
    CASE_ROW_MISSING = "case-row-missing"
    EVENTS_GONE = "events-gone"
    HEAD_DIFFERS = "head-differs"
    STATE_DIFFERS = "state-differs"
    ROW_DIFFERS = "row-differs"
    VIEW_DIFFERS = "view-differs"
    SOP_MISSING = "sop-missing"
    SOP_DIFFERS = "sop-differs"
    CALENDAR_DIFFERS = "calendar-differs"
    NUMBERS_DIFFER = "numbers-differ"
    NOT_LISTED = "not-listed"
    LISTED_OTHERWISE = "listed-otherwise"
    LISTED_TWICE = "listed-twice"
    LISTED_BUT_GONE = "listed-but-gone"
    DUE_DIFFERS = "due-differs"
    POSITION_MISSING = "position-missing"
    NODE_DIFFERS = "node-differs"
    CHECKPOINT_UNREADABLE = "checkpoint-unreadable"
    CHECKPOINT_UNSIGNED = "checkpoint-unsigned"
    CHECKPOINT_DIFFERS = "checkpoint-differs"
    CHECKPOINT_AHEAD = "checkpoint-ahead"
    VERIFIER_KEY_DIFFERS = "verifier-key-differs"
    NOTHING_COMPARED = "nothing-compared"
    RECEIPT_DIFFERS = "receipt-differs"
    DOCUMENT_DIFFERS = "document-differs"
    DOCUMENT_GONE = "document-gone"
    KEY_GONE = "key-gone"
    DATED_BACK = "dated-back"


OF_CHECKPOINTS = frozenset(
    {
        Doubt.CHECKPOINT_UNREADABLE,
        Doubt.CHECKPOINT_UNSIGNED,
        Doubt.CHECKPOINT_DIFFERS,
        Doubt.CHECKPOINT_AHEAD,
    }
)
"""What says by itself that a checkpoint was not agreed with."""


class Finding(Frozen, frozen=True, kw_only=True):
    """Something that does not hold together.

    Attributes:
        stream: Where: `case/<id>`, `people`, `sop/<id>`, `calendar/<id>`, `ledger`, or
            `register/<id>/<unit>`.
        seq: The number of the event or version, or the position in the ledger; 0: the whole.
        code: What is wrong.
        reason: What was found there, shortly; empty where the code says it all.
    """

    stream: str
    seq: int
    code: Doubt
    reason: str = ""


class Verdict(Frozen, frozen=True, kw_only=True):
    """What a verification came to.

    Attributes:
        at: When it began (UTC).
        cases: How many cases were looked at, and of them
        events: how many events.
        entries: How many entries the ledger has.
        due: How much waits for its number there, so that no checkpoint can speak of it yet.
        findings: What does not hold together, the first of it.
        found: How many findings there were in all.
        checked_to: The largest checkpoint given that the ledger agrees with, and with all before.
        case: The one case that was asked about; None: everything.
    """

    at: datetime
    cases: int
    events: int
    entries: int
    due: int
    findings: tuple[Finding, ...] = ()
    found: int = 0
    checked_to: Checkpoint | None = None
    case: CaseId | None = None


class Receipt(Frozen, frozen=True, kw_only=True):
    """What somebody was told when an event was kept: the first digits of its hash."""

    case: CaseId
    seq: int
    begins: str


def receipt_from_text(said: str) -> Receipt:
    """`CASE:SEQ:HEX`, as it stands on a proof of receipt; 16 digits of the hash or more.

    Raises:
        ValueError: it is none.
    """
    found = _RECEIPT.fullmatch(said.strip().lower())
    if found is None:
        raise ValueError(
            f"{said!r} is no receipt: CASE:SEQ:HASH, as in 01k9q3v7m2x4:3:9f86d081884c7d65"
        )
    return Receipt(case=CaseId(found[1]), seq=int(found[2]), begins=found[3])


def first_contradicted(agreed: Sequence[int], contradicted: int) -> tuple[int, int]:
    """Between which positions the first changed entry lies, both included.

    Args:
        agreed: sizes of the tree at which it is what was published.
        contradicted: the smallest size at which it is not.
    """
    first = max((size for size in agreed if size < contradicted), default=0)
    return first, contradicted - 1


def in_short(hash_: object) -> str:
    """A hash as findings name it."""
    return hash_.hex()[:_SHOWN_OF_A_HASH] if isinstance(hash_, bytes) else repr(hash_)[:20]
