"""The view of deviations: folded from events, kept along the way or rebuilt, and asked."""

from datetime import date, timedelta

import pytest
from builders import CASE, MONDAY, answer, human, person, workflow
from builders_deviations import (
    CAMAT,
    HALF_PAST_EIGHT,
    LATE,
    accepted,
    corrective,
    departed,
    late,
    time_passes,
    unmade,
)
from cabinet import Cabinet, everything, keep, publish
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.commands import AnyCommand, Applicant, Migrate, OpenCase
from engine.core.decide import decide
from engine.core.deviations import Clause, DeviationKind
from engine.core.errors import CommandRefused, NotFound
from engine.core.events import Recorded
from engine.core.evolve import evolve
from engine.core.ids import CaseId, DeviationId, OutcomeId, RoleId, SopId, StepId, UnitId
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.workflow import Workflow
from engine.store import projections
from engine.store.deviation_queries import (
    DeviationQuery,
    DeviationRows,
    deviation_groups,
    deviation_row,
    deviation_rows,
    deviations_of_case,
    reference_of,
)
from engine.store.deviations import deviations_after
from engine.store.rows import DeviationRow
from engine.store.unit import SqliteStore, Store

RINI = person("rini")
FLOW = workflow(
    human("periksa", outcomes=(answer("ya"), answer("kurang", "return", "periksa"))),
    human("sahkan", role="kasi"),
)
NEXT = replace(
    workflow(human("catat"), human("periksa", role="kasi"), human("sahkan"), version=2), hash="h2"
)
OTHER = replace(workflow(human("catat"), sop=SopId("andal"), unit=UnitId("dinas")), hash="h3")


def only(store: Store) -> DeviationRow:
    (row,) = store.read(lambda reader: deviations_of_case(reader, CASE))
    return row


def opened(store: Store) -> Cabinet:
    cabinet = Cabinet(store, FLOW)
    cabinet.open()
    return cabinet


def folded(*commands: AnyCommand, name: str = LATE) -> DeviationRow:
    """The row after these commands, by the fold alone."""
    state: CaseState | None = None
    history: list[Recorded] = []
    begin = OpenCase(case=CASE, by=RINI, sop=FLOW.sop, applicant=Applicant(name="Tini"))
    for minute, command in enumerate((begin, *commands)):
        decision = decide(FLOW, state, command, at=MONDAY + timedelta(minutes=minute))
        history += decision.events
        state = decision.state
    states: list[CaseState] = []
    for one in history:
        states.append(evolve(states[-1] if states else None, one))
    story = zip(history, states, strict=True)
    return deviations_after(lambda _: FLOW, {}, story)[DeviationId(name)]


def test_a_recorded_deviation_is_open_and_knows_its_place_in_the_sop() -> None:
    row = folded(time_passes(late()))

    assert (row.kind, row.status) == (DeviationKind.LATE_STEP, "open")
    assert (row.sop, row.version, row.unit) == ("contoh", 1, "kecamatan")
    assert (row.step, row.number, row.role) == ("periksa", 1, "loket")
    assert (row.at, row.recorded_at) == (
        HALF_PAST_EIGHT + timedelta(seconds=1),
        MONDAY + timedelta(minutes=1),
    )
    assert row.found == late().found


def test_what_concerns_the_whole_case_has_no_step() -> None:
    row = folded(time_passes(departed("late_case", 0, step=None)), name="late_case:0")

    assert (row.step, row.number, row.role) == (None, None, None)


def test_a_step_the_version_in_force_lacks_is_placed_by_the_clause() -> None:
    clause = Clause(says=Text(id="Lama"), row=7, role=RoleId("arsip"))

    row = folded(time_passes(late(step="lama", clause=clause)))

    assert (row.step, row.number, row.role) == ("lama", 7, "arsip")


def test_a_verdict_says_who_why_and_until_when() -> None:
    row = folded(time_passes(late()), corrective())

    assert (row.status, row.reason, row.owner) == ("corrective", "Loket kurang petugas", "budi")
    assert (row.due, row.decided_by) == (date(2026, 12, 1), "suryo")
    assert row.decided_at == MONDAY + timedelta(minutes=2)


def test_a_later_verdict_replaces_an_earlier() -> None:
    row = folded(time_passes(late()), corrective(), accepted())

    assert (row.status, row.reason) == ("accepted", "Listrik padam")
    assert (row.owner, row.due) == (None, None)


def test_a_withdrawn_deviation_has_no_verdict() -> None:
    row = folded(time_passes(late()), corrective(), time_passes(unmade()))

    assert (row.status, row.reason, row.owner, row.due) == ("withdrawn", "", None, None)
    assert (row.decided_at, row.decided_by) == (None, None)


