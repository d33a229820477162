"""Files the portal keeps: stored outside the web root, named by what they contain, checked before they are taken."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from panel_portal.records.publication import PublicPart
from panel_portal.records.uploads import check_upload, human_size


def stored_name(document, filename: str) -> str:
    """Where a file is kept: its SHA-256, so that a name given by a clerk never reaches the disk."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"{document.sha256[:2]}/{document.sha256}{suffix}"


def private_storage():
    return storages["default"]


class Document(PublicPart):
    """One file. A concrete model adds the foreign key to what it belongs to, and `public_through`."""

    file = models.FileField("file", upload_to=stored_name, storage=private_storage, max_length=120)
    original_name = models.CharField("name of the file as it was uploaded", max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", editable=False)
    media_type = models.CharField(max_length=120, editable=False)
    type_label = models.CharField("type", max_length=60, editable=False)

    class Meta(PublicPart.Meta):
        abstract = True

    def take(self, upload) -> None:
        """Check an uploaded file and describe it. Raises ValidationError with a sentence for the clerk."""
        facts = check_upload(upload, largest=settings.LARGEST_UPLOAD)
        self.original_name = PurePosixPath(upload.name).name[-255:]
        self.sha256, self.size = facts.sha256, facts.size
        self.media_type, self.type_label = facts.media_type, facts.label
        self.file = upload

    @property
    def human_size(self) -> str:
        return human_size(self.size)

    @property
    def extension(self) -> str:
        return PurePosixPath(self.file.name).suffix
