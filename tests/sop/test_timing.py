"""The timing block: what it comes to, what is wrong with it, and how it is shown and compared."""

import msgspec
import pytest
from builders_check import HEAD, STEPS, codes, definition, findings, only
from builders_compare import document
from builders_explain import compiled, page_of, part_with, shown
from builders_sop import SAMPLE

from engine.core.durations import Duration, TimeUnit
from engine.core.ids import RoleId
from engine.core.workflow import (
    Extension,
    PauseReason,
    Rung,
    RungLevel,
    Timing,
    Workflow,
)
from engine.sop.compare import compare, sentence
from engine.sop.timing import timing_of

NO_LIMIT = HEAD.replace("  legal_limit: 5 hari kerja\n", "")
INTERNAL = HEAD[: HEAD.index("service:")] + HEAD[HEAD.index("roles:") :]


def timed(*lines: str, may: str = "assign, extend", head: str = HEAD) -> str:
    """A definition with these lines in its timing block; without lines it has no block."""
    block = "timing:\n" + "".join(f"  {line}\n" for line in lines) if lines else ""
    head = head.replace("roles:\n", f"{block}roles:\n")
    return definition(("may: [assign, override]", f"may: [{may}]"), head=head)


def timing(*lines: str, may: str = "assign") -> Timing:
    return compiled(timed(*lines, may=may))[1].timing


# --- what it comes to


def test_every_part_of_the_block_reaches_the_workflow() -> None:
    working_days = TimeUnit.WORKING_DAY

    assert timing_of(document()) == Timing(
        warnings=(60, 90),
        escalation=(
            Rung(
                level=RungLevel.SUPERVISOR,
                to=(RoleId("kasi"), RoleId("trantib")),
                after=Duration(amount=3, unit=TimeUnit.WORKING_HOUR),
            ),
            Rung(
                level=RungLevel.HEAD,
                to=(RoleId("camat"),),
                after=Duration(amount=2, unit=working_days),
            ),
        ),
        pauses={
            PauseReason.APPLICANT: Duration(amount=21, unit=TimeUnit.CALENDAR_DAY),
            PauseReason.PAYMENT: Duration(amount=8, unit=working_days),
            PauseReason.EXTERNAL_BODY: Duration(amount=1, unit=TimeUnit.MONTH),
        },
        extension=Extension(most=Duration(amount=4, unit=working_days), times=2),
        incident=Rung(
            level=RungLevel.REMIND,
            to=(RoleId("loket"), RoleId("kasi")),
            after=Duration(amount=30, unit=TimeUnit.MINUTE),
        ),
    )


def test_an_sop_need_not_say_who_hears_of_an_incident() -> None:
    assert timing("warnings: []").incident is None
    assert timing("incident: {to: camat}").incident == Rung(
        level=RungLevel.REMIND, to=(RoleId("camat"),)
    )


def test_where_nobody_is_named_those_who_may_assign_hear_of_a_breach_a_working_day_later() -> None:
    supervisor = Rung(
        level=RungLevel.SUPERVISOR,
        to=(RoleId("camat"),),
        after=Duration(amount=1, unit=TimeUnit.WORKING_DAY),
    )

    assert timing() == Timing(escalation=(supervisor,))
    assert timing("pauses: {}") == Timing(escalation=(supervisor,))


def test_nobody_is_told_where_the_escalation_is_empty_or_nobody_may_assign() -> None:
    assert timing("escalation: {}").escalation == ()
    assert timing(may="override").escalation == ()


def test_somebody_outside_the_office_is_never_told_by_default() -> None:
    text = definition(("external: true", "external: true, may: [assign]"))

    (rung,) = compiled(text)[1].timing.escalation

    assert rung.to == ("camat",)


def test_a_head_may_be_told_alone_and_at_once() -> None:
    (rung,) = timing("escalation: {head: {to: camat}}").escalation

    assert rung == Rung(level=RungLevel.HEAD, to=(RoleId("camat"),))


