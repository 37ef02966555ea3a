"""Can every case end properly? What the state space shows, said at its place in the text."""

from collections.abc import Iterator, Mapping

from engine.core.errors import Finding
from engine.core.ids import END, NodeId
from engine.core.net import Label
from engine.core.workflow import Leads, Node
from engine.sop.graph import Arrow, Path, arrows
from engine.sop.soundness import MAX_MOVES, Fault, FaultKind, faults
from engine.sop.subject import Subject

_LONGEST_RUN = 8

_CODES: Mapping[FaultKind, str] = {
    FaultKind.UNREACHABLE: "SOP401",
    FaultKind.STUCK: "SOP402",
    FaultKind.ENDLESS: "SOP403",
    FaultKind.LEFT_BEHIND: "SOP404",
    FaultKind.OPENED_TWICE: "SOP405",
    FaultKind.NEVER_JOINS: "SOP406",
    FaultKind.TOO_LARGE: "SOP407",
}


_MESSAGES: Mapping[FaultKind, str] = {
    FaultKind.UNREACHABLE: "no way leads to {node}",
    FaultKind.STUCK: "a case can get stuck waiting for a branch of this block: {run}",
    FaultKind.ENDLESS: "a case that comes to {node} can never end: {run}",
    FaultKind.LEFT_BEHIND: "a case can end while this is open: {open}; {run}",
    FaultKind.OPENED_TWICE: "{open} can be reached again while it is open: {run}",
    FaultKind.NEVER_JOINS: "the branches of this block can never all be done",
    FaultKind.TOO_LARGE: f"the rows combine in too many ways: more than {MAX_MOVES} moves",
}


def check_flow(subject: Subject, nodes: Mapping[NodeId, Node]) -> Iterator[Finding]:
    """Everything that keeps the SOP from being sound, each with a run that shows it."""
    for fault in faults(subject.outline.start, nodes):
        message = _MESSAGES[fault.kind].format(
            node=_name(fault.node, subject),
            open=", ".join(_name(node, subject) for node in fault.open),
            run=_run(fault, subject),
        )
        yield subject.finding(_CODES[fault.kind], _place(fault, subject), message)


def _place(fault: Fault, subject: Subject) -> Path:
    """Where to mend it: of rows left open, the arrow that left them."""
    ways = (_way_out(label, subject) for label in reversed(fault.run))
    left = fault.kind is FaultKind.LEFT_BEHIND
    leaving = next(filter(None, ways), None) if left else None
    return leaving.path if leaving else _path(fault.node, subject)


def _way_out(label: Label, subject: Subject) -> Arrow | None:
    """The arrow that was followed, where it leads out of a block past the block's end."""
    row = subject.rows.get(label.node)
    if row is None or label.skipped or not row.within:
        return None
    arrow = next(one for one in arrows(row) if (one.outcome or "") == label.outcome)
    target = subject.rows.get(arrow.target)
    if arrow.leads is not Leads.NEXT or (target is None and arrow.target != END):
        return None
    around = () if target is None else target.within
    return None if set(row.within) <= set(around) else arrow


def _path(node: NodeId, subject: Subject) -> Path:
    row = subject.rows.get(node)
    if row is not None:
        return (*row.path, "id")
    blocks = (block.path for block in subject.outline.blocks if node in {block.fork, block.join})
    return next(blocks)


def _name(node: NodeId, subject: Subject) -> str:
    if node in subject.rows:
        return f"`{node}`"
    return f"the block in line {subject.line(_path(node, subject))}"


def _run(fault: Fault, subject: Subject) -> str:
    """What happened until then; of a long run the end."""
    shown = [_moved(label, subject) for label in fault.run[-_LONGEST_RUN:]]
    return "after " + ", ".join(["…"] * (len(fault.run) > _LONGEST_RUN) + shown)


def _moved(label: Label, subject: Subject) -> str:
    name = _name(label.node, subject)
    how = "skipped" if label.skipped else label.outcome
    return f"{name} ({how})" if how else name
