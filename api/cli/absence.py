"""`alur absence`: who is away, from when to when, and who stands in."""

from typing import Annotated

from typer import BadParameter, Option, Typer

from api.cli import desk, options, output, people_options
from api.cli.output import Column
from api.glossary import in_language
from api.people_answers import AbsenceList
from api.present_people import ABSENCES, Wording
from engine.core.directory import AbsenceReason
from engine.core.directory_commands import DeclareAbsence, EndAbsence
from engine.core.ids import PersonId
from engine.service import directory, people

app = Typer(
    help="Say who is away, and who is back.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="NO", right=True),
    Column(title="PERSON", least=14),
    Column(title="REASON", whole=True, spare=3),
    Column(title="STANDS IN", least=14),
    *people_options.SPAN,
)


@app.command("list")
def list_(
    *,
    person: people_options.OfPerson = None,
    unit: people_options.OfUnit = None,
    over: people_options.Over = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List who is away now or later."""
    asked = people_options.wanted(person=person, unit=unit, over=over)
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.list_absences(database, asked, at=desk.now())
        wording = Wording(directory.current(database), lang, settings.office_zone)
    if as_json:
        output.show_json(AbsenceList(items=found))
    elif not found:
        output.say("Nobody is away.", style="dim")
    else:
        rows = (
            (
                one.id,
                wording.person(one.person),
                in_language(ABSENCES[one.reason], lang),
                "" if one.substitute is None else wording.person(one.substitute),
                *people_options.span(one, settings),
            )
            for one in found
        )
        output.show_table(_COLUMNS, rows)


@app.command()
def add(  # noqa: PLR0913  # a command's options are its parameters
    person: people_options.Person,
    *,
    until: people_options.To = None,
    since: people_options.From = None,
    reason: Annotated[AbsenceReason, Option("--reason", help="Why.")] = AbsenceReason.LEAVE,
    substitute: Annotated[
        str | None, Option("--substitute", metavar="PERSON", help="Stands in for every role (Plh).")
    ] = None,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say that somebody is away: oneself, or others as an administrator or supervisor."""
    settings = desk.read_settings()
    ends = people_options.ends(until, settings.office_zone)
    if ends is None:
        raise BadParameter("--to must say the last day away, such as 2026-12-04")
    command = DeclareAbsence(
        by=people_options.actor(as_),
        person=PersonId(person),
        since=people_options.begins(since, settings.office_zone),
        until=ends,
        reason=reason,
        substitute=PersonId(substitute) if substitute else None,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)


@app.command()
def end(
    person: people_options.Person,
    number: people_options.Number,
    *,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say that somebody is back, or does not go; who stood in does so no more."""
    command = EndAbsence(by=people_options.actor(as_), person=PersonId(person), absence=number)
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)
