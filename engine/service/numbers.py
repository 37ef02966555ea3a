"""Numbers from registers, given out in the transaction that records them: there are no gaps."""

from collections.abc import Callable
from datetime import date, datetime

from engine.core.commands import SYSTEM, RecordAction
from engine.service.database import Database
from engine.service.effects import ActionRun
from engine.service.execute import carry_out
from engine.service.views import Receipt
from engine.store.job import Unit
from engine.store.numbers import next_number


def record_next_number(
    database: Database,
    run: ActionRun,
    *,
    register: str,
    at: datetime,
    words: Callable[[int, date], str],
) -> Receipt:
    """Record the next number of `register` in the run's unit and year as the step's result.

    Args:
        database: where the case lives.
        run: the automated step.
        register: which book.
        at: when; its date in UTC names the year.
        words: how number and day are written.

    Raises:
        ResultAlreadyRecorded: the step has its number; none was used up.
    """

    def job(unit: Unit) -> Receipt:
        number = next_number(unit, register, run.unit, at.year)
        command = RecordAction(
            case=run.case,
            by=SYSTEM,
            activation=run.activation,
            result={"number": words(number, at.date())},
        )
        return carry_out(database, unit, command, at)

    return database.store.write(job)
