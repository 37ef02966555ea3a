"""Notices that tell of an applicant: kept under the seal of the case, opened when they are read."""

from msgspec.structs import replace

from engine.core.personal import ERASED
from engine.service.database import Database
from engine.service.opening import CaseOpener
from engine.service.subject_keys import KeysInHand
from engine.store.job import Reader, Unit
from engine.store.rows import NoticeRow


def sealed_notice(database: Database, unit: Unit, notice: NoticeRow) -> NoticeRow:
    """The notice with its words and its link sealed."""
    keys = KeysInHand(database, unit, notice.case_id, notice.at)
    owner = keys.of_the_case()
    sealed = {
        name: str(keys.seal(owner, _path(notice, name), said)) if said else ""
        for name, said in (("words", notice.words), ("link", notice.link))
    }
    keys.keep()
    return replace(notice, **sealed)


def opened_notice(database: Database, reader: Reader, notice: NoticeRow) -> NoticeRow:
    """The notice as people read it; of one that was erased no link leads anywhere."""
    opener = CaseOpener(database, reader, notice.case_id)
    words, link = (
        opener.text(_path(notice, name), said)
        for name, said in (("words", notice.words), ("link", notice.link))
    )
    return replace(notice, words=words, link="" if link == ERASED else link)


def _path(notice: NoticeRow, name: str) -> str:
    return f"notice.{notice.id}.{name}"
