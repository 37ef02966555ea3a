"""What is not the shape of a definition is said in plain words, at its place."""

from collections.abc import Mapping
from typing import Annotated

import pytest
from builders_sop import SAMPLE, edited, findings_of, place_of
from pydantic import Field

from engine.core.errors import SopInvalid
from engine.sop.document import ParallelShape, StepShape
from engine.sop.parse import read_document, read_shape
from engine.sop.shape import Shape
from engine.sop.shape_findings import MAX_FINDINGS


def said(text: str) -> list[tuple[str, str, str]]:
    return [(found.code, found.message, found.hint) for found in findings_of(text)]


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    assert said(edited("promise: 5", "promis: 5")) == [
        ("SOP202", "The key `promise` is missing.", _SERVICE_HINT),
        ("SOP201", "The key `promis` is not known here.", "Did you mean `promise`?"),
    ]


_SERVICE_HINT = "It says: Jangka waktu penyelesaian: what is promised."


def test_an_unknown_key_is_pointed_at_and_a_missing_one_at_its_owner() -> None:
    missing, unknown = findings_of(edited("promise: 5", "promis: 5"))

    assert (missing.line, missing.column) == place_of("service:")
    assert (unknown.line, unknown.column) == place_of("promise: 5 hari")
    assert str(unknown).startswith(f"v2.yaml:{unknown.line}:{unknown.column} SOP201 ")


def test_an_unknown_key_without_a_near_one_lists_what_is_known() -> None:
    (found,) = findings_of(SAMPLE + "zzz: 1\n")

    assert found.hint.startswith("Known here: calendar, class, form, identity, ")


def test_a_comma_that_cuts_a_text_in_two_is_explained() -> None:
    (found,) = findings_of(edited("{id: Loket pengaduan,", "{id: Loket, kotak dan situs,"))

    assert found.message == "The key `kotak dan situs` is not known here."
    assert "quotes" in found.hint


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("title: {id: Penerbitan Izin Keramaian, en:", "title: {id: x, eng:", "Did you mean `en`?"),
        ("tolerance: 3", "tolerence: 3", "Did you mean `tolerance`?"),
        ("evidence: none", "evidnce: none", "Did you mean `evidence`?"),
        ("single: true}\n\nreq", "singl: true}\n\nreq", "Did you mean `single`?"),
        ("return_to: pengajuan", "return: pengajuan", "Did you mean `return_to`?"),
        ("wait: {for: 1 hari}", "wait: {fro: 1 hari}", "Did you mean `for`?"),
        ("id: terbuka, title: L", "id: terbuka, titel: L", "Did you mean `title`?"),
        ("[{id: foto, activity: M", "[{id: foto, actvity: M", "Did you mean `activity`?"),
        ("retry: {attempts: 5", "retry: {atempts: 5", "Did you mean `attempts`?"),
        ("position: Camat", "postion: Camat", "Did you mean `position`?"),
        ("  pauses: {appl", "  pause: {appl", "Did you mean `pauses`?"),
        ("{applicant: 21", "{aplicant: 21", "Did you mean `applicant`?"),
        ("trantib], after: 3", "trantib], later: 3", "Did you mean `after`?"),
        ("head: {to: camat", "haed: {to: camat", "Did you mean `head`?"),
    ],
)
def test_the_nearest_key_is_found_at_every_level(old: str, new: str, hint: str) -> None:
    assert hint in [found.hint for found in findings_of(edited(old, new))]


