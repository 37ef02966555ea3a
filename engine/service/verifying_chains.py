"""Whether a chain of events holds together: numbers, hashes, bodies, and what columns say of them.

A chain goes on after a break, so that each place is named that was touched, and no other.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from engine.core.verdicts import Doubt, Finding, in_short
from engine.store.codec import canonical, chain
from engine.store.types import text_from_instant

Row = tuple[Any, ...]
"""Number, kind, instant, hash and body of an event, as they are kept."""
Tell = Callable[[Finding], None]

UNREADABLE = (
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What values that no history of ours holds can lead to."""

_plain = msgspec.json.Decoder()


class Placed(Protocol):
    """What every recorded event says of its own place."""

    @property
    def seq(self) -> int:
        """Its number, from 1."""
        ...

    @property
    def at(self) -> datetime:
        """When it was recorded (UTC)."""
        ...

    @property
    def event(self) -> msgspec.Struct:
        """What happened."""
        ...


P = TypeVar("P", bound=Placed)


class Chain(Generic[P]):
    """The chain of one stream. Use once.

    Attributes:
        head: The hash of the last event, as kept.
        is_whole: Whether nothing was found wanting, so that what follows from it can be judged.
    """

    def __init__(
        self, stream: str, start: bytes, decode: Callable[[bytes], P], belongs: Callable[[P], bool]
    ) -> None:
        """A stream that chains to `start`; `belongs` says whether an event is of it at all."""
        self.stream, self.head = stream, start
        self.is_whole = True
        self._decode, self._belongs = decode, belongs
        self._number = 0
        self._before: tuple[bytes, ...] = (start,)  # what the next event may chain to

    def follow(self, rows: Sequence[Row], tell: Tell) -> list[P]:
        """Look at all its rows, in order; the events, as far as they can be read."""
        found: list[P] = []
        for row in rows:
            one = self._right(row)
            if one is None:
                self.is_whole = False
                one = self._judge(row, tell)
            if one is not None:
                found.append(one)
        return found

    def _right(self, row: Row) -> P | None:
        """The event, where nothing at all is wrong with it: nearly always."""
        seq, kind, at, kept, body = row
        try:
            one = self._decode(body)
            if (
                chain(self._before[0], body) != kept
                or seq != self._number + 1
                or canonical(one) != body
                or one.seq != seq
                or one.event.__struct_config__.tag != kind
                or not _said_at(at, one.at)
                or not self._belongs(one)
            ):
                return None
        except UNREADABLE:
            return None
        self._number, self.head, self._before = seq, kept, (kept,)
        return one

    def _judge(self, row: Row, tell: Tell) -> P | None:
        """Say all that is wrong with an event; the event, if it can be read."""
        seq, kind, at, kept, body = row
        if seq != self._number + 1:
            tell(self._missing(seq))
            self._before = ()
        self._number = seq if type(seq) is int else self._number + 1
        if type(body) is bytes:
            self._judge_hash(kept, body, tell)
        one = self._read(body)
        if one is None:
            tell(self._doubt(Doubt.BODY_UNREADABLE))
            return None
        for code, reason in self._of_event(one, kind, at, body):
            tell(self._doubt(code, reason))
        return one

    def _judge_hash(self, kept: object, body: bytes, tell: Tell) -> None:
        """Judge by what was kept before, or should have been, so that one touch is named once."""
        made = [chain(before, body) for before in self._before]
        if self._before and kept not in made:
            tell(self._doubt(Doubt.HASH_DIFFERS, in_short(kept)))
            self._before = (made[0], kept) if type(kept) is bytes else (made[0],)
        else:
            self._before = (kept,) if type(kept) is bytes else ()
        self.head = kept if type(kept) is bytes else b""

    def _read(self, body: object) -> P | None:
        try:
            return self._decode(body) if type(body) is bytes else None
        except UNREADABLE:
            return None

    def _of_event(
        self, one: P, kind: object, at: object, body: bytes
    ) -> Iterator[tuple[Doubt, str]]:
        if canonical(one) != body and not _is_canonical(body):
            yield Doubt.BODY_NOT_CANONICAL, ""
        if one.seq != self._number or not self._belongs(one):
            yield Doubt.EVENT_MISPLACED, f"seq {one.seq}"
        if one.event.__struct_config__.tag != kind:
            yield Doubt.COLUMNS_DIFFER, "kind"
        if not same_instant(at, one.at):
            yield Doubt.COLUMNS_DIFFER, "at"

    def _missing(self, seq: object) -> Finding:
        first = self._number + 1
        several = type(seq) is int and seq > first + 1
        reason = f"{first} - {seq - 1}" if several and isinstance(seq, int) else ""
        return Finding(stream=self.stream, seq=first, code=Doubt.EVENT_MISSING, reason=reason)

    def _doubt(self, code: Doubt, reason: str = "") -> Finding:
        return Finding(stream=self.stream, seq=self._number, code=code, reason=reason)


def _is_canonical(body: bytes) -> bool:
    """Whether it is canonical JSON; what our readers pass over may be no text at all."""
    try:
        return canonical(_plain.decode(body)) == body
    except UNREADABLE:
        return False


def same_instant(kept: object, at: datetime | None) -> bool:
    """Whether a column holds that instant, in the one way that its database has for it."""
    if isinstance(kept, str) and at is not None:
        return kept == text_from_instant(at)
    return kept == at


def instant_of(kept: object) -> datetime:
    """The instant that a column holds.

    Raises:
        ValueError: it holds none.
    """
    at = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    if not isinstance(at, datetime):
        raise ValueError(f"{type(at).__name__} is no instant")
    return at.astimezone(UTC)


def _said_at(kept: Any, at: datetime) -> bool:  # noqa: ANN401  # judged, not believed
    """`same_instant` in a quarter of its time, for nearly every event.

    Raises:
        ValueError: `kept` is no instant.
    """
    if type(kept) is not str:
        return bool(kept == at)
    is_ours = kept[4:20:3] == "--T::." and kept[26:] == "Z"
    return is_ours and datetime.fromisoformat(kept) == at
