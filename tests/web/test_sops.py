"""The library: what is in force, how cases keep to it, versions, and what differs between them."""

import html
import re

from audit_desk import with_calendar
from page_reading import Page
from serving import HESTI, MORNING, publish_sample
from sop_versions import OFFICER, second_version

from api.installed import now
from engine.core.standing import Reach
from engine.service import sop_library
from engine.service.timers import sweep_all


def shown(client, address: str, *, status: int = 200, **headers: str) -> str:
    answered = client.get(address, headers=headers or OFFICER)
    assert answered.status_code == status, answered.text
    Page(answered.text)
    return html.unescape(answered.text)


def publish_second(client) -> None:
    publish_sample(client.app.state.database, second_version())


def test_the_list_tells_the_owner_the_version_the_review_and_the_cases(client, office):
    office.open()
    office.finish(office.open())

    text = shown(client, "/sops?lang=en")

    assert "Test certificate" in text
    assert "100.3/001/2026" in text
    assert ">version 1</a>" in text
    assert "chip fine" in text
    assert "2 February 2036" in text
    assert "status=open" in text
    assert "<b>100 %</b>" in text
    assert "1 of 1 cases" in text


def test_a_case_with_an_undecided_deviation_counts_against_the_sop(client, office):
    with_calendar(client.app.state.database)
    fast, rejected = office.open(), office.open()
    office.finish(fast)  # within minutes: that is implausible
    turned_down = client.post(
        f"/api/v1/cases/{rejected}/reject", headers=HESTI, json={"reason": "Tidak memenuhi syarat."}
    )
    assert turned_down.status_code == 200, turned_down.text
    sweep_all(client.app.state.database, at=MORNING.replace(hour=4))

    text = shown(client, "/sops?lang=en")

    assert "<b>50 %</b>" in text
    assert "1 of 2 cases" in text


def test_the_day_of_the_review_has_a_shape_and_words(client):
    for day, kind, words in (
        (MORNING.replace(year=2036, month=2, day=20), "late", "18 days overdue"),
        (MORNING.replace(year=2036, month=1, day=20), "soon", "in 13 days"),
    ):
        client.app.dependency_overrides[now] = lambda day=day: day
        text = shown(client, f"/sops?lang=en&review={kind}")
        assert f'class="chip {kind}"' in text
        assert words in text
        other = "soon" if kind == "late" else "late"
        assert "No SOP matches" in shown(client, f"/sops?lang=en&review={other}")


def test_words_and_units_narrow_the_list(client):
    for asked, found in (
        ("text=UJI", True),
        ("text=100.3%2F001", True),
        ("text=tidak+ada", False),
        ("unit=X", False),
    ):
        text = shown(client, f"/sops?{asked}")
        assert ("Surat Keterangan Uji</a>" in text) is found, asked
        assert ("Tidak ada SOP yang cocok" in text) is not found, asked


def test_an_empty_library_says_what_to_do(empty):
    assert "alur sop publish" in shown(empty, "/sops")


def test_every_version_tells_who_put_it_in_force_and_the_cases_under_it(client, office):
    office.open()
    publish_second(client)

    text = shown(client, "/sops/surat-uji/versions?lang=en")

    assert len(set(re.findall(r'title="([0-9a-f]{64})"', text))) == 2
    assert "in force" in text
    assert "of 1 cases" in text
    assert "of 0 cases" in text
    assert 'by an account outside the directory of people: <span class="mono">admin</span>' in text
    assert "/api/v1/sops/surat-uji/versions/2/definition" in text
    assert "/sops/surat-uji/diff?from=1&to=2&lang=en" in text
    definition = client.get("/api/v1/sops/surat-uji/versions/2/definition")
    assert definition.text == second_version()


def test_what_changed_stands_in_words_and_on_the_matrix(client):
    publish_second(client)

    text = shown(client, "/sops/surat-uji/diff?from=1&to=2&lang=en")

    assert "time standard of step 2 changed from 15 minutes to 20 minutes" in text.lower()
    assert "“Call the applicant” was added" in text
    assert "“Visit the site” was removed" in text
    assert "6 working days" in text
    assert "“RT” was added" in text
    rows = {
        kind: re.findall(rf'<tr class="d\d {kind}">.*?</tr>', text, re.DOTALL)
        for kind in ("added", "changed", "removed")
    }
    assert [len(one) for one in rows.values()] == [1, 1, 1]
    assert "Call the applicant" in rows["added"][0]
    assert "Check the file" in rows["changed"][0]
    assert "Visit the site" in rows["removed"][0]


def test_without_a_question_the_newest_is_compared_with_the_one_before(client):
    assert "only one version yet" in shown(client, "/sops/surat-uji/diff?lang=en")
    publish_second(client)
    text = shown(client, "/sops/surat-uji/diff")
    assert re.findall(r'<option value="(\d)" selected>', text) == ["1", "2"]


def test_what_is_not_published_is_not_found(client):
    for rest in ("tidak-ada/versions", "NAMA/versions", "tidak-ada/diff", "surat-uji/diff?to=9"):
        shown(client, f"/sops/{rest}", status=404)


def test_whose_cases_are_beyond_reach_the_figures_are_left_out(client, office):
    office.finish(office.open())
    lines = sop_library.library(
        client.app.state.database, reach=Reach(), at=MORNING.replace(hour=9)
    )
    assert [(one.running, one.kept) for one in lines] == [(None, None)]
    versions = sop_library.versions(client.app.state.database, lines[0].summary.sop, reach=Reach())
    assert [(one.cases, one.running) for one in versions] == [(None, None)]
