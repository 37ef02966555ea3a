"""The views follow from the events, whether kept along the way or rebuilt."""

from collections.abc import Callable

import pytest
from builders import (
    CASE,
    MONDAY,
    action,
    answer,
    human,
    person,
    workflow,
)
from cabinet import Cabinet, everything, keep, publish
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.commands import (
    SYSTEM,
    AnyCommand,
    Applicant,
    Assign,
    Claim,
    Comment,
    Complete,
    Delegate,
    FailAction,
    Migrate,
    OpenCase,
    Override,
    Pause,
    RecordAction,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Withdraw,
)
from engine.core.decide import decide
from engine.core.errors import CommandRefused, NotFound
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, StepId
from engine.core.state import CaseState
from engine.core.workflow import Workflow
from engine.store import projections, queries
from engine.store.rows import CaseRow, TaskRow
from engine.store.unit import SqliteStore, Store

RINI, SARI, CAMAT = person("rini"), person("sari", "kasi"), person("bayu", "camat")

FLOW = workflow(
    human("ajukan", role="pemohon", submission=True),
    human(
        "periksa",
        outcomes=(
            answer("lengkap", accepts_file=True),
            answer("kurang", "return", "ajukan", reason_required=True),
            answer("tolak", "end", result="rejected"),
        ),
    ),
    [[human("teliti", role="kasi")], [action("nomori"), human("catat")]],
    human("serahkan"),
)
NEXT = replace(
    workflow(
        human("ajukan", role="pemohon", submission=True),
        human("periksa", role="kasi", outcomes=(answer("lengkap"), answer("tolak", "end"))),
        [[human("teliti", role="kasi")], [human("timbang"), action("nomori"), human("catat")]],
        human("serahkan", role="camat"),
        version=2,
    ),
    hash="h2",
)


def tasks(store: Store) -> dict[tuple[str, int], TaskRow]:
    rows = store.read(lambda reader: queries.task_rows_of_case(reader, CASE))
    return {(row.step, row.visit): row for row in rows}


def case(store: Store) -> CaseRow:
    found = store.read(lambda reader: queries.case_row(reader, CASE))
    assert found is not None
    return found


def opened(store: Store) -> Cabinet:
    cabinet = Cabinet(store, FLOW)
    cabinet.open()
    return cabinet


def test_an_opened_case_and_its_tasks_are_listed(store: Store) -> None:
    opened(store)

    row, all_tasks = case(store), tasks(store)

    assert (row.sop, row.version, row.applicant, row.unit) == (
        "contoh",
        1,
        "Tini Suhartini",
        "kecamatan",
    )
    assert (row.result, row.closed_at, row.opened_at) == (None, None, MONDAY)
    assert all_tasks["ajukan", 1].status == "completed"
    assert all_tasks["periksa", 1].status == "open"
    assert (all_tasks["periksa", 1].role, all_tasks["periksa", 1].number) == ("loket", 2)


def test_a_claimed_task_names_its_holder_and_a_released_one_nobody(store: Store) -> None:
    cabinet = opened(store)

    cabinet.claim("periksa", RINI)
    held = tasks(store)["periksa", 1]
    cabinet.do(Release(case=CASE, by=RINI, activation=held.activation))
    free = tasks(store)["periksa", 1]

    assert (held.status, held.assignee, held.held_since) == ("held", "rini", held.held_since)
    assert held.held_since is not None
    assert (free.status, free.assignee, free.held_since) == ("open", None, None)


def test_a_finished_task_says_by_whom_how_and_when(store: Store) -> None:
    cabinet = opened(store)
    cabinet.claim("periksa", RINI)

    cabinet.complete("periksa", RINI, outcome=OutcomeId("kurang"), reason="KTP buram")

    done, again = tasks(store)["periksa", 1], tasks(store)["ajukan", 2]
    assert (done.status, done.outcome, done.finished_by) == ("returned", "kurang", "rini")
    assert done.assignee == "rini"
    assert done.finished_at == case(store).last_at
    assert (again.status, again.cause) == ("open", "return")