def test_a_deviation_recorded_again_is_open_again() -> None:
    again = late(visits=2)

    row = folded(time_passes(late()), accepted(), time_passes(unmade()), time_passes(again))

    assert (row.status, row.reason, row.found.visits) == ("open", "", 2)


def test_the_view_follows_each_event(store: Store) -> None:
    cabinet = opened(store)
    seen = []

    for command in (
        time_passes(late()),
        corrective(),
        time_passes(unmade()),
        time_passes(late()),
        accepted(),
    ):
        cabinet.do(command)
        seen.append(only(store).status)

    assert seen == ["open", "corrective", "withdrawn", "open", "accepted"]
    assert only(store).found == late().found


def test_events_that_say_nothing_of_deviations_leave_the_view_alone(store: Store) -> None:
    cabinet = opened(store)

    cabinet.complete("periksa", RINI, outcome=OutcomeId("ya"))

    assert store.read(lambda reader: deviations_of_case(reader, CASE)) == ()


def test_several_events_of_one_command_leave_what_one_by_one_would(store: Store) -> None:
    cabinet = opened(store)
    cabinet.do(time_passes(late(), departed("repeated", 1), unmade()))
    along = everything(store)

    assert {row.id: row.status for row in rows(store)} == {
        "late_step:1": "withdrawn",
        "repeated:1": "open",
    }
    projections.rebuild(store)
    assert everything(store) == along


def rows(store: Store) -> tuple[DeviationRow, ...]:
    return store.read(lambda reader: deviations_of_case(reader, CASE))


def test_rebuilt_deviations_are_the_same_on_both_databases(store: Store) -> None:
    cabinet = opened(store)
    cabinet.do(time_passes(late(), departed("late_case", 0, step=None)))
    cabinet.do(corrective())
    cabinet.do(Migrate(case=CASE, by=CAMAT, version=2, reason="Perda baru"), target=NEXT)
    cabinet.do(time_passes(departed("repeated", 1), unmade("late_case:0")))
    along = everything(store)
    by_id = {row.id: row for row in rows(store)}

    assert (by_id[LATE].version, by_id[LATE].number, by_id[LATE].role) == (1, 1, "loket")
    repeated = next(row for name, row in by_id.items() if name == "repeated:1")
    assert (repeated.version, repeated.number, repeated.role) == (2, 2, "kasi")
    assert projections.rebuild(store) == 1
    assert everything(store) == along


