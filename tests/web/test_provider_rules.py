"""What a provider brings is held to every rule: here is a small one that lies."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from web.provider import Provider, ProviderRefused, Setup, Started, is_safe_place
from web.provider_wire import ProviderSilent

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = int(AT.timestamp())
STARTED = Started(state="s", nonce="n-1", verifier="v" * 43, back="http://localhost/back")
KEY = RSAKey.generate_key(2048, {"kid": "k-1"})
OTHER = RSAKey.generate_key(2048, {"kid": "k-1"})
SECRET = "a-secret-that-both-sides-know"  # noqa: S105  # of the small server


class Lying:
    """A provider that says whatever a test wants. `asked` is what its token page was sent."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {
            "iss": address,
            "aud": "alur",
            "sub": "s-1",
            "nonce": "n-1",
            "iat": NOW,
            "exp": NOW + 300,
        }
        self.metadata: dict[str, Any] = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/jwks",
        }
        self.signed: Any = {"alg": "RS256", "kid": "k-1"}, KEY
        self.more: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.status = 200
        self.tokens: Any = None

    def answer(self, path: str) -> Any:
        header, key = self.signed
        pages = {
            "/.well-known/openid-configuration": lambda: self.metadata,
            "/jwks": lambda: {"keys": [KEY.as_dict(private=False)]},
            "/userinfo": lambda: self.more,
            "/token": lambda: (
                self.tokens
                or {"id_token": jwt.encode(header, self.claims, key), "access_token": "a"}
            ),
        }
        return pages[path]()


@pytest.fixture
def lying() -> Iterator[Lying]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, liar.answer(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            liar.asked.append((self.headers.get("authorization", ""), parse_qs(body)))
            self._say(liar.status, liar.answer(self.path))

        def _say(self, status: int, what: Any) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(what if isinstance(what, bytes) else json.dumps(what).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        liar = Lying(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield liar
        server.shutdown()


def provider(lying: Lying, secret: str = "") -> Provider:
    return Provider(Setup(issuer=lying.address, client_id="alur", client_secret=secret))


def test_what_fits_is_believed(lying: Lying) -> None:
    lying.claims |= {"name": "Siti", "email": "siti@x.example", "email_verified": True}
    known = provider(lying).redeem(STARTED, "c", at=AT)

    assert (known.issuer, known.subject) == (lying.address, "s-1")
    assert (known.name, known.email) == ("Siti", "siti@x.example")
    assert provider(lying).farewell("http://localhost/", "", at=AT) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["alur", "another"]},
        {"nonce": "n-2"},
        {"nonce": None},
        {"exp": NOW - 300},
        {"iat": NOW + 900},
        {"sub": ""},
        {"sub": 7},
        {"azp": "another"},
        {"at_hash": "bm90IGl0cw"},
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    lying: Lying, wrong: dict[str, Any]
) -> None:
    lying.claims = {name: said for name, said in (lying.claims | wrong).items() if said is not None}

    with pytest.raises(ProviderRefused):
        provider(lying).redeem(STARTED, "c", at=AT)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "RS256", "kid": "k-1"}, OTHER),
        ({"alg": "RS256", "kid": "k-2"}, KEY),
        ({"alg": "HS256"}, OctKey.import_key(SECRET)),
    ],
)
def test_only_a_signature_of_the_providers_own_keys_counts(
    lying: Lying, header: dict[str, str], key: Any
) -> None:
    lying.metadata["id_token_signing_alg_values_supported"] = ["RS256", "HS256", "none"]
    lying.signed = header, key

    with pytest.raises(ProviderRefused):
        provider(lying, SECRET).redeem(STARTED, "c", at=AT)


def test_no_signature_at_all_does_not_count(lying: Lying) -> None:
    lying.metadata["id_token_signing_alg_values_supported"] = ["none"]
    lying.tokens = {"id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzLTEifQ."}

    with pytest.raises(ProviderRefused):
        provider(lying).redeem(STARTED, "c", at=AT)


@pytest.mark.parametrize(
    "answered", [b"<html>", b"[]", b'{"id_token": 1}', b'{"access_token": "a"}']
)
def test_what_is_no_answer_is_told_as_such(lying: Lying, answered: bytes) -> None:
    lying.tokens = answered

    with pytest.raises(ProviderSilent):
        provider(lying).redeem(STARTED, "c", at=AT)


@pytest.mark.parametrize(("status", "kind"), [(400, ProviderRefused), (500, ProviderSilent)])
def test_a_code_that_is_not_taken_is_told_from_a_provider_in_trouble(
    lying: Lying, status: int, kind: type[Exception]
) -> None:
    lying.status = status

    with pytest.raises(kind):
        provider(lying).redeem(STARTED, "c", at=AT)


def test_the_secret_is_shown_in_the_way_that_the_provider_takes(lying: Lying) -> None:
    provider(lying, SECRET).redeem(STARTED, "c", at=AT)
    lying.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    provider(lying, SECRET).redeem(STARTED, "c", at=AT)
    provider(lying).redeem(STARTED, "c", at=AT)

    (basic, first), (_, posted), (_, public) = lying.asked
    assert basic.startswith("Basic ")
    assert first["code_verifier"] == ["v" * 43]
    assert "client_secret" not in first
    assert posted["client_secret"] == [SECRET]
    assert public["client_id"] == ["alur"]


@pytest.mark.parametrize(("subject", "believed"), [("s-1", "a@x.example"), ("s-2", "")])
def test_more_is_asked_for_and_believed_of_the_same_person_only(
    lying: Lying, subject: str, believed: str
) -> None:
    lying.metadata["userinfo_endpoint"] = f"{lying.address}/userinfo"
    lying.more = {"sub": subject, "email": "a@x.example", "email_verified": True}

    assert provider(lying).redeem(STARTED, "c", at=AT).email == believed


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "ftp://localhost/jwks"},
        {"end_session_endpoint": "http://[broken"},
        {"authorization_endpoint": 7},
    ],
)
def test_metadata_that_leads_astray_is_not_used(lying: Lying, metadata: dict[str, Any]) -> None:
    lying.metadata |= metadata

    with pytest.raises(ProviderSilent):
        provider(lying).address(STARTED, at=AT)


def test_it_is_asked_again_after_an_hour_only(lying: Lying) -> None:
    asked = provider(lying)
    asked.metadata(at=AT)
    lying.metadata = {}

    assert asked.metadata(at=AT.replace(minute=59))
    with pytest.raises(ProviderSilent):
        asked.metadata(at=AT.replace(hour=2))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://sso.example/", True),
        ("http://localhost:9/x", True),
        ("http://[::1]:9/x", True),
        ("http://10.0.0.1/", False),
        ("https:///x", False),
        ("file:///etc/hosts", False),
        ("http://[broken", False),
    ],
)
def test_nothing_is_sent_over_an_open_line(url: str, *, safe: bool) -> None:
    assert is_safe_place(url) is safe
