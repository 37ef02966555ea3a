"""`alur assignment`: who holds which role or duty where, from when to when."""

from typing import Annotated

from typer import Option, Typer

from api.cli import desk, options, output, people_options
from api.cli.output import Column
from api.people_answers import AssignmentList
from api.present_people import Wording
from engine.core.directory_commands import EndAssignment, GrantAssignment
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, UnitId
from engine.service import directory, people

app = Typer(
    help="Give people roles and duties, and take them away.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="NO", right=True),
    Column(title="PERSON", least=14),
    Column(title="ROLE", whole=True),
    Column(title="UNIT", whole=True),
    Column(title="SOP", whole=True, spare=3),
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
    """List roles and duties held now or later, by when they begin."""
    asked = people_options.wanted(person=person, unit=unit, role=role, over=over)
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.list_assignments(database, asked, at=desk.now())
        wording = Wording(directory.current(database), lang, settings.office_zone)
    if as_json:
        output.show_json(AssignmentList(items=found))
    elif not found:
        output.say("Nobody holds anything.", style="dim")
    else:
        rows = (
            (
                one.id,
                wording.person(one.person),
                wording.role(one.role),
                one.unit,
                one.sop or "",
                *people_options.span(one, settings),
            )
            for one in found
        )
        output.show_table(_COLUMNS, rows)


@app.command()
def add(  # noqa: PLR0913  # a command's options are its parameters
    person: people_options.Person,
    *,
    role: Annotated[
        str, Option("--role", help="A role of the SOPs, or a duty such as alur:supervisor.")
    ],
    unit: Annotated[str, Option("--unit", help="Where it is held.")],
    sop: Annotated[str | None, Option("--sop", help="Only for this SOP.")] = None,
    since: people_options.From = None,
    until: people_options.To = None,
    decree: people_options.Decree = "",
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Give a person a role or a duty in a unit. Nobody gives anything to themselves."""
    settings = desk.read_settings()
    command = GrantAssignment(
        by=people_options.actor(as_),
        person=PersonId(person),
        role=RoleId(role),
        unit=UnitId(unit),
        sop=SopId(sop) if sop else None,
        since=people_options.begins(since, settings.office_zone),
        until=people_options.ends(until, settings.office_zone),
        decree=decree,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)


@app.command()
def end(  # noqa: PLR0913  # a command's options are its parameters
    person: people_options.Person,
    number: people_options.Number,
    *,
    until: people_options.To = None,
    reason: options.Reason = "",
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Take it away, now or from a day on; open tasks that need it are handed over."""
    settings = desk.read_settings()
    command = EndAssignment(
        by=people_options.actor(as_),
        person=PersonId(person),
        assignment=AssignmentId(number),
        until=people_options.ends(until, settings.office_zone),
        reason=reason,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)
