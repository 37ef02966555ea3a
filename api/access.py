"""Who may use a route: declared on every one, so that none is open by being forgotten.

`dependencies=[allow(Access.READS)]` stands on the route; a test walks all of them. The rule is
judged before anything is looked up. What a person may see of cases is a question of reach
(`api.reach`), what they may do to one the engine decides.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from fastapi import Request, params

from api.identity import SAFE, Arrived, CsrfGiven, Identity, recognised
from api.installed import Db, Now
from api.refusals import NotForYou, NotSignedIn, ScopeMissing
from api.tracked import Followed
from engine.core.directory import Directory, Duty
from engine.core.directory_spans import works_here
from engine.core.errors import NotLetIn
from engine.core.ids import PersonId
from engine.core.standing import has_duty
from engine.service.directory import current
from engine.service.tokens import Scope


class Access(StrEnum):
    """What a route is for."""

    PUBLIC = "public"
    """Open to everybody, signed in or not."""
    TRACKS = "tracks"
    """The one case whose code and PIN were shown; nobody who works here gets in by their work."""
    ARRIVING = "arriving"
    """One's own sign-in, not complete yet: the second factor, the forced change of password."""
    SIGNED_IN = "signed_in"
    """One's own account, nothing else."""
    SECURES = "secures"
    """One's own second factor, also where one must be set up before anything else."""
    READS = "reads"
    """Cases and what hangs on them, as far as the person's reach goes."""
    ACTS = "acts"
    """Commands on cases: the engine decides by roles. Auditors are refused."""
    OVERSEES = "oversees"
    """Managers and supervisors."""
    AUDITS = "audits"
    ADMINISTERS = "administers"
    AUTHORS = "authors"
    APPROVES = "approves"
    REVIEWS = "reviews"
    """SOP versions that wait for approval: authors and approvers."""
    PRIVACY = "privacy"
    OPERATES = "operates"
    ARCHIVES = "archives"
    """Records of closed cases: who keeps them, and who answers for the service."""


DUTIES: Mapping[Access, frozenset[Duty]] = {
    Access.OVERSEES: frozenset({Duty.MANAGER, Duty.SUPERVISOR}),
    Access.AUDITS: frozenset({Duty.AUDITOR}),
    Access.ADMINISTERS: frozenset({Duty.ADMINISTRATOR}),
    Access.AUTHORS: frozenset({Duty.AUTHOR}),
    Access.APPROVES: frozenset({Duty.APPROVER}),
    Access.REVIEWS: frozenset({Duty.AUTHOR, Duty.APPROVER}),
    Access.PRIVACY: frozenset({Duty.PRIVACY}),
    Access.OPERATES: frozenset({Duty.OPERATOR}),
    Access.ARCHIVES: frozenset({Duty.ARCHIVIST, Duty.MANAGER}),
}
"""Any one of these duties opens the route. Auditors besides read whatever there is to read."""

OWN = frozenset({Access.ARRIVING, Access.SIGNED_IN, Access.SECURES})
"""What concerns nobody but oneself; there an auditor may change things like everybody."""

_AUDITORS = "An auditor reads everything and changes nothing."
_PROGRAMS = "Pages are for people who sign in; programs use the interface."
_HALFWAY = "The sign-in is not complete."
_FINISH = {
    "code": "Enter the code of the second factor.",
    "password": "Choose a password of your own first.",
    "factor": "Set up a second factor first.",
}
_GONE = "Whoever this account belongs to does not work here."
_ASK = "Ask an administrator."
_CHANGES_NOTHING = frozenset({Access.PUBLIC, Access.READS, Access.AUDITS}) | OWN


class Rule:
    """Lets in whom the access is for, and nobody else. Use `allow`."""

    def __init__(self, access: Access) -> None:
        self.access = access

    async def __call__(self, request: Request, arrived: Arrived) -> None:
        """Refuse whoever may not use the route.

        Raises:
            NotSignedIn: nobody, or only half signed in, or somebody who works here no more.
            ScopeMissing: a token that was issued for other things.
            NotForYou: a person whom the route is not for.
        """
        _judge(self.access, request, arrived.identity, arrived.directory, arrived.at)
        request.state.let_in = arrived


class _Open(Rule):
    """Lets everybody in."""

    async def __call__(self) -> None:  # type: ignore[override]
        """Refuse nobody."""


class _Follows(Rule):
    """Lets in whoever has shown the code of a case, to that one case."""

    async def __call__(self, _: Followed) -> None:  # type: ignore[override]
        """Refuse whoever has not: `api.tracked` does."""


