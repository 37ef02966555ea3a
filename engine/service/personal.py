"""Personal data read in full, and erased: both are commands that stay in the case's history.

What is sealed is erased by destroying the key of whose data it is (crypto-shredding): the history
keeps its hashes, and no copy of it, however old, can be read where that key is gone.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from engine.core.commands import Actor, Erase, Reveal
from engine.core.decide import decide
from engine.core.directory import Directory, Duty
from engine.core.errors import AlreadySo, DataElsewhere, InputRefused, NotFound
from engine.core.ids import CaseId, FieldId, PersonId
from engine.core.personal import APPLICANT_CONTACT, APPLICANT_NAME
from engine.core.sealed import parts_of
from engine.core.standing import Reach, standings, units_within
from engine.core.standing import reach as reach_of
from engine.core.state import CaseState
from engine.core.text import Frozen, Text
from engine.core.values import Field, FieldType, Value, value_from_input
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.execute import carry_out, execute
from engine.service.guard import admitted
from engine.service.opening import opened
from engine.service.subject_keys import subject_of_nik
from engine.store import log, queries, subjects
from engine.store.job import Reader, Unit
from engine.store.reach import reads
from engine.store.subjects import Destruction

_NIK = Field(id=FieldId("nik"), title=Text(id="NIK"), type=FieldType.NIK)


class Revealed(Frozen, frozen=True, kw_only=True):
    """Personal data of a case in plain, by path; event `seq` of the case says who read it."""

    case: CaseId
    seq: int
    values: Mapping[str, Value]


class Whose(Frozen, frozen=True, kw_only=True):
    """Whose data: of a person by their NIK, or of whose request a case is."""

    nik: str = ""
    case: CaseId | None = None


class Ground(Frozen, frozen=True, kw_only=True):
    """Why data is erased, and by which decision. `although_open`: cases that run go on without."""

    reason: str
    decree: str
    although_open: bool = False


class Erasure(Frozen, frozen=True, kw_only=True):
    """What was erased: the cases it stood in. `in_plain` of them hold data from before sealing."""

    cases: tuple[CaseId, ...]
    in_plain: tuple[CaseId, ...] = ()


def reveal(
    database: Database, command: Reveal, *, at: datetime, key: str | None = None
) -> Revealed:
    """Record that somebody reads personal data, and give it to them; `ERASED` where it is lost.

    Raises:
        CommandRefused: they may not, or it is no personal data of the case; nothing was read.
    """
    receipt = execute(database, command, at=at, key=key)

    def values(reader: Reader) -> dict[str, Value]:
        stored = log.find(reader, command.case)
        if stored is None:
            raise NotFound("case", command.case)
        if receipt.repeated:
            _require_still(database, reader, command, stored.state, at)
        known = opened(database, reader, stored.state)
        whole: dict[str, Value] = {
            APPLICANT_NAME: known.applicant.name,
            APPLICANT_CONTACT: known.applicant.contact,
            **known.data,
        }
        return {name: whole[name] for name in dict.fromkeys(command.fields)}

    return Revealed(case=command.case, seq=receipt.seq, values=database.store.read(values))


def _require_still(
    database: Database, reader: Reader, command: Reveal, state: CaseState, at: datetime
) -> None:
    """Judge again a command that was carried out before: who might then may not for ever.

    Raises:
        CommandRefused: they may not now.
    """
    workflow = workflow_by_hash(database, reader, state.workflow)
    asked = admitted(database, reader, command, under=(workflow, state), at=at)
    decide(workflow, state, asked, at=at)


def guarded_by(known: Directory, person: PersonId, at: datetime) -> Reach:
    """Whose personal data: of the cases one reads; who answers for it, of all cases there."""
    seen = reach_of(known, person, at)
    kept = (
        (unit, None)
        for standing in standings(known, person, at)
        if standing.role == Duty.PRIVACY.value
        for unit in units_within(known, standing.unit)
    )
    return Reach(everything=seen.everything, of=seen.of.union(kept))


def nik_from_text(text: str) -> str:
    """The NIK that was entered.

    Raises:
        InputRefused: it is none.
    """
    try:
        nik = value_from_input(_NIK, text)
    except ValueError as problem:
        raise InputRefused({"nik": str(problem)}) from problem
    if nik is None:
        raise InputRefused({"nik": "must be given"})
    return str(nik)


def subject_from_text(database: Database, nik: str) -> bytes:
    """What the person of that NIK is known by here.

    Raises:
        InputRefused: it is none.
    """
    return subject_of_nik(database.vault, nik_from_text(nik))


def to_be_erased(database: Database, whose: Whose, *, reach: Reach | None = None) -> Erasure:
    """What erasing would reach; nothing is erased.

    Raises:
        NotFound: there is nothing of theirs within `reach` that could be.
        DataElsewhere: some of it lies beyond.
    """

    def asked(reader: Reader) -> Erasure:
        return _reached(reader, whose, _keys_of(database, reader, whose, reach), reach)

    return database.store.read(asked)


def erase(  # noqa: PLR0913  # whose, by which decision, by whom, when, and how far they see
    database: Database,
    whose: Whose,
    ground: Ground,
    *,
    by: Actor,
    at: datetime,
    reach: Reach | None = None,
) -> Erasure:
    """Destroy the keys of somebody's data, with an event in every case that holds any of it.

    A key cannot be destroyed for some cases only: who asks must answer for all of them. Documents
    that were filed stay: they are kept by the law on archives, and are not sealed.

    Raises:
        CommandRefused: who asks may not in one of the cases, one of them is open or beyond
            `reach`, or there is nothing to erase; nothing was erased then.
    """

    def job(unit: Unit) -> Erasure:
        keys = _keys_of(database, unit, whose, reach)
        how = Destruction(at=at, by=by.person, why=ground.reason, decision=ground.decree)
        for key in keys:
            subjects.hold(unit, key)
        reached = _reached(unit, whose, keys, reach)
        for case in reached.cases:
            _erase_in(database, unit, case, keys, _order(ground, by), at=at)
        for key in keys:
            subjects.destroy(unit, key, how)
        return reached

    return database.store.write(job)


_Order = Callable[[CaseId, tuple[str, ...]], Erase]


def _order(ground: Ground, by: Actor) -> _Order:
    def order(case: CaseId, fields: tuple[str, ...]) -> Erase:
        return Erase(
            case=case,
            by=by,
            fields=fields,
            reason=ground.reason,
            decree=ground.decree,
            although_open=ground.although_open,
        )

    return order


def _keys_of(
    database: Database, reader: Reader, whose: Whose, reach: Reach | None
) -> tuple[str, ...]:
    """The keys that seal somebody's data.

    Raises:
        NotFound: nothing of theirs is sealed here, or their case is beyond reach.
        AlreadySo: what there was is erased.
    """
    if whose.case is None:
        row = subjects.find(reader, subject_from_text(database, whose.nik))
        if row is None:
            raise _nothing_of(whose)
        return (row.id,)
    if not _is_within(reader, whose.case, reach):
        raise _nothing_of(whose)
    known = [one.key for one in subjects.of_case(reader, whose.case) if one.owns]
    if not known:
        hint = "What was entered before this release stands in plain and cannot be erased so."
        raise NotFound("sealed data of the case", whose.case, hint=hint)
    live = tuple(key.id for key in known if key.destroyed_at is None)
    if not live:
        raise AlreadySo("The data of this case is erased already")
    return live


def _nothing_of(whose: Whose) -> NotFound:
    """The same answer whether there is nothing, or all of it lies beyond reach."""
    if whose.case is not None:
        return NotFound("case", whose.case)
    return NotFound("subject", "of that NIK", hint="`alur case list --nik` finds cases.")


def _reached(reader: Reader, whose: Whose, keys: Iterable[str], reach: Reach | None) -> Erasure:
    """The cases that hold what those keys seal.

    Raises:
        NotFound: there are some, and none within reach.
        DataElsewhere: some lie beyond reach; which and where is not said.
    """
    cases = sorted({case for key in keys for case, _ in subjects.cases_of(reader, key)})
    within = [case for case in cases if _is_within(reader, case, reach)]
    if cases and not within:
        raise _nothing_of(whose)
    if within != cases:
        raise DataElsewhere
    plain = [case for case in cases if _holds_plain(reader, case)]
    return Erasure(cases=tuple(cases), in_plain=tuple(plain))


def _is_within(reader: Reader, case: CaseId, reach: Reach | None) -> bool:
    row = queries.case_row(reader, case)
    return row is not None and reads(reach, row.unit, row.sop)


def _holds_plain(reader: Reader, case: CaseId) -> bool:
    """Whether a case was opened before data was sealed."""
    stored = log.find(reader, case)
    return stored is not None and parts_of(stored.state.applicant.name) is None


def _erase_in(  # noqa: PLR0913  # in which case, what, by which order, when
    database: Database,
    unit: Unit,
    case: CaseId,
    keys: tuple[str, ...],
    order: _Order,
    *,
    at: datetime,
) -> None:
    stored = log.load(unit, case)
    if stored is None:
        raise NotFound("case", case)
    fields = tuple(path for path, key in _sealed_in(stored.state) if key in keys)
    carry_out(database, unit, order(case, fields), at)
    if APPLICANT_NAME in fields:
        subjects.forget_words(unit, case)


def _sealed_in(state: CaseState) -> Iterable[tuple[str, str]]:
    """What a case holds sealed, by path, with the key of each."""
    whole = {
        APPLICANT_NAME: state.applicant.name,
        APPLICANT_CONTACT: state.applicant.contact,
        **state.data,
    }
    for path, value in whole.items():
        parts = parts_of(value)
        if parts is not None:
            yield path, parts.key
