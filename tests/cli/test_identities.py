"""Who people are at the provider, said by an administrator beforehand."""

from pathlib import Path

import pytest
from front_desk import RINI, furnish
from terminal import Terminal

from engine.service.database import connect, prepare

ISSUER = "https://sso.example"
NAMED = ("--subject", "s-77", "--issuer", ISSUER)


@pytest.fixture
def desk(tmp_path: Path) -> Terminal:
    opened = Terminal(tmp_path / "alur.db")
    with connect(opened.url) as database:
        prepare(database)
        furnish(database)
    return opened


def test_a_person_is_linked_listed_and_unlinked(desk: Terminal) -> None:
    assert "linked to nobody" in desk.do("identity", "list", RINI)

    desk.do("identity", "link", RINI, *NAMED)
    assert "s-77" in desk.do("identity", "list", RINI)
    assert desk.type("identity", "link", RINI, *NAMED).exit_code == 4
    desk.do("identity", "unlink", RINI, *NAMED)

    assert "linked to nobody" in desk.do("identity", "list", RINI)
    assert desk.type("identity", "unlink", RINI, *NAMED).exit_code == 5


def test_which_provider_must_be_said(desk: Terminal) -> None:
    refused = desk.type("identity", "link", RINI, "--subject", "s-77")

    assert refused.exit_code == 2
    assert "ALUR_OIDC_ISSUER" in refused.stderr
    known = desk.type(
        *("identity", "link", RINI, "--subject", "s-77", "--json"), env={"ALUR_OIDC_ISSUER": ISSUER}
    )
    assert known.exit_code == 0
    assert '"linked"' in known.stdout
    assert "s-77" in desk.type("identity", "list", RINI, "--json").stdout
