# ruff: noqa: E501  # definitions as people write them
"""Alur spread over processes: two workers, two web replicas, PostgreSQL, Prefect's server.

No test measures time; the bounds only end what would never end.
"""

import runpy
import sys
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from copies import KEY
from identities import bearer
from msgspec.structs import replace
from offices import HEAD, REGISTERS, RINI
from postgres import PostgresMissing
from topology.counters import Counter, Crowd
from topology.installation import Installation, Size, installation
from topology.shell import ROOT, run
from topology.slow_stamp import ACTION, STAMPS, install

from engine.service import clock
from engine.service.calendars import publish_versions
from engine.service.catalogue import publish
from engine.service.database import connect
from engine.service.processes import GONE_AFTER

pytestmark = pytest.mark.xdist_group("spread")

STEPS = """\
  - {{id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}}
  - {{id: cap, activity: Mencap berkas, action: slow_stamp, with: {{seconds: "{seconds}"}}, retry: {{attempts: 5, backoff: 1 menit}}, time: 1 menit, output: Berkas dicap}}
  - {{id: nomor, activity: Memberi nomor surat, action: issue_number, with: {{register: surat-{sop}, format: "{{number}}"}}, time: 1 menit, output: Nomor}}
  - {{id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}}
"""
SECONDS = {"cepat": 0.1, "lambat": 6}
WAIT_SECONDS = 300.0
GIVEN_UP_SECONDS = 6.0
"""Twice what a worker may be behind with telling Prefect before it stops waiting for it."""


