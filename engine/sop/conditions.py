"""Conditions: text becomes a typed expression of the core, or a reason at its place.

Facts are named by path (`form.area`, `outcome.check`, `visits.check`, `result.number.number`).
Only like is held against like; texts have no order; the whole is true or false.
"""

import ast
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from engine.core.expressions import (
    All,
    Any,
    Compare,
    Comparison,
    Const,
    Expression,
    Has,
    Not,
    Ref,
    paths_read,
)
from engine.core.values import FieldType
from engine.sop.condition_text import ConditionInvalid, tree_from_condition

__all__ = ["ConditionInvalid", "expression_from_text", "may_be_absent"]

MAX_DEPTH = 20


class _Kind(StrEnum):
    TEXT = "text"
    NUMBER = "a number"
    DATE = "a date"
    BOOLEAN = "yes or no"
    LIST = "a list"


class _Operand(NamedTuple):
    value: Const | Ref
    kind: _Kind
    node: ast.expr


_KINDS: Mapping[FieldType, _Kind] = {
    FieldType.NUMBER: _Kind.NUMBER,
    FieldType.INTEGER: _Kind.NUMBER,
    FieldType.MONEY: _Kind.NUMBER,
    FieldType.DATE: _Kind.DATE,
    FieldType.BOOLEAN: _Kind.BOOLEAN,
    FieldType.CHOICES: _Kind.LIST,
}
_SIGNS: Mapping[type[ast.cmpop], Comparison] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_ORDERING = frozenset({"<", "<=", ">", ">="})
_FACTS = "Facts are form.<field>, outcome.<row>, visits.<row>, result.<row>.<name>."


def expression_from_text(text: str, paths: Mapping[str, FieldType]) -> Expression:
    """The expression that a condition's text stands for.

    Args:
        text: As written under `when`, line breaks included.
        paths: Every fact that may be read, and what it holds.

    Raises:
        ConditionInvalid: It cannot be read, names an unknown fact or compares unlike things.
    """
    source = text.replace("\n", " ").lstrip()
    try:
        return _Reading(source, paths).condition(tree_from_condition(source), 1)
    except ConditionInvalid as invalid:
        offset = invalid.offset + len(text) - len(source)
        raise ConditionInvalid(invalid.message, offset, hint=invalid.hint) from None


def may_be_absent(expression: Expression) -> frozenset[str]:
    """The paths that are read where no `has` has made sure that they are there."""
    return _unguarded(expression, frozenset())


