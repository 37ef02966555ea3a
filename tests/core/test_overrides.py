"""Departing from the SOP knowingly: only with the power, only with a reason, never unseen."""

import pytest
from builders import Desk, action, answer, human, person, workflow
from refusals import on, open_task, refused, visit_of

from engine.core.commands import AnyCommand, Complete, Override
from engine.core.errors import (
    FourEyes,
    InputRefused,
    NotFound,
    PowerMissing,
    ResultAlreadyRecorded,
    TaskHeldByAnother,
    TaskNotOpen,
)
from engine.core.events import Cause, StepOverridden
from engine.core.ids import FieldId, StepId
from engine.core.text import Text
from engine.core.values import Field, FieldType

RINI, CAMAT = person("rini"), person("suryo", "camat")
NOTE = Field(id=FieldId("catatan"), title=Text(id="Catatan"), type=FieldType.TEXT, required=True)
WHY = "Bencana alam"


def a_desk() -> Desk:
    desk = Desk(
        workflow(
            human("terima", form=(NOTE,)),
            human("periksa", "kasi", outcomes=(answer("ya"), answer("tolak", "end"))),
            action("nomor", results=("number",)),
            [[human("a1"), human("a2")], [human("b")]],
            human("sah", "camat", not_same_person_as=(StepId("terima"),)),
        )
    )
    desk.open()
    return desk


def override(desk: Desk, step: str, mode: str, /, **more: object) -> AnyCommand:
    settings: dict[str, object] = {"mode": mode, "reason": WHY} | more
    by = settings.pop("by", CAMAT)
    return on(desk, step, Override, by, **settings)  # type: ignore[arg-type]


def the_trace(desk: Desk) -> StepOverridden:
    (trace,) = (r.event for r in desk.events if isinstance(r.event, StepOverridden))
    return trace


MODES: list[tuple[str, dict[str, object]]] = [
    ("skip", {}),
    ("reorder", {"step": "sah"}),
    ("act_outside_role", {"form": {"catatan": "Baik"}}),
]


@pytest.mark.parametrize(("mode", "more"), MODES)
def test_a_departure_leaves_its_trace_with_the_reason(mode, more) -> None:
    desk = a_desk()

    desk.do(override(desk, "terima", mode, **more))

    trace = the_trace(desk)
    assert (trace.step, trace.mode, trace.reason) == ("terima", mode, WHY)
    assert "terima" not in desk.at


@pytest.mark.parametrize(("mode", "more"), MODES)
def test_it_needs_the_power_to_override(mode, more) -> None:
    desk = a_desk()

    refusal = refused(desk, override(desk, "terima", mode, by=RINI, **more), PowerMissing)

    assert refusal.power == "override"
    assert refusal.hint == "The SOP gives this power by `may: [override]` under a role."


@pytest.mark.parametrize(("mode", "more"), MODES)
@pytest.mark.parametrize("reason", ["", "  \n", "x" * 4001])
def test_it_needs_a_reason(mode, more, reason) -> None:
    desk = a_desk()

    refusal = refused(desk, override(desk, "terima", mode, reason=reason, **more), InputRefused)

    assert set(refusal.problems) == {"reason"}


@pytest.mark.parametrize(("mode", "more"), MODES)
def test_what_is_over_is_not_departed_from(mode, more) -> None:
    desk = a_desk()
    desk.complete("terima", RINI, form={"catatan": "Baik"})

    refused(desk, override(desk, "terima", mode, **more), TaskNotOpen)


class TestSkip:
    def test_the_row_is_passed_over_though_another_holds_it(self) -> None:
        desk = a_desk()
        desk.claim("terima", RINI)

        desk.do(override(desk, "terima", "skip"))

        assert desk.at == {"periksa"}
        assert visit_of(desk, "terima").how == "skipped"

    def test_a_decision_is_skipped_by_one_of_its_answers(self) -> None:
        desk = a_desk()
        desk.do(override(desk, "terima", "skip"))

        refused(desk, override(desk, "periksa", "skip"), InputRefused)
        desk.do(override(desk, "periksa", "skip", outcome="tolak"))

        assert desk.state is not None
        assert desk.state.result == "completed"
        assert the_trace_of(desk, "periksa").outcome == "tolak"

    def test_an_automated_row_is_skipped_and_its_late_result_does_not_count(self) -> None:
        desk = a_desk()
        desk.do(override(desk, "terima", "skip"))
        desk.complete("periksa", person("hesti", "kasi"), outcome="ya")

        desk.do(override(desk, "nomor", "skip"))

        assert desk.at == {"a1", "b"}
        with pytest.raises(ResultAlreadyRecorded):
            desk.record("nomor", {"number": "1"})

    def test_in_a_branch_the_branch_goes_on(self) -> None:
        desk = at_the_block()

        desk.do(override(desk, "b", "skip"))

        assert desk.at == {"a1"}
        assert desk.kinds[-1] == "branch_arrived"


