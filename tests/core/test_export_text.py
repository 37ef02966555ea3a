"""Texts that leave the house: nothing in them breaks a file, or is calculated by a spreadsheet."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.export_text import INSTEAD, cell, visible, xml_attribute

ANYTHING = st.text(st.characters(codec=None))
"""Control characters and lone surrogates, too."""


@given(ANYTHING)
def test_an_attribute_reads_back_as_what_can_be_seen(text: str) -> None:
    document = f'<a value="{xml_attribute(text)}"/>'.encode()

    read = ElementTree.fromstring(document)  # noqa: S314  # our own
    assert read.get("value") == visible(text)


@given(ANYTHING)
def test_a_character_that_cannot_be_written_leaves_a_mark_in_its_place(text: str) -> None:
    seen = visible(text)

    seen.encode()
    assert len(seen) == len(text)
    assert all(one in {other, INSTEAD} for one, other in zip(seen, text, strict=True))


def test_lines_tabs_and_scripts_of_all_kinds_stay() -> None:
    assert visible("Ibu Sri\n\tꦱꦿꦶ 😀") == "Ibu Sri\n\tꦱꦿꦶ 😀"
    assert visible("a\x00b\x1bc\ud800\uffff") == f"a{INSTEAD}b{INSTEAD}c{INSTEAD}{INSTEAD}"


SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@given(st.text(st.sampled_from(f" \t\r\n,;'a\u00a0\ufeff\u200b{SIGNS}"), max_size=12))
def test_no_cell_begins_a_formula_by_whatever_sign_a_program_parts_cells(text: str) -> None:
    written = cell(text)

    for one in re.split(r"[,;\t\r\n]", written):
        assert not one.strip(" \u00a0\ufeff\u200b").startswith(tuple(SIGNS)), written
    assert not written.startswith(("\t", "\r"))
    assert written.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1", "'=1"),
        ("x;=1+1", "x;'=1+1"),
        ("x; \u00a0@a", "x;' \u00a0@a"),
        ("\uff1d1", "'\uff1d1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("a\n=1", "a\n'=1"),
        ("\tx", "'\tx"),
    ],
)
def test_an_apostrophe_stands_before_what_would_be_calculated(text: str, written: str) -> None:
    assert cell(text) == written


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    assert cell(" " * 200_000 + "=") == "'" + " " * 200_000 + "="
    assert cell("\n" * 200_000) == "\n" * 200_000


@pytest.mark.parametrize("text", ["", "Warung", "3-4", "a=b", "satu; dua", "a - b"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text
