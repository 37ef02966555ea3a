"""`alur case code`: an applicant's code, PIN and link, for whoever serves the case, alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from founded import Government, a_government
from terminal import RINI, Terminal

from api.access_table import Kind, person_of
from engine.core.commands import SYSTEM
from engine.service.database import connect
from engine.service.reads import ReadQuery
from engine.service.tracking_codes import codes_given, pass_of
from engine.store import read_log
from engine.store.read_log import ReadRow


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    with a_government(tmp_path_factory.mktemp("counter")) as made:
        yield made


@pytest.fixture
def counter(government: Government) -> Terminal:
    place = Path(government.database.vault.place or "").parent
    return Terminal(place / "alur.db")


def reads_of(terminal: Terminal, case: str) -> list[ReadRow]:
    with connect(terminal.url) as database:
        found = database.store.read(lambda reader: read_log.list_reads(reader, ReadQuery()))
    return [one for one in found if one.case_id == case]


@pytest.mark.parametrize("new", [(), ("--new",)], ids=["shown", "new"])
@pytest.mark.parametrize(
    ("who", "why"),
    [
        (person_of(Kind.AUDITOR), "An auditor sees no applicant's PIN"),
        (person_of(Kind.OFFICER_ELSEWHERE), "does not serve cases of kecamatan"),
        (person_of(Kind.ADMINISTRATOR), "does not serve cases of kecamatan"),
        ("nobody.at.all", "nobody.at.all holds nothing now"),
        (f"{person_of(Kind.OFFICER)}:kasi", "does not hold the role kasi"),
    ],
)
def test_whoever_does_not_serve_the_case_neither_sees_nor_replaces_its_code(
    government: Government, counter: Terminal, who: str, why: str, new: tuple[str, ...]
) -> None:
    before = codes_given(government.database, government.case)
    shown = pass_of(government.database, government.case)
    noted = len(reads_of(counter, government.case))
    refused = counter.type("case", "code", government.case, *new, "--as", who)

    assert refused.exit_code == 4
    assert why in refused.stderr
    assert not any(one in refused.output for one in (shown.pin, shown.code, shown.link))
    assert codes_given(government.database, government.case) == before
    assert len(reads_of(counter, government.case)) == noted


def test_whoever_serves_it_does_both_and_is_noted_by_name(
    government: Government, counter: Terminal
) -> None:
    case, officer = government.other, person_of(Kind.OFFICER)
    shown = counter.read("case", "code", case, "--as", officer)
    new = counter.read("case", "code", case, "--new", "--as", f"{officer}:loket")

    assert shown["code"] != new["code"]
    assert new["pin"] == pass_of(government.database, case).pin
    assert {(one.person, one.what, one.how, one.via) for one in reads_of(counter, case)} == {
        (officer, "tracking code and PIN", "in full", "cli")
    }
    assert codes_given(government.database, case)[0].made_by == officer != SYSTEM.person


def test_before_there_is_a_directory_whoever_is_named_is_noted(terminal: Terminal) -> None:
    case = terminal.open_case()
    terminal.do("case", "code", case, *RINI)

    assert [(one.person, one.role) for one in reads_of(terminal, case)] == [("rini", "loket")]
