"""Logs from elsewhere by the clock: what was late in cases that were never executed here."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import action, answer, call, human, wait, workflow
from builders_calendar import at, clock
from builders_clocks import KANTOR, lasting, service, timed
from logs import CASE
from msgspec.structs import replace

from engine.core.conformance import (
    CaseVerdict,
    LogChecker,
    LogRow,
    columns_from_rows,
    deviations_in_log,
)
from engine.core.deviations import Deviation, DeviationKind
from engine.core.durations import Duration, TimeUnit
from engine.core.errors import BeyondCalendar, InputRefused
from engine.core.expressions import Const
from engine.core.ids import CaseId, PersonId, RoleId, StepId
from engine.core.workflow import PauseReason, Workflow

TIMED = {"late_step", "late_case", "legal_limit_passed", "implausibly_fast"}
LINE = workflow(*(timed(step, "60 menit") for step in "abcd"))
BESIDE = workflow(
    timed("a", "60 menit"),
    [[timed("b", "60 menit"), timed("c", "60 menit")], [timed("d", "3 jam")]],
    timed("e", "60 menit"),
)
FILING = workflow(
    human("ajukan", "pemohon", submission=True),
    timed(
        "periksa",
        "60 menit",
        outcomes=(answer("ya", accepts_file=True), answer("kurang", "return", "ajukan")),
    ),
    timed("telaah", "60 menit"),
    timed("serah", "60 menit"),
    service=service("1 hari kerja"),
)


def rows(*told: str, case: str = CASE, day: str = "2026-11-23") -> list[LogRow]:
    """`a 08:30`, by the office's clock on that Monday; `a 24 08:30` on another day of November."""
    return [_row(one.split(), case, day) for one in told]


def _row(parts: list[str], case: str, day: str) -> LogRow:
    step, *_, hour = parts
    date = f"2026-11-{parts[1]}" if len(parts) == 3 else day
    done = at(KANTOR, f"{date} {hour}")
    return LogRow(CaseId(case), StepId(step), done, RoleId("loket"), PersonId("rini"))


def verdict(flow: Workflow, *told: str, completed: bool = False, **more: object) -> CaseVerdict:
    ended = [CASE] if completed else []
    (said,) = deviations_in_log(
        flow,
        rows(*told),
        completed=ended,
        calendar=KANTOR,
        **more,  # type: ignore[arg-type]
    )
    return said


def late(flow: Workflow, *told: str, **more: bool) -> list[str]:
    """What is late or hasty: kind, step, and when it was due by the office's clock."""
    return [
        " ".join((one.kind, one.step or "-", clock(KANTOR, one.due)[5:] if one.due else ""))
        for one in verdict(flow, *told, **more).deviations
        if one.kind in TIMED
    ]


def test_a_row_is_late_when_it_took_longer_than_its_standard_since_the_row_before() -> None:
    said = verdict(LINE, "a 08:00", "b 09:00", "c 10:00:01")

    assert said == CaseVerdict(
        case=CASE,
        rows=3,
        fits=True,
        deviations=(
            Deviation(
                kind=DeviationKind.LATE_STEP,
                case=CASE,
                at=at(KANTOR, "2026-11-23 10:00:01"),
                step=StepId("c"),
                clause=said.deviations[0].clause,
                persons=(PersonId("rini"),),
                roles=(RoleId("loket"),),
                visits=1,
                standard=Duration(amount=60, unit=TimeUnit.MINUTE),
                measured=timedelta(seconds=3601),
                due=at(KANTOR, "2026-11-23 10:00"),
            ),
        ),
    )
    assert said.deviations[0].clause is not None
    assert said.deviations[0].clause.row == 3


def test_without_a_calendar_nothing_is_said_about_time() -> None:
    (said,) = deviations_in_log(LINE, rows("a 08:00", "b 16:00"))

    assert said.deviations == ()


def test_only_working_time_counts() -> None:
    assert late(LINE, "a 15:30", "b 24 08:00") == []
    assert late(LINE, "a 27 16:00", "b 30 08:00") == []
    assert late(LINE, "a 15:30", "b 24 08:01") == ["late_step b 11-24 08:00"]


