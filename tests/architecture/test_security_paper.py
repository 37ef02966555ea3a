"""docs/security.md speaks of everything that level 2 asks, and of nothing that is not there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "docs" / "security.md").read_text("utf-8")

ASKED: Mapping[str, int] = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
    "10.1": 2,
    "10.2": 2,
    "10.3": 4,
    "10.4": 11,
    "10.5": 5,
    "10.6": 2,
    "10.7": 3,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
    "17.1": 1,
    "17.2": 4,
    "17.3": 2,
}
"""How many requirements of levels 1 and 2 each section has; they come first in each.

Source: OWASP ASVS 5.0.0.
"""

VERDICTS = {"met", "in part", "not met", "n/a"}


def rows() -> Iterator[tuple[str, str, str]]:
    for line in PAPER.splitlines():
        if re.match(r"\| \d+\.\d+\.\d+", line):
            ids, verdict, where = (part.strip() for part in line.strip("|").split("|", 2))
            yield ids, verdict, where


def named(ids: str) -> Iterator[str]:
    """Each of them, also those between the two ends of a span: 1.2.6, 1.2.8, 1.2.9."""
    for part in ids.split(", "):
        first, _, last = part.partition("\N{EN DASH}")
        section, _, begin = first.rpartition(".")
        end = last.rpartition(".")[2] or begin
        yield from (f"{section}.{number}" for number in range(int(begin), int(end) + 1))


def test_every_requirement_of_level_2_is_judged_once() -> None:
    asked = {
        f"{section}.{number}" for section, count in ASKED.items() for number in range(1, count + 1)
    }
    judged = Counter(one for ids, _, _ in rows() for one in named(ids))

    assert sorted(asked - set(judged)) == []
    assert sorted(set(judged) - asked) == []
    assert [one for one, count in judged.items() if count > 1] == []


def test_every_verdict_is_one_of_four_and_says_where_or_why() -> None:
    for ids, verdict, where in rows():
        assert verdict in VERDICTS, ids
        assert len(where.strip(" |")) > 3, ids


def test_what_it_names_is_there() -> None:
    written = re.findall(r"`((?:engine|api|web|tests|docs|scripts|deploy)/[\w./*-]+)`", PAPER)

    assert len(written) > 60
    for path in written:
        assert list(ROOT.glob(path)), path
