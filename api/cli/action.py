"""`alur action`: what automated steps can do."""

from typing import Annotated

from msgspec.structs import asdict
from typer import Argument, Typer

from api.cli import options, output
from api.cli.output import Column
from api.present_actions import KINDS
from engine.actions.registry import Offer, offers
from engine.core.action_spec import ActionSpec, Parameter
from engine.core.errors import NotFound
from engine.core.text import Language
from engine.sop.subject import hint_among

app = Typer(
    help="See what automated steps can do.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Name = Annotated[str, Argument(metavar="ACTION", help="Its name, as a definition writes it.")]


class Told(ActionSpec, frozen=True, kw_only=True):
    """An action as machines are told of it; `package` is empty for those of Alur itself."""

    package: str = ""


@app.command("list")
def list_(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List the actions there are: those of Alur, and those of installed packages."""
    found = offers().values()
    if as_json:
        output.show_json([_told(one) for one in found])
        return
    output.show_table(_COLUMNS, (_row(one, lang) for one in found))


_COLUMNS = (
    Column(title="ACTION", whole=True),
    Column(title="WHAT", least=22),
    Column(title="TAKES", least=16, spare=1),
    Column(title="GIVES", least=8, spare=2),
    Column(title="REACHES OUT", whole=True, spare=3),
    Column(title="PACKAGE", whole=True, spare=4),
)


def _row(offer: Offer, language: Language) -> tuple[str, ...]:
    spec = offer.action.spec
    return (
        spec.name,
        spec.title.in_language(language),
        ", ".join(one.id if one.required else f"[{one.id}]" for one in spec.parameters),
        ", ".join(spec.results),
        "yes" if spec.outward else "",
        offer.package or "alur",
    )


@app.command()
def show(name: Name, *, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """Show what one action takes and gives."""
    found = offers().get(name)
    if found is None:
        raise NotFound("action", name, hint=hint_among(name, offers()))
    if as_json:
        output.show_json(_told(found))
        return
    _draw(found, lang)


def _told(offer: Offer) -> Told:
    return Told(**asdict(offer.action.spec), package=offer.package)


def _draw(offer: Offer, language: Language) -> None:
    spec = offer.action.spec
    output.say(f"{spec.name}: {spec.title.in_language(language)}", style="bold")
    output.show_pairs(
        [
            ("gives", ", ".join(f"result.<row>.{name}" for name in spec.results) or "nothing"),
            ("reaches out", "yes; not in training" if spec.outward else "no"),
            ("package", offer.package or "alur"),
        ]
    )
    output.say()
    output.show_table(_TAKES, (_parameter(one, language) for one in spec.parameters))
    if not spec.parameters:
        output.say("It takes no parameters.", style="dim")


def _parameter(one: Parameter, language: Language) -> tuple[str, ...]:
    kind = ", ".join(one.choices) or KINDS[one.kind].in_language(language)
    needed = "yes" if one.required else ""
    return one.id, needed, one.default, one.title.in_language(language), kind


_TAKES = (
    Column(title="PARAMETER", whole=True),
    Column(title="REQUIRED", whole=True),
    Column(title="DEFAULT", least=8, spare=1),
    Column(title="WHAT", least=20),
    Column(title="WRITTEN AS", least=20),
)
