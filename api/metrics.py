"""What is counted for Prometheus: by this process as it works, and of the installation when asked.

Counters and times are of this process and begin anew with it. Everything about the installation is
read from the database at each scrape, so that it is the same whichever process is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from time import perf_counter
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from engine.core.commands import AnyCommand, Complete
from engine.core.errors import CommandRefused, Conflict, StoreError, StoreUnavailable
from engine.service import checkpoint_mail, checkpoints, numbering
from engine.service.database import Database
from engine.service.figures import LATELY, Figures, read_figures, writing_load
from engine.service.ledger import LedgerDamaged
from engine.service.published import PublishedDamaged
from engine.service.verifications import last_look
from engine.service.views import Receipt
from engine.settings import Settings

REGISTRY = CollectorRegistry()
"""Of this process alone; nothing that a library counts is in it."""

STARTS_WITHIN = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
_COMMITS_WITHIN = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_LATELY = f"attempts begun within the last {int(LATELY.total_seconds() // 60)} minutes"

_completions = Counter(
    "alur_step_completions",
    "Steps that people completed through this process, by what came of it.",
    ("result",),
    registry=REGISTRY,
)
_commits = Histogram(
    "alur_commit_seconds",
    "From a command's arrival to its answer, which comes after the commit.",
    registry=REGISTRY,
    buckets=_COMMITS_WITHIN,
)
_requests = Counter(
    "alur_requests",
    "Requests that this process answered, by what it answered.",
    ("method", "status"),
    registry=REGISTRY,
)
_throttled = Counter(
    "alur_requests_throttled", "Requests refused because there were too many.", registry=REGISTRY
)
_uploads = Counter(
    "alur_uploads",
    "Documents that people brought to this process, by what came of them.",
    ("result",),
    registry=REGISTRY,
)
_verify_failures = Counter(
    "alur_verify_failures",
    "What this process read and found to be other than it was kept.",
    ("of",),
    registry=REGISTRY,
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
for _kept in ("taken", "refused", "unscanned"):
    _uploads.labels(_kept)
_verify_failures.labels("document")
for _result in ("done", "repeated", "conflict", "refused", "unavailable"):
    _completions.labels(_result)  # there from the start, so that a first one is seen as a rise

_COMPLETE = "complete"
"""The name of the route that completes a step."""


def counted(command: AnyCommand, carry_out: Callable[[], Receipt]) -> Receipt:
    """Carry out a command and count what came of it; raises what it raises."""
    result, began = "unavailable", perf_counter()
    try:
        receipt = carry_out()
        result = "repeated" if receipt.repeated else "done"
    except CommandRefused as refusal:
        result = "conflict" if isinstance(refusal, Conflict) else "refused"
        raise
    except StoreError:
        result = ""  # counted by `unkept`, wherever in the request the database failed
        raise
    finally:
        _commits.observe(perf_counter() - began)
        if isinstance(command, Complete) and result:
            _completions.labels(result).inc()
    return receipt


def unkept(route: str) -> None:
    """Count a completion that the database could not keep, or could not even look at."""
    if route == _COMPLETE:
        _completions.labels("unavailable").inc()


def answered(method: str, status: int) -> None:
    """Count an answer; `status` 0: the client left before there was one."""
    kind = f"{status // 100}xx" if status else "none"
    _requests.labels(method if method in _METHODS else "other", kind).inc()


def throttled() -> None:
    """Count a request that was refused because there were too many."""
    _throttled.inc()


def uploaded(result: Literal["taken", "refused", "unscanned"]) -> None:
    """Count a document that somebody brought."""
    _uploads.labels(result).inc()


def unverified(of: Literal["document"]) -> None:
    """Count something that is not what was kept."""
    _verify_failures.labels(of).inc()


def exposition(database: Database, settings: Settings, *, now: Callable[[], datetime]) -> bytes:
    """Everything that is counted, as Prometheus reads it."""
    asked = CollectorRegistry(auto_describe=False)
    asked.register(_Installation(tuple(_families(database, settings, now))))
    return generate_latest(REGISTRY) + generate_latest(asked)


class _Installation(Collector):
    """Families that are made already."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        return self._families


def _families(
    database: Database, settings: Settings, now: Callable[[], datetime]
) -> Iterator[Metric]:
    yield from _of_this_process(database)
    try:
        figures = read_figures(database, now=now)
        checkpoint_families = tuple(_of_checkpoints(database, settings, now))
        verification_families = tuple(_of_verification(database, now))
    except StoreUnavailable:
        yield _gauge("database_up", "Whether the database answers.", 0)
        return
    yield _gauge("database_up", "Whether the database answers.", 1)
    yield from checkpoint_families
    yield from verification_families
    yield from _of_effects(figures)
    yield from _of_the_office(figures)


