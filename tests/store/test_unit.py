"""A write is one transaction, a read one snapshot, on both databases."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, insert, select

from engine.core.errors import AlreadySo, InputRefused, StoreUnavailable
from engine.store.prepared import Prepared
from engine.store.tables import REGISTER_NUMBER
from engine.store.unit import PostgresStore, Reader, SqliteStore, Store, Unit, open_store

ADD = Prepared(insert(REGISTER_NUMBER))
COUNT = Prepared(select(func.count()).select_from(REGISTER_NUMBER))
YEARS = Prepared(
    select(REGISTER_NUMBER.c.year)
    .where(REGISTER_NUMBER.c.register_id == bindparam("name"))
    .order_by(REGISTER_NUMBER.c.year)
)


def add(unit: Unit, year: int, *, name: str = "surat", clash: Exception | None = None) -> None:
    row = {"register_id": name, "unit": "kecamatan", "year": year, "last": 1}
    unit.execute(ADD, row, clash=clash)


def count(reader: Reader) -> int:
    return int(reader.rows(COUNT)[0][0])


def test_what_a_job_wrote_is_there_for_everybody_afterwards(store: Store) -> None:
    assert store.write(lambda unit: add(unit, 2026)) is None

    assert store.read(count) == 1
    assert store.read(lambda reader: reader.row(YEARS, {"name": "surat"})) == (2026,)
    assert store.read(lambda reader: reader.row(YEARS, {"name": "masuk"})) is None


def test_a_job_sees_what_it_wrote(store: Store) -> None:
    def job(unit: Unit) -> int:
        add(unit, 2026)
        return count(unit)

    assert store.write(job) == 1


def test_what_a_job_raises_undoes_what_it_wrote_and_reaches_the_caller(store: Store) -> None:
    def job(unit: Unit) -> None:
        add(unit, 2026)
        raise AlreadySo("Begitulah")

    with pytest.raises(AlreadySo, match="Begitulah"):
        store.write(job)

    assert store.read(count) == 0
    store.write(lambda unit: add(unit, 2027))
    assert store.read(count) == 1


def test_a_key_that_exists_is_answered_with_the_error_given_for_it(store: Store) -> None:
    store.write(lambda unit: add(unit, 2026))

    def job(unit: Unit) -> int:
        add(unit, 2027)
        add(unit, 2026, clash=AlreadySo("Sudah ada"))
        return count(unit)

    with pytest.raises(AlreadySo, match="Sudah ada"):
        store.write(job)

    assert store.read(count) == 1


def test_a_key_that_nobody_expected_to_exist_is_a_mistake_and_shows_as_one(store: Store) -> None:
    store.write(lambda unit: add(unit, 2026))

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.write(lambda unit: add(unit, 2026))

    assert store.read(count) == 1


def test_a_read_is_one_snapshot_whatever_is_written_meanwhile(store: Store) -> None:
    store.write(lambda unit: add(unit, 2026))

    def job(reader: Reader) -> tuple[int, int]:
        first = count(reader)
        store.write(lambda unit: add(unit, 2027))
        return first, count(reader)

    assert store.read(job) == (1, 1)
    assert store.read(count) == 2


def test_a_read_cannot_write(store: Store) -> None:
    def job(reader: Reader) -> None:
        assert isinstance(reader, Reader)
        add(Unit(reader._run, reader.dialect), 2026)
        count(reader)

    with pytest.raises(Exception, match=r"(?i)read.?only"):
        store.read(job)

    assert store.read(count) == 0


def test_many_writers_at_once_all_get_their_own_answer(store: Store) -> None:
    answers: dict[int, int] = {}

    def write(year: int) -> None:
        def job(unit: Unit) -> int:
            add(unit, year)
            return year

        answers[year] = store.write(job)

    threads = [threading.Thread(target=write, args=(year,)) for year in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {year: year for year in range(100)}
    assert store.read(count) == 100


def test_a_value_that_cannot_be_kept_is_refused_and_not_a_fault(store: Store) -> None:
    half_a_character = {"name": "\ud800"}

    with pytest.raises(InputRefused):
        store.read(lambda reader: reader.rows(YEARS, half_a_character))
    with pytest.raises(InputRefused):
        store.write(lambda unit: unit.rows(YEARS, half_a_character))
    with pytest.raises(InputRefused):
        store.write(lambda unit: add(unit, 2**80))


def test_a_parameter_that_was_forgotten_is_a_mistake_not_a_null(store: Store) -> None:
    with pytest.raises(Exception, match="name"):
        store.read(lambda reader: reader.rows(YEARS))


def test_a_closed_store_says_so_and_closes_once(store: Store) -> None:
    store.close()
    store.close()

    for use in (
        lambda: store.read(count),
        lambda: store.write(count),
        lambda: store.administer(lambda _: None),
    ):
        with pytest.raises(StoreUnavailable, match="closed"):
            use()


def test_a_store_that_was_never_prepared_cannot_be_used(bare_url: str) -> None:
    store = open_store(bare_url)

    with pytest.raises(StoreUnavailable, match="register_number"):
        store.read(count)
    with pytest.raises(StoreUnavailable, match="register_number"):
        store.write(count)
    store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("mysql://localhost/x", "no store for 'mysql'"),
        ("alur.db", "not a database URL"),
    ],
)
def test_a_url_that_cannot_hold_cases_is_refused_with_what_can(url: str, says: str) -> None:
    with pytest.raises(StoreUnavailable, match=says) as refused:
        open_store(url)

    assert "sqlite:///path/to/file.db" in str(refused.value)


def test_each_url_opens_its_own_kind_of_store(store: Store, url: str) -> None:
    assert isinstance(store, SqliteStore if url.startswith("sqlite") else PostgresStore)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Ini bukan basis data. " * 100)

    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnavailable, match=r"alur\.db"):
        open_store(f"sqlite:///{tmp_path}/file/alur.db")


def test_a_server_that_does_not_answer_is_refused_soon() -> None:
    with pytest.raises(StoreUnavailable):
        open_store("postgresql+psycopg://alur@127.0.0.1:1/nowhere")
