"""How long a client may take over the head of a request, which uvicorn itself never asks."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_SECONDS = 10.0


class PatientProtocol(H11Protocol):
    """Closes a connection whose request does not begin in time, the first or a later one."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting when the head is whole; wait for the next one from its first byte."""
        super().data_received(data)
        is_within_head = bool(self.conn.trailing_data[0]) and not self._is_answering
        if is_within_head:
            self._wait()
        elif self._is_answering:
            self._stop()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the connection to the protocol that takes it over."""
        super().handle_websocket_upgrade(event)
        self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    @property
    def _is_answering(self) -> bool:
        cycle: object = self.cycle  # none before the first request
        return isinstance(cycle, RequestResponseCycle) and not cycle.response_complete

    def _wait(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(HEAD_SECONDS, self._lose)

    def _stop(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _lose(self) -> None:
        self._patience = None
        if not self._is_answering:
            self.transport.close()
