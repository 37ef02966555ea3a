"""`alur sop submit`, `submissions`, `approve`, `refuse`: versions on their way into force."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.cli.findings import report_on, show_report
from api.cli.output import Column
from api.formats import written_instant
from api.glossary import in_language
from api.present_submissions import STATUSES
from api.submission_answers import SubmissionList
from engine.core.text import Language
from engine.service import submissions
from engine.service.library import library_of, read_text, registers
from engine.service.submissions import Submission
from engine.settings import Settings

File = Annotated[
    Path,
    Argument(metavar="FILE", help="The definition (v*.yaml).", exists=True, dir_okay=False),
]
Which = Annotated[str, Argument(metavar="SUBMISSION", help="Its id, as `submissions` shows it.")]
Decider = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who decides: an approver of the unit; who wrote it may only take it back.",
        show_default=False,
    ),
]

_COLUMNS = (
    Column(title="SUBMISSION", whole=True),
    Column(title="SOP", whole=True),
    Column(title="VERSION"),
    Column(title="TITLE", least=18, spare=3),
    Column(title="UNIT", whole=True, spare=2),
    Column(title="AUTHOR", whole=True),
    Column(title="SUBMITTED", whole=True, spare=1),
    Column(title="STATUS", least=10),
)


def add_to(app: Typer) -> None:
    """Let the commands of this module be commands of `app`."""
    app.command("submit")(submit)
    app.command("submissions")(submissions_)
    app.command("approve")(approve)
    app.command("refuse")(refuse)


def submit(
    file: File,
    *,
    note: Annotated[str, Option("--note", help="What to say to whoever decides.")] = "",
    as_: options.Author,
    as_json: options.AsJson = False,
) -> None:
    """Bring a definition, for somebody else to put into force."""
    settings = desk.read_settings()
    report = report_on((file,), today=desk.today(settings))
    if report.code is not Code.DONE:
        show_report(report)
        raise Exit(report.code)
    with desk.open_database(settings) as database:
        done = submissions.submit(
            database,
            read_text(file),
            registers=registers(library_of(file)),
            by=options.actor_from_text(as_),
            at=desk.now(),
            note=note,
            file=file.as_posix(),
        )
    if as_json:
        output.show_json(done)
        return
    output.say(f"{done.sop} version {done.version}: submitted as {done.id}")
    output.say(f"    `alur sop approve {done.id}` puts it into force.", style="dim")


def submissions_(
    submission: Annotated[
        str | None, Argument(metavar="[SUBMISSION]", help="Only this one, with all there is.")
    ] = None,
    *,
    every: Annotated[bool, Option("--all", help="Also what is decided about.")] = False,
    text: Annotated[bool, Option("--text", help="The definition as it was written.")] = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List what waits for approval; or show one submission."""
    settings, at = desk.read_settings(), desk.now()
    if submission is not None:
        _show(settings, submission, text=text, lang=lang, as_json=as_json)
        return
    with desk.open_database(settings) as database:
        found = submissions.list_submissions(database, decided=every, at=at)
    if as_json:
        output.show_json(SubmissionList(items=found))
        return
    rows = (
        (
            one.id,
            one.sop,
            one.version,
            one.title.in_language(lang),
            one.unit,
            one.author,
            written_instant(one.submitted_at, settings.office_zone, lang),
            in_language(STATUSES[one.status], lang),
        )
        for one in found
    )
    output.show_table(_COLUMNS, rows)
    if not found:
        output.say("Nothing waits for approval: `alur sop submit` brings it.", style="dim")


def _show(settings: Settings, name: str, *, text: bool, lang: Language, as_json: bool) -> None:
    at = desk.now()
    with desk.open_database(settings) as database:
        found = submissions.show_submission(database, name, at=at)
        written = submissions.read_submission(database, name, at=at)
    if as_json:
        output.show_json({"submission": found, "definition": written})
    elif text:
        output.say_verbatim(written)
    else:
        _tell(found, settings, lang)


def _tell(found: Submission, settings: Settings, lang: Language) -> None:
    zone = settings.office_zone
    decided = found.decided_at
    output.show_pairs(
        (
            ("Submission", found.id),
            ("SOP", f"{found.sop} version {found.version}"),
            ("Title", found.title.in_language(lang)),
            ("Unit", found.unit),
            ("Effective", found.effective),
            ("Author", found.author),
            ("Submitted", written_instant(found.submitted_at, zone, lang)),
            ("Note", found.note),
            ("Status", in_language(STATUSES[found.status], lang)),
            ("Decided by", found.decided_by),
            ("Decided", None if decided is None else written_instant(decided, zone, lang)),
            ("Reason", found.reason),
        )
    )


def approve(submission: Which, *, as_: Decider, as_json: options.AsJson = False) -> None:
    """Put into force what somebody else wrote."""
    by = options.actor_from_text(as_)
    with desk.open_database(desk.read_settings()) as database:
        done = submissions.approve(database, submission, by=by, at=desk.now())
    if as_json:
        output.show_json(done)
        return
    hands = f"written by {done.author}, approved by {done.decided_by}"
    output.say(f"{done.sop} version {done.version}: in force ({hands})")


def refuse(
    submission: Which, *, as_: Decider, reason: options.Reason, as_json: options.AsJson = False
) -> None:
    """Say that it will not be put into force, or take back what one submitted."""
    by = options.actor_from_text(as_)
    with desk.open_database(desk.read_settings()) as database:
        done = submissions.refuse(database, submission, by=by, at=desk.now(), reason=reason)
    if as_json:
        output.show_json(done)
        return
    said = in_language(STATUSES[done.status], "en")
    output.say(f"{done.sop} version {done.version}: {said} ({done.reason})")
