"""What was done to accounts, and how sessions and tokens stand, in words."""

from collections.abc import Mapping

from engine.core.text import Text
from engine.service.access_log import AccessKind
from engine.service.sessions import Stage
from engine.service.tokens import ApiToken, Scope

ACCESS_EVENTS: Mapping[AccessKind, Text] = {
    "account_opened": Text(id="akun dibuka", en="account opened"),
    "account_locked": Text(id="akun dikunci", en="account locked"),
    "account_unlocked": Text(id="kunci akun dibuka", en="account unlocked"),
    "signed_in": Text(id="masuk", en="signed in"),
    "sign_in_failed": Text(id="gagal masuk", en="sign-in failed"),
    "password_changed": Text(id="kata sandi diganti", en="password changed"),
    "password_reset": Text(id="kata sandi diatur ulang", en="password reset"),
    "session_ended": Text(id="sesi diakhiri", en="session ended"),
    "sessions_ended": Text(id="semua sesi diakhiri", en="all sessions ended"),
    "code_failed": Text(id="kode ditolak", en="code refused"),
    "second_factor_on": Text(id="faktor kedua diaktifkan", en="second factor turned on"),
    "second_factor_off": Text(id="faktor kedua dimatikan", en="second factor turned off"),
    "recovery_codes_made": Text(id="kode pemulihan dibuat", en="recovery codes made"),
    "recovery_code_used": Text(id="kode pemulihan dipakai", en="recovery code used"),
    "identity_linked": Text(id="identitas luar dihubungkan", en="identity elsewhere linked"),
    "identity_unlinked": Text(id="identitas luar dilepas", en="identity elsewhere unlinked"),
    "token_issued": Text(id="token diterbitkan", en="token issued"),
    "token_revoked": Text(id="token dicabut", en="token revoked"),
    "left": Text(id="akses berakhir: sudah tidak bekerja di sini", en="access ended: has left"),
}

STAGES: Mapping[Stage, Text] = {
    "full": Text(id="sudah masuk", en="signed in"),
    "code": Text(id="menunggu kode", en="waits for the code"),
    "password": Text(id="menunggu kata sandi baru", en="waits for a new password"),
    "factor": Text(id="menunggu faktor kedua", en="waits for a second factor"),
}

SCOPES: Mapping[Scope, Text] = {
    Scope.READ: Text(id="membaca", en="read"),
    Scope.ACT: Text(id="bertindak", en="act"),
    Scope.ADMINISTER: Text(id="mengurus akun", en="administer"),
    Scope.METRICS: Text(id="membaca metrik", en="read metrics"),
}

_COUNTS = Text(id="berlaku", en="counts")
_EXPIRED = Text(id="kedaluwarsa", en="expired")
_REVOKED = Text(id="dicabut", en="revoked")


def access_event_words(kind: str) -> Text:
    """What was done; the kind itself where it is of a newer release."""
    known: Mapping[str, Text] = {str(one): words for one, words in ACCESS_EVENTS.items()}
    return known.get(kind, Text(id=kind))


def token_standing(token: ApiToken, *, expired: bool) -> Text:
    """Whether a token counts."""
    if token.revoked_at is not None:
        return _REVOKED
    return _EXPIRED if expired else _COUNTS
