"""Everything there is to say about a definition, at once."""

from datetime import date

from engine.core.errors import Finding
from engine.core.expressions import Const, Expression
from engine.core.ids import StepId
from engine.sop.check_actions import check_actions, check_told_facts
from engine.sop.check_arrows import check_arrows
from engine.sop.check_conditions import check_conditions, check_presence
from engine.sop.check_flow import check_flow
from engine.sop.check_people import check_order_of_pairs, check_people
from engine.sop.check_references import check_references
from engine.sop.check_rows import check_rows
from engine.sop.check_style import check_style
from engine.sop.check_time import check_promise, check_time
from engine.sop.check_timing import check_timing
from engine.sop.document import SopDocument
from engine.sop.facts import Conditions, read_conditions
from engine.sop.graph import outline_from_document
from engine.sop.lower import nodes_from_outline
from engine.sop.registers import Registers
from engine.sop.strict_yaml import Positions
from engine.sop.subject import Subject


def check(
    document: SopDocument,
    positions: Positions,
    registers: Registers,
    *,
    file: str,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Every error and warning, in the order of the text.

    What follows from the arrows (can every case end, is it in time, is everything there that is
    read) is looked at only once every arrow leads where it may: before, it would be guesswork.

    Args:
        document: The definition.
        positions: Where its parts stand in the text.
        registers: What it may refer to.
        file: What findings call the text.
        today: The day on which a review is overdue; None asks no such question.
    """
    outline = outline_from_document(document)
    subject = Subject(document, outline, registers, positions=positions, file=file)
    conditions = read_conditions(document, outline, registers)
    found = [
        *check_references(subject),
        *check_actions(subject),
        *check_rows(subject),
        *check_conditions(subject, conditions),
        *check_time(subject, today),
        *check_timing(subject),
        *check_people(subject),
        *check_style(subject),
    ]
    misled = list(check_arrows(subject))
    found += misled or _check_flow(subject, conditions)
    return tuple(sorted(found, key=lambda one: (one.line, one.column, one.code)))


def _check_flow(subject: Subject, conditions: Conditions) -> list[Finding]:
    # A condition that cannot be read may still be true or false, like any other.
    unread: dict[StepId, Expression] = {row.id: Const(value=True) for row, _ in conditions.invalid}
    nodes = nodes_from_outline(subject.outline, subject.registers, conditions.read | unread)
    return [
        *check_flow(subject, nodes),
        *check_presence(subject, nodes, conditions),
        *check_told_facts(subject, nodes),
        *check_promise(subject, nodes),
        *check_order_of_pairs(subject, nodes),
    ]
