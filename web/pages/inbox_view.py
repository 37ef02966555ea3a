"""The inbox in words: what the service tells, as its page says it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from api.formats import written_day, written_elapsed, written_time
from api.glossary import PAUSES, in_language
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service.inbox import (
    MOST_COUNTED,
    TABS,
    GroupName,
    InboxPage,
    InboxTask,
    Tab,
)
from engine.service.inbox_more import Mentioned
from engine.service.office_time import OfficeTime
from web.door import Door
from web.due import Due, due_words
from web.pages.inbox_asked import InboxAsked, name_of
from web.roles import Titles

ICONS: Mapping[Tab, str] = {
    "mine": "inbox",
    "claimable": "hand",
    "waiting": "clock",
    "mentioned": "at-sign",
    "done": "check",
}


class TabView(Frozen, frozen=True, kw_only=True):
    """A tab: what it is called, how much is in it, its address."""

    name: Tab
    words: str
    count: str
    address: str
    here: bool


class Row(Frozen, frozen=True, kw_only=True):
    """A task in a line, in words. `who`: whose it is, or whose queue it lies in."""

    name: str
    case: str
    task: int
    activity: str
    service: str
    applicant: str
    label: str
    address: str
    who: str
    due: Due
    waits: str
    step: str
    pips: tuple[str, ...]
    remarks: int
    is_new: bool
    first: bool
    barred: bool
    preview: str
    chosen: bool


class Group(Frozen, frozen=True, kw_only=True):
    """Rows that press alike, and how many there are in all."""

    name: GroupName
    words: str
    count: str
    rows: tuple[Row, ...]


class DoneRow(Frozen, frozen=True, kw_only=True):
    """What was done: when, and what came of it."""

    case: str
    activity: str
    service: str
    applicant: str
    when: str
    how: str
    mark: str
    took: str


class MentionView(Frozen, frozen=True, kw_only=True):
    """A remark that names somebody."""

    case: str
    seq: int
    service: str
    applicant: str
    by: str
    when: str
    text: str
    unread: bool


class Teller:
    """Says everything in the reader's words."""

    def __init__(  # noqa: PLR0913  # what one page is told from
        self,
        door: Door,
        titles: Titles,
        person: PersonId,
        asked: InboxAsked,
        *,
        new_since: datetime,
        many_units: bool = True,
    ) -> None:
        """Tell of one page.

        Args:
            door: whose page it is.
            titles: what people and units are called.
            person: who reads.
            asked: what they asked for.
            new_since: what came later is new to them.
            many_units: they work for several, so that one's own tasks say which.
        """
        self.door, self.titles, self.person, self.asked = door, titles, person, asked
        self._new_since, self._many_units = new_since, many_units
        self._t, self._language, self._links = door.t, door.language, door.links
        self._zone = door.settings.office_zone
        self._office = OfficeTime(door.database, at=door.at)

    def tabs(self, page: InboxPage) -> tuple[TabView, ...]:
        """The tabs with their counts."""
        return tuple(
            TabView(
                name=tab,
                words=self._t(f"inbox_tab_{tab}"),
                count=self.count(page.tabs[tab]),
                address=self._links.at("/inbox", tab="" if tab == "mine" else tab),
                here=tab == self.asked.query.tab,
            )
            for tab in TABS
        )

    def count(self, count: int) -> str:
        """So many; beyond what is counted that it is more."""
        return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)

    def groups(self, page: InboxPage) -> Iterator[Group]:
        """The groups of which something is shown."""
        for one in page.groups:
            if one.tasks:
                yield Group(
                    name=one.name,
                    words=self._t(f"inbox_group_{one.name}"),
                    count=self.count(one.count),
                    rows=tuple(self.row(task) for task in one.tasks),
                )

    def due(self, one: InboxTask) -> Due:
        """The task's deadline."""
        return due_words(
            one.due,
            at=self.door.at,
            paused=one.pause is not None,
            speech=self._t,
            zone=self._zone,
            worked=partial(self._office.between, one.sop, one.version),
        )

    def row(self, one: InboxTask) -> Row:
        """A task in a line."""
        language = self._language
        name = name_of((one.task.case, one.task.activation))
        shown = self.asked.preview == (one.task.case, one.task.activation)
        activity = one.task.activity.in_language(language)
        return Row(
            name=name,
            case=one.task.case,
            task=one.task.activation,
            activity=activity,
            service=one.title.in_language(language),
            applicant=one.applicant,
            label=f"{activity}, {one.applicant}",
            address=self._links.case(one.task.case),
            who=self._who(one),
            due=self.due(one),
            waits="" if one.pause is None else in_language(PAUSES[one.pause], language),
            step=self._t("inbox_step", n=one.task.number, m=one.steps),
            pips=_pips(one.task.number, one.steps),
            remarks=one.remarks,
            is_new=self._is_new(one),
            first=one.goes_first,
            barred=one.barred,
            preview=self._links.at("/inbox", **self.asked.address(preview=name)),
            chosen=shown,
        )

    def done(self, one: InboxTask) -> DoneRow:
        """A task that is done."""
        language, zone, task = self._language, self._zone, one.task
        at = task.finished_at or task.opened_at
        said = "" if one.outcome is None else f": {one.outcome.in_language(language)}"
        return DoneRow(
            case=task.case,
            activity=task.activity.in_language(language),
            service=one.title.in_language(language),
            applicant=one.applicant,
            when=written_time(at, zone, language),
            how=self._t(f"inbox_how_{task.status}") + said,
            mark="back" if task.status == "returned" else "ok",
            took=self._t("inbox_took", length=written_elapsed(at - task.opened_at, language)),
        )

    def mention(self, one: Mentioned) -> MentionView:
        """A remark that names the reader."""
        return MentionView(
            case=one.case,
            seq=one.seq,
            service=one.title.in_language(self._language),
            applicant=one.applicant,
            by=self.titles.person(one.by),
            when=self.door.instant(one.at),
            text=one.text,
            unread=one.unread,
        )

    @property
    def today(self) -> str:
        """The office's day."""
        return written_day(self.door.at, self._zone, self._language)

    def _who(self, one: InboxTask) -> str:
        task, tab = one.task, self.asked.query.tab
        role = "" if task.role_title is None else task.role_title.in_language(self._language)
        if task.assignee and task.assignee != self.person:
            return self._t("held_by", person=self.titles.person(task.assignee))
        if task.owner and task.owner != self.person:
            return self._t("inbox_lent_by", person=self.titles.person(task.owner))
        if tab == "mine":
            return self.titles.unit(one.unit) if self._many_units else ""
        unit = self.titles.unit(one.unit) if self._many_units or not role else ""
        return " · ".join(part for part in (role, unit) if part)

    def _is_new(self, one: InboxTask) -> bool:
        came = one.since is not None and one.since > self._new_since
        return came and one.sent_by != self.person


def _pips(number: int, steps: int) -> tuple[str, ...]:
    return tuple(
        "c" if one == number else "d" if one < number else "" for one in range(1, steps + 1)
    )
