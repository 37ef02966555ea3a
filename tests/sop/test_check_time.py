"""Time and standard: the promise, the law, mutu baku, the dates."""

from datetime import date

import pytest
from builders_check import HEAD, appended, branches, codes, decision, definition, only, row

NO_LIMIT = HEAD.replace("  legal_limit: 5 hari kerja\n", "")
NO_SERVICE = HEAD[: HEAD.index("service:")] + HEAD[HEAD.index("roles:") :]


def promise(text: str, how_long: str) -> str:
    return text.replace("promise: 2 hari kerja", f"promise: {how_long}").replace(
        "legal_limit: 5 hari kerja", "legal_limit: 90 hari kerja"
    )


def test_an_internal_sop_promises_nothing():
    assert codes(definition(head=NO_SERVICE)) == []


def test_a_promise_needs_no_legal_limit():
    assert codes(definition(head=NO_LIMIT)) == []


@pytest.mark.parametrize(
    ("how_long", "found"),
    [
        ("5 hari kerja", []),
        ("7 hari", []),
        ("8 hari", ["SOP912"]),
        ("6 hari kerja", ["SOP912"]),
        ("1 bulan", ["SOP912"]),
    ],
)
def test_a_promise_beyond_the_limit_that_holds_anyway_is_told_so(
    how_long: str, found: list[str]
) -> None:
    head = NO_LIMIT.replace("promise: 2 hari kerja", f"promise: {how_long}")

    assert codes(definition(head=head)) == found


def test_a_promise_equal_to_the_limit_is_within_it():
    assert codes(definition(("promise: 2 hari kerja", "promise: 5 hari kerja"))) == []


def test_calendar_days_are_compared_with_working_days_at_five_in_seven():
    assert codes(definition(("legal_limit: 5 hari kerja", "legal_limit: 2 hari"))) == ["SOP501"]
    assert codes(definition(("legal_limit: 5 hari kerja", "legal_limit: 3 hari"))) == []


def test_the_promise_counts_from_the_complete_file():
    text = promise(definition(), "65 menit")

    assert codes(text) == []
    assert codes(promise(text, "65 menit").replace("promise: 65", "promise: 64")) == ["SOP502"]


def test_the_promise_counts_everything_where_it_counts_from_registration():
    text = promise(definition(), "79 menit\n  clock_starts: registered")

    found = only(text)

    assert found.code == "SOP502"
    assert found.message == (
        "the slowest way without returns takes 80 menit (periksa, verifikasi, serah); "
        "the promise is 79 menit"
    )


def test_the_promise_counts_everything_where_no_answer_accepts_the_file():
    text = promise(definition((", accepts_file: true", "")), "79 menit")

    assert only(text).code == "SOP502"


def test_days_and_minutes_are_said_together():
    text = promise(
        appended(row("minta", "", call="rekomendasi-dinas", time="2 hari kerja")), "1 jam"
    )

    assert "takes 2 hari kerja 65 menit (verifikasi, serah, minta)" in only(text).message


def test_whole_days_are_said_without_minutes():
    text = promise(appended(row("lama", time="385 menit")), "1 jam")

    assert "takes 1 hari kerja (verifikasi, serah, lama)" in only(text).message


@pytest.mark.parametrize(
    "keys",
    [
        {"role": "pemohon"},
        {"pause": "payment"},
        {"role": "", "action": "send_message", "time": ""},
    ],
)
def test_what_is_not_the_offices_time_is_not_counted(keys: dict[str, str]):
    assert (
        codes(promise(appended(row("bayar", **({"time": "9 hari kerja"} | keys))), "65 menit"))
        == []
    )


def test_a_row_that_may_be_skipped_counts():
    text = promise(appended(row("ukur", when="has(form.luas)")), "65 menit")

    assert codes(text) == ["SOP502"]


