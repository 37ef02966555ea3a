"""Indonesian mobile numbers, as people write them and as gateways want them."""

import re
from urllib.parse import quote

_BETWEEN = re.compile(r"[\s().\-/]")
_MOBILE = re.compile(r"(?:(?:\+|00)?620?|0)?(8[1-9][0-9]{7,10})")


def phone_from(text: str) -> str:
    """The number with its country and nothing else: `0812 3456-7890` is `6281234567890`.

    Source: the national numbering plan (Permenkominfo 14/2018): mobile numbers begin with 8.

    Raises:
        ValueError: it is no Indonesian mobile number.
    """
    found = _MOBILE.fullmatch(_BETWEEN.sub("", text))
    if found is None:
        raise ValueError("no Indonesian mobile number")
    return f"62{found[1]}"


def masked_phone(number: str) -> str:
    """What may be seen of a number that `phone_from` made: `6281******890`."""
    return number[:4] + "*" * (len(number) - 7) + number[-3:]


def whatsapp_link(number: str, words: str) -> str:
    """Where WhatsApp opens with the message already written."""
    return f"https://wa.me/{number}?text={quote(words, safe='')}"
