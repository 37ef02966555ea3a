"""Style: warnings that never keep an SOP from being published."""

import pytest
from builders_check import HEAD, appended, codes, decision, definition, findings, only, row


@pytest.mark.parametrize(
    "activity",
    ["Menerima berkas", "Memaraf konsep", "Mengetik surat", "melakukan", "Merekam", "Mendata"],
)
def test_me_verbs_are_active(activity: str):
    assert codes(appended(row("baru", activity=activity))) == []


def test_the_indonesian_words_are_judged():
    both = "{id: Pencatatan surat, en: Measuring}"

    assert codes(appended(row("baru", activity=both))) == ["SOP901"]


def test_the_same_activity_of_another_role_is_no_repetition():
    assert codes(appended(row("baru", "kasi", activity="Menyerahkan surat"))) == []


def test_a_row_said_three_times_is_two_repetitions():
    thrice = [row(f"baca_{n}", activity="Membaca berkas yang masuk") for n in range(3)]

    assert codes(appended(*thrice)) == ["SOP904", "SOP904"]


def test_automated_rows_may_say_the_same():
    twice = [row(f"kirim_{n}", "", action="send_message", activity="Mengirim") for n in range(2)]

    assert codes(appended(*twice)) == []


def test_another_object_makes_another_activity():
    assert codes(appended(row("baru", "loket", activity="Menyerahkan tanda terima"))) == []


def test_an_activity_of_fillers_alone_is_compared_as_it_is():
    text = appended(row("a", activity="Untuk dan"), row("b", activity="dari ke"))

    assert codes(text) == ["SOP901", "SOP901"]


def test_ten_roles_are_not_too_many():
    more = "".join(f"  peran_{n}: {{title: P, may: [assign]}}\n" for n in range(6))

    assert codes(definition(head=HEAD.replace("form:\n", more + "form:\n"))) == []


def test_a_pause_for_the_applicant_on_the_applicants_row_is_right():
    assert codes(appended(row("lengkapi", "pemohon", pause="applicant"))) == []


def test_a_pause_for_another_body_may_lie_on_an_officers_row():
    assert codes(appended(row("tunggu", pause="external_body"))) == []


def test_a_return_to_an_officer_is_not_the_applicants_time():
    leads = ", return_to: periksa, pause: applicant, reason: required"

    found = only(appended(decision("ulas", answers={"ya": "", "lain": leads})))

    assert (found.code, found.message) == ("SOP909", "`periksa` is not done by the applicant")


def test_a_pause_with_a_return_to_nowhere_is_said_once():
    assert codes(definition(("return_to: pengajuan", "return_to: zzz"))) == ["SOP302"]


def test_warnings_are_warnings():
    found = findings(definition(("activity: Menyerahkan", "activity: Penyerahan")))

    assert [one.severity for one in found] == ["warning"]
