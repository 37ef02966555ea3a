"""What Prefect did not see is told to it afterwards, whatever it has forgotten."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import (
    Deeds,
    at_work,
    attempts,
    crew_for,
    failing,
    is_near,
    is_told,
    let_time_pass,
    outcomes,
    taken,
    until,
)
from offices import Office
from prefect_server import PrefectServer, end_its_threads, shown

from engine.actions.action import ActionFailure
from engine.runtime.crew import Crew
from engine.runtime.worker import Worker
from engine.service import runs

pytestmark = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.usefixtures("no_rounds"),
]

LONG = 120.0

NIK = "3578014107850003"

NAME = "Tini Suhartini"


@pytest.fixture(scope="module", autouse=True)
def quiet_afterwards(prefect_server: PrefectServer) -> Iterator[None]:
    yield
    end_its_threads()


@pytest.mark.usefixtures("patient")
def test_what_was_done_before_prefect_was_there_is_told_afterwards(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    up: list[int] = []
    crew = crew_for(
        office,
        Deeds({"satu": failing(ActionFailure("x"))}),
        prefect=prefect_server.api_url,
        reports=tmp_path,
    )
    at = Worker(crew, is_up=lambda: bool(up))
    at.start()
    try:
        case = office.open("coba")
        assert until(lambda: outcomes(office, case) == ["failed"])
        assert at.prefect == "starting"
        up.append(1)
        office.now += timedelta(minutes=5)
        (run,) = shown(prefect_server, case, "FAILED")
    finally:
        at.stop()

    assert set(run["tags"]) == {
        "alur",
        f"case:{case}",
        "sop:coba",
        "activation:1",
        "told-afterwards",
    }
    assert "by a" in run["state"]["message"]
    assert run["name"] == f"{case}/satu#1"


@pytest.mark.usefixtures("patient")
def test_a_prefect_that_has_forgotten_everything_is_told_anew(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    from engine.runtime.tracker import Tracker  # noqa: PLC0415  # Prefect is told first

    crew = crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)
    with at_work(crew) as at:
        assert is_near(at)
        case = office.open("coba")
        shown(prefect_server, case, "COMPLETED")
        assert until(lambda: is_told(office, case), seconds=LONG)
        (attempt,) = attempts(office, case)
        asyncio.run(_delete(attempt.run or "", "coba"))

        later = office.open("coba")  # goes on by itself, and then Prefect knows the SOP again
        assert until(lambda: office.at(later) == {"serah"}, seconds=LONG)

        def all_told() -> bool:
            let_time_pass(office)
            return is_told(office, later)

        assert until(all_told, seconds=LONG)
        shown(prefect_server, later, "COMPLETED")

    async def tell_again() -> None:
        tracker = Tracker(crew, at_once=1)
        await tracker.open()
        await tracker.tell(attempt)
        await tracker.close()

    asyncio.run(tell_again())
    (again,) = shown(prefect_server, case, "COMPLETED")
    assert again["id"] != attempt.run
    assert attempts(office, case)[0].run == again["id"]


async def _delete(run: str, sop: str) -> None:
    from uuid import UUID  # noqa: PLC0415  # one use

    from prefect.client.orchestration import get_client  # noqa: PLC0415  # told first

    async with get_client() as client:
        await client.delete_flow_run(UUID(run))
        deployment = await client.read_deployment_by_name(f"sop:{sop}/v1")
        await client.delete_deployment(deployment.id)


def test_what_prefect_refuses_to_hear_is_not_told_for_ever(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    case = office.open("coba")
    taken(office, "gone", shown=True)
    office.now += timedelta(hours=3)
    taken(office, "b")
    office.now += timedelta(seconds=25)  # b has it still: nothing waits that would come first
    crew = crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)

    asyncio.run(_tell_one_who_does_not_listen(crew))

    assert attempts(office, case)[0].told_at == office.now


async def _tell_one_who_does_not_listen(crew: Crew) -> None:
    from httpx import Request, Response  # noqa: PLC0415  # Prefect's own
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415  # told first

    from engine.runtime.liaison import Liaison  # noqa: PLC0415  # told first
    from engine.runtime.tracker import Tracker  # noqa: PLC0415  # told first

    class Choosy(Tracker):
        status = 503

        async def tell(self, _: runs.AttemptView) -> None:
            answer = Response(self.status, request=Request("POST", "http://prefect.test"))
            raise PrefectHTTPStatusError("no", request=answer.request, response=answer)

    tracker = Choosy(crew, at_once=1)
    await tracker.open()
    liaison = Liaison(crew, tracker)
    await liaison.round()
    assert not tracker.is_near  # it may be well again later
    tracker._away_until = 0.0
    tracker.status = 422
    await liaison.round()
    assert tracker.is_near
    await tracker.close()
