"""Who saw whose personal data: `/audit/reads`, of one case or of all that one answers for."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.glossary import APPLICANT_DATA, in_language
from api.identity import Known
from api.reach import Guarded
from api.reads import IN_FULL
from engine.core.directory import Directory, Duty
from engine.core.errors import NotFound
from engine.core.events import DataRevealed
from engine.core.ids import CaseId, PersonId
from engine.core.personal import fields_by_path
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import auditing, queries
from engine.service.reads import ReadQuery, ReadRow
from web.door import AtDoor, Door
from web.visitor import Me
from web.words import catalogue

router = APIRouter()

PAGE = 40
_LONGEST = 40
_MOST_PEOPLE = 500
"""So many are offered while a name is typed; any other can be typed in full."""
_ID = re.compile(r"[0-9a-z]{1,40}")
_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")


class ReadLine(Frozen, frozen=True, kw_only=True):
    """A read in words; `why` is the reason that was given for reading in full."""

    when: str
    person: str
    id: str
    case: str
    what: str
    in_full: bool
    via: str
    why: str
    event: int


@router.get("/audit/reads", response_class=HTMLResponse, dependencies=[allow(Access.PRIVACY)])
def page_reads(door: AtDoor, me: Me, seen: Guarded, directory: Known) -> Response:
    """Show who read, the last first; what was read in full with the reason that was given."""
    audits = has_duty(directory, me.person, Duty.AUDITOR, door.at)
    case, person, after = (door.asked(name).strip() for name in ("case", "person", "after"))
    try:
        whole = _case_asked(door, case, seen) if case else None
    except NotFound:
        wrong = door.t("audit_no_case")
        return _page(door, directory, case=case[:_LONGEST], wrong=wrong, audits=audits)
    found = door.database.reads.list(
        ReadQuery(
            case=whole,
            person=PersonId(person) if _PERSON.fullmatch(person) else None,
            after=after if _ID.fullmatch(after) else None,
            limit=PAGE + 1,
            reach=seen,
        )
    )
    shown = found[:PAGE]
    reasons = _reasons(door, shown)
    return _page(
        door,
        directory,
        rows=tuple(_line(one, door, directory, reasons) for one in shown),
        case=whole or "",
        person=person,
        following=shown[-1].id if len(found) > PAGE else "",
        audits=audits,
    )


def _page(  # noqa: PLR0913  # the page as it is asked for, and where it cannot be answered
    door: Door,
    directory: Directory,
    *,
    rows: tuple[ReadLine, ...] = (),
    case: str = "",
    person: str = "",
    following: str = "",
    wrong: str = "",
    audits: bool = False,
) -> Response:
    people = sorted((str(id_), one.name) for id_, one in directory.people.items())
    return door.show(
        "audit_reads.html",
        status=404 if wrong else 200,
        rows=rows,
        case=case,
        person=person,
        following=following,
        wrong=wrong,
        audits=audits,
        people=tuple(people[:_MOST_PEOPLE]),
    )


class Reason(Frozen, frozen=True, kw_only=True):
    """A time that personal data of a case was shown in full, as its history tells it (UTC)."""

    event: int
    at: datetime
    fields: str
    why: str


Shown = tuple[CaseId, PersonId, frozenset[str]]
"""Of which case, to whom, which data."""


def _case_asked(door: Door, case: str, seen: Guarded) -> CaseId:
    if not _ID.fullmatch(case.lower()):
        raise NotFound("case", case)
    return queries.case_within(door.database, CaseId(case.lower()), seen)


def _reasons(door: Door, rows: Iterable[ReadRow]) -> Mapping[Shown, list[Reason]]:
    """Every reveal of the cases of which something was read in full, the last first."""
    cases = dict.fromkeys(one.case_id for one in rows if one.how == IN_FULL and one.case_id)
    found: dict[Shown, list[Reason]] = {}
    for one in auditing.reveals_of(door.database, tuple(cases)):
        told, event = one.recorded, one.recorded.event
        if isinstance(event, DataRevealed):
            titles = _titles(one.workflow, door)
            reason = Reason(
                event=told.seq,
                at=told.at,
                fields=", ".join(titles.get(name, name) for name in event.fields),
                why=event.reason,
            )
            of = (told.case, told.by.person, frozenset(event.fields))
            found.setdefault(of, []).append(reason)
    return found


def _titles(workflow: Workflow, door: Door) -> Mapping[str, str]:
    """What personal data is called, by its path."""
    asked = fields_by_path(workflow).items()
    titles = {path: field.title.in_language(door.language) for path, field in asked}
    return titles | {path: in_language(one, door.language) for path, one in APPLICANT_DATA.items()}


def _line(
    one: ReadRow, door: Door, directory: Directory, reasons: Mapping[Shown, list[Reason]]
) -> ReadLine:
    known = directory.people.get(one.person)
    why = _why(one, reasons)
    return ReadLine(
        when=door.instant(one.at),
        person=one.person if known is None else known.name,
        id=one.person,
        case=one.case_id,
        what=_what(one, door) if why is None else why.fields,
        in_full=one.how == IN_FULL,
        via=one.via,
        why="" if why is None else why.why,
        event=0 if why is None else why.event,
    )


def _why(one: ReadRow, reasons: Mapping[Shown, list[Reason]]) -> Reason | None:
    """The reveal that a read in full was: of the same data to the same person, the last by then."""
    same = reasons.get((one.case_id, one.person, frozenset(one.what.split())), ())
    return next((reason for reason in same if reason.at <= one.at), None)


def _what(one: ReadRow, door: Door) -> str:
    """What was read, in words; as it was noted where there are none for it."""
    what, _, rest = one.what.partition(": ")
    name = f"audit_read_{what.replace(' ', '_')}"
    if name not in catalogue(door.language).words:
        return one.what
    found = rest.removesuffix(" cases")
    words = door.t(name)
    return f"{words} ({door.t.count('audit_found_n', int(found))})" if found.isdecimal() else words
