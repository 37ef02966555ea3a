"""The audit desk: what is found, a case as it was, whether it is whole, who saw what."""

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from audit_desk import NURUL, OF_PRIVACY, WHY, WITH_HTMX, Desk, audit_desk
from serving import HESTI, NIK, RINI

from api import export_stream
from api.export_stream import ExportProgress
from engine.service import verifications
from web.pages.audit_exports import Exports

EN = "lang=en"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with audit_desk(tmp_path_factory.mktemp("audit")) as opened:
        yield opened


def part(text: str, id_: str) -> str:
    """The words of the section that a heading names."""
    found = re.search(rf'aria-labelledby="{id_}".*?</section>', text, re.DOTALL)
    assert found is not None, id_
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def rows(text: str) -> dict[str, str]:
    """The rows of the matrix that are marked, by what is marked."""
    found = re.findall(r'<tr class="d\d (\w+)">(.*?)</tr>', text, re.DOTALL)
    return {kind: " ".join(re.sub(r"<[^>]+>", " ", row).split()) for kind, row in found}


def test_only_auditors_come_in(desk: Desk) -> None:
    for address in ("/audit", f"/audit/cases/{desk.odd}", "/audit/exports", "/audit/exports/file"):
        assert desk.get(address, RINI).status_code == 403, address
        assert desk.get(address).status_code == 200, address


def test_without_a_question_the_newest_cases_stand_there(desk: Desk) -> None:
    text = desk.shown(f"/audit?{EN}")

    places = [text.index(f'/audit/cases/{case}?{EN}"') for case in (desk.odd, desk.done)]
    assert places == sorted(places)
    for words in ("Budi Hartono", "Tini Suhartini", "In progress", "Completed", "newest first"):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=budi", {"odd"}),
        (f"text={NIK}", {"odd", "done"}),
        ("text=zzz", set()),
        ("sop=surat-uji", {"odd", "done"}),
        ("sop=lain", set()),
        ("unit=kecamatan", {"odd", "done"}),
        ("since=2026-11-23&until=2026-11-23", {"odd", "done"}),
        ("since=2026-11-24", set()),
        ("until=2026-11-22", set()),
        ("deviation=overridden", {"odd"}),
        ("kind=step_returned", {"done"}),
        ("kind=data_revealed", {"odd"}),
        ("person=hesti&kind=step_overridden", {"odd"}),
        ("person=siapa", set()),
        ("kind=nonsense&deviation=nonsense", {"odd", "done"}),
    ],
)
def test_what_is_asked_for_is_found(desk: Desk, asked: str, found: set[str]) -> None:
    text = desk.shown(f"/audit?{EN}&{asked}")

    cases = {"odd": desk.odd, "done": desk.done}
    assert {name for name, case in cases.items() if f"/audit/cases/{case}?" in text} == found
    assert ("Nothing matches" in text) is (not found)


def test_somebody_is_sought_by_their_name(desk: Desk) -> None:
    one = desk.shown(f"/audit?{EN}&person=Nurul")
    assert 'name="person" type="text" value="nurul"' in one
    assert f"/audit/cases/{desk.odd}?" not in one
    several = desk.shown(f"/audit?{EN}&person=AN", status=422)
    assert "Nurul Maharani (nurul); Putri Anjani (putri)" in several
    nobody = desk.shown(f"/audit?{EN}&person=siapa")
    assert "Nobody is called “siapa”" in nobody
    assert nobody.count("Looked back to") <= 1


def test_events_are_sentences_that_lead_to_their_moment(desk: Desk) -> None:
    text = desk.shown(f"/audit?{EN}&kind=step_overridden")

    assert "departed from the SOP at step 2" in text
    assert "Loket penuh." in text
    assert f"/audit/cases/{desk.odd}?event=6&{EN}" in text
    assert "Looked back to the very first event" in text


def test_what_cannot_be_meant_is_said_at_the_field(desk: Desk) -> None:
    for asked, field in (
        ("since=kemarin", "since"),
        ("until=0001-01-01", "until"),
        ("since=2026-11-23&until=2026-11-22", "until"),
        ("person=%3Cb%3E", "person"),
        (f"text={'0' * 16}", "text"),
    ):
        text = desk.shown(f"/audit?{asked}", status=422)
        assert f'id="f-{field}-wrong"' in text, asked


