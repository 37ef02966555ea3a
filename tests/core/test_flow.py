"""How a case moves through its SOP."""

import pytest
from builders import CASE, Desk, action, answer, human, person, wait, workflow

from engine.core.commands import SYSTEM, Actor, RecordAction
from engine.core.effects import RunAction, WakeAt
from engine.core.errors import ResultAlreadyRecorded, TaskNotOpen
from engine.core.events import Cause
from engine.core.expressions import Compare, Const, Ref
from engine.core.ids import FieldId
from engine.core.text import Text
from engine.core.values import Field, FieldType
from engine.core.workflow import PauseReason

RINI, HESTI = person("rini"), person("hesti", "kasi")


def a_desk_with_a_return() -> Desk:
    return Desk(
        workflow(
            human("ajukan", "pemohon", submission=True),
            human(
                "periksa",
                outcomes=(
                    answer("lengkap", accepts_file=True),
                    answer(
                        "kurang",
                        "return",
                        "ajukan",
                        pause=PauseReason.APPLICANT,
                        reason_required=True,
                    ),
                ),
            ),
            human("sah", "camat"),
        )
    )


def test_opening_performs_the_submission_and_opens_the_next_row() -> None:
    desk = a_desk_with_a_return()

    desk.open()

    assert desk.at == {"periksa"}
    assert desk.kinds == ["case_opened", "step_opened", "step_completed", "step_opened"]


def test_the_normal_path_ends_completed() -> None:
    desk = a_desk_with_a_return()
    desk.open()

    desk.complete("periksa", RINI, outcome="lengkap")
    desk.complete("sah", person("suryo", "camat"))

    assert desk.state is not None
    assert (desk.state.result, desk.at) == ("completed", set())
    assert desk.state.closed_at == desk.state.last_at
    assert desk.state.accepted_at is not None


def test_a_return_opens_a_new_visit_and_erases_nothing() -> None:
    desk = a_desk_with_a_return()
    desk.open()

    desk.complete("periksa", RINI, outcome="kurang", reason="Foto buram")

    assert desk.state is not None
    (again,) = desk.state.active
    assert (again.step, again.visit, again.cause) == ("ajukan", 2, Cause.RETURN)
    assert again.pause is PauseReason.APPLICANT
    desk.complete("ajukan", RINI)
    assert desk.state.visits["periksa"].begun == 2  # type: ignore[index]
    assert desk.kinds.count("step_opened") == 4


def test_a_finished_task_cannot_be_finished_again_and_the_refusal_says_who_did() -> None:
    desk = a_desk_with_a_return()
    desk.open()
    desk.complete("periksa", RINI, outcome="lengkap")
    before = desk.state

    with pytest.raises(TaskNotOpen) as refusal:
        desk.complete("periksa", person("budi"), outcome="lengkap")

    assert (refusal.value.by, refusal.value.step) == ("rini", "periksa")
    assert "rini" in str(refusal.value)
    assert desk.state == before


def parallel_desk() -> Desk:
    return Desk(
        workflow(
            human("terima"),
            [
                [human("teknis", "kasi"), human("lapangan", "kasi")],
                [
                    human(
                        "hukum",
                        "camat",
                        outcomes=(answer("ya"), answer("tidak", "return", "terima")),
                    )
                ],
            ],
            human("sah", "camat"),
        )
    )


CAMAT = person("suryo", "camat")


def test_a_block_waits_for_all_its_branches() -> None:
    desk = parallel_desk()
    desk.open()
    desk.complete("terima", RINI)
    assert desk.at == {"teknis", "hukum"}

    desk.complete("hukum", CAMAT, outcome="ya")
    assert desk.at == {"teknis"}
    desk.complete("teknis", HESTI)
    desk.complete("lapangan", HESTI)

    assert desk.at == {"sah"}
    assert desk.kinds.count("block_joined") == 1


