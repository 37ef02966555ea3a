"""After signing in one comes to a page of ours, whatever the address asked for."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.onward import local_path

PARTS = st.sampled_from(["/", "\\", "//", ":", "@", "http", "https", "evil.example", "?", "#", "."])
HOSTILE = st.lists(PARTS | st.text(max_size=4), max_size=8).map("".join)


@given(HOSTILE | st.text(max_size=80))
def test_whatever_is_asked_for_it_leads_nowhere_else(said: str) -> None:
    found = local_path(said)
    landed = urlsplit(urljoin("https://alur.example/sign-in", found))

    assert (landed.scheme, landed.netloc) == ("https", "alur.example")
    assert found == "" or (found.startswith("/") and not found.startswith(("//", "/\\")))


@pytest.mark.parametrize("page", ["/", "/account", "/cases/01k9?order=oldest", "/?text=a%20b"])
def test_pages_of_ours_are_kept(page: str) -> None:
    assert local_path(page) == page


def test_what_follows_a_hash_is_left_to_the_browser() -> None:
    assert local_path("/cases/01k9#history") == "/cases/01k9"


@pytest.mark.parametrize("page", ["/sign-in", "/sign-in/code", "/sign-out", "/api/v1/x", "//[x"])
def test_what_is_no_page_to_come_back_to_is_not(page: str) -> None:
    assert local_path(page) == ""
