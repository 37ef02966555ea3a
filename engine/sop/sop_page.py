"""The Markdown page of an SOP: identity and standard, then the procedure as table and chart."""

import re
from collections.abc import Iterator, Sequence

from engine.core.matrix import Symbol, symbol_of
from engine.core.text import Language
from engine.core.values import FieldType
from engine.core.workflow import AnyStep, Workflow
from engine.sop.document import FieldShape, SopDocument, StepShape
from engine.sop.flow_lines import lanes
from engine.sop.graph import outline_from_document
from engine.sop.matrix_text import StepText, contents, texts, total_time
from engine.sop.mermaid import flowchart
from engine.sop.official_block import (
    classification,
    particulars,
    sections,
    standard,
    unit_title,
)
from engine.sop.registers import Registers
from engine.sop.timing_words import control
from engine.sop.wording import EVIDENCE, FIELD_TYPES, POWERS, content, pick

_SYMBOLS = {
    Symbol.TERMINAL: "⬭",
    Symbol.PROCESS: "▭",
    Symbol.DECISION: "◇",
    Symbol.LINK: "⬠",
}
_LEGEND = (
    "⬭ mulai/selesai · ▭ kegiatan · ◇ keputusan · ⬠ SOP lain · → menuju langkah",
    "⬭ start/end · ▭ activity · ◇ decision · ⬠ another SOP · → leads to step",
)


def sop_page(
    document: SopDocument, workflow: Workflow, *, registers: Registers, language: Language
) -> str:
    """The page; deterministic, ends with a line break."""
    parts = (
        _title(document, registers, language),
        _particulars(document, language),
        _standard(document, language),
        _control(workflow, language),
        _requirements(document, language),
        _questions(document.form, language, title=("Isian permohonan", "Application form")),
        _executors(document, language),
        _matrix(document, workflow, language),
        _chart(workflow, language),
        _details(document, language),
        _lists(document, registers, language),
    )
    texts_of_parts = ("\n".join(part) for part in parts)
    return "\n\n".join(text for text in texts_of_parts if text) + "\n"


