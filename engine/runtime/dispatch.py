"""Hands what waits in the outbox to whoever does it, and brings the result back as a command.

Delivery is at least once: a claimed effect whose worker dies is claimed again when its lease
ends. Counting is at most once: results are refused when the activation has one.
"""

from datetime import datetime, timedelta
from functools import partial

from engine.core.commands import SYSTEM, OpenCase, Parent, RecordAction
from engine.core.effects import RunAction, StartCase, TellParent, WakeAt
from engine.core.errors import AlurError, NotFound, ResultAlreadyRecorded
from engine.runtime.actions import HANDLERS
from engine.runtime.waiting import wakes_at
from engine.service import effects, mint
from engine.service.database import Database
from engine.service.effects import Claimed
from engine.service.execute import execute

LEASE = timedelta(seconds=30)
MOST_ROUNDS = 1000
LOOK_AGAIN = timedelta(days=1)


def run_pending(database: Database, *, at: datetime, owner: str = "alur", limit: int = 16) -> int:
    """Run every effect that is due at `at`, and those that they lead to.

    Args:
        database: where the outbox is.
        at: the instant; aware UTC.
        owner: who claims them, by name.
        limit: how many are claimed at once.

    Returns:
        How many were run.
    """
    done = 0
    for _ in range(MOST_ROUNDS):
        claimed = effects.claim(database, owner=owner, at=at, lease=LEASE, limit=limit)
        for one in claimed:
            run_one(database, one, at=at)
        done += len(claimed)
        if not claimed:
            break
    return done


def run_one(database: Database, claimed: Claimed, *, at: datetime) -> None:
    """Run one effect; a failure is noted with the case and tried again later."""
    try:
        _perform(database, claimed, at)
    except ResultAlreadyRecorded:
        effects.settle(database, claimed)
    except AlurError as error:
        effects.note_failure(database, claimed, str(error), at=at)


def _perform(database: Database, claimed: Claimed, at: datetime) -> None:
    match claimed.effect:
        case RunAction(action=action):
            handler = HANDLERS.get(action)
            if handler is None:
                raise NotFound("action", action)
            handler(database, effects.action_run(database, claimed), at)
        case StartCase() as call:
            _open_linked(database, claimed, call, at)
        case TellParent() as tell:
            _tell_parent(database, claimed, tell, at)
        case WakeAt() as wait:
            _wake(database, claimed, wait, at)


def _wake(database: Database, claimed: Claimed, wait: WakeAt, at: datetime) -> None:
    """Let a waiting step pass when its time has come; else look again then (or tomorrow)."""
    question = partial(wakes_at, wait, claimed.enqueued_at)
    due = effects.ask_calendar(database, claimed, question, at=at)
    if due is None or due > at:
        effects.postpone(database, claimed, until=due or at + LOOK_AGAIN)
        return
    command = RecordAction(case=claimed.case, by=SYSTEM, activation=claimed.activation)
    execute(database, command, at=at)


def _open_linked(database: Database, claimed: Claimed, call: StartCase, at: datetime) -> None:
    parent = Parent(case=claimed.case, activation=claimed.activation)
    command = OpenCase(
        case=mint.linked_case_id(at, parent),
        by=SYSTEM,
        sop=call.sop,
        applicant=call.applicant,
        form=call.form,
        parent=parent,
    )
    # The blanks keep it apart from every key that can be sent over HTTP.
    execute(database, command, at=at, key=f"call {parent.case} {parent.activation}")
    effects.settle(database, claimed)


def _tell_parent(database: Database, claimed: Claimed, tell: TellParent, at: datetime) -> None:
    command = RecordAction(
        case=tell.parent, by=SYSTEM, activation=tell.activation, result={"result": tell.result}
    )
    execute(database, command, at=at)
    effects.settle(database, claimed)
