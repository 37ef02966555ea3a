"""Whatever a form asks, the demonstration has an answer that the form accepts."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.ids import FieldId
from engine.core.text import Text
from engine.core.values import Choice, Field, FieldType, value_from_input
from engine.demo.answers import answer, answers, nik

TODAY = date(2026, 11, 20)
NAMES = st.sampled_from(
    ("nama", "alamat", "usaha", "nomor", "suhu", "tanggal_lahir", "mulai_tayang", "x", "hasil")
)
CHOICES = tuple(Choice(id=name, title=Text(id=name)) for name in ("a", "b", "c"))
WRITTEN = {FieldType.TEXT, FieldType.LONG_TEXT}
SEEDS = st.integers(0, 10_000).map(Random)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    type_ = draw(st.sampled_from(FieldType))
    low, high = sorted((draw(st.integers(-1000, 10**7)), draw(st.integers(-1000, 10**7))))
    numeric = type_ in {FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY}
    return Field(
        id=FieldId(draw(NAMES)),
        title=Text(id="?"),
        type=type_,
        required=True,
        min=str(low) if numeric and draw(st.booleans()) else None,
        max=str(high) if numeric and draw(st.booleans()) else None,
        max_length=draw(st.integers(1, 60)) if type_ in WRITTEN else 2000,
        choices=CHOICES if type_ in {FieldType.CHOICE, FieldType.CHOICES} else (),
    )


@given(fields(), SEEDS)
def test_an_answer_fits_its_field(field: Field, chance: Random) -> None:
    assert value_from_input(field, answer(field, chance, on=TODAY)) is not None


@given(SEEDS)
def test_a_nik_has_the_right_shape_and_lies_nowhere(chance: Random) -> None:
    field = Field(id=FieldId("nik"), title=Text(id="NIK"), type=FieldType.NIK)

    assert str(value_from_input(field, nik(chance))).startswith("999999")


@pytest.mark.parametrize("required", [True, False])
def test_required_fields_are_always_filled_and_others_mostly(*, required: bool) -> None:
    field = Field(id=FieldId("x"), title=Text(id="?"), type=FieldType.TEXT, required=required)

    chance = Random(7)  # noqa: S311  # repeatable

    filled = sum(bool(answers((field,), chance, on=TODAY)) for _ in range(100))

    assert filled == 100 if required else 40 < filled < 95
