"""The round of checkpoints: numbered, signed, published, mailed. What is wrong is an alarm."""

import logging

from engine.core.errors import (
    AlurError,
    SigningKeyUnusable,
    StoreUnavailable,
    TreeNotExtended,
)
from engine.runtime.crew import Crew
from engine.service import checkpoint_mail, checkpoints
from engine.service.checkpoint_mail import Postman
from engine.service.checkpoints import SignedCheckpoint
from engine.service.ledger import LedgerDamaged

_DEMO_ANEW = (
    "Where the demonstration's database was deleted on purpose, `alur checkpoint put-away` lays"
    " the checkpoints of the old one aside; the demonstration is served all the same."
)

_log = logging.getLogger(__name__)


def checkpoint(crew: Crew) -> str:
    """Take a checkpoint where one is due, and send what waits; what came of it, in one line.

    Raises:
        StoreUnavailable: the database or the folder cannot be used now.
    """
    try:
        taken = take(crew)
    except SigningKeyUnusable as missing:
        return f"nothing is signed: {missing}"
    except StoreUnavailable:
        raise
    except AlurError as alarm:
        hint = alarm.hint
        if crew.settings.demo and isinstance(alarm, TreeNotExtended):
            hint = _DEMO_ANEW
        _log.error("no checkpoint is signed: %s %s", alarm, hint)
        return f"ALARM, nothing is signed: {alarm}"
    sent = 0 if crew.only_simulates else send(crew)
    stated = taken.checkpoint
    return f"{stated.size} entries, root {stated.root.hex()[:16]}, {sent} mailed"


def take(crew: Crew) -> SignedCheckpoint:
    """Take a checkpoint as the installation is set up.

    Raises:
        LedgerDamaged: whatever else is wrong with what is to be numbered or signed.
        AlurError: as `checkpoints.take` does.
    """
    chosen = crew.settings
    try:
        return checkpoints.take(
            crew.database,
            at=crew.now(),
            origin=chosen.ledger_origin,
            folder=chosen.reports,
            mail_to=() if crew.only_simulates else chosen.checkpoint_mail,
        )
    except AlurError:
        raise
    except Exception as error:
        raise damage_of(error) from error


def damage_of(error: Exception) -> AlurError:
    """The alarm that an error is which numbering or signing came upon."""
    if isinstance(error, AlurError):
        return error
    why = str(error).partition("\n")[0]
    return LedgerDamaged(f"{type(error).__name__}, {why}".rstrip(" ,."))


def send(crew: Crew) -> int:
    """Mail what waits; how many were sent."""
    postman = Postman(mail_url=crew.settings.mail_url, mail_from=crew.settings.mail_from)
    return checkpoint_mail.send_due(crew.database, postman, at=crew.now())
