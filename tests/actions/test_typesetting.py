"""Templates become PDFs; what people entered stays text, whatever it holds."""

import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reading_pdf import letters_of, text_of

from engine.actions.letter_facts import Branch, long_date, written_date
from engine.actions.template_reading import TemplateFault, hash_of, names_in
from engine.actions.typesetting import Typeset, typeset

AT = datetime(2026, 11, 22, 3, 5, tzinfo=UTC)
LETTERS = (
    string.ascii_letters
    + string.digits
    + string.punctuation
    + " \n\táéíñÖßçø“”…€\u2018\u2019\u2013\u2014"
)
PLAIN = "#set page(width: 60cm, height: auto)\n#set text(hyphenate: false)\n"


def a_page(template: str, facts: dict[str, str] | None = None, **parts: str) -> Typeset:
    texts = {"surat": template, **parts}
    told = Branch.of({"case": "01k9", **(facts or {})})
    told.grown("form")
    return typeset("surat", texts, told, title="Surat", at=AT)


def said(template: str, facts: dict[str, str] | None = None, **parts: str) -> str:
    return text_of(a_page(template, facts, **parts).content)


def fault(template: str, facts: dict[str, str] | None = None, **parts: str) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        a_page(template, facts, **parts)
    return caught.value


@given(st.text(LETTERS, max_size=60))
@settings(deadline=None, max_examples=60)
@example('#import "@preview/cetz:0.3.4"')
@example('*/}; #read("/etc/passwd")')
@example("\\u{23} ]]) ${{ form.x }}{% if %}")
@example("= Judul\n- butir\n/ x: y\n`a` <label> @acuan https://alur.id $x^2$ //komentar")
@example("#" * 10_000)
@example("kata " * 2_000)
def test_what_was_entered_is_the_text_of_the_document(entered: str) -> None:
    pdf = a_page(PLAIN + "[{{ form.x }}]", {"form.x": entered}).content

    assert letters_of(text_of(pdf)) == letters_of(f"[{entered}]")


@given(st.text(LETTERS, max_size=40))
@settings(deadline=None, max_examples=40)
def test_in_code_it_is_a_string(entered: str) -> None:
    template = PLAIN + "#let x = {{ form.x | code }}\n#str(x.len())"

    assert said(template, {"form.x": entered}) == str(len(entered.encode()))


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' ~ form.x }}",
        "{{ form.x | safe }}",
        "{{ ('a' | code) ~ form.x }}",
        "{{ form.x | code | replace('sys', 'sys') | string }}{{ form.x }}",
        "{{ [form.x, '<b>' | e] | join }}",
        "{{ form.x | tojson }}",
        "{% autoescape true %}{{ form.x | safe }}{% endautoescape %}",
        "{% set y = form.x %}{{ y }}",
    ],
)
def test_no_way_of_writing_a_template_makes_markup_of_a_fact(template: str) -> None:
    told = said(PLAIN + template, {"form.x": "#lorem(5)"})

    assert "#lorem(5)" in told or "sys.inputs" in told
    assert "ipsum" not in told


@pytest.mark.parametrize("template", ['#text("{{ form.x }}")', "#let x = {{ form.x }}"])
def test_a_fact_where_typst_reads_code_is_refused_unless_it_is_marked(template: str) -> None:
    found = fault(f"a\n{template}", {"form.x": '") #lorem(5)'})

    assert found.line == 2
    assert found.message.endswith("where Typst reads code, write `{{ x | code }}`")


def test_the_same_facts_at_the_same_instant_give_the_same_bytes() -> None:
    one, other = (a_page("{{ form.x }} {{ case }}", {"form.x": "a"}) for _ in range(2))

    assert one == other
    assert one.content.startswith(b"%PDF-1.7")


def test_the_document_is_archival_and_dated_with_the_attempt(tmp_path: Path) -> None:
    file = tmp_path / "surat.pdf"
    file.write_bytes(a_page("#set document(title: {{ title | code }})\nIsi").content)
    about = PdfReader(file).metadata

    assert about is not None
    assert about.title == "Surat"
    assert about.creation_date == AT
    assert b"pdfaid:part>2<" in file.read_bytes()


def test_a_fact_may_have_the_name_of_a_method() -> None:
    facts = {"form.items": "barang", "form.keys": "kunci", "form.get": "dapat"}

    assert said("{{ form.items }} {{ form.keys }} {{ form.get }}", facts) == "barang kunci dapat"


def test_dates_are_written_in_words() -> None:
    template = "{{ form.hari | long_date }}; {{ form.x | long_date }}"

    assert said(template, {"form.hari": "2026-08-17", "form.x": "besok"}) == (
        "17 Agustus 2026; besok"
    )
    assert [written_date("2026-1-1"), long_date(AT.date())] == ["2026-1-1", "22 November 2026"]


def test_parts_are_included_and_conditions_hold() -> None:
    template = (
        "{% include '_kop.typ.j2' %}\n{% if form.x is defined %}ya{% else %}tidak{% endif %}\n"
        "{% for n in range(2) %}\n#kop[{{ n }}]\n{% endfor %}"
    )

    assert said(template, _kop="#let kop(n) = [Kop #n.]\n") == "tidakKop 0. Kop 1."


