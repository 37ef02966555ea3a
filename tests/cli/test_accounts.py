"""`alur account` and `alur token`: who may sign in, and by what; secrets are shown once."""

from pathlib import Path
from typing import get_args

import pytest
from signing_in import DAY, PASSWORD, RINI, copied_staff, make_staffed_template, signed_in
from terminal import Terminal

from api.present_access import ACCESS_EVENTS, SCOPES, access_event_words
from engine.service.access_log import AccessKind
from engine.service.clock import now
from engine.service.database import connect
from engine.service.tokens import Scope, issue, token_of

AS_ADMIN, AS_BUDI = ("--as", "kepala"), ("--as", "budi:kasi")
ISSUE = ("token", "issue", "mesin-antrean", "--name", "antrean", "--scope", "act")


@pytest.fixture(scope="session")
def staffed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_staffed_template(tmp_path_factory.mktemp("staffed"), at=now() - 30 * DAY)


@pytest.fixture
def terminal(staffed_template: Path, tmp_path: Path) -> Terminal:
    with copied_staff(staffed_template, tmp_path):
        return Terminal(tmp_path / "alur.db")


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "alur.db")


def test_none_is_said_plainly(empty):
    assert "no accounts" in empty.do("account", "list")
    assert "no tokens" in empty.do("token", "list")
    assert empty.do("account", "history") == "Nothing was done.\n"
    assert empty.do("account", "sessions", "rini") == "rini is signed in nowhere.\n"
    for noun in ("account", "token"):
        assert empty.read(noun, "list") == {"items": []}


def test_an_account_is_opened_and_its_password_shown_once(terminal):
    said = terminal.do("account", "open", "kecil", *AS_ADMIN)

    password = said.splitlines()[0]
    assert "shown this once" in said
    assert "one-time password until" in terminal.do("account", "list")
    everything = terminal.do("account", "show", "kecil") + terminal.do("account", "history")
    assert password not in everything
    with connect(terminal.url) as database:
        assert signed_in(database, "kecil", password, at=now())[1].stage == "password"


def test_who_has_a_shell_needs_no_name(terminal):
    answer = terminal.read("account", "reset", "rini", "--second-factor-off")

    assert set(answer) == {"person", "password"}
    assert terminal.read("account", "history", "rini", "--limit", "1")["items"][0]["by"] == "alur"


def test_a_reset_says_what_it_ended(terminal):
    said = terminal.do("account", "reset", "rini")

    assert "all API tokens are revoked" in said
    assert "API tokens revoked: 0" in terminal.do("account", "history", "rini")


def test_somebody_without_an_account_is_locked_too(terminal):
    assert "locked" in terminal.do("account", "lock", "kecil", *AS_ADMIN)
    terminal.do("account", "unlock", "kecil", *AS_ADMIN)
    assert "no password here" in terminal.do("account", "show", "kecil")


def test_a_lock_is_put_on_and_taken_off(terminal):
    assert "locked" in terminal.do("account", "lock", "rini", "--reason", "cuti", *AS_ADMIN)
    assert "locked since" in terminal.do("account", "show", "rini")
    assert terminal.type("account", "lock", "rini", *AS_ADMIN).exit_code == 4

    assert "unlocked" in terminal.do("account", "unlock", "rini", *AS_ADMIN)
    assert terminal.read("account", "lock", "rini")["locked_at"]
    assert not terminal.read("account", "unlock", "rini")["locked_at"]


@pytest.mark.parametrize("verb", ["lock", "unlock", "reset"])
def test_who_is_no_administrator_is_refused_and_a_stranger_not_found(terminal, verb):
    assert terminal.type("account", verb, "rini", *AS_BUDI).exit_code == 4
    assert terminal.type("account", verb, "siapa").exit_code == 5
    assert terminal.type("account", "show", "siapa").exit_code == 5
    assert terminal.type("account", "open", "siapa").exit_code == 5


def test_sessions_are_listed_and_ended(terminal):
    with connect(terminal.url) as database:
        handles = [signed_in(database, at=now())[1].handle for _ in range(3)]

    listed = terminal.do("account", "sessions", "rini", "--lang", "id")
    assert all(one in listed for one in handles)
    assert "sudah masuk" in listed
    assert "Sessions" in terminal.do("account", "show", "rini")

    assert terminal.do("account", "end-session", "rini", handles[0], *AS_ADMIN) == "1 ended.\n"
    assert terminal.type("account", "end-session", "rini", handles[0]).exit_code == 5
    assert terminal.type("account", "end-session", "rini", handles[1], *AS_BUDI).exit_code == 4
    assert terminal.type("account", "end-session", "rini").exit_code == 2
    assert terminal.type("account", "end-session", "rini", handles[1], "--all").exit_code == 2
    assert terminal.read("account", "end-session", "rini", "--all") == {"ended": 2}
    assert "nowhere" in terminal.do("account", "end-session", "rini", "--all")
    assert terminal.read("account", "sessions", "rini") == {"items": []}


def test_the_history_says_who_did_what_from_where(terminal):
    with connect(terminal.url) as database:
        signed_in(database, at=now())

    told = terminal.do("account", "history", "rini", "--lang", "id")

    assert "kata sandi diganti" in told
    assert "10.0.0.7" in told
    assert PASSWORD not in told
    items = terminal.read("account", "history")["items"]
    last = str(items[0]["seq"])
    assert terminal.read("account", "history", "--before", last)["items"] == items[1:]


def test_a_token_is_issued_listed_and_revoked(terminal):
    said = terminal.do(*ISSUE, "--scope", "read", *AS_ADMIN)
    secret = said.splitlines()[0]
    with connect(terminal.url) as database:
        handle = token_of(database, secret, at=now()).handle

    listed = terminal.do("token", "list", "mesin-antrean", "--lang", "id")
    assert handle in listed
    assert "bertindak, membaca" in listed
    assert "berlaku" in listed
    assert secret not in listed
    assert "revoked" in terminal.do("token", "revoke", "mesin-antrean", handle, *AS_ADMIN)
    assert "dicabut" in terminal.do("token", "list", "--lang", "id")
    assert terminal.type("token", "revoke", "mesin-antrean", handle).exit_code == 5


def test_a_token_has_an_end_within_a_year(terminal):
    answer = terminal.read(*ISSUE)
    assert set(answer) == {"secret", "token"}
    handle = answer["token"]["handle"]
    assert terminal.read("token", "revoke", "mesin-antrean", handle) == {"revoked": handle}

    assert terminal.type(*ISSUE, "--until", "2019-03-31").exit_code == 4
    assert terminal.type(*ISSUE, "--until", "9999-12-31").exit_code == 2
    assert terminal.type(*ISSUE, "--until", "besok").exit_code == 2
    assert terminal.type(*ISSUE, "--scope", "everything").exit_code == 2
    assert terminal.type(*ISSUE, *AS_BUDI).exit_code == 4


def test_a_token_that_has_run_out_says_so(terminal):
    with connect(terminal.url) as database:
        past = now() - 40 * DAY
        issue(database, RINI, name="lama", scopes=[Scope.READ], until=past + DAY, by=RINI, at=past)

    assert "expired" in terminal.do("token", "list")


def test_everything_that_is_remembered_has_words():
    assert set(ACCESS_EVENTS) == set(get_args(AccessKind))
    assert set(SCOPES) == set(Scope)
    assert access_event_words("of_tomorrow").en == ""
    assert all(one.id and one.en for one in (*ACCESS_EVENTS.values(), *SCOPES.values()))
