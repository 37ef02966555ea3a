"""`alur substitute`: who stands in for whom (Plh, Plt), from when to when."""

from typing import Annotated, Literal

from typer import Argument, Option, Typer

from api.cli import desk, options, output, people_options
from api.cli.output import Column
from api.people_answers import SubstitutionList
from api.present_people import Wording
from engine.core.directory_commands import EndSubstitution, NameSubstitute
from engine.core.ids import PersonId, RoleId, SubstitutionId, UnitId
from engine.service import directory, people

app = Typer(
    help="Say who stands in for whom (Plh, Plt).",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="NO", right=True),
    Column(title="KIND", whole=True),
    Column(title="SUBSTITUTE", least=14),
    Column(title="INSTEAD OF", least=14),
    Column(title="ROLE", whole=True),
    Column(title="UNIT", whole=True, spare=3),
    *people_options.SPAN,
)


@app.command("list")
def list_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    person: people_options.OfPerson = None,
    unit: people_options.OfUnit = None,
    role: people_options.OfRole = None,
    over: people_options.Over = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List who stands in for whom now or later; `--person` may be either of them."""
    asked = people_options.wanted(person=person, unit=unit, role=role, over=over)
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.list_substitutions(database, asked, at=desk.now())
        wording = Wording(directory.current(database), lang, settings.office_zone)
    if as_json:
        output.show_json(SubstitutionList(items=found))
    elif not found:
        output.say("Nobody stands in for anybody.", style="dim")
    else:
        rows = (
            (
                one.id,
                one.kind.capitalize(),
                wording.person(one.substitute),
                wording.person(one.instead_of),
                wording.role(one.role),
                one.unit,
                *people_options.span(one, settings),
            )
            for one in found
        )
        output.show_table(_COLUMNS, rows)


@app.command()
def add(  # noqa: PLR0913  # a command's options are its parameters
    substitute: Annotated[str, Argument(metavar="SUBSTITUTE", help="Who stands in.")],
    instead_of: Annotated[str, Argument(metavar="HOLDER", help="For whom.")],
    *,
    kind: Annotated[
        Literal["plh", "plt"],
        Option("--kind", help="plh: while the holder is away; plt: until there is a successor."),
    ] = "plh",
    role: Annotated[str, Option("--role", help="In which role.")],
    unit: Annotated[str, Option("--unit", help="Where the role is held.")],
    since: people_options.From = None,
    until: people_options.To = None,
    decree: people_options.Decree = "",
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Let somebody stand in for the holder of a role."""
    settings = desk.read_settings()
    command = NameSubstitute(
        by=people_options.actor(as_),
        kind=kind,
        substitute=PersonId(substitute),
        instead_of=PersonId(instead_of),
        role=RoleId(role),
        unit=UnitId(unit),
        since=people_options.begins(since, settings.office_zone),
        until=people_options.ends(until, settings.office_zone),
        decree=decree,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)


@app.command()
def end(  # noqa: PLR0913  # a command's options are its parameters
    substitute: Annotated[str, Argument(metavar="SUBSTITUTE", help="Who stands in.")],
    number: people_options.Number,
    *,
    until: people_options.To = None,
    reason: options.Reason = "",
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """End it, now or from a day on; what was held by it is handed over."""
    settings = desk.read_settings()
    command = EndSubstitution(
        by=people_options.actor(as_),
        substitute=PersonId(substitute),
        substitution=SubstitutionId(number),
        until=people_options.ends(until, settings.office_zone),
        reason=reason,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)
