"""What a form field accepts, and what reaches the history."""

import string
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.ids import FieldId
from engine.core.text import Text
from engine.core.values import (
    _BLANK,
    LARGEST_INTEGER,
    Choice,
    Field,
    FieldType,
    Value,
    legible,
    shows_nothing,
    text_from_input,
    value_from_input,
    values_from_input,
)

OPTIONS = tuple(Choice(id=name, title=Text(id=name.title())) for name in ("air", "api", "udara"))


def field(kind: FieldType, **more: object) -> Field:
    settings = {"id": FieldId("isian"), "title": Text(id="Isian"), "choices": OPTIONS}
    return Field(type=kind, **(settings | more))  # type: ignore[arg-type]


ACCEPTED: list[tuple[FieldType, object, Value]] = [
    (FieldType.TEXT, " Warung Tini ", "Warung Tini"),
    (FieldType.LONG_TEXT, "satu\r\ndua\rtiga\n", "satu\ndua\ntiga"),
    (FieldType.NUMBER, "12", "12"),
    (FieldType.NUMBER, "12,50", "12.5"),
    (FieldType.NUMBER, 12.5, "12.5"),
    (FieldType.NUMBER, "007.10", "7.1"),
    (FieldType.NUMBER, "100", "100"),
    (FieldType.NUMBER, " -3.0 ", "-3"),
    (FieldType.NUMBER, "-0.00", "0"),
    (FieldType.NUMBER, 12, "12"),
    (FieldType.NUMBER, Decimal("1.25"), "1.25"),
    (FieldType.INTEGER, "42", 42),
    (FieldType.INTEGER, "42,0", 42),
    (FieldType.INTEGER, -1, -1),
    (FieldType.INTEGER, LARGEST_INTEGER, LARGEST_INTEGER),
    (FieldType.MONEY, "15000", 15_000),
    (FieldType.MONEY, "15.000", 15_000),
    (FieldType.MONEY, "1.500.000", 1_500_000),
    (FieldType.MONEY, Decimal("15.000"), 15),
    (FieldType.DATE, "2026-11-22", "2026-11-22"),
    (FieldType.DATE, "22/11/2026", "2026-11-22"),
    (FieldType.BOOLEAN, True, True),
    (FieldType.BOOLEAN, "Ya", True),
    (FieldType.BOOLEAN, " no ", False),
    (FieldType.CHOICE, "api", "api"),
    (FieldType.CHOICES, ["udara", "air", "udara"], ("air", "udara")),
    (FieldType.CHOICES, "udara, air", ("air", "udara")),
    (FieldType.NIK, "3273 0152 0788 0001", "3273015207880001"),
    (FieldType.NIK, "327301.120788.0001", "3273011207880001"),
    (FieldType.NIK, "3273012902900001", "3273012902900001"),
    (FieldType.NIK, "3273016902900001", "3273016902900001"),
    (FieldType.NIK, "3273017105900001", "3273017105900001"),
    (FieldType.PHONE, "0812 3456-7890", "081234567890"),
    (FieldType.PHONE, "+62 (22) 123 4567", "+62221234567"),
]


@pytest.mark.parametrize(("kind", "entered", "kept"), ACCEPTED)
def test_what_fits_is_kept_in_its_normal_form(kind, entered, kept) -> None:
    assert value_from_input(field(kind), entered) == kept


