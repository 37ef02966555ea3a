"""What is delivered twice or out of order counts once; a clock set back turns no time back."""

from datetime import timedelta
from random import Random

import pytest
from clerk import note
from faulted import expect_verified
from offices import HESTI, MONDAY, RINI, Office

from engine.core.commands import Claim, Comment, Complete
from engine.core.errors import AlurError
from engine.core.events import CommentAdded
from engine.service.execute import execute
from engine.service.queries import read_history, show_case

pytestmark = pytest.mark.xdist_group("faults")


def test_notes_delivered_twice_and_out_of_order_are_each_kept_once(office: Office) -> None:
    case = office.open()
    deliveries = [*range(20), *range(20)]
    Random(6).shuffle(deliveries)  # noqa: S311  # no secret
    answers: dict[int, set[tuple[int, str]]] = {}

    for number in deliveries:
        receipt = note(office.database, case, number)
        answers.setdefault(number, set()).add((receipt.seq, receipt.head))

    kept = [one.recorded.event for one in read_history(office.database, case)]
    said = [one.text for one in kept if isinstance(one, CommentAdded)]
    assert sorted(said) == sorted(f"Catatan {number}" for number in range(20))
    assert all(len(told) == 1 for told in answers.values()), "the second answer is the first"
    expect_verified(office.database)


def test_a_step_completed_by_a_late_second_delivery_is_completed_once(office: Office) -> None:
    case = office.open()
    activation = office.task(case, "terima")
    claim = Claim(case=case, by=RINI, activation=activation)
    done = Complete(case=case, by=RINI, activation=activation)

    first = [office.do(claim, key="claim"), office.do(done, key="done")]
    again = [office.do(done, key="done"), office.do(claim, key="claim")]

    assert [one.head for one in reversed(again)] == [one.head for one in first]
    with pytest.raises(AlurError, match="was finished"):
        office.do(done, key="another key")
    expect_verified(office.database)


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=400)])
def test_a_clock_that_goes_back_turns_no_time_back(office: Office, back: timedelta) -> None:
    case = office.open()
    office.claim(case, "terima", RINI)
    office.now = MONDAY - back

    office.complete(case, "terima", RINI)
    office.do(Comment(case=case, by=HESTI, text="Jam mundur"))

    told = [one.recorded.at for one in read_history(office.database, case)]
    assert told == sorted(told)
    assert show_case(office.database, case).summary.last_at == told[-1]
    execute(office.database, Comment(case=case, by=HESTI, text="Maju"), at=MONDAY + back)
    expect_verified(office.database)
