"""A case that another one called for, and that one: each page leads to the other."""

from typing import Any

from builders_calendar import an_office_calendar
from fastapi.testclient import TestClient
from offices import MONDAY, RINI, Office, definition, put_in_force
from page_reading import Page
from serving import HESTI

from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.service.calendars import publish_versions
from engine.service.queries import list_cases
from engine.service.views import CaseFilter


def test_the_calling_case_and_the_called_one_lead_to_each_other(empty: TestClient) -> None:
    app: Any = empty.app
    office = Office(app.state.database)
    publish_versions(office.database, [an_office_calendar("kantor")], by=RINI, at=MONDAY)
    for sop in ("surat", "izin"):
        put_in_force(office.database, definition(sop))
    parent = office.open("izin")
    before = Page(empty.get(f"/cases/{parent}", headers=HESTI).text)
    office.complete(parent, "terima", RINI)
    run_pending(Crew(office.database, app.state.settings, now=lambda: office.now))
    (child,) = {one.case for one in list_cases(office.database, CaseFilter()).items} - {parent}

    shown = Page(empty.get(f"/cases/{parent}", headers=HESTI).text)
    called = Page(empty.get(f"/cases/{child}", headers=HESTI).text)
    assert "Berkas terkait" not in before.text
    assert f"Berkas terkait {child}" in shown.text
    assert f"/cases/{child}" in shown.links
    assert f"/cases/{parent}" in called.links
