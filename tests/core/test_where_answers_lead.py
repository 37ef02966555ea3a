"""Where an answer leads, told before it is given; and that the case then goes there."""

import pytest
from builders import Desk, action, answer, human, person, wait, workflow

from engine.core.expressions import Has
from engine.core.ids import FieldId, OutcomeId, StepId
from engine.core.onward import Next, Onward, leads_to
from engine.core.text import Text
from engine.core.values import Field, FieldType
from engine.core.workflow import HumanStep, PauseReason, Workflow

LUAS = Field(id=FieldId("luas"), title=Text(id="Luas"), type=FieldType.INTEGER)
BIG = Has(path="form.luas")


def told(desk: Desk, step: str, outcome: str = "") -> Onward:
    assert desk.state is not None
    found = desk.flow.known_step(StepId(step))
    assert isinstance(found, HumanStep)
    given = next((one for one in found.outcomes if one.id == outcome), None)
    return leads_to(desk.flow, desk.state, found, given)


def opened(flow: Workflow) -> Desk:
    desk = Desk(flow)
    desk.open()
    return desk


def next_to(*steps: str) -> tuple[Next, ...]:
    return tuple(Next(step=StepId(one)) for one in steps)


def test_a_step_without_an_answer_leads_to_the_row_after_it():
    desk = opened(workflow(human("a"), human("b", "kasi")))

    assert told(desk, "a") == Onward(steps=next_to("b"))
    assert told(desk, "b") == Onward(ends="completed")


def test_answers_lead_on_back_and_out():
    back = answer("kurang", "return", "a", pause=PauseReason.APPLICANT)
    end = answer("tolak", "end", result="rejected")
    desk = opened(workflow(human("a"), human("b", outcomes=(answer("ya"), back, end)), human("c")))

    assert told(desk, "b", "ya") == Onward(steps=next_to("c"))
    assert told(desk, "b", "kurang") == Onward(
        steps=next_to("a"), back=True, pause=PauseReason.APPLICANT
    )
    assert told(desk, "b", "tolak") == Onward(ends="rejected")


def test_a_condition_that_is_settled_decides():
    desk = opened(workflow(human("a"), human("b", when=BIG), human("c")))

    assert told(desk, "a") == Onward(steps=next_to("c"))


def test_a_condition_that_this_step_still_answers_leaves_both():
    desk = opened(workflow(human("a", form=(LUAS,)), human("b", when=BIG), human("c")))

    assert told(desk, "a").steps == (
        Next(step=StepId("b"), certain=False),
        Next(step=StepId("c"), certain=False),
    )


def test_a_last_row_with_a_condition_may_end_the_case():
    desk = opened(workflow(human("a", form=(LUAS,)), human("b", when=BIG)))

    assert told(desk, "a") == Onward(
        steps=(Next(step=StepId("b"), certain=False),), ends="completed"
    )


def test_a_parallel_block_opens_all_its_branches_and_is_waited_for():
    flow = workflow(human("a"), [[human("b")], [human("c", "kasi")]], human("d"))
    desk = opened(flow)
    assert told(desk, "a") == Onward(steps=next_to("b", "c"))

    desk.complete("a", person("rini"))
    assert told(desk, "b") == Onward(joins=True)

    desk.complete("b", person("rini"))
    assert told(desk, "c") == Onward(steps=next_to("d"))


@pytest.mark.parametrize(
    ("between", "signs"),
    [
        ((action("s", "sign"),), True),
        ((action("r", "render_document"), action("s", "sign")), True),
        ((action("r", "render_document"),), False),
        ((human("h"), action("s", "sign")), False),
        ((wait("w"), action("s", "sign")), False),
        (([[action("s", "sign")], [human("h")]],), True),
        ((action("r", "render_document"), [[action("s", "sign")], [human("h")]]), True),
    ],
)
def test_a_signature_that_nobody_stands_before_is_told(between, signs):
    desk = opened(workflow(human("a"), *between, human("z")))

    assert told(desk, "a").signs is signs


@pytest.mark.parametrize("outcome", ["ya", "kurang"])
def test_the_case_goes_where_it_was_told_to(outcome):
    back = answer("kurang", "return", "a")
    rows = (human("a"), human("b", outcomes=(answer("ya"), back)), [[human("c")], [human("d")]])
    desk = opened(workflow(*rows))
    desk.complete("a", person("rini"))
    told_before = {one.step for one in told(desk, "b", outcome).steps}

    desk.complete("b", person("rini"), outcome=OutcomeId(outcome))

    assert {str(one) for one in desk.at} == told_before
