"""How the official form says how long records are kept."""

import pytest
from builders_check import A_CLASS, HEAD, REGISTERS, definition
from msgspec.structs import replace

from engine.core.retention import Fate, Span
from engine.sop.official_block import retention, sections
from engine.sop.parse import read_document
from engine.sop.registers import Registers
from engine.sop.wording import written_retention, written_span


@pytest.mark.parametrize(
    ("months", "own", "english"),
    [
        (12, "1 tahun", "1 year"),
        (24, "2 tahun", "2 years"),
        (1, "1 bulan", "1 month"),
        (18, "18 bulan", "18 months"),
        (0, "0 bulan", "0 months"),
    ],
)
def test_spans_are_written_in_years_where_they_are_whole(months, own, english) -> None:
    assert (written_span(Span(months=months), "id"), written_span(Span(months=months), "en")) == (
        own,
        english,
    )


@pytest.mark.parametrize(
    ("fate", "own", "english"),
    [
        (Fate.DESTROY, "musnah", "destroyed"),
        (Fate.PERMANENT, "permanen", "kept for good"),
        (Fate.REVIEW, "dinilai kembali", "judged anew"),
    ],
)
def test_a_class_says_both_spans_and_what_comes_then(fate, own, english) -> None:
    kept = replace(A_CLASS, fate=fate)

    assert written_retention(kept, "id") == f"aktif 1 tahun, inaktif 18 bulan, {own}"
    assert written_retention(kept, "en") == f"active 1 year, inactive 18 months, {english}"


def test_the_form_says_it_among_the_records() -> None:
    document, _ = read_document(definition(head=HEAD + "retention: surat\n"), file="v1.yaml")
    unnamed, _ = read_document(definition(), file="v1.yaml")

    assert sections(document, REGISTERS, "id")[-1].values[-1] == (
        "Retensi arsip: aktif 1 tahun, inaktif 18 bulan, musnah"
    )
    assert retention(document, Registers(), "en") == ("Retention: surat",)
    assert retention(unnamed, REGISTERS, "id") == ()
