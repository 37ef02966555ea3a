"""One's own times away: from when until when, why, and who stands in meanwhile."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.schemas import InDigits
from engine.core.directory import Duty
from engine.core.directory_commands import EndAbsence
from engine.core.directory_decide_absences import HANDED_ON, agency_units
from engine.core.directory_spans import in_force, to_come
from engine.core.errors import CommandRefused
from engine.core.permit import duty_of
from engine.core.standing import units_within
from engine.service import people
from web.account_facts import away_until
from web.admin_desk import (
    AdminDesk,
    AtAdmin,
    Sheet,
    answer_sheet,
    refused,
    show_sheet,
    told_of,
)
from web.admin_fields import DayWrong, Field, Option, values_of, written_end
from web.admin_person_facts import Facts
from web.admin_refusals import Said
from web.door import AtDoor
from web.forms import Form, Sent
from web.kept import forget, keeps, kept_for
from web.onward import local_path
from web.pages.admin_absences import absence_from, away_line, away_rows, reason_field
from web.pages.admin_held import span_fields
from web.pages.admin_person import handed_words
from web.visitor import Me

router = APIRouter()

PLACE = "/account/absence"
OWN = [allow(Access.SIGNED_IN)]
_END = f"{PLACE}/{{number}}/end"
_DONE = frozenset({"absence_said", "absence_ended"})
_MOST_BEFORE = 20


@router.get(PLACE, response_class=HTMLResponse, dependencies=OWN)
def page_absence(desk: AtAdmin) -> Response:
    """Show one's times away and who stands in for whom, and ask for another."""
    return _page(desk)


@router.post(
    PLACE,
    response_class=HTMLResponse,
    dependencies=[keeps("since", "until", "reason", "substitute"), *OWN],
)
def declare(desk: AtAdmin, form: Sent) -> Response:
    """Say that one is away."""
    try:
        changed = desk.change(absence_from(form, desk, desk.me.person), form)
    except (CommandRefused, DayWrong) as error:
        said = refused(desk.door, desk.words, error, _sheet(desk))
        return _page(desk, form=form, refusal=said)
    forget(desk.door.database, desk.me.person, PLACE)
    handed = told_of(changed, substitute=form.one("substitute"))
    return desk.go(PLACE, done="absence_said", handed=handed)


def _page(desk: AdminDesk, *, form: Form | None = None, refusal: Said | None = None) -> Response:
    door, me, sheet = desk.door, desk.me, _sheet(desk)
    view = people.show_person(door.database, me.person, at=door.at)
    facts = Facts(door, desk.words)
    kept = kept_for(door.database, me.person, PLACE) if form is None else None
    asked = values_of(sheet.fields, kept.form if kept else form, sheet.usual)
    away, done = facts.away(view.absences), door.asked("done")
    ends = away_until(desk.directory, me.person, door.at)
    return door.show(
        "absence.html",
        status=refusal.status if refusal else 200,
        desk=desk,
        sheet=sheet,
        asked=type(asked)(values=asked.values, problems=refusal.problems if refusal else {}),
        over=refusal.over if refusal else "",
        kept_at=kept.saved_at if kept else None,
        away_until=written_end(ends, door.settings.office_zone, door.language) if ends else "",
        tasks=view.tasks,
        away=tuple(one for one in away if not one.over)[::-1],
        before=tuple(one for one in away if one.over)[:_MOST_BEFORE],
        stood_in=facts.stood_in(view.stood_in),
        stands_in=facts.standing_in(view.stands_in),
        trusts=_trusts(desk),
        said=door.t(done) if done in _DONE else "",
        handed=handed_words(desk, door.asked("handed")),
    )


def _sheet(desk: AdminDesk) -> Sheet:
    t = desk.t
    return Sheet(
        title=t("absence"),
        does=t("absence_say"),
        path=PLACE,
        back="/account",
        back_words=t("account"),
        usual={"reason": "leave"},
        fields=(
            *span_fields(desk, ends=True),
            reason_field(desk),
            Field(
                name="substitute",
                label=t("admin_substitute"),
                kind="select",
                blank=t("absence_no_substitute"),
                hint=t("absence_substitute_hint"),
                options=_colleagues(desk),
            ),
        ),
    )


def _colleagues(desk: AdminDesk) -> tuple[Option, ...]:
    """Who works with one: those of one's units first, then those of the same agency."""
    directory, me, at = desk.directory, desk.me.person, desk.door.at
    own = {one.unit for one in directory.assignments.get(me, ()) if to_come(one, at)}
    near = {unit for one in own for unit in units_within(directory, one)}
    wide = agency_units(directory, me, at)
    found: list[tuple[bool, str, str]] = []
    for person in directory.people.values():
        if person.id == me or person.machine or person.left_at is not None:
            continue
        held = directory.assignments.get(person.id, ())
        units = {one.unit for one in held if in_force(one, at)}
        if not units.isdisjoint(wide):
            found.append((units.isdisjoint(near), person.name, person.id))
    groups = {False: desk.t("absence_my_unit"), True: desk.t("absence_my_agency")}
    return tuple(
        Option(value=value, words=name, group=groups[far]) for far, name, value in sorted(found)
    )


def _trusts(desk: AdminDesk) -> tuple[str, ...]:
    """The duties that no absence hands on: an administrator names a substitute for each."""
    held = desk.directory.assignments.get(desk.me.person, ())
    duties: list[tuple[Duty | None, str]] = [
        (duty_of(one.role), desk.words.role(one.role, one.unit))
        for one in held
        if in_force(one, desk.door.at)
    ]
    return tuple(dict.fromkeys(said for duty, said in duties if duty not in {None, *HANDED_ON}))


@router.get(_END, response_class=HTMLResponse, dependencies=OWN)
def page_end(number: InDigits, desk: AtAdmin) -> Response:
    """Ask whether one is back, or does not go."""
    return show_sheet(desk.door, desk.me, _end_sheet(desk, number))


@router.post(_END, response_class=HTMLResponse, dependencies=OWN)
def end(number: InDigits, desk: AtAdmin, form: Sent) -> Response:
    """One is back; whoever stood in by it does so no more."""

    def act() -> Response:
        command = EndAbsence(by=desk.by, person=desk.me.person, absence=number)
        changed = desk.change(command, form)
        return desk.go(PLACE, done="absence_ended", handed=told_of(changed))

    return answer_sheet(desk, _end_sheet(desk, number), form, act)


def _end_sheet(desk: AdminDesk, number: int) -> Sheet:
    t, line = desk.t, away_line(desk, desk.me.person, number)
    return Sheet(
        title=t("absence_cancel") if line.begins else t("absence_end"),
        does=t("absence_cancel_do") if line.begins else t("absence_end_do"),
        path=f"{PLACE}/{number}/end",
        back=PLACE,
        back_words=t("absence"),
        lead=t("absence_end_lead"),
        rows=away_rows(desk, line),
        room="",
    )


@router.post("/account/forget", response_class=HTMLResponse, dependencies=OWN)
def forget_kept(door: AtDoor, me: Me, form: Sent) -> Response:
    """Throw away what was kept of one of one's forms, and show the form empty."""
    place = local_path(form.one("place")).partition("?")[0]
    forget(door.database, me.person, place)
    return door.go(door.links.at(place or "/account"))
