"""Logs of other systems over HTTP: told as JSON, bounded, refused in words."""

import json
from collections.abc import Iterator

import pytest
from builders_calendar import FILE
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from serving import RINI, api_in

from api.app import openapi_document
from api.routes.logs import MOST_ROWS

DOCUMENT = json.loads(openapi_document())
ROWS = [
    {"case": "B-1", "step": "pengajuan", "at": "2026-11-23T08:00:00+07:00", "role": "pemohon"},
    {
        "case": "B-1",
        "step": "Memeriksa kelengkapan",
        "at": "2026-11-23T08:30:00+07:00",
        "role": "Kasi Pelayanan",
        "person": "hesti",
    },
    {"case": "B-2", "step": "pengajuan", "at": "2026-11-23T08:00:00+07:00"},
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with the library's calendars in force, the SOP's own among them."""
    with api_in(tmp_path_factory.mktemp("logs")) as client:
        text = FILE.read_text(encoding="utf-8").replace("kantor-wib", "kantor")
        body = {"text": text, "reason": "Baru"}
        assert client.post("/calendars/apply", headers=RINI, json=body).status_code == 200
        yield client


def check(server: TestClient, **more: object) -> dict[str, object]:
    answered = server.post("/logs/check", headers=RINI, json=asked(**more))
    assert answered.status_code == 200, answered.text
    told: dict[str, object] = answered.json()
    schema = {"$ref": "#/components/schemas/LogAnswer", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(told)
    return told


def asked(**more: object) -> dict[str, object]:
    return {"sop": "surat-uji", "rows": ROWS} | more


def test_a_log_is_told_with_counts_and_sentences(server: TestClient) -> None:
    told = check(server)

    assert told["calendar"] == "kantor/1"
    assert (told["rows"], told["cases"], told["fitting"], told["departing"]) == (3, 2, 2, 1)
    assert told["by_kind"] == {"wrong_role": 1, "late_step": 1}
    (case,) = told["items"]  # type: ignore[misc]
    sentences = [one["sentence"] for one in case["deviations"]]  # type: ignore[call-overload]
    assert sentences[1]["id"].startswith("Langkah 2 “Memeriksa kelengkapan” terlambat (waktu baku")
    assert "due 23 November 2026 08:15 WIB" in sentences[1]["en"]


def test_time_may_be_left_out(server: TestClient) -> None:
    told = check(server, time=False)

    assert (told["calendar"], told["by_kind"]) == (None, {"wrong_role": 1})


def test_another_version_and_calendar_may_be_named(server: TestClient) -> None:
    assert check(server, version=1, calendar="puskesmas-wib")["calendar"] == "puskesmas-wib/1"


def test_completed_cases_are_asked_for_their_end(server: TestClient) -> None:
    one, every = check(server, completed=["B-2"]), check(server, completed="all")

    assert one["by_kind"]["skipped"] == 4  # type: ignore[index]
    assert every["by_kind"]["skipped"] == 7  # type: ignore[index]


def test_unfinished_cases_go_on_until_the_instant_asked_for(server: TestClient) -> None:
    told = check(server, at="2027-02-01T08:00:00+07:00", shown=0)

    assert told["items"] == []
    assert told["departing"] == 1


def test_an_empty_log_shows_nothing(server: TestClient) -> None:
    assert check(server, rows=[])["cases"] == 0


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"sop": "tidak-ada"}, 404, ""),
        ({"version": 9}, 404, ""),
        ({"calendar": "tidak-ada"}, 404, ""),
        ({"rows": [ROWS[0] | {"at": "2026-11-23T08:00:00"}]}, 422, "rows.0.at"),
        ({"rows": [ROWS[0] | {"at": "0001-01-01T00:00:00+14:00"}]}, 422, "rows.0.at"),
        ({"rows": [ROWS[0] | {"case": " "}]}, 422, "rows.0.case"),
        ({"rows": [ROWS[0] | {"lain": "x"}]}, 422, "rows.0.lain"),
        ({"rows": [ROWS[0]] * (MOST_ROWS + 1)}, 422, "rows"),
        ({"completed": "some"}, 422, "completed.literal['all']"),
        ({"at": "2026-11-23T08:10:00+07:00"}, 422, "instants"),
        ({"shown": 1001}, 422, "shown"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_place(server, wrong, status, field) -> None:
    answered = server.post("/logs/check", headers=RINI, json=asked(**wrong))

    assert answered.status_code == status, answered.text
    assert not field or field in answered.json()["problems"]


def test_rows_without_an_end_in_sight_are_refused_by_the_calendar(server: TestClient) -> None:
    old = ROWS[0] | {"at": "1900-01-02T08:00:00+07:00"}

    answered = server.post("/logs/check", headers=RINI, json=asked(rows=[old, ROWS[1]]))

    assert answered.status_code == 422, answered.text


TEXTS = st.text(max_size=8) | st.sampled_from(["pengajuan", "periksa", "\x00", "loket", "all"])
INSTANTS = st.datetimes().map(lambda at: f"{at.isoformat()}Z") | TEXTS
JUNK = st.none() | st.booleans() | st.integers() | TEXTS
LINES = st.fixed_dictionaries(
    {"case": TEXTS | JUNK, "step": TEXTS, "at": INSTANTS},
    optional={"role": TEXTS, "person": JUNK, "lain": JUNK},
)


@given(
    st.lists(LINES, max_size=4) | JUNK,
    st.dictionaries(st.sampled_from(["completed", "at", "time", "shown", "calendar"]), JUNK),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_told_or_refused_in_words(server, rows, more) -> None:
    answered = server.post("/logs/check", headers=RINI, json=asked(rows=rows, **more))

    assert answered.status_code in {200, 404, 422}, answered.text
    assert answered.json()
