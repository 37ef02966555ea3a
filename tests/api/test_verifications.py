"""Verifications over HTTP: for who watches over the office; findings beyond reach are not named."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from founded import NOON, Government, a_government
from sqlalchemy import Connection

from api.access_table import ELSEWHERE, HERE, Kind, person_of
from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId
from engine.service import accounts
from engine.service.directory import change
from engine.service.verifications import carry_out
from web.surface import INTERFACE

LOCAL = PersonId("asep")
PATH = f"{INTERFACE}/verifications"
DUE = "INSERT INTO ledger_due (stream, seq, hash) VALUES (?, 99, x'00')"


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    """Two verifications, the last one with findings about a case here and one elsewhere."""
    with a_government(tmp_path_factory.mktemp("government")) as made:
        elsewhere = made.open("surat-dinas", Kind.OFFICER_ELSEWHERE, ELSEWHERE)
        joins = AddPerson(by=SYSTEM, person=LOCAL, name="Asep")
        audits = GrantAssignment(by=SYSTEM, person=LOCAL, role=RoleId(Duty.AUDITOR), unit=HERE)
        for command in (joins, audits):
            change(made.database, command, at=NOON)
        accounts.open_account(made.database, LOCAL, by=SYSTEM.person, at=NOON)
        carry_out(made.database, now=lambda: NOON)
        for stream in (f"case/{made.case}", f"case/{elsewhere}", "sop/none"):
            insert = partial(Connection.exec_driver_sql, statement=DUE, parameters=(stream,))
            made.database.store.administer(insert)
        carry_out(made.database, now=lambda: NOON + timedelta(minutes=1))
        yield made


def test_auditors_and_operators_read_them_the_newest_first(government: Government) -> None:
    for kind in (Kind.AUDITOR, Kind.OPERATOR):
        answered = government.of(kind).get(PATH)
        assert answered.status_code == 200, answered.text
        newest, oldest = answered.json()["items"]
        assert (newest["verdict"]["verified"], oldest["verdict"]["verified"]) == (False, True)
        assert newest["verdict"]["found"] == 3
        sentence = newest["verdict"]["items"][0]["sentence"]
        assert sentence["id"]
        assert sentence["en"]


def test_others_are_refused(government: Government) -> None:
    for kind in (Kind.OFFICER, Kind.MANAGER, Kind.ADMINISTRATOR):
        assert government.of(kind).get(PATH).status_code == 403
    assert government.of(Kind.VISITOR).get(PATH).status_code == 401


def test_an_auditor_of_one_unit_is_told_of_its_cases_and_how_many_findings_there_are(
    government: Government,
) -> None:
    answered = government.signed_in(LOCAL).get(PATH).json()

    verdict = answered["items"][0]["verdict"]
    assert verdict["found"] == 3
    assert {one["stream"] for one in verdict["items"]} == {f"case/{government.case}", "sop/none"}


def test_they_come_by_pages(government: Government) -> None:
    client = government.signed_in(person_of(Kind.AUDITOR))
    page = client.get(PATH, params={"limit": 1}).json()
    rest = client.get(PATH, params={"before": page["next"]}).json()

    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [1, 1, None]
    assert page["items"][0]["id"] != rest["items"][0]["id"]
