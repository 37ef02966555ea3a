"""Facts in words: what is named, whether the braces are right, what stands there in the end."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.commands import Applicant
from engine.core.ids import CaseId
from engine.core.placeholders import (
    ALWAYS_THERE,
    facts_of,
    filled,
    is_number_format,
    is_well_formed,
    names_in,
)

NAMES = st.from_regex(r"[a-z_][a-z0-9_.]{0,20}", fullmatch=True)
PLAIN = st.text(st.characters(exclude_characters="{}"), max_size=30)
APPLICANT = Applicant(name="Bayu", contact="0812")


def test_names_come_in_order_and_once() -> None:
    assert names_in("{form.b}: {form.a}, {form.b}") == ("form.b", "form.a")


@pytest.mark.parametrize(
    "words", ["{", "}", "{}", "{Form.a}", "{form.a", "{{form.a}}", "{form a}", "{1}", '{"a": 1}']
)
def test_braces_stand_for_facts_and_for_nothing_else(words: str) -> None:
    assert not is_well_formed(words)


def test_a_fact_that_is_absent_leaves_nothing() -> None:
    assert filled("Yth. {form.nama}{form.gelar}.", {"form.nama": "Bayu"}) == "Yth. Bayu."


def test_a_fact_is_taken_as_it_is_whatever_it_holds() -> None:
    assert filled("{form.a}", {"form.a": r"{case} \1", "case": "x"}) == r"{case} \1"


@given(st.lists(st.tuples(PLAIN, NAMES)), PLAIN)
def test_words_that_are_well_formed_are_filled_without_a_rest(
    parts: list[tuple[str, str]], end: str
) -> None:
    words = "".join(f"{plain}{{{name}}}" for plain, name in parts) + end

    assert is_well_formed(words)
    assert set(names_in(words)) == {name for _, name in parts}
    assert filled(words, {name: f"<{name}>" for _, name in parts}) == (
        "".join(f"{plain}<{name}>" for plain, name in parts) + end
    )


@given(st.text(alphabet="{}" + string.ascii_lowercase + ".", max_size=40))
def test_what_is_not_well_formed_keeps_a_brace(words: str) -> None:
    left = filled(words, {})

    assert is_well_formed(words) == ("{" not in left and "}" not in left)


def test_every_case_has_the_facts_that_are_always_there() -> None:
    facts = facts_of(CaseId("0c"), APPLICANT, {})

    assert facts == {"case": "0c", "applicant.name": "Bayu", "applicant.contact": "0812"}
    assert tuple(facts) == ALWAYS_THERE


def test_facts_are_told_as_people_write_them() -> None:
    data = {"form.buka": True, "form.tutup": False, "form.isi": ("a", "b"), "form.luas": "12.5"}

    facts = facts_of(CaseId("0c"), APPLICANT, data)

    assert [facts[name] for name in data] == ["ya", "tidak", "a, b", "12.5"]


@pytest.mark.parametrize("words", ["{number}", "{number:03}/KEC/{month}/{year}", "{unit}", "A-1"])
def test_a_number_format_is_made_of_its_parts(words: str) -> None:
    assert is_number_format(words)


@pytest.mark.parametrize(
    "words", ["{number:3}", "{number:00}", "{year:02}", "{day}", "{number:010}", "{form.a}", "{"]
)
def test_a_number_format_has_no_other_parts(words: str) -> None:
    assert not is_number_format(words)
