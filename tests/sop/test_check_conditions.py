"""Conditions: read with the facts there are, and only what is surely there."""

from builders_check import appended, branches, codes, decision, definition, line_of, only, row

NUMBER = {"action": "issue_number", "with_": "{register: a}"}
TANGGAL = "  - {id: luas, title: Luas, type: number}"


def test_a_condition_that_cannot_be_read_says_where_in_it():
    text = appended(row("ukur", when="form.luaz > 100"))

    found = only(text)

    assert found.code == "SOP208"
    assert found.message.endswith("(character 1 of the condition)")
    assert found.hint == "Did you mean `form.luas`?"
    assert found.line == line_of(text, "form.luaz")


def test_a_required_field_of_the_opening_form_is_always_there():
    assert codes(appended(row("ukur", when="form.nama == 'Toko'"))) == []


def test_an_optional_field_is_read_after_asking_for_it():
    assert codes(appended(row("ukur", when="has(form.luas) and form.luas > 100"))) == []


def test_visits_are_always_there():
    assert codes(appended(row("ukur", when="visits.serah > 1"))) == []


def test_a_required_field_of_a_step_that_is_surely_done_is_there():
    asks = row("ukur", form="[{id: hasil, title: Hasil, required: true}]")

    assert codes(appended(asks, row("catat", when="form.hasil == 'baik'"))) == []


def test_an_optional_field_of_a_step_may_be_absent():
    asks = row("ukur", form="[{id: hasil, title: Hasil}]")

    assert codes(appended(asks, row("catat", when="form.hasil == 'baik'"))) == ["SOP419"]


def test_a_field_of_a_step_that_may_be_skipped_may_be_absent():
    asks = row("ukur", form="[{id: hasil, title: Hasil, required: true}]", when="has(form.luas)")

    assert codes(appended(asks, row("catat", when="form.hasil == 'baik'"))) == ["SOP419"]


def test_a_field_of_a_step_that_may_be_jumped_over_may_be_absent():
    jump = decision("pilih", answers={"ya": "", "lain": ", next: catat"})
    asks = row("ukur", form="[{id: hasil, title: Hasil, required: true}]")

    text = appended(jump, asks, row("catat", when="form.hasil == 'baik'"))

    assert codes(text) == ["SOP419"]


def test_a_step_does_not_know_its_own_answer_beforehand():
    text = appended(
        decision(
            "putus", answers={"ya": "", "lain": ", end: rejected"}, when="outcome.putus == 'ya'"
        )
    )

    assert codes(text) == ["SOP419"]


def test_an_answer_given_before_is_there():
    assert codes(appended(row("catat", when="outcome.periksa == 'lengkap'"))) == []


def test_the_answer_of_a_returned_visit_counts_as_given():
    back = decision(
        "ulas",
        answers={"ya": "", "lain": ", return_to: serah, reason: required"},
        when="visits.serah > 1",
    )

    assert codes(appended(back, row("catat", when="outcome.ulas == 'ya'"))) == ["SOP419"]


def test_a_returning_visit_may_leave_its_form_open():
    first = decision("pilih", answers={"ya": "", "lain": ", next: ulas"})
    asks = row("ukur", when="has(form.hasil) and form.hasil == 'baik'")
    form = "[{id: hasil, title: Hasil, required: true}]"
    back = decision(
        "ulas", answers={"ya": "", "lain": ", return_to: ukur, reason: required"}, form=form
    )
    reads = row("catat", when="form.hasil == 'baik'")

    assert codes(appended(first, asks, reads, back)) == ["SOP419"]


def test_the_result_of_an_action_is_there_once_it_came_back():
    assert (
        codes(appended(row("nomor", "", **NUMBER), row("c", when="result.nomor.number == '1'")))
        == []
    )


def test_the_result_of_a_called_sop_is_there_once_it_ended():
    text = appended(
        row("minta", "", call="rekomendasi-dinas"),
        row("c", when="result.minta.result == 'completed'"),
    )

    assert codes(text) == []


