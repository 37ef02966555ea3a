"""An approved list of records carried out, case by case, each in a transaction of its own.

With the event that says so go the keys of what was sealed and the words kept beside the history;
the bytes of documents go afterwards. Whoever is interrupted carries out the same list again.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from engine.core.commands import DisposeOf
from engine.core.directory import Duty
from engine.core.errors import AlreadySo, CaseStillOpen, DutyMissing, NotFound
from engine.core.errors_retention import NotDueYet, RecordDisposed, RecordHeld
from engine.core.events import FileAttached
from engine.core.ids import CaseId, RoleId
from engine.core.retention import Stage
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.disposal import Disposal, Keeper, Minutes, not_due, show_disposal
from engine.service.execute import carry_out as do
from engine.service.retention import Schedule, standing
from engine.store import disposals, files, log, retention, subjects
from engine.store.job import Reader, Unit
from engine.store.subjects import Destruction

Tell = Callable[[int, int], None]
"""Is told how many of how many cases are done."""

_ARCHIVIST = RoleId(Duty.ARCHIVIST.value)
_MAY_GO = frozenset({Stage.DUE, Stage.HELD, Stage.OPEN, Stage.DISPOSED})
"""Where the schedule does not stand in the way; whether the case does it says itself."""


class CarriedOut(Frozen, frozen=True, kw_only=True):
    """What came of a list, now and before; of documents, this time.

    `files_kept`: a record that is kept has the same bytes.
    """

    disposed: tuple[CaseId, ...]
    left_out: tuple[CaseId, ...]
    files_gone: int
    files_kept: int


class NotApproved(AlreadySo):
    """A list is carried out as it was approved, and only then."""

    def __init__(self, disposal: Disposal) -> None:
        super().__init__(f"The list {disposal.id} is {disposal.status}")
        self.hint = "Only an approved list is carried out: `alur retention approve`."


class _Order(Frozen, frozen=True, kw_only=True):
    """What is carried out, by which schedule, and by whom."""

    disposal: Disposal
    minutes: Minutes
    schedule: Schedule
    keeper: Keeper


def carry_out(  # noqa: PLR0913  # which list, by which schedule, who asks, where documents lie
    database: Database,
    schedule: Schedule,
    keeper: Keeper,
    name: str,
    *,
    root: Path,
    tell: Tell = lambda _, __: None,
) -> CarriedOut:
    """Destroy what an approved list says, each case once however often this is asked.

    A case that is held, runs again or is not due any more is left out, and why is noted.

    Args:
        database: where the cases are.
        schedule: as it is today; not as it was when the list was proposed.
        keeper: who carries it out.
        name: the list.
        root: where the documents lie.
        tell: is told how far it is.

    Raises:
        NotFound: there is no such list within reach.
        NotApproved: nobody approved it, or it was refused.
        DutyMissing: whoever asks does not keep the records of a unit; what came before it is done.
    """
    found = show_disposal(database, name, reach=keeper.reach)
    disposal = found.disposal
    if disposal.status not in {"approved", "done"} or disposal.minutes is None:
        raise NotApproved(disposal)
    order = _Order(disposal=disposal, minutes=disposal.minutes, schedule=schedule, keeper=keeper)
    pending = [one.case for one in found.cases if one.is_pending]
    for number, case in enumerate(pending, 1):
        database.store.write(lambda unit, case=case: _dispose_of(database, unit, order, case))  # type: ignore[misc]  # the case of this turn
        tell(number, len(pending))
    if disposal.status != "done":
        database.store.write(lambda unit: disposals.finish(unit, name))
    gone, kept = sweep(database, root)
    after = show_disposal(database, name).cases
    return CarriedOut(
        disposed=tuple(one.case for one in after if one.seq is not None),
        left_out=tuple(one.case for one in after if one.left_out),
        files_gone=gone,
        files_kept=kept,
    )


def _dispose_of(database: Database, unit: Unit, order: _Order, case: CaseId) -> None:
    """Destroy the record of one case, or note why not."""
    name, at = order.disposal.id, order.keeper.at
    disposals.hold(unit, name)
    if not disposals.is_pending(unit, name, case):
        return  # somebody else carries out the same list
    try:
        command = _command(database, unit, order, case)
        receipt = do(database, unit, command, at)
    except (RecordHeld, CaseStillOpen, NotDueYet, RecordDisposed) as refusal:
        disposals.leave_out(unit, name, case, why=str(refusal))
        return
    how = Destruction(at=at, by=command.by.person, why="retention", decision=command.minutes)
    _let_go(unit, case, how)
    disposals.mark_done(unit, name, case, seq=receipt.seq, at=at)


def _command(database: Database, unit: Unit, order: _Order, case: CaseId) -> DisposeOf:
    """What is asked of the case.

    Raises:
        NotDueYet: the schedule says otherwise now.
        DutyMissing: nobody approved it.
    """
    stored, disposal, at = log.load(unit, case), order.disposal, order.keeper.at
    if stored is None:
        raise NotFound("case", case)
    if disposal.decided_by is None:
        raise DutyMissing(order.keeper.by.person, _ARCHIVIST)
    kept, found = standing(database, unit, order.schedule, stored.state, at)
    if kept is None or found.stage not in _MAY_GO:
        raise not_due(case, found)
    today = order.schedule.day(at)
    return DisposeOf(
        case=case,
        by=replace(order.keeper.by, role=_ARCHIVIST),
        list_id=disposal.id,
        minutes=order.minutes.number,
        signed_on=order.minutes.signed_on,
        kept_as=kept.id,
        over_on=found.over_on or today,
        today=today,
        proposed_by=disposal.proposed_by,
        approved_by=disposal.decided_by,
    )


def _let_go(unit: Unit, case: CaseId, how: Destruction) -> None:
    """Destroy the keys that only this case needs, and what is told of it beside its history."""
    keys = [one.key.id for one in subjects.of_case(unit, case)]
    for key in keys:
        subjects.hold(unit, key)
    subjects.unlink(unit, case)
    for key in keys:
        if not subjects.cases_of(unit, key):
            subjects.destroy(unit, key, how)
    subjects.forget_words(unit, case)
    retention.want_gone(unit, _documents(unit, case))


def _documents(reader: Reader, case: CaseId) -> frozenset[str]:
    events = (entry.recorded.event for entry in log.read_events(reader, case))
    return frozenset(event.sha256 for event in events if isinstance(event, FileAttached))


def sweep(database: Database, root: Path) -> tuple[int, int]:
    """Remove the documents that only records had which are gone; how many went, how many stay.

    What cannot be removed now is removed the next time.

    Raises:
        StoreUnavailable: they cannot be removed.
    """
    names = database.store.read(retention.to_go)
    if not names:
        return 0, 0
    kept = database.store.read(lambda reader: retention.kept_by_others(reader, names))
    for name in sorted(set(names) - kept):
        files.remove(root, name)
    database.store.write(lambda unit: retention.forget_files(unit, names))
    return len(names) - len(kept), len(kept)
