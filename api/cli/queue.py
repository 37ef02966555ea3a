"""`alur task queue`, `next` and `workload`: what is next for whom, and who carries how much."""

from typing import Annotated

from typer import Option

from api.cli import desk, options, output, people_options
from api.cli.counter import counter
from api.cli.manner import Manner
from api.cli.output import Column
from api.people_answers import Workload
from engine.core.ids import UnitId
from engine.core.text import Language
from engine.service import queues
from engine.service.queues import QueuedTask, QueueView
from engine.service.workload import start_of_day, workload
from engine.settings import Settings

_COLUMNS = (
    Column(title="CASE", whole=True),
    Column(title="NO", right=True),
    Column(title="STEP", least=18),
    Column(title="DUE", whole=True),
    Column(title="NOTE", least=12, spare=1),
)
_LOADS = (
    Column(title="UNIT", whole=True),
    Column(title="PERSON", whole=True),
    Column(title="HELD", right=True),
    Column(title="OVERDUE", right=True),
    Column(title="DONE TODAY", right=True),
)


def queue(
    *,
    as_: options.As,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="Of each kind.")] = 20,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Show what you may claim, hold and have lent to others, in the order to be done."""
    settings = desk.read_settings()
    by = options.actor_from_text(as_)
    with desk.open_database(settings) as database:
        found = queues.queue(database, by.person, at=desk.now(), limit=limit)
    if as_json:
        output.show_json(found)
        return
    _show_lines(found)
    for title, tasks in (
        ("To claim", found.claimable),
        ("In hand", found.mine),
        ("Lent to others", found.delegated),
    ):
        if tasks:
            output.say(f"\n{title}", style="bold")
            output.show_table(_COLUMNS, (_row(one, settings, lang) for one in tasks))
    if not (found.claimable or found.mine or found.delegated):
        output.say("Nothing waits for you.", style="dim")


def _show_lines(found: QueueView) -> None:
    for line in (one for one in found.lines if one.waiting):
        of = f"{line.role or 'every role'} in {line.unit}"
        only = f" (only {line.sop})" if line.sop else ""
        instead = f" for {line.acting_for}" if line.acting_for else ""
        output.say(f"{of}{only}{instead}: {line.waiting} waiting, {line.overdue} overdue")


def _row(one: QueuedTask, settings: Settings, language: Language) -> tuple[object, ...]:
    notes = (
        "overdue" if one.overdue else "",
        "goes first" if one.goes_first else "",
        "four eyes: not for you" if one.barred else "",
        f"for {one.acting_for}" if one.acting_for else "",
        f"with {one.task.assignee}" if one.task.owner else "",
    )
    return (
        one.task.case,
        one.task.number,
        one.task.activity.in_language(language),
        "" if one.due is None else people_options.shown(one.due, settings),
        ", ".join(note for note in notes if note),
    )


def next_(
    *,
    as_: options.As,
    key: options.Key = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Claim the task that is to be taken up first; with PERSON:ROLE only in that role."""
    by = options.actor_from_text(as_)
    manner = Manner(by=by, key=key, happened_at=None, language=lang, as_json=as_json)
    with counter(manner) as at:
        at.answer(queues.claim_next(at.database, by, at=at.at, key=key))


def show_workload(
    *,
    unit: Annotated[str | None, Option("--unit", help="Of this unit and all below it.")] = None,
    as_json: options.AsJson = False,
) -> None:
    """Show open tasks held, those overdue, and steps done today, by unit and person."""
    settings = desk.read_settings()
    at = desk.now()
    since = start_of_day(at, settings.office_zone)
    with desk.open_database(settings) as database:
        found = workload(database, at=at, since=since, unit=UnitId(unit) if unit else None)
    if as_json:
        output.show_json(Workload(since=since, items=found))
    elif not found:
        output.say("Nobody holds or has done anything.", style="dim")
    else:
        rows = ((one.unit, one.person, one.held, one.overdue, one.done) for one in found)
        output.show_table(_LOADS, rows)