def test_an_automated_step_has_no_role_and_shows_its_incident(store: Store) -> None:
    cabinet = opened(store)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))
    number = cabinet.task("nomori")

    cabinet.do(FailAction(case=CASE, by=SYSTEM, activation=number, attempt=1, error="Mati"))
    tried = tasks(store)["nomori", 1]
    cabinet.do(
        FailAction(case=CASE, by=SYSTEM, activation=number, attempt=2, error="Mati", final=True)
    )
    failed = tasks(store)["nomori", 1]
    cabinet.do(RetryAction(case=CASE, by=RINI, activation=number))
    retried = tasks(store)["nomori", 1]
    cabinet.record("nomori")

    assert (tried.role, tried.automated, tried.incident) == (None, True, "")
    assert (failed.incident, retried.incident) == ("Mati", "")
    assert tasks(store)["nomori", 1].status == "recorded"


def test_a_case_that_ends_is_closed_and_what_was_open_is_cancelled(store: Store) -> None:
    cabinet = opened(store)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))

    cabinet.do(Reject(case=CASE, by=CAMAT, reason="Di luar wilayah"))

    assert (case(store).result, case(store).closed_at) == ("rejected", case(store).last_at)
    assert {row.status for row in tasks(store).values() if row.step in {"teliti", "nomori"}} == {
        "cancelled"
    }

    cabinet.do(Reopen(case=CASE, by=CAMAT, step=StepId("serahkan"), reason="Keberatan diterima"))

    assert (case(store).result, case(store).closed_at) == (None, None)
    assert tasks(store)["serahkan", 1].cause == "reopen"


def test_a_pause_shows_on_the_case(store: Store) -> None:
    cabinet = opened(store)

    cabinet.do(Pause(case=CASE, by=RINI, reason="payment"))  # type: ignore[arg-type]
    paused = case(store).pause
    cabinet.do(Resume(case=CASE, by=RINI))

    assert (paused, case(store).pause) == ("payment", None)


def test_a_skipped_task_says_so(store: Store) -> None:
    cabinet = opened(store)

    cabinet.do(
        Override(
            case=CASE,
            by=CAMAT,
            activation=cabinet.task("periksa"),
            mode="skip",
            reason="Sudah diperiksa",
            outcome=OutcomeId("lengkap"),
        )
    )

    assert tasks(store)["periksa", 1].status == "skipped"


def test_after_a_migration_open_tasks_are_those_of_the_new_version(store: Store) -> None:
    cabinet = opened(store)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))
    cabinet.record("nomori")
    cabinet.claim("catat", RINI)
    old = tasks(store)

    migrate = Migrate(case=CASE, by=CAMAT, version=2, reason="Perda baru")
    cabinet.do(migrate, target=NEXT)

    new = tasks(store)
    assert (old["catat", 1].version, old["catat", 1].number) == (1, 5)
    assert (new["catat", 1].version, new["catat", 1].number) == (2, 6)
    assert new["catat", 1].assignee == "rini"
    assert new["periksa", 1] == old["periksa", 1]
    assert (case(store).version, case(store).workflow) == (2, "h2")


def test_several_changes_in_one_append_leave_what_one_by_one_would(store: Store) -> None:
    """A command may say more than one thing of one task; the row shows the last of each."""
    publish(store, FLOW)
    decisions = []
    state: CaseState | None = None
    open_case = OpenCase(case=CASE, by=RINI, sop=FLOW.sop, applicant=Applicant(name="Tini"))
    for command in (
        open_case,
        Claim(case=CASE, by=RINI, activation=ActivationId(2)),
        Complete(case=CASE, by=RINI, activation=ActivationId(2), outcome=OutcomeId("tolak")),
    ):
        decisions.append(decide(FLOW, state, command, at=MONDAY))
        state = decisions[-1].state
    together = replace(
        decisions[-1],
        events=tuple(event for one in decisions for event in one.events),
        states=tuple(state for one in decisions for state in one.states),
    )

    store.write(lambda unit: keep(unit, FLOW, None, together))

    along = everything(store)
    assert tasks(store)["periksa", 1].assignee == "rini"
    projections.rebuild(store)
    assert everything(store) == along


def test_rebuilding_needs_every_version_that_a_case_ran_under(store: Store) -> None:
    opened(store)
    store.administer(
        lambda connection: connection.exec_driver_sql(
            "DROP TRIGGER sop_version_refuses_change ON sop_version"
            if connection.dialect.name == "postgresql"
            else "DROP TRIGGER sop_version_refuses_update"
        )
    )
    store.administer(
        lambda connection: connection.exec_driver_sql("UPDATE sop_version SET hash = 'gone'")
    )
    before = everything(store)

    with pytest.raises(NotFound, match="h1"):
        projections.rebuild(store)

    assert everything(store) == before


