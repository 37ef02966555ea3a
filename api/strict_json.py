"""JSON as it must come: what two readers could read differently is refused.

Python's own reader takes the last of two equal keys, other encodings than UTF-8, and NaN; so part
of what was sent would be lost, or mean something else elsewhere. Source: RFC 8259 §8.1, RFC 7493.
"""

import json

MOST_KEYS = 1000
"""Of one object: many times what any request needs, and no work to refuse."""


def why_unreadable(body: bytes) -> str:
    """What is wrong with a body that should be JSON, in words; empty where nothing is."""
    try:
        json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_without_doubles, parse_constant=_refused
        )
    except UnicodeDecodeError:
        return "The body is not UTF-8."
    except json.JSONDecodeError:
        return "The body is not well-formed JSON."
    except RecursionError:
        return "The body is nested too deeply."
    except ValueError as unreadable:
        return _in_words(unreadable)
    return ""


class _Unreadable(ValueError):
    """Well-formed to Python, and yet not to be read."""


def _in_words(error: ValueError) -> str:
    return str(error) if isinstance(error, _Unreadable) else "A number in the body is too long."


def _without_doubles(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) > MOST_KEYS:
        raise _Unreadable(f"An object in the body has more than {MOST_KEYS} keys.")
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Unreadable("An object in the body has the same key twice.")


def _refused(name: str) -> None:
    raise _Unreadable(f"{name} is not a number of JSON.")
