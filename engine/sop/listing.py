"""Two lists of named things held against each other: what came, went, moved, changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from engine.core.text import Frozen, Text
from engine.sop.change import (
    Change,
    ChangeKind,
    changed,
    item,
    named,
    paired,
    part_of,
    plain,
)
from engine.sop.shape import Bilingual, text_from_words
from engine.sop.wording import Pair

T = TypeVar("T")

_NEARLY = 0.75
"""How much of two texts must agree for one to count as the other reworded, from 0 to 1."""

_ID: Pair = ("kode", "id")


class Pairing(Frozen, frozen=True, kw_only=True):
    """Which old thing is which new one; what stayed in order is not in `moved` (old keys)."""

    new_by_old: Mapping[str, str]
    moved: frozenset[str]


def pair_up(
    old: Mapping[str, T], new: Mapping[str, T], *, alike: Callable[[T, T], bool]
) -> Pairing:
    """Pair things of one name, then those left over that are alike, each with the first such."""
    pairs = {key: key for key in old if key in new}
    free = [key for key in new if key not in pairs]
    for key in [one for one in old if one not in pairs]:
        found = next((one for one in free if alike(old[key], new[one])), None)
        if found is not None:
            pairs[key] = found
            free.remove(found)
    kept = [key for key in old if key in pairs]
    places = {key: place for place, key in enumerate(new)}
    staying = _longest_rise([places[pairs[key]] for key in kept])
    moved = frozenset(key for key in kept if places[pairs[key]] not in staying)
    return Pairing(new_by_old=pairs, moved=moved)


_Rise = tuple[int, ...]


def _longest_rise(places: Sequence[int]) -> frozenset[int]:
    """The longest rising subsequence: the rest is the least that must have moved."""
    rises: list[_Rise] = [()]
    for place in places:
        lower = (rise for rise in rises if not rise or rise[-1] < place)
        longest = max(lower, key=_size)
        rises.append((*longest, place))
    longest = max(rises, key=_size)
    return frozenset(longest)


def _size(rise: _Rise) -> int:
    return len(rise)


def nearly_same(one: Text, other: Text) -> bool:
    """Whether one text is the other reworded."""
    matcher = SequenceMatcher(None, one.id.casefold(), other.id.casefold(), autojunk=False)
    return matcher.ratio() >= _NEARLY


class Listing(Generic[T]):
    """How a list of named things is compared.

    Args:
        where: The list's place in the document.
        name: What a thing is called, given it and its place in the order, from 1.
        alike: Whether two things of different keys are one.
        inside: The changes within a thing, given its place in the document and its new name.
        keyed: Whether the keys are ids that the SOP gives, and so are worth a change.
    """

    def __init__(
        self,
        where: str,
        *,
        name: Callable[[T, int], Text],
        alike: Callable[[T, T], bool],
        inside: Callable[[str, Text, T, T], Iterator[Change]],
        keyed: bool = True,
    ) -> None:
        self.where, self.name, self.alike, self.inside = where, name, alike, inside
        self.keyed = keyed

    def compare(self, old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[Change]:
        """Every change, in the new order; what went stands behind what it stood behind."""
        pairing = pair_up(old, new, alike=self.alike)
        old_by_new = {after: before for before, after in pairing.new_by_old.items()}
        gone = _gone_behind(old, pairing)
        yield from self._removed(old, gone[None])
        for key in new:
            before = old_by_new.get(key)
            if before is None:
                name = self._name(new, key)
                place = self._place(key)
                yield Change(kind=ChangeKind.ADDED, where=place, subject=name, after=name)
            else:
                yield from self._kept(old, new, (before, key), moved=before in pairing.moved)
                yield from self._removed(old, gone[before])

    def _kept(
        self,
        old: Mapping[str, T],
        new: Mapping[str, T],
        keys: tuple[str, str],
        *,
        moved: bool,
    ) -> Iterator[Change]:
        before, after = keys
        where, name = self._place(after), self._name(new, after)
        if moved:
            yield Change(
                kind=ChangeKind.MOVED,
                where=where,
                subject=self._name(old, before),
                before=plain(str(_number(old, before))),
                after=plain(str(_number(new, after))),
            )
        if self.keyed:
            yield from changed(f"{where}.id", part_of(_ID, name), plain(before), plain(after))
        yield from self.inside(where, name, old[before], new[after])

    def _removed(self, old: Mapping[str, T], keys: Sequence[str]) -> Iterator[Change]:
        for key in keys:
            name = self._name(old, key)
            yield Change(kind=ChangeKind.REMOVED, where=self._place(key), subject=name, before=name)

    def _place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.keyed else self.where

    def _name(self, things: Mapping[str, T], key: str) -> Text:
        return self.name(things[key], _number(things, key))


def _number(things: Mapping[str, T], key: str) -> int:
    return list(things).index(key) + 1


def _gone_behind(old: Mapping[str, object], pairing: Pairing) -> Mapping[str | None, list[str]]:
    """What went, by the thing that it stood behind and that stayed; None for the beginning."""
    behind: str | None = None
    gone: dict[str | None, list[str]] = {None: []}
    for key in old:
        if key in pairing.new_by_old:
            behind = key
            gone[behind] = []
        else:
            gone[behind].append(key)
    return gone


def compare_words(
    where: str,
    noun: Pair,
    old: Sequence[str | Bilingual],
    new: Sequence[str | Bilingual],
    owner: Text | None = None,
) -> Iterator[Change]:
    """Two lists of words without names: `noun` is what one entry is called."""

    def inside(place: str, _: Text, before: Text, after: Text) -> Iterator[Change]:
        subject = paired(noun) if owner is None else part_of(noun, owner)
        yield from changed(place, subject, named(before), named(after))

    listing = Listing[Text](
        where,
        name=lambda text, _: item(noun, named(text), owner),
        alike=nearly_same,
        inside=inside,
        keyed=False,
    )
    yield from listing.compare(_by_words(old), _by_words(new))


def _by_words(several: Sequence[str | Bilingual]) -> dict[str, Text]:
    """Entries by their words; one that is there again is told apart by a number."""
    entries: dict[str, Text] = {}
    for text in map(text_from_words, several):
        again = sum(other.id == text.id for other in entries.values())
        entries[f"{text.id} {again}" if again else text.id] = text
    return entries
