"""What goes to the process that sets a document, and what comes back from it."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.text import Frozen


class Limits(Frozen, frozen=True, kw_only=True):
    """What one document may take. `computing` and `wall` are seconds, the others bytes.

    A usual letter takes a twentieth of a second of them and 300 MB of addresses, 300 full pages
    two seconds and 370 MB. `computing` and `memory` hold where the system has such limits (Linux).
    """

    computing: int = 20
    wall: float = 30
    memory: int = 1024**3
    document: int = 32 * 1024**2


class Order(Frozen, frozen=True, kw_only=True):
    """A document to be set: see `engine.actions.typesetting.typeset`."""

    name: str
    templates: Mapping[str, str]
    facts: Mapping[str, object]
    title: str
    at: datetime
    limits: Limits = Limits()


class Fault(Frozen, frozen=True, kw_only=True):
    """A `TemplateFault`, to be raised again on the other side."""

    message: str
    template: str
    line: int = 0


class Reply(Frozen, frozen=True, kw_only=True):
    """The document, or the fault."""

    content: bytes = b""
    remarks: tuple[str, ...] = ()
    fault: Fault | None = None
