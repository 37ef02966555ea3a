"""Who is named in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.mentions import MOST_MENTIONED, mentioned


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@dewi.lestari, mohon dilihat.", ["dewi.lestari"]),
        ("Tanya @budi.", ["budi"]),
        ("(@budi) dan @dewi-2!", ["budi", "dewi-2"]),
        ("@budi @dewi @budi", ["budi", "dewi"]),
        ("surel ayu@kantor.id", []),
        ("@", []),
        ("@@budi", []),
        ("tanpa sebutan", []),
    ],
)
def test_people_are_named_by_an_at_sign(text: str, people: list[str]) -> None:
    assert list(mentioned(text)) == people


@given(st.lists(st.integers(0, 60), max_size=40))
def test_each_is_named_once_and_a_list_names_only_its_first(numbers: list[int]) -> None:
    people = [f"orang.{number}" for number in numbers]
    text = " ".join(f"@{one}" for one in people)

    assert list(mentioned(text)) == list(dict.fromkeys(people))[:MOST_MENTIONED]
