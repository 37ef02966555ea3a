"""An export on its way to whoever asked: written in a thread, sent as it grows.

It is written to a file of its own first, as fast as the disk takes it: a slow reader holds up
neither the snapshot it is read from nor anybody else. One is written at a time in each process.
"""

import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.export_order import ExportOrder
from engine.service.exporting import ExportSummary, export_to

_log = logging.getLogger(__name__)

RETRY_AFTER = 30
"""Seconds."""

_BLOCK = 1 << 18
_LOOK_SECONDS = 1.0

_turn = threading.Lock()


class ExportProgress(Frozen, frozen=True, kw_only=True):
    """How far an export is: events of how many, bytes; whether its end came, and was a good one."""

    events: int
    total: int
    size: int
    is_written: bool
    is_whole: bool


class ExportUnderWay:
    """An export that is being written, and what of it can be sent."""

    def __init__(self, database: Database, order: ExportOrder) -> None:
        """Begin it.

        Raises:
            HTTPException: 429, another one is being written.
            OSError: there is no room for the file it is written to.
            RuntimeError: there is no thread to write it.
        """
        if not _turn.acquire(blocking=False):
            again = {"Retry-After": str(RETRY_AFTER)}
            raise HTTPException(429, "Another export is being written.", headers=again)
        self._database, self._order = database, order
        self._news = threading.Condition()
        self._ready, self._events, self._total = 0, -1, 0
        self._is_wanted, self._is_written = True, False
        self._error: Exception | None = None
        self._summary: ExportSummary | None = None
        try:
            self._begin()
        except BaseException:
            _turn.release()  # or nobody could export before the process begins anew
            raise

    def _begin(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever is done last
        try:
            threading.Thread(target=self._write, name="export", daemon=True).start()
        except BaseException:
            self._file.close()
            raise

    @property
    def progress(self) -> ExportProgress:
        """How far it is now."""
        with self._news:
            return ExportProgress(
                events=max(self._events, 0),
                total=self._total,
                size=self._ready,
                is_written=self._is_written,
                is_whole=self._summary is not None,
            )

    def wait(self) -> None:
        """Until there is something to send.

        Raises:
            AlurError: it failed before that.
        """
        with self._news:
            self._news.wait_for(lambda: self._ready > 0 or self._is_written)
        if self._error is not None and not self._ready:
            self.leave()
            raise self._error

    def parts(self) -> Iterator[bytes]:
        """What is written, as it comes.

        Raises:
            AlurError: it failed on the way; what was sent is not whole, and the connection ends
                without saying that it is.
        """
        sent = 0
        while True:
            with self._news:
                self._news.wait_for(partial(self._has_more, sent), _LOOK_SECONDS)
                ready, is_written = self._ready, self._is_written
            while sent < ready:
                part = os.pread(self._file.fileno(), min(_BLOCK, ready - sent), sent)
                sent += len(part)
                yield part
            if is_written and sent == self._ready:
                break
        if self._error is not None:
            raise self._error

    def _has_more(self, sent: int) -> bool:
        return self._ready > sent or self._is_written

    def leave(self) -> None:
        """Nobody waits for it any more."""
        with self._news:
            self._is_wanted = False
            if self._is_written:
                self._file.close()

    def _write(self) -> None:
        try:
            self._summary = export_to(self._database, self._order, self._file, tell=self._tell)
            self._say(_length(self._file))
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits
            self._error = error
        finally:
            _turn.release()
            with self._news:
                self._is_written = True
                self._news.notify_all()
                if not self._is_wanted:
                    self._file.close()

    def _tell(self, events: int, total: int) -> bool:
        """Let what is written so far be sent; go on unless it was begun anew meanwhile."""
        if events <= self._events and self._ready:
            return False  # what was sent came from another snapshot
        self._events, self._total = events, total
        self._say(_length(self._file))
        return self._is_wanted

    def _say(self, ready: int) -> None:
        with self._news:
            self._ready = ready
            self._news.notify_all()


def _length(file: BinaryIO) -> int:
    file.flush()
    return file.tell()


class ExportAnswer(StreamingResponse):
    """The answer that an export is sent in."""

    def __init__(self, export: ExportUnderWay, headers: dict[str, str], media_type: str) -> None:
        super().__init__(export.parts(), headers=headers, media_type=media_type)
        self._export = export

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; whoever leaves before its end no longer waits for it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._export.leave()
