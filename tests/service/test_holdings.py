"""What histories lean on is found missing, and what was let go by order is not missed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from offices import Office, sqlite_url
from personal_office import NIK, OTHER_NIK, SITI, asked
from postgres import fresh_database
from records_office import (
    DEWI,
    SCHEDULE,
    a_record,
    a_records_office,
    keeper,
    minutes,
    with_document,
    years_later,
)
from sqlalchemy import Connection

from engine.core.ids import CaseId
from engine.core.verdicts import Verdict
from engine.service.carrying_out import carry_out, sweep
from engine.service.disposal import approve, propose
from engine.service.personal import Ground, Whose, erase
from engine.service.verifying import verify
from engine.service.verifying_holdings import with_holdings

GROUND = Ground(reason="Diminta pemiliknya.", decree="SK Camat 7/2026")
LETTER = b"%PDF-1.7 ktp"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("holdings"))
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with a_records_office(url) as made:
        yield made


def look(office: Office, root: Path, case: CaseId | None = None) -> Verdict:
    verdict = verify(office.database, at=office.now, case=case)
    return with_holdings(office.database, root, verdict)


def found(office: Office, root: Path, case: CaseId) -> list[tuple[int, str]]:
    return [(one.seq, one.code.value) for one in look(office, root, case).findings]


def test_what_was_erased_or_disposed_of_by_order_is_not_missed(
    office: Office, tmp_path: Path
) -> None:
    erased = a_record(office)
    erase(office.database, Whose(nik=NIK), GROUND, by=SITI, at=office.now)
    gone = with_document(office, tmp_path, LETTER, nik=OTHER_NIK)
    years_later(office)
    name = propose(office.database, SCHEDULE, keeper(office), cases=(gone,)).disposal.id
    approve(office.database, SCHEDULE, keeper(office, DEWI), name, minutes(office))
    carry_out(office.database, SCHEDULE, keeper(office), name, root=tmp_path)
    sweep(office.database, tmp_path)

    for case in (erased, gone):
        assert found(office, tmp_path, case) == []
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_key_that_nobody_ordered_to_be_destroyed_is_missed_once_where_it_is_needed_first(
    office: Office, tmp_path: Path
) -> None:
    case = asked(office)

    def destroy(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE subject_key SET sealed = NULL, subject = NULL")

    assert found(office, tmp_path, case) == []
    office.database.store.administer(destroy)

    (seq, code), *others = found(office, tmp_path, case)
    assert (seq, code, others) == (1, "key-gone", [])


def test_documents_that_are_others_or_gone_are_named_by_their_event(
    office: Office, tmp_path: Path
) -> None:
    office.now += timedelta(days=1)
    case = with_document(office, tmp_path, LETTER)
    other = with_document(office, tmp_path, LETTER + b"2")
    first, second = sorted(
        (one for one in tmp_path.rglob("*") if one.is_file()), key=lambda one: one.stat().st_size
    )
    assert found(office, tmp_path, case) == []

    first.chmod(0o600)
    first.write_bytes(b"%PDF-1.7 lain")
    second.unlink()

    assert [code for _, code in found(office, tmp_path, case)] == ["document-differs"]
    assert [code for _, code in found(office, tmp_path, other)] == ["document-gone"]
    heard: list[tuple[int, int]] = []
    verdict = verify(office.database, at=office.now)
    whole = with_holdings(
        office.database, tmp_path, verdict, tell=lambda done, total: heard.append((done, total))
    )
    assert whole.found - verdict.found >= 2
    assert heard[-1] == (len(heard), len(heard))
