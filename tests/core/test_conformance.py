"""Logs from elsewhere: what departs from the SOP in cases that were never executed here."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, action, answer, human, wait, workflow
from logs import CASE, found, log, verdict

from engine.core.automaton import Automaton
from engine.core.conformance import (
    CaseVerdict,
    LogChecker,
    LogColumns,
    LogRow,
    columns_from_rows,
    deviations_in_log,
)
from engine.core.deviations import Clause, Deviation, DeviationKind, clause_of
from engine.core.errors import InputRefused, WorkflowTooWide
from engine.core.expressions import Const
from engine.core.ids import CaseId, PersonId, RoleId, StepId
from engine.core.text import Text

MAYBE = Const(value=True)
LINE = workflow(*(human(step) for step in "abcdef"))
ROUND = workflow(
    human("terima"),
    human("periksa", outcomes=(answer("ya"), answer("tidak", "return", "terima"))),
    human("telaah"),
    human("sah", "camat", outcomes=(answer("ya"), answer("ulang", "return", "periksa"))),
    human("serah"),
)
BESIDE = workflow(human("a"), [[human("b"), human("c")], [action("nomor"), human("d")]], human("e"))


def test_a_case_done_row_by_row_fits_and_departs_from_nothing() -> None:
    assert verdict(LINE, *"abcdef") == CaseVerdict(case=CASE, rows=6, fits=True)


@pytest.mark.parametrize("rows", range(1, 6))
def test_an_unfinished_case_fits_as_a_beginning(rows: int) -> None:
    assert verdict(LINE, *"abcdef"[:rows]) == CaseVerdict(case=CASE, rows=rows, fits=True)


def test_a_row_passed_over_is_skipped_with_its_clause_and_who_passed_it_over() -> None:
    said = verdict(LINE, "a:loket/rini", "c:loket/budi", "d")

    assert not said.fits
    assert said.deviations == (
        Deviation(
            kind=DeviationKind.SKIPPED,
            case=CASE,
            at=MONDAY + timedelta(minutes=1),
            step=StepId("b"),
            clause=Clause(says=Text(id="Mengerjakan b"), row=2, role=RoleId("loket")),
            persons=(PersonId("budi"),),
            roles=(RoleId("loket"),),
            visits=1,
            against=(StepId("c"),),
        ),
    )


def test_rows_passed_over_together_are_each_skipped() -> None:
    assert found(verdict(LINE, "a", "e")) == [("skipped", "b"), ("skipped", "c"), ("skipped", "d")]


def test_rows_missing_at_the_end_are_skipped_only_in_a_completed_case() -> None:
    assert verdict(LINE, *"abcd").fits
    assert found(verdict(LINE, *"abcd", completed=True)) == [("skipped", "e"), ("skipped", "f")]
    assert verdict(LINE, *"abcdef", completed=True).fits


def test_two_rows_swapped_are_one_departure_of_the_one_that_came_late() -> None:
    said = verdict(LINE, *"abdcef")

    assert found(said) == [("out_of_order", "c")]
    assert said.deviations[0].against == ("d",)
    assert said.deviations[0].at == MONDAY + timedelta(minutes=3)


def test_a_row_done_far_too_early_is_one_departure_of_its_own() -> None:
    said = verdict(LINE, *"aebcdf")

    assert found(said) == [("out_of_order", "e")]
    assert said.deviations[0].against == ("b",)


def test_a_row_done_too_early_and_again_later_is_one_departure_too() -> None:
    rows = ("terima", "periksa", "telaah", "telaah", "sah", "periksa", "sah", "serah")

    assert found(verdict(ROUND, *rows)) == [("out_of_order", "telaah")]


def test_a_row_done_twice_without_being_sent_back_is_repeated() -> None:
    said = verdict(LINE, *"abbc")

    assert found(said) == [("repeated", "b")]
    assert said.deviations[0].visits == 2
    assert said.deviations[0].against == ("c",)


def test_a_row_after_the_end_is_repeated() -> None:
    assert found(verdict(LINE, *"abcdef", "a")) == [("repeated", "a")]


def test_a_row_of_the_answer_not_taken_is_out_of_order() -> None:
    choice = human("x", outcomes=(answer("ya"), answer("lain", "next", "z")))
    flow = workflow(choice, human("y", outcomes=(answer("u", "end"), answer("v", "end"))),
                    human("z"))  # fmt: skip

    assert found(verdict(flow, "x", "y", "z")) == [("out_of_order", "z")]


def test_returns_are_part_of_the_sop() -> None:
    rows = ("terima", "periksa", "terima", "periksa", "telaah", "sah")

    assert verdict(ROUND, *rows, "periksa", "telaah", "sah", "serah", completed=True).fits


def test_the_row_that_a_return_asks_for_again_can_be_skipped() -> None:
    said = verdict(ROUND, "terima", "periksa", "periksa", "telaah")

    assert found(said) == [("skipped", "terima")]
    assert said.deviations[0].visits == 2


def test_a_row_skipped_in_every_round_is_found_in_every_round() -> None:
    said = verdict(ROUND, "periksa", "periksa", "telaah")

    assert [(one.step, one.visits) for one in said.deviations] == [("terima", 1), ("terima", 2)]


@pytest.mark.parametrize("rows", ["abcde", "adbce", "abdce", "andbce", "abncde"])
def test_parallel_rows_may_come_in_any_order(rows: str) -> None:
    steps = ["nomor" if step == "n" else step for step in rows]

    assert verdict(BESIDE, *steps, completed=True).fits


def test_an_automated_row_may_be_left_out_and_may_not_come_late() -> None:
    assert found(verdict(BESIDE, "a", "d", "nomor", "b")) == [("out_of_order", "nomor")]


def test_a_block_is_not_left_before_every_branch_is_done() -> None:
    assert found(verdict(BESIDE, "a", "b", "c", "e")) == [("skipped", "d")]
    assert found(verdict(BESIDE, "a", "b", "c", "e", "d")) == [("out_of_order", "d")]


def test_rows_that_a_condition_leaves_out_are_not_skipped() -> None:
    block = [[human("b", when=MAYBE)], [human("c", when=MAYBE)]]
    flow = workflow(human("a", when=MAYBE), block, human("d"))

    for rows in ("abcd", "acbd", "bcd", "acd", "cd", "d"):
        assert verdict(flow, *rows, completed=True).fits
    assert found(verdict(flow, *"abc", completed=True)) == [("skipped", "d")]


def test_a_return_opens_a_row_whatever_its_condition_says() -> None:
    back = human("b", outcomes=(answer("ya"), answer("tidak", "return", "a")))
    flow = workflow(human("a", when=MAYBE), back, human("c"))

    assert verdict(flow, "b", "a", "b", "c").fits
    assert found(verdict(flow, "b", "b", "c")) == [("skipped", "a")]


def test_the_submission_may_be_left_out() -> None:
    flow = workflow(
        human("ajukan", "pemohon", submission=True),
        human("b", outcomes=(answer("ya"), answer("tidak", "return", "ajukan"))),
        wait("tunggu"),
        human("c"),
    )

    for rows in (["ajukan", "b", "tunggu", "c"], ["b", "b", "ajukan", "b", "c"]):
        assert verdict(flow, *rows, completed=True).fits


def test_an_answer_that_ends_the_case_ends_it() -> None:
    ends = human("b", outcomes=(answer("ya"), answer("tidak", "end")))
    flow = workflow(human("a"), [[ends], [human("c")]], human("d"))

    assert verdict(flow, "a", "b", completed=True).fits
    assert found(verdict(flow, "a", completed=True)) == [("skipped", "b")]


def test_a_step_that_the_sop_does_not_have_is_found_and_the_rest_judged() -> None:
    said = verdict(LINE, "a", "rapat:loket/budi", "c")

    assert not said.fits
    assert found(said) == [("unknown_step", "rapat"), ("skipped", "b")]
    assert said.deviations[0].clause is None
    assert said.deviations[0].persons == ("budi",)


def test_a_case_of_unknown_steps_alone_does_not_fit() -> None:
    flow = workflow(human("a"))

    assert found(verdict(flow, "rapat")) == [("unknown_step", "rapat")]
    assert found(verdict(flow, "rapat", completed=True)) == [
        ("unknown_step", "rapat"),
        ("skipped", "a"),
    ]


def test_a_step_done_in_another_role_still_fits_the_order() -> None:
    said = verdict(ROUND, "terima:loket", "periksa:loket", "telaah:loket", "sah:kasi/ani")

    assert said.fits
    assert found(said) == [("wrong_role", "sah")]
    assert said.deviations[0].roles == ("kasi",)
    assert said.deviations[0].persons == ("ani",)
    assert said.deviations[0].clause == Clause(
        says=Text(id="Mengerjakan sah"), row=4, role=RoleId("camat")
    )


def test_staff_may_record_what_an_outsider_did_and_strangers_may_not() -> None:
    flow = workflow(human("bayar", "pemohon"), action("nomor"), human("c"))

    assert found(verdict(flow, "bayar:kasi", "nomor:mesin", "c:loket")) == []
    assert found(verdict(flow, "bayar:tamu", "nomor")) == [("wrong_role", "bayar")]


def test_four_eyes_counts_the_person_in_the_latest_visit() -> None:
    flow = workflow(
        human("a", not_same_person_as=(StepId("b"),)),
        human("b", not_same_person_as=(StepId("a"),),
              outcomes=(answer("ya"), answer("t", "return", "a"))),
        human("c", not_same_person_as=(StepId("a"), StepId("b"))),
    )  # fmt: skip

    said = verdict(flow, "a:loket/x", "b:kasi/x", "a:loket/y", "b:loket/y", "c:loket/x")

    same = [one for one in said.deviations if one.kind is DeviationKind.SAME_PERSON]
    assert [(one.step, one.visits, one.against, one.persons) for one in same] == [
        ("b", 1, ("a",), ("x",)),
        ("b", 2, ("a",), ("y",)),
    ]
    assert found(said) == [("wrong_role", "b"), ("same_person", "b"), ("same_person", "b")]


def test_beside_each_other_a_four_eyes_pair_binds_whoever_comes_second() -> None:
    pair = human("b", not_same_person_as=(StepId("c"), StepId("a")))
    flow = workflow(human("a"), [[pair], [human("c")], [human("d")]])

    assert found(verdict(flow, "a", "b:loket/x", "c:loket/x")) == [("same_person", "c")]
    assert found(verdict(flow, "a", "c:loket/x", "b:loket/x")) == [("same_person", "b")]
    assert found(verdict(flow, "a", "c:loket/x", "d:loket/x", "b:loket/y")) == []


def test_nobody_is_accused_where_the_log_names_nobody() -> None:
    flow = workflow(human("a"), human("b", not_same_person_as=(StepId("a"),)))

    assert found(verdict(flow, "a", "b")) == []


def test_each_visit_beyond_the_tolerance_is_a_repetition() -> None:
    turn = human("b", tolerance=1, outcomes=(answer("ya"), answer("tidak", "return", "a")))
    flow = workflow(human("a", tolerance=9), turn, human("c", tolerance=1))

    said = verdict(flow, *"ababab", "c", "c")

    assert [(one.kind, one.step, one.visits, one.allowed) for one in said.deviations] == [
        ("repeated", "b", 2, 1),
        ("repeated", "b", 3, 1),
        ("repeated", "c", 2, None),
    ]


def test_cases_are_told_apart_and_rows_put_in_the_order_of_time() -> None:
    rows = [*log(*"abcdef", case="satu"), *log(*"acdef", case="dua"), *log("f", case="tiga")]
    rows = [*rows[::2], *rows[1::2]]

    said = deviations_in_log(LINE, rows, completed={CaseId("satu")})

    assert {one.case: (one.rows, one.fits, len(one.deviations)) for one in said} == {
        "satu": (6, True, 0),
        "dua": (5, False, 1),
        "tiga": (1, False, 5),
    }


def test_rows_of_one_instant_stay_in_the_order_of_the_log() -> None:
    rows = [LogRow(CASE, StepId(step), MONDAY) for step in "abc"]

    assert deviations_in_log(LINE, rows)[0].fits


def test_an_empty_log_says_nothing() -> None:
    assert deviations_in_log(LINE, []) == ()


def test_an_instant_without_its_offset_is_refused_with_its_row() -> None:
    rows = [*log("a"), LogRow(CASE, StepId("b"), datetime(2026, 11, 23, 9, 0))]  # noqa: DTZ001

    with pytest.raises(InputRefused, match="row 2 must carry its offset"):
        deviations_in_log(LINE, rows)


def test_columns_of_unequal_length_are_refused() -> None:
    columns = columns_from_rows(log("a", "b"))._replace(roles=[None])

    with pytest.raises(InputRefused) as refused:
        LogChecker(LINE).check(columns)

    assert refused.value.problems == {"roles": "has 1 values, cases has 2"}


def test_columns_may_be_any_sequences() -> None:
    at = [datetime(2026, 11, 23, 1, minute, tzinfo=UTC) for minute in range(2)]
    columns = LogColumns([CASE] * 2, [StepId("a"), StepId("c")], at, [None] * 2, [None] * 2)

    assert found(LogChecker(LINE).check(columns)[0]) == [("skipped", "b")]


def test_what_is_forgotten_is_judged_the_same_again() -> None:
    rows = [*log(*"acdef", case="satu"), *log(*"abdcef", case="dua"), *log(*"acdef", case="tiga")]
    columns = columns_from_rows(rows)

    assert LogChecker(LINE, remembered=1).check(columns) == LogChecker(LINE).check(columns)


def test_a_workflow_too_wide_to_follow_is_refused_clearly() -> None:
    automated = [[action(f"n{branch}_{row}") for row in range(3)] for branch in range(4)]
    flow = workflow(human("a"), automated, human("b"))

    with pytest.raises(WorkflowTooWide, match="Logs of contoh cannot be followed: more than 200"):
        Automaton(flow, limit=200).after_all([StepId("a")])


def test_many_narrow_states_are_bounded_as_well() -> None:
    with pytest.raises(WorkflowTooWide):
        Automaton(LINE, limit=4).after_all([StepId(step) for step in "abcdef"])


def test_the_kinds_of_deviations_are_the_golden_ones() -> None:
    assert sorted(DeviationKind) == [
        "backdated",
        "implausibly_fast",
        "late_case",
        "late_step",
        "legal_limit_passed",
        "missing_input",
        "out_of_order",
        "overridden",
        "pause_above_cap",
        "pause_without_ground",
        "repeated",
        "same_person",
        "skipped",
        "unknown_step",
        "wrong_role",
    ]


def test_a_clause_is_the_row_of_the_matrix() -> None:
    assert clause_of(LINE.known_step(StepId("c"))) == Clause(
        says=Text(id="Mengerjakan c"), row=3, role=RoleId("loket")
    )
