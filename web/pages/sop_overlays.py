"""What the cases of an SOP tell, as marks on its matrix."""

from collections.abc import Mapping

from api.present_time import written_amount
from engine.core.clock_measures import Counted
from engine.core.durations import nominal_minutes
from engine.core.ids import StepId
from engine.core.workflow import Workflow
from engine.service import sop_figures
from engine.service.sop_figures import Took
from web.door import Door
from web.matrix import Mark

SHOWS = ("now", "median", "no", "deviations")
"""What may be shown; `no` is how often a decision does not let a case go on."""

_MINUTE, _HOUR, _DAY = 60, 3600, 27_000
"""Seconds; a day of work has seven and a half hours. Source: Perpres 21/2023."""
_MANY_HOURS = 100
"""From so many on they are told in days."""
_OFTEN = 50
"""From so many per cent on, a refusal is no exception."""


def shows(asked: str) -> str:
    """What is to be shown of what was asked for; empty: nothing."""
    return asked if asked in SHOWS else ""


def marks_of(door: Door, workflow: Workflow, show: str) -> Mapping[StepId, Mark]:
    """The marks of one of `SHOWS`."""
    match show:
        case "now":
            return _now(door, workflow)
        case "median":
            return _medians(door, workflow)
        case "no":
            return _refusals(door, workflow)
        case _:
            return _deviations(door, workflow)


def _now(door: Door, workflow: Workflow) -> Mapping[StepId, Mark]:
    found = sop_figures.where_now(door.database, workflow)
    return {
        step: Mark(
            badge=str(count),
            words=door.t.count("sop_now", count),
            href=door.links.at(
                f"/sops/{workflow.sop}", version=workflow.version, show="now", step=step
            )
            + "#at",
        )
        for step, count in found.items()
    }


def _medians(door: Door, workflow: Workflow) -> Mapping[StepId, Mark]:
    found = sop_figures.medians(door.database, workflow, at=door.at)
    return {step: _median(door, workflow, step, took) for step, took in found.items()}


def _median(door: Door, workflow: Workflow, step: StepId, took: Took) -> Mark:
    """The median beside the standard; late where it is longer than that."""
    clause = workflow.known_step(step).time
    is_late = clause is not None and took.seconds > _MINUTE * nominal_minutes(clause)
    key = "sop_median_late" if is_late else "sop_median"
    whole = _in_minutes(took.seconds)
    said = written_amount(whole, Counted.WORKING_SECOND, door.language)
    return Mark(
        badge=_short(took.seconds, door),
        state="late" if is_late else "",
        words=door.t.count(key, took.visits, time=said),
        told=True,
    )


def _in_minutes(seconds: int) -> int:
    return seconds if seconds < _MINUTE else seconds // _MINUTE * _MINUTE


def _short(seconds: int, door: Door) -> str:
    """A length that fits on a badge: `45 d`, `12 m`, `30 j`, `14 hr`."""
    if seconds >= _MANY_HOURS * _HOUR:
        return door.t("sop_short_days", n=seconds // _DAY)
    for unit, length in (("hours", _HOUR), ("minutes", _MINUTE)):
        if seconds >= length:
            return door.t(f"sop_short_{unit}", n=seconds // length)
    return door.t("sop_short_seconds", n=seconds)


def _refusals(door: Door, workflow: Workflow) -> Mapping[StepId, Mark]:
    found = sop_figures.refusals(door.database, workflow)
    return {
        step: Mark(
            badge=f"{share.percent}%",
            state="late" if share.percent >= _OFTEN else "",
            words=door.t("sop_no", n=share.no, all=share.answers, percent=share.percent),
            told=True,
        )
        for step, share in found.items()
    }


def _deviations(door: Door, workflow: Workflow) -> Mapping[StepId, Mark]:
    found = sop_figures.deviations(door.database, workflow)
    return {
        step: Mark(
            badge=str(count), state="late", words=door.t.count("sop_deviations", count), told=True
        )
        for step, count in found.items()
    }
