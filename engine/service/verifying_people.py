"""Whether the history of people and roles holds together."""

from collections.abc import Sequence

from engine.core.directory_evolve import replay_directory
from engine.core.ledger import PEOPLE
from engine.core.verdicts import Doubt, Finding
from engine.service.verifying_chains import UNREADABLE, Chain, Row, Tell
from engine.store import directory


def check_people(rows: Sequence[Row], tell: Tell) -> Sequence[tuple[object, object]]:
    """Say all that does not hold together of these events; the number and hash of each.

    Args:
        rows: as `store.verifying.people_events` gives them.
        tell: hears of every finding.
    """
    chain = Chain(PEOPLE, directory.START, directory.decode, lambda _: True)
    events = chain.follow(rows, tell)
    try:
        replay_directory(events if chain.is_whole else ())
    except UNREADABLE as error:
        code, reason = Doubt.HISTORY_IMPOSSIBLE, type(error).__name__
        tell(Finding(stream=PEOPLE, seq=0, code=code, reason=reason))
    return [(row[0], row[3]) for row in rows]
