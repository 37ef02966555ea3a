"""What changed in a form: its questions, and the options of each."""

from collections.abc import Iterator, Sequence

from engine.core.text import Text
from engine.sop.change import (
    Change,
    changed,
    item,
    named,
    paired,
    part_of,
    plain,
    quoted,
    yes_or_no,
)
from engine.sop.document import ChoiceShape, FieldShape
from engine.sop.listing import Listing, nearly_same
from engine.sop.shape import text_from_words
from engine.sop.wording import FIELD_TYPES, Pair


def compare_form(
    where: str,
    old: Sequence[FieldShape],
    new: Sequence[FieldShape],
    *,
    owner: Text | None = None,
) -> Iterator[Change]:
    """The questions of a form; `owner` is the step that asks them, None for the opening form."""
    listing = Listing[FieldShape](
        where,
        name=lambda field, _: item(("isian", "field"), named(field.title), owner),
        alike=_same_question,
        inside=_inside_field,
    )
    yield from listing.compare({one.id: one for one in old}, {one.id: one for one in new})


def _same_question(one: FieldShape, other: FieldShape) -> bool:
    titles = text_from_words(one.title), text_from_words(other.title)
    return one.type == other.type and nearly_same(*titles)


_Row = tuple[str, Pair, Text | None, Text | None]


def _inside_field(where: str, name: Text, old: FieldShape, new: FieldShape) -> Iterator[Change]:
    for key, noun, before, after in (*_question(old, new), *_bounds(old, new)):
        yield from changed(f"{where}.{key}", part_of(noun, name), before, after)
    yield from _compare_options(f"{where}.options", name, old.options, new.options)


def _question(old: FieldShape, new: FieldShape) -> Iterator[_Row]:
    yield "title", ("bunyi", "wording"), quoted(old.title), quoted(new.title)
    types = paired(FIELD_TYPES[old.type]), paired(FIELD_TYPES[new.type])
    yield "type", ("jenis", "type"), *types
    must = yes_or_no(answer=old.required), yes_or_no(answer=new.required)
    yield "required", ("kewajiban", "obligation"), *must
    yield "help", ("petunjuk", "hint"), quoted(old.help), quoted(new.help)
    secret = yes_or_no(answer=old.personal), yes_or_no(answer=new.personal)
    yield "personal", ("status data pribadi", "standing as personal data"), *secret


def _bounds(old: FieldShape, new: FieldShape) -> Iterator[_Row]:
    yield "unit", ("satuan", "unit"), _optional(old.unit), _optional(new.unit)
    yield "min", ("nilai terkecil", "smallest value"), _optional(old.min), _optional(new.min)
    yield "max", ("nilai terbesar", "largest value"), _optional(old.max), _optional(new.max)
    lengths = plain(str(old.max_length)), plain(str(new.max_length))
    yield "max_length", ("panjang terbesar", "greatest length"), *lengths


def _optional(text: str | None) -> Text | None:
    return plain(text) if text else None


def _compare_options(
    where: str, owner: Text, old: Sequence[ChoiceShape], new: Sequence[ChoiceShape]
) -> Iterator[Change]:
    def inside(place: str, name: Text, before: ChoiceShape, after: ChoiceShape) -> Iterator[Change]:
        titles = quoted(before.title), quoted(after.title)
        yield from changed(f"{place}.title", part_of(("bunyi", "wording"), name), *titles)

    listing = Listing[ChoiceShape](
        where,
        name=lambda option, _: item(("pilihan", "option"), named(option.title), owner),
        alike=lambda one, other: nearly_same(
            text_from_words(one.title), text_from_words(other.title)
        ),
        inside=inside,
    )
    yield from listing.compare({one.id: one for one in old}, {one.id: one for one in new})
