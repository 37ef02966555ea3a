"""Reading definitions: strict YAML, the right shape, and a place for everything said."""

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import pytest
import yaml
from builders_sop import DEFINITIONS, SAMPLE, edited, findings_of, place_of
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from engine.core.errors import SopInvalid, SopUnreadable
from engine.core.values import FieldType
from engine.sop import strict_yaml
from engine.sop.codes import CODES
from engine.sop.document import ParallelShape, StepShape
from engine.sop.parse import read_document, read_shape
from engine.sop.shape import Bilingual, Shape
from engine.sop.shape_findings import MAX_FINDINGS
from engine.sop.strict_yaml import MAX_BYTES, Positions, tree_from_text


def unreadable(text: str | bytes) -> tuple[str, int, int]:
    with pytest.raises(SopUnreadable) as refused:
        tree_from_text(text, file="a.yaml")
    found = refused.value.finding
    assert found.code in CODES
    assert found.hint
    assert str(refused.value) == str(found)
    return found.code, found.line, found.column


def said(text: str) -> list[tuple[str, str, str]]:
    return [(found.code, found.message, found.hint) for found in findings_of(text)]


# --- what a definition becomes


def test_a_definition_with_every_key_is_read() -> None:
    document, _ = read_document(SAMPLE, file="v2.yaml")

    assert document.sop == "izin-keramaian"
    assert document.version == 2
    assert document.title == Bilingual(id="Penerbitan Izin Keramaian", en="Public event permit")
    assert document.identity.effective == date(2026, 2, 2)
    assert document.form[2].type is FieldType.INTEGER
    assert document.form[2].max == "50000"
    assert list(document.roles) == ["pemohon", "loket", "trantib", "kasi", "camat"]
    assert document.roles["pemohon"].external is True
    block = document.steps[3]
    assert isinstance(block, ParallelShape)
    assert isinstance(block.parallel[0][1], ParallelShape)
    last = document.steps[-1]
    assert isinstance(last, StepShape)
    assert last.next == "end"


@pytest.mark.parametrize("path", sorted(DEFINITIONS.rglob("v*.yaml")), ids=lambda p: p.parent.name)
def test_the_definitions_of_this_project_are_read(path) -> None:
    document, _ = read_document(path.read_bytes(), file=path.name)

    assert document.sop == path.parent.name
    assert f"v{document.version}.yaml" == path.name


def test_plain_scalars_stay_the_text_that_stands_there() -> None:
    tree, _ = tree_from_text(
        "{a: 10:30, b: no, c: 0123, d: 197001011990031001, e: 1.50, f: 2026-01-01}", file="a.yaml"
    )

    assert tree == {
        "a": "10:30",
        "b": "no",
        "c": "0123",
        "d": "197001011990031001",
        "e": "1.50",
        "f": "2026-01-01",
    }


