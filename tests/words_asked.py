"""Which names of words the pages ask for: Babel walks the files, these read one.

A name may be put together where it is asked for (`t("state_" ~ row.state)`, `t(f"ended_{why}")`);
then it is yielded as a pattern, `*` for what is not known.
"""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from jinja2 import Environment, nodes

import web

ROOM = Path(web.__file__).parent
ASKING = frozenset({"t", "tn", "count", "words"})
_JINJA = Environment(autoescape=True)

Message = tuple[int, str, str, list[str]]


def of_python(file, _keywords, _comments, options) -> Iterator[Message]:
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and node.args and _called(node.func) in ASKING:
            for name in _names(node.args[0]):
                yield node.lineno, _called(node.func), name, []


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    if isinstance(function, ast.Call) and _called(function.func) == "Speech":
        return "t"
    return function.id if isinstance(function, ast.Name) else ""


def _names(said: ast.expr) -> Iterable[str]:
    match said:
        case ast.Constant(value=str() as name):
            yield name
        case ast.IfExp():
            yield from _names(said.body)
            yield from _names(said.orelse)
        case ast.JoinedStr():
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in said.values
            )


def of_template(file, _keywords, _comments, options) -> Iterator[Message]:
    for call in _JINJA.parse(file.read().decode()).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ASKING and call.args:
            for name in _said(call.args[0]):
                yield call.lineno, call.node.name, name, []


def _said(node: nodes.Node) -> Iterable[str]:
    match node:
        case nodes.Const():
            yield str(node.value)
        case nodes.CondExpr():
            yield from _said(node.expr1)
            if node.expr2 is not None:
                yield from _said(node.expr2)
        case nodes.Concat():
            parts = [str(one.value) if isinstance(one, nodes.Const) else "*" for one in node.nodes]
            yield "".join(parts)


METHODS = [("**.py", of_python), ("templates/**.html", of_template)]


@cache
def asked() -> frozenset[str]:
    """Every name and pattern that the pages ask for."""
    found = extract_from_dir(os.fspath(ROOM), method_map=METHODS, keywords=dict.fromkeys(ASKING))
    return frozenset(str(one) for _, _, one, _, _ in found if re.fullmatch(r"[\w*]+", str(one)))
