"""Who is not let in, and who may not; part of the tree of `engine.core.errors`.

Import them from there: that module holds the tree whole.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.core.errors_base import CommandRefused, InputRefused, NotFound, NotPermitted
from engine.core.ids import PersonId, RoleId, SopId, StepId, UnitId


class RoleNotInSop(NotPermitted):
    """Whoever acts must act in a role of the SOP."""

    def __init__(self, sop: SopId, given: RoleId | None, known: tuple[RoleId, ...]) -> None:
        self.sop, self.given, self.known = sop, given, known
        self.hint = f"Act in one of: {', '.join(known)}."
        wrong = f"{given} is not a role of {sop}" if given else f"No role of {sop} is named"
        super().__init__(f"{wrong}.")


class WrongRole(NotPermitted):
    """The step belongs to another role."""

    def __init__(self, step: StepId, needed: RoleId, given: RoleId | None) -> None:
        self.step, self.needed, self.given = step, needed, given
        self.hint = "Act in that role, or let a role with the power to override do it."
        super().__init__(f"{step} belongs to the role {needed}, not to {given or 'no role'}.")


class FourEyes(NotPermitted):
    """One person may not do both steps of a four-eyes pair.

    `was_lent`: they did not finish the other one, but had it lent to work on.
    """

    def __init__(
        self,
        step: StepId,
        person: PersonId,
        other: StepId,
        *,
        acting_for: PersonId | None = None,
        was_lent: bool = False,
    ) -> None:
        self.step, self.person, self.other, self.acting_for = step, person, other, acting_for
        self.was_lent = was_lent
        self.hint = "Another person of the role must do it."
        if acting_for is not None:
            self.hint = (
                f"Standing in for {acting_for} does not change who acts: another substitute, or "
                f"{acting_for}, must do it."
            )
        did = f"had {other} lent to work on" if was_lent else f"did {other}"
        super().__init__(f"{person} {did} and so may not do {step} (four eyes).")


class PowerMissing(NotPermitted):
    """The role lacks the power the command needs."""

    def __init__(self, role: RoleId | None, power: str) -> None:
        self.role, self.power = role, power
        self.hint = f"The SOP gives this power by `may: [{power}]` under a role."
        super().__init__(f"The role {role or '(none)'} may not {power}.")


class NoStanding(NotPermitted):
    """The person does not hold the role they act in. `held` says what they do hold now.

    `ended` is when the role that was asked for ended, where it was held before; aware UTC.
    """

    def __init__(  # noqa: PLR0913  # who, in which role, where and for whom belong together
        self,
        person: PersonId,
        role: RoleId,
        unit: UnitId,
        *,
        acting_for: PersonId | None = None,
        held: tuple[str, ...] = (),
        ended: datetime | None = None,
    ) -> None:
        self.person, self.role, self.unit, self.acting_for = person, role, unit, acting_for
        self.held, self.ended = held, ended
        over = f"It ended at {ended.isoformat(timespec='seconds')}. " if ended else ""
        holds = "; ".join(held) or "nothing"
        self.hint = f"{over}{person} holds {holds} now. An administrator of the unit gives roles."
        whose = f"stand in for {acting_for} as" if acting_for else "hold the role"
        super().__init__(f"{person} does not {whose} {role} in {unit}.")


class DutyMissing(NotPermitted):
    """It takes a duty that the person does not hold there."""

    def __init__(self, person: PersonId, duty: str, unit: UnitId | None = None) -> None:
        self.person, self.duty, self.unit = person, duty, unit
        self.hint = (
            "An administrator of the unit, or of one above, gives it: `alur assignment add`."
        )
        where = f" for {unit}" if unit else ""
        super().__init__(f"{person} does not hold the duty {duty}{where}.")


class DataElsewhere(NotPermitted):
    """A person's data also stands where whoever asks does not answer for it; not said where."""

    hint = "Whoever answers for personal data in all of those units can erase it."

    def __init__(self) -> None:
        super().__init__("The data of this person also stands in cases of other units.")


class PasswordRefused(InputRefused):
    """The password cannot be taken; `problem` says why."""

    SAID: Mapping[str, str] = {
        "short": "has fewer than 8 characters",
        "long": "has more than 128 characters",
        "unreadable": "holds something that is no character",
        "common": "is one that many people use, which is tried first",
        "personal": "is little more than a name that others know",
        "same": "is the one that was to be replaced",
    }

    def __init__(self, problem: str) -> None:
        self.problem = problem
        self.hint = "Take a longer one, such as four words that nobody would put together."
        super().__init__({"password": self.SAID[problem]})


class NotLetIn(CommandRefused):
    """Who asks is not known to be who they say."""


class WrongCredentials(NotLetIn):
    """Name and password do not belong together, or may not be used; which it is, is not said."""

    hint = "A one-time password counts for 7 days; an administrator gives a new one."

    def __init__(self) -> None:
        super().__init__("The name or the password is wrong.")


class CodeRefused(NotLetIn):
    """The code of the second factor is wrong, too old, or was used before."""

    hint = "Each code counts once: wait for the next, or put the telephone's clock right."

    def __init__(self) -> None:
        super().__init__("The code is wrong, or was used before.")


class SessionEnded(NotLetIn):
    """The session is over; `why`: idle, age, revoked, unknown or left."""

    hint = "Sign in again."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The session is over ({why}).")


class TokenRefused(NotLetIn):
    """The API token does not count; `why`: unknown, expired, revoked, locked or left."""

    hint = "`alur token list` shows which there are; `alur token issue` makes one."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The token does not count ({why}).")


class TrackingRefused(NotFound):
    """Code and PIN, or the link, stand for no case; which of them is wrong, is not said."""

    hint = "Both stand on the receipt. The counter that took the request gives new ones."

    def __init__(self) -> None:
        self.kind, self.name = "tracking code", ""
        CommandRefused.__init__(self, "Nothing is to be found by that.")


class TooManyTries(CommandRefused):
    """Too often in too short a time; nothing is looked at before `until`."""

    def __init__(self, until: datetime, *, seconds: int) -> None:
        self.until, self.seconds = until, seconds
        self.hint = f"Wait for {seconds} seconds."
        super().__init__("There were too many tries.")
