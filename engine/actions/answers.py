"""One value out of a JSON answer, by a dotted path (`data.nomor`) or a JSON Pointer."""

import json
from typing import NoReturn

from engine.actions.action import ActionFailure

LONGEST_VALUE = 500


def value_at(body: bytes, path: str) -> str:
    """The single value at `path`, on one line; numbers as they were written.

    Source: RFC 6901 (where `path` begins with a slash).

    Raises:
        ActionFailure: the answer is not JSON, has nothing there, or nothing that can be kept.
    """
    try:
        found = json.loads(body, parse_int=str, parse_float=str, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise ActionFailure("The answer is not JSON.", for_good=True) from None
    try:
        for key in _keys(path):
            found = _inside(found, key)
    except LookupError:
        raise ActionFailure(f"The answer has nothing at `{path}`.", for_good=True) from None
    value = _written(found)
    if not value:
        raise ActionFailure(f"The answer has no single value at `{path}`.", for_good=True)
    if len(value) > LONGEST_VALUE or not value.isprintable():
        told = f"What the answer has at `{path}` is too long or not text of one line."
        raise ActionFailure(told, for_good=True)
    return value


def _keys(path: str) -> list[str]:
    if not path.startswith("/"):
        return path.split(".")
    return [key.replace("~1", "/").replace("~0", "~") for key in path[1:].split("/")]


def _inside(found: object, key: str) -> object:
    match found:
        case dict():
            return found[key]
        case list() if key.isascii() and key.isdigit():
            return found[int(key)]
        case _:
            raise LookupError


def _written(found: object) -> str:
    match found:
        case bool():
            return "ya" if found else "tidak"
        case str():
            return " ".join(found.split())
        case _:
            return ""


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)
