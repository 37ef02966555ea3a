"""`alur template`: the library's document templates, checked and tried out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.cli.output import Column
from engine.actions.action import ActionRun
from engine.actions.letter_facts import facts_for_letters
from engine.actions.typesetting_order import Order
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.folder import library_of
from engine.service.templates import PART, run_for_case, run_for_sample, template_texts

app = Typer(
    help="Check document templates, and try them out.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Name = Annotated[str, Argument(metavar="NAME", help="The template; `list` names them.")]
Library = Annotated[
    Path | None,
    Option("--library", metavar="DIR", help="The library; the installation's own if absent."),
]


class Listed(Frozen, frozen=True, kw_only=True):
    """A template, the facts it names, and what is wrong with it, if anything."""

    name: str
    facts: tuple[str, ...] = ()
    template: str = ""
    line: int = 0
    fault: str = ""


@app.command("list")
def list_(*, library: Library = None, as_json: options.AsJson = False) -> None:
    """List the templates and the facts that each names."""
    listed = _listed(_texts(library), trial=False)
    if as_json:
        output.show_json({"items": listed})
    elif not listed:
        output.say("There are no templates. They lie in <library>/templates/<name>.typ.j2.")
    else:
        rows = ((one.name, one.fault or ", ".join(one.facts)) for one in listed)
        output.show_table((Column(title="TEMPLATE", whole=True), Column(title="FACTS")), rows)


@app.command()
def check(
    name: Annotated[str | None, Argument(metavar="[NAME]", help="One; all if absent.")] = None,
    *,
    library: Library = None,
    as_json: options.AsJson = False,
) -> None:
    """Fill templates in with made-up facts and say what is wrong with them."""
    texts = _texts(library)
    if name is not None:
        _known(name, texts)
    found = [one for one in _listed(texts, trial=True) if name in {None, one.name}]
    wrong = [one for one in found if one.fault]
    if as_json:
        output.show_json({"items": found})
    for one in () if as_json else wrong:
        place = f"{one.template}.typ.j2" + (f":{one.line}" if one.line else "")
        output.say(f"{place} {one.fault}")
    if not as_json:
        output.say(f"{len(found)} templates, {len(wrong)} with errors.", style="dim")
    if wrong:
        raise Exit(Code.FINDINGS)


@app.command()
def render(  # noqa: PLR0913  # a command's options are its parameters
    name: Name,
    *,
    case: Annotated[str | None, Option("--case", help="With the facts of this case.")] = None,
    sample: Annotated[bool, Option("--sample", help="With made-up facts.")] = False,
    out: Annotated[Path, Option("--output", "-o", metavar="FILE", help="The PDF to write.")],
    library: Library = None,
    as_json: options.AsJson = False,
) -> None:
    """Fill a template in and write the PDF; nothing is filed with any case."""
    from engine.actions.template_reading import TemplateFault  # noqa: PLC0415  # slow to load

    if (case is None) is not sample:
        raise BadParameter("give either --case CASE or --sample")
    texts = _texts(library)
    _known(name, texts)
    try:
        content, remarks = _set(name, texts, case)
    except TemplateFault as fault:
        output.complain(str(fault), "`alur template check` tries them all.")
        raise Exit(Code.FINDINGS) from None
    out.write_bytes(content)
    if as_json:
        output.show_json({"file": out.as_posix(), "size": len(content), "remarks": remarks})
        return
    output.say(f"Wrote {out} ({len(content)} bytes).")
    for remark in remarks:
        output.say(remark, style="dim")


def _texts(library: Path | None) -> Mapping[str, str]:
    return template_texts(library_of(library or desk.read_settings().definitions))


def _known(name: str, texts: Mapping[str, str]) -> None:
    if name not in texts or name.startswith(PART):
        raise NotFound("template", name, hint="`alur template list` names them.")


def _listed(texts: Mapping[str, str], *, trial: bool) -> tuple[Listed, ...]:
    from engine.actions.template_reading import TemplateFault, names_in  # noqa: PLC0415  # as above

    listed = []
    for name in texts:
        if name.startswith(PART):
            continue
        try:
            one = Listed(name=name, facts=names_in(name, texts))
            if trial:
                _set(name, texts, None)
        except TemplateFault as fault:
            where, line = fault.template, fault.line
            one = Listed(name=name, template=where, line=line, fault=fault.message)
        listed.append(one)
    return tuple(listed)


def _set(name: str, texts: Mapping[str, str], case: str | None) -> tuple[bytes, tuple[str, ...]]:
    """The PDF with the facts of a case, or with made-up ones, and Typst's remarks."""
    from engine.actions.template_reading import names_in  # noqa: PLC0415  # as above
    from engine.actions.typesetting_apart import set_apart  # noqa: PLC0415  # as above

    run = _of_case(case) if case else _sample(names_in(name, texts))
    facts = facts_for_letters(run)
    return set_apart(Order(name=name, templates=texts, facts=facts, title=name, at=run.at))


def _of_case(case: str) -> ActionRun:
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        return run_for_case(database, CaseId(case), at=desk.now(), zone=settings.zone)


def _sample(names: tuple[str, ...]) -> ActionRun:
    return run_for_sample(names, at=desk.now(), zone=desk.read_settings().zone)
