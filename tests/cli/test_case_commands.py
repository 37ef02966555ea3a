"""Cases from the terminal: the same rules, in lines and in JSON."""

import json

import pytest
from serving import NIK
from terminal import HESTI, REQUEST, RINI, SOP, Terminal

from engine.service import clock, processes
from engine.service.database import connect
from engine.service.processes import ProcessView

CHECK = ("--outcome", "lengkap", "--tick", "all")


def reach_both_reviews(terminal: Terminal) -> str:
    case = terminal.open_case()
    terminal.do("case", "complete", case, *CHECK, *RINI)
    return case


def test_a_case_goes_from_opening_to_its_end(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do("case", "claim", case, *RINI)
    terminal.do("case", "complete", case, *CHECK, *RINI)
    terminal.do("case", "complete", case, "telaah_teknis", *HESTI)
    numbered = terminal.do("case", "complete", case, "telaah_hukum", *HESTI)
    ended = terminal.do("case", "complete", case, *RINI)

    assert "Hand over the letter" in numbered  # the system numbered the letter meanwhile
    assert "Number the letter (number)" in terminal.do("case", "show", case)
    assert f"Case {case} is closed (completed)." in ended


def test_a_case_is_found_by_the_beginning_of_its_id(terminal: Terminal) -> None:
    case = terminal.open_case()

    assert case in terminal.do("case", "show", case[:8])


def test_the_same_key_again_opens_nothing_and_answers_the_same(terminal: Terminal) -> None:
    first = terminal.read(*REQUEST, *RINI, "--key", "k-1")
    again = terminal.read(*REQUEST, *RINI, "--key", "k-1")
    told = terminal.do(*REQUEST, *RINI, "--key", "k-1")

    assert again == first | {"repeated": True}
    assert "This was done before; nothing was changed." in told
    assert terminal.tally().total == 1


def test_a_step_may_be_named_by_its_number_in_the_matrix(terminal: Terminal) -> None:
    case = terminal.open_case()

    assert "claimed" in terminal.do("case", "claim", case, "2", *RINI)


def test_steps_to_return_to_and_to_reopen_are_named_by_number_too(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do("case", "return", case, "--to", "1", "--reason", "KTP-el buram", *RINI)
    terminal.do("case", "withdraw", case, "--reason", "pindah", *RINI)
    again = terminal.do("case", "reopen", case, "--step", "2", "--reason", "kembali", *HESTI)

    assert "Check the file" in again
    lost = terminal.type("case", "reopen", case, "--step", "99", "--reason", "x", *HESTI)
    assert lost.exit_code == 5
    assert f"The steps of {SOP}: pengajuan, periksa" in lost.stderr


def test_a_case_shows_what_its_open_steps_ask_for_and_why_it_is_paused(terminal: Terminal) -> None:
    case = terminal.open_case()

    shown = terminal.do("case", "show", case)
    terminal.do("case", "return", case, "--reason", "KTP-el buram", *RINI)
    waiting = terminal.do("case", "show", case)

    assert f"alur case complete {case} periksa" in shown
    assert "--outcome lengkap" in shown
    assert "Paused: waiting for the applicant" in waiting


def test_who_holds_a_task_is_told_in_the_time_of_the_office(terminal: Terminal) -> None:
    case = terminal.open_case()
    terminal.do("case", "claim", case, *RINI)

    refused = terminal.type("case", "claim", case, "--as", "sari:loket")

    assert "is held by rini since" in refused.stderr
    assert " WIB. Ask rini" in refused.stderr


def test_whoever_names_no_role_is_told_which_there_are(terminal: Terminal) -> None:
    refused = terminal.type("case", "claim", terminal.open_case(), "--as", "rini")

    assert refused.exit_code == 4
    assert f"No role of {SOP} is named. Act in one of: " in refused.stderr


def test_several_tasks_that_fit_are_listed(terminal: Terminal) -> None:
    case = reach_both_reviews(terminal)

    refused = terminal.type("case", "complete", case, *HESTI)

    assert refused.exit_code == 4
    assert "telaah_teknis (kasi), telaah_hukum (kasi)" in refused.stderr


def test_who_finished_a_task_first_is_named_to_who_comes_second(terminal: Terminal) -> None:
    case = reach_both_reviews(terminal)

    refused = terminal.type("case", "complete", case, "periksa", *CHECK, *RINI)

    assert refused.exit_code == 4
    assert "(periksa) was finished by rini" in refused.stderr


def test_a_task_of_another_role_is_refused_with_that_role(terminal: Terminal) -> None:
    case = terminal.open_case()

    refused = terminal.type("case", "complete", case, *CHECK, *HESTI)

    assert refused.exit_code == 4
    assert "periksa belongs to the role loket" in refused.stderr


def test_a_case_sent_back_waits_for_the_applicant_and_staff_enter_the_correction(
    terminal: Terminal,
) -> None:
    case = terminal.open_case()

    terminal.do("case", "return", case, "--reason", "KTP-el buram", *RINI)
    corrected = terminal.do("case", "complete", case, "--field", "luas=12", *RINI)

    assert "Check the file" in corrected
    assert "“KTP-el buram”" in terminal.do("case", "history", case)


def test_tasks_change_hands(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do("case", "assign", case, "--to", "rini", "--reason", "giliran", *HESTI)
    terminal.do("case", "delegate", case, "--to", "sari", *RINI)
    terminal.do("case", "resolve", case, "--note", "sudah", "--as", "sari:loket")
    released = terminal.do("case", "release", case, *RINI)

    assert "rini (Counter officer) put step 2" in released


def test_an_override_needs_the_power_and_leaves_a_trace(terminal: Terminal) -> None:
    case = reach_both_reviews(terminal)
    skip = ("case", "override", case, "telaah_hukum", "--mode", "skip", "--reason", "mendesak")

    refused = terminal.type(*skip, *RINI)
    done = terminal.do(*skip, *HESTI)

    assert refused.exit_code == 4
    assert "departed from the SOP" in done


def test_a_reordered_step_and_one_done_outside_its_role(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do(
        *("case", "override", case, "--mode", "act_outside_role", "--reason", "loket kosong"),
        *CHECK,
        *HESTI,
    )
    terminal.do("case", "complete", case, "telaah_teknis", *HESTI)
    terminal.do("case", "complete", case, "telaah_hukum", *HESTI)
    back = terminal.do(
        *("case", "override", case, "--mode", "reorder", "--to", "tinjau"),
        *("--reason", "lokasi belum dilihat"),
        *HESTI,
    )

    assert "Visit the site" in back


def test_a_result_found_by_hand_is_recorded_once(terminal: Terminal) -> None:
    case = reach_both_reviews(terminal)
    terminal.do("case", "complete", case, "telaah_teknis", *HESTI)
    terminal.do("case", "complete", case, "telaah_hukum", *HESTI)

    late = terminal.type(
        "case", "record", case, "nomor", "--result", "number=9", "--reason", "manual", *RINI
    )

    assert late.exit_code == 4
    assert "already has its result" in late.stderr


def test_what_a_process_at_work_here_would_run_is_left_to_it(terminal: Terminal) -> None:
    """It has its own settings, and its own folder of documents; the terminal may have others."""
    case = reach_both_reviews(terminal)
    terminal.do("case", "complete", case, "telaah_teknis", *HESTI)
    there = ProcessView(
        name="worker-1",
        kind="worker",
        started_at=clock.now(),
        seen_at=clock.now(),
        release="0",
        prefect="off",
    )
    with connect(terminal.url) as database:
        processes.say(database, there)

    told = terminal.do("case", "complete", case, "telaah_hukum", *HESTI)

    assert "Hand over the letter" not in told
    assert "Number the letter" in told.splitlines()[-2]


def test_an_automated_step_is_tried_again_only_after_its_incident(terminal: Terminal) -> None:
    case = reach_both_reviews(terminal)

    refused = terminal.type("case", "retry", case, "nomor", *RINI)

    assert refused.exit_code == 4
    assert "nomor is not open" in refused.stderr


def test_cases_are_paused_commented_accepted_and_withdrawn(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do("case", "accept", case, *RINI)
    terminal.do("case", "pause", case, "--ground", "payment", "--note", "SKRD terbit", *RINI)
    terminal.do("case", "resume", case, *RINI)
    terminal.do("case", "comment", case, "--text", "ditelepon", *RINI)
    closed = terminal.do("case", "withdraw", case, "--reason", "pindah", *RINI)

    assert "is closed (withdrawn)" in closed


def test_a_case_is_rejected_and_reopened_by_who_may(terminal: Terminal) -> None:
    case = terminal.open_case()

    terminal.do("case", "reject", case, "--reason", "di luar wilayah", *HESTI)
    reopened = terminal.do(
        "case", "reopen", case, "--step", "periksa", "--reason", "banding", *HESTI
    )

    assert "Now: 2 periksa" in reopened


def test_personal_data_is_masked_in_lines_and_in_json(terminal: Terminal) -> None:
    case = terminal.open_case("--contact", "081234567890")

    seen = [terminal.do("case", verb, case) for verb in ("show", "history")]
    seen += [terminal.do("case", verb, case, "--json") for verb in ("show", "history")]

    assert not any(NIK in one or "081234567890" in one for one in seen)
    assert "3578********0003" in seen[0]


def test_lists_are_filtered_and_paged(terminal: Terminal) -> None:
    cases = [terminal.open_case() for _ in range(3)]
    terminal.do("case", "withdraw", cases[0], "--reason", "pindah", *RINI)

    page = terminal.read("case", "list", "--limit", "2")
    rest = terminal.read("case", "list", "--limit", "2", "--after", str(page["next"]))
    closed = terminal.read("case", "list", "--status", "closed", "--sop", SOP)
    told = terminal.do("case", "list", "--limit", "1", "--role", "loket", "--search", "Bayu")

    assert page["total"] == 3
    assert [one["case"] for one in rest["items"]] == cases[:1]  # type: ignore[attr-defined]
    assert [one["case"] for one in closed["items"]] == cases[:1]  # type: ignore[attr-defined]
    assert "1 of 2; the next page: --after" in told


def test_tasks_are_listed_by_role_and_by_holder(terminal: Terminal) -> None:
    case = terminal.open_case()
    terminal.open_case()
    terminal.do("case", "claim", case, *RINI)

    mine = terminal.do("task", "list", "--mine", *RINI)
    free = json.loads(terminal.do("task", "list", "--unclaimed", "--role", "loket", "--json"))

    assert case in mine
    assert len(free) == 1


@pytest.mark.parametrize("source", ["-", "file"])
def test_a_form_comes_from_a_file_or_from_the_input(
    terminal: Terminal, source: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answers = json.dumps({"usaha": "Warung", "nik": NIK, "luas": 40})
    file = tmp_path_factory.mktemp("form") / "form.json"
    file.write_text(answers, encoding="utf-8")
    name = "-" if source == "-" else str(file)

    told = terminal.do(
        *("case", "open", SOP, "--applicant", "Bayu", "--form", name, "--field", "luas=55"),
        *RINI,
        stdin=answers,
    )
    case = told.split("Case ")[-1].split()[0]

    assert "55 m2" in terminal.do("case", "show", case)


def test_history_speaks_both_languages(terminal: Terminal) -> None:
    case = terminal.open_case()

    assert "membuka berkas" in terminal.do("case", "history", case, "--lang", "id")
    assert "opened a case" in terminal.do("case", "history", case)


def test_who_stands_in_for_somebody_says_so(terminal: Terminal) -> None:
    case = terminal.open_case()

    assert "on behalf of dewi" in terminal.do("case", "claim", case, *RINI, "--for", "dewi")
