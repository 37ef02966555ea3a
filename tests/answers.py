"""Hypothesis: what people enter that fits, for any field, form and task."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from builders import CASE
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from engine.core.commands import SYSTEM, Actor, AnyCommand, Complete, RecordAction
from engine.core.decide_action import results_of
from engine.core.ids import StepId
from engine.core.state import Activation
from engine.core.values import Field, FieldType
from engine.core.workflow import AnyStep, HumanStep, Outcome, Workflow

WORDS = st.text(alphabet="abc é-", min_size=1, max_size=8).map(lambda text: f"k{text}")
DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)


def entries(field: Field) -> SearchStrategy[object]:
    """Something that fits the field."""
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return WORDS
        case FieldType.NUMBER | FieldType.INTEGER | FieldType.MONEY:
            low, high = int(field.min or 0), int(field.max or 500)
            return st.integers(low, max(low, high))
        case FieldType.DATE:
            return DATES
        case FieldType.BOOLEAN:
            return st.booleans()
        case FieldType.CHOICE:
            return st.sampled_from([choice.id for choice in field.choices])
        case FieldType.CHOICES:
            known = [choice.id for choice in field.choices]
            return st.lists(st.sampled_from(known), min_size=1)
        case FieldType.NIK:
            return st.just("3273011207880001")
        case FieldType.PHONE:
            return st.just("081234567890")
        case _:
            assert_never(field.type)


def forms(fields: tuple[Field, ...]) -> SearchStrategy[dict[str, object]]:
    """A form filled in: what is required always, the rest now and then."""
    asked = {field.id: entries(field) for field in fields if field.required}
    offered = {field.id: entries(field) for field in fields if not field.required}
    return st.fixed_dictionaries(
        {str(name): entry for name, entry in asked.items()},
        optional={str(name): entry for name, entry in offered.items()},
    )


def fields_of(flow: Workflow, step: HumanStep) -> tuple[Field, ...]:
    """What a task of the step asks for."""
    return flow.form if step.submission else step.form


@st.composite
def completions(
    draw: st.DrawFn, flow: Workflow, active: Activation, by: Actor, among: tuple[Outcome, ...]
) -> Complete:
    """The task done properly, with one of these answers where it is a decision."""
    step = flow.step(active.step)
    assert isinstance(step, HumanStep)
    outcome = draw(st.sampled_from(among)).id if among else None
    return Complete(
        case=CASE,
        by=by,
        activation=active.id,
        outcome=outcome,
        form=draw(forms(fields_of(flow, step))),
        checklist=tuple(range(1, len(step.checklist) + 1)),
        reason=draw(st.sampled_from(["Sudah diperiksa", "Perlu dilihat lagi"])),
    )


def a_result(step: AnyStep, active: Activation) -> AnyCommand:
    """The automated step's result, as the runtime reports it."""
    result: Mapping[str, str] = dict.fromkeys(results_of(step), "1")
    return RecordAction(case=CASE, by=SYSTEM, activation=active.id, result=result)


def step_of(flow: Workflow, active: Activation) -> AnyStep:
    """The step that is open."""
    return flow.known_step(StepId(active.step))
