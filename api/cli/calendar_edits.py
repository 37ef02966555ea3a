"""`alur calendar`, about edits: what one would move, putting it into force, what it moved."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import Argument, Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from api.cli.progress import counting
from api.formats import written_instant
from api.present_calendar import change_lines, clock_words, shift_words
from engine.core.calendar_version import CalendarVersion
from engine.core.ids import CaseId
from engine.core.text import Frozen, Language
from engine.service.calendar_edits import Edit, apply, find_edits, preview, read_moves
from engine.service.calendar_views import Applied, EditPreview, SopMoves
from engine.service.folder import calendars_in

Name = Annotated[str, Argument(metavar="NAME", help="The calendar, such as kantor-wib.")]
File = Annotated[
    Path,
    Argument(metavar="FILE", help="A calendars.yaml.", exists=True, dir_okay=False),
]
_NOTHING_TO_DO = "Nothing to put into force: every calendar of the file is published as it is."
_NO_MOVES = "Putting it into force moved no deadline."


def add_to(app: Typer) -> None:
    """Add the commands about edits to `alur calendar`."""
    app.command("preview")(preview_)
    app.command("apply")(apply_)
    app.command("moves")(moves)


class Previews(Frozen, frozen=True, kw_only=True):
    """What the edits of a file would move."""

    items: tuple[EditPreview, ...]
    unchanged: tuple[str, ...]


def preview_(
    file: File,
    *,
    limit: Annotated[
        int, Option("--limit", min=0, help="How many of the cases that move are named.")
    ] = 50,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say what the edits of a file change, and which deadlines of open cases they would move."""
    written = calendars_in(file)
    with desk.open_database(desk.read_settings()) as database, counting("Comparing") as each:
        at = desk.now()
        edits = find_edits(database, written, at=at)
        found = tuple(preview(database, edit, at=at, each=each, shown=limit) for edit in edits)
    if as_json:
        output.show_json(Previews(items=found, unchanged=_unchanged(written, edits)))
        return
    for edit, told in zip(edits, found, strict=True):
        _tell(edit, told, lang)
    output.say(
        f"Nothing was changed. `alur calendar apply {file} --reason …` does it."
        if edits
        else _NOTHING_TO_DO,
        style="dim",
    )


class Done(Frozen, frozen=True, kw_only=True):
    """What the edits of a file have moved."""

    items: tuple[Applied, ...]
    unchanged: tuple[str, ...]


def apply_(
    file: File,
    *,
    reason: Annotated[str, Option("--reason", help="Why; it stays with the version.")],
    as_: options.Publisher,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Put the edits of a file into force, and write down every deadline that they move."""
    by, written = options.actor_from_text(as_), calendars_in(file)
    with desk.open_database(desk.read_settings()) as database, counting("Comparing") as each:
        at = desk.now()
        edits = find_edits(database, written, at=at)
        done = tuple(
            apply(database, edit, reason=reason, by=by, at=at, each=each) for edit in edits
        )
    if as_json:
        output.show_json(Done(items=done, unchanged=_unchanged(written, edits)))
        return
    for edit, one in zip(edits, done, strict=True):
        _tell(edit, one.moved, lang)
        output.say(f"{one.calendar} version {one.version} is in force.", style="bold")
    if not edits:
        output.say(_NOTHING_TO_DO, style="dim")


def _unchanged(written: Mapping[str, CalendarVersion], edits: Iterable[Edit]) -> tuple[str, ...]:
    edited = {edit.new.id for edit in edits}
    return tuple(name for name in written if name not in edited)


def _tell(edit: Edit, told: EditPreview, language: Language) -> None:
    after = "" if edit.old is None else f" after version {edit.old.version}"
    output.say(f"{told.calendar} version {told.version}{after}", style="bold")
    if told.changes is None:
        output.say("    its first version")
        return
    for line in change_lines(told.changes, language):
        output.say(f"    {line}")
    total = told.total
    output.say(
        f"{total.cases} of {told.open_cases} open cases move, with {total.deadlines} deadlines:"
        f" {total.newly_late} passed now, {total.in_time_again} no longer passed."
    )
    if told.untold:
        output.say(f"Of {told.untold} no deadline can be told: they lie too far off.")
    if told.by_sop:
        output.show_table(_SOP_COLUMNS, (_sop_row(one) for one in told.by_sop))
    if told.cases:
        output.show_table(_MOVE_COLUMNS, _move_rows(told, language))
    if told.is_cut:
        output.say(f"The first {len(told.cases)} cases; --limit shows more.", style="dim")


def _sop_row(one: SopMoves) -> tuple[object, ...]:
    return one.sop, one.cases, one.deadlines, one.newly_late, one.in_time_again


def _move_rows(told: EditPreview, language: Language) -> Iterable[tuple[str, ...]]:
    zone = ZoneInfo(told.zone)
    for case in told.cases:
        for move in case.moves:
            yield (
                case.case,
                case.sop,
                clock_words(move.clock, move.step, language),
                _due(move.due_before, zone, language),
                _due(move.due_after, zone, language),
                shift_words(move, language),
            )


def _due(at: datetime | None, zone: ZoneInfo, language: Language) -> str:
    return "-" if at is None else written_instant(at, zone, language)


_SOP_COLUMNS = (
    Column(title="SOP", whole=True),
    Column(title="CASES", right=True),
    Column(title="DEADLINES", right=True),
    Column(title="PASSED NOW", right=True),
    Column(title="NO LONGER PASSED", right=True),
)
_MOVE_COLUMNS = (
    Column(title="CASE", whole=True),
    Column(title="SOP", whole=True, spare=1),
    Column(title="DEADLINE", least=16),
    Column(title="BEFORE", least=16),
    Column(title="AFTER", least=16),
    Column(title="MOVES", least=14),
)


def moves(  # noqa: PLR0913  # a command's options are its parameters
    name: Name,
    version: Annotated[
        int, Argument(metavar="VERSION", min=1, help="The version that moved them.")
    ],
    *,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many cases at most.")] = 50,
    after: Annotated[str, Option("--after", help="The last case of the page before.")] = "",
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the deadlines that a version moved when it was put into force."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        page = read_moves(database, name, version, limit=limit, after=CaseId(after))
    if as_json:
        output.show_json(page)
        return
    rows = (
        (
            one.case_id,
            clock_words(one.clock, one.step, lang),
            _due(one.due_before, settings.office_zone, lang),
            _due(one.due_after, settings.office_zone, lang),
        )
        for one in page.items
    )
    output.show_table(_JOURNAL_COLUMNS, rows)
    more = f"; the next page: --after {page.next}" if page.next else ""
    counted = f"{page.total} deadlines of {page.cases} cases{more}"
    output.say(counted if page.total else _NO_MOVES, style="dim")


_JOURNAL_COLUMNS = (
    Column(title="CASE", whole=True),
    Column(title="DEADLINE", least=16),
    Column(title="BEFORE", least=16),
    Column(title="AFTER", least=16),
)
