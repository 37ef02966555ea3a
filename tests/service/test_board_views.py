"""The views behind the board: kept along the way as made anew, and as the clocks themselves say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from board_desk import HEAD, OFFICER, Counter, offer
from copies import key_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from migrated import migrated_database, with_tables
from msgspec.structs import replace
from serving import MORNING, publish_sample

from engine.core.commands import Pause, Reject, Reopen, Resume, Withdraw
from engine.core.errors import CommandRefused
from engine.core.ids import CaseId, SopId, StepId, UnitId
from engine.core.pace import Ending, Pace
from engine.core.standing import Reach
from engine.core.workflow import PauseReason
from engine.service.database import Database, connect, prepare
from engine.service.looks import judge
from engine.service.timers import sweep_all
from engine.service.times import case_times
from engine.service.upkeep import rebuild_views
from engine.store import board, board_endings, board_tasks, log, pace
from engine.store.board import Wanted
from engine.store.board_endings import EndedWanted
from engine.store.board_tasks import TasksWanted
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared

ALL = Reach(everything=True)
MOVES = ("accept", "teknis", "hukum", "pause", "resume", "reject", "withdraw", "reopen", "claim")
Views = dict[CaseId, tuple[Pace | None, Ending | None]]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        with_tables(f"sqlite:///{tmp_path / 'alur.db'}")
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with connect(url, key=key_for(url)) as made:
        prepare(made)
        publish_sample(made)
        offer(made)
        yield made


def views(database: Database, cases: list[CaseId]) -> Views:
    def told(reader: Reader) -> Views:
        return {
            one: (pace.pace_of_case(reader, one), pace.ending_of_case(reader, one)) for one in cases
        }

    return database.store.read(told)


def moved(counter: Counter, case: CaseId, move: str, day: float) -> None:
    """A move that the case allows now; else nothing."""
    moves: dict[str, Callable[[], object]] = {
        "accept": lambda: counter.finish(case, "periksa", OFFICER, day, outcome="lengkap"),
        "teknis": lambda: counter.finish(case, "telaah_teknis", HEAD, day),
        "hukum": lambda: counter.finish(case, "telaah_hukum", HEAD, day),
        "claim": lambda: counter.hold(case, "telaah_teknis", HEAD, day),
        "pause": lambda: counter.do(
            Pause(case=case, by=HEAD, reason=PauseReason.EXTERNAL_BODY), day
        ),
        "resume": lambda: counter.do(Resume(case=case, by=HEAD), day),
        "reject": lambda: counter.do(Reject(case=case, by=HEAD, reason="Tidak"), day),
        "withdraw": lambda: counter.do(Withdraw(case=case, by=OFFICER, reason="Batal"), day),
        "reopen": lambda: counter.do(
            Reopen(case=case, by=HEAD, step=StepId("periksa"), reason="Keliru"), day
        ),
    }
    try:
        moves[move]()
    except (CommandRefused, StopIteration):
        return


STORIES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(MOVES), st.floats(0.01, 2)), max_size=12
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=STORIES, often=st.booleans())
def test_rebuilt_views_are_the_views_and_looks_along_the_way_leave_no_trace(
    *, database: Database, story: list[tuple[int, str, float]], often: bool
) -> None:
    counter = Counter(database)
    day = 0.1
    cases = [counter.open(day) for _ in range(3)]
    for which, move, later in story:
        day += later
        moved(counter, cases[which], move, day)
        if often:
            sweep_all(database, at=MORNING + timedelta(days=day, minutes=1))
    end = MORNING + timedelta(days=day + 3)
    sweep_all(database, at=end)
    found = views(database, cases)

    rebuild_views(database)
    assert set(views(database, cases).values()) == {(None, None)}
    sweep_all(database, at=end)

    assert views(database, cases) == found
    for case, (on_way, ending) in found.items():
        told = case_times(database, case, at=end)
        assert (on_way is None) == (ending is not None)
        if on_way is not None and on_way.due is not None:
            assert told.promise is not None
            assert on_way.due == told.promise.due
        if ending is not None and ending.on_time is not None:
            assert told.promise is not None
            assert ending.on_time == (told.promise.breached_at is None)


def marks(database: Database, wanted: Wanted, at: datetime) -> list[board.Mark]:
    return list(database.store.read(lambda reader: board.marks(reader, wanted, at=at, limit=99)))


def test_a_case_moves_on_by_itself_between_two_looks(database: Database) -> None:
    """Percent from 0 to 155, never back, and in the zone that its percentage is of."""
    case = Counter(database).accepted(0)
    sweep_all(database, at=MORNING + timedelta(days=0.1))
    (told,) = views(database, [case]).values()
    assert told[0] is not None
    assert told[0].due is not None

    seen = []
    for hours in range(0, 24 * 20, 7):
        at = MORNING + timedelta(hours=hours)
        ((mark,), (group,)) = (
            marks(database, Wanted(reach=ALL), at),
            database.store.read(lambda reader, at=at: board.groups(reader, ALL, at=at)),
        )
        seen.append(mark.percent)
        low = {"fine": 0, "soon": 80, "late": 100}[mark.zone]
        assert mark.percent >= low
        assert (group.zone, group.count) == (mark.zone, 1)
        assert group.percent <= mark.percent < group.percent + board.BIN
        assert (mark.zone == "late") == (at > told[0].due)
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, board.FURTHEST)


def test_lists_have_as_many_as_is_counted_and_come_in_one_order(database: Database) -> None:
    counter = Counter(database)
    cases = [counter.accepted(day) for day in (0, 1, 2)] + [counter.open(3) for _ in range(3)]
    counter.do(Pause(case=cases[2], by=HEAD, reason=PauseReason.EXTERNAL_BODY), 2.1)
    at = MORNING + timedelta(days=8, hours=2)
    sweep_all(database, at=at)
    zones = (None, "late", "soon", "fine", "untimed")

    def asked(reader: Reader) -> None:
        groups = board.groups(reader, ALL, at=at)
        for zone in zones:
            wanted = Wanted(reach=ALL, zone=zone)  # type: ignore[arg-type]
            count = sum(one.count for one in groups if zone in {None, one.zone})
            whole = board.marks(reader, wanted, at=at, limit=99)
            assert len(whole) == count == board.count(reader, wanted, at=at)
            for size in (1, 2, 4):
                parts = (
                    board.marks(reader, wanted, at=at, limit=size, skip=skip)
                    for skip in range(0, 8, size)
                )
                assert tuple(one for part in parts for one in part) == whole
        nowhere = Reach(of=frozenset({(UnitId("lain"), None)}))
        assert board.groups(reader, nowhere, at=at) == ()
        assert board.opened_since(reader, ALL, since=MORNING + timedelta(days=3)) == 3
        assert board.opened_since(reader, nowhere, since=MORNING) == 0
        found = board.opened(reader, ALL, since=MORNING + timedelta(days=3), limit=2, skip=1)
        assert len(found) == 2
        for load in board_tasks.loads(reader, ALL, at=at):
            for overdue, count in ((False, load.held), (True, load.overdue)):
                wanted_tasks = TasksWanted(reach=ALL, person=load.person, overdue=overdue)
                assert board_tasks.count_tasks(reader, wanted_tasks, at=at) == count
                listed = board_tasks.tasks(reader, wanted_tasks, at=at, limit=99)
                assert len(listed) == count

    database.store.read(asked)


def test_old_endings_are_forgotten_in_whichever_order_they_come(database: Database) -> None:
    counter = Counter(database)
    old, young, younger = (counter.open(day) for day in (0, 60, 100))
    for case, day in ((old, 1), (young, 61), (younger, 101)):
        counter.do(Reject(case=case, by=HEAD, reason="Tidak"), day)
    end = MORNING + timedelta(days=102)
    sweep_all(database, at=end)
    kept = [one for one, (_, ending) in views(database, [old, young, younger]).items() if ending]
    assert kept == [young, younger]

    rebuild_views(database)
    sweep_all(database, at=end)

    again = [one for one, (_, ending) in views(database, [old, young, younger]).items() if ending]
    assert again == kept


def test_endings_are_counted_by_day_and_the_middle_one_is_the_median(database: Database) -> None:
    counter = Counter(database)
    for day in (1, 1.05, 2):
        counter.completed(day)
    late = counter.accepted(3)
    counter.do(Reject(case=late, by=HEAD, reason="Tidak"), 14)
    gone = counter.open(3)
    counter.do(Withdraw(case=gone, by=OFFICER, reason="Batal"), 14)
    sweep_all(database, at=MORNING + timedelta(days=15))
    since, until = date(2026, 11, 1), date(2027, 1, 1)

    def asked(reader: Reader) -> None:
        days = board_endings.days(reader, ALL, since=since)
        assert [(one.ended, one.timed, one.on_time) for one in days] == [
            (2, 2, 2),
            (1, 1, 1),
            (1, 1, 0),
        ]
        counts = {"timed": 4, "on_time": 3, "late": 1, "completed": 3}
        for which, count in counts.items():
            wanted = EndedWanted(reach=ALL, since=since, until=until, which=which)  # type: ignore[arg-type]
            ended = board_endings.ended(reader, wanted, limit=99)
            assert board_endings.count_ended(reader, wanted) == len(ended) == count
            if which == "completed":
                middle = sorted(one.worked for one in ended)[1]
        median = board_endings.median_worked(reader, ALL, since=since, until=until)
        assert median == middle
        assert board_endings.median_worked(reader, ALL, since=until, until=until) is None
        done = board_endings.done_steps(reader, ALL, since=MORNING, limit=99)
        assert {one.step for one in done} >= {"periksa", "telaah_teknis", "serah"}
        assert SopId("surat-uji") in {one.sop for one in done}

    database.store.read(asked)


def test_a_look_writes_what_is_new_and_nothing_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Counter(database).accepted(0.123456789)
    at = MORNING + timedelta(days=1)
    sweep_all(database, at=at)
    written: list[object] = []
    execute = Unit.execute

    def noting(unit: Unit, statement: Prepared, given: Mapping[str, object] = {}) -> None:
        if statement.on(unit.dialect).table == "pace":
            written.append(given)
        execute(unit, statement, given)

    monkeypatch.setattr(Unit, "execute", noting)

    def looked_at(unit: Unit, office: UnitId | None = None, version: int = 1) -> None:
        seen, stored = judge(database, unit, case, at=at), log.load(unit, case)
        assert seen.outlook is not None
        assert seen.outlook.pace is not None
        assert stored is not None
        state = replace(stored.state, version=version)
        pace.keep(unit, office or seen.unit, state, seen.outlook)

    database.store.write(looked_at)
    assert written == []

    database.store.write(lambda unit: looked_at(unit, UnitId("lain"), 2))
    (mark,) = marks(database, Wanted(reach=ALL), at)
    assert (mark.unit, mark.version, len(written)) == ("lain", 2, 1)


def test_the_turn_counts_on_with_every_look(database: Database) -> None:
    read = database.store.read
    assert read(pace.turn_of) == 0
    case = Counter(database).accepted(0)
    sweep_all(database, at=MORNING + timedelta(days=1))
    first = read(pace.turn_of)
    Counter(database).do(Reject(case=case, by=HEAD, reason="Tidak"), 1.1)
    sweep_all(database, at=MORNING + timedelta(days=2))

    assert 0 < first < read(pace.turn_of)
    assert read(pace.counts) == (0, 1)
    assert pace.instant_of(pace.second_of(MORNING)) == MORNING.astimezone(UTC)
