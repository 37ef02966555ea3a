"""What every page is: well-formed, escaped, small, whole in both languages, safe by its headers."""

import re
from pathlib import Path

import pytest
from page_reading import Page
from serving import HESTI, NIK, RINI, Office

import web
from api.deps import database
from engine.core.errors import StoreUnavailable
from web.guard import HEADERS
from web.pages.case_history import PART
from web.pages.cases import PAGE

LIMIT = 60_000
TEMPLATES = sorted((Path(web.__file__).parent / "templates").iterdir())
EVIL = '<script>alert("x")</script>'


@pytest.fixture
def busy(client, office: Office) -> str:
    """A case with a bit of everything in it; its id."""
    case = office.open(luas=120)
    office.act(case, "periksa", "claim")
    office.act(case, "periksa", "return", reason="Foto buram.", to="pengajuan")
    office.act(case, "pengajuan", "complete", form={"usaha": "Warung", "nik": NIK, "luas": 50})
    client.post(f"/api/v1/cases/{case}/pause", headers=HESTI, json={"reason": "payment"})
    client.post(
        f"/api/v1/cases/{case}/comment",
        headers=RINI,
        json={"text": "Surat lama.", "happened_at": "2026-11-20T09:15:00+07:00"},
    )
    return case


def page(client, address: str, status: int = 200) -> Page:
    answered = client.get(address)
    assert answered.status_code == status, answered.text
    assert answered.headers["content-type"] == "text/html; charset=utf-8"
    assert len(answered.content) < LIMIT
    return Page(answered.text)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", ["/", "/?text=zzz", "/cases/{busy}", "/nowhere"])
def test_every_page_has_its_frame_in_both_languages(client, busy, address, language):
    shown = page(
        client,
        address.format(busy=busy) + ("&" if "?" in address else "?") + f"lang={language}",
        404 if address == "/nowhere" else 200,
    )

    assert shown.all("html") == [{"lang": language}]
    assert len(shown.all("h1")) == 1
    assert [one for one in shown.all("main") if one["id"] == "content"]
    assert shown.links[0] == "#content"
    assert {"header", "main", "footer", "nav"} <= {tag for tag, _ in shown.tags}
    ids = [str(one["id"]) for _, one in shown.tags if "id" in one]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_script_or_style(template):
    text = template.read_text()

    ours = re.sub(r"<script src=\"{{ static\('[\w/.-]+'\) }}\" defer></script>", "", text)
    assert not re.search(r"<script|<style|style=|\son\w+=|javascript:|\|\s*safe", ours)
    assert not re.search(r"hx-on|\bjs:|hx-vals=.js", text)
    assert not re.search(r"https?://", text)


def test_what_people_typed_is_text_and_nothing_else(client, office: Office):
    case = office.open(applicant=EVIL, usaha=EVIL)
    client.post(f"/api/v1/cases/{case}/comment", headers=RINI, json={"text": EVIL})

    for address in ("/", f"/cases/{case}", "/?text=%3Cscript%3E", "/?text=%22%3E%3Ci%3E"):
        shown = page(client, address)
        assert all(one["src"].startswith("/static/") for one in shown.all("script"))
        assert not shown.all("i")
    assert page(client, f"/cases/{case}").text.count(EVIL) >= 4


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/alur.css", "/api/v1/livez"])
def test_every_answer_carries_the_security_headers(client, address):
    answered = client.get(address)

    for name, value in HEADERS.items():
        assert answered.headers[name] == value
    assert "unsafe" not in answered.headers["content-security-policy"]


def test_pages_are_never_stored_and_files_with_a_fingerprint_are(client):
    styles = page(client, "/").all("link")[0]["href"]

    assert client.get("/").headers["cache-control"] == "no-store"
    assert "immutable" in client.get(styles).headers["cache-control"]
    assert "cache-control" not in client.get("/static/alur.css").headers
    assert "immutable" not in client.get("/static/none.css?v=1").headers.get("cache-control", "")


@pytest.mark.parametrize("address", ["/", "/nowhere"])
def test_a_head_is_the_page_without_its_body(client, address):
    asked, shown = client.head(address), client.get(address)

    assert asked.status_code == shown.status_code
    assert asked.content == b""


def test_pages_are_compressed(client):
    answered = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert answered.headers["content-encoding"] == "gzip"


def test_the_longest_pages_stay_small(client, office: Office):
    for number in range(PAGE + 1):
        case = office.open(applicant=f"Pemohon Bernama Panjang Sekali Nomor {number}")
    for number in range(2 * PART):
        client.post(
            f"/api/v1/cases/{case}/comment",
            headers=RINI,
            json={"text": f"Catatan nomor {number} yang cukup panjang untuk dua baris di layar."},
        )

    page(client, "/")
    page(client, f"/cases/{case}")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.2"])
def test_a_foreign_host_name_is_not_served(client, host):
    answered = client.get("/", headers={"Host": host})

    assert answered.status_code == 421
    assert answered.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000"])
def test_the_names_of_this_machine_are_served(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/cases/zzzz", "/cases/%00", "/cases/a%2fb", "/cases/" + "a" * 300, "/cases/é", "/x"],
)
def test_what_is_not_there_is_told_in_words(client, address):
    shown = page(client, address, 404)

    assert "Halaman ini tidak ada" in shown.text
    assert "/" in shown.links


def test_a_fault_of_ours_is_a_page_too(client):
    kept, client.app.state.database = client.app.state.database, None

    answered = client.get("/")

    client.app.state.database = kept
    assert answered.status_code == 500
    assert "Ada yang gagal di pihak kami" in Page(answered.text).text
    assert "Traceback" not in answered.text


def test_a_database_that_is_gone_is_told_in_words(client):
    def gone():
        raise StoreUnavailable("The database cannot be reached.")

    client.app.dependency_overrides[database] = gone

    answered = client.get("/")

    assert answered.status_code == 503
    assert "Basis data tidak dapat dipakai" in Page(answered.text).text


def test_a_method_that_pages_do_not_take_is_refused_in_words(client):
    assert client.post("/").status_code == 405
    Page(client.post("/").text)


def test_a_refusal_of_the_interface_stays_json_behind_the_pages(client):
    answered = client.get("/api/v1/cases/zzzz")

    assert answered.status_code == 404
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json()["instance"] == "/api/v1/cases/zzzz"
