"""From text to workflow: the same meaning, a hash that names it, or every finding at once."""

from datetime import date

import msgspec
import pytest
from builders_check import (
    HEAD,
    REGISTERS,
    appended,
    branches,
    decision,
    definition,
    row,
)
from hypothesis import given
from strategies import sop_documents

from engine.core.durations import Duration, TimeUnit
from engine.core.errors import SopInvalid, SopUnreadable
from engine.core.expressions import Has
from engine.core.ids import END, NodeId, RoleId, StepId
from engine.core.text import Text
from engine.core.values import FieldType
from engine.core.workflow import (
    ActionStep,
    Branch,
    CallStep,
    Fork,
    HumanStep,
    Join,
    Leads,
    PauseReason,
    Power,
    Retry,
    Service,
    WaitStep,
    Workflow,
)
from engine.sop.compile import compile_document, compile_text, content_hash
from engine.sop.document import SopDocument
from engine.sop.parse import read_document


def compiled(text: str) -> Workflow:
    return compile_text(text, REGISTERS, file="contoh.yaml").workflow


def human(flow: Workflow, step: str) -> HumanStep:
    found = flow.step(StepId(step))
    assert isinstance(found, HumanStep)
    return found


def test_what_cannot_be_read_is_refused():
    with pytest.raises(SopUnreadable):
        compile_text("sop: [", REGISTERS)


def test_all_findings_come_at_once_with_the_warnings():
    text = definition(
        ("unit: kecamatan", "unit: kecmatan"),
        ("activity: Menyerahkan", "activity: Penyerahan"),
    )

    with pytest.raises(SopInvalid) as refused:
        compile_text(text, REGISTERS, file="contoh.yaml")

    assert [one.code for one in refused.value.findings] == ["SOP305", "SOP901"]
    assert str(refused.value.findings[0]).startswith("contoh.yaml:7:9 SOP305 ")


def test_warnings_alone_do_not_keep_it_from_compiling():
    text = definition(("activity: Menyerahkan", "activity: Penyerahan"))

    result = compile_text(text, REGISTERS)

    assert [one.code for one in result.findings] == ["SOP901"]
    assert result.document.sop == result.workflow.sop == "contoh"


def test_an_overdue_review_is_refused_on_a_day_and_changes_no_workflow():
    text = definition()

    with pytest.raises(SopInvalid):
        compile_text(text, REGISTERS, today=date(2028, 1, 1))

    early = compile_text(text, REGISTERS, today=date(2026, 2, 1)).workflow
    assert early == compile_text(text, REGISTERS).workflow


def test_rows_are_numbered_through_the_blocks():
    flow = compiled(
        appended(branches(row("satu") + branches(row("dua"), row("tiga")), row("empat")), row("z"))
    )

    assert [(step.id, step.number) for step in flow.steps()] == [
        ("pengajuan", 1),
        ("periksa", 2),
        ("verifikasi", 3),
        ("serah", 4),
        ("satu", 5),
        ("dua", 6),
        ("tiga", 7),
        ("empat", 8),
        ("z", 9),
    ]


def test_blocks_become_forks_and_joins_around_their_rows():
    flow = compiled(
        appended(branches(row("satu") + branches(row("dua"), row("tiga")), row("empat")), row("z"))
    )
    outer, inner = NodeId("fork-1"), NodeId("fork-2")
    first = (Branch(fork=outer, branch=0),)

    assert flow.start == "pengajuan"
    assert human(flow, "serah").next == outer
    assert flow.nodes[outer] == Fork(
        id=outer, branches=(NodeId("satu"), NodeId("empat")), join=NodeId("join-1")
    )
    assert flow.nodes[inner] == Fork(
        id=inner, branches=(NodeId("dua"), NodeId("tiga")), join=NodeId("join-2"), within=first
    )
    assert flow.nodes[NodeId("join-2")] == Join(
        id=NodeId("join-2"), fork=inner, width=2, next=NodeId("join-1"), within=first
    )
    assert flow.nodes[NodeId("join-1")] == Join(
        id=NodeId("join-1"), fork=outer, width=2, next=NodeId("z")
    )
    assert human(flow, "satu").next == inner
    assert human(flow, "tiga").within == (*first, Branch(fork=inner, branch=1))
    assert human(flow, "tiga").next == "join-2"
    assert human(flow, "empat").next == "join-1"
    assert human(flow, "z").next == END