def test_a_wait_takes_as_long_as_it_says():
    wait = row("umumkan", "", wait="{for: 1 hari kerja}", time="")

    assert codes(promise(appended(wait), "1 hari kerja")) == ["SOP502"]


def test_of_parallel_branches_the_slower_counts():
    block = branches(row("satu", time="10 menit"), row("dua", time="20 menit"))

    assert codes(promise(appended(block), "85 menit")) == []
    assert codes(promise(appended(block), "84 menit")) == ["SOP502"]


def test_of_several_answers_the_slower_way_counts_and_a_return_does_not():
    answers = {"ya": "", "lain": ", next: dua", "ulang": ", return_to: serah, reason: required"}
    rows = decision("pilih", answers=answers), row("satu", time="10 menit"), row("dua")

    assert codes(promise(appended(*rows), "85 menit")) == []
    assert codes(promise(appended(*rows), "84 menit")) == ["SOP502"]


def test_a_case_that_never_ends_is_not_called_slow():
    answers = {
        "ya": ", return_to: serah, reason: required",
        "lain": ", return_to: verifikasi, reason: required",
    }

    assert codes(promise(appended(decision("putar", answers=answers)), "65 menit")) == ["SOP403"]


def test_the_way_past_an_unreachable_row_is_still_judged():
    text = promise(appended(row("satu", next="tiga"), row("dua"), row("tiga")), "65 menit")

    assert codes(text) == ["SOP502", "SOP401"]


def test_the_applicant_needs_no_standard_time():
    assert codes(appended(row("bayar", "pemohon", time=""))) == []


def test_a_called_sop_has_a_standard_too():
    call = row("minta", "", call="rekomendasi-dinas", time="", output="", inputs="")

    assert codes(appended(call)) == ["SOP503", "SOP504", "SOP906"]


def test_an_automated_row_needs_no_standard():
    action = row("kirim", "", action="send_message", time="", output="", inputs="")

    assert codes(appended(action)) == []


@pytest.mark.parametrize(
    ("every", "last_day"),
    [
        ("12 bulan", date(2027, 1, 2)),
        ("1 bulan", date(2026, 2, 2)),
        ("14 hari", date(2026, 1, 16)),
        ("10 hari kerja", date(2026, 1, 16)),
    ],
)
def test_a_review_is_overdue_the_day_after_it_was_due(every: str, last_day: date):
    text = definition(("effective: 2026-01-02", f"effective: 2026-01-02\n  review_every: {every}"))
    next_day = date.fromordinal(last_day.toordinal() + 1)

    assert codes(text, today=last_day) == []
    assert codes(text, today=next_day) == ["SOP507"]


def test_a_month_has_its_last_day():
    text = definition(
        ("effective: 2026-01-02", "effective: 2026-01-31\n  review_every: 1 bulan"),
    )

    assert "due on 2026-02-28" in only(text, today=date(2026, 3, 1)).message


def test_a_review_counts_from_the_later_of_revision_and_effect():
    text = definition(("revised: 2025-12-18", "revised: 2026-03-01"))

    found = only(text, today=date(2027, 3, 2))

    assert found.message == "the review was due on 2027-03-01, 12 bulan after 2026-03-01"
    assert found.line == text[: text.index("revised:")].count("\n") + 1


def test_a_definition_never_revised_counts_from_its_effect():
    text = definition(("  revised: 2025-12-18\n", ""))

    assert codes(text, today=date(2027, 1, 3)) == ["SOP507"]


@pytest.mark.parametrize("every", ["120 bulan", "3650 hari"])
def test_a_review_that_is_never_due_is_never_overdue(every: str):
    text = definition(("effective: 2026-01-02", f"effective: 9995-01-02\n  review_every: {every}"))

    assert codes(text, today=date(2026, 11, 22)) == []


def test_without_a_day_nothing_is_overdue():
    assert codes(definition(("effective: 2026-01-02", "effective: 2023-01-02"))) == []
