"""Cases on a calendar: a desk that acts at told times, and histories of any kind."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from answers import a_result, completions
from builders import CASE, Desk, action, answer, call, human, person, workflow
from builders_calendar import at, clock, compiled
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.clocks import CaseClocks, Clock, clocks
from engine.core.commands import (
    SYSTEM,
    AcceptFile,
    Actor,
    AnyCommand,
    FailAction,
    Pause,
    Reopen,
    Resume,
    RetryAction,
    Withdraw,
)
from engine.core.durations import Duration, duration_from_text
from engine.core.errors import CommandRefused
from engine.core.forecast import Forecast, forecast
from engine.core.ids import PersonId, RoleId
from engine.core.state import Activation
from engine.core.workflow import HumanStep, PauseReason, Service, Workflow

KANTOR = compiled("kantor-wib")
RINI, HESTI, TINI = person("rini"), person("hesti", "kasi"), person("tini", "pemohon")


def lasting(text: str) -> Duration:
    return duration_from_text(text)


def service(promise: str | None = None, limit: str | None = None, **more: object) -> Service:
    settings: dict[str, object] = {
        "promise": promise and lasting(promise),
        "legal_limit": limit and lasting(limit),
        "clock_starts": "registered",
    }
    return Service(**(settings | more))  # type: ignore[arg-type]


def one_step(time: str, **more: object) -> Workflow:
    return workflow(human("telaah", time=lasting(time)), service=service(**more))  # type: ignore[arg-type]


def timed(step: str, time: str, role: str = "loket", **more: object) -> HumanStep:
    return human(step, role, time=lasting(time), **more)


def returning(promise: str = "3 hari kerja", **more: object) -> Workflow:
    """The applicant files, the counter looks, the office decides."""
    back = answer("kurang", "return", "ajukan", pause=PauseReason.APPLICANT)
    accepts = answer("ya", accepts_file=True)
    return workflow(
        human("ajukan", "pemohon", submission=True),
        human("periksa", outcomes=(accepts, back), time=lasting("30 menit")),
        human("sah", "kasi", time=lasting("2 jam")),
        service=service(promise, **more),  # type: ignore[arg-type]
    )


class TimedDesk(Desk):
    """Acts when it is told to, by the office's clock."""

    def __init__(self, flow: Workflow, calendar: Calendar = KANTOR) -> None:
        super().__init__(flow)
        self.calendar = calendar

    def on(self, told: str) -> "TimedDesk":
        """From now on it is this time: `2026-11-23 08:00`."""
        self.now = at(self.calendar, told)
        return self

    def pause(self, reason: PauseReason = PauseReason.APPLICANT) -> None:
        self.do(Pause(case=CASE, by=RINI, reason=reason))

    def resume(self) -> None:
        self.do(Resume(case=CASE, by=RINI))

    def accept(self, **more: object) -> None:
        self.do(AcceptFile(case=CASE, by=RINI, **more))  # type: ignore[arg-type]

    def clocks(self, told: str) -> CaseClocks:
        return clocks(self.flow, self.calendar, self.events, at=at(self.calendar, told))

    def promise(self, told: str) -> Clock:
        promise = self.clocks(told).promise
        assert promise is not None
        return promise

    def step(self, step: str, told: str) -> Clock:
        """The clock of the step's latest activation."""
        return self.clocks(told).steps[self.task(step)]

    def forecast(self, told: str) -> Forecast:
        assert self.state is not None
        now = at(self.calendar, told)
        return forecast(self.flow, self.calendar, self.state, self.events, at=now)


def opened(flow: Workflow, told: str, calendar: Calendar = KANTOR) -> TimedDesk:
    desk = TimedDesk(flow, calendar).on(told)
    desk.open()
    return desk


def told(calendar: Calendar, instant: datetime | None) -> str | None:
    """An instant as the office's clock shows it."""
    return None if instant is None else clock(calendar, instant)


# --- any history

