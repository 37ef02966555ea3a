"""Text as it may stand in a file for other programs: whole, harmless, and what was bad visible."""

import re

INSTEAD = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character stood that XML, or UTF-8, has no place for."""

_KEPT = "\t\n\r"
_BELOW = (chr(code) for code in range(0x20) if chr(code) not in _KEPT)
_SURROGATES = (chr(code) for code in range(0xD800, 0xE000))
_FORBIDDEN = {ord(one): INSTEAD for one in (*_BELOW, *_SURROGATES, "\ufffe", "\uffff")}
"""Source: XML 1.0, fifth edition, production 2 (Char)."""

_ESCAPED = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("\t"): "&#9;",
    ord("\n"): "&#10;",
    ord("\r"): "&#13;",
}
_ATTRIBUTE = _FORBIDDEN | _ESCAPED

_BLANK = r"[^\S,;\t\r\n]|[\u200b-\u200f\u2060\ufeff]"
_FORMULA = re.compile(
    rf"(^(?=[\t\r])|(?:^|[,;\t\r\n])(?=(?:{_BLANK})*[=+\-@\uff1d\uff0b\uff0d\uff20]))"
)
"""Where a spreadsheet takes what follows for something to be calculated. Source: OWASP.

Not only at the beginning: one that parts cells by semicolons, as where Indonesian is spoken, looks
for cells within ours and takes no notice of our quotes. Signs of full width count as others do.
"""


def visible(text: str) -> str:
    """`text` with U+FFFD for every character that no XML document and no UTF-8 may hold."""
    return text.translate(_FORBIDDEN)


def xml_attribute(text: str) -> str:
    """`text` as the value of an XML attribute between double quotes, lines and tabs kept."""
    return text.translate(_ATTRIBUTE)


def cell(text: str) -> str:
    """`text` as a cell of a CSV file that spreadsheets show and never calculate.

    An apostrophe stands before whatever would be calculated, wherever a program parts the cells.
    """
    return _FORMULA.sub(r"\1'", visible(text))
