"""The counter: a service is chosen, its form filled in and looked over, and the case opened.

Everything about the applicant comes in forms and never stands in an address. One address serves a
service; `act` says what the form asks for: `find` the person, `review`, `edit` again, `open`,
`lacking` (say what is missing) and `letter` (the letter about it, which registers nothing).
"""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.present_tracking import Teller
from api.reach import InReach
from api.reads import CASE, Reader, Reading
from engine.core.errors import AlurError, CalendarError, CommandRefused, StoreError, TooManyTries
from engine.core.ids import CaseId, SopId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service import counter, queries
from engine.service.tracking import tracked
from web.acts import KEY_FIELD, AtForm, FormAct
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, keeps, kept_for
from web.pages import counter_known, counter_views
from web.pages.counter_intake import APPLICANT, KEPT, Intake, nik_field, read_intake
from web.pages.counter_known import Known, Search
from web.pages.counter_letter import letter
from web.pages.counter_opening import (
    open_case,
    opened_before,
    refused_documents,
)
from web.pages.counter_sheets import (
    AGAIN,
    PLACE,
    UNHELD,
    Held,
    RefusedDocuments,
    Review,
    Sheet,
    carried,
    form_page,
    lacking_page,
    place_of,
    review_page,
)
from web.refused import names_at, refusal
from web.visitor import Me

router = APIRouter()

Sop = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
OpenedId = Annotated[str, Path(pattern=r"^[0-9a-z]{1,40}$")]
_FOR_STAFF = allow(Access.ACTS)


class Counter(Frozen, frozen=True, kw_only=True):
    """A form of the counter on its way: what it says, and who may know what is found to it."""

    act: FormAct
    intake: Intake
    reading: Reader
    reach: Reach

    @property
    def door(self) -> Door:
        """Where it comes in."""
        return self.act.door


@router.get(PLACE, response_class=HTMLResponse, dependencies=[_FOR_STAFF])
def page_counter(door: AtDoor, me: Me, seen: InReach) -> Response:
    """Offer the services that the person may open cases of, and what they opened today."""
    found = counter.offered(door.database, me.person, at=door.at)
    wanted = door.asked("q").strip()[:100]
    return door.show(
        "counter.html",
        wanted=wanted,
        has_any=bool(found),
        services=counter_views.choices(door, found, wanted),
        today=counter_views.today(door, me.person, seen),
    )


@router.get(
    f"{PLACE}/opened/{{case}}", response_class=HTMLResponse, dependencies=[allow(Access.READS)]
)
def page_opened(door: AtDoor, me: Me, case: OpenedId, reading: Reading, seen: InReach) -> Response:
    """Say that the case is open, and give its receipt.

    Raises:
        NotFound: there is no such case within reach.
    """
    found = queries.case_within(door.database, CaseId(case), seen, whole=True)
    view = queries.show_case(door.database, found)
    reading.note(found, CASE)
    told = tracked(door.database, found, at=door.at)
    teller = Teller(language=door.language, zone=door.settings.office_zone)
    lost = door.asked("lost")
    return door.show(
        "counter_opened.html",
        case=found,
        title=told.title.in_language(door.language),
        applicant=view.summary.applicant.name,
        opened_at=told.opened_at,
        promise=None if told.promise is None else teller.promise(told.promise),
        lost=int(lost) if lost.isdecimal() and len(lost) < len("1000") else 0,
        today=counter_views.today(door, me.person, seen),
    )


@router.get(f"{PLACE}/{{sop}}", response_class=HTMLResponse, dependencies=[_FOR_STAFF])
def page_form(door: AtDoor, me: Me, sop: Sop) -> Response:
    """Show the form of a service, with what was written there before a session ended.

    Raises:
        NotFound: the person may open no cases of it.
    """
    service = counter.service_of(door.database, SopId(sop), me.person, at=door.at)
    kept = kept_for(door.database, me.person, place_of(service))
    if kept is None:
        return form_page(door, Sheet(service=service))
    return form_page(door, Sheet(service=service, form=kept.form, kept_at=kept.saved_at))


@router.post(
    f"{PLACE}/{{sop}}", response_class=HTMLResponse, dependencies=[keeps(*KEPT), _FOR_STAFF]
)
def act_on_form(act: AtForm, sop: Sop, reading: Reading, seen: InReach) -> Response:
    """Do what the form asks for.

    Raises:
        NotFound: the person may open no cases of the service.
    """
    door = act.door
    service = counter.service_of(door.database, SopId(sop), act.me.person, at=door.at)
    intake = read_intake(service, act.form, door.t)
    wanted = _ACTS.get(act.form.one("act"), _review)
    try:
        return wanted(Counter(act=act, intake=intake, reading=reading, reach=seen))
    except TooManyTries as many:
        said = door.too_many(many, "counter_too_many")
        page = form_page(door, Sheet(service=service, form=intake.form, said=said), status=429)
        page.headers["Retry-After"] = str(many.seconds)
        return page


@router.post(f"{PLACE}/{{sop}}/forget", response_class=HTMLResponse, dependencies=[_FOR_STAFF])
def forget_form(door: AtDoor, me: Me, sop: Sop) -> Response:
    """Throw away what was kept of the form."""
    forget(door.database, me.person, f"{PLACE}/{sop}")
    return door.go(door.links.at(f"{PLACE}/{sop}"))


