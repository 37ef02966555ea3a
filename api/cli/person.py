"""`alur person`: who works here, everything they hold and held, and what changed of it."""

from collections.abc import Iterator
from typing import Annotated

from msgspec.structs import replace
from typer import Option, Typer

from api.cli import desk, options, output, people_options
from api.cli.output import Column
from api.glossary import in_language
from api.people_answers import DirectoryHistory, PersonList, directory_lines, person_answer
from api.present_people import ABSENCES, STANDS_IN, Wording
from engine.core.directory_commands import AddPerson, ChangePerson, LetGo, TakeBack
from engine.core.ids import PersonId
from engine.service import directory, people
from engine.service.people import PersonLine, PersonView
from engine.settings import Settings

app = Typer(
    help="See who works here, and what they hold and held.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Nip = Annotated[str, Option("--nip", help="The civil servant's number (18 digits).")]
Email = Annotated[str, Option("--email", help="Where mail reaches them.")]
Phone = Annotated[str, Option("--phone", help="Where a call reaches them.")]

_COLUMNS = (
    Column(title="PERSON", whole=True),
    Column(title="NAME", least=16),
    Column(title="HOLDS", least=20),
    Column(title="STATE", whole=True, spare=1),
)


@app.command("list")
def list_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    text: Annotated[str, Option("--text", help="In the name, the id, or the NIP.")] = "",
    unit: people_options.OfUnit = None,
    role: people_options.OfRole = None,
    over: Annotated[bool, Option("--over", help="Also who left.")] = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List people by name, with what they hold now."""
    asked = replace(people_options.wanted(unit=unit, role=role, over=over), text=text)
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.list_people(database, asked, at=desk.now())
        wording = Wording(directory.current(database), lang, settings.office_zone)
    if as_json:
        output.show_json(PersonList(items=found))
    elif not found:
        output.say("There is nobody.", style="dim")
    else:
        output.show_table(_COLUMNS, (_row(one, wording) for one in found))


def _row(one: PersonLine, wording: Wording) -> tuple[object, ...]:
    state = "left" if one.person.left_at is not None else "away" if one.away else ""
    holds = ", ".join(f"{wording.role(held.role)} in {held.unit}" for held in one.holds)
    return one.person.id, one.person.name, holds, state


@app.command()
def show(
    person: people_options.Person, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Show what somebody holds and held, who stands in, times away, and what changed."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = people.show_person(database, PersonId(person), at=desk.now())
        now = directory.current(database)
    if as_json:
        output.show_json(person_answer(view, now, settings.office_zone))
        return
    wording = Wording(now, lang, settings.office_zone)
    known = view.person
    output.show_pairs(
        (
            ("Person", known.id),
            ("Name", known.name),
            ("NIP", known.nip),
            ("E-mail", known.email),
            ("Telephone", known.phone),
            ("Kind", "a program" if known.machine else ""),
            (
                "Left",
                "" if known.left_at is None else people_options.shown(known.left_at, settings),
            ),
            ("Away", "yes" if view.away else ""),
            ("Open tasks", view.tasks),
        )
    )
    for title, lines in _sections(view, wording, settings):
        _section(title, list(lines))


def _sections(
    view: PersonView, wording: Wording, settings: Settings
) -> Iterator[tuple[str, Iterator[str]]]:
    yield "Roles and duties", _assignments(view, wording, settings)
    yield "Stands in for others", _stands_in(view, wording, settings)
    yield "Others stand in", _stood_in(view, wording, settings)
    yield "Times away", _absences(view, wording, settings)
    yield (
        "What changed",
        (f"{_when(one.at, settings)}  {wording.says(one)}" for one in view.history),
    )


_when = people_options.shown


def _assignments(view: PersonView, wording: Wording, settings: Settings) -> Iterator[str]:
    for one in view.assignments:
        only = f", only {one.sop}" if one.sop else ""
        yield f"{one.id}  {wording.role(one.role)} in {one.unit}{only}{_span(one, settings)}"


def _stands_in(view: PersonView, wording: Wording, settings: Settings) -> Iterator[str]:
    for one in view.stands_in:
        kind = in_language(STANDS_IN[one.kind], "id")
        whom = f"{wording.person(one.instead_of)}: {wording.role(one.role)} in {one.unit}"
        yield f"{one.id}  {kind} {whom}{_span(one, settings)}"


def _stood_in(view: PersonView, wording: Wording, settings: Settings) -> Iterator[str]:
    for one in view.stood_in:
        kind = in_language(STANDS_IN[one.kind], "id")
        whom = f"{wording.person(one.substitute)}: {wording.role(one.role)} in {one.unit}"
        yield f"{one.id}  {kind} {whom}{_span(one, settings)}"


def _absences(view: PersonView, wording: Wording, settings: Settings) -> Iterator[str]:
    for one in view.absences:
        instead = f"; {wording.person(one.substitute)} stands in" if one.substitute else ""
        reason = in_language(ABSENCES[one.reason], "en")
        yield f"{one.id}  {reason}{_span(one, settings)}{instead}"


def _span(one: people.AnyDated, settings: Settings) -> str:
    since, until = people_options.span(one, settings)
    return f", {since} to {until}" if until else f", since {since}"


def _section(title: str, lines: list[str]) -> None:
    if lines:
        output.say(f"\n{title}", style="bold")
        for line in lines:
            output.say(line)


@app.command()
def history(
    *,
    person: people_options.OfPerson = None,
    unit: Annotated[str | None, Option("--unit", help="Only about this unit.")] = None,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 50,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List who changed what when, the newest first."""
    asked = people_options.wanted(person=person, unit=unit, over=True)
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.list_history(database, asked, limit=limit)
        now = directory.current(database)
    if as_json:
        lines = directory_lines(found, now, settings.office_zone)
        output.show_json(DirectoryHistory(items=lines))
        return
    wording = Wording(now, lang, settings.office_zone)
    for one in found:
        output.say(f"{_when(one.at, settings)}  {wording.says(one)}")
    if not found:
        output.say("Nothing has changed yet.", style="dim")


@app.command()
def add(  # noqa: PLR0913  # a command's options are its parameters
    person: people_options.Person,
    *,
    name: Annotated[str, Option("--name", help="What they are called.")],
    nip: Nip = "",
    email: Email = "",
    phone: Phone = "",
    machine: Annotated[bool, Option("--machine", help="A program, not a human being.")] = False,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Let somebody join."""
    command = AddPerson(
        by=people_options.actor(as_),
        person=PersonId(person),
        name=name,
        nip=nip,
        email=email,
        phone=phone,
        machine=machine,
    )
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)


@app.command()
def change(  # noqa: PLR0913  # a command's options are its parameters
    person: people_options.Person,
    *,
    name: Annotated[str | None, Option("--name", help="What they are called.")] = None,
    nip: Annotated[str | None, Option("--nip", help="The civil servant's number.")] = None,
    email: Annotated[str | None, Option("--email", help="Where mail reaches them.")] = None,
    phone: Annotated[str | None, Option("--phone", help="Where a call reaches them.")] = None,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Change what is said; the rest stays as it is."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        known = people.show_person(database, PersonId(person), at=desk.now()).person
    command = ChangePerson(
        by=people_options.actor(as_),
        person=known.id,
        name=known.name if name is None else name,
        nip=known.nip if nip is None else nip,
        email=known.email if email is None else email,
        phone=known.phone if phone is None else phone,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)


@app.command()
def leave(
    person: people_options.Person,
    *,
    reason: options.Reason = "",
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Somebody leaves: whatever they hold ends, and their open tasks are handed over."""
    command = LetGo(by=people_options.actor(as_), person=PersonId(person), reason=reason)
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)


@app.command("return")
def return_(
    person: people_options.Person,
    *,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Somebody who left is back, with nothing of what was held before."""
    command = TakeBack(by=people_options.actor(as_), person=PersonId(person))
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)
