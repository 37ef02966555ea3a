"""Do time, standard and dates agree?

Working days are compared with minutes here, at 7.5 hours a day, to judge the definition; a
deadline is never reckoned this way.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from engine.core.clock_clauses import DEEMED_GRANTED_AFTER
from engine.core.durations import (
    WORKING_MINUTES_A_DAY,
    duration_from_text,
    duration_in_indonesian,
    nominal_minutes,
)
from engine.core.errors import Finding
from engine.core.ids import END, NodeId
from engine.core.workflow import Leads, Node
from engine.sop.graph import Row
from engine.sop.paths import Edge, edges
from engine.sop.review import last_looked_at, review_due
from engine.sop.subject import Subject


def check_time(subject: Subject, today: date | None) -> Iterator[Finding]:
    """The promise and the law, the quality standard of each row, the dates of the document."""
    yield from _limit(subject)
    for row in subject.outline.rows:
        yield from _standard(subject, row)
    yield from _dates(subject)
    if today is not None:
        yield from _review(subject, today)


def _limit(subject: Subject) -> Iterator[Finding]:
    """The promise against the law: the limit that is named, else the statute's own."""
    service = subject.document.service
    if service is None:
        return
    at, promise = ("service", "promise"), nominal_minutes(duration_from_text(service.promise))
    if service.legal_limit is None:
        if promise > nominal_minutes(DEEMED_GRANTED_AFTER):
            limit = duration_in_indonesian(DEEMED_GRANTED_AFTER)
            message = (
                f"the promise of {service.promise} exceeds the {limit} after which a request "
                "counts as granted where no other limit is named (UU 30/2014 art. 53)"
            )
            yield subject.finding("SOP912", at, message)
    elif promise > nominal_minutes(duration_from_text(service.legal_limit)):
        message = f"the promise of {service.promise} exceeds the limit of {service.legal_limit}"
        yield subject.finding("SOP501", at, message)


def _standard(subject: Subject, row: Row) -> Iterator[Finding]:
    """Mutu baku: what is needed, how long, what comes of it. The applicant's time is their own."""
    shape, at = row.shape, (*row.path, "id")
    if shape.role is None and shape.call is None:
        return
    if shape.time is None and not subject.is_external(row):
        yield subject.finding("SOP503", at, f"`{row.id}` has no standard time")
    if shape.output is None:
        yield subject.finding("SOP504", at, f"`{row.id}` names no output")
    if not shape.inputs:
        yield subject.finding("SOP906", at, f"`{row.id}` names no inputs")


def _dates(subject: Subject) -> Iterator[Finding]:
    identity = subject.document.identity
    for code, key, day in (
        ("SOP505", "revised", identity.revised),
        ("SOP506", "effective", identity.effective),
    ):
        if day is not None and day < identity.created:
            message = f"{key} on {day}, before it was created on {identity.created}"
            yield subject.finding(code, ("identity", key), message)


def _review(subject: Subject, today: date) -> Iterator[Finding]:
    identity = subject.document.identity
    latest, due = last_looked_at(identity), review_due(identity)
    if due < today:
        key = "effective" if latest == identity.effective else "revised"
        message = f"the review was due on {due}, {identity.review_every} after {latest}"
        yield subject.finding("SOP507", ("identity", key), message)


class _Way(NamedTuple):
    """The slowest way to a node; None while the promise has not begun to count."""

    minutes: Fraction | None
    rows: tuple[Row, ...]


def check_promise(subject: Subject, nodes: Mapping[NodeId, Node]) -> Iterator[Finding]:
    """The slowest way without returns, held against the promise."""
    service = subject.document.service
    if service is None:
        return
    slowest = _slowest(subject, nodes)
    promised = nominal_minutes(duration_from_text(service.promise))
    if slowest.minutes is not None and slowest.minutes > promised:
        rows = ", ".join(row.id for row in slowest.rows)
        message = (
            f"the slowest way without returns takes {_in_words(slowest.minutes)} ({rows}); "
            f"the promise is {service.promise}"
        )
        yield subject.finding("SOP502", ("service", "promise"), message)


def _slowest(subject: Subject, nodes: Mapping[NodeId, Node]) -> _Way:
    """The slowest way to the end. `nodes` stand in an order that no forward way leads against."""
    onward: dict[NodeId, list[Edge]] = {}
    for edge in edges(nodes):
        onward.setdefault(edge.source, []).append(edge)
    accepting = _begins_on_the_way(subject)
    ways = {subject.outline.start: _Way(None if accepting else Fraction(0), ())}
    for name in (name for name in nodes if name in ways):
        for edge in onward[name]:
            if edge.leads is not Leads.RETURN:
                way = _along(edge, ways[name], subject, accepting=accepting)
                ways[edge.target] = max(ways.get(edge.target, way), way, key=_length)
    return ways.get(END, _Way(None, ()))


def _begins_on_the_way(subject: Subject) -> bool:
    """Whether the promise counts from an answer that accepts the file."""
    service = subject.document.service
    answers = (one for row in subject.outline.rows for one in row.shape.outcomes.values())
    counts_from_complete = service is not None and service.clock_starts == "complete"
    return counts_from_complete and any(answer.accepts_file for answer in answers)


def _along(edge: Edge, way: _Way, subject: Subject, *, accepting: bool) -> _Way:
    if accepting and edge.outcome is not None and edge.outcome.accepts_file:
        return _Way(Fraction(0), ())
    row = subject.rows.get(edge.source)
    if way.minutes is None or row is None or edge.skips:
        return way
    took = _office_minutes(subject, row)
    return _Way(way.minutes + took, (*way.rows, row)) if took else way


def _length(way: _Way) -> Fraction:
    return Fraction(-1) if way.minutes is None else way.minutes


def _office_minutes(subject: Subject, row: Row) -> Fraction:
    """What a row takes of the office's time."""
    shape = row.shape
    waits = None if shape.wait is None else shape.wait.duration
    text = waits or shape.time
    if text is None or shape.pause is not None or subject.is_external(row):
        return Fraction(0)
    return nominal_minutes(duration_from_text(text))


def _in_words(minutes: Fraction) -> str:
    days, rest = divmod(ceil(minutes), WORKING_MINUTES_A_DAY)
    parts = [f"{days} hari kerja"] * bool(days) + [f"{rest} menit"] * bool(rest)
    return " ".join(parts)
