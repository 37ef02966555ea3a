"""Lists leave out what is beyond reach: in the database, page by page, and in every count."""

from datetime import timedelta

import pytest
from builders import MONDAY, human, person, workflow
from cabinet import keep, publish
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from engine.core.commands import AnyCommand, Applicant, OpenCase
from engine.core.decide import decide
from engine.core.errors import NotFound
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.workflow import Workflow
from engine.store import deviation_queries, incidents, notices, queries, tallies
from engine.store.calendars import moves_of
from engine.store.deviation_queries import DeviationQuery
from engine.store.incidents import IncidentQuery
from engine.store.notices import NoticeQuery
from engine.store.prepared import Prepared
from engine.store.queries import CaseQuery, TaskQuery
from engine.store.reach import Within, limited, within
from engine.store.rows import NoticeRow
from engine.store.tables import CASE
from engine.store.unit import SqliteStore, Store

RINI = person("rini")
NOTHING = Reach()
EVERYTHING = Reach(everything=True)


def flow(sop: str, unit: str, *, version: int = 1) -> Workflow:
    made = workflow(human("catat"), sop=SopId(sop))
    return replace(made, unit=UnitId(unit), version=version, hash=f"{sop}-{version}")


HERE = flow("surat", "kecamatan")
ELSEWHERE = flow("izin", "dinas")
MOVED = flow("surat", "dinas", version=2)
"""The same SOP, since its second version another unit's."""


def of(*pairs: tuple[str, str | None]) -> Reach:
    return Reach(of=frozenset((UnitId(unit), sop and SopId(sop)) for unit, sop in pairs))


@pytest.fixture
def office(store: Store) -> Store:
    for number, (name, one) in enumerate(
        [("aaaa1", HERE), ("aaaa2", ELSEWHERE), ("aaab1", HERE), ("aaac1", MOVED)]
    ):
        publish(store, one)
        command = OpenCase(
            case=CaseId(name), by=RINI, sop=one.sop, applicant=Applicant(name=f"Tini {name}")
        )
        carry_out(store, one, command, hours=number)
    return store


def carry_out(store: Store, one: Workflow, command: AnyCommand, *, hours: int) -> None:
    decision = decide(one, None, command, at=MONDAY + timedelta(hours=hours))
    store.write(lambda unit: keep(unit, one, None, decision))


def cases(store: Store, reach: Reach | None, **asked: object) -> tuple[list[str], int]:
    query = CaseQuery(reach=reach, **asked)  # type: ignore[arg-type]
    page = store.read(lambda reader: queries.case_rows(reader, query))
    return [row.id for row in page.items], page.total


@pytest.mark.parametrize(
    ("reach", "found"),
    [
        (None, ["aaac1", "aaab1", "aaaa2", "aaaa1"]),
        (EVERYTHING, ["aaac1", "aaab1", "aaaa2", "aaaa1"]),
        (of(("kecamatan", None), ("dinas", None)), ["aaac1", "aaab1", "aaaa2", "aaaa1"]),
        (of(("kecamatan", None)), ["aaab1", "aaaa1"]),
        (of(("dinas", None)), ["aaac1", "aaaa2"]),
        (of(("dinas", "surat")), ["aaac1"]),
        (of(("dinas", "izin")), ["aaaa2"]),
        (of(("kecamatan", "izin")), []),
        (NOTHING, []),
    ],
)
def test_cases_are_listed_and_counted_within_reach(
    office: Store, reach: Reach | None, found: list[str]
) -> None:
    assert cases(office, reach) == (found, len(found))


def test_pages_go_on_within_reach_and_no_case_beyond_it_marks_a_place(office: Store) -> None:
    seen = of(("kecamatan", None))

    assert cases(office, seen, limit=1) == (["aaab1"], 2)
    assert cases(office, seen, limit=1, after="aaab1") == (["aaaa1"], 2)
    with pytest.raises(NotFound, match="aaaa2"):
        cases(office, seen, after="aaaa2")


def test_what_is_asked_for_and_reach_limit_together(office: Store) -> None:
    seen = of(("dinas", None))

    assert cases(office, seen, sop="surat", status="open", text="tini", role="loket")[1] == 1


