"""Accounts as an administrator looks after them, and who gets in to look after anybody."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from front_desk import AUDITOR, RINI, Browser, FrontDesk, front_desk, join, open_accounts
from looking_after import DIAN, appoint_dian, fields_of, newcomer, text
from page_reading import Page
from serving import MORNING

from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddPerson, AddUnit, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service import accounts, tokens
from engine.service.directory import change


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One office for all: each test looks after people of its own."""
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        appoint_dian(opened)
        yield opened


@pytest.fixture(scope="module")
def dian(desk: FrontDesk) -> Browser:
    return desk.signed_in(DIAN)


def test_a_one_time_password_is_shown_once_and_only_after_asking_back(
    desk: FrontDesk, dian: Browser
) -> None:
    person = newcomer(desk, "nisa", "Nisa Rahma")
    path = f"/admin/people/{person}/account"
    asked = dian.post(f"{path}/open", page=f"{path}/open")
    assert "sekali pakai untuk disampaikan" in Page(asked.text).text
    assert accounts.account_of(desk.database, person) is None

    opened = dian.post(f"{path}/open", page=f"{path}/open", sure="1")
    secret = re.search(r'<code class="secret">(.*?)</code>', opened.text)[1]
    assert desk.browser().sign_in(person, secret).headers["location"] == "/sign-in/password"
    again = dian.post(f"{path}/reset", page=f"{path}/reset", sure="1")
    assert secret not in again.text
    assert 'class="secret"' in again.text


def test_an_account_is_locked_unlocked_and_its_sessions_end(desk: FrontDesk, dian: Browser) -> None:
    rini, path = desk.signed_in(RINI), f"/admin/people/{RINI}/account"
    dian.post(f"{path}/sessions", page=f"{path}/sessions", sure="1")
    assert rini.get("/account").status_code == 303
    dian.post(f"{path}/lock", page=f"{path}/lock", sure="1", reason="Laporan.")
    assert accounts.account_of(desk.database, RINI).locked_at is not None
    twice = dian.post(f"{path}/lock", page=f"{path}/lock", sure="1")
    assert twice.status_code == 409
    dian.post(f"{path}/unlock", page=f"{path}/unlock", sure="1")
    assert accounts.account_of(desk.database, RINI).locked_at is None


def test_tokens_are_revoked_one_by_one_and_all_at_once(desk: FrontDesk, dian: Browser) -> None:
    until = MORNING + timedelta(days=30)
    issued = [
        tokens.issue(
            desk.database, RINI, name=name, scopes=["read"], until=until, by=RINI, at=MORNING
        )
        for name in ("Rekap", "Ekspor", "Uji")
    ]
    path, handle = f"/admin/people/{RINI}/account", issued[0][1].handle
    page = f"/admin/people/{RINI}"
    assert "Rekap" in text(dian.get(page))
    asked = dian.post(f"{path}/token/revoke", page=page, handle=handle)
    assert f'value="{handle}"' in asked.text
    revoked = dian.post(f"{path}/token/revoke", page=page, handle=handle, sure="1")
    assert revoked.headers["location"].endswith("done=token")
    assert "Rekap" not in text(dian.get(page))
    dian.post(f"{path}/tokens", page=f"{path}/tokens", sure="1")
    assert {one.revoked_at for one in tokens.list_of(desk.database, RINI)} == {MORNING}


def test_an_act_that_is_none_leads_back_to_the_person(dian: Browser) -> None:
    path = f"/admin/people/{RINI}"
    assert dian.get(f"{path}/account/nonsense").headers["location"] == path
    assert dian.post(f"{path}/account/nonsense", page=path).headers["location"] == path


def test_nobody_looks_after_their_own_account(dian: Browser) -> None:
    path = f"/admin/people/{DIAN}/account"
    answer = dian.post(f"{path}/lock", page=f"{path}/lock", sure="1")
    assert answer.status_code == 409
    assert "akun Anda sendiri" in Page(answer.text).text


def test_an_auditor_reads_and_is_offered_nothing_to_change(desk: FrontDesk) -> None:
    open_accounts(desk.database, AUDITOR)
    sri = desk.signed_in(AUDITOR)
    for path in ("/admin", f"/admin/people/{RINI}", "/admin/units", "/admin/history"):
        page = sri.get(path)
        assert page.status_code == 200
        assert "/new" not in page.text
        assert "/leave" not in page.text
    token = sri.token("/admin")
    refused = sri.send("/admin/people/new", {"csrf": token, "name": "Tuti"})
    assert refused.status_code == 403


