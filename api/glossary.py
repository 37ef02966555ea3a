"""The words of an SOP and of the product, in one language, for sentences and labels."""

from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from engine.core.commands import SYSTEM, Actor
from engine.core.deviations import DeviationKind
from engine.core.directory import Duty, Person
from engine.core.ids import OutcomeId, PersonId, RoleId, StepId
from engine.core.permit import duty_of
from engine.core.personal import APPLICANT_CONTACT, APPLICANT_NAME
from engine.core.text import Frozen, Language
from engine.core.time_events import DeviationStatus, Withdrawal
from engine.core.workflow import HumanStep, PauseReason, RungLevel, Workflow
from engine.service.views import CaseSummary

Pair = tuple[str, str]
"""The same words in Indonesian and in English."""

Standing = Literal["running", "paused", "incident", "completed", "rejected", "withdrawn"]

STANDINGS: Mapping[Standing, Pair] = {
    "running": ("Berjalan", "In progress"),
    "paused": ("Dijeda", "Paused"),
    "incident": ("Insiden", "Incident"),
    "completed": ("Selesai", "Completed"),
    "rejected": ("Ditolak", "Rejected"),
    "withdrawn": ("Ditarik pemohon", "Withdrawn"),
}
TASK_STATUSES: Mapping[str, Pair] = {
    "open": ("menunggu diambil", "waiting to be claimed"),
    "held": ("sedang dikerjakan", "in hand"),
    "completed": ("selesai", "completed"),
    "returned": ("dikembalikan", "sent back"),
    "cancelled": ("dihentikan", "stopped"),
    "skipped": ("dilewati", "skipped"),
    "recorded": ("selesai", "completed"),
}
PAUSES: Mapping[str, Pair] = {
    "applicant": ("menunggu pemohon", "waiting for the applicant"),
    "payment": ("menunggu pembayaran", "waiting for payment"),
    "external_body": ("menunggu instansi lain", "waiting for another body"),
}
APPLICANT_DATA: Mapping[str, Pair] = {
    APPLICANT_NAME: ("nama pemohon", "the applicant's name"),
    APPLICANT_CONTACT: ("kontak pemohon", "the applicant's contact"),
}
RESULTS: Mapping[str, Pair] = {
    "completed": ("selesai", "completed"),
    "rejected": ("ditolak", "rejected"),
    "withdrawn": ("ditarik kembali oleh pemohon", "withdrawn by the applicant"),
}
CAUSES: Mapping[str, Pair] = {
    "forward": ("", ""),
    "return": (" karena dikembalikan", " because it was sent back"),
    "reopen": (" karena berkas dibuka kembali", " because the case was reopened"),
    "override": (" di luar urutan SOP", " out of the SOP's order"),
}
CANCELLATIONS: Mapping[str, Pair] = {
    "returned": ("karena berkas dikembalikan", "because the case was sent back"),
    "ended": ("karena berkas ditutup", "because the case ended"),
    "override": ("karena penyimpangan dari SOP", "because of a departure from the SOP"),
    "migrated": ("karena versi SOP berganti", "because the SOP version changed"),
}
DEVIATION_KINDS: Mapping[DeviationKind, Pair] = {
    DeviationKind.LATE_STEP: ("Langkah terlambat", "Late step"),
    DeviationKind.LATE_CASE: ("Berkas terlambat", "Late case"),
    DeviationKind.LEGAL_LIMIT_PASSED: ("Batas hukum terlewati", "Legal limit passed"),
    DeviationKind.SKIPPED: ("Langkah terlewat", "Step left out"),
    DeviationKind.OUT_OF_ORDER: ("Di luar urutan", "Out of order"),
    DeviationKind.WRONG_ROLE: ("Pelaksana tidak sesuai", "Wrong role"),
    DeviationKind.SAME_PERSON: ("Orang yang sama (empat mata)", "Same person (four eyes)"),
    DeviationKind.REPEATED: ("Berulang melebihi batas", "Repeated too often"),
    DeviationKind.MISSING_INPUT: ("Persyaratan tidak lengkap", "Requirement missing"),
    DeviationKind.BACKDATED: ("Dicatat mundur", "Backdated"),
    DeviationKind.PAUSE_WITHOUT_GROUND: ("Jeda tanpa dasar", "Pause without ground"),
    DeviationKind.PAUSE_ABOVE_CAP: ("Jeda melebihi batas", "Pause above its cap"),
    DeviationKind.IMPLAUSIBLY_FAST: ("Terlalu cepat", "Implausibly fast"),
    DeviationKind.OVERRIDDEN: ("Penyimpangan sengaja", "Overridden"),
    DeviationKind.UNKNOWN_STEP: ("Langkah tidak dikenal", "Unknown step"),
}
DEVIATION_STATUSES: Mapping[DeviationStatus, Pair] = {
    "open": ("belum diputuskan", "undecided"),
    "accepted": ("diterima", "accepted"),
    "corrective": ("tindakan korektif", "corrective action"),
    "revise_sop": ("SOP perlu direvisi", "the SOP is to be revised"),
    "withdrawn": ("dicabut", "withdrawn"),
}
WITHDRAWALS: Mapping[Withdrawal, Pair] = {
    Withdrawal.CALENDAR: ("karena kalender berubah", "because the calendar changed"),
    Withdrawal.HISTORY: ("karena peristiwa sesudahnya", "because of what came after it"),
}
RUNGS: Mapping[RungLevel, Pair] = {
    RungLevel.REMIND: ("Pengingat", "Reminder"),
    RungLevel.SUPERVISOR: ("Eskalasi ke atasan", "Escalated to the supervisor"),
    RungLevel.HEAD: ("Eskalasi ke pimpinan", "Escalated to the head of the unit"),
}
DUTIES: Mapping[Duty, Pair] = {
    Duty.ADMINISTRATOR: ("pengelola orang dan akun", "administrator"),
    Duty.AUDITOR: ("auditor", "auditor"),
    Duty.MANAGER: ("pengelola layanan", "service manager"),
    Duty.SUPERVISOR: ("penyelia", "supervisor"),
    Duty.AUTHOR: ("penyusun SOP", "SOP author"),
    Duty.APPROVER: ("pengesah SOP", "SOP approver"),
    Duty.PRIVACY: ("pejabat pelindungan data pribadi", "privacy officer"),
    Duty.OPERATOR: ("pengelola sistem", "system operator"),
    Duty.ARCHIVIST: ("arsiparis", "archivist"),
}
JAKARTA = ZoneInfo("Asia/Jakarta")
"""By whose clock instants are told where the office's is not at hand; its name is told, too."""


