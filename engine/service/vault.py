"""The installation's key: what is sealed with it can be read only by whoever has it.

Sealed: AES-256-GCM with a random nonce of 96 bits; what a thing is about is authenticated with it,
so that what was sealed for one place does not open in another. Source: NIST SP 800-38D, RFC 5869.
"""

import binascii
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from functools import cached_property
from hmac import digest as hmac_digest
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.core.errors import KeyUnusable, SealBroken

KEY_BYTES = 32
KEY_FILE_MODE = 0o600

_NONCE_BYTES = 12
_FORM = b"\x01"
"""What sealed bytes begin with: how they were sealed."""


def key_from_text(said: str) -> bytes:
    """The key that `said` spells in base64, as `openssl rand -base64 32` writes one.

    Raises:
        ValueError: it is no such key, in words for whoever set it.
    """
    try:
        key = b64decode(said.strip().encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"must be {KEY_BYTES} random bytes in base64 (openssl rand -base64 32)")
    return key


def sealed_with(key: bytes, plain: bytes, *, about: str) -> bytes:
    """`plain` under the seal of a key of `KEY_BYTES`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def opened_with(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """What was sealed with that key, about that.

    Raises:
        SealBroken: it was sealed with another key, is about something else, or was changed.
    """
    start = len(_FORM)
    nonce, rest = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
    try:
        if not sealed.startswith(_FORM):
            raise SealBroken
        return AESGCM(key).decrypt(nonce, rest, about.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


class Vault:
    """Seals, opens and digests with the installation's key, which is read when first needed.

    The key is never used itself: what seals and what digests are derived from it.
    """

    def __init__(self, key: bytes | None = None, *, place: Path | None = None) -> None:
        """Hold a key, or know where it lies.

        Args:
            key: of `KEY_BYTES`, where it was given.
            place: the file that the key lies in where none was given; None where there is none.
        """
        self._given = key
        self.place = place if key is None else None

    def seal(self, plain: bytes, *, about: str) -> bytes:
        """`plain` so that only this key reads it, and only as being about that.

        Raises:
            KeyUnusable: there is no key here, or none that can be read.
        """
        return sealed_with(self._sealing, plain, about=about)

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """What was sealed.

        Raises:
            SealBroken: it was sealed with another key, is about something else, or was changed.
            KeyUnusable: there is no key here, or none that can be read.
        """
        return opened_with(self._sealing, sealed, about=about)

    def digest(self, text: str, *, about: str) -> bytes:
        """32 bytes that are the same for the same text, and tell nobody without the key which.

        Raises:
            KeyUnusable: there is no key here, or none that can be read.
        """
        told = about.encode()
        return hmac_digest(self._digesting, len(told).to_bytes(4) + told + text.encode(), "sha256")

    @property
    def has_key(self) -> bool:
        """Whether there is a key here."""
        return self._given is not None or (self.place is not None and self.place.exists())

    def make_key(self) -> None:
        """Put a fresh key where it should lie, unless there is one; on disk when this returns.

        Raises:
            KeyUnusable: nothing can be written there.
        """
        if self.place is None or self.has_key:
            return
        try:
            keep_fresh_key(self.place)
        except OSError as error:
            why = error.strerror or error
            raise KeyUnusable(f"The key cannot be kept beside the database ({why}).") from error

    @cached_property
    def _sealing(self) -> bytes:
        return self._derived(b"alur/seal/1")

    @cached_property
    def _digesting(self) -> bytes:
        return self._derived(b"alur/digest/1")

    def _derived(self, purpose: bytes) -> bytes:
        key = self._given if self._given is not None else self._read()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)

    def _read(self) -> bytes:
        if self.place is None:
            raise KeyUnusable("This installation has no key to seal personal data with.")
        try:
            return key_from_text(self.place.read_text("utf-8"))
        except FileNotFoundError:
            raise KeyUnusable(
                f"The key of this database, {self.place.name}, is not beside it."
            ) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is no key"
            raise KeyUnusable(f"The key in {self.place.name} cannot be read ({why}).") from None


def keep_fresh_key(place: Path) -> None:
    """Put `KEY_BYTES` random bytes there for the owner alone, unless there are some; on disk.

    Raises:
        OSError: nothing can be written there.
    """
    own = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with open(own, "xb", opener=_for_the_owner) as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # another process was first: its key counts
        place.hardlink_to(own)
    own.unlink()
    keep_names(place.parent)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, KEY_FILE_MODE)


def keep_names(folder: Path) -> None:
    """Let the folder itself be on disk: a key that a power cut takes away is gone for good."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
