"""The directory is changed by one command in one transaction, and believed as it is then."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from migrated import migrated_database, with_tables
from offices import MONDAY, sqlite_url
from staffing import COUNTER, DINAS, GOVERNMENT, UMI, appoint, dismiss, staff

from engine.core.commands import SYSTEM
from engine.core.directory import Directory
from engine.core.directory_commands import (
    AddPerson,
    AnyDirectoryCommand,
    GrantAssignment,
    LetGo,
)
from engine.core.directory_errors import HeldAlready, LastAdministrator, SelfGrant
from engine.core.directory_evolve import replay_directory
from engine.core.errors import AlreadySo, AlurError, NotFound
from engine.core.ids import PersonId, RoleId
from engine.core.standing import standings
from engine.service.database import Database, connect, prepare
from engine.service.directory import change, change_together, current, history

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return migrated_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with connect(with_tables(url)) as opened:
        prepare(opened)
        staff(opened)
        yield opened


def granting(person: str, role: str = "loket") -> GrantAssignment:
    return GrantAssignment(by=UMI, person=PersonId(person), role=RoleId(role), unit=DINAS)


def joining(name: str) -> AddPerson:
    return AddPerson(by=UMI, person=PersonId(name), name=name.title())


def test_what_was_asked_is_recorded_and_holds(database: Database) -> None:
    (recorded,) = change(database, granting("budi"), at=LATER)

    held = standings(current(database), PersonId("budi"), LATER)
    assert [(one.role, one.unit) for one in held] == [("loket", DINAS)]
    assert (recorded.by, recorded.at) == (UMI, LATER)
    assert history(database)[-1].recorded == recorded
    assert history(database, after=recorded.seq) == ()


def test_who_is_refused_has_changed_nothing(database: Database) -> None:
    before = current(database)

    with pytest.raises(SelfGrant):
        change(database, granting("umi"), at=LATER)
    with pytest.raises(NotFound):
        change(database, granting("nobody"), at=LATER)

    assert current(database) == before


def test_the_directory_can_be_made_anew_from_its_history(database: Database, url: str) -> None:
    dismiss(database, appoint(database, "budi", "loket", COUNTER))

    told = current(database)
    assert replay_directory(one.recorded for one in history(database)) == told
    with connect(url) as elsewhere:
        assert current(elsewhere) == told


def test_what_another_process_changed_is_seen_at_once(database: Database, url: str) -> None:
    with connect(url) as other:
        assert current(other).founded
        change(other, joining("tono"), at=LATER)

    assert PersonId("tono") in current(database).people
    change(database, granting("tono"), at=LATER)


def test_a_clock_set_back_does_not_make_history_run_backwards(database: Database) -> None:
    change(database, joining("tono"), at=LATER)
    (recorded,) = change(database, granting("tono"), at=MONDAY)

    assert recorded.at == LATER


def test_several_commands_are_carried_out_together_or_not_at_all(database: Database) -> None:
    before = current(database)

    with pytest.raises(AlreadySo):
        change_together(
            database,
            lambda _: (joining("tono"), granting("tono")),
            lambda there: [joining(name) for name in there.people],
            at=LATER,
        )
    assert current(database) == before

    recorded = change_together(
        database,
        lambda _: (joining("tono"),),
        lambda there: [granting(name) for name in there.people if name == "tono"],
        at=LATER,
    )
    assert [one.seq for one in recorded] == [before.seq + 1, before.seq + 2]


def test_what_was_kept_of_a_transaction_that_failed_is_not_believed(database: Database) -> None:
    def failing(_there: Directory) -> tuple[AnyDirectoryCommand, ...]:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        change_together(database, lambda _: (joining("tono"),), failing, at=LATER)

    assert PersonId("tono") not in current(database).people
    change(database, joining("tono"), at=LATER)


def at_once(databases: list[Database], command: Callable[[int], AnyDirectoryCommand]) -> list[str]:
    """What each is answered who asks at the same moment: the codes of refusals, or `done`."""
    ready = threading.Barrier(len(databases))
    answers: list[str] = []

    def ask(number: int) -> None:
        ready.wait(20)
        try:
            change(databases[number], command(number), at=LATER)
            answers.append("done")
        except AlurError as refusal:
            answers.append(type(refusal).__name__)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(databases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(answers)


def test_of_two_who_grant_the_same_the_second_is_judged_by_what_the_first_left(
    database: Database, url: str
) -> None:
    with connect(url) as other:
        answers = at_once([database, other], lambda _: granting("budi"))

    assert answers == [HeldAlready.__name__, "done"]


def test_two_administrators_do_not_let_each_other_go_at_the_same_moment(
    database: Database, url: str
) -> None:
    change(database, joining("tono"), at=MONDAY)
    appoint(database, "tono", "alur:administrator", GOVERNMENT)
    pair = (PersonId("umi"), PersonId("tono"))

    with connect(url) as other:
        answers = at_once([database, other], lambda number: LetGo(by=SYSTEM, person=pair[number]))

    assert answers == [LastAdministrator.__name__, "done"]


def test_many_who_change_different_things_all_get_their_turn(database: Database, url: str) -> None:
    before = current(database).seq
    with connect(url) as other:
        answers = at_once([database, other] * 4, lambda number: joining(f"orang{number}"))

    assert answers == ["done"] * 8
    assert [one.recorded.seq for one in history(database, after=before)] == list(
        range(before + 1, before + 9)
    )
