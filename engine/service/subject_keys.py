"""Keys of subjects within one command or one reading: looked up, made, held until it is over."""

import secrets
from collections.abc import Mapping
from datetime import datetime

import msgspec

from engine.core.ids import CaseId
from engine.core.sealed import Sealed, SealedParts, token_of
from engine.core.values import Value
from engine.service import mint
from engine.service.database import Database
from engine.service.vault import KEY_BYTES, Vault, opened_with, sealed_with
from engine.store import subjects
from engine.store.job import Reader, Unit
from engine.store.subjects import SubjectKeyRow

_VALUE = msgspec.json.Decoder(type=str | int | bool | tuple[str, ...])


def subject_of_nik(vault: Vault, nik: str) -> bytes:
    """What a person is known by here: their NIK, readable by nobody."""
    return vault.digest(nik, about="nik")


def subject_of_case(vault: Vault, case: CaseId) -> bytes:
    """What whoever gave no NIK is known by: the case alone."""
    return vault.digest(case, about="case")


class KeysInHand:
    """The keys that one command on a case seals with. New ones are kept only by `keep`."""

    def __init__(self, database: Database, unit: Unit, case: CaseId, at: datetime) -> None:
        self._vault, self._unit, self._case, self._at = database.vault, unit, case, at
        self._fresh: list[SubjectKeyRow] = []
        self._keys: dict[bytes, tuple[str, bytes]] = {}
        self._links: dict[str, bool] = {}

    def of_nik(self, nik: str, *, owns: bool = False) -> bytes:
        """The subject that this person is; their key is at hand from now on."""
        return self._at_hand(subject_of_nik(self._vault, nik), owns=owns)

    def of_the_case(self) -> bytes:
        """The subject whose request the case is: as it was found at its opening."""
        for one in subjects.of_case(self._unit, self._case):
            if one.owns and one.key.subject is not None:
                return self._at_hand(one.key.subject, owns=True)
        return self._at_hand(subject_of_case(self._vault, self._case), owns=True)

    def seal(self, subject: bytes, path: str, value: Value) -> Sealed:
        """A value of the case as a token, sealed with the key of that subject."""
        key, secret = self._keys[subject]
        plain = msgspec.json.encode(value)
        return token_of(key, sealed_with(secret, plain, about=_about(self._case, path)))

    def keep(self) -> None:
        """Keep what is new."""
        for row in self._fresh:
            subjects.make(self._unit, row)
        for key, owns in self._links.items():
            subjects.link(self._unit, self._case, key, owns=owns)

    def _at_hand(self, subject: bytes, *, owns: bool) -> bytes:
        if subject not in self._keys:
            row = subjects.find_or_wait(self._unit, subject) or self._made(subject)
            self._keys[subject] = row.id, _secret(self._vault, row)
            self._links[row.id] = owns
        return subject

    def _made(self, subject: bytes) -> SubjectKeyRow:
        name = mint.key_id(self._at)
        sealed = self._vault.seal(secrets.token_bytes(KEY_BYTES), about=_about_key(name))
        row = SubjectKeyRow(id=name, subject=subject, sealed=sealed, made_at=self._at)
        self._fresh.append(row)
        return row


def keys_of_case(database: Database, reader: Reader, case: CaseId) -> Mapping[str, bytes | None]:
    """The keys that data of a case is sealed with, by id; None for those that were destroyed."""
    return {
        one.key.id: None if one.key.sealed is None else _secret(database.vault, one.key)
        for one in subjects.of_case(reader, case)
    }


def open_parts(secret: bytes, parts: SealedParts, case: CaseId, path: str) -> Value:
    """The value that was sealed.

    Raises:
        SealBroken: it was sealed for another case or field, or was changed.
    """
    value: Value = _VALUE.decode(opened_with(secret, parts.content, about=_about(case, path)))
    return value


def _secret(vault: Vault, row: SubjectKeyRow) -> bytes:
    return vault.open(row.sealed or b"", about=_about_key(row.id))


def _about(case: CaseId, path: str) -> str:
    return f"{case}/{path}"


def _about_key(name: str) -> str:
    return f"subject key {name}"
