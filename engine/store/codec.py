"""Events and states as bytes, and the hashes that chain a case's events together.

The body of an event is its canonical JSON (RFC 8785): sorted keys, no spaces, nothing escaped
that need not be. Keys are ASCII, whole numbers stay below 2^53 and there are no floats, so that
Python's own `json` gives the same bytes and anybody can check a hash with a few lines.
"""

from hashlib import sha256

import msgspec

from engine.core.events import Recorded
from engine.core.ids import CaseId
from engine.core.state import CaseState
from engine.store.upcast import UPGRADES, Upgrades, upgraded

_GENESIS = b"alur/case/1\n"
_LINK = b"alur/event/1\n"

_canonical = msgspec.json.Encoder(order="sorted")
_recorded = msgspec.json.Decoder(Recorded)
_state = msgspec.json.Decoder(CaseState)


def canonical(value: object) -> bytes:
    """`value` as canonical JSON."""
    return _canonical.encode(value)


def encode_recorded(recorded: Recorded) -> bytes:
    """The body of an event, which its hash covers and which is kept to the byte.

    Raises:
        msgspec.ValidationError: it holds a value that no history may hold, such as a float;
            kept, it could never be read again.
    """
    body = _canonical.encode(recorded)
    _recorded.decode(body)
    return body


def decode_recorded(body: bytes, *, upgrades: Upgrades = UPGRADES) -> Recorded:
    """The event in `body`, brought up to today's shape."""
    if not upgrades:
        return _recorded.decode(body)
    return msgspec.convert(upgraded(msgspec.json.decode(body), upgrades), Recorded)


def genesis(case: CaseId) -> bytes:
    """What the first event of a case chains to: different for every case."""
    return sha256(_GENESIS + case.encode()).digest()


def chain(prev: bytes, body: bytes) -> bytes:
    """The hash of an event: of its body and, through `prev`, of all before it."""
    return sha256(_LINK + prev + body).digest()


def encode_state(state: CaseState) -> bytes:
    """A state as kept in its case's row; the same bytes for equal states."""
    return _canonical.encode(state)


def decode_state(kept: bytes) -> CaseState:
    """The state in a case's row."""
    return _state.decode(kept)
