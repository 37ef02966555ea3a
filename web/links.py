"""Addresses of the pages; each keeps the reader's language."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from engine.core.text import Frozen, Language

OTHER: Mapping[Language, Language] = {"id": "en", "en": "id"}


class Links(Frozen, frozen=True, kw_only=True):
    """Makes addresses in one language. Indonesian is the default and so is not written."""

    language: Language = "id"

    def cases(self, **asked: object) -> str:
        """The list of cases, as asked for; what is empty is left out."""
        return _address("/", asked, self.language)

    def case(self, case: str, **asked: object) -> str:
        """The page of a case."""
        return _address(f"/cases/{quote(case, safe='')}", asked, self.language)

    def document(self, case: str, sha256: str) -> str:
        """A document of a case, to be saved."""
        return f"/api/v1/cases/{quote(case, safe='')}/documents/{quote(sha256, safe='')}"

    def account(self, **asked: object) -> str:
        """One's own account."""
        return _address("/account", asked, self.language)

    def at(self, path: str, **asked: object) -> str:
        """Any other page of ours."""
        return _address(path, asked, self.language)

    def kept(self, address: str) -> str:
        """An address of ours that says no language, in this one."""
        if self.language == "id" or "lang=" in address:
            return address
        return f"{address}{'&' if '?' in address else '?'}lang={self.language}"

    def swapped(self, path: str, asked: Mapping[str, object]) -> str:
        """The same page in the other language; never another machine's (`//name/`)."""
        return _address(quote(f"/{path.lstrip('/')}"), asked, OTHER[self.language])


def _address(path: str, asked: Mapping[str, object], language: Language) -> str:
    said = {key: str(value) for key, value in asked.items() if value}
    if language == "en":
        said["lang"] = language
    return f"{path}?{urlencode(said)}" if said else path
