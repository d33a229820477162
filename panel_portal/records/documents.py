"""Files the portal keeps: stored outside the web root, named by what they contain, checked before they are taken."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import F

from panel_portal.records.publication import Audience, PublicPart, RecordQuerySet
from panel_portal.records.uploads import check_upload, human_size


def stored_name(document, filename: str) -> str:
    """Where a file is kept: its SHA-256, so that a name given by a clerk never reaches the disk."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"{document.sha256[:2]}/{document.sha256}{suffix}"


def private_storage():
    return storages["default"]


SEARCH_NOTES = {
    "part": "Search finds only some of the words in this file: the rest could not be read.",
    "nothing": "This file is a picture of text, or could not be read; its words cannot be searched.",
}


class DocumentQuerySet(RecordQuerySet):
    def visible_to(self, audience: Audience):
        """With `reading`: what came of reading its words (`filewords.FileWords.Outcome`); None before it was read."""
        return super().visible_to(audience).annotate(reading=F("read__outcome"))


class Document(PublicPart):
    """One file. A concrete model adds the foreign key to what it belongs to, and `public_through`; beside it stands a
    `FileWords` whose key to it has the related name "read"."""

    file = models.FileField("file", upload_to=stored_name, storage=private_storage, max_length=120)
    original_name = models.CharField("name of the file as it was uploaded", max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", editable=False)
    media_type = models.CharField(max_length=120, editable=False)
    type_label = models.CharField("type", max_length=60, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        abstract = True

    def save(self, *args, **how):
        """Another file in place of this one takes the words of the old one out of search at once."""
        stored = type(self)._base_manager.filter(pk=self.pk).values_list("sha256", flat=True)
        with transaction.atomic():
            before = stored.first() if self.pk else None
            super().save(*args, **how)
            if before and before != self.sha256:
                type(self)._meta.get_field("read").related_model._base_manager.filter(document=self).delete()

    def take(self, upload) -> None:
        """Check an uploaded file and describe it. Raises ValidationError with a sentence for the clerk."""
        facts = check_upload(upload, largest=settings.LARGEST_UPLOAD)
        self.original_name = PurePosixPath(upload.name).name[-255:]
        self.sha256, self.size = facts.sha256, facts.size
        self.media_type, self.type_label = facts.media_type, facts.label
        self.file = upload

    @property
    def search_note(self) -> str:
        """What a reader is told of a file that search cannot look into; "" where there is nothing to tell."""
        return SEARCH_NOTES.get(getattr(self, "reading", None) or "", "")

    @property
    def human_size(self) -> str:
        return human_size(self.size)

    @property
    def extension(self) -> str:
        return PurePosixPath(self.file.name).suffix