def test_a_return_out_of_a_block_cancels_its_other_branches() -> None:
    desk = parallel_desk()
    desk.open()
    desk.complete("terima", RINI)
    desk.complete("teknis", HESTI)

    desk.complete("hukum", CAMAT, outcome="tidak")

    assert desk.at == {"terima"}
    desk.complete("terima", RINI)
    assert desk.at == {"teknis", "hukum"}
    assert desk.state is not None
    assert desk.state.visits["lapangan"].how == "cancelled"  # type: ignore[index]


def test_a_return_out_of_a_block_forgets_branches_that_had_arrived() -> None:
    desk = parallel_desk()
    desk.open()
    desk.complete("terima", RINI)
    desk.complete("teknis", HESTI)
    desk.complete("lapangan", HESTI)

    desk.complete("hukum", CAMAT, outcome="tidak")

    assert desk.state is not None
    assert desk.state.arrived == {}
    assert "block_left" in desk.kinds


def test_a_condition_that_is_false_skips_the_row_by_rule() -> None:
    area = Field(id=FieldId("luas"), title=Text(id="Luas"), type=FieldType.NUMBER)
    large = Compare(
        op=">", left=Ref(path="form.luas", numeric=True), right=Const(value="100", numeric=True)
    )
    flow = workflow(human("terima"), human("survei", when=large), human("sah"), form=(area,))
    small, big = Desk(flow), Desk(flow)

    small.open(form={"luas": "99.5"})
    small.complete("terima", RINI)
    big.open(form={"luas": "100,5"})
    big.complete("terima", RINI)

    assert (small.at, big.at) == ({"sah"}, {"survei"})
    assert "step_skipped" in small.kinds


def test_a_block_whose_rows_are_all_skipped_is_joined_at_once() -> None:
    never = Compare(op="==", left=Const(value="a"), right=Const(value="b"))
    flow = workflow(
        human("terima"), [[human("a", when=never)], [human("b", when=never)]], human("sah")
    )
    desk = Desk(flow)
    desk.open()

    desk.complete("terima", RINI)

    assert desk.at == {"sah"}


def test_an_automated_row_asks_for_its_effect_and_takes_one_result() -> None:
    flow = workflow(human("terima"), action("nomor", results=("number",)), human("serah"))
    desk = Desk(flow)
    desk.open()

    decision = desk.complete("terima", RINI)
    assert decision.effects == (RunAction(activation=desk.task("nomor"), action="issue_number"),)
    first = desk.task("nomor")
    desk.record("nomor", {"number": "470/1"})

    assert desk.state is not None
    assert desk.state.data["result.nomor.number"] == "470/1"
    with pytest.raises(ResultAlreadyRecorded):
        desk.do(RecordAction(case=CASE, by=SYSTEM, activation=first, result={"number": "470/2"}))


def test_a_waiting_row_asks_to_be_woken_on_the_date_of_the_form() -> None:
    day = Field(id=FieldId("sidang"), title=Text(id="Sidang"), type=FieldType.DATE, required=True)
    desk = Desk(workflow(wait("tunggu", until="sidang"), human("sah"), form=(day,)))

    decision = desk.open(form={"sidang": "24/12/2026"})

    assert decision.effects == (
        WakeAt(activation=desk.task("tunggu"), duration=None, until="2026-12-24"),
    )
    desk.record("tunggu")
    assert desk.at == {"sah"}


def test_a_rejecting_answer_ends_the_case_and_cancels_what_is_open() -> None:
    flow = workflow(
        [
            [human("a", outcomes=(answer("ya"), answer("tolak", "end", result="rejected")))],
            [human("b")],
        ],
        human("sah"),
    )
    desk = Desk(flow)
    desk.open()

    desk.complete("a", RINI, outcome="tolak", reason="Tidak berhak")

    assert desk.state is not None
    assert (desk.state.result, desk.at) == ("rejected", set())
    assert desk.state.visits["b"].how == "cancelled"  # type: ignore[index]


def test_staff_of_the_sop_record_what_the_applicant_did() -> None:
    desk = Desk(workflow(human("terima"), human("bayar", "pemohon")))
    desk.open()
    desk.complete("terima", RINI)

    desk.complete("bayar", Actor(person=RINI.person, role=RINI.role))

    assert desk.state is not None
    assert desk.state.result == "completed"