_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _plain(text: str) -> str:
    """`text` on one line, with nothing in it that Markdown would take for a mark."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _bullets(items: Sequence[str]) -> list[str]:
    return [f"- {_plain(item)}" for item in items]


def _title(document: SopDocument, registers: Registers, language: Language) -> Iterator[str]:
    yield f"# {_plain(content(document.title, language))}"
    yield ""
    yield f"**{_plain(unit_title(document, registers, language))}**  "
    yield "  \n".join(_plain(line) for line in classification(document, language))


def _particulars(document: SopDocument, language: Language) -> Iterator[str]:
    rows = [
        (entry.label, "<br>".join(map(_plain, entry.values)))
        for entry in particulars(document, language)
    ]
    heads = pick(("Identitas", "Identity"), language), ""
    yield from _table(heads, rows)


def _standard(document: SopDocument, language: Language) -> Iterator[str]:
    entries = standard(document, language)
    if entries:
        yield f"## {pick(('Standar pelayanan', 'Service standard'), language)}"
        yield ""
        yield from (f"- {entry.label}: {_plain(', '.join(entry.values))}" for entry in entries)


def _control(workflow: Workflow, language: Language) -> Iterator[str]:
    yield f"## {pick(('Pengendalian waktu', 'Time control'), language)}"
    yield ""
    yield from (
        f"- {entry.label}: {_plain('; '.join(entry.values))}"
        for entry in control(workflow, language)
    )


def _requirements(document: SopDocument, language: Language) -> Iterator[str]:
    if not document.requirements:
        return
    yield f"## {pick(('Persyaratan', 'Requirements'), language)}"
    yield ""
    for one in document.requirements:
        how = pick(EVIDENCE[one.evidence], language)
        if not one.required:
            how += pick((", tidak wajib", ", optional"), language)
        yield f"- {_plain(content(one.title, language))} ({how})"


def _questions(
    fields: Sequence[FieldShape], language: Language, *, title: tuple[str, str]
) -> Iterator[str]:
    if fields:
        yield f"## {pick(title, language)}"
        yield ""
        yield from (f"- {_question(field, language)}" for field in fields)


def _question(field: FieldShape, language: Language) -> str:
    said = [pick(FIELD_TYPES[field.type], language)]
    if field.unit:
        said.append(_plain(field.unit))
    said += [f"≥ {field.min}"] if field.min is not None else []
    said += [f"≤ {field.max}"] if field.max is not None else []
    if field.required:
        said.append(pick(("wajib", "required"), language))
    if field.personal or field.type is FieldType.NIK:
        said.append(pick(("data pribadi", "personal data"), language))
    options = " / ".join(_plain(content(one.title, language)) for one in field.options)
    listed = f": {options}" if options else ""
    return f"{_plain(content(field.title, language))} ({', '.join(said)}){listed}"


def _executors(document: SopDocument, language: Language) -> Iterator[str]:
    yield f"## {pick(('Pelaksana', 'Executors'), language)}"
    yield ""
    for role in document.roles.values():
        said = [pick(POWERS[power], language) for power in role.may]
        if role.external:
            said.insert(0, pick(("di luar kantor", "outside the office"), language))
        if role.single:
            said.insert(0, pick(("jabatan tunggal", "an office with one holder"), language))
        aside = f" ({', '.join(said)})" if said else ""
        yield f"- {_plain(content(role.title, language))}{aside}"


def _matrix(document: SopDocument, workflow: Workflow, language: Language) -> Iterator[str]:
    columns = lanes(workflow)
    heads = (
        "No",
        pick(("Kegiatan", "Activity"), language),
        *(_plain(lane.title.in_language(language)) for lane in columns),
        pick(("Kelengkapan", "Inputs"), language),
        pick(("Waktu", "Time"), language),
        pick(("Keluaran", "Output"), language),
        pick(("Keterangan", "Remarks"), language),
    )
    yield f"## {pick(('Prosedur', 'Procedure'), language)}"
    yield ""
    rows = zip(workflow.steps(), texts(document, workflow, language=language), strict=True)
    roles = [lane.role for lane in columns]
    yield from _table(heads, [_row(workflow, step, text, roles) for step, text in rows])
    yield ""
    total = total_time(workflow, language=language)
    if total:
        yield f"{pick(('Jumlah waktu baku', 'Sum of time standards'), language)}: **{total}**  "
    yield pick(_LEGEND, language)


def _row(
    workflow: Workflow, step: AnyStep, text: StepText, roles: Sequence[str | None]
) -> tuple[str, ...]:
    symbol = _SYMBOLS[symbol_of(workflow, step)]
    return (
        str(step.number),
        "<br>".join(map(_plain, (text.activity, *text.remarks))),
        *(symbol if role == step.role else "" for role in roles),
        "<br>".join(map(_plain, text.inputs)),
        text.time,
        _plain(text.output),
        _plain(text.note),
    )


def _chart(workflow: Workflow, language: Language) -> Iterator[str]:
    yield f"## {pick(('Bagan alir', 'Flowchart'), language)}"
    yield ""
    yield "```mermaid"
    yield flowchart(workflow, language=language)
    yield "```"


def _details(document: SopDocument, language: Language) -> Iterator[str]:
    """What a step asks and what it has ticked, step by step."""
    title = f"## {pick(('Isian dan daftar periksa', 'Forms and checklists'), language)}"
    detailed = [row for row in outline_from_document(document).rows if _has_details(row.shape)]
    if detailed:
        yield title
    for row in detailed:
        yield ""
        yield f"### {row.number}. {_plain(content(row.shape.activity, language))}"
        yield ""
        yield from (f"- [ ] {_plain(item)}" for item in contents(row.shape.checklist, language))
        yield from (f"- {_question(field, language)}" for field in row.shape.form)


def _has_details(shape: StepShape) -> bool:
    return bool(shape.checklist or shape.form)


def _lists(document: SopDocument, registers: Registers, language: Language) -> Iterator[str]:
    filled = [entry for entry in sections(document, registers, language) if entry.values]
    for number, entry in enumerate(filled):
        yield from ("",) if number else ()
        yield f"## {entry.label}"
        yield ""
        yield from _bullets(entry.values)
