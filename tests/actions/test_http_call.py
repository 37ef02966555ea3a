"""The action that calls another system."""

import json
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import pytest
from attempts import KEY, an_attempt, an_outside
from hypothesis import given
from hypothesis import strategies as st
from other_system import NAME, PUBLIC, OtherSystem, a_network, another_system

from engine.actions.action import ActionFailure, Outcome
from engine.actions.answers import value_at
from engine.actions.http_call import ACTION, _target, run
from engine.core.action_spec import ParameterKind

URL = f"http://{NAME}"


def call(
    system: OtherSystem, path: str = "/", facts: Mapping[str, str] | None = None, **parameters: str
) -> Outcome:
    network, _ = a_network(PUBLIC)
    attempt = an_attempt(facts, url=f"http://{system.place}{path}", **parameters)
    return run(attempt, an_outside(hosts=frozenset({f"http://{system.place}"})), network=network)


def refusal(url: str, hosts: frozenset[str] = frozenset(), **parameters: str) -> str:
    """Why nothing was even looked up."""
    network, log = a_network()
    with pytest.raises(ActionFailure) as caught:
        run(an_attempt(url=url, **parameters), an_outside(hosts=hosts), network=network)
    assert caught.value.for_good
    assert log == []
    return str(caught.value)


def test_facts_are_sent_as_json_and_a_value_comes_back() -> None:
    with another_system(body=b'{"data": {"nomor": 470.10}}', status=201) as system:
        outcome = call(
            system,
            "/surat/{form.jenis}?oleh={applicant.name}",
            {"form.jenis": "usaha", "form.nama": 'Toko "Maju" {x}\n\\'},
            body='{"nama": "{form.nama}", "berkas": "{case}"}',
            result="data.nomor",
        )

    (asked,) = system.asked
    assert outcome.result == {"status": "201", "value": "470.10"}
    assert set(outcome.result) == set(ACTION.spec.results)
    assert (asked.method, asked.path) == ("POST", "/surat/usaha?oleh=Siti%20Aminah")
    assert asked.headers["Idempotency-Key"] == KEY
    assert json.loads(asked.body) == {
        "nama": 'Toko "Maju" {x}\n\\',
        "berkas": "KEC-2026-0001",
    }
    assert "Maju" not in "".join(outcome.log)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(
        lambda text: not {".", ".."} & set(re.split(r"[/\\;]", text))
    )
)
def test_a_fact_stays_in_its_place_of_the_path(text: str) -> None:
    attempt = an_attempt({"form.x": text}, url=f"{URL}/a/{{form.x}}/b?c={{form.x}}")
    path = urlsplit(_target(attempt, an_outside(hosts=frozenset({URL}))).path)

    assert [unquote(part) for part in path.path.split("/")] == ["", "a", text, "b"]
    assert unquote(path.query.removeprefix("c=")) == text
    assert path.query.count("&") == 0


@pytest.mark.parametrize("fact", ["..", ".", "%2e%2E", "%252e%252e", "x/../y", "..\\x", "..;"])
def test_a_fact_that_leads_upwards_is_refused(fact: str) -> None:
    network, log = a_network()
    with pytest.raises(ActionFailure, match="upwards") as caught:
        run(
            an_attempt({"form.x": fact}, url=f"{URL}/a/{{form.x}}/b"),
            an_outside(hosts=frozenset({URL})),
            network=network,
        )

    assert caught.value.for_good
    assert log == []


@pytest.mark.parametrize("parameter", ["url", "body"])
def test_half_of_a_character_is_an_incident(parameter: str) -> None:
    network, log = a_network()
    words = {"url": f"{URL}/a", "body": "{}"} | {
        parameter: {"url": f"{URL}/{{form.x}}", "body": '{"a": "{form.x}"}'}[parameter]
    }
    with pytest.raises(ActionFailure, match="half of a character") as caught:
        run(
            an_attempt({"form.x": "a\ud800"}, **words),
            an_outside(hosts=frozenset({URL})),
            network=network,
        )

    assert caught.value.for_good
    assert log == []


def test_only_listed_hosts_are_called() -> None:
    told = refusal(f"{URL}/x", frozenset({"lain.go.id"}))

    assert told == (
        f"This installation lets no call go to {URL}. Name it so in ALUR_CALL_HOSTS if it should."
    )


def test_another_port_of_a_listed_host_is_another_place() -> None:
    assert f"{NAME}:8080" in refusal(f"{URL}:8080/x", frozenset({URL}))


