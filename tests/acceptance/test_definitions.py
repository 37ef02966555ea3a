"""The definitions in the folder: each compiles cleanly, lies where it says, and speaks twice."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from acceptance.desks import DEFINITIONS, registers

from engine.core.text import Text
from engine.service import library
from engine.sop.compile import Compiled, compile_text

FILES = library.definitions(DEFINITIONS)
KNOWN = {"perizinan/izin-prinsip/v1.yaml": ["SOP912"]}
"""Warnings that stand: its office has not said yet which rule gives it more than five days."""


def _name(path: Path) -> str:
    return path.relative_to(DEFINITIONS).as_posix()


def _compiled(path: Path) -> Compiled:
    return compile_text(path.read_bytes(), registers(), file=_name(path))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_definition_compiles_without_a_finding_that_is_not_known(path: Path) -> None:
    codes = [finding.code for finding in _compiled(path).findings]

    assert codes == KNOWN.get(_name(path), [])


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_definition_lies_in_the_folder_of_its_sop_under_its_version(path: Path) -> None:
    document = _compiled(path).document

    assert path.parent.name == document.sop
    assert path.name == f"v{document.version}.yaml"
    assert path.parent.parent.parent == DEFINITIONS


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_definition_tells_editors_where_its_schema_lies(path: Path) -> None:
    first, _, _ = path.read_text("utf-8").partition("\n")

    assert first == "# yaml-language-server: $schema=../../sop.schema.json"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_everything_the_definition_says_to_people_has_its_english(path: Path) -> None:
    assert [text.id for text in _texts(_compiled(path).workflow) if not text.en] == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_an_illustrative_time_says_so_in_both_languages(path: Path) -> None:
    notes = [step.note for step in _compiled(path).workflow.steps() if step.note is not None]

    for note in notes:
        assert ("ilustratif" in note.id) == ("llustrative" in note.en)


def test_every_regulation_of_the_register_is_cited() -> None:
    cited = {key for path in FILES for key in _compiled(path).document.identity.legal_basis}
    kept_by = {one.source for one in registers().retention.values()}

    assert cited | kept_by == set(registers().regulations)


def _texts(value: object) -> Iterator[Text]:
    match value:
        case Text():
            yield value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from _texts(getattr(value, name))
        case Mapping():
            yield from _texts(tuple(value.values()))
        case tuple():
            for one in value:
                yield from _texts(one)
