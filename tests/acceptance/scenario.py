"""The shape of an acceptance scenario: given a case was opened, when people act, then it stands so.

A scenario is a YAML file at tests/acceptance/<sop-id>/. All values are texts, as in a definition.
Steps are named by their id; the runner finds the task that is open (or was, last). Times are the
office's own: `at` names the minute, `after` counts from the act before; without both, one minute
passes. `refused` names the code of the refusal an act must meet.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)

from engine.core.workflow import PauseReason

_LENGTHS = {"menit": timedelta(minutes=1), "jam": timedelta(hours=1), "hari": timedelta(days=1)}


class ScenarioMalformed(Exception):
    """A scenario file that does not say what the runner needs to know."""


class Shape(BaseModel):
    """Unknown keys are errors: a misspelt expectation would never be looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _minute(given: object) -> object:
    return datetime.strptime(str(given), "%Y-%m-%d %H:%M")  # noqa: DTZ007  # zone: the office's


def _length(given: object) -> object:
    found = re.fullmatch(r"(\d{1,4}) (menit|jam|hari)", str(given))
    if found is None:
        raise ValueError("write a whole number and menit, jam or hari, such as '12 menit'")
    return int(found[1]) * _LENGTHS[found[2]]


Minute = Annotated[datetime, BeforeValidator(_minute)]
"""Office time without its zone, which the SOP's calendar knows."""
Length = Annotated[timedelta, BeforeValidator(_length)]
"""Time by the clock on the wall, not working time."""
FormValue = str | tuple[str, ...]
Form = Mapping[str, FormValue]
Result = Literal["open", "completed", "rejected", "withdrawn"]


class Expectation(Shape):
    """How the case stands; what is left out is not looked at.

    `path` is the steps in the order they were opened; `events` counts kinds of event; `history` is
    all kinds in order; `accepted` is when the file was found complete, or `no`; `documents` is the
    names of what was filed, in order.
    """

    result: Result | None = None
    open: tuple[str, ...] | None = None
    path: tuple[str, ...] | None = None
    visits: Mapping[str, int] = {}
    skipped: tuple[str, ...] | None = None
    cancelled: tuple[str, ...] | None = None
    held: Mapping[str, str] = {}
    pause: PauseReason | Literal["no"] | None = None
    accepted: Minute | Literal["no"] | None = None
    data: Form = {}
    documents: tuple[str, ...] | None = None
    events: Mapping[str, int] = {}
    history: tuple[str, ...] | None = None


class Applicant(Shape):
    """Whom the service is for."""

    name: str
    contact: str = ""


class Given(Shape):
    """The opening of the case; `as` is the opener's role where `people` gives another."""

    at: Minute
    by: str
    role: str | None = Field(default=None, alias="as")
    applicant: Applicant
    form: Form = {}
    requirements: tuple[str, ...] = ()


class Act(Shape):
    """What every act carries; `for` is whom the person stands in for."""

    by: str | None = None
    role: str | None = Field(default=None, alias="as")
    acting_for: str | None = Field(default=None, alias="for")
    at: Minute | None = None
    after: Length | None = None
    refused: str | None = None


class Claim(Act):
    claim: str


class Release(Act):
    release: str


class Assign(Act):
    assign: str
    to: str
    reason: str = ""


class Delegate(Act):
    delegate: str
    to: str
    reason: str = ""


class Resolve(Act):
    resolve: str
    note: str = ""


class Complete(Act):
    complete: str
    outcome: str | None = None
    form: Form = {}
    checklist: Literal["all"] | tuple[int, ...] = ()
    reason: str = ""


class Return(Act):
    step: str = Field(alias="return")
    to: str | None = None
    reason: str


class Override(Act):
    override: str
    mode: Literal["skip", "reorder", "act_outside_role"]
    reason: str
    step: str | None = None
    outcome: str | None = None
    form: Form = {}
    checklist: Literal["all"] | tuple[int, ...] = ()


class Record(Act):
    """The result of an automated step; by the system, unless a person did it by hand.

    `documents` are what the step made: the SHA-256 by the file's name.
    """

    record: str
    result: Mapping[str, str] = {}
    reason: str = ""
    documents: Mapping[str, str] = {}


class Fail(Act):
    fail: str
    attempt: int
    error: str
    final: bool = False


class Retry(Act):
    retry: str


