"""Attempts at effects: begun, ended once, told to Prefect, forgotten when they are old."""

from datetime import datetime, timedelta

import pytest
from builders import CASE, MONDAY
from run_rows import MINUTE, ONE, begin, end, row

from engine.core.effects import RunAction
from engine.core.ids import ActivationId, CaseId
from engine.store import effect_runs, outbox
from engine.store.rows import RunRow
from engine.store.unit import Store


def lose(store: Store, *, after: timedelta = MINUTE, kind: str = "run_action") -> None:
    store.write(lambda unit: effect_runs.lose(unit, CASE, ONE, kind=kind, at=MONDAY + after))


def of_step(store: Store, case: CaseId = CASE) -> tuple[RunRow, ...]:
    return store.read(lambda reader: effect_runs.of_step(reader, case, ONE))


def untold(store: Store, *, after: timedelta = timedelta(hours=1), limit: int = 10) -> list[str]:
    before = MONDAY + after
    found = store.read(lambda reader: effect_runs.untold(reader, before=before, limit=limit))
    return [one.id for one in found]


def lost(store: Store, since: datetime = MONDAY, kind: str = "run_action") -> int:
    return store.read(
        lambda reader: effect_runs.lost_since(reader, CASE, ONE, kind=kind, since=since)
    )


def test_an_attempt_comes_out_as_it_went_in(store: Store) -> None:
    run = row("r1", run="p1", told_at=MONDAY)
    begin(store, run, row("other", case_id=CaseId("another")))

    assert of_step(store) == (run,)
    assert store.read(effect_runs.running) == 2


def test_it_ends_once_with_the_instant_at_which_its_work_really_began(store: Store) -> None:
    begin(store, row("r1"))

    end(store, row("r1", started_at=MONDAY + MINUTE), after=2 * MINUTE, log="baik")
    end(store, row("r1"), "failed", after=3 * MINUTE)

    (ended,) = of_step(store)
    assert (ended.started_at, ended.ended_at) == (MONDAY + MINUTE, MONDAY + 2 * MINUTE)
    assert (ended.outcome, ended.log) == ("done", "baik")
    assert store.read(effect_runs.running) == 0


def test_what_was_given_up_for_lost_stays_lost(store: Store) -> None:
    begin(store, row("r1"), row("news", kind="tell_parent", step=None))

    lose(store)
    end(store, row("r1"), after=2 * MINUTE)

    by_id = {one.id: one.outcome for one in of_step(store)}
    assert by_id == {"r1": "lost", "news": "running"}


def test_lost_attempts_are_counted_by_kind_and_since_the_effect_was_put_out(store: Store) -> None:
    begin(store, row("r1"), row("r2", after=MINUTE), row("r3", kind="start_case"))
    lose(store)
    lose(store, kind="start_case")

    assert (lost(store), lost(store, MONDAY + MINUTE), lost(store, MONDAY + 2 * MINUTE)) == (
        2,
        1,
        0,
    )
    assert lost(store, kind="start_case") == 1


def test_what_ended_and_prefect_does_not_know_is_untold_the_first_ended_first(
    store: Store,
) -> None:
    runs = [row("late"), row("early"), row("going"), row("told", told_at=MONDAY)]
    begin(store, *runs)
    for run, after in zip(runs, (3 * MINUTE, MINUTE, None, MINUTE), strict=True):
        if after is not None:
            end(store, run, after=after)

    assert untold(store) == ["early", "late"]
    assert untold(store, limit=1) == ["early"]
    assert untold(store, after=2 * MINUTE) == ["early"]


def test_nothing_is_told_of_a_run_that_goes_on_or_has_just_ended(store: Store) -> None:
    first, second = row("first", run="p1"), row("second", run="p1", activation=ActivationId(2))
    begin(store, first, second)
    end(store, first)

    assert untold(store) == []
    end(store, second, after=5 * MINUTE)
    assert untold(store, after=2 * MINUTE) == []
    assert untold(store, after=5 * MINUTE) == ["first", "second"]


