"""Every code from SOP301 on: a definition that earns it, and the line it is said at."""

from datetime import date

import pytest
from builders_check import (
    HEAD,
    STEPS,
    appended,
    branches,
    codes,
    decision,
    definition,
    findings,
    line_of,
    row,
    telling,
)

from engine.sop.codes import CODES


def timed(*lines: str, may: str = "assign, override") -> str:
    """The definition without findings, with these lines in its timing block."""
    block = "".join(f"  {line}\n" for line in lines)
    head = HEAD.replace("roles:\n", f"timing:\n{block}roles:\n")
    return definition(("may: [assign, override]", f"may: [{may}]"), head=head)


SERAH = STEPS[STEPS.index("- id: serah") :]

EXAMPLES: dict[str, tuple[str, str]] = {
    "SOP301": (definition(("    role: kasi\n", "    role: kassi\n")), "role: kassi"),
    "SOP302": (definition(("next: verifikasi", "next: verivikasi")), "next: verivikasi"),
    "SOP303": (definition(head=HEAD + "calendar: kantr\n"), "calendar: kantr"),
    "SOP304": (definition(("[uu-25-2009]", "[uu-25-2008]")), "uu-25-2008"),
    "SOP305": (definition(("unit: kecamatan", "unit: kecmatan")), "unit: kecmatan"),
    "SOP306": (appended(row("nomor", "", action="isue_number")), "isue_number"),
    "SOP307": (
        appended(row("nomor", "", action="issue_number", with_="{register: a, size: b}")),
        "size: b",
    ),
    "SOP308": (appended(row("nomor", "", action="issue_number")), "action: issue_number"),
    "SOP309": (appended(row("minta", "", call="rekomendasi-dinaz")), "call: rekomendasi-dinaz"),
    "SOP310": (
        appended(row("minta", "", call="rekomendasi-dinas", passes="[namo]")),
        "passes: [namo]",
    ),
    "SOP311": (
        appended(
            "- id: serah # again\n" + SERAH.split("\n", 1)[1].replace("Menyerahkan", "Membacakan")
        ),
        "# again",
    ),
    "SOP312": (
        definition(
            head=HEAD + "requirements:\n- {id: ktp, title: KTP}\n- {id: ktp, title: Kartu}\n"
        ),
        "Kartu",
    ),
    "SOP313": (definition(("id: luas,", "id: nama,")), "title: Luas"),
    "SOP314": (
        appended(row("ukur", form="[{id: luas, title: Ukuran}]")),
        "title: Ukuran",
    ),
    "SOP315": (
        appended(row("ukur", when="outcome.periksa == 'lenkap'")),
        "when: outcome",
    ),
    "SOP316": (appended(row("minta", "", call="contoh")), "call: contoh"),
    "SOP317": (definition(("version: 1", "version: 2")), "version: 2"),
    "SOP320": (
        appended(row("nomor", "", action="issue_number", with_="{register: Surat Keluar}")),
        "register: Surat",
    ),
    "SOP321": (appended(telling(channel="fax")), "channel:"),
    "SOP322": (appended(telling(message="{Nama}, siap")), "message:"),
    "SOP323": (appended(telling(message="{form.namo}, siap")), "message:"),
    "SOP324": (
        appended(
            row("nomor", "", action="issue_number", with_='{register: a, format: "{year}/A"}')
        ),
        "format:",
    ),
    "SOP325": (appended(telling(address="ftp://kantor.go.id")), "address:"),
    "SOP326": (appended(telling(template="surat-keteranagn")), "template:"),
    "SOP327": (appended(telling(body='{"nama": {form.nama}}')), "body:"),
    "SOP328": (definition(head=HEAD + "retention: izn\n"), "retention: izn"),
    "SOP401": (
        appended(row("sisa")).replace("output: Surat diserahkan", "output: Surat\n    next: end"),
        "id: sisa",
    ),
    "SOP402": (
        appended(row("satu", next="tiga"), branches(row("dua"), row("tiga"))),
        "next: tiga",
    ),
    "SOP403": (
        appended(
            decision(
                "putar",
                answers={
                    "ya": ", return_to: serah, reason: required",
                    "lain": ", return_to: verifikasi, reason: required",
                },
            )
        ),
        "id: putar",
    ),
    "SOP404": (
        appended(branches(row("satu"), row("dua", next="end"))),
        "next: end",
    ),
    "SOP405": (
        appended(
            branches(row("satu", next="tiga"), row("dua", next="tiga")),
            row("tiga"),
        ),
        "id: dua",
    ),
    "SOP406": (
        appended(
            branches(
                decision(
                    "satu",
                    answers={
                        "ya": ", return_to: serah, reason: required",
                        "lain": ", end: rejected",
                    },
                ),
                row("dua"),
            )
        ),
        "parallel:",
    ),
    "SOP407": (
        appended(
            branches(
                decision("putus", answers={"ya": "", "lain": ", next: tolak"}),
                *("".join(row(f"baris_{n}_{k}") for k in range(3)) for n in range(8)),
            ),
            decision("tolak", answers={"ya": ", end: completed", "lain": ", end: rejected"}),
        ),
        "id: pengajuan",
    ),
    "SOP411": (appended(decision("putus", answers={"ya": ""})), "ya: {label: ya}"),
    "SOP412": (definition(("label: Tidak", "label: YA")), "label: YA"),
    "SOP413": (
        appended(row("ulang", next="periksa")),
        "next: periksa",
    ),
    "SOP414": (
        definition(("return_to: pengajuan, pause: applicant", "return_to: serah")),
        "return_to: serah",
    ),
    "SOP415": (
        appended(
            row("nomor", "", action="send_message"),
            decision("putus", answers={"ya": "", "lain": ", return_to: nomor, reason: required"}),
        ),
        "return_to: nomor",
    ),
    "SOP416": (appended(row("ajukan", "pemohon", submission='"true"')), 'submission: "true"'),
    "SOP417": (
        definition(("submission: true\n", "submission: true\n    checklist: [Lengkap]\n")),
        "checklist:",
    ),
    "SOP418": (
        appended(
            decision("putus", answers={"ya": ", next: end", "lain": ""}, next="end"), row("sisa")
        ),
        "next: end\n",
    ),
    "SOP419": (appended(row("ukur", when="form.luas > 100")), "when: form.luas"),
    "SOP420": (
        appended(row("tunggu", "", wait="{until: nama}")),
        "until: nama",
    ),
    "SOP421": (
        appended(
            telling(message="Nomor {result.nomor.number}"),
            row("nomor", "", action="issue_number", with_="{register: a}"),
        ),
        "message:",
    ),
    "SOP422": (
        appended(
            row(
                "ukur",
                form="[{id: anak, title: Anak, type: integer, required: true, personal: true}]",
            ),
            row("catat", when="form.anak > 2"),
        ),
        "when: form.anak",
    ),
    "SOP501": (definition(("legal_limit: 5 hari kerja", "legal_limit: 1 hari kerja")), "promise:"),
    "SOP502": (definition(("promise: 2 hari kerja", "promise: 1 jam")), "promise:"),
    "SOP503": (definition(("    time: 60 menit\n", "")), "id: verifikasi\n"),
    "SOP504": (definition(("    output: Hasil verifikasi\n", "")), "id: verifikasi\n"),
    "SOP505": (definition(("revised: 2025-12-18", "revised: 2022-03-13")), "revised:"),
    "SOP506": (definition(("effective: 2026-01-02", "effective: 2022-03-13")), "effective:"),
    "SOP507": (definition(("legal_limit: 5", "legal_limit: 6")), "effective:"),
    "SOP508": (timed("warnings: [50, 80, 80]"), "warnings:"),
    "SOP509": (
        timed(
            "escalation:",
            "  supervisor: {to: kasi, after: 2 hari kerja}",
            "  head: {to: camat, after: 1 jam}",
        ),
        "head: {to: camat",
    ),
    "SOP510": (timed("extension: {most: 3 hari}", may="extend"), "extension:"),
    "SOP511": (timed("extension: {most: 4 hari kerja}", may="extend"), "extension:"),
    "SOP601": (definition(("[periksa]", "[verifikasi]")), "[verifikasi]"),
    "SOP602": (
        appended(row("paraf", "camat"), row("tanda_tangan", "camat", not_same_person_as="[paraf]")),
        "[paraf]",
    ),
    "SOP603": (definition(("[periksa]", "[pengajuan]")), "[pengajuan]"),
    "SOP604": (definition(("nature: administratif", "nature: teknis")), "nature: teknis"),
    "SOP605": (timed("escalation:", "  head: {to: [camat, pemohon]}"), "head: {to: [camat"),
    "SOP901": (definition(("activity: Menyerahkan", "activity: Penyerahan")), "Penyerahan"),
    "SOP902": (
        definition(
            (
                "form:\n",
                "".join(f"  peran_{n}: {{title: P, may: [assign]}}\n" for n in range(7))
                + "form:\n",
            )
        ),
        "pemohon: {title",
    ),
    "SOP903": (definition((", reason: required", "")), "return_to: pengajuan"),
    "SOP904": (
        appended(row("serah_lagi", "loket", activity="Menyerahkan Surat.")),
        "Menyerahkan Surat.",
    ),
    "SOP905": (definition(("single: true, may: [assign, override]", "single: true")), "camat:"),
    "SOP906": (definition(("    inputs: [Surat]\n", "")), "id: serah\n"),
    "SOP907": (
        appended(row("ukur", form="[{id: luas, title: Ukuran, type: number}]")),
        "title: Ukuran",
    ),
    "SOP908": (
        definition(
            ("    not_same_person_as: [periksa]\n", ""),
            ("    submission: true\n", "    submission: true\n"),
        ).replace("    time: 15 menit\n", "    time: 15 menit\n    not_same_person_as: [serah]\n"),
        "[serah]",
    ),
    "SOP909": (
        definition(("    time: 60 menit\n", "    time: 60 menit\n    pause: applicant\n")),
        "pause: applicant\n",
    ),
    "SOP910": (definition(("may: [assign, override]", "may: [assign, extend]")), "camat: {"),
    "SOP911": (timed("extension: {most: 1 hari kerja}"), "extension:"),
    "SOP912": (
        definition(("promise: 2 hari kerja\n  legal_limit: 5", "promise: 6")),
        "promise: 6 hari kerja",
    ),
}


