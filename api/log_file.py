"""Logs from elsewhere as files: CSV as offices' programs write it, or a JSON object a line.

A log comes in whole or not at all: what does not fit is told line by line.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import BinaryIO, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from api.log_words import Names, instant_from_log
from engine.core.conformance import LogColumns
from engine.core.errors import InputRefused
from engine.core.ids import CaseId, PersonId, RoleId, StepId
from engine.core.text import Frozen

MOST_PROBLEMS = 20
"""Lines told of; the number of all of them is told, too."""
NEEDED = ("case", "step", "at")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "case": (
        *("case", "case_id", "case id", "berkas", "no berkas", "nomor berkas"),
        *("no permohonan", "nomor permohonan", "id permohonan"),
    ),
    "step": ("step", "activity", "kegiatan", "langkah", "aktivitas"),
    "at": ("at", "timestamp", "time", "waktu", "waktu selesai", "tanggal"),
    "role": ("role", "peran", "pelaksana", "jabatan"),
    "person": ("person", "user", "petugas", "nama petugas"),
}
"""What a column is called where nobody says otherwise, in lower case.

`No` is not among them: in a table it numbers the rows.
"""
_DELIMITERS = ",;\t|"
_LONGEST_NAME = 80


class LogUnreadable(InputRefused):
    """The log cannot be used: lines of it do not fit."""

    def __init__(self, problems: Mapping[str, str], *, count: int) -> None:
        super().__init__(problems)
        self.count = count


class LogFormat(Frozen, frozen=True, kw_only=True):
    """How a log is to be read.

    `columns` are the names of the columns, where they are not among `COLUMNS`. `zone` is that of
    times that have none. Rows after `until` are from the future.
    """

    names: Names
    zone: ZoneInfo
    columns: Mapping[str, str] = {}
    until: datetime | None = None


class _Row(NamedTuple):
    """What a row says by column, or why it cannot be read."""

    line: int
    cells: Mapping[str, str]
    wrong: str = ""


class _Misfit(ValueError):
    """The rest of the file cannot be made out; `line` is where that begins."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(why)


def read_log(
    file: BinaryIO, form: LogFormat, *, progress: Callable[[int], None] = lambda _: None
) -> LogColumns:
    """The rows of a log.

    Args:
        file: CSV with a header (commas, semicolons, tabs or bars between), or a JSON object a
            line; UTF-8.
        form: how to read it.
        progress: told now and then how many bytes are read.

    Raises:
        LogUnreadable: something does not fit; nothing is read.
    """
    gathered = _Gathered(form)
    try:
        for row in _rows(_lines(file, progress), form):
            gathered.take(row)
    except _Misfit as misfit:
        gathered.refuse(misfit.line, str(misfit))
    return gathered.whole()


class _Gathered:
    """The rows so far, and what does not fit."""

    def __init__(self, form: LogFormat) -> None:
        self._form = form
        self._cases: list[CaseId] = []
        self._steps: list[StepId] = []
        self._instants: list[datetime] = []
        self._roles: list[RoleId | None] = []
        self._persons: list[PersonId | None] = []
        self._problems: dict[str, str] = {}
        self._count = 0

    def take(self, row: _Row) -> None:
        cells, names = row.cells, self._form.names
        missing = [name for name in NEEDED if not cells.get(name)]
        if row.wrong or missing:
            self.refuse(row.line, row.wrong or f"has no {' and no '.join(missing)}")
            return
        try:
            at = self._instant(cells["at"])
        except ValueError as wrong:
            self.refuse(row.line, str(wrong))
            return
        self._cases.append(CaseId(cells["case"]))
        self._steps.append(names.step(cells["step"]))
        self._instants.append(at)
        self._roles.append(names.role(cells.get("role", "")))
        self._persons.append(PersonId(cells["person"]) if cells.get("person") else None)

    def _instant(self, text: str) -> datetime:
        at, until = instant_from_log(text, self._form.zone), self._form.until
        if until is not None and at > until:
            raise ValueError(f"{text[:40]!r} lies after {until.isoformat(timespec='seconds')}")
        return at

    def refuse(self, line: int, why: str) -> None:
        self._count += 1
        if len(self._problems) < MOST_PROBLEMS:
            self._problems[f"line {line}"] = why

    def whole(self) -> LogColumns:
        """All of it.

        Raises:
            LogUnreadable: something did not fit.
        """
        if self._count:
            raise LogUnreadable(self._problems, count=self._count)
        return LogColumns(self._cases, self._steps, self._instants, self._roles, self._persons)


