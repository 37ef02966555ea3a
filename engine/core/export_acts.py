"""What a history tells other programs: acts on instances, each a transition of their lifecycle.

The instances are the tasks, by activation, and the case itself, which every opening begins anew.
Transitions are those of the standard model. Source: IEEE 1849-2016, lifecycle extension.

Two things hold of every history: what completes was started before, and an instant never goes
back. So acts bear the instant of recording; what was entered later says besides when it happened.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from engine.core.commands import Actor
from engine.core.events import (
    ActionRecorded,
    CaseOpened,
    Recorded,
    StepCompleted,
    StepOpened,
    StepReturned,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
)
from engine.core.ids import ActivationId, CaseId, PersonId, SopId, StepId, UnitId
from engine.core.text import Frozen, Language, Text
from engine.core.workflow import Workflow

Transition = Literal[
    "schedule",
    "assign",
    "reassign",
    "start",
    "suspend",
    "resume",
    "withdraw",
    "ate_abort",
    "pi_abort",
    "autoskip",
    "manualskip",
    "complete",
    "unknown",
]
Fact = str | int | bool | datetime
WorkflowOf = Callable[[str], Workflow]
"""The workflow of that hash."""

CASE = "case"
"""The activity of acts on the case as a whole."""


class Act(Frozen, frozen=True, kw_only=True):
    """One line of a log.

    `number` counts the acts of the case from 1. `instance` is empty for what is about none.
    `to` is whom a task was given to. `words` are free text, which may hold personal data.
    """

    number: int
    seq: int
    at: datetime
    kind: str
    activity: str
    transition: Transition
    by: Actor
    instance: str = ""
    step: StepId | None = None
    to: PersonId | None = None
    facts: Mapping[str, Fact] = {}
    words: str = ""


class Paper(Frozen, frozen=True, kw_only=True):
    """A document of a case, by the hash of its bytes; its name stays in the case."""

    sha256: str
    media_type: str
    size: int


class Told(Frozen, frozen=True, kw_only=True):
    """A case as a log has it. `version` and `title` are those of the SOP version it is under now.

    Whether promise and legal limit were kept is None where the SOP gives none, and as long as it
    is not decided. `deviations` counts those that stand. `parent` called the case into being.
    """

    case: CaseId
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    opened_at: datetime
    closed_at: datetime | None
    result: str
    promise_kept: bool | None
    legal_limit_kept: bool | None
    deviations: int
    events: int
    parent: CaseId | None
    papers: tuple[Paper, ...]
    acts: tuple[Act, ...]


_Ended = StepCompleted | StepReturned | ActionRecorded
_Given = TaskAssigned | TaskDelegated


def starts_of(history: Sequence[Recorded]) -> Mapping[int, ActivationId]:
    """The events with which tasks began that nobody claimed, by their numbers.

    Automated ones begin when they are opened; of others those that came to their end, when they
    were first given to somebody, else when they were opened.
    """
    opened: dict[ActivationId, int] = {}
    given: dict[ActivationId, int] = {}
    claimed, ended = set[ActivationId](), set[ActivationId]()
    for one in history:
        match one.event:
            case StepOpened(activation=activation, automated=automated):
                opened[activation] = one.seq
                if automated:
                    ended.add(activation)
            case TaskClaimed(activation=activation):
                claimed.add(activation)
            case StepCompleted() | StepReturned() | ActionRecorded() as event:
                ended.add(event.activation)
            case TaskAssigned() | TaskDelegated() as event:
                given.setdefault(event.activation, one.seq)
            case _:
                pass
    begun = sorted((ended - claimed) & opened.keys())
    return {given.get(one, opened[one]): one for one in begun}


def workflow_hash(history: Sequence[Recorded]) -> str:
    """The hash of the workflow that a case was opened under.

    Raises:
        ValueError: the history does not begin with an opening (it is broken).
    """
    first = history[0].event if history else None
    if not isinstance(first, CaseOpened):
        raise ValueError("a history begins with the opening of its case")
    return first.workflow


def activity_of(workflow: Workflow, step: StepId, language: Language) -> str:
    """What the SOP calls a step; its id where the SOP does not have it."""
    found = workflow.step(step)
    return step if found is None else found.activity.in_language(language)
