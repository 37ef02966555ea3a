"""A server that falls silent: its process stands still, the network drops or swallows all."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from clerk import insist, note
from offices import RINI, an_office, sqlite_url
from own_network import OwnNetwork
from postgres import Cluster, fresh_database

from engine.core.commands import Comment
from engine.core.errors import StoreUnavailable
from engine.service.queries import tally
from engine.service.views import Receipt
from engine.store import connections, on_postgres
from engine.store.connections import Turn
from engine.store.unit import Store

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of waiting a tenth as long, for the sake of whoever waits for the tests."""
    monkeypatch.setattr(connections, "_SILENT_SECONDS", 0.45)
    monkeypatch.setattr(connections, "_POOL_WAIT_SECONDS", 0.4)
    monkeypatch.setattr(connections, "_BUSY_MILLISECONDS", 40)
    monkeypatch.setitem(connections._POSTGRES_LIMITS, "tcp_user_timeout", 300)


def answered(call: Callable[[], object]) -> BaseException | object:
    """What a call comes to; it is a failure of the test if it comes to nothing."""
    found: list[BaseException | object] = []

    def ask() -> None:
        try:
            found.append(call())
        except BaseException as error:  # noqa: BLE001  # an answer, too
            found.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(30)
    assert found, "it hangs"
    return found[0]


def test_no_limit_of_waiting_is_beyond_five_seconds() -> None:
    """One call waits for a connection or for an answer, never for both in full."""
    limits = (
        connections._SILENT_SECONDS,
        connections._POOL_WAIT_SECONDS,
        connections._BUSY_MILLISECONDS / 1000,
    )

    assert max(limits) + on_postgres._QUICKLY_SECONDS <= 5
    options = connections._POSTGRES_OPTIONS
    assert "statement_timeout=4000" in options
    assert "lock_timeout=3000" in options


@contextmanager
def frozen(process: int) -> Iterator[None]:
    """A process of ours that stands still."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def backend_of(store: Store) -> int:
    return store.read(lambda reader: int(reader._run("SELECT pg_backend_pid()", {}).fetchone()[0]))


@pytest.mark.usefixtures("hurried")
def test_a_backend_that_stands_still_holds_nobody_up(cluster: Cluster) -> None:
    with an_office(fresh_database(cluster.url)) as office:
        case = office.open()
        with frozen(backend_of(office.database.store)):
            first = answered(lambda: office.do(Comment(case=case, by=RINI, text="Diam"), key="k"))
            then = answered(lambda: tally(office.database).total)

        assert isinstance(first, StoreUnavailable)
        assert "silent" in str(first)
        assert then == 1, "others have other backends"
        again = office.do(Comment(case=case, by=RINI, text="Diam"), key="k")
        assert office.do(Comment(case=case, by=RINI, text="Diam"), key="k").head == again.head


class Tunnel:
    """Stands between Alur and the server, and can swallow everything from one moment on."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.is_open = True
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._server))
                self._ends += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                if self.is_open:
                    there.sendall(data)

    def heal(self) -> None:
        """What was swallowed stays so: those ends are of no more use."""
        self.is_open = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.heal()
        for end in self._ends:
            end.close()


@pytest.mark.usefixtures("hurried")
def test_a_network_that_swallows_everything_holds_nobody_up(cluster: Cluster) -> None:
    direct = fresh_database(cluster.url)
    with closing(Tunnel(cluster.port)) as tunnel:
        url = direct.replace(f":{cluster.port}/", f":{tunnel.port}/")
        with an_office(url) as office:
            case = office.open()
            tunnel.is_open = False

            answers = [
                answered(lambda: note(office.database, case, 0)),
                answered(lambda: tally(office.database)),
            ]
            tunnel.heal()
            last = answered(lambda: insist(office.database, case, 0))

            assert all(isinstance(one, StoreUnavailable) for one in answers)
            assert isinstance(last, Receipt)
            assert tally(office.database).events == 3


@pytest.fixture
def network(cluster: Cluster) -> Iterator[OwnNetwork | None]:
    """None where none can be made: the tunnel above stands for it."""
    made = OwnNetwork(cluster.folder / f".s.PGSQL.{cluster.port}")
    if not made.make():
        yield None
        return
    try:
        yield made
    finally:
        made.remove()


@pytest.mark.usefixtures("hurried")
def test_a_network_that_is_cut_holds_nobody_up(
    cluster: Cluster, network: OwnNetwork | None
) -> None:
    if network is None:
        return
    direct = fresh_database(cluster.url)
    with network.forwarding() as port:
        url = direct.replace(f"127.0.0.1:{cluster.port}/", f"{network.host}:{port}/")
        with an_office(url) as office:
            case = office.open()
            network.cut()

            answers = [
                answered(lambda: note(office.database, case, 0)),
                answered(lambda: tally(office.database)),
            ]
            network.join()
            last = answered(lambda: insist(office.database, case, 0))

            assert all(isinstance(one, StoreUnavailable) for one in answers)
            assert isinstance(last, Receipt)
            assert tally(office.database).events == 3


@pytest.mark.usefixtures("hurried")
def test_another_process_that_keeps_the_turn_on_sqlite_holds_nobody_up(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with an_office(url) as office:
        case = office.open()
        other = Turn(tmp_path / "alur.db")
        with other.taken():
            answer = answered(lambda: office.do(Comment(case=case, by=RINI, text="Tunggu")))
            reading = answered(lambda: tally(office.database).total)
        other.close()

        assert isinstance(answer, StoreUnavailable)
        assert reading == 1
        office.do(Comment(case=case, by=RINI, text="Tunggu"))
