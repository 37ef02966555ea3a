"""Who else than this machine may reach Prefect: operators who are signed in here.

Prefect's interface reads by POST as well as it changes, and knows no rights. So every connection
is judged as one that changes things: an auditor who is no operator has no business there.
"""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import HTTPConnection
from starlette.types import Scope

from api.access import Access, judge
from api.identity import Identity, cookie_name
from engine.core.errors import CommandRefused, StoreError
from engine.service import clock, sessions
from engine.service.database import Database
from engine.service.directory import current


def operators_of(
    database: Database, now: Callable[[], datetime] = clock.now
) -> Callable[[Scope], bool]:
    """What tells whether a connection is that of an operator. It reads the database."""

    def operates(scope: Scope) -> bool:
        connection = HTTPConnection(scope)
        secret = connection.cookies.get(cookie_name(connection))
        if not secret:
            return False
        at = now()
        try:
            session = sessions.session_of(database, secret, at=at)
            identity = Identity(person=session.person, stage=session.stage, handle=session.handle)
            judge(Access.OPERATES, identity, current(database), method="POST", at=at)
        except (CommandRefused, StoreError):
            return False
        return True

    return operates
