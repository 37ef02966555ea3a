"""Whatever is sent to a command, it is carried out or refused in words; it never breaks."""

from collections.abc import Iterator

import pytest
from builders_deviations import late, time_passes
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import HESTI, MORNING, NIK, RINI, Office, api_in

from api.routes import cases, deviations, tasks, times
from engine.core.ids import CaseId
from engine.service.execute import execute

COMMANDS = sorted(
    route.path
    for router in (cases.router, tasks.router, deviations.router, times.router)
    for route in router.routes
    if isinstance(route, APIRoute) and "POST" in route.methods
)
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=20),
        st.sampled_from([NIK, "ya", "2026-11-20T09:15:00+07:00", "0001-01-01T00:00:00+14:00"]),
        st.sampled_from(["lengkap", "kurang", "periksa", "serah", "skip", "reorder", "surat-uji"]),
    ),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        *("sop", "version", "applicant", "form", "requirements", "happened_at", "outcome"),
        *("checklist", "reason", "to", "note", "mode", "step", "result", "text", "lain"),
        *("verdict", "owner", "due", "by", "task", "documents"),
    ]
)
ALMOST = {
    "sop": "surat-uji",
    "applicant": {"name": "Tini"},
    "form": {"usaha": "Warung", "nik": NIK},
    "reason": "Keliru.",
    "text": "Halo",
    "to": "budi",
    "mode": "skip",
    "step": "serah",
    "outcome": "lengkap",
    "checklist": [1],
    "result": {"number": "470/1"},
    "note": "",
    "verdict": "corrective",
    "by": "2 hari kerja",
    "documents": ["KTP-el"],
    "owner": "budi",
    "due": "2999-12-31",
}
"""A value that fits, for every field of every command."""

NEEDED = {
    "/cases": ("sop", "applicant", "form"),
    "comment": ("text",),
    "override": ("mode", "reason"),
    "assign": ("to",),
    "delegate": ("to",),
    "reopen": ("reason", "step"),
    "complete": ("outcome", "checklist"),
    "record": ("reason", "result"),
    "extension": ("by", "reason"),
    "disposition": ("verdict", "reason", "owner", "due"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with api_in(tmp_path_factory.mktemp("fuzz")) as client:
        yield client


@pytest.fixture
def opened(server: TestClient) -> list[str]:
    """A case just opened, one that was checked, and one that is closed."""
    office = Office(server)
    cases = [office.open() for _ in range(3)]
    office.check(cases[1])
    office.finish(cases[2])
    found = time_passes(late(2), case=CaseId(cases[1]))
    execute(server.app.state.database, found, at=MORNING)
    return cases


@pytest.mark.parametrize("path", COMMANDS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), changes=st.dictionaries(FIELDS, JUNK, max_size=3))
def test_a_command_is_done_or_refused_in_words(path, server, opened, data, changes):
    case = data.draw(st.sampled_from(opened))
    address = path.replace("{case}", case)
    address = address.replace("{activation}", str(data.draw(st.integers(1, 8))))
    address = address.replace("{deviation}", data.draw(st.sampled_from(["late_step:2", "x:1"])))
    needed = NEEDED.get(path, NEEDED.get(path.rpartition("/")[2], ("reason",)))
    body = data.draw(
        st.one_of(
            st.just({name: ALMOST[name] for name in needed} | changes), st.just(changes), JUNK
        )
    )

    by = data.draw(st.sampled_from([RINI, HESTI]))
    answered = server.post(address, headers=by, json=body)

    assert answered.status_code < 500, (address, body)
    if answered.status_code >= 400:
        assert answered.headers["content-type"] == "application/problem+json"
        problem = answered.json()
        assert problem["code"]
        assert problem["hint"]
    assert server.get(f"/cases/{case}/history").status_code == 200


@settings(max_examples=60, deadline=None)
@given(body=st.one_of(st.binary(max_size=60), JUNK.map(str).map(str.encode)))
def test_bytes_that_are_no_request_are_refused_in_words(server, body):
    headers = RINI | {"Content-Type": "application/json"}

    answered = server.post("/cases", headers=headers, content=body)

    assert 400 <= answered.status_code < 500
    assert answered.headers["content-type"] == "application/problem+json"
