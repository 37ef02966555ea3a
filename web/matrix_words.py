"""The remarks of a row: when it is skipped, where its answers lead, who may not do it."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from api.formats import written_duration
from engine.chart.drawing import Row
from engine.chart.flow import Answer, Arrow, arrows_from
from engine.core.expressions import All, Any, Compare, Const, Expression, Has, Not, Ref
from engine.core.matrix import landings
from engine.core.text import Text
from engine.core.values import Field
from engine.core.workflow import (
    AnyStep,
    CallStep,
    HumanStep,
    Leads,
    Outcome,
    WaitStep,
    Workflow,
)
from web.words import Speech

_SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def symbol_name(row: Row, t: Speech) -> str:
    """What the symbol is, for whoever does not see it."""
    name = t(f"matrix_symbol_{row.symbol.value}")
    return t("matrix_symbol_if", symbol=name) if row.is_conditional else name


def remarks(workflow: Workflow, step: AnyStep, t: Speech) -> Iterator[str]:
    """The rules of a row, in words."""
    if step.when is not None:
        yield t("matrix_when", condition=condition(step.when, _fields(workflow), t))
    yield from _doing(workflow, step, t)
    if isinstance(step, HumanStep) and step.outcomes:
        yield from _answers(workflow, step, t)
    else:
        yield from _way_on(workflow, step, t)
    if isinstance(step, HumanStep) and step.not_same_person_as:
        numbers = sorted(workflow.known_step(other).number for other in step.not_same_person_as)
        yield t("matrix_four_eyes", steps=", ".join(map(str, numbers)))
    if step.pause is not None:
        said = t(f"matrix_pause_{step.pause.value}")
        yield said[:1].upper() + said[1:]


def _doing(workflow: Workflow, step: AnyStep, t: Speech) -> Iterator[str]:
    if isinstance(step, CallStep):
        yield t("matrix_by_sop", sop=step.sop)
    elif isinstance(step, WaitStep) and step.duration is not None:
        yield t("matrix_waits", time=written_duration(step.duration, t.language))
    elif isinstance(step, WaitStep):
        yield t("matrix_waits_until", field=_fact(f"form.{step.until}", _fields(workflow), t))


def _way_on(workflow: Workflow, step: AnyStep, t: Speech) -> Iterator[str]:
    """Where a row leads, unless that is the next row or, from the last, the end."""
    targets = landings(workflow, step.next)
    is_last = step.number == len(workflow.steps())
    if targets != ((None,) if is_last else (step.number + 1,)):
        yield t("matrix_leads", to=_places(targets, t))


def _answers(workflow: Workflow, step: HumanStep, t: Speech) -> Iterator[str]:
    """The answers with the mark that their arrow has; those of one arrow and one rule together."""
    own = tuple(arrows_from(workflow, step))
    told: dict[tuple[str, str], list[str]] = {}
    for outcome in step.outcomes:
        leads_to = t(f"matrix_end_{outcome.result}")
        if outcome.leads is not Leads.END:
            leads_to = _places(landings(workflow, outcome.target), t)
        rules = "".join(f", {one}" for one in _rules(outcome, t))
        mark, label = answer_mark(_mark_of(own, outcome), t), outcome.label.in_language(t.language)
        told.setdefault((mark, leads_to + rules), []).append(label)
    for (mark, leads), labels in told.items():
        label = "; ".join(labels)
        named = label if label == mark else t("matrix_answer", mark=mark, label=label)
        yield t("matrix_answer_leads", answer=named, to=leads)


def _mark_of(own: Sequence[Arrow], outcome: Outcome) -> Answer:
    said = (arrow.answer for arrow in own if outcome.label in arrow.labels)
    return next((one for one in said if one is not None), Answer(kind="yes"))


def answer_mark(answer: Answer, t: Speech) -> str:
    """What stands beside the arrow: Ya, Tidak, Tidak 2, a."""
    if answer.kind == "letter":
        return "abcdefghijklmnopqrstuvwxyz"[(answer.number - 1) % 26]
    word = t(f"matrix_{answer.kind}")
    return f"{word} {answer.number}" if answer.number else word


def _rules(outcome: Outcome, t: Speech) -> Iterator[str]:
    if outcome.reason_required:
        yield t("matrix_reason")
    if outcome.pause is not None:
        yield t(f"matrix_pause_{outcome.pause.value}")
    if outcome.accepts_file:
        yield t("matrix_accepts")


def _places(targets: Sequence[int | None], t: Speech) -> str:
    return " + ".join(
        t("matrix_end_completed") if target is None else str(target) for target in targets
    )


def _fields(workflow: Workflow) -> dict[str, Field]:
    """The questions of the SOP by the name that conditions call them by."""
    asked = list(workflow.form)
    for step in workflow.steps():
        asked += step.form if isinstance(step, HumanStep) else ()
    return {f"form.{field.id}": field for field in asked}


def condition(expression: Expression, fields: dict[str, Field], t: Speech) -> str:
    """A condition in words: `Luas > 100`."""
    match expression:
        case Has(path=path):
            return t("matrix_is_given", fact=_fact(path, fields, t))
        case Not(inner=Has(path=path)):
            return t("matrix_is_not_given", fact=_fact(path, fields, t))
        case Not(inner=inner):
            return t("matrix_not", condition=condition(inner, fields, t))
        case All(parts=parts):
            return t("matrix_and").join(_grouped(one, fields, t) for one in parts)
        case Any(parts=parts):
            return t("matrix_or").join(_grouped(one, fields, t) for one in parts)
        case Compare(op=op, left=left, right=right):
            sign = _SIGNS.get(op) or t("matrix_in" if op == "in" else "matrix_not_in")
            said = (_operand(one, (left, right), fields, t) for one in (left, right))
            return f" {sign} ".join(said)
        case Const() | Ref():
            return _operand(expression, (), fields, t)
        case _:
            assert_never(expression)


def _grouped(one: Expression, fields: dict[str, Field], t: Speech) -> str:
    said = condition(one, fields, t)
    return f"({said})" if isinstance(one, All | Any) else said


def _operand(
    one: Const | Ref, both: Sequence[Const | Ref], fields: dict[str, Field], t: Speech
) -> str:
    if isinstance(one, Ref):
        return _fact(one.path, fields, t)
    asked = next(
        (fields[it.path] for it in both if isinstance(it, Ref) and it.path in fields), None
    )
    values = one.value if isinstance(one.value, list | tuple) else (one.value,)
    return ", ".join(_value(value, asked, t) for value in values)


def _value(value: object, asked: Field | None, t: Speech) -> str:
    if isinstance(value, bool):
        return t("matrix_yes" if value else "matrix_no").lower()
    titles = {one.id: one.title for one in asked.choices} if asked else {}
    title: Text | None = titles.get(str(value))
    return title.in_language(t.language) if title else str(value)


def _fact(path: str, fields: dict[str, Field], t: Speech) -> str:
    return fields[path].title.in_language(t.language) if path in fields else path
