"""Papers before the panel, their files, and the words inside them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from meetings.models.business import AgendaItem
from panel_portal.records.documents import Document
from panel_portal.records.filewords import FileWords
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.publication import Exemptable, PublicRecord
from panel_portal.records.revision import count_always
from panel_portal.records.uploads import safe_filename


@tracked
class Paper(PublicRecord, Exemptable):
    """A paper before the panel. Its title is always fit for the public; an exempt paper's file is not public."""

    public_through = ("agenda_item",)
    shell_when_exempt = True

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        APPENDIX = "appendix", "Appendix"
        PRESENTATION = "presentation", "Presentation"
        MINUTES = "minutes", "Minutes of an earlier meeting"
        LETTER = "letter", "Letter"
        BACKGROUND = "background", "Background paper"  # LGA 1972 s100D
        OTHER = "other", "Other paper"

    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, help_text="Always public, also for an exempt paper.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPORT)
    author = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField("dated", null=True, blank=True)
    url = models.URLField("or a link to it", blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text="The paper it replaces.",
    )

    lexemes = searchable(a="title")  # an exempt paper is listed by its title, which is fit for the public, and no more

    class Meta(PublicRecord.Meta):
        ordering = ("order", "pk")
        indexes = [index("paper")]
        constraints = [*PublicRecord.Meta.constraints, *Exemptable.Meta.constraints]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.agenda_item.get_absolute_url()

    def prepare_publication(self):
        if not self.url and not self.files.exists():
            raise ValidationError(f"“{self.title}” has neither a file nor a link. Add one, then publish it.")


@tracked
class PaperFile(Document):
    """The file of a paper."""

    public_through = ("paper",)

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")

    class Meta(Document.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["paper"],
                name="one_file_for_each_paper",
                violation_error_message="This paper has a file. Add a new paper that supersedes it.",
            )
        ]

    def __str__(self):
        return self.filename

    @property
    def filename(self) -> str:
        """The name it is offered under: made from the public title, never from the name on the clerk's disk."""
        return safe_filename(f"{self.paper.title}{self.extension}")

    def get_absolute_url(self):
        return reverse("meetings:paper-download", args=[self.paper_id, self.filename])


class PaperFileWords(FileWords):
    """The words inside the file of a paper."""

    document = models.OneToOneField(PaperFile, models.CASCADE, related_name="read")

    class Meta:
        triggers = [count_always()]
        indexes = [index("paper_file")]
