"""The process that sets one document: an order comes in, a reply goes out, and it ends."""

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import msgspec

from engine.actions.letter_facts import Branch
from engine.actions.template_reading import Origin, TemplateFault
from engine.actions.typesetting import TooLong, Typeset, compose, fill
from engine.actions.typesetting_order import Fault, Limits, Order, Reply

if sys.platform != "win32":  # there the one that asks ends what takes too long
    import resource

_GRACE = 2
"""Seconds of computing between being told to stop and being stopped."""

_LARGEST_FILE = 4096
"""Python tries out whether it can write a few letters to where temporary files go."""

_LONGEST_MESSAGE = 500
_MOST_REMARKS = 20


def main() -> None:
    """Do the one order that comes on the standard input."""
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    keep_within(order.limits)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer(order)))


def keep_within(limits: Limits) -> None:
    """Let the system hold this process to its limits, and leave nothing behind if it dies."""
    if sys.platform == "win32":
        return
    most = {
        resource.RLIMIT_CPU: (limits.computing, limits.computing + _GRACE),
        resource.RLIMIT_AS: (limits.memory, limits.memory),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (_LARGEST_FILE, _LARGEST_FILE),
    }
    for kind, bounds in most.items():
        with suppress(ValueError, OSError):  # a system may not have it, or have less already
            resource.setrlimit(kind, bounds)


def answer(order: Order) -> Reply:
    """The document, or what is wrong with the template."""
    try:
        made = _made(order)
    except TemplateFault as fault:
        message = fault.message[:_LONGEST_MESSAGE]
        return Reply(fault=Fault(message=message, template=fault.template, line=fault.line))
    if len(made.content) > order.limits.document:
        most = order.limits.document // 1024**2
        return Reply(fault=Fault(message=f"is larger than {most} MiB", template=order.name))
    remarks = tuple(one[:_LONGEST_MESSAGE] for one in made.remarks[:_MOST_REMARKS])
    return Reply(content=made.content, remarks=remarks)


def _made(order: Order) -> Typeset:
    with _told_when_too_long(order.limits):
        facts = {**_branch(order.facts), "title": order.title}
        written = fill(order.name, order.templates, Branch(facts))
    return compose(written, Origin(name=order.name, templates=order.templates), order.at)


@contextmanager
def _told_when_too_long(limits: Limits) -> Iterator[None]:
    """While Python runs it can say at which line it was; Typst just ends."""

    def tell(*_: object) -> None:
        raise TooLong(f"took longer than {limits.computing} s")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGXCPU, tell)
    try:
        yield
    finally:
        signal.signal(signal.SIGXCPU, before)


def _branch(facts: Mapping[str, object]) -> Branch:
    return Branch(
        {
            name: _branch(value) if isinstance(value, dict) else str(value)
            for name, value in facts.items()
        }
    )
