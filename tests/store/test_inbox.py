"""The views of the inbox follow from the events, and its lists are what the events say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from alembic.command import downgrade, upgrade
from alembic.config import Config
from builders import CASE, MONDAY, answer, human, person, workflow
from cabinet import Cabinet, keep, publish
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection

from engine.core.commands import (
    AnyCommand,
    Applicant,
    Assign,
    Claim,
    Comment,
    Complete,
    Delegate,
    Migrate,
    OpenCase,
    Pause,
    Release,
    Reopen,
    Resolve,
    Resume,
    Withdraw,
)
from engine.core.decide import decide
from engine.core.errors import CommandRefused
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId
from engine.core.priority import Urgency
from engine.core.state import CaseState
from engine.core.workflow import Workflow
from engine.store import inbox_lists, log, mentions, projections, urgencies
from engine.store import migrate as migrate_module
from engine.store.inbox_lists import WHOLE, InboxRow, Pile, Stretch
from engine.store.migrate import NEWEST
from engine.store.tables_inbox import INBOX, MENTION, REMARK_COUNT
from engine.store.unit import SqliteStore, Store

RINI, DEDI, CAMAT = person("rini"), person("dedi"), person("bayu", "camat")
FLOW = workflow(
    human("ajukan", role="pemohon", submission=True),
    human(
        "periksa",
        outcomes=(answer("lengkap"), answer("kurang", "return", "ajukan", reason_required=True)),
    ),
    [[human("teliti", role="kasi")], [human("catat")]],
)
NEXT = replace(
    workflow(
        human("ajukan", role="pemohon", submission=True),
        human("periksa", role="kasi", outcomes=(answer("lengkap"),)),
        [[human("teliti", role="kasi")], [human("catat", role="camat")]],
        version=2,
    ),
    hash="h2",
)
FREE = Pile(role=RoleId("loket"), unit=FLOW.unit)


def views(store: Store) -> list[tuple[object, ...]]:
    """All rows of the views of the inbox, in order."""
    return store.administer(
        lambda connection: [
            tuple(row)
            for table in (INBOX, MENTION, REMARK_COUNT)
            for row in connection.execute(table.select().order_by(*table.primary_key)).all()
        ]
    )


def listed(store: Store, pile: Pile, cut: Stretch = WHOLE) -> list[InboxRow]:
    found = store.read(lambda reader: inbox_lists.listed(reader, pile, cut, order="due", limit=100))
    counted = store.read(lambda reader: inbox_lists.counted(reader, pile, cut, most=100))
    assert counted == len(found)
    return list(found)


PEOPLE = st.sampled_from([RINI, DEDI, CAMAT])
TO = st.sampled_from([PersonId("rini"), PersonId("dedi")])
TEXTS = st.sampled_from(["Lihat @dedi dan @rini.", "surel ayu@kantor.id", "@dedi @dedi"])


def commands() -> st.SearchStrategy[AnyCommand]:
    def of(kind: type, **more: st.SearchStrategy[object]) -> st.SearchStrategy[AnyCommand]:
        return st.builds(kind, **({"case": st.just(CASE), "by": PEOPLE} | more))

    task = {"activation": st.integers(1, 8).map(ActivationId)}
    reason = {"reason": st.just("Sesuai")}
    camat = {"by": st.just(CAMAT)}
    return st.one_of(
        of(Claim, **task),
        of(Release, **task),
        of(Complete, **task, **reason, outcome=st.sampled_from([None, "lengkap", "kurang"])),
        of(Assign, **task, **camat, to=TO),
        of(Delegate, **task, to=TO),
        of(Resolve, **task),
        of(Comment, text=TEXTS),
        of(Pause, **camat, reason=st.sampled_from(["payment", "applicant"])),
        of(Resume, **camat),
        of(Withdraw, **camat, **reason),
        of(Reopen, **camat, **reason, step=st.just("periksa")),
        of(Migrate, **camat, **reason, version=st.just(2)),
    )


def play(store: Store, case: CaseId, history: list[AnyCommand]) -> None:
    """Carry out what the core allows of a history; a look tells of each task when it is due."""
    flow, state = FLOW, None
    begin = OpenCase(case=case, by=RINI, sop=FLOW.sop, applicant=Applicant(name="Tini"))
    for minutes, command in enumerate((begin, *(replace(one, case=case) for one in history))):
        target = NEXT if isinstance(command, Migrate) else None
        try:
            at = MONDAY + timedelta(minutes=minutes)
            decision = decide(flow, state, command, at=at, target=target)
        except CommandRefused:
            continue
        flow, before, state = target or flow, state, decision.state
        store.write(lambda unit, f=flow, b=before, d=decision: keep(unit, f, b, d))
        look(store, flow, state)


def look(store: Store, flow: Workflow, state: CaseState) -> None:
    del flow
    told = [
        Urgency(
            activation=one.id,
            due=None if one.id % 2 else MONDAY + timedelta(hours=one.id),
            first=one.id % 3 == 0,
        )
        for one in state.active
    ]
    store.write(lambda unit: urgencies.keep(unit, state.case, told))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(histories=st.lists(st.lists(commands(), max_size=20), min_size=1, max_size=3))
def test_rebuilt_views_are_the_same(
    sqlite_store: SqliteStore, histories: list[list[AnyCommand]]
) -> None:
    publish(sqlite_store, FLOW)
    publish(sqlite_store, NEXT)
    round_ = len(sqlite_store.read(lambda reader: list(log.case_ids(reader))))
    for number, history in enumerate(histories):
        play(sqlite_store, CaseId(f"case{round_}-{number}"), history)
    along = views(sqlite_store)

    projections.rebuild(sqlite_store)

    assert views(sqlite_store) == along


@pytest.fixture
def cabinet(store: Store) -> Cabinet:
    """A case whose first task waits at the counter."""
    cabinet = Cabinet(store, FLOW)
    cabinet.open()
    return cabinet


def test_a_task_lies_free_then_with_its_holder_and_with_whoever_lent_it(
    store: Store, cabinet: Cabinet
) -> None:
    (free,) = listed(store, FREE)
    cabinet.claim("periksa", RINI)
    (held,) = listed(store, Pile(held_by=PersonId("rini")))
    cabinet.do(Delegate(case=CASE, by=RINI, activation=held.activation, to=PersonId("dedi")))

    assert listed(store, FREE) == []
    assert listed(store, Pile(held_by=PersonId("rini"))) == []
    (lent,) = listed(store, Pile(awaited_by=PersonId("rini")))
    assert [one.assignee for one in (free, held, lent)] == [None, "rini", "dedi"]
    assert lent.sent_by == "rini"
    assert projections.rebuild(store) == 1
    assert listed(store, Pile(awaited_by=PersonId("rini"))) == [lent]


def test_what_a_deadline_and_a_pause_cut_is_counted_and_listed_alike(
    store: Store, cabinet: Cabinet
) -> None:
    (task,) = listed(store, FREE)
    due = MONDAY + timedelta(hours=2)
    told = [Urgency(activation=task.activation, due=due, first=True)]
    store.write(lambda unit: urgencies.keep(unit, CASE, told))
    now = Stretch(paused=False, first=True, since=MONDAY, until=due + timedelta(seconds=1))

    (pressing,) = listed(store, FREE, now)
    assert listed(store, FREE, replace(now, until=due)) == []
    assert (pressing.due, pressing.goes_first) == (due, True)
    assert now.spans(pressing)
    assert FREE.holds(pressing)

    cabinet.do(Pause(case=CASE, by=CAMAT, reason="payment"))
    assert listed(store, FREE, now) == []
    assert [one.activation for one in listed(store, FREE, Stretch(paused=True))] == [
        task.activation
    ]


def test_cases_are_gone_through_by_the_names_of_their_applicants(store: Store) -> None:
    publish(store, FLOW)
    publish(store, NEXT)
    for name in ("Citra", "Ani", "Budi"):
        begin = OpenCase(
            case=CaseId(name.lower()), by=RINI, sop=FLOW.sop, applicant=Applicant(name=name)
        )
        decision = decide(FLOW, None, begin, at=MONDAY, target=None)
        store.write(lambda unit, d=decision: keep(unit, FLOW, None, d))
    other = Pile(held_by=PersonId("dedi"), sop=FLOW.sop)

    found = store.read(
        lambda reader: inbox_lists.cases_by_name(reader, [(other, WHOLE), (FREE, WHOLE)], limit=2)
    )

    assert found == ("ani", "budi")
    like = inbox_lists.cases_like
    assert store.read(lambda reader: like(reader, [other, FREE], "BUD", limit=5)) == ("budi",)
    assert store.read(lambda reader: like(reader, [FREE], "I", limit=2)) == ("ani", "budi")
    assert store.read(lambda reader: like(reader, [other], "BUD", limit=5)) == ()
    assert store.read(lambda reader: like(reader, [], "BUD", limit=5)) == ()
    rows = store.read(lambda reader: inbox_lists.rows_of(reader, found))
    assert {row.case_id for row in rows} == {"ani", "budi"}
    names = store.read(lambda reader: inbox_lists.names_of(reader, found))
    assert names == {"ani": "Ani", "budi": "Budi"}
    come = store.read(
        lambda reader: inbox_lists.come_since(
            reader, FREE, MONDAY - timedelta(minutes=1), person=PersonId("dedi"), most=2
        )
    )
    assert come == 2


def test_whoever_is_named_reads_it_once(store: Store, cabinet: Cabinet) -> None:
    cabinet.do(Comment(case=CASE, by=RINI, text="Mohon dilihat, @dedi."))
    dedi = PersonId("dedi")

    def unread() -> int:
        return store.read(lambda reader: mentions.count_unread(reader, dedi, None, most=9))

    (told,) = store.read(lambda reader: mentions.newest(reader, dedi, None, unread=True, limit=9))
    assert (told.by, told.text, told.unread, unread()) == ("rini", "Mohon dilihat, @dedi.", True, 1)
    assert store.read(lambda reader: mentions.remarks_of(reader, [CASE])) == {CASE: 1}

    assert store.write(lambda unit: mentions.mark_read(unit, dedi, CASE))
    assert not store.write(lambda unit: mentions.mark_read(unit, dedi, CASE))
    assert unread() == 0
    projections.rebuild(store)
    assert unread() == 0
    cabinet.do(Comment(case=CASE, by=CAMAT, text="@dedi lagi"))
    assert unread() == 1
    assert not store.write(lambda unit: mentions.mark_read(unit, PersonId("rini"), CASE))


def test_a_finished_task_is_in_no_list(store: Store, cabinet: Cabinet) -> None:
    cabinet.claim("periksa", RINI)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))

    assert listed(store, Pile(held_by=PersonId("rini"))) == []
    assert [row.sop for row in listed(store, FREE)] == [FLOW.sop]  # the next one, "catat"


def at_revision(store: Store, step: Callable[[Config, str], None], revision: str) -> None:
    def job(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(migrate_module._MIGRATIONS))
        config.attributes["connection"] = connection
        step(config, revision)

    store.administer(job)


def test_cases_from_before_the_inbox_are_listed_in_it(store: Store, cabinet: Cabinet) -> None:
    cabinet.do(Comment(case=CASE, by=RINI, text="@dedi dan @sari, surel ayu@kantor.id"))
    cabinet.do(Comment(case=CASE, by=RINI, text="tanpa sebutan"))
    cabinet.claim("periksa", RINI)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))
    cabinet.claim("catat", RINI)
    (held,) = listed(store, Pile(held_by=PersonId("rini")))
    cabinet.do(Delegate(case=CASE, by=RINI, activation=held.activation, to=PersonId("dedi")))
    told = [Urgency(activation=held.activation, due=MONDAY + timedelta(hours=3), first=True)]
    store.write(lambda unit: urgencies.keep(unit, CASE, told))
    along = views(store)

    at_revision(store, downgrade, "0014")
    at_revision(store, upgrade, NEWEST)

    assert len(along) == 5
    assert views(store) == along
