"""Conditions of an SOP: small, typed, total, free of side effects.

The tree is data (it is part of a workflow's hash); `engine.sop.conditions` makes it from text and
checks its types. A reference to something absent makes the comparison false; `Has` asks first.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal, assert_never

from engine.core.text import Frozen
from engine.core.values import Value

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]


class Const(Frozen, frozen=True, kw_only=True, tag="const"):
    """A literal: text (dates too, as ISO text), a decimal number as text, yes/no, or a list."""

    value: Value
    numeric: bool = False


class Ref(Frozen, frozen=True, kw_only=True, tag="ref"):
    """A fact of the case: `form.x`, `outcome.step`, `visits.step`, `result.step.name`."""

    path: str
    numeric: bool = False


class Has(Frozen, frozen=True, kw_only=True, tag="has"):
    """Whether a fact is there at all."""

    path: str


class Compare(Frozen, frozen=True, kw_only=True, tag="compare"):
    """Two operands held against each other."""

    op: Comparison
    left: "Operand"
    right: "Operand"


class Not(Frozen, frozen=True, kw_only=True, tag="not"):
    """The opposite."""

    inner: "Expression"


class All(Frozen, frozen=True, kw_only=True, tag="all"):
    """Every one of them."""

    parts: tuple["Expression", ...]


class Any(Frozen, frozen=True, kw_only=True, tag="any"):
    """At least one of them."""

    parts: tuple["Expression", ...]


Operand = Const | Ref
Expression = Const | Ref | Has | Compare | Not | All | Any


def holds(expression: Expression, facts: Mapping[str, Value]) -> bool:
    """Whether `expression` is true of `facts` (by path, such as `form.luas`). Never raises."""
    match expression:
        case Const() | Ref():
            return _operand(expression, facts) is True
        case Has(path=path):
            return path in facts
        case Compare(op=op, left=left, right=right):
            return _compare(op, _operand(left, facts), _operand(right, facts))
        case Not(inner=inner):
            return not holds(inner, facts)
        case All(parts=parts):
            return all(holds(part, facts) for part in parts)
        case Any(parts=parts):
            return any(holds(part, facts) for part in parts)
        case _:
            assert_never(expression)


_Operated = Value | Decimal | None


def _operand(operand: Operand, facts: Mapping[str, Value]) -> _Operated:
    value = operand.value if isinstance(operand, Const) else facts.get(operand.path)
    if operand.numeric and isinstance(value, str | int) and not isinstance(value, bool):
        return _number(value)
    return value


def _number(value: str | int) -> Decimal | None:
    """None for what is no number: a migrated case may remember text where a number is read."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _compare(op: Comparison, left: _Operated, right: _Operated) -> bool:
    if left is None or right is None:
        return False
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "in":
            return _contains(right, left)
        case "not in":
            return not _contains(right, left)
        case _:
            return _ordered(op, left, right)


def _contains(group: _Operated, one: _Operated) -> bool:
    return isinstance(group, tuple) and one in group


def _ordered(op: Literal["<", "<=", ">", ">="], left: _Operated, right: _Operated) -> bool:
    match left, right:
        case (Decimal(), Decimal()) | (str(), str()):
            below, equal = left < right, left == right  # type: ignore[operator]  # same types here
        case _:
            return False
    return {"<": below, "<=": below or equal, ">": not (below or equal), ">=": not below}[op]


def paths_read(expression: Expression) -> frozenset[str]:
    """Every path the expression mentions, asked for by `Has` or not."""
    match expression:
        case Ref(path=path) | Has(path=path):
            return frozenset({path})
        case Compare(left=left, right=right):
            return paths_read(left) | paths_read(right)
        case Not(inner=inner):
            return paths_read(inner)
        case All(parts=parts) | Any(parts=parts):
            return frozenset[str]().union(*(paths_read(part) for part in parts))
        case _:
            return frozenset()


def values_read(expression: Expression) -> frozenset[str]:
    """Every path whose value decides; one that `Has` alone asks for need only be there."""
    match expression:
        case Ref(path=path):
            return frozenset({path})
        case Compare(left=left, right=right):
            return values_read(left) | values_read(right)
        case Not(inner=inner):
            return values_read(inner)
        case All(parts=parts) | Any(parts=parts):
            return frozenset[str]().union(*(values_read(part) for part in parts))
        case _:
            return frozenset()
