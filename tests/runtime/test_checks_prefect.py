"""Prefect is asked whether it is there, the same as ours, and knows our SOPs."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from serving import settings_in

from engine.runtime.checks_prefect import PrefectSilent, ask, prefect
from engine.service.checks import Check, Told
from engine.service.processes import ProcessView

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OURS = version("prefect")
NOWHERE = "http://127.0.0.1:9/api"
"""Port 9 is nobody's."""


@contextmanager
def a_prefect(
    *, release: object = OURS, flows: Sequence[str] = (), status: int = 200
) -> Iterator[str]:
    """Answers the two questions as Prefect's API does; gives its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(release)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            begin = asked["offset"]
            page = sorted(flows)[begin : begin + asked["limit"]]
            self.say([{"name": name, "id": "x"} for name in page])

        def say(self, told: object) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def looked(how: str, api: str = NOWHERE, *, said: str = "near") -> list[Check]:
    process = ProcessView(
        name="web-a-1", kind="web", started_at=NOW, seen_at=NOW, release="1", prefect=said
    )
    sops = [SimpleNamespace(sop="surat"), SimpleNamespace(sop="izin")]
    settings = settings_in(Path(), prefect=how)
    return list(prefect(settings, [process], sops, at=NOW, api=api))


def told(checks: list[Check]) -> list[Told]:
    return [one.told for one in checks]


def test_prefect_that_is_off_is_asked_nothing() -> None:
    assert told(looked("off")) == [Told.PREFECT_OFF]


def test_prefect_within_a_process_is_asked_only_while_that_runs() -> None:
    assert looked("embedded", said="off") == []
    assert told(looked("embedded", said="starting")) == [Told.PREFECT_STARTING]


def test_workers_whose_runs_prefect_does_not_show_are_named() -> None:
    def unseen(web: str, worker: str) -> list[object]:
        said = {"started_at": NOW, "seen_at": NOW, "release": "1"}
        known = [
            ProcessView(name="web-a-1", kind="web", prefect=web, **said),
            ProcessView(name="worker-a-2", kind="worker", prefect=worker, **said),
        ]
        settings = settings_in(Path(), prefect="off")
        checks = prefect(settings, known, [], at=NOW, api=NOWHERE)
        return [one.facts["names"] for one in checks if one.told is Told.PREFECT_WORKERS]

    assert unseen("near", "off") == [("worker-a-2",)]
    assert unseen("near", "near") == unseen("off", "off") == unseen("-", "off") == []


def test_a_server_that_knows_every_sop_is_well() -> None:
    with a_prefect(flows=["sop:surat", "sop:izin"]) as api:
        assert told(looked(api, api)) == [Told.PREFECT_NEAR]
        assert told(looked("embedded", f"{api}/")) == [Told.PREFECT_NEAR]


def test_another_version_and_unknown_sops_are_said() -> None:
    with a_prefect(release="2.0.0", flows=["sop:surat"]) as api:
        other, flows = looked(api, api)

    assert (other.told, other.facts) == (
        Told.PREFECT_VERSION,
        {"theirs": "2.0.0", "ours": OURS},
    )
    assert (flows.told, flows.facts) == (Told.PREFECT_FLOWS, {"sops": ("izin",)})


def test_all_flows_are_read_however_many_there_are() -> None:
    many = [f"sop:s{number}" for number in range(450)]
    with a_prefect(flows=many) as api:
        assert ask(api).flows == frozenset(many)


def test_a_server_that_does_not_answer_is_a_warning() -> None:
    (away,) = looked(NOWHERE)

    assert (away.told, away.verdict) == (Told.PREFECT_AWAY, "warn")


def test_what_answers_otherwise_is_no_prefect() -> None:
    with a_prefect(release={"no": "version"}) as api, pytest.raises(PrefectSilent, match="no Pref"):
        ask(api)
    with a_prefect(status=500) as api, pytest.raises(PrefectSilent, match="500"):
        ask(api)