PEOPLE = st.sampled_from([RINI, person("dedi"), SARI, CAMAT])
ACTIVATIONS = st.integers(1, 12).map(ActivationId)
REASONS = st.sampled_from(["Sesuai", "Perlu diperbaiki", "Keberatan: 'é' %"])

Make = Callable[[], st.SearchStrategy[AnyCommand]]


def task_commands() -> st.SearchStrategy[AnyCommand]:
    def of(kind: type, **more: st.SearchStrategy[object]) -> st.SearchStrategy[AnyCommand]:
        base = {"case": st.just(CASE), "by": PEOPLE, "activation": ACTIVATIONS}
        return st.builds(kind, **(base | more))

    outcomes = st.sampled_from([None, "lengkap", "lengkap", "kurang", "tolak"])
    to = st.sampled_from([PersonId("rini"), PersonId("dedi")])
    return (
        of(Claim)
        | of(Complete, outcome=outcomes, reason=REASONS)
        | of(Complete, outcome=outcomes, reason=REASONS)
        | of(Assign, to=to, by=st.just(CAMAT))
        | of(Delegate, to=to)
        | of(Resolve)
        | of(Release)
        | of(RecordAction, by=st.just(SYSTEM))
        | of(FailAction, by=st.just(SYSTEM), attempt=st.integers(1, 3), error=REASONS,
             final=st.booleans())
        | of(RetryAction)
        | of(Override, by=st.just(CAMAT), reason=REASONS, outcome=outcomes,
             step=st.sampled_from([None, "serahkan", "periksa"]),
             mode=st.sampled_from(["skip", "reorder", "act_outside_role"]))
    )  # fmt: skip


def case_commands() -> st.SearchStrategy[AnyCommand]:
    def of(kind: type, **more: st.SearchStrategy[object]) -> st.SearchStrategy[AnyCommand]:
        base = {"case": st.just(CASE), "by": st.just(CAMAT)}
        return st.builds(kind, **(base | more))

    return (
        of(Comment, text=REASONS)
        | of(Pause, reason=st.sampled_from(["payment", "applicant"]))
        | of(Resume)
        | of(Withdraw, reason=REASONS)
        | of(Reopen, step=st.sampled_from(["periksa", "serahkan"]), reason=REASONS)
        | of(Migrate, version=st.just(2), reason=REASONS)
    )


HISTORIES = st.lists(task_commands() | task_commands() | case_commands(), max_size=40)


def play(store: Store, name: str, history: list[AnyCommand]) -> None:
    """Carry out what the core allows of a history."""
    flow, state = FLOW, None
    case_id = CaseId(name)
    begin: AnyCommand = OpenCase(
        case=case_id, by=RINI, sop=FLOW.sop, applicant=Applicant(name="Tini")
    )
    for command in (begin, *(replace(one, case=case_id) for one in history)):
        target: Workflow | None = NEXT if isinstance(command, Migrate) else None
        try:
            decision = decide(flow, state, command, at=MONDAY, target=target)
        except CommandRefused:
            continue
        flow, before, state = target or flow, state, decision.state
        store.write(lambda unit, f=flow, b=before, d=decision: keep(unit, f, b, d))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(histories=st.lists(HISTORIES, min_size=1, max_size=3))
def test_rebuilt_views_are_the_same_to_the_byte(
    sqlite_store: SqliteStore, histories: list[list[AnyCommand]]
) -> None:
    publish(sqlite_store, FLOW)
    publish(sqlite_store, NEXT)
    round_ = len(everything(sqlite_store))
    for number, history in enumerate(histories):
        play(sqlite_store, f"case{round_}-{number}", history)
    along = everything(sqlite_store)

    cases = projections.rebuild(sqlite_store)

    assert everything(sqlite_store) == along
    assert cases == len({row[0] for row in along})


def test_rebuilt_views_are_the_same_on_both_databases(store: Store) -> None:
    cabinet = opened(store)
    cabinet.claim("periksa", RINI)
    cabinet.complete("periksa", RINI, outcome=OutcomeId("lengkap"))
    cabinet.complete("teliti", SARI)
    migrate = Migrate(case=CASE, by=CAMAT, version=2, reason="Perda baru")
    cabinet.do(migrate, target=NEXT)
    cabinet.record("nomori")
    cabinet.complete("catat", RINI)
    cabinet.complete("serahkan", CAMAT)
    along = everything(store)
    assert case(store).result == "completed"

    assert projections.rebuild(store) == 1
    assert everything(store) == along
