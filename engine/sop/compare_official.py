"""What changed in the official part of an SOP: identity, class, standard, roles, requirements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.core.text import Text
from engine.sop.change import (
    Change,
    ChangeKind,
    changed,
    item,
    length,
    named,
    paired,
    part_of,
    plain,
    quoted,
    yes_or_no,
)
from engine.sop.document import RequirementShape, RoleShape, SopDocument
from engine.sop.identity_shape import Identity, Related, Service
from engine.sop.listing import Listing, compare_words, nearly_same
from engine.sop.shape import Bilingual, text_from_words
from engine.sop.wording import (
    CLASSES,
    CLOCK_STARTS,
    DAY_ONE,
    EVIDENCE,
    LINKS,
    POWERS,
    REGIMES,
    Pair,
    written_day,
    written_fee,
)


def compare_head(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    """Which SOP, which version, its title and class."""
    yield from changed("sop", paired(("kode SOP", "id of the SOP")), plain(old.sop), plain(new.sop))
    versions = plain(str(old.version)), plain(str(new.version))
    yield from changed("version", paired(("versi", "version")), *versions)
    titles = quoted(old.title), quoted(new.title)
    yield from changed("title", paired(("nama SOP", "title of the SOP")), *titles)
    regimes = paired(REGIMES[old.regime]), paired(REGIMES[new.regime])
    yield from changed("regime", paired(("pedoman SOP", "regulation of the form")), *regimes)
    yield from _compare_class(old, new)


def _compare_class(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    before, after = old.class_, new.class_
    for key, noun, one, other in (
        ("nature", ("sifat SOP", "nature of the SOP"), before.nature, after.nature),
        ("scope", ("cakupan SOP", "scope of the SOP"), before.scope, after.scope),
        (
            "completeness",
            ("kelengkapan SOP", "completeness of the SOP"),
            before.completeness,
            after.completeness,
        ),
        ("activity", ("jenis kegiatan SOP", "kind of the SOP"), before.activity, after.activity),
    ):
        words = paired(CLASSES[one]), paired(CLASSES[other])
        yield from changed(f"class.{key}", paired(noun), *words)


def compare_identity(old: Identity, new: Identity) -> Iterator[Change]:
    """The identity block, in the order of the form."""
    for key, noun, before, after in _particulars(old, new):
        yield from changed(f"identity.{key}", paired(noun), before, after)
    yield from _compare_regulations(old.legal_basis, new.legal_basis)
    yield from compare_words(
        "identity.qualifications",
        ("kualifikasi pelaksana", "executor qualification"),
        old.qualifications,
        new.qualifications,
    )
    yield from _compare_related(old.related, new.related)
    for key, noun, several, others in (
        ("equipment", ("peralatan", "equipment"), old.equipment, new.equipment),
        ("warnings", ("peringatan", "warning"), old.warnings, new.warnings),
        ("records", ("pencatatan", "record"), old.records, new.records),
    ):
        yield from compare_words(f"identity.{key}", noun, several, others)


_Row = tuple[str, Pair, Text | None, Text | None]


def _particulars(old: Identity, new: Identity) -> Iterator[_Row]:
    yield "number", ("nomor SOP", "SOP number"), plain(old.number), plain(new.number)
    yield "unit", ("unit kerja", "unit"), plain(old.unit), plain(new.unit)
    yield "created", ("tanggal pembuatan", "date created"), _day(old.created), _day(new.created)
    yield "revised", ("tanggal revisi", "date revised"), _day(old.revised), _day(new.revised)
    dates = _day(old.effective), _day(new.effective)
    yield "effective", ("tanggal efektif", "effective date"), *dates
    reviews = length(old.review_every), length(new.review_every)
    yield "review_every", ("jangka peninjauan", "review interval"), *reviews
    before, after = old.approved_by, new.approved_by
    positions = plain(before.position), plain(after.position)
    yield "approved_by.position", ("jabatan yang mengesahkan", "approving office"), *positions
    names = plain(before.name), plain(after.name)
    yield "approved_by.name", ("pejabat yang mengesahkan", "approving official"), *names
    numbers = _optional(before.nip), _optional(after.nip)
    yield "approved_by.nip", ("NIP yang mengesahkan", "NIP of the approving official"), *numbers


def _day(day: date | None) -> Text | None:
    return None if day is None else Text(id=written_day(day, "id"), en=written_day(day, "en"))


def _optional(text: str | None) -> Text | None:
    return None if text is None else plain(text)


def _compare_regulations(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    listing = Listing[str](
        "identity.legal_basis",
        name=lambda key, _: item(("dasar hukum", "legal basis"), plain(key)),
        alike=_never,
        inside=_nothing,
    )
    yield from listing.compare(dict(zip(old, old, strict=True)), dict(zip(new, new, strict=True)))


def _never(_: object, __: object) -> bool:
    return False


def _nothing(_: str, __: Text, ___: object, ____: object) -> Iterator[Change]:
    return iter(())


def _compare_related(old: Sequence[Related], new: Sequence[Related]) -> Iterator[Change]:
    def inside(where: str, name: Text, before: Related, after: Related) -> Iterator[Change]:
        links = paired(LINKS[before.link]), paired(LINKS[after.link])
        yield from changed(f"{where}.link", part_of(("jenis", "kind"), name), *links)

    listing = Listing[Related](
        "identity.related",
        name=lambda related, _: item(("keterkaitan", "related SOP"), plain(related.sop)),
        alike=_never,
        inside=inside,
    )
    yield from listing.compare({one.sop: one for one in old}, {one.sop: one for one in new})


def compare_service(old: Service | None, new: Service | None) -> Iterator[Change]:
    """The service standard: added or removed as a whole, or part by part."""
    name = paired(("standar pelayanan", "service standard"))
    if old is not None and new is not None:
        for key, noun, before, after in _standard(old, new):
            yield from changed(f"service.{key}", paired(noun), before, after)
    elif new is not None:
        yield Change(kind=ChangeKind.ADDED, where="service", subject=name, after=name)
    elif old is not None:
        yield Change(kind=ChangeKind.REMOVED, where="service", subject=name, before=name)


def _standard(old: Service, new: Service) -> Iterator[_Row]:
    promises = length(old.promise), length(new.promise)
    yield "promise", ("janji layanan", "service promise"), *promises
    limits = length(old.legal_limit), length(new.legal_limit)
    yield "legal_limit", ("batas hukum", "legal limit"), *limits
    starts = paired(CLOCK_STARTS[old.clock_starts]), paired(CLOCK_STARTS[new.clock_starts])
    yield "clock_starts", ("awal hitungan janji", "start of the promise"), *starts
    firsts = paired(DAY_ONE[old.day_one]), paired(DAY_ONE[new.day_one])
    yield "day_one", ("hari pertama hitungan", "first day counted"), *firsts
    hours = _clock(old.cut_off), _clock(new.cut_off)
    yield "cut_off", ("batas jam penerimaan", "cut-off hour"), *hours
    yield "fee", ("biaya", "fee"), _fee(old.fee), _fee(new.fee)
    yield "product", ("produk layanan", "service product"), quoted(old.product), quoted(new.product)
    complaints = quoted(old.complaints), quoted(new.complaints)
    yield "complaints", ("saluran pengaduan", "place for complaints"), *complaints


def _clock(text: str | None) -> Text | None:
    """An hour; written with a point or a colon, it is the same."""
    return None if text is None else plain(text.replace(".", ":"))


def _fee(fee: str | Bilingual) -> Text:
    return Text(id=written_fee(fee, "id"), en=written_fee(fee, "en"))


def compare_calendar(old: str | None, new: str | None) -> Iterator[Change]:
    """The calendar; without one the unit's counts."""
    unit = ("kalender unit", "the unit's calendar")
    before, after = (plain(key) if key else paired(unit) for key in (old, new))
    yield from changed("calendar", paired(("kalender kerja", "working calendar")), before, after)


