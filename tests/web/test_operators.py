"""Who is let into Prefect from elsewhere: operators who are signed in, whatever they ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Asked, a_scope, with_headers
from front_desk import AUDITOR, RINI, FrontDesk, front_desk, join, open_accounts
from starlette.responses import PlainTextResponse

from engine.core.ids import PersonId
from engine.service import sessions
from web.operators import operators_of
from web.prefect_door import PrefectDoor

OPERATOR = PersonId("tono.hidayat")
PATHS = ("/prefect", "/prefect/", "/prefect/api/flows/filter")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with front_desk(tmp_path) as opened:
        join(opened.database, OPERATOR, "Tono Hidayat", "alur:operator")
        yield opened


def asked(desk: FrontDesk, secret: str, path: str, *, method: str = "GET") -> int:
    door = PrefectDoor(PlainTextResponse("Prefect"), operators_of(desk.database, desk.clock))
    scope = a_scope(path, method=method)
    return Asked(door, with_headers(scope, ("cookie", f"alur={secret}"))).status


def answers(desk: FrontDesk, secret: str) -> set[int]:
    return {
        asked(desk, secret, path, method=method)
        for path in PATHS
        for method in ("GET", "POST", "DELETE")
    }


@pytest.mark.parametrize(
    ("person", "status"), [(OPERATOR, 200), (AUDITOR, 403), (RINI, 403)], ids=str
)
def test_operators_reach_it_and_neither_auditors_nor_others(
    desk: FrontDesk, person: PersonId, status: int
) -> None:
    secret, _ = sessions.begin(desk.database, person, at=desk.clock.at)

    assert answers(desk, secret) == {status}


def test_a_session_that_is_over_made_up_or_not_there_opens_nothing(desk: FrontDesk) -> None:
    secret, _ = sessions.begin(desk.database, OPERATOR, at=desk.clock.at)
    desk.clock.pass_by(hours=13)

    assert answers(desk, secret) == answers(desk, "made-up") == answers(desk, "") == {403}


def test_the_whole_server_asks_so_too(desk: FrontDesk) -> None:
    """Here Prefect runs elsewhere: who is let in finds nothing."""
    open_accounts(desk.database, AUDITOR)
    auditor = desk.signed_in(AUDITOR)

    for path in PATHS:
        assert auditor.get(path).status_code == auditor.send(path, {}).status_code == 403
