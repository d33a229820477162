"""What search keeps: the words of the public record, to suggest one for a word that is misspelt, and which searches
found nothing."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class KnownWord(models.Model):
    """A word of the public record as it was last counted, and how many records have it. `pages.suggesting` learns them
    and suggests none that the public cannot find by searching for it now."""

    internal = True

    word = models.CharField(max_length=40, primary_key=True)
    records = models.PositiveIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], name="known_word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self):
        return self.word


class FruitlessSearch(models.Model):
    """Words that were searched for and not found, how often on a day, and nothing of who searched."""

    private = True

    words = models.CharField(max_length=100)
    day = models.DateField()
    count = models.PositiveIntegerField("how often", default=1)

    class Meta:
        ordering = ("-day", "-count", "words")
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="a_search_is_counted_once_a_day")]

    def __str__(self):
        return self.words
