"""Conditions: what they mean, what is refused and where, what they read without asking."""

import itertools
import re
import warnings
from decimal import Decimal

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
from engine.core.values import FieldType
from engine.sop.condition_text import MAX_CHARACTERS
from engine.sop.conditions import ConditionInvalid, expression_from_text, may_be_absent

PATHS = {
    "form.area": FieldType.NUMBER,
    "form.people": FieldType.INTEGER,
    "form.fee": FieldType.MONEY,
    "form.day": FieldType.DATE,
    "form.end_day": FieldType.DATE,
    "form.kind": FieldType.CHOICE,
    "form.tags": FieldType.CHOICES,
    "form.paid": FieldType.BOOLEAN,
    "form.nik": FieldType.NIK,
    "outcome.check": FieldType.TEXT,
    "visits.check": FieldType.INTEGER,
    "result.number.number": FieldType.TEXT,
}
FACTS = {
    "form.area": "12.5",
    "form.people": 300,
    "form.day": "2026-03-01",
    "form.kind": "open",
    "form.tags": ("music", "market"),
    "form.paid": True,
    "outcome.check": "complete",
    "visits.check": 2,
}


def read(text: str) -> Expression:
    return expression_from_text(text, PATHS)


def refused(text: str) -> ConditionInvalid:
    with pytest.raises(ConditionInvalid) as invalid:
        read(text)
    assert 0 <= invalid.value.offset <= len(text)
    assert str(invalid.value) == invalid.value.message
    return invalid.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("form.area > 12", True),
        ("form.area == 12.50", True),
        ("form.area != 12.5", False),
        ("form.area >= -1", True),
        ("form.area in [1, 12.50]", True),
        ("form.area not in [1, 2]", True),
        ("form.area not in [12.5]", False),
        ("form.fee not in [1, 2]", False),
        ("100 < form.people <= 300", True),
        ("100 < form.people < form.area", False),
        ("visits.check == 2", True),
        ("form.day < '2026-03-02'", True),
        ("'2026-03-01' == form.day", True),
        ("form.day in ['2026-03-01']", True),
        ("form.day < form.end_day", False),
        ("form.kind == 'open'", True),
        ('form.kind == "open"', True),
        ("form.kind != 'open'", False),
        ("form.kind in ['open', 'shut']", True),
        ("form.kind not in ['open', 'shut']", False),
        ("'music' in form.tags", True),
        ("form.kind not in form.tags", True),
        ("form.paid", True),
        ("not form.paid", False),
        ("form.paid == true", True),
        ("form.paid == False", False),
        ("form.paid != false", True),
        ("has(form.fee)", False),
        ("has(form.fee) or form.paid and not form.kind == 'x'", True),
        ("outcome.check == 'complete' and (form.fee > 1 or form.area > 1)", True),
        ("form.nik == result.number.number", False),
        ("true", True),
        ("False or false", False),
        ("  form.paid\n  and form.area > 1\n", True),
        ("form.kind == 'café' or form.paid", True),
        ("form.area>1 and'open'==form.kind", True),
    ],
)
def test_a_condition_means_what_it_says(text: str, *, expected: bool) -> None:
    assert holds(read(text), FACTS) is expected


def test_numbers_are_marked_and_kept_as_they_are_written() -> None:
    assert read("form.area > 0.10") == Compare(
        op=">",
        left=Ref(path="form.area", numeric=True),
        right=Const(value="0.10", numeric=True),
    )
    assert read("form.kind == '10'") == Compare(
        op="==", left=Ref(path="form.kind"), right=Const(value="10")
    )


def test_a_list_of_numbers_is_compared_number_by_number() -> None:
    area = Ref(path="form.area", numeric=True)
    one, two = (Const(value=digits, numeric=True) for digits in ("1", "2.0"))

    assert read("form.area in [1, 2.0]") == Any(
        parts=(Compare(op="==", left=area, right=one), Compare(op="==", left=area, right=two))
    )
    assert read("form.area not in [1, 2.0]") == All(
        parts=(Compare(op="!=", left=area, right=one), Compare(op="!=", left=area, right=two))
    )


