"""Whether one case is whole, told at once; what other hands did to it is named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from offices import RINI, Office, an_office, sqlite_url
from vouching import take

from engine.core.commands import Comment
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.verdicts import Doubt
from engine.service import ledger
from engine.service.case_proof import CaseProof, prove_case
from engine.service.database import connect

FORGED = (
    "UPDATE case_event SET body = CAST(replace(CAST(body AS TEXT), 'rini', 'rina') AS BLOB)"
    " WHERE case_id = ?1 AND seq = 2"
)
OTHER_ZEROED = (
    "UPDATE ledger_entry SET hash = zeroblob(32)"
    " WHERE stream NOT LIKE 'case/%' AND position = 0 AND ?1 != ''"
)
"""The first entry of the ledger, which is of no case."""
OTHER_GONE = "DELETE FROM ledger_entry WHERE position = 0 AND ?1 != ''"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proved")


@pytest.fixture(scope="module")
def office(place: Path) -> Iterator[Office]:
    with an_office(sqlite_url(place)) as made:
        yield made


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    """Three events below a checkpoint, one in the ledger beyond it, one that waits for a number."""
    made = office.open()
    unsigned = prove_case(office.database, made)
    assert (unsigned.checkpoint, unsigned.covered, unsigned.listed) == (None, 0, 0)
    assert unsigned.is_whole
    take(office)
    office.do(Comment(case=made, by=RINI, text="Belum bernomor"))
    return made


@contextmanager
def changed(place: Path, statement: str, *given: object) -> Iterator[None]:
    """The database as it is after a statement by other hands, and as it was before afterwards."""
    file = place / "alur.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as kept:
        dump = sqlite3.connect(":memory:")
        kept.backup(dump)
        for (name,) in kept.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            kept.execute(f"DROP TRIGGER {name}")
        kept.execute(statement, given)
    try:
        yield
    finally:
        with closing(sqlite3.connect(file)) as back:
            dump.backup(back)
        dump.close()


def found(proof: CaseProof) -> set[tuple[int, Doubt]]:
    return {(one.seq, one.code) for one in proof.findings}


def test_what_nobody_touched_is_whole_and_says_how_far_it_is_vouched_for(
    office: Office, case: CaseId
) -> None:
    proof = prove_case(office.database, case)

    assert proof.is_whole, proof.findings
    assert proof.checkpoint is not None
    assert (proof.events, proof.listed, proof.covered) == (
        proof.listed + 1,
        proof.covered,
        proof.listed,
    )


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (FORGED, Doubt.HASH_DIFFERS),
        (
            "UPDATE ledger_entry SET hash = zeroblob(32) WHERE stream = 'case/' || ?1 AND seq = 2",
            Doubt.LISTED_OTHERWISE,
        ),
        (OTHER_ZEROED, Doubt.LISTED_OTHERWISE),
        (OTHER_GONE, Doubt.LISTED_OTHERWISE),
        ('UPDATE "case" SET head = zeroblob(32) WHERE id = ?1', Doubt.HEAD_DIFFERS),
    ],
)
def test_what_other_hands_did_is_named(
    office: Office, case: CaseId, place: Path, statement: str, code: Doubt
) -> None:
    with changed(place, statement, case):
        proof = prove_case(office.database, case)

    assert not proof.is_whole
    assert code in {one for _, one in found(proof)}
    assert prove_case(office.database, case).is_whole


def test_an_entry_that_is_no_hash_proves_nothing(office: Office, case: CaseId, place: Path) -> None:
    spoiled = "UPDATE ledger_entry SET hash = 'x' WHERE stream = 'case/' || ?1 AND seq = 1"
    with changed(place, spoiled, case):
        proof = prove_case(office.database, case)

    assert proof.covered == 0
    assert {(1, Doubt.LISTED_OTHERWISE), (2, Doubt.LISTED_OTHERWISE)} <= found(proof)


@pytest.mark.usefixtures("office")
def test_an_sop_that_is_gone_is_named(case: CaseId, place: Path) -> None:
    with (
        changed(place, "DELETE FROM sop_version WHERE ?1 != ''", case),
        connect(sqlite_url(place)) as afresh,
    ):
        proof = prove_case(afresh, case)

    assert Doubt.SOP_MISSING in {code for _, code in found(proof)}


def test_a_checkpoint_that_no_known_key_signed_covers_nothing(
    office: Office, case: CaseId, place: Path
) -> None:
    with changed(place, "DELETE FROM verifier_key WHERE ?1 != ''", case):
        proof = prove_case(office.database, case)
    assert proof.covered == 0
    assert not proof.is_whole


def test_what_was_added_after_the_checkpoint_is_listed_and_not_yet_covered(
    office: Office, case: CaseId
) -> None:
    ledger.sequence(office.database)
    proof = prove_case(office.database, case)
    assert (proof.events, proof.listed, proof.covered) == (
        proof.listed,
        proof.covered + 1,
        proof.listed - 1,
    )
    assert proof.is_whole


def test_a_case_that_is_none_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        prove_case(office.database, CaseId("tiada"))
