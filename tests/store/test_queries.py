"""Lists: the newest cases and the oldest tasks first, page by page, and only what was asked for."""

import re
from datetime import timedelta

import pytest
from builders import MONDAY, action, answer, human, person, workflow
from cabinet import keep, publish
from msgspec.structs import replace

from engine.core.commands import Actor, AnyCommand, Applicant, Claim, Complete, OpenCase, Reject
from engine.core.decide import decide
from engine.core.errors import NotFound
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.state import CaseState
from engine.core.workflow import Workflow
from engine.store import day, deviation_queries, effect_runs, queries, tallies
from engine.store.prepared import Prepared
from engine.store.queries import CaseQuery, CaseRows, TaskQuery, like_pattern
from engine.store.rows import StandingRow, TaskRow
from engine.store.unit import SqliteStore, Store

RINI, SARI = person("rini"), person("sari", "kasi")
FLOW = workflow(
    human("periksa", outcomes=(answer("ya"), answer("kurang", "return", "periksa"))),
    [[human("teliti", role="kasi")], [action("nomori")]],
)
OTHER = replace(workflow(human("catat"), sop=SopId("andal")), hash="h2")


class Office:
    """Opens cases an hour apart and acts on them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = MONDAY
        self.states: dict[CaseId, tuple[Workflow, CaseState]] = {}
        publish(store, FLOW)
        publish(store, OTHER)

    def open(self, name: str, applicant: str, *, flow: Workflow = FLOW) -> CaseId:
        self.now += timedelta(hours=1)
        case = CaseId(name)
        who = Applicant(name=applicant)
        self.do(OpenCase(case=case, by=RINI, sop=flow.sop, applicant=who), flow=flow)
        return case

    def do(self, command: AnyCommand, *, flow: Workflow = FLOW) -> None:
        flow, state = self.states.get(command.case, (flow, None))
        decision = decide(flow, state, command, at=self.now)
        self.store.write(lambda unit: keep(unit, flow, state, decision))
        self.states[command.case] = flow, decision.state

    def claim(self, case: CaseId, by: Actor) -> None:
        self.do(Claim(case=case, by=by, activation=ActivationId(1)))

    def finish(self, case: CaseId, outcome: str) -> None:
        number = self.states[case][1].active[0].id
        done = Complete(case=case, by=RINI, activation=number, outcome=OutcomeId(outcome))
        self.do(done)


@pytest.fixture
def office(store: Store) -> Office:
    """Five cases: c closed, a sent on to the next step, b held by Rini; e is of another SOP."""
    office = Office(store)
    for name, applicant in (("a1", "Tini"), ("a2", "Tono 100%"), ("b1", "tina_x"), ("c1", "Budi")):
        office.open(name, applicant)
    office.open("e1", "Éko/Tini", flow=OTHER)
    office.finish(CaseId("a1"), "ya")
    office.claim(CaseId("b1"), RINI)
    office.do(Reject(case=CaseId("c1"), by=person("bayu", "camat"), reason="Luar wilayah"))
    return office


def cases(office: Office, **asked: object) -> list[str]:
    return [row.id for row in page(office, **asked).items]


def page(office: Office, **asked: object) -> CaseRows:
    query = CaseQuery(**asked)  # type: ignore[arg-type]
    return office.store.read(lambda reader: queries.case_rows(reader, query))


def tasks(office: Office, **asked: object) -> list[str]:
    query = TaskQuery(**asked)  # type: ignore[arg-type]
    rows = office.store.read(lambda reader: queries.open_tasks(reader, query))
    return [f"{row.case_id} {row.step}" for row in rows]


def test_the_newest_case_comes_first(office: Office) -> None:
    assert cases(office) == ["e1", "c1", "b1", "a2", "a1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sop": "andal"}, ["e1"]),
        ({"status": "open"}, ["e1", "b1", "a2", "a1"]),
        ({"status": "closed"}, ["c1"]),
        ({"role": "kasi"}, ["a1"]),
        ({"role": "loket", "status": "open", "sop": "contoh"}, ["b1", "a2"]),
        ({"text": "TIN"}, ["e1", "b1", "a1"]),
        ({"text": "a1"}, ["a1"]),
        ({"text": "tin", "sop": "contoh"}, ["b1", "a1"]),
        ({"text": "%"}, ["a2"]),
        ({"text": "_"}, ["b1"]),
        ({"text": "/"}, ["e1"]),
        ({"text": "É"}, ["e1"]),
        ({"text": "' OR 1=1 --"}, []),
    ],
)
def test_only_what_was_asked_for_is_listed_and_counted(
    office: Office, asked: dict[str, object], found: list[str]
) -> None:
    rows = page(office, **asked)

    assert [row.id for row in rows.items] == found
    assert (rows.total, rows.more) == (len(found), False)


def test_pages_follow_one_another_without_gap_or_overlap(office: Office) -> None:
    first = page(office, limit=2)
    second = page(office, limit=2, after=first.items[-1].id)
    third = page(office, limit=2, after=second.items[-1].id)

    pages = (first, second, third)
    assert [[row.id for row in one.items] for one in pages] == [["e1", "c1"], ["b1", "a2"], ["a1"]]
    assert [one.more for one in pages] == [True, True, False]
    assert {one.total for one in pages} == {5}


def test_a_page_after_no_known_case_is_refused(office: Office) -> None:
    with pytest.raises(NotFound, match="z9"):
        page(office, after=CaseId("z9"))


def test_cases_opened_at_the_same_instant_are_paged_by_id(store: Store) -> None:
    office = Office(store)
    for name in ("d1", "d2", "d3"):
        office.open(name, "Tini")
        office.now -= timedelta(hours=1)

    assert cases(office) == ["d3", "d2", "d1"]
    assert cases(office, after=CaseId("d3"), limit=1) == ["d2"]


def test_a_case_is_found_by_its_id_or_how_it_begins(office: Office) -> None:
    def by(prefix: str) -> tuple[CaseId, ...]:
        return office.store.read(lambda reader: queries.cases_by_prefix(reader, prefix))

    assert by("a") == ("a1", "a2")
    assert by("a2") == ("a2",)
    assert by("z") == ()
    found = office.store.read(lambda reader: queries.case_row(reader, CaseId("a1")))
    assert found is not None
    assert found.applicant == "Tini"
    assert office.store.read(lambda reader: queries.case_row(reader, CaseId("a"))) is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a1 teliti", "a2 periksa", "b1 periksa", "e1 catat"]),
        ({"role": RoleId("loket")}, ["a2 periksa", "b1 periksa", "e1 catat"]),
        ({"role": RoleId("loket"), "unclaimed": True}, ["a2 periksa", "e1 catat"]),
        ({"role": RoleId("loket"), "sop": SopId("andal")}, ["e1 catat"]),
        ({"assignee": PersonId("rini")}, ["b1 periksa"]),
        ({"role": RoleId("kasi")}, ["a1 teliti"]),
        ({"role": RoleId("camat")}, []),
        ({"limit": 1, "sop": SopId("contoh")}, ["a2 periksa"]),
    ],
)
def test_tasks_that_wait_are_listed_the_oldest_first(
    office: Office, asked: dict[str, object], found: list[str]
) -> None:
    waiting = tasks(office, **asked)

    assert sorted(waiting) == sorted(found)


def test_a_task_that_waits_longer_comes_first(office: Office) -> None:
    assert tasks(office, role=RoleId("loket"))[:2] == ["a2 periksa", "b1 periksa"]


def test_what_is_open_in_several_cases_is_read_at_once(office: Office) -> None:
    asked = [CaseId(name) for name in ("a1", "c1", "e1")]

    found = office.store.read(lambda reader: queries.open_tasks_of(reader, asked))

    steps = {case: [row.step for row in rows] for case, rows in found.items()}
    assert steps == {"a1": ["teliti", "nomori"], "c1": [], "e1": ["catat"]}
    assert office.store.read(lambda reader: queries.open_tasks_of(reader, [])) == {}


def test_all_activations_of_a_case_are_read_in_order(office: Office) -> None:
    office.finish(CaseId("a2"), "kurang")

    def read(case: str) -> tuple[TaskRow, ...]:
        return office.store.read(lambda reader: queries.task_rows_of_case(reader, CaseId(case)))

    assert [(row.activation, row.visit, row.status) for row in read("a2")] == [
        (1, 1, "returned"),
        (2, 2, "open"),
    ]
    assert read("z9") == ()


def test_cases_are_counted_by_sop_and_standing(office: Office) -> None:
    office.finish(CaseId("a2"), "kurang")

    counted = office.store.read(tallies.tally)

    def events(*names: str) -> int:
        return sum(office.states[CaseId(name)][1].seq for name in names)

    assert set(counted) == {
        StandingRow(sop=SopId("andal"), result=None, cases=1, events=events("e1")),
        StandingRow(sop=SopId("contoh"), result=None, cases=3, events=events("a1", "a2", "b1")),
        StandingRow(sop=SopId("contoh"), result="rejected", cases=1, events=events("c1")),
    }
    assert office.store.read(tallies.count_returned) == 1
    standings = office.store.read(lambda reader: set(tallies.standings(reader)))
    assert standings == {(row.sop, row.result, row.cases) for row in counted}


@pytest.mark.parametrize(
    ("text", "pattern"), [("tini", "%tini%"), ("100%_/", "%100/%/_//%"), ("", "%%")]
)
def test_wildcards_of_like_are_characters(text: str, pattern: str) -> None:
    assert like_pattern(text) == pattern


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (queries._open_tasks(frozenset({"role"})), "task_role_index"),
        (queries._open_tasks(frozenset({"role", "unclaimed"})), "task_role_index"),
        (queries._open_tasks(frozenset({"assignee"})), "task_assignee_index"),
        (queries._case_list(frozenset()), "case_newest_index"),
        (queries._case_list(frozenset({"after"})), "case_newest_index"),
        (queries._case_list(frozenset({"sop"})), "case_sop_index"),
        (queries._case_list(frozenset({"open"})), "case_open_index"),
        (queries._case_list(frozenset({"role"})), "task_role_index"),
        (queries._case_count(frozenset({"role"})), "task_role_index"),
        (tallies._returned(None), "task_returned_index"),
        (effect_runs._untold, "effect_run_step_index"),
    ],
)
def test_a_list_is_read_from_its_index_and_costs_the_same_with_many_cases(
    sqlite_store: SqliteStore, statement: Prepared, index: str
) -> None:
    steps = plan_of(sqlite_store, statement)

    assert index in steps
    assert "SCAN task" not in steps.replace("SCAN task USING INDEX", "")
    assert "SCAN other" not in steps
    if "SEARCH case USING INDEX sqlite_autoindex_case_1 (id=?)" not in steps:  # few, then sorted
        assert "TEMP B-TREE" not in steps.replace("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY", "")


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (tallies._standings(None), "case_standing_index"),
        (queries._case_count(frozenset({"closed"})), "case_closed_index"),
        (day._closed, "case_closed_index"),
        (deviation_queries._count(frozenset({"standing"})), "deviation_newest_index"),
    ],
)
def test_what_is_counted_is_counted_in_an_index_and_reads_no_row(
    sqlite_store: SqliteStore, statement: Prepared, index: str
) -> None:
    assert f"USING COVERING INDEX {index}" in plan_of(sqlite_store, statement)


def plan_of(store: SqliteStore, statement: Prepared) -> str:
    spelled = statement.on("sqlite")
    given = dict.fromkeys(re.findall(r":(\w+)", spelled.text), "")
    plan = store.read(
        lambda reader: reader._run(f"EXPLAIN QUERY PLAN {spelled.text}", given).fetchall()
    )
    return " / ".join(row[-1] for row in plan)