def test_nobody_else_gets_in(desk: FrontDesk) -> None:
    rini = desk.signed_in(RINI)
    for path in ("/admin", f"/admin/people/{RINI}", "/admin/units", "/admin/roles"):
        assert rini.get(path).status_code == 403


def test_an_administrator_of_a_unit_sees_only_what_is_below_it(desk: FrontDesk) -> None:
    elsewhere = UnitId("dinas")
    top = UnitId("kecamatan")
    add = AddUnit(by=SYSTEM, unit=elsewhere, title=Text(id="Dinas"), parent=top)
    change(desk.database, add, at=MORNING)
    tono = PersonId("tono")
    change(desk.database, AddPerson(by=SYSTEM, person=tono, name="Tono"), at=MORNING)
    grant = GrantAssignment(
        by=SYSTEM, person=tono, role=RoleId("alur:administrator"), unit=elsewhere
    )
    change(desk.database, grant, at=MORNING)
    open_accounts(desk.database, tono)
    his = desk.signed_in(tono)

    assert "Rini Astuti" not in text(his.get("/admin"))
    assert his.get(f"/admin/people/{RINI}").status_code == 404
    assert his.get(f"/admin/people/{RINI}/roles/new").status_code == 404
    assert his.get("/admin/units/kecamatan").status_code == 404
    beyond = his.post("/admin/units/new", unit="baru", title_id="Baru", kind="section")
    assert beyond.status_code == 409


def test_what_was_written_when_the_session_ended_is_there_again(
    desk: FrontDesk, dian: Browser
) -> None:
    path = "/admin/people/new"
    fields = {"csrf": dian.token(path), "name": "Tuti Ningsih", "nip": "1985"}
    desk.clock.pass_by(minutes=45)
    dian.send(path, fields)
    dian.sign_in(DIAN, next=path)
    page = dian.get(path)
    kept = fields_of(page)
    assert (kept["name"], kept["nip"]) == ("Tuti Ningsih", "1985")
    dian.post("/account/forget", page=path, place=path)
    assert 'value="Tuti Ningsih"' not in dian.get(path).text


def test_only_who_may_administer_an_account_sees_where_it_is_signed_in(
    desk: FrontDesk, dian: Browser
) -> None:
    """She works in a section that somebody else administers, and also above it."""
    section, lesser, both = UnitId("seksi"), PersonId("lesser"), PersonId("both")
    add = AddUnit(by=SYSTEM, unit=section, title=Text(id="Seksi"), parent=UnitId("kecamatan"))
    change(desk.database, add, at=MORNING)
    for person, role in ((lesser, "alur:administrator"), (both, "loket")):
        change(desk.database, AddPerson(by=SYSTEM, person=person, name=person), at=MORNING)
        grant = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=section)
        change(desk.database, grant, at=MORNING)
    auditor = PersonId("peninjau")
    join(desk.database, auditor, "Peninjau", "alur:auditor")
    open_accounts(desk.database, lesser, both, auditor)
    his, path = desk.signed_in(lesser), f"/admin/people/{both}"
    desk.signed_in(both)
    told = "Firefox"

    assert told in text(his.get(path))
    grant = GrantAssignment(by=SYSTEM, person=both, role=RoleId("kasi"), unit=UnitId("kecamatan"))
    change(desk.database, grant, at=MORNING)
    assert told not in text(his.get(path))
    assert "hanya terlihat" in text(his.get(path))
    for about in ("/leave", "/account/lock", "/account/reset"):
        assert "Sesi" not in Page(his.get(path + about).text).text
    assert told in text(dian.get(path))
    assert told in text(desk.signed_in(auditor).get(path))
    assert told in text(his.get(f"/admin/people/{lesser}"))


@pytest.mark.parametrize("address", ["/admin?page=", "/admin/history?page="])
def test_a_number_of_thousands_of_digits_is_no_page(dian: Browser, address: str) -> None:
    assert dian.get(address + "9" * 5000).status_code == 200


def test_a_count_of_thousands_of_digits_is_not_told(dian: Browser) -> None:
    handed = f"/admin/people/{RINI}?done=away&handed={RINI}:{'9' * 5000}"
    assert dian.get(handed).status_code == 200
