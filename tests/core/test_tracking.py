"""Tracking codes: read aloud, typed by anybody, and no slip of a key makes another code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.tracking import (
    ALPHABET,
    CODES,
    PINS,
    code_from_text,
    code_of,
    grouped,
    is_code,
    link_of,
    parts_of_link,
    pin_from_text,
    pin_of,
)

NUMBERS = st.integers(0, CODES - 1)


@given(NUMBERS)
def test_a_code_is_nine_letters_that_check(number: int) -> None:
    code = code_of(number)

    assert len(code) == 9
    assert set(code) <= set(ALPHABET)
    assert is_code(code)


@given(NUMBERS, NUMBERS)
def test_no_two_numbers_make_the_same_code(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@settings(max_examples=20)
@given(NUMBERS, st.integers(0, 8))
def test_one_wrong_letter_makes_no_code(number: int, place: int) -> None:
    code = code_of(number)
    wrong = {f"{code[:place]}{one}{code[place + 1 :]}" for one in ALPHABET} - {code}

    assert len(wrong) == 30
    assert not any(is_code(one) for one in wrong)


@given(NUMBERS, st.integers(0, 7))
def test_two_neighbours_exchanged_make_no_other_code(number: int, place: int) -> None:
    code = code_of(number)
    left, right = code[place], code[place + 1]
    exchanged = f"{code[:place]}{right}{left}{code[place + 2 :]}"

    assert is_code(exchanged) == (left == right)


@pytest.mark.parametrize("text", ["", "K7M", "K7M-Q2X", "K7MQ2XV90", "K7MQ2XV9é", "A" * 10])
def test_what_is_no_code_does_not_check(text: str) -> None:
    assert not is_code(code_from_text(text))


@given(NUMBERS)
def test_a_code_is_known_again_however_it_is_typed(number: int) -> None:
    code = code_of(number)
    shown = grouped(code)

    assert shown == f"{code[:3]}-{code[3:6]}-{code[6:]}"
    for typed in (shown, shown.lower(), f" {code[:2]} {code[2:]}. ", shown.replace("-", " ")):
        assert code_from_text(typed) == code


def test_what_is_too_long_stays_too_long_and_is_not_kept_whole() -> None:
    assert len(code_from_text("K" * 5000)) == 10
    assert len(pin_from_text("1" * 5000)) == 7


@given(st.integers(0, 10**18))
def test_a_pin_is_six_digits(number: int) -> None:
    pin = pin_of(number)

    assert (len(pin), pin.isdecimal()) == (6, True)
    assert int(pin) == number % PINS
    assert pin_from_text(f" {pin[:3]} {pin[3:]} ") == pin


def test_a_link_holds_the_code_and_the_secret() -> None:
    code = code_of(77)

    assert parts_of_link(link_of(code, "5abc")) == (code, "5abc")
    assert parts_of_link("") == ("", "")