def test_days_are_counted_as_days() -> None:
    flow = workflow(timed("a", "60 menit"), timed("b", "2 hari kerja"))

    assert late(flow, "a 09:00", "b 25 16:00") == []
    (said,) = verdict(flow, "a 09:00", "b 26 08:00").deviations
    assert said.measured == timedelta(days=2)
    assert said.due == at(KANTOR, "2026-11-25 16:00")


def test_the_first_row_is_never_late_because_the_log_does_not_show_since_when_it_was_open() -> None:
    assert late(LINE, "a 16:00") == []


def test_branches_are_open_since_the_row_before_the_fork() -> None:
    assert late(BESIDE, "a 08:00", "b 09:00", "c 10:00", "d 11:00") == []
    assert late(BESIDE, "a 08:00", "d 08:30", "b 09:01") == ["late_step b 11-23 09:00"]
    assert late(BESIDE, "a 08:00", "b 09:00", "d 11:30") == ["late_step d 11-23 11:00"]


def test_the_row_behind_a_join_is_open_since_the_last_branch_arrived() -> None:
    assert late(BESIDE, "a 08:00", "b 09:00", "c 10:00", "d 11:00", "e 12:00") == []
    assert late(BESIDE, "a 08:00", "d 08:30", "b 09:00", "c 10:00", "e 11:01") == [
        "late_step e 11-23 11:00"
    ]


def test_a_join_that_one_branch_reached_with_the_opening_is_opened_by_the_other() -> None:
    maybe = human("b", when=Const(value=True))
    flow = workflow([[human("a")], [maybe]], timed("c", "60 menit"))

    assert late(flow, "a 08:00", "c 09:01") == ["late_step c 11-23 09:00"]


def test_a_row_done_again_is_open_since_it_was_sent_back() -> None:
    told = ("ajukan 08:00", "periksa 08:30", "ajukan 24 08:30", "periksa 24 09:31")

    assert late(FILING, *told) == ["late_step periksa 11-24 09:30"]


def test_a_return_out_of_a_block_opens_its_target_whatever_went_on_beside_it() -> None:
    again = answer("ulang", "return", "a")
    flow = workflow(
        timed("a", "60 menit"),
        [[timed("b", "60 menit", outcomes=(answer("ya"), again))], [wait("jeda")]],
        human("c"),
    )

    assert late(flow, "a 08:00", "b 08:30", "a 09:31") == ["late_step a 11-23 09:30"]


def test_nobody_is_late_behind_a_submission_that_the_log_leaves_out() -> None:
    assert late(FILING, "ajukan 08:00", "periksa 08:30", "periksa 26 09:31") == []


def test_the_applicant_is_never_late() -> None:
    flow = workflow(
        timed("a", "60 menit"), timed("lengkapi", "60 menit", "pemohon"), timed("b", "60 menit")
    )

    assert late(flow, "a 08:00", "lengkapi 26 08:00", "b 26 08:40") == []


def test_nobody_is_late_with_a_row_that_waits_on_purpose() -> None:
    back = answer("kurang", "return", "a", pause=PauseReason.APPLICANT)
    flow = workflow(timed("a", "60 menit"), timed("b", "60 menit", outcomes=(answer("ya"), back)))

    assert late(flow, "a 08:00", "b 08:30", "a 26 08:00", "b 26 08:40") == []


def test_what_an_action_left_out_leads_to_is_open_since_before_it() -> None:
    flow = workflow(timed("a", "60 menit"), action("nomor"), timed("b", "60 menit"))

    assert late(flow, "a 08:00", "b 09:01") == ["late_step b 11-23 09:00"]
    assert late(flow, "a 08:00", "nomor 08:30", "b 09:01") == []


def test_actions_side_by_side_may_be_left_out_in_any_order() -> None:
    flow = workflow(timed("a", "60 menit"), [[action("n")], [action("m")]], timed("b", "60 menit"))

    assert late(flow, "a 08:00", "b 09:01") == ["late_step b 11-23 09:00"]
    assert late(flow, "a 08:00", "m 08:30", "b 09:31") == ["late_step b 11-23 09:30"]


@pytest.mark.parametrize("between", [wait("jeda"), call("minta", "lain")])
def test_what_a_wait_or_a_call_left_out_leads_to_is_not_judged(between) -> None:
    flow = workflow(timed("a", "60 menit"), between, timed("b", "60 menit"))

    assert late(flow, "a 08:00", "b 12:00") == []
    assert late(flow, "a 08:00", f"{between.id} 09:00", "b 11:00") == ["late_step b 11-23 10:00"]


