"""A database that was verified, for tests that touch it and look again."""

from datetime import timedelta

from builders_calendar import an_office_calendar
from copies import KEY, key_for
from offices import HESTI, MONDAY, RINI, SOPS, Office, definition, put_in_force
from staffing import staff

from engine.core.commands import Comment
from engine.service import checkpoints
from engine.service.batch import CarryOut, together
from engine.service.calendars import publish_versions
from engine.service.database import Database, connect, prepare
from engine.service.verifying import verify

AT = MONDAY + timedelta(days=1)
ORIGIN = "kantor.test/alur"
COMMENTS = 530


class Kept:
    """A database with two cases, people, checkpoints, and some events that are only due."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = key_for(url)
        with self.open() as database:
            prepare(database)
            publish_versions(database, [an_office_calendar("kantor")], by=RINI, at=MONDAY)
            for sop in SOPS:
                put_in_force(database, definition(sop))
            office = Office(database)
            self.case = office.open()
            office.claim(self.case, "terima", RINI)
            office.complete(self.case, "terima", RINI)
            office.claim(self.case, "periksa", HESTI)
            self.other = office.open("jeda")
            self.first = self.take(database)
            staff(database)
            together(database, self._say_much)
            self.last = self.take(database)
            office.now = MONDAY + timedelta(hours=3)
            office.do(Comment(case=self.other, by=RINI, text="Belum tercatat"))
            self.keys = checkpoints.verifier_keys(database)
            self.verdict = verify(database, at=AT)

    def _say_much(self, carry_out: CarryOut) -> None:
        for number in range(COMMENTS):
            comment = Comment(case=self.other, by=RINI, text=f"Catatan {number}")
            carry_out(comment, at=MONDAY + timedelta(hours=2))

    def open(self) -> Database:
        return connect(self.url, key=self.key, signing_key=KEY)

    def take(self, database: Database) -> checkpoints.SignedCheckpoint:
        return checkpoints.take(database, at=MONDAY, origin=ORIGIN)

    @property
    def stream(self) -> str:
        return f"case/{self.case}"
