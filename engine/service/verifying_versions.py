"""Whether published versions are what they were published as: SOPs, and calendars."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from engine.core.calendar_version import CalendarVersion
from engine.core.ledger import calendar_hash, calendar_stream, sop_hash, sop_stream
from engine.core.text import Text
from engine.core.verdicts import Doubt, Finding
from engine.core.workflow import Workflow
from engine.service.verifying_chains import UNREADABLE, Row, Tell, instant_of, same_instant
from engine.store.codec import canonical

_plain = msgspec.json.Decoder()
_workflow = msgspec.json.Decoder(Workflow)
_title = msgspec.json.Decoder(Text)
_calendar = msgspec.json.Decoder(CalendarVersion)


def check_sop(row: Row, tell: Tell) -> tuple[Workflow | None, bytes]:
    """Say what is wrong with an SOP version; its workflow if it can be read, and its hash.

    Whether the text compiles to the workflow is not tried: the ledger has the hash of both, and of
    who put them into force and when.
    """
    sop, version, text, compiled, since, by, author = row[0], row[1], *row[7:]
    try:
        at = instant_of(since)
        wrong, workflow = tuple(_of_sop(row)), _workflow.decode(compiled)
        kept = sop_hash(text, compiled, at=at, by=by, author=author)
    except UNREADABLE as error:
        wrong, workflow, kept = (type(error).__name__,), None, b""
    for reason in wrong:
        tell(Finding(stream=sop_stream(sop), seq=version, code=Doubt.SOP_DIFFERS, reason=reason))
    return workflow, kept


def _of_sop(row: Row) -> Iterator[str]:
    """The columns that do not say what the workflow says."""
    sop, version, name, title, number, unit, steps, _, compiled, since, _, _ = row
    workflow = _workflow.decode(compiled)
    said: dict[str, tuple[object, object]] = {
        "published_at": (same_instant(since, instant_of(since)), True),
        "hash": (name, workflow.hash),
        "workflow": (_content_hash(compiled), workflow.hash),
        "sop": (sop, workflow.sop),
        "version": (version, workflow.version),
        "title": (_title.decode(title), workflow.title),
        "number": (number, workflow.number),
        "unit": (unit, workflow.unit),
        "steps": (steps, len(workflow.steps())),
    }
    return (column for column, (kept, right) in said.items() if kept != right)


def _content_hash(compiled: bytes) -> str:
    """As `engine.sop.compile.content_hash`, of the bytes, whichever release wrote them."""
    content: dict[str, Any] = _plain.decode(compiled)
    return sha256(canonical({**content, "hash": ""})).hexdigest()


def check_calendar(row: Row, tell: Tell) -> bytes:
    """Say what is wrong with a calendar version; its hash."""
    name, version, said, body, since, by, why = row
    try:
        at, calendar = instant_of(since), _calendar.decode(body)
        kept = calendar_hash(body, at=at, by=by, reason=why)
        right: dict[str, bool] = {
            "hash": sha256(body).hexdigest() == said,
            "id": calendar.id == name,
            "version": calendar.version == version,
            "published_at": same_instant(since, at),
        }
        wrong = tuple(column for column, is_right in right.items() if not is_right)
    except UNREADABLE as error:
        wrong, kept = (type(error).__name__,), b""
    stream = calendar_stream(name)
    for reason in wrong:
        tell(Finding(stream=stream, seq=version, code=Doubt.CALENDAR_DIFFERS, reason=reason))
    return kept
