"""What an event loop waits for and may cease to wait for: work in a thread, a task, an event."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def in_own_thread(work: Callable[[], T], *, name: str) -> asyncio.Future[T]:
    """Do `work` in a new thread; what it gives or raises.

    Unlike the threads of a pool it takes nobody's place when it never ends, and does not keep the
    process from ending. What it raises that is no `Exception` comes as RuntimeError: `sys.exit()`
    in a thread ends that thread.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def give(done: Callable[[], None]) -> None:
        if not answer.done():  # nobody waits any more
            done()

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001  # it is the waiting one's to handle
            raised = error if isinstance(error, Exception) else RuntimeError(repr(error))
            _tell(loop, lambda: give(lambda: answer.set_exception(raised)))
        else:
            _tell(loop, lambda: give(lambda: answer.set_result(found)))

    threading.Thread(target=run, name=name, daemon=True).start()
    return answer


def _tell(loop: asyncio.AbstractEventLoop, news: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(news)


async def until_either(
    going: asyncio.Future[object] | asyncio.Task[None], event: asyncio.Event, *, within: float
) -> None:
    """Wait until `going` has ended or the event has come, for so many seconds at most."""
    coming = asyncio.create_task(event.wait())
    try:
        await asyncio.wait({going, coming}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        coming.cancel()