def compare_retention(old: str | None, new: str | None) -> Iterator[Change]:
    """The class by which records are kept."""
    noun = paired(("retensi arsip", "retention class"))
    yield from changed("retention", noun, _optional(old), _optional(new))


def compare_roles(old: Mapping[str, RoleShape], new: Mapping[str, RoleShape]) -> Iterator[Change]:
    """The executors: their columns' order, titles and powers."""
    listing = Listing[RoleShape](
        "roles",
        name=lambda role, _: item(("pelaksana", "role"), named(role.title)),
        alike=same_title,
        inside=_inside_role,
    )
    yield from listing.compare(old, new)


def same_title(one: RoleShape, other: RoleShape) -> bool:
    """Whether two roles of different ids are one: their columns have the same heading."""
    return text_from_words(one.title).id.casefold() == text_from_words(other.title).id.casefold()


def _inside_role(where: str, name: Text, old: RoleShape, new: RoleShape) -> Iterator[Change]:
    titles = quoted(old.title), quoted(new.title)
    yield from changed(f"{where}.title", part_of(("sebutan", "title"), name), *titles)
    outside = yes_or_no(answer=old.external), yes_or_no(answer=new.external)
    noun = ("status di luar kantor", "standing outside the office")
    yield from changed(f"{where}.external", part_of(noun, name), *outside)
    alone = yes_or_no(answer=old.single), yes_or_no(answer=new.single)
    yield from changed(
        f"{where}.single", part_of(("jabatan tunggal", "single office"), name), *alone
    )
    powers = _powers(old), _powers(new)
    yield from changed(f"{where}.may", part_of(("kewenangan", "powers"), name), *powers)


def _powers(role: RoleShape) -> Text | None:
    """The powers in a fixed order: how they are listed says nothing."""
    pairs = [pair for power, pair in POWERS.items() if power in set(role.may)]
    if not pairs:
        return None
    return Text(id=", ".join(own for own, _ in pairs), en=", ".join(other for _, other in pairs))


def compare_requirements(
    old: Sequence[RequirementShape], new: Sequence[RequirementShape]
) -> Iterator[Change]:
    """What the applicant brings."""
    listing = Listing[RequirementShape](
        "requirements",
        name=lambda one, _: item(("persyaratan", "requirement"), named(one.title)),
        alike=lambda one, other: nearly_same(
            text_from_words(one.title), text_from_words(other.title)
        ),
        inside=_inside_requirement,
    )
    yield from listing.compare({one.id: one for one in old}, {one.id: one for one in new})


def _inside_requirement(
    where: str, name: Text, old: RequirementShape, new: RequirementShape
) -> Iterator[Change]:
    titles = quoted(old.title), quoted(new.title)
    yield from changed(f"{where}.title", part_of(("bunyi", "wording"), name), *titles)
    kinds = paired(EVIDENCE[old.evidence]), paired(EVIDENCE[new.evidence])
    yield from changed(f"{where}.evidence", part_of(("bentuk bukti", "evidence"), name), *kinds)
    must = yes_or_no(answer=old.required), yes_or_no(answer=new.required)
    yield from changed(f"{where}.required", part_of(("kewajiban", "obligation"), name), *must)
