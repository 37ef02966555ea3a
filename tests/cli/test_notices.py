"""`alur notices`: what waits to be seen, and that it was."""

import pytest
from notice_board import WHATSAPP, put_up
from terminal import HESTI, RINI

from engine.service.database import connect


@pytest.fixture
def case(terminal) -> str:
    case = terminal.open_case()
    with connect(terminal.url) as database:
        put_up(database, case)
    return case


def test_none_is_said_plainly(terminal):
    assert terminal.do("notices", "list") == "There are no notices.\n"
    assert terminal.read("notices", "list") == {"items": []}


def test_notices_are_listed_for_a_role(terminal, case):
    listed = terminal.do("notices", "list", "--role", "loket", "--unit", "kecamatan")

    assert "Counter officer" in listed
    assert "Yth. Tini" in listed
    assert terminal.read("notices", "list", "--role", "kasi")["items"] == []
    assert terminal.read("notices", "list", "--case", case)["items"][0]["id"] == "n1"


def test_whoever_reads_it_gets_the_link(terminal, case):
    said = terminal.do("notices", "read", "n1", *RINI)

    assert WHATSAPP in said
    assert "Seen by rini." in said
    assert terminal.read("notices", "list")["items"] == []
    assert terminal.read("notices", "list", "--seen")["items"][0]["read_by"] == "rini"
    assert terminal.read("notices", "read", "n1", *RINI)["read_by"] == "rini"


def test_another_role_and_another_id_are_refused(terminal, case):
    assert terminal.type("notices", "read", "n1", *HESTI).exit_code == 4
    assert terminal.type("notices", "read", "n9", *RINI).exit_code == 5
