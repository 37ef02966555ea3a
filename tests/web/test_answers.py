"""Questions of an SOP in HTML, and the answers read back exactly as the engine reads them."""

import re
from decimal import Decimal

import pytest
from page_reading import Page

from engine.core.ids import FieldId
from engine.core.personal import HIDDEN
from engine.core.text import Language, Text
from engine.core.values import Choice, Field, FieldType
from web.answers import Question, answers, questions, read_answers
from web.forms import Form
from web.rendering import _TEMPLATES
from web.words import Speech

CHOICES = (
    Choice(id="ktp", title=Text(id="KTP-el", en="ID card")),
    Choice(id="kk", title=Text(id="Kartu Keluarga", en="Family card")),
)


def field(kind: FieldType, **more: object) -> Field:
    known = {"choices": CHOICES} if kind in {FieldType.CHOICE, FieldType.CHOICES} else {}
    given = {"id": FieldId("satu"), "title": Text(id="Satu", en="One"), **known, **more}
    return Field(type=kind, **given)  # type: ignore[arg-type]


def said(*values: str) -> Form:
    return Form(fields={"form.satu": values})


def asked(one: Field, language: Language = "id", **more: object) -> Question:
    (found,) = questions((one,), language=language, **more)  # type: ignore[arg-type]
    return found


def page(one: Question) -> Page:
    text = '{% from "answers.html" import ask %}{{ ask(one) }}'
    return Page(_TEMPLATES.from_string(text).render(one=one))


TYPED = [
    (FieldType.TEXT, ("Warung <b>",), "Warung <b>", "Warung <b>"),
    (FieldType.LONG_TEXT, ("satu\r\ndua",), "satu\r\ndua", "satu\ndua"),
    (FieldType.NUMBER, ("12,50",), "12,50", "12.5"),
    (FieldType.INTEGER, ("15.000",), "15.000", 15000),
    (FieldType.MONEY, ("1.500.000",), "1.500.000", 1500000),
    (FieldType.DATE, ("2026-11-23",), "2026-11-23", "2026-11-23"),
    (FieldType.BOOLEAN, ("false",), False, False),
    (FieldType.CHOICE, ("kk",), "kk", "kk"),
    (FieldType.CHOICES, ("kk", "ktp"), ["kk", "ktp"], ("ktp", "kk")),
    (FieldType.NIK, ("3578 0141 0785 0003",), "3578 0141 0785 0003", "3578014107850003"),
    (FieldType.PHONE, ("0812-3456-7890",), "0812-3456-7890", "081234567890"),
]


@pytest.mark.parametrize(("kind", "typed", "answer", "value"), TYPED)
def test_what_is_typed_is_what_the_engine_remembers(kind, typed, answer, value) -> None:
    one = field(kind)

    assert answers((one,), said(*typed)) == {"satu": answer}
    assert read_answers((one,), said(*typed), Speech("id")) == ({"satu": value}, {})


@pytest.mark.parametrize("kind", FieldType)
def test_what_is_left_empty_is_no_answer(kind: FieldType) -> None:
    for form in (Form(), said(""), said("  ")):
        assert answers((field(kind),), form) == {}


@pytest.mark.parametrize("kind", FieldType)
def test_every_kind_asks_by_name_under_a_label_and_keeps_what_was_typed(kind: FieldType) -> None:
    typed = next(one[1] for one in TYPED if one[0] is kind)
    shown = page(asked(field(kind, required=True), said=said(*typed)))
    inputs = [*shown.all("input"), *shown.all("select"), *shown.all("textarea")]

    assert {one["name"] for one in inputs} == {"form.satu"}
    assert "Satu wajib" in shown.text
    assert bool(shown.all("legend")) or shown.all("label")[0]["for"] == "form-satu"
    stands = [one.get("value") for one in inputs if "checked" in one or "value" in one]
    assert kind is FieldType.LONG_TEXT or set(typed) <= set(stands)


@pytest.mark.parametrize("kind", FieldType)
def test_what_is_wrong_is_tied_to_its_field(kind: FieldType) -> None:
    shown = page(asked(field(kind), problems={"satu": "Perbaiki ini."}))
    ids = {one.get("id") for tag in ("p", "input", "fieldset") for one in shown.all(tag)}
    tied = [one for _, one in shown.tags if "aria-describedby" in one]

    assert "form-satu-wrong" in ids
    assert tied
    assert str(tied[0]["aria-describedby"]).split()[0] == "form-satu-wrong"
    assert [one for _, one in shown.tags if "aria-invalid" in one]
    assert len([one for _, one in shown.tags if "autofocus" in one]) == 1


def test_only_the_first_wrong_field_has_the_focus() -> None:
    fields = (field(FieldType.TEXT), field(FieldType.TEXT, id=FieldId("dua")))
    found = questions(fields, language="id", problems={"dua": "!", "satu": "!"})

    assert [one.first for one in found] == [True, False]


def test_many_choices_become_a_list_and_a_group_has_no_more_than_six() -> None:
    many = tuple(Choice(id=f"c{n}", title=Text(id=f"C{n}")) for n in range(7))

    assert asked(field(FieldType.CHOICE, choices=many)).is_group is False
    assert asked(field(FieldType.CHOICE, choices=many[:6])).is_group is True
    assert page(asked(field(FieldType.CHOICE, choices=many))).all("select")


def test_words_are_in_the_readers_language() -> None:
    shown = page(
        asked(field(FieldType.CHOICE, required=True, help=Text(id="Bantu", en="Help")), "en")
    )

    for words in ("One", "required", "ID card", "Help"):
        assert words in shown.text


def test_a_day_that_is_none_stands_as_it_was_typed() -> None:
    assert asked(field(FieldType.DATE), said=said("23/11/26")).input_type == "text"
    assert asked(field(FieldType.DATE), said=said("2026-11-23")).input_type == "date"


def test_units_money_and_bounds_are_said() -> None:
    area = page(asked(field(FieldType.NUMBER, unit="m2", min="1", max="500")))
    cost = page(asked(field(FieldType.MONEY, unit="rupiah")))

    assert "m2" in area.text
    assert "Antara 1 dan 500." in area.text
    assert "Rp" in cost.text
    assert area.all("input")[0]["inputmode"] == "decimal"


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"min": "1"}, "1"),
        ({"min": "0"}, ""),
        ({"max": "500"}, "500"),
        ({"min": "1", "max": "500"}, "1 500"),
    ],
)
def test_bounds_are_said_where_they_tell_something(bounds: dict[str, str], said: str) -> None:
    hint = asked(field(FieldType.NUMBER, **bounds)).hint

    assert " ".join(re.findall(r"[0-9]+", hint)) == said
    assert bool(hint) == bool(said)


@pytest.mark.parametrize(
    ("kind", "value", "stands"),
    [
        (FieldType.TEXT, "Warung", "Warung"),
        (FieldType.NUMBER, Decimal("12.5"), "12.5"),
        (FieldType.BOOLEAN, True, "true"),
        (FieldType.NIK, "3578********0003", ""),
        (FieldType.TEXT, HIDDEN, ""),
    ],
)
def test_known_values_stand_there_unless_they_are_masked(kind, value, stands) -> None:
    assert asked(field(kind), values={"satu": value}).value == stands