def _find(one: Counter) -> Response:
    """Look for the person by what was written, and say nothing yet of what is not."""
    field = nik_field(one.intake.workflow)
    name = APPLICANT if field is None else f"form.{field.id}"
    wrong = {key: said for key, said in one.intake.problems.items() if key == name}
    known = _known(one)
    form = one.intake.form
    if known is not None and known.name and not form.one(APPLICANT):
        form = Form(fields={**form.fields, APPLICANT: (known.name,)})
    proposed = known is not None and form is not one.intake.form
    sheet = Sheet(
        service=one.intake.service,
        form=form,
        problems=wrong,
        known=known,
        looked=True,
        proposed=proposed,
    )
    return form_page(one.door, sheet, status=422 if wrong else 200)


def _edit(one: Counter) -> Response:
    return form_page(one.door, Sheet(service=one.intake.service, form=one.intake.form))


def _review(one: Counter) -> Response:
    """Show what would be opened and what is promised; or what is wrong, at each field."""
    return _judged(one) or _look_over(one, known=_known(one))


def _open(one: Counter) -> Response:
    """Open the case, if nothing is in the way of it."""
    answered = _judged(one)
    if answered is not None:
        return answered
    refused = refused_documents(one.act.settings, one.intake, one.act.form, one.door.t)
    twice = _asked_twice(one)
    if refused or one.intake.missing or twice:
        known = twice or _known(one)
        held = Held(refused=refused, again=twice is not None)
        return _look_over(one, known=known, held=held, status=_status(refused))
    return _opened(one)


def _asked_twice(one: Counter) -> Known | None:
    """Who asked for the same already, unless the counter has said to it or it is this very form."""
    if one.act.form.one(AGAIN) or opened_before(one.act) is not None:
        return None
    found = _searched(one)
    # Looked up once more: the form may have been sent twice, and just have opened what is found.
    if found is None or not found.same or opened_before(one.act) is not None:
        return None
    return counter_known.shown(one.door, one.reading, found)


def _status(refused: RefusedDocuments) -> int:
    return 422 if refused else 409


def _opened(one: Counter) -> Response:
    try:
        opened = open_case(one.act, one.intake)
    except (CommandRefused, StoreError, CalendarError) as error:
        return _refused(one, error)
    forget(one.act.database, one.act.me.person, place_of(one.intake.service))
    return one.act.go(f"{PLACE}/opened/{opened.receipt.case}", lost=len(opened.lost))


def _lacking(one: Counter) -> Response:
    """Let the counter say what is missing, and why."""
    return lacking_page(one.door, Sheet(service=one.intake.service, form=one.intake.form))


def _letter(one: Counter) -> Response:
    """The letter about it; where nothing is lacking, it says so instead."""
    written = letter(one.door, one.intake, officer=one.act.me.name)
    if not written.lacks:
        said = one.door.t("counter_lacks_none")
        sheet = Sheet(service=one.intake.service, form=one.intake.form, said=said)
        return lacking_page(one.door, sheet, status=422)
    forget(one.act.database, one.act.me.person, place_of(one.intake.service))
    return one.door.show(
        "counter_letter.html",
        letter=written,
        place=place_of(one.intake.service),
        carried=carried(one.intake.form),
    )


_ACTS: Mapping[str, Callable[[Counter], Response]] = {
    "find": _find,
    "edit": _edit,
    "review": _review,
    "open": _open,
    "lacking": _lacking,
    "letter": _letter,
}


def _judged(one: Counter) -> Response | None:
    """The form with what is wrong, at the field; None where all of it fits."""
    problems = one.intake.problems
    if not problems:
        return None
    sheet = Sheet(service=one.intake.service, form=one.intake.form, problems=problems)
    return form_page(one.door, sheet, status=422)


def _known(one: Counter) -> Known | None:
    return counter_known.shown(one.door, one.reading, _searched(one))


def _searched(one: Counter) -> Search | None:
    if one.intake.nik:
        counter.count_lookup(one.door.database, one.act.me.person, at=one.door.at)
    return counter_known.search(one.door, one.intake, one.reach)


def _refused(one: Counter, error: AlurError) -> Response:
    """It is not done: what and why, with everything that was written still there."""
    told = refusal(error, one.door.t, names=names_at(one.door, one.intake.workflow))
    sheet = Sheet(
        service=one.intake.service,
        form=one.intake.form,
        refused=told,
        before=opened_before(one.act),
    )
    return form_page(one.door, sheet, status=told.status)


def _look_over(
    one: Counter, *, known: Known | None, held: Held = UNHELD, status: int = 200
) -> Response:
    """The request to be looked over, and what stands in its way."""
    command = one.intake.command(one.act.desk.by, one.act.at)
    try:
        foreseen = counter.foresee(one.door.database, command, at=one.act.at)
    except (CommandRefused, StoreError, CalendarError) as error:
        return _refused(one, error)
    review = Review(
        intake=one.intake,
        foreseen=foreseen,
        known=known,
        held=held,
        is_again=bool(one.act.form.one(AGAIN)),
        key=one.act.form.one(KEY_FIELD) if one.act.form.one("act") == "open" else "",
    )
    return review_page(one.door, review, status=status)
