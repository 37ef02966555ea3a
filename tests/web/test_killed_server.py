"""The whole server, killed in the middle of its work: what it acknowledged is there, once."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from identities import bearer, let_in
from serving import Office, database_in, settings_in

from api.app import create_api
from engine.core.events import CommentAdded
from engine.core.ids import CaseId
from engine.service import clock
from engine.service.database import Database, connect
from engine.service.queries import read_history
from engine.service.verifying import verify

CLIENTS = 4
ENOUGH = 60
"""Acknowledgements after which the server is killed."""


@contextmanager
def served(url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server of its own process on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "web.app:create_app", "--factory"]
        server = subprocess.Popen(  # noqa: S603  # our own server
            [*command, "--fd", str(listener.fileno()), "--log-level", "error"],
            env={**os.environ, "ALUR_DATABASE_URL": url},  # noqa: TID251  # tests
            pass_fds=[listener.fileno()],
        )
        try:
            yield server, port
        finally:
            server.kill()
            server.wait(10)


class Clerk:
    """Adds notes one after another, each with its key, until nobody answers."""

    def __init__(self, port: int, case: str, name: str, token: str) -> None:
        self.case, self.name, self.token = case, name, token
        self.acknowledged: dict[str, int] = {}
        self.asked = 0
        self._port = port
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def note(self, number: int) -> tuple[str, dict[str, str], bytes]:
        """Where a note is posted, under which key, and the note."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Alur-Role": "loket",
            "Idempotency-Key": f"{self.name}-{number}",
        }
        body = json.dumps({"text": f"Catatan {number} dari {self.name}"}).encode()
        return f"/cases/{self.case}/comment", headers | {"Content-Type": "application/json"}, body

    def _work(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            while True:
                self._ask(connection)
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()  # the server is gone, perhaps in the middle of an answer

    def _ask(self, connection: http.client.HTTPConnection) -> None:
        address, headers, body = self.note(self.asked)
        self.asked += 1
        connection.request("POST", f"/api/v1{address}", body, headers)
        answered = connection.getresponse()
        receipt = json.loads(answered.read())
        assert answered.status == 200, receipt
        self.acknowledged[headers["Idempotency-Key"]] = receipt["seq"]


def wait_for(clerks: list[Clerk]) -> None:
    until = time.monotonic() + 60
    while sum(len(clerk.acknowledged) for clerk in clerks) < ENOUGH:
        assert time.monotonic() < until, "the server does not work"
        time.sleep(0.01)


def notes(database: Database, case: str) -> dict[str, int]:
    """The notes of a case, and the number of each; no note is there twice."""
    told = [one.recorded for one in read_history(database, CaseId(case))]
    found = [(one.event.text, one.seq) for one in told if isinstance(one.event, CommentAdded)]
    assert max(Counter(text for text, _ in found).values()) == 1
    return dict(found)


def test_a_server_killed_at_work_loses_and_doubles_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with (
        database_in(tmp_path) as database,
        TestClient(let_in(create_api(database, settings))) as client,
    ):
        cases = [Office(client).open() for _ in range(CLIENTS)]
        token = bearer(database, "rini", "loket")
    with served(settings.database_url) as (server, port):
        clerks = [Clerk(port, case, f"petugas{place}", token) for place, case in enumerate(cases)]
        wait_for(clerks)
        server.kill()
        for clerk in clerks:
            clerk.thread.join(30)

    with connect(settings.database_url) as database:
        for clerk in clerks:
            kept = notes(database, clerk.case)
            assert set(clerk.acknowledged.values()) <= set(kept.values())
            assert len(kept) - len(clerk.acknowledged) in {0, 1}, "at most the one under way"
        with TestClient(create_api(database, settings)) as client:
            _ask_everything_again(client, clerks)
        for clerk in clerks:
            assert len(notes(database, clerk.case)) == clerk.asked
            case = CaseId(clerk.case)
            assert not verify(database, at=clock.now(), case=case).found


def _ask_everything_again(client: TestClient, clerks: list[Clerk]) -> None:
    """As a client does that was left without an answer."""
    for clerk in clerks:
        for number in range(clerk.asked):
            address, headers, body = clerk.note(number)
            receipt = client.post(address, headers=headers, content=body).json()
            before = clerk.acknowledged.get(headers["Idempotency-Key"])
            assert before in {None, receipt["seq"]}
            assert receipt["repeated"] or before is None
