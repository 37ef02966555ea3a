"""What a form brought whose session had ended is not lost: its fields are kept under seal.

Nor of one that stood in a browser since before somebody signed in anew. Only of routes that say
which fields; never passwords or codes. Only for the person whose session it was, and only if the
form was one of theirs: its token says so, though the session that it is of is over.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from hmac import compare_digest

import msgspec
from fastapi import Request, params
from starlette.exceptions import HTTPException

from api.identity import CSRF_FIELD, csrf_token, is_of_this_site
from api.installed import Now
from engine.core.errors import InputRefused, SealBroken
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import drafts, sessions
from engine.service.database import Database
from engine.service.sessions import Session
from web import cookies
from web.forms import Form, form_sent

Fields = dict[str, tuple[str, ...]]


class Kept(Frozen, frozen=True, kw_only=True):
    """What somebody had written, and when they sent it (UTC)."""

    form: Form
    saved_at: datetime


class Keeping:
    """Says of a route which fields of its form are kept when the session has ended."""

    def __init__(self, *fields: str) -> None:
        self._fields = fields

    async def __call__(self, request: Request, at: Now) -> None:
        """Remember when it was sent, for whoever answers a refusal."""
        request.state.sent_at = at

    def chosen(self, form: Form) -> Fields:
        """The fields that are kept."""
        return {name: said for name, said in form.fields.items() if self._keeps(name)}

    def _keeps(self, name: str) -> bool:
        return name != CSRF_FIELD and any(fnmatchcase(name, one) for one in self._fields)


def keeps(*fields: str) -> params.Depends:
    """For the `dependencies` of a route, before `allow`.

    Args:
        fields: names of fields; a pattern such as `form.*` stands for all that it fits.
    """
    return params.Depends(Keeping(*fields))


def may_keep(request: Request, database: Database) -> bool:
    """Whether it is worth reading what the request brings: the route keeps, of somebody known."""
    return _keeping_of(request) is not None and _session_of(request, database) is not None


async def form_to_keep(request: Request) -> Form | None:
    """The form that the request brings, its documents left out; None where it brings none."""
    try:
        return Form(fields=(await form_sent(request)).fields)
    except HTTPException:
        return None
    finally:
        await request.close()


def keep_for_later(
    request: Request, database: Database, form: Form | None, *, at: datetime
) -> bool:
    """Keep what the form brings, if the route says so and the form was the person's own."""
    keeping = _keeping_of(request)
    session = _session_of(request, database)
    if keeping is None or session is None or form is None:
        return False
    given = form.one(CSRF_FIELD)
    if not is_of_this_site(request) or not _was_shown_to(database, session.person, given):
        return False
    content = msgspec.json.encode(keeping.chosen(form))
    try:
        drafts.save(database, session.person, _place(request.url.path), content, at=at)
    except InputRefused:  # larger than anything a person types
        return False
    return True


def kept_for(database: Database, person: PersonId, path: str) -> Kept | None:
    """What the person had written on that page, if anything waits."""
    try:
        found = drafts.find(database, person, _place(path))
    except SealBroken:  # the key has changed since; nobody can read it any more
        return None
    if found is None:
        return None
    fields: Mapping[str, tuple[str, ...]] = msgspec.json.decode(found.content, type=Fields)
    return Kept(form=Form(fields=fields), saved_at=found.saved_at)


def forget(database: Database, person: PersonId, path: str) -> None:
    """It was sent, or thrown away."""
    drafts.drop(database, person, _place(path))


def _keeping_of(request: Request) -> Keeping | None:
    """What the route says that it keeps, however early it was refused."""
    dependencies: Sequence[params.Depends] = getattr(request.scope.get("route"), "dependencies", ())
    return next(
        (one.dependency for one in dependencies if isinstance(one.dependency, Keeping)), None
    )


def _was_shown_to(database: Database, person: PersonId, token: str) -> bool:
    """Whether the token is that of the forms of one of the person's sessions."""
    handles = sessions.handles_of(database, person)
    known = (csrf_token(database, handle).encode() for handle in handles)
    return any(compare_digest(token.encode(), one) for one in known)


def _session_of(request: Request, database: Database) -> Session | None:
    secret = cookies.session_secret(request)
    return sessions.last_of(database, secret) if secret else None


def _place(path: str) -> str:
    return f"page {path}"
