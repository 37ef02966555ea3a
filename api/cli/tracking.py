"""`alur case code`: what the applicant of a case asks by, for the receipt; a new one when lost."""

from typing import Annotated

from typer import Option, Typer

from api.cli import desk, options, output
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from api.cli.wording import tracking_facts
from api.formats import written_instant
from engine.core.commands import Actor
from engine.core.ids import CaseId
from engine.core.tracking import grouped
from engine.service import tracking_codes
from engine.service.queries import show_case
from engine.service.reads import Read


@acting
def code(
    case: options.Case,
    *,
    new: Annotated[
        bool, Option("--new", help="Make a new one; the old code, PIN and link open nothing more.")
    ] = False,
    manner: Manner,
) -> None:
    """Show code, PIN and link for the applicant's receipt. Who saw them is noted."""
    with counter(manner) as at:
        known = at.case(case).summary.case
        if new:
            shown = tracking_codes.renew(at.database, known, by=manner.by, at=at.at)
        else:
            shown = tracking_codes.shown_to(at.database, known, by=manner.by, at=at.at)
        at.database.reads.note(_seen(known, manner.by), at=at.at)
    if manner.as_json:
        from api.tracking_answers import tracking_answer  # noqa: PLC0415  # the web framework

        output.show_json(tracking_answer(shown))
    else:
        output.show_pairs(tracking_facts(shown, manner.language))


def _seen(case: CaseId, by: Actor) -> Read:
    """That whoever acts here saw it: they were judged, so it is they who are noted."""
    return Read(
        case=case,
        person=by.person,
        role=by.role or "",
        what="tracking code and PIN",
        how="in full",
        via="cli",
    )


def codes(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """List every code that a case was given, by whom and when; without PIN or link."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        known = show_case(database, CaseId(case)).summary.case
        found = tracking_codes.codes_given(database, known)
    if as_json:
        from api.tracking_answers import CodeList  # noqa: PLC0415  # as above

        output.show_json(CodeList(items=found))
        return
    if not found:
        output.say("The case was given no code: another case called for it.")
    zone = settings.office_zone
    for one in found:
        made = written_instant(one.made_at, zone, lang)
        ended = f", until {written_instant(one.ended_at, zone, lang)}" if one.ended_at else ""
        output.say(f"{grouped(one.code)}  {made}{ended}  {one.made_by}")


def add_to(app: Typer) -> None:
    """Give `alur case` its verbs `code` and `codes`."""
    app.command("code")(code)
    app.command("codes")(codes)
