"""A definition on its way into force, on pages: brought, looked at, approved, refused."""

import html
import re

import msgspec
import pytest
from page_reading import Page
from serving import DEFINITION, MORNING, settings_in
from sop_versions import (
    APPROVER,
    AUTHOR,
    OFFICER,
    library_in,
    only_named,
    second_version,
)

from engine.core.ids import PersonId
from engine.service import catalogue, drafts, submissions

PLACE = "/sops/submissions"


@pytest.fixture
def settings(tmp_path):
    """A library that knows what the sample names."""
    return settings_in(tmp_path, office="Kecamatan Uji", definitions=library_in(tmp_path))


def shown(client, address: str, headers, *, status: int = 200) -> str:
    answered = client.get(address, headers=headers)
    assert answered.status_code == status, answered.text
    Page(answered.text)
    return html.unescape(answered.text)


def enrolled(client, *people) -> None:
    """Everybody seen once, so that the directory knows what they hold."""
    for one in people:
        client.get("/sops", headers=one)


def bring(client, text: str, *, act: str = "submit", note: str = ""):
    fields = {"definition": text, "note": note, "act": act}
    enrolled(client, AUTHOR)
    return client.post(PLACE, data=fields, headers=only_named(AUTHOR), follow_redirects=False)


def brought(client) -> str:
    """What was submitted in order; its page."""
    answered = bring(client, second_version(), note="Atas permintaan camat")
    assert answered.status_code == 303, answered.text
    return answered.headers["location"].partition("?")[0]


def decide(client, address: str, who, **fields: str):
    enrolled(client, who)
    headers = only_named(who)
    sent = {"csrf": "", **fields}
    return client.post(address, data=sent, headers=headers, follow_redirects=False)


def test_what_an_author_brings_is_approved_by_somebody_else_and_comes_into_force(client):
    page = brought(client)
    told = shown(client, f"{page}?lang=en&done=subs_submitted", AUTHOR)
    assert "waits for somebody else's approval" in told
    assert "Withdraw it" in told
    assert "Approve this version" not in told

    text = shown(client, f"{page}?lang=en", APPROVER)
    assert "Atas permintaan camat" in text
    assert "Approve this version" in text
    assert "“Call the applicant” was added" in text
    assert re.search(r'<tr class="d\d added">', text)
    assert page in shown(client, PLACE, APPROVER)

    own = decide(client, f"{page}/approval", AUTHOR)
    assert own.status_code == 403
    done = decide(client, f"{page}/approval", APPROVER)

    assert done.status_code == 303
    assert done.headers["location"] == f"{page}?done=subs_approved"
    assert catalogue.show_sop(client.app.state.database, "surat-uji").version == 2
    after = shown(client, f"{page}?lang=en", APPROVER)
    assert "Approve this version" not in after
    assert "approved" in after
    assert "Nothing waits" in shown(client, f"{PLACE}?lang=en", APPROVER)
    assert page in shown(client, f"{PLACE}?show=all", APPROVER)
    again = decide(client, f"{page}/approval", APPROVER)
    assert again.status_code == 409
    assert 'id="refused"' in again.text


def test_what_was_approved_goes_on_saying_what_it_changed(client):
    page = brought(client)
    assert 'Menunggu <span class="mut">1</span>' in shown(client, PLACE, APPROVER)
    assert decide(client, f"{page}/approval", APPROVER).status_code == 303

    text = shown(client, f"{page}?lang=en", APPROVER)

    assert "What changes from version 1" in text
    assert "“Call the applicant” was added" in text
    assert 'Menunggu <span class="mut">0</span>' in shown(client, PLACE, APPROVER)


def test_a_refusal_takes_a_reason_and_an_author_may_take_back(client):
    page = brought(client)
    silent = decide(client, f"{page}/refusal", APPROVER, reason=" ")
    assert silent.status_code == 422
    assert "reason-wrong" in silent.text

    done = decide(client, f"{page}/refusal", APPROVER, reason="Waktunya belum wajar")
    assert done.headers["location"] == f"{page}?done=subs_refused"
    assert "Waktunya belum wajar" in shown(client, page, AUTHOR)

    other = brought(client)
    assert other != page
    back = decide(client, f"{other}/refusal", AUTHOR, reason="Salah berkas")
    assert back.headers["location"] == f"{other}?done=subs_withdrawn"


def test_what_is_wrong_is_shown_at_its_line_and_nothing_is_lost(client):
    wrong = second_version().replace("role: loket", "role: lokte", 1)
    line = wrong[: wrong.index("role: lokte")].count("\n") + 1

    answered = bring(client, wrong, note="Mohon periksa")

    assert answered.status_code == 422
    text = html.unescape(answered.text)
    Page(answered.text)
    assert f'href="#L{line}"' in text
    (row,) = re.findall(rf'<li id="L{line}" class="error">.*?</li>', text, re.DOTALL)
    assert "SOP301" in row
    assert "Mohon periksa" in text
    assert wrong in text
    database = client.app.state.database
    assert submissions.list_submissions(database, decided=True, at=MORNING) == ()


