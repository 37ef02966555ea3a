"""What auditors look for: cases by what is known of them, events newest first by what they say.

Events are gone through along the ledger, so many at a time: whoever looks for something rare gets
what was found so far, and the place from which to go on. None of it reads a whole history.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import ColumnElement, Select, and_, bindparam, desc, func, or_, select, tuple_

from engine.core.deviations import DeviationKind
from engine.core.errors import NotFound
from engine.core.events import Recorded
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.ledger import case_stream
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.queries import case_row, like_pattern
from engine.store.reach import Shape, asked_within, limited, reads, within
from engine.store.rows import CaseRow
from engine.store.tables import CASE, CASE_EVENT, DEVIATION
from engine.store.tables_ledger import LEDGER_DUE, LEDGER_ENTRY
from engine.store.tables_personal import CASE_SUBJECT, SUBJECT_KEY

CHUNK = 1000
"""So many entries of the ledger are looked at together."""
MOST_LOOKED_AT = 5000
"""So many on one page, found or not; it then says how far it came."""
MOST_OF_CASES = 500
"""So many events of named cases are looked at; they are the newest of them."""

_BEYOND = 2**62
_CASES = case_stream("")
_LAST_OF_CASES = "case0"
"""Sorts right after the last stream of a case."""


class CasesSought(Frozen, frozen=True, kw_only=True):
    """Which cases; `text` stands in the id or the applicant's name, `case` is one by its whole id.

    Attributes:
        subject: Those that hold data of the person known by that digest.
        since: Opened then or later (UTC).
        until: Opened before then (UTC).
        deviation: With a deviation of that kind that was not withdrawn.
        after: The last of the page before.
        reach: Those that whoever asks may read; None: all.
    """

    text: str = ""
    case: CaseId | None = None
    subject: bytes | None = None
    sop: SopId | None = None
    unit: UnitId | None = None
    since: datetime | None = None
    until: datetime | None = None
    deviation: DeviationKind | None = None
    after: CaseId | None = None
    limit: int = 25
    reach: Reach | None = None


class EventsSought(Frozen, frozen=True, kw_only=True):
    """Which events, the last recorded first.

    Attributes:
        cases: Of these cases alone; None: of all.
        since: Recorded then or later (UTC).
        until: Recorded before then (UTC).
        before: The place that the page before gives to go on from.
        reach: Of cases that whoever asks may read; None: of all.
    """

    kind: str = ""
    person: PersonId | None = None
    sop: SopId | None = None
    unit: UnitId | None = None
    since: datetime | None = None
    until: datetime | None = None
    cases: tuple[CaseId, ...] | None = None
    before: int | None = None
    limit: int = 25
    reach: Reach | None = None


class EventRow(Frozen, frozen=True, kw_only=True):
    """An event, its hash, and the SOP version that its case runs under. `place`: in the ledger."""

    recorded: Recorded
    hash: bytes
    workflow: str
    place: int


class EventRows(Frozen, frozen=True, kw_only=True):
    """What was found. `before`: where to go on, None at the end.

    `looked_back_to`: what is older was not looked at; None: everything was.
    """

    items: tuple[EventRow, ...]
    before: int | None
    looked_back_to: datetime | None


def cases_sought(reader: Reader, wanted: CasesSought) -> tuple[tuple[CaseRow, ...], bool]:
    """A page of cases, those opened last first; and whether there are more.

    Raises:
        NotFound: there is no case `after`.
    """
    shape, limits = asked_within(within(reader, wanted.reach))
    given = _given_of_cases(wanted) | _place_of(reader, wanted) | limits
    asked = frozenset(name for name in _OF_CASES if getattr(wanted, name) not in {None, ""})
    records = reader.records(_case_list(asked, shape), given)
    items = tuple(msgspec.convert(one, CaseRow) for one in records[: wanted.limit])
    return items, len(records) > wanted.limit


def _given_of_cases(wanted: CasesSought) -> dict[str, object]:
    return {
        "the_text": like_pattern(wanted.text),
        "the_case": wanted.case,
        "the_subject": wanted.subject,
        "the_sop": wanted.sop,
        "the_unit": wanted.unit,
        "the_since": wanted.since,
        "the_until": wanted.until,
        "the_kind": wanted.deviation,
        "most": wanted.limit + 1,
    }


def _place_of(reader: Reader, wanted: CasesSought) -> dict[str, object]:
    if wanted.after is None:
        return {"after_at": None, "after_id": None}
    last = case_row(reader, wanted.after)
    if last is None or not reads(wanted.reach, last.unit, last.sop):
        raise NotFound("case", wanted.after)
    return {"after_at": last.opened_at, "after_id": last.id}


_CASE_COLUMNS = tuple(column for column in CASE.c if column.name != "state")
_PLACE = tuple_(bindparam("after_at", type_=CASE.c.opened_at.type), bindparam("after_id"))
_OF_CASES: Mapping[str, ColumnElement[bool]] = {
    "text": or_(
        CASE.c.id.ilike(bindparam("the_text"), escape="/"),
        CASE.c.applicant.ilike(bindparam("the_text"), escape="/"),
    ),
    "case": CASE.c.id == bindparam("the_case"),
    "subject": CASE.c.id.in_(
        select(CASE_SUBJECT.c.case_id)
        .join(SUBJECT_KEY, SUBJECT_KEY.c.id == CASE_SUBJECT.c.key_id)
        .where(SUBJECT_KEY.c.subject == bindparam("the_subject"))
    ),
    "sop": CASE.c.sop == bindparam("the_sop"),
    "unit": CASE.c.unit == bindparam("the_unit"),
    "since": CASE.c.opened_at >= bindparam("the_since", type_=CASE.c.opened_at.type),
    "until": CASE.c.opened_at < bindparam("the_until", type_=CASE.c.opened_at.type),
    "deviation": select(DEVIATION.c.id)
    .where(
        DEVIATION.c.case_id == CASE.c.id,
        DEVIATION.c.kind == bindparam("the_kind"),
        DEVIATION.c.status != bindparam("withdrawn", "withdrawn"),
    )
    .exists(),
    "after": tuple_(CASE.c.opened_at, CASE.c.id) < _PLACE,
}


@cache
def _case_list(asked: frozenset[str], shape: Shape | None) -> Prepared:
    conditions = [condition for name, condition in _OF_CASES.items() if name in asked]
    found = select(*_CASE_COLUMNS).where(*conditions, *limited(CASE, shape))
    newest = found.order_by(desc(CASE.c.opened_at), desc(CASE.c.id))
    return Prepared(newest.limit(bindparam("most")))


class _Actor(msgspec.Struct):
    """Who acted, of an event as it is kept."""

    person: str


class _Glance(msgspec.Struct):
    """What is read of an event to see whether it is one that was looked for."""

    by: _Actor


_glance = msgspec.json.Decoder(_Glance)

_Found = tuple[int, bytes, bytes, str]
"""Place in the ledger, hash, body, and the workflow of the case."""


def events_sought(reader: Reader, wanted: EventsSought) -> EventRows:
    """A page of events, the last recorded first, out of at most `MOST_LOOKED_AT`."""
    shape, limits = asked_within(within(reader, wanted.reach))
    given = _given_of_events(wanted) | limits
    asked = frozenset(name for name in _OF_EVENTS if getattr(wanted, name) not in {None, ""})
    if wanted.cases is not None:
        return _within_cases(wanted, _events_of(reader, wanted.cases, asked, given, shape))
    return _along_the_ledger(reader, wanted, _events(asked, shape), given)


def _within_cases(wanted: EventsSought, found: Sequence[_Found]) -> EventRows:
    """A page of them: the places are how many were shown before."""
    rows = tuple(_row(one) for one in found if _is_by(one, wanted.person))
    first = wanted.before or 0
    beyond = first + wanted.limit
    is_cut = len(found) == MOST_OF_CASES
    return EventRows(
        items=rows[first:beyond],
        before=beyond if len(rows) > beyond else None,
        looked_back_to=_row(found[-1]).recorded.at if is_cut else None,
    )


def _along_the_ledger(
    reader: Reader, wanted: EventsSought, statement: Prepared, given: Mapping[str, object]
) -> EventRows:
    """What waits for its number comes first, on the first page; it is the last recorded."""
    waiting = () if wanted.before is not None else _waiting(reader, given, wanted)
    rows: list[EventRow] = []
    before = min(wanted.before or _BEYOND, _size(reader))
    least = max(before - MOST_LOOKED_AT, 0)
    while before > least and len(rows) < wanted.limit:
        first = max(before - CHUNK, least)
        some = reader.rows(statement, {**given, "first": first, "beyond": before})
        rows.extend(_row(one) for one in some if _is_by(one, wanted.person))
        before = first
    shown = rows[: wanted.limit]
    if len(rows) > wanted.limit:
        before = shown[-1].place
    return EventRows(
        items=(*map(_row, waiting), *shown),
        before=before or None,
        looked_back_to=_instant_at(reader, before) if before else None,
    )


def _waiting(reader: Reader, given: Mapping[str, object], wanted: EventsSought) -> Sequence[_Found]:
    """Those that have no number in the ledger yet: the very last ones."""
    shape, _ = asked_within(within(reader, wanted.reach))
    asked = frozenset(name for name in _OF_EVENTS if getattr(wanted, name) not in {None, ""})
    rows = reader.rows(_events_due(asked, shape), {**given, "most_due": CHUNK})
    return [one for one in rows if _is_by(one, wanted.person)]


def _given_of_events(wanted: EventsSought) -> dict[str, object]:
    return {
        "the_event": wanted.kind,
        "the_sop": wanted.sop,
        "the_unit": wanted.unit,
        "the_since": wanted.since,
        "the_until": wanted.until,
    }


def _is_by(found: _Found, person: PersonId | None) -> bool:
    return person is None or _glance.decode(found[2]).by.person == person


def _row(found: _Found) -> EventRow:
    place, hash_, body, workflow = found
    return EventRow(recorded=decode_recorded(body), hash=hash_, workflow=workflow, place=place)


_last = Prepared(select(LEDGER_ENTRY.c.position).order_by(desc(LEDGER_ENTRY.c.position)).limit(1))


def _size(reader: Reader) -> int:
    row = reader.row(_last)
    return 0 if row is None else int(row[0]) + 1


_ENTRY = LEDGER_ENTRY.c
_IS_OF_CASE = (_ENTRY.stream >= _CASES, _ENTRY.stream < _LAST_OF_CASES)
_AS_LISTED = and_(
    CASE_EVENT.c.case_id == func.substr(_ENTRY.stream, len(_CASES) + 1),
    CASE_EVENT.c.seq == _ENTRY.seq,
)
_AS_DUE = and_(
    CASE_EVENT.c.case_id == func.substr(LEDGER_DUE.c.stream, len(_CASES) + 1),
    CASE_EVENT.c.seq == LEDGER_DUE.c.seq,
)
_at = Prepared(
    select(CASE_EVENT.c.at)
    .select_from(LEDGER_ENTRY.join(CASE_EVENT, _AS_LISTED))
    .where(_ENTRY.position >= bindparam("place"), *_IS_OF_CASE)
    .order_by(_ENTRY.position)
    .limit(1)
)
_OF_EVENTS: Mapping[str, ColumnElement[bool]] = {
    "kind": CASE_EVENT.c.kind == bindparam("the_event"),
    "sop": CASE.c.sop == bindparam("the_sop"),
    "unit": CASE.c.unit == bindparam("the_unit"),
    "since": CASE_EVENT.c.at >= bindparam("the_since", type_=CASE_EVENT.c.at.type),
    "until": CASE_EVENT.c.at < bindparam("the_until", type_=CASE_EVENT.c.at.type),
}
_TOLD = (CASE_EVENT.c.hash, CASE_EVENT.c.body, CASE.c.workflow)


def _instant_at(reader: Reader, place: int) -> datetime | None:
    row = reader.row(_at, {"place": place})
    return None if row is None else row[0]


def _that(asked: frozenset[str], shape: Shape | None) -> list[ColumnElement[bool]]:
    conditions = [condition for name, condition in _OF_EVENTS.items() if name in asked]
    return [CASE.c.id == CASE_EVENT.c.case_id, *conditions, *limited(CASE, shape)]


@cache
def _events(asked: frozenset[str], shape: Shape | None) -> Prepared:
    within_chunk = (_ENTRY.position >= bindparam("first"), _ENTRY.position < bindparam("beyond"))
    found: Select[_Found] = select(_ENTRY.position, *_TOLD)
    found = found.where(*within_chunk, *_IS_OF_CASE, _AS_LISTED, *_that(asked, shape))
    return Prepared(found.order_by(desc(_ENTRY.position)))


@cache
def _events_due(asked: frozenset[str], shape: Shape | None) -> Prepared:
    unnumbered = LEDGER_DUE.c.id.label("place")
    found = select(unnumbered, *_TOLD).where(_AS_DUE, *_that(asked, shape))
    return Prepared(found.order_by(desc(unnumbered)).limit(bindparam("most_due")))


def _events_of(
    reader: Reader,
    cases: Sequence[CaseId],
    asked: frozenset[str],
    given: Mapping[str, object],
    shape: Shape | None,
) -> Sequence[_Found]:
    room = 1 << max(len(cases) - 1, 0).bit_length()  # few sizes, so few statements
    names: dict[str, object] = {f"case_{place}": "" for place in range(room)}
    names |= {f"case_{place}": case for place, case in enumerate(cases)}
    return reader.rows(
        _events_of_cases(asked, shape, room), {**given, **names, "most": MOST_OF_CASES}
    )


@cache
def _events_of_cases(asked: frozenset[str], shape: Shape | None, room: int) -> Prepared:
    names = [bindparam(f"case_{place}", type_=CASE.c.id.type) for place in range(room)]
    found = select(CASE_EVENT.c.seq, *_TOLD)
    found = found.where(CASE_EVENT.c.case_id.in_(names), *_that(asked, shape))
    newest = (desc(CASE_EVENT.c.at), desc(CASE_EVENT.c.case_id), desc(CASE_EVENT.c.seq))
    return Prepared(found.order_by(*newest).limit(bindparam("most")))
