"""Working calendars: a year of days, an edit change by change, its preview, and what it moved."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from calendar_desk import NAME, calendar_desk
from front_desk import BUDI, RINI, Browser, FrontDesk
from looking_after import problem, text
from msgspec.structs import replace
from page_reading import Page
from serving import MORNING

from engine.core.calendar_version import Holiday, HolidayKind
from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM
from engine.core.ids import CaseId, StepId
from engine.core.text import Text
from engine.service import calendar_edits, drafts
from engine.service.calendar_edits import find_edits
from engine.service.calendar_views import MovePage, MoveRow
from engine.service.calendars import as_written
from engine.service.queries import show_case
from web.calendar_drafts import draft_of, in_force
from web.pages import calendars_apply

PLACE = f"/calendars/{NAME}"
EDIT = f"{PLACE}/edit"
CASES = ("1a2b3c4d5e6f7g8h", "2a2b3c4d5e6f7g8h")
WEEK = {"hours.monday": "08.00-12.00"}
PILKADA = {
    "act": "holiday",
    "holiday.day": "2026-11-25",
    "holiday.kind": "office",
    "holiday.name_id": "Pilkada",
    "holiday.source": "Keppres 1/2026",
}
SHORT = {
    "act": "special",
    "special.day": "2026-12-23",
    "special.hours": "08.00-12.00",
    "special.name_id": "Setengah hari",
    "special.source": "Edaran 7",
}
SEASON = {
    "act": "hours",
    "hours.first": "2027-06-01",
    "hours.last": "2027-06-30",
    "hours.name_id": "Piket",
    "hours.source": "SK 9",
    **WEEK,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with calendar_desk(tmp_path_factory.mktemp("office"), *CASES) as opened:
        yield opened


@pytest.fixture(scope="module")
def budi(desk: FrontDesk) -> Browser:
    """The manager of all that is told by the calendar."""
    return desk.signed_in(BUDI)


@pytest.fixture(autouse=True)
def nobody_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, an answer waits until all cases are looked through."""
    monkeypatch.setattr(calendars_apply, "PATIENCE_SECONDS", 60.0)


@pytest.fixture(autouse=True)
def no_draft_is_left(desk: FrontDesk) -> Iterator[None]:
    yield
    drafts.drop(desk.database, BUDI, f"calendar {NAME}")


def note(budi: Browser, **fields: str) -> str:
    """The page of the edit after a change was noted."""
    noted = budi.post(EDIT, **fields)
    assert noted.status_code == 303, Page(noted.text).text
    return text(budi.get(noted.headers["location"]))


def publish_another(desk: FrontDesk, day: date) -> None:
    """Somebody else's edit is in force first."""
    now = as_written(in_force(desk.database, NAME, at=desk.clock.at))
    holiday = Holiday(day=day, name=Text(id="Lain"), kind=HolidayKind.OFFICE, source="SK")
    edited = replace(now, version=now.version + 1, holidays=(*now.holidays, holiday))
    (edit,) = find_edits(desk.database, {NAME: edited}, at=desk.clock.at)
    calendar_edits.apply(desk.database, edit, reason="Lebih dahulu.", by=SYSTEM, at=desk.clock.at)


def test_anybody_reads_which_calendars_there_are_and_a_year_of_one(desk: FrontDesk) -> None:
    nobody = desk.browser()
    listed, year = text(nobody.get("/calendars")), text(nobody.get(f"{PLACE}?year=2026"))

    assert "Surat Keterangan Uji" in listed
    assert "Asia/Jakarta" in listed
    assert "17 Agustus 2026 libur nasional Hari Kemerdekaan" in year
    assert "Ramadan 1447 H" in year
    assert "hari kerja" in year
    assert "hari ini" in year
    assert f"{EDIT}" not in nobody.get(PLACE).text
    assert "2027" in Page(nobody.get(f"{PLACE}?year=2027&lang=en").text).text


