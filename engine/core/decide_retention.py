"""Decisions about the record of a case: kept back, let go, disposed of."""

from engine.core.commands import Actor, DisposeOf, Hold, LiftHold
from engine.core.decide_case import require_words
from engine.core.directory import Duty
from engine.core.draft import Draft
from engine.core.errors import AlreadySo, CaseStillOpen, DutyMissing
from engine.core.errors_retention import NotDueYet, RecordHeld, SelfApproved
from engine.core.permit import duty_of
from engine.core.retention_events import CaseDisposed, CaseHeld, HoldLifted

KEEPERS = frozenset({Duty.ARCHIVIST, Duty.MANAGER})
"""Who keeps a record back, lets it go, and decides about a list of records to be destroyed."""


def hold(draft: Draft, command: Hold) -> None:
    """Keep the record, of an open case as of a closed one.

    Raises:
        DutyMissing: whoever asks neither keeps the records nor answers for the service.
        AlreadySo: it is held on that ground.
    """
    _require_keeper(draft, command.by)
    reason = require_words("reason", command.reason)
    if command.ground in draft.state.holds:
        raise AlreadySo(f"The record is held on the ground of {command.ground} already")
    draft.emit(CaseHeld(ground=command.ground, reason=reason))


def lift_hold(draft: Draft, command: LiftHold) -> None:
    """Let a ground go.

    Raises:
        DutyMissing: as `hold`.
        AlreadySo: it is not held on that ground.
    """
    _require_keeper(draft, command.by)
    reason = require_words("reason", command.reason)
    if command.ground not in draft.state.holds:
        raise AlreadySo(f"The record is not held on the ground of {command.ground}")
    draft.emit(HoldLifted(ground=command.ground, reason=reason))


def dispose_of(draft: Draft, command: DisposeOf) -> None:
    """Say that the record is disposed of, as a list that somebody else approved has it.

    Raises:
        DutyMissing: whoever carries it out does not keep the records.
        SelfApproved: one person proposed and approved.
        CaseStillOpen: the case runs, perhaps again.
        RecordHeld: somebody keeps it back.
        NotDueYet: its time is not over.
    """
    state, by = draft.state, command.by
    if by.role != Duty.ARCHIVIST.value:
        raise DutyMissing(by.person, Duty.ARCHIVIST.value, draft.workflow.unit)
    if command.proposed_by == command.approved_by:
        raise SelfApproved(command.proposed_by)
    if state.is_open:
        raise CaseStillOpen(state.case)
    if state.holds:
        raise RecordHeld(state.case, tuple(state.holds))
    if command.today < command.over_on:
        raise NotDueYet(state.case, command.over_on)
    draft.emit(
        CaseDisposed(
            list_id=command.list_id,
            minutes=require_words("minutes", command.minutes),
            signed_on=command.signed_on,
            kept_as=command.kept_as,
            over_on=command.over_on,
            proposed_by=command.proposed_by,
            approved_by=command.approved_by,
        )
    )


def _require_keeper(draft: Draft, actor: Actor) -> None:
    if actor.role is None or duty_of(actor.role) not in KEEPERS:
        raise DutyMissing(actor.person, Duty.ARCHIVIST.value, draft.workflow.unit)
