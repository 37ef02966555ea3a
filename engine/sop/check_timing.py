"""Does the timing block make sense: warnings, who is told in which order, how far one extends?"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from engine.core.durations import TimeUnit, duration_from_text, nominal_minutes
from engine.core.errors import Finding
from engine.core.workflow import Power
from engine.sop.subject import Subject
from engine.sop.timing import told_roles
from engine.sop.timing_shape import EscalationShape, ExtensionShape, RungShape, TimingShape


def check_timing(subject: Subject) -> Iterator[Finding]:
    """All that needs more than one key of the block, and the powers that go with it."""
    timing = subject.document.timing or TimingShape()
    yield from _warnings(subject, timing)
    if timing.escalation is not None:
        yield from _order(subject, timing.escalation)
    yield from _outsiders(subject)
    yield from _powers(subject, timing.extension)
    if timing.extension is not None:
        yield from _extension(subject, timing.extension)


def _warnings(subject: Subject, timing: TimingShape) -> Iterator[Finding]:
    percents = timing.warnings
    for index, (earlier, later) in enumerate(pairwise(percents), start=1):
        if later <= earlier:
            message = f"the warning at {later} % stands behind the one at {earlier} %"
            yield subject.finding("SOP508", ("timing", "warnings", index), message)


def _order(subject: Subject, escalation: EscalationShape) -> Iterator[Finding]:
    supervisor, head = escalation.supervisor, escalation.head
    if supervisor is None or head is None or _wait(supervisor) <= _wait(head):
        return
    when = f"after {head.after}" if head.after is not None else "at once"
    message = f"the head is told {when}, the supervisor only after {supervisor.after}"
    yield subject.finding("SOP509", ("timing", "escalation", "head", "after"), message)


def _wait(rung: RungShape) -> Fraction:
    if rung.after is None:
        return Fraction(0)
    return nominal_minutes(duration_from_text(rung.after))


def _outsiders(subject: Subject) -> Iterator[Finding]:
    for path, name in told_roles(subject.document):
        role = subject.document.roles.get(name)
        if role is not None and role.external:
            yield subject.finding("SOP605", path, f"`{name}` is not of the office")


def _powers(subject: Subject, extension: ExtensionShape | None) -> Iterator[Finding]:
    able = [
        (name, role.may.index(Power.EXTEND))
        for name, role in subject.document.roles.items()
        if Power.EXTEND in role.may
    ]
    if extension is not None and not able:
        message = "no role has the power `extend`"
        yield subject.finding("SOP911", ("timing", "extension"), message)
    if extension is None:
        for name, index in able:
            message = f"`{name}` may extend, but the SOP does not say how far"
            yield subject.finding("SOP910", ("roles", name, "may", index), message)


def _extension(subject: Subject, extension: ExtensionShape) -> Iterator[Finding]:
    most, service = duration_from_text(extension.most), subject.document.service
    path = ("timing", "extension", "most")
    if service is None:
        if most.unit not in _units_of_rows(subject):
            message = f"no row has a standard time in the unit of {extension.most}"
            yield subject.finding("SOP510", path, message)
        return
    promise = duration_from_text(service.promise)
    if most.unit is not promise.unit:
        message = f"{extension.most} cannot be added to the promise of {service.promise}"
        yield subject.finding("SOP510", path, message)
    elif service.legal_limit is not None:
        limit = nominal_minutes(duration_from_text(service.legal_limit))
        if nominal_minutes(promise) <= limit < nominal_minutes(promise) + nominal_minutes(most):
            message = (
                f"the promise of {service.promise} and {extension.most} more "
                f"exceed the limit of {service.legal_limit}"
            )
            yield subject.finding("SOP511", path, message)


def _units_of_rows(subject: Subject) -> set[TimeUnit]:
    times = (row.shape.time for row in subject.outline.rows)
    return {duration_from_text(time).unit for time in times if time is not None}
