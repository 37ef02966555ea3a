"""Lists that managers take along: CSV and XLSX, sent a part at a time; no cell is a formula."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from tempfile import TemporaryFile
from typing import IO
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]
from starlette.responses import StreamingResponse

from api.disposition import as_download
from engine.core.export_text import cell
from engine.core.text import Frozen
from web.rendering import NOT_STORED

MOST_ROWS = 20_000
"""More is an export, which has a way of its own (`alur export`)."""

_AT_ONCE = 200
_CHUNK = 64 * 1024
_WIDEST = 60
_NAME = 31
"""Signs that a worksheet's name may have."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sheet(Frozen, frozen=True, kw_only=True):
    """A list: its name, its columns, and rows of text, numbers, days and instants (UTC).

    `zone`: by whose clock instants are written. Rows are asked for while the file is sent.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    zone: ZoneInfo


def csv_file(sheet: Sheet, name: str) -> StreamingResponse:
    """The list under a file name, as RFC 4180."""
    return _sent(as_csv(sheet), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_file(sheet: Sheet, name: str) -> StreamingResponse:
    """The list under a file name, as a workbook."""
    return _sent(as_xlsx(sheet), f"{name}.xlsx", _XLSX)


def _sent(content: Iterator[bytes], name: str, media_type: str) -> StreamingResponse:
    headers = {**as_download(name), **NOT_STORED}
    return StreamingResponse(content, headers=headers, media_type=media_type)


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """The list as RFC 4180 with a mark of UTF-8, which spreadsheets need."""
    text = StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(sheet.columns)
    yield codecs.BOM_UTF8
    for count, row in enumerate(sheet.rows, start=1):
        lines.writerow([_as_text(one, sheet.zone) for one in row])
        if not count % _AT_ONCE:
            yield _taken_from(text)
    yield _taken_from(text)


def _taken_from(text: StringIO) -> bytes:
    said = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return said


def _as_text(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return str(cell("" if value is None else str(value)))


def as_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """The list as a workbook: a header that stays, a filter, real dates; made beside the memory."""
    with TemporaryFile() as file:
        _write_book(sheet, file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _write_book(sheet: Sheet, file: IO[bytes]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(sheet.name[:_NAME])
        bold = book.add_format({"bold": True, "bottom": 1})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for place, width in enumerate(_widths(sheet.columns)):
            page.set_column(place, place, width)
        for place, name in enumerate(sheet.columns):
            page.write_string(0, place, name, bold)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):  # counted for the filter
            for place, value in enumerate(row):
                _write(page, (last, place), value, zone=sheet.zone, formats=(instant, day))
        page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _widths(columns: tuple[str, ...]) -> Iterator[int]:
    for name in columns:
        yield min(max(len(name) + 4, 18), _WIDEST)


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    value: object,
    *,
    zone: ZoneInfo,
    formats: tuple[xlsxwriter.format.Format, xlsxwriter.format.Format],
) -> None:
    instant, day = formats
    if isinstance(value, datetime):
        page.write_datetime(*at, value.astimezone(zone).replace(tzinfo=None), instant)
    elif isinstance(value, date):
        page.write_datetime(*at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif isinstance(value, int):
        page.write_number(*at, value)
    elif value is not None:
        page.write_string(*at, str(value))