OF_REGISTERS = {"SOP318", "SOP319"}
"""Not of a definition; test_check_calendars.py has examples of them."""


def test_every_code_of_the_check_has_an_example():
    assert set(EXAMPLES) | OF_REGISTERS == {code for code in CODES if code >= "SOP3"}


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_code_is_found_at_its_line(code: str):
    text, at = EXAMPLES[code]

    found = findings(text, today=date(2027, 1, 3))

    lines = [finding.line for finding in found if finding.code == code]
    assert lines == [line_of(text, at)], "\n".join(map(str, found))


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_finding_says_how_grave_it_is_and_what_to_do(code: str):
    text, _ = EXAMPLES[code]

    found = [one for one in findings(text, today=date(2027, 1, 3)) if one.code == code]

    assert found[0].severity == ("warning" if code >= "SOP9" else "error")
    assert found[0].message
    assert found[0].hint.endswith((".", "?"))


def test_a_good_definition_has_no_findings():
    assert codes(definition(), today=date(2027, 1, 2)) == []


def test_findings_come_in_the_order_of_the_text():
    text = definition(
        ("unit: kecamatan", "unit: kecmatan"),
        ("    role: kasi\n", "    role: kassi\n"),
        ("promise: 2 hari kerja", "promise: 9 hari kerja"),
        ("activity: Menyerahkan", "activity: Penyerahan"),
    )

    found = findings(text)

    assert [one.code for one in found] == ["SOP305", "SOP501", "SOP905", "SOP301", "SOP901"]
    assert all(one.file == "v1.yaml" for one in found)
