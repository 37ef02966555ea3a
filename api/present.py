"""Events as sentences: what happened, told by the history in the reader's language.

Words are made here, at reading time; the history itself holds only facts. Every kind of event has
its sentence in both languages (a test walks them). The instant of the event itself is left out:
the reader places the sentence beside its own clock.
"""

from collections.abc import Callable, Mapping
from string import Formatter
from zoneinfo import ZoneInfo

import msgspec

from api.formats import written_size
from api.glossary import (
    APPLICANT_DATA,
    CANCELLATIONS,
    CAUSES,
    JAKARTA,
    PAUSES,
    RESULTS,
    Glossary,
    Pair,
)
from api.present_notices import HANDOVER_CAUSES, notice_words
from api.present_retention import HOLDS, day
from engine.core.commands import Actor, Applicant
from engine.core.events import Event, Recorded
from engine.core.ids import OutcomeId, PersonId, StepId
from engine.core.personal import HIDDEN, fields_by_path
from engine.core.reassignment import cause_of
from engine.core.sealed import is_sealed
from engine.core.text import Language
from engine.core.time_events import DeviationRecorded
from engine.core.workflow import Workflow

SENTENCES: Mapping[str, Pair] = {
    "case_opened": (
        "{who} membuka berkas {title} untuk {applicant} (SOP versi {version}).",
        "{who} opened a case of {title} for {applicant} (SOP version {version}).",
    ),
    "file_accepted": ("{who} menyatakan berkas lengkap.", "{who} found the file complete."),
    "step_opened": (
        "{Step} dibuka untuk {role}{visit}{cause}.",
        "{Step} was opened for {role}{visit}{cause}.",
    ),
    "step_skipped": (
        "{Step} dilewati menurut aturan SOP.",
        "{Step} was skipped by the SOP's own rule.",
    ),
    "task_claimed": ("{who} mengambil {step}.", "{who} claimed {step}."),
    "task_assigned": (
        "{who} menugaskan {step} kepada {to_person}.",
        "{who} assigned {step} to {to_person}.",
    ),
    "task_delegated": (
        "{who} mendelegasikan {step} kepada {to_person}.",
        "{who} delegated {step} to {to_person}.",
    ),
    "task_resolved": (
        "{who} menyerahkan kembali {step} kepada {to_person}.",
        "{who} handed {step} back to {to_person}.",
    ),
    "task_released": ("{who} melepas {step} ke antrean.", "{who} put {step} back into the queue."),
    "step_completed": ("{who} menyelesaikan {step}{outcome}.", "{who} completed {step}{outcome}."),
    "step_returned": (
        "{who} mengembalikan {step} ke {to_step}{outcome}.",
        "{who} sent {step} back to {to_step}{outcome}.",
    ),
    "step_cancelled": ("{Step} dihentikan {because}.", "{Step} was stopped {because}."),
    "step_overridden": (
        "{who} menyimpang dari SOP pada {step}: {mode}{outcome}.",
        "{who} departed from the SOP at {step}: {mode}{outcome}.",
    ),
    "branch_arrived": (
        "Satu cabang pekerjaan paralel selesai.",
        "One branch of the parallel work is done.",
    ),
    "block_joined": (
        "Semua cabang pekerjaan paralel selesai.",
        "All branches of the parallel work are done.",
    ),
    "block_left": (
        "Pekerjaan paralel ditinggalkan; cabang yang sudah selesai tidak dihitung.",
        "The parallel work was left; branches that were done no longer count.",
    ),
    "comment_added": ("{who} menulis catatan.", "{who} wrote a note."),
    "file_attached": (
        "{who} melampirkan {name}{requirement} ({size}).",
        "{who} attached {name}{requirement} ({size}).",
    ),
    "case_paused": (
        "{who} menjeda jam layanan: {ground}.",
        "{who} paused the office's clock: {ground}.",
    ),
    "case_resumed": (
        "{who} menjalankan lagi jam layanan.",
        "{who} let the office's clock run again.",
    ),
    "action_recorded": (
        "{who} mencatat hasil {step}{findings}.",
        "{who} recorded the result of {step}{findings}.",
    ),
    "action_failed": (
        "Percobaan ke-{attempt} pada {step} gagal{final}.",
        "Attempt {attempt} at {step} failed{final}.",
    ),
    "action_retried": ("{who} mencoba lagi {step}.", "{who} tried {step} again."),
    "case_migrated": (
        "{who} memindahkan berkas ke SOP versi {version}.",
        "{who} moved the case to SOP version {version}.",
    ),
    "case_ended": ("Berkas ditutup: {ending}.", "The case ended: {ending}."),
    "case_reopened": ("{who} membuka kembali berkas.", "{who} reopened the case."),
    "time_extended": (
        "{who} memperpanjang {clock} selama {amount}.",
        "{who} extended {clock} by {amount}.",
    ),
    "deviation_recorded": ("Penyimpangan: {found}.", "Deviation: {found}."),
    "deviation_withdrawn": (
        "Penyimpangan {deviation} dicabut {unmade}.",
        "The deviation {deviation} was withdrawn {unmade}.",
    ),
    "deviation_disposed": (
        "{who} memutuskan penyimpangan {deviation}: {verdict}{charge}.",
        "{who} decided about the deviation {deviation}: {verdict}{charge}.",
    ),
    "data_revealed": (
        "{who} membuka data pribadi: {fields}.",
        "{who} read personal data in full: {fields}.",
    ),
    "data_erased": (
        "{who} menghapus data pribadi menurut {decree}: {fields}.",
        "{who} erased personal data by {decree}: {fields}.",
    ),
    "case_held": (
        "{who} menahan arsip berkas karena {hold}.",
        "{who} holds the record of the case because of {hold}.",
    ),
    "hold_lifted": (
        "{who} melepas penahanan arsip berkas karena {hold}.",
        "{who} lets the record go that was held because of {hold}.",
    ),
    "case_disposed": (
        "{who} memusnahkan arsip berkas menurut berita acara {minutes} tanggal {signed}.",
        "{who} disposed of the record by the minutes {minutes} of {signed}.",
    ),
    "warning_given": (
        "Peringatan: {clock} terpakai {percent}%, tenggat {due}{told}.",
        "Warning: {percent}% of {clock} is used, due {due}{told}.",
    ),
    "case_escalated": (
        "{rung}: {clock} {passed}, tenggat {due}{told}.",
        "{rung}: {clock} {passed}, due {due}{told}.",
    ),
    "incident_told": (
        "{rung}: sistem tidak dapat melanjutkan {step} sejak {begun}{told}.",
        "{rung}: the engine cannot go on with {step} since {begun}{told}.",
    ),
}

