"""How far whoever asks may see. What lies beyond is answered as if it were not there."""

from typing import Annotated

from fastapi import Depends, Path, Request

from api.identity import Arrival, let_in
from api.installed import Db
from engine.core.directory import Duty
from engine.core.ids import CaseId
from engine.core.standing import Reach, reach, standings, units_within
from engine.service import queries
from engine.service.personal import guarded_by

_CASE = Path(
    pattern=r"^[0-9A-Za-z]{1,40}$",
    description="The case's id; for reading, its first four characters or more.",
    examples=["01k9q3v7m2x4t8zc"],
)
CasePath = Annotated[str, _CASE]


def reach_in(arrived: Arrival) -> Reach:
    """Which cases they may read."""
    return reach(arrived.directory, arrived.identity.person, arrived.at)


async def reach_of(request: Request) -> Reach:
    """Which cases whoever asks may read."""
    return reach_in(let_in(request))


InReach = Annotated[Reach, Depends(reach_of)]


def watched_in(arrived: Arrival) -> Reach:
    """Which incidents: those of the cases one reads; operators, those where they keep watch."""
    seen, known = reach_in(arrived), arrived.directory
    kept = (
        (unit, None)
        for standing in standings(known, arrived.identity.person, arrived.at)
        if standing.role == Duty.OPERATOR.value
        for unit in units_within(known, standing.unit)
    )
    return Reach(everything=seen.everything, of=seen.of.union(kept))


async def watched(request: Request) -> Reach:
    """As `watched_in`, of whoever asks."""
    return watched_in(let_in(request))


Watched = Annotated[Reach, Depends(watched)]


async def guarded(request: Request) -> Reach:
    """Of which cases whoever asks may know about personal data."""
    arrived = let_in(request)
    return guarded_by(arrived.directory, arrived.identity.person, arrived.at)


Guarded = Annotated[Reach, Depends(guarded)]


def case_guarded(case: CasePath, database: Db, seen: Guarded) -> CaseId:
    """The case whose personal data is asked for, by its whole id.

    Raises:
        NotFound: there is none within reach.
    """
    return queries.case_within(database, CaseId(case), seen, whole=True)


def case_read(case: CasePath, database: Db, seen: InReach) -> CaseId:
    """The case to be read, which may be called by the beginning of its id.

    Raises:
        NotFound: there is none within reach.
    """
    return queries.case_within(database, CaseId(case), seen)


def case_watched(case: CasePath, database: Db, seen: Watched) -> CaseId:
    """The same for an incident.

    Raises:
        NotFound: there is none within reach.
    """
    return queries.case_within(database, CaseId(case), seen)


def case_acted_on(case: CasePath, database: Db, seen: InReach) -> CaseId:
    """The case of a command, which is called by its whole id.

    Raises:
        NotFound: there is none within reach.
    """
    return queries.case_within(database, CaseId(case), seen, whole=True)


ReadCase = Annotated[CaseId, Depends(case_read)]
WatchedCase = Annotated[CaseId, Depends(case_watched)]
ActedCase = Annotated[CaseId, Depends(case_acted_on)]
GuardedCase = Annotated[CaseId, Depends(case_guarded)]


NamedCase = Annotated[CaseId, _CASE]
"""The case of a command; whether it is within reach the desk looks up (`api.deps.AtCase`)."""
