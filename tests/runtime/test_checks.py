"""Each check of an installation, with the thing it is about whole, and broken."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import RINI, Office, an_office, sqlite_url
from serving import settings_in
from timed_office import NEW_YEAR, make_timed_template

from engine.core.effects import RunAction
from engine.core.ids import END, ActivationId, CaseId, SopId, StepId
from engine.core.text import Text
from engine.core.workflow import ActionStep
from engine.runtime import checks_place as place
from engine.runtime.checks_place import file_system_of, spread
from engine.runtime.checks_settings import modes, setup
from engine.runtime.station import Station
from engine.service import checks_database as of_database
from engine.service import checks_library as of_library
from engine.service import clock, processes
from engine.service.catalogue import list_sops
from engine.service.checks import Check, Heard, Told
from engine.service.database import connect
from engine.service.library import publish_all
from engine.service.processes import ProcessView
from engine.store import effect_runs, outbox
from engine.store.rows import RunRow

LIBRARY = Path(__file__).parents[2] / "sop_definitions"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def found(checks: Iterator[Check]) -> list[tuple[Told, str]]:
    return [(one.told, one.verdict) for one in checks]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    assert place.writable("documents", tmp_path / "later" / "files").verdict == "ok"
    assert not (tmp_path / "later").exists()
    closed = place.writable("documents", tmp_path / "file")
    assert (closed.told, closed.verdict) == (Told.FILES_CLOSED, "wrong")


def test_little_room_and_no_room_are_told_apart(tmp_path, monkeypatch) -> None:
    assert place.disk("documents", tmp_path / "later").told is Told.DISK_ROOM
    monkeypatch.setattr(place, "LOW_MEGABYTES", 10**9)
    assert place.disk("documents", tmp_path).told is Told.DISK_LOW
    monkeypatch.setattr(place, "FULL_MEGABYTES", 10**9)
    assert place.disk("documents", tmp_path).told is Told.DISK_FULL


def test_where_no_disk_is_there_is_not_no_room() -> None:
    assert place.disk("documents", Path("/proc/x")).told is Told.DISK_NONE


def test_room_that_cannot_be_told_is_said() -> None:
    assert place.disk("documents", Path("a" * 300)).told in {Told.DISK_UNKNOWN, Told.DISK_ROOM}


def test_a_clock_behind_the_records_is_wrong(office: Office) -> None:
    office.open()

    def told(late: timedelta) -> tuple[Told, str]:
        check = of_database.clocks(office.database, now=lambda: office.now - late)
        return check.told, check.verdict

    assert told(timedelta(seconds=30)) == (Told.CLOCK_BEHIND, "warn")
    assert told(timedelta(hours=1)) == (Told.CLOCK_BEHIND, "wrong")


def test_a_clock_that_differs_from_the_databases_is_wrong(office: Office) -> None:
    def told(ahead: timedelta) -> tuple[Told, str]:
        check = of_database.clocks(office.database, now=lambda: clock.now() + ahead)
        return check.told, check.verdict

    assert told(timedelta(0)) == (Told.CLOCK_RIGHT, "ok")
    assert told(timedelta(seconds=30)) == (Told.CLOCK_OFF, "warn")
    assert told(timedelta(hours=1)) == (Told.CLOCK_OFF, "wrong")


def test_effects_that_nobody_runs_are_seen(office: Office) -> None:
    effect = RunAction(activation=ActivationId(1), action="issue_number", parameters={})
    office.database.store.write(lambda unit: outbox.enqueue(unit, CaseId("c"), (effect,), NOW))

    def told(later: timedelta, *, is_ours: bool = True) -> str:
        return of_database.effects(office.database, at=NOW + later, is_ours=is_ours).verdict

    assert told(timedelta(minutes=1)) == "ok"
    assert told(timedelta(minutes=6)) == "warn"
    assert told(timedelta(hours=2)) == "wrong"
    assert told(timedelta(hours=2), is_ours=False) == "warn"


def a_process(name: str = "web-loket-1-4711", **more: object) -> ProcessView:
    said = {
        "name": name,
        "kind": name.partition("-")[0],
        "started_at": NOW,
        "seen_at": NOW,
        "release": "1.0",
        "prefect": "near",
    } | more
    return ProcessView(**said)


def test_nobody_to_run_effects_is_seen_before_they_wait_long(office: Office) -> None:
    nobody = of_database.effects(office.database, at=NOW, is_anybody=False)

    assert (nobody.told, nobody.verdict) == (Told.EFFECTS_NOBODY, "warn")


def test_processes_that_fell_silent_are_named(office: Office) -> None:
    database = office.database
    assert of_database.present(database, at=NOW).told is Told.PROCESSES_NONE

    processes.say(database, a_process())
    assert of_database.present(database, at=NOW).told is Told.PROCESSES_THERE

    processes.say(database, a_process("worker-x-1", seen_at=NOW - timedelta(hours=1)))
    gone = of_database.present(database, at=NOW)
    silent = Heard(name="worker-x-1", ago=timedelta(hours=1))
    assert (gone.told, gone.facts["names"]) == (Told.PROCESSES_GONE, (silent,))


def test_attempts_that_prefect_never_heard_of_are_counted(office: Office) -> None:
    run = RunRow(
        id="r",
        case_id=CaseId("c"),
        activation=ActivationId(1),
        kind="run_action",
        attempt=1,
        step=StepId("nomor"),
        sop=list_sops(office.database)[0].sop,
        version=1,
        owner="web",
        wanted_at=NOW,
        started_at=NOW,
    )
    office.database.store.write(lambda unit: effect_runs.write_down(unit, run))
    assert of_database.untold(office.database, at=NOW + timedelta(hours=1)) is None

    office.database.store.write(
        lambda unit: effect_runs.end(unit, run, at=NOW, outcome="done", log="")
    )
    assert of_database.untold(office.database, at=NOW + timedelta(minutes=1)) is None
    told = of_database.untold(office.database, at=NOW + timedelta(hours=1))
    assert told is not None
    assert told.facts["count"] == 1


def test_a_calendar_that_knows_no_holidays_to_come_is_named(office: Office) -> None:
    (reaches,) = of_database.calendars(office.database, at=NOW)
    (short,) = of_database.calendars(office.database, at=NOW.replace(year=2060))

    assert (reaches.told, short.told) == (Told.CALENDARS_REACH, Told.CALENDARS_SHORT)
    assert (short.verdict, short.facts["calendar"]) == ("warn", "kantor")


def test_calendars_that_are_not_published_are_named(tmp_path: Path) -> None:
    with connect(f"sqlite:///{make_timed_template(tmp_path / 'alur.db')}") as database:
        (absent,) = of_database.calendars(database, at=NEW_YEAR)

    assert (absent.told, absent.verdict) == (Told.CALENDARS_ABSENT, "wrong")
    assert absent.facts == {"calendar": "bulan", "sops": ("tanpa-waktu",)}


def test_definitions_are_held_against_what_is_published(office: Office, tmp_path: Path) -> None:
    checks = list(of_library.library(office.database, LIBRARY))
    assert [one.told for one in checks] == [Told.DEFINITIONS_UNPUBLISHED]

    publish_all(office.database, LIBRARY, by=RINI, at=NOW)
    assert found(of_library.library(office.database, LIBRARY)) == [
        (Told.DEFINITIONS_PUBLISHED, "ok")
    ]

    changed = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    one, other, *_ = sorted((changed / "kecamatan").rglob("v1.yaml"))
    one.write_text(one.read_text().replace("title: {id: ", "title: {id: Baru ", 1))
    other.write_text("sop: [")
    told = {one.told: one.facts["names"] for one in of_library.library(office.database, changed)}
    assert told.keys() == {Told.DEFINITIONS_DIFFER, Told.DEFINITIONS_BROKEN}
    assert told[Told.DEFINITIONS_BROKEN] == (other.as_posix(),)

    (changed / "registers.yaml").write_text("no registers")
    (broken,) = of_library.library(office.database, changed)
    assert broken.told is Told.DEFINITIONS_BROKEN

    (nowhere,) = of_library.library(office.database, tmp_path / "nowhere")
    assert nowhere.told is Told.DEFINITIONS_ABSENT


def test_templates_that_sops_name_must_be_there(tmp_path: Path) -> None:
    step = an_action("render_document", template="surat")
    needs = {"surat": (step,)}

    (absent,) = of_library.letters(needs, tmp_path)
    assert (absent.told, absent.facts["template"]) == (Told.TEMPLATES_ABSENT, "surat")

    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "surat.typ.j2").write_text("= Surat")
    assert found(of_library.letters(needs, tmp_path)) == [(Told.TEMPLATES_THERE, "ok")]


def an_action(name: str, **parameters: str) -> ActionStep:
    return ActionStep(
        id=StepId("x"),
        number=1,
        activity=Text(id="x"),
        next=END,
        action=name,
        parameters=parameters,
    )


MAIL = an_action("notify", channel="email", message="Halo")
BY_PHONE = an_action("notify", channel="whatsapp", message="Halo")
BY_HAND = an_action("notify", channel="whatsapp", message="Halo", role="loket")
SEAL = an_action("sign", method="certified")
CALL = an_action("http_call", url="https://sistem.example/surat")
KNOWN = frozenset({"notify", "sign", "http_call", "issue_number"})


def unset(tmp_path: Path, *steps: ActionStep, **settings: object) -> list[object]:
    checks = setup(settings_in(tmp_path, **settings), {SopId("surat"): steps}, KNOWN)
    return [one.facts.get("setting") for one in checks if one.verdict == "wrong"]


def test_settings_that_actions_of_sops_need_are_named(tmp_path: Path) -> None:
    assert unset(tmp_path, MAIL, MAIL) == ["ALUR_MAIL_URL", "ALUR_MAIL_FROM"]
    assert unset(tmp_path, MAIL, mail_url="smtp://x", mail_from="a@x.id") == []
    assert unset(tmp_path, BY_PHONE) == ["ALUR_MESSAGE_URL"]
    assert unset(tmp_path, BY_HAND) == []
    assert unset(tmp_path, SEAL) == ["ALUR_SIGN_URL"]
    assert unset(tmp_path, CALL) == ["ALUR_CALL_HOSTS (sistem.example)"]
    assert unset(tmp_path, CALL, call_hosts="sistem.example") == []
    assert unset(tmp_path, an_action("http_call", url="{form.alamat}")) == []


def test_training_needs_no_settings(tmp_path: Path) -> None:
    assert unset(tmp_path, MAIL, SEAL, CALL, training=True) == []


def test_an_action_that_is_not_installed_is_named(tmp_path: Path) -> None:
    needs = {SopId("surat"): (an_action("cap_basah"),)}

    (absent,) = setup(settings_in(tmp_path), needs, KNOWN)

    assert (absent.told, absent.facts["action"]) == (Told.ACTIONS_ABSENT, "cap_basah")


def test_what_is_not_the_real_thing_is_said(tmp_path: Path) -> None:
    assert found(modes(settings_in(tmp_path))) == [(Told.MODE_REAL, "ok")]
    risky = settings_in(tmp_path, demo=True, training=True, host="0.0.0.0")  # noqa: S104
    told = [Told.MODE_DEMO, Told.MODE_TRAINING, Told.MODE_OPEN]
    assert found(modes(risky)) == [(one, "warn") for one in told]


def test_what_runs_says_whether_it_is_the_real_thing(tmp_path: Path) -> None:
    def told(*known: ProcessView) -> list[tuple[Told, str]]:
        return found(modes(settings_in(tmp_path), known, at=NOW))

    real, worker = a_process(mode="real"), a_process("worker-loket-1-2", mode="real")
    demo, training = a_process(mode="demo"), a_process(mode="training")

    assert told(real, worker) == [(Told.MODE_REAL, "ok")]
    assert told(a_process()) == [(Told.MODE_REAL, "ok")]
    assert told(demo) == [(Told.MODE_DEMO, "warn")]
    assert told(training) == [(Told.MODE_TRAINING, "warn")]
    assert told(demo, worker) == [(Told.MODE_DEMO, "warn"), (Told.MODE_MIXED, "wrong")]
    gone = a_process(mode="demo", seen_at=NOW - timedelta(hours=1))
    assert told(real, gone) == [(Told.MODE_REAL, "ok")]


def test_a_station_says_what_it_is_for(office: Office, tmp_path: Path) -> None:
    for more, mode in (({}, "real"), ({"demo": True}, "demo"), ({"training": True}, "training")):
        settings = settings_in(tmp_path, prefect="off", **more)
        station = Station(office.database, settings, "web")
        station.start()
        try:
            (said,) = heard_of(office)
        finally:
            station.stop()
        assert said.mode == mode


def heard_of(office: Office) -> tuple[ProcessView, ...]:
    end = time.monotonic() + 30
    while not (said := processes.list_processes(office.database)) and time.monotonic() < end:
        time.sleep(0.02)
    return said


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/data /srv/kantor\\040kita nfs4 rw 0 0
/dev/sdb1 /srv/kantor\\040kita/dekat ext4 rw 0 0
odd
"""


