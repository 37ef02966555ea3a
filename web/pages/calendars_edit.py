"""An edit of a calendar, change by change, until it is looked at and put into force."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.deps import Who
from api.formats import written_date
from api.present_calendar import change_lines
from engine.core.calendar_version import Holiday, Season, SpecialDay
from engine.core.commands import Actor
from engine.core.errors import CalendarInvalid, InputRefused
from engine.core.text import Frozen
from engine.service.calendar_authority import require_authority
from web.admin_fields import values_of
from web.calendar_drafts import (
    CalendarDraft,
    draft_of,
    drop,
    in_force,
    keep,
    landed,
    name_of,
    rebased,
    restored,
    with_holiday,
    with_joint_leave,
    with_season,
    with_special_day,
    without,
)
from web.calendar_forms import (
    FieldsWrong,
    holiday_fields,
    holiday_from,
    season_fields,
    season_from,
    special_fields,
    special_from,
    usual_values,
)
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.kept import forget, keeps, kept_for
from web.pages.calendars import NAME, PLACE, season_span, weekdays
from web.visitor import Me, Visitor

router = APIRouter()

EDIT = f"{PLACE}/{{name}}/edit"
_DONE = frozenset({"calendars_noted", "calendars_taken_back", "calendars_rebased"})


class Undo(Frozen, frozen=True, kw_only=True):
    """A change of the edit, in words, and the act that takes it back."""

    words: str
    act: str
    what: str


class Own(Frozen, frozen=True, kw_only=True):
    """Something of the calendar's own that can be taken out of it."""

    words: str
    what: str


def require_may(door: Door, name: str, by: Actor) -> None:
    """Refuse whoever does not answer for all that is told by the calendar.

    Raises:
        DutyMissing: a unit is not theirs.
    """
    door.database.store.read(
        lambda reader: require_authority(door.database, reader, name, by=by, at=door.at)
    )


