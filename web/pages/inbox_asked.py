"""What the address of the inbox asks for, and addresses that ask for something else as well."""

import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from msgspec.structs import replace

from engine.core.ids import ActivationId, CaseId, SopId, UnitId
from engine.core.text import Frozen
from engine.service.inbox import GROUPS, TABS, GroupName, InboxQuery, Sort, Tab

PLACE = "/inbox"
PAGE = 50
MOST_ON_A_PAGE = 500
LONGEST_SEARCH = 100
SORTS: tuple[Sort, ...] = get_args(Sort)

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_NAME = re.compile(r"([0-9a-z]{1,40})\.([1-9][0-9]{0,8})")
_KEPT = ("tab", "sop", "unit", "deadline", "text", "sort", "shown")
"""What a question is; a preview and what was just done are no part of it."""

TaskName = tuple[CaseId, ActivationId]


class InboxAsked(Frozen, frozen=True, kw_only=True):
    """The question, and the task that is shown beside the list."""

    query: InboxQuery
    preview: TaskName | None = None

    def address(self, **other: object) -> Mapping[str, str]:
        """What an address says that asks this and something else; what is usual is not said."""
        query = self.query
        said: dict[str, object] = {
            "tab": query.tab if query.tab != "mine" else "",
            "sop": query.sop or "",
            "unit": query.unit or "",
            "deadline": query.deadline or "",
            "text": query.text,
            "sort": query.sort if query.sort != "due" else "",
            "shown": query.shown if query.shown != PAGE else "",
        }
        return {name: str(value) for name, value in (said | other).items() if value}

    @property
    def kept(self) -> str:
        """The question as one line, to be kept or to be come back to."""
        return urlencode(self.address(shown=""))


def asked_in(said: Mapping[str, str]) -> InboxAsked:
    """The question that an address asks; what makes no sense there is left out, not refused."""
    sop, unit = said.get("sop", ""), said.get("unit", "")
    text = "".join(sign for sign in said.get("text", "") if sign.isprintable())
    query = InboxQuery(
        tab=_tab(said.get("tab", "")),
        sop=SopId(sop) if _SLUG.fullmatch(sop) else None,
        unit=UnitId(unit) if _SLUG.fullmatch(unit) else None,
        deadline=_deadline(said.get("deadline", "")),
        text=text.strip()[:LONGEST_SEARCH],
        sort=_sort(said.get("sort", "")),
        shown=_shown(said.get("shown", "")),
    )
    return InboxAsked(query=query, preview=task_named(said.get("preview", "")))


def asked_before(kept: str) -> InboxAsked:
    """The question that was kept as one line."""
    said = dict(parse_qsl(kept[:1000]))
    return asked_in({name: value for name, value in said.items() if name in _KEPT})


def without_narrowing(asked: InboxAsked) -> InboxAsked:
    """The same tab whole."""
    return InboxAsked(query=replace(InboxQuery(), tab=asked.query.tab, sort=asked.query.sort))


def task_named(said: str) -> TaskName | None:
    """The task that `case.activation` names; None: it names none."""
    found = _NAME.fullmatch(said)
    return None if found is None else (CaseId(found[1]), ActivationId(int(found[2])))


def name_of(task: TaskName) -> str:
    """How an address and a form name a task."""
    return f"{task[0]}.{task[1]}"


def _tab(said: str) -> Tab:
    return next((tab for tab in TABS if tab == said), "mine")


def _deadline(said: str) -> GroupName | None:
    return next((group for group in GROUPS if group == said), None)


def _sort(said: str) -> Sort:
    return next((sort for sort in SORTS if sort == said), "due")


def _shown(said: str) -> int:
    wanted = int(said) if said.isdecimal() and len(said) <= 4 else PAGE  # noqa: PLR2004
    return min(max(wanted - wanted % PAGE, PAGE), MOST_ON_A_PAGE)
