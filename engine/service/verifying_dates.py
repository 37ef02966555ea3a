"""Whether events were listed soon after they say they happened: who dates back cannot do that.

A checkpoint lists all that was there when it was signed. What came into the ledger after it, and
says that it happened well before, was entered later than it says; or a clock was wrong.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from msgspec.structs import replace

from engine.core.ledger import PEOPLE, case_stream
from engine.core.notes import Checkpoint, VerifierKey
from engine.core.verdicts import MOST_SHOWN, Doubt, Finding, Verdict
from engine.service.database import Database
from engine.service.verifying_chains import Row, instant_of
from engine.service.verifying_checkpoints import Vouched, all_said, kept_keys
from engine.store import verifying as kept
from engine.store.job import Reader

SLACK = timedelta(minutes=10)
"""So much earlier than the checkpoint before it an event may say it happened: clocks differ."""

_ALL = 2**31 - 1


def with_dates(
    database: Database,
    verdict: Verdict,
    *,
    notes: Sequence[str] = (),
    keys: Sequence[VerifierKey] = (),
) -> Verdict:
    """The verdict, and which events came into the ledger later than they can have.

    Args:
        database: that was verified.
        verdict: what it came to so far, of one case or of everything.
        notes: published checkpoints, besides the database's own.
        keys: whose signatures are believed, as for `verify`.

    Raises:
        StoreUnavailable: the database cannot be read.
    """

    def look(reader: Reader) -> list[Finding]:
        said = all_said(reader, notes, _unheard)
        believed = keys or kept_keys(reader, _unheard)
        dates = _Dates(Vouched(said, believed, _unheard).verified())  # when hangs on all of them
        return list(_late(reader, dates, verdict))

    found = database.store.read(look)
    shown = (*verdict.findings, *found)[:MOST_SHOWN]
    return replace(verdict, findings=shown, found=verdict.found + len(found))


def _unheard(_: Finding) -> None:
    """What is wrong with checkpoints was said before."""


class _Dates:
    """When how much was there."""

    def __init__(self, checkpoints: Sequence[Checkpoint]) -> None:
        dated = sorted((one.size, one.at) for one in checkpoints if one.at is not None)
        self._sizes = [size for size, _ in dated]
        self._times = [at for _, at in dated]

    def before(self, position: int) -> tuple[int, datetime] | None:
        """The last checkpoint that was signed without that entry."""
        place = bisect_right(self._sizes, position) - 1
        return None if place < 0 else (self._sizes[place], self._times[place])


def _late(reader: Reader, dates: _Dates, verdict: Verdict) -> Iterator[Finding]:
    for stream, rows in _streams(reader, verdict):
        positions = {row[1]: row[3] for row in kept.entries_by_stream(reader, stream)}
        for seq, at in rows:
            signed = dates.before(positions.get(seq, _ALL))  # what is not listed yet comes last
            if signed is not None and at < signed[1] - SLACK:
                size, since = signed
                reason = f"after checkpoint {size} of {since:%Y-%m-%dT%H:%M:%SZ}"
                yield Finding(stream=stream, seq=seq, code=Doubt.DATED_BACK, reason=reason)


def _streams(
    reader: Reader, verdict: Verdict
) -> Iterator[tuple[str, Sequence[tuple[int, datetime]]]]:
    for case, rows in groupby(kept.events(reader, verdict.case), key=itemgetter(0)):
        yield case_stream(case), _instants(row[1:] for row in rows)
    if verdict.case is None:
        yield PEOPLE, _instants(kept.people_events(reader))


def _instants(rows: Iterator[Row]) -> Sequence[tuple[int, datetime]]:
    """Numbers and instants, where they can be read; where not, it was said before."""
    return [(row[0], at) for row in rows if (at := _instant(row[2])) is not None]


def _instant(there: object) -> datetime | None:
    try:
        return instant_of(there)
    except ValueError:
        return None
