"""Drafts in the store: one of each person at each place, forgotten by place or by age."""

from datetime import timedelta

from builders import MONDAY

from engine.core.ids import PersonId
from engine.store import drafts
from engine.store.drafts import SealedDraft
from engine.store.unit import Store

RINI, HESTI = PersonId("rini"), PersonId("hesti")
TASK = "/cases/a/tasks/1"


def keep(store: Store, person: PersonId, place: str, sealed: bytes, days: int = 0) -> None:
    draft = SealedDraft(sealed=sealed, saved_at=MONDAY + timedelta(days=days))
    store.write(lambda unit: drafts.keep(unit, person, place, draft))


def found(store: Store, person: PersonId, place: str = TASK) -> bytes | None:
    kept = store.read(lambda reader: drafts.find(reader, person, place))
    return None if kept is None else kept.sealed


def test_the_newest_of_a_place_takes_the_place_of_the_one_before(store: Store) -> None:
    keep(store, RINI, TASK, b"one")
    keep(store, RINI, TASK, b"two", days=1)
    keep(store, HESTI, TASK, b"hers")

    assert (found(store, RINI), found(store, HESTI)) == (b"two", b"hers")
    assert found(store, RINI, "elsewhere") is None
    kept = store.read(lambda reader: drafts.find(reader, RINI, TASK))
    assert kept is not None
    assert kept.saved_at == MONDAY + timedelta(days=1)


def test_one_is_forgotten_alone_and_those_of_a_place_together(store: Store) -> None:
    for person in (RINI, HESTI):
        keep(store, person, TASK, b"x")
        keep(store, person, "elsewhere", b"y")

    assert store.write(lambda unit: drafts.drop(unit, RINI, "elsewhere"))
    assert not store.write(lambda unit: drafts.drop(unit, RINI, "elsewhere"))
    store.write(lambda unit: drafts.drop_place(unit, TASK))

    assert found(store, RINI) is found(store, HESTI) is None
    assert found(store, HESTI, "elsewhere") == b"y"


def test_what_is_old_goes_and_what_is_not_stays(store: Store) -> None:
    for days, place in enumerate(("a", "b", "c")):
        keep(store, RINI, place, b"x", days=days)
    before = MONDAY + timedelta(days=2)

    assert store.write(lambda unit: drafts.prune(unit, before=before)) == 2
    assert [found(store, RINI, place) for place in ("a", "b", "c")] == [None, None, b"x"]
