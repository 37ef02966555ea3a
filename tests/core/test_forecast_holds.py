"""Whether a promise will hold, as far as the rows ahead tell."""

import pytest
from builders import answer, human, workflow
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    TINI,
    opened,
    service,
    timed,
    told,
)
from msgspec.structs import replace

from engine.core.clock_ledger import Standstill
from engine.core.forecast import Forecast
from engine.core.ids import OutcomeId
from engine.core.workflow import PauseReason, Workflow


def finish(expected: Forecast) -> str | None:
    return told(KANTOR, expected.finish)


# --- whether it holds


@pytest.mark.parametrize(("promise", "holds"), [("2 jam", False), ("150 menit", True)])
def test_a_promise_holds_if_the_end_is_expected_in_time(promise: str, holds: bool) -> None:  # noqa: FBT001
    flow = workflow(
        timed("terima", "30 menit"),
        timed("telaah", "2 jam"),
        service=service(promise, "5 hari kerja"),
    )

    expected = opened(flow, "2026-11-23 08:00").forecast("2026-11-23 08:00")

    assert (expected.holds_promise, expected.holds_legal) == (holds, True)


def test_a_promise_stands_still_while_rows_ahead_are_the_applicants() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("bayar", "3 hari kerja", "pemohon", pause=PauseReason.PAYMENT),
        timed("serah", "30 menit"),
        service=service("1 jam"),
    )
    desk = opened(flow, "2026-11-23 08:00")

    expected = desk.forecast("2026-11-23 08:00")

    assert finish(expected) == "2026-11-27 08:00"
    assert expected.holds_promise
    assert [leg.ground and leg.ground.why for leg in expected.path] == [
        None,
        Standstill.PAYMENT,
        None,
    ]


def test_a_promise_runs_while_another_branch_ahead_is_the_offices() -> None:
    def with_branch(length: str) -> Workflow:
        return workflow(
            timed("terima", "30 menit"),
            [[timed("bayar", "5 jam", "pemohon")], [timed("telaah", length)]],
            service=service("2 jam"),
        )

    short, long = (
        opened(with_branch(length), "2026-11-23 08:00").forecast("2026-11-23 08:00")
        for length in ("1 jam", "2 jam")
    )

    assert finish(short) == finish(long) == "2026-11-23 14:30"
    assert (short.holds_promise, long.holds_promise) == (True, False)


def test_a_promise_from_a_complete_file_is_expected_to_start_when_it_is_found_so() -> None:
    accepts = (answer("ya", accepts_file=True), answer("tidak"))
    flow = workflow(
        timed("periksa", "3 jam", outcomes=accepts),
        timed("sah", "1 jam"),
        service=service("1 jam", clock_starts="complete"),
    )
    never = workflow(
        timed("periksa", "3 jam", outcomes=(answer("tidak"),)),
        [[timed("sah", "1 jam", outcomes=accepts)], [timed("lain", "2 jam")]],
        service=service("1 jam", clock_starts="complete"),
    )
    jumps = replace(flow, service=service("30 menit", clock_starts="complete"))

    held = opened(flow, "2026-11-23 08:00").forecast("2026-11-23 08:00")
    broken = opened(jumps, "2026-11-23 08:00").forecast("2026-11-23 08:00")
    within = opened(never, "2026-11-23 08:00").forecast("2026-11-23 08:00")

    assert (held.holds_promise, broken.holds_promise) == (True, False)
    assert within.holds_promise


def test_without_an_answer_that_accepts_the_file_nothing_can_be_said() -> None:
    flow = workflow(
        timed("terima", "1 jam"),
        timed("periksa", "1 jam", outcomes=(answer("ya", accepts_file=True), answer("tidak"))),
        service=service("1 jam", clock_starts="complete"),
    )
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:30").complete("terima", RINI)
    desk.on("2026-11-23 08:40").complete("periksa", RINI, outcome=OutcomeId("tidak"))

    assert desk.forecast("2026-11-23 09:00").holds_promise is None


def test_a_closed_case_is_told_as_it_ended() -> None:
    flow = workflow(timed("terima", "30 menit"), service=service("1 jam"))
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 10:00").complete("terima", RINI)

    expected = desk.forecast("2027-11-23 10:00")

    assert finish(expected) == "2026-11-23 10:00"
    assert (expected.holds_promise, expected.holds_legal, expected.path) == (False, True, ())


def test_where_no_way_leads_forward_to_the_end_nothing_is_expected() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("periksa", "1 jam", outcomes=(answer("kurang", "return", "terima"),)),
    )

    assert opened(flow, "2026-11-23 08:00").forecast("2026-11-23 08:00") == Forecast()


def test_without_a_service_standard_there_is_nothing_to_hold() -> None:
    flow = workflow(timed("terima", "30 menit", "kasi"), human("bayar", "pemohon"))
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:10").complete("terima", HESTI)

    expected = desk.forecast("2026-11-23 09:00")

    assert finish(expected) == "2026-11-23 09:00"
    assert (expected.holds_promise, expected.holds_legal) == (None, None)
    desk.on("2026-11-23 09:10").complete("bayar", TINI)
    assert finish(desk.forecast("2026-11-23 09:10")) == "2026-11-23 09:10"
