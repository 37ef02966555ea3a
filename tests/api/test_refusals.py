"""Bad requests of every kind get a problem document, and never a traceback."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from serving import NIK, RINI, Office

from api import errors
from api.app import create_api
from api.deps import database
from api.limits import LARGEST_BODY
from engine.core import errors as tree
from engine.core.errors import AlurError, StoreUnavailable
from engine.settings import Settings

GOOD = {"sop": "surat-uji", "applicant": {"name": "Tini"}, "form": {"usaha": "W", "nik": NIK}}
UNKNOWN = "/cases/zzzzzzzzzzzzzzzz"


def assert_problem(answered, status: int) -> dict:
    assert answered.status_code == status, answered.text
    assert answered.headers["content-type"] == "application/problem+json"
    problem = answered.json()
    assert {"type", "title", "status", "detail", "instance", "code"} <= set(problem)
    assert problem["status"] == status
    assert problem["instance"] == answered.request.url.path
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answered.text
    return problem


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", UNKNOWN, 404),
        ("GET", f"{UNKNOWN}/history", 404),
        ("GET", "/cases/%00", 404),
        ("GET", "/cases/" + "a" * 500, 404),
        ("GET", "/cases/..%2f..%2fetc", 404),
        ("GET", "/sops/surat-lain", 404),
        ("GET", "/sops/Surat%20Uji", 404),
        ("GET", "/sops/surat-uji/versions/2", 404),
        ("GET", "/sops/surat-uji/versions/0", 404),
        ("GET", "/sops/surat-uji/versions/satu", 404),
        ("GET", "/sops/surat-lain/versions/1/definition", 404),
        ("GET", "/cases?limit=0", 422),
        ("GET", "/cases?limit=201", 422),
        ("GET", "/cases?limit=banyak", 422),
        ("GET", "/cases?status=setengah", 422),
        ("GET", "/cases?text=%00", 422),
        ("GET", "/cases?text=" + "a" * 101, 422),
        ("GET", "/cases?halaman=2", 422),
        ("GET", "/cases?sop=Surat%20Uji", 422),
        ("GET", "/cases?after=../..", 422),
        ("GET", "/tasks?role=BOS", 422),
        ("GET", "/tasks?unclaimed=mungkin", 422),
        ("DELETE", "/cases", 405),
        ("PUT", UNKNOWN, 405),
    ],
)
def test_a_bad_address_is_refused(client, method, address, status):
    problem = assert_problem(client.request(method, address), status)

    assert ("problems" in problem) == (status == 422)


def test_a_method_that_is_not_served_is_answered_with_those_that_are(client):
    assert client.request("DELETE", "/tally").headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("address", "body"),
    [
        (f"{UNKNOWN}/comment", {"text": "Halo"}),
        (f"{UNKNOWN}/accept", {}),
        (f"{UNKNOWN}/withdraw", {"reason": "Batal."}),
        (f"{UNKNOWN}/tasks/1/claim", {}),
        (f"{UNKNOWN}/tasks/satu/claim", {}),
        (f"{UNKNOWN}/tasks/0/claim", {}),
        (f"{UNKNOWN}/tasks/{2**80}/claim", {}),
        ("/cases", GOOD | {"sop": "surat-lain"}),
        ("/cases", GOOD | {"version": 9}),
    ],
)
def test_acting_on_what_is_not_there_is_refused(client, address, body):
    assert_problem(client.post(address, headers=RINI, json=body), 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sop": None}, "sop"),
        ({"sop": 7}, "sop"),
        ({"sop": "Surat Uji"}, "sop"),
        ({"version": "satu"}, "version"),
        ({"version": 0}, "version"),
        ({"applicant": "Tini"}, "applicant"),
        ({"applicant": {}}, "applicant.name"),
        ({"applicant": {"name": "   "}}, "applicant.name"),
        ({"applicant": {"name": "x" * 201}}, "applicant.name"),
        ({"applicant": {"name": "Ti\x00ni"}}, "applicant.name"),
        ({"applicant": {"name": "Tini", "umur": 40}}, "applicant.umur"),
        ({"form": []}, "form"),
        ({"form": {"usaha": {"a": 1}, "nik": NIK}}, None),
        ({"form": {"usaha": "W\x00", "nik": NIK}}, None),
        ({"form": {"nik": NIK}}, "usaha"),
        ({"form": {"usaha": "W", "nik": "123"}}, "nik"),
        ({"form": {"usaha": "W", "nik": NIK, "luas": -1}}, "luas"),
        ({"form": {"usaha": "W", "nik": NIK, "luas": True}}, "luas"),
        ({"form": {"usaha": "W", "nik": NIK, "luas": 10**40}}, "luas"),
        ({"form": {"usaha": "W", "nik": NIK, "warna": "biru"}}, "warna"),
        ({"requirements": "ktp"}, "requirements"),
        ({"requirements": ["ijazah"]}, "requirements.ijazah"),
        ({"happened_at": "kemarin"}, "happened_at"),
        ({"happened_at": "2026-11-20T09:15:00"}, "happened_at"),
        ({"happened_at": "2026-12-31T09:15:00+07:00"}, "happened_at"),
        ({"warna": "biru"}, "warna"),
    ],
)
def test_what_does_not_fit_is_named_field_by_field(client, change, field):
    problem = assert_problem(client.post("/cases", headers=RINI, json=GOOD | change), 422)

    assert problem["problems"]
    if field is not None:
        assert field in problem["problems"]
    assert client.get("/cases").json()["total"] == 0


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b'{"sop": }',
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 5000,
        b'{"a": "\xc3\x28"}',
        b"NaN",
    ],
)
def test_a_body_that_is_no_json_is_refused(client, text):
    headers = RINI | {"Content-Type": "application/json"}

    assert_problem(client.post("/cases", headers=headers, content=text), 400)


@pytest.mark.parametrize("body", ["[]", "null", '"surat"', "7", '{"sop": "\\ud800"}'])
def test_json_of_another_shape_is_refused(client, body):
    headers = RINI | {"Content-Type": "application/json"}

    assert_problem(client.post("/cases", headers=headers, content=body), 422)


@pytest.mark.parametrize("stated", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_does_not_say_it_is_json_is_refused(client, stated):
    headers = RINI | ({"Content-Type": stated} if stated else {})

    assert_problem(client.post("/cases", headers=headers, content=b'{"sop": "surat-uji"}'), 415)


def test_a_body_beyond_the_limit_is_refused(client):
    headers = RINI | {"Content-Type": "application/json"}
    large = b'"' + b"a" * LARGEST_BODY + b'"'

    refused = client.post("/cases", headers=headers, content=large)

    assert_problem(refused, 413)
    assert refused.headers["connection"] == "close"


def test_a_body_beyond_the_limit_is_refused_without_its_length_too(client):
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 32_768

    headers = RINI | {"Content-Type": "application/json"}

    assert_problem(client.post("/cases", headers=headers, content=pieces()), 413)


def test_a_body_in_pieces_within_the_limit_is_read(client, office: Office):
    case = office.open()
    headers = RINI | {"Content-Type": "application/json; charset=utf-8"}

    answered = client.post(
        f"/cases/{case}/comment", headers=headers, content=iter([b'{"text":', b' "Halo"}'])
    )

    assert answered.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        RINI | {"Alur-Acting-For": "ALUR"},
        RINI | {"Alur-Role": "Petugas Loket"},
        RINI | {"Alur-Unit": "x" * 61},
        RINI | {"Alur-Acting-For": "<b>"},
        RINI | {"Idempotency-Key": "k" * 201},
        RINI | {"Idempotency-Key": "a b"},
        RINI | {"Idempotency-Key": ""},
    ],
)
def test_in_which_role_and_for_whom_must_be_sayable(client, office: Office, headers):
    case = office.open()

    answered = client.post(f"/cases/{case}/comment", headers=headers, json={"text": "Halo"})

    assert_problem(answered, 422)


@pytest.mark.parametrize("role", [None, "kasi", "camat", "pemohon"])
def test_another_role_may_not_do_a_step(client, office: Office, role):
    case = office.open()
    headers = {"Alur-Person": "budi"} | ({"Alur-Role": role} if role else {})

    answered = client.post(
        f"/cases/{case}/tasks/{office.task(case, 'periksa')}/complete",
        headers=headers,
        json={"outcome": "lengkap", "checklist": [1]},
    )

    assert_problem(answered, 403)


def test_a_role_without_the_power_may_not_reject(client, office: Office):
    case = office.open()

    answered = client.post(f"/cases/{case}/reject", headers=RINI, json={"reason": "Palsu."})

    assert assert_problem(answered, 403)["code"] == "power-missing"


def test_a_closed_case_takes_no_more(client, office: Office):
    case = office.open()
    client.post(f"/cases/{case}/withdraw", headers=RINI, json={"reason": "Batal."})

    answered = client.post(f"/cases/{case}/accept", headers=RINI)

    assert assert_problem(answered, 409)["code"] == "case-closed"


def test_a_database_that_is_gone_is_a_503(client):
    def gone():
        raise StoreUnavailable("The database cannot be reached.")

    client.app.dependency_overrides[database] = gone

    assert assert_problem(client.get("/readyz"), 503)["code"] == "store-unavailable"
    assert client.get("/livez").status_code == 200


def test_a_fault_of_ours_says_nothing_about_itself(client):
    def broken():
        raise RuntimeError("secret-of-the-house")

    client.app.dependency_overrides[database] = broken

    answered = client.get("/cases")

    assert_problem(answered, 500)
    assert "secret-of-the-house" not in answered.text


def test_a_status_without_words_of_its_own_has_those_of_http():
    problem = errors.problem_of_status(418, "/here")

    assert (problem.code, problem.title) == ("refused", "I'm a Teapot")


def kinds_of_errors(kind: type[AlurError] = AlurError) -> Iterator[type[AlurError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of_errors(below)


@pytest.mark.parametrize("kind", sorted(set(kinds_of_errors()), key=lambda kind: kind.__name__))
def test_every_error_of_the_tree_has_a_status_and_a_title(kind):
    error = kind.__new__(kind)
    Exception.__init__(error, "said")

    if issubclass(kind, tree.InputRefused):
        error.problems = {}
    if kind is tree.SopInvalid:
        error.findings = ()
    if kind is tree.SopInvalid:
        error.findings = ()
    problem = errors.problem_of(error, "/here")

    assert 400 <= problem.status <= 507
    ours = (tree.StoreError, tree.PluginBroken, tree.TreeNotExtended)
    of_ours = kind is AlurError or issubclass(kind, ours)
    assert (problem.status >= 500) == of_ours
    assert problem.title
    assert problem.title[-1] != "."


def test_the_interface_needs_a_database_for_nothing_but_its_work(tmp_path):
    app = create_api(None, Settings())

    with TestClient(app) as client:
        assert client.get("/openapi.json").status_code == 200