FOUND = st.sampled_from(
    [late(), late(2), departed("late_case", 0, step=None), unmade(), unmade("late_step:2")]
)
COMMANDS = st.lists(
    st.lists(FOUND, min_size=1, max_size=4).map(lambda found: time_passes(*found))
    | st.sampled_from([LATE, "late_step:2", "late_case:0"]).map(corrective)
    | st.sampled_from([LATE, "late_step:2"]).map(accepted),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(commands=COMMANDS)
def test_rebuilt_deviations_are_the_same_to_the_byte(
    sqlite_store: SqliteStore, commands: list[AnyCommand]
) -> None:
    publish(sqlite_store, FLOW)
    case = CaseId(f"case{len(everything(sqlite_store))}")
    begin = OpenCase(case=case, by=RINI, sop=FLOW.sop, applicant=Applicant(name="Tini"))
    state: CaseState | None = None
    for command in (begin, *(replace(one, case=case) for one in commands)):
        try:
            decision = decide(FLOW, state, command, at=MONDAY)
        except CommandRefused:
            continue
        before, state = state, decision.state
        sqlite_store.write(lambda unit, b=before, d=decision: keep(unit, FLOW, b, d))
    along = everything(sqlite_store)

    projections.rebuild(sqlite_store)

    assert everything(sqlite_store) == along


class Office:
    """Cases whose deviations are an hour apart."""

    def __init__(self, store: Store) -> None:
        self.store = store
        publish(store, FLOW)
        publish(store, OTHER)
        self.states: dict[CaseId, tuple[Workflow, CaseState]] = {}

    def do(self, command: AnyCommand, flow: Workflow = FLOW) -> None:
        flow, state = self.states.get(command.case, (flow, None))
        decision = decide(flow, state, command, at=MONDAY)
        self.store.write(lambda unit: keep(unit, flow, state, decision))
        self.states[command.case] = flow, decision.state

    def open(self, name: str, flow: Workflow = FLOW) -> CaseId:
        case = CaseId(name)
        self.do(OpenCase(case=case, by=RINI, sop=flow.sop, applicant=Applicant(name="T")), flow)
        return case


@pytest.fixture
def office(store: Store) -> Office:
    """a: late step (corrective), late case; b: repeated (accepted), withdrawn; c: of andal."""
    office = Office(store)
    a, b, c = office.open("a"), office.open("b"), office.open("c", OTHER)
    hour = timedelta(hours=1)
    office.do(time_passes(late(at=MONDAY), case=a))
    office.do(time_passes(departed("late_case", 0, step=None, at=MONDAY + hour), case=a))
    office.do(time_passes(departed("repeated", 2, step="sahkan", at=MONDAY + 2 * hour), case=b))
    office.do(time_passes(late(3, at=MONDAY + 3 * hour), case=b))
    office.do(time_passes(departed("backdated", 4, step="catat", at=MONDAY + 3 * hour), case=c))
    office.do(corrective(case=a, due=date(2026, 12, 1)))
    office.do(accepted("repeated:2", case=b))
    office.do(time_passes(unmade("late_step:3"), case=b))
    return office


def page(office: Office, **asked: object) -> DeviationRows:
    query = DeviationQuery(**asked)  # type: ignore[arg-type]
    return office.store.read(lambda reader: deviation_rows(reader, query))


def named(office: Office, **asked: object) -> list[str]:
    return [reference_of(row) for row in page(office, **asked).items]


STANDING = ["c/backdated:4", "b/repeated:2", "a/late_case:0", "a/late_step:1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, STANDING),
        ({"status": "any"}, ["c/backdated:4", "b/late_step:3", *STANDING[1:]]),
        ({"status": "open"}, ["c/backdated:4", "a/late_case:0"]),
        ({"status": "withdrawn"}, ["b/late_step:3"]),
        ({"status": "accepted"}, ["b/repeated:2"]),
        ({"status": "corrective"}, ["a/late_step:1"]),
        ({"sop": SopId("andal")}, ["c/backdated:4"]),
        ({"unit": UnitId("dinas")}, ["c/backdated:4"]),
        ({"step": StepId("sahkan")}, ["b/repeated:2"]),
        ({"role": RoleId("loket")}, ["c/backdated:4", "a/late_step:1"]),
        ({"kind": DeviationKind.LATE_CASE}, ["a/late_case:0"]),
        ({"case": CaseId("a")}, ["a/late_case:0", "a/late_step:1"]),
        ({"since": MONDAY + timedelta(hours=2)}, ["c/backdated:4", "b/repeated:2"]),
        ({"until": MONDAY + timedelta(hours=1)}, ["a/late_step:1"]),
        ({"due_before": date(2026, 12, 2)}, ["a/late_step:1"]),
        ({"due_before": date(2026, 12, 1)}, []),
        ({"case": CaseId("a"), "status": "open", "sop": SopId("contoh")}, ["a/late_case:0"]),
    ],
)
def test_only_what_was_asked_for_is_listed_and_counted(
    office: Office, asked: dict[str, object], found: list[str]
) -> None:
    listed = page(office, **asked)
    query = DeviationQuery(**asked)  # type: ignore[arg-type]
    groups = office.store.read(lambda reader: deviation_groups(reader, query))

    assert [reference_of(row) for row in listed.items] == found
    assert (listed.total, listed.more) == (len(found), False)
    assert sum(group.count for group in groups) == len(found)


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_pages_leave_nothing_out_and_show_nothing_twice(office: Office, size: int) -> None:
    seen: list[str] = []
    while True:
        asked = page(office, status="any", limit=size, after=seen[-1] if seen else "")
        seen += [reference_of(row) for row in asked.items]
        assert asked.total == 5
        if not asked.more:
            break

    assert seen == named(office, status="any")


@pytest.mark.parametrize("after", ["a/late_step:9", "zzz/late_step:1", "late_step:1", "/"])
def test_a_page_after_nothing_is_refused(office: Office, after: str) -> None:
    with pytest.raises(NotFound, match="deviation"):
        page(office, after=after)


def test_deviations_are_counted_by_what_they_have_in_common(office: Office) -> None:
    query = DeviationQuery(status="any", limit=1, after="a/late_case:0")

    groups = office.store.read(lambda reader: deviation_groups(reader, query))

    assert {(one.sop, one.kind.value, one.status): one.count for one in groups} == {
        ("andal", "backdated", "open"): 1,
        ("contoh", "late_case", "open"): 1,
        ("contoh", "late_step", "corrective"): 1,
        ("contoh", "late_step", "withdrawn"): 1,
        ("contoh", "repeated", "accepted"): 1,
    }


def test_one_is_found_by_case_and_id(office: Office) -> None:
    found = office.store.read(lambda reader: deviation_row(reader, CaseId("a"), LATE))
    none = office.store.read(lambda reader: deviation_row(reader, CaseId("c"), LATE))

    assert found is not None
    assert (found.case_id, found.found.case, found.owner) == ("a", "a", "budi")
    assert none is None
