"""How a file is handed to a browser: to be saved, under its own name, never run.

Source: RFC 6266 (Content-Disposition), RFC 8187 (names beyond ASCII).
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

_SHOWN_AS_THEY_ARE = frozenset({"application/pdf", "application/json", "image/png", "image/jpeg"})
"""What no browser runs. Anything else goes out as bytes without a meaning."""

_NOT_IN_A_TOKEN = re.compile(r"[^A-Za-z0-9 ._()+,=-]")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}


def as_download(name: str) -> Mapping[str, str]:
    """The headers for a file of that name, whatever the name holds."""
    plain = _NOT_IN_A_TOKEN.sub("_", name)
    said = f'attachment; filename="{plain}"'
    if plain != name:
        said += f"; filename*=UTF-8''{quote(name, safe='')}"
    return _ALWAYS | {"Content-Disposition": said}


def media_type_of(stated: str) -> str:
    """The media type to answer with, where one was stated by whoever filed the document."""
    return stated if stated in _SHOWN_AS_THEY_ARE else "application/octet-stream"