def test_an_empty_or_null_scalar_is_nothing_and_a_quoted_one_is_text() -> None:
    tree, _ = tree_from_text('a:\nb: null\nc: ~\nd: ""\ne: "null"\nf: \'~\'\n', file="a.yaml")

    assert tree == {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": "~"}


def test_bytes_and_windows_line_ends_are_read_alike() -> None:
    plain, _ = read_document(SAMPLE, file="a.yaml")
    windows, positions = read_document(SAMPLE.replace("\n", "\r\n").encode(), file="a.yaml")

    assert plain.model_copy(update={"identity": windows.identity}) == windows
    assert positions.at(("steps", 1, "role")) == place_of("loket\n    inputs: [Berkas permohonan, ")


# --- where things stand


def test_keys_and_values_know_their_places() -> None:
    _, positions = read_document(SAMPLE, file="a.yaml")

    assert positions.key_at(("service", "promise")) == place_of("promise: 5 hari")
    assert positions.at(("service", "promise")) == place_of("5 hari kerja")
    assert positions.at(("identity", "legal_basis", 1)) == place_of("permendagri-52-2011]")
    assert positions.at(("steps", 3, "parallel", 1, 0, "call")) == place_of(
        "rekomendasi-kepolisian\n          passes"
    )


def test_a_place_that_does_not_exist_is_the_nearest_one_around_it() -> None:
    _, positions = read_document(SAMPLE, file="a.yaml")

    assert positions.at(("service", "nothing", 3)) == positions.at(("service",))
    assert positions.key_at(("service", "nothing")) == place_of("service:")
    assert positions.key_at(("steps", 1, "action")) == positions.at(("steps", 1))
    assert positions.key_at(("nothing",)) == (2, 1)
    assert Positions().at(("a",)) == (1, 1)
    assert Positions().key_at(("a",)) == (1, 1)


# --- what is not YAML of the strict kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: b\nc: x\xff", ("SOP101", 2, 5)),
        ("é: é\n".encode("latin-1"), ("SOP101", 1, 1)),
        ("x" * (MAX_BYTES + 1), ("SOP102", 1, 1)),
        ("\n".join(f"k{n}: v" for n in range(6000)), ("SOP102", 5000, 8)),
        ("a: b\nc: d\x07", ("SOP103", 2, 5)),
        ("a: \ud800", ("SOP103", 1, 4)),
        ("\ufeffa: b", ("SOP103", 1, 1)),
        (b"\xef\xbb\xbfa: b", ("SOP103", 1, 1)),
        ("a: b\rc: d", ("SOP103", 1, 5)),
        ("a: \u202eb", ("SOP103", 1, 4)),
        ("a: 10\u00a0hari", ("SOP103", 1, 6)),
        ("a: 10\u202fhari", ("SOP103", 1, 6)),
        ("a: hari\u200b", ("SOP103", 1, 8)),
        ("a: ha\u00adri", ("SOP103", 1, 6)),
        ('a: "\\x07"', ("SOP103", 1, 4)),
        ('a: "\\t"', ("SOP104", 1, 4)),
        ("a:\n\tb: c", ("SOP104", 2, 1)),
        ("a: b: c", ("SOP105", 1, 5)),
        ("a: 'b", ("SOP105", 1, 6)),
        ("a: b\na: c", ("SOP106", 2, 1)),
        ("{a: {b: 1, b: 2}}", ("SOP106", 1, 12)),
        ("a: &x b", ("SOP107", 1, 4)),
        ("a: *x", ("SOP107", 1, 4)),
        ("*x : b", ("SOP107", 1, 1)),
        ("a: &x [b]", ("SOP107", 1, 4)),
        ("a: !!str b", ("SOP108", 1, 4)),
        ("a: !!python/object/apply:os.system [b]", ("SOP108", 1, 4)),
        ("! a: b", ("SOP108", 1, 1)),
        ("<<: {a: b}", ("SOP109", 1, 1)),
        ("? [a]\n: b", ("SOP110", 1, 3)),
        ("null: b", ("SOP110", 1, 1)),
        ("a: b\n---\nc: d", ("SOP111", 2, 1)),
        ("a: " + "[" * 60 + "]" * 60, ("SOP112", 1, 43)),
        ("", ("SOP113", 1, 1)),
        ("# nothing\n", ("SOP113", 1, 1)),
        ("\n- a", ("SOP113", 2, 1)),
        ("a", ("SOP113", 1, 1)),
        ("%YAML 1.2\n---\na: b", ("SOP114", 1, 1)),
        ("%TAG ! tag:x,2020:\n---\na: b", ("SOP114", 1, 1)),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_at_its_place(
    text: str | bytes, expected: tuple[str, int, int]
) -> None:
    assert unreadable(text) == expected


def test_a_definition_may_be_as_large_and_as_deep_as_the_limits() -> None:
    deep = "[" * 39 + "]" * 39
    comment = "#" * (MAX_BYTES - len(f"a: {deep}\n"))

    tree, _ = tree_from_text(f"a: {deep}\n{comment}", file="a.yaml")

    assert list(tree) == ["a"]
    assert unreadable(f"a: [{deep}]")[0] == "SOP112"
    assert unreadable(f"a: {deep}\n{comment}#")[0] == "SOP102"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a0: &a0 [x, x]\n" + "\n".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)
    )

    assert unreadable(bomb) == ("SOP107", 1, 5)


def test_the_pure_reader_refuses_what_the_fast_one_refuses(monkeypatch) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", yaml.SafeLoader)

    assert read_document(SAMPLE, file="a.yaml")[0].sop == "izin-keramaian"
    assert unreadable("a: b: c") == ("SOP105", 1, 5)
    assert unreadable('a: "\\UFFFFFFFF"') == ("SOP105", 1, 1)
    assert unreadable('a: "\\ud800"') == ("SOP103", 1, 4)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_or_bytes_are_read_or_refused(text: str | bytes) -> None:
    with contextlib.suppress(SopUnreadable):
        tree, positions = tree_from_text(text, file="a.yaml")
        assert {(key,) for key in tree} <= positions.keys.keys() <= positions.values.keys()


# --- what has not the shape of a definition


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
