"""A disk without room: writing is refused with 507, reading goes on, and so does work later."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest
from clerk import insist, note
from copies import key_for
from fastapi.testclient import TestClient
from faulted import expect_kept, expect_verified
from identities import let_in
from offices import an_office
from postgres import Cluster
from serving import RINI, Office, clocked, database_in, settings_in
from small_disk import Switch, mounted

from api.app import create_api
from engine.core.errors import StorageFull
from engine.service.backups import Installation, back_up
from engine.service.database import Database, connect
from engine.service.queries import tally
from engine.service.views import Receipt
from engine.store.unit import SqliteStore

pytestmark = pytest.mark.xdist_group("faults-2")

MANY = 3000
"""Notes after which even room that was left over is used up."""


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Iterator[tuple[str, Switch | None]]:
    with mounted(tmp_path / "disk", megabytes=6) as disk:
        url = f"sqlite:///{tmp_path / 'disk' / 'alur.db'}"
        yield url, None if disk is None else (disk.fill, disk.free)


@pytest.fixture
def postgresql_place(tmp_path: Path, cluster: Cluster) -> Iterator[tuple[str, Switch | None]]:
    """The database lies on the small disk, the server's own journal elsewhere."""
    folder = cluster.folder.parent / "small"
    name = f"full_{tmp_path.name.replace('-', '_')[-20:]}"
    with mounted(folder, megabytes=24) as disk:
        cluster.make_folder(folder / "space") if disk else None
        with psycopg.connect(cluster.url.replace("+psycopg", ""), autocommit=True) as server:
            place = f"TABLESPACE {name}" if disk else ""
            if disk:
                server.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}/space'".encode())
            server.execute(f"CREATE DATABASE {name} {place}".encode())
            yield (
                f"{cluster.url.rpartition('/')[0]}/{name}",
                None if disk is None else (disk.fill, disk.free),
            )
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            if disk:
                server.execute(f"DROP TABLESPACE {name}".encode())


def pretended(database: Database) -> Switch:
    """Where nothing can be mounted, the database's own word that there is no room."""
    store = database.store
    if isinstance(store, SqliteStore):
        pages = "PRAGMA max_page_count"
        most = store.write(lambda unit: unit._run(pages, {}).fetchone()[0])
        return (
            lambda: store.write(lambda unit: unit._run(f"{pages} = 1", {}).fetchone()),
            lambda: store.write(lambda unit: unit._run(f"{pages} = {most}", {}).fetchone()),
        )
    refuse = "BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END"
    made = f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$"
    full = "CREATE TRIGGER no_room BEFORE INSERT ON case_event EXECUTE FUNCTION no_room()"

    def tell(*statements: str) -> None:
        for one in statements:
            store.administer(lambda other, one=one: other.exec_driver_sql(one))

    return lambda: tell(made, full), lambda: tell("DROP FUNCTION no_room CASCADE")


def note_many(database: Database, case: str, told: dict[int, Receipt]) -> None:
    for number in range(len(told), MANY):
        told[number] = note(database, case, number)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> tuple[str, Switch | None]:
    found: tuple[str, Switch | None] = request.getfixturevalue(f"{request.param}_place")
    return found


def test_a_full_disk_refuses_writing_lets_read_and_is_forgotten_when_there_is_room(
    place: tuple[str, Switch | None],
) -> None:
    url, found = place
    with an_office(url) as office:
        case, database = office.open(), office.database
        fill, free = found or pretended(database)
        told = {0: note(database, case, 0)}
        fill()

        with pytest.raises(StorageFull):
            note_many(database, case, told)
        assert tally(database).events == 2 + len(told)
        free()

        told[len(told)] = insist(database, case, len(told))
        expect_kept(database, {case: {n: (one.seq, one.head) for n, one in told.items()}})
        expect_verified(database)


def test_who_asks_over_http_is_told_507_and_that_nothing_is_lost(
    sqlite_place: tuple[str, Switch | None],
) -> None:
    url, found = sqlite_place
    folder = Path(url.removeprefix("sqlite:///")).parent
    with database_in(folder) as database:
        fill, free = found or pretended(database)
        app = let_in(clocked(create_api(database, settings_in(folder))))
        with TestClient(app) as client:
            case = Office(client).open()
            fill()
            for _ in range(MANY):
                address = f"/cases/{case}/comment"
                answer = client.post(address, headers=RINI, json={"text": "Penuh"})
                if answer.status_code != HTTPStatus.OK:
                    break
            ready = client.get("/readyz")
            shown = client.get(f"/cases/{case}", headers=RINI)
            free()

            assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
            assert answer.json()["code"] == "storage-full"
            assert "Make room" in answer.json()["hint"]
            assert ready.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            assert shown.status_code == HTTPStatus.OK


def test_a_backup_that_finds_no_room_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'alur.db'}"
    with an_office(url) as office:
        office.open()
    of = Installation(url=url, files=tmp_path / "files", reports=tmp_path / "reports")
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        if disk is None:
            return  # tests/service/test_backups.py says what the system's words become
        disk.fill()

        with pytest.raises(StorageFull, match=r"alur\.zip"):
            back_up(of, disk.folder / "alur.zip", at=office.now)

        assert [one.name for one in disk.folder.iterdir()] == ["ballast"]
    with connect(url, key=key_for(url)) as database:
        assert tally(database).total == 1
