"""What commands with an idempotency key did, so that each does it once."""

from msgspec.structs import asdict
from sqlalchemy import bindparam, insert, select

from engine.core.errors import VersionConflict
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.rows import ReceiptRow
from engine.store.tables import COMMAND_RECEIPT

_FIELDS = ReceiptRow.__struct_fields__  # in the order of the columns

_keep = Prepared(insert(COMMAND_RECEIPT))
_find = Prepared(select(COMMAND_RECEIPT).where(COMMAND_RECEIPT.c.key == bindparam("the_key")))


def find(reader: Reader, key: str) -> ReceiptRow | None:
    """What the command with that key did, if there was one."""
    row = reader.row(_find, {"the_key": key})
    return None if row is None else ReceiptRow(**dict(zip(_FIELDS, row, strict=True)))


def keep(unit: Unit, receipt: ReceiptRow) -> None:
    """Remember what a command did.

    Raises:
        VersionConflict: another command with that key came first; try again and find its receipt.
    """
    clash = VersionConflict(receipt.case, receipt.first_seq - 1)
    unit.execute(_keep, {**asdict(receipt), "case_id": receipt.case}, clash=clash)
