"""What is expected of an open case, if every row from here on takes its standard."""

import pytest
from builders import action, answer, wait, workflow
from builders_clocks import (
    KANTOR,
    RINI,
    TimedDesk,
    any_history,
    lasting,
    opened,
    service,
    timed,
    told,
)
from hypothesis import given, settings
from strategies import sound_workflows

from engine.core.expressions import All, Any, Compare, Const, Expression, Has, Not, Ref
from engine.core.forecast import Forecast, forecast
from engine.core.foresight import may_be
from engine.core.ids import FieldId, OutcomeId
from engine.core.text import Text
from engine.core.values import Field, FieldType

FIELDS = (
    Field(id=FieldId("luas"), title=Text(id="Luas"), type=FieldType.NUMBER),
    Field(id=FieldId("sidang"), title=Text(id="Sidang"), type=FieldType.DATE),
)


def finish(expected: Forecast) -> str | None:
    return told(KANTOR, expected.finish)


def rows(expected: Forecast) -> list[str]:
    return [leg.step for leg in expected.path]


def larger_than(limit: int) -> Expression:
    return Compare(
        op=">",
        left=Ref(path="form.luas", numeric=True),
        right=Const(value=str(limit), numeric=True),
    )


def answered(step: str, outcome: str) -> Expression:
    return Compare(op="==", left=Ref(path=f"outcome.{step}"), right=Const(value=outcome))


# --- where it goes


def test_the_rows_ahead_are_laid_on_the_calendar_one_after_another() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("telaah", "2 jam"),
        timed("sah", "1 hari kerja"),
        action("nomor"),
        service=service("3 hari kerja"),
    )
    desk = opened(flow, "2026-11-27 14:00")

    expected = desk.forecast("2026-11-27 14:00")

    assert [(leg.step, told(KANTOR, leg.ends)) for leg in expected.path] == [
        ("terima", "2026-11-27 14:30"),
        ("telaah", "2026-11-27 16:30"),
        ("sah", "2026-11-30 16:00"),
        ("nomor", "2026-11-30 16:00"),
    ]
    assert finish(expected) == "2026-11-30 16:00"
    assert (expected.holds_promise, expected.holds_legal) == (True, True)


def test_an_open_step_counts_with_what_is_left_of_its_standard() -> None:
    flow = workflow(timed("terima", "30 menit"), timed("telaah", "2 jam"))
    desk = opened(flow, "2026-11-23 08:00")

    assert finish(desk.forecast("2026-11-23 08:20")) == "2026-11-23 10:30"
    assert finish(desk.forecast("2026-11-23 09:00")) == "2026-11-23 11:00"


def test_a_paused_case_is_expected_to_go_on_at_once() -> None:
    flow = workflow(timed("terima", "30 menit"), timed("telaah", "2 jam"))
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:10").pause()

    assert finish(desk.forecast("2026-11-25 08:00")) == "2026-11-25 10:20"


def test_a_parallel_block_lasts_as_long_as_its_slowest_branch() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        [[timed("teknis", "1 jam"), timed("ukur", "1 jam")], [timed("hukum", "3 jam")]],
        timed("sah", "30 menit"),
    )
    desk = opened(flow, "2026-11-23 08:00")
    whole = desk.forecast("2026-11-23 08:00")
    desk.on("2026-11-23 08:30").complete("terima", RINI)
    desk.on("2026-11-23 08:40").complete("hukum", RINI)
    rest = desk.forecast("2026-11-23 08:40")

    assert (finish(whole), rows(whole)) == ("2026-11-23 12:00", ["terima", "hukum", "sah"])
    assert (finish(rest), rows(rest)) == ("2026-11-23 11:00", ["teknis", "ukur", "sah"])


def test_of_several_answers_the_one_that_takes_longest_is_expected_and_no_return() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed(
            "periksa",
            "30 menit",
            outcomes=(
                answer("tolak", "end"),
                answer("langsung", "next", "sah"),
                answer("ya"),
                answer("kurang", "return", "terima"),
            ),
        ),
        timed("telaah", "1 jam"),
        timed("sah", "30 menit"),
    )
    desk = opened(flow, "2026-11-23 08:00")

    expected = desk.forecast("2026-11-23 08:00")

    assert (finish(expected), rows(expected)) == (
        "2026-11-23 10:30",
        ["terima", "periksa", "telaah", "sah"],
    )


@pytest.mark.parametrize(
    ("luas", "expected"), [("50", ["terima"]), ("150", ["terima", "survei"]), (None, ["terima"])]
)
def test_a_condition_that_is_decided_now_decides(luas, expected) -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("survei", "1 jam", when=larger_than(100)),
        form=FIELDS,
    )
    desk = TimedDesk(flow).on("2026-11-23 08:00")
    desk.open(form={} if luas is None else {"luas": luas})

    assert rows(desk.forecast("2026-11-23 08:00")) == expected


