"""The only door for commands."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url

from engine.core.commands import Actor, Claim, Comment, Complete
from engine.core.errors import (
    AlurError,
    InputRefused,
    KeyReused,
    NotFound,
    TaskNotOpen,
    WrongRole,
)
from engine.core.ids import CaseId, PersonId
from engine.service.execute import execute
from engine.service.queries import read_history, show_case, tally


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        yield made


def test_a_case_is_served_from_its_opening_to_its_end(office: Office) -> None:
    case = office.open()

    office.claim(case, "terima", RINI)
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="tidak")
    office.complete(case, "terima", RINI)
    receipt = office.complete(case, "periksa", HESTI, outcome="ya")

    view = show_case(office.database, case)
    assert [(task.step, task.visit, task.status) for task in view.tasks] == [
        ("terima", 1, "completed"),
        ("periksa", 1, "returned"),
        ("terima", 2, "completed"),
        ("periksa", 2, "completed"),
        ("nomor", 1, "open"),
    ]
    assert view.accepted_at is not None
    assert view.head == receipt.head
    assert view.summary.seq == receipt.seq == len(read_history(office.database, case))


def test_of_two_officers_who_complete_one_task_at_once_one_wins_and_the_other_learns_who(
    office: Office,
) -> None:
    case = office.open()
    activation = office.task(case, "terima")
    barrier = threading.Barrier(2)
    answers: dict[str, object] = {}

    def officer(name: str) -> None:
        by = Actor(person=PersonId(name), role=RINI.role, via="test")
        command = Complete(case=case, by=by, activation=activation)
        barrier.wait()
        try:
            answers[name] = execute(office.database, command, at=office.now)
        except AlurError as refusal:
            answers[name] = refusal

    threads = [threading.Thread(target=officer, args=(name,)) for name in ("rini", "budi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    refused = [answer for answer in answers.values() if isinstance(answer, TaskNotOpen)]
    (refusal,) = refused
    winner = next(name for name, answer in answers.items() if answer is not refusal)
    assert refusal.by == winner
    assert refusal.at == office.now
    kinds = [type(entry.recorded.event).__name__ for entry in read_history(office.database, case)]
    assert kinds.count("StepCompleted") == 1


def test_the_same_key_gives_the_same_answer_once(office: Office) -> None:
    case = office.open()
    remark = Comment(case=case, by=RINI, text="Foto menyusul")

    first = office.do(remark, key="k-1")
    again = office.do(remark, key="k-1")

    assert (again.events, again.head, again.seq) == (first.events, first.head, first.seq)
    assert (first.repeated, again.repeated) == (False, True)
    assert show_case(office.database, case).summary.seq == first.seq


def test_opening_again_with_the_same_key_opens_no_second_case(office: Office) -> None:
    first = office.do(office.opening(), key="open-1")
    again = office.do(office.opening(), key="open-1")

    assert again.case == first.case
    assert tally(office.database).total == 1


def test_a_key_used_for_another_command_is_refused(office: Office) -> None:
    case = office.open()
    office.do(Comment(case=case, by=RINI, text="Satu"), key="k-1")

    with pytest.raises(KeyReused):
        office.do(Comment(case=case, by=RINI, text="Dua"), key="k-1")


def test_a_refused_command_uses_up_no_key(office: Office) -> None:
    case = office.open()
    with pytest.raises(InputRefused):
        office.do(Comment(case=case, by=RINI, text=" "), key="k-1")

    receipt = office.do(Comment(case=case, by=RINI, text="Ada"), key="k-1")

    assert not receipt.repeated


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_that_is_none_is_refused(office: Office, key: str) -> None:
    with pytest.raises(InputRefused):
        office.do(office.opening(), key=key)


def test_a_refusal_appends_nothing(office: Office) -> None:
    case = office.open()
    before = read_history(office.database, case)

    with pytest.raises(WrongRole):
        office.claim(case, "terima", HESTI)

    assert read_history(office.database, case) == before


def test_a_case_that_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.do(Claim(case=CaseId("0000000000000000"), by=RINI, activation=1))  # type: ignore[arg-type]


def test_an_unknown_sop_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound) as refusal:
        office.open("tidak-ada")

    assert "alur sop list" in refusal.value.hint


def test_many_officers_at_once_lose_and_double_nothing(office: Office) -> None:
    cases = [office.open() for _ in range(8)]

    def serve(case: CaseId) -> None:
        for number in range(10):
            remark = Comment(case=case, by=RINI, text=f"Catatan {number}")
            execute(office.database, remark, at=MONDAY, key=f"{case}/{number}")
            execute(office.database, remark, at=MONDAY, key=f"{case}/{number}")

    threads = [threading.Thread(target=serve, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for case in cases:
        history = read_history(office.database, case)
        assert [entry.recorded.seq for entry in history] == list(range(1, len(history) + 1))
        assert sum(type(one.recorded.event).__name__ == "CommentAdded" for one in history) == 10
