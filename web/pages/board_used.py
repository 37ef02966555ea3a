"""How much of its time a case has used, also beyond where the drawing of the board ends."""

from datetime import datetime

from api.formats import written_number
from engine.core.clock_clauses import legal_limit_of
from engine.core.durations import TimeUnit
from engine.core.ids import SopId
from engine.core.text import Language
from engine.service.board_lists import FURTHEST, Mark
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.office_time import OfficeTime

_WORKING = frozenset({TimeUnit.MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY})
_OVER = 125
"""The last percentage whose instant is known; from the deadline on there is a quarter to it."""

BEYOND = f"≥{FURTHEST}%"
"""What is said where no more is known."""


class Used:
    """The percentages of one list, at one instant."""

    def __init__(self, database: Database, office: OfficeTime, *, at: datetime) -> None:
        self._database, self._office, self._at = database, office, at
        self._works: dict[tuple[SopId, int], bool] = {}

    def of(self, mark: Mark) -> int | None:
        """How many percent; None where no clock runs, or where nothing tells beyond `FURTHEST`."""
        if mark.zone == "untimed":
            return None
        if mark.used is not None or mark.percent < _OVER:
            return mark.percent if mark.used is None else mark.used
        beyond = self._beyond(mark)
        return beyond if beyond is not None or mark.percent >= FURTHEST else mark.percent

    def _beyond(self, mark: Mark) -> int | None:
        """As often as the clock has passed the time from the deadline to 125 % since then."""
        if mark.due is None or mark.over is None or mark.over <= mark.due:
            return None
        if not self._counts_work(mark.sop, mark.version):
            return 100 + (_OVER - 100) * (self._at - mark.due) // (mark.over - mark.due)
        passed, quarter = (
            self._office.between(mark.sop, mark.version, mark.due, until)
            for until in (self._at, mark.over)
        )
        if passed is None or quarter is None or not quarter.seconds:
            return None
        return 100 + (_OVER - 100) * passed.seconds // quarter.seconds

    def _counts_work(self, sop: SopId, version: int) -> bool:
        """Whether the clock that a case goes by counts working time, or time as on the wall."""
        if (sop, version) not in self._works:
            service = find_workflow(self._database, sop, version).service
            legal = legal_limit_of(service)
            budget = service.promise or (None if legal is None else legal.budget)
            self._works[sop, version] = budget is not None and budget.unit in _WORKING
        return self._works[sop, version]


def used_words(mark: Mark, used: int | None, language: Language) -> str:
    """`1.210%`; `≥155%` where it is not known; empty where no clock runs."""
    if mark.zone == "untimed":
        return ""
    return BEYOND if used is None else f"{written_number(str(used), language)}%"


def used_cell(mark: Mark, used: int | None) -> int | str | None:
    """The same for a table: a number, wherever it is known."""
    return BEYOND if used is None and mark.zone != "untimed" else used