def test_an_sop_may_begin_with_a_block():
    flow = compiled(definition(steps=branches(row("satu", "loket"), row("dua"))))

    assert flow.start == "fork-1"


def test_answers_lead_on_back_or_to_the_end():
    flow = compiled(
        appended(
            decision(
                "putus",
                answers={
                    "terus": "",
                    "loncat": ", next: akhir",
                    "tolak": ", end: rejected",
                    "cukup": ", end: completed",
                    "ulang": ", return_to: serah, reason: required, pause: external_body",
                },
            ),
            row("tengah"),
            row("akhir"),
        )
    )

    terus, loncat, tolak, cukup, ulang = human(flow, "putus").outcomes
    assert (terus.leads, terus.target) == (Leads.NEXT, "tengah")
    assert (loncat.leads, loncat.target) == (Leads.NEXT, "akhir")
    assert (tolak.leads, tolak.target, tolak.result) == (Leads.END, END, "rejected")
    assert (cukup.leads, cukup.result) == (Leads.END, "completed")
    assert (ulang.leads, ulang.target, ulang.reason_required) == (Leads.RETURN, "serah", True)
    assert ulang.pause is PauseReason.EXTERNAL_BODY
    assert human(flow, "putus").next == "tengah"
    assert human(flow, "periksa").outcomes[0].accepts_file


def test_a_persons_row_keeps_everything_that_was_written():
    field = "{id: nilai, title: Nilai, type: integer, required: true, min: '1', max: '9', unit: m2}"
    flow = compiled(
        appended(
            row(
                "ukur",
                note="Catatan",
                checklist="[{id: Sesuai, en: Fits}]",
                form=f"[{field}]",
                when="has(form.luas)",
                pause="payment",
                tolerance="2",
                not_same_person_as="[periksa]",
            )
        )
    )

    step = human(flow, "ukur")
    assert step.activity == Text(id="Mengerjakan ukur")
    assert step.role == "kasi"
    assert step.inputs == (Text(id="Berkas"),)
    assert step.time == Duration(amount=5, unit=TimeUnit.MINUTE)
    assert step.output == Text(id="Hasil ukur")
    assert step.note == Text(id="Catatan")
    assert step.checklist == (Text(id="Sesuai", en="Fits"),)
    assert step.when == Has(path="form.luas")
    assert step.pause is PauseReason.PAYMENT
    assert step.tolerance == 2
    assert step.not_same_person_as == ("periksa",)
    (asked,) = step.form
    assert (asked.id, asked.type, asked.required) == ("nilai", FieldType.INTEGER, True)
    assert (asked.min, asked.max, asked.unit) == ("1", "9", "m2")


def test_a_choice_keeps_its_options_and_its_help():
    field = "{id: jenis, title: Jenis, type: choice, help: Pilih, options: [{id: a, title: A}]}"

    (asked,) = human(compiled(appended(row("pilih", form=f"[{field}]"))), "pilih").form

    assert [(one.id, one.title) for one in asked.choices] == [("a", Text(id="A"))]
    assert asked.help == Text(id="Pilih")


def test_a_submission_asks_the_opening_form_and_has_none_of_its_own():
    flow = compiled(definition())

    assert human(flow, "pengajuan").submission
    assert human(flow, "pengajuan").form == ()
    assert [field.id for field in flow.form] == ["nama", "luas"]


def test_an_action_knows_its_results_and_its_retry():
    retry = "{attempts: '5', backoff: 2 menit}"
    flow = compiled(
        appended(
            row("nomor", "", action="issue_number", with_="{register: surat}", retry=retry),
            row("kirim", "", action="send_message"),
        )
    )

    nomor, kirim = flow.nodes[NodeId("nomor")], flow.nodes[NodeId("kirim")]
    assert isinstance(nomor, ActionStep)
    assert isinstance(kirim, ActionStep)
    assert (nomor.action, nomor.parameters) == ("issue_number", {"register": "surat"})
    assert nomor.results == ("number",)
    assert nomor.retry == Retry(attempts=5, backoff=Duration(amount=2, unit=TimeUnit.MINUTE))
    assert kirim.retry == Retry()


