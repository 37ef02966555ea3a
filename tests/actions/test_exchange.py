"""Questions to other systems: where they go, how long they may take, how much may come back."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from other_system import (
    NAME,
    PUBLIC,
    a_network,
    an_odd_system,
    another_system,
    certificate,
)

from engine.actions.action import ActionFailure
from engine.actions.exchange import LARGEST_ANSWER, ask
from engine.actions.network import NETWORK, looked_up
from engine.actions.question import Question, Target, succeeded, target_from

SECRET = "rahasia"  # noqa: S105
Talk = Callable[[socket.socket, Event], None]


def question(port: int, scheme: str = "http", **more: object) -> Question:
    target = target_from(f"{scheme}://{NAME}:{port}/surat?nomor=1")
    return Question(method="POST", target=target, key="alur-1-2", body=b"{}", **more)


def failure(port: int, *answers: str, limit: float = 10, scheme: str = "http") -> ActionFailure:
    network, _ = a_network(*answers, limit=limit)
    with pytest.raises(ActionFailure) as caught:
        ask(question(port, scheme), network)
    return caught.value


def test_it_is_asked_by_name_at_the_address_that_was_looked_up() -> None:
    network, log = a_network(PUBLIC)
    with another_system(body=b'{"nomor": 5}') as system:
        answer = ask(question(system.port, token=SECRET), network)

    (asked,) = system.asked
    assert (answer.status, answer.body) == (200, b'{"nomor": 5}')
    assert log == [f"look up {NAME}", f"dial {PUBLIC}"]
    assert (asked.method, asked.path, asked.body) == ("POST", "/surat?nomor=1", b"{}")
    assert asked.headers["Host"] == system.place
    assert asked.headers["Idempotency-Key"] == "alur-1-2"
    assert asked.headers["Authorization"] == "Bearer rahasia"
    assert asked.headers["Content-Type"] == "application/json"


def test_a_name_that_changes_its_mind_is_not_asked_again() -> None:
    network, log = a_network(PUBLIC, "127.0.0.1")
    with another_system() as system:
        ask(question(system.port), network)

        assert log == [f"look up {NAME}", f"dial {PUBLIC}"]
        with pytest.raises(ActionFailure, match="may not go to") as caught:
            ask(question(system.port), network)

    assert caught.value.for_good
    assert log[2:] == [f"look up {NAME}"]
    assert len(system.asked) == 1


@pytest.mark.parametrize(
    "answers", ["127.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", f"{PUBLIC},10.0.0.1"]
)
def test_nothing_is_dialled_where_one_address_may_not_be_reached(answers: str) -> None:
    network, log = a_network(answers)

    with pytest.raises(ActionFailure, match="ALUR_CALL_PRIVATE_HOSTS") as caught:
        ask(question(80), network)

    assert caught.value.for_good
    assert log == [f"look up {NAME}"]


def test_the_next_address_is_tried_where_one_is_dead() -> None:
    dead = "93.184.215.15"
    network, log = a_network(f"{dead},{PUBLIC}")

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        if address == dead:
            log.append("dead")
            raise ConnectionRefusedError
        return network.dial(address, port, seconds)

    with another_system() as system:
        answer = ask(question(system.port), type(network)(look_up=network.look_up, dial=dial))

    assert answer.status == 200
    assert log == [f"look up {NAME}", "dead", f"dial {PUBLIC}"]


def test_a_dead_system_may_be_asked_again_later() -> None:
    with another_system() as system:
        port = system.port

    problem = failure(port, PUBLIC)

    assert str(problem) == f"{NAME} cannot be reached."
    assert not problem.for_good


def test_a_name_without_an_address_may_get_one_later() -> None:
    assert not failure(80, "").for_good


def test_the_resolver_of_the_machine_knows_this_machine() -> None:
    assert "127.0.0.1" in looked_up("localhost", 80)
    with pytest.raises(ActionFailure, match="cannot be looked up") as caught:
        ask(
            Question(method="GET", target=target_from("http://nowhere.invalid/"), key="1"),
            NETWORK,
        )
    assert not caught.value.for_good


def test_this_machine_is_reached_where_it_may_be() -> None:
    with another_system() as system:
        target = target_from(f"http://127.0.0.1:{system.port}/", private=True)
        answer = ask(Question(method="GET", target=target, key="1"), NETWORK)

    assert answer.status == 200
    assert system.asked[0].headers["Content-Length"] is None


def heard(peer: socket.socket) -> None:
    """Read the question to its end."""
    said = b""
    while not said.endswith(b"{}"):
        said += peer.recv(65536)


def drips(first: bytes, drop: bytes) -> Talk:
    """Twenty seconds of an answer, a little at a time."""

    def talk(peer: socket.socket, over: Event) -> None:
        peer.recv(65536)
        peer.sendall(first)
        for _ in range(400):
            if over.wait(0.05):
                return
            peer.sendall(drop)

    return talk


def keeps_silent(peer: socket.socket, over: Event) -> None:
    over.wait(20)


SLOW: dict[str, tuple[Talk, str]] = {
    "body": (drips(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n", b"x"), "http"),
    "headers": (drips(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"), "http"),
    "answers that go before": (drips(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), "http"),
    "silence": (keeps_silent, "http"),
    "silence where TLS begins": (keeps_silent, "https"),
}


@pytest.mark.parametrize(("talk", "scheme"), SLOW.values(), ids=SLOW.keys())
def test_however_slowly_it_comes_the_limit_holds_for_the_whole(talk: Talk, scheme: str) -> None:
    with an_odd_system(talk) as port:
        problem = failure(port, PUBLIC, limit=0.4, scheme=scheme)

    assert str(problem) == f"{NAME} did not answer in full within 0.4 seconds."
    assert not problem.for_good


def test_a_system_that_does_not_listen_is_left_in_time() -> None:
    network, _ = a_network(PUBLIC, limit=0.4)
    target = target_from(f"http://{NAME}/")
    with an_odd_system(keeps_silent) as port:
        there = Target(scheme="http", host=NAME, port=port, path=target.path)
        much = Question(method="POST", target=there, key="1", body=b"x" * 20_000_000)
        with pytest.raises(ActionFailure, match="in full"):
            ask(much, network)


def test_a_resolver_that_does_not_answer_is_left_behind() -> None:
    over = Event()

    def look_up(host: str, port: int) -> tuple[str, ...]:
        over.wait(20)
        return (PUBLIC,)

    network, log = a_network(limit=0.2)
    with pytest.raises(ActionFailure, match="in full"):
        ask(question(80), type(network)(look_up=look_up, dial=network.dial, limit=network.limit))
    over.set()

    assert log == []


def test_no_time_at_all_is_too_little() -> None:
    assert "in full" in str(failure(80, PUBLIC, limit=0))


def test_an_answer_of_one_mebibyte_is_read() -> None:
    network, _ = a_network(PUBLIC)
    with another_system(body=b" " * LARGEST_ANSWER) as system:
        assert len(ask(question(system.port), network).body) == LARGEST_ANSWER


def test_a_larger_answer_is_not() -> None:
    with another_system(body=b" " * (LARGEST_ANSWER + 1)) as system:
        problem = failure(system.port, PUBLIC)

    assert "more than 1 MiB" in str(problem)
    assert problem.for_good


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    def talk(peer: socket.socket, over: Event) -> None:
        peer.recv(65536)
        peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not over.is_set():
            peer.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    with an_odd_system(talk) as port:
        assert "more than 1 MiB" in str(failure(port, PUBLIC))


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-here\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_what_is_not_http_may_be_again_later(said: bytes) -> None:
    def talk(peer: socket.socket, over: Event) -> None:
        heard(peer)
        peer.sendall(said)

    with an_odd_system(talk) as port:
        problem = failure(port, PUBLIC)

    assert str(problem) == f"{NAME} did not answer in proper HTTP."
    assert not problem.for_good


def test_a_line_that_breaks_is_told() -> None:
    def talk(peer: socket.socket, over: Event) -> None:
        heard(peer)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with an_odd_system(talk) as port:
        assert str(failure(port, PUBLIC)) == f"{NAME} cannot be reached."


def test_tls_goes_by_the_name_while_the_line_goes_to_the_address(tmp_path: Path) -> None:
    theirs, ours = certificate(tmp_path)
    network, log = a_network(PUBLIC, trust=ours)
    with another_system(tls=theirs) as system:
        answer = ask(question(system.port, "https"), network)

    assert answer.status == 200
    assert log[-1] == f"dial {PUBLIC}"


def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path) -> None:
    theirs, ours = certificate(tmp_path, "lain.test")
    network, _ = a_network(PUBLIC, trust=ours)
    with (
        another_system(tls=theirs) as system,
        pytest.raises(ActionFailure, match="CERTIFICATE_VERIFY_FAILED") as caught,
    ):
        ask(question(system.port, "https"), network)

    assert not caught.value.for_good
    assert system.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    theirs, _ = certificate(tmp_path)
    network, _ = a_network(PUBLIC, trust=ssl.create_default_context())
    with another_system(tls=theirs) as system, pytest.raises(ActionFailure, match="trusted"):
        ask(question(system.port, "https"), network)


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    network, _ = a_network(PUBLIC)
    with another_system() as system:
        assert ask(question(system.port), network).status == 200


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_these_answers_mean_done(status: int) -> None:
    network, _ = a_network(PUBLIC)
    with another_system(status=status, body=b"") as system:
        answer = ask(question(system.port), network)

    assert succeeded(answer, NAME) == answer


ANSWERS = {
    **dict.fromkeys((500, 502, 503, 504, 429, 408, 425), False),
    **dict.fromkeys((400, 401, 403, 404, 409, 410, 422), True),
    **dict.fromkeys((300, 301, 302, 303, 304, 307, 308), True),
}


@pytest.mark.parametrize(("status", "for_good"), ANSWERS.items())
def test_other_answers_are_failures_for_now_or_for_good(status: int, *, for_good: bool) -> None:
    network, _ = a_network(PUBLIC)
    elsewhere = {"Location": "http://127.0.0.1/rahasia"}
    with another_system(status=status, body=b"", headers=elsewhere) as system:
        answer = ask(question(system.port), network)
    with pytest.raises(ActionFailure, match=str(status)) as caught:
        succeeded(answer, NAME)

    assert caught.value.for_good is for_good
    assert "rahasia" not in str(caught.value)
    assert len(system.asked) == 1


PLACES = {
    "https://layanan.go.id": "layanan.go.id",
    "https://Layanan.GO.id:443/x": "layanan.go.id",
    "http://layanan.go.id:80": "layanan.go.id",
    "http://layanan.go.id:443": "layanan.go.id:443",
    "https://layanan.go.id:8443": "layanan.go.id:8443",
    "https://[2001:DB8::1]:8443/": "[2001:db8::1]:8443",
    "https://10.0.0.1": "10.0.0.1",
    "https://dukcapil_api": "dukcapil_api",
}


@pytest.mark.parametrize(("url", "place"), PLACES.items())
def test_a_host_has_one_name(url: str, place: str) -> None:
    target = target_from(url)

    assert target.place == place
    assert target.is_among(frozenset({f"http://{place}" if url.startswith("http:") else place}))
    assert not target.is_among(frozenset({"lain.go.id", "go.id"}))


def test_the_usual_port_may_be_written_out() -> None:
    target = target_from("https://layanan.go.id/")

    assert target.is_among(frozenset({"layanan.go.id:443"}))
    assert not target.is_among(frozenset({"layanan.go.id:80"}))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "layanan.go.id/x",
        "ftp://layanan.go.id",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://layanan.go.id@lain.go.id/",
        "https://user:secret@layanan.go.id/",
        "https://layanan.go.id\\@lain.go.id/",
        "https://layanan.go.id:port/",
        "https://layanan.go.id:99999/",
        "https://layanan..go.id/",
        "https://layanan.go.id./",
        f"https://{'a' * 64}.go.id/",
        "https://layanan.go.id\r\nX: 1/",
        "https://lay anan.go.id/",
        "https://läyanan.go.id/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://layanan.go.id/a/../b",
        "https://layanan.go.id/a/%2e%2E",
        "https://layanan.go.id/./b",
        "https://layanan.go.id/a/%252e%252E/b",
        "https://layanan.go.id/a/%25252e%2525252e/b",
        "https://layanan.go.id/a/..%2Fb",
        "https://layanan.go.id/a/x%5C..%255cb",
        "https://layanan.go.id/a/..;x/b",
    ],
)
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must"):
        target_from(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://a.id", "/"),
        ("https://a.id?x=1", "/?x=1"),
        ("https://a.id/x y\r\nHost: b/é", "/x%20y%0D%0AHost:%20b/%C3%A9"),
        ("https://a.id/x%2Fy#z", "/x%2Fy"),
    ],
)
def test_a_path_holds_what_a_path_may_hold(url: str, path: str) -> None:
    assert target_from(url).path == path