def test_a_condition_that_cannot_be_decided_yet_counts() -> None:
    asks = timed("ukur", "30 menit", form=FIELDS[:1])
    flow = workflow(
        asks,
        timed("survei", "1 jam", when=larger_than(100)),
        timed("ulang", "1 jam", when=Not(inner=answered("putus", "ya"))),
        timed("putus", "1 jam", outcomes=(answer("ya"), answer("tidak"))),
        timed("sah", "1 jam", when=answered("putus", "ya")),
        timed("arsip", "1 jam", when=Not(inner=Has(path="visits.sah"))),
    )
    desk = opened(flow, "2026-11-23 08:00")

    rows_now = rows(desk.forecast("2026-11-23 08:00"))
    desk.on("2026-11-23 08:30").complete("ukur", RINI, form={"luas": "12"})
    rows_later = rows(desk.forecast("2026-11-23 08:30"))

    assert rows_now == ["ukur", "survei", "ulang", "putus", "sah", "arsip"]
    assert rows_later == ["ulang", "putus", "sah", "arsip"]


def test_an_answer_that_will_be_given_again_decides_nothing() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("periksa", "30 menit", outcomes=(answer("ya"), answer("kurang", "return", "terima"))),
        timed("sah", "1 jam", when=answered("periksa", "ya")),
    )
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:10").complete("terima", RINI)
    desk.on("2026-11-23 08:20").complete("periksa", RINI, outcome=OutcomeId("kurang"))

    assert rows(desk.forecast("2026-11-23 08:20")) == ["terima", "periksa", "sah"]


def test_the_results_of_actions_ahead_are_not_known_yet() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        action("nomor", results=("number",)),
        timed("sah", "1 jam", when=Has(path="result.nomor.number")),
    )

    assert rows(opened(flow, "2026-11-23 08:00").forecast("2026-11-23 08:00"))[-1] == "sah"


def test_a_row_that_only_a_row_left_out_leads_to_is_left_out_too() -> None:
    flow = workflow(
        timed("terima", "30 menit"),
        timed("periksa", "1 jam", when=larger_than(100), outcomes=(answer("ya", target="survei"),)),
        timed("ringkas", "1 jam", outcomes=(answer("ya", target="sah"),)),
        timed("survei", "5 jam"),
        timed("sah", "1 jam"),
        form=FIELDS,
    )

    assert rows(opened(flow, "2026-11-23 08:00").forecast("2026-11-23 08:00")) == [
        "terima",
        "ringkas",
        "sah",
    ]


# --- waiting


def test_waits_last_as_long_as_they_say() -> None:
    flow = workflow(timed("terima", "30 menit"), wait("tunggu", duration=lasting("2 hari kerja")))
    desk = opened(flow, "2026-11-23 08:00")
    ahead = desk.forecast("2026-11-23 08:00")
    desk.on("2026-11-23 08:30").complete("terima", RINI)

    assert finish(ahead) == "2026-11-25 16:00"
    assert finish(desk.forecast("2026-11-24 08:30")) == "2026-11-25 16:00"
    assert finish(desk.forecast("2026-11-26 08:30")) == "2026-11-26 08:30"


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2026-12-02", "2026-12-02 00:00"),
        ("2026-11-01", "2026-11-23 08:30"),
        (None, "2026-11-23 08:30"),
        ("2099-01-01", None),
    ],
)
def test_waits_for_a_date_last_until_its_first_moment(day, ends) -> None:
    flow = workflow(timed("terima", "30 menit"), wait("tunggu", until="sidang"), form=FIELDS)
    desk = TimedDesk(flow).on("2026-11-23 08:00")
    desk.open(form={} if day is None else {"sidang": day})

    assert finish(desk.forecast("2026-11-23 08:00")) == ends


# --- conditions


@pytest.mark.parametrize(
    ("condition", "true", "false"),
    [
        (Const(value=True), True, False),
        (Ref(path="form.a"), True, False),
        (Ref(path="form.x"), True, True),
        (Not(inner=Ref(path="form.a")), False, True),
        (Not(inner=Has(path="form.x")), True, True),
        (All(parts=(Ref(path="form.a"), Ref(path="form.x"))), True, True),
        (All(parts=(Not(inner=Ref(path="form.a")), Ref(path="form.x"))), False, True),
        (Any(parts=(Ref(path="form.a"), Ref(path="form.x"))), True, False),
        (Any(parts=(Ref(path="form.b"), Ref(path="form.x"))), True, True),
    ],
)
def test_a_condition_may_be_what_the_unsettled_facts_let_it_be(condition, true, false) -> None:
    facts = {"form.a": True, "form.b": False, "form.x": True}

    assert may_be(condition, facts, {"form.x"}, wanted=True) == true
    assert may_be(condition, facts, {"form.x"}, wanted=False) == false


# --- any case


@settings(max_examples=25)
@given(any_history(sound_workflows(most=6)))
def test_a_case_under_any_sound_sop_is_expected_to_end(desk: TimedDesk) -> None:
    assert desk.state is not None

    expected = forecast(desk.flow, desk.calendar, desk.state, desk.events, at=desk.now)

    if desk.state.is_open:
        assert expected.finish is None or expected.finish >= desk.now.replace(microsecond=0)
        ends = [leg.ends for leg in expected.path]
        assert ends == sorted(ends)
    else:
        assert expected.finish == desk.state.closed_at


@given(any_history())
def test_what_is_expected_is_not_before_now_nor_before_its_longest_leg(desk: TimedDesk) -> None:
    assert desk.state is not None

    expected = forecast(desk.flow, desk.calendar, desk.state, desk.events, at=desk.now)

    assert expected.finish is not None
    for leg, following in zip(expected.path, expected.path[1:], strict=False):
        assert leg.ends <= following.begins
    if expected.path:
        assert expected.path[-1].ends == expected.finish
