"""Facts of a case in JSON text: `{"nama": "{form.nama}"}`. No fact can break out of its string."""

import json
from collections.abc import Iterator, Mapping
from typing import NoReturn

from engine.core.placeholders import filled, is_well_formed, without_names


def is_json_words(words: str) -> bool:
    """Whether `words` are JSON in which facts stand within strings and every name is one."""
    try:
        found = json.loads(without_names(words), parse_constant=_refused)
        return all(is_well_formed(text) for text in _strings(found))
    except (ValueError, RecursionError):
        return False


def filled_json(words: str, facts: Mapping[str, str]) -> str:
    """`words` with each name replaced by its fact, written as JSON writes it within a string.

    In JSON a brace that begins a name can only stand within a string, so `is_json_words` is all
    that it takes for the outcome to be JSON of the same shape, whatever the facts are.

    Raises:
        ValueError: `words` are not `is_json_words`.
    """
    if not is_json_words(words):
        raise ValueError("not JSON with facts within its strings")
    return filled(words, {name: json.dumps(text)[1:-1] for name, text in facts.items()})


def _strings(found: object) -> Iterator[str]:
    match found:
        case str():
            yield found
        case list():
            for one in found:
                yield from _strings(one)
        case dict():
            for name, one in found.items():
                yield name
                yield from _strings(one)
        case _:
            return


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
