"""The words a condition may consist of, checked before Python's parser sees the text.

Python's parser would also take formatted strings, escapes, comments, numbers of any length and
digits of other scripts, and would warn where it should refuse. What passes here holds nothing but
names, numbers, quoted texts and the few signs of the language.
"""

import ast
import re
from keyword import iskeyword

MAX_CHARACTERS = 500
MAX_NODES = 100

_WORD = re.compile(
    r"""(?P<space>[ ]+)|(?P<text>'[^'"\\\n]*'|"[^'"\\\n]*")|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
    r"""|(?P<number>[0-9]{1,18}(?:\.[0-9]{1,6})?(?![\w.]))|(?P<sign>==|!=|<=|>=|[<>()\[\],.-])"""
)
_LANGUAGE = {"and", "or", "not", "in", "True", "False"}
_ADVICE = {
    "0": "A number is up to 18 digits, and up to 6 after a point.",
    "=": "Compare with `==`.",
    "&": "Write `and`.",
    "|": "Write `or`.",
    "!": "Write `not`.",
    "\\": "Write the text without it.",
    "'": "A text begins and ends with the same quote, in one line.",
    '"': "A text begins and ends with the same quote, in one line.",
}


class ConditionInvalid(ValueError):
    """A condition cannot be used; `offset` counts the characters before the fault."""

    def __init__(self, message: str, offset: int, *, hint: str = "") -> None:
        self.message, self.offset, self.hint = message, offset, hint
        super().__init__(message)


def tree_from_condition(source: str) -> ast.expr:
    """Python's tree of one line that holds only words of the language; its sense is not checked.

    Args:
        source: The condition in one line, without spaces before it.

    Raises:
        ConditionInvalid: A foreign word, too many of them, or words in no sensible order.
    """
    if len(source) > MAX_CHARACTERS:
        message = f"a condition has at most {MAX_CHARACTERS} characters, this one {len(source)}"
        raise ConditionInvalid(message, MAX_CHARACTERS)
    _refuse_foreign_words(source)
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        # Python counts from 1, and says 0 where the text ends too early.
        offset = min((getattr(problem, "offset", 0) or len(source) + 1) - 1, len(source))
        raise ConditionInvalid("the words do not make a condition", offset) from None
    count = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if count > MAX_NODES:
        raise ConditionInvalid(f"a condition has at most {MAX_NODES} parts, this one {count}", 0)
    return tree


def _refuse_foreign_words(source: str) -> None:
    offset, before = 0, ""
    while offset < len(source):
        found = _WORD.match(source, offset)
        if found is None:
            sign = source[offset]
            hint = _ADVICE.get("0" if sign.isdigit() else sign, "")
            raise ConditionInvalid(f"`{sign}` cannot stand here", offset, hint=hint)
        if found.lastgroup != "space":
            _refuse_after(before, found)
            before = found[0]
        offset = found.end()


def _refuse_after(before: str, found: re.Match[str]) -> None:
    word, offset = found[0], found.start()
    if iskeyword(word) and before == ".":
        message = f"`{word}` is a reserved word and cannot name a fact"
        raise ConditionInvalid(message, offset, hint="Give the row or field another id.")
    if iskeyword(word) and word not in _LANGUAGE:
        raise ConditionInvalid(f"`{word}` is not a word of conditions", offset)
    # Python would glue two texts together, or take a name for a prefix of the text.
    ends_a_thing = before not in _LANGUAGE and re.fullmatch(r"\w+|['\"].*", before)
    if found.lastgroup == "text" and ends_a_thing:
        raise ConditionInvalid(f"something is missing between {before} and {word}", offset)
