from builders_compare import OLD, back, changes, document, said
from builders_sop import SAMPLE
from hypothesis import given, settings
from strategies import sop_documents

from engine.sop.compare import Change, ChangeKind, compare, sentence


def test_the_powers_of_a_role_are_told_in_words():
    edit = ("title: Camat, single: true}", "title: Camat, single: true, may: [reject, assign]}")

    assert said(changes(edit)) == [
        "Kewenangan pelaksana “Camat” ditetapkan: menugaskan, menolak permohonan"
    ]
    assert said(changes(edit), "en") == ["Powers of role “Camat”: now assign, reject the request"]


def test_an_sop_compared_with_itself_has_no_changes():
    assert compare(OLD, document()) == ()


def test_other_words_for_the_same_are_no_change():
    assert (
        changes(
            ("time: 15 menit", "time: 15 minutes"),
            ("  cut_off: 12:00", "  cut_off: 12.00"),
            ("may: [assign, override, reject,", "may: [reject, override, assign,"),
            (
                "{register: izin, awalan: 0123}",
                "{awalan: 0123, register: izin}",
            ),
            (
                "lengkap: {label: {id: Ya, en: 'Yes'}, next: telaah,",
                "lengkap: {label: {id: Ya, en: 'Yes'},",
            ),
        )
        == ()
    )


ROW = """\
  - id: nomor
    activity: Memberi nomor izin
    action: issue_number
    with: {register: izin, awalan: 0123}
    retry: {attempts: 5, backoff: 2 menit}
    time: 1 menit
    output: Nomor izin
"""
ARCHIVE = "  - id: arsip\n"
WITNESS = """\
            - [{id: saksi, activity: Mendengar warga, role: trantib, time: 1 jam, output: Catatan}]
"""


def test_only_the_step_that_moved_is_named():
    edits = ((ROW, ""), (ARCHIVE, ROW + ARCHIVE))

    assert said(changes(*edits)) == [
        "Langkah 9 “Memberi nomor izin” pindah dari urutan 9 ke 12",
    ]
    assert said(changes(*edits), "en") == [
        "Step 9 “Memberi nomor izin” moved from place 9 to 12",
    ]


def test_a_removed_step_stands_where_it_was():
    edits = (
        (ROW, ""),
        ("time: 15 menit", "time: 5 menit"),
        ("activity: Mengarsip", "activity: Mendata"),
    )

    assert said(changes(*edits)) == [
        "Waktu baku langkah 2 berubah dari 15 menit menjadi 5 menit",
        "Langkah 9 “Memberi nomor izin” dihapus",
        "Kegiatan langkah 12 berubah dari “Mengarsipkan izin” menjadi “Mendatakan izin”",
    ]
    assert back(*edits)[1] == "Langkah 9 “Memberi nomor izin” ditambahkan"


def test_what_was_removed_first_is_told_first():
    edits = (
        ("  - {id: ktp, title: KTP-el, evidence: file}\n", ""),
        ("title: Denah lokasi", "title: Peta lokasi kegiatan"),
    )

    assert [change.where for change in changes(*edits)] == [
        "requirements.ktp",
        "requirements.denah.title",
    ]


def test_a_step_whose_id_changed_is_the_same_step_wherever_it_is_mentioned():
    edits = (
        ("  - id: periksa\n", "  - id: cek\n"),
        ("not_same_person_as: [periksa]", "not_same_person_as: [cek]"),
        ("when: form.berbayar and", "when: outcome.cek == 'lengkap' and"),
    )
    before = document(("when: form.berbayar and", "when: outcome.periksa  == 'lengkap' and"))

    found = compare(before, document(*edits))

    assert said(found) == [
        "Kode langkah 2 “Memeriksa kelengkapan” berubah dari periksa menjadi cek"
    ]
    assert (found[0].kind, found[0].where) == (ChangeKind.CHANGED, "steps.cek.id")


def test_a_step_whose_id_and_wording_changed_a_little_is_still_the_same():
    edits = (
        (
            "  - id: arsip\n    activity: Mengarsipkan izin",
            "  - id: simpan\n    activity: Mengarsipkan izin ini",
        ),
    )

    assert said(changes(*edits)) == [
        "Kode langkah 13 “Mengarsipkan izin ini” berubah dari arsip menjadi simpan",
        "Kegiatan langkah 13 berubah dari “Mengarsipkan izin” menjadi “Mengarsipkan izin ini”",
    ]


def test_a_step_of_another_executor_is_another_step():
    edits = (
        (
            "  - id: arsip\n    activity: Mengarsipkan izin\n    role: loket",
            "  - id: simpan\n    activity: Mengarsipkan izin\n    role: kasi",
        ),
    )

    assert said(changes(*edits)) == [
        "Langkah 13 “Mengarsipkan izin” dihapus",
        "Langkah 13 “Mengarsipkan izin” ditambahkan",
    ]


def test_a_role_whose_id_changed_is_the_same_role():
    text = SAMPLE.replace("    role: camat", "    role: kepala").replace("to: camat", "to: kepala")
    text = text.replace("  camat: {title", "  kepala: {title")

    assert said(compare(OLD, document(text=text))) == [
        "Kode pelaksana “Camat” berubah dari camat menjadi kepala"
    ]


def test_a_column_that_moved_is_named():
    camat = "  camat: {title: Camat, single: true}\n"
    edits = ((camat, ""), ("  pemohon: {title", f"{camat}  pemohon: {{title"))

    assert said(changes(*edits)) == ["Pelaksana “Camat” pindah dari urutan 5 ke 1"]


