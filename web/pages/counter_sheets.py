"""The pages of the counter for one service: its form, the look over it, what is lacking."""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response

from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.counter import Foreseen, Service
from web.acts import KEY_FIELD
from web.answers import html_name
from web.door import Door
from web.filing import accepted
from web.forms import Form
from web.pages import counter_views
from web.pages.counter_intake import APPLICANT, Intake, nik_field
from web.pages.counter_known import Known
from web.pages.counter_opening import document_name
from web.refused import Refusal

PLACE = "/counter"
AGAIN = "again"
"""The box by which the counter says: open it although one like it is there."""

RefusedDocuments = Mapping[str, tuple[tuple[str, str], ...]]
"""By requirement: the name of each document that is not taken, and why."""

_NOT_CARRIED = frozenset({"csrf", "act", KEY_FIELD, AGAIN})


class Sheet(Frozen, frozen=True, kw_only=True):
    """A form as it stands. `problems`: what is wrong, by the form's names, the first one first.

    `known` is what a search found, if one was `looked` for; `proposed`: the name is from there.
    `before`: the case that this very form opened already.
    """

    service: Service
    form: Form = Form()
    problems: Mapping[str, str] = {}
    known: Known | None = None
    looked: bool = False
    proposed: bool = False
    refused: Refusal | None = None
    before: CaseId | None = None
    kept_at: datetime | None = None
    said: str = ""


class Held(Frozen, frozen=True, kw_only=True):
    """Why a request was not opened: documents not taken, or `again` has to be said first."""

    refused: RefusedDocuments = {}
    again: bool = False


UNHELD = Held()


class Review(Frozen, frozen=True, kw_only=True):
    """A request to be looked over. `is_again`: the counter has said that it is another one.

    `key` is that of the form which was sent; empty: a new one is made.
    """

    intake: Intake
    foreseen: Foreseen
    known: Known | None = None
    held: Held = UNHELD
    is_again: bool = False
    key: str = ""


def place_of(service: Service) -> str:
    """The address of a service at the counter."""
    return f"{PLACE}/{service.workflow.sop}"


def form_page(door: Door, sheet: Sheet, *, status: int = 200) -> Response:
    """The form of a service."""
    return _show(door, sheet, "counter_form.html", status)


def lacking_page(door: Door, sheet: Sheet, *, status: int = 200) -> Response:
    """The form for what is missing or not right."""
    return _show(door, sheet, "counter_lacking.html", status)


def _show(door: Door, sheet: Sheet, template: str, status: int) -> Response:
    service, form = sheet.service, sheet.form
    first = _first(sheet)
    return door.show(
        template,
        status=status,
        sheet=sheet,
        service=counter_views.service_view(door, service),
        asked=counter_views.asked(door, service, form, sheet.problems, first=first),
        form=form,
        carried=carried(form),
        requirements=counter_views.checklist(door, service, form),
        first=first,
        place=place_of(service),
    )


def _first(sheet: Sheet) -> str:
    """The field to begin with: the first that is wrong, else whose NIK, else the name."""
    if sheet.problems:
        return next(iter(sheet.problems))
    field = nik_field(sheet.service.workflow)
    return APPLICANT if field is None or sheet.looked else html_name(field.id)


def review_page(door: Door, review: Review, *, status: int = 200) -> Response:
    """The request, its promise, its documents, and the button that opens it."""
    intake = review.intake
    service, form = intake.service, intake.form
    return door.show(
        "counter_review.html",
        status=status,
        review=review,
        service=counter_views.service_view(door, service),
        carried=carried(form),
        entered=counter_views.entered(door, intake),
        requirements=counter_views.checklist(door, service, form, review.held.refused),
        promise=counter_views.promised(door, review.foreseen),
        accepts=accepted(door.settings),
        largest=door.settings.upload_mb,
        place=place_of(service),
    )


def carried(form: Form) -> tuple[tuple[str, str], ...]:
    """What the form said, to go on with the next one."""
    said = ((name, one) for name, all_of_it in form.fields.items() for one in all_of_it)
    return tuple(
        (name, one)
        for name, one in said
        if one and name not in _NOT_CARRIED and not name.startswith(document_name(""))
    )
