"""Addresses that nobody's page links to, and what they get."""

import logging

import pytest
from page_reading import Page
from serving import Office

from api.deps import database
from engine.core.errors import StoreUnavailable


@pytest.mark.parametrize(
    "query",
    ["path=1", "self=1", "asked=1&request=2", "before=" + "9" * 5000, "sop=" + "a" * 5000, "%00=1"],
)
@pytest.mark.parametrize("address", ["/", "/cases/{case}", "/tidak-ada"])
def test_a_question_that_no_page_asks_is_passed_over(client, office: Office, address, query):
    there = address.replace("{case}", office.open())

    answered = client.get(f"{there}?{query}")

    assert answered.status_code == (404 if address == "/tidak-ada" else 200)
    assert len(answered.content) < 60_000
    Page(answered.text)


@pytest.mark.parametrize("path", ["//evil.example/", "/%2f%2fevil.example", "///evil.example/x"])
def test_no_page_links_to_another_machine(client, path):
    answered = client.get(f"http://localhost{path}")

    assert answered.status_code == 404
    links = Page(answered.text).links
    assert links
    assert not [link for link in links if link.startswith("//") or "://" in link]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/cases", "/api/v1/cases/a%0d%0aX:y"])
def test_what_the_interface_does_not_have_is_told_to_programs(client, path):
    answered = client.get(path)

    assert answered.status_code == 404
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json()["code"] == "not-found"


def test_a_foreign_host_name_is_refused_to_programs_in_their_words(client):
    answered = client.get("/api/v1/cases", headers={"Host": "evil.example"})

    assert answered.status_code == 421
    assert answered.json()["code"] == "misdirected"
    assert answered.headers["x-content-type-options"] == "nosniff"


def test_a_page_without_its_database_says_when_to_come_back_and_the_log_why(client, caplog):
    def gone():
        raise StoreUnavailable("connection to server at 10.0.0.7 failed")

    client.app.dependency_overrides[database] = gone

    with caplog.at_level(logging.WARNING):
        answered = client.get("/")

    assert answered.status_code == 503
    assert int(answered.headers["retry-after"]) > 0
    assert "10.0.0.7" not in answered.text
    assert "10.0.0.7" in caplog.text
