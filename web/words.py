"""The words of the interface, as the gettext catalogues in `web/locale` say them.

Each area of the product has a catalogue of its own in each language (`locale/id/inbox.po`); a
message's id is a short name, so that Indonesian and English are both translations of the same
thing. Words of an SOP come from the SOP itself.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from msgspec import Struct

from engine.core.text import Language

LOCALE = Path(__file__).parent / "locale"
LANGUAGES: tuple[Language, ...] = ("id", "en")


class Catalogue(Struct, frozen=True):
    """All words in one language. `plurals` hold a form for one and a form for several."""

    words: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]

    def form(self, key: str, n: int) -> str:
        """The words under `key` for so many.

        Raises:
            KeyError: there are none that tell one from several.
        """
        forms = self.plurals[key]
        return forms[0] if len(forms) == 1 or n == 1 else forms[1]


class WordsDoubled(Exception):
    """Two catalogues of a language say the same name."""


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogues of all areas together.

    Raises:
        WordsDoubled: two of them hold the same name.
    """
    words: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        for message in read_po(BytesIO(path.read_bytes()), locale=language):
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key in words or key in plurals:
                raise WordsDoubled(f"{key} stands in {path.name} and in another catalogue")
            if isinstance(message.id, str):
                words[key] = str(message.string)
            else:
                plurals[key] = tuple(str(one) for one in message.string or ())
    return Catalogue(words=words, plurals=plurals)


class Speech:
    """The interface's words in one language; templates call it `t`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **said: object) -> str:
        """The words under `key` with their blanks filled.

        Raises:
            KeyError: there are no such words, or a blank is left.
        """
        return catalogue(self.language).words[key].format_map(said)

    def count(self, key: str, n: int, **said: object) -> str:
        """The same for so many of something: `{n}` is the number. Templates call it `tn`.

        Raises:
            KeyError: there are no such words, or a blank is left.
        """
        return catalogue(self.language).form(key, n).format_map({"n": n, **said})
