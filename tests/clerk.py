"""Clerks of a process of its own, who say of each note that they were told it is kept.

Run as a program it imports everything once, and forks clerks for each line of JSON that it reads:
the URL, and for each case the number of the note to begin with. They are killed from outside.
"""

import itertools
import json
import os
import sys
import threading
from contextlib import suppress
from datetime import timedelta

from copies import key_for
from offices import MONDAY, RINI

from engine.core.commands import Comment
from engine.core.errors import StoreUnavailable
from engine.core.ids import CaseId
from engine.service.database import Database, connect
from engine.service.execute import execute
from engine.service.views import Receipt


def note(database: Database, case: str, number: int) -> Receipt:
    """Note number so-and-so of a case, under its own key: the same again adds nothing."""
    said = Comment(case=CaseId(case), by=RINI, text=f"Catatan {number}")
    at = MONDAY + timedelta(hours=1, seconds=number)
    return execute(database, said, at=at, key=f"{case}-{number}")


def insist(database: Database, case: str, number: int) -> Receipt:
    """As `note`, asked again with the same key until there is an answer."""
    while True:
        with suppress(StoreUnavailable):
            return note(database, case, number)


def _write(database: Database, case: str, first: int) -> None:
    for number in itertools.count(first):
        receipt = note(database, case, number)
        line = f"{case} {number} {receipt.seq} {receipt.head}\n".encode()
        os.write(1, line)  # one line at once, whoever else writes


def _clerks(url: str, cases: dict[str, int]) -> None:
    database = connect(url, key=key_for(url))
    for case, first in cases.items():
        threading.Thread(target=_write, args=(database, case, first)).start()


def main() -> None:
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if not child:
            _clerks(wanted["url"], wanted["cases"])
            return  # its threads go on until it is killed
        os.write(1, f"born {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"died\n")


if __name__ == "__main__":
    main()
