"""Conditions: truth tables, absent facts, numbers as decimals; they never raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.expressions import (
    All,
    Any,
    Compare,
    Const,
    Expression,
    Has,
    Not,
    Ref,
    holds,
    paths_read,
)

YES, NO = Const(value=True), Const(value=False)


def number(text: str) -> Const:
    return Const(value=text, numeric=True)


def compare(op: str, left: Const | Ref, right: Const | Ref) -> Compare:
    return Compare(op=op, left=left, right=right)  # type: ignore[arg-type]


@pytest.mark.parametrize(("left", "right"), [(a, b) for a in (YES, NO) for b in (YES, NO)])
def test_and_or_and_not_follow_their_truth_tables(left, right) -> None:
    one, other = left is YES, right is YES

    assert holds(All(parts=(left, right)), {}) is (one and other)
    assert holds(Any(parts=(left, right)), {}) is (one or other)
    assert holds(Not(inner=left), {}) is not one


def test_all_of_nothing_is_true_and_any_of_nothing_is_false() -> None:
    assert holds(All(parts=()), {})
    assert not holds(Any(parts=()), {})


ORDER = [("1", "2", "<"), ("2", "2", "=="), ("2", "1", ">")]


@pytest.mark.parametrize(("left", "right", "relation"), ORDER)
@pytest.mark.parametrize("make", [number, lambda text: Const(value=text)])
def test_comparisons_follow_their_truth_tables(left, right, relation, make) -> None:
    true = {op for op in ("==", "!=", "<", "<=", ">", ">=") if
            holds(compare(op, make(left), make(right)), {})}  # fmt: skip

    expected = {"<": {"<", "<=", "!="}, "==": {"==", "<=", ">="}, ">": {">", ">=", "!="}}
    assert true == expected[relation]


def test_numbers_are_compared_as_decimals_not_as_text_nor_as_binary_fractions() -> None:
    area = Ref(path="form.luas", numeric=True)

    assert holds(compare(">", area, number("9")), {"form.luas": "100"})
    assert holds(compare("==", area, number("0.10")), {"form.luas": "0.1"})
    assert holds(compare("<", Ref(path="visits.a", numeric=True), number("2")), {"visits.a": 1})


def test_dates_are_compared_as_iso_text() -> None:
    day = Ref(path="form.mulai")

    assert holds(compare("<", day, Const(value="2026-02-01")), {"form.mulai": "2026-01-31"})


def test_unlike_things_have_no_order_and_are_not_equal() -> None:
    text, one = Const(value="2"), number("1")

    assert [op for op in ("<", "<=", ">", ">=", "==") if holds(compare(op, text, one), {})] == []
    assert holds(compare("!=", text, one), {})


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
def test_a_comparison_with_something_absent_is_false_on_either_side(op) -> None:
    absent, here = Ref(path="form.luas"), Const(value=("a",) if "in" in op else "a")

    assert not holds(compare(op, absent, here), {})
    assert not holds(compare(op, here, absent), {})


@pytest.mark.parametrize("value", ["banyak", "", "NaN", "sNaN", "Infinity"])
def test_what_should_be_a_number_and_is_none_counts_as_absent(value) -> None:
    area = Ref(path="form.luas", numeric=True)

    for op in ("==", "!=", "<", "<=", ">", ">="):
        assert not holds(compare(op, area, number("1")), {"form.luas": value})


def test_a_list_contains_its_members_and_nothing_else_contains_anything() -> None:
    colours = Const(value=("merah", "biru"))
    red, green = Const(value="merah"), Const(value="hijau")

    assert holds(compare("in", red, colours), {})
    assert not holds(compare("in", green, colours), {})
    assert holds(compare("not in", green, colours), {})
    assert not holds(compare("not in", red, colours), {})
    assert not holds(compare("in", Const(value="mer"), red), {})
    assert holds(compare("in", red, Ref(path="form.warna")), {"form.warna": ("merah",)})


def test_has_asks_whether_a_fact_is_there_at_all() -> None:
    assert holds(Has(path="form.luas"), {"form.luas": False})
    assert not holds(Has(path="form.luas"), {"form.lua": True})


def test_a_fact_by_itself_is_a_condition_only_where_it_is_yes() -> None:
    rented = Ref(path="form.sewa")

    assert holds(rented, {"form.sewa": True})
    for value in (False, "true", 1):
        assert not holds(rented, {"form.sewa": value})
    assert not holds(rented, {})


def test_the_paths_read_are_all_that_are_mentioned() -> None:
    expression = All(
        parts=(
            Any(parts=(Ref(path="form.a"), Not(inner=Has(path="form.b")))),
            compare("<", Ref(path="visits.c"), Ref(path="form.d")),
            compare("==", number("1"), Const(value="x")),
            YES,
        )
    )

    assert paths_read(expression) == {"form.a", "form.b", "visits.c", "form.d"}
    assert paths_read(YES) == frozenset()


PATHS = st.sampled_from(["form.a", "form.b", "visits.c", "result.d.e"])
VALUES = st.text(max_size=6) | st.integers() | st.booleans() | st.tuples(st.text(max_size=3))
VALUES |= st.sampled_from(["1", "-2.5", "NaN", "sNaN", "-Infinity", "1e999999", "٣"])
OPERANDS: st.SearchStrategy[Const | Ref] = st.builds(
    Const, value=VALUES, numeric=st.booleans()
) | st.builds(Ref, path=PATHS, numeric=st.booleans())
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
LEAVES: st.SearchStrategy[Expression] = (
    OPERANDS
    | st.builds(Has, path=PATHS)
    | st.builds(Compare, op=SIGNS, left=OPERANDS, right=OPERANDS)
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner=inner)
        | st.builds(All, parts=st.lists(inner, max_size=3).map(tuple))
        | st.builds(Any, parts=st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=12,
)
FACTS = st.dictionaries(PATHS, VALUES)


@given(TREES, FACTS)
def test_a_condition_is_true_or_false_of_whatever_a_case_knows(expression, facts) -> None:
    assert holds(expression, facts) in {True, False}


@given(TREES, FACTS)
def test_only_the_paths_read_matter(expression, facts) -> None:
    read = {path: value for path, value in facts.items() if path in paths_read(expression)}

    assert holds(expression, facts) is holds(expression, read)


@given(TREES, TREES, FACTS)
def test_the_laws_of_de_morgan_hold(one, other, facts) -> None:
    neither = Not(inner=Any(parts=(one, other)))
    both_not = All(parts=(Not(inner=one), Not(inner=other)))

    assert holds(neither, facts) is holds(both_not, facts)
