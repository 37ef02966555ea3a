"""Forms and methods that no page of ours sends, and what they get."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from front_desk import RINI, Browser, FrontDesk, front_desk
from tracking_desk import opened_at

from engine.service import queries

COUNTER = "/counter/rekomendasi-ktp-kk"
CHARSETS = ("undefined", "punycode", "idna", "utf-7", "unicode_escape", "utf-16", "latin-1", "x")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def rini(desk: FrontDesk) -> Browser:
    return desk.signed_in(RINI)


def posted(browser: Browser, address: str, charset: str, value: bytes) -> int:
    """The status that a form of one field gets, in whatever it says that it is written."""
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name, value)
        for name in (b"csrf", b"name", b"password", b"code")
    )
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    sent = {"content-type": kind, "origin": browser.origin}
    return browser.client.post(address, content=body + b"--x--\r\n", headers=sent).status_code


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("value", [b"+2AA-", b"\\ud800", b"a-\xff", b"\xd8\x00"])
def test_a_form_in_another_charset_cannot_be_read(
    desk: FrontDesk, rini: Browser, charset: str, value: bytes
) -> None:
    visitor = desk.browser()

    assert posted(visitor, "/sign-in", charset, value) == 400
    assert posted(visitor, "/lacak", charset, value) == 400
    assert posted(visitor, COUNTER, charset, value) == 303
    assert posted(rini, COUNTER, charset, value) == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8"])
def test_utf_8_may_be_named(desk: FrontDesk, rini: Browser, charset: str) -> None:
    assert posted(desk.browser(), "/sign-in", charset, b"caf\xc3\xa9") == 403  # no token of ours
    assert posted(rini, COUNTER, charset, b"caf\xc3\xa9") == 403


@pytest.mark.parametrize("address", ["/sign-in", "/lacak"])
def test_monitors_are_answered_by_the_head_alone(desk: FrontDesk, address: str) -> None:
    answered = desk.browser().client.head(address)

    assert answered.status_code == 200
    assert answered.content == b""


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/sign-in", "GET, HEAD, POST"),
        ("/lacak", "GET, HEAD, POST"),
        ("/sign-in/code", "GET, POST"),
        ("/static/alur.css", "GET, HEAD"),
        ("/api/v1/livez", "GET"),
        ("/api/v1/cases", "GET, POST"),
    ],
)
def test_a_method_that_is_not_answered_is_told_which_are(
    desk: FrontDesk, address: str, allowed: str
) -> None:
    answered = desk.browser().client.delete(address)

    assert answered.status_code == 405
    assert answered.headers["allow"] == allowed


@pytest.mark.parametrize("written", ["{}.0", "+{}", " {}", "{} "])
def test_a_task_has_one_number(desk: FrontDesk, rini: Browser, written: str) -> None:
    case = opened_at(desk.database).case
    task = queries.show_case(desk.database, case).summary.at[0].activation
    fields = {"csrf": rini.token(f"/cases/{case}")}

    other = rini.send(f"/cases/{case}/tasks/{quote(written.format(task))}/claim", fields)

    assert other.status_code == 404
    assert queries.show_case(desk.database, case).summary.at[0].assignee is None
    assert rini.send(f"/cases/{case}/tasks/{task}/claim", fields).status_code == 303
