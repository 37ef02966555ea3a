"""`alur export`: logs for process mining, out of the histories of cases."""

import shutil
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from typer import BadParameter, Option, Typer
from typer.models import OptionInfo

from api.cli import desk, options, output
from api.cli.manner import sharing
from api.cli.progress import counting
from engine.core.ids import PersonId, SopId, UnitId
from engine.core.text import Frozen, Language
from engine.service.catalogue import show_sop
from engine.service.database import Database
from engine.service.export_order import ExportOrder, ExportQuery
from engine.service.exporting import (
    ExportSummary,
    export_file,
    export_to,
    note_texts,
    require_unit,
)

app = Typer(
    help="Write logs for process mining: XES, OCEL 2.0, CSV.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

_STDOUT = "-"


class Wanted(Frozen, frozen=True, kw_only=True):
    """What of the cases is wanted, and where to; `texts_for` who takes the texts, if they go."""

    out: str
    query: ExportQuery
    people: Literal["id", "pseudonym"]
    texts_for: PersonId | None
    language: Language
    zone: ZoneInfo
    as_json: bool


Out = Annotated[
    str, Option("--out", metavar="FILE", help="Where to; zipped if it ends in .gz; - is stdout.")
]
Sops = Annotated[list[str] | None, Option("--sop", help="Only cases of this SOP. May be repeated.")]
Unit = Annotated[str | None, Option("--unit", help="Only cases of this unit.")]
OnlyClosed = Annotated[bool, Option("--only-closed", help="No cases that go on.")]
People = Annotated[Literal["id", "pseudonym"], Option("--people", help="How people stand in it.")]
WithTexts = Annotated[
    bool,
    Option("--with-texts", help="Comments and reasons too: they may be personal. Needs --as."),
]
As = Annotated[
    str | None,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who takes the texts; it is noted among the reads.",
        show_default=False,
    ),
]


def _day(option: str, told: str) -> OptionInfo:
    found: OptionInfo = Option(option, metavar="DATE", help=told)
    return found


OpenedFrom = Annotated[str | None, _day("--opened-from", "Opened then or later.")]
OpenedUntil = Annotated[str | None, _day("--opened-until", "Opened by the end of this day.")]
ClosedFrom = Annotated[str | None, _day("--closed-from", "Closed then or later.")]
ClosedUntil = Annotated[str | None, _day("--closed-until", "Closed by the end of this day.")]


def _wanted(  # noqa: PLR0913  # the options themselves: typer reads this signature
    *,
    out: Out,
    sop: Sops = None,
    unit: Unit = None,
    opened_from: OpenedFrom = None,
    opened_until: OpenedUntil = None,
    closed_from: ClosedFrom = None,
    closed_until: ClosedUntil = None,
    only_closed: OnlyClosed = False,
    people: People = "pseudonym",
    with_texts: WithTexts = False,
    as_: As = None,
    lang: options.Lang = "id",
    as_json: options.AsJson = False,
) -> Wanted:
    zone = desk.read_settings().office_zone
    if as_json and out == _STDOUT:
        raise BadParameter("--json and --out - would both write to stdout; name a file")
    if out != _STDOUT and Path(out).is_dir():
        raise BadParameter(f"--out {out} is a folder; name a file in it")
    _expect_order(("--opened-from", opened_from), ("--opened-until", opened_until))
    _expect_order(("--closed-from", closed_from), ("--closed-until", closed_until))
    query = ExportQuery(
        sops=tuple(SopId(one) for one in sop or ()),
        unit=UnitId(unit) if unit else None,
        opened_from=_start(opened_from, "--opened-from", zone),
        opened_before=_start(opened_until, "--opened-until", zone, days_after=1),
        closed_from=_start(closed_from, "--closed-from", zone),
        closed_before=_start(closed_until, "--closed-until", zone, days_after=1),
        only_closed=only_closed,
    )
    return Wanted(
        out=out,
        query=query,
        people=people,
        texts_for=_taker(as_) if with_texts else None,
        language=lang,
        zone=zone,
        as_json=as_json,
    )


def _taker(as_: str | None) -> PersonId:
    if as_ is None:
        raise BadParameter("--with-texts needs --as PERSON: who takes the texts is noted")
    return options.actor_from_text(as_).person