@pytest.mark.parametrize(
    ("template", "line", "told"),
    [
        ("a\n\n{{ form.nama }}", 3, "there is no fact `nama` here"),
        ("{{ nama.depan }}", 1, "there is no fact `nama` here"),
        ("a\n{{ nama | code }}", 2, "there is no fact `nama` here"),
        ("a\n{% if %}", 2, "Expected an expression"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("a\n#text(", 2, "unclosed delimiter"),
        ("a\n{{ case }} #tidak-ada()", 2, "unknown variable: tidak-ada"),
        ("a\n{% macro kop() %}{% endmacro %}", 2, "`macro` cannot be used here"),
        ("{% set x %}a{% endset %}", 1, "`set … endset` cannot be used here"),
        ("{% filter upper %}a{% endfilter %}", 1, "`filter` cannot be used here"),
        ("{% extends 'x' %}", 1, "`extends` cannot be used here"),
        ("{% block x %}{% endblock %}", 1, "`block` cannot be used here"),
        ("{% include 'tidak-ada.typ.j2' %}", 0, "there is no such template"),
        ("{% include case %}", 1, "`include` takes the name of a template"),
        ('a\n#import "@preview/cetz:0.3.4"', 2, "`import` cannot be used"),
        ('a\n#include "b.typ"', 2, "`include` cannot be used"),
        ('#eval("1")', 1, "`eval` cannot be used"),
        ('#dictionary(std).at("ev" + "al")("1")', 1, "`std` cannot be used"),
        ('a\n#read("/etc/passwd")', 2, "file not found"),
        ('a\n#image("../../../etc/x.png")', 2, "would escape the project root"),
        ("#let a(n) = a(n + 1)\n#a(0)", 1, "maximum function call depth exceeded"),
        ("{{ lipsum() }}", 1, "there is no fact `lipsum` here"),
        ("{{ ''.__class__ }}", 1, "__class__"),
        ("a\n{{ '\\N{GRINNING FACE}' }}", 2, "could not be displayed"),
        ("{{ '\\ud800' }}", 0, "a fact is not text"),
        ("{% include 'surat.typ.j2' %}", 1, "recursion"),
        ("{{ range(10 ** 9) }}", 1, "Range too big"),
        ("#let x =", 1, "expected expression"),
        ("a\n{{ 9**(9**9) }}", 2, "`**` would make something too large"),
        ("{% set n = 9 %}\n{{ n**(n**n) }}", 2, "`**` would make something too large"),
        ("a\n{{ 'x' * 10**9 }}", 2, "`*` would make something too large"),
        ("a\n{{ 1000000000 * [1] }}", 2, "`*` would make something too large"),
        ("{{ 2**2000 * 2**2000 * 2**2000 }}", 1, "`*` would make something too large"),
        ("a\n{{ '%01000000000d' % 1 }}", 2, "`%` would make something too large"),
        ("{{ '%*d' % (1000000000, 1) }}", 1, "`%` would make something too large"),
        (f"a\n{{{{ {'(' * 5000} }}}}", 0, "cannot be read"),
        (f"a\n{{{{ {'9' * 5000} }}}}", 0, "cannot be read"),
    ],
)
def test_a_fault_names_its_line(template: str, line: int, told: str) -> None:
    found = fault(template)

    assert told in found.message
    assert found.line == line
    assert "searched at" not in str(found)


def test_what_is_of_a_usual_size_can_be_reckoned() -> None:
    template = "{{ 2**10 }} {{ 2 * 3 }} {{ 'ab' * 2 }} {{ 7 % 4 }} {{ '%03d' % 7 }} {{ 2.0 * 2 }}"

    assert said(template) == "1024 6 abab 3 007 4.0"


def test_a_fault_in_a_part_names_the_part() -> None:
    missing = fault("{% include '_kop.typ.j2' %}", _kop="a\n{{ form.x }}")
    wrong = fault("{% include '_kop.typ.j2' %}", _kop="a\n#text(\n")

    assert str(missing) == "_kop.typ.j2:2: there is no fact `x` here"
    assert str(wrong) == "_kop.typ.j2:2: unclosed delimiter"


def test_a_line_that_could_be_two_is_quoted_instead() -> None:
    found = fault("{% for n in range(2) %}\n#(\n#(\n{% endfor %}")

    assert found.line == 0
    assert found.message == "unclosed delimiter: #("


def test_what_typst_remarks_is_told() -> None:
    assert a_page('#text(font: "Arial")[a]').remarks == ("unknown font family: arial",)


def test_the_facts_that_a_template_names_are_known_before_it_is_filled_in() -> None:
    template = (
        "{% set x = form.usaha %}{{ x.upper() }}{{ applicant.name }}{{ form.nama.strip() }}"
        "{% for n in range(3) %}{{ n }}{{ loop.index }}{% endfor %}{% include '_kop.typ.j2' %}"
        "{{ {'a': 'b'}[form.jenis].title() }}{{ 'a'.b }}{% include '_kop.typ.j2' %}"
    )
    names = names_in("surat", {"surat": template, "_kop": "{{ unit }}"})

    assert set(names) == {"form.usaha", "applicant.name", "form.nama", "form.jenis", "unit"}


def test_the_hash_of_a_template_is_that_of_all_its_text() -> None:
    one = {"surat": "{% include '_kop.typ.j2' %}", "_kop": "a", "lain": "x"}

    assert hash_of("surat", one) == hash_of("surat", one | {"lain": "y"})
    assert hash_of("surat", one) != hash_of("surat", one | {"_kop": "b"})
    assert hash_of("_kop", one) == (
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    )


def test_a_leaf_gives_way_to_a_branch_of_its_name() -> None:
    assert (
        Branch.of({"a": "1", "a.b": "2"}) == Branch.of({"a.b": "2", "a": "1"}) == {"a": {"b": "2"}}
    )
