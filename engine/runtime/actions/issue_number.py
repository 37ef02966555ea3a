"""Give out the next number of a register.

Parameters: `register`, and optionally `format`, in which {number}, {number:03}, {year}, {month}
(Roman, as letters are numbered) and {unit} stand for their values; `{number}/{year}` by default.
"""

from datetime import datetime

from engine.runtime.actions.numbering import formatted
from engine.service.database import Database
from engine.service.effects import ActionRun
from engine.service.numbers import record_next_number


def issue_number(database: Database, run: ActionRun, at: datetime) -> None:
    """Take the next number and record it as the step's result, in one transaction: no gaps."""
    pattern = run.parameters.get("format", "{number}/{year}")
    record_next_number(
        database,
        run,
        register=run.parameters["register"],
        at=at,
        words=lambda number, day: formatted(pattern, number, day=day, unit=run.unit),
    )
