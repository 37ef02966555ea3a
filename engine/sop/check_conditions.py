"""Can the conditions be read, can they ever be true, and is what they read surely there?"""

from collections.abc import Iterator, Mapping

from engine.core.errors import Finding
from engine.core.expressions import (
    All,
    Any,
    Compare,
    Const,
    Expression,
    Not,
    Ref,
    values_read,
)
from engine.core.ids import NodeId
from engine.core.values import FieldType
from engine.core.workflow import Node, WaitStep
from engine.sop.conditions import may_be_absent
from engine.sop.facts import Conditions, answers_of, personal_paths
from engine.sop.graph import Path
from engine.sop.paths import known_at
from engine.sop.subject import Subject, hint_among


def check_conditions(subject: Subject, conditions: Conditions) -> Iterator[Finding]:
    """Each condition by itself, and the dates that rows wait for."""
    for row, invalid in conditions.invalid:
        place = f" (character {invalid.offset + 1} of the condition)"
        path = (*row.path, "when")
        yield subject.finding("SOP208", path, invalid.message + place, hint=invalid.hint)
    answers = answers_of(subject.document, subject.outline)
    for step, expression in conditions.read.items():
        path = (*subject.rows[step].path, "when")
        for fact, text in _texts_compared(expression):
            if text not in answers.get(fact, {text}):
                message = f"`{fact}` is never '{text}'"
                hint = hint_among(text, sorted(answers[fact]))
                yield subject.finding("SOP315", path, message, hint=hint)
    yield from _dates(subject, conditions.facts)
    yield from _sealed(subject, conditions)


def check_presence(
    subject: Subject, nodes: Mapping[NodeId, Node], conditions: Conditions
) -> Iterator[Finding]:
    """What is read where it may be absent: by a `when`, or as the date that a row waits for."""
    asked = subject.document.form
    opening = {f"form.{field.id}" for field in asked if field.required}
    visits = {f"visits.{row.id}" for row in subject.outline.rows}
    known = known_at(subject.outline.start, nodes, at_opening=frozenset(opening | visits))
    for step, expression in conditions.read.items():
        path = (*subject.rows[step].path, "when")
        for fact in sorted(may_be_absent(expression) - known[NodeId(step)]):
            yield _absent(subject, path, fact, f"Write `has({fact}) and …`")
    for name, node in nodes.items():
        if isinstance(node, WaitStep) and node.until is not None:
            fact = f"form.{node.until}"
            guard = Const(value=True) if node.when is None else node.when
            absent = may_be_absent(All(parts=(guard, Ref(path=fact)))) - known[name]
            if fact in absent and fact in conditions.facts:
                path = (*subject.rows[name].path, "wait", "until")
                yield _absent(subject, path, fact, f"Add `when: has({fact})`")


def _absent(subject: Subject, path: Path, fact: str, hint: str) -> Finding:
    message = f"`{fact}` may be absent when the case comes here"
    hint = f"{hint}, or let an earlier row that is always done require it."
    return subject.finding("SOP419", path, message, hint=hint)


def _dates(subject: Subject, facts: Mapping[str, FieldType]) -> Iterator[Finding]:
    for row in subject.outline.rows:
        until = None if row.shape.wait is None else row.shape.wait.until
        kind = facts.get(f"form.{until}", FieldType.DATE)
        if until is not None and kind is not FieldType.DATE:
            message = f"`{until}` is {kind}, not a date"
            yield subject.finding("SOP420", (*row.path, "wait", "until"), message)


def _sealed(subject: Subject, conditions: Conditions) -> Iterator[Finding]:
    """Decisions by personal data: nothing that decides can read it."""
    personal = personal_paths(subject.document, subject.outline)
    for step, expression in conditions.read.items():
        for fact in sorted(values_read(expression) & personal):
            yield subject.finding("SOP422", (*subject.rows[step].path, "when"), _SEALED % fact)
    for row in subject.outline.rows:
        until = None if row.shape.wait is None else row.shape.wait.until
        if f"form.{until}" in personal:
            path = (*row.path, "wait", "until")
            yield subject.finding("SOP422", path, _SEALED % f"form.{until}")


_SEALED = "`%s` is personal data, which is sealed: no flow goes by it"


def _texts_compared(expression: Expression) -> Iterator[tuple[str, str]]:
    """Every fact that is held against a fixed text, with the text."""
    match expression:
        case Compare(left=left, right=right):
            for fact, fixed in ((left, right), (right, left)):
                if isinstance(fact, Ref) and isinstance(fixed, Const):
                    yield from ((fact.path, text) for text in _texts(fixed))
        case Not(inner=inner):
            yield from _texts_compared(inner)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _texts_compared(part)
        case _:
            pass


def _texts(fixed: Const) -> tuple[str, ...]:
    if isinstance(fixed.value, tuple):
        return fixed.value
    return (fixed.value,) if isinstance(fixed.value, str) and not fixed.numeric else ()
