"""Registers go on from the numbers that histories gave out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from insider import Insider, insider_at, told
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url

from engine.core.commands import RecordAction
from engine.core.ids import CaseId
from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.service.verifying import verify
from engine.settings import Settings


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two cases were given numbers; a third got one that somebody had by hand."""
    url = (
        sqlite_url(tmp_path_factory.mktemp("numbered"))
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as office:
        for _ in range(2):
            up_to_the_number(office)
        crew = Crew(office.database, Settings(prefect="off"), owner="a", now=lambda: office.now)
        run_pending(crew)
        case = up_to_the_number(office)
        task = office.task(case, "nomor")
        office.do(
            RecordAction(
                case=case, by=HESTI, activation=task, result={"number": "7"}, reason="Buku"
            )
        )
        assert not verify(office.database, at=office.now + timedelta(days=1)).found
    return url


def up_to_the_number(office: Office) -> CaseId:
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    return case


@pytest.fixture
def insider(url: str) -> Iterator[Insider]:
    with insider_at(url) as found:
        yield found


AT = MONDAY + timedelta(days=1)
WHERE = ("register/surat/dinas", 0, "numbers-differ")


@pytest.mark.parametrize(
    "touch", ["UPDATE register_number SET last = 1", "DELETE FROM register_number"]
)
def test_a_register_that_was_put_back_is_named(insider: Insider, touch: str) -> None:
    insider.do(touch)

    (found,) = insider.verdict(AT).findings

    assert told(insider.verdict(AT)) == {WHERE}
    assert found.reason.endswith("given 2")


def test_of_histories_that_are_broken_nothing_is_counted(insider: Insider) -> None:
    insider.do("UPDATE register_number SET last = 1", "DELETE FROM case_event WHERE seq = 2")

    codes = {code for _, _, code in told(insider.verdict(AT))}

    assert "event-missing" in codes
    assert "numbers-differ" not in codes


def test_of_an_sop_that_is_gone_nothing_is_counted(insider: Insider) -> None:
    insider.do("UPDATE register_number SET last = 1", "DELETE FROM sop_version")

    assert "numbers-differ" not in {code for _, _, code in told(insider.verdict(AT))}
