"""Looking through open cases beside the requests: how far it is, how often at a time, and then."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from calendar_desk import NAME, calendar_desk
from front_desk import BUDI, Browser
from page_reading import Page
from serving import MORNING

from engine.core.errors import AlurError, InputRefused
from engine.service import calendar_edits
from web.calendar_surveys import AT_ONCE, KEPT, MOST_OVER, Key, Survey, Surveys, What, surveys_of

EDIT = f"/calendars/{NAME}/edit"
LONGEST_WAIT_SECONDS = 5.0
PILKADA = {
    "act": "holiday",
    "holiday.day": "2026-11-25",
    "holiday.kind": "office",
    "holiday.name_id": "Pilkada",
    "holiday.source": "Keppres 1/2026",
}


def key(calendar: str, content: str = "", *, what: What = "preview") -> Key:
    return Key(what=what, person=BUDI, calendar=calendar, content=content)


def over(survey: Survey | None) -> Survey:
    assert survey is not None
    assert survey.wait(LONGEST_WAIT_SECONDS)
    return survey


def test_it_is_done_once_and_told_how_far_it_is() -> None:
    surveys, go_on = Surveys(), Event()

    def look(each):
        each(3, 10)
        go_on.wait(LONGEST_WAIT_SECONDS)
        return "seen"

    begun = surveys.start(key("one"), look, at=MORNING, reason="Libur.")
    again = surveys.start(key("one"), lambda _: pytest.fail("begun twice"), at=MORNING)
    assert begun is again
    assert not begun.wait(0.2)
    assert (begun.done, begun.total, begun.is_over) == (3, 10, False)
    go_on.set()
    assert over(begun).result == "seen"
    assert begun.reason == "Libur."


def test_whoever_comes_when_all_places_are_taken_comes_again() -> None:
    surveys, go_on = Surveys(), Event()
    running = [
        surveys.start(key(str(number)), lambda _: go_on.wait(LONGEST_WAIT_SECONDS), at=MORNING)
        for number in range(AT_ONCE["preview"])
    ]
    assert surveys.start(key("more"), lambda _: None, at=MORNING) is None
    applied = surveys.start(key("more", what="apply"), lambda _: None, at=MORNING)
    assert over(applied).refusal is None, "previews keep no edit from being put into force"
    go_on.set()
    for one in running:
        over(one)
    assert over(surveys.start(key("more"), lambda _: None, at=MORNING)).refusal is None


def test_a_later_look_at_the_same_calendar_ends_the_older_one() -> None:
    surveys, begun, go_on = Surveys(), Event(), Event()

    def look(each):
        begun.set()
        go_on.wait(LONGEST_WAIT_SECONDS)
        each(1, 2)
        return "seen"

    applied = surveys.start(key("one", "a", what="apply"), look, at=MORNING)
    older = surveys.start(key("one", "a"), look, at=MORNING)
    newer = surveys.start(key("one", "b"), look, at=MORNING)
    assert begun.wait(LONGEST_WAIT_SECONDS)
    assert surveys.find(key("one", "a")) is None
    assert surveys.start(key("two"), look, at=MORNING) is None, "its place is kept until it ends"
    go_on.set()
    assert (over(older).result, over(older).is_replaced, over(older).broke) == (None, True, False)
    assert over(newer).result == over(applied).result == "seen"
    assert not over(applied).is_replaced


def test_of_those_that_are_over_the_newest_are_kept() -> None:
    surveys = Surveys()
    names = [str(number) for number in range(MOST_OVER + 2)]
    for name in names:
        over(surveys.start(key(name), lambda _: "seen", at=MORNING))
    over(surveys.start(key("last", what="apply"), lambda _: "seen", at=MORNING))
    assert [name for name in names if surveys.find(key(name)) is None] == names[:2]


def test_what_is_done_for_nobody_any_more_is_forgotten() -> None:
    surveys = Surveys()
    first = over(surveys.start(key("one"), lambda _: "seen", at=MORNING))
    assert surveys.find(key("one")) is first
    over(surveys.start(key("two"), lambda _: "seen", at=MORNING + KEPT + timedelta(seconds=1)))
    assert surveys.find(key("one")) is None
    surveys.forget(key("two"))
    assert surveys.find(key("two")) is None


def test_a_refusal_is_kept_and_a_failure_told_apart_from_it() -> None:
    def refuse(_):
        raise InputRefused({"reason": ""})

    def fail(_):
        raise ZeroDivisionError

    refused, failed = over(Surveys().start(key("one"), refuse, at=MORNING)), Survey(MORNING)
    with pytest.raises(ZeroDivisionError):
        failed.run(fail)
    assert isinstance(refused.refusal, AlurError)
    assert (refused.broke, failed.broke) == (False, True)
    assert failed.refusal is None
    assert failed.is_over


def test_an_application_has_its_own() -> None:
    app = SimpleNamespace(state=SimpleNamespace())
    assert surveys_of(app) is surveys_of(app)  # type: ignore[arg-type]


@pytest.fixture
def budi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with calendar_desk(tmp_path_factory.mktemp("office"), "1a2b3c4d5e6f7g8h") as desk:
        browser = desk.signed_in(BUDI)
        assert browser.post(EDIT, **PILKADA).status_code == 303
        yield browser


def test_pages_tell_how_far_it_is_until_it_is_over(
    budi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    monkeypatch.setattr("web.pages.calendars_apply.PATIENCE_SECONDS", 0.05)

    def slowly(usual):
        def look(database, edit, *, each, **said):
            each(1, 4)
            go_on.wait(LONGEST_WAIT_SECONDS)
            return usual(database, edit, each=lambda *_: None, **said)

        return look

    for name in ("preview", "apply"):
        monkeypatch.setattr(calendar_edits, name, slowly(getattr(calendar_edits, name)))
    waiting = budi.get(f"{EDIT}/preview")
    assert "1 dari 4 berkas terbuka diperiksa" in Page(waiting.text).text
    assert 'http-equiv="refresh"' in waiting.text
    early = budi.post(f"{EDIT}/apply", page=EDIT, reason=" ")
    assert early.status_code in {409, 422}
    go_on.set()
    assert "Berkas 1 sampai 1 dari 1." in Page(settled(budi, f"{EDIT}/preview").text).text

    go_on.clear()
    begun = budi.post(f"{EDIT}/apply", page=f"{EDIT}/preview", reason="Libur Pilkada.")
    assert begun.headers["location"] == f"{EDIT}/apply"
    assert "1 dari 4" in Page(budi.get(f"{EDIT}/apply").text).text
    go_on.set()
    assert "/versions/2" in settled(budi, f"{EDIT}/apply").headers["location"]
    assert budi.get(f"{EDIT}/apply").headers["location"].endswith("/preview")


def settled(browser: Browser, address: str):
    """The page once it waits for nothing any more."""
    for _ in range(100):  # each waits a little
        shown = browser.get(address)
        if "data-wait" not in shown.text:
            return shown
    raise TimeoutError(address)


def test_an_edit_is_not_lost_where_no_place_is_free(
    budi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(budi, f"{EDIT}/preview")
    monkeypatch.setattr(Surveys, "start", lambda *_, **__: None)
    busy = budi.post(f"{EDIT}/apply", page=f"{EDIT}/preview", reason="Libur Pilkada.")

    assert busy.status_code == 409
    assert "sedang diberlakukan" in Page(busy.text).text
    assert "Libur Pilkada.</textarea>" in busy.text


def test_what_breaks_is_told_and_can_be_tried_again(
    budi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_, **__):
        raise InputRefused({"x": ""})

    with monkeypatch.context() as broken:
        broken.setattr(calendar_edits, "preview", fail)
        refused = settled(budi, f"{EDIT}/preview")
    assert refused.status_code == 409
    assert settled(budi, f"{EDIT}/preview").status_code == 200
