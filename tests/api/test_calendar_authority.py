"""Who may put a calendar into force over HTTP: whoever answers for all SOPs that use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from founded import NOON, Government, a_government
from httpx2 import Response

from api.access_table import ELSEWHERE, TOP, Kind, person_of
from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service.directory import change
from web.surface import INTERFACE

MANAGER = person_of(Kind.MANAGER)
TEXT = """\
weeks: {kantor: {title: Jam kerja, source: SK 1/2026, monday: [08.00-15.00]}}
calendars:
  kantor:
    version: 1
    zone: Asia/Jakarta
    week: kantor
"""
HOLIDAY = "{day: 2026-11-24, name: Hari Jadi, kind: regional, source: Perda 4/2001}"
EDIT = TEXT.replace("version: 1", "version: 2") + f"    holidays: [{HOLIDAY}]\n"


@pytest.fixture
def government(tmp_path: Path) -> Iterator[Government]:
    """One SOP of here and one of elsewhere use the same calendar."""
    with a_government(tmp_path) as made:
        yield made


def hold(government: Government, person: PersonId, duty: Duty, unit: UnitId) -> None:
    command = GrantAssignment(by=SYSTEM, person=person, role=RoleId(duty), unit=unit)
    change(government.database, command, at=NOON)


def put(client: TestClient, text: str = TEXT) -> Response:
    said = {"text": text, "reason": "Perda 4/2001"}
    return client.post(f"{INTERFACE}/calendars/apply", json=said)


def versions(government: Government) -> list[int]:
    items = government.client().get(f"{INTERFACE}/calendars").json()["items"]
    return [one["version"] for one in items]


@pytest.mark.parametrize("kind", [Kind.SUPERVISOR, Kind.MANAGER])
def test_nobody_of_one_agency_sets_the_calendar_of_another(
    government: Government, kind: Kind
) -> None:
    answered = put(government.of(kind))

    assert (answered.status_code, versions(government)) == (403, [])
    assert "does not hold the duty alur:manager" in answered.json()["detail"]


def test_a_manager_of_all_agencies_that_use_it_sets_it(government: Government) -> None:
    client = government.of(Kind.MANAGER)
    refused = put(client)
    hold(government, MANAGER, Duty.MANAGER, ELSEWHERE)

    assert "for dinas" in refused.json()["detail"]
    assert put(client).status_code == 200
    assert put(client, EDIT).status_code == 200
    assert versions(government) == [2]


def test_a_manager_at_the_top_sets_it_and_a_supervisor_there_does_not(
    government: Government,
) -> None:
    boss = government.of(Kind.SUPERVISOR)
    hold(government, person_of(Kind.SUPERVISOR), Duty.SUPERVISOR, TOP)
    assert put(boss).status_code == 403

    hold(government, person_of(Kind.SUPERVISOR), Duty.MANAGER, TOP)

    assert put(boss).status_code == 200


def test_a_calendar_that_no_sop_uses_takes_the_duty_anywhere(government: Government) -> None:
    text = TEXT.replace("  kantor:\n    version", "  pos-jaga:\n    version")

    assert put(government.of(Kind.SUPERVISOR), text).status_code == 403
    assert put(government.of(Kind.MANAGER), text).status_code == 200
