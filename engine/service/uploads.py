"""Documents that people bring: taken in piece by piece, judged, kept, and filed with a case.

What comes lies in a folder of its own under a random name until it is judged. Its own name is text
in the case's history and never a path; kept bytes lie under their SHA-256.
"""

from datetime import datetime
from pathlib import Path
from types import TracebackType

from engine.core.commands import AnyCommand
from engine.core.errors_uploads import UploadRefused
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.execute import carry_out, carry_out_once
from engine.service.file_kinds import KINDS, clean_name, kind_of, why_not
from engine.service.scanning import Scan
from engine.store.files import Incoming
from engine.store.job import Unit


class UploadRules(Frozen, frozen=True, kw_only=True):
    """What an installation takes: where it is kept, how large, of which kinds, looked at by whom.

    `largest` is in bytes; `kinds` are names in `KINDS`; no `scan` means that nobody looks.
    """

    root: Path
    largest: int
    kinds: tuple[str, ...] = tuple(KINDS)
    scan: Scan | None = None


class Judged(Frozen, frozen=True, kw_only=True):
    """A document that may be taken: how it is named, and what its bytes are."""

    name: str
    media_type: str
    size: int
    sha256: str


class Upload:
    """A document on its way in. Use it in a `with` block: what is not kept by its end is gone."""

    def __init__(self, rules: UploadRules) -> None:
        self.rules = rules
        self._incoming = Incoming(rules.root)

    def write(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            UploadRefused: there are more than the installation takes.
            StoreUnavailable: they cannot be written.
        """
        if self._incoming.size + len(piece) > self.rules.largest:
            raise UploadRefused(f"it is larger than {self.rules.largest // 2**20} MiB")
        self._incoming.write(piece)

    def judge(self, *, name: str, media_type: str) -> Judged:
        """Say what it is, when all of it is there; the scanner is asked last.

        Raises:
            UploadRefused: it is not of a kind that is taken, or not what it is said to be.
            UploadInfected: the scanner found something.
            UploadUnscanned: the scanner gave no verdict.
        """
        cleaned = clean_name(name)
        kind = kind_of(cleaned, media_type, allowed=self.rules.kinds)
        if isinstance(kind, str):
            raise UploadRefused(kind)
        if wrong := why_not(kind, self._incoming.whole()):
            raise UploadRefused(wrong)
        if self.rules.scan is not None:
            self.rules.scan(self._incoming.whole())
        return Judged(
            name=cleaned,
            media_type=kind.media_type,
            size=self._incoming.size,
            sha256=self._incoming.sha256,
        )

    def keep(self) -> None:
        """Put it where documents lie, on disk before this returns.

        Raises:
            StoreUnavailable: it cannot be written.
        """
        self._incoming.keep()

    def __enter__(self) -> "Upload":
        """Let bytes come."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not kept."""
        self._incoming.discard()


class _OnlyRehearsed(Exception):
    """Takes back what a rehearsal did."""


def rehearse(
    database: Database, command: AnyCommand, *, at: datetime, key: str | None = None
) -> None:
    """See whether a command would be carried out, and change nothing.

    So that no bytes are kept for a case that does not take them.

    Raises:
        CommandRefused: it would not.
        StoreUnavailable: the database cannot be used.
    """

    def and_take_back(unit: Unit) -> None:
        if key is None:
            carry_out(database, unit, command, at)
        else:
            carry_out_once(database, unit, command, at, key=key)
        raise _OnlyRehearsed

    try:
        database.store.write(and_take_back)
    except _OnlyRehearsed:
        return
