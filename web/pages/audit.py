"""The audit desk: search over cases and events, how verification stands, what can be taken away."""

import re
from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.glossary import DEVIATION_KINDS, STANDINGS, Glossary, Standing, in_language
from api.identity import Known
from api.present import kind_of, remark, told_by
from api.reach import InReach
from api.reads import Reading
from engine.core.deviations import DeviationKind
from engine.core.directory import Directory
from engine.core.errors import InputRefused
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.text import Frozen
from engine.service import auditing, catalogue, checkpoints, verifications
from engine.service.auditing import CaseFound, CasesFound, EventFound, EventsFound, Sought
from engine.service.reads import SearchedBy
from web.door import AtDoor, Door
from web.pages.audit_exports import begin_of, day_of, sops_in_force

router = APIRouter()

KINDS = (
    *("case_opened", "file_accepted", "task_claimed", "task_assigned", "task_delegated"),
    *("task_released", "step_completed", "step_returned", "step_overridden", "comment_added"),
    *("file_attached", "case_paused", "case_resumed", "time_extended", "action_recorded"),
    *("action_failed", "case_migrated", "case_ended", "case_reopened", "deviation_recorded"),
    *("deviation_disposed", "data_revealed", "data_erased", "case_held", "case_disposed"),
)
"""The kinds of events that can be asked for; the others follow from these by themselves."""

_AUDITS = [allow(Access.AUDITS)]
_NAMES = ("text", "person", "kind", "sop", "unit", "since", "until", "deviation")
_LONGEST = 100
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_ID = re.compile(r"[0-9a-z]{1,40}")
_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")
_PLACE = re.compile(r"[0-9]{1,15}")
_A_DAY = timedelta(days=1)
_MOST_NAMESAKES = 5
_MOST_PEOPLE = 500
"""So many are offered while a name is typed; any other can be typed in full."""


class CaseLine(Frozen, frozen=True, kw_only=True):
    """A case that was found, in words."""

    case: str
    title: str
    applicant: str
    unit: str
    standing: Standing
    standing_words: str
    opened: str
    closed: str
    events: int


class EventLine(Frozen, frozen=True, kw_only=True):
    """An event that was found, in words."""

    case: str
    seq: int
    title: str
    when: str
    words: str
    remark: str
    who: str
    kind: str
    hash: str


