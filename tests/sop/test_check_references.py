"""References: what is named exists, and hints say what was probably meant."""

import msgspec
from builders_check import (
    HEAD,
    REGISTERS,
    appended,
    codes,
    definition,
    findings,
    line_of,
    only,
    row,
)
from msgspec.structs import replace

from engine.core.errors import Finding
from engine.sop.check import check
from engine.sop.compile import compile_text
from engine.sop.parse import read_document


def test_a_near_name_is_proposed():
    text = appended(row("x", next="verivikasi"))

    assert only(text).hint == "Did you mean `verifikasi`?"


def test_what_is_not_in_a_register_is_misspelt_or_to_be_added():
    near = only(definition(("[uu-25-2009]", "[uu-25-2008]"))).hint
    far = only(definition(("unit: kecamatan", "unit: xyz"))).hint

    assert near == "Did you mean `uu-25-2009`? Or add it to `regulations` in registers.yaml."
    assert far.endswith("add it to `units` in registers.yaml.")
    assert "Add it to `regulations`" in _without_regulations().hint


def _without_regulations() -> Finding:
    document, positions = read_document(definition(), file="contoh.yaml")
    (found,) = check(document, positions, replace(REGISTERS, regulations={}), file="contoh.yaml")
    return found


def test_a_copy_whose_version_was_not_raised_is_found_by_its_name():
    text = definition()
    document, positions = read_document(text, file="contoh/v2.yaml")
    (found,) = check(document, positions, REGISTERS, file="contoh/v2.yaml")

    assert (found.code, found.line) == ("SOP317", line_of(text, "version: 1"))
    assert found.hint == "Write `version: 2`, or call the file v1.yaml."


def test_a_role_is_proposed_among_the_roles():
    found = findings(definition(("    role: kasi\n", "    role: xyz\n")))

    assert [one.hint for one in found if one.code == "SOP301"] == [
        "Known: pemohon, loket, kasi, camat."
    ]


def test_many_known_names_are_not_listed():
    text = appended(*(row(f"baris_{n}") for n in range(12)), row("x", next="zzz"))

    assert only(text).hint == "Name a row of this SOP by its id."


def test_a_calendar_of_the_register_may_be_chosen():
    assert codes(definition(head=HEAD + "calendar: kantor\n")) == []


def test_a_retention_class_of_the_register_may_be_named():
    text = definition(head=HEAD + "retention: surat\n")

    assert codes(text) == []
    assert compile_text(text, REGISTERS).workflow.retention == "surat"


def test_an_sop_that_names_no_retention_class_keeps_the_hash_it_had_before_there_were_any():
    unnamed, named = (
        compile_text(definition(head=HEAD + more), REGISTERS).workflow
        for more in ("", "retention: surat\n")
    )

    assert b"retention" not in msgspec.json.encode(unnamed)
    assert unnamed.hash != named.hash


def test_an_unknown_retention_class_is_found_at_its_place():
    text = definition(head=HEAD + "retention: suart\n")
    found = only(text)

    assert (found.code, found.line) == ("SOP328", line_of(text, "retention:"))
    assert found.hint == "Did you mean `surat`? Or add it to `retention` in registers.yaml."


def test_the_units_own_calendar_must_be_in_the_register():
    found = only(definition(("unit: kecamatan", "unit: lapangan")))

    assert found.code == "SOP303"
    assert "the unit's calendar `tidak-ada`" in found.message


def test_a_chosen_calendar_stands_in_for_the_units():
    text = definition(("unit: kecamatan", "unit: lapangan"), head=HEAD + "calendar: kantor\n")

    assert codes(text) == []


def test_a_called_sop_may_be_handed_any_field_of_the_sop():
    asks = row("ukur", form="[{id: hasil, title: Hasil}]")

    text = appended(asks, row("minta", "", call="rekomendasi-dinas", passes="[nama, hasil]"))

    assert codes(text) == []


def test_requirements_have_ids_of_their_own():
    head = HEAD + "requirements:\n- {id: ktp, title: KTP}\n- {id: kk, title: KK}\n"

    assert codes(definition(head=head)) == []


def test_every_further_row_of_one_name_is_said():
    text = appended(row("serah"), row("serah"))

    assert [code for code in codes(text) if code == "SOP311"] == ["SOP311", "SOP311"]
