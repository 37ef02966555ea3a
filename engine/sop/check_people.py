"""Can the people do it: four eyes, and who a technical SOP is for?"""

from collections.abc import Iterator, Mapping

from engine.core.errors import Finding
from engine.core.ids import NodeId
from engine.core.workflow import Node
from engine.sop.graph import Path, Row
from engine.sop.paths import edges, reachable
from engine.sop.subject import Subject


def check_people(subject: Subject) -> Iterator[Finding]:
    """Pairs that nobody can satisfy; several executors where there may be one."""
    for path, row, other in _pairs(subject):
        yield from _pair(subject, path, row, other)
    document = subject.document
    if document.class_.nature == "teknis" and document.regime == "permenpanrb-35-2012":
        yield from _executors(subject)


def check_order_of_pairs(subject: Subject, nodes: Mapping[NodeId, Node]) -> Iterator[Finding]:
    """Pairs of which the other row is never done before."""
    ways = edges(nodes)
    for path, row, other in _pairs(subject):
        if row.id == other.id or _side_by_side(row, other):
            continue
        if NodeId(row.id) not in reachable(NodeId(other.id), ways):
            message = f"`{other.id}` can never have been done when `{row.id}` is open"
            yield subject.finding("SOP908", path, message)


def _pairs(subject: Subject) -> Iterator[tuple[Path, Row, Row]]:
    for row in subject.outline.rows:
        for index, name in enumerate(row.shape.not_same_person_as):
            other = subject.rows.get(name)
            if other is not None:
                yield (*row.path, "not_same_person_as", index), row, other


def _side_by_side(row: Row, other: Row) -> bool:
    forks = {lies.fork for lies in row.within} & {lies.fork for lies in other.within}
    return any(lies.fork in forks and lies not in other.within for lies in row.within)


def _pair(subject: Subject, path: Path, row: Row, other: Row) -> Iterator[Finding]:
    if row.id == other.id:
        yield subject.finding("SOP601", path, f"`{row.id}` is held against itself")
        return
    for one in (row, other):
        if one.shape.role is None:
            message = f"`{one.id}` runs by itself: no person does it"
            yield subject.finding("SOP603", path, message)
        elif subject.is_external(one):
            message = f"`{one.id}` is done by `{one.shape.role}`, who is not of the office"
            yield subject.finding("SOP603", path, message)
    role = subject.document.roles.get(row.shape.role or "")
    if role is not None and role.single and row.shape.role == other.shape.role:
        message = (
            f"`{row.id}` and `{other.id}` both belong to `{row.shape.role}`, who is one person"
        )
        yield subject.finding("SOP602", path, message)


def _executors(subject: Subject) -> Iterator[Finding]:
    """Source: PermenPAN-RB 35/2012: a technical SOP is done by one executor in one role."""
    roles = {
        row.shape.role: row
        for row in reversed(subject.outline.rows)
        if row.shape.role is not None and not subject.is_external(row)
    }
    if len(roles) > 1:
        named = ", ".join(f"`{role}`" for role in sorted(roles))
        message = f"a technical SOP has one executor; this one has {named}"
        yield subject.finding("SOP604", ("class", "nature"), message)
