"""What differs between two SOP versions as pages show it: in words, and marked on the matrix."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Literal

from engine.core.ids import StepId
from engine.core.text import Frozen, Language
from engine.service.sop_library import Change, Difference, sentence
from web.matrix import Mark, MatrixView, matrix_of
from web.words import Speech

About = Literal["steps", "time", "form", "people", "rest"]

_ABOUT: Mapping[str, About] = {
    "steps": "steps",
    "service": "time",
    "timing": "time",
    "calendar": "time",
    "retention": "time",
    "form": "form",
    "requirements": "form",
    "roles": "people",
}
_ORDER: tuple[About, ...] = ("steps", "time", "form", "people", "rest")
_BADGES = {"added": "+", "removed": "\N{MINUS SIGN}", "changed": "≠"}
_A_WHOLE_STEP = 2


class Told(Frozen, frozen=True, kw_only=True):
    """A change in a sentence; `kind` gives its sign."""

    kind: str
    words: str


class Group(Frozen, frozen=True, kw_only=True):
    """The changes about one part of the SOP."""

    about: About
    changes: tuple[Told, ...]


class Changes(Frozen, frozen=True, kw_only=True):
    """Everything that differs from version `old`.

    `before` is there where the old matrix has rows that are gone.
    """

    old: int

    groups: tuple[Group, ...]
    count: int
    after: MatrixView
    before: MatrixView | None


def changes_told(found: Difference, language: Language) -> Changes:
    """The difference in words, grouped by what it is about, and on the matrix."""
    marks, gone = _marks(found.changes, language)
    return Changes(
        old=found.old.version,
        groups=tuple(_groups(found.changes, language)),
        count=len(found.changes),
        after=matrix_of(found.new, language=language, marks=marks),
        before=matrix_of(found.old, language=language, marks=gone) if gone else None,
    )


def _groups(changes: Iterable[Change], language: Language) -> Iterable[Group]:
    in_order = sorted(changes, key=lambda one: _ORDER.index(_about(one)))
    for about, several in groupby(in_order, key=_about):
        told = (Told(kind=one.kind.value, words=sentence(one, language)) for one in several)
        yield Group(about=about, changes=tuple(told))


def _about(change: Change) -> About:
    return _ABOUT.get(change.where.partition(".")[0], "rest")


def _marks(
    changes: Iterable[Change], language: Language
) -> tuple[dict[StepId, Mark], dict[StepId, Mark]]:
    """The marks on the new matrix, and on the old one those of rows that are gone."""
    said: dict[StepId, list[str]] = {}
    kinds: dict[StepId, str] = {}
    gone: dict[StepId, Mark] = {}
    for one in changes:
        parts = one.where.split(".")
        if parts[0] != "steps" or len(parts) < _A_WHOLE_STEP:
            continue
        step = StepId(parts[1])
        kind = one.kind.value if len(parts) == _A_WHOLE_STEP else "changed"
        if kind == "removed":
            gone[step] = _mark("removed", [sentence(one, language)], language)
            continue
        said.setdefault(step, []).append(sentence(one, language))
        if kinds.get(step) != "added":
            kinds[step] = "added" if kind == "added" else "changed"
    return {step: _mark(kinds[step], words, language) for step, words in said.items()}, gone


def _mark(kind: str, words: list[str], language: Language) -> Mark:
    state: Literal["added", "removed", "changed"] = (
        "added" if kind == "added" else "removed" if kind == "removed" else "changed"
    )
    told = f"{Speech(language)(f'sops_mark_{state}')}: {'; '.join(words)}"
    return Mark(badge=_BADGES[state], state=state, words=told)