@pytest.fixture(scope="module")
def alur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A whole installation with an action of somebody else in it."""
    packages = tmp_path_factory.mktemp("packages")
    install(packages / "path")
    settings = {
        "ALUR_LEASE_SECONDS": "4",
        "ALUR_LANES": "2",
        "PYTHONPATH": str(packages / "path"),
        STAMPS: str(packages / "stamps"),
    }
    try:
        with installation(Size(workers=2, webs=2, settings=settings)) as made:
            _put_in_force(made.database_url)
            yield made
    except PostgresMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def token(alur: Installation) -> str:
    with connect(alur.database_url, key=KEY) as database:
        return bearer(database, "rini", "loket")


@pytest.fixture
def counter(alur: Installation, token: str) -> Iterator[Counter]:
    with Counter(alur.url, f"Loket {time.monotonic_ns()}", token) as made:
        yield made


def test_both_workers_do_the_work(alur, counter):
    cases = [counter.open("cepat") for _ in range(16)]
    for case in cases:
        counter.complete(case, "terima")

    await_step(counter, cases, "serah")

    assert len({owner for case in cases for _, owner, _ in attempts(alur, case)}) == 2
    assert all(times(counter, case, "action_recorded") == 2 for case in cases)


def test_what_one_web_replica_did_the_other_one_shows_and_takes_further(alur, token):
    here, there = alur.web_urls
    with Counter(here, "Di sini", token) as one, Counter(there, "Di sana", token) as other:
        case = one.open("cepat")

        other.complete(case, "terima")
        await_step(one, [case], "serah")
        other.complete(case, "serah")

        assert times(one, case, "step_completed") == 2
        assert times(other, case, "step_completed") == 2
        assert one.read(f"/cases/{case}")["summary"]["result"] == "completed"


def test_the_step_of_a_killed_worker_is_done_once_by_the_other(alur, counter):
    case = counter.open("lambat")
    counter.complete(case, "terima")
    await_that(lambda: stamps(alur, case) == {"begun": 1}, "the step is begun")
    victim = worker_of(alur, attempts(alur, case)[0][1])

    victim.kill()
    await_step(counter, [case], "serah")

    (first, killed, lost), (second, other, done) = attempts(alur, case)[:2]
    assert (first, lost, second, done) == (1, "lost", 2, "done")
    assert other != killed
    assert stamps(alur, case) == {"begun": 2, "ended": 1}
    assert times(counter, case, "action_recorded") == 2  # the stamp and the number
    assert times(counter, case, "action_failed") == 0

    victim.start()
    alur.await_worker(alur.workers.index(victim))


def test_a_container_asks_whether_its_worker_has_said_lately_that_it_is_there(alur, tmp_path):
    ask = ROOT / "scripts" / "worker_well.py"
    (tmp_path / "elsewhere").write_text("postgresql+psycopg://alur@127.0.0.1:9/alur")

    well = run(sys.executable, ask, ALUR_DATABASE_URL_FILE=alur.settings["ALUR_DATABASE_URL_FILE"])
    unknown = run(sys.executable, ask, ALUR_DATABASE_URL_FILE=str(tmp_path / "elsewhere"))

    assert (well.returncode, unknown.returncode) == (0, 1)
    assert "does not answer" in unknown.stderr
    assert runpy.run_path(str(ask))["SILENT_SECONDS"] == GONE_AFTER.total_seconds()


def test_without_prefect_people_and_automated_steps_go_on_and_nothing_is_lost(alur, counter, token):
    with Crowd(alur.url, token, sop="cepat", counters=2, name="Tanpa Prefect") as crowd:
        await_that(lambda: len(crowd.acknowledged) > 2, "they work")
        alur.prefect.freeze()
        time.sleep(GIVEN_UP_SECONDS)
        await_that(lambda: len(crowd.acknowledged) > 12, "they go on")
        frozen = set(crowd.acknowledged.values())
        await_step(counter, frozen, "serah")
        alur.prefect.kill()
        await_that(lambda: len(crowd.acknowledged) > len(frozen) + 4, "they go on without it")
    cases = crowd.acknowledged.values()
    await_step(counter, cases, "serah")

    alur.prefect.start()
    alur.await_prefect()

    assert all(times(counter, case, "action_recorded") == 2 for case in cases)
    await_that(lambda: untold(alur) == 0, "Prefect is told what it did not see")


def test_workers_and_webs_are_started_anew_one_by_one_and_nobody_loses_anything(
    alur, counter, token
):
    with Crowd(alur.url, token, sop="cepat", counters=2, name="Bergilir") as crowd:
        for number, web in enumerate(alur.webs):
            web.stop()
            web.start()
            alur.await_web(number)
        for number, worker in enumerate(alur.workers):
            worker.stop()
            worker.start()
            alur.await_worker(number)
    cases = crowd.acknowledged
    await_step(counter, cases.values(), "serah")

    opened = alur.ask("SELECT applicant, id FROM \"case\" WHERE applicant LIKE 'Bergilir %%'")
    assert sorted(opened) == sorted(cases.items())
    for case in cases.values():
        done = Tally(event["type"] for event in counter.events(case))
        assert (done["step_completed"], done["action_recorded"]) == (1, 2)


def test_numbers_have_no_gap_and_none_is_given_twice_whatever_happened(alur, counter):
    given = [
        event["result"]["number"]
        for (case,) in alur.ask("SELECT id FROM \"case\" WHERE sop = 'cepat'")
        for event in counter.events(str(case))
        if event["type"] == "action_recorded" and event["step"] == "nomor"
    ]

    assert sorted(map(int, given)) == list(range(1, len(given) + 1))


def _put_in_force(url: str) -> None:
    registers = replace(
        REGISTERS,
        actions={**REGISTERS.actions, ACTION.spec.name: ACTION.spec},
        sops=frozenset(SECONDS),
    )
    with connect(url) as database:
        now = clock.now()
        publish_versions(database, [an_office_calendar("kantor")], by=RINI, at=now)
        for sop, seconds in SECONDS.items():
            text = HEAD.format(sop=sop, unit="kecamatan", version=1)
            text += STEPS.format(sop=sop, seconds=seconds)
            publish(database, text, registers=registers, by=RINI, at=now)


def await_that(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, f"still waited for: {what}"
        time.sleep(0.2)


def await_step(counter: Counter, cases, step: str) -> None:
    for case in cases:
        await_that(lambda case=case: counter.is_at(case, step), f"{case} at {step}")


def attempts(alur: Installation, case: str) -> list[tuple[int, str, str]]:
    """Attempt, owner and outcome of what was run for a case, in order."""
    return alur.ask(
        "SELECT attempt, owner, outcome FROM effect_run WHERE case_id = %s ORDER BY started_at",
        case,
    )


def untold(alur: Installation) -> int:
    return len(alur.ask("SELECT 1 FROM effect_run WHERE told_at IS NULL"))


def worker_of(alur: Installation, owner: str):
    return next(one for one in alur.workers if owner.endswith(f"-{one.pid}"))


def stamps(alur: Installation, case: str) -> Tally[str]:
    file = Path(alur.settings[STAMPS])
    lines = file.read_text().splitlines() if file.exists() else []
    return Tally(line.split()[0] for line in lines if line.split()[1] == case)


def times(counter: Counter, case: str, kind: str) -> int:
    return sum(event["type"] == kind for event in counter.events(case))
