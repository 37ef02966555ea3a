"""A database of an older release is brought up to date, verifies and is worked on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from copies import KEY
from fastapi.testclient import TestClient
from golden_databases import GOLDEN, load
from identities import let_in
from postgres import Cluster, fresh_database
from serving import RINI, settings_in

from api.app import create_api
from engine.core.commands import Comment
from engine.service.backup_archive import reading
from engine.service.backups import Installation, back_up
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.ledger import sequence, size
from engine.service.queries import list_cases, read_history, tally
from engine.service.restoring import expect_restorable, restore
from engine.service.vault_proof import fits
from engine.service.verifying import verify
from engine.service.views import CaseFilter

pytestmark = pytest.mark.xdist_group("faults-2")

LATER = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
OUTSIDE = {None, "pemohon"}


@pytest.fixture(params=GOLDEN, ids=lambda golden: golden.stem)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return load(request.param, tmp_path / "alur.db")


def expect_usable(database: Database) -> None:
    assert fits(database.store, database.vault) == "fits"
    sequence(database)
    verdict = verify(database, at=LATER)
    assert verdict.findings == ()
    assert verdict.cases == tally(database).total > 0
    assert size(database) > verdict.events > 0, "SOPs, calendars and people are numbered, too"
    (still_open, *_) = [
        one for one in list_cases(database, CaseFilter()).items if one.closed_at is None
    ]
    before = read_history(database, still_open.case)
    by = next(one.recorded.by for one in before if one.recorded.by.role not in OUTSIDE)
    execute(database, Comment(case=still_open.case, by=by, text="Masih dikerjakan"), at=LATER)
    assert len(read_history(database, still_open.case)) > len(before)
    assert verify(database, at=LATER).findings == ()


def test_it_is_brought_up_to_date_verifies_and_is_worked_on(golden: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{golden}"
    with connect(url, key=KEY) as database:
        prepare(database)

        expect_usable(database)
        settings = settings_in(tmp_path, database_url=url, key=KEY)
        with TestClient(let_in(create_api(database, settings))) as client:
            listed = client.get("/cases", headers=RINI)
            assert len(listed.json()["items"]) == tally(database).total


def test_its_backup_is_restored_by_this_release_and_into_the_other_database_too(
    golden: Path, tmp_path: Path, cluster: Cluster
) -> None:
    here = Installation(
        url=f"sqlite:///{golden}", files=tmp_path / "files", reports=tmp_path / "reports"
    )
    url = fresh_database(cluster.url)
    there = Installation(url=url, files=tmp_path / "to" / "files", reports=tmp_path / "to")
    archive = tmp_path / "older.zip"

    back_up(here, archive, at=LATER)
    with reading(archive) as opened:
        expect_restorable(opened, there, at=LATER, force=False, tell=lambda _done, _total: None)
        restore(opened, there, at=LATER, tell=lambda _done, _total: None)

    with connect(url, key=KEY) as database:
        expect_usable(database)
