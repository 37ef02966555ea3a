"""Sending a case back: by which answer, why, and what it leaves open."""

import pytest
from builders import Desk, answer, human, person, workflow
from refusals import on, open_task, refused, visit_of

from engine.core.commands import Return
from engine.core.errors import InputRefused
from engine.core.workflow import PauseReason

RINI, BUDI, CAMAT = person("rini"), person("budi"), person("suryo", "camat")


def a_desk_with_two_ways_back() -> Desk:
    desk = Desk(
        workflow(
            human("ajukan", "pemohon", submission=True),
            human("periksa"),
            human(
                "sah",
                "camat",
                outcomes=(
                    answer("ya"),
                    answer("perbaiki", "return", "ajukan", pause=PauseReason.APPLICANT),
                    answer("periksa_lagi", "return", "periksa"),
                ),
            ),
        )
    )
    desk.open()
    desk.complete("periksa", RINI)
    return desk


class TestReturn:
    def test_it_goes_by_the_answer_that_leads_there(self) -> None:
        desk = a_desk_with_two_ways_back()

        desk.do(on(desk, "sah", Return, CAMAT, reason=" Kurang jelas ", to="ajukan"))

        assert desk.at == {"ajukan"}
        assert open_task(desk, "ajukan").pause is PauseReason.APPLICANT
        assert (visit_of(desk, "sah").how, visit_of(desk, "sah").outcome) == (
            "returned",
            "perbaiki",
        )
        assert desk.events[-2].event.reason == "Kurang jelas"  # type: ignore[union-attr]

    def test_it_names_its_goal_where_there_are_several(self) -> None:
        desk = a_desk_with_two_ways_back()

        for goal in (None, "sah", "hantu"):
            refusal = refused(
                desk, on(desk, "sah", Return, CAMAT, reason="Salah", to=goal), InputRefused
            )
            assert refusal.problems["to"].endswith("sah has: ajukan, periksa")

    def test_a_step_without_a_way_back_cannot_return(self) -> None:
        desk = Desk(workflow(human("terima")))
        desk.open()

        refusal = refused(desk, on(desk, "terima", Return, RINI, reason="Salah"), InputRefused)

        assert refusal.problems["to"].endswith("terima has no answer that sends the case back")

    def test_of_two_answers_that_lead_to_the_same_row_one_must_be_given(self) -> None:
        back = (answer("kurang", "return", "ajukan"), answer("keliru", "return", "ajukan"))
        outcomes = (answer("ya"), *back)
        desk = Desk(workflow(human("ajukan"), human("periksa", outcomes=outcomes)))
        desk.open()
        desk.complete("ajukan", RINI)

        for goal in (None, "ajukan"):
            command = on(desk, "periksa", Return, BUDI, reason="Salah", to=goal)
            refusal = refused(desk, command, InputRefused)
            assert refusal.problems["to"].endswith("one of its answers kurang, keliru")

    @pytest.mark.parametrize("reason", ["", " \n ", "x" * 4001])
    def test_it_needs_a_reason(self, reason) -> None:
        desk = a_desk_with_two_ways_back()
        command = on(desk, "sah", Return, CAMAT, reason=reason, to="ajukan")

        refusal = refused(desk, command, InputRefused)

        assert set(refusal.problems) == {"reason"}

    def test_the_pause_of_the_row_holds_where_the_answer_brings_none(self) -> None:
        desk = Desk(
            workflow(
                human("bayar", "pemohon", pause=PauseReason.PAYMENT),
                human("sah", outcomes=(answer("ya"), answer("ulang", "return", "bayar"))),
            )
        )
        desk.open()
        assert open_task(desk, "bayar").pause is PauseReason.PAYMENT
        desk.complete("bayar", RINI)

        desk.send_back("sah", BUDI)

        assert open_task(desk, "bayar").pause is PauseReason.PAYMENT

    def test_a_return_within_a_branch_leaves_the_other_branches_alone(self) -> None:
        desk = Desk(
            workflow(
                [
                    [
                        human("a1"),
                        human("a2", outcomes=(answer("ya"), answer("ulang", "return", "a1"))),
                    ],
                    [human("b")],
                ]
            )
        )
        desk.open()
        desk.complete("a1", RINI)

        desk.send_back("a2", RINI)

        assert desk.at == {"a1", "b"}

    def test_a_return_out_of_an_outer_block_leaves_the_inner_ones_too(self) -> None:
        inner = [[human("a1")], [human("a2")]]
        back = human("b", outcomes=(answer("ya"), answer("ulang", "return", "awal")))
        desk = Desk(workflow(human("awal"), [[inner], [back]]))
        desk.open()
        desk.complete("awal", RINI)
        desk.complete("a1", RINI)
        assert desk.state is not None
        assert desk.state.arrived

        desk.send_back("b", RINI)

        assert desk.at == {"awal"}
        assert desk.state.arrived == {}

    def test_a_return_out_of_an_inner_block_keeps_what_arrived_at_the_outer_join(self) -> None:
        back = human("a2", outcomes=(answer("ya"), answer("ulang", "return", "a0")))
        inner = [[human("a1")], [back]]
        desk = Desk(workflow([[human("a0"), inner], [human("b")]], human("sah")))
        desk.open()
        desk.complete("b", RINI)
        desk.complete("a0", RINI)

        desk.send_back("a2", RINI)
        desk.complete("a0", RINI)
        desk.complete("a1", RINI)
        desk.complete("a2", RINI, outcome="ya")

        assert desk.at == {"sah"}

    def test_a_return_out_of_an_inner_block_leaves_the_outer_branches_open(self) -> None:
        back = human("a2", outcomes=(answer("ya"), answer("ulang", "return", "a0")))
        desk = Desk(workflow([[human("a0"), [[human("a1")], [back]]], [human("b")]]))
        desk.open()
        desk.complete("a0", RINI)

        desk.send_back("a2", RINI)

        assert desk.at == {"a0", "b"}
