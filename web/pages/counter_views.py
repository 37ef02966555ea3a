"""The counter in words: services to choose from, a form to fill in, what was opened today."""

from collections.abc import Mapping
from datetime import datetime, time

from msgspec.structs import replace

from api.formats import (
    written_date,
    written_day,
    written_duration,
    written_masked,
    written_promise,
    written_time,
    written_value,
)
from api.present_tracking import Component, Teller
from engine.core.durations import TimeUnit
from engine.core.ids import PersonId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.values import FieldType
from engine.core.workflow import Requirement
from engine.service import counter
from engine.service.counter import Foreseen, Offered, OpenedCase, Service
from web.answers import Question, html_name, questions
from web.door import Door
from web.forms import Form
from web.pages.counter_intake import NAMED_LIKE_APPLICANT, Intake, nik_field

_HASTY = frozenset({TimeUnit.MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.CALENDAR_HOUR})
"""Units whose deadline lies at an hour, not at the end of a day."""


class Choice(Frozen, frozen=True, kw_only=True):
    """A service in the list; `find` is what typed letters are looked for in."""

    sop: str
    title: str
    other: str
    unit: str
    promise: str
    find: str


class Ticked(Frozen, frozen=True, kw_only=True):
    """A requirement with what was said of it; `refused`: documents not taken, each with why."""

    id: str
    title: str
    required: bool
    brought: bool
    evidence: str
    note: str = ""
    refused: tuple[tuple[str, str], ...] = ()


class Promised(Frozen, frozen=True, kw_only=True):
    """The promise before anything is opened: in large, and what it counts from."""

    main: str
    notes: tuple[str, ...] = ()


class Today(Frozen, frozen=True, kw_only=True):
    """What somebody opened today: the newest, each with its time, and how many."""

    items: tuple[tuple[OpenedCase, str, str], ...]
    total: int
    day: str


class ServiceView(Frozen, frozen=True, kw_only=True):
    """A service in words: its standard, the main of it first."""

    sop: str
    title: str
    unit: str
    number: str
    components: tuple[Component, ...]


def choices(door: Door, found: tuple[Offered, ...], asked: str) -> tuple[Choice, ...]:
    """The services that fit what was typed; all of them where nothing was."""
    wanted = asked.casefold().split()
    known = (_choice(door, one) for one in found)
    return tuple(one for one in known if all(word in one.find for word in wanted))


def _choice(door: Door, one: Offered) -> Choice:
    title = one.title.in_language(door.language)
    other = one.title.in_language("en" if door.language == "id" else "id")
    promise = "" if one.promise is None else written_duration(one.promise, door.language)
    return Choice(
        sop=one.sop,
        title=title,
        other="" if other == title else other,
        unit=one.unit.in_language(door.language),
        promise=promise,
        find=" ".join((one.title.id, one.title.en, one.sop, one.number)).casefold(),
    )


def service_view(door: Door, service: Service) -> ServiceView:
    """The service with the six components that must be published."""
    teller = Teller(language=door.language, zone=door.settings.office_zone)
    components = teller.standard(service.standard)
    first = (2, 3, 4, 0, 1, 5)  # the promise, the fee and the product are what is asked for first
    return ServiceView(
        sop=service.workflow.sop,
        title=service.workflow.title.in_language(door.language),
        unit=service.unit.in_language(door.language),
        number=service.workflow.number,
        components=tuple(components[place] for place in first),
    )


class Asked(Frozen, frozen=True, kw_only=True):
    """The form's questions: that of the NIK apart, as it says who the applicant is."""

    nik: Question | None
    others: tuple[Question, ...]


