"""`alur log`: logs of other systems held against an SOP."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import Argument, Exit, Option, Typer

from api.cli import log_options, options, output
from api.cli.exits import Code
from api.cli.log_options import Against, Manner, calendar_of, ended
from api.cli.manner import sharing
from api.cli.output import Column
from api.cli.progress import counting
from api.glossary import DEVIATION_KINDS, Glossary, in_language
from api.log_answers import COLUMNS as TABLE
from api.log_answers import LogSubject, departing, in_words, log_answer, table
from api.log_file import MOST_PROBLEMS, NEEDED, LogFormat, LogUnreadable, read_log
from api.log_words import Names
from engine.core.conformance import LogColumns
from engine.core.ids import RoleId, StepId
from engine.core.text import Language
from engine.service.logs import LogReport, check_log

app = Typer(
    help="Hold logs of other systems against an SOP.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

File = Annotated[
    Path,
    Argument(
        metavar="FILE",
        help="CSV with a header, or a JSON object a line; UTF-8.",
        exists=True,
        dir_okay=False,
    ),
]


@app.command()
@sharing("manner", log_options.manner)
@sharing("against", log_options.against)
def check(  # noqa: PLR0913  # a command's options are its parameters
    file: File,
    *,
    limit: Annotated[
        int, Option("--limit", min=0, help="How many cases are told, of those that departed.")
    ] = 10,
    csv_: Annotated[
        Path | None, Option("--csv", dir_okay=False, help="Write every deviation to this file.")
    ] = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
    against: Against,
    manner: Manner,
) -> None:
    """Say where the cases of a log departed from an SOP: in order, roles, four eyes and time.

    Steps are named by their ids or as the SOP says them. A case of which the log does not show the
    end is judged as far as it goes.
    """
    workflow, until = against.workflow, manner.until
    form = LogFormat(names=Names(workflow), zone=manner.zone, columns=manner.columns, until=until)
    log = _read(file, form, as_json=as_json)
    calendar = calendar_of(against, log)
    zone = manner.zone if calendar is None else ZoneInfo(calendar.zone)
    subject = LogSubject(workflow=workflow, calendar=calendar, zone=zone)
    completed = ended(manner.completed, log)
    with counting(f"Checking {len(log.cases)} rows"):
        report = check_log(workflow, log, completed=completed, calendar=calendar, at=until)
    if csv_ is not None:
        _write(csv_, report, subject.glossary(lang))
    if as_json:
        output.show_json(log_answer(report, subject, shown=limit))
    else:
        _tell(report, subject, lang, limit=limit)


def _read(file: Path, form: LogFormat, *, as_json: bool) -> LogColumns:
    """The rows of the file.

    Raises:
        Exit: lines do not fit; they are told.
    """
    try:
        with file.open("rb") as opened, counting(f"Reading {file.name}") as advance:
            size = file.stat().st_size
            return read_log(opened, form, progress=lambda done: advance(done, size))
    except LogUnreadable as unreadable:
        if as_json:
            output.show_json({"problems": unreadable.problems, "count": unreadable.count})
        else:
            _complain_of(file, unreadable)
        raise Exit(Code.BAD_USAGE) from None


def _complain_of(file: Path, unreadable: LogUnreadable) -> None:
    for line, why in unreadable.problems.items():
        output.say(output.one_line(f"{file.name}, {line} {why}"), style="red")
    more = unreadable.count - MOST_PROBLEMS
    if more > 0:
        output.say(f"… and {more} more lines.", style="red")
    if any("names no column" in why for why in unreadable.problems.values()):
        named = ",".join(f"{name}=TITLE" for name in NEEDED)
        output.say(f"Say which column is which: --map {named},…", style="dim")
    output.say("Nothing was checked.")


def _write(file: Path, report: LogReport, glossary: Glossary) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(TABLE)
        writer.writerows(table(report, glossary))


def _tell(report: LogReport, subject: LogSubject, language: Language, *, limit: int) -> None:
    """The sum, the counts, the first cases that departed."""
    workflow, calendar = subject.workflow, subject.calendar
    by = "time left out" if calendar is None else f"{calendar.id} version {calendar.version}"
    output.say(
        f"{workflow.title.in_language(language)} ({workflow.sop} version {workflow.version}), {by}",
        style="bold",
    )
    if not report.cases:
        output.say("The log holds no rows.", style="dim")
        return
    output.say(
        f"{report.rows} rows, {report.cases} cases: {report.fitting} in the SOP's order, "
        f"{report.cases - report.departing} without any deviation, "
        f"{report.departing} with {report.deviations} deviations in all."
    )
    if not report.deviations:
        return
    output.say()
    columns = (Column(title="BY"), Column(title="WHICH"), Column(title="COUNT", right=True))
    output.show_table(columns, _counts(report, subject.glossary(language)))
    _tell_cases(report, subject.glossary(language), limit=limit)


def _counts(report: LogReport, glossary: Glossary) -> Iterator[tuple[str, str, int]]:
    for kind, count in report.by_kind.items():
        yield "kind", in_language(DEVIATION_KINDS[kind], glossary.language), count
    for step, count in report.by_step.items():
        yield "step", glossary.step(StepId(step)), count
    for role, count in report.by_role.items():
        yield "role", glossary.role(RoleId(role)), count


def _tell_cases(report: LogReport, glossary: Glossary, *, limit: int) -> None:
    for verdict in departing(report)[:limit]:
        output.say()
        output.say(output.one_line(f"{verdict.case} ({verdict.rows} rows)"), style="bold")
        for one in verdict.deviations:
            output.say(f"    {output.one_line(in_words(one, glossary))}")
    if report.departing > limit:
        output.say()
        more = f"{report.departing - limit} more cases departed: --limit, --csv FILE or --json."
        output.say(more, style="dim")
