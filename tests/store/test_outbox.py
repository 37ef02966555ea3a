"""Effects wait until somebody takes them, and go only when they are done."""

import threading
from datetime import timedelta

import sqlalchemy
from builders import CASE, MONDAY

from engine.core.effects import Effect, RunAction, TellParent, WakeAt
from engine.core.ids import ActivationId, CaseId
from engine.store import outbox
from engine.store.prepared import Prepared
from engine.store.rows import Backlog, PutOff, Waiting
from engine.store.tables import OUTBOX
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
        owner="satu",
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
    assert store.write(lambda unit: outbox.settle_held(unit, left))
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


def test_what_could_be_run_and_is_claimed_by_nobody_is_the_backlog(store: Store) -> None:
    now = MONDAY + 3 * MINUTE
    assert store.read(lambda reader: outbox.backlog(reader, now)) == Backlog(waiting=0, oldest=None)
    put(store, run(2), after=2 * MINUTE)
    put(store, run(1), after=MINUTE)
    put(store, run(3), after=4 * MINUTE)

    found = store.read(lambda reader: outbox.backlog(reader, now))

    assert found == Backlog(waiting=2, oldest=MONDAY + MINUTE)


def test_whoever_lost_a_claim_can_neither_settle_nor_hold_nor_give_back(store: Store) -> None:
    put(store, run(1))
    (stale,) = take(store, after=MINUTE)
    (held,) = take(store, after=MINUTE + LEASE, owner="dua")
    far = MONDAY + timedelta(days=1)

    assert not store.write(lambda unit: outbox.holds(unit, stale))
    assert not store.write(lambda unit: outbox.renew(unit, stale, until=far))
    assert not store.write(lambda unit: outbox.postpone(unit, stale, until=far))
    assert not store.write(lambda unit: outbox.settle_held(unit, stale))

    assert store.write(lambda unit: outbox.holds(unit, held))
    assert store.write(lambda unit: outbox.renew(unit, held, until=far))
    assert take(store, after=3 * LEASE) == ()
    assert store.write(lambda unit: outbox.settle_held(unit, held))


def test_an_effect_that_cannot_be_read_does_not_keep_the_others_back(store: Store) -> None:
    put(store, run(1), run(2))
    broken = sqlalchemy.update(OUTBOX).where(OUTBOX.c.activation == 1).values(payload="{")
    store.write(lambda unit: unit.execute(Prepared(broken)))

    first, second = take(store, after=MINUTE)

    assert first.effect is None
    assert second.effect == run(2)


def test_the_effects_of_one_case_can_be_taken_alone(store: Store) -> None:
    put(store, run(1))
    other = CaseId("another")
    store.write(lambda unit: outbox.enqueue(unit, other, (run(1),), MONDAY))

    taken = store.write(
        lambda unit: outbox.claim(unit, owner="satu", now=MONDAY, lease=LEASE, limit=5, case=other)
    )

    assert [one.case for one in taken] == [other]


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


def test_never_more_are_claimed_than_asked_for_whatever_the_planner_believes(
    store: Store,
) -> None:
    """PostgreSQL, told that the table holds one row, ran the subquery anew for each of them."""
    put(store, run(1))
    store.administer(lambda connection: connection.exec_driver_sql("ANALYZE outbox"))
    put(store, *(run(number) for number in range(2, 9)))

    assert len(take(store, after=MINUTE, limit=2)) == 2


def test_a_case_whose_time_was_set_ahead_does_not_wait_for_itself(store: Store) -> None:
    ahead = MONDAY + timedelta(days=3)
    store.write(lambda unit: outbox.enqueue(unit, CASE, (run(1),), ahead, now=MONDAY))

    (waiting,) = take(store, after=MINUTE)

    assert waiting.enqueued_at == ahead


def test_what_was_given_back_waits_for_its_next_attempt_and_nothing_else_does(store: Store) -> None:
    put(store, run(1), run(2))
    first, second = take(store, after=MINUTE)
    put(store, run(3))
    again = MONDAY + 5 * MINUTE

    def waiting() -> tuple[PutOff, ...]:
        return store.read(lambda reader: outbox.put_off(reader, CASE))

    assert waiting() == ()
    store.write(lambda unit: outbox.postpone(unit, second, until=again))
    (found,) = waiting()
    assert found == PutOff(
        activation=second.activation, kind="run_action", attempt=1, available_at=again
    )
    assert store.read(lambda reader: outbox.put_off(reader, CaseId("another"))) == ()
    assert first.activation != found.activation
