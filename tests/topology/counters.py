"""A counter that works over HTTP and does what a good client does: ask again with the same key."""

import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

_ANSWERS_WITHIN_SECONDS = 60.0
"""Bounds only what a broken installation can cost."""


class Refused(Exception):
    """The request was answered, and not with a success."""


class Counter:
    """One officer's machine, with an API token. Not for several threads."""

    def __init__(self, url: str, name: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=f"{url}/api/v1",
            timeout=20,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"},
        )
        self._name = name
        self._numbers = itertools.count(1)
        self.asked_again = 0
        self.acknowledged: dict[str, str] = {}
        """Each case that was acknowledged, by the applicant's name, of which there is only one."""

    def __enter__(self) -> "Counter":
        """Use it in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._client.close()

    def open(self, sop: str) -> str:
        """Open a case; its id."""
        applicant = f"{self._name} {next(self._numbers)}"
        opening = {"sop": sop, "applicant": {"name": applicant}, "form": {"usaha": "Warung"}}
        case = str(self._post("/cases", opening, key=applicant.replace(" ", "-"))["case"])
        self.acknowledged[applicant] = case
        return case

    def complete(self, case: str, step: str) -> None:
        """Complete the open task of a step."""
        activation = max(one["activation"] for one in self.tasks(case) if one["step"] == step)
        key = f"{case}-{activation}"
        self._post(f"/cases/{case}/tasks/{activation}/complete", {}, key=key)

    def tasks(self, case: str) -> list[dict[str, Any]]:
        """All activations of a case."""
        tasks: list[dict[str, Any]] = self.read(f"/cases/{case}")["tasks"]
        return tasks

    def events(self, case: str) -> list[dict[str, Any]]:
        """The history of a case, without the words."""
        lines = self.read(f"/cases/{case}/history")["items"]
        return [line["recorded"]["event"] for line in lines]

    def read(self, address: str, **query: str) -> dict[str, Any]:
        """A GET."""
        return self._until_answered(lambda: self._client.get(address, params=query))

    def is_at(self, case: str, step: str) -> bool:
        """Whether the step waits for somebody."""
        return any(one["step"] == step for one in self.read(f"/cases/{case}")["summary"]["at"])

    def _post(self, address: str, said: dict[str, Any], *, key: str) -> dict[str, Any]:
        headers = {"Idempotency-Key": key}
        return self._until_answered(lambda: self._client.post(address, json=said, headers=headers))

    def _until_answered(self, ask: Callable[[], httpx.Response]) -> dict[str, Any]:
        """Ask until there is an answer: a line may break, a server may just go away."""
        end = time.monotonic() + _ANSWERS_WITHIN_SECONDS
        while True:
            try:
                answered = ask()
            except httpx.TransportError as error:
                if time.monotonic() > end:
                    raise Refused("no answer") from error
            else:
                if answered.is_success:
                    said: dict[str, Any] = answered.json()
                    return said
                if answered.status_code < 500 or time.monotonic() > end:
                    raise Refused(f"{answered.status_code}: {answered.text}")
            self.asked_again += 1
            time.sleep(0.2)


class Crowd:
    """Counters that open cases and complete their first step, until they are told to stop."""

    def __init__(self, url: str, token: str, *, sop: str, counters: int, name: str) -> None:
        self._counters = [Counter(url, f"{name} {n}", token) for n in range(1, counters + 1)]
        self._sop = sop
        self._leaving = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(one,)) for one in self._counters]
        self._problems: list[Exception] = []

    def __enter__(self) -> "Crowd":
        """Begin."""
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish the case at hand and go home."""
        self._leaving.set()
        for one in self._threads:
            one.join()
        if self._problems:
            raise self._problems[0]

    @property
    def acknowledged(self) -> dict[str, str]:
        """Every case that any of them was told is opened, by its applicant."""
        return {name: case for one in self._counters for name, case in one.acknowledged.items()}

    def _work(self, counter: Counter) -> None:
        try:
            with counter:
                while not self._leaving.wait(0.4):
                    counter.complete(counter.open(self._sop), "terima")
        except Exception as problem:  # noqa: BLE001  # told by whoever waits for the thread
            self._problems.append(problem)
