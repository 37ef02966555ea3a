"""What readers get of deviations: the fact with its evidence, what was decided, and counts."""

from collections.abc import Mapping
from datetime import date, datetime

from engine.core.deviations import Deviation, DeviationKind
from engine.core.ids import CaseId, DeviationId, PersonId, RoleId, SopId, StepId, UnitId
from engine.core.text import Frozen, Text
from engine.core.time_events import DeviationStatus
from engine.core.workflow import Workflow
from engine.service.views import HistoryEntry
from engine.store.deviation_queries import DeviationQuery as DeviationFilter

__all__ = [
    "DeviationCounts",
    "DeviationFilter",
    "DeviationPage",
    "DeviationSummary",
    "DeviationView",
]


class DeviationSummary(Frozen, frozen=True, kw_only=True):
    """A line of a list of deviations, in the words of the SOP version it was recorded under.

    `at` is when the SOP was departed from, `found` the evidence. `reason` to `decided_by` are of
    the verdict that stands; empty for what is open or withdrawn. `due` is the day by which a
    corrective action is to be done, by `owner`.
    """

    case: CaseId
    id: DeviationId
    kind: DeviationKind
    status: DeviationStatus
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    step: StepId | None
    number: int | None
    activity: Text | None
    role: RoleId | None
    role_title: Text | None
    at: datetime
    recorded_at: datetime
    found: Deviation
    reason: str = ""
    owner: PersonId | None = None
    due: date | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None


class DeviationPage(Frozen, frozen=True, kw_only=True):
    """One page of a list; `total` counts all that match; `next` asks for the page after."""

    items: tuple[DeviationSummary, ...]
    total: int
    next: str | None = None


class DeviationView(Frozen, frozen=True, kw_only=True):
    """A deviation whole.

    `told` is what the case's history says of it, oldest first: recorded, decided, withdrawn.
    `workflow` is the SOP version it was recorded under, which has the words for its evidence.
    """

    summary: DeviationSummary
    told: tuple[HistoryEntry, ...]
    workflow: Workflow


class DeviationCounts(Frozen, frozen=True, kw_only=True):
    """Deviations counted in several ways, the most first.

    A step is named with its SOP, such as `surat-masuk/verifikasi`; what concerns a whole case has
    no step and no role. Unless they were asked for, those withdrawn count in `by_status` only.
    """

    total: int
    by_sop: Mapping[str, int]
    by_unit: Mapping[str, int]
    by_step: Mapping[str, int]
    by_role: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_status: Mapping[str, int]
