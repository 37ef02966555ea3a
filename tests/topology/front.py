"""The smallest proxy that will do: round robin over TCP between servers that say they are well.

`python front.py PORT SERVER_PORT …`, all on the loopback address. A server is well while it
answers GET /api/v1/readyz with 200; who connects is never sent to one that is not, unless none is.
"""

import asyncio
import itertools
import sys
from contextlib import suppress

HOST = "127.0.0.1"
ASK_EVERY_SECONDS = 0.25
PATIENCE_SECONDS = 3.0
_QUESTION = b"GET /api/v1/readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_PIECE = 65536


class Front:
    """Where clients connect."""

    def __init__(self, servers: tuple[int, ...]) -> None:
        self._servers = servers
        self._well: set[int] = set()
        self._turns = itertools.count()

    async def serve(self, port: int) -> None:
        """Serve until cancelled."""
        server = await asyncio.start_server(self._pass_on, HOST, port)
        async with server, asyncio.TaskGroup() as group:
            for one in self._servers:
                group.create_task(self._watch(one))
            await server.serve_forever()

    async def _watch(self, port: int) -> None:
        while True:
            if await _is_well(port):
                self._well.add(port)
            else:
                self._well.discard(port)
            await asyncio.sleep(ASK_EVERY_SECONDS)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, to_server = await self._connected()
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pump(reader, to_server), _pump(there, writer))

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The next server that takes the connection.

        Raises:
            OSError: none does.
        """
        first = next(self._turns)
        turns = [self._servers[(first + n) % len(self._servers)] for n in range(len(self._servers))]
        for port in sorted(turns, key=lambda one: one not in self._well):
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    return await asyncio.open_connection(HOST, port)
            self._well.discard(port)
        raise ConnectionRefusedError("no server takes connections")


async def _is_well(port: int) -> bool:
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                writer.write(_QUESTION)
                return (await reader.readline()).split()[1:2] == [b"200"]
            finally:
                writer.close()
    return False


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on what comes until either side ends."""
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    with suppress(OSError):
        writer.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(Front(tuple(map(int, sys.argv[2:]))).serve(int(sys.argv[1])))
