# ruff: noqa: RUF001  # the drawings have slanting lines that look like slashes
import re

import pytest
from builders_check import REGISTERS, branches, definition, row
from builders_explain import (
    LANGUAGES,
    PUBLISHED,
    REAL,
    compiled,
    of_rows,
    page_of,
    part_with,
    shown,
    strokes_reached,
    table_of,
)
from builders_sop import SAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import sop_documents

from engine.sop.compile import compile_document
from engine.sop.explain import matrix, page
from engine.sop.flow_lines import FINISH, wires

WIDE = """\
┌────┬───────────────────────┬──────────────────────┬──────────────────────────────────────────────┐
│    │                       │      Pelaksana       │                  Mutu baku                   │
│    │                       ├──┬─────────┬─────────┼─────────────────┬──────────┬─────────────────┤
│ No │       Kegiatan        │  │ Pemohon │ Petugas │   Kelengkapan   │  Waktu   │    Keluaran     │
│    │                       │  │         │  loket  │                 │          │                 │
├────┼───────────────────────┼──┴─────────┴─────────┼─────────────────┼──────────┼─────────────────┤
│    │                       │ ┌─────┐    ┊         │                 │          │                 │
│  1 │ Mengajukan permohonan │ │┊    ▼    ┊         │ Formulir        │          │ Berkas          │
│    │                       │ │┊  ╭───╮  ┊         │                 │          │ permohonan      │
│    │                       │ │┊  │   │  ┊         │                 │          │                 │
│    │                       │ │┊  ╰─┬─╯  ┊         │                 │          │                 │
├────┼───────────────────────┤ │┊    └─────────┐    ├─────────────────┼──────────┼─────────────────┤
│  2 │ Memeriksa kelengkapan │ │┊         ┊    ▼    │ Berkas          │ 15 menit │ Berkas lengkap  │
│    │ berkas                │ │┊      Tidak  ╱─╲   │ permohonan      │          │                 │
│    │  Ya → 3 (berkas       │ └─────────────<   >  │                 │          │                 │
│    │    lengkap)           │  ┊         ┊   ╲┬╱   │                 │          │                 │
│    │  Tidak → 1 (dengan    │  ┊         ┊    │ Ya │                 │          │                 │
│    │    alasan, jeda       │  ┊         ┊    │    │                 │          │                 │
│    │    menunggu pemohon)  │  ┊         ┊    │    │                 │          │                 │
├────┼───────────────────────┤  ┊         ┊    │    ├─────────────────┼──────────┼─────────────────┤
│  3 │ Memverifikasi         │  ┊         ┊    ▼    │ Berkas lengkap  │ 60 menit │ Hasil           │
│    │ kebenaran keterangan  │  ┊         ┊  ┌───┐  │                 │          │ verifikasi      │
│    │  bukan pelaksana      │  ┊         ┊  │   │  │                 │          │                 │
│    │    langkah 2          │  ┊         ┊  └─┬─┘  │                 │          │                 │
├────┼───────────────────────┤  ┊         ┊    │    ├─────────────────┼──────────┼─────────────────┤
│  4 │ Menyerahkan surat     │  ┊         ┊    ▼    │ Surat           │ 5 menit  │ Surat           │
│    │                       │  ┊         ┊  ╭───╮  │                 │          │ diserahkan      │
│    │                       │  ┊         ┊  │   │  │                 │          │                 │
│    │                       │  ┊         ┊  ╰───╯  │                 │          │                 │
└────┴───────────────────────┴──────────────────────┴─────────────────┴──────────┴─────────────────┘
"""

