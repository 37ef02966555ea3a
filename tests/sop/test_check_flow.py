"""Arrows, decisions, blocks: what a definition may not say about its flow."""

from builders_check import appended, branches, codes, decision, definition, findings, only, row

BACK = ", return_to: serah, reason: required"


def test_a_block_may_be_left_by_a_return_or_an_end():
    block = branches(
        decision("satu", answers={"ya": "", "lain": BACK}),
        row("dua") + decision("tiga", answers={"ya": "", "lain": ", end: rejected"}),
    )

    assert codes(appended(block, row("empat"))) == []


def test_a_branch_may_return_within_itself():
    block = branches(
        row("satu")
        + decision("dua", answers={"ya": "", "lain": ", return_to: satu, reason: required"}),
        row("tiga"),
    )

    assert codes(appended(block)) == []


def test_a_return_into_another_branch_is_refused():
    block = branches(
        row("satu"),
        decision("dua", answers={"ya": "", "lain": ", return_to: satu, reason: required"}),
    )

    assert codes(appended(block)) == ["SOP402"]


def test_a_return_into_a_block_that_is_over_is_refused():
    again = decision("tiga", answers={"ya": "", "lain": ", return_to: satu, reason: required"})

    assert codes(appended(branches(row("satu"), row("dua")), again)) == ["SOP402"]


def test_a_row_cannot_return_to_itself():
    itself = decision("satu", answers={"ya": "", "lain": ", return_to: satu, reason: required"})

    assert only(appended(itself)).code == "SOP414"


def test_a_return_to_nowhere_names_the_rows_there_are():
    found = only(definition(("return_to: pengajuan", "return_to: zzz")))

    assert found.code == "SOP302"
    assert found.hint == "Known: pengajuan, periksa, verifikasi, serah."


def test_next_may_end_the_case():
    assert codes(appended(row("akhir", next="end"))) == []


def test_where_an_arrow_misleads_the_state_space_is_left_for_later():
    text = appended(row("satu", next="zzz"), row("sisa"))

    assert codes(text) == ["SOP302"]


def test_a_row_that_may_be_opened_twice_comes_with_the_run():
    text = appended(branches(row("satu", next="tiga"), row("dua", next="tiga")), row("tiga"))

    message = only(text).message

    assert message == (
        "`tiga` can be reached again while it is open: after `pengajuan`, `periksa` (lengkap), "
        "`verifikasi`, `serah`, `satu`, `dua`"
    )


def test_of_a_long_run_the_end_is_shown():
    text = appended(
        *(row(f"langkah_{n}") for n in range(9)), branches(row("satu"), row("dua", next="end"))
    )

    message = only(text).message

    assert message.endswith(
        "after …, `langkah_2`, `langkah_3`, `langkah_4`, `langkah_5`, `langkah_6`, `langkah_7`, "
        "`langkah_8`, `dua`"
    )


def test_a_block_is_named_by_its_line():
    ends = decision("empat", answers={"ya": "", "lain": ", next: end"})
    inner = branches(row("satu"), row("dua"))

    text = appended(branches(inner, row("tiga") + ends))

    line = [n for n, line in enumerate(text.splitlines(), 1) if "parallel:" in line][1]
    assert "`tiga`, `empat` (lain)" in only(text).message
    assert f"the block in line {line}" in only(text).message


def test_a_run_says_what_was_skipped():
    stop = decision(
        "putus",
        answers={"ya": ", end: completed", "lain": ", end: rejected"},
        when="has(form.luas)",
    )

    text = appended(stop, branches(row("satu"), row("dua", next="end")))

    assert only(text).message.endswith("`serah`, `putus` (skipped), `dua`")


def test_a_submission_lies_in_no_block():
    text = definition(steps=branches(row("satu", "pemohon", submission="true"), row("dua")))

    assert "SOP416" in codes(text)


def test_a_submission_asks_the_opening_form_only():
    found = only(
        definition(("submission: true\n", "submission: true\n    form: [{id: a, title: A}]\n"))
    )

    assert found.code == "SOP417"
    assert found.hint == "Ask it in the `form` of the SOP."


def test_both_directions_of_a_misled_arrow_are_said_apart():
    text = appended(decision("satu", answers={"ya": ", next: periksa", "lain": ", end: rejected"}))

    assert only(text).code == "SOP413"


def test_rows_left_open_are_said_where_the_block_was_left():
    out = decision("satu", answers={"ya": "", "lain": ", next: akhir"})
    text = appended(branches(out, row("dua")), row("tengah", when="has(form.luas)"), row("akhir"))

    found = [one for one in findings(text) if one.code == "SOP404"]

    assert len(found) == 1
    assert text.splitlines()[found[0].line - 1][found[0].column - 1 :].startswith("akhir")
    assert "while this is open: `dua`" in found[0].message


def test_of_nested_blocks_the_arrow_out_of_the_inner_one_is_said():
    inner = branches(decision("satu", answers={"ya": "", "lain": ", next: tiga"}), row("dua"))
    text = appended(branches(inner + row("tiga"), row("empat")), row("lima"))

    found = only(text)

    assert found.code == "SOP404"
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("tiga")
