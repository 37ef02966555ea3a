"""The matrix as a view: the rules of a row in words, marks, and the same on paper."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from builders_sop import DEFINITIONS
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from pypdf import PdfReader
from serving import DEFINITION, REGISTERS
from strategies import sound_workflows

from engine.chart.kept import CHARTS
from engine.core.ids import StepId
from engine.core.workflow import Workflow
from engine.service.folder import registers
from engine.sop.compile import compile_text
from web.matrix import Mark, matrix_of
from web.sop_identity import identity_of, registers_of
from web.sop_paper import SIZES, paper

AT = datetime(2026, 11, 1, tzinfo=UTC)
KNOWN = replace(REGISTERS, sops=frozenset({"surat-uji", "rekomendasi"}))
FORM = """\
  - {id: tanggal, title: {id: Tanggal acara, en: Day}, type: date, required: true}
  - {id: berbayar, title: {id: Berbayar, en: Paid}, type: boolean, required: true}
  - id: tempat
    title: {id: Tempat, en: Place}
    type: choice
    required: true
    options: [{id: lapangan, title: {id: Lapangan, en: Field}}, {id: gedung, title: Gedung}]
"""
ROWS = """\
  - id: putus
    activity: Memutuskan
    role: kasi
    time: 10 menit
    inputs: [Berkas]
    output: Putusan
    not_same_person_as: [periksa]
    note: Di hadapan pemohon
    outcomes:
      langsung: {label: Langsung, next: serah}
      biasa: {label: Biasa, next: panggil}
      batal: {label: Batal, end: rejected}
  - id: panggil
    activity: Meminta rekomendasi
    call: rekomendasi
    when: form.berbayar == true and (form.tempat in ["lapangan", "gedung"] or not has(form.luas))
    pause: external_body
    time: 1 hari kerja
    inputs: [Berkas]
    output: Rekomendasi
    note: Di hadapan pemohon
  - id: jeda
    activity: Menunggu tenggang
    wait: {for: 1 hari kerja}
    when: not (form.tempat not in ["gedung"])
    time: 1 hari kerja
    inputs: [Berkas]
    output: Tenggang lewat
  - id: hari
    activity: Menunggu acara
    wait: {until: tanggal}
    time: 1 hari kerja
    inputs: [Berkas]
    output: Acara berlangsung