def test_no_warnings_and_the_usual_warnings_are_two_things() -> None:
    assert timing("warnings: []").warnings == ()
    assert timing("extension: {most: 1 hari kerja}").warnings == (50, 80, 100)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("escalation: {head: {to: camat}}", "escalation: {head: {to: kasi}}"),
        ("escalation: {head: {to: camat}}", "escalation: {head: {to: camat, after: 1 jam}}"),
        ("escalation: {head: {to: camat}}", "escalation: {supervisor: {to: camat}}"),
        ("warnings: [50]", "warnings: [51]"),
        ("warnings: []", "warnings: [50, 80, 100]"),
        ("pauses: {payment: 7 hari}", "pauses: {applicant: 7 hari}"),
        ("extension: {most: 1 hari kerja}", "extension: {most: 1 hari kerja, times: 2}"),
        ("incident: {to: kasi}", "incident: {to: camat}"),
    ],
)
def test_another_timing_is_another_workflow(line: str, other: str) -> None:
    assert compiled(timed(line))[1].hash != compiled(timed(other))[1].hash


def test_a_workflow_compiled_before_there_was_timing_has_the_usual_warnings_alone() -> None:
    _, workflow = compiled(timed("warnings: [10]", "extension: {most: 1 hari kerja}"))
    stored = msgspec.to_builtins(workflow)
    del stored["timing"]

    old = msgspec.json.decode(msgspec.json.encode(stored), type=Workflow)

    assert old.timing == Timing(warnings=(50, 80, 100))
    assert old == msgspec.structs.replace(workflow, timing=Timing())


def test_what_is_stored_of_the_timing_is_read_back() -> None:
    _, workflow = compiled(timed("pauses: {payment: 7 hari}", "warnings: []"))

    assert msgspec.json.decode(msgspec.json.encode(workflow), type=Workflow) == workflow


# --- what is wrong with it


def test_a_sensible_block_has_no_findings() -> None:
    text = timed(
        "warnings: [1, 100]",
        "escalation:",
        "  supervisor: {to: [kasi, loket], after: 7 jam}",
        "  head: {to: camat, after: 1 hari kerja}",
        "pauses: {applicant: 14 hari kerja, payment: 7 hari, external_body: 1 bulan}",
        "extension: {most: 3 hari kerja, times: 20}",
    )

    assert codes(text) == []


@pytest.mark.parametrize("percents", ["[80, 50]", "[50, 50]", "[50, 80, 60]"])
def test_warnings_rise(percents: str) -> None:
    assert codes(timed(f"warnings: {percents}", may="assign")) == ["SOP508"]


@pytest.mark.parametrize(
    ("supervisor", "head", "expected"),
    [
        (", after: 1 jam", "", "the head is told at once, the supervisor only after 1 jam"),
        (
            ", after: 1 hari kerja",
            ", after: 449 menit",
            "the head is told after 449 menit, the supervisor only after 1 hari kerja",
        ),
    ],
)
def test_the_head_is_not_told_before_the_supervisor(
    supervisor: str, head: str, expected: str
) -> None:
    lines = f"supervisor: {{to: kasi{supervisor}}}", f"head: {{to: camat{head}}}"

    found = only(timed("escalation:", *(f"  {line}" for line in lines), may="assign"))

    assert (found.code, found.message) == ("SOP509", expected)


def test_both_may_be_told_at_the_same_time() -> None:
    for after in ("", ", after: 1 jam"):
        rungs = f"{{supervisor: {{to: kasi{after}}}, head: {{to: camat{after}}}}}"
        assert codes(timed(f"escalation: {rungs}", may="assign")) == []


def test_an_unknown_role_is_pointed_at_with_the_nearest_known_one() -> None:
    text = timed("escalation:", "  supervisor:", "    to: [loket, kassi]", may="assign")

    found = only(text)

    assert (found.code, found.hint) == ("SOP301", "Did you mean `kasi`?")
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("kassi")


