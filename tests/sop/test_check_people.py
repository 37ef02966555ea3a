"""People: four eyes that can be kept, one executor where the regulation wants one."""

from builders_check import HEAD, appended, branches, codes, decision, definition, only, row


def test_two_people_of_one_role_can_keep_four_eyes():
    assert codes(appended(row("ulas", "kasi", not_same_person_as="[verifikasi]"))) == []


def test_two_offices_of_one_holder_each_can_keep_four_eyes():
    head = HEAD.replace("{title: Kepala seksi}", "{title: Kepala seksi, single: true}")

    text = appended(
        row("paraf", "camat"), row("ulas", "kasi", not_same_person_as="[paraf]"), head=head
    )

    assert codes(text) == []


def test_a_pair_with_an_automated_row_is_refused():
    text = appended(
        row("kirim", "", action="send_message"), row("ulas", not_same_person_as="[kirim]")
    )

    assert only(text).message == "`kirim` runs by itself: no person does it"


def test_a_pair_with_the_applicant_is_refused():
    text = appended(row("bayar", "pemohon", not_same_person_as="[periksa]"))

    assert only(text).message == "`bayar` is done by `pemohon`, who is not of the office"


def test_a_pair_with_an_unknown_row_is_said_once():
    found = only(appended(row("ulas", not_same_person_as="[verivikasi]")))

    assert (found.code, found.hint) == ("SOP302", "Did you mean `verifikasi`?")


def test_a_pair_across_branches_holds_whoever_comes_second():
    block = branches(row("satu"), row("dua", not_same_person_as="[satu]"))

    assert codes(appended(block)) == []


def test_a_pair_in_one_branch_holds_in_order():
    block = branches(row("satu") + row("dua", not_same_person_as="[satu]"), row("tiga"))

    assert codes(appended(block)) == []


def test_a_pair_with_a_later_row_holds_where_a_return_leads_back():
    back = decision("ulas", answers={"ya": "", "lain": ", return_to: baca, reason: required"})

    assert codes(appended(row("baca", not_same_person_as="[ulas]"), back)) == []


def test_a_pair_on_two_ways_that_exclude_each_other_is_a_warning():
    pick = decision("pilih", answers={"ya": "", "lain": ", next: dua"})

    text = appended(
        pick, row("satu", next="tiga"), row("dua", not_same_person_as="[satu]"), row("tiga")
    )

    found = only(text)
    assert (found.code, found.severity) == ("SOP908", "warning")
    assert found.message == "`satu` can never have been done when `dua` is open"


def test_only_one_regulation_asks_for_one_executor():
    text = definition(("class: {nature: administratif}", "class: {nature: teknis}"))

    assert codes(f"regime: permendagri-52-2011\n{text}") == []


def test_the_applicant_is_no_executor_of_a_technical_sop():
    text = definition(("nature: administratif", "nature: teknis"))
    text = text.replace("role: kasi", "role: loket").replace("  kasi: {title: Kepala seksi}\n", "")

    assert codes(text) == []


def test_a_technical_sop_names_its_executors():
    found = only(definition(("nature: administratif", "nature: teknis")))

    assert found.message == "a technical SOP has one executor; this one has `kasi`, `loket`"
