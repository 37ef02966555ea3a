"""References: what is named exists, and hints say what was probably meant."""

from builders_check import HEAD, appended, codes, definition, findings, only, row


def test_a_near_name_is_proposed():
    assert only(definition(("[uu-25-2009]", "[uu-25-2008]"))).hint == "Did you mean `uu-25-2009`?"


def test_a_role_is_proposed_among_the_roles():
    found = findings(definition(("    role: kasi\n", "    role: xyz\n")))

    assert [one.hint for one in found if one.code == "SOP301"] == [
        "Known: pemohon, loket, kasi, camat."
    ]


def test_many_known_names_are_not_listed():
    text = appended(*(row(f"baris_{n}") for n in range(12)), row("x", next="zzz"))

    assert only(text).hint == "Name a row of this SOP by its id."


def test_a_calendar_of_the_register_may_be_chosen():
    assert codes(definition(head=HEAD + "calendar: kantor\n")) == []


def test_the_units_own_calendar_must_be_in_the_register():
    found = only(definition(("unit: kecamatan", "unit: lapangan")))

    assert found.code == "SOP303"
    assert "the unit's calendar `tidak-ada`" in found.message


def test_a_chosen_calendar_stands_in_for_the_units():
    text = definition(("unit: kecamatan", "unit: lapangan"), head=HEAD + "calendar: kantor\n")

    assert codes(text) == []


def test_an_action_takes_its_parameters_and_may_leave_out_optional_ones():
    text = appended(row("nomor", "", action="issue_number", with_="{register: a, prefix: b}"))

    assert codes(text) == []


def test_an_unknown_action_is_said_without_judging_its_parameters():
    text = appended(row("nomor", "", action="zzz", with_="{register: a}"))

    assert codes(text) == ["SOP306"]


def test_a_called_sop_may_be_handed_any_field_of_the_sop():
    asks = row("ukur", form="[{id: hasil, title: Hasil}]")

    text = appended(asks, row("minta", "", call="rekomendasi-dinas", passes="[nama, hasil]"))

    assert codes(text) == []


def test_requirements_have_ids_of_their_own():
    head = HEAD + "requirements:\n- {id: ktp, title: KTP}\n- {id: kk, title: KK}\n"

    assert codes(definition(head=head)) == []


def test_every_further_row_of_one_name_is_said():
    text = appended(row("serah"), row("serah"))

    assert [code for code in codes(text) if code == "SOP311"] == ["SOP311", "SOP311"]
