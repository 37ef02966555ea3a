"""Exports: valid by the schemas of their standards, whole or not there, without anybody's data."""

import csv
import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import xmlschema
from builders import MONDAY
from jsonschema import Draft7Validator
from msgspec.structs import replace
from offices import HESTI, RINI, Office
from personal_office import FORM, NAME, SECRETS, a_personal_office, asked, closed
from playing import Stage, script
from postgres import fresh_database

from engine.core.commands import Attach, Comment, Reopen
from engine.core.errors import InputRefused
from engine.core.ids import CaseId, PersonId, SopId, StepId, UnitId
from engine.core.standing import Reach
from engine.service.database import Database
from engine.service.export_csv import CASE_COLUMNS, EVENT_COLUMNS
from engine.service.export_order import ExportOrder, ExportQuery
from engine.service.exporting import NoLongerWanted, export_file, export_to

FORMATS = Path(__file__).parents[1] / "formats"
JAKARTA = ZoneInfo("Asia/Jakarta")
ENDING = timedelta(hours=7)
OUTSIDE = "Wulan Kerabat"
"""Somebody outside the office, for whom an act is recorded at the counter."""
ALL: tuple[tuple[str, str, str], ...] = (
    ("xes", "", "log.xes"),
    ("ocel", "sqlite", "log.sqlite"),
    ("ocel", "json", "log.json"),
    ("csv", "events", "events.csv"),
    ("csv", "cases", "cases.csv"),
)


def order(kind: str = "xes", form: str = "", **more: object) -> ExportOrder:
    chosen: dict[str, object] = {"kind": kind, "form": form, "zone": JAKARTA, "at": MONDAY}
    return ExportOrder(**(chosen | more))  # type: ignore[arg-type]


def written(database: Database, kind: str = "xes", form: str = "", **more: object) -> bytes:
    out = BytesIO()
    export_to(database, order(kind, form, **more), out)
    return out.getvalue()


def trace_of(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  # our own


def values(element: ElementTree.Element) -> dict[str, str]:
    return {one.get("key", ""): one.get("value", "") for one in element if one.get("key")}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def as_log(content: bytes, folder: Path) -> sqlite3.Connection:
    file = folder / "read.sqlite"
    file.write_bytes(content)
    return sqlite3.connect(file)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A small office's three weeks: returns, deviations, linked cases, automated steps."""
    place = tmp_path_factory.mktemp("exported") / "alur.db"
    with closing(Stage(place, script(seed=11, cases=14))) as played:
        yield played


@pytest.fixture(scope="module")
def personal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One person's two cases, with comments, a document, somebody outside who acts."""
    folder = tmp_path_factory.mktemp("personal")
    with a_personal_office(f"sqlite:///{folder / 'alur.db'}") as office:
        lived(office)
        yield office


def lived(office: Office) -> tuple[CaseId, CaseId]:
    first = asked(office)
    outside = replace(RINI, acting_for=PersonId(OUTSIDE))
    office.do(Comment(case=first, by=outside, text=f"=Telepon dari {NAME}"))
    office.do(
        Attach(
            case=first,
            by=RINI,
            name=f"KTP {NAME}.pdf",
            media_type="application/pdf",
            size=9,
            sha256="ab" * 32,
        )
    )
    office.complete(first, "periksa", RINI, outcome="ya", form={"alamat": "Gang Kenari nomor 99"})
    closed(office, first)
    office.do(Reopen(case=first, by=HESTI, step=StepId("periksa"), reason="Keliru"))
    second = asked(office)
    closed(office, second)
    return first, second


def test_xes_fits_its_schema_and_every_event_of_the_cases_is_told(stage: Stage) -> None:
    content = written(stage.database)

    xmlschema.XMLSchema(FORMATS / "xes.xsd").validate(content.decode())
    log = trace_of(content)
    told = {values(one)["concept:name"]: one for one in log.iter("trace")}
    assert told.keys() == stage.histories.keys()
    silent = {"branch_arrived", "block_joined", "block_left"}
    for case, history in stage.histories.items():
        seqs = {int(values(one)["seq"]) for one in told[case].iter("event")}
        kinds = (str(one.event.__struct_config__.tag) for one in history)
        loud = {seq for seq, kind in enumerate(kinds, 1) if kind not in silent}
        assert seqs == loud


def test_in_xes_what_completes_was_started_and_offsets_are_those_of_the_office(
    stage: Stage,
) -> None:
    for trace in trace_of(written(stage.database)).iter("trace"):
        started: dict[str, datetime] = {}
        for event in (values(one) for one in trace.iter("event")):
            at = datetime.fromisoformat(event["time:timestamp"])
            assert at.utcoffset() == ENDING
            if event["lifecycle:transition"] == "start":
                started[event["concept:instance"]] = at
            if event["lifecycle:transition"] == "complete":
                assert started.pop(event["concept:instance"]) <= at


def test_xes_says_who_acted_in_which_role_of_which_unit(stage: Stage) -> None:
    histories = stage.histories
    for trace in trace_of(written(stage.database, people="id")).iter("trace"):
        history = histories[CaseId(values(trace)["concept:name"])]
        for event in (values(one) for one in trace.iter("event")):
            by = history[int(event["seq"]) - 1].by
            assert event["org:resource"] == by.person
            assert event.get("org:role") == by.role
            assert event.get("org:group") == by.unit


def test_ocel_as_json_fits_its_schema(stage: Stage) -> None:
    log = json.loads(written(stage.database, "ocel", "json"))

    schema = json.loads((FORMATS / "ocel-2.0.schema.json").read_text(encoding="utf-8"))
    Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER).validate(log)
    objects = {one["id"] for one in log["objects"]}
    assert len(objects) == len(log["objects"])
    for one in (*log["events"], *log["objects"]):
        assert {related["objectId"] for related in one["relationships"]} <= objects
    assert {one["type"] for one in log["objects"]} == {one["name"] for one in log["objectTypes"]}
    assert {one["type"] for one in log["events"]} == {one["name"] for one in log["eventTypes"]}


