"""What is known of a case's attempts: all of them, and which step waits for its next one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import a_deed_office, taken
from offices import HESTI, Office, sqlite_url

from engine.actions.action import Outcome
from engine.core.commands import RetryAction
from engine.core.ids import ActivationId
from engine.service.outcomes import fail, succeed
from engine.service.runs import CaseAttempts, RetryView, attempts_of_case

FIRST = ActivationId(1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with a_deed_office(sqlite_url(tmp_path)) as made:
        yield made


def test_a_step_whose_attempt_failed_waits_for_the_next_one(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    assert attempts_of_case(office.database, case).retries == ()

    fail(office.database, begun, "Mati.", at=office.now)

    known = attempts_of_case(office.database, case)
    assert [(one.attempt, one.outcome) for one in known.attempts] == [(1, "failed")]
    assert known.retry(FIRST) == RetryView(
        activation=FIRST,
        attempt=1,
        failed_at=office.now,
        again_at=office.now + timedelta(minutes=10),
    )
    assert known.retry(ActivationId(2)) is None


def test_nothing_waits_once_it_is_being_tried_again_or_has_its_result(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    fail(office.database, begun, "Mati.", at=office.now)
    office.now += timedelta(minutes=10)

    (again,) = taken(office)

    assert attempts_of_case(office.database, case).retries == ()
    succeed(office.database, again, Outcome(), at=office.now)
    known = attempts_of_case(office.database, case)
    assert [one.outcome for one in known.attempts] == ["failed", "done"]
    assert known.retries == ()


def test_an_incident_and_its_retry_by_a_person_wait_for_no_second_attempt(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)

    fail(office.database, begun, "Mati.", at=office.now, for_good=True)
    assert attempts_of_case(office.database, case).retries == ()

    office.do(RetryAction(case=case, by=HESTI, activation=FIRST))
    assert attempts_of_case(office.database, case).retries == ()


def test_of_a_case_without_automated_steps_nothing_is_known(office: Office) -> None:
    assert attempts_of_case(office.database, office.open("surat")) == CaseAttempts()