class Result(Frozen, frozen=True, kw_only=True):
    """What a search came to; `following` asks for the page after."""

    cases: tuple[CaseLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    of_events: bool = False
    following: Mapping[str, str] = {}
    looked_back_to: str = ""


@router.get("/audit", response_class=HTMLResponse, dependencies=_AUDITS)
def page_audit(door: AtDoor, reading: Reading, seen: InReach, directory: Known) -> Response:
    """Show what was asked for, the newest first, and how the last verification stands."""
    asked = {name: door.asked(name).strip()[:_LONGEST] for name in _NAMES}
    problems = dict(_problems(asked, door))
    namesakes = people_meant(asked["person"], directory)
    if len(namesakes) == 1:
        asked["person"] = namesakes[0]
    elif namesakes:
        problems["person"] = _which(namesakes, directory, door)
    elif asked["person"] and not _PERSON.fullmatch(asked["person"]):
        problems["person"] = door.t("audit_nobody", said=asked["person"])
    found = Result()
    if not problems:
        sought = _sought(asked, door, seen)
        try:
            found = _found(door, sought, directory, reading)
        except InputRefused:
            problems["text"] = door.t("audit_no_nik")
    refused = bool(problems)
    if asked["person"] and not namesakes and not refused and not found.events:
        problems["person"] = door.t("audit_nobody", said=asked["person"])
    return door.show(
        "audit.html",
        status=422 if refused else 200,
        refused=refused,
        asked=asked,
        problems=problems,
        found=found,
        filtered=any(asked.values()),
        more=any(asked[name] for name in _NAMES[2:]),
        **_stands(door),
        **_choices(door, directory),
    )


def _problems(asked: Mapping[str, str], door: Door) -> Mapping[str, str]:
    """What of the question cannot be understood, by field."""
    days = {name: day_of(asked[name]) for name in ("since", "until")}
    wrong = {
        name: door.t("audit_no_day") for name, day in days.items() if asked[name] and day is None
    }
    since, until = days["since"], days["until"]
    if since and until and until < since:
        wrong["until"] = door.t("audit_until_before")
    return wrong


def people_meant(said: str, directory: Directory) -> tuple[PersonId, ...]:
    """Whom an id, or words of a name, stand for, by name; nobody where nothing is said."""
    if not said or PersonId(said) in directory.people:
        return (PersonId(said),) if said else ()
    words = said.casefold().split()
    found = [
        one
        for one in directory.people.values()
        if all(word in one.name.casefold() for word in words)
    ]
    return tuple(one.id for one in sorted(found, key=lambda one: (one.name, one.id)))


def _which(people: tuple[PersonId, ...], directory: Directory, door: Door) -> str:
    named = [f"{directory.people[one].name} ({one})" for one in people[:_MOST_NAMESAKES]]
    more = len(people) - len(named)
    names = "; ".join(named) + (f"; +{more}" if more else "")
    return door.t("audit_namesakes", names=names)


def _sought(asked: Mapping[str, str], door: Door, seen: InReach) -> Sought:
    until = day_of(asked["until"])
    deviation = asked["deviation"]
    return Sought(
        text="".join(sign for sign in asked["text"] if sign.isprintable()),
        person=PersonId(asked["person"]) if asked["person"] else None,
        kind=asked["kind"] if asked["kind"] in KINDS else "",
        sop=SopId(asked["sop"]) if _SLUG.fullmatch(asked["sop"]) else None,
        unit=UnitId(asked["unit"]) if _SLUG.fullmatch(asked["unit"]) else None,
        since=begin_of(day_of(asked["since"]), door),
        until=begin_of(None if until is None else until + _A_DAY, door),
        deviation=DeviationKind(deviation) if deviation in set(DeviationKind) else None,
        reach=seen,
    )


def _found(door: Door, sought: Sought, directory: Directory, reading: Reading) -> Result:
    if sought.of_events:
        place = door.asked("before")
        before = int(place) if _PLACE.fullmatch(place) else None
        events = auditing.find_events(door.database, sought, before=before)
        cases = tuple(dict.fromkeys(one.recorded.case for one in events.items))
        _note(reading, events.by, cases)
        return _events(events, door, directory)
    last = door.asked("after")
    after = CaseId(last) if _ID.fullmatch(last) else None
    found = auditing.find_cases(door.database, sought, after=after)
    _note(reading, found.by, tuple(one.case for one in found.items))
    return _cases(found, door, directory)


def _note(reading: Reading, by: SearchedBy | None, cases: tuple[CaseId, ...]) -> None:
    for case, what in auditing.searches_noted(by, cases):
        reading.note(case, what)


def _cases(found: CasesFound, door: Door, directory: Directory) -> Result:
    return Result(
        cases=tuple(_case(one, door, directory) for one in found.items),
        following={} if found.next is None else {"after": found.next},
    )


def _case(one: CaseFound, door: Door, directory: Directory) -> CaseLine:
    standing: Standing = one.result or ("paused" if one.is_paused else "running")
    return CaseLine(
        case=one.case,
        title=one.title.in_language(door.language),
        applicant=one.applicant,
        unit=_unit(directory, one.unit, door),
        standing=standing,
        standing_words=in_language(STANDINGS[standing], door.language),
        opened=door.instant(one.opened_at),
        closed="" if one.closed_at is None else door.instant(one.closed_at),
        events=one.events,
    )


def _events(found: EventsFound, door: Door, directory: Directory) -> Result:
    back = found.looked_back_to
    return Result(
        events=tuple(_event(one, door, directory) for one in found.items),
        of_events=True,
        following={} if found.next is None else {"before": str(found.next)},
        looked_back_to="" if back is None else door.instant(back),
    )


def _event(one: EventFound, door: Door, directory: Directory) -> EventLine:
    told = one.recorded
    glossary = Glossary(
        workflow=one.workflow,
        language=door.language,
        zone=door.settings.office_zone,
        people=directory.people,
    )
    known = directory.people.get(told.by.person)
    return EventLine(
        case=told.case,
        seq=told.seq,
        title=one.workflow.title.in_language(door.language),
        when=door.instant(told.at),
        words=told_by(told, glossary),
        remark=remark(told),
        who="" if known is None else known.name,
        kind=kind_of(told.event),
        hash=one.hash,
    )


def _unit(directory: Directory, unit: UnitId, door: Door) -> str:
    known = directory.units.get(unit)
    return unit if known is None else known.title.in_language(door.language)


def _stands(door: Door) -> Mapping[str, object]:
    """How the histories stand: the last verification, and the newest checkpoint."""
    look, signed = verifications.last_look(door.database), checkpoints.latest(door.database)
    last = look.last
    return {
        "verdict": None if last is None else last.verdict,
        "at": "" if last is None else door.instant(last.verdict.at),
        "failed": look.failed,
        "size": 0 if signed is None else signed.checkpoint.size,
        "signed": "" if signed is None else door.instant(signed.at),
    }


def _choices(door: Door, directory: Directory) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the fields of the search offer."""
    t, language = door.t, door.language
    people = sorted((str(id_), one.name) for id_, one in directory.people.items())
    units = {one.unit for one in catalogue.list_sops(door.database)}
    return {
        "sops": sops_in_force(door),
        "units": tuple(sorted((str(one), _unit(directory, one, door)) for one in units)),
        "kinds": tuple((one, t(f"audit_kind_{one}")) for one in KINDS),
        "deviations": tuple(
            (one.value, in_language(words, language)) for one, words in DEVIATION_KINDS.items()
        ),
        "people": tuple(people[:_MOST_PEOPLE]),
    }
