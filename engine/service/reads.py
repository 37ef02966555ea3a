"""The log of reads: who saw personal data of which case. Source: UU 27/2022 art. 31, 32 and 36.

Nobody who reads waits for it: reads are noted in memory and written down together, a moment later.
What cannot be written is tried again; when there is too much of it, who reads waits. What a process
could not write by its end it says in its log, by number.
"""

import logging
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Condition, Lock, Thread
from typing import Literal

from engine.core.errors import StoreUnavailable
from engine.core.ids import CaseId, PersonId
from engine.core.text import Frozen
from engine.service import mint
from engine.service.views import CasePage
from engine.store import read_log
from engine.store.read_log import ReadQuery, ReadRow
from engine.store.unit import Store

__all__ = ["Read", "ReadBook", "ReadQuery", "ReadRow", "SearchedBy", "search_noted"]

AGAIN = timedelta(minutes=5)
"""Whoever looks at the same thing again within it reads it once: pages refresh themselves."""

_MOST_WAITING = 2000
_MOST_REMEMBERED = 4096
_PAUSE_SECONDS = 0.5

_log = logging.getLogger(__name__)


SearchedBy = Literal["text", "NIK"]

_BY_NIK = "search by NIK"
EXPORT = "export"
_EACH = (_BY_NIK, EXPORT)
"""What counts each time: it is never a page that refreshes itself, and misses are told by number.
"""

NO_CASE = CaseId("")
"""Stands where a read is of no one case: a search."""


class Read(Frozen, frozen=True, kw_only=True):
    """Somebody reads of a case: `what` (its page, a document) and `how` (masked, in full).

    A search is of `NO_CASE`.
    """

    case: CaseId
    person: PersonId
    what: str
    how: str
    via: str
    role: str = ""


def search_noted(by: SearchedBy, found: CasePage) -> tuple[tuple[CaseId, str], ...]:
    """What a search comes to as reads: one, with how many cases it found, and never for what.

    A case that was found by a NIK is read itself, too: that it is somebody's is told by that.
    """
    cases = (one.case for one in found.items if by == "NIK")
    return (
        (NO_CASE, f"search by {by}: {found.total} cases"),
        *((case, f"search by {by}") for case in cases),
    )


class ReadBook:
    """Notes reads and writes them down. One for each open database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[ReadRow] = deque()
        self._seen: OrderedDict[Read, datetime] = OrderedDict()
        self._door, self._pen = Lock(), Lock()
        self._news = Condition(self._door)
        self._thread: Thread | None = None
        self._closed = False

    def note(self, read: Read, *, at: datetime) -> None:
        """Remember that somebody read, to be written down in a moment."""
        with self._door:
            if self._is_again(read, at):
                return
            self._waiting.append(_row(read, at))
            is_full = len(self._waiting) >= _MOST_WAITING
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._write_on, name="reads", daemon=True)
                self._thread.start()
            self._news.notify()
        if is_full:
            self.flush()

    def flush(self) -> None:
        """Write down what is noted.

        Raises:
            StoreUnavailable: it cannot be, and goes on waiting.
        """
        with self._pen:
            rows = tuple(self._waiting)
            if not rows:
                return
            self._store.write(lambda unit: read_log.write_down(unit, rows))
            with self._door:
                for _ in rows:
                    self._waiting.popleft()

    def list(self, wanted: ReadQuery) -> tuple[ReadRow, ...]:
        """Who read, the newest first; what is noted so far is among it."""
        self.flush()
        return self._store.read(lambda reader: read_log.list_reads(reader, wanted))

    def close(self) -> None:
        """Write down the rest; what cannot be is counted in the log of the process."""
        with self._door:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()
        try:
            self.flush()
        except StoreUnavailable:
            _log.exception("%d reads of personal data are not written down", len(self._waiting))

    def _is_again(self, read: Read, at: datetime) -> bool:
        if read.what.startswith(_EACH):
            return False
        before = self._seen.get(read)
        if before is not None and at - before < AGAIN:
            return True
        self._seen[read] = at
        self._seen.move_to_end(read)
        if len(self._seen) > _MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return False

    def _write_on(self) -> None:
        while not self._closed:
            with self._door:
                if not self._waiting:
                    self._news.wait()
            self._news_gathered()
            try:
                self.flush()
            except StoreUnavailable as error:
                _log.warning("reads of personal data wait to be written down: %s", error)

    def _news_gathered(self) -> None:
        """Wait a moment for more, or for the end."""
        with self._door:
            self._news.wait_for(lambda: self._closed, timeout=_PAUSE_SECONDS)


def _row(read: Read, at: datetime) -> ReadRow:
    return ReadRow(
        id=mint.read_id(at),
        at=at,
        person=read.person,
        role=read.role,
        case_id=read.case,
        what=read.what,
        how=read.how,
        via=read.via,
    )
