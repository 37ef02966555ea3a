"""A case verified on a page: one at a time, and no case beyond reach is named."""

import html
from collections.abc import Iterator
from functools import partial

import pytest
from founded import NOON, Government, a_government
from sqlalchemy import Connection

from api.access_table import ELSEWHERE, HERE, Kind, person_of
from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId
from engine.service import accounts, verifying
from engine.service.directory import change
from web.busy import RETRY_AFTER
from web.pages import audit_replay

LOCAL = PersonId("asep")
DUE = "INSERT INTO ledger_due (stream, seq, hash) VALUES (?, 99, x'00')"


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    """Findings about a case here and one elsewhere; an auditor who reads only what is here."""
    with a_government(tmp_path_factory.mktemp("government")) as made:
        elsewhere = made.open("surat-dinas", Kind.OFFICER_ELSEWHERE, ELSEWHERE)
        joins = AddPerson(by=SYSTEM, person=LOCAL, name="Asep")
        audits = GrantAssignment(by=SYSTEM, person=LOCAL, role=RoleId(Duty.AUDITOR), unit=HERE)
        for command in (joins, audits):
            change(made.database, command, at=NOON)
        accounts.open_account(made.database, LOCAL, by=SYSTEM.person, at=NOON)
        for stream in (f"case/{made.case}", f"case/{elsewhere}"):
            insert = partial(Connection.exec_driver_sql, statement=DUE, parameters=(stream,))
            made.database.store.administer(insert)
        yield made


def page(government: Government) -> str:
    return f"/audit/cases/{government.case}/verification?lang=en"


def test_findings_about_cases_beyond_reach_are_counted_and_not_named(
    government: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whatever_is_found(door, *_):
        return verifying.verify(door.database, at=door.at)

    monkeypatch.setattr(audit_replay, "_verified", whatever_is_found)
    told = {}
    for person in (LOCAL, person_of(Kind.AUDITOR)):
        answered = government.signed_in(person).get(page(government))
        assert answered.status_code == 200, answered.text
        assert "2 findings" in html.unescape(answered.text)
        told[person] = answered.text.count('<span class="t2 mono">case/')
        assert f"case/{government.case} 99" in answered.text
    assert list(told.values()) == [1, 2]


def test_while_a_case_is_verified_another_one_waits(government: Government) -> None:
    auditor = government.of(Kind.AUDITOR)
    with audit_replay._turn:
        answered = auditor.get(page(government))
    assert answered.status_code == 429
    assert answered.headers["retry-after"] == str(RETRY_AFTER)
    assert "Another case is being verified" in html.unescape(answered.text)
    assert auditor.get(page(government)).status_code == 200
