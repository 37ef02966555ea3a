"""Records proposed, approved and destroyed: by two people, once each, provably."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from deeds import copied_office
from msgspec.structs import replace
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import NAME, NIK, SECRETS, closed, of_person, state_of, whole
from postgres import fresh_database
from reading_pdf import text_of
from records_office import (
    ANI,
    CLASSES,
    DEWI,
    SCHEDULE,
    a_record,
    a_records_office,
    asked,
    keeper,
    kept_for,
    minutes,
    with_document,
    years_later,
)
from staffing import staff

from engine.core.commands import Comment, Hold, LiftHold, Reject
from engine.core.errors import (
    AlreadySo,
    CaseStillOpen,
    DutyMissing,
    InputRefused,
    NotFound,
    StoreUnavailable,
)
from engine.core.errors_retention import NotDueYet, RecordDisposed, RecordHeld, SelfApproved
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.personal import ERASED
from engine.core.retention import Fate, Stage
from engine.core.retention_events import HoldGround
from engine.core.standing import Reach
from engine.service import ledger
from engine.service.carrying_out import CarriedOut, NotApproved, carry_out
from engine.service.database import connect
from engine.service.disposal import (
    DisposalView,
    approve,
    list_disposals,
    propose,
    refuse,
    show_disposal,
    would_be,
)
from engine.service.minutes import set_minutes
from engine.service.personal import Ground, Whose, erase
from engine.service.queries import list_cases, read_history, show_case
from engine.service.retention import due, holds, series, show_record
from engine.service.timers import sweep_all
from engine.service.upkeep import rebuild_views
from engine.service.views import CaseFilter
from engine.store import files

ELSEWHERE = Reach(of=frozenset({(UnitId("lain"), None)}))


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "sqlite":
        yield request.getfixturevalue("desk")
        return
    with a_records_office(fresh_database(request.getfixturevalue("postgres_url"))) as made:
        yield made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    with a_records_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Office]:
    """The same for what no database tells from another."""
    with connect(copied_office(template, tmp_path)) as database:
        yield Office(database)


def proposed(office: Office, *cases: CaseId) -> DisposalView:
    return propose(office.database, SCHEDULE, keeper(office), cases=cases)


def approved(office: Office, *cases: CaseId, number: str = "BA 7/2030") -> str:
    name, written = proposed(office, *cases).disposal.id, minutes(office, number=number)
    approve(office.database, SCHEDULE, keeper(office, DEWI), name, written)
    return name


def carried_out(office: Office, name: str, root: Path, **more: object) -> CarriedOut:
    return carry_out(office.database, SCHEDULE, keeper(office), name, root=root, **more)  # type: ignore[arg-type]


def hold(case: CaseId, kind: type = Hold) -> object:
    return kind(case=case, by=ANI, ground=HoldGround.DISPUTE, reason="Gugatan 12/G.")


def test_a_record_that_is_disposed_of_can_be_verified_and_not_read(
    desk: Office, tmp_path: Path
) -> None:
    case = a_record(desk)
    years_later(desk)

    done = carried_out(desk, approved(desk, case), tmp_path)

    assert done.disposed == (case,)
    assert whole(desk, case) is None
    view = show_case(desk.database, case)
    assert view.summary.applicant.name == ERASED
    assert view.data["form.nik"] == ERASED
    assert of_person(desk, NIK).total == 0
    assert list_cases(desk.database, CaseFilter(text=NAME)).total == 0
    told = read_history(desk.database, case)[-1].recorded
    assert (told.by.person, told.event.approved_by) == ("ani", "dewi")  # type: ignore[union-attr]


def test_the_proof_names_event_minutes_and_place_in_the_list_over_all(
    desk: Office, tmp_path: Path
) -> None:
    case = a_record(desk)
    years_later(desk)
    carried_out(desk, approved(desk), tmp_path)

    before = show_record(desk.database, SCHEDULE, case, at=desk.now).proof
    ledger.sequence(desk.database)
    proof = show_record(desk.database, SCHEDULE, case, at=desk.now).proof

    assert before is not None
    assert proof is not None
    assert before.position is None
    assert proof.position is not None
    entry = ledger.entry_at(desk.database, proof.position)
    assert (entry.stream, entry.seq, entry.hash.hex()) == (f"case/{case}", proof.seq, proof.hash)
    assert proof.disposal.minutes is not None
    assert proof.disposal.minutes.number == "BA 7/2030"


def test_nothing_of_the_person_is_left_in_the_files_of_the_database(
    desk: Office, tmp_path: Path
) -> None:
    root = tmp_path / "documents"
    with_document(desk, root, b"KTP " + NIK.encode())
    years_later(desk)
    carried_out(desk, approved(desk), root)

    desk.database.close()

    # Sealed, none of it ever stood there in plain; what could open it is gone.
    left = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert any(one.name == "alur.db" for one in left)
    for one in left:
        content = one.read_bytes()
        assert [word for word in SECRETS if word.encode() in content] == []


def test_a_key_goes_with_the_last_record_that_needs_it(office: Office, tmp_path: Path) -> None:
    first, second = a_record(office), a_record(office)
    years_later(office)

    carried_out(office, approved(office, first), tmp_path)
    shown = [show_case(office.database, one).data["form.nik"] for one in (first, second)]
    kept = of_person(office, NIK).total
    carried_out(office, approved(office, second, number="BA 8/2030"), tmp_path)

    assert shown == [ERASED, "3578********0003"]
    assert kept == 1
    with pytest.raises(NotFound):  # nobody is known by that NIK any more
        erase(
            office.database,
            Whose(nik=NIK),
            Ground(reason="x", decree="SK 7"),
            by=ANI,
            at=office.now,
        )


def test_a_document_goes_with_the_last_record_that_has_it(office: Office, tmp_path: Path) -> None:
    own = with_document(office, tmp_path, b"sendiri")
    shared = with_document(office, tmp_path, b"bersama")
    other = with_document(office, tmp_path, b"bersama")
    years_later(office)
    names = {one: _document(office, one) for one in (own, shared, other)}

    done = carried_out(office, approved(office, own, shared), tmp_path)

    assert (done.files_gone, done.files_kept) == (1, 1)
    assert not files.is_kept(tmp_path, names[own])
    assert files.is_kept(tmp_path, names[other])
    done = carried_out(office, approved(office, other, number="BA 8/2030"), tmp_path)
    assert (done.files_gone, done.files_kept) == (1, 0)
    assert not files.is_kept(tmp_path, names[other])


def _document(office: Office, case: CaseId) -> str:
    events = [one.recorded.event for one in read_history(office.database, case)]
    return next(one.sha256 for one in events if hasattr(one, "sha256"))


def test_documents_that_could_not_be_removed_are_removed_the_next_time(
    desk: Office, tmp_path: Path
) -> None:
    case = with_document(desk, tmp_path, b"sendiri")
    years_later(desk)
    name, place = approved(desk), tmp_path / _document(desk, case)[:2]
    kept = next(place.iterdir())
    kept.rename(tmp_path / "aside")
    kept.mkdir()  # which no file's removal takes away

    with pytest.raises(StoreUnavailable):
        carried_out(desk, name, tmp_path)
    kept.rmdir()
    (tmp_path / "aside").rename(kept)

    assert carried_out(desk, name, tmp_path).files_gone == 1
    assert not kept.exists()


class Stopped(Exception):
    """The machine goes off."""


def test_whoever_is_interrupted_goes_on_where_they_were(office: Office, tmp_path: Path) -> None:
    cases = [a_record(office) for _ in range(3)]
    years_later(office)
    name = approved(office)

    def stop(done: int, _: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        carried_out(office, name, tmp_path, tell=stop)
    halfway = [one.seq is not None for one in show_disposal(office.database, name).cases]
    heard: list[tuple[int, int]] = []
    done = carried_out(office, name, tmp_path, tell=lambda *told: heard.append(told))
    again = carried_out(office, name, tmp_path)

    assert halfway == [True, False, False]
    assert heard == [(1, 2), (2, 2)]
    assert set(done.disposed) == set(again.disposed) == set(cases)
    for case in cases:
        kinds = [type(one.recorded.event).__name__ for one in read_history(office.database, case)]
        assert kinds.count("CaseDisposed") == 1
    assert show_disposal(office.database, name).disposal.status == "done"


def test_what_is_held_after_approval_is_left_out_and_may_be_proposed_again(
    office: Office, tmp_path: Path
) -> None:
    held, gone = a_record(office), a_record(office)
    years_later(office)
    name = approved(office)
    office.do(hold(held))  # type: ignore[arg-type]

    done = carried_out(office, name, tmp_path)

    assert (done.disposed, done.left_out) == ((gone,), (held,))
    listed = {one.case: one.left_out for one in show_disposal(office.database, name).cases}
    assert "is held: dispute" in listed[held]
    assert show_record(office.database, SCHEDULE, held, at=office.now).retained.stage is Stage.HELD
    assert would_be(office.database, SCHEDULE, keeper(office)) == ()
    with pytest.raises(RecordHeld):
        proposed(office, held)
    office.do(hold(held, LiftHold))  # type: ignore[arg-type]
    assert [one.case for one in proposed(office).cases] == [held]


def test_a_schedule_that_keeps_longer_by_now_keeps(desk: Office, tmp_path: Path) -> None:
    case = a_record(desk)
    years_later(desk)
    name = approved(desk)
    longer = replace(SCHEDULE, classes=CLASSES | {"surat": kept_for("surat", inactive=600)})

    done = carry_out(desk.database, longer, keeper(desk), name, root=tmp_path)

    assert done.left_out == (case,)
    assert state_of(desk, case).disposed_at is None


def test_nobody_approves_what_they_proposed(desk: Office, tmp_path: Path) -> None:
    a_record(desk)
    years_later(desk)
    name = proposed(desk).disposal.id
    again = replace(ANI, role=DEWI.role)

    for by in (ANI, again):
        with pytest.raises(SelfApproved):
            approve(desk.database, SCHEDULE, keeper(desk, by), name, minutes(desk))
    with pytest.raises(NotApproved):
        carried_out(desk, name, tmp_path)
    assert show_disposal(desk.database, name).disposal.status == "proposed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"witnesses": ("Rudi",)}, "witnesses"),
        ({"witnesses": ("Rudi", "Rudi")}, "witnesses"),
        ({"witnesses": ("Rudi", " RUDI ")}, "witnesses"),
        ({"witnesses": ("Rudi", "ANI")}, "witnesses"),
        ({"signed_on": date(1990, 1, 1)}, "signed_on"),
        ({"witnesses": ("Rudi", "ani")}, "witnesses"),
        ({"witnesses": ("Rudi", "dewi")}, "witnesses"),
        ({"number": " "}, "minutes"),
    ],
)
def test_minutes_have_a_number_and_two_witnesses(
    desk: Office, change: dict[str, object], field: str
) -> None:
    a_record(desk)
    years_later(desk)
    name = proposed(desk).disposal.id

    with pytest.raises(InputRefused) as refused:
        approve(desk.database, SCHEDULE, keeper(desk, DEWI), name, replace(minutes(desk), **change))
    assert list(refused.value.problems) == [field]


def test_who_keeps_no_records_is_told_so_and_not_that_there_are_none(desk: Office) -> None:
    a_record(desk)
    years_later(desk)
    stranger = replace(keeper(desk, RINI), reach=Reach())
    staff(desk.database)

    with pytest.raises(DutyMissing):
        propose(desk.database, SCHEDULE, stranger)


def test_minutes_are_of_one_list_only(desk: Office) -> None:
    first, second = a_record(desk), a_record(desk)
    years_later(desk)
    approved(desk, first)
    name, dewi = proposed(desk, second).disposal.id, keeper(desk, DEWI)

    with pytest.raises(InputRefused, match="are those of the list"):
        approve(desk.database, SCHEDULE, dewi, name, minutes(desk, number="ba 7/2030"))
    approve(desk.database, SCHEDULE, dewi, name, minutes(desk, number="BA 8/2030"))


def test_minutes_are_not_of_a_day_to_come(desk: Office) -> None:
    a_record(desk)
    years_later(desk)
    name, written = proposed(desk).disposal.id, minutes(desk)
    early = replace(keeper(desk, DEWI), at=desk.now.replace(year=desk.now.year - 1))

    with pytest.raises(InputRefused, match="signed_on"):
        approve(desk.database, SCHEDULE, early, name, written)


def test_a_list_is_decided_about_once(desk: Office, tmp_path: Path) -> None:
    case = a_record(desk)
    years_later(desk)
    name = proposed(desk).disposal.id

    refused = refuse(desk.database, keeper(desk), name, reason="Salah daftar")

    assert refused.disposal.status == "refused"
    with pytest.raises(AlreadySo):
        approve(desk.database, SCHEDULE, keeper(desk, DEWI), name, minutes(desk))
    with pytest.raises(NotApproved):
        carried_out(desk, name, tmp_path)
    assert [one.case for one in proposed(desk).cases] == [case]


def test_only_what_is_due_stands_on_a_list(desk: Office) -> None:
    early, running, for_good = a_record(desk), asked(desk), a_record(desk, "rekomendasi")

    for case, refusal in ((early, NotDueYet), (running, CaseStillOpen), (CaseId("x"), NotFound)):
        with pytest.raises(refusal):
            proposed(desk, case)
    with pytest.raises(NotFound, match="is due"):
        proposed(desk)
    years_later(desk, 50)
    with pytest.raises(NotDueYet, match="no class"):
        proposed(desk, for_good)
    assert [one.case for one in proposed(desk).cases] == [early]
    with pytest.raises(AlreadySo, match="stands on the list"):
        proposed(desk, early)
    with pytest.raises(InputRefused):
        proposed(desk, *(CaseId(f"c{n}") for n in range(2001)))


def test_the_day_counts_by_the_clock_of_the_office(desk: Office) -> None:
    case = a_record(desk)
    over = show_record(desk.database, SCHEDULE, case, at=desk.now).retained.over_on
    assert over is not None
    midnight = desk.now.replace(year=over.year, month=over.month, day=over.day, hour=0, minute=0)

    for hours, expected in ((-8, []), (-6, [case])):  # Jakarta is seven hours ahead
        at = midnight.replace(day=over.day - 1, hour=24 + hours)
        found = due(desk.database, SCHEDULE, at=at, limit=9)
        assert [one.case for one in found] == expected


def test_a_case_of_no_class_is_kept_but_where_the_installation_says_otherwise(
    desk: Office,
) -> None:
    case = desk.open("surat")
    desk.do(Reject(case=case, by=HESTI, reason="Tidak lengkap."))
    years_later(desk, 90)
    general = replace(SCHEDULE, default="surat")

    assert due(desk.database, SCHEDULE, at=desk.now, limit=9) == ()
    shown = show_record(desk.database, SCHEDULE, case, at=desk.now)
    assert (shown.kept, shown.retained.stage) == (None, Stage.UNSCHEDULED)
    assert [one.case for one in due(desk.database, general, at=desk.now, limit=9)] == [case]


def test_a_record_that_is_gone_does_nothing_any_more(desk: Office, tmp_path: Path) -> None:
    case = a_record(desk)
    years_later(desk)
    carried_out(desk, approved(desk), tmp_path)

    for command in (hold(case), Comment(case=case, by=RINI, text="Halo")):
        with pytest.raises(RecordDisposed):
            desk.do(command)  # type: ignore[arg-type]
    with pytest.raises(RecordDisposed):
        proposed(desk, case)
    shown = show_record(desk.database, SCHEDULE, case, at=desk.now)
    assert shown.retained.stage is Stage.DISPOSED


def test_what_time_brings_a_case_whose_record_is_gone_holds_nobody_up(
    desk: Office, tmp_path: Path
) -> None:
    late = asked(desk)
    desk.now += timedelta(days=9)  # so that its first step is late, which nobody looked at yet
    closed(desk, late)
    other = a_record(desk)
    years_later(desk)
    carried_out(desk, approved(desk, late), tmp_path)

    swept = sweep_all(desk.database, at=desk.now)

    assert swept.looked >= 2
    assert late not in swept.told
    assert state_of(desk, late).disposed_at == read_history(desk.database, late)[-1].recorded.at
    assert show_case(desk.database, other).summary.result == "rejected"


def test_views_made_anew_hold_what_was_held_and_name_nobody_who_is_gone(
    office: Office, tmp_path: Path
) -> None:
    held, gone = a_record(office), a_record(office)
    years_later(office)
    office.do(hold(held))  # type: ignore[arg-type]
    carried_out(office, approved(office, gone), tmp_path)
    before = holds(office.database), list_cases(office.database, CaseFilter())

    rebuild_views(office.database)

    assert (holds(office.database), list_cases(office.database, CaseFilter())) == before
    assert [one.case for one in before[0]] == [held]


def test_what_lies_beyond_reach_is_as_if_it_were_not_there(desk: Office, tmp_path: Path) -> None:
    case = a_record(desk)
    years_later(desk)
    far = replace(keeper(desk), reach=ELSEWHERE)

    assert due(desk.database, SCHEDULE, at=desk.now, limit=9, reach=ELSEWHERE) == ()
    with pytest.raises(NotFound):
        propose(desk.database, SCHEDULE, far, cases=[case])
    name = approved(desk)
    assert list_disposals(desk.database, reach=ELSEWHERE) == ()
    for ask in (
        lambda: show_disposal(desk.database, name, reach=ELSEWHERE),
        lambda: approve(desk.database, SCHEDULE, far, name, minutes(desk)),
        lambda: refuse(desk.database, far, name, reason="x"),
        lambda: carry_out(desk.database, SCHEDULE, far, name, root=tmp_path),
    ):
        with pytest.raises(NotFound):
            ask()
    assert [one.disposal.id for one in list_disposals(desk.database)] == [name]


def test_the_minutes_are_a_pdf_without_anybody_in_it(desk: Office) -> None:
    a_record(desk)
    years_later(desk)
    view = proposed(desk)
    with pytest.raises(AlreadySo, match="no minutes"):
        set_minutes(desk.database, view, zone=SCHEDULE.zone)
    name = view.disposal.id
    view = approve(desk.database, SCHEDULE, keeper(desk, DEWI), name, minutes(desk))

    content = set_minutes(desk.database, view, zone=SCHEDULE.zone)

    assert content.startswith(b"%PDF")
    assert content == set_minutes(desk.database, view, zone=SCHEDULE.zone)


def test_the_minutes_say_what_was_done_and_no_more(desk: Office, tmp_path: Path) -> None:
    held, _ = a_record(desk), a_record(desk)
    years_later(desk)
    name = approved(desk)

    def said() -> str:
        view = show_disposal(desk.database, name)
        return text_of(set_minutes(desk.database, view, zone=SCHEDULE.zone))

    assert "2 berkas berikut disetujui untuk dimusnahkan" in said()
    desk.do(hold(held))  # type: ignore[arg-type]
    carried_out(desk, name, tmp_path)
    assert "1 berkas dari daftar berikut dimusnahkan; 1 berkas lainnya tidak dimusnahkan" in said()


def test_every_class_is_listed_with_the_sops_that_name_it(desk: Office) -> None:
    found = {one.kept.id: one.sops for one in series(desk.database, SCHEDULE)}

    assert found == {"surat": (SopId("pribadi"),), "izin": (SopId("rekomendasi"),)}
    assert CLASSES["izin"].fate is Fate.PERMANENT


def test_a_command_by_nobody_of_the_records_is_refused(desk: Office) -> None:
    case = a_record(desk)

    with pytest.raises(DutyMissing):
        desk.do(replace(hold(case), by=RINI))  # type: ignore[arg-type, type-var]
