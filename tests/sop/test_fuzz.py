"""Whatever a file holds, reading it ends soon, with a document or with a `SopError`."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from builders_sop import DEFINITIONS, SAMPLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.errors import SopError, SopInvalid, SopUnreadable
from engine.sop.codes import CODES
from engine.sop.parse import read_document
from engine.sop.strict_yaml import MAX_BYTES

TEXTS = [SAMPLE, *(p.read_text(encoding="utf-8") for p in sorted(DEFINITIONS.rglob("v*.yaml")))]
SCALARS = [
    *("", "null", "~", "true", "no", "0", "-1", "0123", "1e999", "10:30", ".nan", "2026-02-30"),
    *("[]", "{}", "[[]]", "{a: b}", "[null]", "{? : }", "''", "'", '"', "|", ">", "- a", "? b"),
    *("&a x", "*a", "!!str x", "!!python/name:os.system x", "<<", "end", "…", "\u202e", "\x00"),
    *("x" * 3000, "9" * 5000, "[" * 300, "{a: " * 300, "- " * 300, "!" * 300, "'" * 301),
]
KEYS = ["id", "when", "next", "parallel", "steps", "role", "wait", "[key]", "<<", "\\t", "é", "1"]

Mutation = Callable[[random.Random, str], str]


def _line_deleted(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def _line_repeated(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "".join(lines)


def _lines_swapped(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _lines_indented(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    begin = chance.randrange(len(lines))
    end = begin + chance.choice([1, 2, 5, 40])
    shift = chance.choice([-4, -2, -1, 1, 2, 4])
    for index in range(begin, min(end, len(lines))):
        lines[index] = " " * shift + lines[index] if shift > 0 else lines[index][-shift:]
    return "".join(lines)


def _value_replaced(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    index = chance.choice([n for n, line in enumerate(lines) if ":" in line] or [0])
    key, _, _ = lines[index].partition(":")
    lines[index] = f"{key}: {chance.choice(SCALARS)}\n"
    return "".join(lines)


def _token_replaced(chance: random.Random, text: str) -> str:
    tokens = text.split(" ")
    tokens[chance.randrange(len(tokens))] = chance.choice([*SCALARS, chance.choice(tokens)])
    return " ".join(tokens)


def _key_replaced(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    index = chance.choice([n for n, line in enumerate(lines) if ":" in line] or [0])
    key, _, value = lines[index].partition(":")
    indent = key[: len(key) - len(key.lstrip(" -"))]
    lines[index] = f"{indent}{chance.choice(KEYS)}:{value}"
    return "".join(lines)


def _piece_lost(chance: random.Random, text: str) -> str:
    begin = chance.randrange(len(text))
    return text[:begin] + text[begin + chance.choice([1, 2, 10, 1000]) :]


def _character_put_in(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("{}[]:,-?#&*!|>'\"%@`\t\r\n\x00\x7f\ufeff\u2028é") + text[at:]


MUTATIONS: list[Mutation] = [
    _line_deleted,
    _line_repeated,
    _lines_swapped,
    _lines_indented,
    _value_replaced,
    _token_replaced,
    _key_replaced,
    _piece_lost,
    _character_put_in,
]

bounded = settings(
    deadline=timedelta(seconds=2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read_or_refused(text: str | bytes) -> None:
    """Nothing but a document, or an error of ours whose findings name known codes and places."""
    try:
        read_document(text, file="v1.yaml")
    except SopUnreadable as unreadable:
        findings = (unreadable.finding,)
    except SopInvalid as invalid:
        findings = invalid.findings
    else:
        return
    assert findings
    for found in findings:
        assert found.code in CODES
        assert found.message
        assert found.line >= 1
        assert found.column >= 1


@bounded
@given(st.sampled_from(TEXTS), st.lists(st.sampled_from(MUTATIONS), max_size=6), st.randoms())
def test_a_mutated_definition_is_read_or_refused(
    text: str, mutations: list[Mutation], chance: random.Random
) -> None:
    for mutate in mutations:
        text = mutate(chance, text) or " "

    read_or_refused(text)


@bounded
@given(
    st.sampled_from(TEXTS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
)
def test_flipped_bytes_are_read_or_refused(text: str, flips: list[tuple[float, int]]) -> None:
    damaged = bytearray(text.encode())
    for where, byte in flips:
        damaged[int(where * len(damaged))] ^= byte

    read_or_refused(bytes(damaged))


BOMBS = {
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)),
    "flow lists": "steps: " + "[" * 200_000,
    "flow mappings": "steps: " + "{a: " * 60_000,
    "block lists": "- " * 100_000,
    "block mappings": "".join(" " * n + "a:\n" for n in range(700)),
    "question marks": "? " * 100_000,
    "one long text": "sop: " + "x" * 250_000,
    "one long number": "version: " + "9" * 250_000,
    "one long condition": SAMPLE.replace(
        "when: form.berbayar", "when: form.berbayar" + " " * 9_999
    ),
    "one long duration": "service: {promise: '1" + " " * 200_000 + "x'}",
    "one long key": '? "' + "k" * 250_000 + '"\n: v',
    "many keys": "".join(f"k{n}: v\n" for n in range(20_000)),
    "many unknown keys": "{" + ", ".join(f"{'titel' * 10}{n}: v" for n in range(4_000)) + "}",
    "many rows": "steps:\n" + "- {id: a, activty: b}\n" * 1_600,
    "many roles": "roles:\n" + "".join(f"  Role {n}: x\n" for n in range(4_000)),
    "many anchors": "a: " + "&" * 250_000,
    "many tags": "a: " + "!" * 250_000,
    "many quotes": "a: " + "'" * 250_000,
    "many escapes": 'a: "' + "\\x41" * 60_000 + '"',
    "many line breaks": "a:" + "\n" * 250_000,
    "comments": "#" * 250_000,
    "too large": "#" * (MAX_BYTES + 1),
    "nested blocks": "steps: " + "[{parallel: [" * 12 + "[]" + "]}]" * 12,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused(bomb: str) -> None:
    with pytest.raises(SopError):
        read_document(bomb, file="v1.yaml")
