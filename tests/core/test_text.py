"""Words in two languages."""

from engine.core.text import Text


def test_english_is_spoken_where_it_was_written_and_indonesian_otherwise() -> None:
    both, one = Text(id="Surat", en="Letter"), Text(id="Surat")

    assert [both.in_language("id"), both.in_language("en")] == ["Surat", "Letter"]
    assert [one.in_language("id"), one.in_language("en")] == ["Surat", "Surat"]
