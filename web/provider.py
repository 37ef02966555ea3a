"""Sign-in at the office's own provider: OpenID Connect, authorization code with PKCE.

Source: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RP-Initiated Logout 1.0 §2; RFC 7636.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from engine.actions.network import NETWORK, Network
from engine.core.text import Frozen, Language
from web.provider_wire import ProviderSilent, fetched, posted

SCOPE = "openid profile email"
LEEWAY_SECONDS = 120
"""How far the provider's clock may be from ours."""

_METADATA = "/.well-known/openid-configuration"
_FRESH_FOR = timedelta(hours=1)
_SIGNATURES = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in ("256", "384", "512")
) | {"EdDSA", "Ed25519"}
"""Signatures of a key pair: never `none`, never a secret that both sides know."""


class ProviderRefused(Exception):
    """What the provider's side brought is not what was asked for. Says what, for the log."""


class Setup(Frozen, frozen=True, kw_only=True):
    """How this installation is known to the provider. Without a secret it is a public client."""

    issuer: str
    client_id: str
    client_secret: str = ""


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Started(Frozen, frozen=True, kw_only=True):
    """A sign-in that is under way: what must come back, and what proves that we began it."""

    state: str
    nonce: str
    verifier: str
    back: str
    next: str = ""
    language: Language = "id"


class Known(Frozen, frozen=True, kw_only=True):
    """Who the provider says has signed in. `email` only where the provider has verified it."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    id_token: str = ""


class _Tokens(msgspec.Struct, frozen=True, kw_only=True):
    id_token: str
    access_token: str = ""


class Provider:
    """The provider, asked over the network; what it says of itself is remembered for an hour.

    No call is made while a transaction is open.
    """

    def __init__(self, setup: Setup, network: Network = NETWORK) -> None:
        self.setup = setup
        self._network = network
        self._said: tuple[datetime, Metadata] | None = None

    def metadata(self, *, at: datetime) -> Metadata:
        """What the provider says of itself.

        Raises:
            ProviderSilent: it says nothing that can be used.
        """
        said = self._said
        if said is None or not timedelta() <= at - said[0] < _FRESH_FOR:
            url = self.setup.issuer.rstrip("/") + _METADATA
            said = self._said = at, _trusted(fetched(self._network, url, Metadata), self.setup)
        return said[1]

    def address(self, started: Started, *, at: datetime) -> str:
        """Where the browser is sent to sign in.

        Raises:
            ProviderSilent: the provider cannot be asked where that is.
        """
        return str(
            prepare_grant_uri(
                self.metadata(at=at).authorization_endpoint,
                self.setup.client_id,
                "code",
                redirect_uri=started.back,
                scope=SCOPE,
                state=started.state,
                nonce=started.nonce,
                code_challenge=create_s256_code_challenge(started.verifier),
                code_challenge_method="S256",
            )
        )

    def redeem(self, started: Started, code: str, *, at: datetime) -> Known:
        """Who has signed in, for the code that the browser brought back.

        Raises:
            ProviderRefused: the code or what it is worth is not what was asked for.
            ProviderSilent: the provider cannot be asked.
        """
        metadata = self.metadata(at=at)
        tokens = self._tokens(metadata, started, code)
        claims = self._claims(metadata, tokens, started.nonce, at=at)
        if "email" not in claims and metadata.userinfo_endpoint and tokens.access_token:
            claims = self._more(metadata, tokens, claims)
        verified = claims.get("email_verified") is True
        return Known(
            issuer=metadata.issuer,
            subject=_text(claims, "sub"),
            name=_text(claims, "name"),
            email=_text(claims, "email") if verified else "",
            id_token=tokens.id_token,
        )

    def farewell(self, back: str, id_token: str, *, at: datetime) -> str:
        """Where the browser signs out of the provider too; empty where it offers no such thing.

        Raises:
            ProviderSilent: the provider cannot be asked.
        """
        end = self.metadata(at=at).end_session_endpoint
        if not end:
            return ""
        hint = {"id_token_hint": id_token} if id_token else {}
        said = {"client_id": self.setup.client_id, "post_logout_redirect_uri": back} | hint
        return _with_query(end, said)

    def _tokens(self, metadata: Metadata, started: Started, code: str) -> _Tokens:
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=started.back,
            code=code,
            code_verifier=started.verifier,
        )
        setup = self.setup
        client = ClientAuth(setup.client_id, setup.client_secret, self._method(metadata))
        url, headers, body = client.prepare("POST", metadata.token_endpoint, {}, body)
        tokens = posted(
            self._network, url, body, _Tokens, authorization=headers.get("Authorization", "")
        )
        if tokens is None:
            raise ProviderRefused("the code is not taken")
        return tokens

    def _method(self, metadata: Metadata) -> str:
        if not self.setup.client_secret:
            return "none"
        offered = metadata.token_endpoint_auth_methods_supported
        return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"

    def _claims(
        self, metadata: Metadata, tokens: _Tokens, nonce: str, *, at: datetime
    ) -> dict[str, Any]:
        """What the id token says, once it is known to be for us, of now, and of this sign-in."""
        allowed = _SIGNATURES.intersection(metadata.id_token_signing_alg_values_supported)
        keys = fetched(self._network, metadata.jwks_uri, dict[str, Any])
        registry = JWSRegistry(algorithms=sorted(allowed), strict_check_header=False)
        try:
            read = jwt.decode(tokens.id_token, KeySet.import_key_set(keys), registry=registry)  # type: ignore[arg-type]
            claims = CodeIDToken(
                read.claims,
                read.header,
                {
                    "iss": {"essential": True, "value": metadata.issuer},
                    "aud": {"essential": True, "value": self.setup.client_id},
                    "nonce": {"essential": True, "value": nonce},
                },
                {
                    "nonce": nonce,
                    "client_id": self.setup.client_id,
                    "access_token": tokens.access_token,
                },
            )
            claims.validate(now=int(at.timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderRefused(f"the id token does not hold: {error}") from error
        if not _text(claims, "sub"):
            raise ProviderRefused("the id token names nobody")
        return dict(claims)

    def _more(self, metadata: Metadata, tokens: _Tokens, claims: dict[str, Any]) -> dict[str, Any]:
        """What else the provider knows; of the same person, or it does not count."""
        authorization = f"Bearer {tokens.access_token}"
        found = fetched(
            self._network, metadata.userinfo_endpoint, dict[str, Any], authorization=authorization
        )
        return claims | found if found.get("sub") == claims["sub"] else claims


def is_safe_place(url: str) -> bool:
    """Whether what is sent there cannot be read on the way: https, or this very machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return bool(host)
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def _trusted(metadata: Metadata, setup: Setup) -> Metadata:
    """The metadata, if it is the issuer's own and sends nobody over an open line."""
    if metadata.issuer != setup.issuer:
        raise ProviderSilent(f"The provider says that it is {metadata.issuer[:200]!r}.")
    places = (
        metadata.authorization_endpoint,
        metadata.token_endpoint,
        metadata.jwks_uri,
        metadata.userinfo_endpoint or metadata.jwks_uri,
        metadata.end_session_endpoint or metadata.jwks_uri,
    )
    if not all(map(is_safe_place, places)):
        raise ProviderSilent("The provider names an address that is not https://.")
    return metadata


def _text(claims: dict[str, Any], name: str) -> str:
    said = claims.get(name)
    return said if isinstance(said, str) else ""


def _with_query(url: str, said: dict[str, str]) -> str:
    from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped] # noqa: PLC0415

    return str(add_params_to_uri(url, list(said.items())))
