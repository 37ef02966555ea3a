"""Actions of automated rows: each parameter is there, and written so that it can be used."""

import textwrap

import pytest
from builders_check import (
    REGISTERS,
    appended,
    branches,
    codes,
    decision,
    findings,
    line_of,
    only,
    row,
    telling,
)
from msgspec.structs import replace

from engine.core.action_spec import ParameterKind
from engine.sop.check import check
from engine.sop.check_actions import _CHECKS
from engine.sop.parse import read_document


def numbering(name: str = "nomor", **parameters: str) -> str:
    given = ", ".join(f"{key}: '{text}'" for key, text in ({"register": "a"} | parameters).items())
    return row(name, "", action="issue_number", with_=f"{{{given}}}")


def test_an_action_takes_its_parameters_and_may_leave_out_optional_ones():
    assert codes(appended(numbering(prefix="b"))) == []
    assert codes(appended(numbering())) == []


def test_an_unknown_action_is_said_without_judging_its_parameters():
    text = appended(row("nomor", "", action="zzz", with_="{register: '{x}'}"))

    assert codes(text) == ["SOP306"]


def test_a_near_action_and_a_near_parameter_are_proposed():
    action = only(appended(row("nomor", "", action="isue_number")))
    parameter = only(appended(numbering(prefiks="x")))

    assert action.hint == "Did you mean `issue_number`?"
    assert parameter.hint == "Did you mean `prefix`?"


def test_a_parameter_that_is_missing_is_shown_as_it_would_be_written():
    found = only(appended(row("nomor", "", action="issue_number")))

    assert (found.code, found.hint) == ("SOP308", "Write `with: {register: …}`.")


def test_a_row_may_give_every_parameter_as_it_should_be():
    text = appended(
        telling(
            message="{applicant.name}: berkas {case}\nuntuk {form.nama} siap",
            body='{"berkas": ["{case}", 1], "{form.nama}": null}',
            about="applicant.contact",
            role="kasi",
            channel="sms",
            address="https://layanan.go.id:8443/surat/{case}?usaha={form.nama}",
            template="surat-keterangan",
        ),
        numbering(format="{number:03}/KEC/{unit}/{month}/{year}"),
    )

    assert codes(text) == []


def test_a_line_is_one_line():
    text = appended(numbering(prefix="satu\n\n      dua"))

    assert only(text).code == "SOP320"
    assert only(text).line == line_of(text, "prefix")


def test_a_choice_lists_what_may_be_chosen():
    assert only(appended(telling(channel="fax"))).hint == "Write one of: email, sms."


def test_a_role_is_one_of_the_sop():
    found = only(appended(telling(role="kassi")))

    assert (found.code, found.hint) == ("SOP301", "Did you mean `kasi`?")


def test_a_template_is_one_of_the_library_or_to_be_added():
    near = only(appended(telling(template="surat-keteranagn")))
    none = _without_templates(appended(telling(template="surat-izin")))

    assert near.hint == "Did you mean `surat-keterangan`?"
    assert "folder `templates`" in none


def _without_templates(text: str) -> str:
    document, positions = read_document(text, file="v1.yaml")
    registers = replace(REGISTERS, templates=frozenset())
    (found,) = check(document, positions, registers, file="v1.yaml")
    return found.hint


@pytest.mark.parametrize("name", ["Surat", "surat_keluar", "surat keluar", "1-surat", "-surat"])
def test_a_register_has_a_name_in_lower_case(name: str):
    assert only(appended(numbering(register=name))).code == "SOP320"


@pytest.mark.parametrize("words", ["{", "a } b", "{Nama}", "{form nama}", "{{form.nama}}"])
def test_braces_of_a_message_stand_for_facts(words: str):
    assert only(appended(telling(message=words))).code == "SOP322"


def test_each_fact_that_no_case_has_is_said():
    found = findings(appended(telling(message="{form.namo} {result.x.y} {applicant.nik} {case}")))

    assert [one.code for one in found] == ["SOP323"] * 3
    assert found[0].hint == "Did you mean `form.nama`?"


def test_facts_within_json_are_those_of_the_case():
    unknown = only(appended(telling(body='{"nama": "{form.namo}"}')))

    assert (unknown.code, unknown.hint) == ("SOP323", "Did you mean `form.nama`?")


@pytest.mark.parametrize("body", ["nama", '{"a": }', '{"a": {case}}', '{"a": "{"}'])
def test_a_body_is_json_with_facts_in_its_strings(body: str):
    assert only(appended(telling(body=body))).code == "SOP327"


