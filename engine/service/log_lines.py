"""The log as lines: JSON for machines, text for a terminal; and which request a line belongs to.

A line never holds what a form or an address brought. Of an error of another's making the kind and
the place are told and not its words, which may repeat what somebody typed.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from engine.core.errors import StoreError

OURS = ("engine", "api", "web")
_MOST_FRAMES = 30
_FACTS = "facts"


class Trace:
    """A request, or one round of work, that lines of the log belong to.

    It is filled in while the work goes on, by whichever thread does it.
    """

    __slots__ = ("case", "id", "person")

    def __init__(self, name: str) -> None:
        self.id = name
        self.person = ""
        self.case = ""


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced(name: str) -> Iterator[Trace]:
    """Let the lines of a block belong to the trace of that id (32 hexadecimal digits)."""
    trace = Trace(name)
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def trace_id() -> str:
    """The id of the trace that the present work belongs to; empty where it belongs to none."""
    trace = _current.get()
    return trace.id if trace else ""


def note(*, person: str = "", case: str = "") -> None:
    """Let lines from here on tell who acts, and on which case."""
    if trace := _current.get():
        trace.person = person or trace.person
        trace.case = case or trace.case


def facts(**told: str | float | None) -> Mapping[str, object]:
    """What a line tells besides its words: the `extra` of a call of the log."""
    return {_FACTS: {name: fact for name, fact in told.items() if fact not in {None, ""}}}


class JsonLines(logging.Formatter):
    """One JSON object a line: `at` (UTC), `level`, `event`, `trace`, and whatever is known."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(_told(record), ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """The same for people: time, level, event, then the facts as `name=fact`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where an error arose."""
        told = _told(record)
        failed = told.pop("error", None)
        level = str(told.pop("level"))
        head = f"{told.pop('at')} {level:<7} {told.pop('event')}"
        rest = " ".join(f"{name}={fact}" for name, fact in told.items())
        lines = [f"{head} {rest}".rstrip()]
        if isinstance(failed, dict):
            lines += [f"  {failed['kind']}: {failed.get('says', '')}".rstrip(": ")]
            lines += [f"    {frame}" for frame in failed["frames"]]
        return "\n".join(lines)


def _told(record: logging.LogRecord) -> dict[str, object]:
    at = datetime.fromtimestamp(record.created, UTC)
    told: dict[str, object] = {
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "event": _one_line(record.getMessage()),
        "of": record.name,
    }
    if trace := _current.get():
        known = {"trace": trace.id, "person": trace.person, "case": trace.case}
        told |= {name: fact for name, fact in known.items() if fact}
    told |= getattr(record, _FACTS, {})
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = _error(record.exc_info[1])
    return told


def _one_line(words: str) -> str:
    """The words without anything that would begin a line of its own, or move a terminal."""
    return "".join(one if one.isprintable() else " " for one in words)


def _error(error: BaseException) -> Mapping[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    told: dict[str, object] = {
        "kind": type(error).__name__,
        "frames": [f"{one.filename}:{one.lineno} {one.name}" for one in frames],
    }
    if isinstance(error, (StoreError, OSError)):  # their words are ours, or the system's
        told["says"] = _one_line(str(error))
    return told


def set_up(style: str, stream: TextIO | None = None) -> logging.Handler:
    """Write the log of this process to `stream` (stderr): as `json`, `text`, or what fits it."""
    stream = stream or sys.stderr
    as_text = style == "text" or (style == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TextLines() if as_text else JsonLines())
    logging.getLogger().addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error"):  # they speak through ours
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    return handler


@contextmanager
def written(style: str) -> Iterator[None]:
    """Write the log for the length of a block, as `set_up` does."""
    handler = set_up(style)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        for name in OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)
