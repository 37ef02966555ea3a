"""A case as it was after one of its events, in words: on its matrix, and beside it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from api.formats import written_instant, written_masked, written_value
from api.glossary import (
    DEVIATION_KINDS,
    DEVIATION_STATUSES,
    PAUSES,
    STANDINGS,
    Glossary,
    Standing,
    in_language,
)
from api.present import kind_of, remark, told_by
from api.present_deviations import deviation_title, fact
from api.present_replay import awaited_words, finding_words, standing_words
from api.time_facts import TimeFact, time_facts, time_unknown
from engine.core.directory import Directory
from engine.core.ids import DeviationId, StepId
from engine.core.personal import fields_by_path, is_masked
from engine.core.replaying import HolderThen, How
from engine.core.state import CaseState, Visit
from engine.core.text import Frozen, Language
from engine.core.time_events import DeviationRecorded, DeviationStatus
from engine.core.workflow import Workflow
from engine.service.replay_views import EventThen, Replayed, TaskThen
from web.door import Door
from web.matrix import Mark, MatrixView, matrix_of
from web.pages.case_data import Answer
from web.pages.case_history import MARKS
from web.words import Speech

SHOWN = 15
"""So many events are told beside the matrix, the last one first."""

_DONE = frozenset({"completed", "recorded"})
_BADGES: Mapping[str, str] = {
    "completed": "✓",
    "recorded": "✓",
    "returned": "↩",
    "skipped": "\N{EN DASH}",
    "cancelled": "\N{MULTIPLICATION SIGN}",
}
_MOST_HOLDERS = 4


class EventLine(Frozen, frozen=True, kw_only=True):
    """An event, in words; `actor` says in which standing it was done."""

    seq: int
    mark: str
    when: str
    words: str
    remark: str
    actor: str
    hash: str


class TaskLine(Frozen, frozen=True, kw_only=True):
    """An open step as it stood, in words."""

    number: int
    activity: str
    role: str
    who: str
    is_held: bool
    holders: tuple[str, ...]
    more: int
    since: str
    visit: int
    paused: str
    incident: str


class DeviationLine(Frozen, frozen=True, kw_only=True):
    """A deviation found by then, and what was decided about it; `id` tells it from its like."""

    id: str
    title: str
    status: DeviationStatus
    status_words: str


class Then(Frozen, frozen=True, kw_only=True):
    """A case at an instant: after event `seq` of `total`."""

    seq: int
    total: int
    when: str
    version: int
    standing: Standing
    standing_words: str
    matrix: MatrixView
    event: EventLine
    events: tuple[EventLine, ...]
    tasks: tuple[TaskLine, ...]
    pauses: tuple[str, ...]
    answers: tuple[Answer, ...]
    times: tuple[TimeFact, ...]
    deviations: tuple[DeviationLine, ...]
    findings: tuple[str, ...]
    awaited: tuple[str, ...]
    founded: bool


def then_told(view: Replayed, door: Door, directory: Directory) -> Then:
    """The case as it was, in the reader's language; people by the names that `directory` has."""
    workflow, language = view.workflows[view.sop.version], door.language
    zone = door.settings.office_zone
    glossary = Glossary(workflow=workflow, language=language, zone=zone, people=directory.people)
    events = tuple(_line(one, view, glossary, door) for one in view.events[-SHOWN:])
    standing = _standing(view.state)
    times = view.times
    return Then(
        seq=view.seq,
        total=view.events_in_all,
        when=_exact(view.at, door),
        version=view.sop.version,
        standing=standing,
        standing_words=in_language(STANDINGS[standing], language),
        matrix=matrix_of(workflow, language=language, marks=marks_then(view, workflow, language)),
        event=events[-1],
        events=tuple(reversed(events)),
        tasks=tuple(_task(one, door) for one in view.tasks),
        pauses=tuple(_pauses(view, glossary, door)),
        answers=tuple(_answers(view, workflow, language)),
        times=(time_unknown(workflow.calendar, language),)
        if times is None
        else time_facts(times, language, zone),
        deviations=tuple(_deviations(view, glossary)),
        findings=tuple(finding_words(one, workflow, language, zone=zone) for one in view.findings),
        awaited=tuple(awaited_words(one, language) for one in view.awaited),
        founded=view.founded,
    )


def marks_then(view: Replayed, workflow: Workflow, language: Language) -> dict[StepId, Mark]:
    """How each step stood: open, done, sent back; and whether it had departed from the SOP."""
    t, state = Speech(language), view.state
    departed = _departed(view, language)
    found: dict[StepId, Mark] = {}
    for step, visit in state.visits.items():
        found[step] = _visited(visit, t)
    for task in view.tasks:
        who = task.assignee_name or t("audit_waits")
        words = t("audit_now", who=t("by_system") if task.automated else who)
        found[task.step] = Mark(badge="●", state="current", words=words, told=True)
    for step, titles in departed.items():
        if step in found:
            mark = found[step]
            badge = f"{mark.badge}!"
            said = "; ".join((mark.words, *titles))
            late = mark.state == "current"
            found[step] = replace(
                mark, badge=badge, words=said, state="late" if late else mark.state, told=True
            )
    return {step: mark for step, mark in found.items() if workflow.step(step) is not None}


