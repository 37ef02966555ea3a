"""`alur replay`: a case exactly as it was, and what does not follow from its history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from typer import BadParameter, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.cli.output import Column
from api.formats import written_instant
from api.glossary import PAUSES, RESULTS, in_language
from api.present import sentence
from api.present_replay import HOWS, awaited_words, finding_words, standing_words
from api.time_facts import clock_words, time_facts
from engine.core.ids import CaseId
from engine.core.replaying import Change, HolderThen
from engine.core.text import Language
from engine.service.database import Database
from engine.service.replay_views import Replayed, ReplayedSteps, TaskThen
from engine.service.replaying import HistoryDamaged, replay_at, replay_steps

app = Typer(add_completion=False)

At = Annotated[
    str | None,
    Option(
        "--at",
        metavar="INSTANT",
        help="As it was then: 2026-11-20T14:05, by the office's clock, or with an offset.",
    ),
]


@app.command()
def replay(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    *,
    at: At = None,
    seq: Annotated[
        int | None, Option("--seq", min=1, metavar="N", help="As it was after event N.")
    ] = None,
    steps: Annotated[
        bool, Option("--steps", help="Event by event, with what each one changed.")
    ] = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Tell a case exactly as it was: state, clocks, people, history; derive its deviations again.

    Ends with 3 where something recorded does not follow from the history, or the other way round.
    """
    if at is not None and seq is not None:
        raise BadParameter("--at and --seq ask for different things: give one of them")
    if steps and (at is not None or seq is not None):
        raise BadParameter("--steps tells the whole history: leave out --at and --seq")
    settings = desk.read_settings()
    zone = settings.office_zone
    with desk.open_database(settings) as database, _holding_together():
        if steps:
            _tell_steps(database, CaseId(case), lang, zone, as_json=as_json)
            return
        asked = instant_of_office(at, zone)
        moment = desk.now() if asked is None and seq is None else asked
        view = replay_at(database, CaseId(case), at=moment, seq=seq)
        desk.note_read(database, view.case, "replay")
    if as_json:
        from api.replay_answers import replay_answer  # noqa: PLC0415  # brings the web framework

        output.show_json(replay_answer(view, zone))
    else:
        _show(view, lang, zone)
    if view.findings:
        raise Exit(Code.UNVERIFIED)


@contextmanager
def _holding_together() -> Iterator[None]:
    """A history that cannot be told does not verify."""
    try:
        yield
    except HistoryDamaged as damaged:
        output.complain(str(damaged), damaged.hint)
        raise Exit(Code.UNVERIFIED) from damaged


