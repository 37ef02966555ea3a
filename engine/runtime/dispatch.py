"""Runs what waits in the outbox here and now, one after the other, without anybody watching.

Delivery is at least once: a claimed effect whose worker dies is claimed again when its lease ends.
Counting is at most once: results are refused when the activation has one.
"""

from datetime import timedelta

from engine.runtime.crew import Crew
from engine.runtime.perform import perform
from engine.service import effects
from engine.service.effects import Shift

LEASE = timedelta(seconds=30)
MOST_ROUNDS = 1000


def run_pending(crew: Crew, *, limit: int = 16) -> int:
    """Run every effect that is due, and those that they lead to.

    Args:
        crew: who runs them, where, and what time it is.
        limit: how many are claimed at once.

    Returns:
        How many were run.
    """
    done, shift = 0, Shift(owner=crew.owner, lease=LEASE)
    for _ in range(MOST_ROUNDS):
        if not effects.is_due(crew.database, at=crew.now()):
            break
        begun = effects.take_up(crew.database, shift, at=crew.now(), limit=limit)
        for one in begun:
            perform(crew, one)
        done += len(begun)
    return done
