"""The log: one line an event, in JSON or for people, without what anybody typed."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from engine.core.errors import InputRefused, StoreUnavailable
from engine.service.log_lines import facts, note, set_up, trace_id, traced, written

_log = logging.getLogger("engine.tests")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=["json"])
def into(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    yield from logged(request.param, io.StringIO())


def logged(style: str, into: io.StringIO) -> Iterator[io.StringIO]:
    handler = set_up(style, into)
    yield into
    logging.getLogger().removeHandler(handler)
    for name in ("engine", "api", "web"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(into: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in into.getvalue().splitlines()]


def test_a_line_is_an_object_with_an_instant_in_utc(into: io.StringIO) -> None:
    _log.info("ready", extra=facts(port=8000, nothing=None, blank=""))

    (line,) = lines(into)
    assert str(line.pop("at")).endswith("Z")
    assert line == {"level": "info", "event": "ready", "of": "engine.tests", "port": 8000}


def test_lines_of_one_piece_of_work_share_its_trace(into: io.StringIO) -> None:
    with traced("0af7651916cd43dd8448eb211c80319c"):
        assert trace_id() == "0af7651916cd43dd8448eb211c80319c"
        note(person="rini", case="01k9")
        note()
        _log.info("one")
    _log.info("two")
    note(person="nobody")

    one, two = lines(into)
    assert (one["trace"], one["person"], one["case"]) == (
        "0af7651916cd43dd8448eb211c80319c",
        "rini",
        "01k9",
    )
    assert "trace" not in two
    assert trace_id() == ""


def test_nothing_that_is_logged_can_begin_a_line_of_its_own(into: io.StringIO) -> None:
    _log.warning("said: %s", 'x\n{"level": "info"}\r\x1b[2J\u2028')

    assert len(into.getvalue().splitlines()) == 1
    assert "\\u001b" not in into.getvalue()


def failing(error: Exception) -> None:
    try:
        raise error  # so that it has a place
    except type(error):
        _log.exception("it broke off")


def test_of_an_error_the_place_is_told_and_not_what_somebody_typed(into: io.StringIO) -> None:
    failing(KeyError("3578014107850003"))
    failing(InputRefused({"nik": "3578014107850003 is not"}))

    assert "3578014107850003" not in into.getvalue()
    told = lines(into)[0]["error"]
    assert isinstance(told, dict)
    assert told["kind"] == "KeyError"
    assert "failing" in told["frames"][-1]


def test_why_a_database_or_the_system_fails_is_told(into: io.StringIO) -> None:
    failing(StoreUnavailable("connection refused"))
    failing(OSError(28, "No space left on device"))

    one, two = (line["error"] for line in lines(into))
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert one["says"] == "connection refused"
    assert "No space left" in two["says"]


@pytest.mark.parametrize(("style", "into_what"), [("text", io.StringIO), ("auto", Terminal)])
def test_for_people_a_line_is_text(style: str, into_what: type[io.StringIO]) -> None:
    for into in logged(style, into_what()):
        _log.info("request", extra=facts(status=200))
        failing(KeyError("rahasia"))
        failing(StoreUnavailable("busy"))

        first, *rest = into.getvalue().splitlines()
        assert first.endswith("info    request of=engine.tests status=200")
        assert "  KeyError" in rest
        assert "  StoreUnavailable: busy" in rest
        assert "rahasia" not in into.getvalue()


def test_where_no_terminal_reads_it_is_json() -> None:
    for into in logged("auto", io.StringIO()):
        _log.info("ready")
        assert lines(into)


def test_a_log_for_a_block_ends_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    with written("json"):
        _log.info("within")
    _log.info("afterwards")

    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == [
        "within"
    ]
