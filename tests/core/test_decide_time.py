"""What time brought, more time, and verdicts: who may, once, and what is refused."""

from datetime import date

import pytest
from builders import CASE, human, person, workflow
from builders_clocks import HESTI, RINI, lasting, one_step, service, timed
from builders_outlook import swept, watched
from msgspec.structs import replace

from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM, Dispose, Extend, PassTime
from engine.core.deviations import Deviation, DeviationKind
from engine.core.durations import Duration, sum_of
from engine.core.errors import (
    AlreadySo,
    CaseClosed,
    InputRefused,
    NotFound,
    PowerMissing,
    TaskNotOpen,
)
from engine.core.events import DeviationDisposed, TimeExtended
from engine.core.ids import ActivationId, DeviationId, PersonId
from engine.core.time_events import DeviationRecorded, DeviationWithdrawn, Withdrawal
from engine.core.workflow import Extension

SURYO = person("suryo", "camat")
LATE = DeviationId("late_step:1")


def late_desk():
    """A case whose one step is recorded as late."""
    desk = watched(one_step("5 menit"), "2026-11-23 08:00", warnings=())
    swept(desk, "2026-11-23 09:00")
    return desk


def verdict(kind="accepted", **more):
    settings = {"reason": "Listrik padam", "by": SURYO, "deviation": LATE} | more
    return Dispose(case=CASE, verdict=kind, **settings)


def recorded(name="late_step:1"):
    found = Deviation(kind=DeviationKind.LATE_STEP, case=CASE, at=late_desk().now)
    return DeviationRecorded(deviation=DeviationId(name), found=found, calendar="kantor-wib/1")


# --- what time brought


def test_only_the_runtime_says_what_time_brought() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")

    with pytest.raises(PowerMissing):
        desk.do(PassTime(case=CASE, by=SURYO, found=(recorded(),)))


def test_what_is_brought_twice_is_recorded_once() -> None:
    desk = late_desk()
    before = len(desk.events)

    with pytest.raises(AlreadySo):
        desk.do(PassTime(case=CASE, by=SYSTEM, found=(recorded(),)))
    desk.do(PassTime(case=CASE, by=SYSTEM, found=(recorded(), recorded("late_step:2"))))

    assert len(desk.events) == before + 1


def test_within_one_command_nothing_is_said_twice_either() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")

    decision = desk.do(PassTime(case=CASE, by=SYSTEM, found=(recorded(), recorded())))

    assert len(decision.events) == 1


def test_what_was_never_recorded_cannot_be_withdrawn() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")
    unknown = DeviationWithdrawn(deviation=LATE, because=Withdrawal.HISTORY, calendar="x/1")

    with pytest.raises(AlreadySo):
        desk.do(PassTime(case=CASE, by=SYSTEM, found=(unknown,)))


def test_a_closed_case_still_learns_what_was_late_in_it() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)

    swept(desk, "2026-11-23 10:00")

    assert desk.state is not None
    assert desk.state.result == "completed"
    assert desk.state.deviations == {LATE: "open"}


# --- verdicts


def test_a_manager_accepts_a_deviation_with_a_reason() -> None:
    desk = late_desk()

    (event,) = desk.do(verdict()).events

    assert event.event == DeviationDisposed(
        deviation=LATE, verdict="accepted", reason="Listrik padam"
    )
    assert desk.state is not None
    assert desk.state.deviations == {LATE: "accepted"}


def test_a_corrective_action_has_an_owner_and_a_day() -> None:
    desk = late_desk()
    owner, day = PersonId("hesti"), date(2026, 12, 1)

    (event,) = desk.do(verdict("corrective", owner=owner, due=day)).events

    assert isinstance(event.event, DeviationDisposed)
    assert (event.event.owner, event.event.due) == (owner, day)


def test_the_owner_is_kept_without_surrounding_blanks() -> None:
    desk = late_desk()

    owner = PersonId("  hesti ")
    (event,) = desk.do(verdict("corrective", owner=owner, due=date(2026, 12, 1))).events

    assert isinstance(event.event, DeviationDisposed)
    assert event.event.owner == "hesti"


