"""No template can freeze or bloat the process that asks for a document."""

import shutil
import signal
import subprocess
import sys
from collections import UserDict
from datetime import UTC, datetime

import pytest
from attempts import an_attempt, an_outside
from msgspec import structs
from reading_pdf import text_of

from engine.actions.action import ActionFailure
from engine.actions.letter_facts import Branch
from engine.actions.render_document import run
from engine.actions.template_reading import TemplateFault
from engine.actions.typesetting import TooLong, typeset
from engine.actions.typesetting_apart import _ended_badly, set_apart
from engine.actions.typesetting_child import _told_when_too_long, answer
from engine.actions.typesetting_order import Limits, Order

AT = datetime(2026, 11, 22, 3, 5, tzinfo=UTC)
SHORT = Limits(computing=1, wall=20)
NARROW = Limits(memory=400 * 1024**2)
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
BUSY = "#for a in range(99999) { for b in range(99999) {} }"


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
    assert fault("a\n{{ form.x }}") == "surat.typ.j2:2: there is no fact `form` here"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (f"a\n{LOOPS}", "surat.typ.j2:2: took longer than 1 s"),
        (BUSY, "surat.typ.j2: took longer than 1 s"),
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


def test_a_document_or_a_fault_is_the_answer_to_an_order() -> None:
    many = '#text(font: "Arial")[a]\n' * 40
    good, wrong = answer(an_order(many)), answer(an_order("a\n{{ 'x' * 10**9 }}"))
    large = answer(an_order("a", Limits(document=1024)))

    assert good.content.startswith(b"%PDF")
    assert 1 <= len(good.remarks) <= 20
    assert wrong.fault is not None
    assert (wrong.fault.template, wrong.fault.line) == ("surat", 2)
    assert large.fault is not None
    assert large.content == b""


def test_while_it_is_filled_in_the_end_of_its_time_has_a_place() -> None:
    before = signal.getsignal(signal.SIGXCPU)
    with (
        pytest.raises(TooLong, match="took longer than 3 s"),
        _told_when_too_long(Limits(computing=3)),
    ):
        signal.raise_signal(signal.SIGXCPU)

    assert signal.getsignal(signal.SIGXCPU) == before


def test_typst_failing_is_a_fault_of_the_template() -> None:
    done = subprocess.CompletedProcess([], 1, b"", b"pyo3_runtime.PanicException: index\n")
    with pytest.raises(TemplateFault, match="makes Typst itself fail"):
        _ended_badly(an_order("a"), done)


def test_a_process_that_others_ended_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(ActionFailure, match="try again") as caught:
        run(an_attempt(template="surat"), an_outside(templates={"surat": "a"}))

    assert not caught.value.for_good


def test_the_process_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")

    assert set_apart(an_order("a")) == set_apart(an_order("a"))


def test_only_the_parts_that_it_includes_go_with_a_template() -> None:
    class Library(UserDict[str, str]):
        """Templates that are read when they are asked for."""

        def __getitem__(self, name: str) -> str:
            assert name != "lain"
            return super().__getitem__(name)

    texts = Library(surat='{% include "_kop.typ.j2" %}', _kop="Kop", lain="a")
    content, _ = set_apart(structs.replace(an_order(""), templates=texts))

    assert text_of(content) == "Kop"
