"""Whatever page shows personal data is noted as a read: refusals, lists of mentions, files too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from front_desk import RINI, FrontDesk
from inbox_desk import DEWI, inbox_desk, opened, press, remark
from serving import MORNING
from tasking import claimed, path_of

from engine.core.ids import CaseId
from engine.service.reads import ReadQuery


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with inbox_desk(tmp_path) as made:
        yield made


def noted(desk: FrontDesk) -> list[tuple[CaseId, str]]:
    """What was read of which case, the oldest first."""
    found = desk.database.reads.list(ReadQuery(limit=50))
    return [(one.case_id, one.what) for one in reversed(found)]


def test_notes_that_a_refused_note_is_shown_beside_are_read(desk: FrontDesk) -> None:
    case = opened(desk.database, "Tini")
    browser = desk.signed_in()
    token = browser.token("/inbox")

    refused = browser.send(f"/cases/{case}/notes", {"csrf": token, "text": "", "key": "1"})

    assert refused.status_code == 422
    assert (case, "history") in noted(desk)


def test_a_task_whose_form_is_refused_is_read(desk: FrontDesk) -> None:
    case = opened(desk.database, "Tini")
    claimed(desk, case)
    browser = desk.signed_in()
    token = browser.token("/inbox")

    refused = browser.send(path_of(case), {"csrf": token, "outcome": "kurang", "key": "1"})

    assert refused.status_code == 422
    assert noted(desk) == [(case, "case")]


@pytest.mark.parametrize("name", ["withdraw", "reject"])
def test_an_act_whose_form_is_refused_is_read(desk: FrontDesk, name: str) -> None:
    case = opened(desk.database, "Tini")
    browser = desk.signed_in()
    token = browser.token("/inbox")

    refused = browser.send(f"/cases/{case}/act/{name}", {"csrf": token, "key": "1"})

    assert refused.status_code in {409, 422}
    assert noted(desk) == [(case, "case")]


def test_mentions_that_are_shown_are_read_once_for_each_case(desk: FrontDesk) -> None:
    told = [opened(desk.database, name) for name in ("Tini", "Joko")]
    for case in (*told, told[0]):
        remark(desk.database, case, f"@{RINI} tolong periksa")
    remark(desk.database, opened(desk.database, "Wawan"), f"@{DEWI} tolong periksa")
    browser = desk.signed_in()

    browser.get("/inbox")
    before = noted(desk)
    browser.get("/inbox?tab=mentioned")

    assert before == []
    assert sorted(noted(desk)) == sorted((case, "history") for case in told)


def test_a_file_of_the_inbox_is_noted_each_time(desk: FrontDesk) -> None:
    for name in ("Tini", "Joko"):
        press(desk.database, opened(desk.database, name), MORNING)
    browser = desk.signed_in()

    for _ in range(2):
        assert browser.get("/inbox/tasks.csv?tab=claimable").status_code == 200

    assert noted(desk) == [("", "export inbox: 2 cases")] * 2