def test_ocel_as_a_database_has_its_tables_and_its_keys_hold(stage: Stage, tmp_path: Path) -> None:
    with closing(as_log(written(stage.database, "ocel", "sqlite"), tmp_path)) as log:
        assert log.execute("PRAGMA foreign_key_check").fetchall() == []
        assert log.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {name for (name,) in log.execute("SELECT name FROM sqlite_master")}
        maps = {"event": "event_map_type", "object": "object_map_type"}
        assert {*maps, *maps.values(), "event_object", "object_object"} <= tables
        for kind, table in maps.items():
            types = log.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            assert {f"{kind}_{mapped}" for _, mapped in types} <= tables
            for name, mapped in types:
                of_type = f"SELECT ocel_id FROM {kind} WHERE ocel_type = ?"  # noqa: S608
                of_table = f'SELECT DISTINCT ocel_id FROM "{kind}_{mapped}"'  # noqa: S608
                wanted = sorted(log.execute(of_type, (name,)).fetchall())
                assert sorted(log.execute(of_table).fetchall()) == wanted
        first = log.execute('PRAGMA table_info("object_case")').fetchall()[:3]
        assert [name for _, name, *_ in first] == ["ocel_id", "ocel_time", "ocel_changed_field"]


def test_both_forms_of_ocel_say_the_same(stage: Stage, tmp_path: Path) -> None:
    told = json.loads(written(stage.database, "ocel", "json"))
    with closing(as_log(written(stage.database, "ocel", "sqlite"), tmp_path)) as log:
        pairs = set(log.execute("SELECT * FROM event_object"))
        links = set(log.execute("SELECT * FROM object_object"))
        events = set(log.execute("SELECT ocel_id, ocel_type FROM event"))
    assert {(one["id"], one["type"]) for one in told["events"]} == events
    for items, known in ((told["events"], pairs), (told["objects"], links)):
        assert known == {
            (one["id"], related["objectId"], related["qualifier"])
            for one in items
            for related in one["relationships"]
        }


def test_an_object_changes_in_ocel_as_the_case_did(personal: Office, tmp_path: Path) -> None:
    (first, *_), found = cases_of(personal), json.loads(written(personal.database, "ocel", "json"))
    case = next(one for one in found["objects"] if one["id"] == f"case:{first}")
    statuses = [one["value"] for one in case["attributes"] if one["name"] == "status"]
    assert statuses == ["open", "closed", "open"]
    since = [one["time"] for one in case["attributes"] if one["name"] == "status"]
    assert since == sorted(since)
    assert since[0].startswith("1970-01-01")


def cases_of(office: Office) -> list[CaseId]:
    return [CaseId(one["case"]) for one in rows(written(office.database, "csv", "cases"))]


