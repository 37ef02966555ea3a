"""What an administrator or an auditor of one unit sees of the directory: that unit alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from founded import NOON, Government, a_government

from api.access_table import ELSEWHERE, HERE, OFFICER, TOP, Kind, person_of
from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, EndAssignment, GrantAssignment, LetGo
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service import accounts
from engine.service.directory import change, current
from web.surface import INTERFACE

ANI, ASEP, BADU = PersonId("ani"), PersonId("asep"), PersonId("badu")
STAFF, OTHERS = person_of(Kind.OFFICER), person_of(Kind.OFFICER_ELSEWHERE)


@pytest.fixture
def government(tmp_path: Path) -> Iterator[Government]:
    """Ani is administrator of here, Asep audits it."""
    with a_government(tmp_path) as made:
        for person, duty in ((ANI, Duty.ADMINISTRATOR), (ASEP, Duty.AUDITOR)):
            join(made, person)
            hold(made, person, RoleId(duty), HERE)
            accounts.open_account(made.database, person, by=SYSTEM.person, at=NOON)
        yield made


def join(government: Government, person: PersonId, *, by: Actor = SYSTEM) -> None:
    change(government.database, AddPerson(by=by, person=person, name=str(person)), at=NOON)


def hold(government: Government, person: PersonId, role: RoleId, unit: UnitId) -> None:
    command = GrantAssignment(by=SYSTEM, person=person, role=role, unit=unit)
    change(government.database, command, at=NOON)


def listed(client: TestClient, what: str = "/people", **wanted: object) -> list[dict[str, object]]:
    answered = client.get(INTERFACE + what, params=wanted)
    assert answered.status_code == 200, answered.text
    items: list[dict[str, object]] = answered.json()["items"]
    return items


def names(client: TestClient, **wanted: object) -> set[str]:
    return {one["person"]["id"] for one in listed(client, **wanted)}  # type: ignore[index]


def shown(client: TestClient, person: PersonId) -> int:
    return int(client.get(f"{INTERFACE}/people/{person}").status_code)


@pytest.mark.parametrize("viewer", [ANI, ASEP])
def test_people_of_other_units_are_answered_as_if_they_were_not_there(
    government: Government, viewer: PersonId
) -> None:
    client = government.signed_in(viewer)

    seen = names(client)
    beyond = client.get(f"{INTERFACE}/people/{OTHERS}")
    absent = client.get(f"{INTERFACE}/people/tiada")

    assert {ANI, ASEP, STAFF} <= seen
    assert OTHERS not in seen
    assert person_of(Kind.ADMINISTRATOR) not in seen
    assert names(client, unit=ELSEWHERE) == set()
    assert (shown(client, STAFF), beyond.status_code, absent.status_code) == (200, 404, 404)
    assert beyond.json()["detail"].replace(OTHERS, "tiada") == absent.json()["detail"]
    assert beyond.json().keys() == absent.json().keys()


@pytest.mark.parametrize("viewer", [ANI, ASEP])
def test_what_is_held_and_changed_elsewhere_is_not_told(
    government: Government, viewer: PersonId
) -> None:
    client = government.signed_in(viewer)
    hold(government, STAFF, RoleId("kasi"), ELSEWHERE)
    held = current(government.database).assignments[STAFF][-1]
    end = EndAssignment(by=SYSTEM, person=STAFF, assignment=held.id, reason="Rahasia")

    there = {one["unit"] for one in listed(client, "/assignments")}
    told = client.get(f"{INTERFACE}/directory/history", params={"limit": 500}).text
    (line,) = (one for one in listed(client) if one["person"]["id"] == STAFF)  # type: ignore[index]
    change(government.database, end, at=NOON)
    after = client.get(f"{INTERFACE}/directory/history", params={"limit": 500}).text

    assert there == {HERE}
    assert {one["unit"] for one in line["holds"]} == {HERE}  # type: ignore[attr-defined]
    assert STAFF in told
    assert OTHERS not in told
    assert "Rahasia" not in after
    assert listed(client, "/assignments", person=OTHERS) == []
    assert listed(client, "/directory/history", unit=ELSEWHERE) == []


@pytest.mark.parametrize("kind", [Kind.ADMINISTRATOR, Kind.AUDITOR])
def test_at_the_top_everybody_is_seen(government: Government, kind: Kind) -> None:
    join(government, BADU)
    client = government.of(kind)

    assert {STAFF, OTHERS, BADU} <= names(client)
    assert shown(client, BADU) == shown(client, OTHERS) == 200
    assert {one["unit"] for one in listed(client, "/assignments")} == {TOP, HERE, ELSEWHERE}
    assert OTHERS in client.get(f"{INTERFACE}/directory/history", params={"limit": 500}).text


def test_who_never_held_anything_is_seen_by_whoever_added_them(government: Government) -> None:
    join(government, BADU, by=Actor(person=ANI))

    assert BADU in names(government.signed_in(ANI))
    assert BADU not in names(government.signed_in(ASEP))
    assert shown(government.signed_in(ASEP), BADU) == 404


def test_who_left_is_still_seen_where_they_worked_last(government: Government) -> None:
    for person, unit in ((BADU, ELSEWHERE), (PersonId("cici"), HERE)):
        join(government, person)
        hold(government, person, OFFICER, unit)
        change(government.database, LetGo(by=SYSTEM, person=person), at=NOON)
    client = government.signed_in(ANI)

    assert "cici" in names(client, over=True)
    assert (shown(client, PersonId("cici")), shown(client, BADU)) == (200, 404)


def test_everybody_sees_what_is_kept_of_themselves(government: Government) -> None:
    mine = government.of(Kind.OFFICER_ELSEWHERE).get(f"{INTERFACE}/people/me")

    assert mine.json()["person"]["id"] == OTHERS
