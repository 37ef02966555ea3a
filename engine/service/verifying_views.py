"""Whether the rows that lists are made of follow from the events, as `alur db rebuild` makes them.

They are no truth; but what people see in lists, and are told of in counts, they see by them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import asdict

from engine.core.errors import KeyUnusable
from engine.core.events import Recorded
from engine.core.evolve import evolve
from engine.core.ledger import case_stream
from engine.core.personal import APPLICANT_NAME, ERASED, HIDDEN
from engine.core.retention_events import CaseHeld, HoldLifted
from engine.core.sealed import is_sealed
from engine.core.state import CaseState
from engine.core.verdicts import Doubt, Finding
from engine.core.workflow import Workflow
from engine.service.database import Database
from engine.service.opening import CaseOpener
from engine.service.verifying_chains import UNREADABLE, Tell
from engine.store import deviations, incidents
from engine.store.job import Reader
from engine.store.projections import tasks_after
from engine.store.verifying import name_of as name_in_lists
from engine.store.verifying import views_of

Rows = Sequence[Mapping[str, object]]
NameOf = Callable[[Reader, CaseState], str | None]
"""Whom a case is to be listed under; None where nobody here can tell."""

_KEYS = {
    "task": "activation",
    "incident": "activation",
    "deviation": "id",
    "case_hold": "ground",
    "case": "column",
}


def told_name(_: Reader, state: CaseState) -> str | None:
    """What the events say, where they say it in plain."""
    name = state.applicant.name
    return None if is_sealed(name) else name


def opened_name(database: Database) -> NameOf:
    """What the events say, opened with the installation's key, where that is here."""

    def name_of(reader: Reader, state: CaseState) -> str | None:
        if not is_sealed(state.applicant.name):
            return state.applicant.name
        try:
            opener = CaseOpener(database, reader, state.case)
            name = opener.text(APPLICANT_NAME, state.applicant.name)
        except KeyUnusable:
            return None
        if name == HIDDEN:
            return None  # a key that is gone, or is another one, is a finding of its own
        return "" if name == ERASED else name

    return name_of


def check_views(
    reader: Reader,
    events: Sequence[Recorded],
    workflows: Mapping[str, Workflow],
    name_of: NameOf,
    tell: Tell,
) -> None:
    """Say which rows of a case do not follow from its events, which are whole."""
    case = events[0].case
    try:
        right = _rows_of(reader, events, workflows, name_of)
        there: dict[str, Rows] = {**views_of(reader, case)}
        if right["case"]:
            there["case"] = [{"column": "applicant", "is": name_in_lists(reader, case)}]
    except UNREADABLE as error:  # a workflow that is not there is a finding of its own
        right, there = {}, {type(error).__name__: [{}]}
    for table, rows in there.items():
        for key in _differing(_KEYS.get(table, ""), rows, right.get(table, ())):
            reason = f"{table} {key}".rstrip()
            code = Doubt.VIEW_DIFFERS
            tell(Finding(stream=case_stream(case), seq=0, code=code, reason=reason))


def _rows_of(
    reader: Reader,
    events: Sequence[Recorded],
    workflows: Mapping[str, Workflow],
    name_of: NameOf,
) -> dict[str, Rows]:
    story = tuple(_told(events))
    state = story[-1][1]
    rows = deviations.deviations_after(workflows.__getitem__, {}, story)
    stuck = incidents.rows_of(workflows[state.workflow], state)
    tasks = tasks_after(workflows.__getitem__, None, story)
    name = name_of(reader, state)
    return {
        "task": [asdict(row) for row in tasks.values()],
        "incident": [asdict(row) for row in stuck],
        "deviation": [deviations.columns_of(row) for row in rows.values()],
        "case_hold": _holds_of(events),
        "case": [] if name is None else [{"column": "applicant", "is": name}],
    }


def _holds_of(events: Sequence[Recorded]) -> Rows:
    """What keeps the record back, as `engine.store.retention` has it."""
    held: dict[str, Mapping[str, object]] = {}
    for one in events:
        match one.event:
            case CaseHeld(ground=ground, reason=reason):
                row = {"case_id": one.case, "ground": ground.value, "since": one.at}
                held[ground.value] = {**row, "by": one.by.person, "reason": reason}
            case HoldLifted(ground=ground):
                held.pop(ground.value, None)
            case _:
                pass
    return list(held.values())


def _told(events: Sequence[Recorded]) -> Iterator[tuple[Recorded, CaseState]]:
    state: CaseState | None = None
    for one in events:
        state = evolve(state, one)
        yield one, state


def _differing(key: str, there: Rows, right: Rows) -> Iterator[object]:
    """The keys of rows that are there and should not be, or the other way about, or otherwise."""
    found = {row.get(key, ""): row for row in there}
    made = {row[key]: row for row in right}
    for name in sorted(found.keys() | made.keys(), key=repr):
        if found.get(name) != made.get(name):
            yield name