@pytest.mark.parametrize("asked", ["year=1", "year=99999", "year=x", "version=x", "version=0"])
def test_an_address_that_makes_no_sense_shows_the_year_that_it_is(
    desk: FrontDesk, asked: str
) -> None:
    assert f"{NAME} 2026" in text(desk.browser().get(f"{PLACE}?{asked}"))


def test_a_calendar_or_a_version_that_is_not_there(desk: FrontDesk, budi: Browser) -> None:
    assert budi.get("/calendars/tidak-ada").status_code == 404
    assert budi.get(f"{PLACE}?version=99").status_code == 404
    assert budi.get(f"{PLACE}/versions/99").status_code == 404


def test_only_who_answers_for_its_deadlines_edits_a_calendar(
    desk: FrontDesk, budi: Browser
) -> None:
    rini = desk.signed_in(RINI)
    assert EDIT not in rini.get(PLACE).text
    told = "Yang mengubah: pengelola layanan atau pengesah SOP di"
    assert told not in text(desk.browser().get(PLACE))
    assert f"{told} kecamatan." in text(rini.get(PLACE))
    assert told not in text(budi.get(PLACE))
    assert rini.get(EDIT).status_code == 403
    assert rini.post(EDIT, page=PLACE, **PILKADA).status_code == 403
    assert EDIT in budi.get(PLACE).text
    assert "Versi pertama" in text(rini.get(f"{PLACE}/versions/1"))


def test_changes_are_noted_and_taken_back_one_by_one(budi: Browser) -> None:
    assert "+ 25 November 2026: libur kantor Pilkada (Keppres 1/2026)" in note(budi, **PILKADA)
    assert "Setengah hari, 08.00-12.00" in note(budi, **SHORT)
    page = note(budi, **SEASON)
    assert "Piket" in page
    assert "cuti bersama menjadi hari kerja" in note(budi, act="joint")

    page = note(budi, act="untake", what="holiday 2026-11-25 office Pilkada")
    assert "Ditarik kembali" in page
    assert "Pilkada" not in page
    assert "cuti bersama menjadi" not in note(budi, act="joint")
    gone = budi.post(EDIT, act="drop")
    assert "Kalender tetap seperti semula" in text(budi.get(gone.headers["location"]))
    assert "Belum ada perubahan yang dicatat" in text(budi.get(EDIT))


def test_what_the_office_wrote_is_taken_out_and_put_back(budi: Browser) -> None:
    what = "season 2026-02-19 2026-03-20 Ramadan 1447 H"
    assert what in budi.get(EDIT).text
    assert "- Ramadan 1447 H" in note(budi, act="remove", what=what)
    assert "Belum ada perubahan" in note(budi, act="restore", what=what)
    assert "Belum ada perubahan" in note(budi, act="nothing-known", what=what)


FIELDS = ("fields", "name", "said")


@pytest.mark.parametrize(
    FIELDS,
    [
        ({"holiday.day": "besok"}, "holiday.day", "Tulis tanggal"),
        ({"holiday.day": ""}, "holiday.day", "Tulis tanggal"),
        ({"holiday.name_id": ""}, "holiday.name_id", "Tulis namanya"),
        ({"holiday.name_en": "x" * 201}, "holiday.name_en", "Satu baris"),
        ({"holiday.source": ""}, "holiday.source", "Tulis dasarnya"),
        ({"holiday.kind": "pesta"}, "holiday.kind", "Pilih jenisnya"),
    ],
)
def test_what_is_wrong_with_a_day_off_is_said_at_its_field(
    budi: Browser, fields: dict[str, str], name: str, said: str
) -> None:
    expect_refused(budi, PILKADA | fields, name, said)


