# ruff: noqa: E501  # definitions as people write them
"""Who stands in for somebody acts in their name, while it lasts, and never sees with other eyes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from msgspec.structs import replace
from offices import HESTI, RINI, Office, an_office, definition, put_in_force, sqlite_url
from staffing import DINAS, appoint, staff

from engine.core.commands import Actor, Comment, Reject
from engine.core.directory_commands import DeclareAbsence
from engine.core.errors import FourEyes, NoStanding
from engine.core.ids import CaseId, PersonId, UnitId
from engine.service.directory import change
from engine.service.queries import read_history

A_DAY = timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        staff(made.database)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        staff(made.database)
        yield made


def last_actor(office: Office, case: CaseId) -> Actor:
    return read_history(office.database, case)[-1].recorded.by


def away(office: Office, person: Actor, substitute: str) -> None:
    """From now on for a day, with somebody who stands in."""
    command = DeclareAbsence(
        by=person,
        person=person.person,
        since=office.now,
        until=office.now + A_DAY,
        substitute=PersonId(substitute),
    )
    change(office.database, command, at=office.now)


def test_who_stands_in_acts_for_the_holder_and_every_event_says_so(any_office: Office) -> None:
    case = any_office.open()
    any_office.complete(case, "terima", RINI)
    away(any_office, HESTI, "budi")

    any_office.complete(case, "periksa", Actor(person=PersonId("budi"), via="test"), outcome="ya")

    acted = last_actor(any_office, case)
    assert acted == Actor(
        person=PersonId("budi"),
        role=HESTI.role,
        unit=DINAS,
        acting_for=HESTI.person,
        via="test",
    )


@pytest.mark.parametrize("said", [None, DINAS], ids=["role", "role and unit"])
def test_a_substitute_need_not_say_for_whom(office: Office, said: UnitId | None) -> None:
    case = office.open()
    away(office, HESTI, "budi")

    by = replace(HESTI, person=PersonId("budi"), unit=said)
    office.do(Reject(case=case, by=by, reason="Tidak memenuhi syarat"))

    assert last_actor(office, case).acting_for == HESTI.person


def test_who_holds_a_role_themselves_acts_for_nobody_unless_they_say_so(office: Office) -> None:
    case = office.open()
    appoint(office.database, "budi", "kasi", DINAS)
    away(office, HESTI, "budi")

    by = replace(HESTI, person=PersonId("budi"))
    office.do(Comment(case=case, by=by, text="Sendiri"))
    assert last_actor(office, case).acting_for is None

    office.do(Comment(case=case, by=replace(by, acting_for=HESTI.person), text="Sebagai Plh"))
    assert last_actor(office, case).acting_for == HESTI.person


def test_nobody_stands_in_for_a_colleague_unasked_nor_after_it_is_over(office: Office) -> None:
    case = office.open()
    by = replace(HESTI, person=PersonId("budi"), acting_for=HESTI.person)

    with pytest.raises(NoStanding, match="does not stand in for hesti"):
        office.do(Comment(case=case, by=by, text="Atas nama"))

    away(office, HESTI, "budi")
    office.do(Comment(case=case, by=by, text="Atas nama"))

    office.now += A_DAY
    with pytest.raises(NoStanding):
        office.do(Comment(case=case, by=by, text="Atas nama"))


FOUR_EYES = """\
  - {id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}
  - {id: sah, activity: Mengesahkan, role: kasi, inputs: [Berkas], time: 5 menit, output: Surat, not_same_person_as: [terima]}
"""


def test_a_substitute_who_is_the_four_eyes_partner_is_refused_by_name(office: Office) -> None:
    put_in_force(office.database, definition("surat", steps=FOUR_EYES, version=2))
    case = office.open()
    office.complete(case, "terima", RINI)
    away(office, HESTI, "rini")

    with pytest.raises(FourEyes) as refusal:
        office.complete(case, "sah", replace(RINI, role=HESTI.role))

    assert "rini did terima" in str(refusal.value)
    assert "Standing in for hesti does not change who acts" in refusal.value.hint