NARROW = """\
┌────┬────────────────────────────────┬────────────────────┐
│    │                                │     Pelaksana      │
│ No │            Kegiatan            ├──┬─────┬─────┬─────┤
│    │                                │  │  A  │  B  │  C  │
├────┼────────────────────────────────┼──┴─────┴─────┴─────┤
│    │                                │ ┌───┐  ┊     ┊     │
│  1 │ Mengajukan permohonan          │ │┊  ▼  ┊     ┊     │
│    │  Kelengkapan: Formulir         │ │┊ ╭─╮ ┊     ┊     │
│    │  Keluaran: Berkas permohonan   │ │┊ │ │ ┊     ┊     │
│    │                                │ │┊ ╰┬╯ ┊     ┊     │
├────┼────────────────────────────────┤ │┊  └─────┐  ┊     │
│  2 │ Memeriksa kelengkapan berkas   │ │┊     ┊  ▼  ┊     │
│    │  Ya → 3 (berkas lengkap)       │ │┊ Tidak ╱─╲ ┊     │
│    │  Tidak → 1 (dengan alasan,     │ └────────< > ┊     │
│    │    jeda menunggu pemohon)      │  ┊     ┊ ╲┬╱ ┊     │
│    │  Kelengkapan: Berkas           │  ┊     ┊  │ Ya     │
│    │    permohonan                  │  ┊     ┊  │  ┊     │
│    │  Waktu: 15 menit               │  ┊     ┊  │  ┊     │
│    │  Keluaran: Berkas lengkap      │  ┊     ┊  │  ┊     │
├────┼────────────────────────────────┤  ┊     ┊  └─────┐  │
│  3 │ Memverifikasi kebenaran        │  ┊     ┊     ┊  ▼  │
│    │ keterangan                     │  ┊     ┊     ┊ ┌─┐ │
│    │  bukan pelaksana langkah 2     │  ┊     ┊     ┊ │ │ │
│    │  Kelengkapan: Berkas lengkap   │  ┊     ┊     ┊ └┬┘ │
│    │  Waktu: 60 menit               │  ┊     ┊     ┊  │  │
│    │  Keluaran: Hasil verifikasi    │  ┊     ┊     ┊  │  │
├────┼────────────────────────────────┤  ┊     ┊  ┌─────┘  │
│  4 │ Menyerahkan surat              │  ┊     ┊  ▼  ┊     │
│    │  Kelengkapan: Surat            │  ┊     ┊ ╭─╮ ┊     │
│    │  Waktu: 5 menit                │  ┊     ┊ │ │ ┊     │
│    │  Keluaran: Surat diserahkan    │  ┊     ┊ ╰─╯ ┊     │
└────┴────────────────────────────────┴────────────────────┘
"""

