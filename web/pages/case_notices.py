"""The notices of a case, as its page tells them."""

from api.formats import written_instant
from api.glossary import Glossary
from api.notice_answers import link_label, notice_says
from api.reads import Reader
from engine.core.ids import CaseId
from engine.core.text import Frozen, Language
from engine.service.notices import NoticeFilter, NoticeView, list_notices
from engine.settings import Settings

MOST_SHOWN = 20
"""Notices on the page, the newest ones."""

_FOLLOWED = ("https://", "http://")


class NoticeLine(Frozen, frozen=True, kw_only=True):
    """A notice: for whom, when, what it says, what its link does; who has seen it, if anybody."""

    role: str
    when: str
    says: str
    link: str
    label: str
    seen_by: str


def notices_of(
    reading: Reader, case: CaseId, settings: Settings, language: Language
) -> tuple[NoticeLine, ...]:
    """What roles were told about the case, the newest first; in full only what is for the reader.

    That they read it so is noted.
    """
    wanted = NoticeFilter(case=case, seen=True, limit=MOST_SHOWN)
    found = list_notices(reading.database, wanted, reading.onlooker)
    reading.note_told(found)
    return tuple(_line(one, settings, language) for one in found)


def _line(one: NoticeView, settings: Settings, language: Language) -> NoticeLine:
    zone = settings.office_zone
    names = Glossary(workflow=one.workflow, language=language, zone=zone)
    followed = one.link if one.link.startswith(_FOLLOWED) else ""  # whatever a plug-in gave
    return NoticeLine(
        role=names.role(one.role),
        when=written_instant(one.at, zone, language),
        says=notice_says(one, language, zone),
        link=followed,
        label=link_label(followed, language),
        seen_by=one.read_by or "",
    )
