"""What stands in the text cells of the matrix, and how it is broken into lines."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from engine.core.durations import Duration, TimeUnit
from engine.core.text import Frozen, Language
from engine.core.workflow import AnyStep, CallStep, HumanStep, Leads, Outcome, WaitStep, Workflow
from engine.sop.document import SopDocument
from engine.sop.flow_lines import FINISH, rows_after
from engine.sop.graph import outline_from_document
from engine.sop.shape import Bilingual
from engine.sop.wording import PAUSES, RESULTS, content, pick, written_duration


class StepText(Frozen, frozen=True, kw_only=True):
    """A row of the matrix in words; `remarks` are its rules, `note` what the SOP says besides."""

    activity: str
    remarks: tuple[str, ...]
    inputs: tuple[str, ...]
    time: str
    output: str
    note: str


def texts(document: SopDocument, workflow: Workflow, *, language: Language) -> tuple[StepText, ...]:
    """Every row in words, in order."""
    conditions = {row.id: row.shape.when for row in outline_from_document(document).rows}
    return tuple(
        StepText(
            activity=step.activity.in_language(language),
            remarks=tuple(_remarks(workflow, step, conditions[step.id], language)),
            inputs=tuple(one.in_language(language) for one in step.inputs),
            time=written_duration(step.time, language) if step.time else "",
            output=step.output.in_language(language) if step.output else "",
            note=step.note.in_language(language) if step.note else "",
        )
        for step in workflow.steps()
    )


def _remarks(
    workflow: Workflow, step: AnyStep, when: str | None, language: Language
) -> Iterator[str]:
    if when is not None:
        yield f"{pick(('bila', 'if'), language)} {' '.join(when.split())}"
    yield from _doing(step, language)
    if isinstance(step, HumanStep) and step.outcomes:
        yield from (_answer(workflow, outcome, language) for outcome in step.outcomes)
    elif (targets := rows_after(workflow, step.next)) != _following(workflow, step):
        yield f"→ {_places(targets, language)}"
    if isinstance(step, HumanStep) and step.not_same_person_as:
        yield _four_eyes(workflow, step, language)
    if step.pause is not None:
        yield pick(PAUSES[step.pause], language)


def _following(workflow: Workflow, step: AnyStep) -> tuple[int]:
    """Where a row leads if nothing is said: to the row below, the last one to the end."""
    is_last = step.number == len(workflow.steps())
    return (FINISH,) if is_last else (step.number + 1,)


def _doing(step: AnyStep, language: Language) -> Iterator[str]:
    if isinstance(step, CallStep):
        yield f"{pick(('melalui SOP', 'by the SOP'), language)} {step.sop}"
    elif isinstance(step, WaitStep):
        waiting = pick(("menunggu", "waiting"), language)
        if step.duration is not None:
            yield f"{waiting} {written_duration(step.duration, language)}"
        else:
            yield f"{waiting} {pick(('sampai', 'until'), language)} form.{step.until}"


def _answer(workflow: Workflow, outcome: Outcome, language: Language) -> str:
    label = outcome.label.in_language(language)
    rules = tuple(_answer_rules(outcome, language))
    aside = f" ({', '.join(rules)})" if rules else ""
    return f"{label} → {_where_to(workflow, outcome, language)}{aside}"


def _answer_rules(outcome: Outcome, language: Language) -> Iterator[str]:
    if outcome.reason_required:
        yield pick(("dengan alasan", "with a reason"), language)
    if outcome.pause is not None:
        yield pick(PAUSES[outcome.pause], language)
    if outcome.accepts_file:
        yield pick(("berkas lengkap", "file complete"), language)


def _where_to(workflow: Workflow, outcome: Outcome, language: Language) -> str:
    """Where an answer leads: row numbers, or how the case ends."""
    if outcome.leads is Leads.END:
        return pick(RESULTS[outcome.result], language)
    return _places(rows_after(workflow, outcome.target), language)


def _places(targets: Sequence[int], language: Language) -> str:
    finish = pick(RESULTS["completed"], language)
    return " + ".join(finish if target == FINISH else str(target) for target in targets)


def _four_eyes(workflow: Workflow, step: HumanStep, language: Language) -> str:
    others = [workflow.step(other) for other in step.not_same_person_as]
    numbers = sorted(other.number for other in others if other is not None)
    said = pick(("bukan pelaksana langkah", "not who did step"), language)
    return f"{said} {', '.join(map(str, numbers))}"


def total_time(workflow: Workflow, *, language: Language) -> str:
    """The standards added up, each unit by itself: `75 menit + 3 hari kerja`.

    Unlike units are not made into one another: a working day is not a number of hours.
    """
    amounts: dict[TimeUnit, int] = {}
    for step in workflow.steps():
        if step.time is not None:
            amounts[step.time.unit] = amounts.get(step.time.unit, 0) + step.time.amount
    return " + ".join(
        written_duration(Duration(amount=amounts[unit], unit=unit), language)
        for unit in TimeUnit
        if unit in amounts
    )


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def footnotes(rows: Sequence[StepText]) -> Mapping[str, str]:
    """The mark of every note; a note that several rows share has one mark."""
    notes = dict.fromkeys(row.note for row in rows if row.note)
    return {note: str(number).translate(_SUPERSCRIPT) for number, note in enumerate(notes, 1)}


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` characters; a word that is longer is cut."""
    return textwrap.wrap(text, width)


def listed(items: Sequence[str], width: int) -> list[str]:
    """Items one below the other, each with a bullet where there are several."""
    if len(items) == 1:
        return wrapped(items[0], width)
    return [line for item in items for line in hanging(item, width, mark="• ")]


def hanging(text: str, width: int, *, mark: str) -> list[str]:
    """`text` in lines behind a mark; the later lines are set in as far as the first."""
    return textwrap.wrap(text, width, initial_indent=mark, subsequent_indent=" " * len(mark))


def remark_lines(remarks: Sequence[str], width: int) -> list[str]:
    """Rules of a row below its activity, each set in a little."""
    return [
        line
        for remark in remarks
        for line in textwrap.wrap(remark, width, initial_indent=" ", subsequent_indent="   ")
    ]


def contents(several: Sequence[str | Bilingual], language: Language) -> tuple[str, ...]:
    """Words of the SOP in one language."""
    return tuple(content(words, language) for words in several)
