"""Finishing a task: who may, with which answer, and what is entered."""

import pytest
from builders import Desk, answer, human, person, workflow
from refusals import on, refused, visit_of

from engine.core.commands import SYSTEM, Actor, Complete, Return
from engine.core.errors import (
    FourEyes,
    InputRefused,
    RoleNotInSop,
    TaskHeldByAnother,
    WrongRole,
)
from engine.core.ids import FieldId, PersonId, RoleId, StepId
from engine.core.text import Text
from engine.core.values import Field, FieldType

RINI, BUDI, HESTI = person("rini"), person("budi"), person("hesti", "kasi")
CAMAT = person("suryo", "camat")


def field(name: str, kind: FieldType = FieldType.TEXT, **more: object) -> Field:
    return Field(id=FieldId(name), title=Text(id=name), type=kind, **more)  # type: ignore[arg-type]


def a_desk(**more: object) -> Desk:
    """A counter that asks two things, has two items to tick, and three answers."""
    desk = Desk(
        workflow(
            human("ajukan", "pemohon", submission=True),
            human(
                "periksa",
                checklist=(Text(id="KTP"), Text(id="KK")),
                form=(
                    field("catatan", required=True),
                    field("luas", FieldType.NUMBER, min="1"),
                ),
                outcomes=(
                    answer("lengkap"),
                    answer("kurang", "return", "ajukan", reason_required=True),
                    answer("tolak", "end", result="rejected"),
                ),
            ),
            human("sah", "camat", not_same_person_as=(StepId("periksa"),)),
            form=(field("nama", required=True), field("luas", FieldType.NUMBER)),
        )
    )
    desk.open(form={"nama": "Warung Tini", "luas": "12,50"}, **more)
    return desk


DONE = {"outcome": "lengkap", "form": {"catatan": "Baik"}, "checklist": (2, 1, 2)}


class TestWhoMay:
    def test_a_person_of_the_role_finishes_a_task_nobody_holds(self) -> None:
        desk = a_desk()

        desk.complete("periksa", RINI, **DONE)

        assert desk.at == {"sah"}
        assert visit_of(desk, "periksa").by == "rini"

    def test_a_task_that_another_holds_is_not_finished(self) -> None:
        desk = a_desk()
        desk.claim("periksa", RINI)

        refused(desk, on(desk, "periksa", Complete, BUDI, **DONE), TaskHeldByAnother)

    def test_another_role_does_not_finish_it(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "periksa", Complete, HESTI, **DONE), WrongRole)
        refused(desk, on(desk, "periksa", Return, HESTI, reason="Kurang"), WrongRole)

    def test_a_role_the_sop_does_not_have_does_not_finish_it(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "periksa", Complete, person("rini", "hantu"), **DONE), RoleNotInSop)

    def test_four_eyes_count_the_person_whatever_the_role_and_whoever_is_acted_for(self) -> None:
        desk = a_desk()
        desk.complete("periksa", RINI, **DONE)
        stand_in = Actor(
            person=PersonId("rini"), role=RoleId("camat"), acting_for=PersonId("suryo")
        )

        refusal = refused(desk, on(desk, "sah", Complete, stand_in), FourEyes)

        assert (refusal.step, refusal.person, refusal.other) == ("sah", "rini", "periksa")
        desk.complete("sah", CAMAT)
        assert desk.state is not None
        assert not desk.state.is_open

    def test_four_eyes_forget_a_visit_that_another_person_did_again(self) -> None:
        again = answer("ulang", "return", "terima")
        desk = Desk(
            workflow(
                human("terima"),
                human(
                    "sah", not_same_person_as=(StepId("terima"),), outcomes=(answer("ya"), again)
                ),
            )
        )
        desk.open()
        desk.complete("terima", RINI)
        desk.send_back("sah", BUDI)
        desk.complete("terima", BUDI)

        desk.complete("sah", RINI, outcome="ya")

        assert desk.state is not None
        assert desk.state.result == "completed"

    def test_four_eyes_forget_a_visit_that_was_never_finished(self) -> None:
        desk = Desk(
            workflow(
                human("awal"),
                [
                    [human("a")],
                    [human("b", outcomes=(answer("ya"), answer("ulang", "return", "awal")))],
                ],
                human("sah", not_same_person_as=(StepId("a"),)),
            )
        )
        desk.open()
        desk.complete("awal", RINI)
        desk.send_back("b", RINI)
        assert visit_of(desk, "a").how == "cancelled"
        desk.complete("awal", RINI)
        desk.complete("a", BUDI)
        desk.complete("b", BUDI, outcome="ya")

        desk.complete("sah", RINI)

        assert desk.at == set()

    def test_four_eyes_hold_for_whoever_sent_the_case_back(self) -> None:
        again = answer("ulang", "return", "terima")
        desk = Desk(
            workflow(
                human("terima", not_same_person_as=(StepId("sah"),)),
                human("sah", outcomes=(answer("ya"), again)),
            )
        )
        desk.open()
        desk.complete("terima", RINI)
        desk.send_back("sah", BUDI)

        refused(desk, on(desk, "terima", Complete, BUDI), FourEyes)

    def test_staff_record_the_applicants_act_and_history_names_both(self) -> None:
        desk = a_desk()
        desk.send_back("periksa", RINI)
        for_tini = Actor(
            person=PersonId("budi"), role=RoleId("kasi"), acting_for=PersonId("tini"), via="test"
        )

        desk.complete("ajukan", for_tini)

        done = next(
            r for r in reversed(desk.events) if r.event.__class__.__name__ == "StepCompleted"
        )
        assert (done.by.person, done.by.acting_for) == ("budi", "tini")

    def test_the_system_may_record_what_the_applicant_did(self) -> None:
        desk = Desk(workflow(human("terima"), human("bayar", "pemohon")))
        desk.open()
        desk.complete("terima", RINI)

        desk.complete("bayar", SYSTEM)

        assert desk.at == set()


