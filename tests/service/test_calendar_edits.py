"""Edits of calendars: previewed without a trace, applied whole or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar, at, clock, compiled, hours, library
from migrated import migrated_database
from msgspec.structs import replace
from offices import HESTI, MONDAY, RINI, Office, an_office, definition, put_in_force, sqlite_url

from engine.core.calendar_version import CalendarVersion, Holiday, HolidayKind, SpecialDay
from engine.core.clock_clauses import ClockKind
from engine.core.commands import Withdraw
from engine.core.durations import duration_from_text
from engine.core.errors import InputRefused, NotFound
from engine.core.ids import CaseId
from engine.core.text import Text
from engine.service import calendar_edits, calendars
from engine.service.calendar_edits import (
    Edit,
    EditOvertaken,
    apply,
    find_edits,
    preview,
    read_moves,
)
from engine.service.calendar_views import EditPreview, SopMoves
from engine.service.catalogue import find_workflow
from engine.service.queries import show_case
from engine.service.timers import sweep_all
from engine.store import catalogue, log, timers

KANTOR = an_office_calendar("kantor")
SERVICE = "service: {promise: 3 hari kerja, legal_limit: 5 hari kerja, product: Surat}\n"


def off(day: str, **more: object) -> Holiday:
    settings = {"name": Text(id="Libur"), "kind": HolidayKind.OFFICE, "source": "SK 1/2026"}
    return Holiday(day=date.fromisoformat(day), **(settings | more))  # type: ignore[arg-type]


def an_edit(*days: str, old: CalendarVersion = KANTOR) -> Edit:
    new = replace(old, version=old.version + 1, holidays=(*old.holidays, *map(off, days)))
    return Edit(old=old, new=new)


TUESDAY_OFF = an_edit("2026-11-24")


def promised(sop: str) -> str:
    return definition(sop, version=2).replace("roles:\n", f"{SERVICE}roles:\n")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        put_in_force(made.database, promised("surat"))
        yield made


def accepted(office: Office) -> CaseId:
    """A case whose file is complete; it waits for its number."""
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    return case


def look(office: Office, edit: Edit = TUESDAY_OFF, **more: object) -> EditPreview:
    return preview(office.database, edit, at=office.now, **more)  # type: ignore[arg-type]


def by_clock(told: str) -> datetime:
    return at(compiled("kantor-wib"), told)


def shown(instant: datetime | None) -> str | None:
    return None if instant is None else clock(compiled("kantor-wib"), instant)


# --- the preview


def test_a_preview_says_which_deadlines_move_and_leaves_no_trace(office: Office) -> None:
    case = accepted(office)

    found = look(office)

    assert (found.calendar, found.version, found.zone) == ("kantor", 2, "Asia/Jakarta")
    assert found.changes is not None
    assert found.changes.holidays_added == (off("2026-11-24"),)
    (moved,) = found.cases
    assert (moved.case, moved.sop) == (case, "surat")
    assert [(one.clock, shown(one.due_before), shown(one.due_after)) for one in moved.moves] == [
        (ClockKind.PROMISE, "2026-11-26 16:00", "2026-11-27 16:30"),
        (ClockKind.LEGAL, "2026-11-30 16:00", "2026-12-01 16:00"),
    ]
    assert (found.open_cases, found.untold, found.is_cut) == (1, 0, False)
    assert calendars.list_calendars(office.database)[0].version == 1


def test_sums_are_told_by_sop_and_in_all(office: Office) -> None:
    for _ in range(4):
        accepted(office)
    office.open("izin")

    found = look(office, shown=2)

    assert found.by_sop == (SopMoves(sop="surat", cases=4, deadlines=8),)
    assert found.total == SopMoves(sop="", cases=4, deadlines=8)
    assert (len(found.cases), found.is_cut, found.open_cases) == (2, True, 5)


def test_a_deadline_that_is_passed_only_by_the_new_version_is_counted(office: Office) -> None:
    accepted(office)
    both = an_edit("2026-11-24")
    apply(office.database, both, reason="SK", by=RINI, at=office.now)
    office.now = by_clock("2026-11-27 08:00")

    back = look(office, Edit(old=both.new, new=replace(KANTOR, version=3)))
    forth = look(office, Edit(old=KANTOR, new=both.new))

    assert (back.total.newly_late, back.total.in_time_again) == (1, 0)
    assert (forth.total.newly_late, forth.total.in_time_again) == (0, 1)


def test_closed_cases_and_those_of_other_calendars_are_not_looked_at(office: Office) -> None:
    office.do(Withdraw(case=accepted(office), by=HESTI, reason="Batal"))

    assert look(office).open_cases == 0
    other = replace(TUESDAY_OFF.new, id="lain"), replace(KANTOR, id="lain")
    accepted(office)
    assert look(office, Edit(old=other[1], new=other[0])).open_cases == 0


def test_cases_are_read_a_page_at_a_time_with_progress(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_edits, "PAGE", 2)
    cases = [accepted(office) for _ in range(5)]
    seen: list[tuple[int, int]] = []

    found = look(office, each=lambda done, total: seen.append((done, total)))

    assert [one.case for one in found.cases] == cases
    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_a_case_whose_deadline_cannot_be_told_is_counted_and_the_others_are_told(
    office: Office,
) -> None:
    flow = find_workflow(office.database, office.opening().sop)
    never = replace(flow.service, promise=duration_from_text("999999 bulan"))
    endless = replace(flow, service=never, version=3, hash="0" * 64)
    told = accepted(office)
    office.database.store.write(
        lambda unit: catalogue.insert_sop(unit, endless, "", by=RINI.person, at=MONDAY)
    )
    accepted(office)

    found = look(office)

    assert [one.case for one in found.cases] == [told]
    assert (found.open_cases, found.untold) == (2, 1)


def test_a_first_version_moves_nothing(office: Office) -> None:
    accepted(office)
    first = Edit(old=None, new=replace(KANTOR, id="lain"))

    found = look(office, first)

    assert (found.changes, found.open_cases, found.cases) == (None, 0, ())


# --- putting it into force


def test_an_edit_is_published_with_its_reason_and_its_journal(office: Office) -> None:
    case = accepted(office)

    done = apply(
        office.database, TUESDAY_OFF, reason="  SKB 3 Menteri\n 1/2026 ", by=HESTI, at=office.now
    )

    assert (done.calendar, done.version, done.reason) == ("kantor", 2, "SKB 3 Menteri 1/2026")
    assert done.moved.total == SopMoves(sop="", cases=1, deadlines=2)
    (summary,) = calendars.list_calendars(office.database)
    assert (summary.version, summary.reason, summary.published_by) == (2, done.reason, "hesti")
    page = read_moves(office.database, "kantor", 2, limit=10)
    assert [(one.case_id, one.clock, shown(one.due_after)) for one in page.items] == [
        (case, ClockKind.LEGAL, "2026-12-01 16:00"),
        (case, ClockKind.PROMISE, "2026-11-27 16:30"),
    ]
    assert read_moves(office.database, "kantor", 1, limit=10).total == 0


def test_cases_and_their_histories_stay_as_they_are(office: Office) -> None:
    case, closed = accepted(office), accepted(office)
    office.do(Withdraw(case=closed, by=HESTI, reason="Batal"))
    before = [show_case(office.database, one) for one in (case, closed)]

    apply(office.database, TUESDAY_OFF, reason="SKB", by=HESTI, at=office.now)

    assert [show_case(office.database, one) for one in (case, closed)] == before
    assert read_moves(office.database, "kantor", 2, limit=10).cases == 1


def test_open_cases_are_looked_at_again_at_once(office: Office) -> None:
    case = accepted(office)
    sweep_all(office.database, at=office.now)
    assert due(office) == []

    apply(office.database, TUESDAY_OFF, reason="SKB", by=HESTI, at=office.now)

    assert due(office) == [case]


def test_what_an_edit_unmakes_is_withdrawn_in_open_cases_and_stays_in_closed_ones(
    office: Office,
) -> None:
    running, closed = accepted(office), accepted(office)
    office.now = by_clock("2026-11-27 08:00")
    sweep_all(office.database, at=office.now)
    office.do(Withdraw(case=closed, by=HESTI, reason="Batal"))
    assert {"late_case:0"} <= late(office, running) & late(office, closed)

    apply(office.database, TUESDAY_OFF, reason="SKB", by=HESTI, at=office.now)
    sweep_all(office.database, at=office.now)

    assert "late_case:0" not in late(office, running)
    assert "late_case:0" in late(office, closed)


def late(office: Office, case: CaseId) -> set[str]:
    """The deviations of a case that stand."""
    stored = office.database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    found = stored.state.deviations
    return {name for name, status in found.items() if status != "withdrawn"}


def due(office: Office) -> list[CaseId]:
    return list(office.database.store.read(lambda reader: timers.due(reader, office.now, limit=9)))


def test_an_edit_that_others_overtook_changes_nothing(office: Office) -> None:
    accepted(office)
    apply(office.database, TUESDAY_OFF, reason="SKB", by=HESTI, at=office.now)

    with pytest.raises(EditOvertaken, match="kantor is at version 2 by now"):
        apply(office.database, an_edit("2026-11-25"), reason="SK", by=RINI, at=office.now)

    (summary,) = calendars.list_calendars(office.database)
    assert (summary.version, summary.reason) == (2, "SKB")


def test_a_first_version_that_others_published_meanwhile_changes_nothing(office: Office) -> None:
    with pytest.raises(EditOvertaken):
        apply(office.database, Edit(old=None, new=KANTOR), reason="SK", by=RINI, at=office.now)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_an_edit_has_a_reason(office: Office, reason: str) -> None:
    with pytest.raises(InputRefused, match="reason"):
        apply(office.database, TUESDAY_OFF, reason=reason, by=RINI, at=office.now)

    assert calendars.list_calendars(office.database)[0].version == 1


def test_the_journal_of_what_is_not_published_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound, match="kantor version 2"):
        read_moves(office.database, "kantor", 2, limit=5)


# --- what a file asks for


def written(**changes: object) -> dict[str, CalendarVersion]:
    """The file of the office, changed."""
    return {"kantor": replace(library()["kantor-wib"], id="kantor", **changes)}


SHORT = SpecialDay(
    day=date(2026, 11, 25), name=Text(id="Pendek"), hours=hours("08:00-09:00"), source="SE"
)


def test_what_is_published_as_it_is_needs_no_edit(office: Office) -> None:
    assert find_edits(office.database, written(), at=office.now) == ()


def test_the_next_version_is_an_edit_with_the_national_holidays(office: Office) -> None:
    (edit,) = find_edits(office.database, written(version=2, special_days=(SHORT,)), at=office.now)

    assert edit.old == KANTOR
    assert (edit.new.version, edit.new.special_days) == (2, (SHORT,))
    assert set(KANTOR.holidays) <= set(edit.new.holidays)
    assert {one.day.year for one in edit.new.holidays} == set(range(2021, 2030))


def test_a_calendar_that_is_not_published_may_begin_at_any_version(office: Office) -> None:
    given = {"lain": replace(KANTOR, id="lain", version=7)}

    (edit,) = find_edits(office.database, given, at=office.now)

    assert (edit.old, edit.new.version) == (None, 7)


def test_a_version_that_was_in_force_needs_no_edit(office: Office) -> None:
    apply(office.database, TUESDAY_OFF, reason="SKB", by=HESTI, at=office.now)

    assert find_edits(office.database, written(), at=office.now) == ()


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (1, "must be 2: version 1 is published with another content"),
        (3, "must be 2: version 1 is in force"),
    ],
)
def test_a_version_that_does_not_follow_is_refused(office: Office, version: int, says: str) -> None:
    given = written(version=version, special_days=(SHORT,))
    given["lain"] = replace(KANTOR, id="lain")

    with pytest.raises(InputRefused) as refusal:
        find_edits(office.database, given, at=office.now)

    assert refusal.value.problems == {"calendars.kantor.version": says}
    assert "follows the one in force by one" in refusal.value.hint


def test_an_edit_can_be_put_into_force_again_and_again(office: Office) -> None:
    accepted(office)
    for version in (2, 3):
        given = written(version=version, special_days=(SHORT,))
        (edit,) = find_edits(office.database, given, at=office.now)
        office.now += timedelta(minutes=1)
        apply(office.database, edit, reason="SE", by=HESTI, at=office.now)
        assert find_edits(office.database, given, at=office.now) == ()

    assert calendars.list_calendars(office.database)[0].version == 3
