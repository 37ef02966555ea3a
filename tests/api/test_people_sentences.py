"""What happens to people and their tasks is told in both languages."""

from datetime import timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from builders import MONDAY, human, workflow

from api.glossary import DUTIES, Glossary
from api.present import remark, sentence
from api.present_notices import HANDOVER_CAUSES, reassigned
from api.present_people import ABSENCES, CHANGES, STANDS_IN, UNIT_KINDS, Wording
from engine.core.commands import SYSTEM, Actor
from engine.core.directory import (
    AbsenceReason,
    Assignment,
    Directory,
    Duty,
    Person,
    Substitution,
    UnitKind,
)
from engine.core.directory_events import (
    AssignmentEnded,
    DirectoryEvent,
    DirectoryRecorded,
    PersonLeft,
    SubstitutionEnded,
)
from engine.core.events import (
    Event,
    Recorded,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import (
    ActivationId,
    AssignmentId,
    CaseId,
    PersonId,
    RoleId,
    StepId,
    SubstitutionId,
    UnitId,
)
from engine.core.reassignment import HandoverCause
from engine.core.text import Language

ZONE = ZoneInfo("Asia/Jakarta")
FLOW = workflow(human("periksa"))
HESTI = Actor(person=PersonId("hesti"), role=RoleId("kasi"))
BUDI, RINI = PersonId("budi"), PersonId("rini")
ONE = {"activation": ActivationId(1), "step": StepId("periksa")}


def recorded(event: Event, by: Actor = HESTI) -> Recorded:
    return Recorded(case=CaseId("c"), seq=2, at=MONDAY, by=by, event=event)


def says(event: Event, person: PersonId, language: Language, by: Actor = HESTI) -> str:
    glossary = Glossary(workflow=FLOW, language=language, zone=ZONE)
    return reassigned(recorded(event, by), person, glossary)


def test_every_kind_of_thing_in_the_directory_has_its_words() -> None:
    assert set(DUTIES) == set(Duty)
    assert set(UNIT_KINDS) == set(UnitKind)
    assert set(ABSENCES) == set(AbsenceReason)
    assert set(STANDS_IN) == {"plh", "plt"}
    assert set(HANDOVER_CAUSES) == set(HandoverCause)
    kinds = {str(event.__struct_config__.tag) for event in get_args(DirectoryEvent)}
    assert set(CHANGES) == kinds


@pytest.mark.parametrize("cause", list(HandoverCause))
@pytest.mark.parametrize("language", ["id", "en"])
def test_why_the_system_took_a_task_is_told_in_words_and_not_as_a_code(
    cause: HandoverCause, language: Language
) -> None:
    given = recorded(TaskAssigned(**ONE, to=BUDI, reason=cause.value), SYSTEM)

    told = sentence(given, FLOW, language)

    assert remark(given) == ""
    assert "handover" not in told
    because = HANDOVER_CAUSES[cause][0 if language == "id" else 1]
    assert told.endswith(f"{because}.")
    assert says(given.event, BUDI, language, SYSTEM).endswith(f"{because}.")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (TaskAssigned(**ONE, to=BUDI, reason="Cuti."), "to you. “Cuti.”"),
        (TaskAssigned(**ONE, to=RINI), "passed step 1 “Mengerjakan periksa” on from you to rini."),
        (TaskDelegated(**ONE, to=BUDI), "delegated step 1 “Mengerjakan periksa” to you."),
        (TaskResolved(**ONE, to=BUDI, note="Sudah"), "back to you. “Sudah”"),
        (TaskResolved(**ONE, to=RINI), "took step 1 “Mengerjakan periksa” back from you."),
        (TaskReleased(**ONE), "put step 1 “Mengerjakan periksa” back from you into the queue."),
    ],
)
def test_a_change_of_hands_is_told_to_whoever_it_concerns(event: Event, told: str) -> None:
    assert says(event, BUDI, "en").startswith("hesti (Kasi) ")
    assert says(event, BUDI, "en").endswith(told)
    assert "Anda" in says(event, BUDI, "id")


def test_what_is_no_change_of_hands_is_not_told() -> None:
    assert says(TaskClaimed(**ONE), BUDI, "en") == ""


def test_what_a_person_writes_is_no_cause_of_the_system() -> None:
    assert says(TaskReleased(**ONE, reason="handover:left"), BUDI, "en").endswith("“handover:left”")


def a_directory() -> Directory:
    held = Assignment(
        id=AssignmentId(7), person=RINI, role=RoleId("loket"), unit=UnitId("dinas"), since=MONDAY
    )
    named = Substitution(
        id=SubstitutionId(8),
        kind="plh",
        substitute=BUDI,
        instead_of=RINI,
        role=RoleId("loket"),
        unit=UnitId("dinas"),
        since=MONDAY,
    )
    return Directory(
        people={RINI: Person(id=RINI, name="Rini Astuti")},
        assignments={RINI: (held,)},
        substitutions={BUDI: (named,)},
    )


def test_what_ends_is_named_and_not_only_numbered() -> None:
    wording = Wording(a_directory(), "en", ZONE)

    def told(event: DirectoryEvent) -> str:
        return wording.says(DirectoryRecorded(seq=9, at=MONDAY, by=SYSTEM, event=event))

    until = MONDAY + timedelta(days=1)
    ended = AssignmentEnded(person=RINI, assignment=AssignmentId(7), until=until)
    over = SubstitutionEnded(substitute=BUDI, substitution=SubstitutionId(8), until=until)

    assert told(ended) == (
        "The system ended the role loket of Rini Astuti (rini) on 24 November 2026 08:00 WIB."
    )
    assert told(over) == (
        "The system ended that budi stands in for Rini Astuti (rini) on 24 November 2026 08:00 WIB."
    )
    assert told(PersonLeft(person=RINI, reason="Pensiun.")) == (
        "The system recorded that Rini Astuti (rini) works here no more. “Pensiun.”"
    )