def test_what_the_system_does_is_never_late() -> None:
    flow = workflow(timed("a", "60 menit"), action("nomor", time=lasting("1 menit")))

    assert late(flow, "a 08:00", "nomor 12:00") == []


def test_a_row_that_was_passed_over_took_no_time() -> None:
    assert late(LINE, "a 08:00", "c 09:01") == ["late_step c 11-23 09:00"]


def test_a_row_that_came_late_was_open_since_its_turn_came() -> None:
    assert late(LINE, "a 08:00", "c 08:30", "b 09:01", "d 09:20") == ["late_step b 11-23 09:00"]


def test_a_row_that_stands_apart_is_not_judged_by_the_clock() -> None:
    assert late(LINE, "a 08:00", "b 08:30", "b 12:00", "c 12:10") == ["late_step c 11-23 09:30"]


def test_a_row_done_too_early_is_not_judged_and_opens_nothing() -> None:
    flow = workflow(*(timed(step, "60 menit") for step in "abcdef"))

    said = verdict(flow, "a 08:00", "e 08:10", "b 08:40", "c 08:50", "d 09:00", "f 10:01")

    assert [(one.kind.value, one.step) for one in said.deviations] == [
        ("out_of_order", "e"),
        ("late_step", "f"),
    ]


def test_rows_that_the_sop_does_not_have_stand_between_nothing() -> None:
    said = verdict(LINE, "a 08:00", "rapat 08:50", "b 09:01")

    assert [one.kind.value for one in said.deviations] == ["unknown_step", "late_step"]


def test_deviations_come_in_the_order_of_the_rows() -> None:
    said = verdict(LINE, "a 08:00", "b 10:00", "d 12:00")

    assert [(one.kind.value, one.step) for one in said.deviations] == [
        ("late_step", "b"),
        ("skipped", "c"),
        ("late_step", "d"),
    ]


def test_a_row_done_in_a_twentieth_of_its_standard_is_implausibly_fast() -> None:
    assert late(LINE, "a 08:00", "b 08:03", "c 08:05:59") == ["implausibly_fast c "]
    (said,) = verdict(LINE, "a 08:00", "b 08:02").deviations
    assert (said.measured, said.standard) == (timedelta(minutes=2), lasting("60 menit"))
    assert said.at == at(KANTOR, "2026-11-23 08:02")


def test_nobody_is_too_fast_with_days_or_with_the_intake_or_for_the_system() -> None:
    flow = workflow(
        timed("a", "60 menit"),
        timed("b", "1 hari kerja"),
        action("nomor", time=lasting("60 menit")),
    )

    assert late(flow, "a 08:00", "b 08:00", "nomor 08:00") == []


# --- the case as a whole


def test_a_completed_case_is_late_when_its_last_row_comes_after_the_promise() -> None:
    flow = workflow(human("a"), human("b"), service=service("1 hari kerja", "2 hari kerja"))

    assert late(flow, "a 09:00", "b 24 16:00", completed=True) == []
    assert late(flow, "a 09:00", "b 24 16:01", completed=True) == ["late_case - 11-24 16:00"]
    assert late(flow, "a 09:00", "b 26 08:00", completed=True) == [
        "late_case - 11-24 16:00",
        "legal_limit_passed - 11-25 16:00",
    ]


def test_months_are_counted_too() -> None:
    flow = workflow(human("a"), human("b"), service=service("1 bulan"))
    begun, ended = rows("a 02 09:00", "b 30 16:00")
    over = ended._replace(at=at(KANTOR, "2026-12-03 08:00"))

    for last, kinds in ((ended, []), (over, [DeviationKind.LATE_CASE])):
        (said,) = deviations_in_log(flow, [begun, last], completed=[CASE], calendar=KANTOR)
        found = [one.kind for one in said.deviations]
        assert [kind for kind in found if kind is not DeviationKind.LEGAL_LIMIT_PASSED] == kinds


