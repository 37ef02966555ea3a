"""What has to be said of a case that does not fit: the least, and always something."""

from collections.abc import Iterable

from builders import action, answer, human, workflow
from hypothesis import given
from hypothesis import strategies as st

from engine.core.automaton import ENDED, NOWHERE, Automaton
from engine.core.ids import StepId
from engine.core.repair import MAX_PENDING, Departure, Repairer
from engine.core.ways import Way, Ways
from engine.core.workflow import Workflow

LINE = workflow(*(human(step) for step in "abcdef"))
WIDE = workflow(
    human("awal"), [[human(f"{b}{n}") for n in range(6)] for b in "pqrst"], human("akhir")
)
ENDLESS = workflow(
    human("a"), human("b", outcomes=(answer("x", "return", "a"), answer("y", "return", "a")))
)


def told(flow: Workflow, steps: Iterable[str], *, tries: int = 2_000) -> list[tuple[str, str]]:
    repairer = Repairer(flow, Automaton(flow), tries=tries)
    return [(one.kind.value, one.step) for one in repairer.explain([StepId(s) for s in steps])]


def ways(flow: Workflow, to: str, *done: str, limit: int = 200) -> list[tuple[str, ...]]:
    automaton = Automaton(flow)
    state = automaton.after_all([StepId(step) for step in done])
    return [way.passed for way in Ways(flow, automaton, limit=limit).to(StepId(to), state)]


def test_nothing_is_said_of_a_case_that_fits() -> None:
    assert told(LINE, "abc") == []
    assert told(LINE, [*"abcdef", ENDED]) == []


def test_a_step_done_early_has_its_place_where_it_is_missing() -> None:
    assert told(LINE, "adbcef") == [("out_of_order", "d")]
    assert told(LINE, "afbcde") == [("out_of_order", "f")]
    assert told(LINE, ["a", "e", "b", "c", "f", ENDED]) == [("out_of_order", "e"), ("skipped", "d")]


def test_a_case_in_no_order_at_all_is_explained_however_short_the_search() -> None:
    rows = "fedcba" * 60

    thorough, hasty = told(LINE, rows), told(LINE, rows, tries=4)

    assert 300 < len(thorough) <= len(rows)
    assert 300 < len(hasty) <= len(rows)


def test_what_was_passed_over_long_ago_is_forgotten_and_stays_skipped() -> None:
    rounds = MAX_PENDING + 10
    turn = human("c", outcomes=(answer("ya"), answer("ulang", "return", "a")))
    flow = workflow(human("a"), human("b"), turn, human("d"))

    said = told(flow, ["a", "c"] * rounds, tries=16)

    assert said == [("skipped", "b")] * rounds


def test_a_case_that_cannot_end_is_explained_without_its_end() -> None:
    assert told(ENDLESS, ["a", "b", "a", ENDED]) == []
    assert told(ENDLESS, ["b", ENDED]) == [("skipped", "a")]


def test_a_swap_is_one_departure_even_where_a_round_could_explain_it() -> None:
    turn = human("b", outcomes=(answer("ya"), answer("ulang", "return", "a")))
    flow = workflow(human("a"), turn, human("c"))

    assert told(flow, "bac") == [("out_of_order", "a")]


def test_of_a_whole_round_and_a_step_done_twice_the_plainer_is_said() -> None:
    turn = human("d", outcomes=(answer("ya"), answer("ulang", "return", "b")))
    flow = workflow(human("a"), human("b"), human("c"), turn, human("e"))

    assert told(flow, "abccde") == [("repeated", "c")]
    assert told(flow, "abcbcde") == [("skipped", "d")]


def test_the_way_forward_passes_over_the_fewest_rows() -> None:
    choice = human("b", outcomes=(answer("ya"), answer("loncat", "next", "d")))
    flow = workflow(human("a"), choice, human("c"), human("d"), human("e"))

    assert ways(flow, "e", "a") == [("b", "d")]
    assert ways(flow, "a", "a") == []
    assert ways(flow, "c") == [("a", "b")]


def test_rows_side_by_side_are_passed_over_in_one_order_only() -> None:
    flow = workflow([[human("a")], [human("b")], [action("n")]], human("c"))

    assert ways(flow, "c") == [("a", "b")]


def test_a_wide_block_is_passed_over_branch_by_branch() -> None:
    (passed,) = ways(WIDE, "akhir", "awal")

    assert passed == tuple(f"{b}{n}" for b in "pqrst" for n in range(6))
    assert ways(WIDE, "akhir", "awal", limit=10) == []


def test_a_way_back_is_taken_where_it_is_shorter_or_the_only_one() -> None:
    turn = human("c", outcomes=(answer("ya"), answer("ulang", "return", "a")))
    flow = workflow(human("a"), human("b"), turn, human("d"))

    assert ways(flow, "a", "a") == [("b", "c")]
    assert ways(flow, "d", "a") == [("b", "c")]
    assert ways(flow, "a", "a", "b", "c", "d") == []


def test_a_way_says_whether_it_goes_back() -> None:
    turn = human("b", outcomes=(answer("ya"), answer("ulang", "return", "a")))
    flow = workflow(human("a"), turn, human("c"))
    automaton = Automaton(flow)
    found = Ways(flow, automaton)

    (ahead,) = found.to(StepId("c"), automaton.start)
    (back,) = found.to(StepId("a"), automaton.after_all([StepId("a")]))

    assert (ahead.forward, back.forward) == (True, False)
    assert found.to(StepId("c"), automaton.start) == (Way(ahead.passed, ahead.state, forward=True),)


def test_no_step_leads_out_of_nowhere() -> None:
    automaton = Automaton(LINE)

    assert automaton.after(NOWHERE, StepId("a")) == NOWHERE
    assert automaton.due(NOWHERE) == ()
    assert automaton.after(automaton.start, StepId("f")) == NOWHERE


@given(st.lists(st.sampled_from("abcdef"), max_size=9))
def test_a_step_that_is_somewhere_in_the_log_is_never_called_skipped(rows: list[str]) -> None:
    said = told(LINE, rows)

    skipped = {step for kind, step in said if kind == Departure.SKIPPED}
    shown = [step for kind, step in said if kind != Departure.SKIPPED]
    assert skipped.isdisjoint(rows)
    assert all(shown.count(step) <= rows.count(step) for step in shown)
    assert bool(said) != (rows == list("abcdef"[: len(rows)]))
