"""The id that somebody who joins gets where none is written: from the name."""

import re
import unicodedata
from collections.abc import Container

_DEGREES = re.compile(r"\b(?:[A-Z][a-z]{0,3}\.)+\s*")
"""What stands before a name: `Drs.`, `Ir.`, `H.`; what stands behind it follows a comma."""

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 60


def usual_id(name: str, taken: Container[str]) -> str:
    """`rini.astuti` of `Dra. Rini Puspa Astuti, S.AP`; with a number where somebody has that.

    Empty where the name holds no letter of a to z.
    """
    plain = unicodedata.normalize("NFKD", _DEGREES.sub("", name.partition(",")[0]))
    words = _WORD.findall(plain.encode("ascii", "ignore").decode().lower())
    if not words:
        return ""
    usual = ".".join(words[:1] + words[1:][-1:])[:_LONGEST]
    number, found = 1, usual
    while found in taken:
        number += 1
        found = f"{usual}{number}"
    return found
