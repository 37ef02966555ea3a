"""Whether the key is the one that this database was sealed with: a sealed proof is kept in it.

Without it, a wrong key would show only when somebody's data cannot be opened, and until then new
data would be sealed with it.
"""

from typing import Literal

from engine.core.errors import KeyUnusable, SealBroken
from engine.service.vault import Vault
from engine.store import seals
from engine.store.unit import Store

KeyFits = Literal["fits", "other", "absent", "unmade"]
"""`absent`: sealed, and the key is not here; `unmade`: nothing was ever sealed, there is no key."""

_ABOUT = "proof of the key"
_PLAIN = b"alur"


def ready(store: Store, vault: Vault) -> None:
    """See that what was sealed can be opened; make the key where nothing ever was.

    A key is made only beside a database that is a file. Elsewhere it must be given, at the latest
    when something is to be sealed.

    Raises:
        KeyUnusable: the key is not here, or is not the one.
    """
    proof = store.read(seals.proof)
    if proof is None:
        vault.make_key()
        if not vault.has_key:
            return
        fresh = vault.seal(_PLAIN, about=_ABOUT)
        proof = store.write(lambda unit: seals.prove(unit, fresh))
    _open(vault, proof)


def fits(store: Store, vault: Vault) -> KeyFits:
    """How the key stands to the database; nothing is made."""
    proof = store.read(seals.proof)
    if not vault.has_key:
        return "unmade" if proof is None else "absent"
    try:
        if proof is not None:
            _open(vault, proof)
    except KeyUnusable:
        return "other"
    return "fits"


def _open(vault: Vault, proof: bytes) -> None:
    try:
        vault.open(proof, about=_ABOUT)
    except SealBroken:
        raise KeyUnusable("The key is not the one that this database was sealed with.") from None
