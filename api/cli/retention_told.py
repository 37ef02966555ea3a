"""How `alur retention` tells of a record, of a list, and of what became of one."""

from datetime import datetime

from api.cli import output
from api.cli.output import Column
from api.formats import written_instant
from api.glossary import in_language
from api.present_retention import HOLDS, STAGES, STATUSES
from engine.core.text import Language
from engine.service.carrying_out import CarriedOut
from engine.service.disposal import DisposalView, ListedCase
from engine.service.retention import RecordView
from engine.settings import Settings
from engine.sop.wording import written_retention

_CASES = (
    Column(title="CASE", whole=True),
    Column(title="SOP", whole=True),
    Column(title="CLASS", whole=True),
    Column(title="OVER ON", whole=True),
    Column(title="BECAME", least=20, spare=3),
)


def written(at: datetime, settings: Settings, lang: Language) -> str:
    """An instant by the clock of the office."""
    return written_instant(at, settings.office_zone, lang)


def tell_record(found: RecordView, settings: Settings, lang: Language) -> None:
    """Where the record of a case stands, and how it went."""
    kept, stage = found.kept, found.retained
    rows: list[tuple[str, object]] = [
        ("Case", found.case),
        ("SOP", f"{found.sop} version {found.version}"),
        ("Class", "none" if kept is None else f"{kept.id}: {written_retention(kept, lang)}"),
        ("Stands", in_language(STAGES[stage.stage], lang)),
        ("Active until", stage.active_until or "-"),
        ("Over on", stage.over_on or "-"),
    ]
    rows += [
        ("Held", f"{in_language(HOLDS[one.ground], lang)}, by {one.by}: {one.reason}")
        for one in found.holds
    ]
    if found.listed:
        rows.append(("On the list", found.listed))
    if (proof := found.proof) is not None:
        place = "not numbered yet" if proof.position is None else str(proof.position)
        rows += [
            ("Disposed of", written(proof.at, settings, lang)),
            ("Minutes", f"{proof.event.minutes}, signed {proof.event.signed_on}"),
            ("Proposed by", proof.event.proposed_by),
            ("Approved by", proof.event.approved_by),
            ("Event", f"{proof.seq}, hash {proof.hash}"),
            ("Position", place),
        ]
    output.show_pairs(tuple(rows))


def tell_list(view: DisposalView, settings: Settings, lang: Language) -> None:
    """A list and everything on it."""
    told = view.disposal
    rows: list[tuple[str, object]] = [
        ("List", told.id),
        ("Status", in_language(STATUSES[told.status], lang)),
        ("Proposed", f"{written(told.proposed_at, settings, lang)} by {told.proposed_by}"),
    ]
    if told.decided_at is not None:
        rows.append(("Decided", f"{written(told.decided_at, settings, lang)} by {told.decided_by}"))
    if told.minutes is not None:
        rows.append(("Minutes", f"{told.minutes.number}, signed {told.minutes.signed_on}"))
        rows.append(("Witnesses", ", ".join(told.minutes.witnesses)))
    if told.note or told.reason:
        rows.append(("Said", told.reason or told.note))
    output.show_pairs(tuple(rows))
    output.show_table(
        _CASES,
        (
            (one.case, one.sop, one.kept_as, one.over_on.isoformat(), _became(one))
            for one in view.cases
        ),
    )


def _became(listed: ListedCase) -> str:
    if listed.seq is not None:
        return f"destroyed, event {listed.seq}"
    return listed.left_out


def tell_done(done: CarriedOut) -> None:
    """What became of the records of a list."""
    output.say(f"Destroyed: {len(done.disposed)} records.", style="bold")
    output.say(f"Documents removed: {done.files_gone}; kept for other cases: {done.files_kept}.")
    if done.left_out:
        output.say(f"Left out: {', '.join(done.left_out)}. `alur retention show` says why.")
