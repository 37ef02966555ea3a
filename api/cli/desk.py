"""Where a command works: the settings, the open database, the time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError
from typer import BadParameter

from api.present_settings import settings_problems
from engine.core.text import Text
from engine.service import clock
from engine.service.database import Database, connect, prepare
from engine.settings import Settings

_PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")
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
    with connect(settings.database_url) as database:
        prepare(database)
        yield database


def shown_address(url: str) -> str:
    """The database's address as people may see it: a file whole, a password hidden."""
    if url.startswith(_SQLITE):
        return f"{_SQLITE}{Path(url.removeprefix(_SQLITE)).absolute()}"
    return _PASSWORD.sub(r"\1:•••@", url)


def now() -> datetime:
    """The present instant."""
    return clock.now()


def today(settings: Settings) -> date:
    """The day it is at the office."""
    return now().astimezone(settings.office_zone).date()
