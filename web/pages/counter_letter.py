"""The letter that goes with a file that is sent home: what is missing and why, in both languages.

Nothing is registered by it and nothing is kept of it: there is no case yet. Source: UU 25/2009
art. 15 and 21 (requirements are said beforehand, and what is lacking is said at once).
"""

from collections.abc import Callable, Iterator, Mapping

from api.formats import written_day
from engine.core.text import Frozen, Text
from web.answers import html_name, read_answers
from web.door import Door
from web.forms import Form
from web.pages.counter_intake import APPLICANT, Intake
from web.words import LANGUAGES, Speech

OTHER = "note.other"
"""The field for what is lacking beyond the requirements of the SOP, a line each."""

_MOST_LINES = 20
_LONGEST_NOTE = 300


class Lack(Frozen, frozen=True, kw_only=True):
    """Something that is missing or not right; `why` in both languages, or as it was written."""

    title: Text
    why: Text


class Letter(Frozen, frozen=True, kw_only=True):
    """The letter in both languages. `words` are what it says of itself, by name."""

    office: Text
    service: Text
    applicant: str
    day: Text
    lacks: tuple[Lack, ...]
    officer: str
    heading: Text
    words: Mapping[str, Text]


def letter(door: Door, intake: Intake, *, officer: str) -> Letter:
    """The letter of a request that is not registered, signed by whoever sends it home."""
    zone = door.settings.office_zone
    return Letter(
        office=intake.service.unit,
        service=intake.workflow.title,
        applicant=intake.form.one(APPLICANT),
        day=_both(lambda t: written_day(door.at, zone, t.language)),
        lacks=tuple(_lacks(intake)),
        officer=officer,
        heading=_both(lambda t: t("counter_letter_heading")),
        words={
            "service": _both(lambda t: t("counter_letter_service")),
            "applicant": _both(lambda t: t("counter_applicant")),
            "day": _both(lambda t: t("counter_letter_day")),
            "lead": _both(lambda t: t("counter_letter_says")),
            "free": _both(lambda t: t("counter_letter_free")),
            "officer": _both(lambda t: t("counter_letter_officer")),
        },
    )


def _lacks(intake: Intake) -> Iterator[Lack]:
    brought, form = intake.brought, intake.form
    for one in intake.workflow.requirements:
        note = _note(form, f"note.{one.id}")
        if note:
            yield Lack(title=one.title, why=Text(id=note))
        elif one.required and one.id not in brought:
            yield Lack(title=one.title, why=_both(lambda t: t("counter_not_brought")))
    yield from _wrong_answers(intake)
    for line in form.one(OTHER).splitlines()[:_MOST_LINES]:
        if line.strip():
            yield Lack(title=Text(id=line.strip()[:_LONGEST_NOTE]), why=Text(id=""))


def _wrong_answers(intake: Intake) -> Iterator[Lack]:
    """What was answered and does not fit; what was not answered yet the applicant can still say."""
    fields, form = intake.workflow.form, intake.form
    said = {language: read_answers(fields, form, Speech(language))[1] for language in LANGUAGES}
    for field in fields:
        if form.one(html_name(field.id)) and field.id in said["id"]:
            yield Lack(
                title=field.title, why=Text(id=said["id"][field.id], en=said["en"][field.id])
            )


def _note(form: Form, name: str) -> str:
    return " ".join(form.one(name).split())[:_LONGEST_NOTE]


def _both(say: Callable[[Speech], str]) -> Text:
    return Text(id=say(Speech("id")), en=say(Speech("en")))