def test_the_file_system_is_that_of_the_nearest_mount() -> None:
    assert file_system_of(Path("/var/alur.db"), MOUNTS) == "ext4"
    assert file_system_of(Path("/srv/kantor kita/alur.db"), MOUNTS) == "nfs4"
    assert file_system_of(Path("/srv/kantor kita/dekat/alur.db"), MOUNTS) == "ext4"
    assert file_system_of(Path("/var/alur.db"), "") == ""


def spreads(url: str, *names: str, mounts: str = MOUNTS, **more: object) -> list[tuple[Told, str]]:
    known = [a_process(name, **more) for name in names]
    settings = settings_in(Path(), database_url=url)
    return found(spread(settings, known, at=NOW, mounts=mounts))


def test_one_file_is_for_one_machine_and_its_own_disk() -> None:
    near, far = "sqlite:////var/alur.db", "sqlite:////srv/kantor kita/alur.db"
    server = "postgresql+psycopg://alur@db/alur"

    assert spreads(near, "web-a-1", "worker-a-2") == [(Told.SPREAD_FITS, "ok")]
    assert spreads(near, "web-a-1", "worker-b-2") == [(Told.SPREAD_MACHINES, "wrong")]
    assert spreads(server, "web-a-1", "worker-b-2") == [(Told.SPREAD_FITS, "ok")]
    assert spreads(far, "web-a-1") == [(Told.SPREAD_NETWORK, "warn")]
    assert spreads(far, "web-a-1", "worker-a-2") == [(Told.SPREAD_NETWORK, "wrong")]


def test_processes_of_different_releases_are_seen() -> None:
    known = [a_process(), a_process("worker-loket-1-2", release="2.0")]
    gone = a_process("worker-loket-1-3", release="3.0", seen_at=NOW - timedelta(hours=1))

    (differ,) = spread(settings_in(Path()), [*known, gone], at=NOW, mounts="")

    assert (differ.told, differ.facts["releases"]) == (Told.SPREAD_RELEASES, ("1.0", "2.0"))
