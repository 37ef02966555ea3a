"""Deviations as readers get them: in the words of the SOP, with evidence and verdicts."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders_deviations import accepted, corrective, departed, late, time_passes, unmade
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url

from engine.core.commands import Dispose
from engine.core.deviations import DeviationKind
from engine.core.errors import AlreadySo, InputRefused, NotFound, PowerMissing
from engine.core.ids import CaseId, DeviationId, StepId
from engine.service.deviation_views import DeviationFilter, DeviationPage
from engine.service.deviations import count_deviations, list_deviations, show_deviation
from engine.service.upkeep import rebuild_views

LATE = DeviationId("late_step:2")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        yield made


def listed(office: Office, **asked: object) -> DeviationPage:
    return list_deviations(office.database, DeviationFilter(**asked))  # type: ignore[arg-type]


def test_a_deviation_is_listed_in_the_words_of_the_sop(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(2, step="terima"), case=case))

    (one,) = listed(office).items

    assert (one.case, one.id, one.kind, one.status) == (case, LATE, "late_step", "open")
    assert (one.sop, one.version, one.unit) == ("surat", 1, "dinas")
    assert one.title.in_language("en") == "Letter surat"
    assert (one.number, one.activity and one.activity.id) == (1, "Menerima berkas")
    assert (one.role, one.role_title and one.role_title.id) == ("loket", "Petugas Loket")
    assert (one.found.case, one.found.standard) == (case, late().found.standard)


def test_what_concerns_the_case_or_no_known_step_has_no_words_of_a_row(office: Office) -> None:
    case = office.open()
    office.do(
        time_passes(
            departed("late_case", 0, step=None), departed("unknown_step", 1, step="x"), case=case
        )
    )

    assert [(one.activity, one.role_title) for one in listed(office).items] == [(None, None)] * 2


def test_a_deviation_is_shown_with_all_that_the_history_says_of_it(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(2, step="terima"), departed("repeated", 2), case=case))
    office.do(corrective(LATE, by=HESTI, case=case))
    office.do(accepted("repeated:2", by=HESTI, case=case))
    office.do(accepted(LATE, by=HESTI, case=case))
    office.do(time_passes(unmade(LATE), case=case))

    view = show_deviation(office.database, CaseId(case[:12]), LATE)

    kinds = [str(one.recorded.event.__struct_config__.tag) for one in view.told]
    assert kinds == [
        "deviation_recorded",
        "deviation_disposed",
        "deviation_disposed",
        "deviation_withdrawn",
    ]
    assert view.summary.status == "withdrawn"
    assert view.workflow.sop == "surat"
    assert all(len(one.hash) == 64 for one in view.told)


def test_a_verdict_shows_and_can_be_changed(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(2), case=case))

    office.do(corrective(LATE, by=HESTI, case=case))
    (mended,) = listed(office, due_before=date(2026, 12, 2)).items
    office.do(accepted(LATE, by=HESTI, case=case))
    (stands,) = listed(office).items

    assert (mended.status, mended.owner, mended.due) == ("corrective", "budi", date(2026, 12, 1))
    assert (stands.status, stands.owner, stands.reason) == ("accepted", None, "Listrik padam")
    assert stands.decided_by == "hesti"


def test_only_who_may_decides_and_only_about_what_there_is(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(2), departed("repeated", 2), case=case))
    office.do(time_passes(unmade("repeated:2"), case=case))
    without_owner = Dispose(
        case=case, by=HESTI, deviation=LATE, verdict="corrective", reason="Kurang petugas"
    )

    for command, refusal in (
        (accepted(LATE, by=RINI, case=case), PowerMissing),
        (accepted("late_step:7", by=HESTI, case=case), NotFound),
        (accepted("repeated:2", by=HESTI, case=case), AlreadySo),
        (without_owner, InputRefused),
    ):
        with pytest.raises(refusal):
            office.do(command)

    assert [one.status for one in listed(office).items] == ["open"]


def test_pages_go_on_where_the_last_one_ended(office: Office) -> None:
    case = office.open()
    for number in range(1, 6):
        at = MONDAY + timedelta(hours=number)
        office.do(time_passes(late(number, at=at), case=case))

    first = listed(office, limit=2)
    second = listed(office, limit=2, after=first.next)
    last = listed(office, limit=2, after=second.next)

    assert first.next == f"{case}/late_step:4"
    assert [one.id[-1] for one in (*first.items, *second.items, *last.items)] == [*"54321"]
    assert (first.total, last.total, last.next) == (5, 5, None)


def test_a_case_is_named_by_the_beginning_of_its_id(office: Office) -> None:
    case, other = office.open(), office.open()
    office.do(time_passes(late(2), case=case))
    office.do(time_passes(late(2), case=other))

    assert [one.case for one in listed(office, case=CaseId(case)).items] == [case]
    counts = count_deviations(office.database, DeviationFilter(case=CaseId(other)))
    assert counts.total == 1
    with pytest.raises(NotFound, match="case"):
        listed(office, case=CaseId("zzzz"))


@pytest.mark.parametrize("name", ["late_step:9", "nothing"])
def test_what_is_not_there_is_not_found(office: Office, name: str) -> None:
    case = office.open()

    with pytest.raises(NotFound, match="deviation"):
        show_deviation(office.database, case, DeviationId(name))


def test_deviations_are_counted_in_every_way(office: Office) -> None:
    letter, permit = office.open(), office.open("izin")
    office.do(time_passes(late(1, step="terima"), late(2, step="periksa"), case=letter))
    office.do(time_passes(departed("late_case", 0, step=None), case=letter))
    office.do(time_passes(late(1, step="terima"), departed("repeated", 1), case=permit))
    office.do(accepted("late_step:1", by=HESTI, case=letter))
    office.do(time_passes(unmade("repeated:1"), case=permit))

    counts = count_deviations(office.database, DeviationFilter())

    assert counts.total == 4
    assert counts.by_sop == {"surat": 3, "izin": 1}
    assert counts.by_unit == {"dinas": 3, "kecamatan": 1}
    assert counts.by_step == {"izin/terima": 1, "surat/periksa": 1, "surat/terima": 1}
    assert counts.by_role == {"loket": 2, "kasi": 1}
    assert list(counts.by_kind.items()) == [("late_step", 3), ("late_case", 1)]
    assert counts.by_status == {"open": 3, "accepted": 1, "withdrawn": 1}


def test_counts_keep_to_what_was_asked(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(1, step="terima"), late(2, step="periksa"), case=case))
    office.do(time_passes(unmade("late_step:1"), case=case))

    def counted(**asked: object) -> int:
        wanted = DeviationFilter(**asked)  # type: ignore[arg-type]
        return count_deviations(office.database, wanted).total

    assert counted(step=StepId("terima")) == 0
    assert counted(status="withdrawn") == counted(status="open") == 1
    assert counted(status="any", kind=DeviationKind.LATE_STEP) == 2
    assert counted(kind=DeviationKind.BACKDATED) == 0


def test_rebuilding_leaves_the_deviations_as_they_are(office: Office) -> None:
    case = office.open()
    office.do(time_passes(late(2, step="terima"), case=case))
    office.do(corrective(LATE, by=HESTI, case=case))
    before = listed(office)

    rebuild_views(office.database)

    assert listed(office) == before


def test_no_deviations_is_an_empty_page(office: Office) -> None:
    assert listed(office) == DeviationPage(items=(), total=0)
    assert count_deviations(office.database, DeviationFilter()).by_status == {}
