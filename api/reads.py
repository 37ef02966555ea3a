"""That somebody reads a case is noted, on every way there is to read one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.identity import let_in
from engine.core.ids import CaseId, PersonId, RoleId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.notices import NoticeView, Onlooker
from engine.service.reads import EXPORT, NO_CASE, Read, SearchedBy, search_noted
from engine.service.views import CasePage

MASKED, IN_FULL = "masked", "in full"
CASE, HISTORY, NOTICES = "case", "history", "notices"
DOCUMENTS, INCIDENT, DEVIATION = "documents", "incident", "deviation"
REPLAY = "replay"
TRACKING = "tracking code and PIN"


class Reader(Frozen, frozen=True, kw_only=True):
    """Who reads, and through what."""

    database: Database
    person: PersonId
    via: str
    at: datetime

    def note(
        self, case: CaseId, what: str, *, how: str = MASKED, role: RoleId | None = None
    ) -> None:
        """Note that they read that of the case."""
        read = Read(
            case=case, person=self.person, what=what, how=how, via=self.via, role=role or ""
        )
        self.database.reads.note(read, at=self.at)

    @property
    def onlooker(self) -> Onlooker:
        """The same, for notices."""
        return Onlooker(person=self.person, at=self.at)

    def note_told(self, told: Iterable[NoticeView]) -> None:
        """Note the notices among these that they read in full."""
        for one in told:
            if one.tells_personally:
                self.note(one.case, NOTICES, how=IN_FULL, role=one.role)

    def note_export(self, what: str) -> None:
        """Note that they take a list along as a file: of what, and how much."""
        self.note(NO_CASE, f"{EXPORT} {what}")

    def note_search(self, by: SearchedBy, found: CasePage) -> None:
        """Note that they searched cases by personal data, and what they found so."""
        for case, what in search_noted(by, found):
            self.note(case, what)


def reader_of(request: Request) -> Reader:
    """Who reads by this request."""
    arrived = let_in(request)
    via = getattr(request.app.state, "face", "api")
    who = arrived.identity.person
    return Reader(database=arrived.database, person=who, via=via, at=arrived.at)


async def reader(request: Request) -> Reader:
    """As `reader_of`, for routes."""
    return reader_of(request)


Reading = Annotated[Reader, Depends(reader)]
