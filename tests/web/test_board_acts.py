"""What is done from the SLA board: somebody is given a task or reminded, and it counts anew."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from board_desk import BOARD, HEAD, Counter, board_desk, with_four_eyes
from front_desk import BUDI, HESTI, RINI, UNIT, FrontDesk, join
from inbox_desk import DEWI
from page_reading import Page

from engine.core.commands import SYSTEM, Reject
from engine.core.directory import UnitKind
from engine.core.directory_commands import AddUnit, GrantAssignment
from engine.core.errors import StorageFull
from engine.core.ids import CaseId, PersonId, RoleId, SopId, UnitId
from engine.core.personal import HIDDEN
from engine.core.text import Text
from engine.service import board as board_service
from engine.service.board_lists import FURTHEST
from engine.service.directory import change, current
from engine.service.execute import execute
from engine.service.notices import NoticeFilter, Onlooker, list_notices
from engine.service.office_time import OfficeTime
from engine.service.queries import show_case
from engine.service.timers import sweep_all
from engine.service.views import TaskView
from engine.store import pace


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[FrontDesk, dict[str, CaseId], object]]:
    """For tests that change something."""
    with board_desk(tmp_path, BUDI) as (desk, cases):
        join(desk.database, DEWI, "Dewi Lestari", "kasi")
        yield desk, cases, desk.signed_in(BUDI)


def task_of(desk: FrontDesk, case: CaseId, step: str) -> TaskView:
    tasks = show_case(desk.database, case).tasks
    return next(one for one in reversed(tasks) if one.step == step)


def told_of(desk: FrontDesk, case: CaseId, reader: PersonId) -> list[str]:
    """What they read of the notices to Hesti alone."""
    wanted = NoticeFilter(case=case, person=HESTI, seen=True)
    onlooker = Onlooker(person=reader, at=desk.clock.at)
    found = list_notices(desk.database, wanted, onlooker)
    return [one.words for one in found if one.words]


def test_a_task_is_given_to_somebody_else_and_whoever_has_it_is_reminded(own) -> None:
    desk, cases, browser = own
    task = task_of(desk, cases["late"], "telaah_teknis")
    on_board = f"/board/cases/{cases['late']}/tasks/{task.activation}?unit=kecamatan"
    assert f'href="{on_board}"' in browser.get("/board?unit=kecamatan").text

    page = Page(browser.get(on_board).text)
    assert "Sekarang pada Hesti Wulandari" in page.text
    assert [one["value"] for one in page.all("input") if one.get("name") == "to"] == [DEWI]

    reminded = browser.post(on_board, act="remind", words="Mohon diselesaikan hari ini")
    assert reminded.headers["location"].startswith("/board?done=board_done_reminded")
    assert "dikirim kepada Hesti Wulandari." in browser.get(reminded.headers["location"]).text
    again = browser.post(on_board, act="remind", words="Mohon diselesaikan hari ini")
    assert again.status_code == 409
    assert "Mohon diselesaikan hari ini" in again.text
    assert browser.post(on_board, act="remind", words=" ").status_code == 422
    assert told_of(desk, cases["late"], HESTI) == ["Mohon diselesaikan hari ini"]
    assert told_of(desk, cases["late"], BUDI) == [HIDDEN]

    nobody = browser.post(on_board, act="assign", to="nobody", key="k1", reason="Cuti")
    assert nobody.status_code == 403
    assert "Cuti" in nobody.text

    given = browser.post(on_board, act="assign", to=DEWI, key="k2", reason="Cuti")
    assert given.headers["location"] == "/board?done=board_done_assigned&unit=kecamatan"
    assert task_of(desk, cases["late"], "telaah_teknis").assignee == DEWI
    told = browser.get(given.headers["location"]).text
    assert "Tugas sudah dialihkan." in told
    assert "Dewi Lestari" in told  # counted anew: whoever has just changed it sees it


def test_nobody_is_reminded_of_what_is_done_or_is_not_there(own) -> None:
    desk, cases, browser = own
    done = task_of(desk, cases["late"], "periksa").activation

    address = f"/board/cases/{cases['late']}/tasks/{done}"
    assert "Tugas ini sudah selesai." in browser.get(address).text
    assert browser.post(address, page="/board", act="remind", words="Mohon").status_code == 409
    nowhere = f"/board/cases/{cases['late']}/tasks/99"
    assert browser.get(nowhere).status_code == 404
    assert browser.post(nowhere, page="/board", act="remind", words="Mohon").status_code == 404
    number = task_of(desk, cases["served"], "nomor").activation
    automated = f"/board/cases/{cases['served']}/tasks/{number}"
    assert browser.post(automated, page="/board", act="remind", words="Mohon").status_code == 409


def test_what_was_counted_is_shown_for_a_while_and_counted_anew_meanwhile(own) -> None:
    desk, cases, browser = own
    browser.get("/board")
    execute(desk.database, Reject(case=cases["late"], by=HEAD, reason="Batal"), at=desk.clock.at)
    sweep_all(desk.database, at=desk.clock.at)
    shown = '<dd><a href="/board/cases">{}</a>'.format

    desk.clock.pass_by(seconds=1)
    assert shown(5) in browser.get("/board").text
    desk.clock.pass_by(seconds=5)
    assert shown(5) in browser.get("/board?part=1").text  # and beside that it is counted
    assert shown(4) in browser.get("/board?part=1").text
    assert shown(4) in browser.get("/board?done=board_done_assigned").text


def test_what_was_written_stays_when_there_is_no_room_to_do_it(own, monkeypatch) -> None:
    desk, cases, browser = own
    task = task_of(desk, cases["late"], "telaah_teknis").activation

    def full(*_: object, **__: object) -> None:
        raise StorageFull("the disk")

    monkeypatch.setattr("web.pages.board_acts.remind", full)
    address = f"/board/cases/{cases['late']}/tasks/{task}"
    refused = browser.post(address, act="remind", words="Mohon hari ini")

    assert refused.status_code == 507
    assert "Mohon hari ini" in refused.text


def test_only_after_an_act_the_board_is_counted_while_somebody_waits(own, monkeypatch) -> None:
    _, _, browser = own
    browser.get("/board")
    count, counted = board_service._counted, []
    monkeypatch.setattr(board_service, "_counted", lambda *said: counted.append(1) or count(*said))

    for said in ("board_done", "board_done_assigned board_done_reminded", "1"):
        browser.get("/board", params={"done": said})
    assert counted == []
    browser.get("/board?done=board_done_reminded")
    assert counted == [1]


def test_who_reads_a_case_and_does_not_oversee_it_does_not_find_its_task(own) -> None:
    """Rini oversees another office, and reads the case by her role in this one."""
    desk, cases, _ = own
    office = UnitId("dinas-lain")
    add = AddUnit(by=SYSTEM, unit=office, title=Text(id="Dinas Lain"), kind=UnitKind.AGENCY)
    change(desk.database, add, at=BOARD)
    grant = GrantAssignment(by=SYSTEM, person=RINI, role=RoleId("alur:manager"), unit=office)
    change(desk.database, grant, at=BOARD)
    rini = desk.signed_in(RINI)
    task = task_of(desk, cases["late"], "telaah_teknis").activation
    address = f"/board/cases/{cases['late']}/tasks/{task}"

    assert rini.get(f"/cases/{cases['late']}").status_code == 200
    assert rini.get(address).status_code == 404
    assert rini.post(address, page="/board", act="remind", words="Mohon").status_code == 404
    assert told_of(desk, cases["late"], HESTI) == []


def test_who_is_barred_by_four_eyes_is_named_and_nobody_is_reminded(tmp_path: Path) -> None:
    """Hesti alone is a head, and has done the other review."""
    with board_desk(tmp_path, BUDI) as (desk, _):
        with_four_eyes(desk.database)
        counter, browser = Counter(desk.database), desk.signed_in(BUDI)
        case = counter.accepted(8.01)
        address = f"/board/cases/{case}/tasks/{counter.task(case, 'telaah_hukum')}"
        role = browser.post(address, act="remind", words="Mohon")
        counter.finish(case, "telaah_teknis", HEAD, 8.02)

        shown = Page(browser.get(address).text).text
        nobody = browser.send(
            address, {"csrf": browser.token("/board"), "act": "remind", "words": "Mohon lagi"}
        )

        told = Page(browser.get(role.headers["location"]).text).text
    assert "Pengingat sudah dikirim kepada semua pemegang peran Kasi Pelayanan." in told
    assert "Tidak ada orang lain yang boleh mengerjakan langkah ini." in shown
    assert "Hesti Wulandari memegang peran ini, tetapi sudah mengerjakan langkah 4" in shown
    assert "menunjuk pengganti (Plh/Plt)" in shown
    assert nobody.status_code == 409
    assert "Tidak ada yang dapat diingatkan" in Page(nobody.text).text


def test_units_of_one_name_are_told_apart_by_their_agency(own) -> None:
    desk, _, browser = own
    kind, title = UnitKind.COUNTER, Text(id="Loket Pelayanan")
    for name in ("loket-satu", "loket-dua"):
        add = AddUnit(by=SYSTEM, unit=UnitId(name), title=title, kind=kind, parent=UNIT)
        change(desk.database, add, at=BOARD)

    shown = browser.get("/board").text
    agency = current(desk.database).units[UNIT].title.in_language("id")

    assert shown.count(f">Loket Pelayanan, {agency}</option>") == 2
    assert f">{agency}</option>" in shown


def test_each_case_is_drawn_or_counted_where_many_are_at_one_percent(own) -> None:
    desk, cases, browser = own
    counter = Counter(desk.database)
    crowd = [counter.accepted(4.5) for _ in range(7)] + [counter.accepted(4.6) for _ in range(5)]
    sweep_all(desk.database, at=desk.clock.at)

    text = browser.get("/board?done=board_done_assigned").text

    drawn = [one for one in [*crowd, *cases.values()] if f'<a href="/cases/{one}"><title>' in text]
    places = re.findall(r'<svg x="([^"]+)" y="([^"]+)"><circle r="9"', text)
    counted = [int(n) for n in re.findall(r'class="col [^"]*"><title>(\d+):', text)]
    assert len(drawn) == len(places) == len(set(places)) > 3
    assert sum(counted) >= 7
    assert 'rect class="bar"' not in text  # to which the style of all pages gives a size
    assert sum(counted) + len(drawn) == len(crowd) + 4  # besides the one without a deadline yet


def test_what_the_figures_of_a_first_month_count_is_said(own) -> None:
    desk, _, _ = own
    desk.clock.at = BOARD - timedelta(days=3)

    words = Page(desk.signed_in(BUDI).get("/board").text).text

    assert "2 berkas bertenggat berakhir bulan ini" in words
    assert "1 berkas selesai dilayani bulan ini" in words


def test_how_far_a_badly_late_case_is_stands_in_the_list_and_the_file(own) -> None:
    """By the working time from its start, however far beyond the drawing's edge."""
    desk, cases, _ = own
    desk.clock.at = at = BOARD + timedelta(days=30)
    browser, late = desk.signed_in(BUDI), cases["late"]
    told = desk.database.store.read(lambda reader: pace.pace_of_case(reader, late))
    office = OfficeTime(desk.database, at=at)
    whole, passed = (
        office.between(SopId("surat-uji"), 1, told.since, until).seconds for until in (told.due, at)
    )

    rows = csv.reader(io.StringIO(browser.get("/board/cases.csv?zone=late").text))
    used = next(int(row[6]) for row in rows if late in row[0])
    shown = browser.get("/board/cases?zone=late").text

    assert used > FURTHEST
    assert abs(used - 100 * passed / whole) <= 1
    assert f"{used}%" in shown
    assert f"≥{FURTHEST}%" not in shown