PARALLEL = """\
  ┌────┬─────────────────────────────────┬─────────────────────────────────────┐
  │    │                                 │              Pelaksana              │
  │    │                                 ├──┬─────────┬─────────┬─────────┬────┤
  │ No │            Kegiatan             │  │ Petugas │ Kepala  │  Camat  │    │
  │    │                                 │  │  loket  │  seksi  │         │    │
  ├────┼─────────────────────────────────┼──┴─────────┴─────────┴─────────┴────┤
  │    │                                 │ ┌─────┐    ┊         ┊         ┊    │
  │  1 │ Mengerjakan mulai               │ │┊    ▼    ┊         ┊         ┊    │
  │    │  → 2 + 3                        │ │┊  ╭───╮  ┊         ┊         ┊    │
  │    │  Kelengkapan: Berkas            │ │┊  │   ├───────────────────────┐   │
  │    │  Waktu: 5 menit                 │ │┊  ╰─┬─╯  ┊         ┊         ┊│   │
  │    │  Keluaran: Hasil mulai          │ │┊    │    ┊         ┊         ┊│   │
  ├────┼─────────────────────────────────┤ │┊    │    ┊         ┊         ┊│   │
┏ │  2 │ Mengerjakan kiri                │ │┊    ▼    ┊         ┊         ┊│   │
┃ │    │  → 5                            │ │┊  ┌───┐  ┊         ┊         ┊│   │
┃ │    │  Kelengkapan: Berkas            │ │┊  │   ├───────────────────────│─┐ │
┃ │    │  Waktu: 5 menit                 │ │┊  └───┘  ┊         ┊         ┊│ │ │
┃ │    │  Keluaran: Hasil kiri           │ │┊         ┊         ┊         ┊│ │ │
┣ ├────┼─────────────────────────────────┤ │┊         ┊    ┌───────────────┘ │ │
┃ │  3 │ Mengerjakan kanan               │ │┊         ┊    ▼    ┊         ┊  │ │
┃ │    │  Kelengkapan: Berkas            │ │┊         ┊  ┌───┐  ┊         ┊  │ │
┃ │    │  Waktu: 5 menit                 │ │┊         ┊  │   │  ┊         ┊  │ │
┃ │    │  Keluaran: Hasil kanan          │ │┊         ┊  └─┬─┘  ┊         ┊  │ │
┃ ├────┼─────────────────────────────────┤ │┊         ┊    │    ┊         ┊  │ │
┃ │  4 │ Mengerjakan lanjut              │ │┊         ┊    ▼    ┊         ┊  │ │
┃ │    │  Kelengkapan: Berkas            │ │┊         ┊  ┌───┐  ┊         ┊  │ │
┃ │    │  Waktu: 5 menit                 │ │┊         ┊  │   │  ┊         ┊  │ │
┗ │    │  Keluaran: Hasil lanjut         │ │┊         ┊  └─┬─┘  ┊         ┊  │ │
  ├────┼─────────────────────────────────┤ │┊         ┊    └─────────┬───────┘ │
  │  5 │ Mengerjakan putus               │ │┊         ┊         ┊    ▼    ┊    │
  │    │  Setuju → 6                     │ │┊         ┊      Ulang  ╱─╲   ┊    │
  │    │  Ulang → 1                      │ └───────────────────────<   >─■┊    │
  │    │  Tolak → selesai: ditolak       │  ┊         ┊         ┊   ╲┬╱   ┊    │
  │    │  Kelengkapan: Berkas            │  ┊         ┊         ┊    │    ┊    │
  │    │  Waktu: 5 menit                 │  ┊         ┊         ┊    │    ┊    │
  │    │  Keluaran: Hasil putus          │  ┊         ┊         ┊    │    ┊    │
  ├────┼─────────────────────────────────┤  ┊    ┌───────────────────┘    ┊    │
  │  6 │ Mengerjakan tutup               │  ┊    ▼    ┊         ┊         ┊    │
  │    │  Kelengkapan: Berkas            │  ┊  ╭───╮  ┊         ┊         ┊    │
  │    │  Waktu: 5 menit                 │  ┊  │   │  ┊         ┊         ┊    │
  │    │  Keluaran: Hasil tutup          │  ┊  ╰───╯  ┊         ┊         ┊    │
  └────┴─────────────────────────────────┴─────────────────────────────────────┘
"""

TWO_ROLES = definition(("role: kasi\n", "role: loket\n"))

BLOCK = of_rows(
    row("mulai", "loket"),
    branches(row("kiri", "loket"), row("kanan") + row("lanjut")),
    row(
        "putus",
        "camat",
        outcomes="{setuju: {label: Setuju}, ulang: {label: Ulang, return_to: mulai}, "
        "tolak: {label: Tolak, end: rejected}}",
    ),
    row("tutup", "loket"),
)


def test_the_matrix_looks_like_the_official_form():
    assert "\n".join(table_of(shown(TWO_ROLES, width=100))) == WIDE.rstrip("\n")


def test_a_narrow_terminal_gets_letters_and_the_standard_below_the_activity():
    drawn = shown(definition(), width=60)

    assert "\n".join(table_of(drawn)) == NARROW.rstrip("\n")
    assert "Pelaksana:  A Pemohon   B Petugas loket   C Kepala seksi" in drawn


def test_a_parallel_block_has_a_bracket_and_arrows_around_its_branches():
    assert "\n".join(table_of(shown(BLOCK, width=80))) == PARALLEL.rstrip("\n")


def test_nothing_is_narrower_than_sixty_columns():
    assert shown(TWO_ROLES, width=10) == shown(TWO_ROLES, width=60)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120, 160, 220])
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_every_published_sop_fits_the_terminal(path, width, language):
    document, workflow = compiled(path.read_text(encoding="utf-8"), REAL)

    drawn = matrix(document, workflow, width=width, language=language, registers=REAL)

    assert max(map(len, drawn.splitlines())) <= width
    assert all(letter.isprintable() for line in drawn.splitlines() for letter in line)
    assert drawn == matrix(document, workflow, width=width, language=language, registers=REAL)
    assert drawn.count("▼") == len({wire.target for wire in wires(workflow)} - {FINISH})


def test_without_registers_keys_stand_for_units_and_regulations():
    document, workflow = compiled(definition())

    drawn = matrix(document, workflow, width=120, language="id")

    assert "uu-25-2009" in drawn
    assert "KECAMATAN" in drawn
    assert "uu-25-2009" in page(document, workflow, language="id")


