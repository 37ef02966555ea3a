"""The rooms of the product, and which of them somebody may enter: the navigation of every page."""

from collections.abc import Iterable

from api.access import DUTIES, Access, duties_for
from engine.core.directory import Duty
from engine.core.permit import duty_of, is_duty
from engine.core.standing import Standing
from engine.core.text import Frozen
from engine.service.calendar_authority import CHANGE


class Place(Frozen, frozen=True, kw_only=True):
    """A room: the name of its words, its address, its icon, and for whom it is.

    `roles`: for whoever holds a role in an SOP; `duties`: for whoever holds one of these. Neither
    these nor an access: for everybody who is signed in.
    """

    name: str
    path: str
    icon: str
    access: Access | None = None
    roles: bool = False
    duties: frozenset[Duty] = frozenset()


PLACES = (
    Place(name="inbox", path="/inbox", icon="inbox", roles=True),
    Place(name="counter", path="/counter", icon="user-plus", roles=True),
    Place(name="cases", path="/", icon="folder-open"),
    Place(name="board", path="/board", icon="gauge", access=Access.OVERSEES),
    Place(name="sops", path="/sops", icon="book-open"),
    Place(name="calendars", path="/calendars", icon="calendar-days", duties=CHANGE),
    Place(name="audit", path="/audit", icon="shield-check", access=Access.AUDITS),
    Place(name="reads", path="/audit/reads", icon="eye", access=Access.PRIVACY),
    Place(name="admin", path="/admin", icon="users", access=Access.ADMINISTERS),
)


def places_for(held: Iterable[Standing]) -> tuple[Place, ...]:
    """The rooms that these standings open, in the order in which they are shown.

    Auditors find who read what within their own room.
    """
    held = tuple(held)
    duties = {duty_of(one.role) for one in held}
    has_role = any(not is_duty(one.role) for one in held)
    found = tuple(one for one in PLACES if _is_open(one, duties, has_role=has_role))
    is_auditor = any(one.name == "audit" for one in found)
    return tuple(one for one in found if one.name != "reads" or not is_auditor)


def home_of(held: Iterable[Standing]) -> str:
    """Where somebody's day begins: the tasks of those who have a role, else what they oversee.

    Whoever only writes or approves SOPs begins with what waits for approval.
    """
    held = tuple(held)
    names = {one.name: one.path for one in places_for(held)}
    order = ("inbox", "audit", "board", "reads", "admin")
    reviews = not DUTIES[Access.REVIEWS].isdisjoint(duty_of(one.role) for one in held)
    otherwise = "/sops/submissions" if reviews else "/"
    return next((names[name] for name in order if name in names), otherwise)


def _is_open(place: Place, duties: set[Duty | None], *, has_role: bool) -> bool:
    if place.access is not None:
        return not duties.isdisjoint(duties_for(place.access, "GET"))
    if place.duties:
        return not duties.isdisjoint(place.duties)
    return has_role or not place.roles