REFUSED: list[tuple[FieldType, object, str]] = [
    (FieldType.TEXT, 12, "must be text"),
    (FieldType.TEXT, "x" * 2001, "has 2001 characters; at most 2000 are allowed"),
    (FieldType.TEXT, "a\x00b", "contains a control character"),
    (FieldType.TEXT, "a\ud800b", "contains half of a character (a lone surrogate)"),
    (FieldType.NUMBER, float("nan"), "must be a number"),
    (FieldType.NUMBER, 1e30, "must be a number"),
    (FieldType.NUMBER, True, "must be a number"),
    (FieldType.NUMBER, "1e3", "must be a number"),
    (FieldType.NUMBER, "NaN", "must be a number"),
    (FieldType.NUMBER, "٣", "must be a number"),
    (FieldType.NUMBER, "1.500.000", "must be a number"),
    (FieldType.NUMBER, "1" * 19, "must be a number"),
    (FieldType.NUMBER, Decimal("Infinity"), "must be a number"),
    (FieldType.INTEGER, "1.5", "must be a whole number"),
    (FieldType.INTEGER, LARGEST_INTEGER + 1, "must be a whole number"),
    (FieldType.MONEY, "15.00.0", "must be a number"),
    (FieldType.DATE, "31/02/2026", "must be a date"),
    (FieldType.DATE, "22-11-2026", "must be a date"),
    (FieldType.DATE, 20261122, "must be text"),
    (FieldType.BOOLEAN, "mungkin", "must be yes or no"),
    (FieldType.BOOLEAN, 1, "must be text"),
    (FieldType.CHOICE, "tanah", "must be one of: air, api, udara"),
    (FieldType.CHOICES, "air,tanah", "must be one of: air, api, udara"),
    (FieldType.CHOICES, 3, "must be a list of options"),
    (FieldType.CHOICES, ["air", 3], "must be text"),
    (FieldType.NIK, "327301520788000", "must be a NIK: 16 digits"),
    (FieldType.NIK, "٣273015207880001", "must be a NIK: 16 digits"),
    (FieldType.NIK, "3273013213880001", "is not a NIK"),
    (FieldType.NIK, "3273013201880001", "is not a NIK"),
    (FieldType.NIK, "3273014001880001", "is not a NIK"),
    (FieldType.NIK, "3273018101880001", "is not a NIK"),
    (FieldType.NIK, "0000001207880001", "is not a NIK"),
    (FieldType.NIK, "3273013102900001", "is not a NIK"),
    (FieldType.NIK, "3273013002900001", "is not a NIK"),
    (FieldType.NIK, "3273017002900001", "is not a NIK"),
    (FieldType.NIK, "3273017106900001", "is not a NIK"),
    (FieldType.NIK, "3273010000900001", "is not a NIK"),
    (FieldType.NIK, "3273010113900001", "is not a NIK"),
    (FieldType.PHONE, "12345", "must be a telephone number"),
    (FieldType.PHONE, "0812x34567", "must be a telephone number"),
]


@pytest.mark.parametrize(("kind", "entered", "why"), REFUSED)
def test_what_does_not_fit_is_refused_in_words(kind, entered, why) -> None:
    with pytest.raises(ValueError, match="^" + why.replace("(", r"\(").replace(")", r"\)")):
        value_from_input(field(kind), entered)


@pytest.mark.parametrize("kind", list(FieldType))
@pytest.mark.parametrize("nothing", [None, "", "   ", "\r\n", (), []])
def test_blanks_are_nothing(kind, nothing) -> None:
    assert value_from_input(field(kind), nothing) is None


@pytest.mark.parametrize("kind", [FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY])
def test_bounds_are_part_of_what_they_bound(kind) -> None:
    bounded = field(kind, min="1", max="10")

    assert [value_from_input(bounded, text) for text in ("1", "10")] != [None, None]
    with pytest.raises(ValueError, match="must be at least 1"):
        value_from_input(bounded, "0")
    with pytest.raises(ValueError, match="must be at most 10"):
        value_from_input(bounded, "11")


def test_a_form_is_read_whole_and_every_problem_is_named() -> None:
    fields = (
        field(FieldType.TEXT, id=FieldId("nama"), required=True),
        field(FieldType.NUMBER, id=FieldId("luas")),
        field(FieldType.DATE, id=FieldId("mulai"), required=True),
        field(FieldType.BOOLEAN, id=FieldId("sewa"), required=True),
    )

    values, problems = values_from_input(
        fields, {"nama": " ", "luas": "banyak", "sewa": False, "warna": "biru"}
    )

    assert values == {"sewa": False}
    assert problems == {
        "nama": "must be filled in",
        "luas": "must be a number, written in digits (12 or 12.5)",
        "mulai": "must be filled in",
        "warna": "is not a field of this form",
    }


def test_what_a_program_said_is_kept_with_marks_for_what_cannot_be() -> None:
    assert legible("galat\x00\ud800\nbaris") == "galat??\nbaris"


UNSEEN = st.characters(categories=("Cf", "Zs", "Zl", "Zp", "Mn"), codec="utf-8")
SEEN = st.characters(categories=("L", "N", "P"), codec="utf-8", exclude_characters=_BLANK)


@given(st.text(alphabet=UNSEEN | st.sampled_from(sorted(_BLANK)), max_size=20))
def test_text_that_nobody_sees_is_no_text(blank: str) -> None:
    try:
        assert text_from_input(blank) == ""
    except ValueError as refused:  # what turns the direction of writing is refused by itself
        assert str(refused) == "contains a control character"  # noqa: PT017
    else:
        assert value_from_input(field(FieldType.TEXT), blank) is None


