"""Phone numbers as people write them, and as gateways want them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.actions.phone import masked_phone, phone_from, whatsapp_link

BLANKS = st.text(st.sampled_from(" -.()/\u00a0"), max_size=2)
MOBILE = st.from_regex(r"8[1-9][0-9]{7,10}", fullmatch=True)
BEFORE = st.sampled_from(("0", "62", "+62", "0062", "620", "+620", ""))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    number, before = draw(MOBILE), draw(BEFORE)
    return number, "".join(draw(BLANKS) + digit for digit in before + number) + draw(BLANKS)


@pytest.mark.parametrize(
    "text",
    [
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "62 81234567890",
        "0062.812.3456.7890",
        "81234567890",
        " (0812) 34567890 ",
    ],
)
def test_however_it_is_written_it_is_one_number(text: str) -> None:
    assert phone_from(text) == "6281234567890"


@given(written())
def test_blanks_and_prefixes_do_not_matter(case: tuple[str, str]) -> None:
    number, text = case

    assert phone_from(text) == f"62{number}"


@given(MOBILE)
def test_a_number_that_was_made_stays_as_it_is(number: str) -> None:
    assert phone_from(phone_from(number)) == phone_from(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "siti@contoh.go.id",
        "021 345 6789",
        "+1 812 3456 7890",
        "0812",
        "0812 3456 7890 1234",
        "0802 3456 7890",
        "0812 3456 789a",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "++62812 3456 7890",
        "0812 3456 7890, 0813 3456 7890",
        "081234567890&text=x",
    ],
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mobile"):
        phone_from(text)


@given(MOBILE)
def test_a_masked_number_shows_seven_digits_at_most(number: str) -> None:
    full = phone_from(number)

    masked = masked_phone(full)

    assert len(masked) == len(full)
    assert masked.count("*") >= 4
    assert masked[:4] == full[:4]
    assert masked[-3:] == full[-3:]


@given(MOBILE, st.text(st.characters(codec="utf-8"), min_size=1))
def test_the_link_holds_the_whole_message_and_nothing_else(number: str, words: str) -> None:
    link = urlsplit(whatsapp_link(phone_from(number), words))

    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", f"/62{number}")
    assert parse_qs(link.query, keep_blank_values=True, strict_parsing=True) == {"text": [words]}
    assert not link.fragment