@router.get(EDIT, response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_edit(name: NAME, door: AtDoor, me: Me, by: Who) -> Response:
    """Show the edit in the making, and what can be changed."""
    draft = draft_of(door.database, me.person, name, at=door.at)
    require_may(door, name, by)
    if landed(door.database, draft, at=door.at):
        return to_version(door, me, draft)
    return _page(door, me, draft)


def to_version(door: Door, me: Visitor, draft: CalendarDraft) -> Response:
    """Lead to the version that the edit has become; the draft has done its service."""
    name, version = draft.edited.id, draft.edited.version
    drop(door.database, me.person, name)
    return door.go(door.links.at(f"{PLACE}/{name}/versions/{version}", done="calendars_applied"))


@router.post(
    EDIT,
    response_class=HTMLResponse,
    dependencies=[keeps("holiday.*", "special.*", "hours.*"), allow(Access.OVERSEES)],
)
def edit(name: NAME, door: AtDoor, me: Me, by: Who, form: Sent) -> Response:
    """Take a change into the edit, or out of it. Nothing is in force by that."""
    draft = draft_of(door.database, me.person, name, at=door.at)
    require_may(door, name, by)
    act = form.one("act")
    if act == "drop":
        drop(door.database, me.person, name)
        return door.go(door.links.at(f"{PLACE}/{name}", done="calendars_dropped"))
    try:
        changed = _changed(door, draft, act, form)
        keep(door.database, me.person, changed, at=door.at)
    except FieldsWrong as wrong:
        return _page(door, me, draft, form=form, problems=wrong.problems)
    except CalendarInvalid:
        problems = {_BLAMED.get(act, ""): door.t("calendars_clash")}
        return _page(door, me, draft, form=form, problems=problems)
    except InputRefused:
        return _page(door, me, draft, form=form, problems={"": door.t("calendars_too_large")})
    forget(door.database, me.person, f"{PLACE}/{name}/edit")
    done = "calendars_noted" if act in _BLAMED else "calendars_taken_back"
    done = "calendars_rebased" if act == "rebase" else done
    return door.go(door.links.at(f"{PLACE}/{name}/edit", done=done))


_BLAMED = {
    "holiday": "holiday.day",
    "special": "special.day",
    "hours": "hours.first",
    "remove": "",
    "joint": "",
}
"""The field at which it is said that a calendar would contradict itself."""


def _changed(door: Door, draft: CalendarDraft, act: str, form: Form) -> CalendarDraft:
    what = form.one("what")
    match act:
        case "holiday":
            return with_holiday(draft, holiday_from(door, form))
        case "special":
            return with_special_day(draft, special_from(door, form))
        case "hours":
            return with_season(draft, season_from(door, form))
        case "joint":
            return with_joint_leave(draft, works=not draft.edited.works_on_joint_leave)
        case "remove" | "untake":
            return without(draft, what)
        case "restore":
            return restored(draft, what)
        case "rebase":
            return rebased(draft, in_force(door.database, draft.edited.id, at=door.at))
        case _:
            return draft


def undo_lines(door: Door, draft: CalendarDraft) -> tuple[Undo, ...]:
    """The changes of the edit, each with what takes it back."""
    acts = _undoing(draft)
    lines = change_lines(draft.changes, door.language)
    return tuple(
        Undo(words=words, act=act, what=what)
        for words, (act, what) in zip(lines, acts, strict=True)
    )


def _undoing(draft: CalendarDraft) -> Iterator[tuple[str, str]]:
    """In the order of `change_lines`; the zone is never edited here."""
    said = draft.changes
    for added, removed in (
        (said.holidays_added, said.holidays_removed),
        (said.special_days_added, said.special_days_removed),
        (said.seasons_added, said.seasons_removed),
    ):
        yield from (("untake", name_of(one)) for one in added)
        yield from (("restore", name_of(one)) for one in removed)
    if said.works_on_joint_leave is not None:
        yield "joint", ""


def _page(
    door: Door,
    me: Visitor,
    draft: CalendarDraft,
    *,
    form: Form | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    place = f"{PLACE}/{draft.edited.id}/edit"
    now = in_force(door.database, draft.edited.id, at=door.at)
    kept = kept_for(door.database, me.person, place) if form is None else None
    today = door.at.astimezone(door.settings.office_zone).date()
    holiday, special = holiday_fields(door), special_fields(door)
    hours = season_fields(door, weekdays(door))
    written = kept.form if kept else form
    usual = usual_values(draft.edited, today)
    asked = values_of((*holiday, *special, *hours), _with_usual(written, usual), usual)
    done, wrong = door.asked("done"), problems or {}
    return door.show(
        "calendar_edit.html",
        status=422 if problems else 200,
        name=draft.edited.id,
        place=place,
        version=draft.edited.version,
        base=draft.base.version,
        newest=now.version,
        undo=undo_lines(door, draft),
        forms=(("holiday", holiday), ("special", special), ("hours", hours)),
        asked=type(asked)(
            values=asked.values, problems={name: said for name, said in wrong.items() if name}
        ),
        over=wrong.get("", ""),
        open_form=next(iter(wrong), "").partition(".")[0],
        own=_own(door, draft),
        works_on_joint_leave=draft.edited.works_on_joint_leave,
        kept_at=kept.saved_at if kept else None,
        said=door.t(done) if done in _DONE else "",
    )


def _with_usual(form: Form | None, usual: dict[str, str]) -> Form | None:
    """What was sent of one of the forms; in the others stands what is usual."""
    if form is None:
        return None
    fields = {name: (said,) for name, said in usual.items()}
    return Form(fields={**fields, **form.fields})


def _own(door: Door, draft: CalendarDraft) -> tuple[Own, ...]:
    """What the office itself wrote into the calendar, and can take out."""
    edited = draft.edited
    found: list[Holiday | SpecialDay | Season] = [*edited.holidays, *edited.special_days]
    found += [one for one in edited.seasons if one.first is not None]
    added = {name_of(one) for one in _all_added(draft)}
    return tuple(
        Own(words=_words(door, one), what=name_of(one))
        for one in found
        if name_of(one) not in added
    )


def _all_added(draft: CalendarDraft) -> tuple[Holiday | SpecialDay | Season, ...]:
    said = draft.changes
    return (*said.holidays_added, *said.special_days_added, *said.seasons_added)


def _words(door: Door, one: Holiday | SpecialDay | Season) -> str:
    name = one.name.in_language(door.language)
    if isinstance(one, Season):
        return f"{name}: {season_span(door, one.first, one.last)}"
    return f"{written_date(one.day, door.language)}: {name}"
