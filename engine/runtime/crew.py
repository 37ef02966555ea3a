"""What running an effect takes: the database, the actions, and what they may reach."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from engine.actions.action import Action, Outside
from engine.actions.registry import actions
from engine.service import clock, files, folder
from engine.service.database import Database
from engine.settings import Settings


class Crew:
    """Where effects are run and by whom. `now` gives the present instant (aware UTC)."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        owner: str = "alur",
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.database = database
        self.settings = settings
        self.owner = owner
        self.now = now

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """What can be done here, by name."""
        return actions()

    @cached_property
    def outside(self) -> Outside:
        """What actions may reach, as the installation is set up."""
        chosen = self.settings
        return Outside(
            read_document=partial(files.read, chosen.files),
            templates=_Templates(folder.library_of(chosen.definitions)),
            mail_url=chosen.mail_url,
            mail_from=chosen.mail_from,
            message_url=chosen.message_url,
            message_token=chosen.message_token,
            hosts=chosen.call_hosts | chosen.call_private_hosts,
            private_hosts=chosen.call_private_hosts,
            sign_url=chosen.sign_url,
            sign_token=chosen.sign_token,
        )

    @property
    def only_simulates(self) -> bool:
        """Whether actions that reach outside are played, not done."""
        return self.settings.training or self.settings.demo


class _Templates(Mapping[str, str]):
    """The templates of a library as they are when they are asked for: they may be corrected."""

    def __init__(self, library: Path) -> None:
        self._library = library

    def __getitem__(self, name: str) -> str:
        return folder.templates(self._library)[name].read_text(encoding="utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(folder.templates(self._library))

    def __len__(self) -> int:
        return len(folder.templates(self._library))