Told = Mapping[str, object]
"""The fields of an event, and who did it under `by`."""


def kind_of(event: Event) -> str:
    """The stable name of the event's kind."""
    return str(event.__struct_config__.tag)


def sentence(
    recorded: Recorded, workflow: Workflow | None, language: Language, *, zone: ZoneInfo = JAKARTA
) -> str:
    """The whole sentence, with what the person said in quotation marks behind it.

    Deadlines in it are told by the clock of `zone`.
    """
    said = remark(recorded)
    told = headline(recorded, workflow, language, zone=zone)
    return f"{told} “{said}”" if said else told


def headline(
    recorded: Recorded, workflow: Workflow | None, language: Language, *, zone: ZoneInfo = JAKARTA
) -> str:
    """What happened, without the words the person added (see `remark`)."""
    return told_by(recorded, Glossary(workflow=workflow, language=language, zone=zone))


def told_by(recorded: Recorded, glossary: Glossary) -> str:
    """As `headline`, in the words of that glossary."""
    template = glossary.words(SENTENCES[kind_of(recorded.event)])
    told: Told = {"by": recorded.by, **msgspec.structs.asdict(recorded.event)}
    asked = {name for _, name, _, _ in Formatter().parse(template) if name}
    noticed = notice_words(recorded.event, glossary)
    words = {name: _WORDS[name](glossary, told) for name in asked - noticed.keys()}
    said = template.format_map(words | noticed)
    cause = cause_of(recorded)
    return said if cause is None else f"{said[:-1]} {glossary.words(HANDOVER_CAUSES[cause])}."


def remark(recorded: Recorded) -> str:
    """What the person said about it: a reason, a note, the comment itself; often nothing."""
    if isinstance(recorded.event, DeviationRecorded):
        return recorded.event.found.says
    if cause_of(recorded) is not None:
        return ""  # the headline says it
    told: Told = msgspec.structs.asdict(recorded.event)
    if kind_of(recorded.event) == "case_paused":
        return str(told["note"])
    said = (told.get(name, "") for name in ("reason", "note", "text", "error"))
    return next((str(words) for words in said if words), "")


