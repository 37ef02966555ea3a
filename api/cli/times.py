"""`alur case`, about time: clocks, why a deadline lies where it does, what is expected, more."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.acts import Why
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from api.cli.output import Column
from api.formats import written_instant
from api.glossary import PAUSES, in_language
from api.time_answers import (
    explanation_answer,
    explanation_sentences,
    forecast_answer,
    times_answer,
)
from api.time_facts import TimeFact, clock_words, percent_used, time_facts, time_unknown
from engine.core.clock_clauses import ClockKind
from engine.core.commands import Extend
from engine.core.durations import Duration, duration_from_text
from engine.core.errors import NotFound
from engine.core.ids import ActivationId, CaseId
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.service.database import Database
from engine.service.queries import show_case
from engine.service.time_views import CaseTimesView, Explanation, TaskClock
from engine.service.times import case_times, explain, times_if_told
from engine.service.views import CaseView

Task = Annotated[
    str | None,
    Option("--task", metavar="N", help="The task's number, or its step; `times` lists both."),
]
At = Annotated[
    str | None,
    Option("--at", metavar="INSTANT", help="As it stood then: 2026-11-20T14:05+07:00."),
]
_BAR = 20


def times(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Show every clock of a case, whose time went by, and what is expected."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = case_times(database, CaseId(case), at=desk.now())
    if as_json:
        output.show_json(times_answer(view))
        return
    output.show_pairs(pairs_of(time_facts(view, lang, settings.office_zone)))
    if view.tasks or view.finished:
        output.say()
        _show_tasks(view, lang, settings.office_zone)
    output.say(_basis(view), style="dim")


def why(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    *,
    task: Task = None,
    promise: Annotated[bool, Option("--promise", help="The promise: so it is by default.")] = False,
    legal: Annotated[bool, Option("--legal", help="The legal limit.")] = False,
    at: At = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Explain a deadline: every while that counts, and every one that does not, with its reason."""
    if sum((task is not None, promise, legal)) > 1:
        raise BadParameter("--task, --promise and --legal name different clocks: give one of them")
    asked = options.instant_from_text(at, option="--at")
    with desk.open_database(desk.read_settings()) as database:
        told = _explained(database, CaseId(case), task, legal=legal, asked=asked)
    if as_json:
        output.show_json(explanation_answer(told, lang))
        return
    standing, *lines = explanation_sentences(told, lang)
    output.say(standing, style="bold")
    used = percent_used(told.clock)
    if used is not None:
        output.say(bar(used))
    for line in lines:
        output.say(line)
    output.say(_basis(told), style="dim")


def _explained(
    database: Database, case: CaseId, task: str | None, *, legal: bool, asked: datetime | None
) -> Explanation:
    kind = ClockKind.LEGAL if legal else ClockKind.PROMISE
    activation = None
    if task is not None:
        view = show_case(database, case)
        kind, activation = ClockKind.STEP, _task_named(view, task)
    return explain(
        database,
        case,
        clock=kind,
        activation=activation,
        at=asked or desk.now(),
        as_it_stood=asked is not None,
    )


