"""An SOP as people read it: the official matrix as plain text, and a page in Markdown.

Pure and deterministic: the same document, workflow and language give the same characters.
"""

from collections.abc import Mapping, Sequence

from engine.core.matrix import Symbol, symbol_of
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.sop.document import SopDocument
from engine.sop.flow_lines import FINISH
from engine.sop.identity_drawing import Span, draw_identity, labelled
from engine.sop.matrix_drawing import draw_matrix
from engine.sop.matrix_layout import Layout, layout
from engine.sop.matrix_text import StepText, footnotes, hanging, texts, total_time
from engine.sop.official_block import Entry, standard
from engine.sop.registers import Registers
from engine.sop.sop_page import sop_page
from engine.sop.symbols import SMALL, STOP
from engine.sop.timing_words import control
from engine.sop.wording import Pair, pick

UNKNOWN = Registers()
"""Registers that know nothing: regulations and units are then called by their keys."""

_NARROWEST = 60
_SYMBOLS: Mapping[Symbol, Pair] = {
    Symbol.TERMINAL: ("mulai/selesai", "start/end"),
    Symbol.PROCESS: ("kegiatan", "activity"),
    Symbol.DECISION: ("keputusan", "decision"),
    Symbol.LINK: ("SOP lain", "another SOP"),
}
_STOPS: Pair = ("berkas berakhir", "the case ends")
_BLOCKS: Pair = ("cabang yang berjalan bersamaan", "branches side by side")


def matrix(
    document: SopDocument,
    workflow: Workflow,
    *,
    width: int,
    language: Language,
    registers: Registers = UNKNOWN,
) -> str:
    """The SOP in the official form, for a terminal: identity, matrix, totals, standard, legend.

    Args:
        document: The definition.
        workflow: What it compiles to.
        width: Columns of the terminal; taken as 60 where it is less. An SOP with very many
            executors is wider than a narrow terminal.
        language: Of the labels, and of the content where the SOP has it.
        registers: Give regulations and units their names.
    """
    rows = texts(document, workflow, language=language)
    plan = layout(workflow, rows, width=max(width, _NARROWEST), language=language)
    span = Span(left=plan.margin, right=plan.right)
    parts = (
        draw_identity(document, registers, span=span, language=language),
        _indented(_lane_legend(plan, language), plan),
        draw_matrix(workflow, rows, plan=plan, language=language),
        _indented(_totals(document, workflow, plan, language), plan),
        _indented(_notes(rows, plan), plan),
        _indented(_symbol_legend(workflow, plan, language), plan),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def page(
    document: SopDocument,
    workflow: Workflow,
    *,
    language: Language,
    registers: Registers = UNKNOWN,
) -> str:
    """The SOP as a Markdown page, with its flow as a Mermaid chart."""
    return sop_page(document, workflow, registers=registers, language=language)


def _indented(lines: Sequence[str], plan: Layout) -> str:
    return "\n".join(f"{'':{plan.margin}}{line}".rstrip() for line in lines)


def _text_width(plan: Layout) -> int:
    return plan.right + 1 - plan.margin


def _lane_legend(plan: Layout, language: Language) -> list[str]:
    """Whose column each letter heads; nothing where titles do."""
    if plan.flow.titled:
        return []
    named = [
        f"{head} {lane.title.in_language(language)}"
        for head, lane in zip(plan.flow.heads, plan.flow.lanes, strict=True)
    ]
    return _flowing(named, pick(("Pelaksana", "Executors"), language), _text_width(plan))


def _symbol_legend(workflow: Workflow, plan: Layout, language: Language) -> list[str]:
    """What the symbols that occur stand for."""
    steps = workflow.steps()
    used = {symbol_of(workflow, step) for step in steps}
    named = [(_sign(symbol), words) for symbol, words in _SYMBOLS.items() if symbol in used]
    if any(wire.target == FINISH and wire.labels for wire in plan.flow.wires):
        named.append((STOP, _STOPS))
    if any(step.within for step in steps):
        named.append(("┏┣┗", _BLOCKS))
    said = [f"{sign} {pick(words, language)}" for sign, words in named]
    return _flowing(said, pick(("Simbol", "Symbols"), language), _text_width(plan))


def _sign(symbol: Symbol) -> str:
    """One line of the symbol that tells it from the others."""
    line = {Symbol.DECISION: 1, Symbol.LINK: 2}.get(symbol, 0)
    return SMALL.shapes[symbol][line]


def _flowing(items: Sequence[str], title: str, width: int) -> list[str]:
    """Items one after the other behind a title; an item is broken only if it must be."""
    lines = [f"{title}:"]
    for item in items:
        if len(lines[-1]) + 3 + len(item) > width:
            lines.append(" " * len(title))
        lines[-1] += f"{' ' * (2 if lines[-1].endswith(':') else 3)}{item}"
    return lines


def _totals(
    document: SopDocument, workflow: Workflow, plan: Layout, language: Language
) -> list[str]:
    """The standards added up, what the public is promised, and what happens as time runs out."""
    total = total_time(workflow, language=language)
    label = pick(("Jumlah waktu baku", "Sum of time standards"), language)
    added = (Entry(label=label, values=(total,)),) if total else ()
    said = (*added, *standard(document, language), *control(workflow, language))
    return labelled(said, _text_width(plan))


def _notes(rows: Sequence[StepText], plan: Layout) -> list[str]:
    return [
        line
        for note, mark in footnotes(rows).items()
        for line in hanging(note, _text_width(plan), mark=f"{mark} ")
    ]