def test_a_file_is_read_as_it_is_and_only_checked_where_that_is_asked(client):
    enrolled(client, AUTHOR)
    headers = only_named(AUTHOR)
    files = {"file": ("v2.yaml", second_version().encode(), "text/yaml")}

    looked = client.post(PLACE, data={"act": "check"}, files=files, headers=headers)
    assert looked.status_code == 200
    assert "promise" in looked.text

    binary = {"file": ("v2.yaml", b"\xff\xfe\x00", "text/yaml")}
    refused = client.post(PLACE, data={"act": "submit"}, files=binary, headers=headers)
    assert refused.status_code == 422
    assert "file-wrong" in refused.text

    done = client.post(
        PLACE, data={"act": "submit"}, files=files, headers=headers, follow_redirects=False
    )
    assert done.status_code == 303


def test_what_says_nothing_or_is_published_already_is_refused_with_words(client):
    nothing = bring(client, "   ")
    assert nothing.status_code == 422
    assert "definition-wrong" in nothing.text

    same = bring(client, DEFINITION)
    assert same.status_code == 409
    assert 'id="refused"' in same.text
    assert DEFINITION in html.unescape(same.text)


def test_only_who_writes_or_reviews_comes_in(client):
    for address, who, status in (
        (PLACE, OFFICER, 403),
        (f"{PLACE}/new", APPROVER, 403),
        (f"{PLACE}/new", AUTHOR, 200),
        (f"{PLACE}/tidakada", APPROVER, 404),
    ):
        answered = client.get(address, headers=who)
        assert answered.status_code == status, (address, answered.status_code)


def test_a_check_says_what_is_wrong_and_keeps_nothing(client):
    for wrong, code in ((second_version().replace("role: loket", "role: lokte", 1), "SOP301"),):
        looked = bring(client, wrong, act="check")
        assert looked.status_code == 200
        assert code in looked.text
        assert "Temuan ditulis dalam bahasa Inggris" in looked.text
    torn = bring(client, "sop: [", act="check")
    assert torn.status_code == 200
    assert 'href="#L' in torn.text
    assert "Nothing waits" in shown(client, f"{PLACE}?lang=en", APPROVER)


def test_the_first_version_of_an_sop_has_nothing_to_be_compared_with(client):
    answered = bring(client, DEFINITION.replace("sop: surat-uji", "sop: surat-baru", 1))
    assert answered.status_code == 303, answered.text

    text = shown(client, f"{answered.headers['location'].partition('?')[0]}?lang=en", APPROVER)

    assert "first version" in text
    assert 'id="changes"' not in text


@pytest.mark.parametrize("act", ["check", "submit"])
def test_a_long_definition_is_taken_as_it_is_typed(client, act: str):
    long = second_version() + "# é\n" * 45_000
    parts = {"definition": (None, long.replace("\n", "\r\n")), "act": (None, act)}
    enrolled(client, AUTHOR)

    sent = client.post(PLACE, files=parts, headers=only_named(AUTHOR), follow_redirects=False)

    assert sent.status_code == {"check": 200, "submit": 303}[act], sent.text[:2000]


def test_a_reason_that_came_too_late_stands_in_its_field_again(client):
    page = brought(client)
    place = f"{page}/refusal"
    kept = msgspec.json.encode({"reason": ["Waktunya belum wajar"]})
    person, database = PersonId(APPROVER["Alur-Person"]), client.app.state.database
    drafts.save(database, person, f"page {place}", kept, at=MORNING)

    led = client.get(place, headers=APPROVER, follow_redirects=False)

    assert (led.status_code, led.headers["location"]) == (303, page)
    assert 'value="Waktunya belum wajar"' in shown(client, page, APPROVER)
    assert "Waktunya" not in shown(client, page, AUTHOR)
    decide(client, place, APPROVER, reason="Waktunya belum wajar")
    assert drafts.find(database, person, f"page {place}") is None


def test_what_is_too_long_is_refused_at_its_field(client):
    typed = "# " + "x" * 262_144
    long = bring(client, typed)
    assert long.status_code == 422
    assert "definition-wrong" in long.text
    assert typed in long.text
    assert bring(client, "x" * 1024 * 1024 + "x").status_code == 413
    enrolled(client, AUTHOR)
    files = {"file": ("v2.yaml", b"# " + b"x" * 262_144, "text/yaml")}
    sent = client.post(PLACE, data={"act": "submit"}, files=files, headers=only_named(AUTHOR))
    assert sent.status_code == 422
    assert "definition-wrong" in sent.text