"""
RICH = DEFINITION.replace("steps:\n", FORM + "steps:\n", 1).replace(
    "  - id: nomor\n", ROWS + "  - id: nomor\n", 1
)


@pytest.fixture(scope="module")
def rich() -> Workflow:
    return compile_text(RICH, KNOWN).workflow


def remarks_of(workflow: Workflow, step: str, language: str = "id") -> tuple[str, ...]:
    rows = matrix_of(workflow, language=language).rows
    return next(row.remarks for row in rows if row.step == step)


def test_answers_say_where_they_lead_and_what_they_bring_about(rich):
    assert remarks_of(rich, "periksa") == (
        "Ya → 3, berkas dinyatakan lengkap",
        "Tidak → 1, dengan alasan, jeda menunggu pemohon",
    )
    assert remarks_of(rich, "putus") == (
        "Catatan 1",
        "a (Langsung) → 11",
        "b (Biasa) → 7",
        "c (Batal) → selesai, ditolak",
        "Bukan pelaksana langkah 2",
    )


def test_conditions_waits_and_calls_are_told_by_the_names_of_what_is_asked(rich):
    assert remarks_of(rich, "tinjau")[0] == "Bila Luas diisi dan Luas > 100"
    assert remarks_of(rich, "panggil", "en") == (
        "Note 1",
        "If Paid = yes and (Place is one of Field, Gedung or Area is not given)",
        "By the SOP rekomendasi",
        "Paused for another body",
    )
    assert remarks_of(rich, "jeda") == (
        "Bila tidak (Tempat tidak termasuk Gedung)",
        "Menunggu 1 hari kerja",
    )
    assert remarks_of(rich, "hari") == ("Menunggu sampai Tanggal acara",)


def test_rows_that_go_on_side_by_side_say_so(rich):
    assert "→ langkah 4 + 5" in remarks_of(rich, "tinjau")
    assert remarks_of(rich, "telaah_teknis") == ("→ langkah 6",)
    assert remarks_of(rich, "telaah_hukum") == ()


def test_units_of_time_are_added_up_each_by_itself(rich):
    view = matrix_of(rich, language="id")
    assert view.total == "156 menit + 3 hari kerja"
    assert view.promise == "Janji layanan 5 hari kerja"
    assert view.notes == ("Catatan 1: Di hadapan pemohon",)


def test_every_symbol_has_a_name_and_the_legend_shows_those_that_stand(rich):
    view = matrix_of(rich, language="id")
    named = {cell.name for row in view.rows for cell in row.cells if cell and cell.name}
    assert named == {row.symbol for row in view.rows}
    assert [words for _, words in view.legend] == [
        *("Mulai atau selesai", "Kegiatan", "Keputusan", "SOP lain"),
        "Dilewati bila syaratnya tidak terpenuhi",
        "Berkas berakhir di sini",
        "Dikembalikan",
    ]
    plain = DEFINITION.replace("    when: has(form.luas) and form.luas > 100\n", "")
    without = matrix_of(compile_text(plain, KNOWN).workflow, language="id")
    assert not {"SOP lain", "Berkas berakhir di sini"} & {words for _, words in without.legend}


def test_marks_come_to_their_rows_and_those_of_other_versions_are_left_out(rich):
    marks = {StepId("nomor"): Mark(badge="3"), StepId("hilang"): Mark(badge="9")}
    view = matrix_of(rich, language="id", marks=marks)
    assert [row.mark.badge for row in view.rows if row.mark.badge] == ["3"]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound_workflows(most=7))
def test_every_arrow_that_reaches_a_row_has_a_head_there(workflow):
    view = matrix_of(workflow, language="en")
    reached = {run.arrow.target for run in CHARTS.of(workflow).runs} - {None}
    with_head = {
        number
        for number, row in enumerate(view.rows)
        for cell in row.cells
        if cell and 'class="ah' in cell.svg
    }
    assert with_head == reached


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_on_paper_what_passes_a_page_ends_and_begins_in_a_connector():
    text = (DEFINITIONS / "perizinan/izin-prinsip/v1.yaml").read_text("utf-8")
    workflow = compile_text(text, registers(DEFINITIONS)).workflow
    identity = identity_of(text, DEFINITIONS, "id")
    identity_page, first, last = pages_of(
        paper(workflow, identity, language="id", size="a4", at=AT)
    )
    assert "Halaman 1 dari 3" in identity_page
    assert workflow.number in identity_page
    assert "Bersambung ke halaman 3" in first
    assert "Sambungan dari halaman 2" in last
    assert "Sambungan ke halaman lain" in last
    assert "Jumlah waktu baku 102 menit + 7 jam + 15 hari kerja" in last


def test_paper_has_the_size_asked_for_and_letters_unknown_to_the_font_do_not_stop_it(rich):
    text = RICH.replace("Di hadapan pemohon", "Di hadapan \N{CJK UNIFIED IDEOGRAPH-4E2D}")
    workflow = compile_text(text, KNOWN).workflow
    identity = identity_of(text, DEFINITIONS, "en")
    pdf = paper(workflow, identity, language="en", size="f4", at=AT)
    width, height = (
        float(one) * 25.4 / 72 for one in PdfReader(BytesIO(pdf)).pages[0].mediabox[2:]
    )
    assert (width, height) == pytest.approx(SIZES["f4"], abs=0.1)
    assert "Page 1 of 2" in pages_of(pdf)[0]
    assert "Di hadapan ?" in pages_of(pdf)[1]


def test_registers_that_cannot_be_read_leave_the_keys(tmp_path):
    assert registers_of(tmp_path).units == {}
    (tmp_path / "registers.yaml").write_text("units: [")
    assert registers_of(tmp_path).units == {}
    assert identity_of(DEFINITION, tmp_path, "id").unit == "Kecamatan"
