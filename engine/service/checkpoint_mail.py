"""Checkpoints by mail: whoever keeps what they were sent can hold the history against it."""

from datetime import datetime, timedelta

from engine.actions.action import ActionFailure
from engine.actions.mail import Letter, masked_address, require_address, send, server_from
from engine.core.notes import parse_checkpoint, parse_note
from engine.core.text import Frozen
from engine.service.database import Database
from engine.store import checkpoints
from engine.store.checkpoints import Posted, Tried, Unsent

_MOST = 20
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)
_MOST_DOUBLINGS = 9

_WORDS = """\
Simpan surat ini; jangan mengubahnya. Di bawah ini pernyataan bertanda tangan tentang riwayat \
{origin}: {size} catatan. Dengan ini siapa pun dapat memeriksa apakah riwayat itu kelak diubah.

Keep this message as it is. Below is a signed statement about the history of {origin}: {size} \
entries. With it anybody can check whether that history was changed later.

----- begin -----
{note}----- end -----
"""


class Postman(Frozen, frozen=True, kw_only=True):
    """How mail is handed in: the server (`ALUR_MAIL_URL`) and whom it comes from."""

    mail_url: str
    mail_from: str


def send_due(database: Database, postman: Postman, *, at: datetime) -> int:
    """Send what is due, and note how it went; how many were sent. What fails is due again later.

    Raises:
        StoreUnavailable: the database cannot be used; what was sent by then may come twice, under
            the same Message-ID.
    """
    waiting = database.store.read(lambda reader: checkpoints.due(reader, at, most=_MOST))
    return sum(_send(database, postman, posted, at) for posted in waiting)


def unsent(database: Database) -> Unsent:
    """How the mail that waits stands."""
    return database.store.read(checkpoints.unsent)


def _send(database: Database, postman: Postman, posted: Posted, at: datetime) -> bool:
    how = Tried(again=at, sent_at=at)
    try:
        send(_letter(postman, posted, at), server_from(postman.mail_url))
    except ActionFailure as failure:
        told = f"{masked_address(posted.address)}: {failure}"
        how = Tried(failure=told, again=at + _pause(posted.attempts))
    database.store.write(lambda unit: checkpoints.tried(unit, posted, how))
    return how.sent_at is not None


def _pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed before."""
    return min(_FIRST_PAUSE * (1 << min(attempts, _MOST_DOUBLINGS)), _LONGEST_PAUSE)


def _letter(postman: Postman, posted: Posted, at: datetime) -> Letter:
    origin = parse_checkpoint(parse_note(posted.note).text).origin
    return Letter(
        sender=require_address(postman.mail_from, "ALUR_MAIL_FROM"),
        to=require_address(posted.address, "ALUR_CHECKPOINT_MAIL"),
        subject=f"Titik periksa / checkpoint {posted.size}: {origin}",
        words=_WORDS.format(origin=origin, size=posted.size, note=posted.note),
        key=f"checkpoint-{posted.checkpoint}",
        at=at,
    )
