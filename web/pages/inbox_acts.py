"""What is done from the inbox: tasks claimed and released, questions kept, mentions read.

Of several tasks each is a command of its own: what somebody else was quicker with is told, and the
rest is done all the same.
"""

from collections.abc import Callable

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.commands import AnyCommand, Claim, Release
from engine.core.errors import CommandRefused, InputRefused
from engine.core.events import TaskClaimed
from engine.core.ids import CaseId
from engine.service import inbox_more
from engine.service.execute import LONGEST_KEY
from engine.service.queues import QueueEmpty, claim_next
from web.acts import KEY_FIELD, AtForm, FormAct
from web.forms import Form, Sent
from web.kept import forget, keeps, kept_for
from web.pages.inbox_asked import PLACE, InboxAsked, TaskName, asked_before, name_of, task_named
from web.pages.inbox_sight import AtInbox, Sight, show
from web.pages.inbox_told import MOST_AT_ONCE, end_of, written

router = APIRouter()

BACK = "back"
"""The field that says which question the list answered."""
_FILTERS = f"{PLACE}/filters"


@router.post(f"{PLACE}/next", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def take_next(sight: AtInbox, act: AtForm) -> Response:
    """Claim what is to be taken up first, and show it."""
    said = act.form.one(KEY_FIELD)
    key = f"next {act.me.person} {said}"[:LONGEST_KEY] if said else None
    try:
        receipt = claim_next(act.database, act.desk.by, at=act.at, key=key)
    except QueueEmpty as empty:
        barred = sight.door.t.count("inbox_next_barred", empty.barred) if empty.barred else ""
        problems = {"next": f"{sight.door.t('inbox_next_none')} {barred}".strip()}
        return show(sight, _asked(act.form), status=409, problems=problems)
    claimed = [one.event for one in receipt.events if isinstance(one.event, TaskClaimed)]
    name = name_of((receipt.case, claimed[-1].activation))
    return act.go(PLACE, preview=name, done="inbox_next")


@router.post(f"{PLACE}/claim", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def claim_chosen(act: AtForm) -> Response:
    """Claim each task that was chosen."""
    by = act.desk.by
    return _each(act, "c", lambda name: Claim(case=name[0], by=by, activation=name[1]))


@router.post(f"{PLACE}/release", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def release_chosen(act: AtForm) -> Response:
    """Put each task that was chosen back into its queue."""
    by = act.desk.by
    return _each(act, "r", lambda name: Release(case=name[0], by=by, activation=name[1]))


@router.get(_FILTERS, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_filters(sight: AtInbox) -> Response:
    """Show the list with the name that was sent when the session was over."""
    kept = kept_for(sight.door.database, sight.me.person, _FILTERS)
    form = Form() if kept is None else kept.form
    return show(sight, _asked(form), said=form.one("name"))


@router.post(
    _FILTERS,
    response_class=HTMLResponse,
    dependencies=[keeps("name", BACK), allow(Access.SIGNED_IN)],
)
def save_filter(sight: AtInbox, form: Sent) -> Response:
    """Keep the question that the list answers, under a name."""
    door, asked, name = sight.door, _asked(form), form.one("name")
    shown = "".join(sign for sign in name if sign.isprintable())
    try:
        inbox_more.save_filter(door.database, sight.me.person, shown, asked.kept, at=door.at)
    except InputRefused:
        fits = 0 < len(shown) <= inbox_more.LONGEST_NAME
        problem = door.t("inbox_filter_many" if fits else "inbox_filter_name")
        return show(sight, asked, status=422, problems={"name": problem}, said=name)
    forget(door.database, sight.me.person, _FILTERS)
    return door.go(door.links.at(PLACE, **asked.address(done="inbox_saved")))


@router.post(
    f"{PLACE}/filters/forget",
    response_class=HTMLResponse,
    dependencies=[allow(Access.SIGNED_IN)],
)
def forget_filter(sight: AtInbox, form: Sent) -> Response:
    """Keep a question no more."""
    door = sight.door
    inbox_more.forget_filter(door.database, sight.me.person, form.one("name"))
    return door.go(door.links.at(PLACE, **_asked(form).address(done="inbox_forgotten")))


@router.post(f"{PLACE}/seen", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def mark_seen(sight: AtInbox, form: Sent) -> Response:
    """Let nothing that came so far be new."""
    door = sight.door
    inbox_more.have_seen(door.database, sight.me.person, at=door.at)
    return door.go(door.links.at(PLACE, **_asked(form).address(done="inbox_seen")))


@router.post(f"{PLACE}/read", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def mark_read(sight: AtInbox, form: Sent) -> Response:
    """Let what names one in these cases be read."""
    for case in form.all("case")[:MOST_AT_ONCE]:
        inbox_more.read_mentions(sight.door.database, sight.me.person, CaseId(case))
    return _back(sight, form, done="inbox_read")


def _back(sight: Sight, form: Form, *, done: str) -> Response:
    door = sight.door
    return door.go(door.links.at(PLACE, **_asked(form).address(done=done)))


def _asked(form: Form) -> InboxAsked:
    return asked_before(form.one(BACK))


def _each(act: FormAct, good: str, command: Callable[[TaskName], AnyCommand]) -> Response:
    """Carry out a command for each task that was chosen, and say of each how it ended."""
    names = [task_named(one) for one in act.form.all("task")[:MOST_AT_ONCE]]
    chosen = list(dict.fromkeys(name for name in names if name is not None))
    asked = _asked(act.form)
    if not chosen:
        return act.go(PLACE, **asked.address(done="inbox_none_chosen"))
    ends = [(name, _end(act, command(name), name, good)) for name in chosen]
    return act.go(PLACE, **asked.address(told=written(ends)))


def _end(act: FormAct, command: AnyCommand, name: TaskName, good: str) -> str:
    said = act.form.one(KEY_FIELD)
    key = f"form {act.me.person} {said} {name_of(name)}"[:LONGEST_KEY] if said else None
    try:
        replace(act.desk, key=key).carry_out(command)
    except CommandRefused as refused:
        return end_of(refused)
    return good
