"""The runway of an SLA board: every open case on its way to the deadline, drawn row by row.

A service with few cases has a mark for each; one with many has a column for each ten percent, and
so have ten percent of any service where marks would lie under each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from api.formats import written_duration, written_number
from engine.core.clock_clauses import legal_limit_of
from engine.core.ids import SopId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.board import Board, Group, Mark
from engine.service.office_time import OfficeTime
from web.due import Due, due_words
from web.links import Links
from web.words import Speech

AXIS = 160
"""Percent at the right edge."""

TICKS = (0, 50, 80, 125)
_STEP = 1.25
"""Percent that a mark takes of the width, in units of the axis."""

_LANES = (0, -11, 11, -5, 6)
"""Where marks that would lie on each other are moved to, in pixels from the middle."""

_GROUP = 10
_TALLEST = 22


class Dot(Frozen, frozen=True, kw_only=True):
    """A mark. `x` in percent of the width, `y` in pixels from the middle."""

    x: str
    y: int
    kind: str
    words: str
    href: str


class Column(Frozen, frozen=True, kw_only=True):
    """So many cases within ten percent. `x` and `width` in percent of the width, `tall` in px."""

    x: str
    width: str
    middle: str
    tall: int
    kind: str
    count: str
    words: str
    href: str


class Lane(Frozen, frozen=True, kw_only=True):
    """The row of a service. Each timed case is one of `dots`, or counted in one of `columns`."""

    sop: str
    title: str
    promise: str
    total: str
    late: int
    soon: int
    untimed: int
    href: str
    late_href: str
    untimed_href: str
    dots: tuple[Dot, ...] = ()
    columns: tuple[Column, ...] = ()


class Scene(Frozen, frozen=True, kw_only=True):
    """For whom a runway is drawn: the reader's words, and where its numbers lead."""

    links: Links
    speech: Speech
    zone: ZoneInfo
    asked: Mapping[str, str]
    office: OfficeTime

    def due(self, mark: Mark, at: datetime, *, paused: bool = False) -> Due:
        """How far a case is from its deadline."""
        return due_words(
            mark.due,
            at=at,
            paused=paused,
            speech=self.speech,
            zone=self.zone,
            worked=partial(self.office.between, mark.sop, mark.version),
        )

    def cases(self, **more: object) -> str:
        """The page of the cases behind a number."""
        return self.links.at("/board/cases", **{**self.asked, **more})

    def list(self, name: str, **more: object) -> str:
        """Another list behind a number: `tasks`, `ended`, `opened`, `steps`."""
        return self.links.at(f"/board/{name}", **{**self.asked, **more})

    def number(self, count: int) -> str:
        """A number as people write it."""
        return written_number(str(count), self.speech.language)


def place(percent: float) -> str:
    """Where a percentage lies, in percent of the width."""
    return f"{100 * min(max(percent, 0), AXIS) / AXIS:.1f}"


def lanes(board: Board, workflows: Mapping[SopId, Workflow], scene: Scene) -> tuple[Lane, ...]:
    """A row for each service with open cases, the one with most past due first."""
    marks: defaultdict[SopId, list[Mark]] = defaultdict(list)
    for mark in board.marks:
        marks[mark.sop].append(mark)
    sops = {one.sop for one in board.groups}
    rows = [_lane(board, workflows[sop], marks.get(sop, ()), scene) for sop in sops]
    return tuple(sorted(rows, key=lambda one: (-one.late, -one.soon, one.title)))


