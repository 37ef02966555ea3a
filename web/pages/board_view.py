"""An SLA board in words: figures, what to act on, loads, slow steps, the trend of the days."""

from collections.abc import Sequence
from datetime import date

from api.formats import short_day, written_month, written_number, written_weekday
from engine.core.directory import Directory
from engine.core.ids import PersonId
from engine.core.text import Frozen, Language
from engine.service.board import Board, Holder, Pressing
from engine.service.board_endings import Day, Month, SlowStep
from web.due import Due
from web.pages.board_runway import Scene, kind_of
from web.words import Speech

_MINUTE = 60
_MINUTES_AN_HOUR = 60
PERCENT = 100


class Figure(Frozen, frozen=True, kw_only=True):
    """One of the large numbers. `note` says what it is to be compared with."""

    name: str
    value: str
    note: str = ""
    unit: str = ""
    kind: str = ""
    href: str = ""
    note_href: str = ""


class Act(Frozen, frozen=True, kw_only=True):
    """A case to act on now. `step` and `who` are empty where nobody's turn it is."""

    case: str
    due: Due
    title: str
    step: str
    who: str
    href: str
    task_href: str
    remind_words: str
    activation: int


class Load(Frozen, frozen=True, kw_only=True):
    """A bar: so much, of it overdue; both in percent of the longest bar."""

    name: str
    held: int
    overdue: int
    width: str
    late_width: str
    waits: bool = False
    href: str = ""
    late_href: str = ""


class Slow(Frozen, frozen=True, kw_only=True):
    """A step and its standard, in percent of the axis."""

    activity: str
    title: str
    taken: str
    standard: str
    width: str
    tick: str
    is_late: bool
    words: str
    href: str


class Point(Frozen, frozen=True, kw_only=True):
    """A day of the trend. `x`, `y` in percent of the drawing."""

    x: str
    y: str
    to_x: str
    to_y: str
    words: str
    good: bool
    href: str
    from_x: str


class Trend(Frozen, frozen=True, kw_only=True):
    """The days, the first and last of them in words, the lines across, and where 95 % lies."""

    points: tuple[Point, ...]
    first: str
    last: str
    lines: tuple[tuple[str, str], ...]
    aim: str
    wide: str


AIM = 95
"""Percent in time that the line across the trend marks."""


NOTHING = "\N{EN DASH}"
"""In place of a number that there is not."""


def share_words(share: float | None, language: Language) -> str:
    """`94,2 %`; a dash where nothing was timed."""
    if share is None:
        return NOTHING
    return f"{written_number(f'{share:.1f}', language)}%"


def work_words(seconds: int | None, speech: Speech) -> str:
    """Working time, short: `3 j 51 m`."""
    if seconds is None:
        return NOTHING
    if seconds < _MINUTE:
        return speech("board_seconds", n=max(seconds, 0))
    minutes = seconds // _MINUTE
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if not hours:
        return speech("due_minutes", n=rest)
    hours_words = speech("due_hours", n=hours)
    return f"{hours_words} {speech('due_minutes', n=rest)}" if rest else hours_words


def figures(board: Board, scene: Scene) -> tuple[Figure, ...]:
    """The large numbers, each leading to what it counts."""
    t, n = scene.speech, scene.number
    month, before = board.endings.month, board.endings.before
    month_words = written_month(month.first, t.language).split()[0]
    return (
        Figure(
            name=t("board_open"),
            value=n(board.open_cases()),
            note=t.count("board_opened_today", board.opened_today),
            href=scene.cases(),
            note_href=scene.list("opened"),
        ),
        Figure(
            name=t("board_late"),
            value=n(board.open_cases("late")),
            note=_of_all(board.open_cases("late"), board.open_cases(), t),
            kind="late",
            href=scene.cases(zone="late"),
        ),
        Figure(
            name=t("board_soon"),
            value=n(board.open_cases("soon")),
            note=t.count("board_due_today", board.due_today),
            kind="soon",
            href=scene.cases(zone="soon"),
            note_href=scene.cases(due="today"),
        ),
        Figure(
            name=t("board_on_time", month=month_words),
            value=share_words(month.share, t.language),
            note=_than_before(month, before, t),
            href=scene.list("ended", month=f"{month.first:%Y-%m}"),
            note_href=scene.list("ended", month=f"{_compared(month, before).first:%Y-%m}"),
        ),
        Figure(
            name=t("board_median"),
            value=work_words(month.worked, t),
            unit=t("board_working"),
            note=_median_before(month, before, t),
            href=scene.list("ended", month=f"{month.first:%Y-%m}", which="completed"),
        ),
    )


