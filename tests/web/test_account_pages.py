"""One's own account: what one holds, the second factor, sessions, tokens."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from front_desk import (
    AUDITOR,
    EDGE,
    HESTI,
    PASSWORD,
    RINI,
    FrontDesk,
    front_desk,
    open_accounts,
    stand_in,
)
from page_reading import Page

from engine.core.commands import SYSTEM
from engine.core.directory import AbsenceReason
from engine.core.directory_commands import (
    DeclareAbsence,
    EndAssignment,
    GrantAssignment,
    LetGo,
)
from engine.core.ids import RoleId
from engine.service import accounts, second_factor, sessions, tokens
from engine.service.directory import change, current
from engine.service.founding import ADMINISTRATOR, top_of

FACTOR, TOKENS = "/account/second-factor", "/account/tokens"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with front_desk(tmp_path) as opened:
        yield opened


def words(answered) -> str:
    assert answered.status_code == 200, answered.text
    return Page(answered.text).text


def test_the_account_says_who_one_is_and_what_one_holds(desk: FrontDesk) -> None:
    told = words(desk.signed_in().get("/account"))

    for part in ("Rini Astuti", "rini.astuti", "Petugas Loket", "tanpa batas waktu", "Tidak aktif"):
        assert part in told


def test_it_says_who_stands_in_for_whom_and_until_when(desk: FrontDesk) -> None:
    stand_in(desk.database, HESTI, RINI, "loket")
    mine = words(desk.signed_in().get("/account"))
    hers = words(desk.signed_in(HESTI).get("/account?lang=en"))

    assert "Hesti Wulandari menggantikan Anda sebagai Petugas Loket" in mine
    assert "sampai 28 November 2026 08.00 WIB" in mine
    assert "You stand in for Rini Astuti as Counter officer" in hers
    assert "Plh for Rini Astuti" in hers
    assert "Head of services, Plh Counter officer" in hers


def test_it_says_that_one_is_away(desk: FrontDesk) -> None:
    until = desk.clock.at + timedelta(days=2)
    away = DeclareAbsence(by=SYSTEM, person=RINI, until=until, reason=AbsenceReason.LEAVE)
    change(desk.database, away, at=desk.clock.at)

    assert "tidak masuk sampai 25 November" in words(desk.signed_in().get("/account"))


def test_a_role_for_one_sop_says_which_and_many_roles_are_counted(desk: FrontDesk) -> None:
    for role, sop in (("kasi", "surat-uji"), ("penata_usaha", None)):
        grant = GrantAssignment(
            by=SYSTEM, person=RINI, role=RoleId(role), unit="kecamatan", sop=sop
        )
        change(desk.database, grant, at=desk.clock.at)
    told = words(desk.signed_in().get("/account"))

    assert "hanya SOP Surat Keterangan Uji" in told
    assert "Penata usaha" in told
    assert "Petugas Loket, Kasi Pelayanan, +1" in told


def test_whoever_holds_nothing_is_told_whom_to_ask(desk: FrontDesk) -> None:
    database, at = desk.database, desk.clock.at
    held = current(database).assignments[RINI][0]
    change(database, EndAssignment(by=SYSTEM, person=RINI, assignment=held.id), at=at)

    assert "Hubungi pengelola" in words(desk.signed_in().get("/account"))


def test_whoever_left_is_signed_out(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    change(desk.database, LetGo(by=SYSTEM, person=RINI), at=desk.clock.at)
    sent = browser.get("/account")

    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/sign-in")


def test_the_second_factor_is_set_up_with_a_code_to_scan_and_recovery_codes_once(
    desk: FrontDesk,
) -> None:
    browser = desk.signed_in()
    begun = browser.post(FACTOR, password=PASSWORD)
    shown = browser.get(begun.headers["location"])
    key = re.search(r'class="secret">([A-Z2-7 ]+)<', shown.text)[1].replace(" ", "")
    totp = pyotp.TOTP(key)
    picture = Page(shown.text).all("img")[0]

    wrong = browser.post(f"{FACTOR}/confirm", page=f"{FACTOR}?setup=1", code="000000")
    empty = browser.post(f"{FACTOR}/confirm", page=f"{FACTOR}?setup=1", code="")
    done = browser.post(f"{FACTOR}/confirm", page=f"{FACTOR}?setup=1", code=totp.at(desk.clock.at))
    codes = re.findall(r"<li>([0-9a-z-]{19})</li>", done.text)

    assert picture["src"].startswith("data:image/svg+xml")
    assert picture["alt"]
    assert wrong.status_code == empty.status_code == 422
    assert key[:4] in wrong.text, "the code to scan is still there"
    assert len(codes) == second_factor.RECOVERY_CODES
    assert "lang=en" not in done.text  # a link would lose what is shown but once
    assert done.headers["cache-control"] == "no-store"
    for page in ("/account", FACTOR, f"{FACTOR}?setup=1"):
        told = browser.get(page).text
        assert codes[0] not in told
        assert key[:4] not in told
    assert "10 kode pemulihan tersisa" in words(browser.get("/account"))


def test_the_second_factor_is_turned_off_by_a_code_only(desk: FrontDesk) -> None:
    before = desk.clock.at - timedelta(minutes=10)
    totp = pyotp.TOTP(second_factor.begin_setup(desk.database, RINI, at=before).secret)
    browser = desk.signed_in()
    codes = second_factor.confirm(desk.database, RINI, totp.at(before), at=before)

    assert browser.post(f"{FACTOR}/off", page=FACTOR, password=PASSWORD, code="").status_code == 422
    assert (
        browser.post(f"{FACTOR}/codes", page=FACTOR, password=PASSWORD, code="000000").status_code
        == 422
    )
    anew = browser.post(
        f"{FACTOR}/codes", page=FACTOR, password=PASSWORD, code=totp.at(desk.clock.at)
    )
    assert len(re.findall(r"<li>([0-9a-z-]{19})</li>", anew.text)) == len(codes)
    assert (
        browser.post(f"{FACTOR}/off", page=FACTOR, password=PASSWORD, code=codes[0]).status_code
        == 422
    )
    assert browser.post(FACTOR).headers["location"] == FACTOR, "it is on already"
    off = browser.post(
        f"{FACTOR}/off",
        page=FACTOR,
        password=PASSWORD,
        code=totp.at(desk.clock.at + timedelta(seconds=30)),
    )
    assert off.headers["location"] == "/account?done=factor"
    assert "sudah dimatikan" in words(browser.get("/account?done=factor"))
    assert browser.post(f"{FACTOR}/confirm", page=FACTOR, code="1").headers["location"] == FACTOR


def test_too_many_wrong_codes_are_told_when_the_next_counts(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    browser.post(FACTOR, password=PASSWORD)
    place, page = f"{FACTOR}/confirm", f"{FACTOR}?setup=1"
    answers = [browser.post(place, page=page, code="000000").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    for other in ("off", "codes"):
        stopped = browser.post(f"{FACTOR}/{other}", page=FACTOR, password=PASSWORD, code="000000")
        assert (stopped.status_code, "retry-after" in stopped.headers) == (429, True)


@pytest.mark.parametrize("typed", ["", "not the password"])
def test_what_outlives_a_session_asks_for_the_password_again(desk: FrontDesk, typed: str) -> None:
    browser, at = desk.signed_in(), desk.clock.at
    begun = browser.post(FACTOR, password=typed)
    token = ask_for(browser, password=typed)
    totp = pyotp.TOTP(second_factor.begin_setup(desk.database, RINI, at=at).secret)
    second_factor.confirm(desk.database, RINI, totp.at(at), at=at)
    later = totp.at(at + timedelta(seconds=30))
    kept = [
        browser.post(f"{FACTOR}/{one}", page=FACTOR, password=typed, code=later)
        for one in ("codes", "off")
    ]

    for answered in (begun, token, *kept):
        assert answered.status_code == 422
        assert 'id="password-wrong"' in answered.text
        assert 'autocomplete="current-password"' in answered.text
    assert tokens.list_of(desk.database, RINI) == ()
    off = browser.post(f"{FACTOR}/off", page=FACTOR, password=PASSWORD, code=later)
    assert off.status_code == 303, "the code was not used up"


def test_guessing_the_password_there_is_slowed_down(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    for _ in range(5):
        browser.post(FACTOR, password="wrong")  # noqa: S106  # wrong indeed

    for stopped in (browser.post(FACTOR, password=PASSWORD), ask_for(browser)):
        assert (stopped.status_code, "retry-after" in stopped.headers) == (429, True)
        assert "percobaan berikutnya" in Page(stopped.text).text


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(desk: FrontDesk) -> None:
    here, there = desk.signed_in(), desk.browser()
    there.client.headers["user-agent"] = EDGE
    there.sign_in()
    lost = desk.browser()
    lost.client.headers["user-agent"] = "Robot"
    lost.sign_in()
    shown = here.get("/account")
    handles = re.findall(r'name="handle" value="([^"]+)"', shown.text)
    told = words(shown)

    assert "Firefox di Linux sesi ini" in told
    assert "Edge di Windows" in told
    assert "Perangkat tidak dikenal" in told
    assert len(handles) == 2, "this one is ended by signing out"
    ended = here.post("/account/sessions/end", page="/account", handle=handles[0])
    again = here.post("/account/sessions/end", page="/account", handle=handles[0])
    assert ended.headers["location"] == "/account?done=ended"
    assert again.headers["location"] == "/account"
    others = here.post("/account/sessions/end-others", page="/account")
    assert "semua sesi lain" in words(here.get(others.headers["location"])).lower()
    for gone in (there, lost):
        assert gone.get("/account").headers["location"].endswith("why=revoked")
    assert here.get("/account").status_code == 200


def test_nobody_ends_somebody_elses_session(desk: FrontDesk) -> None:
    hers = desk.signed_in(HESTI)
    mine = desk.signed_in()
    handle = sessions.list_of(desk.database, HESTI, desk.clock.at)[0].handle
    answered = mine.post("/account/sessions/end", page="/account", handle=handle)

    assert answered.headers["location"] == "/account"
    assert hers.get("/account").status_code == 200


def ask_for(browser, **said: object):
    usual = {
        "name": "antrean loket",
        "scope": ["read", "act"],
        "until": "2026-12-31",
        "password": PASSWORD,
    }
    return browser.post(TOKENS, **(usual | said))


def test_a_token_is_shown_once_and_works_until_it_is_revoked(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    issued = ask_for(browser)
    secret = re.search(r'class="secret">(alur_[^<]+)<', issued.text)[1]
    robot = desk.browser().client

    def answered():
        named = {"Authorization": f"Bearer {secret}"}
        return robot.get("/api/v1/tasks", headers=named).status_code

    assert answered() == 200
    listed = browser.get(TOKENS)
    assert secret not in listed.text
    assert "berlaku sampai akhir 31 Desember 2026" in words(listed)
    assert "1 token berlaku" in words(browser.get("/account"))
    handle = re.search(r'name="handle" value="([^"]+)"', listed.text)[1]
    gone = browser.post(f"{TOKENS}/revoke", page=TOKENS, handle=handle)
    assert gone.headers["location"] == f"{TOKENS}?done=token_revoked"
    assert "sudah dicabut" in words(browser.get(gone.headers["location"]))
    assert answered() == 401
    again = browser.post(f"{TOKENS}/revoke", page=TOKENS, handle=handle)
    assert again.headers["location"] == TOKENS


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scope": []}, "scope"),
        ({"scope": ["administer"]}, "scope"),
        ({"scope": ["everything"]}, "scope"),
        ({"until": ""}, "until"),
        ({"until": "besok"}, "until"),
        ({"until": "2026-11-23"}, "until"),
        ({"until": "2027-11-24"}, "until"),
    ],
)
def test_a_token_that_cannot_be_issued_is_explained_and_nothing_is_lost(
    desk: FrontDesk, said: dict[str, object], field: str
) -> None:
    answered = ask_for(desk.signed_in(), **said)
    page = Page(answered.text)

    assert answered.status_code == 422
    assert any(one.get("id") == f"{field}-wrong" for _, one in page.tags)
    focused = [one for one in page.all("input") if "autofocus" in one]
    assert [one["name"] for one in focused] == [field]
    if field != "name":
        assert 'value="antrean loket"' in answered.text
    assert tokens.list_of(desk.database, RINI) == ()


def test_a_form_for_a_token_that_is_sent_again_issues_no_second_one(desk: FrontDesk) -> None:
    browser = desk.signed_in()
    assert ask_for(browser).status_code == 200
    again = ask_for(browser)

    assert again.status_code == 422
    assert "sudah terbit" in Page(again.text).text
    (handle,) = [one.handle for one in tokens.list_of(desk.database, RINI)]
    browser.post(f"{TOKENS}/revoke", page=TOKENS, handle=handle)
    assert ask_for(browser).status_code == 200


def test_the_last_day_is_a_year_away(desk: FrontDesk) -> None:
    assert ask_for(desk.signed_in(), until="2027-11-23").status_code == 200


def test_a_token_that_ended_by_itself_or_within_a_day_says_so(desk: FrontDesk) -> None:
    at = desk.clock.at
    for name, length in (("lama", 1), ("baru", 30)):
        tokens.issue(
            desk.database,
            RINI,
            name=name,
            scopes=[tokens.Scope.READ],
            until=at + timedelta(hours=length),
            by=RINI,
            at=at,
        )
    desk.clock.pass_by(hours=2)
    told = words(desk.signed_in().get(TOKENS))

    assert "tidak berlaku sejak 23 November 2026 09.00 WIB" in told
    assert "berlaku sampai 24 November 2026 14.00 WIB" in told


def test_an_auditor_may_change_the_own_password_and_an_administrator_issues_more(
    desk: FrontDesk,
) -> None:
    open_accounts(desk.database, AUDITOR, ADMINISTRATOR)
    auditor = desk.signed_in(AUDITOR)
    new = "kambing-hijau-naik-kereta"

    done = auditor.post("/account/password", old=PASSWORD, new=new, again=new)
    admin = desk.signed_in(ADMINISTRATOR).get(TOKENS).text

    assert done.headers["location"] == "/account?done=password"
    assert 'value="administer"' in admin
    assert top_of(current(desk.database))


def test_whoever_signs_in_elsewhere_has_no_password_here(desk: FrontDesk) -> None:
    assert accounts.account_of(desk.database, AUDITOR) is None
    secret, _ = sessions.begin(desk.database, AUDITOR, at=desk.clock.at)
    browser = desk.browser()
    browser.client.cookies.set("alur", secret)

    assert "tidak ada kata sandi" in words(browser.get("/account"))
    assert browser.post(FACTOR).headers["location"] == FACTOR
    assert "faktor kedua diatur di sana" in words(browser.get(FACTOR))
    assert "kata sandi tidak diminta lagi" in words(browser.get(TOKENS))
    assert ask_for(browser, scope=["read"], password="").status_code == 200


def test_where_a_second_factor_is_a_must_nothing_else_opens_before_it(desk: FrontDesk) -> None:
    desk.database.factor_rule = "everybody"
    browser = desk.signed_in()

    for page in ("/", "/account", TOKENS, "/account/password"):
        sent = browser.get(page)
        assert sent.status_code == 303
        assert sent.headers["location"].startswith("/sign-in")
    sent = browser.get("/sign-in")
    assert sent.headers["location"].startswith(FACTOR)
    assert "Kantor ini mewajibkannya" in words(browser.get(FACTOR))

    begun = browser.post(FACTOR, password=PASSWORD)
    key = re.search(r'class="secret">([A-Z2-7 ]+)<', browser.get(begun.headers["location"]).text)[1]
    code = pyotp.TOTP(key.replace(" ", "")).at(desk.clock.at)
    browser.post(f"{FACTOR}/confirm", page=f"{FACTOR}?setup=1", code=code)

    assert browser.get("/").status_code == 200
    assert browser.get(TOKENS).status_code == 200
