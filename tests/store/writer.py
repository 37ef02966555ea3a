"""A process of its own that writes events and says each one that it was told is kept.

Run as a program: `writer.py URL FIRST COUNT`. Case numbers begin with FIRST.
"""

import sys

from builders import MONDAY, person

from engine.core.events import CommentAdded, Recorded
from engine.core.ids import CaseId
from engine.store import log
from engine.store.codec import genesis
from engine.store.unit import Unit, open_store


def main(url: str, first: int, count: int) -> None:
    store = open_store(url)
    for number in range(first, first + count):
        case = CaseId(f"{number:08}")
        event = CommentAdded(text="Catatan " * 20)
        recorded = Recorded(case=case, seq=1, at=MONDAY, by=person("rini"), event=event)

        def job(unit: Unit, recorded: Recorded = recorded) -> None:
            log.append(unit, (recorded,), expected=0, prev=genesis(recorded.case))

        store.write(job)
        print(case, flush=True)  # noqa: T201  # this is how it says so
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
