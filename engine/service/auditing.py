"""The audit desk: cases and events found by what is known of them."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from engine.core.deviations import DeviationKind
from engine.core.events import Recorded, Result
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.personal import ERASED
from engine.core.standing import Reach
from engine.core.text import Frozen, Text
from engine.core.tracking import code_from_text, is_code
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.opening import CaseOpener, shown_event
from engine.service.personal import subject_from_text
from engine.service.reads import NO_CASE, SearchedBy
from engine.store import auditing, queries, tracking
from engine.store.auditing import CasesSought, EventRow, EventsSought
from engine.store.job import Reader
from engine.store.rows import CaseRow

NIK_DIGITS = 16
REVEALED = "data_revealed"
"""The kind of event that tells that personal data was shown in full."""
MOST_CASES = 50
"""Of so many cases, the newest that fit a text, events are looked for."""


class Sought(Frozen, frozen=True, kw_only=True):
    """What an auditor looks for. `text`: a code, an applicant's name, or a NIK.

    `kind` and `person` ask for events, which `since` and `until` (UTC) are about then; without
    them cases are asked for, and the span is that of their opening.
    """

    text: str = ""
    person: PersonId | None = None
    kind: str = ""
    sop: SopId | None = None
    unit: UnitId | None = None
    since: datetime | None = None
    until: datetime | None = None
    deviation: DeviationKind | None = None
    reach: Reach | None = None
    limit: int = 25

    @property
    def of_events(self) -> bool:
        """Whether events are asked for."""
        return bool(self.kind or self.person)


class CaseFound(Frozen, frozen=True, kw_only=True):
    """A case that was found. Instants are UTC."""

    case: CaseId
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    applicant: str
    opened_at: datetime
    closed_at: datetime | None
    result: Result | None
    is_paused: bool
    events: int


class CasesFound(Frozen, frozen=True, kw_only=True):
    """A page of cases; `next` asks for the one after. `by`: of which kind the search was."""

    items: tuple[CaseFound, ...]
    next: CaseId | None
    by: SearchedBy | None


class EventFound(Frozen, frozen=True, kw_only=True):
    """An event as auditors may see it, its hash in hexadecimal, the SOP its case runs under."""

    recorded: Recorded
    hash: str
    workflow: Workflow


class EventsFound(Frozen, frozen=True, kw_only=True):
    """A page of events. `next`: where to go on.

    `looked_back_to` (UTC): what is older was not looked at, or is of cases opened before; None:
    everything was.
    """

    items: tuple[EventFound, ...]
    next: int | None
    looked_back_to: datetime | None
    by: SearchedBy | None = None


def find_cases(database: Database, sought: Sought, *, after: CaseId | None = None) -> CasesFound:
    """A page of cases, those opened last first.

    Raises:
        InputRefused: what looks like a NIK is none.
        NotFound: there is no case `after`.
    """

    def asked(reader: Reader) -> CasesFound:
        wanted, by = _cases(database, reader, sought)
        rows, more = auditing.cases_sought(reader, replace(wanted, after=after))
        items = tuple(_found(database, reader, row) for row in rows)
        return CasesFound(items=items, next=items[-1].case if more else None, by=by)

    return database.store.read(asked)


def find_events(database: Database, sought: Sought, *, before: int | None = None) -> EventsFound:
    """A page of events, the last recorded first, personal data masked.

    Raises:
        InputRefused: what looks like a NIK is none.
    """

    def asked(reader: Reader) -> EventsFound:
        cases, by, oldest = _among(database, reader, sought)
        wanted = EventsSought(
            kind=sought.kind,
            person=sought.person,
            sop=sought.sop,
            unit=sought.unit,
            since=sought.since,
            until=sought.until,
            cases=cases,
            before=before,
            limit=sought.limit,
            reach=sought.reach,
        )
        found = auditing.events_sought(reader, wanted)
        return EventsFound(
            items=_shown(database, reader, found.items),
            next=found.before,
            looked_back_to=found.looked_back_to or oldest,
            by=by,
        )

    return database.store.read(asked)


def searches_noted(
    by: SearchedBy | None, cases: tuple[CaseId, ...]
) -> tuple[tuple[CaseId, str], ...]:
    """What a search comes to as reads: that it was made; by NIK, every case it found so."""
    if by is None:
        return ()
    each = cases if by == "NIK" else ()
    return (
        (NO_CASE, f"search by {by}: {len(cases)} cases"),
        *((case, f"search by {by}") for case in each),
    )


def _cases(
    database: Database, reader: Reader, sought: Sought
) -> tuple[CasesSought, SearchedBy | None]:
    """The question about cases; a text is a NIK, a tracking code, or part of a name or an id."""
    wanted = CasesSought(
        sop=sought.sop,
        unit=sought.unit,
        since=None if sought.of_events else sought.since,
        until=None if sought.of_events else sought.until,
        deviation=sought.deviation,
        limit=sought.limit,
        reach=sought.reach,
    )
    text = sought.text.strip()
    if not text:
        return wanted, None
    if nik := nik_meant(text):
        return replace(wanted, subject=subject_from_text(database, nik)), "NIK"
    code = code_from_text(text)
    if is_code(code):
        case = tracking.case_of(reader, code)
        return replace(wanted, case=case or CaseId(text)), "text"
    return replace(wanted, text=text), "text"


def nik_meant(text: str) -> str:
    """The sixteen digits by which somebody means a NIK, however they are set apart; else empty."""
    digits = "".join(sign for sign in text if sign not in " .-")
    is_one = digits.isascii() and digits.isdecimal() and len(digits) == NIK_DIGITS
    return digits if is_one else ""


def _among(
    database: Database, reader: Reader, sought: Sought
) -> tuple[tuple[CaseId, ...] | None, SearchedBy | None, datetime | None]:
    """Of which cases events are looked for (None: of all); if there were too many, the oldest."""
    if not sought.text.strip() and sought.deviation is None:
        return None, None, None
    wanted, by = _cases(database, reader, sought)
    rows, more = auditing.cases_sought(reader, replace(wanted, limit=MOST_CASES))
    return tuple(row.id for row in rows), by, rows[-1].opened_at if more else None


def _found(database: Database, reader: Reader, row: CaseRow) -> CaseFound:
    workflow = workflow_by_hash(database, reader, row.workflow)
    return CaseFound(
        case=row.id,
        sop=row.sop,
        version=row.version,
        title=workflow.title,
        unit=row.unit,
        applicant=row.applicant or ERASED,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        result=row.result,
        is_paused=row.pause is not None,
        events=row.seq,
    )


def _shown(
    database: Database, reader: Reader, rows: tuple[EventRow, ...]
) -> tuple[EventFound, ...]:
    openers: Mapping[CaseId, CaseOpener] = {
        case: CaseOpener(database, reader, case)
        for case in dict.fromkeys(row.recorded.case for row in rows)
    }
    found = []
    for row in rows:
        workflow = workflow_by_hash(database, reader, row.workflow)
        shown = shown_event(openers[row.recorded.case], workflow, row.recorded)
        found.append(EventFound(recorded=shown, hash=row.hash.hex(), workflow=workflow))
    return tuple(found)


def reveals_of(database: Database, cases: tuple[CaseId, ...]) -> tuple[EventFound, ...]:
    """When personal data of these cases was shown in full, by whom and why; the last first.

    At most `engine.store.auditing.MOST_OF_CASES`, the newest.
    """
    wanted = EventsSought(kind=REVEALED, cases=cases, limit=auditing.MOST_OF_CASES)

    def asked(reader: Reader) -> tuple[EventFound, ...]:
        return _shown(database, reader, auditing.events_sought(reader, wanted).items)

    return database.store.read(asked) if cases else ()


def applicant_of(database: Database, case: CaseId) -> str:
    """Of whom a case is, as lists have it; empty where there is no such case."""
    row = database.store.read(lambda reader: queries.case_row(reader, case))
    return "" if row is None else row.applicant or ERASED