class TestAnswers:
    @pytest.mark.parametrize("outcome", [None, "hantu"])
    def test_a_decision_needs_one_of_its_answers(self, outcome) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "periksa", Complete, RINI, outcome=outcome), InputRefused)

        assert refusal.problems == {"outcome": "must be one of: lengkap, kurang, tolak"}

    def test_a_step_without_answers_takes_none(self) -> None:
        desk = a_desk()
        desk.complete("periksa", RINI, **DONE)

        refusal = refused(desk, on(desk, "sah", Complete, CAMAT, outcome="ya"), InputRefused)

        assert refusal.problems == {"outcome": "must be left out: sah is no decision"}

    def test_an_answer_that_must_be_explained_needs_its_reason(self) -> None:
        desk = a_desk()

        refusal = refused(
            desk, on(desk, "periksa", Complete, RINI, outcome="kurang", reason="  "), InputRefused
        )

        assert refusal.problems == {"reason": "must be given"}

    def test_any_reason_is_kept_within_bounds(self) -> None:
        desk = a_desk()

        refusal = refused(
            desk, on(desk, "periksa", Complete, RINI, **DONE, reason="x" * 4001), InputRefused
        )

        assert refusal.problems == {"reason": "has 4001 characters; at most 4000 are allowed"}

    def test_the_answer_ends_the_case_with_its_result_and_reason(self) -> None:
        desk = a_desk()

        desk.complete("periksa", RINI, outcome="tolak", reason=" Tidak berhak ")

        ended = desk.events[-1].event
        assert (ended.result, ended.reason) == ("rejected", "Tidak berhak")  # type: ignore[union-attr]

    def test_an_answer_may_jump_over_rows(self) -> None:
        desk = Desk(
            workflow(
                human("pilah", outcomes=(answer("ringan", target="serah"), answer("berat"))),
                human("survei"),
                human("serah"),
            )
        )
        desk.open()

        desk.complete("pilah", RINI, outcome="ringan")

        assert desk.at == {"serah"}


