"""The only door for commands: one command, one transaction.

Load, see who asks, decide, append, project, put effects into the outbox, set the timer, remember
the key. Whoever is answered is answered after the commit; whoever is refused has changed nothing.
"""

from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from engine.core.commands import SYSTEM, AnyCommand, Extend, Migrate, OpenCase, PassTime
from engine.core.decide import Decision, decide
from engine.core.errors import BeyondCalendar, InputRefused, KeyReused, NotFound
from engine.core.ids import ActivationId, CaseId
from engine.core.outlook import moves_time
from engine.core.state import CaseState
from engine.core.workflow import Workflow
from engine.service import tracking_codes
from engine.service.catalogue import workflow_by_hash, workflow_of
from engine.service.database import Database
from engine.service.drafts import forget_ended
from engine.service.guard import admitted
from engine.service.looks import judge
from engine.service.notices import put_up_reassigned, put_up_told
from engine.service.sealing import sealed_command
from engine.service.views import Receipt
from engine.store import log, outbox, projections, receipts, timers
from engine.store.codec import genesis
from engine.store.job import Reader, Unit
from engine.store.log import Stored
from engine.store.rows import ReceiptRow

LONGEST_KEY = 200
EARLIEST_YEAR = 1900
"""Nothing that is entered took place before it; an instant of the year 1 has no UTC."""


def execute(
    database: Database, command: AnyCommand, *, at: datetime, key: str | None = None
) -> Receipt:
    """Carry out a command, durably, or refuse it with one reason.

    Args:
        database: where the case lives.
        command: what is asked, and by whom.
        at: when it is recorded; aware UTC.
        key: an idempotency key. The same key with the same command gives the first answer again
            and does nothing; with another command it is refused.

    Raises:
        CommandRefused: one of its subclasses; nothing was appended.
        StoreUnavailable: the database cannot be used; nothing was appended, or (when a connection
            broke in the commit) it is not known: ask again with the same key.
    """
    if key is None:
        return database.store.write(lambda unit: carry_out(database, unit, command, at))
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InputRefused({"key": f"must have 1 to {LONGEST_KEY} characters"})
    digest = digest_of(database, command)
    return database.store.write(
        lambda unit: _once(database, unit, command, at, key=key, digest=digest)
    )


def carry_out_once(
    database: Database, unit: Unit, command: AnyCommand, at: datetime, *, key: str
) -> Receipt:
    """As `execute` with a key, within a transaction that does more than that; for services only."""
    return _once(database, unit, command, at, key=key, digest=digest_of(database, command))


def digest_of(database: Database, command: AnyCommand) -> bytes:
    """What tells one command from another, whenever it is asked, and nobody what is in it.

    The id of a case to be opened does not count: whoever asks again mints a new one. Where there
    is no key no personal data is kept, and a plain hash tells nothing of anybody.
    """
    if isinstance(command, OpenCase):
        command = replace(command, case=CaseId(""))
    said = msgspec.json.encode(command, order="sorted")
    if not database.vault.has_key:
        return sha256(said).digest()
    return database.vault.digest(said.decode(), about="command")


def _once(  # noqa: PLR0913  # the whole of a keyed command
    database: Database,
    unit: Unit,
    command: AnyCommand,
    at: datetime,
    *,
    key: str,
    digest: bytes,
) -> Receipt:
    unit.take_turn(key)
    seen = receipts.find(unit, key)
    if seen is None:
        receipt = carry_out(database, unit, command, at)
        receipts.keep(
            unit,
            ReceiptRow(
                key=key,
                digest=digest,
                case=receipt.case,
                first_seq=receipt.seq - len(receipt.events) + 1,
                last_seq=receipt.seq,
                at=at,
            ),
        )
        return receipt
    if seen.digest != digest:
        raise KeyReused(key)
    return _again(unit, seen)


def answered_before(database: Database, key: str) -> Receipt | None:
    """What a command with that key was answered with; None where there was none."""

    def asked(reader: Reader) -> Receipt | None:
        seen = receipts.find(reader, key)
        return None if seen is None else _again(reader, seen)

    return database.store.read(asked)


def _again(reader: Reader, seen: ReceiptRow) -> Receipt:
    entries = log.read_events(reader, seen.case)[seen.first_seq - 1 : seen.last_seq]
    if not entries:  # it changed no case, but the directory
        raise KeyReused(seen.key)
    return Receipt(
        case=seen.case,
        seq=seen.last_seq,
        events=tuple(entry.recorded for entry in entries),
        head=entries[-1].hash.hex(),
        repeated=True,
    )