def test_an_unfinished_case_is_judged_up_to_its_last_row_or_up_to_the_instant_asked_for() -> None:
    flow = workflow(human("a"), human("b"), human("c"), service=service("1 hari kerja"))
    later = at(KANTOR, "2026-11-24 16:01")

    assert late(flow, "a 09:00", "b 11:00") == []
    assert late(flow, "a 09:00", "b 25 11:00") == ["late_case - 11-24 16:00"]
    (said,) = verdict(flow, "a 09:00", "b 11:00", at=later).deviations
    assert (said.kind, said.measured) == (DeviationKind.LATE_CASE, None)
    assert verdict(flow, "a 09:00", "b 11:00", at=later, completed=True).deviations[0].kind == (
        DeviationKind.SKIPPED
    )


def test_a_promise_from_a_complete_file_begins_with_the_row_that_accepts_it() -> None:
    flow = _complete(FILING)
    told = ("ajukan 20 08:00", "periksa 23 08:30", "telaah 23 09:00")

    assert late(flow, *told, "serah 24 16:00", completed=True)[1:] == [
        "late_step serah 11-23 10:00"
    ]
    assert late(flow, *told, "serah 25 08:00", completed=True)[-1] == "late_case - 11-24 16:00"


def test_a_file_is_not_known_to_be_complete_while_the_log_does_not_show_the_answer() -> None:
    flow = _complete(FILING)

    assert (
        late(flow, "ajukan 23 08:00", "periksa 23 08:30", at=at(KANTOR, "2026-11-30 08:00")) == []
    )


def test_a_file_that_was_accepted_unseen_counts_as_complete_from_the_row_after() -> None:
    flow = _complete(FILING)

    assert late(flow, "ajukan 23 08:00", "telaah 24 08:00", "serah 25 16:00", completed=True)[
        -1
    ] == ("late_step serah 11-24 09:00")


def test_where_no_row_judges_completeness_the_file_is_complete_when_it_comes() -> None:
    flow = workflow(
        human("a"), human("b"), service=service("1 hari kerja", clock_starts="complete")
    )

    assert late(flow, "a 09:00", "b 26 08:00", completed=True) == ["late_case - 11-24 16:00"]


def test_the_time_of_the_applicant_does_not_count_in_the_promise() -> None:
    told = ("ajukan 23 08:00", "periksa 23 08:30", "ajukan 26 08:30", "periksa 26 09:00")

    assert late(FILING, *told, "telaah 26 09:30", "serah 26 10:00", completed=True) == []
    without = (told[0], told[1], told[3])
    assert late(FILING, *without, "telaah 26 09:30", "serah 26 10:00", completed=True) == []


def test_an_end_that_never_came_leaves_the_promise_running_to_the_last_row() -> None:
    flow = workflow(human("a"), human("b"), service=service("1 hari kerja"))
    said = verdict(flow, "x 20 09:00", "y 26 09:00", completed=True)

    assert [one.kind.value for one in said.deviations][-1] == "late_case"


def test_forgetting_courses_changes_nothing() -> None:
    mixed = rows("a 08:00", "b 10:00", case="1") + rows("a 08:00", "c 10:00", case="2")
    mixed += rows("a 09:00", "b 10:00", case="3")
    log = columns_from_rows(mixed)

    found = LogChecker(LINE).check(log, calendar=KANTOR)

    assert LogChecker(LINE, remembered=1).check(log, calendar=KANTOR) == found
    assert [len(one.deviations) for one in found] == [1, 2, 0]


# --- what is refused


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(InputRefused, match="at: must carry its offset"):
        verdict(LINE, "a 08:00", at=datetime(2026, 11, 23))  # noqa: DTZ001


def test_a_row_from_the_future_is_refused() -> None:
    with pytest.raises(InputRefused, match="instants: row 2 lies after 2026-11-23T02:00:00"):
        verdict(LINE, "a 08:00", "b 10:00", at=datetime(2026, 11, 23, 2, tzinfo=UTC))


def test_an_empty_log_has_no_future() -> None:
    assert deviations_in_log(LINE, [], at=datetime(2026, 11, 23, tzinfo=UTC)) == ()


def test_what_lies_beyond_the_calendar_is_refused_as_there() -> None:
    before = LogRow(CASE, StepId("a"), datetime(2001, 1, 1, tzinfo=UTC))
    after = LogRow(CASE, StepId("b"), datetime(2001, 1, 3, tzinfo=UTC))

    with pytest.raises(BeyondCalendar):
        deviations_in_log(LINE, [before, after], calendar=KANTOR)


def _complete(flow: Workflow) -> Workflow:
    return replace(flow, service=replace(flow.service, clock_starts="complete"))
