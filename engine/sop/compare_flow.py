"""Two procedures side by side: which row is which, where arrows lead, what runs in parallel."""

from collections.abc import Iterable, Iterator, Mapping

from engine.core.ids import END, NodeId
from engine.core.text import Frozen, Text
from engine.core.workflow import Leads
from engine.sop.change import named, plain
from engine.sop.compare_official import same_title
from engine.sop.document import SopDocument, StepShape
from engine.sop.graph import Arrow, Outline, Row, outline_from_document
from engine.sop.listing import nearly_same, pair_up
from engine.sop.shape import text_from_words
from engine.sop.wording import RESULTS


class Procedure(Frozen, frozen=True, kw_only=True):
    """The rows of one document; `steps` and `roles` translate its ids into the new document's."""

    document: SopDocument
    outline: Outline
    rows: Mapping[str, Row]
    steps: Mapping[str, str]
    roles: Mapping[str, str]

    def landings(self, node: NodeId) -> tuple[str, ...]:
        """The rows where a token that goes to `node` waits next; `end` for the end."""
        for block in self.outline.blocks:
            if node == block.fork:
                return tuple(row for first in block.branches for row in self.landings(first))
            if node == block.join:
                return self.landings(block.following)
        return (node,)

    def common(self, steps: Iterable[str]) -> frozenset[str]:
        """Rows by the names that both documents share."""
        return frozenset(self.steps.get(step, step) for step in steps)

    def numbers(self, steps: Iterable[str]) -> str:
        """Rows by their numbers, in order."""
        known = sorted(self.rows[step].number for step in steps if step in self.rows)
        return ", ".join(map(str, known))

    def partners(self, step: str) -> frozenset[str]:
        """The rows that run side by side with a row, by common names."""
        here = {place.fork: place.branch for place in self.rows[step].within}
        return self.common(
            other
            for other, row in self.rows.items()
            if any(here.get(place.fork, place.branch) != place.branch for place in row.within)
        )


def procedures(old: SopDocument, new: SopDocument) -> tuple[Procedure, Procedure]:
    """Both procedures, the rows of the old one paired with those of the new one.

    A row keeps its identity by its id; where that changed, by nearly the same activity of the same
    executor.
    """
    roles = pair_up(old.roles, new.roles, alike=same_title).new_by_old
    rows, others = _rows(old), _rows(new)

    def alike(one: Row, other: Row) -> bool:
        return same_row(one.shape, other.shape, roles)

    steps = pair_up(rows, others, alike=alike).new_by_old
    return _procedure(old, steps, roles), _procedure(new, {}, {})


def _rows(document: SopDocument) -> dict[str, Row]:
    return {row.shape.id: row for row in outline_from_document(document).rows}


def _procedure(
    document: SopDocument, steps: Mapping[str, str], roles: Mapping[str, str]
) -> Procedure:
    return Procedure(
        document=document,
        outline=outline_from_document(document),
        rows=_rows(document),
        steps=steps,
        roles=roles,
    )


def same_row(old: StepShape, new: StepShape, roles: Mapping[str, str]) -> bool:
    """Whether two rows of different ids are one: nearly the same activity of the same executor."""
    doers = (roles.get(old.role or "", old.role), old.action, old.call)
    activities = text_from_words(old.activity), text_from_words(new.activity)
    return doers == (new.role, new.action, new.call) and nearly_same(*activities)


class Way(Frozen, frozen=True, kw_only=True):
    """Where an arrow leads; `following` if it only goes on to the row below."""

    leads: Leads
    result: str
    targets: frozenset[str]
    following: bool
    said: Text

    def is_as(self, other: "Way") -> bool:
        """Whether both lead to the same place, whatever rows came in between."""
        if (self.leads, self.result) != (other.leads, other.result):
            return False
        return (self.following and other.following) or self.targets == other.targets


def way(procedure: Procedure, arrow: Arrow) -> Way:
    """Where an arrow of the procedure leads."""
    shape = arrow.row.shape
    landed = procedure.landings(arrow.target)
    result = shape.outcomes[arrow.outcome].end or "" if arrow.outcome else ""
    return Way(
        leads=arrow.leads,
        result=result,
        targets=procedure.common(landed),
        following=arrow.leads is Leads.NEXT and arrow.target == arrow.row.following,
        said=_said(procedure, arrow, landed, result),
    )


def _said(procedure: Procedure, arrow: Arrow, landed: Iterable[str], result: str) -> Text:
    if arrow.leads is Leads.END:
        own, other = RESULTS[result]
        return Text(id=own, en=other)
    back = ("kembali ke ", "back to ") if arrow.leads is Leads.RETURN else ("", "")
    places = [step_name(procedure, step) for step in landed]
    return Text(
        id=back[0] + " dan ".join(place.id for place in places),
        en=back[1] + " and ".join(place.en for place in places),
    )


def step_name(procedure: Procedure, step: str) -> Text:
    """`langkah 3 “Memverifikasi data”`; by its id where there is no such row."""
    if step == END:
        return Text(id="akhir berkas", en="the end of the case")
    row = procedure.rows.get(step)
    return plain(step) if row is None else row_name(row)


def row_name(row: Row) -> Text:
    """`langkah 3 “Memverifikasi data”`."""
    activity = named(row.shape.activity)
    return Text(id=f"langkah {row.number} {activity.id}", en=f"step {row.number} {activity.en}")


def regrouped(old: Procedure, new: Procedure) -> Iterator[tuple[Row, Text, Text]]:
    """Rows that run beside other rows than before, each pair of rows once: before and after.

    A row that is new says all it runs beside; one that stayed says nothing of those.
    """
    old_by_new = {after: before for before, after in old.steps.items()}
    for name, row in new.rows.items():
        later = {other for other, one in new.rows.items() if one.number > row.number}
        stayed = frozenset(old_by_new)
        partners = new.partners(name)
        if name in old_by_new:
            before = old.partners(old_by_new[name]) & stayed & later
            after = partners & stayed & later
        else:
            before, after = frozenset[str](), partners & (stayed | later)
        if before != after:
            yield row, _beside(old, {old_by_new[one] for one in before}), _beside(new, after)


def _beside(procedure: Procedure, partners: Iterable[str]) -> Text:
    numbers = procedure.numbers(partners)
    if not numbers:
        return Text(id="berurutan", en="one after the other")
    steps = "steps" if "," in numbers else "step"
    return Text(id=f"bersamaan dengan langkah {numbers}", en=f"side by side with {steps} {numbers}")