def test_what_every_branch_did_is_known_after_the_block():
    block = branches(
        row("satu", form="[{id: hasil_satu, title: Hasil, required: true}]"),
        row("dua", form="[{id: hasil_dua, title: Hasil, required: true}]"),
    )
    reads = row("catat", when="form.hasil_satu == form.hasil_dua")

    assert codes(appended(block, reads)) == []


def test_what_the_other_branch_does_is_not_known_inside_the_block():
    block = branches(
        row("satu", form="[{id: hasil_satu, title: Hasil, required: true}]"),
        row("dua") + row("tiga", when="form.hasil_satu == 'baik'"),
    )

    assert codes(appended(block)) == ["SOP419"]


def test_what_only_one_way_through_a_branch_does_is_not_known_after_the_block():
    block = branches(
        decision("pilih", answers={"ya": "", "lain": ", next: tiga"})
        + row("satu", form="[{id: hasil_satu, title: Hasil, required: true}]")
        + row("tiga"),
        row("dua"),
    )

    assert codes(appended(block, row("catat", when="form.hasil_satu == 'baik'"))) == ["SOP419"]


def test_a_choice_is_compared_with_its_options_only():
    options = "type: choice, options: [{id: baru, title: Baru}]"
    field = f"[{{id: jenis, title: Jenis, required: true, {options}}}]"

    text = appended(
        row("pilih", form=field),
        row("satu", when="form.jenis in ['baru', 'lama']"),
        row("dua", when="not form.jenis == 'laru' or form.jenis == 'baru'"),
    )

    assert codes(text) == ["SOP315", "SOP315"]


def test_numbers_and_yes_or_no_are_no_options():
    field = "[{id: perorangan, title: Perorangan, type: boolean, required: true}]"

    text = appended(
        row("pilih", form=field),
        row("satu", when="form.perorangan == true and visits.pilih > 1"),
        row("dua", when="form.perorangan"),
    )

    assert codes(text) == []


def test_a_wait_reads_a_date_that_is_surely_there():
    head = "  - {id: tanggal, title: Tanggal, type: date, required: true}\n"
    wait = row("tunggu", "", wait="{until: tanggal}")

    text = appended(wait).replace("  - {id: luas", head + "  - {id: luas")

    assert codes(text) == []


def test_a_wait_for_a_date_that_may_be_absent_asks_for_it_first():
    head = "  - {id: tanggal, title: Tanggal, type: date}\n"
    unsure = appended(row("tunggu", "", wait="{until: tanggal}"))
    asking = appended(row("tunggu", "", wait="{until: tanggal}", when="has(form.tanggal)"))

    found = only(unsure.replace("  - {id: luas", head + "  - {id: luas"))

    assert found.code == "SOP419"
    assert found.hint.startswith("Add `when: has(form.tanggal)`")
    assert codes(asking.replace("  - {id: luas", head + "  - {id: luas")) == []


def test_a_condition_that_cannot_be_read_hides_no_other_finding():
    text = appended(row("ukur", when="form.luaz > 100"), row("sisa")).replace(
        "output: Surat diserahkan", "output: Surat diserahkan\n    next: sisa"
    )

    assert codes(text) == ["SOP401", "SOP208"]


def test_a_wait_for_an_unknown_field_is_said_once():
    assert codes(appended(row("tunggu", "", wait="{until: tanggal}"))) == ["SOP310"]


def test_a_good_definition_has_conditions_without_findings():
    assert codes(definition()) == []


def test_no_flow_waits_for_a_date_that_is_personal():
    asks = row(
        "ukur", form="[{id: lahir, title: Lahir, type: date, required: true, personal: true}]"
    )

    assert codes(appended(asks, row("tunggu", "", wait="{until: lahir}"))) == ["SOP422"]


def test_no_flow_goes_by_a_nik_however_it_is_marked():
    asks = row("ukur", form="[{id: nik, title: NIK, type: nik, required: true}]")

    assert codes(appended(asks, row("catat", when="form.nik == '3578014107850003'"))) == ["SOP422"]


def test_a_flow_may_ask_whether_personal_data_is_there():
    asks = row("ukur", form="[{id: hp, title: Telepon, type: phone, personal: true}]")

    assert codes(appended(asks, row("catat", when="has(form.hp)"))) == []
