"""Many who ask at the same moment: one effect for one key, one winner for one task."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import RINI, Office, an_office, sqlite_url

from engine.core.commands import Actor, AnyCommand, Claim, Comment, Complete, OpenCase
from engine.core.errors import AlurError, KeyReused, TaskHeldByAnother, TaskNotOpen
from engine.core.ids import PersonId
from engine.service import mint
from engine.service.execute import execute
from engine.service.queries import read_history, tally
from engine.service.views import Receipt

CLIENTS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        yield made


def at_once(
    office: Office, command: Callable[[int], AnyCommand], *, clients: int = CLIENTS, key: str | None
) -> list[Receipt | AlurError]:
    """What each of many clients is answered, who all ask at the same moment."""
    barrier = threading.Barrier(clients)
    answers: dict[int, Receipt | AlurError] = {}

    def ask(number: int) -> None:
        wanted = command(number)
        barrier.wait()
        try:
            answers[number] = execute(office.database, wanted, at=office.now, key=key)
        except AlurError as refusal:
            answers[number] = refusal

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(clients)]


def receipts(answers: list[Receipt | AlurError]) -> list[Receipt]:
    assert [one for one in answers if isinstance(one, AlurError)] == []
    return [one for one in answers if isinstance(one, Receipt)]


def somebody(number: int) -> Actor:
    return Actor(person=PersonId(f"petugas{number}"), role=RINI.role, via="test")


@pytest.mark.parametrize("attempt", range(3))
def test_one_key_sent_many_times_at_once_opens_one_case(office: Office, attempt: int) -> None:
    def opening(_: int) -> OpenCase:
        return office.opening(case=mint.case_id(office.now))

    answered = receipts(at_once(office, opening, key=f"open-{attempt}"))

    assert len({(one.case, one.seq, one.head) for one in answered}) == 1
    assert Counter(one.repeated for one in answered) == {True: CLIENTS - 1, False: 1}
    assert tally(office.database).total == 1


@pytest.mark.parametrize("attempt", range(3))
def test_one_key_sent_many_times_at_once_says_one_thing(office: Office, attempt: int) -> None:
    remark = Comment(case=office.open(), by=RINI, text="Foto menyusul")

    answered = receipts(at_once(office, lambda _: remark, key=f"remark-{attempt}"))

    assert len({one.head for one in answered}) == 1
    kinds = Counter(type(one.recorded.event) for one in read_history(office.database, remark.case))
    assert [count for kind, count in kinds.items() if kind.__name__ == "CommentAdded"] == [1]


def test_a_claim_that_is_repeated_at_once_is_granted_every_time(office: Office) -> None:
    case = office.open()
    claim = Claim(case=case, by=RINI, activation=office.task(case, "terima"))

    answered = receipts(at_once(office, lambda _: claim, key="claim"))

    assert {one.seq for one in answered} == {answered[0].seq}


def test_of_two_commands_under_one_key_at_once_only_one_is_carried_out(office: Office) -> None:
    case = office.open()

    answers = at_once(
        office, lambda number: Comment(case=case, by=RINI, text=f"Nomor {number % 2}"), key="k"
    )

    refused = [one for one in answers if isinstance(one, AlurError)]
    assert {type(one) for one in refused} == {KeyReused}
    assert len(refused) == CLIENTS / 2
    assert len({one.head for one in answers if isinstance(one, Receipt)}) == 1


@pytest.mark.parametrize(("kind", "refusal"), [(Claim, TaskHeldByAnother), (Complete, TaskNotOpen)])
def test_of_many_officers_at_once_one_gets_the_task(
    office: Office, kind: type[Claim | Complete], refusal: type[AlurError]
) -> None:
    case = office.open()
    activation = office.task(case, "terima")

    answers = at_once(
        office,
        lambda number: kind(case=case, by=somebody(number), activation=activation),
        clients=2 * CLIENTS,
        key=None,
    )

    assert Counter(type(one) for one in answers) == {Receipt: 1, refusal: 2 * CLIENTS - 1}
