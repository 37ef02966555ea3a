"""What is asked of an export, and under which names people and applicants stand in it.

Personal data is not written at all: no name, no NIK, no answer of a form. There is no switch that
would: a file that has left the house is beyond every mask, key and log of reads.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from engine.core.commands import Actor
from engine.core.errors import InputRefused
from engine.core.export_acts import Told
from engine.core.ids import PersonId
from engine.core.permit import is_system
from engine.core.text import Frozen, Language
from engine.service.database import Database
from engine.service.directory import current
from engine.store.exports import ExportQuery

__all__ = ["Aliases", "ExportKind", "ExportOrder", "ExportQuery", "Writer", "require_sensible"]

ExportKind = Literal["xes", "ocel", "csv"]
People = Literal["id", "pseudonym"]
Separator = Literal[",", ";"]
FORMS: Mapping[ExportKind, tuple[str, ...]] = {
    "xes": ("xes",),
    "ocel": ("sqlite", "json"),
    "csv": ("events", "cases"),
}
"""What a kind can be written as, the first where nothing is said."""

_DIGITS = 16


class ExportOrder(Frozen, frozen=True, kw_only=True):
    """What to export and how.

    Attributes:
        kind: The format.
        form: One of `FORMS` of that kind; empty: the first.
        query: Which cases.
        people: Whether people stand in it by pseudonyms, or by their ids.
        texts: Whether comments and reasons are written; they may hold personal data.
        separator: What parts the cells of a CSV; Excel in Indonesian expects a semicolon.
        bom: Whether a CSV begins with the mark by which spreadsheets know UTF-8.
        language: Of the activities.
        zone: Of the office: instants are written with its offset, in OCEL in UTC.
        at: When it is asked; aware UTC.
    """

    kind: ExportKind
    zone: ZoneInfo
    at: datetime
    form: str = ""
    query: ExportQuery = ExportQuery()
    people: People = "pseudonym"
    texts: bool = False
    separator: Separator = ","
    bom: bool = False
    language: Language = "id"

    @property
    def written_as(self) -> str:
        """The form, said or not."""
        return self.form or FORMS[self.kind][0]


def require_sensible(order: ExportOrder) -> None:
    """Refuse what no export can be.

    Raises:
        InputRefused: a form of another kind, or a time that ends before it begins.
    """
    problems = {}
    if order.written_as not in FORMS[order.kind]:
        problems["form"] = f"is one of {', '.join(FORMS[order.kind])} for {order.kind}"
    query = order.query
    for name in ("opened", "closed"):
        first, before = getattr(query, f"{name}_from"), getattr(query, f"{name}_before")
        if first is not None and before is not None and before <= first:
            problems[f"{name}_before"] = f"must lie after {name}_from"
    if problems:
        raise InputRefused(problems)


class Aliases:
    """What people and applicants are called in an export.

    A pseudonym is the same in every export of this installation, and without its key nobody can
    say whose it is, nor try whether it is somebody's.
    """

    def __init__(self, database: Database, people: People) -> None:
        self._vault, self._hides = database.vault, people == "pseudonym"
        self._known = current(database).people.keys()
        self.person: Callable[[PersonId], str] = lru_cache(maxsize=4096)(self._person)

    def _person(self, person: PersonId) -> str:
        return self._alias("person", "p", person) if self._hides else person

    def actor(self, by: Actor) -> str:
        """Who acted; empty for the system itself."""
        return "" if is_system(by) else self.person(by.person)

    def instead_of(self, by: Actor) -> str:
        """In whose place, where that is somebody of the office.

        Anybody else may stand there by name: an applicant whose act was recorded at the counter.
        """
        holder = by.acting_for
        return "" if holder is None or holder not in self._known else self.person(holder)

    def applicant(self, case: str, subject: str | None) -> str:
        """Whose request it is: the same for all cases of a person whose NIK is known."""
        about, name = ("case", case) if subject is None else ("subject", subject)
        return self._alias(f"applicant/{about}", "a", name)

    def _alias(self, about: str, letter: str, name: str) -> str:
        digest = self._vault.digest(name, about=f"alur/export/{about}")
        return f"{letter}-{digest.hex()[:_DIGITS]}"


class Line(Frozen, frozen=True, kw_only=True):
    """A case as it is written, with the pseudonym of its applicant."""

    told: Told
    applicant: str


class Writer(Protocol):
    """Writes cases to a file, one after another, and keeps none of them."""

    def add(self, line: Line) -> None:
        """Write a case."""
        ...

    def finish(self) -> None:
        """Write what comes last, and hand over what was held back; the file stays open."""
        ...
