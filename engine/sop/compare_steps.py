"""What changed in the rows of an SOP's matrix."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.core.text import Frozen, Text
from engine.sop.change import (
    Change,
    changed,
    item,
    length,
    named,
    paired,
    part_of,
    plain,
    quoted,
    yes_or_no,
)
from engine.sop.compare_flow import Procedure, Way, procedures, regrouped, row_name, same_row, way
from engine.sop.compare_form import compare_form
from engine.sop.document import OutcomeShape, RetryShape, SopDocument, StepShape, WaitShape
from engine.sop.graph import Row, arrows
from engine.sop.listing import Listing, compare_words, nearly_same
from engine.sop.shape import text_from_words
from engine.sop.wording import PAUSES, Pair


def compare_steps(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    """Rows added, removed and moved, everything within a row, and the parallel blocks."""
    before, after = procedures(old, new)
    sides = _Sides(old=before, new=after)
    listing = Listing[Row](
        "steps",
        name=lambda row, _: row_name(row),
        alike=lambda one, other: same_row(one.shape, other.shape, before.roles),
        inside=sides.compare_row,
    )
    yield from listing.compare(before.rows, after.rows)
    for row, apart, together in regrouped(before, after):
        subject = part_of(("susunan", "arrangement"), _short(row))
        yield from changed(f"steps.{row.shape.id}.parallel", subject, apart, together)


_Part = tuple[str, Pair, Text | None, Text | None]


def _short(row: Row) -> Text:
    return Text(id=f"langkah {row.number}", en=f"step {row.number}")


class _Sides(Frozen, frozen=True, kw_only=True):
    """Both procedures, to compare a row of one with a row of the other."""

    old: Procedure
    new: Procedure

    def compare_row(self, where: str, _: Text, old: Row, new: Row) -> Iterator[Change]:
        """Everything within a row, in the order of the matrix."""
        owner = _short(new)
        before, after = old.shape, new.shape
        yield from _parts(where, owner, self._doing(before, after))
        yield from compare_words(
            f"{where}.inputs", ("kelengkapan", "input"), before.inputs, after.inputs, owner
        )
        yield from _parts(where, owner, _standard(before, after))
        yield from compare_words(
            f"{where}.checklist",
            ("butir daftar periksa", "checklist item"),
            before.checklist,
            after.checklist,
            owner,
        )
        yield from compare_form(f"{where}.form", before.form, after.form, owner=owner)
        yield from self._compare_answers(where, old, new)
        yield from _parts(where, owner, self._rules(old, new))

    def _doing(self, old: StepShape, new: StepShape) -> Iterator[_Part]:
        yield "activity", ("kegiatan", "activity"), quoted(old.activity), quoted(new.activity)
        if _doer_key(old, self.old.roles) != _doer_key(new, self.new.roles):
            doers = _doer(self.old.document, old), _doer(self.new.document, new)
            yield "role", ("pelaksana", "executor"), *doers
        first = yes_or_no(answer=old.submission), yes_or_no(answer=new.submission)
        yield "submission", ("sifat pengajuan", "standing as submission"), *first
        if self._condition(old) != _spaced(new.when):
            conditions = quoted(_spaced(old.when)), quoted(_spaced(new.when))
            yield "when", ("syarat", "condition"), *conditions

    def _condition(self, shape: StepShape) -> str:
        """The old condition, as it would be written with the new names of rows."""
        names = self.old.steps
        return re.sub(
            r"\b(outcome|visits|result)\.([a-z][a-z0-9_]*)",
            lambda found: f"{found[1]}.{names.get(found[2], found[2])}",
            _spaced(shape.when),
        )

    def _compare_answers(self, where: str, old: Row, new: Row) -> Iterator[Change]:
        """The answers of a decision: labels, where each leads, what each asks for."""
        owner = _short(new)
        listing = Listing[_Answer](
            f"{where}.outcomes",
            name=lambda answer, _: item(("jawaban", "answer"), named(answer.shape.label), owner),
            alike=_same_label,
            inside=_inside_answer,
        )
        yield from listing.compare(_answers(self.old, old), _answers(self.new, new))

    def _rules(self, old: Row, new: Row) -> Iterator[_Part]:
        before, after = old.shape, new.shape
        if not before.outcomes and not after.outcomes:
            led, now = way(self.old, arrows(old)[0]), way(self.new, arrows(new)[0])
            if not led.is_as(now):
                yield "next", ("tujuan", "destination"), led.said, now.said
        yield from self._four_eyes(before, after)
        yield from _automation(before, after)

    def _four_eyes(self, old: StepShape, new: StepShape) -> Iterator[_Part]:
        if self.old.common(old.not_same_person_as) != self.new.common(new.not_same_person_as):
            rules = _others(self.old, old), _others(self.new, new)
            yield "not_same_person_as", ("aturan empat mata", "four-eyes rule"), *rules


def _parts(where: str, owner: Text, parts: Iterator[_Part]) -> Iterator[Change]:
    for key, noun, before, after in parts:
        yield from changed(f"{where}.{key}", part_of(noun, owner), before, after)


class _Answer(Frozen, frozen=True, kw_only=True):
    """An answer and where it leads."""

    shape: OutcomeShape
    way: Way


def _answers(procedure: Procedure, row: Row) -> dict[str, _Answer]:
    outcomes = row.shape.outcomes
    return {
        arrow.outcome: _Answer(shape=outcomes[arrow.outcome], way=way(procedure, arrow))
        for arrow in arrows(row)
        if arrow.outcome is not None
    }


def _same_label(one: _Answer, other: _Answer) -> bool:
    labels = text_from_words(one.shape.label), text_from_words(other.shape.label)
    return nearly_same(*labels)


def _inside_answer(where: str, name: Text, old: _Answer, new: _Answer) -> Iterator[Change]:
    before, after = old.shape, new.shape
    labels = quoted(before.label), quoted(after.label)
    yield from changed(f"{where}.label", part_of(("label", "label"), name), *labels)
    if not old.way.is_as(new.way):
        subject = part_of(("tujuan", "destination"), name)
        yield from changed(f"{where}.next", subject, old.way.said, new.way.said)
    yield from _parts(where, name, _terms(before, after))


def _terms(old: OutcomeShape, new: OutcomeShape) -> Iterator[_Part]:
    """What an answer asks for and brings with it."""
    yield "pause", ("jeda", "pause"), _pause(old), _pause(new)
    reasons = yes_or_no(answer=old.reason == "required"), yes_or_no(answer=new.reason == "required")
    yield "reason", ("kewajiban alasan", "need for a reason"), *reasons
    files = yes_or_no(answer=old.accepts_file), yes_or_no(answer=new.accepts_file)
    yield "accepts_file", ("pernyataan berkas lengkap", "acceptance of the file"), *files


def _pause(shape: OutcomeShape | StepShape) -> Text | None:
    return None if shape.pause is None else paired(PAUSES[shape.pause])


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())


def _standard(old: StepShape, new: StepShape) -> Iterator[_Part]:
    """What the quality standard says beside the inputs."""
    yield "time", ("waktu baku", "time standard"), length(old.time), length(new.time)
    yield "output", ("keluaran", "output"), quoted(old.output), quoted(new.output)
    yield "note", ("keterangan", "remark"), quoted(old.note), quoted(new.note)


def _doer_key(shape: StepShape, roles: Mapping[str, str]) -> tuple[str | None, ...]:
    """Who does a row, by names that both documents share."""
    role = None if shape.role is None else roles.get(shape.role, shape.role)
    wait = None if shape.wait is None else _waiting(shape.wait).id
    return role, shape.action, shape.call, wait


def _doer(document: SopDocument, shape: StepShape) -> Text:
    if shape.action is not None:
        return Text(id=f"tindakan otomatis {shape.action}", en=f"automated action {shape.action}")
    if shape.call is not None:
        return plain(f"SOP {shape.call}")
    if shape.wait is not None:
        return _waiting(shape.wait)
    role = document.roles.get(shape.role or "")
    return plain(shape.role or "") if role is None else named(role.title)


def _waiting(wait: WaitShape) -> Text:
    duration = length(wait.duration)
    if duration is None:
        return Text(id=f"menunggu sampai form.{wait.until}", en=f"waiting until form.{wait.until}")
    return Text(id=f"menunggu {duration.id}", en=f"waiting {duration.en}")


def _others(procedure: Procedure, shape: StepShape) -> Text | None:
    numbers = procedure.numbers(shape.not_same_person_as)
    if not numbers:
        return None
    return Text(id=f"bukan pelaksana langkah {numbers}", en=f"not who did step {numbers}")


def _automation(old: StepShape, new: StepShape) -> Iterator[_Part]:
    """Rules of a row that has been opened: pauses, repetitions, and what machines need."""
    yield "pause", ("jeda", "pause"), _pause(old), _pause(new)
    visits = _count(old.tolerance), _count(new.tolerance)
    yield "tolerance", ("batas pengulangan", "tolerated visits"), *visits
    parameters = _parameters(old.with_), _parameters(new.with_)
    yield "with", ("parameter", "parameters"), *parameters
    handed = _names(old.passes), _names(new.passes)
    yield "passes", ("isian yang diteruskan", "fields handed on"), *handed
    tries = _retry(old.retry), _retry(new.retry)
    yield "retry", ("percobaan ulang", "retries"), *tries


def _count(number: int | None) -> Text | None:
    return None if number is None else plain(str(number))


def _parameters(parameters: Mapping[str, str]) -> Text | None:
    said = ", ".join(f"{name}: {value}" for name, value in sorted(parameters.items()))
    return plain(said) if said else None


def _names(names: Sequence[str]) -> Text | None:
    return plain(", ".join(names)) if names else None


def _retry(shape: RetryShape | None) -> Text:
    """How often and how long between; nothing said is the same as the default said."""
    known = shape or RetryShape()
    wait = length(known.backoff)
    if wait is None:
        return Text(id=f"{known.attempts} kali", en=f"{known.attempts} attempts")
    return Text(
        id=f"{known.attempts} kali, jeda {wait.id}",
        en=f"{known.attempts} attempts, {wait.en} apart",
    )
