"""A template becomes a PDF: Jinja2 writes Typst, Typst sets it.

What people entered never stands in the Typst source. `{{ … }}` becomes a reference to an input of
the compilation, the value goes in beside the source: it can hold whatever it likes and stays text.
Nothing outside is reached: no file, no package, no font of the machine, and the same words at the
same instant give the same bytes. Jinja2 and Typst take a while to load: import this where it is
used.
"""

import re
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sized
from datetime import datetime
from functools import cache
from typing import Final, cast

import typst
from jinja2 import FunctionLoader, StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from engine.actions.letter_facts import Branch, written_date
from engine.actions.template_reading import SUFFIX, Origin, TemplateFault, check_shape
from engine.core.text import Frozen

ARCHIVAL: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2): everything that is needed to show it is in the file."""


class TooLong(Exception):
    """A template is still being filled in when its time is over: whoever measures it raises it."""


_UNFIT = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(MemoryError, TooLong),
)
"""What Python says of a template that asks the impossible: 1 / 0, or including itself."""

_LONGEST_PRODUCT = 1_000_000
"""Characters, or entries of a list, that `*` may make."""

_LARGEST_NUMBER = 4096
"""Bits that a number may have after `*` or `**`."""

_WIDE = re.compile(r"\*|[0-9]{5}")
"""What asks for a column of 10 000 characters, or of who knows how many, in a format."""

_BY_CHANCE = ("lipsum", "random")

_REACHES_OUT = re.compile(r"(?<![\w-])(?:import|include|eval|std)(?![\w-])")
"""By these words alone could Typst load other sources (packages are fetched from the network)."""

_MARK = '/*"*/'
_MISPLACED = {"unclosed delimiter", "the character `#` is not valid in code"}
"""What Typst says of a reference in the wrong place."""

_SEARCHED = re.compile(r" \(searched at [^)]*\)")
_PLACE = re.compile(r"\.typ:(\d+):\d+")


class Typeset(Frozen, frozen=True, kw_only=True):
    """A PDF, and what Typst has to say about how it came out."""

    content: bytes
    remarks: tuple[str, ...] = ()


class Written(Frozen, frozen=True, kw_only=True):
    """A source for Typst, and the inputs to which it refers."""

    source: str
    inputs: Mapping[str, str]


class _Reference(str):
    """The Typst expression for an input; whatever is done to it makes plain text of it."""

    __slots__ = ()


class _Values:
    """The values that a template inserts, each of which becomes an input."""

    def __init__(self) -> None:
        self.inputs: dict[str, str] = {}

    def in_markup(self, value: object) -> str:
        """What stands for a value where Typst reads text; where it does not, Typst objects.

        The quote in the comment is for that: within a string of Typst it ends the string.
        """
        return value if type(value) is _Reference else f"#{{{self.in_code(value)}{_MARK}}};"

    def in_code(self, value: object) -> _Reference:
        """What stands for a value where Typst reads code: an expression for a string."""
        if isinstance(value, StrictUndefined):
            str(value)  # raises, and says which
        name = f"v{len(self.inputs) + 1}"
        self.inputs[name] = str(value)
        return _Reference(f"sys.inputs.{name}")


class _Absent(StrictUndefined):
    """A fact that the case lacks: naming it is a fault of the template, in words for people."""

    @property
    def _undefined_message(self) -> str:
        return f"there is no fact `{self._undefined_name}` here"


class _Workshop(SandboxedEnvironment):
    """Jinja2 without autoescape: nothing it writes is ever markup but what the template says."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, templates: Mapping[str, str], values: _Values) -> None:
        super().__init__(
            loader=FunctionLoader(_loader(templates)),
            undefined=_Absent,
            finalize=values.in_markup,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        for name in _BY_CHANCE:
            self.globals.pop(name, None)
            self.filters.pop(name, None)
        self.filters["code"] = values.in_code
        self.filters["long_date"] = written_date

    def getattr(self, obj: object, attribute: str) -> object:
        """A fact, even where Python's dict has a method of its name (`form.items`)."""
        if isinstance(obj, Branch):
            return self.getitem(obj, attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """`*`, `**` or `%`, unless what comes of it is beyond all measure."""
        if _is_huge(operator, left, right):
            raise SecurityError(f"`{operator}` would make something too large here")
        return super().call_binop(context, operator, left, right)


def _is_huge(operator: str, left: object, right: object) -> bool:
    match operator, left, right:
        case "%", str() | bytes(), _:
            return bool(_WIDE.search(str(left)))
        case "**", int(), int():
            return left.bit_length() * right > _LARGEST_NUMBER
        case "*", int(), int():
            return left.bit_length() + right.bit_length() > _LARGEST_NUMBER
        case ("*", int() as times, Sized() as many) | ("*", Sized() as many, int() as times):
            return len(many) * times > _LONGEST_PRODUCT
        case _:
            return False


def typeset(
    name: str, templates: Mapping[str, str], facts: Branch, *, title: str, at: datetime
) -> Typeset:
    """The template `name` filled in with `facts`, as a PDF whose date is `at` (aware UTC).

    Raises:
        TemplateFault: a template is not there, is wrong, or names a fact that the case lacks.
    """
    written = fill(name, templates, Branch(facts | {"title": title}))
    return compose(written, Origin(name=name, templates=templates), at)


def fill(name: str, templates: Mapping[str, str], facts: Branch) -> Written:
    """The first half of `typeset`: what Jinja2 does. Raises as it."""
    values = _Values()
    workshop = _Workshop(templates, values)
    check_shape(name, templates)
    try:
        source = workshop.get_template(f"{name}{SUFFIX}").render(facts)
    except (TemplateError, *_UNFIT) as error:
        raise _fault_of(error, name) from error
    _refuse_reaching_out(source, name, templates)
    return Written(source=source, inputs=values.inputs)


def _loader(
    templates: Mapping[str, str],
) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def load(file: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = templates.get(file.removesuffix(SUFFIX))
        return None if text is None else (text, file, lambda: True)

    return load


def _fault_of(error: Exception, name: str) -> TemplateFault:
    """The fault, at the line of the template that Jinja2 puts into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.endswith(SUFFIX)]
    where, line = (own[-1].filename, own[-1].lineno or 0) if own else (name, 0)
    message = "needed too much memory" if isinstance(error, MemoryError) else str(error)
    return TemplateFault(message, template=where.removesuffix(SUFFIX), line=line)


def _refuse_reaching_out(written: str, name: str, templates: Mapping[str, str]) -> None:
    found = _REACHES_OUT.search(written)
    if found:
        line = written[: found.start()].count("\n")
        message = f"`{found[0]}` cannot be used: a template stands alone"
        origin = Origin(name=name, templates=templates)
        raise origin.fault(message, written.splitlines()[line])


@cache
def _fonts() -> typst.Fonts:
    """The fonts that Typst brings along, and none of this machine's."""
    return typst.Fonts(include_system_fonts=False)


def compose(written: Written, origin: Origin, at: datetime) -> Typeset:
    """The second half of `typeset`: what Typst does. Raises as it."""
    with tempfile.TemporaryDirectory() as nothing_to_read:
        try:
            compiler = typst.Compiler(
                written.source.encode(),
                root=nothing_to_read,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs=dict(written.inputs),
            )
            content, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=ARCHIVAL, timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            raise _typst_fault(error, written.source, origin) from error
        except UnicodeEncodeError as error:
            raise TemplateFault("a fact is not text", template=origin.name) from error
    return Typeset(content=cast("bytes", content), remarks=tuple(one.message for one in warnings))


def _typst_fault(error: typst.TypstError, written: str, origin: Origin) -> TemplateFault:
    place = _PLACE.search(error.diagnostic)
    lines = written.splitlines()
    line = int(place[1]) if place else 0
    message, wrong = _SEARCHED.sub("", error.message), ["", *lines, ""][line]
    if error.message in _MISPLACED and _MARK in wrong:
        message += ": where Typst reads code, write `{{ x | code }}`"
    return origin.fault(message, wrong)