LENGTHS = st.sampled_from(
    ["5 menit", "90 menit", "3 jam", "5 jam kalender", "1 hari kerja", "3 hari kerja", "2 hari"]
)
BUDGETS = st.sampled_from(
    ["2 jam", "30 jam kalender", "1 hari kerja", "4 hari kerja", "6 hari", "1 bulan"]
)
SERVICES = st.builds(
    Service,
    promise=BUDGETS.map(lasting),
    legal_limit=st.none() | BUDGETS.map(lasting),
    clock_starts=st.sampled_from(["complete", "registered"]),
    day_one=st.sampled_from(["next_working_day", "same_day"]),
    cut_off=st.sampled_from([None, "10:00", "14:30"]),
)
PAUSES = st.sampled_from(list(PauseReason))
STARTS = st.integers(0, 86_400 * 20).map(
    lambda seconds: at(KANTOR, "2026-03-10 00:00") + timedelta(seconds=seconds)
)
"""Before, in and after the days off of Idulfitri."""
LAPSES = st.integers(0, 7200) | st.integers(0, 86_400 * 3) | st.just(0)
ANYBODY = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")


BACK = answer("kurang", "return", "ajukan", pause=PauseReason.APPLICANT)
SHAPES = (
    workflow(
        human("ajukan", "pemohon"),
        human("periksa", outcomes=(answer("ya", accepts_file=True), BACK)),
        action("nomor"),
        human("serah"),
    ),
    workflow(
        human("terima"),
        [
            [human("teknis"), human("ukur")],
            [human("bayar", "pemohon", pause=PauseReason.PAYMENT)],
            [call("rekomendasi", "dinas", pause=PauseReason.EXTERNAL_BODY)],
        ],
        human("sah", "camat", outcomes=(answer("ya"), answer("ulang", "return", "terima"))),
    ),
    workflow(
        human("ajukan", "pemohon"),
        [
            [human("telaah", outcomes=(answer("ya"), answer("tolak", "end"), BACK))],
            [human("lengkapi", "pemohon")],
        ],
    ),
)
"""Small ones that have everything a clock stands still for."""
SHAPED = st.sampled_from(SHAPES)


@st.composite
def timed_workflows(draw: st.DrawFn, flows: st.SearchStrategy[Workflow]) -> Workflow:
    flow = draw(flows)
    nodes = {
        name: replace(node, time=lasting(draw(LENGTHS))) if isinstance(node, HumanStep) else node
        for name, node in flow.nodes.items()
    }
    return replace(flow, nodes=nodes, service=draw(SERVICES))


@st.composite
def any_history(
    draw: st.DrawFn, flows: st.SearchStrategy[Workflow] = SHAPED, *, longest: int = 14
) -> TimedDesk:
    """A case that went some way, with times of any length between its events."""
    desk = TimedDesk(draw(timed_workflows(flows)))
    desk.now = draw(STARTS)
    form = {"nama": "Warung", "tanggal": "2026-03-31", "perorangan": "ya"}
    desk.open(form={str(one.id): form[one.id] for one in desk.flow.form if one.required})
    for _ in range(draw(st.integers(0, longest))):
        desk.now += timedelta(seconds=draw(LAPSES))
        try:
            desk.do(draw(st.sampled_from(list(_asked(desk))))(draw))
        except CommandRefused:
            continue
    desk.now += timedelta(seconds=draw(LAPSES))
    return desk


Ask = Callable[[st.DrawFn], AnyCommand]


def _asked(desk: TimedDesk) -> Iterator[Ask]:
    assert desk.state is not None
    for active in desk.state.active:
        yield from [_done(desk, active)] * 3
        if active.automated:
            yield from (_failed(active), _tried_again(active))
    yield lambda draw: Pause(case=CASE, by=ANYBODY, reason=draw(PAUSES))
    yield lambda _: Resume(case=CASE, by=ANYBODY)
    yield lambda _: AcceptFile(case=CASE, by=ANYBODY)
    yield lambda _: Withdraw(case=CASE, by=ANYBODY, reason="Batal")
    first = desk.flow.steps()[0].id
    yield lambda _: Reopen(case=CASE, by=ANYBODY, step=first, reason="Ternyata benar")


def _failed(active: Activation) -> Ask:
    attempt = active.attempts + 1
    return lambda draw: FailAction(
        case=CASE,
        by=SYSTEM,
        activation=active.id,
        attempt=attempt,
        error="Mati",
        final=draw(st.booleans()),
    )


def _tried_again(active: Activation) -> Ask:
    return lambda _: RetryAction(case=CASE, by=ANYBODY, activation=active.id)


def _done(desk: TimedDesk, active: Activation) -> Ask:
    step = desk.flow.known_step(active.step)
    if not isinstance(step, HumanStep):
        return lambda _: a_result(step, active)
    by = Actor(person=PersonId(f"p{active.id}"), role=step.role, via="test")
    return lambda draw: draw(completions(desk.flow, active, by, step.outcomes))
