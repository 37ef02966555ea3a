"""Questions of an SOP as a page asks them, and the answers that a form brings back.

A field's name in HTML is `form.<id>`. Text goes to the engine as it was typed: the engine reads it
(`engine.core.values`), so that a page and the interface take exactly the same values.
"""

import re
from collections.abc import Mapping
from typing import Literal

from engine.core.ids import FieldId
from engine.core.personal import ERASED, HIDDEN, is_masked
from engine.core.text import Frozen, Language
from engine.core.values import Field, FieldType, Value, values_from_input
from web.forms import Form
from web.problems import problem_words
from web.words import Speech

Kind = Literal["line", "lines", "date", "yes_no", "choice", "choices"]

_KINDS: Mapping[FieldType, Kind] = {
    FieldType.LONG_TEXT: "lines",
    FieldType.DATE: "date",
    FieldType.BOOLEAN: "yes_no",
    FieldType.CHOICE: "choice",
    FieldType.CHOICES: "choices",
}
_KEYBOARDS: Mapping[FieldType, str] = {
    FieldType.NUMBER: "decimal",
    FieldType.INTEGER: "numeric",
    FieldType.MONEY: "numeric",
    FieldType.NIK: "numeric",
    FieldType.PHONE: "tel",
}
_HINTS: Mapping[FieldType, str] = {
    FieldType.NIK: "answer_hint_nik",
    FieldType.PHONE: "answer_hint_phone",
    FieldType.MONEY: "answer_hint_money",
}
_LENGTHS: Mapping[FieldType, int] = {
    FieldType.NIK: 24,
    FieldType.PHONE: 24,
    FieldType.NUMBER: 26,
    FieldType.INTEGER: 26,
    FieldType.MONEY: 26,
    FieldType.DATE: 10,
}
"""Signs that an input takes; more than a value has, as blanks and dots may set it apart."""

_MOST_RADIOS = 6
_NIK_DIGITS = 16
_ISO_DAY = 10


class Option(Frozen, frozen=True, kw_only=True):
    """One of the answers there are."""

    value: str
    title: str
    chosen: bool = False