def test_every_kind_of_parameter_is_held_to_something():
    assert set(_CHECKS) == set(ParameterKind)


def test_a_fact_is_named_without_braces():
    braces = only(appended(telling(about="{form.nama}")))
    unknown = only(appended(telling(about="nama")))

    assert (braces.code, braces.hint) == ("SOP323", "Write `form.nama`, without braces.")
    assert unknown.code == "SOP323"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{year}/KEC", "the same number"),
        ("{number}/{day}", "braces"),
        ("{number:3}", "braces"),
        ("{number", "braces"),
        ("{number}\n\n      /KEC", "a single line"),
    ],
)
def test_a_number_format_has_its_parts_and_the_number_among_them(words: str, said: str):
    assert said in only(appended(numbering(format=words))).message


@pytest.mark.parametrize(
    "address",
    [
        "https://layanan.go.id",
        "http://localhost:8080/a",
        "https://[2001:db8::1]:443/a",
        "https://layanan.go.id?usaha={form.nama}",
        "https://layanan.go.id#{case}",
        "https://layanan.go.id/surat@kantor",
    ],
)
def test_an_address_says_its_host_and_may_then_name_facts(address: str):
    assert codes(appended(telling(address=address))) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("layanan.go.id", "does not begin with"),
        ("ftp://layanan.go.id", "does not begin with"),
        ("{form.nama}://layanan.go.id", "does not begin with"),
        ("https:///surat", "names no host"),
        ("https://budi:rahasia@layanan.go.id", "a user or a password"),
        ("https://{form.nama}@layanan.go.id", "a user or a password"),
        ("https://{form.nama}.go.id", "which host is called"),
        ("https://layanan.go.id:{form.nama}", "which host is called"),
        ("https://layanan.go.id{form.nama}/", "which host is called"),
        ("https://layanan.go.id:99999/", "for a host"),
        ("https://-layanan/", "for a host"),
        ("https://layanan.go.id\\@lain.id/", "a user or a password"),
        ("https://layanan.go.id\\.lain.id/", "for a host"),
        ("https://layanan.go.id/surat masuk", "no address has"),
    ],
)
def test_an_address_that_leads_astray_is_refused(address: str, said: str):
    found = only(appended(telling(address=address)))

    assert found.code == "SOP325"
    assert said in found.message


def test_an_address_names_facts_of_the_case():
    assert only(appended(telling(address="https://a.go.id/{form.namo}"))).code == "SOP323"
    assert only(appended(telling(address="https://a.go.id/{"))).code == "SOP322"


def test_what_an_earlier_row_recorded_may_be_told():
    asks = row("ukur", form="[{id: hasil, title: Hasil}]")
    calls = row("minta", "", call="rekomendasi-dinas")
    words = "{form.hasil} {result.nomor.number} {result.minta.result}"

    assert codes(appended(asks, calls, numbering(), telling(message=words))) == []


def test_what_only_a_later_row_records_cannot_be_told():
    asks = row("ukur", form="[{id: hasil, title: Hasil}]")
    text = appended(telling(message="{form.hasil}", about="result.nomor.number"), asks, numbering())

    found = findings(text)

    assert [(one.code, one.line) for one in found] == [
        ("SOP421", line_of(text, "message:")),
        ("SOP421", line_of(text, "about:")),
    ]


def test_what_the_other_branch_records_cannot_be_told():
    text = appended(branches(numbering(), telling(about="result.nomor.number")))

    assert codes(text) == ["SOP421"]


def test_what_a_return_brings_along_may_be_told():
    back = decision("putus", answers={"ya": "", "lain": ", return_to: serah, reason: required"})

    text = appended(telling(about="result.nomor.number"), numbering(), back)

    assert codes(text) == []


def test_a_field_asked_again_later_is_there_from_the_opening():
    again = row("ukur", form="[{id: nama, title: Nama usaha}]")

    assert codes(appended(telling(message="{form.nama}"), again)) == ["SOP907"]


def test_the_first_row_is_told_nothing_of_later_ones():
    told = textwrap.indent(telling(about="result.nomor.number"), "  ")
    text = appended(numbering()).replace("steps:\n", f"steps:\n{told}")

    found = findings(text.replace("    submission: true\n", ""))

    assert [one.line for one in found if one.code == "SOP421"] == [line_of(text, "about:")]
