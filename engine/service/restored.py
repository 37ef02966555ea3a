"""What a restored database is worth: does it hold together, and what is not in it any more."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from engine.core.errors import StoreUnavailable
from engine.core.notes import VerifierKey
from engine.core.text import Frozen
from engine.core.verdicts import MOST_SHOWN, Doubt, Finding, Verdict
from engine.service import vault_proof
from engine.service.backup_archive import told_of_disk
from engine.service.backups import Installation, Tell
from engine.service.checkpoints import verifier_keys
from engine.service.database import Database, connect
from engine.service.published import PUBLISHED
from engine.service.restored_notes import Beyond, Heard, heard_of
from engine.service.restoring import Restored
from engine.service.signing_keys import KeyHere
from engine.service.vault_proof import KeyFits
from engine.service.verifying import verify
from engine.service.verifying_holdings import with_holdings

SigningFits = KeyHere | Literal["unmade"]
"""How the key that signs checkpoints stands to a database; `unmade`: it never signed any."""


class Loss(Frozen, frozen=True, kw_only=True):
    """What was published of the ledger, and is not in the backup.

    `published` entries are known of from checkpoints, `held` are in the backup and have their
    number there; `waiting` more are in it without one, and may be among those that are missing.
    `since` (UTC): when the backup was taken. `vouched`: whether any of those checkpoints is signed
    by a key that is believed, and not only by one that the backup is too old to know.
    """

    published: int
    held: int
    waiting: int
    since: datetime
    vouched: bool = True


class Judgement(Frozen, frozen=True, kw_only=True):
    """A restored database: the verdict on its history, how its keys stand, what is lost.

    `faults`: what does not hold together, documents and keys of sealed data included, the first of
    it; `found`: how many there are in all.
    """

    verdict: Verdict
    faults: tuple[Finding, ...]
    found: int
    key: KeyFits
    signing: SigningFits
    loss: Loss | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it holds together and can be read; that something is lost is no fault of it."""
        return not self.found and self.key != "other"


def judge(  # noqa: PLR0913  # what was restored, and all that it is held against
    to: Installation,
    restored: Restored,
    *,
    notes: Sequence[str],
    keys: Sequence[VerifierKey],
    at: datetime,
    tell: Tell,
) -> Judgement:
    """Verify a restored database as a whole, and hold it against published checkpoints.

    With it the documents that its histories name and the keys of what is sealed in them.

    Args:
        to: where it was restored to.
        restored: what was done.
        notes: published checkpoints; of those that the backup is too old for, it is told how much
            they show that is lost.
        keys: whose signatures are believed; none: those that the backup itself names, and the key
            that lies here.
        at: the present instant.
        tell: is told how far it is.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    with connect(to.url, key=to.key, signing_key=to.signing_key) as database:
        heard = heard_of(database, notes, keys)
        believed = heard.believed if heard.held or keys else ()
        verdict = verify(database, at=at, notes=heard.held, keys=believed, tell=tell)
        blank = replace(verdict, findings=(), found=0)
        holdings = with_holdings(database, to.files, blank, tell=tell)
        fits = vault_proof.fits(database.store, database.vault)
        signing = _signing_fits(database)
    # What is gone comes first: it must not be lost in a thousand findings about checkpoints.
    history = [one for one in verdict.findings if not _is_nothing(one, heard, keys)]
    explained = len(verdict.findings) - len(history)
    faults = (*holdings.findings, *history, *heard.doubted)
    return Judgement(
        verdict=verdict,
        faults=faults[:MOST_SHOWN],
        found=holdings.found + verdict.found - explained + len(heard.doubted),
        key=fits,
        signing=signing,
        loss=_loss(heard.beyond, verdict, restored),
    )


def _is_nothing(finding: Finding, heard: Heard, keys: Sequence[VerifierKey]) -> bool:
    """Nobody asked for a comparison; or all that was published is beyond it, which is a loss."""
    is_about = finding.code is Doubt.NOTHING_COMPARED
    return is_about and (bool(heard.beyond) or not keys)


def _loss(beyond: Sequence[Beyond], verdict: Verdict, restored: Restored) -> Loss | None:
    if not beyond:
        return None
    return Loss(
        published=max(one.size for one in beyond),
        held=verdict.entries,
        waiting=verdict.due,
        since=restored.manifest.at,
        vouched=any(one.vouched for one in beyond),
    )


def _signing_fits(database: Database) -> SigningFits:
    known = verifier_keys(database)
    return database.signing.fits(known[-1].public) if known else "unmade"


def published_in(to: Installation) -> tuple[str, ...]:
    """The checkpoints that were published on this machine; nothing where there are none.

    Raises:
        StoreUnavailable: they cannot be read.
    """
    file = to.reports / PUBLISHED
    try:
        said = file.read_text("utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailable(f"{file.name} cannot be read: {error}.") from error
    return (said,) if said else ()


def begin_after_loss(to: Installation, *, at: datetime) -> str:
    """Put the published checkpoints aside, which the ledger can never again go on from.

    They stay as evidence; what is signed from now on goes into a file of its own. Gives the name
    that they have now, or nothing where there were none.
    """
    file = to.reports / PUBLISHED
    if not file.exists():
        return ""
    old = file.with_name(f"checkpoints-before-{at:%Y%m%dT%H%M%SZ}.txt")
    with told_of_disk(old):
        file.rename(old)
    return old.name


def keep_minutes(to: Installation, restored: Restored, judged: Judgement, *, at: datetime) -> Path:
    """Write down beside the reports what was restored and what came of it; gives the file.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    file = to.reports / f"restored-{at:%Y%m%dT%H%M%SZ}.json"
    manifest = replace(restored.manifest, members=())
    minutes = {
        "at": at,
        "backup": manifest,
        "aside": restored.aside,
        "documents": restored.documents,
        "left_out": restored.left_out,
        "undone": restored.undone,
        "judgement": judged,
    }
    with told_of_disk(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(msgspec.json.format(msgspec.json.encode(minutes), indent=2) + b"\n")
    return file
