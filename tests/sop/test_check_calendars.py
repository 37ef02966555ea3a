"""The registers and the calendars must agree."""

import pytest
from builders_calendar import FILE, library
from msgspec.structs import replace

from engine.core.errors import SopInvalid
from engine.sop.check_calendars import check_calendars

REGISTER = """\
calendars:
  kantor-wib: {title: Kantor, zone: Asia/Jakarta}
  kantor-wita:
    title: Kantor
    zone: Asia/Makassar
"""


def findings(calendars, text=REGISTER):
    found = check_calendars(text, calendars, file="registers.yaml")
    return [(one.line, one.column, one.code, one.message) for one in found]


def test_registers_and_calendars_that_agree_are_fine() -> None:
    assert findings(library()) == []
    assert findings(library(), FILE.with_name("registers.yaml").read_bytes()) == []


def test_a_calendar_without_hours_is_found_where_it_is_named() -> None:
    rest = {key: one for key, one in library().items() if key != "kantor-wib"}

    assert findings(rest) == [(2, 3, "SOP318", "The calendar `kantor-wib` has no hours.")]


def test_a_calendar_in_another_zone_is_found_where_the_zone_stands() -> None:
    moved = {**library(), "kantor-wita": replace(library()["kantor-wita"], zone="Asia/Jayapura")}

    message = "The calendar `kantor-wita` lies in Asia/Makassar here and in Asia/Jayapura there."
    assert findings(moved) == [(5, 11, "SOP319", message)]


def test_a_register_that_cannot_be_read_says_so() -> None:
    with pytest.raises(SopInvalid):
        findings(library(), "kalender: {}")
