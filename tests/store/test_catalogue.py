"""A published SOP version stays; the highest is in force."""

import msgspec
import pytest
from builders import MONDAY, human, workflow
from msgspec.structs import replace
from sqlalchemy import insert

from engine.core.errors import AlreadySo, NotFound
from engine.core.ids import PersonId, SopId
from engine.core.workflow import Timing, Workflow
from engine.store import catalogue
from engine.store.prepared import Prepared
from engine.store.tables import SOP_VERSION
from engine.store.unit import Store

ONE = workflow(human("a"), human("b"))
TWO = replace(workflow(human("a")), version=2, hash="h2")
OTHER = replace(ONE, sop=SopId("andal"), hash="h3")


def publish(store: Store, flow: Workflow, text: str = "sop: contoh\n") -> None:
    store.write(lambda unit: catalogue.insert_sop(unit, flow, text, by=PersonId("umi"), at=MONDAY))


@pytest.fixture
def published(store: Store) -> Store:
    for flow in (ONE, TWO, OTHER):
        publish(store, flow)
    return store


def find(store: Store, sop: str, version: int | None = None) -> Workflow | None:
    return store.read(lambda reader: catalogue.find_workflow(reader, SopId(sop), version))


def test_a_workflow_comes_back_as_it_was_compiled(published: Store) -> None:
    assert find(published, "contoh", 1) == ONE
    assert published.read(lambda reader: catalogue.find_by_hash(reader, "h1")) == ONE


def test_without_a_version_the_highest_is_meant(published: Store) -> None:
    assert find(published, "contoh") == TWO


def test_what_is_not_published_is_not_found(published: Store) -> None:
    assert find(published, "contoh", 3) is None
    assert find(published, "lain") is None
    assert published.read(lambda reader: catalogue.find_text(reader, SopId("contoh"), 3)) is None
    with pytest.raises(NotFound, match="h9"):
        published.read(lambda reader: catalogue.find_by_hash(reader, "h9"))


def test_the_list_names_every_version_and_which_is_in_force(published: Store) -> None:
    rows = published.read(catalogue.list_sops)

    assert [(row.sop, row.version, row.in_force, row.steps) for row in rows] == [
        ("andal", 1, True, 2),
        ("contoh", 2, True, 1),
        ("contoh", 1, False, 2),
    ]
    assert (rows[0].title, rows[0].published_at, rows[0].published_by) == (ONE.title, MONDAY, "umi")


def test_the_text_is_kept_as_it_was_written(store: Store) -> None:
    text = "sop: contoh  # 100 % “asli”\n"
    publish(store, ONE, text)

    assert store.read(lambda reader: catalogue.find_text(reader, SopId("contoh"), 1)) == text


def test_a_version_is_published_once(published: Store) -> None:
    with pytest.raises(AlreadySo, match="contoh version 1"):
        publish(published, replace(ONE, hash="h7"))

    assert find(published, "contoh", 1) == ONE


def test_a_version_published_before_there_was_timing_has_the_usual_warnings(store: Store) -> None:
    compiled = msgspec.to_builtins(replace(ONE, timing=Timing(warnings=(10,))))
    assert compiled.pop("timing") == {"warnings": (10,)}
    row = {
        "sop": "contoh",
        "version": 1,
        "hash": "h1",
        "number": "1",
        "unit": "kecamatan",
        "title": '{"id":"Contoh"}',
        "steps": 2,
        "published_at": MONDAY,
        "published_by": "umi",
        "text": "sop: contoh\n",
        "workflow": msgspec.json.encode(compiled),
        "author": None,
    }
    older = Prepared(insert(SOP_VERSION))

    store.write(lambda unit: unit.execute(older, row))

    assert find(store, "contoh", 1) == ONE
    assert ONE.timing == Timing(warnings=(50, 80, 100))