def test_who_hears_of_incidents_is_a_role_of_the_office() -> None:
    assert [one.code for one in findings(timed("incident: {to: kassi}", may="assign"))] == [
        "SOP301"
    ]
    assert codes(timed("incident: {to: [kasi, pemohon]}", may="assign")) == ["SOP605"]


def test_a_role_that_is_told_needs_no_row() -> None:
    text = definition(
        ("camat: {title: Camat, single: true, may: [assign, override]}", "camat: {title: Camat}"),
        head=HEAD.replace("roles:\n", "timing:\n  escalation: {head: {to: camat}}\nroles:\n"),
    )

    assert codes(text) == []


def test_the_power_to_extend_is_pointed_at_where_nothing_says_how_far() -> None:
    text = timed()

    found = only(text)

    assert (found.code, found.severity) == ("SOP910", "warning")
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("extend]")


def test_an_extension_is_counted_as_the_promise_is() -> None:
    assert codes(timed("extension: {most: 60 menit}")) == ["SOP510"]
    assert codes(timed("extension: {most: 4 hari}", head=NO_LIMIT)) == ["SOP510"]


def test_an_internal_sop_extends_the_standards_of_its_rows() -> None:
    assert codes(timed("extension: {most: 60 menit}", head=INTERNAL)) == []
    found = only(timed("extension: {most: 1 hari kerja}", head=INTERNAL))
    assert (found.code, found.message) == (
        "SOP510",
        "no row has a standard time in the unit of 1 hari kerja",
    )


def test_promise_and_extension_together_keep_the_law() -> None:
    assert codes(timed("extension: {most: 3 hari kerja}")) == []
    assert codes(timed("extension: {most: 4 hari kerja}")) == ["SOP511"]
    assert codes(timed("extension: {most: 4 hari kerja}", head=NO_LIMIT)) == []


def test_a_promise_that_breaks_the_law_by_itself_is_said_once() -> None:
    text = timed("extension: {most: 1 hari kerja}").replace("promise: 2", "promise: 6")

    assert codes(text) == ["SOP501"]


def test_rows_without_a_standard_are_not_asked_for_their_unit() -> None:
    steps = STEPS.replace("  time: 60 menit\n", "")
    head = INTERNAL.replace("roles:\n", "timing:\n  extension: {most: 5 menit}\nroles:\n")
    text = definition(("may: [assign, override]", "may: [extend]"), head=head, steps=steps)

    assert [one.code for one in findings(text)] == ["SOP503"]


# --- how it is shown


def test_the_page_and_the_matrix_list_it() -> None:
    said = part_with("- Peringatan waktu", page_of(SAMPLE))

    assert said.splitlines() == [
        "- Peringatan waktu: pada 60%, 90% dari batas waktu",
        (
            "- Jika lewat waktu: pelaksana diingatkan; atasan: Kasi Trantib, Petugas Ketenteraman "
            "setelah 3 jam; pimpinan: Camat setelah 2 hari kerja"
        ),
        (
            "- Jeda paling lama: menunggu pemohon 21 hari; menunggu pembayaran 8 hari kerja; "
            "menunggu instansi lain 1 bulan"
        ),
        "- Perpanjangan: paling lama 4 hari kerja, 2 kali",
        "- Insiden sistem: Petugas Loket, Kasi Trantib setelah 30 menit",
    ]
    drawn = part_with("Janji layanan", shown(SAMPLE, width=160))
    assert "Perpanjangan       paling lama 4 hari kerja, 2 kali" in drawn


def test_it_is_listed_in_english_too() -> None:
    said = part_with("- Time warnings", page_of(SAMPLE, language="en"))

    assert said.splitlines() == [
        "- Time warnings: at 60%, 90% of each time limit",
        (
            "- When time is over: whoever has the task is reminded; the supervisor: Kasi Trantib, "
            "Petugas Ketenteraman after 3 working hours; the head: Camat after 2 working days"
        ),
        (
            "- Longest pause: waiting for the applicant 21 calendar days; waiting for the payment "
            "8 working days; waiting for another body 1 month"
        ),
        "- Extension: at most 4 working days, 2 times",
        "- System incidents: Counter officer, Kasi Trantib after 30 minutes",
    ]


