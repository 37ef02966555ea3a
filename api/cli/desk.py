"""Where a command works: the settings, the open database, the time."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from getpass import getuser
from pathlib import Path

from pydantic import ValidationError
from typer import BadParameter

from api.present_settings import settings_problems
from engine.core.ids import CaseId, PersonId
from engine.core.text import Text
from engine.service import clock
from engine.service.database import Database, connect, prepare
from engine.service.notices import NoticeView, Onlooker
from engine.service.reads import Read, SearchedBy, search_noted
from engine.service.views import CasePage
from engine.settings import Settings

_PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")
_ASKED_FOR = re.compile(r"([?&]\w*password=)[^&]*")
_SQLITE = "sqlite:///"


class SettingsUnusable(BadParameter):
    """Some settings have values that cannot be used; `words` names them, in both languages."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(f"{words.en}.")


def read_settings() -> Settings:
    """The settings of this installation.

    Raises:
        SettingsUnusable: an environment variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as invalid:
        raise SettingsUnusable(settings_problems(invalid)) from None


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, brought up to this version of Alur; closed at the end.

    Raises:
        StoreUnavailable: it cannot be used.
    """
    with connect(
        settings.database_url, key=settings.key, signing_key=settings.signing_key
    ) as database:
        prepare(database)
        yield database


def shown_address(url: str) -> str:
    """The database's address as people may see it: a file whole, a password hidden."""
    if url.startswith(_SQLITE):
        return f"{_SQLITE}{Path(url.removeprefix(_SQLITE)).absolute()}"
    return _ASKED_FOR.sub(r"\1•••", _PASSWORD.sub(r"\1:•••@", url))


def note_read(database: Database, case: CaseId, what: str, *, how: str = "masked") -> None:
    """Note that whoever sits at this machine reads that of the case, by their name here."""
    read = Read(case=case, person=PersonId(getuser()), what=what, how=how, via="cli")
    database.reads.note(read, at=now())


def note_search(database: Database, by: SearchedBy, found: CasePage) -> None:
    """As `note_read`, of a search for cases."""
    for case, what in search_noted(by, found):
        note_read(database, case, what)


def note_told(database: Database, told: Iterable[NoticeView]) -> None:
    """As `note_read`, of the notices among these that are given in full."""
    for one in told:
        if one.tells_personally:
            note_read(database, one.case, "notices", how="in full")


def onlooker(as_: str | None = None) -> Onlooker:
    """Who looks at notices: the person who is named, else whoever sits at this machine."""
    return Onlooker(person=PersonId(as_ or getuser()), at=now())


def now() -> datetime:
    """The present instant."""
    return clock.now()


def today(settings: Settings) -> date:
    """The day it is at the office."""
    return now().astimezone(settings.office_zone).date()
