"""A demonstration told again from its histories: nothing that it recorded is out of place."""

from playing import Stage

from engine.core.time_events import DeviationRecorded, DeviationWithdrawn
from engine.service.replaying import rederive_case


def test_every_deviation_that_was_recorded_follows_and_none_is_missing(stage: Stage) -> None:
    recorded = [
        one for one in stage.events if isinstance(one.event, DeviationRecorded | DeviationWithdrawn)
    ]

    differing = {
        case: found.findings
        for case in stage.histories
        if (found := rederive_case(stage.database, case)).findings
    }

    assert len(recorded) > 50
    assert differing == {}
