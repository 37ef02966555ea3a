"""Document templates read, not yet filled in: what they include, which facts they name.

Jinja2 takes a while to load: import this where it is used.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from engine.core.text import Frozen

SUFFIX = ".typ.j2"

_MAKES_WORDS_OF_MARKUP = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.AssignBlock: "set … endset",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Extends: "extends",
    nodes.Block: "block",
}
"""What hands Typst source about as if it were a value; Typst has `#let` for the same ends."""

_NOT_FACTS = {"range", "dict", "namespace", "cycler", "joiner", "loop"}
_MOST_QUOTED = 80


class TemplateFault(Exception):
    """A template cannot be set; `template` and `line` say where, line 0 where nobody knows."""

    def __init__(self, message: str, *, template: str, line: int = 0) -> None:
        self.message, self.template, self.line = message, template, line
        place = f"{template}{SUFFIX}" + (f":{line}" if line else "")
        super().__init__(f"{place}: {message}")


class Origin(Frozen, frozen=True, kw_only=True):
    """What a Typst source was written from."""

    name: str
    templates: Mapping[str, str]

    def fault(self, message: str, written: str) -> TemplateFault:
        """The fault at a line of the source: at the template's own, where that can be told."""
        found = [
            (part, number)
            for part, text in self.templates.items()
            for number, line in enumerate(text.splitlines(), 1)
            if written.strip() and _pattern(line).fullmatch(written)
        ]
        quoted = f"{message}: {written.strip()[:_MOST_QUOTED]}" if written.strip() else message
        own = [one for one in found if one[0] == self.name] or found
        part, line = own[0] if len(own) == 1 else (self.name, 0)
        return TemplateFault(message if line else quoted, template=part, line=line)


def _pattern(line: str) -> re.Pattern[str]:
    """What a line of a template becomes, its insertions being whatever they are."""
    pieces = re.split(r"\{\{.*?\}\}", re.sub(r"\{[%#].*?[%#]\}", "", line))
    return re.compile(".*".join(re.escape(piece) for piece in pieces))


def check_shape(name: str, templates: Mapping[str, str]) -> None:
    """Hold a template and all that it includes against what may stand in one.

    Raises:
        TemplateFault: one is not there, cannot be read, or says what may not be said.
    """
    for part, tree in _trees(name, templates):
        for kind, word in _MAKES_WORDS_OF_MARKUP.items():
            for node in tree.find_all(kind):
                message = f"`{word}` cannot be used here: define it in Typst, with `#let`"
                raise TemplateFault(message, template=part, line=node.lineno)


def hash_of(name: str, templates: Mapping[str, str]) -> str:
    """The SHA-256 of the template's text, with the texts of what it includes after it.

    Raises:
        TemplateFault: as `check_shape`.
    """
    return sha256("\0".join(parts_of(name, templates).values()).encode()).hexdigest()


def parts_of(name: str, templates: Mapping[str, str]) -> dict[str, str]:
    """The template and what it includes, by name.

    Raises:
        TemplateFault: as `check_shape`.
    """
    return {part: templates[part] for part, _ in _trees(name, templates)}


def names_in(name: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """The facts that a template names, in order: `applicant.name`, `form.usaha`.

    Raises:
        TemplateFault: as `check_shape`.
    """
    found: dict[str, None] = {}
    for _, tree in _trees(name, templates):
        own = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"} | _NOT_FACTS
        methods = {id(one.node) for one in tree.find_all(nodes.Call)}
        named = [one for one in tree.find_all(nodes.Getattr) if id(one) not in methods]
        inner = {id(one.node) for one in named} | methods
        for node in tree.find_all((nodes.Name, nodes.Getattr)):
            path = "" if id(node) in inner else _path(node)
            if path and path.partition(".")[0] not in own:
                found[path] = None
    return tuple(found)


def _path(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            above = _path(node.node)
            return f"{above}.{node.attr}" if above else ""
        case _:
            return ""


def _trees(name: str, templates: Mapping[str, str]) -> Iterator[tuple[str, nodes.Template]]:
    """The template and what it includes by name, each once, as Jinja2 understands them."""
    waiting, seen = [name], {name}
    while waiting:
        part = waiting.pop(0)
        if part not in templates:
            raise TemplateFault("there is no such template", template=part)
        try:
            tree = SandboxedEnvironment().parse(templates[part])
        except TemplateSyntaxError as error:
            raise TemplateFault(str(error.message), template=part, line=error.lineno) from error
        except (RecursionError, ValueError) as error:  # ((((…, or a number of 5000 digits
            raise TemplateFault("cannot be read", template=part) from error
        yield part, tree
        for one in tree.find_all(nodes.Include):
            included = _included(one, part)
            waiting += [included] if included not in seen else []
            seen.add(included)


def _included(node: nodes.Include, part: str) -> str:
    """The name of what is included; only a name that stands there can be checked beforehand."""
    if isinstance(node.template, nodes.Const) and str(node.template.value).endswith(SUFFIX):
        return str(node.template.value).removesuffix(SUFFIX)
    message = f'`include` takes the name of a template: {{% include "_kop{SUFFIX}" %}}'
    raise TemplateFault(message, template=part, line=node.lineno)
