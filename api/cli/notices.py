"""`alur notices`: what the people in a role are told, and that somebody has seen it."""

from collections.abc import Iterator
from typing import Annotated

from typer import Argument, Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from api.notice_answers import notice_answer, notice_says
from engine.core.ids import CaseId, RoleId, UnitId
from engine.core.text import Language
from engine.service.notices import NoticeFilter, NoticeView, list_notices, mark_read
from engine.settings import Settings

app = Typer(
    help="See what roles are told, and say that it was seen.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_COLUMNS = (
    Column(title="ID", whole=True),
    Column(title="AT", whole=True, spare=1),
    Column(title="CASE", whole=True, spare=2),
    Column(title="ROLE", least=12),
    Column(title="SAYS", least=24),
    Column(title="LINK", least=12, spare=3),
)


@app.command("list")
def list_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    unit: Annotated[str | None, Option("--unit", help="Only for this unit.")] = None,
    role: Annotated[str | None, Option("--role", help="Only for this role.")] = None,
    case: Annotated[str | None, Option("--case", help="Only about this case.")] = None,
    as_: Annotated[
        str | None,
        Option("--as", metavar="PERSON", help="Those for this person alone, and no others."),
    ] = None,
    seen: Annotated[
        bool, Option("--seen", help="Also those seen already, the newest first.")
    ] = False,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 50,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List what nobody has seen yet, the oldest first.

    Words and links are masked but for whoever they are for; `read` gives them.
    """
    person = options.actor_from_text(as_).person if as_ else None
    wanted = NoticeFilter(
        unit=UnitId(unit) if unit else None,
        role=RoleId(role) if role else None,
        case=CaseId(case) if case else None,
        person=person,
        seen=seen,
        limit=limit,
    )
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = list_notices(database, wanted, desk.onlooker(person))
        desk.note_told(database, found)
    if as_json:
        zone = settings.office_zone
        output.show_json({"items": [notice_answer(one, zone) for one in found]})
    elif not found:
        output.say("There are no notices.", style="dim")
    else:
        output.show_table(_COLUMNS, _rows(found, settings, lang))


def _rows(
    found: tuple[NoticeView, ...], settings: Settings, language: Language
) -> Iterator[tuple[object, ...]]:
    zone = settings.office_zone
    for one in found:
        role = one.workflow.roles.get(one.role)
        yield (
            one.id,
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
            one.case,
            one.role if role is None else role.title.in_language(language),
            notice_says(one, language, zone),
            one.link,
        )


@app.command()
def read(
    notice: Annotated[str, Argument(metavar="ID", help="The notice, as `list` shows it.")],
    *,
    as_: options.As,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say that it was seen; whoever was the first is remembered."""
    settings = desk.read_settings()
    by = options.actor_from_text(as_)
    with desk.open_database(settings) as database:
        seen = mark_read(database, notice, by=by, at=desk.now())
        desk.note_told(database, [seen])
    if as_json:
        output.show_json(notice_answer(seen, settings.office_zone))
        return
    output.say(notice_says(seen, lang, settings.office_zone))
    output.say(f"Seen by {seen.read_by}.", style="dim")
    if seen.link:
        output.say(seen.link)
