"""What may be asked of the inbox: whose, which tab, what of it, in which order."""

from datetime import datetime
from typing import Literal

from engine.core.ids import PersonId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen

Tab = Literal["mine", "claimable", "waiting", "mentioned", "done"]
GroupName = Literal["late", "first", "today", "later", "paused", "none", "all"]
Sort = Literal["due", "opened", "service", "applicant"]

MOST_COUNTED = 1000
MOST_SHOWN = 1000
MOST_FOUND = 500
"""Cases that a search goes through; whoever finds more has to say more."""

TABS: tuple[Tab, ...] = ("mine", "claimable", "waiting", "mentioned", "done")
GROUPS: tuple[GroupName, ...] = ("late", "first", "today", "later", "paused", "none")


class InboxQuery(Frozen, frozen=True, kw_only=True):
    """What is asked of the inbox.

    `deadline`: one group only. `shown`: how many tasks at most, up to `MOST_SHOWN`.
    """

    tab: Tab = "mine"
    sop: SopId | None = None
    unit: UnitId | None = None
    deadline: GroupName | None = None
    text: str = ""
    sort: Sort = "due"
    shown: int = 50

    @property
    def narrows(self) -> bool:
        """Whether anything of the tab is left out."""
        return bool(self.sop or self.unit or self.deadline or self.text)


class Looker(Frozen, frozen=True, kw_only=True):
    """Who looks, how far they see, when, and the office's day then: `[begin, end)`. All UTC."""

    person: PersonId
    reach: Reach
    at: datetime
    begin: datetime
    end: datetime
