"""How wide each column of the matrix is: all side by side where they fit, else mutu baku below."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase

from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.sop.flow_lines import FINISH, Lane, Wire, lanes, tracks, wires
from engine.sop.matrix_text import StepText
from engine.sop.symbols import LARGE, SMALL, Art

_LEAST_BESIDE = 48
"""Columns of text that activity, inputs and output need together to stand side by side."""
_LEAST_BELOW = 30
_LEAST_ACTIVITY = 12
_LANE, _WIDEST_LANE = 7, 19
_WIDEST_TIME = 12


class Flow(Frozen, frozen=True, kw_only=True):
    """The executors' part of the matrix: columns of equal width between two gutters of tracks.

    `gap` is the blank between two lanes. Where lanes are not `titled`, letters head them.
    """

    lanes: tuple[Lane, ...]
    heads: tuple[str, ...]
    titled: bool
    art: Art
    lane_width: int
    gap: int
    wires: tuple[Wire, ...]
    left: Mapping[int, int]
    right: Mapping[int, int]
    left_gutter: int
    right_gutter: int

    @property
    def width(self) -> int:
        """Columns in all, without the frame."""
        lanes_width = len(self.lanes) * (self.lane_width + self.gap) - self.gap
        return self.left_gutter + lanes_width + self.right_gutter


class Layout(Frozen, frozen=True, kw_only=True):
    """The columns by the width of their text; 0 for what stands below the activity instead."""

    flow: Flow
    margin: int
    number: int
    activity: int
    inputs: int = 0
    time: int = 0
    output: int = 0

    @property
    def beside(self) -> bool:
        """Whether the quality standard has columns of its own."""
        return self.inputs > 0

    @property
    def right(self) -> int:
        """The column of characters of the right border."""
        texts = [self.number, self.activity]
        if self.beside:
            texts += [self.inputs, self.time, self.output]
        return self.margin + sum(width + 3 for width in texts) + self.flow.width + 1

    @property
    def room(self) -> int:
        """How much text stands side by side, apart from numbers and times."""
        return self.activity + self.inputs + self.output


class _Lanes(Frozen, frozen=True, kw_only=True):
    """One way to draw the executors' columns."""

    art: Art
    width: int
    titled: bool = False
    gap: int = 1


def layout(
    workflow: Workflow, rows: Sequence[StepText], *, width: int, language: Language
) -> Layout:
    """The roomiest layout that fits into `width` columns; the tightest there is where none does."""
    candidates = list(_candidates(workflow, rows, width=width, language=language))
    fitting = (
        one for one in candidates if one.room >= (_LEAST_BESIDE if one.beside else _LEAST_BELOW)
    )
    return next(fitting, candidates[-1])


def _candidates(
    workflow: Workflow, rows: Sequence[StepText], *, width: int, language: Language
) -> Iterator[Layout]:
    titles = [lane.title.in_language(language) for lane in lanes(workflow)]
    longest = max(len(word) for title in titles for word in title.split())
    titled = _Lanes(art=LARGE, width=max(longest + 2, _LANE) | 1, titled=True)
    lettered = _Lanes(art=LARGE, width=_LANE)
    small = _Lanes(art=SMALL, width=5)
    tiny = _Lanes(art=SMALL, width=3)
    packed = _Lanes(art=SMALL, width=3, gap=0)
    for beside, drawn in (
        *((True, one) for one in (titled, lettered, small)),
        *((False, one) for one in (titled, lettered, small, tiny, packed)),
    ):
        if drawn.width <= _WIDEST_LANE:
            flow = _flow(workflow, drawn, titles)
            margin = 2 * max(len(step.within) for step in workflow.steps())
            time = min(max(5, *(len(row.time) for row in rows)), _WIDEST_TIME)
            yield _columns(flow, rows, margin=margin, width=width, time=time if beside else 0)


def _flow(workflow: Workflow, drawn: _Lanes, titles: Sequence[str]) -> Flow:
    all_wires = wires(workflow)
    left, left_count = tracks(all_wires, lambda wire: wire.is_return)
    right, right_count = tracks(all_wires, lambda wire: wire.is_jump)
    stops = any(wire.target == FINISH and wire.labels for wire in all_wires)
    return Flow(
        lanes=lanes(workflow),
        heads=tuple(titles) if drawn.titled else tuple(map(_letter, range(len(titles)))),
        titled=drawn.titled,
        art=drawn.art,
        lane_width=drawn.width,
        gap=drawn.gap,
        wires=all_wires,
        left=left,
        right=right,
        left_gutter=2 * left_count + bool(left_count),
        right_gutter=max(2 * right_count + bool(right_count), 2 * stops),
    )


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _columns(flow: Flow, rows: Sequence[StepText], *, margin: int, width: int, time: int) -> Layout:
    """Share what the fixed columns leave: half to the activity, a quarter to either neighbour."""
    number = max(2, len(str(len(rows))))
    framed = margin + 1 + (number + 3) + 3 + (flow.width + 1)
    if not time:
        activity = max(width - framed, _LEAST_ACTIVITY)
        return Layout(flow=flow, margin=margin, number=number, activity=activity)
    spare = max(width - framed - (time + 3) - 6, 4)
    quarter = spare * 3 // 10
    return Layout(
        flow=flow,
        margin=margin,
        number=number,
        activity=spare - 2 * quarter,
        inputs=quarter,
        time=time,
        output=quarter,
    )
