"""The application as a whole: what runs beside the pages."""

from datetime import timedelta
from pathlib import Path
from time import sleep

from fastapi.testclient import TestClient
from offices import HESTI, RINI, an_office, sqlite_url

from engine.service import clock
from engine.service.queries import show_case
from engine.settings import Settings
from web.app import create_app, warm_up
from web.words import LANGUAGES, catalogue


def test_numbers_are_given_out_while_pages_are_served(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        office.now = clock.now() - timedelta(days=1)  # so that its effects are due
        case = office.open()
        office.complete(case, "terima", RINI)
        office.complete(case, "periksa", HESTI, outcome="ya")
        settings = Settings(database_url=sqlite_url(tmp_path))

        with TestClient(create_app(settings), base_url="http://localhost") as client:
            for _ in range(200):
                if office.at(case) == {"serah"}:
                    break
                sleep(0.05)
            assert client.get(f"/cases/{case}").status_code == 200

        assert "result.nomor.number" in show_case(office.database, case).data


def test_what_takes_long_is_made_before_anybody_asks(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=sqlite_url(tmp_path)))
    catalogue.cache_clear()

    warm_up(app)
    app.state.database.close()

    assert catalogue.cache_info().currsize == len(LANGUAGES)
    described = app.state.interface.openapi_schema
    assert "/cases" in described["paths"]
