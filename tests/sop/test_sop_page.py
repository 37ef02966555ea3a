import pytest
from builders_check import definition, row
from builders_explain import LANGUAGES, PUBLISHED, REAL, compiled, of_rows, page_of
from builders_sop import SAMPLE

from engine.sop.explain import page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_every_published_sop_has_a_page(path, language):
    document, workflow = compiled(path.read_text(encoding="utf-8"), REAL)

    said = page(document, workflow, language=language, registers=REAL)

    assert said.startswith("# ")
    assert said.endswith("\n")
    assert "\n\n\n" not in said
    rows = [line for line in said.splitlines() if line.startswith("|")]
    assert len([line for line in rows if line[2:].split(" |")[0].isdigit()]) == len(
        workflow.steps()
    )


def test_the_page_escapes_what_markdown_would_take_for_marks():
    text = definition(
        ("title: Contoh pelayanan", 'title: "Izin *A* | <b>B</b> `c`"'),
        ("activity: Menyerahkan surat", 'activity: "Menyerahkan <surat> \\"asli\\" #1 | dua"'),
    )

    said = page_of(text)

    assert said.startswith(r"# Izin \*A\* \| \<b\>B\</b\> \`c\`")
    assert r"Menyerahkan \<surat\> " in said
    assert "4 · Menyerahkan #lt;surat#gt; #quot;asli#quot; #35;1 | dua<br>Petugas loket" in said


def test_the_page_has_forms_checklists_powers_and_a_chart():
    said = page_of(SAMPLE, language="en")

    assert "- Kasi Trantib (an office with one holder, assign, depart from the SOP" in said
    assert "- NPWP (data, optional)" in said
    assert "- Perkiraan pengunjung (whole number, orang, ≥ 1, ≤ 50000)" in said
    assert "- NIK penanggung jawab (NIK, personal data)" in said
    assert "- Tempat (choice): Lapangan / Hall" in said
    assert "- [ ] Denah terbaca" in said
    assert 'step_periksa -.->|"Tidak"| step_pengajuan' in said
    assert 'step_periksa -->|"Bukan wewenang"| end_rejected' in said
    assert 'gate_fork_1{{"side by side"}}' in said
    assert "gate_join_2 --> gate_join_1" in said
    assert 'end_rejected(("end: rejected"))' in said


def test_a_page_leaves_out_what_the_sop_has_not():
    said = page_of(of_rows(row("satu", "loket")))

    assert "## Persyaratan" not in said
    assert "## Isian dan daftar periksa" not in said
    assert "end_rejected" not in said
    assert "## Isian permohonan" in said
    assert "## Isian permohonan" not in page_of(
        definition(
            ("form:\n", ""),
            ("  - {id: nama, title: Nama usaha, type: text, required: true}\n", ""),
            ("  - {id: luas, title: Luas, type: number}\n", ""),
            steps=row("satu", "loket"),
        )
    )


def test_the_first_day_matters_only_to_a_promise_in_days():
    in_minutes = definition(
        ("promise: 2 hari kerja\n", "promise: 90 menit\n"),
        ("  legal_limit: 5 hari kerja\n", ""),
    )

    assert "Hari pertama" in page_of(definition())
    assert "Hari pertama" not in page_of(in_minutes)
