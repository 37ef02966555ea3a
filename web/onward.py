"""Where to go on after signing in: only to a page of ours, whatever an address says."""

from urllib.parse import urlsplit

LONGEST = 500

_NOT_THERE = ("/sign-in", "/sign-out", "/static/", "/api/")


def local_path(said: str) -> str:
    """The path and question of a page of ours; empty for anything else.

    Backslashes count as slashes for browsers, and they leave tabs and line breaks out: an address
    with any such sign is none of ours.
    """
    if not said.startswith("/") or said.startswith("//") or len(said) > LONGEST:
        return ""
    if "\\" in said or not said.isprintable() or " " in said:
        return ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith(_NOT_THERE):
        return ""
    return said.partition("#")[0]
