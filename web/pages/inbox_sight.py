"""A page of the inbox made: who looks, what they asked, what is told of what they did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from starlette.responses import HTMLResponse

from api.formats import written_time
from api.reach import InReach
from api.reads import HISTORY, Reader, Reading
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.tracking import code_from_text, is_code
from engine.service import catalogue, counter, inbox, inbox_more
from engine.service.directory import current
from engine.service.inbox import InboxPage, Looker
from engine.service.views import CasePage
from engine.service.workload import start_of_day
from web.door import AtDoor, Door
from web.pages.inbox_asked import (
    MOST_ON_A_PAGE,
    PAGE,
    PLACE,
    SORTS,
    InboxAsked,
    asked_before,
    without_narrowing,
)
from web.pages.inbox_preview import preview_of
from web.pages.inbox_told import told
from web.pages.inbox_view import ICONS, Teller
from web.roles import Titles, titles
from web.visitor import Me, Visitor

DONE = frozenset(
    (
        "inbox_saved",
        "inbox_forgotten",
        "inbox_seen",
        "inbox_read",
        "inbox_next",
        "inbox_none_chosen",
    )
)
_INTO_TOMORROW = timedelta(hours=36)
"""From a day's beginning; no day is that long, and none so short that it is two days on."""
_YEARS = range(2000, 9000)
"""Of an instant in an address: each can be told in every zone."""


class Sight(Frozen, frozen=True, kw_only=True):
    """Who looks at the inbox, how far they see, and what notes that they read."""

    door: Door
    me: Visitor
    reading: Reader
    reach: Reach

    @property
    def looker(self) -> Looker:
        """Who looks, and the office's day."""
        zone, at = self.door.settings.office_zone, self.door.at
        begin = start_of_day(at, zone)
        end = start_of_day(begin + _INTO_TOMORROW, zone)
        return Looker(person=self.me.person, reach=self.reach, at=at, begin=begin, end=end)

    @property
    def titles(self) -> Titles:
        """What people, units and roles are called."""
        database = self.door.database
        return titles(database, current(database), self.door.language)


class Saved(Frozen, frozen=True, kw_only=True):
    """A question that was kept, its address, and whether it is the one that is asked."""

    name: str
    address: str
    here: bool


def sight(door: AtDoor, me: Me, reading: Reading, seen: InReach) -> Sight:
    """Whoever asks for a page of the inbox."""
    return Sight(door=door, me=me, reading=reading, reach=seen)


AtInbox = Annotated[Sight, Depends(sight)]


def page(sight: Sight, asked: InboxAsked) -> InboxPage:
    """What the address asks for; a search by name is noted."""
    found = inbox.show_inbox(sight.door.database, sight.looker, asked.query)
    if asked.query.text:
        sight.reading.note_search("text", CasePage(items=(), total=found.total))
    return found


def show(
    sight: Sight,
    asked: InboxAsked,
    *,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
    said: str = "",
) -> HTMLResponse:
    """The page.

    Args:
        sight: who looks.
        asked: at what.
        status: of the answer.
        problems: what is wrong with a form that was sent, by field.
        said: what stands in the field for the name of a question.
    """
    door, person = sight.door, sight.me.person
    looked = door.request.method == "GET"
    new_since = inbox_more.look(door.database, person, at=door.at) if looked else door.at
    found, names = page(sight, asked), sight.titles
    many = len(found.units) > 1
    teller = Teller(door, names, person, asked, new_since=new_since, many_units=many)
    done = door.asked("done")
    return door.show(
        "inbox.html",
        status=status,
        asked=asked,
        query=asked.query,
        page=found,
        tabs=teller.tabs(found),
        groups=tuple(teller.groups(found)),
        icons=ICONS,
        today=teller.today,
        more=_more(door, asked, found),
        preview=preview_of(door, sight.reading, sight.reach, teller),
        told=told(door, names, door.asked("told"), sight.reach),
        done=door.t(done) if done in DONE else "",
        problems=problems or {},
        said_name=said,
        saved=_saved(door, sight, asked),
        is_code=is_code(code_from_text(asked.query.text)),
        may_open=lambda: bool(counter.offered(door.database, person, at=door.at)),
        whole=door.links.at(PLACE, **without_narrowing(asked).address()),
        choices=_choices(sight, names, found),
        since=door.at.isoformat(),
        as_of=clock_at(door, door.at),
        **_lists(sight, asked, teller),
    )


def _lists(sight: Sight, asked: InboxAsked, teller: Teller) -> dict[str, object]:
    """What the two tabs hold that have lists of their own."""
    database, person, reach = sight.door.database, sight.me.person, sight.reach
    tab, limit = asked.query.tab, asked.query.shown
    told = (
        inbox_more.list_mentions(database, person, reach, unread=False, limit=limit)
        if tab == "mentioned"
        else ()
    )
    since = sight.looker.begin
    for case in {one.case for one in told}:
        sight.reading.note(case, HISTORY)
    done = (
        inbox_more.list_done(database, person, reach, since=since, limit=limit)
        if tab == "done"
        else ()
    )
    return {
        "mentions": tuple(teller.mention(one) for one in told),
        "done_rows": tuple(teller.done(one) for one in done),
    }


def _more(door: Door, asked: InboxAsked, found: InboxPage) -> str:
    """The address that shows more; empty where there is no more, or no page may show it."""
    shown = asked.query.shown
    if found.shown < shown or found.shown >= found.total or shown >= MOST_ON_A_PAGE:
        return ""
    return door.links.at(PLACE, **asked.address(shown=shown + PAGE))


def _saved(door: Door, sight: Sight, asked: InboxAsked) -> tuple[Saved, ...]:
    kept = inbox_more.saved_filters(door.database, sight.me.person)
    return tuple(
        Saved(
            name=one.name,
            address=door.links.at(PLACE, **asked_before(one.asked).address()),
            here=one.asked == asked.kept,
        )
        for one in kept
    )


def _choices(sight: Sight, names: Titles, found: InboxPage) -> dict[str, object]:
    """What the fields offer: services within reach, units whose queues one claims from."""
    listed = catalogue.list_sops(sight.door.database)
    language = sight.door.language
    sops = {
        one.sop: one.title.in_language(language)
        for one in listed
        if sight.reach.covers(one.unit, one.sop)
    }
    return {
        "sops": tuple(sorted(sops.items(), key=lambda choice: choice[1])),
        "units": tuple((unit, names.unit(unit)) for unit in found.units),
        "sorts": SORTS,
    }


def clock_at(door: Door, at: datetime) -> str:
    """An instant of today: `14.05 WIB`."""
    zone = door.settings.office_zone
    return f"{written_time(at, zone, door.language)} {at.astimezone(zone).tzname()}"


def instant_asked(said: str) -> datetime | None:
    """The instant that an address says; None: it says none, without a zone, or of no office's."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year in _YEARS else None
