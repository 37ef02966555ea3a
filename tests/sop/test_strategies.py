"""The random definitions that other tests are built on keep what they promise."""

from builders_check import REGISTERS
from hypothesis import given
from strategies import sop_documents, sop_texts

from engine.sop.check import check
from engine.sop.compile import compile_text
from engine.sop.document import SopDocument
from engine.sop.strict_yaml import Positions


@given(sop_documents())
def test_a_tame_definition_has_no_errors(document: SopDocument):
    found = check(document, Positions(), REGISTERS, file="")

    assert [str(one) for one in found if one.severity == "error"] == []


@given(sop_texts())
def test_a_tame_definition_compiles_from_its_text(text: str):
    compiled = compile_text(text, REGISTERS)

    assert compiled.workflow.steps()
