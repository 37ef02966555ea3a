"""Whatever is added to the truth gets a number of its own, aside from the command that added it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from offices import MONDAY, RINI, Office, an_office, sqlite_url
from postgres import fresh_database
from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import DBAPIError

from engine.core.errors import NotFound
from engine.core.ledger import Entry, entry_bytes, sop_hash
from engine.core.proofs import EMPTY, is_consistent, is_included, leaf_hash, root
from engine.service import ledger
from engine.service.database import Database
from engine.service.ledger import LedgerDamaged
from engine.service.queries import read_history
from engine.store import ledger as kept
from engine.store.tables_ledger import LEDGER_DUE

ENTRIES_AT_FIRST = 4
"""A calendar and three SOPs."""


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path) -> Iterator[Office]:
    is_file = request.param == "sqlite"
    url = (
        sqlite_url(tmp_path) if is_file else fresh_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def all_of(office: Office) -> list[Entry]:
    return office.database.store.read(
        lambda reader: list(kept.entries(reader, first=0, limit=9999))
    )


def root_at(database: Database, size: int) -> bytes:
    return database.store.read(lambda reader: root(size, kept.node(reader)))


def leaf(entry: Entry) -> bytes:
    return leaf_hash(entry_bytes(entry.stream, entry.seq, entry.hash))


def test_what_is_there_is_numbered_once_and_from_nought(office: Office) -> None:
    case = office.open()
    waiting = ledger.count_due(office.database)

    assert ledger.sequence(office.database) == waiting
    assert ledger.sequence(office.database) == 0
    assert ledger.count_due(office.database) == 0

    entries = all_of(office)
    assert [one.position for one in entries] == list(range(waiting))
    names = {(one.stream, one.seq): one.hash for one in entries}
    assert len(names) == len(entries)
    history = read_history(office.database, case)
    assert [names[f"case/{case}", one.recorded.seq].hex() for one in history] == [
        one.hash for one in history
    ]
    assert {"sop/surat", "sop/izin", "sop/jeda", "calendar/kantor"} < {
        one.stream for one in entries
    }


def test_a_command_leaves_its_events_due_and_no_more(office: Office) -> None:
    ledger.sequence(office.database)

    case = office.open()

    assert ledger.count_due(office.database) == len(read_history(office.database, case))
    assert ledger.position_of(office.database, f"case/{case}", 1) is None
    ledger.sequence(office.database)
    assert ledger.position_of(office.database, f"case/{case}", 1) == ENTRIES_AT_FIRST


def test_an_entry_of_an_sop_covers_its_text_and_what_was_compiled_from_it(office: Office) -> None:
    ledger.sequence(office.database)
    position = ledger.position_of(office.database, "sop/surat", 1)
    assert position is not None

    def stored(connection: Connection) -> tuple[str, bytes]:
        found = connection.exec_driver_sql(
            "SELECT text, workflow FROM sop_version WHERE sop = 'surat'"
        ).one()
        return found[0], bytes(found[1])

    text, workflow = office.database.store.administer(stored)
    whole = {"at": MONDAY, "by": RINI.person, "author": None}
    known = ledger.entry_at(office.database, position).hash
    assert known == sop_hash(text, workflow, **whole)
    others = [
        sop_hash(text + " ", workflow, **whole),
        sop_hash(text, workflow + b" ", **whole),
        sop_hash(text, workflow, **whole | {"at": MONDAY + timedelta(seconds=1)}),
        sop_hash(text, workflow, **whole | {"by": "budi"}),
        sop_hash(text, workflow, **whole | {"author": "budi"}),
    ]
    assert len({known, *others}) == 6


def test_every_entry_is_proved_and_the_list_only_ever_grew(office: Office) -> None:
    database = office.database
    ledger.sequence(database)
    before = ledger.size(database)
    for _ in range(150):  # beyond the span of which subtrees are kept
        office.open()
    ledger.sequence(database, batch=100)
    after = ledger.size(database)
    assert after > 256

    top = root_at(database, after)
    entries = all_of(office)
    for at in (0, 1, before, 255, 256, after - 1):
        proof = ledger.prove_inclusion(database, at, after)
        assert is_included(leaf(entries[at]), at, after, proof, top)
        assert not is_included(leaf(entries[at - 1]), at, after, proof, top)
    growth = ledger.prove_consistency(database, before, after)
    assert is_consistent(before, after, growth, root_at(database, before), top)
    assert root_at(database, 0) == EMPTY


def test_the_tree_is_the_same_however_the_numbering_is_cut_up(office: Office) -> None:
    for batch in (1, 3, 255, 256, 1000):
        for _ in range(60):
            office.open()
        ledger.sequence(office.database, batch=batch)

        size = ledger.size(office.database)
        assert root_at(office.database, size) == folded([leaf(one) for one in all_of(office)])


def folded(leaves: list[bytes]) -> bytes:
    """The root by the definition of RFC 6962, and by nothing that is tested."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + folded(leaves[:half]) + folded(leaves[half:])).digest()


