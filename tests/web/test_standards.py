"""The public standard of a service: six components, for everybody, and nothing of any case."""

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from identities import let_in
from migrated import with_tables
from page_reading import Page
from serving import DEFINITION, MORNING, Office, publish_sample, settings_in

from engine.core.errors import NotFound
from engine.core.ids import SopId
from engine.service import public_standards
from web.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = settings_in(tmp_path_factory.mktemp("standards"), office="Kecamatan Uji")
    with_tables(settings.database_url)
    app = let_in(create_app(settings))
    with TestClient(app, base_url="http://localhost") as made:
        publish_sample(app.state.database)
        Office(made, "/api/v1").open("Kenanga Puspasari")
        app.dependency_overrides.clear()  # from here on nobody is signed in
        yield made


def test_before_anything_is_in_force_it_is_said_so(empty: TestClient) -> None:
    empty.app.dependency_overrides.clear()  # type: ignore[attr-defined]
    assert "Belum ada standar" in shown(empty, "/standards")


def shown(client: TestClient, address: str, *, status: int = 200) -> str:
    answered = client.get(address)
    assert answered.status_code == status, answered.text
    Page(answered.text)
    return html.unescape(answered.text)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Requirements", "Procedure", "5 working days", "Fee", "Product", "Complaints"),
        ),
        ("id", ("Persyaratan", "Prosedur", "5 hari kerja", "Biaya", "Produk layanan", "Pengaduan")),
    ],
)
def test_everybody_reads_the_six_components_in_both_languages(
    client: TestClient, language: str, words: tuple[str, ...]
) -> None:
    text = shown(client, f"/standards/surat-uji?lang={language}")

    for one in words:
        assert one in text, one
    assert "100.3/001/2026" in text
    assert "data-prints" in text
    headings = re.findall(r"<(?:h2|dt)[ >]", text)
    assert len(headings) == 6


def test_the_list_leads_there_and_can_be_searched(client: TestClient) -> None:
    text = shown(client, "/standards?lang=en")
    assert "/standards/surat-uji?lang=en" in text
    assert "5 working days" in text
    assert "/standards/surat-uji" in shown(client, "/standards?text=UJI")
    assert "/standards/surat-uji" not in shown(client, "/standards?text=nikah")


def test_nothing_of_a_case_is_in_it(client: TestClient) -> None:
    for address in ("/standards", "/standards/surat-uji"):
        assert "Kenanga" not in shown(client, address)


def test_tracking_and_signing_in_lead_to_it(client: TestClient) -> None:
    for address in ("/lacak", "/sign-in"):
        assert 'href="/standards"' in shown(client, address)


def test_what_is_no_service_to_the_public_has_none(client: TestClient) -> None:
    shown(client, "/standards/tidak-ada", status=404)
    shown(client, "/standards/TIDAK", status=404)

    database = client.app.state.database  # type: ignore[attr-defined]
    internal = re.sub(r"service: .*\n", "", DEFINITION).replace("version: 1", "version: 2")
    publish_sample(database, internal)
    try:
        assert public_standards.services(database) == ()
        with pytest.raises(NotFound):
            public_standards.service(database, SopId("surat-uji"))
        shown(client, "/standards/surat-uji", status=404)
    finally:
        publish_sample(database, DEFINITION.replace("version: 1", "version: 3"))
    assert public_standards.service(database, SopId("surat-uji")).version == 3
    assert MORNING.year == public_standards.services(database)[0].effective.year
