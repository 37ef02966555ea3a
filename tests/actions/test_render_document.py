"""The action that fills in a template and files the PDF."""

from hashlib import sha256
from pathlib import Path

import pytest
from attempts import an_attempt, an_outside
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from reading_pdf import text_of

from engine.actions.action import ActionFailure
from engine.actions.render_document import ACTION, file_name, run, simulate
from engine.core.ids import UnitId
from engine.service.templates import template_texts

TEMPLATES = {"surat": "{{ sop.title }}, {{ weekday }}, {{ today }}, {{ time }}: {{ form.usaha }}"}
LIBRARY = Path(__file__).parents[2] / "sop_definitions"
FACTS = {
    "form.nama": "Nurhayati Br. Manurung",
    "form.nik": "1219054107850003",
    "form.keperluan": "pendidikan",
    "result.nomor.number": "400/021/XI/2026",
}


def test_the_pdf_is_filed_under_the_hash_of_its_bytes() -> None:
    attempt = an_attempt({"form.usaha": "Warung"}, template="surat", name="Surat {form.usaha}")
    outcome = run(attempt, an_outside(templates=TEMPLATES))
    (document,) = outcome.documents

    assert outcome.result == {
        "document": sha256(document.content).hexdigest(),
        "name": "Surat Warung.pdf",
        "template": sha256(TEMPLATES["surat"].encode()).hexdigest(),
    }
    assert set(outcome.result) == set(ACTION.spec.results)
    assert (document.name, document.media_type) == ("Surat Warung.pdf", "application/pdf")
    assert text_of(document.content) == (
        "Surat Keterangan Uji, Senin, 23 November 2026, 08.00 WIB: Warung"
    )
    assert "Warung" not in "".join(outcome.log)


def test_a_second_attempt_at_the_same_instant_is_the_same_document() -> None:
    attempt = an_attempt({"form.usaha": "Warung"}, template="surat")
    outside = an_outside(templates=TEMPLATES)

    assert run(attempt, outside) == run(attempt, outside)


@pytest.mark.parametrize("template", ["surat", "hilang"])
def test_a_template_that_cannot_be_set_is_an_incident_at_once(template: str) -> None:
    with pytest.raises(ActionFailure, match=f"{template}.typ.j2") as caught:
        run(an_attempt(template=template), an_outside(templates=TEMPLATES))

    assert caught.value.for_good


def test_training_makes_nothing() -> None:
    outcome = simulate(an_attempt(template="surat"), an_outside())

    assert set(outcome.result) == set(ACTION.spec.results)
    assert outcome.documents == ()


@given(st.text(max_size=300))
def test_a_name_is_one_that_files_may_have(said: str) -> None:
    name = file_name(an_attempt({"form.x": said}, template="surat", name="{form.x}"))

    assert name.endswith(".pdf")
    assert 4 < len(name) <= 120
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Surat.pdf", "Surat.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("", "beri_tahu-KEC-2026-0001.pdf"),
        ("...", "beri_tahu-KEC-2026-0001.pdf"),
    ],
)
def test_a_document_always_has_a_name(said: str, name: str) -> None:
    assert file_name(an_attempt(template="surat", name=said)) == name


@pytest.mark.parametrize("template", ["surat-keterangan", "tanda-terima"])
@pytest.mark.parametrize("unit", ["kecamatan-sei-suka", "kelurahan-taman", "lain"])
def test_the_templates_of_the_library_can_be_set(template: str, unit: str) -> None:
    attempt = an_attempt(FACTS, template=template)
    outcome = run(
        replace(attempt, unit=UnitId(unit)),
        an_outside(templates=template_texts(LIBRARY)),
    )
    told = text_of(outcome.documents[0].content)

    assert "KEC-2026-0001" in told
    assert "Halaman 1 dari 1" in told
    assert outcome.log == (f"{template}: {len(outcome.documents[0].content)} bytes.",)