class TestFormAndChecklist:
    def test_what_was_entered_is_remembered_in_its_normal_form(self) -> None:
        desk = a_desk()

        desk.complete(
            "periksa", RINI, outcome="lengkap", form={"catatan": " Baik ", "luas": "7,50"},
            checklist=(1, 2),
        )  # fmt: skip

        assert desk.state is not None
        assert desk.state.data["form.catatan"] == "Baik"
        assert desk.state.data["form.luas"] == "7.5"

    def test_every_problem_is_named_at_once(self) -> None:
        desk = a_desk()
        form = {"luas": "0", "hantu": "x"}

        refusal = refused(
            desk,
            on(desk, "periksa", Complete, RINI, outcome="lengkap", form=form, checklist=(2,)),
            InputRefused,
        )

        assert refusal.problems == {
            "catatan": "must be filled in",
            "luas": "must be at least 1",
            "hantu": "is not a field of this form",
            "checklist": "must be ticked whole to go on; missing: 1",
        }
        assert "; " in str(refusal)

    def test_an_item_that_is_not_there_cannot_be_ticked(self) -> None:
        desk = a_desk()

        refusal = refused(
            desk, on(desk, "periksa", Complete, RINI, outcome="tolak", checklist=(0, 3)),
            InputRefused,
        )  # fmt: skip

        assert refusal.problems == {"checklist": "has no item 0, 3"}

    def test_items_are_kept_once_and_in_order(self) -> None:
        desk = a_desk()

        desk.complete("periksa", RINI, **DONE)

        done = next(r.event for r in desk.events if getattr(r.event, "step", "") == "periksa"
                    and hasattr(r.event, "checklist"))  # fmt: skip
        assert done.checklist == (1, 2)  # type: ignore[union-attr]

    @pytest.mark.parametrize("outcome", ["kurang", "tolak"])
    def test_an_answer_that_does_not_go_on_may_leave_form_and_items_open(self, outcome) -> None:
        desk = a_desk()

        desk.complete("periksa", RINI, outcome=outcome, reason="Foto buram")

        assert "periksa" not in desk.at

    def test_but_what_is_entered_with_it_must_still_fit(self) -> None:
        desk = a_desk()

        refusal = refused(
            desk,
            on(desk, "periksa", Complete, RINI, outcome="kurang", reason="Buram",
               form={"luas": "banyak"}),
            InputRefused,
        )  # fmt: skip

        assert set(refusal.problems) == {"luas"}

    def test_a_correction_asks_the_opening_form_again_and_needs_only_what_changed(self) -> None:
        desk = a_desk()
        desk.send_back("periksa", RINI)

        refusal = refused(
            desk, on(desk, "ajukan", Complete, RINI, form={"catatan": "x"}), InputRefused
        )
        assert set(refusal.problems) == {"catatan"}
        desk.complete("ajukan", RINI, form={"luas": "20"})

        assert desk.state is not None
        assert desk.state.data == {"form.nama": "Warung Tini", "form.luas": "20"}

    def test_a_required_answer_cannot_be_blanked_by_a_correction(self) -> None:
        desk = a_desk()
        desk.send_back("periksa", RINI)

        refusal = refused(
            desk, on(desk, "ajukan", Complete, RINI, form={"nama": "  "}), InputRefused
        )

        assert refusal.problems == {"nama": "must be filled in"}


def test_a_four_eyes_pair_in_parallel_branches_binds_whichever_comes_first() -> None:
    flow = workflow(
        [[human("a", "kasi")], [human("b", "kasi", not_same_person_as=("a",))]], human("sah")
    )
    desk = Desk(flow)
    desk.open()
    desk.complete("b", person("hesti", "kasi"))

    refusal = refused(desk, on(desk, "a", Complete, person("hesti", "kasi")), FourEyes)

    assert refusal.other == "b"
    desk.complete("a", person("dewi", "kasi"))
    assert desk.at == {"sah"}