def _lines(file: BinaryIO, progress: Callable[[int], None]) -> Iterator[str]:
    """The lines as text, without the mark that some programs put before the first."""
    done = 0
    for number, raw in enumerate(file, start=1):
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise _Misfit(number, "is not UTF-8: save the file as CSV UTF-8") from None
        done += len(raw)
        if number % 1000 == 0:
            progress(done)
        yield text.removeprefix("\ufeff") if number == 1 else text
    progress(done)


def _rows(lines: Iterator[str], form: LogFormat) -> Iterator[_Row]:
    first = next(lines, "")
    if not first:
        raise _Misfit(1, "is missing: the file is empty")
    whole = chain([first], lines)
    if first.lstrip().startswith("{"):
        return _json_rows(whole, form)
    return _csv_rows(first, whole, form)


def _json_rows(lines: Iterable[str], form: LogFormat) -> Iterator[_Row]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_row(number, line, form)


def _json_row(number: int, line: str, form: LogFormat) -> _Row:
    try:
        said = msgspec.json.decode(line, type=dict[str, object])
    except msgspec.DecodeError as wrong:
        return _Row(number, {}, f"is no JSON object: {wrong}")
    cells = {}
    for name, title in _known(list(said), form).items():
        value = said[title]
        if not isinstance(value, str | int | None) or isinstance(value, bool):
            return _Row(number, {}, f"{title[:_LONGEST_NAME]} must be a text")
        cells[name] = "" if value is None else str(value).strip()
    return _Row(number, cells)


def _csv_rows(first: str, lines: Iterable[str], form: LogFormat) -> Iterator[_Row]:
    reader = csv.reader(lines, delimiter=_delimiter(first, form), strict=True)
    begins = 1
    try:
        titles = [title.strip() for title in next(reader, [])]
        places = {name: titles.index(title) for name, title in _columns(titles, form).items()}
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield _csv_row(begins, cells, places, len(titles))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise _Misfit(begins, f"cannot be read as CSV: {wrong}") from None


def _csv_row(line: int, cells: list[str], places: Mapping[str, int], width: int) -> _Row:
    if len(cells) != width:
        return _Row(line, {}, f"has {len(cells)} cells, the header has {width}")
    return _Row(line, {name: cells[at].strip() for name, at in places.items()})


def _delimiter(header: str, form: LogFormat) -> str:
    """The one by which most columns are known."""

    def known(delimiter: str) -> tuple[int, int]:
        titles = [title.strip(' "\r\n') for title in header.split(delimiter)]
        return len(_known(titles, form)), len(titles)

    return max(_DELIMITERS, key=known)


def _columns(titles: Sequence[str], form: LogFormat) -> dict[str, str]:
    """The title of each column that is there.

    Raises:
        _Misfit: one that is needed is not, or one that is asked for.
    """
    found = _known(titles, form)
    missing = [name for name in COLUMNS if name not in found and name in {*NEEDED, *form.columns}]
    if missing:
        wanted = ", ".join(f"{name}={form.columns.get(name, '…')}" for name in missing)
        there = ", ".join(title[:_LONGEST_NAME] for title in titles) or "nothing"
        raise _Misfit(1, f"names no column for {wanted}; it has: {there}")
    doubled = [title for title in found.values() if titles.count(title) > 1]
    if doubled:
        raise _Misfit(1, f"has the column {doubled[0][:_LONGEST_NAME]} twice")
    return found


def _known(titles: Sequence[str], form: LogFormat) -> dict[str, str]:
    """The titles among these that stand for a column."""
    by_words = {title.casefold(): title for title in reversed(titles)}
    found = {}
    for name, usual in COLUMNS.items():
        wanted = (form.columns[name].casefold(),) if name in form.columns else usual
        title = next((by_words[one] for one in wanted if one in by_words), None)
        if title is not None:
            found[name] = title
    return found
