"""What came of claiming or releasing several tasks, told one by one.

The answer to the form is another page; its address says which task ended how, and the page says
who has each now. So it may be loaded again, and tells nothing that was not so.
"""

from collections.abc import Iterable, Mapping

from engine.core.errors import (
    CaseClosed,
    CommandRefused,
    FourEyes,
    NotFound,
    NotPermitted,
    TaskHeldByAnother,
    TaskNotHeld,
    TaskNotOpen,
)
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service.inbox import InboxTask
from engine.service.inbox_more import tasks_named
from web.door import Door
from web.pages.inbox_asked import TaskName, name_of, task_named
from web.roles import Titles

MOST_AT_ONCE = 100
_ENDS: Mapping[str, str] = {
    "c": "claimed",
    "r": "released",
    "t": "taken",
    "e": "eyes",
    "g": "gone",
    "n": "barred",
    "f": "free",
    "x": "refused",
}
_DONE = frozenset("cr")


class ToldTask(Frozen, frozen=True, kw_only=True):
    """A task and what came of it, in words."""

    case: str
    activity: str
    applicant: str
    words: str
    good: bool


class Told(Frozen, frozen=True, kw_only=True):
    """What came of it all: in a line, and of each that was not done why."""

    line: str
    good: bool
    tasks: tuple[ToldTask, ...]


def end_of(refused: CommandRefused) -> str:
    """The letter for why a task was not claimed or released."""
    ends = (
        (TaskHeldByAnother, "t"),
        (TaskNotHeld, "f"),
        (FourEyes, "e"),
        (TaskNotOpen | CaseClosed | NotFound, "g"),
        (NotPermitted, "n"),
    )
    return next((letter for kind, letter in ends if isinstance(refused, kind)), "x")


def written(ends: Iterable[tuple[TaskName, str]]) -> str:
    """The ends as an address says them."""
    return ",".join(f"{name_of(task)}.{end}" for task, end in ends)


def told(door: Door, titles: Titles, said: str, reach: Reach) -> Told | None:
    """What the address says came of it; None where it says nothing."""
    ends = dict(_read(said))
    if not ends:
        return None
    found = tasks_named(door.database, tuple(ends), reach)
    done = sum(end in _DONE for end in ends.values())
    failed = len(ends) - done
    kind = "released" if "r" in ends.values() else "claimed"
    parts = [door.t.count(f"inbox_{kind}", done)] if done else []
    parts += [door.t.count("inbox_not_done", failed)] if failed else []
    rows = (_row(door, titles, one, ends[one.task.case, one.task.activation]) for one in found)
    return Told(
        line=" ".join(parts), good=not failed, tasks=tuple(rows) if failed or done > 1 else ()
    )


def _read(said: str) -> Iterable[tuple[TaskName, str]]:
    for one in said.split(",")[:MOST_AT_ONCE]:
        name, _, end = one.rpartition(".")
        task = task_named(name)
        if task is not None and end in _ENDS:
            yield task, end


def _row(door: Door, titles: Titles, one: InboxTask, end: str) -> ToldTask:
    task = one.task
    holder = titles.person(task.assignee) if task.assignee else ""
    key = f"inbox_end_{_ENDS[end]}"
    if end == "t" and not holder:
        key = "inbox_end_taken_before"
    return ToldTask(
        case=task.case,
        activity=task.activity.in_language(door.language),
        applicant=one.applicant,
        words=door.t(key, person=holder),
        good=end in _DONE,
    )
