"""An author submits, somebody else approves: who may, what comes into force, what is refused."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import LETTER, MONDAY, REGISTERS, Office, an_office, definition, sqlite_url

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, AddUnit, GrantAssignment
from engine.core.errors import AlreadySo, DutyMissing, InputRefused, NotFound, SopInvalid
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.text import Text
from engine.service import submissions
from engine.service.catalogue import VersionPublished, read_definition, show_sop
from engine.service.directory import change
from engine.service.signatures import (
    ApproverMissing,
    AuthorApproves,
    Signatures,
    publish_signed,
)
from engine.service.submissions import Submission

SURAT = SopId("surat")
SECOND = definition("surat", version=2)
OTHERWISE = definition("surat", steps=LETTER.replace("15 menit", "20 menit"), version=2)
DINAS = UnitId("dinas")
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return migrated_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def unfounded(url: str) -> Iterator[Office]:
    with an_office(url) as made:
        yield made


@pytest.fixture
def office(unfounded: Office) -> Office:
    """Umi writes and Ratna approves at the top, Joko approves elsewhere; Wati audits."""
    for unit, parent in (("kabupaten", None), ("dinas", "kabupaten"), ("kecamatan", "kabupaten")):
        hangs = None if parent is None else UnitId(parent)
        change(
            unfounded.database,
            AddUnit(by=SYSTEM, unit=UnitId(unit), title=Text(id=unit), parent=hangs),
            at=MONDAY,
        )
    for person, duty, unit in (
        ("umi", Duty.AUTHOR, "kabupaten"),
        ("ratna", Duty.APPROVER, "kabupaten"),
        ("ratna", Duty.AUTHOR, "dinas"),
        ("joko", Duty.APPROVER, "kecamatan"),
        ("wati", Duty.AUDITOR, "kabupaten"),
        ("budi", "loket", "dinas"),
    ):
        enrol(unfounded, person, duty, unit)
    return unfounded


def enrol(office: Office, person: str, role: str, unit: str) -> None:
    known = PersonId(person)
    with suppress(AlreadySo):
        change(office.database, AddPerson(by=SYSTEM, person=known, name=person), at=MONDAY)
    grant = GrantAssignment(by=SYSTEM, person=known, role=RoleId(role), unit=UnitId(unit))
    change(office.database, grant, at=MONDAY)


def by(person: str) -> Actor:
    return Actor(person=PersonId(person), via="test")


def submit(office: Office, who: str = "umi", text: str = SECOND, **more: str) -> Submission:
    return submissions.submit(
        office.database, text, registers=REGISTERS, by=by(who), at=MONDAY, **more
    )


def approve(office: Office, submission: Submission, who: str = "ratna") -> Submission:
    return submissions.approve(office.database, submission.id, by=by(who), at=LATER)


def refuse(
    office: Office, submission: Submission, who: str = "ratna", reason: str = "Waktu kurang"
) -> Submission:
    return submissions.refuse(office.database, submission.id, by=by(who), at=LATER, reason=reason)


def listed(office: Office, *, decided: bool = False, viewer: str | None = None) -> list[str]:
    found = submissions.list_submissions(
        office.database,
        decided=decided,
        viewer=None if viewer is None else PersonId(viewer),
        at=LATER,
    )
    return [one.id for one in found]


def test_what_somebody_else_approves_comes_into_force_with_both_names(office: Office) -> None:
    waiting = submit(office, note="Sesuai Perbup 12/2026")
    assert show_sop(office.database, SURAT).version == 1

    approved = approve(office, waiting)

    in_force = show_sop(office.database, SURAT)
    assert (in_force.version, in_force.author, in_force.published_by) == (2, "umi", "ratna")
    assert in_force.published_at == LATER
    assert read_definition(office.database, SURAT, 2) == SECOND
    assert (waiting.status, waiting.note) == ("waiting", "Sesuai Perbup 12/2026")
    assert (approved.status, approved.decided_by, approved.decided_at) == (
        "approved",
        "ratna",
        LATER,
    )
    assert submissions.show_submission(office.database, waiting.id, at=LATER) == approved
    assert listed(office) == []
    assert listed(office, decided=True) == [waiting.id]


def test_nobody_approves_what_they_wrote(office: Office) -> None:
    enrol(office, "umi", Duty.APPROVER, "kabupaten")
    waiting = submit(office)

    with pytest.raises(AuthorApproves, match="umi wrote surat version 2"):
        approve(office, waiting, "umi")


def test_whoever_had_a_hand_in_a_version_does_not_approve_it(office: Office) -> None:
    refuse(office, submit(office, "ratna"), "ratna", "Belum selesai")
    waiting = submit(office, "umi", OTHERWISE)

    with pytest.raises(AuthorApproves, match="ratna wrote"):
        approve(office, waiting)


def test_authors_and_approvers_hold_their_duty_in_the_unit_or_above(office: Office) -> None:
    with pytest.raises(DutyMissing, match="budi does not hold the duty alur:author for dinas"):
        submit(office, "budi")
    with pytest.raises(DutyMissing):
        submit(office, "joko")
    waiting = submit(office)
    with pytest.raises(DutyMissing, match="alur:approver for dinas"):
        approve(office, waiting, "wati")
    with pytest.raises(DutyMissing):
        refuse(office, waiting, "wati")
    assert listed(office) == [waiting.id]


def test_a_definition_with_errors_is_not_submitted(office: Office) -> None:
    with pytest.raises(SopInvalid):
        submit(office, text=SECOND.replace("role: kasi", "role: kepala"))


def test_what_is_published_is_not_submitted(office: Office) -> None:
    with pytest.raises(AlreadySo, match="surat version 1 is published already"):
        submit(office, text=definition("surat"))
    with pytest.raises(VersionPublished):
        submit(office, text=OTHERWISE.replace("version: 2", "version: 1"))


def test_the_same_waits_once_and_a_better_one_takes_its_place(office: Office) -> None:
    first = submit(office)
    with pytest.raises(AlreadySo, match=f"waits for approval already, as {first.id}"):
        submit(office, "ratna")
    theirs = submit(office, "ratna", OTHERWISE)
    third = submit(office, text=SECOND.replace("1/surat", "9/surat"))

    assert set(listed(office)) == {theirs.id, third.id}
    replaced = submissions.show_submission(office.database, first.id, at=LATER)
    assert (replaced.status, replaced.decided_by) == ("replaced", "umi")
    with pytest.raises(AlreadySo, match="It was replaced by umi at"):
        approve(office, first)


def test_of_two_that_wait_as_one_version_one_comes_into_force(office: Office) -> None:
    enrol(office, "dewi", Duty.APPROVER, "dinas")
    first, second = submit(office), submit(office, "ratna", OTHERWISE)
    approve(office, first, "dewi")

    with pytest.raises(VersionPublished):
        approve(office, second, "dewi")
    assert refuse(office, second, "dewi").status == "refused"


def test_a_refusal_says_why_and_an_author_takes_it_back(office: Office) -> None:
    waiting = submit(office)
    with pytest.raises(InputRefused, match="reason: must be given"):
        refuse(office, waiting, reason=" ")

    refused = refuse(office, waiting)
    taken_back = refuse(office, submit(office), "umi", "Salah unggah")

    assert (refused.status, refused.reason) == ("refused", "Waktu kurang")
    assert taken_back.status == "withdrawn"
    with pytest.raises(AlreadySo, match="It was refused by ratna at 2026-11-23T02:00:00"):
        refuse(office, waiting)


def test_what_holds_only_later_is_approved_then(office: Office) -> None:
    waiting = submit(office, text=SECOND.replace("effective: 2026-02-02", "effective: 2026-12-01"))

    with pytest.raises(InputRefused, match="2026-12-01 lies ahead"):
        approve(office, waiting)


def test_what_is_no_business_of_somebody_is_as_if_it_were_not_there(office: Office) -> None:
    waiting = submit(office)

    seen = [who for who in ("umi", "ratna", "joko", "wati", "budi") if listed(office, viewer=who)]

    assert seen == ["umi", "ratna", "wati"]
    for unknown, who in ((waiting.id, "joko"), (waiting.id, "budi"), ("tidak-ada", "ratna")):
        with pytest.raises(NotFound, match="There is no submission"):
            submissions.approve(office.database, unknown, by=by(who), at=LATER)
        with pytest.raises(NotFound):
            submissions.read_submission(office.database, unknown, viewer=PersonId(who), at=LATER)
    assert submissions.read_submission(office.database, waiting.id, at=LATER) == SECOND


def test_where_nobody_is_known_it_still_takes_two(unfounded: Office) -> None:
    waiting = submit(unfounded, "siapa", text=SECOND)

    with pytest.raises(AuthorApproves):
        approve(unfounded, waiting, "siapa")
    assert listed(unfounded, viewer="lain") == [waiting.id]
    approve(unfounded, waiting, "lain")
    assert show_sop(unfounded.database, SURAT).author == "siapa"


def sign(office: Office, author: str, approver: str | None) -> None:
    signed = Signatures(
        by=by(author), approved_by=None if approver is None else by(approver), at=MONDAY
    )
    publish_signed(office.database, SECOND, registers=REGISTERS, signatures=signed)


def test_publishing_at_once_takes_two_signatures_where_people_are_known(office: Office) -> None:
    for author, approver, why in (
        ("umi", None, ApproverMissing),
        ("ratna", "ratna", AuthorApproves),
        ("budi", "ratna", DutyMissing),
        ("umi", "joko", DutyMissing),
    ):
        with pytest.raises(why):
            sign(office, author, approver)

    sign(office, "umi", "ratna")

    in_force = show_sop(office.database, SURAT)
    assert (in_force.version, in_force.author, in_force.published_by) == (2, "umi", "ratna")


def test_publishing_at_once_takes_one_where_nobody_is_known(unfounded: Office) -> None:
    sign(unfounded, "umi", None)

    in_force = show_sop(unfounded.database, SURAT)
    assert (in_force.version, in_force.author, in_force.published_by) == (2, None, "umi")


def test_a_second_hand_in_a_version_counts_when_publishing_at_once_too(office: Office) -> None:
    submit(office, "ratna")

    with pytest.raises(AuthorApproves):
        sign(office, "umi", "ratna")