def test_what_holds_where_nothing_is_said_is_listed_as_well() -> None:
    said = part_with("- Peringatan waktu", page_of(timed(may="assign")))

    assert said.splitlines() == [
        "- Peringatan waktu: pada 50%, 80%, 100% dari batas waktu",
        "- Jika lewat waktu: pelaksana diingatkan; atasan: Camat setelah 1 hari kerja",
    ]


def test_whom_an_incident_reaches_is_listed_where_the_engine_does_a_step() -> None:
    said = SAMPLE.replace("  incident: {to: [loket, kasi], after: 30 menit}\n", "")

    assert "- Insiden sistem: Kasi Trantib seketika" in page_of(said)


def test_an_sop_that_warns_nobody_says_so() -> None:
    text = timed("warnings: []", "escalation: {}", "extension: {most: 1 hari kerja}")

    said = part_with("- Time warnings", page_of(text, language="en"))

    assert said.splitlines() == [
        "- Time warnings: none",
        "- When time is over: whoever has the task is reminded",
        "- Extension: at most 1 working day, once",
    ]


# --- how it is compared


def told(old: str, new: str, *, english: bool = False) -> list[str]:
    found = compare(document(text=old), document(text=new))
    return [sentence(change, "en" if english else "id") for change in found]


def test_saying_what_holds_anyway_is_no_change() -> None:
    usual = timed(
        "warnings: [50, 80, 100]",
        "escalation: {supervisor: {to: camat, after: 1 hari kerja}}",
        may="assign",
    )

    assert told(timed(may="assign"), usual) == []


def test_the_order_of_those_told_says_nothing() -> None:
    before, after = ("escalation: {head: {to: [kasi, camat]}}", "[kasi, camat]"), "[camat, kasi]"

    assert told(timed(before[0]), timed(before[0].replace(before[1], after))) == []


def test_a_block_that_comes_is_told_part_by_part() -> None:
    block = timed(
        "warnings: [90]",
        "escalation: {head: {to: kasi}}",
        "pauses: {external_body: 3 hari kerja}",
        "extension: {most: 1 hari kerja, times: 3}",
    )

    assert told(timed(), block) == [
        "Ambang peringatan waktu berubah dari 50%, 80%, 100% menjadi 90%",
        "Pemberitahuan kepada atasan ditiadakan, sebelumnya Camat setelah 1 hari kerja",
        "Pemberitahuan kepada pimpinan ditetapkan: Kepala seksi seketika",
        "Batas jeda menunggu instansi lain ditetapkan: 3 hari kerja",
        "Perpanjangan waktu ditetapkan: paling lama 1 hari kerja, 3 kali",
    ]
    assert told(block, timed(), english=True) == [
        "Thresholds of the time warnings changed from 90% to 50%, 80%, 100%",
        "Notice to the supervisor: now Camat after 1 working day",
        "Notice to the head: no longer Kepala seksi at once",
        "Longest pause while waiting for another body: no longer 3 working days",
        "Extension of time: no longer at most 1 working day, 3 times",
    ]


def test_a_power_that_changes_who_is_told_is_told_with_it() -> None:
    before, after = (
        timed(may="assign"),
        timed(may="assign").replace(
            "kasi: {title: Kepala seksi}", "kasi: {title: Kepala seksi, may: [assign]}"
        ),
    )

    assert told(before, after) == [
        (
            "Pemberitahuan kepada atasan berubah dari Camat setelah 1 hari kerja menjadi "
            "Kepala seksi, Camat setelah 1 hari kerja"
        ),
        "Kewenangan pelaksana “Kepala seksi” ditetapkan: menugaskan",
    ]


def test_a_role_that_is_missing_is_called_by_its_id() -> None:
    assert told(timed("escalation: {}"), timed("escalation: {head: {to: kadis}}")) == [
        "Pemberitahuan kepada pimpinan ditetapkan: kadis seketika"
    ]
