"""A document is set in a process of its own: no template can freeze or bloat the one that asks.

The process knows nothing of the environment, reads no file but its own modules, and ends with its
document. It costs a fifth of a second. Loads Jinja2: import this where it is used.
"""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

import msgspec
from msgspec import structs

import engine
from engine.actions.template_reading import TemplateFault, parts_of
from engine.actions.typesetting_order import Order, Reply

_START: Final = (
    "import sys; sys.path[:] = sys.argv[1:];"
    "from engine.actions.typesetting_child import main; main()"
)
_ONE_THREAD: Final[Mapping[str, str]] = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
"""Else a machine with many processors spends the addresses of a document on stacks and arenas."""

_NO_MEMORY = (b"MemoryError", b"memory allocation", b"capacity overflow", b"out of memory")
_TOO_DEEP = (b"overflowed its stack",)
_BREAKS = (b"PanicException",)
_OVERTIME: Final[int] = getattr(signal, "SIGXCPU", 0)  # not on Windows
_MEBIBYTE = 1024**2


def set_apart(order: Order) -> tuple[bytes, tuple[str, ...]]:
    """The PDF and what Typst remarks, as `typeset` gives them, within the limits of the order.

    Raises:
        TemplateFault: as `typeset`, or the template takes too long or too much memory.
        ChildProcessError: the process was ended from outside; another attempt may do.
    """
    templates = parts_of(order.name, order.templates)
    try:
        told = msgspec.msgpack.encode(structs.replace(order, templates=templates))
    except UnicodeEncodeError as error:
        raise TemplateFault("a fact is not text", template=order.name) from error
    reply = _ask(order, told)
    if reply.fault is not None:
        fault = reply.fault
        raise TemplateFault(fault.message, template=fault.template, line=fault.line)
    return reply.content, reply.remarks


def _ask(order: Order, told: bytes) -> Reply:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
        try:
            done = subprocess.run(  # noqa: S603  # our own interpreter, our own module
                [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *_modules()],
                input=told,
                capture_output=True,
                check=False,
                cwd=empty,
                env={**_ONE_THREAD, "TMPDIR": empty},
                start_new_session=True,  # Ctrl-C is for us to act on
                timeout=order.limits.wall,
            )
        except subprocess.TimeoutExpired:
            _too_long(order, order.limits.wall)
    if done.returncode:
        _ended_badly(order, done)
    return msgspec.msgpack.decode(done.stdout, type=Reply)


def _modules() -> tuple[str, ...]:
    """Where modules are found here, ours first."""
    ours = Path(engine.__path__[0]).parent
    return (str(ours), *(str(Path(place).absolute()) for place in sys.path if place))


def _ended_badly(order: Order, done: "subprocess.CompletedProcess[bytes]") -> NoReturn:
    """Say why; what a process leaves on its standard error is not for people."""
    if done.returncode == -_OVERTIME:
        _too_long(order, order.limits.computing)
    if any(sign in done.stderr for sign in _NO_MEMORY):
        most = order.limits.memory // _MEBIBYTE
        raise TemplateFault(f"needed more memory than {most} MiB", template=order.name)
    if done.returncode == -signal.SIGSEGV or any(sign in done.stderr for sign in _TOO_DEEP):
        raise TemplateFault("is nested too deeply", template=order.name)
    if any(sign in done.stderr for sign in _BREAKS):
        raise TemplateFault("makes Typst itself fail", template=order.name)
    told = f"The process that set {order.name} was ended ({done.returncode}): try again."
    raise ChildProcessError(told)


def _too_long(order: Order, seconds: float) -> NoReturn:
    raise TemplateFault(f"took longer than {seconds:g} s", template=order.name) from None