class TestReorder:
    def test_another_row_is_opened_in_its_place(self) -> None:
        desk = a_desk()

        desk.do(override(desk, "terima", "reorder", step="sah"))

        assert desk.at == {"sah"}
        assert open_task(desk, "sah").cause is Cause.OVERRIDE
        assert the_trace(desk).to == "sah"

    @pytest.mark.parametrize("step", [None, "hantu", "end"])
    def test_the_other_row_must_exist(self, step) -> None:
        desk = a_desk()

        refused(desk, override(desk, "terima", "reorder", step=step), NotFound)

    def test_it_must_be_another(self) -> None:
        desk = a_desk()

        refusal = refused(desk, override(desk, "terima", "reorder", step="terima"), InputRefused)

        assert refusal.problems == {"step": "is open already"}

    def test_it_must_lie_in_the_same_branch(self) -> None:
        desk = at_the_block()

        for step in ("b", "sah"):
            refusal = refused(desk, override(desk, "a1", "reorder", step=step), InputRefused)
            assert refusal.problems == {"step": "does not lie in the same parallel branch as a1"}
        desk.do(override(desk, "a1", "reorder", step="a2"))
        assert desk.at == {"a2", "b"}

    def test_the_row_that_was_left_can_be_opened_later_by_reordering_back(self) -> None:
        desk = at_the_block()
        desk.do(override(desk, "a1", "reorder", step="a2"))

        desk.do(override(desk, "a2", "reorder", step="a1"))

        assert open_task(desk, "a1").visit == 2


class TestActOutsideRole:
    def test_the_task_is_completed_like_any_other(self) -> None:
        desk = a_desk()

        desk.do(override(desk, "terima", "act_outside_role", form={"catatan": " Baik "}))

        assert desk.state is not None
        assert desk.state.data == {"form.catatan": "Baik"}
        assert visit_of(desk, "terima").how == "completed"
        assert desk.kinds[-3:] == ["step_overridden", "step_completed", "step_opened"]

    def test_its_form_and_answer_must_fit(self) -> None:
        desk = a_desk()

        blank = refused(desk, override(desk, "terima", "act_outside_role"), InputRefused)
        strange = refused(
            desk, override(desk, "terima", "act_outside_role", outcome="ya"), InputRefused
        )

        assert (set(blank.problems), set(strange.problems)) == ({"catatan"}, {"outcome"})

    def test_ones_own_task_is_completed_the_ordinary_way(self) -> None:
        desk = a_desk()
        desk.do(override(desk, "terima", "reorder", step="sah"))

        refusal = refused(desk, override(desk, "sah", "act_outside_role"), InputRefused)

        assert refusal.problems == {"mode": "sah belongs to your role: complete it"}

    def test_it_does_not_take_the_task_from_its_holder(self) -> None:
        desk = a_desk()
        desk.claim("terima", RINI)

        refused(
            desk,
            override(desk, "terima", "act_outside_role", form={"catatan": "Baik"}),
            TaskHeldByAnother,
        )

    def test_four_eyes_hold_even_here(self) -> None:
        flow = workflow(
            human("terima"), human("sah", "kasi", not_same_person_as=(StepId("terima"),))
        )
        desk = Desk(flow)
        desk.open()
        desk.do(override(desk, "terima", "act_outside_role"))

        refusal = refused(desk, override(desk, "sah", "act_outside_role"), FourEyes)

        assert refusal.person == CAMAT.person

    def test_nobody_acts_in_place_of_the_machine(self) -> None:
        desk = a_desk()
        desk.do(override(desk, "terima", "reorder", step="nomor"))

        refusal = refused(desk, override(desk, "nomor", "act_outside_role"), InputRefused)

        assert set(refusal.problems) == {"activation"}


PAIR = (
    human("terima"),
    human("telaah"),
    human("sah", "kasi", not_same_person_as=(StepId("terima"),)),
    human("serah"),
)


class TestFourEyesAreNotPassedOver:
    """Whoever did a step does not leave out the one at which another was to look at it."""

    @pytest.mark.parametrize(("mode", "more"), [("skip", {}), ("reorder", {"step": "serah"})])
    def test_by_who_did_the_other_step(self, mode: str, more: dict[str, object]) -> None:
        desk = Desk(workflow(*PAIR))
        desk.open()
        desk.do(override(desk, "terima", "act_outside_role"))
        desk.complete("telaah", RINI)

        refusal = refused(desk, override(desk, "sah", mode, **more), FourEyes)

        assert (refusal.person, refusal.other) == (CAMAT.person, "terima")
        other = person("hadi", "camat")
        desk.do(override(desk, "sah", mode, by=other, **more))
        assert desk.at == {"serah"}

    def test_nor_from_a_step_before_it(self) -> None:
        desk = Desk(workflow(*PAIR))
        desk.open()
        desk.do(override(desk, "terima", "act_outside_role"))

        refused(desk, override(desk, "telaah", "reorder", step="serah"), FourEyes)
        desk.do(override(desk, "telaah", "reorder", step="sah"))

        assert desk.at == {"sah"}

    def test_and_who_passed_a_step_over_does_not_look_at_what_came_of_it(self) -> None:
        desk = Desk(workflow(*PAIR))
        desk.open()
        desk.do(override(desk, "terima", "skip"))
        desk.complete("telaah", RINI)

        same = person(CAMAT.person, "kasi")
        refusal = refused(desk, on(desk, "sah", Complete, same), FourEyes)

        assert (refusal.person, refusal.other) == (CAMAT.person, "terima")
        desk.complete("sah", person("hesti", "kasi"))
        assert desk.at == {"serah"}

    def test_but_they_may_have_their_own_step_done_again(self) -> None:
        desk = Desk(workflow(*PAIR))
        desk.open()
        desk.do(override(desk, "terima", "act_outside_role"))

        desk.do(override(desk, "telaah", "reorder", step="terima"))

        assert desk.at == {"terima"}


def the_trace_of(desk: Desk, step: str) -> StepOverridden:
    (trace,) = (
        r.event for r in desk.events if isinstance(r.event, StepOverridden) and r.event.step == step
    )
    return trace


def at_the_block() -> Desk:
    desk = a_desk()
    desk.do(override(desk, "terima", "reorder", step="nomor"))
    desk.record("nomor", {"number": "1"})
    assert desk.at == {"a1", "b"}
    return desk
