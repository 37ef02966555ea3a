"""An SOP that is too large to be drawn while somebody waits: every page lists it in words."""

import html
from functools import partial
from pathlib import Path

import pytest
from audit_desk import audit_desk
from page_reading import Page
from reading_pdf import text_of
from serving import publish_sample, settings_in
from sop_versions import AUTHOR, OFFICER, library_in, only_named, second_version

from engine.chart import routing
from engine.chart.kept import Charts
from web.sop_paper import Papers

WHY = "terlalu besar untuk digambar"
STEPS = 7


@pytest.fixture
def settings(tmp_path: Path):
    return settings_in(tmp_path, office="Kecamatan Uji", definitions=library_in(tmp_path))


@pytest.fixture(autouse=True)
def _too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small enough any more, and nothing was drawn before."""
    monkeypatch.setattr(routing, "Budget", partial(routing.Budget, 10))
    monkeypatch.setattr("web.matrix.CHARTS", Charts())
    monkeypatch.setattr("web.sop_paper.PAPERS", Papers())


def assert_listed(answered, *, times: int = 1) -> str:
    assert answered.status_code == 200, answered.text
    Page(answered.text)
    text = html.unescape(answered.text)
    assert text.count(WHY) == times
    assert 'class="mx' not in text.replace('class="mx-undrawn"', "")
    return text


def test_the_page_of_an_sop_has_every_step_and_says_why(client):
    text = assert_listed(client.get("/sops/surat-uji", headers=OFFICER))
    assert text.count('<span class="so-no">') == STEPS
    for said in ("Petugas Loket", "Keputusan", "Tidak → 1, dengan alasan", "146 menit"):
        assert said in text
    chosen = client.get("/sops/surat-uji?view=list", headers=OFFICER)
    assert chosen.text.count('<span class="so-no">') == STEPS
    assert WHY not in chosen.text


def test_so_has_what_changed_and_what_an_author_brings(client):
    form = {"definition": second_version(), "note": "", "act": "submit"}
    client.get("/sops", headers=AUTHOR)
    author = only_named(AUTHOR)
    brought = client.post("/sops/submissions", data=form, headers=author, follow_redirects=False)
    assert brought.status_code == 303, brought.text
    text = assert_listed(client.get(brought.headers["location"], headers=author), times=2)
    assert '<li class="added">' in text

    publish_sample(client.app.state.database, second_version())
    text = assert_listed(client.get("/sops/surat-uji/diff", headers=OFFICER), times=2)
    assert '<li class="added">' in text
    assert '<li class="removed">' in text


def test_so_has_the_paper_which_names_every_rows_executor(client):
    answered = client.get("/sops/surat-uji/versions/1/paper.pdf", headers=OFFICER)
    assert answered.status_code == 200, answered.text
    text = text_of(answered.content)
    for said in ("Kasi Pelayanan", "Meninjau lokasi", "Jumlah waktu baku", WHY):
        assert said in text


def test_so_has_a_case_as_it_was(tmp_path: Path):
    with audit_desk(tmp_path) as desk:
        text = assert_listed(desk.get(f"/audit/cases/{desk.done}?event=4"))
    assert '<li class="current">' in text
