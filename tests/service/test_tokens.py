"""Tokens: shown once, good for some of what their person may do, until a day that is set."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from builders import MONDAY
from signing_in import ADMIN, BUDI, DAY, LESSER, MINUTE, RINI, ROBOT, SECOND, kinds, let_go

from engine.core.commands import SYSTEM
from engine.core.directory_commands import GrantAssignment
from engine.core.errors import InputRefused, NotFound, NotPermitted, TokenRefused
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service import access_log
from engine.service.access_log import history
from engine.service.accounts import lock
from engine.service.database import Database
from engine.service.directory import change
from engine.service.tokens import (
    LONGEST,
    PREFIX,
    ApiToken,
    Scope,
    issue,
    list_of,
    revoke,
    revoke_all,
    token_of,
)

UNTIL = MONDAY + 30 * DAY


def issued(
    database: Database, person: PersonId = RINI, *, by: PersonId | None = None, **more: object
) -> tuple[str, ApiToken]:
    usual: dict[str, object] = {
        "name": "laporan bulanan",
        "scopes": [Scope.READ, Scope.METRICS],
        "until": UNTIL,
        "by": by or person,
        "at": MONDAY,
    }
    return issue(database, person, **(usual | more))  # type: ignore[arg-type]


def why(database: Database, secret: str, at: datetime = MONDAY) -> str:
    with pytest.raises(TokenRefused) as refused:
        token_of(database, secret, at=at)
    return refused.value.why


def test_a_token_is_found_by_its_secret(any_staff: Database) -> None:
    secret, token = issued(any_staff)

    found = token_of(any_staff, secret, at=MONDAY + SECOND)

    assert secret.startswith(PREFIX)
    assert found == token
    assert found.scopes == {Scope.READ, Scope.METRICS}
    assert list_of(any_staff, RINI)[0].used_at == MONDAY + SECOND
    assert kinds(any_staff, RINI)[0] == "token_issued"
    assert secret not in repr(history(any_staff))


def test_a_token_that_was_revoked_is_refused_from_the_next_request_on(any_staff: Database) -> None:
    secret, token = issued(any_staff)
    other, _ = issued(any_staff)
    token_of(any_staff, secret, at=MONDAY)

    revoke(any_staff, RINI, token.handle, by=RINI, at=MONDAY + SECOND)

    assert why(any_staff, secret, MONDAY + SECOND) == "revoked"
    assert why(any_staff, secret) == "revoked"  # also where the clock went back
    assert token_of(any_staff, other, at=MONDAY)
    assert {one.revoked_at for one in list_of(any_staff, RINI)} == {None, MONDAY + SECOND}
    with pytest.raises(NotFound):
        revoke(any_staff, RINI, token.handle, by=RINI, at=MONDAY + SECOND)


def test_all_of_a_persons_tokens_are_revoked_at_once_or_none(
    any_staff: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    handles = [issued(any_staff)[1].handle for _ in range(3)]
    issued(any_staff, until=MONDAY + SECOND)
    record, noted = access_log.record, []

    def breaks_down(*of: Any, note: str, **said: Any) -> None:
        record(*of, note=note, **said)
        noted.append(note)
        if len(noted) == 2:
            raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(access_log, "record", breaks_down)
        with pytest.raises(OSError, match="no room"):
            revoke_all(any_staff, RINI, by=ADMIN, at=MONDAY + DAY)
    assert {one.revoked_at for one in list_of(any_staff, RINI)} == {None}

    revoke(any_staff, RINI, handles[0], by=RINI, at=MONDAY)
    with pytest.raises(NotPermitted):
        revoke_all(any_staff, RINI, by=BUDI, at=MONDAY + DAY)
    assert revoke_all(any_staff, RINI, by=ADMIN, at=MONDAY + DAY) == 2

    revoked = {one.handle for one in list_of(any_staff, RINI) if one.revoked_at == MONDAY + DAY}
    assert revoked == {*handles[1:]}
    assert kinds(any_staff, RINI)[:2] == ["token_revoked", "token_revoked"]


def test_a_token_ends_when_it_was_said_to(any_staff: Database) -> None:
    secret, _ = issued(any_staff)

    assert token_of(any_staff, secret, at=UNTIL - SECOND)
    assert why(any_staff, secret, UNTIL) == "expired"


@pytest.mark.parametrize("secret", ["", "alur_", "alur_x", "\ud800", "y" * 100_000])
def test_a_secret_that_nobody_gave_out_opens_nothing(staff: Database, secret: str) -> None:
    assert why(staff, secret) == "unknown"


def test_what_a_person_lost_their_token_loses(any_staff: Database) -> None:
    secret, _ = issued(any_staff)
    lock(any_staff, RINI, by=SYSTEM.person, at=MONDAY)
    assert why(any_staff, secret) == "locked"

    robots, _ = issued(any_staff, ROBOT, by=ADMIN)
    let_go(any_staff, ROBOT, MONDAY)
    assert why(any_staff, robots) == "left"


@pytest.mark.parametrize(
    ("person", "by"),
    [
        pytest.param(RINI, ADMIN, id="an administrator for a person"),
        pytest.param(RINI, BUDI, id="a colleague"),
        pytest.param(ROBOT, RINI, id="anybody for a program"),
    ],
)
def test_nobody_makes_a_token_to_act_as_somebody_else(
    staff: Database, person: PersonId, by: PersonId
) -> None:
    with pytest.raises(NotPermitted):
        issued(staff, person, by=by)


@pytest.mark.parametrize("by", [ADMIN, LESSER, SYSTEM.person])
def test_administrators_make_those_of_programs(staff: Database, by: PersonId) -> None:
    works = GrantAssignment(by=SYSTEM, person=ROBOT, role=RoleId("loket"), unit=UnitId("dinas"))
    change(staff, works, at=MONDAY)

    secret, _ = issued(staff, ROBOT, by=by, scopes=[Scope.ACT])

    assert token_of(staff, secret, at=MONDAY).person == ROBOT


def test_a_token_is_revoked_by_its_person_or_an_administrator(staff: Database) -> None:
    _, token = issued(staff)
    with pytest.raises(NotPermitted):
        revoke(staff, RINI, token.handle, by=BUDI, at=MONDAY)
    with pytest.raises(NotFound):
        revoke(staff, BUDI, token.handle, by=BUDI, at=MONDAY)

    revoke(staff, RINI, token.handle, by=ADMIN, at=MONDAY)

    assert kinds(staff, RINI)[0] == "token_revoked"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"until": MONDAY}, "until"),
        ({"until": MONDAY + LONGEST + SECOND}, "until"),
    ],
)
def test_a_token_has_a_name_a_scope_and_an_end(
    staff: Database, more: dict[str, object], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        issued(staff, **more)

    assert set(refused.value.problems) == {field}


def test_a_token_is_for_somebody_who_works_here(staff: Database) -> None:
    with pytest.raises(NotFound):
        issued(staff, PersonId("siapa"))


def test_that_it_is_in_use_is_written_down_once_a_minute(staff: Database) -> None:
    secret, _ = issued(staff)
    before = staff.store.load().jobs
    for seconds in (0, 1, 59):
        token_of(staff, secret, at=MONDAY + seconds * SECOND)

    assert staff.store.load().jobs == before + 1
    token_of(staff, secret, at=MONDAY + MINUTE)
    token_of(staff, secret, at=MONDAY)
    assert list_of(staff)[0].used_at == MONDAY + MINUTE


def test_only_the_hash_of_a_secret_is_kept(staff: Database, tmp_path: Path) -> None:
    secret, _ = issued(staff)

    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert secret.encode() not in kept
    assert secret.removeprefix(PREFIX).encode() not in kept


def test_everybodys_tokens_are_listed(any_staff: Database) -> None:
    for person in (RINI, BUDI):
        issued(any_staff, person)

    assert [one.person for one in list_of(any_staff)] == [BUDI, RINI]
