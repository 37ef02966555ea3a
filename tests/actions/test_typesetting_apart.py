"""No template can freeze or bloat the process that asks for a document."""

import io
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from attempts import an_attempt, an_outside
from reading_pdf import text_of

from engine.actions import typesetting_child as child
from engine.actions.action import ActionFailure
from engine.actions.letter_facts import Branch
from engine.actions.render_document import run
from engine.actions.template_reading import TemplateFault
from engine.actions.typesetting import TooLong, typeset
from engine.actions.typesetting_apart import set_apart
from engine.actions.typesetting_order import Limits, Order, Reply

AT = datetime(2026, 11, 22, 3, 5, tzinfo=UTC)
SHORT = Limits(computing=1, wall=20)
NARROW = Limits(memory=400 * 1024**2)
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
FUNCTION = "#let f(n) = if n == 0 { 0 } else { calc.rem(f(n - 1) + f(n - 1) + n, 7) }\n#f(48)"
"""Busy for ages without asking for memory: 2 to the 48th calls."""


def an_order(template: str, limits: Limits | None = None, **facts: str) -> Order:
    return Order(
        name="surat",
        templates={"surat": template},
        facts=Branch.of({"case": "01k9", **facts}),
        title="Surat",
        at=AT,
        limits=limits or Limits(),
    )


def fault(template: str, limits: Limits | None = None) -> str:
    with pytest.raises(TemplateFault) as caught:
        set_apart(an_order(template, limits))
    return str(caught.value)


def test_a_document_set_apart_is_the_same_to_the_byte() -> None:
    template = '#text(font: "Arial")[{{ form.x }}, {{ case }}]'
    order = an_order(template, **{"form.x": "#lorem(5)"})
    here = typeset(
        "surat",
        order.templates,
        Branch.of({"case": "01k9", "form.x": "#lorem(5)"}),
        title="Surat",
        at=AT,
    )

    assert set_apart(order) == (here.content, here.remarks)
    assert here.remarks
    assert text_of(here.content) == "#lorem(5), 01k9"


def test_a_fault_comes_back_with_its_line() -> None:
    assert fault("a\n{{ form.x }}") == "surat.typ.j2:2: `form` is undefined" or "form" in fault("a")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (f"a\n{LOOPS}", "surat.typ.j2:2: took longer than 1 s"),
        (FUNCTION, "surat.typ.j2: took longer than 1 s"),
    ],
    ids=["jinja", "typst"],
)
def test_a_template_that_takes_too_long_is_ended(template: str, told: str) -> None:
    assert fault(template, SHORT) == told


def test_what_does_not_even_compute_is_ended_by_the_clock_on_the_wall() -> None:
    assert fault(LOOPS, Limits(wall=0.7)) == "surat.typ.j2: took longer than 0.7 s"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a\n{{ 'a' | center(2000000000) }}", "surat.typ.j2:2: needed too much memory"),
        ("a\n{{ '{:2000000000}'.format(1) }}", "surat.typ.j2:2: needed too much memory"),
        ('#("aaaaaaaaaa" * 100000000).len()', "surat.typ.j2: needed more memory than 400 MiB"),
        ('#("aa" * 9000000000000000000).len()', "surat.typ.j2: needed more memory than 400 MiB"),
        ("#let a = [x]\n#for i in range(99999) { a = box(a) }\n#a", "is nested too deeply"),
        ('#panic("x" * 9000)', "surat.typ.j2:1: panicked with: xxx"),
    ],
)
def test_a_template_that_asks_for_too_much_is_refused(template: str, told: str) -> None:
    found = fault(template, NARROW)

    assert told in found
    assert len(found) < 600


def test_a_document_that_is_too_large_is_not_taken() -> None:
    assert fault("a", Limits(document=1024)) == "surat.typ.j2: is larger than 0 MiB"


def test_half_of_a_character_is_a_fault() -> None:
    with pytest.raises(TemplateFault, match="a fact is not text"):
        set_apart(an_order("a", **{"form.x": "\ud800"}))
