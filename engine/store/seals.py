"""The proof that a key is the one of this database."""

from sqlalchemy import insert, select

from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_personal import VAULT_PROOF

_ONLY = 1

_proof = Prepared(select(VAULT_PROOF.c.sealed).where(VAULT_PROOF.c.id == _ONLY))
_prove = Prepared(insert(VAULT_PROOF))


def proof(reader: Reader) -> bytes | None:
    """What the database was sealed with has sealed; None where nothing was sealed yet."""
    row = reader.row(_proof)
    return None if row is None else bytes(row[0])


def prove(unit: Unit, sealed: bytes) -> bytes:
    """Keep the proof, if there is none; gives the one that counts."""
    unit.take_turn("vault proof")
    known = proof(unit)
    if known is None:
        unit.execute(_prove, {"id": _ONLY, "sealed": sealed})
    return sealed if known is None else known
