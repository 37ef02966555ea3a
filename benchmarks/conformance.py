"""Events per second of the rules for logs, with and without those of time, on a log made up here.

The log is of the eight-step permit: every fifth case sent back once, the cases interleaved, its two
parallel rows in either order, and some noise (rows missing, swapped, done twice, in a wrong role).
One figure is with courses of cases remembered, as the checker does it; one with none remembered, as
if no case were like another: every case is then judged afresh, those with departures repaired. With
a calendar, cases also have a time of their own: by day and night, a good part of them late.
"""

import gc
import random
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from benchmarks.permit8 import PATH, REGISTERS, START
from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import observing
from engine.core.conformance import CaseVerdict, LogChecker, LogColumns, LogRow, columns_from_rows
from engine.core.courses import MAX_COURSES
from engine.core.ids import CaseId, NodeId, PersonId, RoleId, StepId
from engine.core.workflow import HumanStep, Workflow
from engine.service.holiday_seed import indonesian_holidays
from engine.sop.calendar_file import calendars_from_text
from engine.sop.compile import compile_text

CALENDARS = Path(__file__).parents[1] / "sop_definitions" / "calendars.yaml"
BETWEEN_CASES = timedelta(seconds=60)
"""A case takes some nine hours, so about five hundred are under way at any time."""
NOISE = {"missing": 0.02, "swapped": 0.02, "twice": 0.01, "wrong role": 0.01}
Act = tuple[str, str]


def measure(*, events: int = 1_000_000, rounds: int = 5) -> dict[str, dict[str, float]]:
    """Events per second of CPU time (median of rounds), and what was found, by the setting."""
    flow, log = permit(), made_up_log(events, seed=8)
    office = calendar(log)
    settings = {
        "courses remembered": (MAX_COURSES, None),
        "courses remembered, calendar": (MAX_COURSES, office),
        "none remembered": (0, None),
        "none remembered, calendar": (0, office),
    }
    figures = {}
    for name, (remembered, hours) in settings.items():
        times: list[float] = []
        verdicts: tuple[CaseVerdict, ...] = ()
        for _ in range(rounds):
            checker = LogChecker(flow, remembered=remembered)
            gc.collect()
            begun = time.process_time()
            verdicts = checker.check(log, calendar=hours)
            times.append(time.process_time() - begun)
        figures[name] = _figures(log, verdicts, statistics.median(times))
    return figures


def _figures(
    log: LogColumns, verdicts: tuple[CaseVerdict, ...], seconds: float
) -> dict[str, float]:
    kinds = Counter(one.kind.value for verdict in verdicts for one in verdict.deviations)
    return {
        "events/s": len(log.cases) / seconds,
        "deviations/s": kinds.total() / seconds,
        "events": len(log.cases),
        "cases": len(verdicts),
        "unfit": sum(not verdict.fits for verdict in verdicts),
        **dict(sorted(kinds.items())),
    }


def permit() -> Workflow:
    """The permit, with four eyes on the one row where the published text has none."""
    file = Path(__file__).parent / "permit8.yaml"
    flow = compile_text(file.read_bytes(), REGISTERS, file=file.name).workflow
    verify = flow.known_step(StepId("verifikasi"))
    assert isinstance(verify, HumanStep)
    watched = replace(verify, not_same_person_as=(StepId("telaah_hukum"), StepId("periksa")))
    return replace(flow, nodes={**flow.nodes, NodeId(verify.id): watched})


def calendar(log: LogColumns) -> Calendar:
    """The office hours of the library, for the days of the log and what is due after it."""
    version = calendars_from_text(CALENDARS.read_bytes(), file="")["kantor-wib"]
    first, last = log.instants[0].year, log.instants[-1].year + 1
    return compile_calendar(
        observing(version, indonesian_holidays(first, last)),
        zone=ZoneInfo(version.zone),
        first=date(first, 1, 1),
        last=date(last, 12, 31),
    )


def made_up_log(events: int, *, seed: int) -> LogColumns:
    """That many rows in the order of time; the last cases are unfinished."""
    chance = random.Random(seed)
    rows: list[LogRow] = []
    for number in count():
        if len(rows) >= events:
            break
        rows += _case(number, chance)
    rows.sort(key=lambda row: row.at)
    return columns_from_rows(rows[:events])


def _case(number: int, chance: random.Random) -> list[LogRow]:
    case = CaseId(f"log{number:013}")
    begun = START + number * BETWEEN_CASES
    return [
        LogRow(
            case,
            StepId(step),
            begun + timedelta(minutes=60 * place + chance.randrange(50)),
            RoleId(role),
            PersonId(f"{role}.{chance.randrange(6)}"),
        )
        for place, (step, role) in enumerate(_acts(chance))
    ]


def _acts(chance: random.Random) -> list[Act]:
    acts: list[Act] = [*PATH[:2], *PATH] if chance.random() < 0.2 else [*PATH]
    if chance.random() < 0.5:
        acts[-5], acts[-4] = acts[-4], acts[-5]
    place = chance.randrange(len(acts) - 1)
    draw = chance.random()
    for name, share in NOISE.items():
        draw -= share
        if draw < 0:
            return _spoilt(acts, name, place)
    return acts


def _spoilt(acts: list[Act], how: str, place: int) -> list[Act]:
    step, role = acts[place]
    match how:
        case "missing":
            return [*acts[:place], *acts[place + 1 :]]
        case "swapped":
            return [*acts[:place], acts[place + 1], acts[place], *acts[place + 2 :]]
        case "twice":
            return [*acts[: place + 1], *acts[place:]]
        case _:
            return [
                *acts[:place],
                (step, "kadis" if role != "kadis" else "loket"),
                *acts[place + 1 :],
            ]


if __name__ == "__main__":
    for title, row in measure().items():
        print(title)
        for name, value in row.items():
            print(f"  {name:20} {value:12,.0f}")