def carry_out(database: Database, unit: Unit, command: AnyCommand, at: datetime) -> Receipt:
    """Carry out a command within a transaction that does more than that; for services only."""
    _expect_within_memory(command)
    stored = log.load(unit, command.case, known=database.standings.get(command.case))
    workflow = _workflow_for(database, unit, command, stored)
    target = _target_of(database, unit, command, stored)
    state = None if stored is None else stored.state
    command = admitted(database, unit, command, under=(workflow, state), at=at)
    passed = None
    if state is not None and isinstance(command, Extend | Migrate):
        passed = _time_passed(database, unit, workflow, state, at)
        state = state if passed is None else passed.state
    sealed = sealed_command(database, unit, workflow, state, command, at=at)
    decision = decide(workflow, state, sealed.command, at=at, target=target)
    if passed is not None:  # not before: who is refused has changed nothing
        stored = _write(unit, workflow, stored, passed, at)
        put_up_told(unit, workflow, passed.events)
    after = _write(unit, target or workflow, stored, decision, at, applicant=sealed.applicant)
    sealed.keep()
    if isinstance(command, OpenCase) and command.parent is None:  # who called for it is followed
        tracking_codes.give(unit, command.case, by=command.by.person, at=at)
    if isinstance(command, PassTime):
        put_up_told(unit, workflow, decision.events)
    put_up_reassigned(unit, workflow, state, decision.events)
    forget_ended(unit, state, decision.state)
    database.standings.keep(command.case, after)
    return Receipt(
        case=command.case,
        seq=after.state.seq,
        events=decision.events,
        head=after.head.hex(),
    )


def _time_passed(
    database: Database, unit: Unit, workflow: Workflow, state: CaseState, at: datetime
) -> Decision | None:
    """To record what is passed already, so that no new budget makes it as if it had never been."""
    try:
        outlook = judge(database, unit, state.case, at=at).outlook
    except (NotFound, BeyondCalendar):
        return None  # the sweep says that there is no calendar
    if outlook is None or not outlook.found:
        return None
    command = PassTime(case=state.case, by=SYSTEM, found=outlook.found)
    return decide(workflow, state, command, at=at)


def _expect_within_memory(command: AnyCommand) -> None:
    if command.happened_at is not None and command.happened_at.year < EARLIEST_YEAR:
        raise InputRefused({"happened_at": f"lies before the year {EARLIEST_YEAR}"})


def _write(  # noqa: PLR0913  # what was decided, and on what
    unit: Unit,
    workflow: Workflow,
    stored: Stored | None,
    decision: Decision,
    at: datetime,
    *,
    applicant: str = "",
) -> Stored:
    before = None if stored is None else stored.state
    case, events = decision.state.case, decision.events
    head = log.append(
        unit,
        events,
        expected=0 if before is None else before.seq,
        prev=genesis(case) if stored is None else stored.head,
    )
    projections.project(
        unit, workflow, before=before, decision=decision, head=head, applicant=applicant
    )
    if automated := _automated(before):
        for activation in automated - _automated(decision.state):
            outbox.settle(unit, case, activation)
    outbox.enqueue(unit, case, decision.effects, decision.state.last_at, now=at)
    if any(moves_time(one.event) for one in events):
        timers.look_at(unit, case, decision.state.last_at)
    return Stored(state=decision.state, head=head)


def _automated(state: CaseState | None) -> set[ActivationId]:
    """The automated steps that wait for the runtime."""
    active = () if state is None else state.active
    return {one.id for one in active if one.automated}


def _workflow_for(
    database: Database, unit: Unit, command: AnyCommand, stored: Stored | None
) -> Workflow:
    """The workflow that decides: the case's own, or for a new case the one asked for."""
    if stored is not None:
        return workflow_by_hash(database, unit, stored.state.workflow)
    if isinstance(command, OpenCase):
        return workflow_of(database, unit, command.sop, command.version)
    raise NotFound("case", command.case)


def _target_of(
    database: Database, unit: Unit, command: AnyCommand, stored: Stored | None
) -> Workflow | None:
    """For a migration, the version to go to."""
    if stored is None or not isinstance(command, Migrate):
        return None
    return workflow_of(database, unit, stored.state.sop, command.version)