def test_a_case_that_another_called_is_linked_to_it_where_both_are_there(stage: Stage) -> None:
    log = json.loads(written(stage.database, "ocel", "json"))
    called = {
        (one["id"], related["objectId"])
        for one in log["objects"]
        for related in one["relationships"]
        if related["qualifier"] == "called by"
    }
    parents = {
        (f"case:{one['case']}", f"case:{one['parent']}")
        for one in rows(written(stage.database, "csv", "cases"))
        if one["parent"]
    }
    assert called == parents
    assert parents, "the demonstration calls cases"
    child = SopId(
        next(one["sop"] for one in rows(written(stage.database, "csv", "cases")) if one["parent"])
    )
    alone = json.loads(written(stage.database, "ocel", "json", query=ExportQuery(sops=(child,))))
    qualifiers = {r["qualifier"] for one in alone["objects"] for r in one["relationships"]}
    assert "called by" not in qualifiers


def test_csv_reads_back_row_by_row(stage: Stage) -> None:
    events = rows(written(stage.database, "csv", "events"))
    cases = rows(written(stage.database, "csv", "cases"))

    assert (tuple(events[0]), tuple(cases[0])) == (EVENT_COLUMNS, CASE_COLUMNS)
    assert {one["case"]: int(one["events"]) for one in cases} == {
        case: len(history) for case, history in stage.histories.items()
    }
    acts = Counter(one["case"] for one in events)
    xes = trace_of(written(stage.database)).iter("trace")
    assert acts == {values(one)["concept:name"]: len(list(one.iter("event"))) for one in xes}


def test_csv_ends_lines_as_its_paper_says_and_may_begin_as_excel_wants(stage: Stage) -> None:
    plain, marked = (written(stage.database, "csv", "cases", bom=bom) for bom in (False, True))

    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.count(b"\r\n") == plain.count(b"\n") == len(stage.histories) + 1


@pytest.mark.parametrize(("kind", "form", "_name"), ALL)
@pytest.mark.parametrize("people", ["id", "pseudonym"])
def test_nobodys_data_is_in_an_export(
    personal: Office, kind: str, form: str, _name: str, people: str
) -> None:
    content = written(personal.database, kind, form, people=people)

    for secret in (*SECRETS, OUTSIDE, "Warung", "Telepon dari", "KTP ", "sealed.", str(FORM["hp"])):
        assert secret.encode() not in content
    assert (RINI.person.encode() in content) == (people == "id" and form != "cases")


@pytest.mark.parametrize(("kind", "form", "_name"), ALL[:4])
def test_free_text_is_there_for_whoever_asks_for_it_and_harmless(
    personal: Office, kind: str, form: str, _name: str
) -> None:
    content = written(personal.database, kind, form, texts=True).decode(errors="replace")

    assert f"Telepon dari {NAME}" in content
    if kind == "csv":
        assert {
            one["words"][:2] for one in rows(content.encode()) if "Telepon" in one["words"]
        } == {"'="}


def test_one_persons_cases_share_a_pseudonym_that_tells_nothing(personal: Office) -> None:
    cases = rows(written(personal.database, "csv", "cases"))
    own = {one["applicant"] for one in cases if one["sop"] == "pribadi"}

    assert len(own) == 1
    assert own.pop().startswith("a-")


def test_pseudonyms_are_the_same_in_every_export_and_differ_by_person(stage: Stage) -> None:
    once, again = (
        rows(written(stage.database, "csv", "events", people="pseudonym")) for _ in range(2)
    )
    plain = rows(written(stage.database, "csv", "events"))

    assert once == again
    pairs = {(one["person"], other["person"]) for one, other in zip(plain, once, strict=True)}
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert ("", "") in pairs, "the system is nobody"


def test_who_acts_for_somebody_outside_the_office_does_not_name_them(personal: Office) -> None:
    acts = rows(written(personal.database, "csv", "events"))

    assert {one["instead_of"] for one in acts} == {""}


def filters() -> list[tuple[ExportQuery, Callable[[dict[str, str]], bool]]]:
    noon = datetime(2026, 11, 10, 5, tzinfo=UTC)

    def opened(one: dict[str, str]) -> datetime:
        return datetime.fromisoformat(one["opened_at"])

    def shut(one: dict[str, str]) -> datetime | None:
        return datetime.fromisoformat(one["closed_at"]) if one["closed_at"] else None

    return [
        (ExportQuery(only_closed=True), lambda one: shut(one) is not None),
        (ExportQuery(opened_from=noon), lambda one: opened(one) >= noon),
        (ExportQuery(opened_before=noon), lambda one: opened(one) < noon),
        (ExportQuery(closed_from=noon), lambda one: (shut(one) or MONDAY - 999 * ENDING) >= noon),
        (ExportQuery(closed_before=noon), lambda one: (shut(one) or MONDAY) < noon),
    ]


