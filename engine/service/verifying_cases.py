"""Whether a case holds together: its chain, and the row that follows from its events."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from engine.core.events import Recorded
from engine.core.evolve import evolve
from engine.core.ids import CaseId
from engine.core.ledger import case_stream
from engine.core.state import CaseState
from engine.core.verdicts import Doubt, Finding, in_short
from engine.core.workflow import Workflow
from engine.service.verifying_chains import UNREADABLE, Chain, Row, Tell, same_instant
from engine.store import verifying
from engine.store.codec import decode_recorded, encode_state, genesis
from engine.store.job import Reader
from engine.store.verifying import CASE_COLUMNS

WorkflowOf = Callable[[str], Workflow | None]
"""The published workflow of a hash, if it is there and can be read."""

_SEQ, _HEAD, _STATE = 0, 1, 2
_INSTANTS = frozenset({"opened_at", "last_at", "closed_at"})


def check_case(
    case: str, rows: Sequence[Row], row: Row | None, workflow_of: WorkflowOf, tell: Tell
) -> list[Recorded] | None:
    """Say all that does not hold together of a case.

    Gives its events, where all of them are whole and the SOP version is there.

    Args:
        case: its id.
        rows: its events, as `store.verifying.events` gives them, without the id.
        row: its row, as `store.verifying.case_rows` gives it, without the id; None: none.
        workflow_of: published workflows.
        tell: hears of every finding.
    """
    stream = case_stream(case)
    if not rows:
        tell(Finding(stream=stream, seq=0, code=Doubt.EVENTS_GONE))
        return None
    chain = Chain(stream, genesis(CaseId(case)), decode_recorded, lambda one: one.case == case)
    events = chain.follow(rows, tell)
    if row is None:
        tell(Finding(stream=stream, seq=0, code=Doubt.CASE_ROW_MISSING))
        return None
    if row[_SEQ] != rows[-1][0] or row[_HEAD] != chain.head:
        reason = f"{row[_SEQ]} {in_short(row[_HEAD])}"
        tell(Finding(stream=stream, seq=rows[-1][0], code=Doubt.HEAD_DIFFERS, reason=reason))
        return None
    if not chain.is_whole:
        return None  # what follows from a history that is broken says nothing more
    try:
        state = _told_by(events)
    except UNREADABLE as error:
        reason = type(error).__name__
        tell(Finding(stream=stream, seq=0, code=Doubt.HISTORY_IMPOSSIBLE, reason=reason))
        return None
    workflow = workflow_of(state.workflow)
    for code, reason in _of_row(row, state, workflow):
        tell(Finding(stream=stream, seq=0, code=code, reason=reason))
    return None if workflow is None else events


def _told_by(events: Sequence[Recorded]) -> CaseState:
    """The state after events, of which there are some."""
    state = evolve(None, events[0])
    for one in events[1:]:
        state = evolve(state, one)
    return state


def _of_row(row: Row, state: CaseState, workflow: Workflow | None) -> Iterator[tuple[Doubt, str]]:
    if workflow is None:
        yield Doubt.SOP_MISSING, f"{state.sop} {state.version}"
    if encode_state(state) != row[_STATE]:
        yield Doubt.STATE_DIFFERS, ""
    for name, kept in zip(CASE_COLUMNS[3:], row[3:], strict=True):
        if name == "unit":
            is_right = workflow is None or kept == workflow.unit
        elif name in _INSTANTS:
            is_right = same_instant(kept, getattr(state, name))
        else:
            is_right = kept == getattr(state, name)
        if not is_right:
            yield Doubt.ROW_DIFFERS, name


def histories(
    reader: Reader, only: str | None = None
) -> Iterator[tuple[str, Sequence[Row], Row | None]]:
    """Every case that has events or a row, by id: the id, its events, its row. `only` that one."""
    by_case = groupby(verifying.events(reader, only), key=itemgetter(0))
    rows = verifying.case_rows(reader, only)
    row = next(rows, None)
    for case, events in by_case:
        while row is not None and _name(row[0]) < _name(case):
            yield _name(row[0]), (), row[1:]
            row = next(rows, None)
        kept = None
        if row is not None and row[0] == case:
            kept, row = row[1:], next(rows, None)
        yield _name(case), [event[1:] for event in events], kept
    while row is not None:
        yield _name(row[0]), (), row[1:]
        row = next(rows, None)


def _name(found: object) -> str:
    """An id as it is kept; what is no text comes after all that is, as the database has it."""
    return found if isinstance(found, str) else f"\U0010ffff{found!r}"
