"""A backup taken while officers work: whole, and verified against what was published."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from clerk import note
from copies import KEY, key_for
from faulted import expect_kept, expect_verified
from offices import MONDAY, an_office, sqlite_url
from postgres import fresh_database

from engine.core.errors import AlurError
from engine.core.ids import CaseId
from engine.service.backup_archive import reading
from engine.service.backups import Installation, back_up
from engine.service.checkpoints import take, verifier_keys
from engine.service.database import Database, connect
from engine.service.queries import read_history
from engine.service.restored import judge
from engine.service.restoring import expect_restorable, restore

pytestmark = pytest.mark.xdist_group("faults-2")

LATER = MONDAY + timedelta(days=1)
SIGNING = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="


def quiet(_done: int, _total: int) -> None:
    """Nobody looks."""


class Clerk:
    """Adds notes to a case until told to stop, and counts those acknowledged."""

    def __init__(self, database: Database, case: CaseId) -> None:
        self._database, self._case = database, case
        self.told: dict[int, tuple[int, str]] = {}
        self._is_over = threading.Event()
        self._enough = threading.Condition()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        while not self._is_over.is_set():
            receipt = note(self._database, self._case, len(self.told))
            with self._enough:
                self.told[len(self.told)] = receipt.seq, receipt.head
                self._enough.notify()

    def wait_for(self, number: int) -> None:
        with self._enough:
            assert self._enough.wait_for(lambda: len(self.told) >= number, timeout=30)

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join(30)


def test_a_backup_taken_while_people_write_is_whole_and_agrees_with_a_checkpoint(  # noqa: PLR0915  # one story
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """It is restored into the other kind of database, which shows that it is one form for both."""
    archive, reports = tmp_path / "taken.zip", tmp_path / "reports"
    here = Installation(url=url, files=tmp_path / "files", reports=reports, key=key_for(url))
    with an_office(url) as office, connect(url, key=here.key, signing_key=SIGNING) as database:
        case = office.open()
        take(database, at=office.now, origin="contoh.go.id/alur", folder=reports)
        clerk = Clerk(database, case)
        clerk.wait_for(10)
        before = dict(clerk.told)
        back_up(here, archive, at=office.now)
        clerk.wait_for(len(clerk.told) + 10)
        clerk.stop()
        take(database, at=LATER, origin="contoh.go.id/alur", folder=reports)
        keys = verifier_keys(database)
    there = other_place(url, tmp_path, request)

    with reading(archive) as opened:
        expect_restorable(opened, there, at=LATER, force=False, tell=quiet)
        restored = restore(opened, there, at=LATER, tell=quiet)
    notes = [(reports / "checkpoints.txt").read_text("utf-8")]
    judged = judge(there, restored, notes=notes, keys=keys, at=LATER, tell=quiet)

    assert judged.is_sound
    assert judged.key == "fits"
    assert judged.verdict.checked_to is not None, "it agrees with the checkpoint before it"
    assert judged.loss is not None, "and the one after it shows that more was there"
    assert judged.loss.published > judged.loss.held + judged.loss.waiting
    with connect(there.url, key=there.key) as database:
        expect_kept(database, {case: before})
        assert len(read_history(database, case)) < len(clerk.told) + 2
        expect_verified(database)


def other_place(url: str, folder: Path, request: pytest.FixtureRequest) -> Installation:
    to, beside = folder / "to", folder / "alur.db-key"
    if url.startswith("sqlite"):
        other = fresh_database(request.getfixturevalue("cluster").url)
        key = beside.read_text("ascii").strip()
    else:
        other, key = sqlite_url(to), KEY
    return Installation(url=other, files=to / "files", reports=to / "reports", key=key)


def test_a_plain_copy_of_the_file_is_not_a_backup(tmp_path: Path) -> None:
    """What was committed last lies in the journal; the file alone opens well, and lacks it."""
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        (tmp_path / "copy").mkdir()
        for name in ("alur.db", "alur.db-key"):
            shutil.copy(tmp_path / name, tmp_path / "copy" / name)
        back_up(
            Installation(url=sqlite_url(tmp_path), files=tmp_path / "f", reports=tmp_path / "r"),
            tmp_path / "whole.zip",
            at=office.now,
        )

    with reading(tmp_path / "whole.zip") as whole:
        assert whole.manifest.rows["case"] == 1
    with connect(sqlite_url(tmp_path / "copy")) as database, pytest.raises(AlurError):
        read_history(database, case)
