"""What is left after a fault: nothing acknowledged is lost or there twice, and all verifies."""

from collections import Counter
from collections.abc import Mapping

from offices import MONDAY

from engine.core.events import CommentAdded
from engine.core.ids import CaseId
from engine.service.database import Database
from engine.service.ledger import sequence
from engine.service.queries import read_history
from engine.service.verifying import verify

Acknowledged = Mapping[int, tuple[int, str]]
"""By the number of a note: the number and the hash of the event that somebody was told of."""


def expect_kept(database: Database, acknowledged: Mapping[str, Acknowledged]) -> None:
    """Every note that was acknowledged is there once, as it was said to be."""
    for case, told in acknowledged.items():
        history = read_history(database, CaseId(case))
        notes = Counter(
            one.recorded.event.text
            for one in history
            if isinstance(one.recorded.event, CommentAdded)
        )
        assert {f"Catatan {number}" for number in told} <= notes.keys()
        assert set(notes.values()) == {1}
        for seq, head in told.values():
            assert history[seq - 1].hash == head


def expect_verified(database: Database) -> None:
    """The whole of it holds together, numbered in the ledger and not yet."""
    assert verify(database, at=MONDAY).findings == ()
    sequence(database)
    assert verify(database, at=MONDAY).findings == ()