def test_the_desk_says_how_verification_stands(desk: Desk) -> None:
    assert "never verified" in desk.shown(f"/audit?{EN}")

    verifications.carry_out(desk.database, now=lambda: desk.clock.at)

    text = desk.shown(f"/audit?{EN}")
    assert "All histories are whole" in text
    assert "Checkpoint over" in text


def test_a_case_is_shown_as_it_was_after_each_event(desk: Desk) -> None:
    before = desk.shown(f"/audit/cases/{desk.done}?event=4&{EN}")
    assert rows(before)["current"].startswith("2 Check the file")
    assert "waiting to be claimed" in part(before, "then-tasks")
    assert "rini" in part(before, "then-tasks")

    returned = desk.shown(f"/audit/cases/{desk.done}?event=5&{EN}")
    assert "sent step 2 “Check the file” back" in part(returned, "moment")
    assert "KTP belum terbaca." in part(returned, "moment")
    assert "sent back" in returned
    assert "Nothing is waiting" in part(returned, "then-tasks")

    ended = desk.shown(f"/audit/cases/{desk.done}?{EN}")
    last = re.search(r'data-total="(\d+)"', ended)
    assert last is not None
    of_it = desk.shown(f"/audit/cases/{desk.done}?event={last[1]}&{EN}")
    assert part(ended, "moment") == part(of_it, "moment")
    assert "Promise kept" in part(ended, "then-clocks")
    assert "done, 2 times" in ended
    assert "was done implausibly fast" in part(ended, "then-deviations")
    assert "agree" in part(ended, "then-deviations")


def test_the_form_is_masked_and_the_look_is_noted(desk: Desk) -> None:
    text = desk.shown(f"/audit/cases/{desk.odd}?event=3&{EN}")

    assert NIK not in text
    assert "3578********0003" in part(text, "then-form")
    noted = desk.shown(f"/audit/reads?case={desk.odd}&{EN}")
    assert re.search(r"Nurul Maharani.*?Replay", noted, re.DOTALL)


def test_a_departure_is_marked_on_the_matrix(desk: Desk) -> None:
    text = desk.shown(f"/audit/cases/{desk.odd}?{EN}")

    assert "skipped; Overridden" in text
    assert text.count('class="d1 current"') + text.count('class="d2 current"') >= 1
    departed = part(text, "then-deviations")
    assert "Step 2 “Check the file” was departed from knowingly overridden:" in departed


@pytest.mark.parametrize(
    ("asked", "event"), [("0", 1), ("3", 3), ("9999", 12), ("zwölf", 12), ("", 12), ("1e3", 12)]
)
def test_any_number_leads_to_an_event(desk: Desk, asked: str, event: int) -> None:
    text = desk.shown(f"/audit/cases/{desk.odd}?event={asked}")
    assert f'data-seq="{event}" data-total="12"' in text
    assert f'type="range" min="1" max="12" value="{event}"' in text


def test_links_lead_from_event_to_event(desk: Desk) -> None:
    middle = desk.shown(f"/audit/cases/{desk.odd}?event=6")
    steps = dict(re.findall(r'data-step="(\d+)" data-key="(.)"', middle))
    assert steps == {"5": "[", "7": "]"}
    assert 'rel="prev"' not in desk.shown(f"/audit/cases/{desk.odd}?event=1")
    assert 'rel="next"' not in desk.shown(f"/audit/cases/{desk.odd}")


def test_a_slider_gets_what_moves_and_nothing_else(desk: Desk) -> None:
    answered = desk.get(f"/audit/cases/{desk.odd}?event=6", WITH_HTMX)

    assert answered.text.lstrip().startswith('<div id="then"')
    assert "<html" not in answered.text
    assert 'data-seq="6"' in answered.text