def _who(glossary: Glossary, told: Told) -> str:
    by = told["by"]
    return glossary.actor(by) if isinstance(by, Actor) else ""


def _step(glossary: Glossary, told: Told) -> str:
    return glossary.step(StepId(str(told["step"])))


def _step_first(glossary: Glossary, told: Told) -> str:
    step = _step(glossary, told)
    return step[0].upper() + step[1:]


def _outcome(glossary: Glossary, told: Told) -> str:
    if told["outcome"] is None:
        return ""
    chosen = glossary.outcome(StepId(str(told["step"])), OutcomeId(str(told["outcome"])))
    return glossary.words((f" dengan jawaban “{chosen}”", f" with the answer “{chosen}”"))


def _visit(glossary: Glossary, told: Told) -> str:
    if told["visit"] == 1:
        return ""
    return glossary.words((f" untuk ke-{told['visit']} kalinya", f" for visit {told['visit']}"))


def _mode(glossary: Glossary, told: Told) -> str:
    if told["mode"] == "skip":
        return glossary.words(("langkah dilewati", "the step was skipped"))
    if told["mode"] == "act_outside_role" or told["to"] is None:
        return glossary.words(("dikerjakan di luar peran", "done outside the role"))
    to = glossary.step(StepId(str(told["to"])))
    return glossary.words((f"urutan diubah ke {to}", f"the order was changed to {to}"))


def _requirement(glossary: Glossary, told: Told) -> str:
    if told["requirement"] is None:
        return ""
    title = glossary.requirement(str(told["requirement"]))
    return glossary.words((f" sebagai {title}", f" as {title}"))


def _findings(_: Glossary, told: Told) -> str:
    result = told["result"]
    if not isinstance(result, Mapping) or not result:
        return ""
    return ": " + ", ".join(f"{name} {value}" for name, value in result.items())


def _final(glossary: Glossary, told: Told) -> str:
    if not told["final"]:
        return ""
    return glossary.words((" dan menunggu tindakan petugas", " and waits for a person"))


def _applicant(_: Glossary, told: Told) -> str:
    applicant = told["applicant"]
    name = applicant.name if isinstance(applicant, Applicant) else ""
    return HIDDEN if is_sealed(name) else name


def _fields(glossary: Glossary, told: Told) -> str:
    """Personal data by the questions it answers."""
    workflow, paths = glossary.workflow, told["fields"]
    known = {} if workflow is None else fields_by_path(workflow)
    titles = {path: field.title.in_language(glossary.language) for path, field in known.items()}
    titles |= {path: glossary.words(pair) for path, pair in APPLICANT_DATA.items()}
    listed = map(str, paths) if isinstance(paths, tuple) else ()
    return ", ".join(titles.get(path, path) for path in listed)


_WORDS: Mapping[str, Callable[[Glossary, Told], str]] = {
    "who": _who,
    "step": _step,
    "Step": _step_first,
    "role": lambda glossary, told: glossary.waits_for(StepId(str(told["step"]))),
    "to_person": lambda glossary, told: glossary.person(PersonId(str(told["to"]))),
    "to_step": lambda glossary, told: glossary.step(StepId(str(told["to"]))),
    "outcome": _outcome,
    "visit": _visit,
    "cause": lambda glossary, told: glossary.words(CAUSES[str(told["cause"])]),
    "because": lambda glossary, told: glossary.words(CANCELLATIONS[str(told["because"])]),
    "ground": lambda glossary, told: glossary.words(PAUSES[str(told["reason"])]),
    "ending": lambda glossary, told: glossary.words(RESULTS[str(told["result"])]),
    "mode": _mode,
    "requirement": _requirement,
    "findings": _findings,
    "final": _final,
    "fields": _fields,
    "decree": lambda _, told: str(told["decree"]),
    "hold": lambda glossary, told: glossary.words(HOLDS[str(told["ground"])]),
    "minutes": lambda _, told: str(told["minutes"]),
    "signed": lambda glossary, told: day(told["signed_on"], glossary.language),
    "applicant": _applicant,
    "title": lambda glossary, told: glossary.title(str(told["sop"])),
    "version": lambda _, told: str(told["version"]),
    "attempt": lambda _, told: str(told["attempt"]),
    "name": lambda _, told: str(told["name"]),
    "size": lambda glossary, told: written_size(int(str(told["size"])), glossary.language),
}