@pytest.mark.parametrize(
    FIELDS,
    [
        ({"special.hours": "8 pagi"}, "special.hours", "Tulis jam"),
        ({"special.hours": ""}, "special.hours", "Tulis jamnya"),
        ({"special.hours": "13.00-15.00, 08.00-12.00"}, "special.hours", "Tulis jam"),
    ],
)
def test_what_is_wrong_with_a_day_of_other_hours_is_said_at_its_field(
    budi: Browser, fields: dict[str, str], name: str, said: str
) -> None:
    expect_refused(budi, SHORT | fields, name, said)


@pytest.mark.parametrize(
    FIELDS,
    [
        ({"hours.monday": "12.00-08.00"}, "hours.monday", "Tulis jam"),
        ({"hours.monday": "09.00-12.00, 08.00-10.00"}, "hours.monday", "Tulis jam"),
        ({"hours.last": "2027-02-01"}, "hours.last", "Hari terakhir"),
        ({"hours.first": ""}, "hours.first", "Tulis tanggal"),
        ({"hours.name_id": "x\ny"}, "hours.name_id", "Tulis namanya"),
    ],
)
def test_what_is_wrong_with_other_hours_is_said_at_its_field(
    budi: Browser, fields: dict[str, str], name: str, said: str
) -> None:
    expect_refused(budi, SEASON | fields, name, said)


def expect_refused(budi: Browser, fields: dict[str, str], name: str, said: str) -> None:
    """The page again, with what is wrong at its field, and nothing lost."""
    answer = budi.post(EDIT, **fields)
    assert answer.status_code == 422
    assert said in problem(answer, name)
    values = {str(one.get("name")): one.get("value") for one in Page(answer.text).all("input")}
    sent = {key: value for key, value in fields.items() if key in values and key != "act"}
    assert {key: values[key] for key in sent} == sent