def foresee(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Say when a case may be expected to end, and which rows decide that."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = case_times(database, CaseId(case), at=desk.now())
    if as_json:
        output.show_json(forecast_answer(view))
        return
    facts = time_facts(view, lang, settings.office_zone)
    output.show_pairs((fact.name, fact.words) for fact in facts)
    if view.forecast.path:
        output.say()
        _show_path(view, lang, settings.office_zone)
    output.say(_basis(view), style="dim")


def extend(
    case: options.Case,
    *,
    by: Annotated[
        str, Option("--by", metavar="LENGTH", help="How much more, such as '2 hari kerja'.")
    ],
    reason: Why,
    task: Task = None,
    manner: Manner,
) -> None:
    """Give the promise more time, or a task's standard (needs the power to extend)."""
    amount = _length(by)
    with counter(manner) as at:
        view = at.case(case)
        activation = None if task is None else _task_named(view, task)
        common = at.common(view.summary.case)
        at.do(Extend(**common, amount=amount, reason=reason, activation=activation))


def _length(text: str) -> Duration:
    try:
        return duration_from_text(text)
    except ValueError as error:
        raise BadParameter(f"--by: {error}") from None


def _task_named(view: CaseView, named: str) -> ActivationId:
    """The task of that number, or the latest of the step of that id.

    Raises:
        NotFound: no task was ever opened for that step.
    """
    if named.isascii() and named.isdigit():
        return ActivationId(int(named))
    found = [task.activation for task in view.tasks if task.step == named]
    if not found:
        hint = f"`alur case times {view.summary.case}` lists its tasks."
        raise NotFound("task of the step", named, hint=hint)
    return found[-1]


def about_time(
    database: Database, view: CaseView, workflow: Workflow, language: Language, zone: ZoneInfo
) -> Iterator[tuple[str, str]]:
    """The lines about time that belong to a case shown whole; a note where nothing can be told."""
    found = times_if_told(database, view.summary.case, at=desk.now())
    if found is None:
        yield from pairs_of((time_unknown(workflow.calendar, language),))
    else:
        yield from pairs_of(time_facts(found, language, zone))


def pairs_of(facts: tuple[TimeFact, ...]) -> Iterator[tuple[str, str]]:
    """Names and words, a bar before the words of a budget that is being used."""
    for fact in facts:
        drawn = "" if fact.used is None else f"{bar(fact.used)} "
        yield fact.name, drawn + fact.words


def bar(percent: int) -> str:
    """`[#####---------------] 25 %`: plain signs, which every terminal has."""
    full = percent * _BAR // 100
    return f"[{'#' * full}{'-' * (_BAR - full)}] {percent} %"


def _basis(told: CaseTimesView | Explanation) -> str:
    basis = told.basis
    when = written_instant(told.at, ZoneInfo(basis.zone), "en")
    return f"As of {when}, by the calendar {basis.calendar} version {basis.version}."


def _show_tasks(view: CaseTimesView, language: Language, zone: ZoneInfo) -> None:
    told = (*view.tasks, *view.finished)
    rows = (_task_row(task, view, language, zone) for task in told)
    output.show_table(_TASK_COLUMNS, rows)


_TASK_COLUMNS = (
    Column(title="TASK", right=True),
    Column(title="STEP", whole=True),
    Column(title="ACTIVITY", least=16, spare=1),
    Column(title="VISIT", right=True, spare=2),
    Column(title="USED", right=True, whole=True),
    Column(title="CLOCK", least=24),
)


def _task_row(
    task: TaskClock, view: CaseTimesView, language: Language, zone: ZoneInfo
) -> tuple[object, ...]:
    used = percent_used(task.clock)
    return (
        task.activation,
        f"{task.number} {task.step}",
        task.activity.in_language(language),
        task.visit,
        "" if used is None else f"{used} %",
        clock_words(task.clock, view, language, zone),
    )


def _show_path(view: CaseTimesView, language: Language, zone: ZoneInfo) -> None:
    rows = (
        (
            f"{row.number} {row.step}",
            row.activity.in_language(language),
            written_instant(row.begins, zone, language),
            written_instant(row.ends, zone, language),
            "" if row.ground is None else in_language(PAUSES[row.ground.why.value], language),
        )
        for row in view.forecast.path
    )
    output.show_table(_PATH_COLUMNS, rows)


_PATH_COLUMNS = (
    Column(title="STEP", whole=True),
    Column(title="ACTIVITY", least=16, spare=2),
    Column(title="FROM", whole=True),
    Column(title="TO", whole=True),
    Column(title="WAITING", least=12, spare=1),
)


def add_to(app: Typer) -> None:
    """Make these commands of `app`."""
    for name, command in (("times", times), ("explain", why), ("forecast", foresee)):
        app.command(name, rich_help_panel="Time")(command)
    app.command("extend", rich_help_panel="Time")(acting(extend))