class Comment(Act):
    comment: str


class AcceptFile(Act):
    accept_file: Literal["yes"]


class Pause(Act):
    pause: PauseReason
    note: str = ""


class Resume(Act):
    resume: Literal["yes"]


class Withdraw(Act):
    withdraw: str


class Reject(Act):
    reject: str


class Reopen(Act):
    reopen: str
    reason: str


class Check(Shape):
    """A look at the case between two acts."""

    check: Expectation


ACTS: Mapping[str, type[Act] | type[Check]] = {
    "claim": Claim,
    "release": Release,
    "assign": Assign,
    "delegate": Delegate,
    "resolve": Resolve,
    "complete": Complete,
    "return": Return,
    "override": Override,
    "record": Record,
    "fail": Fail,
    "retry": Retry,
    "comment": Comment,
    "accept_file": AcceptFile,
    "pause": Pause,
    "resume": Resume,
    "withdraw": Withdraw,
    "reject": Reject,
    "reopen": Reopen,
    "check": Check,
}
SYSTEM_ACTS = (Record, Fail)
"""What the runtime reports; these need nobody."""


def _kind_of_act(given: object) -> str | None:
    named = [key for key in ACTS if isinstance(given, Mapping) and key in given]
    return named[0] if len(named) == 1 else None


AnyAct = Annotated[
    Annotated[Claim, Tag("claim")]
    | Annotated[Release, Tag("release")]
    | Annotated[Assign, Tag("assign")]
    | Annotated[Delegate, Tag("delegate")]
    | Annotated[Resolve, Tag("resolve")]
    | Annotated[Complete, Tag("complete")]
    | Annotated[Return, Tag("return")]
    | Annotated[Override, Tag("override")]
    | Annotated[Record, Tag("record")]
    | Annotated[Fail, Tag("fail")]
    | Annotated[Retry, Tag("retry")]
    | Annotated[Comment, Tag("comment")]
    | Annotated[AcceptFile, Tag("accept_file")]
    | Annotated[Pause, Tag("pause")]
    | Annotated[Resume, Tag("resume")]
    | Annotated[Withdraw, Tag("withdraw")]
    | Annotated[Reject, Tag("reject")]
    | Annotated[Reopen, Tag("reopen")]
    | Annotated[Check, Tag("check")],
    Discriminator(
        _kind_of_act,
        custom_error_type="act",
        custom_error_message=f"an act names exactly one of: {', '.join(ACTS)}",
    ),
]


class Scenario(Shape):
    """One story of one case. `people` gives each person's role; whoever acts is listed there."""

    title: Annotated[str, Field(min_length=10)]
    sop: str
    people: Mapping[str, str]
    given: Given
    when: tuple[AnyAct, ...] = ()
    then: Expectation


def scenario_from_text(text: str, *, name: str) -> Scenario:
    """Read a scenario; `name` stands before every complaint.

    Raises:
        ScenarioMalformed: all that is wrong, one line each.
    """
    try:
        scenario = Scenario.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506  # texts only
    except yaml.YAMLError as problem:
        raise ScenarioMalformed(f"{name}: {problem}") from None
    except ValidationError as problem:
        lines = [f"{name}: {_place(one['loc'])}: {one['msg']}" for one in problem.errors()]
        raise ScenarioMalformed("\n".join(lines)) from None
    strangers = sorted(_strangers(scenario))
    if strangers:
        raise ScenarioMalformed(f"{name}: not listed under `people`: {', '.join(strangers)}")
    return scenario


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc) or "the file"


def _strangers(scenario: Scenario) -> set[str]:
    named = {scenario.given.by}
    for number, act in enumerate(scenario.when, start=1):
        if isinstance(act, Check):
            continue
        if act.by is not None:
            named.add(act.by)
        elif not isinstance(act, SYSTEM_ACTS):
            named.add(f"nobody (act {number} has no `by`)")
    return named - set(scenario.people)


def scenario_from_file(path: Path) -> Scenario:
    """Read a scenario file, which lies in the folder of its SOP."""
    scenario = scenario_from_text(path.read_text("utf-8"), name=f"{path.parent.name}/{path.name}")
    if scenario.sop != path.parent.name:
        raise ScenarioMalformed(f"{path.name} is about {scenario.sop}, not {path.parent.name}")
    return scenario
