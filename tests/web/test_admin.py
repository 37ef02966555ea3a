"""An administrator looks after people: who joins, holds, is away, leaves; and after units."""

from collections.abc import Iterator

import pytest
from front_desk import HESTI, RINI, Browser, FrontDesk, front_desk, open_accounts
from looking_after import DIAN, appoint_dian, day, fields_of, newcomer, problem, text
from page_reading import Page
from serving import MORNING

from engine.core.commands import SYSTEM
from engine.core.directory_commands import LetGo
from engine.core.directory_draft import lasting_administrators
from engine.core.ids import PersonId, UnitId
from engine.service.directory import change, current
from web.person_ids import usual_id

NIP = "198503152010012003"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One office for all: each test looks after people of its own."""
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        appoint_dian(opened)
        yield opened


@pytest.fixture(scope="module")
def dian(desk: FrontDesk) -> Browser:
    return desk.signed_in(DIAN)


def test_people_are_found_by_name_unit_role_and_standing(dian: Browser) -> None:
    assert "Rini Astuti" in text(dian.get("/admin"))
    assert "Hesti" not in text(dian.get("/admin?text=rini"))
    found = text(dian.get("/admin?role=kasi"))
    assert "Hesti Wulandari" in found
    assert "Rini" not in found
    assert "Tidak ada yang cocok" in text(dian.get("/admin?state=away"))
    assert "Nobody matches" in text(dian.get("/admin?state=left&lang=en"))


def test_someone_joins_with_an_id_made_from_the_name_and_is_given_a_role(
    desk: FrontDesk, dian: Browser
) -> None:
    joined = dian.post("/admin/people/new", name="Dra. Tuti Ayu Ningsih, M.Si", nip=NIP)
    assert joined.headers["location"] == "/admin/people/tuti.ningsih?done=added"
    path = "/admin/people/tuti.ningsih"
    given = dian.post(f"{path}/roles/new", role="loket", unit="kecamatan", until=day(30))
    page = text(dian.get(given.headers["location"]))

    assert "Peran diberikan" in page
    assert "Kecamatan" in page
    (held,) = current(desk.database).assignments[PersonId("tuti.ningsih")]
    assert held.until.isoformat() == "2026-12-23T17:00:00+00:00"  # the midnight after, in WIB
    assert "Dian Lestari (dian.lestari) memberi" in page


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"name": "Tuti", "nip": "123"}, "nip", "18 angka"),
        ({"name": "Tuti", "email": "x"}, "email", "surel"),
        ({"name": ""}, "name", "namanya"),
        ({"name": "Tuti", "person": "rini.astuti"}, "person", "sudah dipakai"),
        ({"name": "Tuti", "phone": "abc"}, "phone", "telepon"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    dian: Browser, fields: dict[str, str], name: str, said: str
) -> None:
    whole = {"name": "Tuti", "person": "tuti", "email": "tuti@contoh.go.id"} | fields
    answer = dian.post("/admin/people/new", **whole)

    assert answer.status_code == 422
    assert said in problem(answer, name)
    kept = fields_of(answer)
    assert {key: kept[key] for key in whole} == whole


def test_a_refusal_is_told_in_the_readers_language(dian: Browser) -> None:
    answer = dian.post("/admin/people/new?lang=en", page="/admin/people/new", name="T", nip="1")
    assert problem(answer, "nip") == "A NIP has 18 digits."


def test_a_form_sent_twice_is_done_once(desk: FrontDesk, dian: Browser) -> None:
    person = newcomer(desk, "wati", "Wati Susanti")
    path = f"/admin/people/{person}/roles/new"
    asked = {"role": "kasi", "unit": "kecamatan", "key": "one-form"}
    for _ in range(2):
        assert dian.post(path, **asked).status_code == 303
    assert len(current(desk.database).assignments[person]) == 2


def test_the_same_role_twice_and_a_role_for_oneself_are_refused(dian: Browser) -> None:
    again = dian.post(f"/admin/people/{RINI}/roles/new", role="loket", unit="kecamatan")
    assert "sudah berlaku" in problem(again, "since")
    own = dian.post(f"/admin/people/{DIAN}/roles/new", role="loket", unit="kecamatan")
    assert own.status_code == 409
    assert "kepada diri sendiri" in Page(own.text).text


def test_nothing_begins_in_the_past(dian: Browser) -> None:
    answer = dian.post(
        f"/admin/people/{RINI}/roles/new", role="kasi", unit="kecamatan", since=day(-1)
    )
    assert "berlaku surut" in problem(answer, "since")
    garbled = dian.post(
        f"/admin/people/{RINI}/roles/new", role="kasi", unit="kecamatan", since="besok"
    )
    assert garbled.status_code == 422


def test_a_role_ends_with_a_reason_that_stays_in_the_history(
    desk: FrontDesk, dian: Browser
) -> None:
    person = newcomer(desk, "yusuf", "Yusuf Halim")
    (held,) = current(desk.database).assignments[person]
    path = f"/admin/people/{person}/roles/{held.id}/end"
    assert "Yusuf Halim" in text(dian.get(path))
    ended = dian.post(path, reason="Mutasi ke arsip.")
    page = text(dian.get(ended.headers["location"]))
    assert "Peran diakhiri" in page
    assert "Mutasi ke arsip." in page
    late = dian.post(path, page=path)
    assert late.status_code == 409


def test_a_substitute_for_one_role_and_an_absence_with_one_for_all(
    desk: FrontDesk, dian: Browser
) -> None:
    agus, putri = newcomer(desk, "agus", "Agus Salim"), newcomer(desk, "putri", "Putri Ayu")
    gita = newcomer(desk, "gita", "Gita Sari", "kasi")
    named = dian.post(
        f"/admin/people/{gita}/substitutes/new",
        held="kasi@kecamatan",
        kind="plh",
        substitute="Agus Salim",
        until=day(3),
    )
    assert named.headers["location"].endswith("done=named")
    away = dian.post(
        f"/admin/people/{putri}/absences/new", until=day(2), reason="sick", substitute=agus
    )
    assert away.headers["location"].endswith("done=away")
    page = text(dian.get(f"/admin/people/{putri}"))
    assert "Agus Salim menggantikan sebagai" in page
    assert "sakit" in page
    (absence,) = current(desk.database).absences[putri]

    back = dian.post(f"/admin/people/{putri}/absences/{absence.id}/end")
    assert back.headers["location"].endswith("done=back")
    assert "Agus Salim menggantikan" not in text(dian.get(f"/admin/people/{putri}"))


def test_somebody_stands_in_no_more_and_says_why(desk: FrontDesk, dian: Browser) -> None:
    edi, rudi = newcomer(desk, "edi", "Edi Susilo", "kasi"), newcomer(desk, "rudi", "Rudi Hartono")
    named = {"held": "kasi@kecamatan", "substitute": rudi, "until": day(9)}
    bad = dian.post(f"/admin/people/{edi}/substitutes/new", kind="plx", **named)
    assert problem(bad, "kind")
    nobody = dian.post(f"/admin/people/{edi}/substitutes/new", kind="plh", held="kasi@kecamatan")
    assert problem(nobody, "substitute")
    dian.post(f"/admin/people/{edi}/substitutes/new", kind="plh", **named)
    (one,) = current(desk.database).substitutions[rudi]
    path = f"/admin/people/{rudi}/standing-in/{one.id}/end"
    assert "Menggantikan Edi Susilo" in text(dian.get(f"/admin/people/{rudi}"))

    ended = dian.post(path, reason="Sudah kembali.")
    page = text(dian.get(ended.headers["location"]))
    assert "Menggantikan Edi Susilo" not in page
    assert "Sudah kembali." in page
    assert dian.get(path).status_code == 404
    assert dian.get(f"/admin/people/{rudi}/roles/999/end").status_code == 404
    assert dian.get(f"/admin/people/{rudi}/absences/999/end").status_code == 404


def test_it_is_told_whom_tasks_went_to(dian: Browser) -> None:
    told = f"{RINI}:2,-:1,siapa:4,x,{RINI}:0"
    page = text(dian.get(f"/admin/people/{HESTI}?done=left&handed={told}"))
    assert "2 tugas" in page
    assert "antrean" in page
    assert "siapa" not in page


@pytest.mark.parametrize(
    ("name", "taken", "said"),
    [
        ("Dra. Rini Puspa Astuti, S.AP", (), "rini.astuti"),
        ("Rini Astuti", ("rini.astuti", "rini.astuti2"), "rini.astuti3"),
        ("Ир", (), ""),
        ("I Gusti Ayú", (), "i.ayu"),
    ],
)
def test_an_id_is_made_from_a_name(name: str, taken: tuple[str, ...], said: str) -> None:
    assert usual_id(name, taken) == said


def test_a_substitute_who_is_away_or_unknown_is_refused_at_the_field(
    desk: FrontDesk, dian: Browser
) -> None:
    gone = newcomer(desk, "indra", "Indra Jaya")
    dian.post(f"/admin/people/{gone}/absences/new", until=day(9), reason="leave")
    away = dian.post(
        f"/admin/people/{RINI}/absences/new", until=day(2), reason="leave", substitute=gone
    )
    assert "sendiri tidak di tempat" in problem(away, "substitute")
    unknown = dian.post(
        f"/admin/people/{RINI}/absences/new", until=day(2), reason="leave", substitute="siapa"
    )
    assert "Tidak ditemukan" in problem(unknown, "substitute")
    endless = dian.post(f"/admin/people/{RINI}/absences/new", reason="leave")
    assert "Hari terakhir" in problem(endless, "until")


def test_who_leaves_is_let_in_no_more_and_can_be_taken_back(desk: FrontDesk, dian: Browser) -> None:
    lala = newcomer(desk, "lala", "Lala Kurnia")
    open_accounts(desk.database, lala)
    hers = desk.signed_in(lala)
    before = text(dian.get(f"/admin/people/{lala}/leave"))
    assert "1 sesi, 0 token API" in before
    left = dian.post(f"/admin/people/{lala}/leave", reason="Pensiun.")
    page = text(dian.get(left.headers["location"]))
    assert "Tercatat berhenti" in page
    assert hers.get("/account").headers["location"].startswith("/sign-in")
    assert "Lala Kurnia" in text(dian.get("/admin?state=left"))

    back = dian.post(f"/admin/people/{lala}/return")
    assert "Diterima kembali" in text(dian.get(back.headers["location"]))
    assert current(desk.database).people[lala].left_at is None


def test_the_last_administrator_stays(desk: FrontDesk, dian: Browser) -> None:
    others = lasting_administrators(current(desk.database), MORNING) - {DIAN}
    for one in others:
        change(desk.database, LetGo(by=SYSTEM, person=one), at=MORNING)
    answer = dian.post(f"/admin/people/{DIAN}/leave")
    assert answer.status_code == 409
    assert "pengelola terakhir" in Page(answer.text).text


def test_a_unit_is_set_up_renamed_moved_and_closed(desk: FrontDesk, dian: Browser) -> None:
    fields = {"title_id": "Loket Dua", "title_en": "Counter two", "kind": "counter"}
    added = dian.post("/admin/units/new", unit="loket-dua", parent="kecamatan", **fields)
    assert added.headers["location"] == "/admin/units?done=unit_added"
    assert "Loket Dua" in text(dian.get("/admin/units"))
    renamed = fields | {"title_id": "Loket 2"}
    dian.post("/admin/units/loket-dua/edit", parent="kecamatan", **renamed)
    assert "Loket 2" in text(dian.get("/admin/units/loket-dua"))
    circle = dian.post("/admin/units/kecamatan/edit", parent="loket-dua", **fields)
    assert "di bawah dirinya" in problem(circle, "parent")

    held = dian.post("/admin/units/kecamatan/close")
    assert held.status_code == 409
    assert "Rini Astuti" in Page(held.text).text
    dian.post("/admin/units/loket-dua/close")
    assert current(desk.database).units[UnitId("loket-dua")].closed_at is not None


def test_roles_that_nobody_holds_are_told_first(desk: FrontDesk, dian: Browser) -> None:
    directory = current(desk.database)
    for person, some in directory.assignments.items():
        for one in some:
            if one.role == "kasi" and one.until is None:
                dian.post(f"/admin/people/{person}/roles/{one.id}/end", reason="Uji.")
    page = text(dian.get("/admin/roles"))
    assert "Tidak ada pemegangnya: tugas akan menunggu" in page
    dian.post(f"/admin/people/{HESTI}/roles/new", role="kasi", unit="kecamatan", until=day(5))
    assert "(Hesti Wulandari) hanya sampai 28 November 2026" in text(dian.get("/admin/roles"))


def test_the_history_tells_who_changed_what(dian: Browser) -> None:
    dian.post(f"/admin/people/{RINI}/edit", name="Rini Astuti, S.AP")
    page = text(dian.get(f"/admin/history?person={RINI}"))
    assert "Dian Lestari (dian.lestari) mengubah data Rini Astuti, S.AP" in page
    assert "menambahkan Hesti" not in page
    assert "menambahkan Hesti" in text(dian.get("/admin/history"))
