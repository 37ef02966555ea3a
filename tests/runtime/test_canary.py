"""Somebody's data goes through everything there is, and is then looked for where things are kept.

The name is looked for as well, but for the one place that may hold it: the list of cases, which is
a view. Documents that were filed are somebody's papers and not looked into.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from deeds import (
    ONE_LANE,
    Deeds,
    at_work,
    attempts,
    crew_for,
    failing,
    incident,
    is_near,
    until,
)
from fastapi.testclient import TestClient
from httpx2 import Response
from identities import let_in
from offices import RINI, Office, sqlite_url
from personal_office import (
    ADDRESS,
    FORM,
    NAME,
    NIK,
    OTHER_NIK,
    PHONE,
    a_personal_office,
    asked,
)
from prefect_server import PrefectServer, end_its_threads, shown
from serving import RINI as RINI_ASKS
from serving import settings_in
from terminal import Terminal

from api.app import create_api
from engine.actions.action import ActionFailure, Notice, Outcome
from engine.core.commands import Applicant
from engine.core.errors import InputRefused
from engine.core.ids import CaseId, RoleId
from engine.core.personal import HIDDEN
from engine.runtime.dispatch import run_pending
from engine.service.effects import remaining
from engine.service.notices import NoticeFilter, list_notices
from engine.service.queries import list_cases, show_case
from engine.service.views import CaseFilter, CaseSummary
from engine.store import log

CANARIES = (NIK, OTHER_NIK, PHONE, PHONE[1:], ADDRESS)
TOLD = f"{NAME}, NIK {NIK}, +62 {PHONE[1:4]}-{PHONE[4:8]}-{PHONE[8:]} tidak dikenal"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with a_personal_office(sqlite_url(tmp_path)) as made:
        yield made


def found_in(folder: Path) -> set[tuple[str, str]]:
    """The canaries that lie in files, but for documents, and in which."""
    return {
        (one, file.name)
        for file in folder.rglob("*")
        if file.is_file() and "files" not in file.parts
        for one in CANARIES
        if one.encode() in file.read_bytes()
    }


def use_everything(office: Office, folder: Path) -> list[str]:
    """Cases by every way there is, with what fails among them; what was answered over HTTP."""
    app = let_in(create_api(office.database, settings_in(folder)))
    client = TestClient(app, raise_server_exceptions=False)
    case, answers = _served(client, office)
    with pytest.raises(InputRefused):
        office.open("pribadi", applicant=Applicant(name=NAME), form={"nik": f"{NIK}9"})
    broken = _broken(office, folder)
    pages = [f"/cases/{one}{of}" for one in (case, *broken) for of in ("", "/history")]
    answers += [client.get(page) for page in (*pages, "/cases", "/tasks", "/incidents")]
    answers.append(client.get("/cases", headers={"Alur-NIK": NIK}))
    return [one.text for one in answers]


def _served(client: TestClient, office: Office) -> tuple[str, list[Response]]:
    """A case that was opened, half written and completed over HTTP, and one that was refused."""
    given = {
        "sop": "pribadi",
        "applicant": {"name": NAME, "contact": PHONE},
        "form": FORM | {"pasangan": OTHER_NIK},
    }
    opened = client.post("/cases", headers=RINI_ASKS, json=given)
    assert opened.status_code == 201, opened.text
    case: str = opened.json()["case"]
    wrong = given | {"form": FORM | {"anak": PHONE, "tiada": NIK}}
    refused = client.post("/cases", headers=RINI_ASKS, json=wrong)
    done = {"outcome": "ya", "form": {"alamat": ADDRESS, "saksi": OTHER_NIK}}
    at = f"/cases/{case}/tasks/{office.task(CaseId(case), 'periksa')}"
    # Its answer is the draft itself, to whoever wrote it.
    assert client.put(f"{at}/draft", headers=RINI_ASKS, json=done).status_code == 200
    assert found_in(Path(client.app.state.settings.files).parent) == set()  # type: ignore[attr-defined]
    completed = client.post(f"{at}/complete", headers=RINI_ASKS, json=done)
    assert completed.status_code == 200, completed.text
    return case, [opened, refused, completed]


def _broken(office: Office, folder: Path) -> tuple[str, str]:
    """A case whose action said too much of the applicant, and one where it broke off so."""
    first, second = asked(office, "gagal"), asked(office, "gagal")
    deeds = Deeds({"satu": failing(ActionFailure(TOLD, for_good=True))})
    crew = crew_for(office, deeds, files=folder / "files")
    run_pending(crew, limit=1)
    deeds.does["satu"] = failing(ValueError(TOLD))
    run_pending(crew)
    assert incident(office, first)
    return first, second


def test_the_canary_is_nowhere_in_clear(
    office: Office,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)

    answers = use_everything(office, tmp_path)

    assert found_in(tmp_path) == set()
    assert [one for one in CANARIES for text in answers if one in text] == []
    told = caplog.text + "".join(capfd.readouterr())
    assert [one for one in (*CANARIES, NAME) if one in told] == []
    office.database.reads.flush()
    assert found_in(tmp_path) == set()


def test_the_canary_is_nowhere_in_clear_by_the_command_line(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    terminal = Terminal(tmp_path / "alur.db")
    answers = [part for name, value in FORM.items() for part in ("--field", f"{name}={value}")]
    line = ("case", "open", "pribadi", "--applicant", NAME, "--contact", PHONE, *answers)
    as_rini = ("--as", "rini:loket")

    said = [terminal.do(*line, *as_rini), terminal.do(*line, *as_rini, "--json")]
    said.append(terminal.type(*line, "--field", "pasangan=12", *as_rini).output)
    (case, *_) = [one.case for one in _cases(office)]
    for verb in ("show", "history"):
        said += [terminal.do("case", verb, case), terminal.do("case", verb, case, "--json")]

    assert [one for one in CANARIES for text in said if one in text] == []
    assert [one for one in CANARIES if one in caplog.text] == []
    assert found_in(tmp_path) == set()


def _cases(office: Office) -> tuple[CaseSummary, ...]:
    return list_cases(office.database, CaseFilter()).items


def test_a_message_reaches_whom_it_is_for_and_is_kept_sealed(office: Office) -> None:
    case = asked(office)
    office.complete(case, "periksa", RINI, outcome="ya", form={"alamat": ADDRESS})

    run_pending(crew_for(office, Deeds()))

    (notice,) = list_notices(office.database, NoticeFilter(case=case))
    assert notice.words == f"Yth. {NAME} NIK {NIK}, {ADDRESS}: diproses."
    assert PHONE[1:] in notice.link
    assert remaining(office.database) == 0


def test_a_linked_case_holds_what_was_passed_under_its_own_seal(office: Office) -> None:
    case = asked(office)
    office.complete(case, "periksa", RINI, outcome="ya", form={"alamat": ADDRESS})
    run_pending(crew_for(office, Deeds()))

    (linked,) = [one.case for one in _cases(office) if one.sop == "rekomendasi"]

    view = show_case(office.database, linked)
    assert view.summary.applicant.name == NAME
    assert view.data["form.nik"] == "3578********0003"
    there = office.database.store.read(lambda reader: log.find(reader, linked))
    here = office.database.store.read(lambda reader: log.find(reader, case))
    assert there is not None
    assert here is not None
    assert there.state.data["form.nik"] != here.state.data["form.nik"]


def test_what_an_action_says_of_the_applicant_is_hidden_before_it_is_kept(office: Office) -> None:
    said = Outcome(log=(TOLD,), notices=(Notice(role=RoleId("loket"), words="Siap", link=""),))
    case = asked(office, "gagal")

    run_pending(crew_for(office, Deeds({"satu": lambda _run, _outside: said})))

    (attempt,) = attempts(office, case)
    assert attempt.log == f"{HIDDEN}, NIK {HIDDEN}, {HIDDEN} tidak dikenal"
    assert list_notices(office.database, NoticeFilter(case=case))[0].words == "Siap"


@pytest.mark.xdist_group("prefect")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("no_rounds", "patient")
def test_the_canary_is_nowhere_in_prefects_database(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    deeds = Deeds({"satu": failing(ActionFailure(TOLD))})
    url = prefect_server.api_url
    with at_work(crew_for(office, deeds, prefect=url, reports=tmp_path, **ONE_LANE)) as worker:
        assert is_near(worker)
        broken = asked(office, "gagal")
        shown(prefect_server, broken, "FAILED")
        served = asked(office)
        office.complete(served, "periksa", RINI, outcome="ya", form={"alamat": ADDRESS})
        shown(prefect_server, served, "COMPLETED")
        assert until(lambda: len(_cases(office)) == 3)

    kept = prefect_server.everything()
    end_its_threads()

    assert served in kept
    assert [one for one in (*CANARIES, NAME) if one in kept] == []
