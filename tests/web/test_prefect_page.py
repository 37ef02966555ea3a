"""What stands at /prefect while there is no Prefect to show."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from serving import settings_in

from engine.runtime import prefect_settings
from engine.runtime.embedded import EmbeddedPrefect, Phase, PrefectState
from web.guard import Guard
from web.prefect import mount_prefect, names_served


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What would have been told to Prefect, and is not."""
    told: dict[str, str] = {}
    monkeypatch.setattr(prefect_settings.prepare_environment, "__defaults__", (told,))
    monkeypatch.setattr(prefect_settings.place_of, "__defaults__", (told,))
    return told


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    app = FastAPI()
    settings = settings_in(tmp_path, prefect="embedded", dispatch=True)
    app.state.prefect = mount_prefect(app, settings)
    app.add_middleware(Guard, hosts=names_served(settings))
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1)) as client:
        yield client


def be(app: FastAPI, state: PrefectState) -> None:
    prefect: EmbeddedPrefect = app.state.prefect
    prefect._state = state


def test_people_read_that_it_starts_and_the_page_comes_again(client: TestClient) -> None:
    page = client.get("/prefect/", headers={"Accept": "text/html"})

    assert page.status_code == 503
    assert page.headers["Retry-After"] == page.headers["Refresh"] == "5"
    assert "Prefect sedang dimulai" in page.text
    english = client.get("/prefect/?lang=en", headers={"Accept": "text/html"})
    assert "Prefect is starting" in english.text


def test_people_read_why_it_cannot_be_used(app: FastAPI, client: TestClient) -> None:
    be(app, PrefectState(phase=Phase.BROKEN, trouble="OSError: <no> space"))

    page = client.get("/prefect/runs", headers={"Accept": "text/html"})

    assert "Prefect tidak dapat dipakai" in page.text
    assert "OSError: &lt;no&gt; space" in page.text


@pytest.mark.parametrize("path", ["/prefect/api/flows/", "/prefect/ui-settings"])
def test_programs_get_a_problem(app: FastAPI, client: TestClient, path: str) -> None:
    starting = client.get(path)
    be(app, PrefectState(phase=Phase.BROKEN, trouble="no space"))
    broken = client.get(path)

    assert starting.status_code == broken.status_code == 503
    assert starting.headers["Retry-After"] == "5"
    assert starting.json()["code"] == "prefect-not-ready"
    assert starting.json()["detail"] == "Prefect is starting."
    assert broken.json()["detail"] == "Prefect is broken: no space."


@pytest.mark.parametrize(
    "said", [{"prefect": "off"}, {"prefect": "http://prefect/api"}, {"dispatch": False}]
)
def test_it_is_mounted_only_where_it_runs(
    tmp_path: Path, told: dict[str, str], said: dict[str, object]
) -> None:
    settings = settings_in(tmp_path, **({"prefect": "embedded", "dispatch": True} | said))
    app = FastAPI()

    assert mount_prefect(app, settings) is None
    assert told == {}


def test_the_server_answers_to_the_name_it_calls_itself(tmp_path: Path) -> None:
    said = {"host": "0.0.0.0", "hosts": ("alur.example",)}  # noqa: S104

    assert names_served(settings_in(tmp_path, prefect="off", **said)) == ("alur.example",)
    served = names_served(settings_in(tmp_path, prefect="embedded", **said))
    assert served == ("alur.example", "127.0.0.1")
