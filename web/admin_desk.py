"""Where people and units are looked after: who does it, what they see, how a form is answered."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from api.access import Access, duties_for
from api.deps import Who
from engine.core.commands import Actor
from engine.core.directory import Directory, Duty
from engine.core.directory_commands import AnyDirectoryCommand
from engine.core.errors import AlurError, CalendarError, CommandRefused, NotFound, StoreError
from engine.core.ids import PersonId, UnitId
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.service import handover
from engine.service.directory import current
from engine.service.handover import Changed
from engine.service.people_sight import Sight, sight
from web.admin_fields import DayWrong, Field, Option, values_of
from web.admin_refusals import Said, said_of
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, kept_for
from web.roles import Titles, titles
from web.visitor import Me, Visitor

KEY_FIELD = "key"
_LONGEST_KEY = 80
_MOST_PICKED = 400


class AdminDesk(Frozen, frozen=True, kw_only=True):
    """One request of somebody who looks after people, or reads how that is done (auditors)."""

    door: Door
    me: Visitor
    by: Actor
    directory: Directory
    words: Titles
    seen: Sight
    may_change: bool

    def t(self, name: str, **said: object) -> str:
        """The interface's words."""
        return self.door.t(name, **said)

    def change(self, command: AnyDirectoryCommand, form: Form) -> Changed:
        """The change made and on disk, once however often the form is sent.

        Raises:
            CommandRefused: a rule says no.
        """
        said = form.one(KEY_FIELD)
        key = f"form {self.me.person} {said}" if 0 < len(said) <= _LONGEST_KEY else None
        return handover.change(self.door.database, command, at=self.door.at, key=key)

    def go(self, path: str, **asked: object) -> Response:
        """On to another page of ours."""
        return self.door.go(self.door.links.at(path, **asked))

    def person_within(self, person: str) -> PersonId:
        """The person of that id, whom one sees.

        Raises:
            NotFound: there is none, or not in any unit of one's duty.
        """
        found = PersonId(person)
        if found not in self.seen.people:
            raise NotFound("person", person)
        return found

    def unit_within(self, unit: str) -> UnitId:
        """The unit of that id, within one's duty.

        Raises:
            NotFound: there is none within it.
        """
        found = UnitId(unit)
        if found not in self.seen.units or found not in self.directory.units:
            raise NotFound("unit", unit)
        return found

    def unit_options(self, *, open_only: bool = True) -> tuple[Option, ...]:
        """The units of one's duty, those below others further in."""
        return tuple(
            Option(value=unit, words=f"{'  ' * depth}{self.words.unit(unit)}")
            for unit, depth in tree_of(self.directory)
            if unit in self.seen.units
            and not (open_only and self.directory.units[unit].closed_at is not None)
        )

    def people_options(self, *, but: str = "") -> tuple[Option, ...]:
        """Human beings who work here, by name; of very many, those within one's duty first."""
        here = [
            one
            for one in self.directory.people.values()
            if one.left_at is None and not one.machine and one.id != but
        ]
        here.sort(key=lambda one: (one.id not in self.seen.people, one.name.lower(), one.id))
        return tuple(Option(value=one.id, words=one.name) for one in here[:_MOST_PICKED])


def tree_of(directory: Directory) -> tuple[tuple[UnitId, int], ...]:
    """All units, each above those below it, with its depth; those beside each other by id."""
    below: dict[UnitId | None, list[UnitId]] = {}
    for unit in sorted(directory.units.values(), key=lambda one: one.id):
        below.setdefault(unit.parent, []).append(unit.id)

    def lines(parent: UnitId | None, depth: int) -> list[tuple[UnitId, int]]:
        return [
            line
            for unit in below.get(parent, ())
            for line in ((unit, depth), *lines(unit, depth + 1))
        ]

    return tuple(lines(None, 0))


def admin_desk(door: AtDoor, me: Me, by: Who) -> AdminDesk:
    """The desk of one request."""
    directory = current(door.database)
    duties = duties_for(Access.ADMINISTERS, "POST")
    is_auditor = has_duty(directory, me.person, Duty.AUDITOR, door.at)
    holds = any(has_duty(directory, me.person, duty, door.at) for duty in duties)
    return AdminDesk(
        door=door,
        me=me,
        by=by,
        directory=directory,
        words=titles(door.database, directory, door.language),
        seen=sight(door.database, me.person, at=door.at),
        may_change=holds and not is_auditor,
    )


AtAdmin = Annotated[AdminDesk, Depends(admin_desk)]


def picked(directory: Directory, said: str) -> PersonId:
    """Whom a written field means: by id, or by a name that one person alone has."""
    if said in directory.people:
        return PersonId(said)
    folded = said.casefold()
    found = [one.id for one in directory.people.values() if one.name.casefold() == folded]
    return found[0] if len(found) == 1 else PersonId(said)


class Sheet(Frozen, frozen=True, kw_only=True):
    """A page with one form: what it is called, what it asks, and what it tells beforehand.

    `rows` are facts to be weighed before the button is pressed; `back` is the page it belongs to.
    """

    title: str
    does: str
    path: str
    back: str
    back_words: str
    fields: tuple[Field, ...] = ()
    usual: Mapping[str, str] = {}
    hidden: Mapping[str, str] = {}
    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    warns: bool = False
    room: str = "admin"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fields."""
        return tuple(one.name for one in self.fields)


def show_sheet(
    door: Door, me: Visitor, sheet: Sheet, *, form: Form | None = None, said: Said | None = None
) -> Response:
    """The page, with what was written in it before, if anything."""
    kept = kept_for(door.database, me.person, sheet.path) if form is None else None
    asked = values_of(sheet.fields, kept.form if kept else form, sheet.usual)
    return door.show(
        "admin_form.html",
        status=200 if said is None else said.status,
        sheet=sheet,
        asked=type(asked)(values=asked.values, problems=said.problems if said else {}),
        over=said.over if said else "",
        kept_at=kept.saved_at if kept else None,
    )


def answer_sheet(
    desk: AdminDesk, sheet: Sheet, form: Form, act: Callable[[], Response]
) -> Response:
    """What comes of the form: another page, or this one again with what is wrong, nothing lost."""
    try:
        answer = act()
    except (CommandRefused, StoreError, CalendarError, DayWrong) as error:
        said = refused(desk.door, desk.words, error, sheet)
        return show_sheet(desk.door, desk.me, sheet, form=form, said=said)
    forget(desk.door.database, desk.me.person, sheet.path)
    return answer


def refused(door: Door, words: Titles, error: AlurError | DayWrong, sheet: Sheet) -> Said:
    """The refusal of a form, at its fields."""
    return said_of(door, words, error, fields=sheet.names)


QUEUE = "-"
PAST_SUBSTITUTE = "!"
"""The queue, because a substitute who was named may not do the task."""


def told_of(changed: Changed, *, substitute: str = "") -> str:
    """Whom the tasks went to that changed hands: `dewi.sartika:2,-:3` (`-`: the queue).

    `substitute`: who was named to have them; to the queue went what they may not do.
    """
    counts: dict[str, int] = {}
    queue = PAST_SUBSTITUTE if substitute else QUEUE
    for one in changed.handed:
        counts[one.to or queue] = counts.get(one.to or queue, 0) + 1
    return ",".join(f"{to}:{n}" for to, n in sorted(counts.items()))