def test_the_beginning_of_an_id_is_looked_for_within_reach(office: Store) -> None:
    seen = of(("kecamatan", None))

    found = office.read(lambda reader: queries.cases_by_prefix(reader, "aaaa", reach=seen))

    assert found == ("aaaa1",)


def test_tasks_tallies_and_standings_are_within_reach(office: Store) -> None:
    seen = of(("dinas", None))
    tasks = office.read(lambda reader: queries.open_tasks(reader, TaskQuery(reach=seen)))

    assert [one.case_id for one in tasks] == ["aaaa2", "aaac1"]
    limits = office.read(lambda reader: within(reader, seen))
    counted = office.read(lambda reader: tallies.tally(reader, limits))
    assert {(one.sop, one.cases) for one in counted} == {("izin", 1), ("surat", 1)}
    standings = office.read(lambda reader: set(tallies.standings(reader, limits)))
    assert {(sop, count) for sop, _, count in standings} == {("izin", 1), ("surat", 1)}
    assert office.read(lambda reader: tallies.count_returned(reader, limits)) == 0


def test_notices_are_those_about_cases_within_reach(office: Store) -> None:
    rows = [notice(f"n{case}", case) for case in ("aaaa1", "aaaa2")]
    office.write(lambda unit: notices.put_up(unit, rows))
    seen = of(("kecamatan", None))

    listed = office.read(lambda reader: notices.list_notices(reader, NoticeQuery(reach=seen)))

    assert [one.notice.id for one in listed] == ["naaaa1"]
    assert office.read(lambda reader: notices.find(reader, "naaaa1", reach=seen))
    assert office.read(lambda reader: notices.find(reader, "naaaa2", reach=seen)) is None


def notice(name: str, case: str) -> NoticeRow:
    return NoticeRow(
        id=name,
        case_id=CaseId(case),
        unit=UnitId("kecamatan"),
        role=RINI.role or "",
        words="Halo",
        link="",
        at=MONDAY,
    )


def test_where_there_is_nothing_reach_makes_no_difference(office: Store) -> None:
    seen = of(("dinas", "surat"))

    assert (
        office.read(
            lambda reader: deviation_queries.deviation_rows(reader, DeviationQuery(reach=seen))
        ).items
        == ()
    )
    assert (
        office.read(
            lambda reader: deviation_queries.deviation_groups(reader, DeviationQuery(reach=seen))
        )
        == ()
    )
    assert (
        office.read(lambda reader: incidents.incident_rows(reader, IncidentQuery(reach=seen))).items
        == ()
    )
    assert office.read(lambda reader: moves_of(reader, "x", 2, limit=5, reach=seen)).total == 0


@given(some.integers(min_value=0, max_value=40), some.integers(min_value=0, max_value=40))
def test_few_shapes_serve_everybody(sops: int, pairs: int) -> None:
    names = tuple(SopId(f"sop-{number}") for number in range(sops))
    limits = Within(sops=names, pairs=tuple(f"dinas sop-{number}" for number in range(pairs)))

    room, places = limits.shape

    assert room in {0, 1, 2, 4, 8, 16, 32, 64}
    assert room >= sops
    assert places in {0, 1, 2, 4, 8, 16, 32, 64}
    assert places >= pairs
    assert len(limits.given()) == room + places
    assert set(names) <= set(limits.given().values())


def test_cases_of_few_sops_are_counted_in_an_index(sqlite_store: SqliteStore) -> None:
    statement = queries._case_count(frozenset(), (2, 0))
    spelled = statement.on("sqlite")
    given = dict.fromkeys(("within_sop_0", "within_sop_1"), "")

    plan = sqlite_store.read(
        lambda reader: reader._run(f"EXPLAIN QUERY PLAN {spelled.text}", given).fetchall()
    )

    assert "SEARCH case USING COVERING INDEX case_s" in " / ".join(row[-1] for row in plan)


def test_without_limits_a_statement_has_no_condition() -> None:
    assert limited(CASE, None) == ()
    assert isinstance(queries._case_list(frozenset(), None), Prepared)