@pytest.mark.parametrize(
    ("owner", "problem"),
    [
        ("he\x1b[31msti", "contains a control character"),
        ("h" * 81, "has 81 characters; at most 80 are allowed"),
    ],
)
def test_an_owner_that_cannot_be_kept_is_refused_in_words(owner, problem) -> None:
    desk = late_desk()

    with pytest.raises(InputRefused) as refused:
        desk.do(verdict("corrective", owner=owner, due=date(2026, 12, 1)))

    assert refused.value.problems == {"owner": problem}


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("corrective", {}, "owner"),
        ("corrective", {"owner": "hesti"}, "due"),
        ("corrective", {"owner": "  ", "due": date(2026, 12, 1)}, "owner"),
        ("corrective", {"owner": "he\nsti", "due": date(2026, 12, 1)}, "owner"),
        ("corrective", {"owner": "h" * 81, "due": date(2026, 12, 1)}, "owner"),
        ("corrective", {"owner": "hesti", "due": date(2026, 11, 22)}, "due"),
        ("accepted", {"owner": "hesti"}, "owner"),
        ("revise_sop", {"due": date(2026, 12, 1)}, "due"),
        ("accepted", {"reason": " "}, "reason"),
    ],
)
def test_a_verdict_that_lacks_something_names_it_and_changes_nothing(kind, more, field) -> None:
    desk = late_desk()

    with pytest.raises(InputRefused) as refused:
        desk.do(verdict(kind, **more))

    assert field in refused.value.problems
    assert desk.state is not None
    assert desk.state.deviations == {LATE: "open"}


def test_a_later_verdict_replaces_an_earlier_one() -> None:
    desk = late_desk()
    desk.do(verdict())
    desk.do(verdict("revise_sop"))

    assert desk.state is not None
    assert desk.state.deviations == {LATE: "revise_sop"}


def test_only_whom_the_sop_lets_decide_decides() -> None:
    with pytest.raises(PowerMissing):
        late_desk().do(verdict(by=HESTI))


def test_there_is_no_verdict_on_what_is_not_there_or_was_withdrawn() -> None:
    desk = late_desk()
    with pytest.raises(NotFound):
        desk.do(verdict(deviation=DeviationId("late_case:0")))
    withdrawn = DeviationWithdrawn(deviation=LATE, because=Withdrawal.CALENDAR, calendar="x/2")
    desk.do(PassTime(case=CASE, by=SYSTEM, found=(withdrawn,)))

    with pytest.raises(AlreadySo):
        desk.do(verdict())


# --- more time


def more_time(activation=1, amount="5 menit", by=SURYO, reason="Berkas tebal"):
    return Extend(
        case=CASE,
        by=by,
        activation=None if activation is None else ActivationId(activation),
        amount=lasting(amount),
        reason=reason,
    )


def extendable(most="10 menit", times=2, time="5 menit", **more):
    extension = Extension(most=lasting(most), times=times)
    return watched(one_step(time, **more), "2026-11-23 08:00", extension=extension)


def test_who_may_gives_a_step_more_time_and_says_why() -> None:
    desk = extendable()

    (event,) = desk.do(more_time()).events

    assert event.event == TimeExtended(
        clock=ClockKind.STEP,
        amount=lasting("5 menit"),
        reason="Berkas tebal",
        activation=ActivationId(1),
        step=desk.flow.steps()[0].id,
    )
    assert event.by == SURYO


def test_a_promise_gets_more_time_too() -> None:
    desk = extendable("3 hari kerja", promise="2 hari kerja")

    desk.do(more_time(None, "3 hari kerja"))

    promise = desk.promise("2026-11-23 08:00")
    assert promise.clause.budget == lasting("5 hari kerja")
    assert desk.state is not None
    assert desk.state.extended == {"promise": (lasting("3 hari kerja"),)}


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("11 menit", "exceeds"),
        ("1 hari kerja", "counted as"),
        ("1 jam", "counted as"),
    ],
)
def test_more_than_the_sop_allows_is_refused(amount, says) -> None:
    with pytest.raises(InputRefused, match=says):
        extendable().do(more_time(amount=amount))


