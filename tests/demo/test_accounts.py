"""The people whose desks a demonstration can be seen from."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from serving import settings_in

from engine.core.directory import Duty
from engine.demo.accounts import DEMO_PASSWORD, chosen
from engine.demo.cast import Cast, cast_for
from engine.demo.load import load
from engine.demo.play import Script
from engine.service import demo_accounts
from engine.service.database import Database, connect, prepare
from web.app import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration."""
    place = tmp_path_factory.mktemp("demo")
    settings = settings_in(place, definitions=ROOT / "sop_definitions")
    with connect(settings.database_url) as database:
        prepare(database)
        until = datetime(2026, 11, 20, 9, tzinfo=UTC)
        script = Script(seed=7, cases=3, until=until, zone=settings.office_zone)
        load(database, settings, script)
        assert demo_accounts.people_let_in(database) == ()
    return place


def names(folder: Path, *, demo: bool) -> list[str]:
    app = create_app(settings_in(folder, demo=demo))
    with TestClient(app, base_url="http://localhost") as client:
        page = client.get("/sign-in").text
        database: Database = app.state.database
        people = demo_accounts.people_let_in(database)
        assert all(f'value="{person}"' in page for person in people)
        assert (DEMO_PASSWORD in page) == demo
        return list(people)


def test_there_is_one_of_each_kind_and_only_in_a_demonstration(folder: Path) -> None:
    assert len(names(folder, demo=True)) == 11
    assert names(folder, demo=False) == []
    assert len(names(folder, demo=True)) == 11


def test_an_installation_without_them_shows_none_whatever_it_is_told(tmp_path: Path) -> None:
    app = create_app(settings_in(tmp_path, demo=True))
    with TestClient(app, base_url="http://localhost") as client:
        page = client.get("/sign-in").text

    assert DEMO_PASSWORD not in page
    assert "rekaan" in page


def test_without_any_sop_there_is_nobody_but_the_duties() -> None:
    cast = cast_for([])

    assert len(chosen(cast, [])) == 8
    assert chosen(Cast(posts={}, duties={Duty.AUDITOR: cast.duties[Duty.AUDITOR]}), []) == (
        cast.duties[Duty.AUDITOR].id,
    )