def test_several_may_number_at_once(office: Office) -> None:
    for _ in range(20):
        office.open()
    expected = ledger.count_due(office.database)
    done: list[int] = []
    at_once = [
        threading.Thread(target=lambda: done.append(ledger.sequence(office.database, batch=7)))
        for _ in range(4)
    ]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()

    assert sum(done) == expected == ledger.size(office.database)
    assert len({(one.stream, one.seq) for one in all_of(office)}) == expected


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET seq = 9 WHERE position = 0",
        "DELETE FROM ledger_entry WHERE position = 0",
        "UPDATE ledger_node SET number = 7",
        "DELETE FROM ledger_node",
    ],
)
def test_the_list_and_its_tree_refuse_to_be_changed(office: Office, change: str) -> None:
    for _ in range(150):
        office.open()
    ledger.sequence(office.database)

    with pytest.raises(DBAPIError):
        office.database.store.administer(lambda connection: connection.exec_driver_sql(change))


def test_what_is_not_there_is_said_so(office: Office) -> None:
    ledger.sequence(office.database)
    size = ledger.size(office.database)

    assert ledger.position_of(office.database, "case/none", 1) is None
    with pytest.raises(NotFound):
        ledger.entry_at(office.database, size)
    with pytest.raises(LedgerDamaged):
        ledger.prove_consistency(office.database, 1, size + 1)
    with pytest.raises(ValueError, match="no entry"):
        ledger.prove_inclusion(office.database, size, size)


def test_what_was_noted_and_is_gone_gets_no_number_and_stops_nobody(office: Office) -> None:
    ledger.sequence(office.database)
    size = ledger.size(office.database)

    def note(connection: Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO ledger_due (stream, seq) VALUES ('case/none', 1), ('sop/none', 1),"
            " ('calendar/none', 1), ('people', 77), ('elsewhere', 1), ('sop/surat', 1),"
            " ('case/none', 1), ('sop/surat', 1)"
        )

    office.database.store.administer(note)
    case = office.open()

    ledger.sequence(office.database)
    assert ledger.size(office.database) == size + len(read_history(office.database, case))
    assert ledger.count_due(office.database) == 0


def test_what_was_noted_of_an_event_to_come_does_not_take_its_place(office: Office) -> None:
    case = office.open()
    ledger.sequence(office.database)
    following = len(read_history(office.database, case)) + 1

    row = {"stream": f"case/{case}", "seq": following, "hash": bytes(32)}

    def note(connection: Connection) -> None:
        connection.execute(insert(LEDGER_DUE), row)

    office.database.store.administer(note)
    ledger.sequence(office.database)
    office.claim(case, "terima", RINI)
    ledger.sequence(office.database)

    at = ledger.position_of(office.database, f"case/{case}", following)
    assert at is not None
    there = read_history(office.database, case)[following - 1]
    assert ledger.entry_at(office.database, at).hash.hex() == there.hash


def test_an_event_that_was_changed_before_it_had_a_number_gets_none(office: Office) -> None:
    ledger.sequence(office.database)
    case = office.open()

    def forge(connection: Connection) -> None:
        connection.execute(update(LEDGER_DUE).where(LEDGER_DUE.c.seq == 1).values(hash=bytes(32)))

    office.database.store.administer(forge)
    ledger.sequence(office.database)

    assert ledger.position_of(office.database, f"case/{case}", 1) is None
    assert ledger.position_of(office.database, f"case/{case}", 2) is not None
