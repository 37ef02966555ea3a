"""Idempotency keys are kept once; numbers of registers have no gaps."""

import threading
from datetime import timedelta

import pytest
from builders import CASE, MONDAY
from msgspec.structs import replace

from engine.core.errors import AlreadySo, VersionConflict
from engine.core.ids import UnitId
from engine.store import receipts
from engine.store.numbers import next_number
from engine.store.rows import ReceiptRow
from engine.store.unit import Store, Unit

RECEIPT = ReceiptRow(
    key="kunci-1",
    digest=b"\x00\xff",
    case=CASE,
    first_seq=4,
    last_seq=6,
    at=MONDAY + timedelta(microseconds=5),
)
KECAMATAN = UnitId("kecamatan")


def number(store: Store, *, register: str = "surat-keluar", year: int = 2026) -> int:
    return store.write(lambda unit: next_number(unit, register, KECAMATAN, year))


def test_a_receipt_is_found_by_its_key(store: Store) -> None:
    store.write(lambda unit: receipts.keep(unit, RECEIPT))

    assert store.read(lambda reader: receipts.find(reader, "kunci-1")) == RECEIPT
    assert store.read(lambda reader: receipts.find(reader, "kunci-2")) is None


def test_a_second_receipt_of_the_same_key_undoes_its_command(store: Store) -> None:
    store.write(lambda unit: receipts.keep(unit, RECEIPT))

    def again(unit: Unit) -> None:
        next_number(unit, "surat-keluar", KECAMATAN, 2026)
        receipts.keep(unit, replace(RECEIPT, digest=b"other"))

    with pytest.raises(VersionConflict):
        store.write(again)

    assert store.read(lambda reader: receipts.find(reader, "kunci-1")) == RECEIPT
    assert number(store) == 1


def test_each_register_of_a_year_counts_from_one(store: Store) -> None:
    assert [number(store) for _ in range(3)] == [1, 2, 3]
    assert number(store, year=2027) == 1
    assert number(store, register="surat-masuk") == 1
    assert number(store) == 4


def test_a_number_whose_command_fails_is_given_out_again(store: Store) -> None:
    def fails(unit: Unit) -> None:
        next_number(unit, "surat-keluar", KECAMATAN, 2026)
        raise AlreadySo("Batal")

    with pytest.raises(AlreadySo):
        store.write(fails)

    assert number(store) == 1


def test_many_that_ask_at_once_get_numbers_without_gap_or_repetition(store: Store) -> None:
    given: list[int] = []

    def ask() -> None:
        given.extend(number(store) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(given) == list(range(1, 61))
