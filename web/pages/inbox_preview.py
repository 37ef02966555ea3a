"""A task beside the list: what it is about, what is to be checked, what was brought."""

from datetime import datetime

from api.formats import written_elapsed
from api.glossary import PAUSES, in_language
from api.reads import CASE, Reader
from engine.core.commands import SYSTEM
from engine.core.errors import NotFound
from engine.core.events import (
    StepOpened,
    TaskAssigned,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import PersonId
from engine.core.personal import fields_by_path
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.workflow import HumanStep
from engine.service import queries
from engine.service.catalogue import find_workflow
from engine.service.files import documents_of
from engine.service.inbox import InboxTask
from engine.service.inbox_more import task_named
from web.door import Door
from web.due import Due
from web.pages.case_data import Answer, Brought, Paper, answers, documents, requirements
from web.pages.inbox_asked import PLACE, name_of
from web.pages.inbox_view import Teller

MOST_ANSWERS = 8
_PASSED_ON = (StepOpened, TaskAssigned, TaskDelegated, TaskReleased, TaskResolved)


class Preview(Frozen, frozen=True, kw_only=True):
    """A task in words, with what an officer decides by. `mine`: it may be released."""

    name: str
    case: str
    task: int
    activity: str
    service: str
    applicant: str
    due: Due
    waits: str
    step: str
    sent: str
    answers: tuple[Answer, ...]
    more_answers: int
    checklist: tuple[str, ...]
    requirements: tuple[Brought, ...]
    documents: tuple[Paper, ...]
    is_open: bool
    free: bool
    mine: bool
    holder: str
    barred: bool
    away: str


def preview_of(door: Door, reading: Reader, reach: Reach, teller: Teller) -> Preview | None:
    """The task that the address names, which notes that it is read; None: none within reach."""
    wanted = teller.asked.preview
    if wanted is None:
        return None
    case, activation = wanted
    one = task_named(door.database, case, activation, reach)
    if one is None:
        return None
    reading.note(case, CASE)
    return _preview(door, teller, one)


def _preview(door: Door, teller: Teller, one: InboxTask) -> Preview | None:
    task, language = one.task, door.language
    try:
        view = queries.show_case(door.database, task.case)
    except NotFound:  # it was there a moment ago
        return None
    summary = view.summary
    workflow = find_workflow(door.database, summary.sop, summary.version)
    step = workflow.step(task.step)
    found = answers(view, fields_by_path(workflow), language)
    checklist = step.checklist if isinstance(step, HumanStep) else ()
    filed = documents_of(door.database, door.settings.files, task.case)
    is_open = task.finished_at is None
    return Preview(
        name=name_of((task.case, task.activation)),
        case=task.case,
        task=task.activation,
        activity=task.activity.in_language(language),
        service=one.title.in_language(language),
        applicant=one.applicant,
        due=teller.due(one),
        waits="" if one.pause is None else in_language(PAUSES[one.pause], language),
        step=door.t("inbox_step", n=task.number, m=one.steps),
        sent=_sent(door, teller, one),
        answers=found[:MOST_ANSWERS],
        more_answers=max(0, len(found) - MOST_ANSWERS),
        checklist=tuple(item.in_language(language) for item in checklist),
        requirements=requirements(view, workflow, language),
        documents=documents(filed, door.settings, language),
        is_open=is_open,
        free=is_open and task.assignee is None,
        mine=is_open and task.assignee == teller.person,
        holder=teller.titles.person(task.assignee) if task.assignee else "",
        barred=one.barred,
        away=door.links.at(PLACE, **teller.asked.address()),
    )


def _sent(door: Door, teller: Teller, one: InboxTask) -> str:
    """Who sent it there, and how long ago; where its holder took it up, who had sent it."""
    by, since = one.sent_by, one.since
    if by is None or since is None:
        return ""
    if by == one.task.assignee:
        by, since = _passed_on(door, one) or (by, since)
    who = teller.titles.person(by)
    if by in {teller.person, SYSTEM.person}:
        who = door.t("inbox_yourself" if by == teller.person else "inbox_system")
    return f"{who}, {door.t('inbox_ago', length=written_elapsed(door.at - since, door.language))}"


def _passed_on(door: Door, one: InboxTask) -> tuple[PersonId, datetime] | None:
    """The latest act, but a claim, by which the task came to lie where it was taken up."""
    try:
        history = queries.read_history(door.database, one.task.case)
    except NotFound:  # it was there a moment ago
        return None
    acts = (
        (entry.recorded.by.person, entry.recorded.at)
        for entry in reversed(history)
        if isinstance(entry.recorded.event, _PASSED_ON)
        and entry.recorded.event.activation == one.task.activation
    )
    return next(acts, None)