def instant_of_office(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An instant, by the clock of `zone` where it carries no offset; in UTC.

    Raises:
        BadParameter: not an instant.
    """
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadParameter(
            "--at takes an instant such as 2026-11-20T14:05 or 2026-11-20T14:05+07:00,"
            f" not {text!r}"
        ) from None


def _show(view: Replayed, language: Language, zone: ZoneInfo) -> None:
    output.show_pairs(_facts(view, language, zone))
    if view.tasks:
        output.say()
        output.show_table(_TASKS, (_task(view, one, language, zone) for one in view.tasks))
    output.say()
    output.show_table(_EVENTS, _events(view, language, zone))
    for one in view.awaited:
        output.say(f"{awaited_words(one, language)}.", style="dim")
    workflow = view.workflows[view.sop.version]
    for finding in view.findings:
        output.say(finding_words(finding, workflow, language, zone=zone), style="bold red")
    if not view.findings:
        output.say(in_language(_WHOLE, language), style="green")


_WHOLE = (
    "Semua penyimpangan yang tercatat timbul dari riwayat, dan tidak ada yang kurang.",
    "Every recorded deviation follows from the history, and none is missing.",
)
_NAMES = {
    "case": ("Berkas", "Case"),
    "at": ("Pada", "As it was"),
    "sop": ("SOP", "SOP"),
    "calendar": ("Kalender", "Calendar"),
    "applicant": ("Pemohon", "Applicant"),
    "stands": ("Keadaan", "Standing"),
    "pause": ("Jeda", "Paused"),
    "deviations": ("Penyimpangan", "Deviations"),
}
_OPEN = ("berjalan", "open")
_UNTOLD = ("tidak ada yang dapat menghitung", "none that can tell")
_AFTER = ("{at}, sesudah peristiwa {seq} dari {all}", "{at}, after event {seq} of {all}")


def _facts(view: Replayed, language: Language, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    def named(what: str, words: str) -> tuple[str, str]:
        return in_language(_NAMES[what], language), words

    result = view.state.result
    at = written_instant(view.at, zone, language)
    basis = None if view.times is None else view.times.basis
    yield named("case", view.case)
    yield named(
        "at",
        in_language(_AFTER, language).format(at=at, seq=view.seq, all=view.events_in_all),
    )
    title = view.sop.title.in_language(language)
    yield named("sop", f"{view.sop.sop} {view.sop.version} “{title}” ({view.sop.hash[:16]})")
    told = in_language(_UNTOLD, language)
    yield named("calendar", told if basis is None else f"{basis.calendar}/{basis.version}")
    yield named("applicant", view.applicant.name)
    yield named("stands", in_language(RESULTS[result] if result else _OPEN, language))
    for pause in view.pauses:
        since = written_instant(pause.since, zone, language)
        ground = in_language(PAUSES[pause.reason.value], language)
        yield named("pause", f"{ground}, {since}{f' ({pause.step})' if pause.step else ''}")
    if view.times is not None:
        yield from ((one.name, one.words) for one in time_facts(view.times, language, zone))
    said = (f"{name} ({status})" for name, status in view.state.deviations.items())
    yield named("deviations", ", ".join(said))
    yield from ((path, _plain(value)) for path, value in view.data.items())


def _task(view: Replayed, task: TaskThen, language: Language, zone: ZoneInfo) -> tuple[object, ...]:
    clocks = {} if view.times is None else {one.activation: one.clock for one in view.times.tasks}
    clock = clocks.get(task.activation)
    lent = f" ← {task.owner_name}" if task.owner_name else ""
    return (
        task.number,
        task.activity.in_language(language),
        task.role_title.in_language(language) if task.role_title else "",
        f"{task.assignee_name}{lent}",
        ", ".join(_holder(one, language) for one in task.holders),
        clock_words(clock, view.times, language, zone) if clock and view.times else "",
    )


def _holder(one: HolderThen, language: Language) -> str:
    how = "" if one.acting_for is None else f" ({in_language(HOWS[one.how], language)})"
    away = in_language((" [tidak di tempat]", " [away]"), language) if one.away else ""
    return f"{one.name}{how}{away}"


_TASKS = (
    Column(title="NO", right=True),
    Column(title="STEP", least=16),
    Column(title="ROLE", least=12),
    Column(title="ASSIGNEE", least=10),
    Column(title="HELD THE ROLE", least=14, spare=2),
    Column(title="CLOCK", least=20, spare=1),
)
_EVENTS = (
    Column(title="NO", right=True),
    Column(title="AT", whole=True),
    Column(title="WHAT", least=30),
    Column(title="BY", least=16, spare=2),
    Column(title="SOP", right=True, spare=3),
)


def _events(view: Replayed, language: Language, zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    for one in view.events:
        workflow = view.workflows.get(one.version)
        yield (
            one.recorded.seq,
            written_instant(one.recorded.at, zone, language),
            sentence(one.recorded, workflow, language, zone=zone),
            standing_words(one.actor, language),
            one.version,
        )


def _tell_steps(
    database: Database, case: CaseId, language: Language, zone: ZoneInfo, *, as_json: bool
) -> None:
    view = replay_steps(database, case)
    desk.note_read(database, view.case, "replay")
    if as_json:
        from api.replay_answers import steps_answer  # noqa: PLC0415  # brings the web framework

        output.show_json(steps_answer(view, zone))
        return
    _show_steps(view, language, zone)


def _show_steps(view: ReplayedSteps, language: Language, zone: ZoneInfo) -> None:
    for one in view.items:
        recorded, workflow = one.event.recorded, view.workflows.get(one.event.version)
        told = sentence(recorded, workflow, language, zone=zone)
        at = written_instant(recorded.at, zone, language)
        output.say(f"{recorded.seq}. {at}  {told}", style="bold")
        for change in one.changes:
            output.say(f"     {_changed(change)}")


def _changed(change: Change) -> str:
    if change.before is None:
        return f"+ {change.what} = {_plain(change.after)}"
    if change.after is None:
        return f"- {change.what} = {_plain(change.before)}"
    return f"~ {change.what} = {_plain(change.before)} → {_plain(change.after)}"


def _plain(value: Any) -> str:  # noqa: ANN401  # whatever a form or a state holds
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
