"""The power is cut on SQLite: what was on disk at an acknowledgement is enough.

With `synchronous=FULL` (tests/store holds to that) the journal is on disk before anybody is
answered. So the files are taken as they were then, with any part of what was written later.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import note
from faulted import expect_kept, expect_verified
from offices import an_office, sqlite_url

from engine.service.database import connect

pytestmark = pytest.mark.xdist_group("faults-2")

NOTES = 8
CUTS = ((0, 0), (1, 24), (3, 4096), (5, 4097), (7, 0))
"""After which acknowledgement, and how many bytes of what came next were on disk."""


class Written:
    """What was acknowledged of a case, how long the journal was then, and the files at the end."""

    def __init__(self, folder: Path) -> None:
        self.told: dict[int, tuple[int, str]] = {}
        self.sizes: list[int] = []
        with an_office(sqlite_url(folder)) as office:
            self.case = office.open()
            journal = folder / "alur.db-wal"
            for number in range(NOTES):
                receipt = note(office.database, self.case, number)
                self.told[number] = receipt.seq, receipt.head
                self.sizes.append(journal.stat().st_size)
            self.journal = journal.read_bytes()
            self.files = {name: (folder / name).read_bytes() for name in ("alur.db", "alur.db-key")}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    folder = tmp_path_factory.mktemp("power")
    yield Written(folder)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("acknowledged", "more"), CUTS)
def test_whatever_was_acknowledged_is_there_when_the_power_is_back(
    written: Written, tmp_path: Path, acknowledged: int, more: int
) -> None:
    assert written.sizes == sorted(set(written.sizes)), "the journal's start stays as it is"
    for name, content in written.files.items():
        (tmp_path / name).write_bytes(content)
    cut = written.journal[: written.sizes[acknowledged] + more]
    (tmp_path / "alur.db-wal").write_bytes(cut)

    with connect(sqlite_url(tmp_path)) as database:
        expect_kept(database, {written.case: {n: written.told[n] for n in range(acknowledged + 1)}})
        expect_verified(database)
    whole = sqlite3.connect(tmp_path / "alur.db")
    assert whole.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole.close()
