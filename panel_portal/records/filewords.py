"""The words inside the files the portal keeps, read once by the worker when the public may have them, to be searched.

Only a public file is read, and nobody asks for its words but by way of the file: `PaperFile.objects.public()` joined
with them. A file that is withdrawn or made exempt takes its words with it at that moment, although the row stays.
"""

import logging

from django.db import OperationalError, models, transaction
from django.utils import timezone

from panel_portal.records.filetext import Words, words_of
from panel_portal.records.fulltext import searchable

log = logging.getLogger("panel_portal.records")

# Characters of one file that are kept and searched: some 300 pages.
LONGEST = 1_000_000
AT_ONCE = 50


class FileWords(models.Model):
    """What one file says. A concrete model adds `document`, the key of the file."""

    internal = True

    class Outcome(models.TextChoices):
        WHOLE = "whole", "All of it was read"
        PART = "part", "Some of it could not be read"
        NOTHING = "nothing", "It could not be read"

    words = models.TextField(blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    read_at = models.DateTimeField(default=timezone.now)

    lexemes = searchable(d="words", longest=LONGEST)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.document_id}"


def read_new(model) -> int:
    """Read the public files of `model`, a `Document`, that have not been read; how many were. A second time at once
    does no harm."""
    unread = list(model.objects.public().filter(read__isnull=True).order_by("pk")[:AT_ONCE])
    return sum(read(document) for document in unread)


def read(document) -> bool:
    """Read one file and keep its words; False where the file itself could not be reached, so that it is tried again."""
    try:
        found = words_of(document)
    except OSError:
        log.warning("The file of %s %s cannot be opened.", document._meta.model_name, document.pk)
        return False
    except Exception:
        # Whatever a stranger's file makes a library raise: it cannot be read, and that is said beside it.
        log.exception("The file of %s %s cannot be read.", document._meta.model_name, document.pk)
        found = Words("", False)
    keep(document, found)
    return True


def keep(document, found: Words) -> None:
    """Write down what was read of a file, in place of what was read before."""
    kept = type(document)._meta.get_field("read").related_model
    # PostgreSQL holds neither NUL nor half a character.
    words = found.text.replace("\0", " ").encode(errors="ignore").decode()
    words, rest = words[:LONGEST], words[LONGEST:]
    while True:
        whole = found.whole and not rest
        outcome = FileWords.Outcome.WHOLE if whole else FileWords.Outcome.PART if words.strip() else None
        values = {"words": words, "outcome": outcome or FileWords.Outcome.NOTHING, "read_at": timezone.now()}
        try:
            with transaction.atomic():
                kept._base_manager.update_or_create(document=document, defaults=values)
            return
        except OperationalError as refusal:
            # More different words than a vector may have (54000): half of them, then.
            if getattr(refusal.__cause__, "sqlstate", "") != "54000" or len(words) < 2:
                raise
            middle = len(words) // 2
            words, rest = words[:middle], "more"
