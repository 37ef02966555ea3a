"""Times away that an administrator records of somebody, and ends."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.glossary import in_language
from api.present_people import ABSENCES
from api.schemas import InDigits
from engine.core.directory import AbsenceReason
from engine.core.directory_commands import DeclareAbsence, EndAbsence
from engine.core.errors import InputRefused, NotFound
from engine.core.ids import PersonId
from web.admin_desk import (
    AdminDesk,
    AtAdmin,
    Sheet,
    answer_sheet,
    picked,
    show_sheet,
    told_of,
)
from web.admin_fields import Field, Option, since_in, until_in
from web.admin_person_facts import AwayLine, Facts
from web.forms import Form, Sent
from web.kept import keeps
from web.pages.admin import ADMINISTERS
from web.pages.admin_held import span_fields
from web.pages.admin_person import person_path

router = APIRouter()

_PERSON = "/admin/people/{person}"
_NEW, _END = f"{_PERSON}/absences/new", f"{_PERSON}/absences/{{number}}/end"


def reason_field(desk: AdminDesk) -> Field:
    """Why somebody is away."""
    return Field(
        name="reason",
        label=desk.t("absence_reason"),
        kind="select",
        required=True,
        options=tuple(
            Option(value=one, words=in_language(ABSENCES[one], desk.door.language))
            for one in AbsenceReason
        ),
    )


def away_line(desk: AdminDesk, person: PersonId, number: int) -> AwayLine:
    """One of somebody's times away, as it is told.

    Raises:
        NotFound: they have none of that number.
    """
    found = [one for one in desk.directory.absences.get(person, ()) if one.id == number]
    if not found:
        raise NotFound("absence", number)
    (line,) = Facts(desk.door, desk.words).away(found)
    return line


def away_rows(desk: AdminDesk, line: AwayLine) -> tuple[tuple[str, str], ...]:
    """What is said of a time away before it is ended."""
    return (
        (desk.t("absence_reason"), line.reason),
        (desk.t("admin_span_word"), line.span),
        (desk.t("admin_substitute"), line.instead or desk.t("absence_queue")),
    )


def absence_from(form: Form, desk: AdminDesk, person: PersonId) -> DeclareAbsence:
    """The time away that a form tells.

    Raises:
        DayWrong: a day cannot be read.
        InputRefused: the last day is missing, or the reason is none.
    """
    zone = desk.door.settings.office_zone
    until = until_in(form, "until", zone=zone)
    if until is None:
        raise InputRefused({"until": ""})
    reason, substitute = form.one("reason"), form.one("substitute")
    if reason not in set(AbsenceReason):
        raise InputRefused({"reason": ""})
    return DeclareAbsence(
        by=desk.by,
        person=person,
        since=since_in(form, "since", at=desk.door.at, zone=zone),
        until=until,
        reason=AbsenceReason(reason),
        substitute=picked(desk.directory, substitute) if substitute else None,
    )


@router.get(_NEW, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_away(person: str, desk: AtAdmin) -> Response:
    """Ask from when until when somebody is away."""
    return show_sheet(desk.door, desk.me, _sheet(desk, desk.person_within(person)))


@router.post(
    _NEW,
    response_class=HTMLResponse,
    dependencies=[keeps("since", "until", "reason", "substitute"), allow(Access.ADMINISTERS)],
)
def declare(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Record it; when the time begins their tasks go on with others."""
    known = desk.person_within(person)

    def act() -> Response:
        changed = desk.change(absence_from(form, desk, known), form)
        return desk.go(
            person_path(known),
            done="away",
            handed=told_of(changed, substitute=form.one("substitute")),
        )

    return answer_sheet(desk, _sheet(desk, known), form, act)


def _sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    t, name = desk.t, desk.words.person(person)
    return Sheet(
        title=t("admin_away_of", person=name),
        does=t("admin_away_do"),
        path=person_path(person, "/absences/new"),
        back=person_path(person),
        back_words=name,
        lead=t("admin_away_lead"),
        usual={"reason": AbsenceReason.LEAVE.value},
        fields=(
            *span_fields(desk, ends=True),
            reason_field(desk),
            Field(
                name="substitute",
                label=t("admin_substitute"),
                kind="pick",
                hint=t("admin_away_substitute_hint"),
                options=desk.people_options(but=person),
            ),
        ),
    )


@router.get(_END, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_back(person: str, number: InDigits, desk: AtAdmin) -> Response:
    """Ask whether somebody is back, or does not go."""
    return show_sheet(desk.door, desk.me, _back_sheet(desk, desk.person_within(person), number))


@router.post(_END, response_class=HTMLResponse, dependencies=ADMINISTERS)
def end_absence(person: str, number: InDigits, desk: AtAdmin, form: Sent) -> Response:
    """They are back; who stood in by it does so no more."""
    known = desk.person_within(person)

    def act() -> Response:
        command = EndAbsence(by=desk.by, person=known, absence=number)
        changed = desk.change(command, form)
        return desk.go(person_path(known), done="back", handed=told_of(changed))

    return answer_sheet(desk, _back_sheet(desk, known, number), form, act)


def _back_sheet(desk: AdminDesk, person: PersonId, number: int) -> Sheet:
    t, name = desk.t, desk.words.person(person)
    line = away_line(desk, person, number)
    return Sheet(
        title=t("absence_end_of", person=name),
        does=t("absence_cancel_do") if line.begins else t("absence_end_do"),
        path=person_path(person, f"/absences/{number}/end"),
        back=person_path(person),
        back_words=name,
        lead=t("absence_end_lead"),
        rows=away_rows(desk, line),
    )
