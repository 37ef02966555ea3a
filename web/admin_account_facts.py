"""How somebody is let in: their account, where they are signed in, the tokens they issued."""

from engine.core.directory import Duty
from engine.core.errors import NotPermitted
from engine.core.ids import PersonId
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.service import accounts, second_factor, sessions, tokens
from engine.service.access_rules import expect_administrator
from engine.service.accounts import Account
from engine.service.sessions import Session
from engine.service.tokens import ApiToken
from web.admin_desk import AdminDesk
from web.devices import device


class AccountFacts(Frozen, frozen=True, kw_only=True):
    """The account, if there is one; `devices` names each session's."""

    account: Account | None
    has_factor: bool
    sessions: tuple[Session, ...]
    devices: tuple[str, ...]
    tokens: tuple[ApiToken, ...]

    @property
    def is_locked(self) -> bool:
        """Whether nobody is let in by it."""
        return self.account is not None and self.account.locked_at is not None

    @property
    def has_password(self) -> bool:
        """Whether there is a password to sign in with here."""
        return self.account is not None and self.account.has_password

    @property
    def good_tokens(self) -> int:
        """How many tokens count."""
        return len(self.tokens)


def may_see_account(desk: AdminDesk, person: PersonId) -> bool:
    """Whether they may look after that account, read how it is done (auditors), or have it."""
    at, me = desk.door.at, desk.me.person
    if me == person or has_duty(desk.directory, me, Duty.AUDITOR, at):
        return True
    is_first = accounts.account_of(desk.door.database, person) is None
    try:
        expect_administrator(desk.directory, me, person, at=at, opens_first=is_first)
    except NotPermitted:
        return False
    return True


def access_counts(desk: AdminDesk, person: PersonId) -> dict[str, str]:
    """How many sessions and tokens there are, as a line; none for who may not see the account."""
    if not may_see_account(desk, person):
        return {}
    facts = account_facts(desk, person)
    counts = {"sessions": len(facts.sessions), "tokens": facts.good_tokens}
    return {desk.t("admin_access"): desk.t("admin_access_counts", **counts)}


def account_facts(desk: AdminDesk, person: PersonId) -> AccountFacts:
    """What there is now; of the tokens those that count."""
    database, at = desk.door.database, desk.door.at
    found = sessions.list_of(database, person, at)
    good = tuple(
        one for one in tokens.list_of(database, person) if one.revoked_at is None and at < one.until
    )
    return AccountFacts(
        account=accounts.account_of(database, person),
        has_factor=second_factor.factor_of(database, person).since is not None,
        sessions=found,
        devices=tuple(device(one.agent, desk.door.t) for one in found),
        tokens=good,
    )
