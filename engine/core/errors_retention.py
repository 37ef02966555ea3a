"""Why a record is not held, let go or disposed of."""

from datetime import date, datetime

from engine.core.errors import Conflict, NotPermitted
from engine.core.ids import CaseId, PersonId


class RecordHeld(Conflict):
    """Somebody keeps the record back."""

    def __init__(self, case: CaseId, grounds: tuple[str, ...]) -> None:
        self.case, self.grounds = case, grounds
        self.hint = "`alur retention release` lets it go, on each of these grounds."
        super().__init__(f"The record of case {case} is held: {', '.join(grounds)}.")


class NotDueYet(Conflict):
    """Its time is not over."""

    def __init__(self, case: CaseId, over_on: date | None) -> None:
        self.case, self.over_on = case, over_on
        self.hint = "`alur retention due` lists the cases that are due."
        until = f"before {over_on}" if over_on else "at all: no class of it says so"
        super().__init__(f"The record of case {case} may not be disposed of {until}.")


class RecordDisposed(Conflict):
    """Nothing happens to a case any more whose record is gone."""

    def __init__(self, case: CaseId, at: datetime) -> None:
        self.case, self.at = case, at
        self.hint = "`alur retention proof` shows by which minutes."
        when = at.isoformat(timespec="seconds")
        super().__init__(f"The record of case {case} was disposed of at {when}.")


class SelfApproved(NotPermitted):
    """Whoever proposed a list does not approve it."""

    hint = "Another person with the duty alur:archivist or alur:manager must decide about it."

    def __init__(self, person: PersonId) -> None:
        self.person = person
        super().__init__(f"{person} proposed the list and so may not decide about it.")