def test_hours_for_nobody_and_hours_that_contradict_others_are_refused(budi: Browser) -> None:
    empty = {f"hours.{one}": "" for one in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    idle = budi.post(EDIT, **SEASON | empty)
    assert "paling sedikit pada satu hari" in problem(idle, "hours.monday")
    clash = budi.post(EDIT, **SEASON | {"hours.first": "2026-03-01", "hours.last": "2026-03-10"})
    assert clash.status_code == 422
    assert "bertentangan" in problem(clash, "hours.first")


def test_a_preview_tells_what_moves_and_an_edit_in_force_what_moved(
    desk: FrontDesk, budi: Browser
) -> None:
    assert budi.get(f"{EDIT}/preview").status_code == 303  # nothing to look at yet
    note(budi, **PILKADA)
    preview = text(budi.get(f"{EDIT}/preview"))
    assert "Berkas 1 sampai 2 dari 2." in preview
    assert CASES[0] in preview
    assert "lebih lambat" in preview
    assert "Surat Keterangan Uji" in preview

    missing = budi.post(f"{EDIT}/apply", page=f"{EDIT}/preview", reason="  ")
    assert missing.status_code == 422
    assert "Tulis alasannya" in problem(missing, "reason")
    done = budi.post(f"{EDIT}/apply", page=f"{EDIT}/preview", reason="Libur Pilkada.")
    page = text(budi.get(done.headers["location"]))
    assert "Perubahan berlaku" in page
    assert "Libur Pilkada." in page
    assert CASES[1] in page
    assert "+ 25 November 2026" in page
    assert "25 November 2026 libur kantor Pilkada" in text(budi.get(PLACE))
    assert "Belum ada perubahan" in text(budi.get(EDIT))
    assert "yang berlaku versi" in text(budi.get(f"{PLACE}?version=1"))
    assert budi.get(f"{PLACE}/versions/2?after=zzzz").status_code == 200


def test_a_step_is_told_by_what_is_done_in_it(
    desk: FrontDesk, budi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = show_case(desk.database, CaseId(CASES[0])).tasks[-1]

    def of_steps(*_, **__) -> MovePage:
        moved = partial(
            MoveRow, clock=ClockKind.STEP, activation=task.activation, due_before=MORNING
        )
        known = moved(case_id=CaseId(CASES[0]), step=task.step, due_after=None)
        lost = moved(case_id=CaseId("nowhere"), step=StepId("cari"), due_after=MORNING)
        return MovePage(items=(known, lost), cases=2, total=2, next=None)

    monkeypatch.setattr("web.pages.calendars.read_moves", of_steps)
    page = text(budi.get(f"{PLACE}/versions/1"))
    assert f"langkah {task.activity.id}" in page
    assert "langkah cari" in page


def test_an_edit_that_another_overtook_is_moved_onto_it(desk: FrontDesk, budi: Browser) -> None:
    note(budi, **SHORT)
    publish_another(desk, date(2026, 12, 1))
    assert "sudah berlaku sejak Anda mulai" in text(budi.get(EDIT))
    refused = budi.get(f"{EDIT}/preview")
    assert refused.status_code == 409
    assert "Orang lain lebih dahulu" in Page(refused.text).text
    applied = budi.post(f"{EDIT}/apply", page=EDIT, reason="Tetap.")
    assert applied.status_code == 409
    assert "Tetap." in Page(applied.text).text

    assert "bertumpu pada versi yang berlaku" in note(budi, act="rebase")
    assert "Setengah hari" in text(budi.get(f"{EDIT}/preview"))


@pytest.mark.parametrize(("way", "day"), [("", "2026-12-29"), ("/preview", "2026-12-30")])
def test_an_edit_put_into_force_while_the_browser_was_closed_is_told_to_be_in_force(
    desk: FrontDesk, budi: Browser, way: str, day: str
) -> None:
    note(budi, **{**SHORT, "special.day": day})
    draft = draft_of(desk.database, BUDI, NAME, at=desk.clock.at)
    (edit,) = find_edits(desk.database, {NAME: draft.edited}, at=desk.clock.at)
    calendar_edits.apply(desk.database, edit, reason="Rapat.", by=SYSTEM, at=desk.clock.at)

    led = budi.get(EDIT + way)
    assert f"{PLACE}/versions/{draft.edited.version}" in led.headers["location"]
    assert "Perubahan berlaku" in text(budi.get(led.headers["location"]))
    assert "Belum ada perubahan" in text(budi.get(EDIT))


def test_an_edit_that_is_overtaken_at_the_last_moment_changes_nothing(
    desk: FrontDesk, budi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(budi, **SHORT)
    budi.get(f"{EDIT}/preview")
    usual = calendar_edits.apply

    def slow(database, edit, **said):
        monkeypatch.setattr(calendar_edits, "apply", usual)
        publish_another(desk, date(2026, 12, 3))
        return usual(database, edit, **said)

    monkeypatch.setattr(calendar_edits, "apply", slow)
    refused = budi.post(f"{EDIT}/apply", page=f"{EDIT}/preview", reason="Setengah hari.")
    assert refused.status_code == 409
    told = Page(refused.text).text
    assert "Orang lain lebih dahulu" in told
    assert "Setengah hari." in told
    assert "Setengah hari" in text(budi.get(EDIT))


def test_a_reason_stays_where_the_preview_is_known_no_more(desk: FrontDesk, budi: Browser) -> None:
    note(budi, **SHORT)
    refused = budi.post(f"{EDIT}/apply", page=EDIT, reason="Panjang. " * 200)
    assert refused.status_code == 422
    assert "Panjang. Panjang." in Page(refused.text).text


def test_a_change_written_when_the_session_ended_is_there_again(
    desk: FrontDesk, budi: Browser
) -> None:
    fields = {"csrf": budi.token(EDIT), **PILKADA}
    desk.clock.pass_by(minutes=45)
    budi.send(EDIT, fields)
    budi.sign_in(BUDI, next=EDIT)
    assert 'value="Pilkada"' in budi.get(EDIT).text
    budi.post("/account/forget", page=EDIT, place=EDIT)
    assert 'value="Pilkada"' not in budi.get(EDIT).text
