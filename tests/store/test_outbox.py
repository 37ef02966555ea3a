"""Effects wait until somebody takes them, and go only when they are done."""

import threading
from datetime import timedelta

from builders import CASE, MONDAY

from engine.core.effects import Effect, RunAction, TellParent, WakeAt
from engine.core.ids import ActivationId, CaseId
from engine.store import outbox
from engine.store.rows import Waiting
from engine.store.unit import Store

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


def run(number: int) -> RunAction:
    return RunAction(
        activation=ActivationId(number), action="issue_number", parameters={"register": "é %s"}
    )


def put(store: Store, *effects: Effect, after: timedelta = timedelta()) -> None:
    store.write(lambda unit: outbox.enqueue(unit, CASE, effects, MONDAY + after))


def take(
    store: Store, *, after: timedelta, limit: int = 10, owner: str = "satu"
) -> tuple[Waiting, ...]:
    now = MONDAY + after
    return store.write(
        lambda unit: outbox.claim(unit, owner=owner, now=now, lease=LEASE, limit=limit)
    )


def numbers(waiting: tuple[Waiting, ...]) -> list[int]:
    return [one.activation for one in waiting]


def test_an_effect_comes_out_as_it_went_in(store: Store) -> None:
    put(store, run(3))

    (waiting,) = take(store, after=MINUTE)

    assert waiting == Waiting(
        case=CASE,
        activation=ActivationId(3),
        kind="run_action",
        effect=run(3),
        attempt=1,
        enqueued_at=MONDAY,
        leased_until=MONDAY + MINUTE + LEASE,
    )


def test_the_longest_waiting_come_first_and_no_more_than_asked_for(store: Store) -> None:
    put(store, run(2), after=2 * MINUTE)
    put(store, run(1), after=MINUTE)
    put(store, run(3), after=3 * MINUTE)

    assert numbers(take(store, after=LEASE, limit=2)) == [1, 2]
    assert numbers(take(store, after=LEASE, limit=2)) == [3]


def test_what_is_not_due_is_left(store: Store) -> None:
    put(store, run(1), after=LEASE)

    assert take(store, after=MINUTE) == ()


def test_a_leased_effect_is_nobody_elses_until_the_lease_ends(store: Store) -> None:
    put(store, run(1))
    take(store, after=MINUTE)

    assert take(store, after=2 * MINUTE, owner="dua") == ()
    (again,) = take(store, after=MINUTE + LEASE, owner="dua")
    assert again.attempt == 2


def test_a_settled_effect_is_gone(store: Store) -> None:
    put(store, run(1), run(2))

    store.write(lambda unit: outbox.settle(unit, CASE, ActivationId(1)))

    assert numbers(take(store, after=MINUTE)) == [2]


def test_news_for_the_parent_outlive_the_step_of_the_same_number(store: Store) -> None:
    news = TellParent(activation=ActivationId(1), parent=CaseId("0parent"), result="completed")
    put(store, run(1), news)

    store.write(lambda unit: outbox.settle(unit, CASE, ActivationId(1)))

    (left,) = take(store, after=MINUTE)
    assert left.effect == news
    store.write(lambda unit: outbox.settle_waiting(unit, left))
    assert take(store, after=2 * LEASE) == ()


def test_a_postponed_effect_comes_back_when_it_is_time(store: Store) -> None:
    put(store, WakeAt(activation=ActivationId(1), until="2026-11-24"))
    (waiting,) = take(store, after=MINUTE)

    store.write(lambda unit: outbox.postpone(unit, waiting, until=MONDAY + timedelta(days=1)))

    assert take(store, after=timedelta(hours=23)) == ()
    assert numbers(take(store, after=timedelta(hours=24))) == [1]


def test_an_effect_asked_for_again_starts_anew(store: Store) -> None:
    put(store, run(1))
    take(store, after=MINUTE)

    put(store, run(1), after=2 * MINUTE)

    (waiting,) = take(store, after=2 * MINUTE)
    assert (waiting.attempt, waiting.enqueued_at) == (1, MONDAY + 2 * MINUTE)


def test_since_when_the_longest_waiting_waits(store: Store) -> None:
    assert store.read(outbox.oldest) is None
    put(store, run(2), after=2 * MINUTE)
    put(store, run(1), after=MINUTE)

    assert store.read(outbox.oldest) == MONDAY + MINUTE


def test_two_that_take_at_once_never_take_the_same(store: Store) -> None:
    put(store, *(run(number) for number in range(1, 41)))
    taken: list[int] = []
    ready = threading.Barrier(4)

    def work(owner: str) -> None:
        ready.wait(10)
        while waiting := take(store, after=MINUTE, limit=3, owner=owner):
            taken.extend(numbers(waiting))

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(taken) == len(set(taken))
    left = take(store, after=MINUTE, limit=100)  # whoever skips a locked row may stop early
    assert sorted([*taken, *numbers(left)]) == list(range(1, 41))