@given(st.text(alphabet=UNSEEN, max_size=5), SEEN, st.text(alphabet=UNSEEN, max_size=5))
def test_one_letter_among_them_makes_a_text(before: str, letter: str, after: str) -> None:
    assert not shows_nothing(before + letter + after)


@pytest.mark.parametrize("blank", ["\u200b", "\u200f", "\u2060", " \u200b\n\ufeff", "\u0301"])
def test_a_required_answer_is_not_given_by_what_nobody_sees(blank: str) -> None:
    asked = field(FieldType.TEXT, required=True)

    assert values_from_input((asked,), {"isian": blank}) == ({}, {"isian": "must be filled in"})


GROUPED = st.integers(0, 10**15).map(lambda number: f"{number:,}".replace(",", "."))
DIGITS = st.text(alphabet=string.digits, min_size=1, max_size=8)
NUMBERS = st.decimals(-(10**12), 10**12, places=3).map(lambda number: f"{number:f}")
ENTERED: dict[FieldType, st.SearchStrategy[object]] = {
    FieldType.TEXT: st.text(max_size=50),
    FieldType.LONG_TEXT: st.text(alphabet=st.sampled_from("ab \r\n\t\x1c\x85\u2028é"), max_size=20),
    FieldType.NUMBER: NUMBERS | DIGITS | st.integers() | st.decimals(),
    FieldType.INTEGER: NUMBERS | DIGITS | st.integers(),
    FieldType.MONEY: NUMBERS | DIGITS | GROUPED,
    FieldType.DATE: st.dates().map(date.isoformat) | st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    FieldType.BOOLEAN: st.booleans() | st.sampled_from(["Ya", "tidak", "TRUE", "no"]),
    FieldType.CHOICE: st.sampled_from(["air", " api", "tanah"]),
    FieldType.CHOICES: st.lists(st.sampled_from(["air", "api", "udara"])),
    FieldType.NIK: st.from_regex(r"[0-9]{6} ?[0-7][0-9][01][0-9]{3}\.?[0-9]{4}", fullmatch=True),
    FieldType.PHONE: st.from_regex(r"\+?62[ -]?[0-9]{6,14}|08[0-9 -]{6,14}", fullmatch=True),
}  # fmt: skip

OF_ANY_TYPE = st.sampled_from(list(FieldType))
FITTING = OF_ANY_TYPE.flatmap(lambda kind: st.tuples(st.just(kind), ENTERED[kind]))
ANYTHING = st.none() | st.booleans() | st.floats() | st.text() | st.integers() | st.binary()
LISTS = st.lists(ANYTHING)


@given(FITTING)
def test_reading_a_remembered_value_again_gives_the_same_value(case) -> None:
    kind, entered = case
    asked = field(kind)
    try:
        kept = value_from_input(asked, entered)
    except ValueError:
        return

    assert value_from_input(asked, kept) == kept
    assert type(value_from_input(asked, kept)) is type(kept)


@given(FITTING)
def test_a_remembered_value_survives_the_history_unchanged(case) -> None:
    kind, entered = case
    try:
        kept = value_from_input(field(kind), entered)
    except ValueError:
        return

    there = msgspec.json.encode(kept)

    assert msgspec.json.decode(there, type=Value | None) == kept  # type: ignore[arg-type]


@given(OF_ANY_TYPE, ANYTHING | LISTS | st.lists(LISTS) | st.dictionaries(st.text(), ANYTHING))
def test_whatever_is_entered_is_kept_or_refused_in_words(kind, entered) -> None:
    try:
        kept = value_from_input(field(kind), entered)
    except ValueError as refusal:
        assert str(refusal).startswith(("must ", "has ", "contains ", "is not "))  # noqa: PT017
    else:
        assert kept is None or isinstance(kept, str | int | tuple)


def test_the_longest_text_bounds_texts_only() -> None:
    day = Field(id=FieldId("hari"), title=Text(id="Hari"), type=FieldType.DATE, max_length=5)

    assert value_from_input(day, "2026-11-22") == "2026-11-22"


@pytest.mark.parametrize("character", ["\x9b", "\u202e", "\u2066"])
def test_what_drives_a_terminal_or_turns_the_writing_is_refused(character: str) -> None:
    name = Field(id=FieldId("nama"), title=Text(id="Nama"), type=FieldType.TEXT)

    with pytest.raises(ValueError, match="control character"):
        value_from_input(name, f"Tini{character}Suhartini")