class _Reading:
    """One condition being read; methods go from the whole to its parts."""

    def __init__(self, source: str, paths: Mapping[str, FieldType]) -> None:
        self._source = source
        self._paths = paths

    def condition(self, node: ast.expr, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise self._refusal(node, f"more than {MAX_DEPTH} levels are nested here")
        match node:
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self.condition(value, depth + 1) for value in values)
                return All(parts=parts) if isinstance(op, ast.And) else Any(parts=parts)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return Not(inner=self.condition(inner, depth + 1))
            case ast.Compare():
                return self._comparison(node)
            case ast.Call():
                return self._has(node)
            case _:
                return self._yes_or_no(node)

    def _yes_or_no(self, node: ast.expr) -> Expression:
        operand = self._operand(node)
        if operand.kind is not _Kind.BOOLEAN:
            raise self._refusal(node, f"this is {operand.kind}, not a condition", "Compare it.")
        return operand.value

    def _comparison(self, node: ast.Compare) -> Expression:
        signs = [_SIGNS[type(op)] for op in node.ops]
        if len(signs) > 1 and not _ORDERING.issuperset(signs):
            raise self._refusal(
                node, "only < <= > >= may stand in a row", "Write `and` between them."
            )
        sides = [node.left, *node.comparators]
        parts = tuple(
            self._compare(sign, left, right)
            for sign, left, right in zip(signs, sides, sides[1:], strict=False)
        )
        return parts[0] if len(parts) == 1 else All(parts=parts)

    def _compare(self, sign: Comparison, left: ast.expr, right: ast.expr) -> Expression:
        one = self._operand(left)
        if isinstance(right, ast.List) and sign in {"in", "not in"}:
            return self._among(sign, one, right)
        other = self._operand(right)
        if isinstance(one.value, Const) and isinstance(other.value, Const):
            raise self._refusal(left, "this compares two fixed values", "Name a fact on one side.")
        if sign in {"in", "not in"}:
            self._check_membership(one, other)
        else:
            self._check_sign(sign, self._common_kind(one, other), left)
        return Compare(op=sign, left=one.value, right=other.value)

    def _among(self, sign: Comparison, one: _Operand, group: ast.List) -> Expression:
        members = [self._operand(element) for element in group.elts]
        if not members or isinstance(one.value, Const):
            raise self._refusal(group, "this compares two fixed values", "Name a fact on the left.")
        for member in members:
            self._check_member(one, member)
        if one.kind is _Kind.NUMBER:
            return _equal_to_one(sign, one.value, [member.value for member in members])
        texts = tuple(_written(member) for member in members)
        return Compare(op=sign, left=one.value, right=Const(value=texts))

    def _check_member(self, one: _Operand, member: _Operand) -> None:
        if isinstance(member.value, Ref):
            raise self._refusal(member.node, "a list holds fixed values only")
        if self._common_kind(one, member) is _Kind.BOOLEAN:
            raise self._refusal(one.node, f"this is {one.kind} and cannot be one of a list")

    def _check_membership(self, one: _Operand, group: _Operand) -> None:
        if group.kind is not _Kind.LIST:
            hint = "A list is written ['a', 'b'], or is a field of the type choices."
            raise self._refusal(group.node, f"this is {group.kind}, not a list", hint)
        if one.kind is not _Kind.TEXT:
            raise self._refusal(one.node, f"this is {one.kind}; the list holds texts")

    def _check_sign(self, sign: Comparison, kind: _Kind, node: ast.expr) -> None:
        if kind is _Kind.LIST:
            raise self._refusal(node, f"a list cannot be compared with `{sign}`", "Use `in`.")
        if sign in _ORDERING and kind not in {_Kind.NUMBER, _Kind.DATE}:
            raise self._refusal(node, f"`{sign}` compares numbers and dates; this is {kind}")

    def _common_kind(self, one: _Operand, other: _Operand) -> _Kind:
        if one.kind is other.kind:
            return one.kind
        for dated, written in ((one, other), (other, one)):
            if dated.kind is _Kind.DATE and isinstance(written.value, Const):
                if not _is_date(_written(written)):
                    hint = "Write it as '2026-01-31'."
                    raise self._refusal(written.node, "this is not a date", hint)
                return _Kind.DATE
        message = f"{other.kind} is compared with {one.kind}"
        raise self._refusal(other.node, message, "Compare like with like.")

    def _operand(self, node: ast.expr) -> _Operand:
        match node:
            case ast.Constant(value=bool(value)):
                return _Operand(Const(value=value), _Kind.BOOLEAN, node)
            case ast.Name(id="true" | "false" as word):
                return _Operand(Const(value=word == "true"), _Kind.BOOLEAN, node)
            case ast.Constant(value=str(value)):
                return _Operand(Const(value=value), _Kind.TEXT, node)
            case ast.Constant():
                return self._number(node, "")
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as inner):
                return self._number(inner, "-")
            case ast.Name() | ast.Attribute():
                return self._fact(node)
            case _:
                raise self._refusal(node, "this cannot be part of a comparison")

    def _number(self, node: ast.Constant, sign: str) -> _Operand:
        # The digits as written: a binary float would be another number.
        end = len(self._source.encode()[: node.end_col_offset].decode())
        digits = self._source[self._offset(node) : end]
        return _Operand(Const(value=f"{sign}{digits}", numeric=True), _Kind.NUMBER, node)

    def _fact(self, node: ast.expr) -> _Operand:
        path = self._path(node)
        kind = _KINDS.get(self._paths[path], _Kind.TEXT)
        return _Operand(Ref(path=path, numeric=kind is _Kind.NUMBER), kind, node)

    def _has(self, node: ast.Call) -> Has:
        match node:
            case ast.Call(func=ast.Name(id="has"), args=[argument], keywords=[]):
                return Has(path=self._path(argument))
            case _:
                message = "the only function is has(…), with one fact"
                raise self._refusal(node, message, "Write it as has(form.area).")

    def _path(self, node: ast.expr) -> str:
        names: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self._refusal(node, "this is not the name of a fact", "Write it as form.area.")
        path = ".".join((inner.id, *reversed(names)))
        if path not in self._paths:
            near = get_close_matches(path, self._paths, n=1)
            hint = f"Did you mean `{near[0]}`?" if near else _FACTS
            raise self._refusal(node, f"`{path}` is not a fact of this case", hint)
        return path

    def _offset(self, node: ast.expr) -> int:
        """In characters, where Python counts bytes."""
        return len(self._source.encode()[: node.col_offset].decode())

    def _refusal(self, node: ast.expr, message: str, hint: str = "") -> ConditionInvalid:
        return ConditionInvalid(message, self._offset(node), hint=hint)


def _written(operand: _Operand) -> str:
    return str(operand.value.value) if isinstance(operand.value, Const) else operand.value.path


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _equal_to_one(sign: Comparison, one: Const | Ref, members: Iterable[Const | Ref]) -> Expression:
    """A list of numbers, member by member: only a number knows that 1 is 1.0."""
    if sign == "in":
        return Any(parts=tuple(Compare(op="==", left=one, right=each) for each in members))
    return All(parts=tuple(Compare(op="!=", left=one, right=each) for each in members))


def _unguarded(expression: Expression, known: frozenset[str]) -> frozenset[str]:
    match expression:
        case Not(inner=inner):
            return _unguarded(inner, known)
        case All(parts=parts) | Any(parts=parts):
            found: frozenset[str] = frozenset()
            for part in parts:
                found |= _unguarded(part, known)
                # The next part is looked at only when this one came out true (and) or false (or).
                known |= _present(part, when=isinstance(expression, All))
            return found
        case Has():
            return frozenset()
        case _:
            return paths_read(expression) - known


def _present(expression: Expression, *, when: bool) -> frozenset[str]:
    """The paths that are surely there once `expression` came out as `when`."""
    match expression:
        case Has(path=path) if when:
            return frozenset({path})
        case Not(inner=inner):
            return _present(inner, when=not when)
        case All(parts=parts) | Any(parts=parts):
            each = [_present(part, when=when) for part in parts]
            # All of them came out so, or only some one of them did.
            all_did = isinstance(expression, All) is when
            return frozenset[str]().union(*each) if all_did else each[0].intersection(*each[1:])
        case _:
            return frozenset()
