"""A provider of sign-in (OpenID Connect) as a process of its own, on a free port."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit

_LONGEST_START_SECONDS = 30


class ProviderServer:
    """The provider as its users meet it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def add(self, subject: str, **claims: object) -> None:
        """Let somebody have an account there."""
        body = json.dumps(claims).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310  # our own
            f"{self.address}/users/{subject}", body, headers, method="PUT"
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310  # the same

    def sign_in(self, where: str, subject: str) -> str:
        """Sign in on its page, and be sent back: the address with the code."""
        return self._sent_back(where, {"sub": subject})

    def refuse(self, where: str) -> str:
        """Say no on its page, and be sent back."""
        return self._sent_back(where, {"action": "deny"})

    def _sent_back(self, where: str, form: dict[str, str]) -> str:
        opener = urllib.request.build_opener(_Still)
        try:
            opener.open(where, urlencode(form).encode(), timeout=10)
        except HTTPError as answered:
            with answered:
                return str(answered.headers["location"])
        raise AssertionError("it sends nobody back")


class _Still(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        return None


def said(address: str) -> dict[str, str]:
    """What an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def provider_server() -> Iterator[ProviderServer]:
    """The provider, running."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    program = Path(sys.executable).with_name("oidc-provider-mock")
    process = subprocess.Popen(  # noqa: S603  # our own
        [program, "--port", str(port), "--require-nonce", "true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield ProviderServer(address)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _LONGEST_START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/jwks", timeout=5).close()  # noqa: S310  # our own
        except URLError:
            assert process.poll() is None, "the provider does not start"
            assert time.monotonic() < until, "the provider does not answer"
            time.sleep(0.1)
        else:
            return
