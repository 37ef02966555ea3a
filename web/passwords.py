"""A new password, and the present one asked for again, as the pages that ask for them take it."""

from collections.abc import Mapping

from engine.core.errors import PasswordRefused, TooManyTries, WrongCredentials
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import accounts
from web.asked import Asked
from web.door import Door
from web.forms import Form


class Refused(Frozen, frozen=True, kw_only=True):
    """Why the password stays as it is: at which fields, or in a sentence over all of them."""

    asked: Asked
    said: str = ""
    status: int = 422
    seconds: int = 0


def changed(door: Door, person: PersonId, form: Form, *, handle: str) -> Refused | None:
    """Take the new password; None where that went well. The session of `handle` goes on."""
    old, new = form.raw("old"), form.raw("new")
    problems = _problems(door, form)
    if problems:
        return Refused(asked=Asked(problems=problems))
    try:
        accounts.change_password(door.database, person, old=old, new=new, at=door.at, keep=handle)
    except WrongCredentials:
        return Refused(asked=Asked(problems={"old": door.t("old_wrong")}))
    except PasswordRefused as refused:
        return Refused(asked=Asked(problems={"new": door.t(f"password_{refused.problem}")}))
    except TooManyTries as many:
        said = door.too_many(many)
        return Refused(asked=Asked(), said=said, status=429, seconds=many.seconds)
    return None


def asks_again(door: Door, person: PersonId) -> bool:
    """Whether the person has a password here that can be asked for again."""
    account = accounts.account_of(door.database, person)
    return account is not None and account.has_password


def unproved(door: Door, person: PersonId, form: Form, *, handle: str) -> Refused | None:
    """Why the form does not prove who sends it; None where it does, or there is no password here.

    Args:
        door: the request.
        person: who is signed in.
        form: with the field `password`.
        handle: of the session.
    """
    typed = form.raw("password")
    if not typed and asks_again(door, person):
        return _refused_again(door.t("password_missing"))
    try:
        accounts.prove(door.database, person, typed, at=door.at, session=handle)
    except WrongCredentials:
        return _refused_again(door.t("password_again_wrong"))
    except TooManyTries as many:
        return _refused_again(door.too_many(many), status=429, seconds=many.seconds)
    return None


def _refused_again(words: str, *, status: int = 422, seconds: int = 0) -> Refused:
    return Refused(asked=Asked(problems={"password": words}), status=status, seconds=seconds)


def _problems(door: Door, form: Form) -> Mapping[str, str]:
    found = {}
    if not form.raw("old"):
        found["old"] = door.t("password_missing")
    if not form.raw("new"):
        found["new"] = door.t("password_missing")
    elif form.raw("again") != form.raw("new"):
        found["again"] = door.t("again_differs")
    return found
