"""Commands on a desk's tasks, and the one way to ask for a refusal."""

from typing import TypeVar

import msgspec
import pytest
from builders import CASE, Desk

from engine.core.commands import Actor, AnyCommand
from engine.core.errors import CommandRefused
from engine.core.ids import StepId
from engine.core.state import Activation, Visit
from engine.core.workflow import Workflow

Refusal = TypeVar("Refusal", bound=CommandRefused)


def on(desk: Desk, step: str, kind: type, by: Actor, /, **more: object) -> AnyCommand:
    """A command on the open task of that step (or on that of its latest visit)."""
    return kind(case=CASE, by=by, activation=desk.task(step), **more)  # type: ignore[no-any-return]


def refused(
    desk: Desk, command: AnyCommand, error: type[Refusal], *, target: Workflow | None = None
) -> Refusal:
    """Ask for what must be refused, by exactly this error; nothing may have happened."""
    before = desk.state, len(desk.events), msgspec.json.encode(desk.state)

    with pytest.raises(error) as refusal:
        desk.do(command, target=target)

    assert type(refusal.value) is error
    assert (desk.state, len(desk.events), msgspec.json.encode(desk.state)) == before
    return refusal.value


def open_task(desk: Desk, step: str) -> Activation:
    """What is known of the open activation of a step."""
    assert desk.state is not None
    found = desk.state.activation(desk.task(step))
    assert found is not None
    return found


def visit_of(desk: Desk, step: str) -> Visit:
    """What is known of a step's visits."""
    assert desk.state is not None
    return desk.state.visits[StepId(step)]
