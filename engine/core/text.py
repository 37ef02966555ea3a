"""Words of an SOP, in the office's language and, where it exists, in English."""

from typing import Literal

import msgspec

Language = Literal["id", "en"]


class Frozen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value: compared by content, never changed (docs/adr/0004).

    Each subclass says `frozen` and `kw_only` itself: msgspec hands on only the first, mypy neither.
    """


class Text(Frozen, frozen=True, kw_only=True):
    """Content in Indonesian, with an English twin where one was written."""

    id: str
    en: str = ""

    def in_language(self, language: Language) -> str:
        """The words in `language`; Indonesian where there is no English."""
        return self.en if language == "en" and self.en else self.id