def test_nothing_is_no_extension() -> None:
    nothing = Extend(
        case=CASE,
        by=SURYO,
        activation=ActivationId(1),
        amount=Duration(amount=0, unit=lasting("1 menit").unit),
        reason="x",
    )
    with pytest.raises(InputRefused, match="at least 1"):
        extendable().do(nothing)


def test_extensions_add_up_and_are_counted() -> None:
    desk = extendable("10 menit", 2)
    desk.do(more_time(amount="6 menit"))
    with pytest.raises(InputRefused, match="exceeds"):
        desk.do(more_time(amount="5 menit"))
    desk.do(more_time(amount="4 menit"))

    with pytest.raises(InputRefused, match="given 2 times already"):
        desk.do(more_time(amount="1 menit"))
    once = extendable("10 menit", 1)
    once.do(more_time(amount="1 menit"))
    with pytest.raises(InputRefused, match="given once already"):
        once.do(more_time(amount="1 menit"))


def test_an_extension_of_another_unit_than_the_sop_allows_is_refused() -> None:
    with pytest.raises(InputRefused, match="1 working day, which is counted otherwise"):
        extendable("1 hari kerja").do(more_time())


def test_what_was_given_in_the_unit_of_an_older_sop_has_lapsed() -> None:
    desk = extendable("10 menit", 2)
    assert desk.state is not None
    desk.state = replace(desk.state, extended={"task:1": (lasting("3 hari kerja"),)})

    desk.do(more_time(amount="10 menit"))

    assert desk.state is not None
    assert desk.state.extended["task:1"] == (lasting("3 hari kerja"), lasting("10 menit"))


def test_an_sop_that_knows_no_extension_gives_none() -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")

    with pytest.raises(InputRefused, match="knows no extension"):
        desk.do(more_time())


def test_what_is_passed_and_recorded_is_not_extended_away() -> None:
    desk = extendable(promise="5 menit")
    swept(desk, "2026-11-23 09:00")

    with pytest.raises(InputRefused, match="late_step:1 is recorded"):
        desk.do(more_time())
    with pytest.raises(InputRefused, match="late_case:0 is recorded"):
        desk.do(more_time(None))


def test_what_has_no_budget_has_none_to_extend() -> None:
    extension = Extension(most=lasting("10 menit"))
    desk = watched(workflow(human("a"), human("b")), "2026-11-23 08:00", extension=extension)

    with pytest.raises(InputRefused, match="promises no time"):
        desk.do(more_time(None))
    with pytest.raises(InputRefused, match="has no standard"):
        desk.do(more_time())


def test_only_an_open_task_of_an_open_case_is_extended() -> None:
    extension = Extension(most=lasting("10 menit"))
    flow = workflow(timed("a", "5 menit"), human("b"), service=service("5 menit"))
    desk = watched(flow, "2026-11-23 08:00", extension=extension)
    desk.complete("a", RINI)
    with pytest.raises(TaskNotOpen):
        desk.do(more_time())
    desk.complete("b", RINI)

    with pytest.raises(CaseClosed):
        desk.do(more_time(None))


def test_only_whom_the_sop_lets_extend_extends() -> None:
    with pytest.raises(PowerMissing):
        extendable().do(more_time(by=HESTI))


def test_an_extension_needs_a_reason() -> None:
    with pytest.raises(InputRefused, match="reason"):
        extendable().do(more_time(reason=" "))


def test_only_what_is_counted_alike_can_be_added() -> None:
    assert sum_of((lasting("5 menit"), lasting("7 menit"))) == lasting("12 menit")
    with pytest.raises(ValueError, match="2 units"):
        sum_of((lasting("5 menit"), lasting("1 hari")))
