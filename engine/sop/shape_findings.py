"""What pydantic says about a tree, said again in plain words and at its place in the text."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from engine.core.errors import Finding
from engine.sop.codes import finding
from engine.sop.document import UNION_TAGS
from engine.sop.shape import CLOCK, NAME, NIP, NUMBER, SLUG, Contradiction
from engine.sop.strict_yaml import Path, Positions

MAX_FINDINGS = 100
"""More than a person mends before checking again; bounds the search for near names, too."""


_SHOWN = 40


class _Said(NamedTuple):
    """A finding without its place; `on_key`: it is about the key, not the value."""

    code: str
    message: str
    hint: str = ""
    on_key: bool = False


def findings_from_errors(
    invalid: ValidationError, root: type[BaseModel], *, positions: Positions, file: str
) -> tuple[Finding, ...]:
    """All that is wrong with the shape, in the order of the text; at most `MAX_FINDINGS`."""
    errors = [error for error in invalid.errors(include_url=False) if not _is_echo(error)]
    found: list[Finding] = []
    for error in errors[:MAX_FINDINGS]:
        path = _path(error, positions)
        if error["type"] == "contradiction":
            found += _contradictions(error, path, positions=positions, file=file)
            continue
        said = _WORDS.get(error["type"], _otherwise)(error, path, root)
        at = positions.key_at(path) if said.on_key else positions.at(path)
        found.append(finding(said.code, said.message, file=file, at=at, hint=said.hint))
    found.sort(key=lambda one: (one.line, one.column))
    left = len(errors) - MAX_FINDINGS
    if left > 0:
        found.append(finding("SOP210", f"{left} more findings are not listed.", file=file))
    return tuple(found)


def _is_echo(error: ErrorDetails) -> bool:
    """Whether a list is called too short only because its entries have errors of their own."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _path(error: ErrorDetails, positions: Positions) -> Path:
    path = tuple(part for part in error["loc"] if part not in UNION_TAGS)
    # pydantic adds "[key]" where the key itself is wrong; somebody may have written it, too
    return path[:-1] if path[-1:] == ("[key]",) and path not in positions.values else path


def _contradictions(
    error: ErrorDetails, path: Path, *, positions: Positions, file: str
) -> Iterator[Finding]:
    several: tuple[Contradiction, ...] = error["ctx"]["found"]
    for one in several:
        at = positions.key_at(path + one.path)
        message = f"{one.message[0].upper()}{one.message[1:]}."
        yield finding(one.code, message, file=file, at=at, hint=one.hint)


def _named(path: Path) -> str:
    # The tree itself is always a mapping, so that whatever is wrong has a key above it.
    last = [part for part in path if isinstance(part, str)][-1]
    key = f"`{last[:60]}`"
    return f"entry {path[-1] + 1} of {key}" if isinstance(path[-1], int) else key


def _shown(given: object) -> str:
    text = str(given)
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"


def _unknown_key(error: ErrorDetails, path: Path, root: type[BaseModel]) -> _Said:
    known = sorted(_fields(error["loc"][:-1], root))
    hint = _nearest(str(path[-1]), known) or f"Known here: {', '.join(known)}."
    if known == ["parallel"]:
        hint = f"{hint} A row after the block begins with `- id:`."
    if error["input"] is None and " " in str(path[-1]):
        hint = "Inside {…} a comma ends the text: put a text that holds one into quotes."
    return _Said("SOP201", f"The key {_named(path)} is not known here.", hint, on_key=True)


def _missing_key(error: ErrorDetails, path: Path, root: type[BaseModel]) -> _Said:
    field = _fields(error["loc"][:-1], root)[str(path[-1])]
    message = f"The key {_named(path)} is missing."
    return _Said("SOP202", message, f"It says: {field.description}", on_key=True)