def test_identity_and_standard_stand_around_the_matrix():
    drawn = shown(SAMPLE, width=160, language="en")

    assert "300.1/044/TR/2026" in drawn
    assert "12 April 2021" in drawn
    assert "NIP 197001011990032001" in drawn
    assert "KECAMATAN CONTOH" in drawn
    assert "rekomendasi-kepolisian (prerequisite)" in drawn
    assert "Service promise        5 working days, from the complete file" in drawn
    assert "Legal limit            14 calendar days" in drawn
    assert "after 12:00 counts as the next working day's" in drawn
    assert "Fee                    Free of charge" in drawn
    assert "Complaints             Complaint counter" in drawn


def test_times_are_added_up_by_unit():
    drawn = shown(SAMPLE, width=160)

    total = "66 menit + 4 jam + 4 hari kerja + 32 hari"
    assert f"Jumlah waktu baku  {total}" in drawn
    assert f"Jumlah waktu baku: **{total}**" in page_of(SAMPLE)


def test_an_sop_without_times_and_standard_says_nothing_of_them():
    service = "service:\n  promise: 2 hari kerja\n  legal_limit: 5 hari kerja\n"
    text = definition(
        (f"{service}  product: Surat keterangan\n", ""), steps=row("satu", "loket", time="")
    )

    assert "Jumlah waktu" not in shown(text)
    assert "Janji" not in shown(text)
    assert "Jumlah waktu" not in page_of(text)
    assert "Standar pelayanan" not in page_of(text)


@pytest.mark.parametrize(
    ("fee", "said"),
    [("25000", "Rp25.000"), ("Sesuai perda", "Sesuai perda"), ('"²"', "²")],
)
def test_a_fee_in_digits_is_an_amount_of_money(fee, said):
    text = definition(("  product: Surat keterangan\n", f"  product: Surat\n  fee: {fee}\n"))

    assert f"Biaya              {said}" in shown(text)


def test_rules_of_a_row_stand_below_its_activity():
    drawn = shown(SAMPLE, width=300)

    assert "bila form.berbayar and" in drawn
    assert "jeda menunggu pembayaran" in drawn
    assert "Bukan wewenang → selesai: ditolak (dengan alasan)" in drawn
    assert "melalui SOP rekomendasi-kepolisian" in drawn
    assert "menunggu 1 hari" in drawn
    assert "menunggu sampai form.tanggal" in drawn
    assert "bukan pelaksana langkah 2" in drawn
    assert "→ 12" in drawn


def test_the_same_remark_of_several_rows_is_one_footnote():
    rows = [row(name, "loket", note="Waktu perkiraan") for name in ("satu", "dua")]
    drawn = shown(of_rows(*rows, row("tiga", "loket", note="Di tempat")))

    assert "Mengerjakan satu¹" in drawn
    assert "Mengerjakan dua¹" in drawn
    assert "Mengerjakan tiga²" in drawn
    assert part_with("¹ Waktu", drawn) == "¹ Waktu perkiraan\n² Di tempat"


def test_automated_rows_stand_in_a_column_of_the_system():
    drawn = shown(of_rows(row("satu", "loket"), row("dua", "", action="send_message")))

    assert "Sistem" in table_of(drawn)[3]
    assert "Sistem" not in shown(of_rows(row("satu", "loket")))


def test_roles_without_a_row_have_no_column():
    assert "Camat" not in "".join(table_of(shown(definition())))


def test_the_legend_names_the_symbols_that_occur():
    plain = part_with("Simbol:", shown(of_rows(row("satu", "loket"))))
    rich = part_with("Symbols:", shown(SAMPLE, language="en"))

    assert plain == "Simbol:  ╭─╮ mulai/selesai"
    assert "another SOP" in rich
    assert "■ the case ends" in rich
    assert "┏┣┗ branches side by side" in rich


