"""Facts of a case in the words of an action: `{form.usaha}`, `{applicant.name}`, `{case}`."""

import re
from collections.abc import Mapping

from engine.core.commands import Applicant
from engine.core.ids import CaseId
from engine.core.values import Value

ALWAYS_THERE = ("case", "applicant.name", "applicant.contact")
"""Facts that every case has, whatever its SOP asks."""

NUMBER_PART = re.compile(r"\{(number|year|month|unit)(?:(?<=number):0([1-9]))?\}")
"""A part of a letter's number; only `{number}` may say how many digits it has at least."""

_NAME = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_ODD = re.compile(r"[{}]")


def names_in(words: str) -> tuple[str, ...]:
    """The facts that `words` name, in order, each once."""
    return tuple(dict.fromkeys(_NAME.findall(words)))


def is_well_formed(words: str) -> bool:
    """Whether every brace in `words` belongs to the name of a fact."""
    return not _ODD.search(without_names(words))


def without_names(words: str) -> str:
    """`words` with nothing where facts are named."""
    return _NAME.sub("", words)


def is_number_format(words: str) -> bool:
    """Whether every brace in `words` belongs to a part of a letter's number."""
    return not _ODD.search(NUMBER_PART.sub("", words))


def filled(words: str, facts: Mapping[str, str]) -> str:
    """`words` with each name replaced by its fact; one that is absent leaves nothing."""
    return _NAME.sub(lambda found: facts.get(found[1], ""), words)


def facts_of(case: CaseId, applicant: Applicant, data: Mapping[str, Value]) -> Mapping[str, str]:
    """Everything that can be named, as text: lists joined, truth values as `ya` and `tidak`."""
    always = (case, applicant.name, applicant.contact)
    return {
        **dict(zip(ALWAYS_THERE, always, strict=True)),
        **{path: _text(value) for path, value in data.items()},
    }


def _text(value: Value) -> str:
    match value:
        case bool():
            return "ya" if value else "tidak"
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)
