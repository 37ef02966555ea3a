"""What the conditions of a definition may read, and the conditions read with that."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.core.expressions import Expression
from engine.core.ids import StepId
from engine.core.values import FieldType
from engine.sop.conditions import ConditionInvalid, expression_from_text
from engine.sop.document import SopDocument
from engine.sop.graph import Outline, Row
from engine.sop.lower import results_of
from engine.sop.registers import Registers


class Conditions(NamedTuple):
    """The conditions that could be read, by row, and those that could not, with their rows.

    `facts` is what they may read, by path.
    """

    facts: Mapping[str, FieldType]
    read: dict[StepId, Expression]
    invalid: list[tuple[Row, ConditionInvalid]]


def read_conditions(document: SopDocument, outline: Outline, registers: Registers) -> Conditions:
    """Read every `when` there is."""
    conditions = Conditions(_facts(document, outline, registers), {}, [])
    for row in outline.rows:
        if row.shape.when is None:
            continue
        try:
            conditions.read[row.id] = expression_from_text(row.shape.when, conditions.facts)
        except ConditionInvalid as invalid:
            conditions.invalid.append((row, invalid))
    return conditions


def _facts(document: SopDocument, outline: Outline, registers: Registers) -> dict[str, FieldType]:
    """Every path a condition may read. A field asked twice has the type it was first given."""
    facts: dict[str, FieldType] = {}
    fields = [*document.form, *(one for row in outline.rows for one in row.shape.form)]
    for field in fields:
        facts.setdefault(f"form.{field.id}", field.type)
    for row in outline.rows:
        facts[f"visits.{row.id}"] = FieldType.INTEGER
        if row.shape.outcomes:
            facts[f"outcome.{row.id}"] = FieldType.CHOICE
        for name in results_of(row.shape, registers):
            facts[f"result.{row.id}.{name}"] = FieldType.TEXT
    return facts


def personal_paths(document: SopDocument, outline: Outline) -> frozenset[str]:
    """The facts that are personal data: where one of the questions that ask for it says so."""
    fields = [*document.form, *(one for row in outline.rows for one in row.shape.form)]
    return frozenset(
        f"form.{field.id}" for field in fields if field.personal or field.type is FieldType.NIK
    )


def answers_of(document: SopDocument, outline: Outline) -> dict[str, frozenset[str]]:
    """The texts that a fact with a fixed choice may hold, by path."""
    fields = [*document.form, *(one for row in outline.rows for one in row.shape.form)]
    choices = {
        f"form.{field.id}": frozenset(option.id for option in field.options)
        for field in fields
        if field.options
    }
    outcomes = {
        f"outcome.{row.id}": frozenset(row.shape.outcomes)
        for row in outline.rows
        if row.shape.outcomes
    }
    return choices | outcomes
