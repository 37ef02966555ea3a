"""Made-up people sign in only while the installation is a demonstration."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from front_desk import HESTI, PASSWORD, RINI, furnish, open_accounts
from serving import MORNING, settings_in

from engine.core.errors import SessionEnded, WrongCredentials
from engine.service import accounts, demo_accounts, sessions, sign_in
from engine.service.database import Database, connect, prepare

HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with connect(settings_in(tmp_path).database_url) as opened:
        prepare(opened)
        furnish(opened)
        open_accounts(opened, HESTI)
        demo_accounts.open_shut(opened, [RINI, HESTI], password="kopi-pagi-ini", at=MORNING)  # noqa: S106
        yield opened


def enter(database: Database, person: str, password: str = "kopi-pagi-ini") -> str:  # noqa: S107
    secret, _ = sign_in.sign_in(
        database, person, password, at=MORNING + HOUR, address="127.0.0.1", agent=""
    )
    return secret


def test_they_are_shut_until_a_demonstration_lets_them_in(database: Database) -> None:
    with pytest.raises(WrongCredentials):
        enter(database, RINI)
    assert demo_accounts.people_let_in(database) == ()

    demo_accounts.let_in(database, at=MORNING)

    assert demo_accounts.people_let_in(database) == (RINI,)
    assert enter(database, RINI)


def test_an_account_that_was_there_is_nobodys_demonstration(database: Database) -> None:
    demo_accounts.let_in(database, at=MORNING)

    with pytest.raises(WrongCredentials):
        enter(database, HESTI)
    demo_accounts.shut_out(database, at=MORNING)
    assert enter(database, HESTI, PASSWORD)


def test_shutting_them_out_ends_their_sessions_and_doing_it_again_changes_nothing(
    database: Database,
) -> None:
    demo_accounts.let_in(database, at=MORNING)
    secret = enter(database, RINI)

    for _ in range(2):
        demo_accounts.shut_out(database, at=MORNING + HOUR)

    with pytest.raises(SessionEnded):
        sessions.session_of(database, secret, at=MORNING + HOUR)
    account = accounts.account_of(database, RINI)
    assert account is not None
    assert account.locked_at == MORNING + HOUR
    assert account.opened_by == demo_accounts.DEMONSTRATION
