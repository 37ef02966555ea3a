"""One attempt at one effect, from its beginning to its end on record."""

import logging
import traceback
from datetime import timedelta
from typing import assert_never

from engine.actions.action import ActionFailure, Outcome
from engine.core.commands import Filed
from engine.core.effects import RunAction, StartCase, TellParent, WakeAt
from engine.core.errors import AlurError, NotFound, StoreUnavailable
from engine.core.text import Frozen
from engine.runtime.border import checked
from engine.runtime.crew import Crew
from engine.service import files, outcomes
from engine.service.effects import Begun
from engine.service.log_lines import note, traced
from engine.service.mint import trace_id
from engine.service.outcomes import RunOutcome

_log = logging.getLogger(__name__)
_UNFORESEEN = "the action broke off; whoever runs Alur finds out why in the log of the attempt"
_ENDLESS = "the action had not ended after {minutes:.0f} minutes"


class Ended(Frozen, frozen=True, kw_only=True):
    """How an attempt ended; `words` say why where it failed."""

    outcome: RunOutcome
    words: str = ""


def perform(crew: Crew, begun: Begun) -> Ended:
    """Do what the effect asks for and put on record what came of it.

    A failure is put on record as one and raises nothing: whoever runs effects goes on.

    Raises:
        StoreUnavailable: the database is away; the effect is had again when its lease ends.
    """
    with traced(trace_id()):
        note(case=begun.claimed.case)
        return _tried(crew, begun)


def _tried(crew: Crew, begun: Begun) -> Ended:
    try:
        if begun.problem:
            raise ActionFailure(begun.problem, for_good=True)  # noqa: TRY301  # as any other
        return Ended(outcome=_perform(crew, begun))
    except StoreUnavailable:
        raise
    except ActionFailure as failure:
        return _failed(crew, begun, str(failure), for_good=failure.for_good)
    except AlurError as error:
        return _failed(crew, begun, str(error))
    except KeyboardInterrupt:
        raise  # somebody's who runs effects in the foreground
    except BaseException as error:  # noqa: BLE001  # an action may be anybody's: not even its exit ends us
        # Its kind only: what it says may be personal, and stays with the attempt.
        kind = type(error).__name__
        _log.error("step %s of case %s broke off: %s", begun.run.step, begun.claimed.case, kind)
        return _failed(crew, begun, _UNFORESEEN, log=traceback.format_exc())


def give_up(crew: Crew, begun: Begun, *, after: timedelta) -> Ended:
    """Nobody waits any longer for the attempt; a result that comes after all counts still.

    Raises:
        StoreUnavailable: as `perform`.
    """
    return _failed(crew, begun, _ENDLESS.format(minutes=after / timedelta(minutes=1)))


def _failed(
    crew: Crew, begun: Begun, words: str, *, for_good: bool = False, log: str = ""
) -> Ended:
    outcome = outcomes.fail(crew.database, begun, words, at=crew.now(), for_good=for_good, log=log)
    # Not the words: they may be personal, and stay with the case.
    _log.warning("step %s of case %s: %s", begun.run.step, begun.claimed.case, outcome)
    return Ended(outcome=outcome, words=words)


def _perform(crew: Crew, begun: Begun) -> RunOutcome:
    effect = begun.claimed.effect
    match effect:
        case RunAction():
            return _run_action(crew, begun, effect)
        case StartCase():
            return outcomes.open_linked(crew.database, begun, effect, at=crew.now())
        case TellParent():
            return outcomes.tell_parent(crew.database, begun, effect, at=crew.now())
        case WakeAt():
            return outcomes.let_pass(crew.database, begun, at=crew.now())
        case None:
            raise ActionFailure("the effect cannot be read", for_good=True)
        case _:
            assert_never(effect)


def _run_action(crew: Crew, begun: Begun, effect: RunAction) -> RunOutcome:
    action, run = crew.actions.get(effect.action), begun.action
    if action is None or run is None:
        raise NotFound(
            "action", effect.action, hint="Is the package that brings it installed here?"
        )
    try:
        played = crew.only_simulates and action.spec.outward
        given = (action.simulate if played else action.run)(run, crew.outside)
        outcome = checked(given, begun.workflow)
        filed = _file(crew, outcome)
    except StoreUnavailable as error:  # the disk of the files, not the database
        raise ActionFailure(str(error)) from error
    return outcomes.succeed(crew.database, begun, outcome, at=crew.now(), filed=filed)


def _file(crew: Crew, outcome: Outcome) -> tuple[Filed, ...]:
    """Put the documents on disk: before the transaction that names them, never within it."""
    return tuple(
        Filed(
            name=one.name,
            media_type=one.media_type,
            size=len(one.content),
            sha256=files.keep(crew.settings.files, one.content),
        )
        for one in outcome.documents
    )
