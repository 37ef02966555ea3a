"""What an SOP's timing block means, with the rules that hold where it is silent."""

from collections.abc import Iterator, Mapping

from engine.core.durations import Duration, TimeUnit, duration_from_text
from engine.core.ids import RoleId
from engine.core.workflow import (
    Extension,
    PauseReason,
    Power,
    Rung,
    RungLevel,
    Timing,
)
from engine.sop.document import RoleShape, SopDocument
from engine.sop.graph import Path
from engine.sop.timing_shape import (
    CapsShape,
    EscalationShape,
    ExtensionShape,
    RungShape,
    TimingShape,
)

SUPERVISOR_AFTER = Duration(amount=1, unit=TimeUnit.WORKING_DAY)
"""When those who may assign hear of a breach, where the SOP names nobody."""


def timing_of(document: SopDocument) -> Timing:
    """How the SOP deals with time; an SOP without the block as one with an empty block."""
    shape = document.timing or TimingShape()
    return Timing(
        warnings=shape.warnings,
        escalation=_escalation(shape.escalation, document.roles),
        pauses=_caps(shape.pauses),
        extension=_extension(shape.extension),
        incident=_rung(RungLevel.REMIND, shape.incident),
    )


def told_roles(document: SopDocument) -> Iterator[tuple[Path, str]]:
    """Every role that is to hear of a breach or an incident, with its place."""
    shape = document.timing or TimingShape()
    escalation = shape.escalation or EscalationShape()
    for path, rung in (
        (("escalation", "supervisor"), escalation.supervisor),
        (("escalation", "head"), escalation.head),
        (("incident",), shape.incident),
    ):
        for index, role in enumerate(() if rung is None else rung.roles):
            yield ("timing", *path, "to", index), role


def _escalation(shape: EscalationShape | None, roles: Mapping[str, RoleShape]) -> tuple[Rung, ...]:
    if shape is None:
        return _usual_escalation(roles)
    rungs = (
        _rung(RungLevel.SUPERVISOR, shape.supervisor),
        _rung(RungLevel.HEAD, shape.head),
    )
    return tuple(rung for rung in rungs if rung is not None)


def _rung(level: RungLevel, shape: RungShape | None) -> Rung | None:
    if shape is None:
        return None
    return Rung(
        level=level,
        to=tuple(RoleId(role) for role in shape.roles),
        after=None if shape.after is None else duration_from_text(shape.after),
    )


def _usual_escalation(roles: Mapping[str, RoleShape]) -> tuple[Rung, ...]:
    """Whoever may give a task to somebody else can do something about its delay."""
    able = tuple(
        RoleId(name)
        for name, role in roles.items()
        if Power.ASSIGN in role.may and not role.external
    )
    return (Rung(level=RungLevel.SUPERVISOR, to=able, after=SUPERVISOR_AFTER),) if able else ()


def _caps(shape: CapsShape) -> dict[PauseReason, Duration]:
    said = {reason: getattr(shape, reason.value) for reason in PauseReason}
    return {reason: duration_from_text(cap) for reason, cap in said.items() if cap is not None}


def _extension(shape: ExtensionShape | None) -> Extension | None:
    if shape is None:
        return None
    return Extension(most=duration_from_text(shape.most), times=shape.times)
