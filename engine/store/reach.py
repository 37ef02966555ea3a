"""Conditions that leave out what a person may not read. Few shapes, so few statements.

Who reads reads the cases of some SOPs of some units. As an SOP hardly ever changes its unit, most
of it comes down to the names of whole SOPs, by which cases are indexed.
"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, FromClause, Text, bindparam, false, or_, select

from engine.core.ids import SopId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import SOP_VERSION

_BETWEEN = " "
"""Stands in no name of a unit or an SOP."""

_published = Prepared(select(SOP_VERSION.c.unit, SOP_VERSION.c.sop).distinct())

Shape = tuple[int, int]
"""How many whole SOPs and how many pairs of unit and SOP a statement has room for."""


class Within(Frozen, frozen=True, kw_only=True):
    """What may be read: SOPs whole, and of others what lies in some unit."""

    sops: tuple[SopId, ...] = ()
    pairs: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """The room that it needs, rounded up, so that few statements serve everybody."""
        return _room(len(self.sops)), _room(len(self.pairs))

    def given(self) -> Mapping[str, str]:
        """What a statement of that shape is given; spare places name nothing."""
        sops, pairs = self.shape
        given = {f"within_sop_{place}": "" for place in range(sops)}
        given |= {f"within_pair_{place}": "" for place in range(pairs)}
        given |= {f"within_sop_{place}": sop for place, sop in enumerate(self.sops)}
        return given | {f"within_pair_{place}": pair for place, pair in enumerate(self.pairs)}


def _room(count: int) -> int:
    return 1 << (count - 1).bit_length() if count else 0


def within(reader: Reader, reach: Reach | None) -> Within | None:
    """What the reach comes down to among the published SOPs; None: all there is.

    Asked in the snapshot that is read, so that no SOP published meanwhile slips through.
    """
    if reach is None or reach.everything:
        return None
    by_sop: defaultdict[SopId, set[UnitId]] = defaultdict(set)
    for unit, sop in reader.rows(_published):
        by_sop[sop].add(unit)
    held = {sop: {one for one in units if reach.covers(one, sop)} for sop, units in by_sop.items()}
    if held == by_sop:
        return None
    whole = sorted(sop for sop, units in held.items() if units == by_sop[sop])
    parts = sorted(
        f"{unit}{_BETWEEN}{sop}"
        for sop, units in held.items()
        if units != by_sop[sop]
        for unit in units
    )
    return Within(sops=tuple(whole), pairs=tuple(parts))


def reads(reach: Reach | None, unit: UnitId, sop: SopId) -> bool:
    """Whether a case of that SOP of that unit may be read."""
    return reach is None or reach.covers(unit, sop)


def asked_within(limits: Within | None) -> tuple[Shape | None, dict[str, object]]:
    """The shape of a statement with these limits, and what it is given; no limits: None."""
    return (None, {}) if limits is None else (limits.shape, {**limits.given()})


def limited(table: FromClause, shape: Shape | None) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a table that has `unit` and `sop`; none without limits."""
    return () if shape is None else (_is_within(table, shape),)


def _is_within(table: FromClause, shape: Shape) -> ColumnElement[bool]:
    sops, pairs = shape
    conditions: list[ColumnElement[bool]] = []
    if sops:
        names = (bindparam(f"within_sop_{place}", type_=table.c.sop.type) for place in range(sops))
        conditions.append(table.c.sop.in_(tuple(names)))
    if pairs:
        both = (bindparam(f"within_pair_{place}", type_=Text) for place in range(pairs))
        pair = table.c.unit.concat(_BETWEEN).concat(table.c.sop)
        conditions.append(pair.in_(tuple(both)))
    return or_(false(), *conditions)
