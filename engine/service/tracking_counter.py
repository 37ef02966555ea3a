"""Who may have an applicant's code, PIN and link in hand: whoever serves the case, and no auditor.

An unfounded directory knows nobody, so it believes everybody, as it does for every command.
"""

from datetime import datetime

from engine.core.commands import Actor
from engine.core.directory import Directory, Duty
from engine.core.errors import NotFound, NotPermitted
from engine.core.errors_access import NoStanding
from engine.core.errors_retention import RecordDisposed
from engine.core.ids import CaseId, PersonId, UnitId
from engine.core.permit import is_system
from engine.core.standing import has_duty, reach, serves, standings
from engine.service.database import Database
from engine.service.directory import current_in
from engine.store import log, queries
from engine.store.job import Reader
from engine.store.reach import reads
from engine.store.rows import CaseRow


class AuditorAtCounter(NotPermitted):
    """An auditor needs no code to read by, and gives none."""

    hint = "`alur case codes` says which codes a case was given, and by whom."

    def __init__(self) -> None:
        super().__init__("An auditor sees no applicant's PIN and gives no new code.")


class NotServed(NotPermitted):
    """The case is beyond the reach of whoever asks. `held` says what they do hold now."""

    def __init__(self, person: PersonId, unit: UnitId, held: tuple[str, ...]) -> None:
        self.person, self.unit, self.held = person, unit, held
        holds = "; ".join(held) or "nothing"
        self.hint = f"{person} holds {holds} now. Ask whoever serves the case."
        super().__init__(f"{person} does not serve cases of {unit}.")


def require_served(
    database: Database, reader: Reader, case: CaseId, *, by: Actor, at: datetime
) -> None:
    """Let only whoever serves the case, while there is something behind its code.

    Args:
        database: whose directory.
        reader: the transaction that shows or gives the code.
        case: its whole id.
        by: who asks; a role that they name they must hold for it.
        at: when; aware UTC.

    Raises:
        NotFound: there is no such case.
        AuditorAtCounter: an auditor asks.
        NotServed: the case is beyond their reach.
        NoStanding: they hold no such role for it.
        RecordDisposed: its record is gone, so that its code leads nowhere.
    """
    row, stored = queries.case_row(reader, case), log.find(reader, case)
    if row is None or stored is None:
        raise NotFound("case", case)
    directory = current_in(database, reader)
    if directory.founded and not is_system(by):
        _require_officer(directory, row, by, at)
    if stored.state.disposed_at is not None:
        raise RecordDisposed(case, stored.state.disposed_at)


def _require_officer(directory: Directory, row: CaseRow, by: Actor, at: datetime) -> None:
    if has_duty(directory, by.person, Duty.AUDITOR, at):
        raise AuditorAtCounter
    held = standings(directory, by.person, at)
    said = tuple(f"{one.role} in {one.unit}" for one in held)
    if not reads(reach(directory, by.person, at), row.unit, row.sop):
        raise NotServed(by.person, row.unit, said)
    serving = {one.role for one in held if serves(directory, one, unit=row.unit, sop=row.sop)}
    if by.role is not None and by.role not in serving:
        raise NoStanding(by.person, by.role, row.unit, held=said)