def test_what_prefect_shows_an_attempt_as_is_remembered(store: Store) -> None:
    begin(store, row("tied"), row("free"), row("refused"))
    for name in ("tied", "free", "refused"):
        end(store, row(name))

    store.write(lambda unit: effect_runs.tie(unit, "tied", to="p1"))
    for name, to in (("tied", "p2"), ("free", "p2"), ("refused", None)):
        store.write(
            lambda unit, run=name, to=to: effect_runs.told(unit, run, to=to, at=MONDAY + MINUTE)
        )

    by_id = {one.id: one for one in of_step(store)}
    assert {name: one.run for name, one in by_id.items()} == {
        "tied": "p1",
        "free": "p2",
        "refused": None,
    }
    assert {one.told_at for one in by_id.values()} == {MONDAY + MINUTE}
    assert untold(store) == []


def test_prefect_is_not_told_for_ever(store: Store) -> None:
    begin(store, row("old"), row("new", after=2 * MINUTE))
    end(store, row("old"))
    end(store, row("new", after=2 * MINUTE), after=3 * MINUTE)

    before = MONDAY + MINUTE
    store.write(lambda unit: effect_runs.give_up_telling(unit, before=before, at=before))

    assert untold(store) == ["new"]


def test_the_newest_come_first(store: Store) -> None:
    begin(store, row("a"), row("c", after=MINUTE), row("b", after=MINUTE))

    found = store.read(lambda reader: effect_runs.newest(reader, limit=2))

    assert [one.id for one in found] == ["c", "b"]


def test_old_attempts_that_are_over_are_forgotten_a_few_at_a_time(store: Store) -> None:
    old = [row(name) for name in ("a", "b", "c")]
    begin(store, *old, row("going"), row("young", after=2 * MINUTE))
    for one in old:
        end(store, one)
    end(store, row("young", after=2 * MINUTE), after=3 * MINUTE)

    def prune() -> int:
        return store.write(lambda unit: effect_runs.prune(unit, before=MONDAY + MINUTE, limit=2))

    assert [prune(), prune(), prune()] == [2, 1, 0]
    assert {one.id for one in of_step(store)} == {"going", "young"}


@pytest.mark.parametrize(
    ("owner", "attempt", "outcome"), [("a", 1, "running"), ("b", 1, "lost"), ("a", 2, "lost")]
)
def test_attempts_whose_effect_nobody_holds_any_more_are_closed_when_they_are_old(
    store: Store, owner: str, attempt: int, outcome: str
) -> None:
    held = RunAction(activation=ONE, action="coba")
    store.write(lambda unit: outbox.enqueue(unit, CASE, (held,), MONDAY))
    for _ in range(attempt):
        store.write(
            lambda unit: outbox.claim(unit, owner=owner, now=MONDAY, lease=timedelta(), limit=1)
        )
    begin(store, row("held"), row("gone", case_id=CaseId("another")), row("young", after=MINUTE))

    store.write(
        lambda unit: effect_runs.lose_abandoned(
            unit, before=MONDAY + MINUTE, at=MONDAY + 2 * MINUTE
        )
    )

    by_id = {one.id: one.outcome for one in of_step(store)}
    assert by_id == {"held": outcome, "young": "running"}
    (gone,) = of_step(store, CaseId("another"))
    assert (gone.outcome, gone.ended_at) == ("lost", MONDAY + 2 * MINUTE)


def test_the_attempts_of_a_case_are_those_of_all_its_steps_in_order(store: Store) -> None:
    begin(store, row("r2", activation=ActivationId(2), after=MINUTE), row("r1"))
    begin(store, row("elsewhere", case_id=CaseId("another")))

    found = store.read(lambda reader: effect_runs.of_case(reader, CASE))

    assert [one.id for one in found] == ["r1", "r2"]
