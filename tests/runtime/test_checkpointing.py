"""The round of checkpoints, what doctor says of them, and what of them is mailed."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from deeds import Deeds, copied_office, crew_for
from letterbox import a_letterbox
from offices import RINI, Office, an_office, sqlite_url
from sqlalchemy import Connection, text
from staffing import staff

from engine.core.commands import Actor
from engine.core.notes import parse_notes
from engine.runtime.checkpointing import checkpoint, take
from engine.runtime.checks_checkpoints import checkpoint as checks
from engine.runtime.crew import Crew
from engine.service import checkpoint_mail, checkpoints, ledger, numbering, processes
from engine.service.calendars import publish_versions
from engine.service.checks import Told
from engine.service.database import connect
from engine.service.ledger import LedgerDamaged
from engine.service.processes import ProcessView
from engine.service.published import PUBLISHED
from engine.service.signing_keys import SigningKeys
from engine.settings import Settings

MAIL_TO = ("arsip@provinsi.example", "auditor@bpk.example")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    with an_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def office(template: Path, tmp_path: Path):
    with connect(copied_office(template, tmp_path)) as database:
        yield Office(database)


def crew(office: Office, tmp_path: Path, **more: object) -> Crew:
    return crew_for(
        office, Deeds(), "a", reports=tmp_path / "reports", hosts=("alur.kota.example",), **more
    )


def told(office: Office, here: Crew) -> list[Told]:
    return [one.told for one in checks(office.database, here.settings, at=office.now)]


def test_a_round_signs_publishes_and_says_so(office: Office, tmp_path: Path) -> None:
    here = crew(office, tmp_path)
    assert told(office, here)[0] is Told.CHECKPOINT_NONE
    assert not (tmp_path / "alur.db-signing-key").exists()
    office.open()

    said = checkpoint(here)

    (note,) = parse_notes((tmp_path / "reports" / PUBLISHED).read_text("utf-8"))
    assert note.text.startswith("alur.kota.example/alur\n")
    last = checkpoints.latest(office.database)
    assert last is not None
    assert (
        said == f"{last.checkpoint.size} entries, root {last.checkpoint.root.hex()[:16]}, 0 mailed"
    )
    assert told(office, here) == [Told.CHECKPOINT_FRESH]
    office.now += timedelta(days=2)
    assert told(office, here) == [Told.CHECKPOINT_OLD]


def test_a_history_that_does_not_go_on_is_an_alarm_and_does_not_end_the_round(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    here = crew(office, tmp_path)
    checkpoint(here)
    file = tmp_path / "reports" / PUBLISHED
    size = str(checkpoints.latest(office.database).checkpoint.size)
    file.write_text(file.read_text("utf-8").replace(f"\n{size}\n", "\n4711\n"), encoding="utf-8")

    with caplog.at_level(logging.ERROR):
        said = checkpoint(here)

    assert said.startswith("ALARM, nothing is signed: A checkpoint over 4711 entries")
    assert "4711" in caplog.text
    assert told(office, here)[0] is Told.CHECKPOINT_CONTRADICTED
    file.write_text("\N{EM DASH} what\n", encoding="utf-8")
    assert checkpoint(here).startswith("ALARM")
    assert told(office, here)[0] is Told.CHECKPOINT_DAMAGED
    file.unlink()
    file.mkdir()
    assert told(office, here)[0] is Told.CHECKPOINT_DAMAGED


def nothing_can_be_numbered(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TRIGGER stopped BEFORE INSERT ON ledger_entry"
        " BEGIN SELECT RAISE(ABORT, 'no more entries'); END"
    )


def test_whatever_stops_numbering_is_an_alarm_of_the_round(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    here = crew(office, tmp_path)
    office.database.store.administer(nothing_can_be_numbered)
    office.open()
    with caplog.at_level(logging.ERROR):
        said = checkpoint(here)
    assert said.startswith("ALARM, nothing is signed: The list of all histories does not hold")
    assert "IntegrityError, no more entries" in said
    assert "no more entries" in caplog.text
    with pytest.raises(LedgerDamaged):
        take(here)


def test_what_waits_for_a_number_is_told_and_for_long_it_is_an_alarm(
    office: Office, tmp_path: Path
) -> None:
    here = crew(office, tmp_path)
    checkpoint(here)
    office.open()
    assert told(office, here) == [Told.CHECKPOINT_FRESH, Told.CHECKPOINT_NUMBERING]
    office.now += timedelta(minutes=11)
    assert verdict_of_numbering(office, here) == "warn"
    processes.say(office.database, a_worker(office))  # began just now, and will number it
    assert told(office, here) == [Told.CHECKPOINT_FRESH, Told.CHECKPOINT_NUMBERING]
    processes.say(office.database, a_worker(office, since=timedelta(minutes=10)))
    assert verdict_of_numbering(office, here) == "wrong"
    office.database.store.administer(nothing_of_it_is_there)
    assert verdict_of_numbering(office, here) == "wrong"  # since the last checkpoint, then
    ledger.sequence(office.database)
    assert Told.CHECKPOINT_UNNUMBERED not in told(office, here)


def test_what_waits_by_a_clock_that_was_ahead_counts_from_the_last_checkpoint(
    office: Office, tmp_path: Path
) -> None:
    here = crew(office, tmp_path)
    checkpoint(here)
    office.now += timedelta(days=9)
    office.open()
    office.now -= timedelta(days=8)
    assert verdict_of_numbering(office, here) == "warn"


@pytest.mark.parametrize("room", ["case/", "people", "sop/", "calendar/"])
def test_what_waits_has_the_time_of_what_it_is_about(office: Office, room: str) -> None:
    staff(office.database)
    office.open()
    publish_versions(
        office.database,
        [an_office_calendar("kantor")],
        by=Actor(person=RINI, role="x"),
        at=office.now,
    )

    def due_is_one_of_it(connection: Connection) -> None:
        connection.execute(
            text("DELETE FROM ledger_due WHERE stream NOT LIKE :of"), {"of": f"{room}%"}
        )

    office.database.store.administer(due_is_one_of_it)
    found = numbering.backlog(office.database, at=office.now + timedelta(minutes=5))
    assert found.count > 0
    assert found.age >= timedelta(minutes=5)


def verdict_of_numbering(office: Office, here: Crew) -> str:
    found = {one.told: one for one in checks(office.database, here.settings, at=office.now)}
    return found[Told.CHECKPOINT_UNNUMBERED].verdict


def nothing_of_it_is_there(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE ledger_due SET seq = seq + 4711")


def a_worker(office: Office, *, since: timedelta = timedelta(0)) -> ProcessView:
    return ProcessView(
        name="worker-a-1",
        kind="worker",
        started_at=office.now - since,
        seen_at=office.now,
        release="1",
        prefect="off",
        mode="real",
    )


def test_in_a_demonstration_it_is_said_what_to_do_where_its_database_was_deleted(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    here = crew(office, tmp_path, demo=True)
    checkpoint(here)
    file = tmp_path / "reports" / PUBLISHED
    size = checkpoints.latest(office.database).checkpoint.size
    file.write_text(file.read_text("utf-8").replace(f"\n{size}\n", "\n4711\n"), encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert checkpoint(here).startswith("ALARM")
    assert "`alur checkpoint put-away`" in caplog.text


def test_the_key_is_looked_after(office: Office, tmp_path: Path) -> None:
    here = crew(office, tmp_path)
    checkpoint(here)
    key = tmp_path / "alur.db-signing-key"
    key.chmod(0o640)
    assert told(office, here) == [Told.CHECKPOINT_OPEN, Told.CHECKPOINT_FRESH]
    kept = key.read_text()
    key.write_text("broken")
    assert told(office, here)[0] is Told.CHECKPOINT_UNSIGNED
    key.write_text(kept)
    key.rename(key.with_name(f"{key.name}.next"))
    assert told(office, here)[0] is Told.CHECKPOINT_UNSIGNED
    office.database.signing = SigningKeys(bytes(32))
    assert told(office, here)[0] is Told.CHECKPOINT_RETIRED
    assert checkpoint(here).startswith("ALARM, nothing is signed: The signing key here is not")
    office.database.signing = SigningKeys()
    assert told(office, here)[0] is Told.CHECKPOINT_UNSIGNED
    assert checkpoint(here).startswith("nothing is signed: This installation has no key")


def mailing(office: Office, tmp_path: Path, port: int, **more: object) -> Crew:
    return crew(
        office,
        tmp_path,
        **{
            "checkpoint_mail": MAIL_TO,
            "mail_url": f"smtp://127.0.0.1:{port}",
            "mail_from": "alur@kota.example",
            **more,
        },
    )


def test_one_checkpoint_a_day_is_mailed_to_everybody_once(office: Office, tmp_path: Path) -> None:
    with a_letterbox() as box:
        here = mailing(office, tmp_path, box.port)
        said = checkpoint(here)
        first = checkpoints.latest(office.database)
        assert first is not None
        assert said.endswith("2 mailed")
        assert {str(letter["To"]) for letter in box.letters} == set(MAIL_TO)
        assert len({str(letter["Message-ID"]) for letter in box.letters}) == 1
        for letter in box.letters:
            assert first.note in letter.get_content().replace("\r\n", "\n")
            assert "alur.kota.example" in str(letter["Subject"])
        office.open()
        assert checkpoint(here).endswith("0 mailed")
        office.now += timedelta(days=1)
        assert checkpoint(here).endswith("2 mailed")


def test_mail_that_is_not_taken_is_tried_again_later_and_then_told(
    office: Office, tmp_path: Path
) -> None:
    with a_letterbox(replies={"RCPT": "550 nobody here"}) as box:
        here = mailing(office, tmp_path, box.port)
        for hours in (0, 0, 1, 2, 3):
            office.now += timedelta(hours=hours)
            assert checkpoint(here).endswith("0 mailed")
    waiting = checkpoint_mail.unsent(office.database)
    assert (waiting.count, waiting.attempts) == (2, 4)
    assert "***@" in waiting.failure
    assert "arsip@" not in waiting.failure
    assert Told.CHECKPOINT_UNSENT in told(office, here)
    with a_letterbox() as box:
        office.now += timedelta(hours=1)
        assert checkpoint(mailing(office, tmp_path, box.port)).endswith("2 mailed")
    assert checkpoint_mail.unsent(office.database).count == 0


def test_a_day_of_a_clock_that_was_ahead_does_not_hold_up_mail(
    office: Office, tmp_path: Path
) -> None:
    right = office.now
    with a_letterbox() as box:
        here = mailing(office, tmp_path, box.port)
        office.now = right + timedelta(days=400)
        assert checkpoint(here).endswith("2 mailed")
        office.now = right
        assert checkpoint(here).endswith("2 mailed")
        office.open()
        office.now += timedelta(minutes=5)
        assert checkpoint(here).endswith("0 mailed")
        office.now = right - timedelta(minutes=2)
        office.open()
        assert checkpoint(here).endswith("0 mailed")  # clocks of two machines differ by so much


@pytest.mark.parametrize("mode", ["training", "demo"])
def test_in_training_nothing_is_mailed(office: Office, tmp_path: Path, mode: str) -> None:
    with a_letterbox() as box:
        assert checkpoint(mailing(office, tmp_path, box.port, **{mode: True})).endswith("0 mailed")
        assert box.letters == []
    assert checkpoint_mail.unsent(office.database).count == 0


def test_without_a_mail_server_it_waits_and_is_told(office: Office, tmp_path: Path) -> None:
    here = mailing(office, tmp_path, 1, mail_url="")
    checkpoint(here)
    waiting = checkpoint_mail.unsent(office.database)
    assert waiting.count == 2
    assert "ALUR_MAIL_URL" in waiting.failure


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("checkpoint_origin", "kota example"),
        ("checkpoint_origin", "kota+alur"),
        ("checkpoint_origin", "kotä.example"),
        ("checkpoint_mail", "arsip"),
        ("checkpoint_mail", "a@b.example, c"),
        ("signing_key", "kunci"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(name: str, wrong: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        Settings(**{name: wrong})  # type: ignore[arg-type]


def test_the_ledger_is_called_by_the_setting_else_by_the_name_of_the_server() -> None:
    assert Settings(checkpoint_origin="alur.kota.example").ledger_origin == "alur.kota.example"
    assert Settings(hosts="127.0.0.1,kota.example").ledger_origin == "kota.example/alur"
    assert Settings().ledger_origin == "localhost/alur"
    assert Settings(checkpoint_mail="a@b.example, c@d.example").checkpoint_mail == (
        "a@b.example",
        "c@d.example",
    )
