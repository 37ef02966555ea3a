"""Rules about people over time: who may hold what beside what, and who stands in for whom."""

from collections.abc import Iterator

from engine.core.directory import Directory, Duty, Substitution
from engine.core.directory_errors import AuditorAlone, SubstituteAway, SubstitutionCycle
from engine.core.directory_spans import Span, held_by, overlap
from engine.core.ids import PersonId, RoleId
from engine.core.permit import duty_of


def require_alone(directory: Directory, person: PersonId, role: RoleId, span: Span) -> None:
    """Refuse the auditor's duty beside anything else, and anything else beside it.

    Raises:
        AuditorAlone: both would be held at the same time.
    """
    for held in held_by(directory, person):
        if _audits(held.role) != _audits(role) and overlap(held, span):
            raise AuditorAlone(person, role, held.role)


def _audits(role: RoleId) -> bool:
    return duty_of(role) is Duty.AUDITOR


def require_present(directory: Directory, substitute: PersonId, span: Span) -> None:
    """Refuse a substitute who is away at some time of the span.

    Raises:
        SubstituteAway: says from when to when.
    """
    for away in directory.absences.get(substitute, ()):
        if overlap(away, span):
            raise SubstituteAway(substitute, since=away.since, until=away.until)


def require_no_circle(directory: Directory, named: Substitution) -> None:
    """Refuse that people stand in for one another in a circle over the same time.

    Raises:
        SubstitutionCycle: names them.
    """
    way = _way(directory, named, named.instead_of, (named.substitute, named.instead_of))
    if way is not None:
        raise SubstitutionCycle(way)


def _way(
    directory: Directory, named: Substitution, person: PersonId, so_far: tuple[PersonId, ...]
) -> tuple[PersonId, ...] | None:
    """The way from `person` back to the substitute, each standing in for the next."""
    for other in _stood_in_for_by(directory, person, named):
        if other == named.substitute:
            return (*so_far, other)
        if other not in so_far:
            way = _way(directory, named, other, (*so_far, other))
            if way is not None:
                return way
    return None


def _stood_in_for_by(directory: Directory, person: PersonId, span: Span) -> Iterator[PersonId]:
    """Whom somebody stands in for at some time of the span."""
    for one in directory.substitutions.get(person, ()):
        if overlap(one, span):
            yield one.instead_of
    for absences in directory.absences.values():
        for away in absences:
            if away.substitute == person and overlap(away, span):
                yield away.person


def same_substitution(directory: Directory, named: Substitution) -> Substitution | None:
    """One by which the same person stands in for the same holder of the same role then."""
    what = (named.instead_of, named.role, named.unit)
    for one in directory.substitutions.get(named.substitute, ()):
        if (one.instead_of, one.role, one.unit) == what and overlap(one, named):
            return one
    return None
