"""What comes round: the report of a day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from engine.core.errors import StoreUnavailable
from engine.core.text import Frozen
from engine.service.database import Database
from engine.store import day as of_day
from engine.store.job import Reader

_LONGEST_GAP_DAYS = 367


class DayReport(Frozen, frozen=True, kw_only=True):
    """What a day of the office brought, by SOP. `runs` are attempts at automated steps."""

    day: date
    zone: str
    opened: Mapping[str, int]
    closed: Mapping[str, Mapping[str, int]]
    deviations: Mapping[str, Mapping[str, int]]
    runs: Mapping[str, Mapping[str, int]]


def report_day(database: Database, day: date, *, zone: ZoneInfo) -> DayReport:
    """What happened on `day` by the office's clock."""
    since = datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    until = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)

    def asked(reader: Reader) -> DayReport:
        return DayReport(
            day=day,
            zone=zone.key,
            opened=of_day.opened(reader, since, until),
            closed=of_day.closed(reader, since, until),
            deviations=of_day.deviations(reader, since, until),
            runs=of_day.runs(reader, since, until),
        )

    return database.store.read(asked)


def write_day(database: Database, folder: Path, day: date, *, zone: ZoneInfo) -> Path:
    """The report of a day as a file of JSON, named after it; written anew if it is there.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    report = report_day(database, day, zone=zone)
    file = _file_of(folder, day)
    text = msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=2)
    with _writing(folder):
        fresh = file.with_suffix(".part")
        fresh.write_bytes(text + b"\n")
        fresh.replace(file)
    return file


def write_days(database: Database, folder: Path, last: date, *, zone: ZoneInfo) -> tuple[Path, ...]:
    """The report of the day `last`, and of those before it that were missed since there are any.

    Raises:
        StoreUnavailable: one cannot be written.
    """
    return tuple(write_day(database, folder, day, zone=zone) for day in _missing(folder, last))


def _missing(folder: Path, last: date) -> Iterator[date]:
    missed = 0
    for back in range(1, _LONGEST_GAP_DAYS):
        if _file_of(folder, last - timedelta(days=back)).exists():
            missed = back - 1
            break
    for back in reversed(range(missed + 1)):
        yield last - timedelta(days=back)


def _file_of(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.json"


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """A folder that is written to; what the disk refuses is said plainly."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StoreUnavailable(f"{folder} cannot be written to: {error.strerror}") from error
