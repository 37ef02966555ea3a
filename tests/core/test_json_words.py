"""Facts within JSON text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.json_words import filled_json, is_json_words

ANY = st.text(st.characters(codec="utf-8"))
WORDS = '{"nama": "{form.nama}", "isi": ["a {form.nama} b", 1, true, null], "berkas": "{case}"}'


@given(ANY, ANY)
def test_a_fact_stays_within_its_string(nama: str, case: str) -> None:
    made = filled_json(WORDS, {"form.nama": nama, "case": case})

    assert json.loads(made) == {"nama": nama, "isi": [f"a {nama} b", 1, True, None], "berkas": case}


@pytest.mark.parametrize(
    "hostile", ['", "admin": true, "x": "', "\\", '\\"', "}{", "{case}", "\r\n", "\x00", "\u2028"]
)
def test_quotes_and_braces_of_a_fact_mean_nothing(hostile: str) -> None:
    assert json.loads(filled_json('{"nama": "{form.nama}"}', {"form.nama": hostile})) == {
        "nama": hostile
    }


def test_an_absent_fact_leaves_nothing() -> None:
    assert filled_json('["{form.nama}"]', {}) == '[""]'


def test_what_no_name_is_in_stays_as_it_is_written() -> None:
    words = '{ "biaya" : 1.10,\n "besar": 12345678901234567890 }'

    assert filled_json(words, {"case": "1"}) == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Halo {form.nama}",
        '{"nama": {form.nama}}',
        '{"nama": "{form.nama}"',
        '{"nama": "{Form.Nama}"}',
        '{"{": 1}',
        '{"nama": "\\{form.nama}"}',
        '{"nama": NaN}',
        "[" * 100_000,
    ],
)
def test_what_is_not_json_is_refused_whatever_the_facts(words: str) -> None:
    assert not is_json_words(words)
    with pytest.raises(ValueError, match="not JSON"):
        filled_json(words, {"form.nama": "1"})


@given(st.recursive(st.none() | st.booleans() | st.integers() | ANY, st.lists, max_leaves=8))
def test_json_without_braces_in_its_strings_is_taken(value: object) -> None:
    words = json.dumps(value).replace("{", "(").replace("}", ")")

    assert is_json_words(words)