def _lane(board: Board, workflow: Workflow, marks: Iterable[Mark], scene: Scene) -> Lane:
    sop = workflow.sop
    marks = tuple(one for one in marks if one.zone != "untimed")
    crowded = _crowded(marks)
    groups = (
        tuple(_alone(one) for one in marks if one.percent // _GROUP in crowded)
        if marks
        else tuple(one for one in board.groups if one.sop == sop)
    )
    return Lane(
        sop=sop,
        title=workflow.title.in_language(scene.speech.language),
        promise=_promise(workflow, scene.speech),
        total=scene.speech.count("board_matches", board.open_cases(sop=sop)),
        late=board.open_cases("late", sop),
        soon=board.open_cases("soon", sop),
        untimed=board.open_cases("untimed", sop),
        href=scene.cases(sop=sop),
        late_href=scene.cases(sop=sop, zone="late"),
        untimed_href=scene.cases(sop=sop, zone="untimed"),
        dots=_dots((one for one in marks if one.percent // _GROUP not in crowded), board.at, scene),
        columns=_columns(sop, groups, scene),
    )


def _promise(workflow: Workflow, speech: Speech) -> str:
    """What the service promises; where it promises nothing, the limit of the law."""
    promise = workflow.service.promise
    if promise is not None:
        return written_duration(promise, speech.language)
    legal = legal_limit_of(workflow.service)
    if legal is None:
        return ""
    return speech("board_legal", length=written_duration(legal.budget, speech.language))


def kind_of(mark: Mark) -> str:
    """The shape of a case: as of a deadline anywhere else."""
    if mark.zone == "untimed":
        return "none"
    return "paused" if mark.stands and mark.zone != "late" else mark.zone


def _slot(mark: Mark) -> int:
    return int(mark.percent / AXIS * 100 / _STEP)


def _crowded(marks: Iterable[Mark]) -> frozenset[int]:
    """The tens of percent in which more marks fall on one place than lie clear of each other."""
    counts = Counter((one.percent // _GROUP, _slot(one)) for one in marks)
    return frozenset(group for (group, _), count in counts.items() if count > len(_LANES))


def _alone(mark: Mark) -> Group:
    """A group of one."""
    return Group(sop=mark.sop, zone=mark.zone, stands=mark.stands, percent=mark.percent, count=1)


def _dots(marks: Iterable[Mark], at: datetime, scene: Scene) -> tuple[Dot, ...]:
    """The marks of one place, which are no more than there are lanes, each in one of its own."""
    taken: defaultdict[int, int] = defaultdict(int)
    found = []
    for one in sorted(marks, key=lambda one: one.percent):
        slot = _slot(one)
        lane = max(taken[slot], taken[slot - 1] + 1 if taken[slot - 1] else 0)
        taken[slot] = lane + 1
        found.append(
            Dot(
                x=place(one.percent),
                y=_LANES[lane % len(_LANES)],
                kind=kind_of(one),
                words=f"{one.case} · {mark_words(one, at, scene)}",
                href=scene.links.case(one.case),
            )
        )
    return tuple(found)


def mark_words(mark: Mark, at: datetime, scene: Scene) -> str:
    """How a case stands: `Sisa 2 j 10 m`."""
    paused = mark.stands and mark.zone != "late"
    told = scene.due(mark, at, paused=paused)
    return f"{told.words} ({mark.percent} %)" if paused else told.words


def _columns(sop: SopId, groups: Iterable[Group], scene: Scene) -> tuple[Column, ...]:
    counts: defaultdict[tuple[int, str], int] = defaultdict(int)
    for one in groups:
        if one.zone != "untimed":
            counts[one.percent // _GROUP * _GROUP, one.zone] += one.count
    by_place: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (low, zone), count in counts.items():
        by_place[low][zone] = count
    most = max((sum(zones.values()) for zones in by_place.values()), default=1)
    return tuple(_column(sop, low, zones, most, scene) for low, zones in sorted(by_place.items()))


def _column(sop: SopId, low: int, zones: Mapping[str, int], most: int, scene: Scene) -> Column:
    count = sum(zones.values())
    kind = max(zones, key=lambda zone: zones[zone])
    high = min(low + _GROUP, AXIS)
    is_last = high == AXIS
    between = scene.speech(
        "board_beyond" if is_last else "board_between", low=low, high=low + _GROUP
    )
    return Column(
        x=place(low + 0.5),
        width=f"{100 * (high - low - 1) / AXIS:.1f}",
        middle=place((low + high) / 2),
        tall=max(2, round(_TALLEST * count / most)),
        kind=kind,
        count=short(count, scene.speech),
        words=f"{scene.number(count)}: {between}",
        href=scene.cases(sop=sop, low=str(low), high="" if is_last else str(low + _GROUP)),
    )


_THOUSAND = 1000
_TEN_THOUSAND = 10_000


def short(count: int, speech: Speech) -> str:
    """A number in at most four signs: `1,2rb`."""
    if count < _THOUSAND:
        return str(count)
    thousands = f"{count / _THOUSAND:.1f}" if count < _TEN_THOUSAND else str(count // _THOUSAND)
    return speech("board_thousands", n=written_number(thousands, speech.language))