def test_a_key_of_a_mapping_may_be_called_like_a_key_of_the_language() -> None:
    text = edited("  camat: {title: Camat, single: true}", "  title: {titel: Camat}")

    assert said(text) == [
        ("SOP202", "The key `title` is missing.", "It says: As the column is headed."),
        ("SOP201", "The key `titel` is not known here.", "Did you mean `title`?"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("calendar: kantor-wib", "calendar: [a]", "SOP203", "`calendar` is a list; it must be"),
        ("calendar: kantor-wib", "calendar: {a: b}", "SOP203", "is a mapping; it must be a text"),
        ("product: Surat Izin Keramaian", "product:", "SOP203", "`product` is empty; it must be a"),
        ("output: Bukti bayar", "output: [a]", "SOP203", "`output` is a list; it must be a text"),
        ("checklist: [Identitas sesuai KTP-el, Denah terbaca]", "checklist: a", "SOP203", "a list"),
        ("retry: {attempts: 5, backoff: 2 menit}", "retry: 5", "SOP203", "a mapping of keys"),
        ("with: {register: izin, awalan: 0123}", "with: 5", "SOP203", "a mapping of keys"),
        ("calendar: kantor-wib", "calendar: Kantor", "SOP204", "'Kantor' does not fit `calendar`"),
        ("role: camat\n", "role: Camat\n", "SOP204", "'Camat' does not fit `role`"),
        ("nip: 197001011990032001", "nip: 1970", "SOP204", "'1970' does not fit `nip`"),
        ("cut_off: 12:00", "cut_off: 720", "SOP204", "'720' does not fit `cut_off`"),
        ("min: 0.5", "min: 1e3", "SOP204", "'1e3' does not fit `min`"),
        ("min: 0.5", "min: \u0663", "SOP204", "'\u0663' does not fit `min`"),
        ("  camat: {title", "  Camat: {title", "SOP204", "The key `Camat` is badly written"),
        ("version: 2", "version: two", "SOP204", "a whole number in digits"),
        ("version: 2", "version: 1_0", "SOP204", "a whole number in digits"),
        ("version: 2", "version: [2]", "SOP204", "a whole number in digits"),
        ("created: 2021-04-12", "created: 2021-02-30", "SOP204", "there is no day 2021-02-30"),
        ("created: 2021-04-12", "created: 1700000000", "SOP204", "year-month-day"),
        ("created: 2021-04-12", "created: [x]", "SOP204", "year-month-day"),
        ("promise: 5 hari kerja", "promise: 5 minggu", "SOP204", "is not a duration"),
        ("promise: 5 hari kerja", "promise: [5]", "SOP204", "a whole number and a unit"),
        ("promise: 5 hari kerja", "promise: \u0665 hari kerja", "SOP204", "a whole number and"),
        ("promise: 5 hari kerja", "promise: 999999 hari Kerja", "SOP206",
         "`promise` is too long: at most 2600 hari Kerja"),
        ("review_every: 12 bulan", "review_every: 121 bulan", "SOP206", "at most 120 bulan"),
        ("time: 2 jam\n", "time: 10000 jam\n", "SOP206", "`time` is too long: at most 9999 jam"),
        ("backoff: 2 menit", "backoff: 100000 menit", "SOP206", "at most 99999 menit"),
        ("wait: {for: 1 hari}", "wait: {for: 3651 hari}", "SOP206", "at most 3650 hari"),
        ("most: 4 hari kerja", "most: 87601 jam kalender", "SOP206", "at most 87600 jam kalender"),
        ("warnings: [60, 90]", "warnings: 60", "SOP203", "`warnings` is a text; it must be a list"),
        ("warnings: [60, 90]", "warnings: [0, 90]", "SOP206", "entry 1 of `warnings` must be at"),
        ("warnings: [60, 90]", "warnings: [60, 101]", "SOP206", "entry 2 of `warnings` must be at"),
        ("warnings: [60, 90]", "warnings: [60, x]", "SOP204", "a whole number in digits"),
        ("warnings: [60, 90]", "warnings: [1,2,3,4,5,6,7,8,9,10,11]", "SOP206",
         "`warnings` has too many entries: at most 10 may be there"),
        ("{to: camat, after", "{to: Camat, after", "SOP204", "'Camat' does not fit `to`"),
        ("{to: camat, after", "{to: {a: b}, after", "SOP203", "is a mapping; it must be a text"),
        ("to: [kasi, trantib]", "to: []", "SOP206", "`to` has too few entries: at least 1"),
        ("to: [kasi, trantib]", "to: [kasi, 1]", "SOP204", "'1' does not fit entry 2 of `to`"),
        ("{to: camat, after: 2 hari kerja}", "{after: 2 jam}", "SOP202", "The key `to` is missing"),
        ("kerja, times: 2}", "kerja, times: 0}", "SOP206", "`times` must be at least 1"),
        ("external: true", "external: yes", "SOP204", "write true or false"),
        ("external: true", "external: []", "SOP204", "write true or false"),
        ("external: true", "external: ~", "SOP204", "write true or false"),
        ("end: rejected, reason: required}\n  - id: telaah", "end: failed}\n  - id: telaah",
         "SOP205", "`end` must be one of: completed, rejected"),
        ("pause: payment", "pause: payments", "SOP205", "applicant, payment, external_body"),
        ("type: date", "type: []", "SOP205", "`type` must be one of: text, "),
        ("version: 2", "version: 0", "SOP206", "`version` must be at least 1"),
        ("tolerance: 3", "tolerance: 101", "SOP206", "`tolerance` must be at most 100"),
        ("number: 300.1/044/TR/2026", "number: ' '", "SOP206", "`number` must not be empty"),
        ("unit: orang", "unit: orang yang hadir di acara", "SOP206", "at most 20 characters"),
        ("legal_basis: [uu-25-2009, permendagri-52-2011]", "legal_basis: []", "SOP206",
         "`legal_basis` has too few entries: at least 1"),
        ("[uu-25-2009, permendagri-52-2011]", "[uu-25-2009, A]", "SOP204",
         "'A' does not fit entry 2 of `legal_basis`"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_said_in_plain_words(
    old: str, new: str, code: str, message: str
) -> None:
    (found,) = findings_of(edited(old, new))

    assert (found.code, found.severity, found.file) == (code, "error", "v2.yaml")
    assert message in found.message


def test_a_word_that_is_not_allowed_names_the_nearest_one() -> None:
    (near,) = findings_of(edited("nature: administratif", "nature: administrasi"))
    (far,) = findings_of(edited("nature: administratif", "nature: umum"))

    assert near.hint == "Did you mean `administratif`?"
    assert far.hint == ""
    assert (near.line, near.column) == place_of("administratif")


def test_a_long_value_is_shown_by_its_beginning() -> None:
    (found,) = findings_of(edited("calendar: kantor-wib", f"calendar: {'x' * 200}"))

    assert found.message == f"'{'x' * 40}…' does not fit `calendar`."


def test_all_findings_come_at_once_in_the_order_of_the_text() -> None:
    text = edited("type: money", "type: rupiah").replace("version: 2", "version: x")
    text = text.replace("regime: permendagri-52-2011\n", "regime: x\n") + "extra: 1\n"

    found = findings_of(text)

    assert [one.code for one in found] == ["SOP204", "SOP205", "SOP205", "SOP201"]
    assert [one.line for one in found] == sorted(one.line for one in found)


def test_a_broken_row_is_not_also_called_a_missing_one() -> None:
    (found,) = findings_of(edited("role: camat", "role: [camat]"))

    assert found.code == "SOP203"


def test_a_row_that_is_neither_step_nor_block_gives_one_finding() -> None:
    ((code, message, _),) = said(SAMPLE + "  - nothing\n")

    assert code == "SOP203"
    assert message.startswith("The value of entry 11 of `steps` is a text; it must be a mapping")


BESIDE_A_BLOCK = "Known here: parallel. A row after the block begins with `- id:`."


def test_a_block_with_other_keys_is_still_a_block() -> None:
    found = said(SAMPLE + "  - {parallel: [], id: x}\n")

    assert found == [
        ("SOP206", "The value of `parallel` has too few entries: at least 2 must be there.", ""),
        ("SOP201", "The key `id` is not known here.", BESIDE_A_BLOCK),
    ]


def test_very_many_findings_are_counted_not_listed() -> None:
    found = findings_of("sop: x\nsteps:\n" + "- a\n" * 3000)

    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].code == "SOP210"
    assert "2905 more" in found[-1].message


@pytest.mark.parametrize("key", ["[key]", "\\u2028", "<row>", " "])
def test_strange_keys_are_unknown_keys(key: str) -> None:
    for text in (f'"{key}": 1\n', f'roles: {{"{key}": {{"{key}": 1}}}}\n'):
        assert findings_of(text)


def test_an_error_nobody_thought_of_still_has_its_place_and_words() -> None:
    class Odd(Shape):
        weights: Mapping[str, Annotated[float, Field(multiple_of=2)]]

    with pytest.raises(SopInvalid) as refused:
        read_shape(Odd, "weights:\n  a: heavy\n", file="odd.yaml")

    (found,) = refused.value.findings
    assert (found.code, found.line, found.column) == ("SOP203", 2, 6)
    assert found.message.startswith("The value of `a` does not fit: ")


# --- what contradicts itself


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("type: number", "type: text", "`min` means nothing for the type text"),
        ("min: 0.5", "min: 5, max: 4.5", "`max` is smaller than `min`"),
        ("type: boolean", "type: choice", "The type choice needs `options`"),
        ("title: Tempat\n    type: choice\n", "title: Tempat\n", "`options` mean nothing for the"),
        ("{id: pasar, title: Pasar malam}", "{id: musik, title: Pasar}", "`musik` is listed twice"),
        ("label: Bukan wewenang, end", "label: x, next: arsip, end", "`end` contradicts `next`"),
        ("{label: Setuju}", "{label: Setuju, pause: payment}", "`pause` needs `return_to`"),
        ("wait: {for: 1 hari}", "wait: {}", "A wait needs exactly one of `for` and `until`"),
        ("{until: tanggal}", "{until: tanggal, for: 1 hari}", "A wait needs exactly one of"),
        ("to: [kasi, trantib]", "to: [kasi, kasi]", "The role `kasi` is named twice"),
        ("- id: arsip", "- id: end", "`end` is reserved"),
        ("    role: camat\n", "", "The row `tanda_tangan` does not say who does it"),
        ("role: camat\n", "role: camat\n    action: sign\n", "`action` contradicts `role`"),
        ("role: camat\n", "role: camat\n    with: {a: b}\n", "`with` means nothing on a row with"),
        ("role: camat\n", "role: camat\n    passes: [acara]\n", "`passes` means nothing on a row"),
        ("action: issue_number", "action: issue_number\n    tolerance: 2", "`tolerance` means"),
        ("call: rekomendasi-kepolisian", "call: x\n          submission: true", "`submission` m"),
    ],
)
def test_what_contradicts_itself_is_said_at_the_key(old: str, new: str, message: str) -> None:
    (found,) = findings_of(edited(old, new))

    assert found.code == "SOP207"
    assert message in found.message


def test_a_contradiction_points_at_the_later_key() -> None:
    text = edited("role: camat\n", "role: camat\n    action: sign\n")

    (found,) = findings_of(text)

    assert (found.line, found.column) == place_of("action: sign", text)


def test_shapes_can_be_made_in_code_as_well() -> None:
    step = StepShape(id="a", activity="Memeriksa", role="b", tolerance=2)
    block = ParallelShape(parallel=((step,), (step,)))
    document, _ = read_document(SAMPLE, file="a.yaml")

    again = type(document).model_validate(
        document.model_dump(by_alias=True) | {"steps": [block, step]}
    )

    assert again.steps == (block, step)
    assert again.identity == document.identity