def test_whether_a_case_is_whole_is_said_beside_it_and_in_full_on_request(desk: Desk) -> None:
    beside = part(desk.shown(f"/audit/cases/{desk.done}?{EN}"), "proof")
    assert "The history is whole" in beside
    assert "23 of 24 are proved to lie below checkpoint" in beside

    full = desk.shown(f"/audit/cases/{desk.done}/verification?{EN}")
    assert "The history is whole" in full
    assert f"alur verify {desk.done}" in full


def test_what_is_no_case_is_not_found(desk: Desk) -> None:
    for address in ("/audit/cases/tiada", "/audit/cases/tiada/verification"):
        desk.shown(address, status=404)


def test_who_saw_what_is_told_with_the_reason(desk: Desk) -> None:
    for who in ({}, {"case": desk.odd}, {"person": "rini"}):
        asked = "&".join([EN, *(f"{name}={said}" for name, said in who.items())])
        text = desk.shown(f"/audit/reads?{asked}")
        (row,) = re.findall(r'<tr class="full-read">.*?</tr>', text, re.DOTALL)
        for words in ("rini", "NIK", "unmasked", f"“{WHY}”", "event 11"):
            assert words in row, words
        assert f"/audit/cases/{desk.odd}?event=11&{EN}" in row


def test_who_answers_for_personal_data_sees_it_without_the_desk(desk: Desk) -> None:
    text = desk.shown(f"/audit/reads?{EN}", OF_PRIVACY)

    assert WHY in text
    assert "/audit/cases/" not in text
    assert desk.get("/audit", OF_PRIVACY).status_code == 403


def test_reads_are_paged_and_a_case_that_is_none_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.audit_reads.PAGE", 2)
    first = desk.shown("/audit/reads")
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert first.count("<tr") == 3
    assert desk.shown(further).count("<tr") == 3

    for case in ("tiada", "%3C%3E"):
        assert 'id="r-case-wrong"' in desk.shown(f"/audit/reads?case={case}", status=404)
    assert "<tr" not in desk.shown("/audit/reads?person=siapa")


def test_searches_stand_among_the_reads_in_words(desk: Desk) -> None:
    desk.shown("/audit?text=tini")
    desk.shown(f"/audit?text={NIK}")

    text = desk.shown(f"/audit/reads?person=nurul&{EN}")
    assert "Search by name (1 case)" in text
    assert "Search by NIK (2 cases)" in text
    assert NIK not in text


def by_other_hands(folder: Path, case: str, body: str) -> None:
    """Write event 6 of a case otherwise, past the triggers."""
    with closing(sqlite3.connect(folder / "alur.db")) as file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            file.execute(f"DROP TRIGGER {name}")
        file.execute(
            f"UPDATE case_event SET body = {body} WHERE case_id = ? AND seq = 6",  # noqa: S608
            (case,),
        )
        file.commit()


def test_a_pause_and_what_other_hands_changed_stand_beside_the_replay(tmp_path: Path) -> None:
    forged = "CAST(replace(CAST(body AS TEXT), 'Loket', 'Lobi') AS BLOB)"
    with audit_desk(tmp_path) as desk:
        pause = {"reason": "applicant", "note": "Menunggu denah", "documents": ["Surat 1/2026"]}
        address = f"/api/v1/cases/{desk.odd}/pause"
        paused = desk.client.post(address, headers=HESTI, json=pause)
        assert paused.status_code == 200, paused.text
        text = desk.shown(f"/audit/cases/{desk.odd}?{EN}")
        assert "Menunggu denah, since 23 November 2026 08:13:00 WIB" in part(text, "then-tasks")

        by_other_hands(tmp_path, desk.odd, forged)

        text = desk.shown(f"/audit/cases/{desk.odd}?{EN}")
        assert "The history is not whole" in part(text, "proof")
        assert f"case/{desk.odd} 6" in part(text, "proof")
        assert "the history is not whole" in desk.shown(
            f"/audit/cases/{desk.odd}/verification?{EN}"
        )
        verifications.carry_out(desk.database, now=lambda: desk.clock.at)
        assert "the history is not whole" in desk.shown(f"/audit?{EN}")

        by_other_hands(tmp_path, desk.odd, "CAST('{{' AS BLOB)")

        text = desk.shown(f"/audit/cases/{desk.odd}?{EN}", status=500)
        assert "The history of this case is damaged" in text
        assert f"case/{desk.odd} 6" in text