class _Unless(Rule):
    """Lets in whom the access is for, and whoever `lets_in` says besides.

    The database is asked only about the others: that it is gone must not keep the figures from
    whoever watches for that.
    """

    def __init__(self, access: Access, lets_in: Callable[[Request], bool]) -> None:
        super().__init__(access)
        self._lets_in = lets_in

    def __call__(  # type: ignore[override]
        self, request: Request, database: Db, at: Now, csrf: CsrfGiven
    ) -> None:
        """Refuse whoever may not use the route, as `Rule` does."""
        if self._lets_in(request):
            return
        found = recognised(request, database, at, csrf)
        if isinstance(found, NotLetIn) and "authorization" not in request.headers:
            raise NotForYou(self.access)  # nobody is sent to sign in: a scraper could not
        if isinstance(found, NotLetIn):
            raise found
        _judge(self.access, request, found, current(database), at)


def _judge(
    access: Access, request: Request, identity: Identity, known: Directory, at: datetime
) -> None:
    if identity.how == "token" and access is not Access.OPERATES and is_page(request):
        raise NotForYou(access, hint=_PROGRAMS)
    judge(access, identity, known, method=request.method, at=at)


def is_page(request: Request) -> bool:
    """Whether a page is asked for, not the interface."""
    return getattr(request.app.state, "face", "api") == "web"


def allow(access: Access, *, unless: Callable[[Request], bool] | None = None) -> params.Depends:
    """The declaration for a route's `dependencies`.

    Args:
        access: what the route is for.
        unless: lets in whoever it says yes to, signed in or not (a scraper on this machine).
    """
    if access is Access.PUBLIC:
        return params.Depends(_Open(access))
    if access is Access.TRACKS:
        return params.Depends(_Follows(access))
    return params.Depends(Rule(access) if unless is None else _Unless(access, unless))


def judge(
    access: Access, identity: Identity, directory: Directory, *, method: str, at: datetime
) -> None:
    """Refuse whoever the access is not for; `at` is aware UTC.

    Raises:
        NotSignedIn: only half signed in, or somebody who works here no more.
        ScopeMissing: a token that was issued for other things.
        NotForYou: a person whom it is not for; first of all an auditor who would change something.
    """
    _expect_arrived(access, identity, directory, at)
    scope = scope_of(access, method)
    if identity.scopes is not None and scope not in identity.scopes:
        raise ScopeMissing(scope)
    changes = method not in SAFE and access not in _CHANGES_NOTHING
    if changes and has_duty(directory, identity.person, Duty.AUDITOR, at):
        raise NotForYou(access, hint=_AUDITORS)
    needed = duties_for(access, method)
    if needed and not any(has_duty(directory, identity.person, duty, at) for duty in needed):
        raise NotForYou(access)


def duties_for(access: Access, method: str) -> frozenset[Duty]:
    """The duties any one of which opens the route, in whatever unit; empty: none is needed."""
    duties = DUTIES.get(access, frozenset())
    return duties | {Duty.AUDITOR} if duties and method in SAFE else duties


def is_open_to(access: Access, directory: Directory, person: PersonId, at: datetime) -> bool:
    """Whether a page of that access may be looked at: what links to it asks first."""
    needed = duties_for(access, "GET")
    return not needed or any(has_duty(directory, person, duty, at) for duty in needed)


def _expect_arrived(access: Access, identity: Identity, directory: Directory, at: datetime) -> None:
    if access is Access.ARRIVING:
        return
    at_home = identity.stage == "factor" and access is Access.SECURES
    if identity.stage != "full" and not at_home:
        raise NotSignedIn(_HALFWAY, hint=_FINISH[identity.stage])
    person = directory.people.get(identity.person)
    if not works_here(person, at):
        raise NotSignedIn(_GONE, hint=_ASK)


def scope_of(access: Access, method: str) -> Scope:
    """What a token must have been issued for. Changing an account or rights is administering."""
    if access is Access.OPERATES and method in SAFE:
        return Scope.METRICS
    if method in SAFE or access is Access.READS:
        return Scope.READ
    return Scope.ACT if access in {Access.ACTS, Access.OVERSEES} else Scope.ADMINISTER


def access_of(dependencies: Iterable[params.Depends]) -> tuple[Access, ...]:
    """The rules that a route declares; one that declares none is a fault."""
    rules = (one.dependency for one in dependencies)
    return tuple(rule.access for rule in rules if isinstance(rule, Rule))
