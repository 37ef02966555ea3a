"""What a form of a page brings: fields with text, never much, and the documents that go with it."""

from collections.abc import AsyncGenerator, Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request, params
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.identity import WITH_FILES, read_parts
from engine.core.text import Frozen

LARGEST_FORM = 64 * 1024
"""Bytes, unless the route takes more."""
MOST_FIELDS = 200

_TYPE = "application/x-www-form-urlencoded"


class Form(Frozen, frozen=True, kw_only=True):
    """The fields of a form as they were sent, and the documents by the field that brings them."""

    fields: Mapping[str, tuple[str, ...]] = {}
    documents: Mapping[str, tuple[UploadFile, ...]] = {}

    def one(self, name: str) -> str:
        """The text of a field, blanks around it gone; empty where nothing was said."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """The text of a field to the letter: of a password, blanks count."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Everything said under that name."""
        return self.fields.get(name, ())


def takes(largest: int) -> params.Depends:
    """For the `dependencies` of a route whose form may be larger than others, before `keeps`.

    Args:
        largest: bytes; of a form with documents, characters of its texts.
    """

    async def remember(request: Request) -> None:
        request.state.largest_form = largest

    return params.Depends(remember)


async def form_sent(request: Request) -> Form:
    """The form that the request brings.

    Raises:
        HTTPException: it is no form (415), is too large (413), or cannot be read (400).
    """
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated == WITH_FILES:
        return await _with_documents(request)
    length = request.headers.get("content-length", "")
    if stated != _TYPE:
        raise HTTPException(415)
    if not length.isdecimal() or int(length) > _largest(request):
        raise HTTPException(413)
    return form_from(await request.body())


def form_from(body: bytes) -> Form:
    """The form that these bytes are.

    Raises:
        HTTPException: they are none (400).
    """
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise HTTPException(400) from None
    return Form(fields={name: tuple(said) for name, said in fields.items()})


async def _with_documents(request: Request) -> Form:
    fields: dict[str, tuple[str, ...]] = {}
    documents: dict[str, tuple[UploadFile, ...]] = {}
    size = 0
    for name, said in (await read_parts(request)).multi_items():
        if isinstance(said, str):
            size += len(said)
            fields[name] = (*fields.get(name, ()), said)
        elif said.filename:  # a field in which nothing was chosen comes without a name
            documents[name] = (*documents.get(name, ()), said)
    if size > _largest(request):
        raise HTTPException(413)
    return Form(fields=fields, documents=documents)


def _largest(request: Request) -> int:
    found: int = getattr(request.state, "largest_form", LARGEST_FORM)
    return found


async def form_while_needed(request: Request) -> AsyncGenerator[Form]:
    """As `form_sent`; what its documents took up is given back when the request is answered.

    Raises:
        HTTPException: as `form_sent`.
    """
    try:
        yield await form_sent(request)
    finally:
        await request.close()


Sent = Annotated[Form, Depends(form_while_needed)]
