"""`alur privacy`: erase personal data, and see who read it."""

from typing import Annotated

from typer import BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from engine.core.commands import Actor
from engine.core.directory import Duty
from engine.core.ids import CaseId, PersonId, RoleId
from engine.service.directory import current
from engine.service.personal import Erasure, Ground, Whose, erase, guarded_by, to_be_erased
from engine.service.queries import case_within, show_case
from engine.service.reads import ReadQuery

app = Typer(
    help="Erase personal data; see who read it.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="AT", whole=True),
    Column(title="PERSON", whole=True),
    Column(title="ROLE", least=8),
    Column(title="CASE", whole=True),
    Column(title="WHAT", least=12),
    Column(title="HOW", whole=True),
    Column(title="VIA", whole=True),
)


@app.command("erase")
def erase_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    as_: Annotated[str, Option("--as", envvar="ALUR_AS", metavar="PERSON", help="Who erases.")],
    reason: options.Reason,
    decree: Annotated[str, Option("--decree", help="The decision that it rests on.")],
    case: Annotated[str | None, Option("--case", help="Of whoever's request this case is.")] = None,
    subject: Annotated[
        str | None,
        Option("--subject", metavar="NIK", help="Of this person; - reads it from stdin."),
    ] = None,
    although_open: Annotated[bool, Option("--although-open", help="Also where cases run.")] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would be erased.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Erase somebody's data for good: the key it is sealed with is destroyed.

    Takes the duty alur:privacy. Histories stay whole; documents that were filed are not touched.
    """
    if (case is None) == (subject is None):
        raise BadParameter("say whose: --case CASE or --subject NIK, and not both")
    by = Actor(person=PersonId(as_.partition(":")[0]), role=RoleId(Duty.PRIVACY.value), via="cli")
    ground = Ground(reason=reason, decree=decree, although_open=although_open)
    at = desk.now()
    with desk.open_database(desk.read_settings()) as database:
        seen = guarded_by(current(database), by.person, at)
        if case is None:
            whose = Whose(nik=options.secret_from_text(subject or ""))
        else:
            whose = Whose(case=case_within(database, CaseId(case), seen))
        if dry_run:
            done = to_be_erased(database, whose, reach=seen)
        else:
            done = erase(database, whose, ground, by=by, at=at, reach=seen)
    _tell(done, as_json=as_json, dry_run=dry_run)


def _tell(done: Erasure, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        output.show_json(done)
        return
    verb = "Would be erased" if dry_run else "Erased"
    output.say(f"{verb}: personal data in {len(done.cases)} cases.", style="bold")
    for case in done.cases:
        output.say(case)
    if done.in_plain:
        listed = ", ".join(done.in_plain)
        output.say(f"These were opened before data was sealed, and keep what they hold: {listed}")


@app.command()
def reads(
    *,
    case: Annotated[str | None, Option("--case", help="Only of this case.")] = None,
    person: Annotated[str | None, Option("--person", help="Only by this person.")] = None,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 50,
    after: Annotated[
        str | None, Option("--after", help="The id of the last read of the page before.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """List who read personal data of which case, the newest first."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        whole = show_case(database, CaseId(case)).summary.case if case else None
        found = database.reads.list(
            ReadQuery(
                case=whole,
                person=PersonId(person) if person else None,
                after=after,
                limit=limit,
            )
        )
    if as_json:
        output.show_json({"items": list(found)})
        return
    if not found:
        output.say("Nobody has read personal data.", style="dim")
        return
    zone = settings.office_zone
    rows = (
        (
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
            *(one.person, one.role, one.case_id, one.what, one.how, one.via),
        )
        for one in found
    )
    output.show_table(_COLUMNS, rows)
    if len(found) == limit:
        output.say(f"The next page: --after {found[-1].id}", style="dim")
