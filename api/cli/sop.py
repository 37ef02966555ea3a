"""`alur sop`: check, read, compare and publish definitions."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Exit, Option, Typer

from api.cli import desk, options, output, submissions
from api.cli.asked import asked_at, asked_at_opening
from api.cli.exits import Code
from api.cli.findings import report_on, show_report
from api.cli.output import Column
from api.cli.sources import source_of
from engine.core.commands import Actor
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service.calendars import list_calendars, publish_calendars
from engine.service.catalogue import list_sops, read_definition
from engine.service.database import Database
from engine.service.library import definitions, library_of, read_text, registers
from engine.service.signatures import Signatures, publish_signed, require_two
from engine.service.views import SopSummary
from engine.sop.parse import read_document

app = Typer(
    help="Check, read, compare and publish SOPs.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

submissions.add_to(app)

Paths = Annotated[
    list[Path],
    Argument(metavar="PATH…", help="Definitions, or folders of them (v*.yaml).", exists=True),
]
Which = Annotated[str, Argument(metavar="SOP", help="An id, id@version, or a definition's path.")]


@app.command()
def check(paths: Paths, *, today: options.Day = None, as_json: options.AsJson = False) -> None:
    """Say everything that is wrong with definitions, and what could be better put."""
    on = options.day_from_text(today, option="--today")
    report = report_on(_files(paths), today=on or desk.today(desk.read_settings()))
    if as_json:
        output.show_json(report)
    else:
        show_report(report)
    raise Exit(report.code)


def _files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Every definition named, once, in the order of naming.

    Raises:
        BadParameter: a folder holds none.
    """
    files: dict[Path, None] = {}
    for path in paths:
        found = definitions(path)
        if not found:
            raise BadParameter(f"{path} holds no definition (v*.yaml)")
        files |= dict.fromkeys(found)
    return tuple(files)


@app.command("list")
def list_(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List what is published."""
    with desk.open_database(desk.read_settings()) as database:
        published = list_sops(database)
    if as_json:
        output.show_json(published)
        return
    rows = (
        (
            one.sop,
            one.version,
            one.title.in_language(lang),
            one.number,
            one.unit,
            one.steps,
            "in force" if one.in_force else "",
        )
        for one in published
    )
    output.show_table(_COLUMNS, rows)
    if not published:
        output.say(_NOTHING_PUBLISHED, style="dim")


_NOTHING_PUBLISHED = "Nothing is published here: `alur sop publish` does it, `alur demo load` too."
_COLUMNS = (
    Column(title="SOP", whole=True),
    Column(title="VERSION"),
    Column(title="TITLE", least=22),
    Column(title="NUMBER", whole=True, spare=3),
    Column(title="UNIT", whole=True, spare=2),
    Column(title="STEPS", spare=1),
    Column(title="", whole=True),
)


@app.command()
def show(  # noqa: PLR0913  # a command's options are its parameters
    sop: Which,
    *,
    version: Annotated[int | None, Option("--version", min=1, help="Not the one in force.")] = None,
    lang: options.Lang = "en",
    width: Annotated[
        int | None, Option("--width", min=60, max=400, help="Columns; the terminal's by default.")
    ] = None,
    asks: Annotated[
        bool, Option("--asks", help="What each step asks for instead, as options of `alur case`.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show an SOP in its official form: identity, matrix, standard."""
    from engine.sop.explain import matrix  # noqa: PLC0415  # only this command draws

    source = source_of(sop if version is None else f"{sop}@{version}")
    if as_json:
        output.show_json(source.workflow)
        return
    if asks:
        _show_asked(source.workflow, lang)
        return
    drawn = matrix(
        source.document,
        source.workflow,
        width=width or output.width(),
        language=lang,
        registers=source.registers,
    )
    output.say_verbatim(drawn)


def _show_asked(workflow: Workflow, language: Language) -> None:
    output.say(f"alur case open {workflow.sop} --applicant …", style="bold")
    output.show_pairs(asked_at_opening(workflow, language))
    for step in workflow.steps():
        asked = tuple(asked_at(step, workflow, language))
        if asked:
            output.say()
            row = f"{step.number} {step.activity.in_language(language)}"
            output.say(f"{row}: alur case complete CASE {step.id}", style="bold")
            output.show_pairs(asked)


@app.command()
def diff(
    old: Annotated[str, Argument(metavar="A", help="An id, id@version, or a path.")],
    new: Annotated[str, Argument(metavar="B", help="What to compare it with.")],
    *,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say what differs between two definitions, in words."""
    from engine.sop.compare import compare, sentence  # noqa: PLC0415  # only this command

    changes = compare(source_of(old).document, source_of(new).document)
    if as_json:
        output.show_json(changes)
        return
    for change in changes:
        output.say(sentence(change, lang))
    if not changes:
        output.say("They say the same.")


class Published(Frozen, frozen=True, kw_only=True):
    """What publishing one definition did.

    `is_other`: it was published already, and the file says something else about the document (not
    about the work, which would have been refused).
    """

    sop: str
    version: int
    hash: str
    is_new: bool
    is_other: bool


@app.command("publish")
def publish_(
    paths: Paths,
    *,
    as_: options.Publisher,
    approved_by: options.Approver = None,
    as_json: options.AsJson = False,
) -> None:
    """Put definitions into force. What is published already stays as it is."""
    by, files = options.actor_from_text(as_), _files(paths)
    approver = None if approved_by is None else options.actor_from_text(approved_by)
    settings = desk.read_settings()
    report = report_on(files, today=desk.today(settings))
    if report.code is not Code.DONE:
        show_report(report)
        raise Exit(report.code)
    done = []
    with desk.open_database(settings) as database:
        require_two(database, by, approver, desk.now())
        calendars = _publish_calendars(database, files, approver or by)
        before = {(one.sop, one.version) for one in list_sops(database)}
        for file in files:
            known = registers(library_of(file))
            summary = publish_signed(
                database,
                read_text(file),
                registers=known,
                signatures=Signatures(by=by, approved_by=approver, at=desk.now()),
                file=file.as_posix(),
            )
            is_new = (summary.sop, summary.version) not in before
            done.append(
                Published(
                    sop=summary.sop,
                    version=summary.version,
                    hash=summary.hash,
                    is_new=is_new,
                    is_other=not is_new and _says_something_else(database, summary, file),
                )
            )
    if as_json:
        output.show_json(tuple(done))
        return
    if calendars:
        output.say(f"calendars published: {', '.join(calendars)}")
    _tell(done)


def _publish_calendars(database: Database, files: Iterable[Path], by: Actor) -> tuple[str, ...]:
    """Put the calendars of the files' libraries into force; the names of those that were not."""
    before = {one.calendar for one in list_calendars(database)}
    for library in dict.fromkeys(map(library_of, files)):
        publish_calendars(database, library, by=by, at=desk.now())
    return tuple(one.calendar for one in list_calendars(database) if one.calendar not in before)


def _says_something_else(database: Database, there: SopSummary, file: Path) -> bool:
    from engine.sop.compare import compare  # noqa: PLC0415  # only what was published before

    kept, _ = read_document(read_definition(database, there.sop, there.version), file=there.sop)
    given, _ = read_document(read_text(file), file=file.as_posix())
    return bool(compare(kept, given))


def _tell(done: Sequence[Published]) -> None:
    for one in done:
        what = "published" if one.is_new else "was published already"
        output.say(f"{one.sop} version {one.version}: {what} ({one.hash[:12]})")
        if one.is_other:
            advice = f"to put that into force, publish it as version {one.version + 1}"
            output.say(f"    The file differs from what is published: {advice}.", style="yellow")
