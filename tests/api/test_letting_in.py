"""How the interface answers whoever is not let in: what to bring, or when to come back."""

from datetime import timedelta

import pytest
from builders import MONDAY

from api.errors import headers_of, problem_of
from engine.core.errors import (
    AlurError,
    CodeRefused,
    PasswordRefused,
    SessionEnded,
    TokenRefused,
    TooManyTries,
    WrongCredentials,
)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (WrongCredentials(), 401, "wrong-credentials"),
        (CodeRefused(), 401, "code-refused"),
        (SessionEnded("idle"), 401, "session-ended"),
        (TokenRefused("expired"), 401, "token-refused"),
        (TooManyTries(MONDAY, seconds=60), 429, "too-many-tries"),
        (PasswordRefused("short"), 422, "password-refused"),
    ],
)
def test_each_refusal_has_its_status_and_says_what_to_do(
    error: AlurError, status: int, code: str
) -> None:
    problem = problem_of(error, "/api/v1/x")

    assert (problem.status, problem.code) == (status, code)
    assert problem.hint


def test_who_tried_too_often_is_told_when_to_come_back() -> None:
    until = MONDAY + timedelta(seconds=90)

    assert headers_of(TooManyTries(until, seconds=90))["Retry-After"] == "90"


def test_who_is_not_known_is_told_what_to_bring() -> None:
    assert "Bearer" in headers_of(WrongCredentials())["WWW-Authenticate"]


def test_a_password_that_is_refused_names_its_field() -> None:
    assert set(problem_of(PasswordRefused("common"), "/").problems) == {"password"}