def test_an_answer_that_ends_the_case_is_a_stub_unless_its_side_is_taken():
    stub = of_rows(
        row("satu", "loket"),
        row("dua", "loket", outcomes="{ya: {label: Ya}, tidak: {label: Tidak, end: rejected}}"),
        row("tiga", "kasi"),
        row("empat", "loket"),
    )
    taken = stub.replace("{label: Ya}", "{label: Ya, next: empat}")

    assert "─■" in "\n".join(table_of(shown(stub)))
    assert "─■" not in "\n".join(table_of(shown(taken)))


def test_one_arrow_carries_all_the_answers_that_take_it():
    text = of_rows(
        row("satu", "loket"),
        row("dua", "kasi", outcomes="{ya: {label: Ya}, bisa: {label: Bisa}}"),
        row("tiga", "camat"),
    )

    assert "│ Ya / Bisa" in "\n".join(table_of(shown(text, width=140)))


def test_a_label_without_room_is_left_to_the_text():
    long = "Dikembalikan kepada pemohon untuk dilengkapi seluruhnya"
    text = definition(("{label: Tidak, return", f"{{label: {long}, return"))

    drawn = table_of(shown(text, width=60))

    assert sum("Dikembalikan" in line for line in drawn) == 1


def test_a_title_too_long_for_a_column_is_named_by_a_letter():
    text = definition(("title: Kepala seksi", "title: Pengadministrasikepegawaian"))

    drawn = shown(text, width=220)

    assert "C Pengadministrasikepegawaian" in drawn


def test_many_executors_share_a_narrow_terminal():
    roles = "".join(f"  peran_{n}: {{title: Peran {n}}}\n" for n in range(30))
    rows = "".join(row(f"langkah_{n}", f"peran_{n}") for n in range(30))
    text = definition(("roles:\n", f"roles:\n{roles}"), steps=rows)

    drawn = shown(text, width=80)

    assert "Z Peran 25" in drawn
    assert "27 Peran 26" in drawn
    assert "┊" not in drawn


def test_a_decision_may_lead_nowhere_but_back_and_ahead():
    text = of_rows(
        row("satu", "loket"),
        row("dua", "kasi", outcomes="{a: {label: A, next: empat}, b: {label: B, return_to: satu}}"),
        row("tiga", "loket"),
        row("empat", "camat"),
    )

    assert "\n".join(table_of(shown(text))).count("▼") == 3


def test_a_case_may_begin_side_by_side():
    drawn = shown(of_rows(branches(row("satu", "loket"), row("dua")), row("tiga", "camat")))

    assert drawn.count("╭───╮") == 3


def test_a_row_that_does_not_lead_to_the_next_says_where():
    drawn = shown(of_rows(row("satu", "loket"), branches(row("dua", "loket"), row("tiga"))))

    assert "→ 2 + 3" in drawn
    assert drawn.count("→ selesai") == 1


@settings(max_examples=25)
@given(sop_documents(wild=True), st.integers(60, 180), st.sampled_from(LANGUAGES))
def test_any_flow_can_be_drawn(document, width, language):
    workflow = compile_document(document, REGISTERS)

    drawn = matrix(document, workflow, width=width, language=language)

    assert drawn.count("▼") == len({wire.target for wire in wires(workflow)} - {FINISH})
    assert page(document, workflow, language=language)


@settings(max_examples=25)
@given(sop_documents(wild=True), st.sampled_from([60, 100, 160]))
def test_every_arrow_can_be_followed_from_its_head_to_its_symbol(document, width):
    workflow = compile_document(document, REGISTERS)
    lines = table_of(matrix(document, workflow, width=width, language="id"))
    tops = [y for y, line in enumerate(lines) if re.match(r"[┏┃┗┣ ]*│ +\d+ │", line)]
    heads = sorted((y, line.index("▼")) for y, line in enumerate(lines) if "▼" in line)
    arrows = [wire for wire in wires(workflow) if wire.target != FINISH]

    led_to = dict(zip(sorted({wire.target for wire in arrows}), heads, strict=True))
    for wire in arrows:
        y, x = led_to[wire.target]
        reached = set(strokes_reached(lines, (x, y)))
        top = tops[wire.source - 1]
        symbol = re.search(r"[╭┌╱]─+[╮┐╲]", lines[top + 1])
        assert symbol
        columns = range(symbol.start() - 1, symbol.end() + 1)
        assert reached & {(x, y) for x in columns for y in (top + 2, top + 3)}
