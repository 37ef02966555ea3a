"""The key that checkpoints are signed with: Ed25519, kept apart from what personal data has.

It is given, or lies beside a database that is a file, for its owner alone. Source: RFC 8032.
"""

from contextlib import suppress
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.core.errors import SigningKeyUnusable
from engine.service.vault import keep_fresh_key, keep_names, key_from_text

KeyHere = Literal["fits", "other", "absent"]


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is one of the message, for `engine.core.notes`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Signer:
    """A private key; it signs and is never shown."""

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, text: str) -> bytes:
        """The signature of a text."""
        return self._key.sign(text.encode())


class SigningKeys:
    """Where the signing key comes from, and the next one while one follows another."""

    def __init__(self, given: bytes | None = None, *, place: Path | None = None) -> None:
        """Hold a key, or know where it lies.

        Args:
            given: the private key, of 32 bytes, where the installation sets one.
            place: the file that it lies in where none is set; None where there is none.
        """
        self._given = given
        self._offered: bytes | None = None
        self.place = place if given is None else None

    def signer(self, public: bytes | None) -> Signer | None:
        """Whoever signs for that public key; None where the key here is another one.

        Args:
            public: the key that is published last; None: none is, and any may begin.

        Raises:
            SigningKeyUnusable: there is no key here, or none that can be read.
        """
        if self._given is not None:
            return _of(Signer(self._given), public)
        place = self._place()
        if public is None and not place.exists():
            self._make(place)
        found = _of(_read(place), public)
        if found is None and _next(place).exists():
            found = _of(_read(_next(place)), public)
            if found is not None:
                self._promote(place)
        return found

    def fits(self, public: bytes | None) -> KeyHere:
        """How the key here stands to the one that is published last, if any; nothing is made."""
        if self._given is None and self.place is None:
            return "absent"
        if public is None:
            return "fits"
        try:
            here = [Signer(self._given)] if self._given is not None else self._lying()
        except SigningKeyUnusable:
            return "absent"
        return "fits" if any(one.public == public for one in here) else "other"

    def _lying(self) -> list[Signer]:
        place = self._place()
        following = [_read(_next(place))] if _next(place).exists() else []
        return [_read(place), *following]

    def any_signer(self) -> Signer:
        """Whoever signs with the key that is here, which is made where there is none.

        Raises:
            SigningKeyUnusable: there is none that can be read.
        """
        if self._given is not None:
            return Signer(self._given)
        place = self._place()
        self._make(place)
        return _read(place)

    def offer(self, key: bytes) -> None:
        """Say which key is to follow, where the installation sets the one in use."""
        self._offered = key

    def make_next(self) -> Signer:
        """A fresh key beside the one in use, the same again until that is replaced; or the offered.

        Raises:
            SigningKeyUnusable: nothing can be written there; or the installation sets the key, and
                none was offered.
        """
        if self._offered is not None:
            return Signer(self._offered)
        if self._given is not None:
            raise SigningKeyUnusable(
                "The signing key is set from outside: say which one follows, by --to FILE."
            )
        place = _next(self._place())
        self._make(place)
        return _read(place)

    def forget(self) -> None:
        """Put the next key in place of the one in use, of which nothing stays."""
        if self.place is not None and self._offered is None:
            self._promote(self.place)

    def _place(self) -> Path:
        if self.place is None:
            raise SigningKeyUnusable("This installation has no key to sign checkpoints with.")
        return self.place

    @staticmethod
    def _make(place: Path) -> None:
        if place.exists():
            return
        try:
            keep_fresh_key(place)
        except OSError as error:
            why = error.strerror or error
            raise SigningKeyUnusable(f"The signing key cannot be kept ({why}).") from error

    @staticmethod
    def _promote(place: Path) -> None:
        try:
            with suppress(FileNotFoundError):  # another process has just done it
                _next(place).replace(place)
            keep_names(place.parent)
        except OSError as error:
            why = error.strerror or error
            raise SigningKeyUnusable(f"The signing key cannot be kept ({why}).") from error


def _of(signer: Signer, public: bytes | None) -> Signer | None:
    return signer if public in {None, signer.public} else None


def _next(place: Path) -> Path:
    return place.with_name(f"{place.name}.next")


def _read(place: Path) -> Signer:
    try:
        return Signer(key_from_text(place.read_text("utf-8")))
    except FileNotFoundError:
        raise SigningKeyUnusable(
            f"The signing key of this database, {place.name}, is not beside it."
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no key"
        raise SigningKeyUnusable(f"The key in {place.name} cannot be read ({why}).") from None