def _compared(month: Month, before: Month) -> Month:
    """The month that the note is of: the one before, where anything was timed in it."""
    return month if before.share is None else before


def _of_all(count: int, total: int, t: Speech) -> str:
    share = share_words(PERCENT * count / total if total else None, t.language)
    return t("board_of_all", share=share)


def _than_before(month: Month, before: Month, t: Speech) -> str:
    if before.share is None:
        return t.count("board_timed", month.timed)
    share = share_words(before.share, t.language)
    name = written_month(before.first, t.language).split()[0]
    return t("board_before", month=name, share=share)


def _median_before(month: Month, before: Month, t: Speech) -> str:
    if before.worked is None or month.worked is None:
        return t.count("board_median_of", month.completed)
    name = written_month(before.first, t.language).split()[0]
    return t("board_before", month=name, share=work_words(before.worked, t))


def person_name(directory: Directory, person: PersonId | None) -> str:
    """What somebody is called; their id where the directory does not know them."""
    known = None if person is None else directory.people.get(person)
    return known.name if known else person or ""


def acts(board: Board, directory: Directory, titles: dict[str, str], scene: Scene) -> list[Act]:
    """What to act on now, the worst first."""
    return [_act(one, board, directory, titles, scene) for one in board.pressing]


def _act(
    one: Pressing, board: Board, directory: Directory, titles: dict[str, str], scene: Scene
) -> Act:
    t, mark, task = scene.speech, one.mark, one.task
    due = scene.due(mark, board.at)
    kind = "late" if mark.zone == "late" else "soon"
    step = "" if task is None else task.activity.in_language(t.language)
    ours = task is not None and task.role is not None and not task.automated and not task.pause
    return Act(
        case=mark.case,
        due=Due(kind="late" if kind == "late" else "soon", words=due.words, when=due.when),
        title=titles.get(mark.sop, mark.sop),
        step=step,
        who=who_has(one, directory, t),
        href=scene.links.case(mark.case),
        task_href=_task_href(one, scene) if ours else "",
        remind_words=t("board_remind_words", step=step, when=due.when)[:300],
        activation=0 if task is None else task.activation,
    )


def _task_href(one: Pressing, scene: Scene) -> str:
    number = 0 if one.task is None else one.task.activation
    return scene.links.at(f"/board/cases/{one.mark.case}/tasks/{number}", **scene.asked)


def who_has(one: Pressing, directory: Directory, t: Speech) -> str:
    """Who holds what the case waits for, or whose it is to take up."""
    task = one.task
    if task is None:
        return t("board_nothing_open")
    if task.assignee:
        return person_name(directory, task.assignee)
    if task.automated:
        return t("board_by_system")
    if task.pause:
        return t("board_waits_for_applicant")
    role = "" if task.role_title is None else task.role_title.in_language(t.language)
    return t("board_unclaimed_of", role=role)