@pytest.mark.parametrize(
    ("url", "listed"), [(f"https://{NAME}/x", URL), (f"{URL}/x", NAME), (f"{URL}/x", f"{NAME}:80")]
)
def test_a_bare_name_is_for_https_and_http_is_written_out(url: str, listed: str) -> None:
    assert "lets no call go" in refusal(url, frozenset({listed}))


def test_a_listed_host_may_be_private_only_if_that_is_listed_too() -> None:
    for private, reached in ((frozenset[str](), False), (frozenset({NAME}), True)):
        with another_system() as system:
            places = frozenset({f"http://{system.place}"})
            network, _ = a_network("127.0.0.1")
            attempt = an_attempt(url=f"http://{system.place}/")
            inside = frozenset({system.place}) if private else private
            listed = an_outside(hosts=places, private_hosts=inside)
            if reached:
                assert run(attempt, listed, network=network).result["status"] == "200"
            else:
                with pytest.raises(ActionFailure, match="ALUR_CALL_PRIVATE_HOSTS") as caught:
                    run(attempt, listed, network=network)
                assert caught.value.for_good
            assert bool(system.asked) is reached


def test_an_address_that_is_none_is_refused_without_repeating_it() -> None:
    told = refusal("https://user:rahasia@layanan.test/")

    assert told == "`url` must not hold a user or a password."


def test_a_get_sends_no_body() -> None:
    hosts = frozenset({URL})

    assert "GET" in refusal(f"{URL}/", hosts, method="GET", body="{}")
    with another_system(body=b'["a"]') as system:
        outcome = call(system, method="GET", result="/0")

    assert outcome.result["value"] == "a"
    assert (system.asked[0].method, system.asked[0].body) == ("GET", b"")


def test_a_put_without_a_body_says_that_it_has_none() -> None:
    with another_system() as system:
        outcome = call(system, method="PUT")

    assert outcome.result == {"status": "200", "value": "-"}
    assert system.asked[0].headers["Content-Length"] == "0"
    assert system.asked[0].headers["Content-Type"] is None


def test_a_body_that_is_no_json_is_never_sent() -> None:
    assert "`body`" in refusal(f"{URL}/", frozenset({URL}), body='{"nama": {form.nama}}')


def test_a_refusal_of_the_other_system_is_a_failure() -> None:
    with another_system(status=422) as system, pytest.raises(ActionFailure, match="422"):
        call(system)


VALUES = {
    "data.nomor": "12",
    "/data/nomor": "12",
    "data.rupa.0": "a b",
    "/data/rupa/1": "ya",
    "/a~1b/~0": "x",
    "benar": "tidak",
    "besar": "12345678901234567890.10",
    "/": "kosong",
}
ANSWER = (
    b'{"data": {"nomor": 12, "rupa": [" a\\n b ", true]}, "a/b": {"~": "x"}, "benar": false,'
    b'"besar": 12345678901234567890.10, "": "kosong", "tanpa": null, "panjang": "'
    + b"x" * 501
    + b'", "aneh": "a\\u0000b", "setengah": "\\ud800"}'
)


@pytest.mark.parametrize(("path", "value"), VALUES.items())
def test_a_value_is_found_where_the_path_leads(path: str, value: str) -> None:
    assert value_at(ANSWER, path) == value


@pytest.mark.parametrize(
    "path",
    [
        *("data", "data.rupa", "tanpa", "panjang", "aneh", "setengah"),
        *("data.lain", "data.nomor.x", "data.rupa.2", "data.rupa.-1", "data.rupa.x", "data.rupa.²"),
    ],
)
def test_what_is_no_single_value_of_one_line_is_a_failure(path: str) -> None:
    with pytest.raises(ActionFailure, match="answer has") as caught:
        value_at(ANSWER, path)

    assert caught.value.for_good
    assert path in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b'{"a": NaN}', b"[" * 200_000])
def test_an_answer_that_is_no_json_is_a_failure(body: bytes) -> None:
    with pytest.raises(ActionFailure, match="not JSON"):
        value_at(body, "a")


def test_the_twin_gives_the_same_results_and_calls_nobody() -> None:
    outcome = ACTION.simulate(an_attempt(url="http://nowhere.invalid/"), an_outside())

    assert set(outcome.result) == set(ACTION.spec.results)
    assert all(value.strip() for value in outcome.result.values())


def test_the_definition_is_held_to_its_parameters() -> None:
    kinds = {one.id: one.kind for one in ACTION.spec.parameters}

    assert kinds["url"] is ParameterKind.ADDRESS
    assert kinds["body"] is ParameterKind.JSON
    assert ACTION.spec.outward