@pytest.mark.parametrize(
    ("text", "offset", "message", "hint"),
    [
        # words
        ("form.kind = 'x'", 10, "`=` cannot stand here", "Compare with `==`."),
        ("form.paid && true", 10, "`&` cannot stand here", "Write `and`."),
        ("form.paid || true", 10, "`|` cannot stand here", "Write `or`."),
        ("!form.paid", 0, "`!` cannot stand here", "Write `not`."),
        ("form.area + 1 > 2", 10, "`+` cannot stand here", ""),
        ("form.area > 1_000", 12, "`1` cannot stand here", "18 digits"),
        ("form.area > 1or form.paid", 12, "`1` cannot stand here", "18 digits"),
        ("form.area > 1e9", 12, "`1` cannot stand here", ""),
        ("form.area > " + "9" * 19, 12, "`9` cannot stand here", "18 digits"),
        ("form.area > \u0661", 12, "cannot stand here", ""),
        ("form.kind == 'a\\n'", 13, "`'` cannot stand here", "same quote"),
        ("form.kind == 'a", 13, "`'` cannot stand here", "same quote"),
        ("form.kind == '''a'''", 15, "something is missing between", ""),
        ("form.kind == 'a' 'b'", 17, "something is missing between 'a' and 'b'", ""),
        ("f'a' == form.kind", 1, "something is missing between f and 'a'", ""),
        ("form.kind 'a'", 10, "something is missing between kind and 'a'", ""),
        ("form.paid # why", 10, "`#` cannot stand here", ""),
        ("form.paid; true", 9, "`;` cannot stand here", ""),
        ("{1: 2}", 0, "`{` cannot stand here", ""),
        ("form.class == 'x'", 5, "`class` is a reserved word", "another id"),
        ("lambda: true", 0, "`lambda` is not a word of conditions", ""),
        ("form.kind is None", 10, "`is` is not a word of conditions", ""),
        ("form.paid if true", 10, "`if` is not a word of conditions", ""),
        ("form.paid\tand true", 9, "cannot stand here", ""),
        # order of words: where exactly depends on the version of Python
        ("", None, "do not make a condition", ""),
        ("  \n ", None, "do not make a condition", ""),
        ("form.paid and", None, "do not make a condition", ""),
        (" form.area > ", None, "do not make a condition", ""),
        ("form.paid)", None, "do not make a condition", ""),
        ("form.paid) or (form.paid", None, "do not make a condition", ""),
        ("(" * 240 + "form.paid" + ")" * 240, None, "do not make a condition", ""),
        ("form.area > 007", None, "do not make a condition", ""),
        # facts
        ("form.are > 1", 0, "`form.are` is not a fact", "Did you mean `form.area`?"),
        ("form.paid and xyz", 14, "`xyz` is not a fact", "Facts are form.<field>"),
        ("form.kind == 'é' and form.ara > 1", 21, "`form.ara` is not a fact", "`form.area`"),
        ("  \n form.are > 1", 4, "`form.are` is not a fact", ""),
        ("form.area.real > 1", 0, "`form.area.real` is not a fact", ""),
        ("(1).real > 1", 0, "this is not the name of a fact", ""),
        ("has(form.zzz)", 4, "`form.zzz` is not a fact", ""),
        ("has('x')", 4, "this is not the name of a fact", ""),
        ("has()", 0, "the only function is has", ""),
        ("has(form.paid, form.paid)", 0, "the only function is has", ""),
        ("open(form.kind)", 0, "the only function is has", ""),
        # kinds
        ("form.area", 0, "this is a number, not a condition", "Compare it."),
        ("form.paid and form.kind", 14, "this is text, not a condition", ""),
        ("not form.day", 4, "this is a date, not a condition", ""),
        ("'x'", 0, "this is text, not a condition", ""),
        ("form.tags or true", 0, "this is a list, not a condition", ""),
        ("-1", 0, "this is a number", ""),
        ("-form.area > 1", 0, "cannot be part of a comparison", ""),
        ("-true == form.paid", 0, "cannot be part of a comparison", ""),
        ("form.area > '1'", 12, "text is compared with a number", "like with like"),
        ("form.kind == 1", 13, "a number is compared with text", ""),
        ("form.paid == 1", 13, "a number is compared with yes or no", ""),
        ("form.day == form.kind", 12, "text is compared with a date", ""),
        ("form.kind < 'x'", 0, "`<` compares numbers and dates; this is text", ""),
        ("form.paid < true", 0, "this is yes or no", ""),
        ("form.tags == form.tags", 0, "a list cannot be compared with `==`", "Use `in`."),
        ("form.day > '2026-3-1'", 11, "this is not a date", "2026-01-31"),
        ("form.day > '20260301'", 11, "this is not a date", ""),
        ("form.day > 5", 11, "this is not a date", ""),
        ("'2026-02-30' < form.day", 0, "this is not a date", ""),
        ("form.day in ['x']", 13, "this is not a date", ""),
        ("1 == 1", 0, "two fixed values", "Name a fact"),
        ("'a' in ['a']", 7, "two fixed values", ""),
        ("form.area in []", 13, "two fixed values", ""),
        ("form.area in ['a']", 14, "text is compared with a number", ""),
        ("form.tags in ['a']", 14, "text is compared with a list", ""),
        ("form.paid in [true]", 0, "cannot be one of a list", ""),
        ("form.area in [form.area]", 14, "a list holds fixed values only", ""),
        ("form.area in [[1]]", 14, "cannot be part of a comparison", ""),
        ("form.area == [1]", 13, "cannot be part of a comparison", ""),
        ("form.kind in 'open'", 13, "this is text, not a list", "['a', 'b']"),
        ("form.area in form.tags", 0, "this is a number; the list holds texts", ""),
        ("form.area < 5 == true", 0, "only < <= > >= may stand in a row", "Write `and`"),
        ("1 in form.tags", 0, "this is a number; the list holds texts", ""),
        ("form.tags[0] == 'a'", 0, "cannot be part of a comparison", ""),
        ("(form.kind, form.kind) == 'a'", 0, "cannot be part of a comparison", ""),
        ("(form.kind == 'a') == true", 1, "cannot be part of a comparison", ""),
        # size
        ("form.paid or " * 39 + "form.paid", MAX_CHARACTERS, "at most 500 characters", ""),
        ("form.area in [" + "1," * 100 + "1]", 0, "at most 100 parts, this one 105", ""),
        ("not " * 21 + "form.paid", 80, "more than 20 levels", ""),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_place(
    text: str, offset: int | None, message: str, hint: str
) -> None:
    invalid = refused(text)

    assert message in invalid.message
    assert offset in {None, invalid.offset}
    assert hint in invalid.hint


def test_a_condition_may_be_as_long_and_as_deep_as_the_limits() -> None:
    assert read("form.paid" + " " * (MAX_CHARACTERS - 9)) == Ref(path="form.paid")
    assert isinstance(read("not " * 19 + "form.paid"), Not)
    assert isinstance(read("form.area in [" + "1," * 95 + "1]"), Any)


def test_words_of_python_in_a_text_are_just_text() -> None:
    assert read("form.kind == '__import__(`os`) # lambda é'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("form.area > 1", {"form.area"}),
        ("form.paid", {"form.paid"}),
        ("true", set()),
        ("has(form.area)", set()),
        ("has(form.area) and form.area > 1", set()),
        ("form.area > 1 and has(form.area)", {"form.area"}),
        ("has(form.fee) and form.area > 1", {"form.area"}),
        ("not has(form.area) or form.area > 1", set()),
        ("has(form.area) or form.area > 1", {"form.area"}),
        ("not has(form.area) and form.area > 1", {"form.area"}),
        ("has(form.area) and not form.area > 1", set()),
        ("has(form.area) and (form.paid or form.area > 1)", {"form.paid"}),
        ("has(form.area) and has(form.fee) and form.area > form.fee", set()),
        ("(has(form.area) and has(form.fee)) and form.area > form.fee", set()),
        ("(has(form.area) or has(form.fee)) and form.area > 1", {"form.area"}),
        ("(has(form.area) or has(form.area) and form.paid) and form.area > 1", {"form.paid"}),
        ("not (not has(form.area) or not has(form.fee)) and form.area > form.fee", set()),
        ("not (not has(form.area) and not has(form.fee)) and form.area > 1", {"form.area"}),
        ("not (has(form.area) and form.area > 1)", set()),
        ("(has(form.area) and form.area > 1) or form.area < 0", {"form.area"}),
        ("has(form.area) and form.area in [1, 2]", set()),
        ("form.area in [1, 2]", {"form.area"}),
    ],
)
def test_what_is_read_without_asking_may_be_absent(text: str, expected: set[str]) -> None:
    assert may_be_absent(read(text)) == expected


class _Watched(dict[str, object]):
    """Facts that note what was asked of them although it is not there."""

    def __init__(self, facts: dict[str, object]) -> None:
        super().__init__(facts)
        self.missed: set[str] = set()

    def get(self, key: str, default: object = None) -> object:
        if key not in self:
            self.missed.add(key)
        return super().get(key, default)


_LEAVES = st.sampled_from(
    [
        Has(path="form.area"),
        Has(path="form.fee"),
        Ref(path="form.paid"),
        Compare(op=">", left=Ref(path="form.area", numeric=True), right=Const(value="1")),
        Compare(op="==", left=Ref(path="form.fee"), right=Ref(path="form.area")),
    ]
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.builds(lambda one: Not(inner=one), inner)
        | st.builds(lambda parts: All(parts=tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: Any(parts=tuple(parts)), st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=12,
)


@given(_TREES)
def test_nothing_absent_is_ever_read_that_was_not_announced(expression: Expression) -> None:
    announced = may_be_absent(expression)
    facts = {"form.area": "5", "form.fee": "7", "form.paid": True}

    for count in range(4):
        for there in itertools.combinations(facts, count):
            watched = _Watched({path: facts[path] for path in there})
            holds(expression, watched)
            assert watched.missed <= announced <= paths_read(expression)


_FACTS = st.sampled_from(sorted(PATHS))
_LITERALS = st.sampled_from(["1", "2.5", "'a'", '"b"', "true", "'2026-01-01'", "['a']", "[1, 2]"])
_SIGNS = st.sampled_from(["==", "!=", "<", ">=", "-", ",", ".", "(", ")", "[", "]", "has(", "\n"])
_NAMES = st.sampled_from(["and", "or", "not", "in", "is", "f", "None", "lambda"])
_STRANGE = st.sampled_from(["é", "**", "1_0", "\\", "'", '"', "#", ":=", "0x1", "1e9", "\t"])
_WORDS = _FACTS | _LITERALS | _SIGNS | _NAMES | _STRANGE


@given(st.lists(_WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_or_refused_without_a_warning(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            expression = read(text)
        except ConditionInvalid as invalid:
            place = invalid.offset
        else:
            place = 0
            assert paths_read(expression) <= PATHS.keys()
            assert holds(expression, FACTS) in {True, False}
    assert 0 <= place <= len(text)


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(["<", ">=", "=="]))
def test_numbers_compare_as_numbers_whatever_their_spelling(number: Decimal, sign: str) -> None:
    expression = read(f"form.area {sign} {number:f}")
    facts = {"form.area": re.sub(r"\.?0+$", "", f"{number:.6f}")}

    assert holds(expression, facts) is (sign != "<")