def loads(board: Board, directory: Directory, scene: Scene) -> list[Load]:
    """Who holds how much; what nobody holds yet comes last."""
    unclaimed = Holder(person=PersonId(""), held=board.unclaimed, overdue=board.unclaimed_late)
    shown = (*board.loads, unclaimed)
    longest = max((one.held for one in shown), default=1) or 1
    return [
        Load(
            name=person_name(directory, one.person) or scene.speech("board_unclaimed"),
            held=one.held,
            overdue=one.overdue,
            width=_width(one.held, longest),
            late_width=_width(one.overdue, longest),
            waits=not one.person,
            href=scene.list("tasks", holder=one.person),
            late_href=scene.list("tasks", holder=one.person, overdue="1"),
        )
        for one in shown
    ]


def _width(count: int, longest: int) -> str:
    return f"{PERCENT * count / longest:.1f}"


def slow_steps(steps: Sequence[SlowStep], scene: Scene) -> list[Slow]:
    """The slowest steps, each on an axis of its own: the standard lies at the same place in all."""
    return [_slow(one, scene) for one in steps]


_STANDARD_AT = 45
"""Percent of the axis at which every standard lies."""


def _slow(one: SlowStep, scene: Scene) -> Slow:
    t = scene.speech
    width = min(_STANDARD_AT * one.taken / max(one.standard, 1), PERCENT)
    taken, standard = work_words(one.taken, t), work_words(one.standard, t)
    return Slow(
        activity=one.activity.in_language(t.language),
        title=one.title.in_language(t.language),
        taken=taken,
        standard=standard,
        width=f"{max(width, 1):.1f}",
        tick=str(_STANDARD_AT),
        is_late=one.is_late,
        words=t.count("board_slow_of", one.count, taken=taken, standard=standard),
        href=scene.list("steps", sop=one.sop, step=one.step),
    )


def trend(days: Sequence[Day], today: date, scene: Scene) -> Trend:
    """The share in time of each day on which cases ended."""
    language = scene.speech.language
    timed = [one for one in days if one.timed]
    shares = [PERCENT * one.on_time / one.timed for one in timed]
    floor = min([*shares, 85.0])
    floor = max(0, int(floor // 10) * 10)
    xs = [_x(place, len(timed)) for place in range(len(timed))]
    ys = [_y(share, floor) for share in shares]
    wide = (_RIGHT - _LEFT) / max(len(timed) - 1, 6)
    points = tuple(
        Point(
            x=f"{xs[k]:.1f}",
            y=f"{ys[k]:.1f}",
            to_x=f"{xs[min(k + 1, len(xs) - 1)]:.1f}",
            to_y=f"{ys[min(k + 1, len(ys) - 1)]:.1f}",
            words=f"{written_weekday(one.day, language)}: {share_words(shares[k], language)}"
            f" ({one.on_time}/{one.timed})",
            good=shares[k] >= AIM,
            href=scene.list("ended", day=one.day.isoformat()),
            from_x=f"{xs[k] - wide / 2:.1f}",
        )
        for k, one in enumerate(timed)
    )
    middle = (PERCENT + floor) // 2
    lines = tuple((f"{_y(level, floor):.1f}", f"{level}%") for level in (PERCENT, middle, floor))
    return Trend(
        points=points,
        first=short_day(timed[0].day, today, language) if timed else "",
        last=short_day(timed[-1].day, today, language) if timed else "",
        lines=lines,
        aim=f"{_y(AIM, floor):.1f}",
        wide=f"{wide:.1f}",
    )


_LEFT, _RIGHT, _TOP, _BOTTOM = 11.0, 97.0, 7.0, 90.0


def _x(place: int, count: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (place / (count - 1) if count > 1 else 0.5)


def _y(share: float, floor: int) -> float:
    return _TOP + (_BOTTOM - _TOP) * (PERCENT - share) / max(PERCENT - floor, 1)


__all__ = [
    "Act",
    "Figure",
    "Load",
    "Point",
    "Slow",
    "Trend",
    "acts",
    "figures",
    "kind_of",
    "loads",
    "person_name",
    "share_words",
    "slow_steps",
    "trend",
    "who_has",
    "work_words",
]
