"""What became of submitted SOP versions, in words."""

from collections.abc import Mapping

from api.glossary import Pair

STATUSES: Mapping[str, Pair] = {
    "waiting": ("menunggu pengesahan", "waits for approval"),
    "approved": ("disahkan", "approved"),
    "refused": ("ditolak", "refused"),
    "withdrawn": ("ditarik penyusun", "taken back by its author"),
    "replaced": ("diganti pengajuan baru", "replaced by a newer one"),
}