@pytest.mark.parametrize("number", range(5))
def test_a_filter_leaves_the_other_cases_out(stage: Stage, number: int) -> None:
    query, fits = filters()[number]
    every = rows(written(stage.database, "csv", "cases"))
    found = rows(written(stage.database, "csv", "cases", query=query))

    assert found == [one for one in every if fits(one)]
    assert 0 < len(found) < len(every)


def test_cases_are_chosen_by_sops_and_unit_and_never_beyond_reach(stage: Stage) -> None:
    every = rows(written(stage.database, "csv", "cases"))
    sops = tuple(sorted({SopId(one["sop"]) for one in every}))[:3]
    unit, sop = UnitId(every[0]["unit"]), SopId(every[0]["sop"])

    def found(**asked: object) -> list[dict[str, str]]:
        query = ExportQuery(**asked)  # type: ignore[arg-type]
        return rows(written(stage.database, "csv", "cases", query=query))

    assert found(sops=sops) == [one for one in every if one["sop"] in sops]
    assert found(unit=unit) == [one for one in every if one["unit"] == unit]
    assert found(reach=Reach(of=frozenset({(unit, sop)}))) == [
        one for one in every if (one["unit"], one["sop"]) == (unit, sop)
    ]
    assert found(reach=Reach()) == []


@pytest.mark.parametrize(("kind", "form", "name"), ALL)
def test_an_export_without_cases_is_a_log_that_programs_can_read(
    stage: Stage, kind: str, form: str, name: str, tmp_path: Path
) -> None:
    nowhere = ExportQuery(unit=UnitId("tidak-ada"))
    done = export_file(stage.database, order(kind, form, query=nowhere), tmp_path / name)

    assert (done.cases, done.events) == (0, 0)
    assert done.size == (tmp_path / name).stat().st_size > 0
    if kind == "xes":
        xmlschema.XMLSchema(FORMATS / "xes.xsd").validate(str(tmp_path / name))


@pytest.mark.parametrize(("kind", "form", "name"), ALL)
def test_a_file_that_ends_in_gz_is_the_same_zipped(
    stage: Stage, kind: str, form: str, name: str, tmp_path: Path
) -> None:
    export_file(stage.database, order(kind, form), tmp_path / f"{name}.gz")

    assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == written(
        stage.database, kind, form
    )


@pytest.mark.parametrize(("kind", "form", "name"), ALL)
def test_what_is_interrupted_leaves_nothing_and_what_was_there_before(
    stage: Stage, kind: str, form: str, name: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text("dulu", encoding="utf-8")

    def interrupt(done: int, total: int) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_file(stage.database, order(kind, form), file, tell=interrupt)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert file.read_text(encoding="utf-8") == "dulu"


def test_where_nothing_can_be_written_the_file_is_named(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="tidak-ada") as refused:
        export_file(stage.database, order(), tmp_path / "tidak-ada" / "log.xes")
    assert refused.value.filename == str(tmp_path / "tidak-ada" / "log.xes")


def test_it_is_said_how_far_it_is_and_nobody_need_wait_for_the_end(stage: Stage) -> None:
    told: list[tuple[int, int]] = []
    events = len(stage.events)

    export_to(stage.database, order(), BytesIO(), tell=lambda *far: told.append(far) is None)
    assert told[-1] == (events, events)
    with pytest.raises(NoLongerWanted):
        export_to(stage.database, order(), BytesIO(), tell=lambda *_: False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (order("xes", "json"), "form"),
        (order(query=ExportQuery(opened_from=MONDAY, opened_before=MONDAY)), "opened_before"),
        (order(query=ExportQuery(closed_from=MONDAY, closed_before=MONDAY)), "closed_before"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    stage: Stage, wrong: ExportOrder, field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        export_to(stage.database, wrong, BytesIO())
    assert refused.value.problems.keys() == {field}


def test_postgresql_gives_the_same_lines(postgres_url: str) -> None:
    with a_personal_office(fresh_database(postgres_url)) as office:
        first, second = lived(office)
        acts = rows(written(office.database, "csv", "events"))
        log = json.loads(written(office.database, "ocel", "json"))

    for case in (first, second):
        assert [int(one["number"]) for one in acts if one["case"] == case] == list(
            range(1, sum(one["case"] == case for one in acts) + 1)
        )
    assert len(log["events"]) == len(acts)


def test_a_disk_that_is_full_is_no_fault_of_the_database(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/dev/full")
    with pytest.raises(OSError, match="/dev/full"):
        export_to(stage.database, order("ocel"), BytesIO())


def test_more_cases_than_fit_into_a_page_come_all_and_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(stage.database, "csv", "events")
    monkeypatch.setattr("engine.store.exports._EVENTS_AT_ONCE", 60)
    assert written(stage.database, "csv", "events") == before
