"""What waits in the outbox is done, once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from offices import (
    CALLING,
    HESTI,
    RINI,
    Office,
    an_office,
    definition,
    put_in_force,
    sqlite_url,
)
from postgres import fresh_database

from api.deps import _KEY
from engine.core.commands import RetryAction, Withdraw
from engine.core.durations import duration_from_text
from engine.core.effects import WakeAt
from engine.core.ids import ActivationId, CaseId
from engine.runtime import dispatch
from engine.runtime.actions import HANDLERS
from engine.runtime.actions.numbering import formatted
from engine.runtime.background import Dispatcher
from engine.runtime.waiting import wakes_at
from engine.service import effects
from engine.service.queries import list_cases, show_case
from engine.service.views import CaseFilter
from engine.sop.actions import ACTIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else fresh_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def up_to_the_number(office: Office) -> CaseId:
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    return case


def run(office: Office) -> int:
    return dispatch.run_pending(office.database, at=office.now)


def test_numbers_are_given_out_in_order_and_without_gaps(office: Office) -> None:
    first, second = up_to_the_number(office), up_to_the_number(office)

    assert run(office) == 2

    numbers = [
        show_case(office.database, case).data["result.nomor.number"] for case in (first, second)
    ]
    assert numbers == ["001/KEC/XI/2026", "002/KEC/XI/2026"]
    assert office.at(first) == {"serah"}
    assert run(office) == 0


def test_an_effect_delivered_twice_uses_up_one_number(office: Office) -> None:
    case = up_to_the_number(office)
    lease = timedelta(seconds=1)
    (one,) = effects.claim(office.database, owner="a", at=office.now, lease=lease, limit=5)
    office.now += timedelta(minutes=1)
    (late,) = effects.claim(office.database, owner="b", at=office.now, lease=lease, limit=5)
    assert late.attempt == 2
    stale = effects.action_run(office.database, late)

    dispatch.run_one(office.database, one, at=office.now)
    with pytest.raises(dispatch.ResultAlreadyRecorded):
        HANDLERS["issue_number"](office.database, stale, office.now)
    dispatch.run_one(office.database, late, at=office.now)

    other = up_to_the_number(office)
    run(office)
    assert show_case(office.database, case).data["result.nomor.number"] == "001/KEC/XI/2026"
    assert show_case(office.database, other).data["result.nomor.number"] == "002/KEC/XI/2026"


def test_a_call_opens_a_linked_case_whose_end_comes_back(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run(office)

    (child,) = [c for c in list_cases(office.database, CaseFilter()).items if c.sop == "surat"]
    view = show_case(office.database, child.case)
    assert view.parent is not None
    assert view.parent.case == parent
    assert view.data == {"form.usaha": "Warung Bu Tini"}
    office.do(Withdraw(case=child.case, by=HESTI, reason="Dibatalkan"))
    run(office)

    assert show_case(office.database, parent).data["result.rekomendasi.result"] == "withdrawn"
    assert office.at(parent) == {"serah"}


def test_nobody_can_take_the_key_of_a_linked_case_over_http(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run(office)

    rows = office.database.store.read(
        lambda reader: reader._run("SELECT key FROM command_receipt", {}).fetchall()
    )

    ((key,),) = rows
    assert parent in key
    assert not re.fullmatch(_KEY, key)


def test_a_call_that_fails_for_good_is_an_incident_that_can_be_tried_again(office: Office) -> None:
    put_in_force(office.database, definition("macet", steps=CALLING.replace("[usaha]", "[]")))
    parent = office.open("macet")
    office.complete(parent, "terima", RINI)

    for _ in range(3):
        run(office)
        office.now += timedelta(hours=5)

    (task,) = show_case(office.database, parent).summary.at
    assert "usaha" in task.incident
    assert run(office) == 0
    office.do(RetryAction(case=parent, by=HESTI, activation=task.activation))
    assert show_case(office.database, parent).summary.at[0].incident == ""
    assert run(office) == 1


def test_a_waiting_row_passes_when_its_time_has_come(office: Office) -> None:
    case = office.open("jeda")

    run(office)
    assert office.at(case) == {"tunggu"}
    office.now += timedelta(days=3)
    run(office)

    assert office.at(case) == {"serah"}


def test_an_effect_of_a_case_that_went_elsewhere_is_forgotten(office: Office) -> None:
    case = up_to_the_number(office)

    office.do(Withdraw(case=case, by=HESTI, reason="Dibatalkan"))

    assert run(office) == 0


def test_every_action_that_definitions_may_name_has_a_handler() -> None:
    assert set(HANDLERS) == set(ACTIONS)


def test_a_failed_attempt_waits_twice_as_long_each_time() -> None:
    retry = effects.Retry(attempts=5, backoff=duration_from_text("2 menit"))

    waits = [effects.backoff(retry, attempt) for attempt in (1, 2, 3, 30)]

    assert waits == [timedelta(minutes=m) for m in (2, 4, 8, 240)]
    assert effects.backoff(effects.Retry(), 1) == timedelta(minutes=1)


JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("wait", "wakes"),
    [
        (WakeAt(activation=ActivationId(1), until="2026-12-24"), "2026-12-23T17:00:00+00:00"),
        (WakeAt(activation=ActivationId(1), until="entah"), None),
        (WakeAt(activation=ActivationId(1)), None),
        ("36 jam kalender", "2026-11-24T13:00:00+00:00"),
        ("2 hari", "2026-11-25T01:00:00+00:00"),
        ("1 bulan", "2026-12-23T01:00:00+00:00"),
        ("14 bulan", "2028-01-23T01:00:00+00:00"),
        ("2 hari kerja", None),
    ],
)
def test_the_instant_at_which_a_wait_is_over(
    office: Office, wait: WakeAt | str, wakes: str | None
) -> None:
    from datetime import UTC  # noqa: PLC0415  # one use

    from offices import MONDAY  # noqa: PLC0415  # one use

    if isinstance(wait, str):
        wait = WakeAt(activation=ActivationId(1), duration=duration_from_text(wait))

    instant = wakes_at(wait, MONDAY, JAKARTA)

    assert (None if instant is None else instant.astimezone(UTC).isoformat()) == wakes


def test_a_month_after_the_last_of_january_ends_in_february() -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # one use

    wait = WakeAt(activation=ActivationId(1), duration=duration_from_text("1 bulan"))

    instant = wakes_at(wait, datetime(2027, 1, 31, 1, tzinfo=UTC), JAKARTA)

    assert instant is not None
    assert instant.date().isoformat() == "2027-02-28"


def test_a_number_is_written_as_the_office_writes_it() -> None:
    from datetime import date  # noqa: PLC0415  # one use

    words = formatted("{number:04}/{unit}/{month}/{year}", 7, day=date(2026, 4, 1), unit="KEC")

    assert words == "0007/KEC/IV/2026"


def test_the_dispatcher_does_in_the_background_what_is_due(office: Office) -> None:
    case = up_to_the_number(office)
    dispatcher = Dispatcher(office.database, now=lambda: office.now, zone=JAKARTA)

    dispatcher.start()
    try:
        for _ in range(200):
            if office.at(case) == {"serah"}:
                break
            dispatcher._stopping.wait(0.05)
        assert dispatcher.is_running
    finally:
        dispatcher.stop()

    assert office.at(case) == {"serah"}
