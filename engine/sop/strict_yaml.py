"""YAML of the strict kind: a text becomes a plain tree, and each place in it stays known.

Plain YAML surprises: `no` is false, `10:30` is 630, the last of two equal keys wins, 300 bytes of
aliases unfold to gigabytes. Here all scalars stay text (the key says what its value is), and
whatever would need to be guessed, repeated or unfolded is refused.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import yaml

from engine.core.errors import SopUnreadable
from engine.core.text import Frozen
from engine.sop.codes import finding

Path = tuple[str | int, ...]
"""Where something stands: keys and indexes from the top."""
Place = tuple[int, int]
"""Line and column, both from 1; the column counts characters."""
Node = str | None | list["Node"] | dict[str, "Node"]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
MAX_NODES = 10_000
"""Keys and values together. The longest definition known has about a tenth of it."""

# The pure loader is the same, only slower; PyYAML may have been built without its C part.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Everything YAML calls unprintable, what it takes for a line break, the marks that turn the
# direction of writing, which make a text read differently from what it says, and what nobody can
# see: blanks that are none to YAML (`10 hari` would not be a duration), hyphens that do not show.
_FORBIDDEN = re.compile(
    "[^\n\r\x20-\x7e\xa1-\xac\xae-\u2006\u2008-\u200a\u200c-\u2027\u2030-\u205f\u2061-\u2065"
    "\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
)


_ORDINARY_BLANK = (
    "Type an ordinary space in its place; copying from a word processor brings such characters."
)


class Positions(Frozen, frozen=True, kw_only=True):
    """Where keys and values of a tree stand in its text."""

    keys: Mapping[Path, Place] = {}
    values: Mapping[Path, Place] = {}

    def at(self, path: Path) -> Place:
        """Where the value of `path` stands, or the nearest thing around it that exists."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key_at(self, path: Path) -> Place:
        """Where the key of `path` stands, or the entry of a list.

        For what is not there: the key of what it is missing from.
        """
        while path and path not in self.values:
            path = path[:-1]
        return self.keys.get(path) or self.at(path)


def tree_from_text(text: str | bytes, *, file: str) -> tuple[dict[str, Node], Positions]:
    """Read one mapping; scalars are text, an empty or null one is None.

    Raises:
        SopUnreadable: at the first thing that is not YAML of the strict kind.
    """
    reading = _Reading(file)
    try:
        return reading.tree(reading.checked(text))
    except (yaml.YAMLError, ValueError, OverflowError) as problem:
        mark = getattr(problem, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = getattr(problem, "problem", None) or "it cannot be parsed"
        raise reading.refusal("SOP105", f"This is not YAML: {said}.", place) from None


class _Reading:
    """One text being read: where its keys and values stand, as far as it has come."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._events: Iterator[yaml.Event] = iter(())
        self._keys: dict[Path, Place] = {}
        self._values: dict[Path, Place] = {}

    def refusal(self, code: str, message: str, place: Place, hint: str = "") -> SopUnreadable:
        return SopUnreadable(finding(code, message, file=self._file, at=place, hint=hint))

    def checked(self, given: str | bytes) -> str:
        size = len(given if isinstance(given, bytes) else given.encode(errors="surrogatepass"))
        if size > MAX_BYTES:
            raise self.refusal("SOP102", f"The file has {size} bytes; {MAX_BYTES} fit.", (1, 1))
        text = self._decoded(given) if isinstance(given, bytes) else given
        found = _FORBIDDEN.search(text)
        if found:
            raise self._forbidden(found[0][0], _place(text[: found.start()]))
        return text

    def _decoded(self, given: bytes) -> str:
        try:
            return given.decode()
        except UnicodeDecodeError as problem:
            byte = given[problem.start]
            place = _place(given[: problem.start].decode())
            raise self.refusal("SOP101", f"The byte 0x{byte:02x} is not UTF-8.", place) from None

    def _forbidden(self, character: str, place: Place) -> SopUnreadable:
        if character == "\t":
            return self.refusal("SOP104", "A tab character stands here.", place)
        if character == "\ufeff":
            hint = "Save the file as UTF-8 without a byte order mark."
            return self.refusal("SOP103", "A byte order mark stands here.", place, hint)
        name = unicodedata.name(character, "unnamed")
        message = f"The character U+{ord(character):04X} ({name.lower()}) is not allowed."
        hint = _ORDINARY_BLANK if unicodedata.category(character) == "Zs" else ""
        return self.refusal("SOP103", message, place, hint)

    def tree(self, text: str) -> tuple[dict[str, Node], Positions]:
        self._events = yaml.parse(text, Loader=_LOADER)
        next(self._events)  # the stream starts
        self._document_starts(next(self._events))
        tree = self._node(next(self._events), ())
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            message = "A second document begins here."
            raise self.refusal("SOP111", message, _start(after))
        if not isinstance(tree, dict):
            message = "The file is not a mapping of keys and values."
            raise self.refusal("SOP113", message, self._values[()])
        return tree, Positions(keys=self._keys, values=self._values)

    def _document_starts(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.StreamEndEvent):
            raise self.refusal("SOP113", "The file is empty.", (1, 1))
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            raise self.refusal("SOP114", "A YAML directive stands here.", _start(event))

    def _node(self, event: yaml.Event, path: Path) -> Node:
        self._values[path] = _start(event)
        begun = self._content(event)
        if isinstance(begun, yaml.ScalarEvent):
            return self._scalar(begun)
        if len(path) >= MAX_DEPTH:
            message = f"More than {MAX_DEPTH} levels are nested here."
            raise self.refusal("SOP112", message, _start(event))
        if isinstance(begun, yaml.MappingStartEvent):
            return self._mapping(path)
        return self._sequence(path)

    def _content(self, event: yaml.Event) -> yaml.ScalarEvent | yaml.CollectionStartEvent:
        """The event itself, where it is content and nothing but content."""
        place = _start(event)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or event.anchor:
            raise self.refusal("SOP107", "An anchor or alias stands here.", place)
        if event.tag is not None:
            raise self.refusal("SOP108", f"The tag {event.tag[:60]} stands here.", place)
        if len(self._values) + len(self._keys) > MAX_NODES:
            raise self.refusal("SOP102", f"The file has more than {MAX_NODES} entries.", place)
        return event

    def _mapping(self, path: Path) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            self._keys[(*path, key)] = _start(event)
            mapping[key] = self._node(next(self._events), (*path, key))
        return mapping

    def _key(self, event: yaml.Event, path: Path) -> str:
        begun = self._content(event)
        key = self._scalar(begun) if isinstance(begun, yaml.ScalarEvent) else None
        if key is None:
            raise self.refusal("SOP110", "The key here is not a text.", _start(event))
        if key == "<<":
            raise self.refusal("SOP109", "A merge key stands here.", _start(event))
        if (*path, key) in self._keys:
            first = self._keys[(*path, key)][0]
            message = f"The key `{key[:60]}` is written twice; first in line {first}."
            raise self.refusal("SOP106", message, _start(event))
        return key

    def _sequence(self, path: Path) -> list[Node]:
        entries: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            entries.append(self._node(event, (*path, len(entries))))
        return entries

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        value: str = event.value
        if not event.style and value in {"", "~", "null", "Null", "NULL"}:
            return None
        # An escape in a quoted text may stand for what the text itself must not hold.
        found = _FORBIDDEN.search(value)
        if found:
            raise self._forbidden(found[0][0], _start(event))
        return value


def _start(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None  # noqa: S101  # only an event made by hand has none
    return mark.line + 1, mark.column + 1


def _place(before: str) -> Place:
    """The place of what follows `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
