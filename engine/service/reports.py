"""What comes round: the report of a day, and the checkpoint over all histories."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from os import SEEK_END
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from engine.core.errors import StoreUnavailable
from engine.core.merkle import root_of
from engine.core.text import Frozen
from engine.service.database import Database
from engine.store import day as of_day
from engine.store.job import Reader

CHECKPOINTS = "checkpoints.jsonl"
_LONGEST_LINE = 1000

_LONGEST_GAP_DAYS = 367


class DayReport(Frozen, frozen=True, kw_only=True):
    """What a day of the office brought, by SOP. `runs` are attempts at automated steps."""

    day: date
    zone: str
    opened: Mapping[str, int]
    closed: Mapping[str, Mapping[str, int]]
    deviations: Mapping[str, Mapping[str, int]]
    runs: Mapping[str, Mapping[str, int]]


class Checkpoint(Frozen, frozen=True, kw_only=True):
    """One hash that stands for all histories as they were at an instant (UTC).

    `root` is the RFC 6962 tree head over `case, number of its last event, its hash`, by case.
    """

    at: datetime
    cases: int
    events: int
    root: str


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


def take_checkpoint(database: Database, folder: Path, *, at: datetime) -> Checkpoint:
    """Take the hash over all histories, and write it down outside the database.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    taken = database.store.read(lambda reader: _checkpoint(reader, at))
    with _writing(folder), (folder / CHECKPOINTS).open("ab") as file:
        file.write(msgspec.json.encode(taken, order="sorted") + b"\n")
    return taken


def last_checkpoint(folder: Path) -> datetime | None:
    """When the last checkpoint was written to this machine; None where none was."""
    try:
        with (folder / CHECKPOINTS).open("rb") as file:
            file.seek(max(0, file.seek(0, SEEK_END) - _LONGEST_LINE))
            lines = file.read().splitlines()
        return msgspec.json.decode(lines[-1], type=Checkpoint).at if lines else None
    except (OSError, msgspec.MsgspecError):
        return None


def _checkpoint(reader: Reader, at: datetime) -> Checkpoint:
    counted = _Counted(of_day.heads(reader))
    root = root_of(counted.entries()).hex()
    return Checkpoint(at=at, cases=counted.cases, events=counted.events, root=root)


class _Counted:
    """Heads on their way into the tree, counted as they pass."""

    def __init__(self, heads: Iterable[tuple[str, bytes, int]]) -> None:
        self._heads = heads
        self.cases = self.events = 0

    def entries(self) -> Iterator[bytes]:
        for case, head, seq in self._heads:
            self.cases += 1
            self.events += seq
            yield f"{case} {seq} {head.hex()}".encode()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """A folder that is written to; what the disk refuses is said plainly."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StoreUnavailable(f"{folder} cannot be written to: {error.strerror}") from error
