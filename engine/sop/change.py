"""One change between two SOPs, in the words of the SOP, and the sentence that says it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from engine.core.durations import duration_from_text, duration_in_english, duration_in_indonesian
from engine.core.text import Frozen, Language, Text
from engine.sop.shape import Bilingual, text_from_words
from engine.sop.wording import Pair, pick


class ChangeKind(StrEnum):
    """What happened to the thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Change(Frozen, frozen=True, kw_only=True):
    """One change.

    `where` is the place in the document, by names: `steps.periksa.time`; of what was removed, its
    place in the old document. `subject` is the thing as the SOP calls it. `before` and `after` are
    None where there was, or is, nothing; for something that moved they are places in the order,
    from 1.
    """

    kind: ChangeKind
    where: str
    subject: Text
    before: Text | None = None
    after: Text | None = None


_SENTENCES: Mapping[ChangeKind, Pair] = {
    ChangeKind.ADDED: ("{subject} ditambahkan", "{subject} was added"),
    ChangeKind.REMOVED: ("{subject} dihapus", "{subject} was removed"),
    ChangeKind.CHANGED: (
        "{subject} berubah dari {before} menjadi {after}",
        "{subject} changed from {before} to {after}",
    ),
    ChangeKind.MOVED: (
        "{subject} pindah dari urutan {before} ke {after}",
        "{subject} moved from place {before} to {after}",
    ),
}
_SET: Pair = ("{subject} ditetapkan: {after}", "{subject}: now {after}")
_DROPPED: Pair = (
    "{subject} ditiadakan, sebelumnya {before}",
    "{subject}: no longer {before}",
)


def sentence(change: Change, language: Language) -> str:
    """The change as one sentence, without its full stop."""
    template = _SENTENCES[change.kind]
    if change.kind is ChangeKind.CHANGED:
        template = _SET if change.before is None else template
        template = _DROPPED if change.after is None else template
    spoken = _telling_language(change, language)
    said = pick(template, language).format(
        subject=change.subject.in_language(language),
        before=change.before.in_language(spoken) if change.before else "",
        after=change.after.in_language(spoken) if change.after else "",
    )
    return said[:1].upper() + said[1:]


def _telling_language(change: Change, language: Language) -> Language:
    """The language in which before and after differ: a translation alone may have changed."""
    if change.before is None or change.after is None:
        return language
    if change.before.in_language(language) != change.after.in_language(language):
        return language
    return "en" if language == "id" else "id"


def changed(where: str, subject: Text, before: Text | None, after: Text | None) -> Iterator[Change]:
    """The change from `before` to `after`, if there is one."""
    if before != after:
        yield Change(
            kind=ChangeKind.CHANGED, where=where, subject=subject, before=before, after=after
        )


def plain(text: str) -> Text:
    """Something that is the same in both languages: a number, a name, a day."""
    return Text(id=text, en=text)


def paired(pair: Pair) -> Text:
    """Fixed words."""
    return Text(id=pair[0], en=pair[1])


def quoted(words: str | Bilingual | Text | None) -> Text | None:
    """The SOP's own words, marked as such."""
    return None if words is None or words == "" else named(words)


def named(words: str | Bilingual | Text) -> Text:
    """The SOP's own words for a thing, marked as such."""
    text = words if isinstance(words, Text) else text_from_words(words)
    return Text(id=f"“{text.id}”", en=f"“{text.in_language('en')}”")


def part_of(noun: Pair, owner: Text) -> Text:
    """A part of a thing: `waktu baku langkah 3`, `time standard of step 3`."""
    return Text(id=f"{noun[0]} {owner.id}", en=f"{noun[1]} of {owner.en}")


def item(noun: Pair, name: Text, owner: Text | None = None) -> Text:
    """One of several: `isian “Luas”`, `isian “Luas” pada langkah 3`."""
    alone = Text(id=f"{noun[0]} {name.id}", en=f"{noun[1]} {name.en}")
    if owner is None:
        return alone
    return Text(id=f"{alone.id} pada {owner.id}", en=f"{alone.en} of {owner.en}")


def length(text: str | None) -> Text | None:
    """A length of time; the same length in other words is the same."""
    if text is None:
        return None
    duration = duration_from_text(text)
    return Text(id=duration_in_indonesian(duration), en=duration_in_english(duration))


def yes_or_no(*, answer: bool) -> Text:
    """A property that a thing has or has not."""
    return paired(("ya", "yes") if answer else ("tidak", "no"))
