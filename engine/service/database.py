"""A database of cases, as everything above the store holds it: opaque, closed when done."""

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType

from engine.core.calendar import Calendar
from engine.core.ids import CaseId, RoleId, SopId, UnitId
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.service import vault_proof
from engine.service.access_rules import FactorRule
from engine.service.reads import ReadBook
from engine.service.signing_keys import SigningKeys
from engine.service.vault import Vault, key_from_text
from engine.store.connections import parsed_url
from engine.store.directory import Listed
from engine.store.log import Stored
from engine.store.migrate import migrate
from engine.store.unit import Store, open_store

_WORKFLOWS_KEPT = 512
_STANDINGS_KEPT = 4096
_CALENDARS_KEPT = 64


class Workflows:
    """Compiled workflows in memory, by hash: they never change, so they are never stale."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Workflow] = OrderedDict()
        self._names: dict[tuple[SopId, int], str] = {}
        self._door = Lock()

    def get(self, name: str) -> Workflow | None:
        """The workflow of that hash, if it is in memory."""
        return self._kept.get(name)

    def of_version(self, sop: SopId, version: int) -> Workflow | None:
        """The workflow of that published version, if it is in memory."""
        name = self._names.get((sop, version))
        return None if name is None else self._kept.get(name)

    def keep(self, workflow: Workflow) -> Workflow:
        """Remember a workflow, forgetting the oldest beyond a bound."""
        with self._door:
            self._kept[workflow.hash] = workflow
            self._names[workflow.sop, workflow.version] = workflow.hash
            if len(self._kept) > _WORKFLOWS_KEPT:
                self._kept.popitem(last=False)
        return workflow


class Standings:
    """How the cases touched last stood, so that their states need not be decoded again.

    Only a hint: the store compares it with the case's head, which hashes all there ever was.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[CaseId, Stored] = OrderedDict()
        self._door = Lock()

    def get(self, case: CaseId) -> Stored | None:
        """How the case stood when it was last touched here."""
        return self._kept.get(case)

    def keep(self, case: CaseId, stored: Stored) -> None:
        """Remember it, forgetting the longest untouched beyond a bound."""
        with self._door:
            self._kept[case] = stored
            self._kept.move_to_end(case)
            if len(self._kept) > _STANDINGS_KEPT:
                self._kept.popitem(last=False)


class Calendars:
    """Compiled calendars in memory, by name and version: a version never changes.

    Of each the one that was compiled last, for as many years as were asked for then.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Calendar] = OrderedDict()
        self._door = Lock()

    def get(self, name: str, version: int) -> Calendar | None:
        """That version, if it is in memory, for whatever years."""
        return self._kept.get((name, version))

    def keep(self, calendar: Calendar) -> Calendar:
        """Remember a calendar, forgetting the oldest beyond a bound."""
        with self._door:
            self._kept[calendar.version.id, calendar.version.version] = calendar
            if len(self._kept) > _CALENDARS_KEPT:
                self._kept.popitem(last=False)
        return calendar


class KnownDirectory:
    """How the directory last stood, so that its history need not be folded again.

    Only a hint: the store compares it with the head of the history, which hashes all of it. What
    a transaction kept here that came to nothing is not taken for what is there.
    """

    def __init__(self) -> None:
        self._kept: Listed | None = None

    def get(self) -> Listed | None:
        """How it stood when it was last looked at here."""
        return self._kept

    def keep(self, listed: Listed) -> None:
        """Remember it."""
        self._kept = listed


class Called(Frozen, frozen=True, kw_only=True):
    """What published SOPs call themselves and their roles, the version in force first.

    `versions`: of how many it was made; a published version never changes and never goes.
    """

    versions: int
    sops: Mapping[SopId, Text]
    roles: Mapping[tuple[UnitId, RoleId], Text]


class Database:
    """A store of cases and what is kept in memory about it. Use `connect`."""

    def __init__(
        self, store: Store, vault: Vault | None = None, signing: SigningKeys | None = None
    ) -> None:
        self.store = store
        self.vault = vault or Vault()
        self.signing = signing or SigningKeys()
        self.reads = ReadBook(store)
        self.sealed_paths: dict[str, frozenset[str]] = {}  # by the hash of the workflow
        self.workflows = Workflows()
        self.standings = Standings()
        self.calendars = Calendars()
        self.directory = KnownDirectory()
        self.called: Called | None = None
        self.factor_rule: FactorRule = "optional"
        """Who must have a second factor."""
        self.password_list: Path | None = None
        """A file of passwords that nobody may take, one a line, beside our own list."""

    def close(self) -> None:
        """Finish what was begun and let go of the database."""
        self.reads.close()
        self.store.close()

    def __enter__(self) -> "Database":
        """Use it in a `with` block; it is closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


def connect(url: str, *, key: str = "", signing_key: str = "") -> Database:
    """Open the database at `url` (`sqlite:///file.db`, `postgresql+psycopg://user@host/name`).

    Args:
        url: where the database is.
        key: what personal data is sealed with, in base64; without it, what lies beside the file.
        signing_key: the same of what signs checkpoints.

    Raises:
        StoreUnavailable: it cannot be reached.
        ValueError: `key` or `signing_key` is no key.
    """
    given = key_from_text(key) if key else None
    signs = key_from_text(signing_key) if signing_key else None
    return Database(
        open_store(url),
        Vault(given, place=key_place(url)),
        SigningKeys(signs, place=signing_key_place(url)),
    )


def key_place(url: str) -> Path | None:
    """Where the key lies that nobody gave: beside the file of the database."""
    return _beside(url, "key")


def signing_key_place(url: str) -> Path | None:
    """Where the signing key lies that nobody gave."""
    return _beside(url, "signing-key")


def _beside(url: str, what: str) -> Path | None:
    file = file_of(url)
    return None if file is None else file.with_name(f"{file.name}-{what}")


def file_of(url: str) -> Path | None:
    """The file that a database at `url` is; None where it is on a server.

    Raises:
        StoreUnavailable: it is no database URL.
    """
    parsed = parsed_url(url)
    return Path(parsed.database or "").absolute() if parsed.drivername == "sqlite" else None


def prepare(database: Database) -> None:
    """Bring the tables up to this version of Alur; what is there already stays.

    Raises:
        StoreUnavailable: the database cannot be used.
        KeyUnusable: personal data in it is sealed with a key that is not here.
    """
    migrate(database.store)
    vault_proof.ready(database.store, database.vault)
