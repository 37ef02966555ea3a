"""What a document template may name: the facts of the case as a tree, the day in words.

Words are in Indonesian, the language of the letters of the office.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # the process that sets a document begins with this module and must be quick
    from engine.actions.action import ActionRun

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ALWAYS = ("applicant", "form", "result")
"""Branches that there are even while nothing is on them, so that it can be asked what is."""

_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class Branch(dict[str, "str | Branch"]):
    """A part of the tree: `form.usaha` is the leaf `usaha` of the branch `form`."""

    @classmethod
    def of(cls, facts: Mapping[str, str]) -> Self:
        """The tree of dotted names; a leaf gives way to a branch of the same name."""
        root = cls()
        for path, value in facts.items():
            *branches, leaf = path.split(".")
            at: Branch = root
            for name in branches:
                at = at.grown(name)
            if not isinstance(at.get(leaf), Branch):
                at[leaf] = value
        return root

    def grown(self, name: str) -> "Branch":
        """The branch of that name, now if not before."""
        there = self.get(name)
        if not isinstance(there, Branch):
            there = self[name] = Branch()
        return there


def facts_for_letters(run: "ActionRun") -> Branch:
    """Everything that a template may name; the facts of the case come last and so cannot be lost.

    `case`, `form.*`, `applicant.*`, `result.*` are the case's; the rest tells of the SOP and of
    the day at the office.
    """
    at = run.office_time
    facts = Branch.of(
        {
            "today": long_date(at.date()),
            "weekday": _WEEKDAYS[at.weekday()],
            "time": f"{at:%H.%M} {at.tzname()}",
            "year": str(at.year),
            "unit": run.unit,
            "sop.id": run.sop,
            "sop.version": str(run.version),
            "sop.title": run.title.id,
            **run.facts,
        }
    )
    for name in _ALWAYS:
        facts.grown(name)
    return facts


def long_date(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def written_date(given: str) -> str:
    """`2026-11-22` as `22 November 2026`; what is no date stays as it is."""
    try:
        return long_date(date.fromisoformat(given))
    except ValueError:
        return given