def _expect_order(first: tuple[str, str | None], last: tuple[str, str | None]) -> None:
    """Refuse days that end before they begin, by the names they were typed under."""
    begins, ends = (options.day_from_text(said, option=option) for option, said in (first, last))
    if begins is not None and ends is not None and ends < begins:
        raise BadParameter(f"{last[0]} {last[1]} lies before {first[0]} {first[1]}")


def _start(
    said: str | None, option: str, zone: ZoneInfo, *, days_after: int = 0
) -> datetime | None:
    """When the day that was typed begins at the office, or one so many days later."""
    day = options.day_from_text(said, option=option)
    if day is None:
        return None
    local = datetime.combine(day + timedelta(days=days_after), time(), tzinfo=zone)
    return local.astimezone(UTC)


wanting = sharing("wanted", _wanted)


def _order(wanted: Wanted, kind: Literal["xes", "ocel", "csv"], form: str = "") -> ExportOrder:
    return ExportOrder(
        kind=kind,
        form=form,
        query=wanted.query,
        people=wanted.people,
        texts=wanted.texts_for is not None,
        language=wanted.language,
        zone=wanted.zone,
        at=desk.now(),
    )


@app.command()
@wanting
def xes(*, wanted: Wanted) -> None:
    """Write an XES log (IEEE 1849): a trace a case, tasks with start and complete."""
    _write(wanted, _order(wanted, "xes"))


@app.command()
@wanting
def ocel(
    *,
    form: Annotated[
        Literal["sqlite", "json"] | None,
        Option("--form", help="As a database or as JSON; by the name of the file if absent."),
    ] = None,
    wanted: Wanted,
) -> None:
    """Write an object-centric log (OCEL 2.0): cases, tasks, people, documents as objects."""
    endings = Path(wanted.out).suffixes
    by_name = "json" if any(one.startswith(".json") for one in endings) else "sqlite"
    _write(wanted, _order(wanted, "ocel", form or by_name))


@app.command("csv")
@wanting
def csv_(
    *,
    table: Annotated[
        Literal["events", "cases"], Option("--table", help="A row an event, or a row a case.")
    ] = "events",
    separator: Annotated[
        Literal[",", ";"],
        Option("--separator", help="What parts the cells; Excel in Indonesian expects ';'."),
    ] = ",",
    bom: Annotated[bool, Option("--bom", help="Begin as Excel expects of UTF-8.")] = False,
    wanted: Wanted,
) -> None:
    """Write a table for spreadsheets and statistics."""
    _write(wanted, replace(_order(wanted, "csv", table), separator=separator, bom=bom))


def _write(wanted: Wanted, order: ExportOrder) -> None:
    if wanted.texts_for is not None:
        output.complain(
            "Comments and reasons go into the file", "People may have put personal data into them."
        )
    with desk.open_database(desk.read_settings()) as database:
        for sop in wanted.query.sops:
            show_sop(database, sop)  # a name that is mistyped is no empty log
        if wanted.query.unit is not None:
            require_unit(database, wanted.query.unit)  # nor is this
        if wanted.texts_for is not None:
            note_texts(database, order, by=wanted.texts_for, via="cli")
        if wanted.out == _STDOUT:
            _to_stdout(database, order)
            return
        with counting(f"Writing {Path(wanted.out).name}") as advance:
            done = export_file(
                database,
                order,
                Path(wanted.out),
                tell=lambda events, total: advance(events, total) is None,
            )
    _tell(wanted, done)


def _to_stdout(database: Database, order: ExportOrder) -> None:
    """Lay it out first: whoever reads slowly must not hold up the database."""
    with tempfile.TemporaryFile() as laid_out:
        export_to(database, order, laid_out)
        laid_out.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(laid_out, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _tell(wanted: Wanted, done: ExportSummary) -> None:
    if wanted.as_json:
        output.show_json({"out": wanted.out, **_facts(done)})
    elif not done.cases:
        output.say(f"No case fits: {wanted.out} is a log without cases.", style="dim")
    else:
        told = f"{_counted(done.cases, 'case')} with {_counted(done.events, 'event')}"
        output.say(f"{told}: {wanted.out}", style="bold")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _facts(done: ExportSummary) -> dict[str, object]:
    return {
        "kind": done.kind,
        "form": done.form,
        "cases": done.cases,
        "events": done.events,
        "size": done.size,
    }
