"""Who asks: tokens, sessions, and what a page of another site cannot do in somebody's name."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from founded import NOON, Government, a_government

from api.access_table import Kind, person_of
from api.identity import CSRF_HEADER, csrf_token
from engine.core.commands import SYSTEM
from engine.core.directory_commands import LetGo
from engine.service import sessions, tokens
from engine.service.directory import change
from engine.service.tokens import Scope

OFFICER = person_of(Kind.OFFICER)
COMMENT = {"text": "Halo"}


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    with a_government(tmp_path_factory.mktemp("identity")) as made:
        yield made


@pytest.fixture
def address(government: Government) -> str:
    return f"/api/v1/cases/{government.case}/comment"


def test_nobody_is_told_how_to_say_who_they_are(government: Government) -> None:
    answered = government.client().get("/api/v1/cases")

    assert answered.status_code == 401
    assert answered.headers["www-authenticate"] == 'Bearer realm="alur"'
    assert answered.json()["code"] == "not-signed-in"
    assert "Bearer" in answered.json()["hint"]


def test_what_nobody_may_is_refused_before_anything_is_looked_at(government: Government) -> None:
    answered = government.client().post("/api/v1/cases/zzzz/comment", json={"wrong": 1})

    assert answered.status_code == 401


def test_a_browser_acts_with_its_session_from_a_page_of_ours(
    government: Government, address: str
) -> None:
    client = government.signed_in(OFFICER)

    answered = client.post(address, json=COMMENT, headers={"Origin": "http://localhost"})

    assert answered.status_code == 200, answered.text
    assert answered.json()["events"][0]["by"] == {
        "person": OFFICER,
        "role": "loket",
        "unit": "kecamatan",
        "acting_for": None,
        "via": "api",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {CSRF_HEADER: ""},
        {CSRF_HEADER: "0" * 64},
        {CSRF_HEADER: "é"},
    ],
)
def test_a_page_of_another_site_cannot_act_in_somebodys_name(
    government: Government, address: str, headers: dict[str, str]
) -> None:
    client = government.signed_in(OFFICER)
    raw = {name: value.encode() for name, value in headers.items()}

    answered = client.post(address, json=COMMENT, headers=raw)

    assert (answered.status_code, answered.json()["code"]) == (403, "cross-site")


def test_the_token_of_a_form_counts_for_one_session_only(
    government: Government, address: str
) -> None:
    _, other = sessions.begin(government.database, OFFICER, at=NOON)
    client = government.signed_in(OFFICER)

    foreign = {CSRF_HEADER: csrf_token(government.database, other.handle)}

    assert client.post(address, json=COMMENT, headers=foreign).status_code == 403


def test_reading_needs_no_token_of_a_form(government: Government) -> None:
    client = government.signed_in(OFFICER)
    del client.headers[CSRF_HEADER]

    assert client.get("/api/v1/cases").status_code == 200


def test_over_https_only_the_cookie_with_the_prefix_counts(government: Government) -> None:
    secret, _ = sessions.begin(government.database, OFFICER, at=NOON)
    client = government.client()
    client.base_url = "https://localhost"

    client.cookies.set("alur", secret)
    assert client.get("/api/v1/cases").status_code == 401
    client.cookies.set("__Host-alur", secret)
    assert client.get("/api/v1/cases").status_code == 200


@pytest.mark.parametrize(
    ("age", "why"),
    [(timedelta(hours=1), "idle"), (timedelta(hours=13), "age")],
)
def test_a_session_that_is_over_says_why(government: Government, age: timedelta, why: str) -> None:
    secret, _ = sessions.begin(government.database, OFFICER, at=NOON - age)
    client = government.client()
    client.cookies.set("alur", secret)

    answered = client.get("/api/v1/cases")

    assert (answered.status_code, answered.json()["code"]) == (401, "session-ended")
    assert why in answered.json()["detail"]


def test_a_session_that_was_made_up_lets_nobody_in(government: Government) -> None:
    client = government.client()
    client.cookies.set("alur", "x" * 43)

    assert client.get("/api/v1/cases").json()["code"] == "session-ended"


@pytest.mark.parametrize("stage", ["code", "password"])
def test_who_is_only_half_signed_in_sees_nothing(government: Government, stage: str) -> None:
    client = government.signed_in(OFFICER, stage=stage)

    answered = client.get("/api/v1/cases")

    assert answered.status_code == 401
    assert "not complete" in answered.json()["detail"]
    assert client.get("/api/v1/people/me").status_code == 401


@pytest.mark.parametrize(
    "authorization",
    ["Bearer alur_wrong", "Bearer ", "Basic YTpi", "alur_wrong", "Bearer \x80"],
)
def test_a_token_that_does_not_count_lets_nobody_in(
    government: Government, authorization: str
) -> None:
    headers = {"Authorization": authorization.encode("latin-1")}

    answered = government.client().get("/api/v1/cases", headers=headers)

    assert answered.status_code == 401
    assert answered.headers["www-authenticate"].startswith("Bearer")


def test_of_two_tokens_neither_is_believed(government: Government) -> None:
    client = government.bearing(Kind.OFFICER, frozenset({Scope.READ}))
    mine = client.headers.pop("authorization")

    answered = client.get("/api/v1/cases", headers=[("Authorization", mine)] * 2)

    assert answered.status_code == 401


@pytest.mark.parametrize(
    ("scope", "read", "acted", "administered", "figures"),
    [
        (Scope.READ, 200, 403, 200, 403),
        (Scope.ACT, 403, 403, 403, 403),
        (Scope.ADMINISTER, 403, 403, 403, 403),
        (Scope.METRICS, 403, 403, 403, 403),
    ],
)
def test_a_token_does_only_what_it_was_issued_for(  # noqa: PLR0913, PLR0917  # a table
    government: Government,
    address: str,
    scope: Scope,
    read: int,
    acted: int,
    administered: int,
    figures: int,
) -> None:
    client = government.bearing(Kind.ADMINISTRATOR, frozenset({scope}))

    assert client.get("/api/v1/tally").status_code == read
    assert client.get("/api/v1/people").status_code == administered
    assert client.get("/metrics").status_code == figures
    if scope is not Scope.ACT:
        answered = client.post(address, json=COMMENT)
        assert (answered.status_code, answered.json()["code"]) == (acted, "scope-missing")


def test_a_token_acts_as_its_person_and_needs_no_token_of_a_form(
    government: Government, address: str
) -> None:
    client = government.bearing(Kind.OFFICER, frozenset({Scope.ACT}))

    answered = client.post(address, json=COMMENT, headers={"Origin": "http://elsewhere.example"})

    assert answered.json()["events"][0]["by"]["person"] == OFFICER


def test_a_token_never_changes_the_account_it_belongs_to(government: Government) -> None:
    client = government.bearing(Kind.OFFICER, frozenset({Scope.READ, Scope.ACT}))
    leave = {"until": "2027-01-01T00:00:00+07:00"}

    answered = client.post(f"/api/v1/people/{OFFICER}/absences", json=leave)

    assert (answered.status_code, answered.json()["code"]) == (403, "scope-missing")


def test_pages_take_sessions_only(government: Government) -> None:
    client = government.bearing(Kind.OFFICER, frozenset({Scope.READ}))

    assert client.get("/").status_code == 403
    assert government.signed_in(OFFICER).get("/").status_code == 200


def test_a_token_revoked_is_refused_at_once(government: Government) -> None:
    client = government.bearing(Kind.SUPERVISOR, frozenset({Scope.READ}))
    supervisor = person_of(Kind.SUPERVISOR)
    (token,) = tokens.list_of(government.database, supervisor)
    assert client.get("/api/v1/cases").status_code == 200

    tokens.revoke(government.database, supervisor, token.handle, by=supervisor, at=NOON)

    assert client.get("/api/v1/cases").json()["code"] == "token-refused"


def test_who_works_here_no_more_is_refused_at_once(government: Government) -> None:
    author = person_of(Kind.AUTHOR)
    client = government.signed_in(author)
    assert client.get("/api/v1/cases").status_code == 200

    change(government.database, LetGo(by=SYSTEM, person=author), at=NOON)

    answered = client.get("/api/v1/cases")
    assert (answered.status_code, answered.json()["code"]) == (401, "session-ended")


def test_a_role_that_was_not_given_is_refused(government: Government, address: str) -> None:
    client = government.signed_in(OFFICER)

    answered = client.post(address, json=COMMENT, headers={"Alur-Role": "kasi"})

    assert (answered.status_code, answered.json()["code"]) == (403, "no-standing")
