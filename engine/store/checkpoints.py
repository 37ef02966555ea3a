"""Signed checkpoints, the keys that verify them, and the outbox of those that are mailed."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import bindparam, desc, func, insert, select, update

from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_checkpoints import CHECKPOINT, CHECKPOINT_MAIL, VERIFIER_KEY

TURN = "checkpoint"
"""Whoever signs takes this turn."""

_ONE, _MAIL = CHECKPOINT.c, CHECKPOINT_MAIL.c
_NO_NUMBER = 2**31 - 1

_keep = Prepared(insert(CHECKPOINT))
_newest = Prepared(
    select(CHECKPOINT)
    .where(_ONE.id < bindparam("before"))
    .order_by(desc(_ONE.id))
    .limit(bindparam("most"))
)
_first_since = func.coalesce(
    select(_ONE.id).where(_ONE.at == bindparam("since")).scalar_subquery(),
    select(func.min(_ONE.id)).where(_ONE.at > bindparam("since")).scalar_subquery(),
)
_since = Prepared(
    select(CHECKPOINT).where(_ONE.id >= _first_since).order_by(_ONE.id).limit(bindparam("most"))
)
_stamped = Prepared(select(_ONE.id).where(_ONE.at == bindparam("stamp")))
_of_size = Prepared(
    select(CHECKPOINT)
    .where(_ONE.size >= bindparam("the_size"))
    .order_by(_ONE.size, _ONE.id)
    .limit(1)
)
_keys = Prepared(select(VERIFIER_KEY).order_by(VERIFIER_KEY.c.id))
_add_key = Prepared(insert(VERIFIER_KEY))
_post = Prepared(insert(CHECKPOINT_MAIL))
_posted = Prepared(
    select(_ONE.at)
    .join(CHECKPOINT_MAIL, _MAIL.checkpoint == _ONE.id)
    .order_by(desc(_MAIL.checkpoint))
    .limit(1)
)
_due = Prepared(
    select(CHECKPOINT_MAIL, _ONE.note, _ONE.size)
    .join(CHECKPOINT, _ONE.id == _MAIL.checkpoint)
    .where(_MAIL.sent_at.is_(None), _MAIL.due_at <= bindparam("now"))
    .order_by(_MAIL.due_at, _MAIL.checkpoint, _MAIL.address)
    .limit(bindparam("most"))
)
_unsent = Prepared(
    select(func.count(), func.max(_MAIL.attempts), func.max(_MAIL.failure)).where(
        _MAIL.sent_at.is_(None)
    )
)
_tried = Prepared(
    update(CHECKPOINT_MAIL)
    .where(
        _MAIL.checkpoint == bindparam("of"),
        _MAIL.address == bindparam("to"),
        _MAIL.sent_at.is_(None),
    )
    .values(
        attempts=_MAIL.attempts + 1,
        failure=bindparam("why"),
        due_at=bindparam("again"),
        sent_at=bindparam("done"),
    )
)


class Signed(Frozen, frozen=True, kw_only=True):
    """A checkpoint as it was signed and is published. `at` is UTC, to the second."""

    id: int
    at: datetime
    size: int
    root: bytes
    note: str


class KnownKey(Frozen, frozen=True, kw_only=True):
    """A verifier key as it is published, and since when it counts (UTC)."""

    id: int
    line: str
    since: datetime


class Posted(Frozen, frozen=True, kw_only=True):
    """A checkpoint that waits to be mailed; `attempts` were made before."""

    checkpoint: int
    address: str
    due_at: datetime
    attempts: int
    failure: str
    sent_at: datetime | None
    note: str
    size: int


class Unsent(Frozen, frozen=True, kw_only=True):
    """How much mail waits, how often the worst was tried, and why one of them failed."""

    count: int
    attempts: int
    failure: str


class Tried(Frozen, frozen=True, kw_only=True):
    """How an attempt went: `sent_at`, or why not and when to try `again`."""

    failure: str = ""
    again: datetime
    sent_at: datetime | None = None


def keep(unit: Unit, signed: Signed) -> None:
    """Keep what was signed, for good."""
    unit.execute(_keep, asdict(signed))


def newest(reader: Reader, *, before: int | None = None, most: int = 1) -> tuple[Signed, ...]:
    """The last checkpoints whose number is below `before`, the newest first."""
    found = reader.records(_newest, {"before": before or _NO_NUMBER, "most": most})
    return tuple(Signed(**one) for one in found)


def since(reader: Reader, at: datetime, *, most: int) -> tuple[Signed, ...]:
    """The checkpoint of that instant, else the first later one, and those signed after it."""
    return tuple(Signed(**one) for one in reader.records(_since, {"since": at, "most": most}))


def is_stamped(reader: Reader, at: datetime) -> bool:
    """Whether some checkpoint bears that instant."""
    return reader.row(_stamped, {"stamp": at}) is not None


def over(reader: Reader, size: int) -> Signed | None:
    """The first checkpoint over so many entries or more."""
    found = reader.records(_of_size, {"the_size": size})
    return Signed(**found[0]) if found else None


def keys(reader: Reader) -> tuple[KnownKey, ...]:
    """All keys there ever were, the first one first."""
    return tuple(KnownKey(**one) for one in reader.records(_keys))


def add_key(unit: Unit, key: KnownKey) -> None:
    """Let another key count."""
    unit.execute(_add_key, asdict(key))


def post(unit: Unit, checkpoint: int, addresses: Iterable[str], *, at: datetime) -> None:
    """Note that a checkpoint is to be mailed."""
    for address in addresses:
        given = {"checkpoint": checkpoint, "address": address, "due_at": at}
        unit.execute(_post, {**given, "attempts": 0, "failure": "", "sent_at": None})


def last_posted(reader: Reader) -> datetime | None:
    """When the checkpoint was signed that was last to be mailed; None where none was."""
    row = reader.row(_posted)
    return row[0] if row else None


def due(reader: Reader, at: datetime, *, most: int) -> tuple[Posted, ...]:
    """What is to be mailed by now, what waits longest first."""
    return tuple(Posted(**one) for one in reader.records(_due, {"now": at, "most": most}))


def unsent(reader: Reader) -> Unsent:
    """How the mail that waits stands."""
    count, attempts, failure = reader.row(_unsent) or (0, None, None)
    return Unsent(count=count, attempts=attempts or 0, failure=failure or "")


def tried(unit: Unit, posted: Posted, how: Tried) -> None:
    """Note how an attempt to mail went."""
    given: dict[str, object] = {"of": posted.checkpoint, "to": posted.address}
    unit.execute(_tried, {**given, "why": how.failure, "again": how.again, "done": how.sent_at})
