"""Sessions: known by a secret that is kept nowhere, over after a while whatever is done."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from builders import MONDAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signing_in import (
    ADMIN,
    BUDI,
    DAY,
    HERE,
    MINUTE,
    RINI,
    ROBOT,
    SECOND,
    kinds,
    let_go,
    signed_in,
)

from engine.core.errors import NotFound, NotPermitted, SessionEnded
from engine.core.ids import PersonId
from engine.service import sessions
from engine.service.database import Database, connect, prepare
from engine.service.sessions import IDLE, LONGEST, Session, begin, end, end_all, list_of, session_of


def why(database: Database, secret: str, **when: object) -> str:
    with pytest.raises(SessionEnded) as ended:
        session_of(database, secret, at=when.get("at", MONDAY))  # type: ignore[arg-type]
    return ended.value.why


def test_a_session_that_is_not_used_ends_after_half_an_hour(any_staff: Database) -> None:
    secret, session = signed_in(any_staff)

    assert session.idle_until == MONDAY + IDLE
    assert session_of(any_staff, secret, at=MONDAY + IDLE - SECOND)
    assert why(any_staff, secret, at=MONDAY + 2 * IDLE) == "idle"


def test_a_session_that_is_used_ends_after_twelve_hours_all_the_same(any_staff: Database) -> None:
    secret, session = signed_in(any_staff)
    at = MONDAY
    while at + IDLE / 2 < session.ends_at:
        at += IDLE / 2
        assert session_of(any_staff, secret, at=at).idle_until <= session.ends_at

    assert why(any_staff, secret, at=MONDAY + LONGEST) == "age"


def test_that_it_is_in_use_is_written_down_once_a_minute(staff: Database) -> None:
    secret, _ = signed_in(staff)

    before = staff.store.load().jobs
    for seconds in range(0, 59, 7):
        assert session_of(staff, secret, at=MONDAY + seconds * SECOND).seen_at == MONDAY
    assert staff.store.load().jobs == before
    assert session_of(staff, secret, at=MONDAY + MINUTE).seen_at == MONDAY + MINUTE
    assert staff.store.load().jobs == before + 1
    assert session_of(staff, secret, at=MONDAY + MINUTE + SECOND).seen_at == MONDAY + MINUTE


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "y" * 100_000])
def test_a_secret_that_nobody_gave_out_opens_nothing(staff: Database, secret: str) -> None:
    assert why(staff, secret) == "unknown"


def test_a_session_can_be_ended_by_its_name(any_staff: Database) -> None:
    secret, session = signed_in(any_staff)
    other, _ = signed_in(any_staff)
    assert len(list_of(any_staff, RINI, MONDAY)) == 2

    end(any_staff, RINI, session.handle, MONDAY)

    assert why(any_staff, secret) == "revoked"
    assert session_of(any_staff, other, at=MONDAY)
    assert [one.handle for one in list_of(any_staff, RINI, MONDAY)] != [session.handle]
    assert kinds(any_staff, RINI)[0] == "session_ended"
    with pytest.raises(NotFound):
        end(any_staff, RINI, session.handle, MONDAY)


def test_nobody_ends_somebody_elses_session_as_their_own(staff: Database) -> None:
    secret, session = signed_in(staff)

    with pytest.raises(NotFound):
        end(staff, BUDI, session.handle, MONDAY)

    assert session_of(staff, secret, at=MONDAY)


def test_an_administrator_ends_a_session_and_a_colleague_does_not(any_staff: Database) -> None:
    secret, session = signed_in(any_staff)
    with pytest.raises(NotPermitted):
        end(any_staff, RINI, session.handle, MONDAY, by=BUDI)
    with pytest.raises(NotPermitted):
        end_all(any_staff, RINI, at=MONDAY, by=BUDI)
    assert session_of(any_staff, secret, at=MONDAY)

    end(any_staff, RINI, session.handle, MONDAY, by=ADMIN)

    assert why(any_staff, secret) == "revoked"


def test_whose_session_it_was_is_known_though_it_is_over(staff: Database) -> None:
    secret, session = signed_in(staff)
    end(staff, RINI, session.handle, MONDAY)

    assert sessions.last_of(staff, secret) == session
    assert sessions.last_of(staff, "x") is None


def test_all_sessions_can_be_ended_but_one(any_staff: Database) -> None:
    mine, session = signed_in(any_staff)
    others = [signed_in(any_staff)[0] for _ in range(3)]
    budis, _ = signed_in(any_staff, BUDI)

    assert end_all(any_staff, RINI, at=MONDAY, but=session.handle) == 3
    assert end_all(any_staff, RINI, at=MONDAY, but=session.handle) == 0

    assert [why(any_staff, one) for one in others] == ["revoked"] * 3
    assert session_of(any_staff, mine, at=MONDAY)
    assert session_of(any_staff, budis, at=MONDAY)


def test_who_leaves_is_out_at_the_next_click(any_staff: Database) -> None:
    secret, _ = signed_in(any_staff)
    let_go(any_staff, RINI, MONDAY + SECOND)

    assert why(any_staff, secret, at=MONDAY + 2 * SECOND) == "left"
    with pytest.raises(SessionEnded):
        begin(any_staff, RINI, at=MONDAY + 2 * SECOND)


def test_a_secret_that_was_replaced_is_void(any_staff: Database) -> None:
    old, session = signed_in(any_staff)
    new, same = sessions.renew(any_staff, old, at=MONDAY)

    assert (same.handle, same.stage) == (session.handle, "full")
    assert why(any_staff, old) == "unknown"
    assert session_of(any_staff, new, at=MONDAY).handle == session.handle


def test_a_session_whose_word_is_someone_elses_begins_without_a_password(staff: Database) -> None:
    secret, session = begin(staff, ROBOT, at=MONDAY, address=HERE, agent="A" * 1000, stage="code")

    assert (session.stage, len(session.agent)) == ("code", 200)
    assert sessions.renew(staff, secret, at=MONDAY)[1].stage == "code"


def test_where_nobody_is_known_yet_everybody_is_believed(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path / 'alur.db'}") as database:
        prepare(database)
        secret, _ = begin(database, PersonId("siapa"), at=MONDAY)

        assert session_of(database, secret, at=MONDAY).person == "siapa"


def test_only_the_hash_of_a_secret_is_kept(staff: Database, tmp_path: Path) -> None:
    secret, session = signed_in(staff)

    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert secret.encode() not in kept
    assert session.handle.encode() in kept


def test_what_is_long_over_is_forgotten(staff: Database, tmp_path: Path) -> None:
    secret, _ = signed_in(staff)
    assert why(staff, secret, at=MONDAY + LONGEST) == "age"

    signed_in(staff, at=MONDAY + LONGEST + DAY + SECOND)

    with sqlite3.connect(tmp_path / "alur.db") as file:
        assert file.execute("SELECT count(*) FROM session").fetchone() == (1,)
    file.close()
    assert why(staff, secret, at=MONDAY) == "unknown"


def test_idle_sessions_are_not_listed(staff: Database) -> None:
    signed_in(staff)

    assert list_of(staff, RINI, MONDAY + IDLE) == ()


def test_of_two_who_renew_at_once_one_gets_the_session(any_staff: Database) -> None:
    secret, _ = signed_in(any_staff)

    def renewed(_: int) -> str:
        try:
            return sessions.renew(any_staff, secret, at=MONDAY)[0]
        except SessionEnded:
            return ""

    with ThreadPoolExecutor(4) as pool:
        got = [one for one in pool.map(renewed, range(8)) if one]

    assert len(got) == 1
    assert session_of(any_staff, got[0], at=MONDAY)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.integers(-40 * 60, 40 * 60), max_size=12))
def test_a_clock_that_goes_back_and_forth_never_makes_a_session_longer(
    staff: Database, moves: list[int]
) -> None:
    secret, session = begin(staff, RINI, at=MONDAY)
    at = latest = MONDAY
    for move in moves:
        at += move * SECOND
        found = running(staff, secret, at)
        if found is None:
            assert at >= min(latest + IDLE - MINUTE, session.ends_at)
            continue
        latest = max(latest, at)
        assert found.ends_at == session.ends_at
        assert at < session.ends_at
        assert at < found.idle_until


def running(database: Database, secret: str, at: datetime) -> Session | None:
    try:
        return session_of(database, secret, at=at)
    except SessionEnded:
        return None
