"""What an installation takes of the documents that people bring, by its settings."""

from engine.service.scanning import scanner_from
from engine.service.uploads import UploadRules
from engine.settings import Settings

MEBI = 1024 * 1024


def rules_of(settings: Settings) -> UploadRules:
    """The same rules whichever way a document is brought."""
    return UploadRules(
        root=settings.files,
        largest=settings.upload_mb * MEBI,
        kinds=settings.upload_kinds,
        scan=scanner_from(settings.upload_scanner),
    )