def test_a_new_row_says_what_it_runs_beside():
    new = WITNESS.replace("saksi", "ukur").replace("Mendengar warga", "Mengukur lapangan")

    edit = (WITNESS, WITNESS + new)

    assert said(changes(edit), "en") == [
        "Step 7 “Mengukur lapangan” was added",
        "Arrangement of step 7 changed from one after the other to side by side with steps 5, 6, 8",
    ]
    assert back(edit) == ["Langkah 7 “Mengukur lapangan” dihapus"]


def test_rows_that_no_longer_run_side_by_side_are_told_once():
    sequence = """\
          - {id: foto, activity: Memotret lokasi, role: trantib, time: 1 jam, output: Foto}
        - {id: saksi, activity: Mendengar warga, role: trantib, time: 1 jam, output: Catatan}
"""
    block = SAMPLE[
        SAMPLE.index("        - parallel:\n            - [{id: foto") : SAMPLE.index(
            "      - - id: rekomendasi"
        )
    ]
    edit = (block, sequence.replace("          - {id: foto", "        - {id: foto"))

    assert said(changes(edit)) == [
        (
            "Susunan langkah 5 berubah dari bersamaan dengan langkah 6, 7 menjadi "
            "bersamaan dengan langkah 7"
        )
    ]
    assert back(edit) == [
        (
            "Susunan langkah 5 berubah dari bersamaan dengan langkah 7 menjadi "
            "bersamaan dengan langkah 6, 7"
        )
    ]


def test_an_answer_that_goes_on_as_before_has_not_changed_when_a_row_is_put_in_between():
    new = ROW.replace("id: nomor", "id: catat").replace("Memberi nomor izin", "Mencatat permohonan")
    written = ("label: {id: Ya, en: 'Yes'}, next: telaah,", "label: {id: Ya, en: 'Yes'},")

    assert said(changes(("  - id: telaah\n", f"{new}  - id: telaah\n"))) == [
        "Langkah 3 “Mencatat permohonan” ditambahkan"
    ]
    assert said(changes(("  - id: telaah\n", f"{new}  - id: telaah\n"), written)) == [
        "Langkah 3 “Mencatat permohonan” ditambahkan"
    ]


def test_one_regulation_for_another_is_never_a_rewording():
    edit = ("legal_basis: [uu-25-2009,", "legal_basis: [uu-25-2010,")

    assert said(changes(edit)) == [
        "Dasar hukum uu-25-2009 dihapus",
        "Dasar hukum uu-25-2010 ditambahkan",
    ]


def test_a_row_that_now_decides_gains_answers_and_not_a_destination():
    edit = ("    next: tunggu_acara\n", "    outcomes: {ya: {label: Ya}, tidak: {label: Tidak}}\n")

    assert said(changes(edit)) == [
        "Jawaban “Ya” pada langkah 10 ditambahkan",
        "Jawaban “Tidak” pada langkah 10 ditambahkan",
    ]


def test_a_service_standard_comes_and_goes_as_a_whole():
    start, stop = SAMPLE.index("service:\n"), SAMPLE.index("timing:\n")
    edit = (SAMPLE[start:stop], "")

    assert said(changes(edit)) == ["Standar pelayanan dihapus"]
    assert back(edit) == ["Standar pelayanan ditambahkan"]
    assert compare(document(edit), document(edit)) == ()


def test_of_two_different_sops_the_first_change_says_so():
    found = changes(("sop: izin-keramaian", "sop: izin-lain"), ("version: 2", "version: 3"))

    assert said(found) == [
        "Kode SOP berubah dari izin-keramaian menjadi izin-lain",
        "Versi berubah dari 2 menjadi 3",
    ]


def test_a_change_of_the_translation_alone_shows_the_translation():
    found = changes(("en: Hand in the application", "en: Submit the application"))

    assert said(found) == [
        "Kegiatan langkah 1 berubah dari “Hand in the application” menjadi “Submit the application”"
    ]
    assert compare(document(("en: Hand in the application", "en: Mengajukan")), OLD)[0].where == (
        "steps.pengajuan.activity"
    )


def test_the_same_words_twice_are_two_entries():
    edit = (
        "checklist: [Identitas sesuai KTP-el,",
        "checklist: [Identitas sesuai KTP-el, Identitas sesuai KTP-el,",
    )

    assert said(changes(edit)) == [
        "Butir daftar periksa “Identitas sesuai KTP-el” pada langkah 2 ditambahkan"
    ]


def test_entries_in_another_order_have_moved():
    edit = ("[Identitas sesuai KTP-el, Denah terbaca]", "[Denah terbaca, Identitas sesuai KTP-el]")

    assert len(changes(edit)) == 1
    assert changes(edit)[0].kind is ChangeKind.MOVED


@settings(max_examples=40)
@given(sop_documents(wild=True))
def test_any_document_is_as_itself(one):
    assert compare(one, one.model_copy()) == ()


@settings(max_examples=40)
@given(sop_documents(), sop_documents())
def test_what_was_added_one_way_was_removed_the_other_way(one, other):
    there, again = compare(one, other), compare(other, one)

    def subjects(found: tuple[Change, ...], kind: ChangeKind) -> list[str]:
        return sorted(change.subject.id for change in found if change.kind is kind)

    assert subjects(there, ChangeKind.ADDED) == subjects(again, ChangeKind.REMOVED)
    assert subjects(there, ChangeKind.REMOVED) == subjects(again, ChangeKind.ADDED)
    assert bool(there) == bool(again)
    for change in there:
        assert sentence(change, "id")
        assert "{" not in sentence(change, "en")
