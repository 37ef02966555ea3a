"""What somebody wrote, with the people named in it (`@person.id`) by their names."""

import re
from collections.abc import Mapping

from engine.core.ids import PersonId
from engine.core.mentions import mentioned
from engine.core.text import Frozen


class Part(Frozen, frozen=True, kw_only=True):
    """A piece of a text; `name`: it names that person, whom the directory calls so."""

    text: str
    name: str = ""


def spoken(text: str, names: Mapping[PersonId, str]) -> tuple[Part, ...]:
    """The text in pieces; whom nobody knows is left as it was written."""
    known = sorted((one for one in mentioned(text) if one in names), key=len, reverse=True)
    if not known:
        return (Part(text=text),)
    either = "|".join(re.escape(one) for one in known)
    pieces = re.split(rf"(?<![\w@.])(@(?:{either}))(?![A-Za-z0-9])", text)
    return tuple(
        Part(text=piece, name=names[PersonId(piece[1:])] if number % 2 else "")
        for number, piece in enumerate(pieces)
        if piece
    )