def _visited(visit: Visit, t: Speech) -> Mark:
    again = f"{visit.begun}\N{MULTIPLICATION SIGN}" if visit.begun > 1 else ""
    badge = f"{_BADGES.get(visit.how, '')}{again}"
    words = t(f"audit_step_{visit.how}") if visit.how else ""
    if visit.begun > 1:
        words = f"{words}, {t.count('audit_visits', visit.begun)}"
    return Mark(badge=badge, state="done" if visit.how in _DONE else "", words=words)


def _departed(view: Replayed, language: Language) -> dict[StepId, list[str]]:
    """The deviations that stand, by the step that they are about."""
    found: dict[StepId, list[str]] = {}
    for one in view.events:
        event = one.recorded.event
        if not isinstance(event, DeviationRecorded) or event.found.step is None:
            continue
        if view.state.deviations.get(event.deviation, "withdrawn") != "withdrawn":
            title = in_language(DEVIATION_KINDS[event.found.kind], language)
            titles = found.setdefault(event.found.step, [])
            titles += [title] if title not in titles else []
    return found


def _standing(state: CaseState) -> Standing:
    if state.result is not None:
        return state.result
    if any(one.incident for one in state.active):
        return "incident"
    waits = [one.pause for one in state.active]
    return "paused" if state.pause or (waits and all(waits)) else "running"


def _line(one: EventThen, view: Replayed, glossary: Glossary, door: Door) -> EventLine:
    told, language = one.recorded, door.language
    then = replace(glossary, workflow=view.workflows.get(one.version))
    is_system = one.actor.how is How.SYSTEM
    return EventLine(
        seq=told.seq,
        mark=MARKS.get(kind_of(told.event), "dot"),
        when=_exact(told.at, door),
        words=told_by(told, then),
        remark=remark(told),
        actor="" if is_system else standing_words(one.actor, language),
        hash=one.hash,
    )


def _exact(at: datetime, door: Door) -> str:
    """An instant to the second: auditors compare it with other records."""
    local = at.astimezone(door.settings.office_zone)
    sign = "." if door.language == "id" else ":"
    day_and_time, _, zone = written_instant(
        at, door.settings.office_zone, door.language
    ).rpartition(" ")
    return f"{day_and_time}{sign}{local:%S} {zone}"


def _task(one: TaskThen, door: Door) -> TaskLine:
    language, t = door.language, door.t
    waits = t("by_system") if one.automated else t("audit_unclaimed")
    return TaskLine(
        number=one.number,
        activity=one.activity.in_language(language),
        role="" if one.role_title is None else one.role_title.in_language(language),
        who=one.assignee_name or waits,
        is_held=bool(one.assignee),
        holders=tuple(_holder(holder, door) for holder in one.holders[:_MOST_HOLDERS]),
        more=max(len(one.holders) - _MOST_HOLDERS, 0),
        since=_exact(one.held_since or one.opened_at, door),
        visit=one.visit,
        paused=in_language(PAUSES[one.pause], language) if one.pause else "",
        incident=one.incident,
    )


def _holder(one: HolderThen, door: Door) -> str:
    kinds = {How.PLH: " (Plh)", How.PLT: " (Plt)"}
    away = f", {door.t('audit_away')}" if one.away else ""
    return f"{one.name}{kinds.get(one.how, '')}{away}"


def _pauses(view: Replayed, glossary: Glossary, door: Door) -> Iterator[str]:
    for one in view.pauses:
        why = in_language(PAUSES[one.reason], door.language)
        where = "" if one.step is None else f" ({glossary.step(one.step)})"
        note = f": {one.note}" if one.note else ""
        yield door.t("audit_paused", why=f"{why}{where}{note}", since=_exact(one.since, door))


def _answers(view: Replayed, workflow: Workflow, language: Language) -> Iterator[Answer]:
    for path, field in fields_by_path(workflow).items():
        if path in view.data:
            write = written_masked if is_masked(field) else written_value
            yield Answer(
                question=field.title.in_language(language),
                answer=write(field, view.data[path], language),
                masked=is_masked(field),
            )


def _deviations(view: Replayed, glossary: Glossary) -> Iterator[DeviationLine]:
    events = (one.recorded.event for one in view.events)
    found = {one.deviation: one.found for one in events if isinstance(one, DeviationRecorded)}
    for name, status in view.state.deviations.items():
        known = found.get(name)
        said = _title(name, glossary.language) if known is None else fact(known, glossary)
        yield DeviationLine(
            id=name,
            title=said[0].upper() + said[1:],
            status=status,
            status_words=glossary.words(DEVIATION_STATUSES[status]),
        )


def _title(name: DeviationId, language: Language) -> str:
    try:
        return deviation_title(name, language)
    except ValueError:  # a kind that there is not, by other hands
        return name