def _of_checkpoints(
    database: Database, settings: Settings, now: Callable[[], datetime]
) -> Iterator[Metric]:
    last = checkpoints.latest(database)
    if last is not None:
        age = (now() - last.at).total_seconds()
        yield _gauge("checkpoint_age_seconds", "Since a checkpoint was signed.", age)
        yield _gauge("checkpoint_size", "Entries that it is over.", last.checkpoint.size)
    told = "Whether the history goes on from what was published of it: 0 means alarm."
    yield _gauge("checkpoint_agrees", told, _agrees(database, settings))
    waits = "Checkpoints that are to be mailed and are not yet."
    yield _gauge("checkpoint_mail_waiting", waits, checkpoint_mail.unsent(database).count)
    due = numbering.backlog(database, at=now())
    yield _gauge("ledger_due", "Entries of histories that wait for a number.", due.count)
    since = "For how long the oldest of them could have had one."
    yield _gauge("ledger_due_seconds", since, due.age.total_seconds())


def _agrees(database: Database, settings: Settings) -> bool:
    try:
        return checkpoints.disagreement(database, settings.reports) is None
    except (PublishedDamaged, LedgerDamaged):
        return False


def _of_verification(database: Database, now: Callable[[], datetime]) -> Iterator[Metric]:
    look = last_look(database)
    if look.last is not None:
        verdict = look.last.verdict
        age = (now() - verdict.at).total_seconds()
        yield _gauge("verification_age_seconds", "Since the last verification began.", age)
        found = "What the last verification found that does not hold together."
        yield _gauge("verification_findings", found, verdict.found)
    failed = "Verifications that found something, of those that are kept."
    yield CounterMetricFamily("alur_verifications_failed", failed, value=look.failed)


def _of_this_process(database: Database) -> Iterator[Metric]:
    load = writing_load(database)
    yield _gauge("writer_queue_depth", "Who waits to write, in this process.", load.waiting)
    if load.groups:
        yield SummaryMetricFamily(
            "alur_group_batch_size",
            "Jobs that shared one commit, in this process (SQLite).",
            count_value=load.groups,
            sum_value=load.jobs,
        )


def _of_effects(figures: Figures) -> Iterator[Metric]:
    waits = "Automated steps that could be run and that nobody has taken up."
    yield _gauge("effects_waiting", waits, figures.waiting)
    yield _gauge(
        "effects_enqueued", "Automated steps there are, also later ones.", figures.enqueued
    )
    oldest = "How long the oldest of those that wait could have been run."
    yield _gauge("outbox_oldest_seconds", oldest, figures.oldest_seconds)
    outcomes = GaugeMetricFamily("alur_effects", f"How they went: {_LATELY}.", labels=("outcome",))
    for outcome in ("running", "done", "failed", "lost", "void"):
        outcomes.add_metric((outcome,), figures.outcomes.get(outcome, 0))
    yield outcomes
    yield HistogramMetricFamily(
        "alur_effect_start_seconds",
        f"From when it could begin to when it began: {_LATELY}.",
        buckets=tuple(_buckets(figures.starts)),
        sum_value=sum(figures.starts),
    )


def _buckets(starts: Sequence[float]) -> Iterator[tuple[str, float]]:
    for bound in STARTS_WITHIN:
        yield str(bound), sum(one <= bound for one in starts)
    yield "+Inf", len(starts)


def _of_the_office(figures: Figures) -> Iterator[Metric]:
    late = "Open tasks that are past their time standard."
    yield _gauge("overdue_tasks", late, figures.overdue)
    yield _gauge("incidents_open", "Steps that the engine is stuck with.", figures.incidents)
    there = GaugeMetricFamily(
        "alur_processes",
        "Processes that are there, by how they get on with Prefect.",
        labels=("kind", "prefect"),
    )
    for (kind, prefect), count in figures.processes.items():
        there.add_metric((kind, prefect), count)
    yield there
    skew = GaugeMetricFamily(
        "alur_clock_skew_seconds",
        "How far this clock is ahead of the database's, and the latest record ahead of this clock.",
        labels=("of",),
    )
    skew.add_metric(("database",), figures.skew_seconds)
    skew.add_metric(("history",), figures.history_ahead_seconds)
    yield skew


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"alur_{name}", told, value=value)
