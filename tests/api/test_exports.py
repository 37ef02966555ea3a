"""Exports over HTTP: for those who oversee and audit, as far as they see, one at a time."""

import csv
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from serving import NIK, Office, api_in, database_in

from api import export_stream
from api.export_stream import ExportUnderWay
from engine.core.errors import StoreUnavailable
from engine.service.database import Database
from engine.service.directory import current
from engine.service.export_order import ExportOrder

READER = {"Alur-Person": "pembaca"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with api_in(tmp_path_factory.mktemp("exports")) as client:
        for _ in range(2):
            Office(client).open()
        yield client


def ask(client: TestClient, kind: str, **wanted: object) -> Response:
    return client.get(f"/exports/{kind}", params=wanted, headers=READER)  # type: ignore[arg-type]


def read(client: TestClient, kind: str, **wanted: object) -> bytes:
    answered = ask(client, kind, **wanted)
    assert answered.status_code == 200, answered.text
    return answered.content


def cases(client: TestClient, **wanted: object) -> list[dict[str, str]]:
    content = read(client, "csv", form="cases", **wanted)
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_every_kind_comes_whole_as_a_file_with_a_name(client: TestClient, tmp_path: Path) -> None:
    xes = ElementTree.fromstring(read(client, "xes"))  # noqa: S314  # our own
    assert len(list(xes.iter("trace"))) == 2
    assert len(json.loads(read(client, "ocel", form="json"))["events"]) > 2
    (tmp_path / "log.sqlite").write_bytes(read(client, "ocel"))
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as log:
        assert log.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(cases(client)) == 2

    headers = ask(client, "csv", bom=True).headers
    assert headers["content-disposition"] == 'attachment; filename="alur-csv-20261123-0802.csv"'
    assert headers["content-type"].startswith("text/csv")
    assert headers["cache-control"] == "no-store"


def test_nothing_personal_goes_over_the_wire(client: TestClient) -> None:
    for kind in ("xes", "ocel", "csv"):
        content = read(client, kind)
        for secret in (NIK, "Tini", "0812", "Warung"):
            assert secret.encode() not in content


def test_cases_are_chosen_by_the_query(client: TestClient) -> None:
    (first, second) = cases(client)
    assert cases(client, sop="surat-uji", unit="kecamatan") == [first, second]
    assert cases(client, opened_from=second["opened_at"]) == [second]
    assert cases(client, opened_before=second["opened_at"]) == [first]
    assert cases(client, only_closed=True) == []
    assert cases(client, sop="lain") == cases(client, unit="lain") == []


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("bpmn", {}),
        ("xes", {"form": "json"}),
        ("csv", {"lain": "1"}),
        ("csv", {"opened_from": "kemarin"}),
        (
            "csv",
            {
                "opened_from": "2026-11-23T08:00:00+07:00",
                "opened_before": "2026-11-23T08:00:00+07:00",
            },
        ),
    ],
)
def test_what_cannot_be_exported_is_refused_before_anything_is_written(
    client: TestClient, kind: str, wanted: dict[str, object]
) -> None:
    answered = ask(client, kind, **wanted)

    assert answered.status_code == (404 if kind == "bpmn" else 422)
    assert answered.json()["code"] in {"not-found", "request-invalid", "input-refused"}


def order(**more: object) -> ExportOrder:
    chosen: dict[str, object] = {
        "kind": "csv",
        "zone": ZoneInfo("Asia/Jakarta"),
        "at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return ExportOrder(**(chosen | more))  # type: ignore[arg-type]


def database_of(client: TestClient) -> Database:
    database: Database = client.app.state.database  # type: ignore[attr-defined]
    return database


def test_one_is_written_at_a_time_and_the_next_is_told_when_to_come_back(
    client: TestClient,
) -> None:
    with export_stream._turn:
        refused = ask(client, "csv")

    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["code"] == "too-many-requests"
    assert ask(client, "csv").status_code == 200


def test_one_that_could_not_begin_leaves_the_turn_to_the_next(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(OSError, match="gone"):
        ExportUnderWay(database_of(client), order())
    monkeypatch.undo()

    assert ask(client, "csv").status_code == 200


def test_where_no_thread_can_be_begun_the_turn_is_left_and_the_file_closed(
    client: TestClient,
) -> None:
    size = threading.stack_size(1 << 45)  # more than any machine gives
    try:
        with pytest.raises(RuntimeError):
            ExportUnderWay(database_of(client), order())
    finally:
        threading.stack_size(size)

    assert ask(client, "csv").status_code == 200


def test_people_stand_in_it_by_pseudonym_unless_ids_are_asked_for(client: TestClient) -> None:
    assert b",rini," not in read(client, "csv")
    assert b",rini," in read(client, "csv", people="id")
    assert read(client, "csv", separator=";").startswith(b"case;sop;")


def test_what_is_sent_as_it_grows_is_what_was_written(client: TestClient) -> None:
    under_way = ExportUnderWay(database_of(client), order())
    under_way.wait()
    whole = b"".join(under_way.parts())
    under_way.leave()

    assert whole == read(client, "csv")


def test_whoever_leaves_stops_the_writing_and_the_next_one_can_begin(client: TestClient) -> None:
    under_way = ExportUnderWay(database_of(client), order(kind="ocel"))
    under_way.leave()
    for thread in threading.enumerate():
        if thread.name == "export":
            thread.join(10)

    assert under_way._file.closed
    assert ask(client, "csv").status_code == 200


def test_what_was_sent_from_one_snapshot_is_never_mixed_with_another(client: TestClient) -> None:
    under_way = ExportUnderWay(database_of(client), order())
    under_way.wait()
    for thread in threading.enumerate():
        if thread.name == "export":
            thread.join(10)

    assert not under_way._tell(1, 2), "the job was begun anew, after something could be sent"
    under_way.leave()


def test_a_failure_before_anything_is_sent_is_a_problem_like_any_other(tmp_path: Path) -> None:
    with database_in(tmp_path) as database:
        current(database)
        database.store.close()
        under_way = ExportUnderWay(database, order())
        with pytest.raises(StoreUnavailable):
            under_way.wait()


def test_a_failure_on_the_way_ends_the_answer_without_its_end(client: TestClient) -> None:
    under_way = ExportUnderWay(database_of(client), order())
    whole = list(under_way.parts())
    under_way._error = StoreUnavailable("gone")
    sent = []
    with pytest.raises(StoreUnavailable):
        sent.extend(under_way.parts())
    under_way.leave()

    assert whole
