"""Reading definitions: strict YAML, the right shape, and a place for everything said."""

import contextlib
from datetime import date

import pytest
import yaml
from builders_sop import DEFINITIONS, SAMPLE, place_of
from hypothesis import given
from hypothesis import strategies as st

from engine.core.errors import SopUnreadable
from engine.core.values import FieldType
from engine.sop import strict_yaml
from engine.sop.codes import CODES
from engine.sop.document import ParallelShape, StepShape
from engine.sop.parse import read_document
from engine.sop.shape import Bilingual
from engine.sop.strict_yaml import MAX_BYTES, Positions, tree_from_text


def unreadable(text: str | bytes) -> tuple[str, int, int]:
    with pytest.raises(SopUnreadable) as refused:
        tree_from_text(text, file="a.yaml")
    found = refused.value.finding
    assert found.code in CODES
    assert found.hint
    assert str(refused.value) == str(found)
    return found.code, found.line, found.column


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