def test_a_call_names_the_sop_and_what_it_is_handed():
    flow = compiled(appended(row("minta", "", call="rekomendasi-dinas", passes="[nama]")))

    minta = flow.nodes[NodeId("minta")]
    assert isinstance(minta, CallStep)
    assert (minta.sop, minta.pass_fields) == ("rekomendasi-dinas", ("nama",))


def test_a_wait_lasts_a_time_or_until_a_date():
    head = HEAD + "  - {id: tanggal, title: Tanggal, type: date, required: true}\n"
    flow = compiled(
        appended(
            row("umumkan", "", wait="{for: 1 hari kerja}", pause="external_body"),
            row("tunggu", "", wait="{until: tanggal}"),
            head=head,
        )
    )

    umumkan, tunggu = flow.nodes[NodeId("umumkan")], flow.nodes[NodeId("tunggu")]
    assert isinstance(umumkan, WaitStep)
    assert isinstance(tunggu, WaitStep)
    assert umumkan.duration == Duration(amount=1, unit=TimeUnit.WORKING_DAY)
    assert (tunggu.until, tunggu.duration) == ("tanggal", None)


def test_the_case_file_of_the_sop_comes_along():
    head = HEAD + "requirements:\n- {id: ktp, title: KTP-el, evidence: paper, required: false}\n"

    flow = compiled(definition(head=head))

    assert (flow.version, flow.title, flow.unit) == (1, Text(id="Contoh pelayanan"), "kecamatan")
    assert flow.number == "100/01/2026"
    (requirement,) = flow.requirements
    assert (requirement.id, requirement.evidence, requirement.required) == ("ktp", "paper", False)
    assert list(flow.roles) == ["pemohon", "loket", "kasi", "camat"]
    camat = flow.roles[RoleId("camat")]
    assert (camat.single, camat.external, camat.may) == (
        True,
        False,
        (Power.ASSIGN, Power.OVERRIDE),
    )
    assert flow.roles[RoleId("pemohon")].external


def test_the_calendar_is_the_units_unless_another_is_chosen():
    calendars = {**REGISTERS.calendars, "puskesmas": REGISTERS.calendars["kantor"]}
    registers = msgspec.structs.replace(REGISTERS, calendars=calendars)
    chosen = definition(head=HEAD + "calendar: puskesmas\n")

    assert compile_text(definition(), registers).workflow.calendar == "kantor"
    assert compile_text(chosen, registers).workflow.calendar == "puskesmas"


def test_the_standard_of_the_service_comes_along():
    text = definition(
        (
            "  product: Surat",
            "  clock_starts: registered\n  day_one: same_day\n  cut_off: 14.00\n  product: Surat",
        )
    )

    assert compiled(text).service == Service(
        promise=Duration(amount=2, unit=TimeUnit.WORKING_DAY),
        legal_limit=Duration(amount=5, unit=TimeUnit.WORKING_DAY),
        clock_starts="registered",
        day_one="same_day",
        cut_off="14:00",
    )


def test_an_internal_sop_has_no_service():
    head = HEAD[: HEAD.index("service:")] + HEAD[HEAD.index("roles:") :]

    assert compiled(definition(head=head)).service == Service()


def test_the_hash_names_the_content():
    flow = compiled(definition())
    other = compiled(definition(("activity: Menyerahkan surat", "activity: Menyerahkan dokumen")))

    assert len(flow.hash) == 64
    assert flow.hash == content_hash(flow)
    assert other.hash != flow.hash


def test_remarks_and_blanks_in_the_text_change_no_hash():
    text = definition()

    assert compiled(f"# catatan\n\n{text}").hash == compiled(text).hash


@given(sop_documents())
def test_the_hash_survives_being_stored_and_read_again(document: SopDocument):
    flow = compile_document(document, REGISTERS)

    stored = msgspec.json.encode(flow)

    again = msgspec.json.decode(stored, type=Workflow)
    assert again == flow
    assert content_hash(again) == flow.hash


def test_a_read_document_compiles_to_the_same_workflow():
    document, _ = read_document(definition(), file="")

    assert compile_document(document, REGISTERS) == compiled(definition())
