"""Does each automated row give its action what it takes, written so that it can be used?"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.core.action_spec import Parameter, ParameterKind
from engine.core.errors import Finding
from engine.core.ids import NodeId
from engine.core.json_words import is_json_words
from engine.core.placeholders import ALWAYS_THERE, is_number_format, is_well_formed, names_in
from engine.core.workflow import Node
from engine.sop.graph import Path, Row
from engine.sop.lower import results_of
from engine.sop.paths import Edge, edges, reachable
from engine.sop.shape import SLUG
from engine.sop.subject import Subject, hint_among

Facts = Mapping[str, frozenset[NodeId]]
"""What an action may be told, with the rows that record it; with none: there from the opening."""

_ADDRESS = re.compile(r"https?://([^/?#]*)")
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\\<>\"]")
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?"
)
_MAX_PORT = 65535


class _Given(NamedTuple):
    """A parameter as one row has it, and what its text may name."""

    subject: Subject
    path: Path
    parameter: Parameter
    text: str
    facts: Facts

    def finding(self, code: str, message: str, hint: str = "") -> Finding:
        return self.subject.finding(code, self.path, message, hint=hint)


def check_actions(subject: Subject) -> Iterator[Finding]:
    """Actions and parameters that do not exist, are missing, or cannot be used as written."""
    facts = _facts(subject)
    for row in subject.outline.rows:
        if row.shape.action is not None:
            yield from _action(subject, row, row.shape.action)
            for given in _given(subject, row, facts):
                yield from _CHECKS[given.parameter.kind](given)


def check_told_facts(subject: Subject, nodes: Mapping[NodeId, Node]) -> Iterator[Finding]:
    """Facts that an action names although no way leads from where they are recorded to it."""
    facts, ways = _facts(subject), edges(nodes)
    for row in subject.outline.rows:
        named = [(given, _named(given)) for given in _given(subject, row, facts)]
        if not any(names for _, names in named):
            continue
        before = _before(NodeId(row.id), ways)
        for given, names in named:
            for name in names:
                sources = facts.get(name, frozenset())
                if sources and before.isdisjoint(sources):
                    message = f"`{name}` is never recorded before this row"
                    yield given.finding("SOP421", message)


def _action(subject: Subject, row: Row, name: str) -> Iterator[Finding]:
    actions = subject.registers.actions
    if name not in actions:
        message, hint = f"there is no action `{name}`", hint_among(name, actions)
        yield subject.finding("SOP306", (*row.path, "action"), message, hint=hint)
        return
    taken = {one.id: one for one in actions[name].parameters}
    for given in row.shape.with_:
        if given not in taken:
            message = f"the action `{name}` takes no parameter `{given}`"
            hint = hint_among(given, taken)
            yield subject.finding("SOP307", (*row.path, "with", given), message, hint=hint)
    for parameter in taken.values():
        if parameter.required and parameter.id not in row.shape.with_:
            message = f"the action `{name}` needs the parameter `{parameter.id}`"
            hint = f"Write `with: {{{parameter.id}: …}}`."
            yield subject.finding("SOP308", (*row.path, "action"), message, hint=hint)


def _given(subject: Subject, row: Row, facts: Facts) -> Iterator[_Given]:
    """The parameters of a row that its action knows."""
    spec = subject.registers.actions.get(row.shape.action or "")
    for name, text in row.shape.with_.items():
        parameter = None if spec is None else spec.parameter(name)
        if parameter is not None:
            yield _Given(subject, (*row.path, "with", name), parameter, text, facts)


def _facts(subject: Subject) -> Facts:
    opening = {*ALWAYS_THERE, *(f"form.{field.id}" for field in subject.document.form)}
    facts: dict[str, frozenset[NodeId]] = dict.fromkeys(sorted(opening), frozenset())
    for row in subject.outline.rows:
        results = results_of(row.shape, subject.registers)
        fields = (f"form.{field.id}" for field in row.shape.form)
        for fact in (*fields, *(f"result.{row.id}.{name}" for name in results)):
            if fact not in opening:
                facts[fact] = facts.get(fact, frozenset()) | {NodeId(row.id)}
    return facts


def _named(given: _Given) -> tuple[str, ...]:
    """The facts that a parameter names."""
    match given.parameter.kind:
        case ParameterKind.FACT:
            return (given.text,)
        case ParameterKind.MESSAGE | ParameterKind.ADDRESS | ParameterKind.JSON:
            return names_in(given.text)
        case _:
            return ()


def _before(row: NodeId, ways: Iterable[Edge]) -> frozenset[NodeId]:
    """Every node that may have been passed when a case comes to a row, returns included."""
    backward = [Edge(edge.target, edge.source) for edge in ways]
    comes_from = (edge.target for edge in backward if edge.source == row)
    return frozenset[NodeId]().union(*(reachable(one, backward) for one in comes_from))


def _line(given: _Given) -> Iterator[Finding]:
    if len(given.text.splitlines()) > 1:
        message = f"`{given.parameter.id}` takes a single line"
        yield given.finding("SOP320", message, "Write it on one line.")


def _key(given: _Given) -> Iterator[Finding]:
    if not re.fullmatch(SLUG, given.text):
        message = f"`{given.parameter.id}` takes a name in lower case"
        hint = "Write letters a-z, digits and hyphens, a letter first: `surat-keluar`."
        yield given.finding("SOP320", message, hint)


def _choice(given: _Given) -> Iterator[Finding]:
    choices = given.parameter.choices
    if given.text not in choices:
        message = f"`{given.parameter.id}` cannot be `{given.text}`"
        yield given.finding("SOP321", message, f"Write one of: {', '.join(choices)}.")


def _role(given: _Given) -> Iterator[Finding]:
    known = given.subject.document.roles
    if given.text not in known:
        message = f"`{given.text}` is not a role of this SOP"
        yield given.finding("SOP301", message, hint_among(given.text, known))


def _template(given: _Given) -> Iterator[Finding]:
    known = sorted(given.subject.registers.templates)
    if given.text not in known:
        message = f"there is no template `{given.text}`"
        yield given.finding("SOP326", message, hint_among(given.text, known))


def _fact(given: _Given) -> Iterator[Finding]:
    if given.text not in given.facts:
        bare = given.text.strip("{ }")
        near = f"Write `{bare}`, without braces." if bare in given.facts else ""
        yield _unknown(given, given.text, near)


def _message(given: _Given) -> Iterator[Finding]:
    if not is_well_formed(given.text):
        yield given.finding("SOP322", f"`{given.parameter.id}` has braces that name no fact")
    yield from _facts_named(given)


def _json(given: _Given) -> Iterator[Finding]:
    if not is_json_words(given.text):
        message = f"`{given.parameter.id}` is not JSON with facts within its strings"
        yield given.finding("SOP327", message)
    yield from _facts_named(given)


def _facts_named(given: _Given) -> Iterator[Finding]:
    for name in names_in(given.text):
        if name not in given.facts:
            yield _unknown(given, name)


def _unknown(given: _Given, name: str, hint: str = "") -> Finding:
    message = f"a case of this SOP has no fact `{name}`"
    return given.finding("SOP323", message, hint or hint_among(name, given.facts))


def _number_format(given: _Given) -> Iterator[Finding]:
    yield from _line(given)
    if not is_number_format(given.text):
        yield given.finding("SOP324", f"`{given.parameter.id}` has braces that are no part of it")
    elif "{number" not in given.text:
        yield given.finding("SOP324", "every letter would have the same number")


def _address(given: _Given) -> Iterator[Finding]:
    wrong, hint = _wrong_address(given.text)
    if wrong:
        yield given.finding("SOP325", f"`{given.parameter.id}` {wrong}", hint)
    else:
        yield from _message(given)


def _wrong_address(text: str) -> tuple[str, str]:
    """What keeps a text from being the address of another system, and what helps; else nothing."""
    found = _ADDRESS.match(text)
    if found is None:
        return "does not begin with https:// or http://", ""
    host = found[1]
    if "@" in host:
        return "holds a user or a password", "Leave it out: a definition is read by many."
    if re.search("[{}]", host):
        return "lets a fact say which host is called", "Write the host out; facts may follow it."
    named = _HOST.fullmatch(host)
    if named is None or int(named[1] or 0) > _MAX_PORT:
        return "names no host" if not host else f"has `{host}` for a host", ""
    if _NOT_IN_AN_ADDRESS.search(text):
        return "holds a character that no address has", "Write a space as %20."
    return "", ""


_CHECKS: Mapping[ParameterKind, Callable[[_Given], Iterator[Finding]]] = {
    ParameterKind.LINE: _line,
    ParameterKind.MESSAGE: _message,
    ParameterKind.JSON: _json,
    ParameterKind.FACT: _fact,
    ParameterKind.ROLE: _role,
    ParameterKind.CHOICE: _choice,
    ParameterKind.NUMBER_FORMAT: _number_format,
    ParameterKind.ADDRESS: _address,
    ParameterKind.TEMPLATE: _template,
    ParameterKind.KEY: _key,
}