def test_logs_are_taken_away_and_the_page_says_how_far_they_are(desk: Desk) -> None:
    for kind, begin in (
        ("xes", b"<?xml"),
        ("ocel", b"SQLite format 3"),
        ("ocel_json", b"{"),
        ("csv_events", b"\xef\xbb\xbf"),
        ("csv_cases", b"\xef\xbb\xbf"),
        ("nonsense", b"<?xml"),
    ):
        answered = desk.get(f"/audit/exports/file?as={kind}&key=k-{kind}")
        assert answered.status_code == 200, answered.text
        assert answered.content.startswith(begin), kind
        assert NIK.encode() not in answered.content
        assert "attachment" in answered.headers["content-disposition"]

        far = desk.get(f"/audit/exports?key=k-{kind}&{EN}", WITH_HTMX)
        assert "Done: " in far.text
        assert "<html" not in far.text
    assert 'data-state="done"' in desk.shown("/audit/exports?key=k-xes")
    others = desk.get("/audit/exports?key=k-none", WITH_HTMX)
    assert others.text.strip() == ""


def test_an_export_keeps_to_what_was_asked(desk: Desk) -> None:
    def cases(asked: str) -> int:
        answered = desk.get(f"/audit/exports/file?as=csv_cases&{EN}&{asked}")
        assert answered.status_code == 200, answered.text
        return len(answered.text.splitlines()) - 1

    assert cases("") == 2
    assert cases("only_closed=1") == 1
    assert cases("sop=surat-uji&since=2026-11-23&until=2026-11-23") == 2
    assert cases("since=2026-11-24") == 0


def test_what_cannot_be_exported_is_said_at_its_field(desk: Desk) -> None:
    for asked, field in (("since=besok", "since"), ("since=2026-11-23&until=2026-11-01", "until")):
        text = desk.shown(f"/audit/exports/file?{asked}", status=422)
        assert f'id="x-{field}-wrong"' in text


def test_while_another_export_is_written_one_waits(desk: Desk) -> None:
    with export_stream._turn:
        answered = desk.get(f"/audit/exports/file?{EN}")
    assert answered.status_code == 429
    assert "Another log is being written" in html.unescape(answered.text)


@pytest.mark.parametrize(
    ("far", "state", "words"),
    [
        ({"events": 0, "total": 0}, "busy", "Beginning to write the log"),
        ({"events": 50, "total": 200}, "busy", 'value="25"'),
        ({"events": 50, "total": 200, "is_written": True}, "failed", "not whole"),
        ({"events": 9, "size": 900, "is_written": True, "is_whole": True}, "done", "900 B"),
        ({"events": 9, "size": 1_250, "is_written": True, "is_whole": True}, "done", "1.2 kB"),
        ({"events": 9, "size": 9_900_000, "is_written": True, "is_whole": True}, "done", "9.9 MB"),
    ],
)
def test_how_far_a_log_is_stands_in_words(
    desk: Desk, far: dict[str, int], state: str, words: str
) -> None:
    known = {"total": 9, "size": 0, "is_written": False, "is_whole": False} | far
    under_way = SimpleNamespace(progress=ExportProgress(**known))  # type: ignore[arg-type]
    begun: Exports = desk.client.app.state.exports  # type: ignore[attr-defined]
    begun.begun(NURUL, "far", under_way)  # type: ignore[arg-type]

    text = desk.shown(f"/audit/exports?key=far&{EN}")

    assert f'data-state="{state}"' in text
    assert words in text


def test_only_the_newest_exports_are_known() -> None:
    begun = Exports()
    last = SimpleNamespace(progress="here")
    for number in range(40):
        begun.begun(NURUL, str(number), last)  # type: ignore[arg-type]
    assert begun.progress(NURUL, "0") is None
    assert begun.progress(NURUL, "39") == "here"