def _wrong_kind(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    wanted = _KINDS[error["type"]]
    match error["input"]:
        case None:
            message = f"The value of {_named(path)} is empty; it must be {wanted}."
            return _Said("SOP203", message, "Fill it in, or leave the key out.", on_key=True)
        case str():
            given = "a text"
        case list():
            given = "a list"
        case _:
            given = "a mapping"
    return _Said("SOP203", f"The value of {_named(path)} is {given}; it must be {wanted}.")


def _badly_written(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    words = f"Write {_PATTERNS[error['ctx']['pattern']]}."
    if error["loc"][-1] == "[key]":
        return _Said("SOP204", f"The key {_named(path)} is badly written.", words, on_key=True)
    return _Said("SOP204", f"{_shown(error['input'])} does not fit {_named(path)}.", words)


def _refused_value(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    return _Said("SOP204", f"The value of {_named(path)} does not fit: {error['ctx']['error']}.")


def _unknown_word(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    hint = _nearest(str(error["input"]), words)
    return _Said("SOP205", f"The value of {_named(path)} must be one of: {', '.join(words)}.", hint)


def _out_of_bounds(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    limit = next(error["ctx"][name] for name in ("ge", "le", *_LENGTHS) if name in error["ctx"])
    return _Said("SOP206", f"The value of {_named(path)} {_BOUNDS[error['type']].format(limit)}.")


def _too_long(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    most = error["ctx"]["most"]
    unit = " ".join(str(error["input"]).split()[1:])
    message = f"The value of {_named(path)} is too long: at most {most} {unit}."
    return _Said("SOP206", message, "Look at the amount and at its unit; ten years are the most.")


def _otherwise(error: ErrorDetails, path: Path, _: type[BaseModel]) -> _Said:
    return _Said("SOP203", f"The value of {_named(path)} does not fit: {error['msg']}.")


def _nearest(given: str, known: list[str]) -> str:
    near = get_close_matches(given[:60], known, n=1)
    return f"Did you mean `{near[0]}`?" if near else ""


def _fields(loc: tuple[int | str, ...], root: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of the model at `loc`, as they are written, with what they mean."""
    reached: list[object] = [root]
    for part in loc:
        tagged = UNION_TAGS.get(str(part))
        reached = [tagged] if tagged else [one for each in reached for one in _inside(each, part)]
    models = [one for one in reached if isinstance(one, type) and issubclass(one, BaseModel)]
    return {
        field.alias or name: field for model in models for name, field in model.model_fields.items()
    }


def _inside(annotation: object, part: int | str) -> Iterator[object]:
    """The types that a value of `annotation` may have at `part`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if (field.alias or name) == part:
                yield from _alternatives(field.annotation)
    elif arguments := get_args(annotation):
        yield from _alternatives(arguments[0] if isinstance(part, int) else arguments[-1])


def _alternatives(annotation: object) -> Iterator[object]:
    """The members of a union, its wrappers taken off; anything else is its own alternative."""
    if get_origin(annotation) in {Annotated, Union, UnionType}:
        for argument in get_args(annotation):
            yield from _alternatives(argument)
    else:
        yield annotation


_KINDS = {
    "string_type": "a text",
    "tuple_type": "a list",
    "mapping_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
}
_PATTERNS = {
    SLUG: "lower case letters, digits and hyphens, beginning with a letter (surat-izin)",
    NAME: "lower case letters, digits and underscores, beginning with a letter (surat_izin)",
    NIP: "a NIP: 18 digits without spaces",
    CLOCK: "a time of day, such as 12:00",
    NUMBER: "a number in digits, such as 12 or 12.5",
}
_BOUNDS = {
    "greater_than_equal": "must be at least {}",
    "less_than_equal": "must be at most {}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {} characters",
    "too_short": "has too few entries: at least {} must be there",
    "too_long": "has too many entries: at most {} may be there",
}
_LENGTHS = ("min_length", "max_length")
_WORDS: dict[str, Callable[[ErrorDetails, Path, type[BaseModel]], _Said]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "string_pattern_mismatch": _badly_written,
    "value_error": _refused_value,
    "duration_too_long": _too_long,
    "enum": _unknown_word,
    "literal_error": _unknown_word,
    **dict.fromkeys(_KINDS, _wrong_kind),
    **dict.fromkeys(_BOUNDS, _out_of_bounds),
}
