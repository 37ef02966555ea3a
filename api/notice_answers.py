"""Notices in words: what a role or a person is told, and what following the link does."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from api.glossary import Glossary, Pair, in_language
from api.present import sentence
from api.present_notices import reassigned
from engine.core.ids import CaseId, PersonId, RoleId, UnitId
from engine.core.text import Frozen, Language, Text
from engine.service.notices import NoticeView

WHATSAPP: Pair = ("Kirim lewat WhatsApp", "Send by WhatsApp")
ELSEWHERE: Pair = ("Buka tautan", "Open the link")
_WHATSAPP_HOSTS = frozenset({"wa.me", "api.whatsapp.com"})


class NoticeAnswer(Frozen, frozen=True, kw_only=True):
    """A notice for a role, or for one `person` alone about a task of that role.

    `told` is the number of the event that it is about, if it is about one.
    `link` is where acting on it begins, `label` what it does; both empty where there is none.
    """

    id: str
    case: CaseId
    unit: UnitId
    role: RoleId
    role_title: Text
    sentence: Text
    link: str
    label: Text
    at: datetime
    told: int | None
    read_at: datetime | None
    read_by: PersonId | None
    person: PersonId | None


class NoticeList(Frozen, frozen=True, kw_only=True):
    """Notices."""

    items: tuple[NoticeAnswer, ...]


def notice_answer(view: NoticeView, zone: ZoneInfo) -> NoticeAnswer:
    """A notice in both languages; instants in its sentence by the office's clock."""
    role = view.workflow.roles.get(view.role)
    return NoticeAnswer(
        id=view.id,
        case=view.case,
        unit=view.unit,
        role=view.role,
        role_title=Text(id=view.role) if role is None else role.title,
        sentence=Text(id=notice_says(view, "id", zone), en=notice_says(view, "en", zone)),
        link=view.link,
        label=Text(id=link_label(view.link, "id"), en=link_label(view.link, "en")),
        at=view.at,
        told=None if view.told is None else view.told.seq,
        read_at=view.read_at,
        read_by=view.read_by,
        person=view.person,
    )


def notice_says(view: NoticeView, language: Language, zone: ZoneInfo) -> str:
    """What it says: the words it was put up with, or the sentence of the event it is about."""
    if view.told is None:
        return view.words
    if view.person is not None:
        glossary = Glossary(workflow=view.workflow, language=language, zone=zone)
        return reassigned(view.told, view.person, glossary)
    return sentence(view.told, view.workflow, language, zone=zone)


def link_label(link: str, language: Language) -> str:
    """`Kirim lewat WhatsApp`: what following the link does; nothing for none."""
    if not link:
        return ""
    sends = urlsplit(link).hostname in _WHATSAPP_HOSTS
    return in_language(WHATSAPP if sends else ELSEWHERE, language)
