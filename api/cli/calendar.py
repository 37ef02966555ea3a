"""`alur calendar`: when offices work, and edits of that."""

from calendar import monthrange
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import BadParameter, Exit, Option, Typer

from api.cli import calendar_edits, desk, options, output
from api.cli.calendar_edits import File, Name
from api.cli.findings import report_on_calendars, show_report
from api.cli.output import Column
from api.formats import written_instant, written_month, written_weekday
from api.present_calendar import day_words
from api.present_time import written_amount
from engine.core.calendar_listing import CalendarDay
from engine.core.clock_measures import Counted
from engine.core.text import Language
from engine.service.calendar_views import CalendarView
from engine.service.calendars import list_calendars, show_calendar

app = Typer(
    help="See when offices work; see what an edit of that moves.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)
calendar_edits.add_to(app)

_FIRST_YEAR, _LAST_YEAR = 1945, 2199
_NOTHING_PUBLISHED = (
    "No calendar is published here: `alur sop publish` does it, and `alur calendar apply FILE`."
)


@app.command("list")
def list_(*, as_json: options.AsJson = False) -> None:
    """List the calendars in force."""
    with desk.open_database(desk.read_settings()) as database:
        found = list_calendars(database)
    if as_json:
        output.show_json(found)
        return
    rows = (
        (
            one.calendar,
            one.version,
            one.zone,
            f"{one.holidays} ({one.provisional} estimated)",
            one.holidays_until or "",
            f"{one.published_at.astimezone(ZoneInfo(one.zone)):%Y-%m-%d %H:%M}",
            one.published_by,
            one.reason,
        )
        for one in found
    )
    output.show_table(_COLUMNS, rows)
    if not found:
        output.say(_NOTHING_PUBLISHED, style="dim")


_COLUMNS = (
    Column(title="CALENDAR", whole=True),
    Column(title="VERSION", right=True),
    Column(title="ZONE", whole=True, spare=1),
    Column(title="HOLIDAYS", whole=True),
    Column(title="UNTIL", whole=True),
    Column(title="PUBLISHED", whole=True, spare=2),
    Column(title="BY", whole=True, spare=3),
    Column(title="REASON", least=20),
)


@app.command()
def show(
    name: Name,
    *,
    month: Annotated[
        str | None, Option("--month", metavar="MONTH", help="Such as 2026-12; this one if absent.")
    ] = None,
    version: Annotated[int | None, Option("--version", min=1, help="Not the one in force.")] = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Show a month of a calendar: hours of each day, holidays and the decree they come from."""
    settings = desk.read_settings()
    first, last = _month(month, today=desk.today(settings))
    with desk.open_database(settings) as database:
        view = show_calendar(database, name, version, first=first, last=last)
    if as_json:
        from api.calendar_answers import calendar_answer  # noqa: PLC0415  # it brings the web along

        output.show_json(calendar_answer(view))
        return
    _draw(view, first, lang)


def _month(given: str | None, *, today: date) -> tuple[date, date]:
    """Its first and its last day.

    Raises:
        BadParameter: it is no month.
    """
    first = today.replace(day=1)
    if given is not None:
        try:
            first = date.fromisoformat(f"{given.strip()}-01")
        except ValueError:
            raise BadParameter(f"--month takes a month such as 2026-12, not {given!r}") from None
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise BadParameter(f"--month lies between {_FIRST_YEAR} and {_LAST_YEAR}")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _draw(view: CalendarView, first: date, language: Language) -> None:
    summary, worked = view.summary, [day for day in view.days if day.seconds]
    zone = ZoneInfo(summary.zone)
    output.say(
        f"{summary.calendar} version {summary.version}, {summary.zone}: "
        f"{written_month(first, language)}",
        style="bold",
    )
    output.show_table(_DAY_COLUMNS, (_day_row(day, language) for day in view.days))
    days = written_amount(len(worked), Counted.WORKING_DAY, language)
    output.say(f"{days}, {_work(sum(day.seconds for day in worked), language)}")
    for one in view.versions:
        published = written_instant(one.published_at, zone, language)
        output.say(
            f"version {one.version}: {published}, {one.published_by}, {one.reason}", style="dim"
        )


def _day_row(day: CalendarDay, language: Language) -> tuple[str, ...]:
    work = _work(day.seconds, language) if day.seconds else ""
    hours = ", ".join(day.segments)
    return written_weekday(day.day, language), hours, work, day_words(day, language)


def _work(seconds: int, language: Language) -> str:
    return written_amount(seconds, Counted.WORKING_SECOND, language)


_DAY_COLUMNS = (
    Column(title="DAY", whole=True),
    Column(title="HOURS", whole=True),
    Column(title="WORK", whole=True, spare=1),
    Column(title="WHAT", least=24),
)


@app.command()
def check(file: File, *, as_json: options.AsJson = False) -> None:
    """Say everything that is wrong with a file of calendars."""
    report = report_on_calendars(file)
    if as_json:
        output.show_json(report)
    else:
        show_report(report, noun="calendar")
    raise Exit(report.code)