def in_language(pair: Pair, language: Language) -> str:
    """The one of both that `language` asks for."""
    return pair[1] if language == "en" else pair[0]


def pause_of(case: CaseSummary) -> PauseReason | None:
    """Why the office's clock stands still: the case is paused, or every open step waits outside."""
    if case.pause is not None or not case.at:
        return case.pause
    waits = [task.pause for task in case.at]
    return waits[0] if all(waits) else None


def standing_of(case: CaseSummary) -> Standing:
    """How a case stands, in one word: its end, else an incident, else a pause, else running."""
    if case.result is not None:
        return case.result
    if any(task.incident for task in case.at):
        return "incident"
    return "running" if pause_of(case) is None else "paused"


class Glossary(Frozen, frozen=True, kw_only=True):
    """Names things as the SOP does; by their ids where the SOP is not at hand.

    `zone` is the office's, by whose clock instants within a sentence are told. `people` are called
    by name, where the directory is at hand; others by their ids.
    """

    workflow: Workflow | None
    language: Language
    zone: ZoneInfo = JAKARTA
    people: Mapping[PersonId, Person] = {}

    def words(self, pair: Pair) -> str:
        """The one of both in this language."""
        return in_language(pair, self.language)

    def title(self, otherwise: str) -> str:
        """What the service is called."""
        if self.workflow is None:
            return otherwise
        return self.workflow.title.in_language(self.language)

    def step(self, step: StepId) -> str:
        """`langkah 3 “Memeriksa kelengkapan”`."""
        found = self.workflow.step(step) if self.workflow else None
        noun = self.words(("langkah", "step"))
        if found is None:
            return f"{noun} {step}"
        return f"{noun} {found.number} “{found.activity.in_language(self.language)}”"

    def role(self, role: RoleId | None) -> str:
        """The role's title, as its column of the matrix is headed; a duty's; empty for no role."""
        if role is None:
            return ""
        duty = duty_of(role)
        if duty is not None:
            return self.words(DUTIES[duty])
        found = self.workflow.roles.get(role) if self.workflow else None
        return found.title.in_language(self.language) if found else role

    def waits_for(self, step: StepId) -> str:
        """Who does a step: the role's title, or the system."""
        found = self.workflow.step(step) if self.workflow else None
        role = found.role if found else None
        return self.role(role) or self.words(("sistem", "the system"))

    def person(self, person: PersonId) -> str:
        """How a person is named."""
        if person == SYSTEM.person:
            return self.words(("Sistem", "The system"))
        known = self.people.get(person)
        return person if known is None else known.name

    def actor(self, actor: Actor) -> str:
        """`rini (Petugas Loket, atas nama dewi)`."""
        for_whom = actor.acting_for
        behalf = self.words(("atas nama ", "on behalf of "))
        on_behalf = behalf + self.person(for_whom) if for_whom else ""
        said = ", ".join(part for part in (self.role(actor.role), on_behalf) if part)
        return self.person(actor.person) + (f" ({said})" if said else "")

    def outcome(self, step: StepId, outcome: OutcomeId) -> str:
        """The answer of a decision as its arrow is labelled."""
        found = self.workflow.step(step) if self.workflow else None
        labels = (
            {one.id: one.label.in_language(self.language) for one in found.outcomes}
            if isinstance(found, HumanStep)
            else {}
        )
        return labels.get(outcome, outcome)

    def requirement(self, requirement: str) -> str:
        """What the applicant brings, by its title."""
        known = self.workflow.requirements if self.workflow else ()
        titles = {one.id: one.title.in_language(self.language) for one in known}
        return titles.get(requirement, requirement)