class Question(Frozen, frozen=True, kw_only=True):
    """A field of a form as HTML asks it. `id` is unique on the page, `name` is `form.<id>`.

    `keyboard` is the inputmode. `first` is the one to begin with: the first that is wrong.
    `must` says in a word that it has to be answered, `choose` what a list says unanswered.
    """

    id: str
    name: str
    kind: Kind
    label: str
    required: bool = False
    must: str = ""
    choose: str = ""
    hint: str = ""
    unit: str = ""
    before: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    as_list: bool = False
    input_type: str = "text"
    keyboard: str = ""
    longest: int | None = None
    problem: str = ""
    first: bool = False
    personal: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what is said about it: what is wrong first."""
        said = (("wrong", self.problem), ("hint", self.hint), ("unit", self.unit or self.before))
        return " ".join(f"{self.id}-{name}" for name, words in said if words)

    @property
    def is_group(self) -> bool:
        """Whether it is several boxes under one legend."""
        return self.kind in {"yes_no", "choices"} or (self.kind == "choice" and not self.as_list)


def html_name(field: FieldId | str) -> str:
    """What a field is called in a form."""
    return f"form.{field}"


def questions(
    fields: tuple[Field, ...],
    *,
    language: Language,
    said: Form | None = None,
    values: Mapping[str, object] = {},
    problems: Mapping[str, str] = {},
) -> tuple[Question, ...]:
    """The fields as questions.

    Args:
        fields: of the SOP.
        language: the reader's.
        said: what a form brought, which is shown again to the letter; else `values` stand there.
        values: what is known already, by field id; masked values are not put into a field.
        problems: what is wrong, in words for the reader, by field id.
    """
    first = next((one.id for one in fields if one.id in problems), None)
    t = Speech(language)
    return tuple(
        _question(
            field,
            _standing(field, said, values),
            t=t,
            problem=problems.get(field.id, ""),
            first=field.id == first,
        )
        for field in fields
    )


def answers(fields: tuple[Field, ...], form: Form) -> dict[str, object]:
    """What was answered, by field id; nothing for what was left empty.

    Text and lists of it, and bool where only yes or no can be said.
    """
    found: dict[str, object] = {}
    for field in fields:
        name = html_name(field.id)
        if field.type is FieldType.CHOICES:
            chosen = [one for one in form.all(name) if one.strip()]
            if chosen:
                found[field.id] = chosen
        elif said := form.one(name):
            is_bool = field.type is FieldType.BOOLEAN and said in _BOOLEANS
            found[field.id] = _BOOLEANS[said] if is_bool else said
    return found


def read_answers(
    fields: tuple[Field, ...], form: Form, t: Speech
) -> tuple[dict[str, Value], dict[str, str]]:
    """The values that the engine would remember, and what is wrong in words, by field id."""
    given = answers(fields, form)
    values, problems = values_from_input(fields, given)
    kinds = {field.id: field.type for field in fields}
    return values, {
        name: _exactly(given.get(name), t)
        if kinds.get(FieldId(name)) is FieldType.NIK and name in given
        else problem_words(problem, t)
        for name, problem in problems.items()
    }


def _exactly(nik: object, t: Speech) -> str:
    """What does not fit of a NIK: its signs, their number, its region, or the date of birth."""
    digits = re.sub(r"[ .]", "", str(nik))
    if not re.fullmatch(r"[0-9]+", digits):
        return t("answer_nik_signs")
    if len(digits) != _NIK_DIGITS:
        return t("answer_nik_length", n=len(digits))
    if digits.startswith("000000"):
        return t("answer_nik_region")
    return t("answer_nik_born", born=digits[6:12])


_BOOLEANS = {"true": True, "false": False}


def _standing(field: Field, said: Form | None, values: Mapping[str, object]) -> tuple[str, ...]:
    """What stands in the field."""
    if said is not None:
        return said.all(html_name(field.id))
    known = values.get(field.id)
    if known is None or known in (HIDDEN, ERASED) or (is_masked(field) and "*" in str(known)):
        return ()
    if isinstance(known, bool):
        return ("true" if known else "false",)
    return tuple(map(str, known)) if isinstance(known, list | tuple) else (str(known),)


def _question(
    field: Field, standing: tuple[str, ...], *, t: Speech, problem: str, first: bool
) -> Question:
    value = next(iter(standing), "")
    is_money = field.type is FieldType.MONEY
    return Question(
        id=f"form-{field.id}",
        name=html_name(field.id),
        kind=_KINDS.get(field.type, "line"),
        label=field.title.in_language(t.language),
        required=field.required,
        must=t("answer_required") if field.required else "",
        choose=t("answer_choose"),
        hint=_hint(field, t),
        unit="" if is_money else field.unit,
        before="Rp" if is_money else "",
        value=value,
        options=_options(field, standing, t),
        as_list=len(field.choices) > _MOST_RADIOS,
        input_type=_input_type(field, value),
        keyboard=_KEYBOARDS.get(field.type, ""),
        longest=_LENGTHS.get(field.type, field.max_length),
        problem=problem,
        first=first,
        personal=is_masked(field),
    )


def _hint(field: Field, t: Speech) -> str:
    parts = [] if field.help is None else [field.help.in_language(t.language)]
    if field.type in _HINTS and not parts:
        parts.append(t(_HINTS[field.type]))
    if (bounds := _bounds(field, t)) and field.type is not FieldType.MONEY:
        parts.append(bounds)
    return " ".join(parts)


def _bounds(field: Field, t: Speech) -> str:
    match field.min, field.max:
        case None, None:
            return ""
        case str(least), None:
            return t("answer_hint_least", least=least) if least != "0" else ""
        case None, most:
            return t("answer_hint_most", most=most)
        case least, most:
            return t("answer_hint_between", least=least, most=most)


def _options(field: Field, standing: tuple[str, ...], t: Speech) -> tuple[Option, ...]:
    if field.type is FieldType.BOOLEAN:
        known = [("true", t("answer_yes")), ("false", t("answer_no"))]
    else:
        known = [(one.id, one.title.in_language(t.language)) for one in field.choices]
    return tuple(
        Option(value=value, title=title, chosen=value in standing) for value, title in known
    )


def _input_type(field: Field, value: str) -> str:
    """A browser's own field for days shows nothing of what is no day; so that stands as text."""
    if field.type is FieldType.PHONE:
        return "tel"
    is_shown = not value or (len(value) == _ISO_DAY and value[4:8:3] == "--")
    return "date" if field.type is FieldType.DATE and is_shown else "text"
