"""An office that has worked for a while, given away copy by copy to somebody who changes it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from copies import copy_database
from filing import file_document
from insider import Insider
from offices import HESTI, MONDAY, RINI, Office
from personal_office import asked, put_personal_in_force
from staffing import staff
from timed_office import NEW_YEAR, TimedOffice, local, make_timed_template
from verified import ORIGIN

from engine.core.commands import Comment
from engine.core.ids import CaseId, PersonId
from engine.core.ledger import PEOPLE
from engine.core.verdicts import Receipt
from engine.service import accounts, checkpoints, upkeep
from engine.service.database import Database, connect
from engine.service.ledger import sequence
from engine.service.queries import read_history
from engine.service.reads import Read
from engine.service.timers import sweep_all
from engine.store import ledger

NOW = MONDAY
"""When the auditor comes: months after all that happened."""
SAID = "Berkas fisik di lemari 3"
"""A remark that stands in a history and moves nothing."""
LETTER = b"%PDF-1.7 surat keterangan"


class Story:
    """What happened in the office, and what others hold of it.

    Attributes:
        folder: Where the database, its keys, documents, reports and an old backup lie.
        late: A case with a deviation, a document and remarks.
        private: A case with sealed personal data.
        note: The checkpoints that were published, all of them.
        keys: The verifier key, as it was written down elsewhere.
        receipts: What people were given, of `late` and of `private`.
        fresh: What they were given since the last checkpoint.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_timed_template(folder / "alur.db")
        with open_office(folder) as database:
            staff(database, at=NEW_YEAR)
            office = TimedOffice(database)
            put_personal_in_force(office)
            self.late = a_late_case(office)
            self._take(office)
        copy_database(folder / "alur.db", folder / "old.db")
        with open_office(folder) as database:
            self._go_on(TimedOffice(database).on("2026-03-12 09:00"))

    def _go_on(self, office: TimedOffice) -> None:
        database = office.database
        self.letter = file_document(
            database, self.folder / "files", self.late, at=office.now, content=LETTER
        )
        self.private = asked(office)
        self._look_around(office)
        office.do(Comment(case=self.late, by=RINI, text=SAID))
        sweep_all(database, at=office.now)
        self.last = self._take(office)
        self.note = (self.folder / "reports" / "checkpoints.txt").read_text("utf-8")
        self.keys = checkpoints.verifier_keys(database)
        self.receipts = (*self._given(database, self.late), *self._given(database, self.private))
        office.do(Comment(case=self.private, by=RINI, text=SAID))
        sequence(database)
        office.do(Comment(case=self.private, by=RINI, text="Dibaca"))
        sweep_all(database, at=office.now)
        given = self._given(database, self.private)
        self.fresh = tuple(one for one in given if one not in self.receipts)

    def _take(self, office: Office) -> checkpoints.SignedCheckpoint:
        office.now += timedelta(hours=1)
        return checkpoints.take(
            office.database, at=office.now, origin=ORIGIN, folder=self.folder / "reports"
        )

    def _look_around(self, office: Office) -> None:
        """Somebody reads, and somebody gets an account: what is noted besides histories."""
        read = Read(person=RINI.person, case=self.private, what="page", how="full", via="web")
        office.database.reads.note(read, at=office.now)
        office.database.reads.flush()
        accounts.open_account(office.database, PersonId("budi"), by=PersonId("umi"), at=office.now)

    @staticmethod
    def _given(database: Database, case: CaseId) -> tuple[Receipt, ...]:
        return tuple(
            Receipt(case=case, seq=one.recorded.seq, begins=one.hash[:16])
            for one in read_history(database, case)
        )


def a_late_case(office: TimedOffice) -> CaseId:
    """Handed in, and looked at too late."""
    case = office.on("2026-03-09 08:00").file()
    sweep_all(office.database, at=local("2026-03-11 10:59"))
    office.on("2026-03-11 11:00").accept(case)
    sweep_all(office.database, at=local("2026-03-11 12:00"))
    office.on("2026-03-11 13:00").complete(case, "telaah", HESTI)
    return case


@contextmanager
def open_office(folder: Path) -> Iterator[Database]:
    with connect(f"sqlite:///{folder / 'alur.db'}") as database:
        yield database


class Hands:
    """Somebody who holds a copy of the whole machine of that office, Alur itself included."""

    def __init__(self, story: Story, folder: Path) -> None:
        self.story, self.folder = story, folder
        copy_database(story.folder / "alur.db", folder / "alur.db")
        shutil.copytree(story.folder / "files", folder / "files")

    @contextmanager
    def inside(self) -> Iterator[Insider]:
        """At the file, with no trigger left; what is done is kept."""
        with closing(sqlite3.connect(self.folder / "alur.db", isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                file.execute(f"DROP TRIGGER {name}")
            yield Insider(file.execute, "sqlite")
            file.execute("COMMIT")

    def restore_the_backup(self) -> None:
        (self.folder / "alur.db").unlink()
        copy_database(self.story.folder / "old.db", self.folder / "alur.db")

    def document(self) -> Path:
        """Where the one document lies, which is for its owner to write."""
        (found,) = (one for one in (self.folder / "files").rglob("*") if one.is_file())
        found.chmod(0o600)
        return found

    def agree_with_itself(self, *, signed: int = 0) -> None:
        """Make all that follows from the histories anew: views, ledger, tree.

        Of the checkpoints that the database has itself only the first `signed` stay.
        """
        with self.inside() as insider:
            watched = insider.ask("SELECT case_id, at FROM timer")
            self._list_anew(insider)
            insider.write("DELETE FROM checkpoint WHERE id > ?", signed)
        with open_office(self.folder) as database:
            sequence(database)
            upkeep.rebuild_views(database)
        with self.inside() as insider:
            insider.do("DELETE FROM timer")
            for row in watched:
                insider.write("INSERT INTO timer (case_id, at) VALUES (?, ?)", *row)

    @staticmethod
    def _list_anew(insider: Insider) -> None:
        """Let all that is there, and was listed, wait to be listed again in the same order."""
        listed = insider.ask("SELECT stream, seq FROM ledger_entry ORDER BY position")
        people = insider.ask("SELECT seq FROM directory_event ORDER BY seq")
        events = insider.ask("SELECT 'case/' || case_id, seq FROM case_event ORDER BY at, seq")
        there = dict.fromkeys([*listed, *((PEOPLE, seq) for (seq,) in people), *events])
        insider.do("DELETE FROM ledger_entry", "DELETE FROM ledger_node", "DELETE FROM ledger_due")
        for stream, seq in there:
            hash_ = ledger.hash_of(insider.reader, stream, seq)
            if hash_ is not None:
                given = (stream, seq, hash_)
                insider.write("INSERT INTO ledger_due (stream, seq, hash) VALUES (?, ?, ?)", *given)

    def sign(self) -> None:
        """Sign what is there with the key that lies beside it; one is made where none lies."""
        with self.inside() as insider:
            insider.do("DELETE FROM verifier_key")  # named again, since the new signature
        with open_office(self.folder) as database:
            checkpoints.take(database, at=NOW - timedelta(days=1), origin=ORIGIN)