def asked(
    door: Door, service: Service, form: Form, problems: Mapping[str, str], *, first: str
) -> Asked:
    """The questions with what was answered and what is wrong; `first` names where to begin."""
    field, fields = nik_field(service.workflow), service.workflow.form
    wrong = {name.removeprefix("form."): said for name, said in problems.items()}
    found = {
        one.name: one
        for one in questions(fields, language=door.language, said=form, problems=wrong)
    }
    for name in (html_name(one) for one in NAMED_LIKE_APPLICANT):
        if name in found:
            found[name] = replace(found[name], must="", hint=door.t("counter_same_name"))
    marked = {name: _marked(one, is_first=name == first) for name, one in found.items()}
    nik = None if field is None else marked.pop(html_name(field.id))
    return Asked(nik=nik, others=tuple(marked.values()))


def _marked(one: Question, *, is_first: bool) -> Question:
    return one if one.first == is_first else replace(one, first=is_first)


def checklist(
    door: Door,
    service: Service,
    form: Form,
    refused: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
) -> tuple[Ticked, ...]:
    """The requirements, and what was brought of them."""
    brought = form.all("requirement")
    return tuple(
        _ticked(
            door, one, form, is_brought=one.id in brought, refused=(refused or {}).get(one.id, ())
        )
        for one in service.workflow.requirements
    )


def _ticked(
    door: Door,
    one: Requirement,
    form: Form,
    *,
    is_brought: bool,
    refused: tuple[tuple[str, str], ...],
) -> Ticked:
    return Ticked(
        id=one.id,
        title=one.title.in_language(door.language),
        required=one.required,
        brought=is_brought,
        evidence=one.evidence,
        note=form.one(f"note.{one.id}"),
        refused=refused,
    )


def promised(door: Door, foreseen: Foreseen) -> Promised:
    """The promise of a case that would be opened now, and what it counts from."""
    if foreseen.promise is None:
        return Promised(main=door.t("counter_promise_none"))
    budget = written_promise(foreseen.promise, door.language)
    if foreseen.due is not None:
        notes = [door.t(f"counter_counts_{foreseen.counts_from}", budget=budget)]
        return Promised(
            main=_due(door, foreseen, foreseen.due, "counter_promise"), notes=tuple(notes)
        )
    main = door.t("counter_promise_later", budget=budget)
    if foreseen.due_if_complete is None:
        return Promised(main=main)
    return Promised(
        main=main, notes=(_due(door, foreseen, foreseen.due_if_complete, "counter_promise_if"),)
    )


def _due(door: Door, foreseen: Foreseen, due: datetime, key: str) -> str:
    zone, language = door.settings.office_zone, door.language
    day = written_day(due, zone, language)
    is_hasty = foreseen.promise is not None and foreseen.promise.unit in _HASTY
    if not is_hasty:
        return door.t(key, day=day)
    local = due.astimezone(zone)
    clock = f"{written_time(due, zone, language)} {local.tzname()}"
    return door.t(key, day=door.t("counter_at_hour", day=day, time=clock))


def entered(door: Door, intake: Intake) -> tuple[tuple[str, str], ...]:
    """What was entered, to be looked over: question and answer, a NIK masked."""
    found = [(door.t("counter_applicant"), intake.applicant.name)]
    if intake.applicant.contact:
        found.append((door.t("counter_contact"), intake.applicant.contact))
    for field in intake.workflow.form:
        value = intake.values.get(field.id)
        if value is not None:
            write = written_masked if field.type is FieldType.NIK else written_value
            said = write(field, value, door.language)
            found.append((field.title.in_language(door.language), said))
    return tuple(found)


def today(door: Door, person: PersonId, reach: Reach) -> Today:
    """What the person opened since midnight by the office's clock."""
    zone, language = door.settings.office_zone, door.language
    local = door.at.astimezone(zone)
    since = datetime.combine(local.date(), time(), tzinfo=zone)
    found = counter.opened_by(door.database, person, since=since, reach=reach)
    return Today(
        items=tuple(
            (one, one.title.in_language(language), written_time(one.opened_at, zone, language))
            for one in found.items
        ),
        total=found.total,
        day=written_date(local.date(), language),
    )
