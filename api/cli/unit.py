"""`alur unit`: the places people work in, as a tree."""

from typing import Annotated

from typer import Argument, Option, Typer

from api.cli import desk, options, output, people_options
from api.cli.output import Column
from api.glossary import in_language
from api.people_answers import UnitList
from api.present_people import UNIT_KINDS
from engine.core.directory import UnitKind
from engine.core.directory_commands import AddUnit, ChangeUnit, CloseUnit
from engine.core.ids import UnitId
from engine.core.text import Text
from engine.service import people

app = Typer(
    help="See the units that people work in, and change them.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

UnitName = Annotated[str, Argument(metavar="UNIT", help="The unit's id.")]
Title = Annotated[str, Option("--title", help="What it is called.")]
Twin = Annotated[str, Option("--title-en", help="The same in English.")]
Under = Annotated[str | None, Option("--under", metavar="UNIT", help="The unit above it.")]

_COLUMNS = (
    Column(title="UNIT", whole=True),
    Column(title="TITLE", least=18),
    Column(title="KIND", whole=True, spare=2),
    Column(title="PEOPLE", right=True),
    Column(title="CLOSED", whole=True, spare=1),
)


@app.command("list")
def list_(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List all units, each above those below it."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.unit_tree(database, at=desk.now())
    if as_json:
        output.show_json(UnitList(items=found))
        return
    if not found:
        output.say("There are no units yet.", style="dim")
        return
    rows = (
        (
            "\N{MIDDLE DOT} " * one.depth + one.unit.id,
            one.unit.title.in_language(lang),
            in_language(UNIT_KINDS[one.unit.kind], lang),
            one.people,
            ""
            if one.unit.closed_at is None
            else people_options.shown(one.unit.closed_at, settings),
        )
        for one in found
    )
    output.show_table(_COLUMNS, rows)


@app.command()
def show(unit: UnitName, *, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """Show a unit and who works there now, or in one below it."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = people.show_unit(database, UnitId(unit))
        wanted = people_options.wanted(unit=unit, over=False)
        who = people.list_people(database, wanted, at=desk.now())
    if as_json:
        output.show_json({"unit": found, "people": [one.person for one in who]})
        return
    closed = None if found.closed_at is None else people_options.shown(found.closed_at, settings)
    output.show_pairs(
        (
            ("Unit", found.id),
            ("Title", found.title.in_language(lang)),
            ("Kind", in_language(UNIT_KINDS[found.kind], lang)),
            ("Under", found.parent),
            ("Closed", closed),
        )
    )
    output.say()
    for one in who:
        output.say(f"{one.person.name} ({one.person.id})")
    if not who:
        output.say("Nobody works there.", style="dim")


@app.command()
def add(  # noqa: PLR0913  # a command's options are its parameters
    unit: UnitName,
    *,
    title: Title,
    title_en: Twin = "",
    kind: Annotated[UnitKind, Option("--kind", help="What kind of unit.")] = UnitKind.AGENCY,
    under: Under = None,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Set up a unit."""
    command = AddUnit(
        by=people_options.actor(as_),
        unit=UnitId(unit),
        title=Text(id=title, en=title_en),
        kind=kind,
        parent=UnitId(under) if under else None,
    )
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)


@app.command()
def change(  # noqa: PLR0913  # a command's options are its parameters
    unit: UnitName,
    *,
    title: Annotated[str | None, Option("--title", help="What it is called.")] = None,
    title_en: Annotated[str | None, Option("--title-en", help="The same in English.")] = None,
    kind: Annotated[UnitKind | None, Option("--kind", help="What kind of unit.")] = None,
    under: Under = None,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Change what is said; the rest stays as it is. `--under ""` puts it at the top."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        known = people.show_unit(database, UnitId(unit))
    parent = known.parent if under is None else UnitId(under) if under else None
    command = ChangeUnit(
        by=people_options.actor(as_),
        unit=known.id,
        title=Text(
            id=known.title.id if title is None else title,
            en=known.title.en if title_en is None else title_en,
        ),
        kind=kind or known.kind,
        parent=parent,
    )
    people_options.carry_out(settings, command, lang=lang, as_json=as_json)


@app.command()
def close(
    unit: UnitName,
    *,
    as_: people_options.By,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Close a unit in which nobody holds anything."""
    command = CloseUnit(by=people_options.actor(as_), unit=UnitId(unit))
    people_options.carry_out(desk.read_settings(), command, lang=lang, as_json=as_json)
