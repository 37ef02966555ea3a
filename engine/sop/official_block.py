"""The identity block and the service standard of an SOP, as labelled values in official order.

Source: PermenPAN-RB 35/2012 (bagian identitas); UU 25/2009 art. 21 (standar pelayanan).
"""

from collections.abc import Mapping

from engine.core.durations import TimeUnit, duration_from_text
from engine.core.ids import SopId
from engine.core.text import Frozen, Language, Text
from engine.sop.document import SopDocument
from engine.sop.identity_shape import Approval, Related, Service
from engine.sop.matrix_text import contents
from engine.sop.registers import Registers
from engine.sop.wording import (
    CLASSES,
    CLOCK_STARTS,
    DAY_ONE,
    LINKS,
    REGIMES,
    Pair,
    content,
    pick,
    title_from_key,
    written_day,
    written_duration,
    written_fee,
    written_retention,
)

NOTHING: Mapping[SopId, Text] = {}
_RELATED: Pair = ("Keterkaitan", "Related SOPs")


class Entry(Frozen, frozen=True, kw_only=True):
    """A label of the form and what stands beside or below it, a line each.

    `sops` are the published SOPs that the values name, one a value; empty for any other entry.
    """

    label: str
    values: tuple[str, ...]
    sops: tuple[SopId | None, ...] = ()


def unit_title(document: SopDocument, registers: Registers, language: Language) -> str:
    """The unit that makes the SOP; by its key in words where the register does not know it."""
    unit = registers.units.get(document.identity.unit)
    return unit.title.in_language(language) if unit else title_from_key(document.identity.unit)


def classification(document: SopDocument, language: Language) -> tuple[str, str]:
    """The version and the regulation the form follows; the class."""
    version = f"{pick(('Versi', 'Version'), language)} {document.version}"
    kind = document.class_
    said = (kind.nature, kind.scope, kind.completeness, kind.activity)
    return (
        f"{version} · {pick(REGIMES[document.regime], language)}",
        " · ".join(pick(CLASSES[word], language) for word in said),
    )


def particulars(document: SopDocument, language: Language) -> tuple[Entry, ...]:
    """Number, dates, approval and title: the upper half of the block."""
    identity = document.identity
    revised = written_day(identity.revised, language) if identity.revised else "-"
    review = _duration(identity.review_every, language)
    said: tuple[tuple[Pair, tuple[str, ...]], ...] = (
        (("Nomor SOP", "SOP number"), (identity.number,)),
        (("Tanggal pembuatan", "Date created"), (written_day(identity.created, language),)),
        (("Tanggal revisi", "Date revised"), (revised,)),
        (("Tanggal efektif", "Effective date"), (written_day(identity.effective, language),)),
        (("Ditinjau setiap", "Reviewed every"), (review,)),
        (("Disahkan oleh", "Approved by"), _signature(identity.approved_by)),
        (("Nama SOP", "SOP title"), (content(document.title, language),)),
    )
    return tuple(Entry(label=pick(label, language), values=values) for label, values in said)


def _signature(approval: Approval) -> tuple[str, ...]:
    signed = (approval.position, approval.name)
    return signed if approval.nip is None else (*signed, f"NIP {approval.nip}")


def sections(
    document: SopDocument,
    registers: Registers,
    language: Language,
    published: Mapping[SopId, Text] = NOTHING,
) -> tuple[Entry, ...]:
    """The six lists of the lower half, in the order of the form, left and right by turns.

    Related SOPs are called by the titles in `published`; those that are not there by their keys.
    """
    identity = document.identity
    related = tuple(SopId(one.sop) for one in identity.related)
    said: tuple[tuple[Pair, tuple[str, ...]], ...] = (
        (("Dasar hukum", "Legal basis"), legal_basis(document, registers, language)),
        (
            ("Kualifikasi pelaksana", "Executor qualifications"),
            contents(identity.qualifications, language),
        ),
        (_RELATED, tuple(_related(one, language, published) for one in identity.related)),
        (("Peralatan/perlengkapan", "Equipment"), contents(identity.equipment, language)),
        (("Peringatan", "Warnings"), contents(identity.warnings, language)),
        (
            ("Pencatatan dan pendataan", "Records and data"),
            (*contents(identity.records, language), *retention(document, registers, language)),
        ),
    )
    known = tuple(one if one in published else None for one in related)
    return tuple(
        Entry(label=pick(label, language), values=values, sops=known if label is _RELATED else ())
        for label, values in said
    )


def legal_basis(document: SopDocument, registers: Registers, language: Language) -> tuple[str, ...]:
    """The regulations by name; by key where the register does not know them."""
    known = registers.regulations
    return tuple(
        known[key].in_language(language) if key in known else key
        for key in document.identity.legal_basis
    )


def _related(related: Related, language: Language, published: Mapping[SopId, Text]) -> str:
    title = published.get(SopId(related.sop))
    named = related.sop if title is None else title.in_language(language)
    return f"{named} ({pick(LINKS[related.link], language)})"


def standard(document: SopDocument, language: Language) -> tuple[Entry, ...]:
    """The published service standard; nothing for an internal SOP."""
    service = document.service
    if service is None:
        return ()
    limit = service.legal_limit
    said: Mapping[Pair, str] = {
        ("Janji layanan", "Service promise"): _promise(service, language),
        ("Batas hukum", "Legal limit"): _duration(limit, language) if limit else "",
        ("Hari pertama", "First day"): _day_one(service, language),
        ("Biaya", "Fee"): written_fee(service.fee, language),
        ("Produk", "Product"): content(service.product, language),
        ("Pengaduan", "Complaints"): content(service.complaints or "", language),
    }
    return tuple(
        Entry(label=pick(label, language), values=(value,))
        for label, value in said.items()
        if value
    )


def retention(document: SopDocument, registers: Registers, language: Language) -> tuple[str, ...]:
    """How long the records of its cases are kept, as one line; none where it names no class."""
    if document.retention is None:
        return ()
    kept = registers.retention.get(document.retention)
    said = document.retention if kept is None else written_retention(kept, language)
    return (f"{pick(('Retensi arsip', 'Retention'), language)}: {said}",)


def _duration(text: str, language: Language) -> str:
    return written_duration(duration_from_text(text), language)


def _promise(service: Service, language: Language) -> str:
    promise = _duration(service.promise, language)
    return f"{promise}, {pick(CLOCK_STARTS[service.clock_starts], language)}"


_HOURS = frozenset({TimeUnit.MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.CALENDAR_HOUR})


def _day_one(service: Service, language: Language) -> str:
    """Which day counts as the first; nothing where no day is counted."""
    limits = filter(None, (service.promise, service.legal_limit))
    if all(duration_from_text(limit).unit in _HOURS for limit in limits):
        return ""
    first = pick(DAY_ONE[service.day_one], language)
    if service.cut_off is None:
        return first
    after = pick(
        (
            "berkas yang masuk setelah pukul {} dihitung hari kerja berikutnya",
            "a file that comes in after {} counts as the next working day's",
        ),
        language,
    )
    return f"{first}; {after.format(service.cut_off)}"
