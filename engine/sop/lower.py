"""From a checked definition to the nodes of a workflow: the same meaning, in the core's words."""

from collections.abc import Iterator, Mapping
from typing import TypedDict

from engine.core.durations import Duration, duration_from_text
from engine.core.expressions import Expression
from engine.core.ids import FieldId, NodeId, OutcomeId, RoleId, SopId, StepId, UnitId
from engine.core.text import Text
from engine.core.values import Choice, Field
from engine.core.workflow import (
    ActionStep,
    AnyStep,
    Branch,
    CallStep,
    Fork,
    HumanStep,
    Join,
    Node,
    Outcome,
    PauseReason,
    Requirement,
    Retry,
    Role,
    Service,
    WaitStep,
    Workflow,
)
from engine.sop.document import (
    FieldShape,
    RequirementShape,
    RetryShape,
    RoleShape,
    SopDocument,
    StepShape,
)
from engine.sop.graph import Arrow, Block, Outline, Row, arrows, outline_from_document
from engine.sop.identity_shape import Service as ServiceShape
from engine.sop.registers import Registers
from engine.sop.shape import Bilingual, text_from_words
from engine.sop.timing import timing_of

CALL_RESULTS = ("result",)
"""What a called SOP hands back: completed, rejected or withdrawn."""


def lower(
    document: SopDocument, registers: Registers, conditions: Mapping[StepId, Expression]
) -> Workflow:
    """The workflow of a definition without errors; its hash is still empty.

    Args:
        document: The definition.
        registers: Give the unit's calendar and the results of actions.
        conditions: What `when` says, by step.
    """
    outline = outline_from_document(document)
    identity = document.identity
    return Workflow(
        sop=SopId(document.sop),
        version=document.version,
        hash="",
        title=text_from_words(document.title),
        unit=UnitId(identity.unit),
        number=identity.number,
        calendar=document.calendar or registers.units[identity.unit].calendar,
        service=_service(document.service),
        roles={RoleId(name): _role(name, shape) for name, shape in document.roles.items()},
        requirements=tuple(_requirement(shape) for shape in document.requirements),
        form=tuple(_field(shape) for shape in document.form),
        start=outline.start,
        nodes=nodes_from_outline(outline, registers, conditions),
        timing=timing_of(document),
        retention=document.retention or "",
    )


def nodes_from_outline(
    outline: Outline, registers: Registers, conditions: Mapping[StepId, Expression]
) -> dict[NodeId, Node]:
    """The nodes by id, in the order of the text: a fork before its rows, its join after them."""
    nodes: dict[NodeId, Node] = {}
    for row in outline.rows:
        nodes[NodeId(row.id)] = _step(row, registers, conditions.get(row.id))
    for block in outline.blocks:
        nodes.update((node.id, node) for node in _gateways(block))
    return {name: nodes[name] for name in outline.order}


def results_of(shape: StepShape, registers: Registers) -> tuple[str, ...]:
    """The names of the results that an automated row gives; none for an unknown action."""
    if shape.call is not None:
        return CALL_RESULTS
    known = registers.actions.get(shape.action or "")
    return () if known is None else known.results


def _gateways(block: Block) -> Iterator[Fork | Join]:
    yield Fork(id=block.fork, branches=block.branches, join=block.join, within=block.within)
    yield Join(
        id=block.join,
        fork=block.fork,
        width=len(block.branches),
        next=block.following,
        within=block.within,
    )


def _step(row: Row, registers: Registers, when: Expression | None) -> AnyStep:
    shape = row.shape
    common = _common(row, when)
    if shape.action is not None:
        return ActionStep(
            **common,
            action=shape.action,
            parameters=dict(shape.with_),
            results=results_of(shape, registers),
            retry=_retry(shape.retry),
        )
    if shape.call is not None:
        return CallStep(**common, sop=SopId(shape.call), pass_fields=shape.passes)
    if shape.wait is not None:
        return WaitStep(**common, duration=_duration(shape.wait.duration), until=shape.wait.until)
    return _human(shape, common, arrows(row))


class _Common(TypedDict):
    """What every row has, whoever does it."""

    id: StepId
    number: int
    activity: Text
    next: NodeId
    inputs: tuple[Text, ...]
    time: Duration | None
    output: Text | None
    note: Text | None
    when: Expression | None
    pause: PauseReason | None
    within: tuple[Branch, ...]


def _common(row: Row, when: Expression | None) -> _Common:
    shape = row.shape
    return _Common(
        id=row.id,
        number=row.number,
        activity=text_from_words(shape.activity),
        next=row.following if shape.next is None else NodeId(shape.next),
        inputs=_texts(shape.inputs),
        time=_duration(shape.time),
        output=_text(shape.output),
        note=_text(shape.note),
        when=when,
        pause=shape.pause,
        within=row.within,
    )


def _human(shape: StepShape, common: _Common, ways: tuple[Arrow, ...]) -> HumanStep:
    return HumanStep(
        **common,
        role=None if shape.role is None else RoleId(shape.role),
        checklist=_texts(shape.checklist),
        form=tuple(_field(one) for one in shape.form),
        outcomes=tuple(_outcome(arrow) for arrow in ways if arrow.outcome is not None),
        not_same_person_as=tuple(StepId(other) for other in shape.not_same_person_as),
        submission=shape.submission,
        tolerance=shape.tolerance,
    )


def _outcome(arrow: Arrow) -> Outcome:
    name = arrow.outcome or OutcomeId("")
    shape = arrow.row.shape.outcomes[name]
    return Outcome(
        id=name,
        label=text_from_words(shape.label),
        leads=arrow.leads,
        target=arrow.target,
        pause=shape.pause,
        reason_required=shape.reason == "required",
        accepts_file=shape.accepts_file,
        result=shape.end or "completed",
    )


def _retry(shape: RetryShape | None) -> Retry:
    if shape is None:
        return Retry()
    return Retry(attempts=shape.attempts, backoff=_duration(shape.backoff))


def _field(shape: FieldShape) -> Field:
    return Field(
        id=FieldId(shape.id),
        title=text_from_words(shape.title),
        type=shape.type,
        required=shape.required,
        unit=shape.unit,
        min=shape.min,
        max=shape.max,
        max_length=shape.max_length,
        choices=tuple(Choice(id=one.id, title=text_from_words(one.title)) for one in shape.options),
        help=_text(shape.help),
        personal=shape.personal,
    )


def _role(name: str, shape: RoleShape) -> Role:
    return Role(
        id=RoleId(name),
        title=text_from_words(shape.title),
        external=shape.external,
        single=shape.single,
        may=shape.may,
    )


def _requirement(shape: RequirementShape) -> Requirement:
    return Requirement(
        id=shape.id,
        title=text_from_words(shape.title),
        evidence=shape.evidence,
        required=shape.required,
    )


def _service(shape: ServiceShape | None) -> Service:
    if shape is None:
        return Service()
    return Service(
        promise=_duration(shape.promise),
        legal_limit=_duration(shape.legal_limit),
        clock_starts=shape.clock_starts,
        day_one=shape.day_one,
        cut_off=None if shape.cut_off is None else shape.cut_off.replace(".", ":"),
    )


def _duration(text: str | None) -> Duration | None:
    return None if text is None else duration_from_text(text)


def _text(words: str | Bilingual | None) -> Text | None:
    return None if words is None else text_from_words(words)


def _texts(several: tuple[str | Bilingual, ...]) -> tuple[Text, ...]:
    return tuple(text_from_words(words) for words in several)
