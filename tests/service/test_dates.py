"""Events that came into the ledger later than they say are named; late listing alone is none."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from copies import KEY, key_for
from offices import MONDAY, RINI, Office, definition, put_in_force
from postgres import fresh_database
from sqlalchemy import Connection
from staffing import staff
from verified import ORIGIN

from engine.core.commands import Comment
from engine.core.ids import CaseId
from engine.service import checkpoints
from engine.service.database import connect, prepare
from engine.service.ledger import sequence
from engine.service.verifying import verify
from engine.service.verifying_dates import SLACK, with_dates

SIGNED = MONDAY + timedelta(hours=2)


on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('dates') / 'alur.db'}"
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with connect(url, key=key_for(url), signing_key=KEY) as database:
        prepare(database)
        put_in_force(database, definition("surat"))
        yield Office(database)


def late(office: Office, case: CaseId | None = None) -> set[tuple[str, int]]:
    verdict = with_dates(office.database, verify(office.database, at=SIGNED, case=case))
    assert {one.code.value for one in verdict.findings} <= {"dated-back"}
    return {(one.stream, one.seq) for one in verdict.findings}


def test_what_says_it_is_older_than_a_checkpoint_that_did_not_have_it_was_entered_later(
    office: Office,
) -> None:
    case = office.open()
    assert late(office) == set()  # nothing is signed yet
    checkpoints.take(office.database, at=SIGNED, origin=ORIGIN)
    office.now = SIGNED - SLACK - timedelta(minutes=1)
    office.do(Comment(case=case, by=RINI, text="Masih dalam batas"))
    assert late(office) == set()

    office.now = SIGNED - SLACK - timedelta(hours=1)
    dated_back = office.open()

    assert late(office) == {(f"case/{dated_back}", 1), (f"case/{dated_back}", 2)}
    sequence(office.database)
    assert late(office, dated_back) == {(f"case/{dated_back}", 1), (f"case/{dated_back}", 2)}
    assert late(office, case) == set()


def test_people_that_are_dated_back_are_named_too(office: Office) -> None:
    office.open()
    checkpoints.take(office.database, at=SIGNED, origin=ORIGIN)

    staff(office.database, at=MONDAY)

    assert ("people", 1) in late(office)


@on_sqlite
def test_an_instant_that_cannot_be_read_is_said_by_verification_itself(office: Office) -> None:
    office.open()
    checkpoints.take(office.database, at=SIGNED, origin=ORIGIN)

    def spoil(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER case_event_refuses_update")
        connection.exec_driver_sql("UPDATE case_event SET at = 'x' WHERE seq = 1")

    office.database.store.administer(spoil)

    verdict = verify(office.database, at=SIGNED)
    assert with_dates(office.database, verdict) == verdict
    assert {one.code.value for one in verdict.findings} == {"columns-differ"}
