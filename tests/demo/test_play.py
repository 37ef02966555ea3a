"""The play: repeatable to the byte, in order of time, within the rules."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from copies import KEY
from migrated import migrated_database
from playing import UNTIL, ZONE, Stage, beside, database_at, histories, script

from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    CaseEnded,
    CaseOpened,
    FileAttached,
    Recorded,
    StepCompleted,
    StepOpened,
    StepReturned,
)
from engine.core.workflow import HumanStep
from engine.demo.load import DatabaseNotEmpty, PlayedBefore, load
from engine.demo.play import Script, first_day, last_open_instant
from engine.service import effects
from engine.service.catalogue import find_workflow
from engine.service.database import Database, connect, prepare
from engine.service.directory import history as directory_history
from engine.service.files import read
from engine.service.queries import tally

ISSUING = {"nomor", "nomor_sk", "surat", "beri_tahu"}


def directory_of(database: Database) -> bytes:
    return msgspec.json.encode(directory_history(database))


def test_the_same_seed_gives_the_same_history_to_the_byte(stage: Stage, tmp_path: Path) -> None:
    with closing(Stage(tmp_path / "again.db", script())) as again:
        assert msgspec.json.encode(again.histories) == msgspec.json.encode(stage.histories)
        assert directory_of(again.database) == directory_of(stage.database)
        assert again.played == stage.played


def test_postgresql_is_given_the_same_history(tmp_path: Path, postgres_url: str) -> None:
    few = script(cases=12)

    with (
        closing(Stage(tmp_path / "here.db", few)) as here,
        connect(migrated_database(postgres_url), key=KEY) as there,
    ):
        prepare(there)
        load(there, beside(tmp_path / "there.db"), few)

        assert msgspec.json.encode(histories(there)) == msgspec.json.encode(here.histories)
        assert directory_of(there) == directory_of(here.database)


def test_another_seed_gives_another_history(stage: Stage, tmp_path: Path) -> None:
    with closing(Stage(tmp_path / "other.db", script(seed=8, cases=5))) as other:
        assert not set(other.histories) & set(stage.histories)


def test_no_rule_refuses_anything(stage: Stage) -> None:
    assert stage.played.refused == 0


def test_the_sum_agrees_with_what_the_database_counts(stage: Stage) -> None:
    counted = tally(stage.database)
    ended = Counter(
        recorded.event.result for recorded in stage.events if isinstance(recorded.event, CaseEnded)
    )

    assert stage.played.opened == counted.total == len(stage.histories)
    assert counted.events == len(stage.events)
    assert counted.by_standing["completed"] <= ended["completed"]  # some were reopened


def test_everything_happens_in_the_three_weeks_and_before_their_end(stage: Stage) -> None:
    times = [recorded.at for recorded in stage.events]

    assert first_day(script()) <= min(times)
    assert max(times) <= UNTIL
    assert all(history == sorted(history, key=by_time) for history in stage.histories.values())


def by_time(recorded: Recorded) -> tuple[datetime, int]:
    return recorded.at, recorded.seq


def test_people_act_in_office_hours_only(stage: Stage) -> None:
    acts = [one.at.astimezone(ZONE) for one in stage.events if one.by.person != "alur"]

    assert all(at.weekday() < 5 for at in acts)
    assert all(7 <= at.hour < 17 for at in acts)


def test_four_eyes_are_kept(stage: Stage) -> None:
    for history in stage.histories.values():
        opened = history[0].event
        assert isinstance(opened, CaseOpened)
        workflow = find_workflow(stage.database, opened.sop, opened.version)
        did: dict[str, str] = {}
        for recorded in history:
            if not isinstance(recorded.event, StepCompleted | StepReturned):
                continue
            step = workflow.step(recorded.event.step)
            assert isinstance(step, HumanStep)
            assert recorded.by.person not in [did.get(one) for one in step.not_same_person_as]
            did[step.id] = recorded.by.person


def test_life_is_not_smooth(stage: Stage) -> None:
    kinds = Counter(recorded.event.__struct_config__.tag for recorded in stage.events)

    assert kinds["step_returned"] > 0
    assert kinds["task_claimed"] > kinds["task_assigned"] > 0
    assert all(kinds[kind] > 0 for kind in ("comment_added", "case_paused", "step_overridden"))
    assert all(kinds[kind] > 0 for kind in ("task_delegated", "task_resolved", "task_released"))
    assert kinds["case_ended"] < kinds["case_opened"]
    assert any(
        isinstance(one.event, CaseOpened) and one.event.parent is not None for one in stage.events
    )


def test_what_the_system_does_is_done_soon_and_nothing_is_left(stage: Stage) -> None:
    waits = []
    for history in stage.histories.values():
        asked = {
            one.event.activation: one.at for one in history if isinstance(one.event, StepOpened)
        }
        waits += [
            one.at - asked[one.event.activation]
            for one in history
            if isinstance(one.event, ActionRecorded) and one.event.step in ISSUING
        ]

    assert waits
    assert max(waits) <= timedelta(minutes=5)
    assert not effects.is_due(stage.database, at=UNTIL)


def test_letters_are_made_and_can_be_read(stage: Stage) -> None:
    filed = [one.event for one in stage.events if isinstance(one.event, FileAttached)]

    assert filed
    assert all(read(stage.files, one.sha256).startswith(b"%PDF") for one in filed)
    assert not any(isinstance(one.event, ActionFailed) for one in stage.events)


def test_progress_counts_the_requests(stage: Stage) -> None:
    assert stage.steps == list(range(1, stage.script.requests + 1))


def test_a_database_with_cases_is_left_alone_unless_told_otherwise(tmp_path: Path) -> None:
    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        load(database, settings, script(cases=2))
        before = histories(database)

        with pytest.raises(DatabaseNotEmpty):
            load(database, settings, script(seed=8, cases=2))
        with pytest.raises(PlayedBefore):
            load(database, settings, script(cases=2), add=True)
        assert histories(database) == before

        load(database, settings, script(seed=8, cases=2), add=True)
        assert len(histories(database)) >= 4


def test_an_interruption_keeps_whole_commands(tmp_path: Path) -> None:
    def interrupt(number: int) -> None:
        if number == 4:
            raise KeyboardInterrupt

    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        with pytest.raises(KeyboardInterrupt):
            load(database, settings, script(cases=8), progress=interrupt)

        counted = tally(database)
        assert counted.total < 8
        assert counted.events == sum(len(history) for history in histories(database).values())


def test_a_play_may_end_in_the_middle_of_a_day(tmp_path: Path) -> None:
    until = UNTIL - timedelta(hours=5)
    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        load(database, settings, Script(seed=1, cases=6, until=until, zone=ZONE))

        assert all(one.at <= until for history in histories(database).values() for one in history)


def test_no_desk_is_quite_empty_as_the_play_ends(stage: Stage) -> None:
    half_an_hour = UNTIL - timedelta(minutes=30)
    came = [events[0].at for events in stage.histories.values()]

    assert sum(at >= half_an_hour for at in came) >= stage.script.queue


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (datetime(2026, 11, 18, 10, tzinfo=ZONE), datetime(2026, 11, 18, 10, tzinfo=ZONE)),
        (datetime(2026, 11, 18, 5, tzinfo=ZONE), datetime(2026, 11, 17, 16, tzinfo=ZONE)),
        (datetime(2026, 11, 22, 5, tzinfo=ZONE), datetime(2026, 11, 20, 16, 30, tzinfo=ZONE)),
    ],
)
def test_the_queue_stands_there_while_the_office_is_open(until: datetime, last: datetime) -> None:
    played = Script(seed=7, cases=120, until=until.astimezone(UTC), zone=ZONE)

    assert last_open_instant(played) == last
