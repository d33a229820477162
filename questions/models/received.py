"""What came in, and from whom: private, outside the history, and destroyed when its time is up."""

from django.db import models

from questions.models.question import Question


class Submission(models.Model):
    """The words as received and the person behind them. Never public; only the clerk reads it."""

    private = True

    class Eligibility(models.TextChoices):
        LIVES = "lives", "I live in the area"
        WORKS = "works", "I work in the area"
        STUDIES = "studies", "I study in the area"
        ORGANISATION = "organisation", "I write for an organisation in the area"
        MEMBER = "member", "A member of the panel"

    # The same, as the clerk reads it of somebody else.
    MAY_ASK = {
        Eligibility.LIVES: "Lives in the area",
        Eligibility.WORKS: "Works in the area",
        Eligibility.STUDIES: "Studies in the area",
        Eligibility.ORGANISATION: "Writes for an organisation in the area",
        Eligibility.MEMBER: "A member of the panel",
    }

    class Naming(models.TextChoices):
        NAME = "name", "My name"
        INITIALS = "initials", "My initials"
        RESIDENT = "resident", "“A resident of …”"

    question = models.OneToOneField(Question, models.PROTECT, related_name="submission")
    received_at = models.DateTimeField()
    # The page that sent it: a second click, or the way back and forth, does not make a second question.
    sent_from = models.UUIDField(unique=True)

    # The words
    parts = models.JSONField("what is asked, part by part", default=list)
    law = models.TextField("law that it quotes", blank=True)
    law_url = models.TextField("address of that law", blank=True)
    signatures = models.PositiveIntegerField("signatures, of a petition", null=True, blank=True)

    # The person
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    postal_address = models.TextField(blank=True)
    eligibility = models.CharField("why they may ask", max_length=12, choices=Eligibility)
    organisation = models.CharField(max_length=160, blank=True)
    naming = models.CharField("wants to be named by", max_length=8, choices=Naming)
    place = models.CharField("town or village", max_length=80, blank=True)

    class Meta:
        ordering = ("-received_at",)
        verbose_name = "words as received"
        verbose_name_plural = "words as received"

    def __str__(self):
        return f"What was received as {self.question.reference}"

    @property
    def may_ask_because(self) -> str:
        return self.MAY_ASK[self.eligibility]

    @property
    def name_to_publish(self) -> str:
        """How they asked to be named, in the words that would be published."""
        if self.naming == self.Naming.INITIALS:
            return " ".join(f"{word[0].upper()}." for word in self.name.replace("-", " ").split() if word[0].isalpha())
        if self.naming == self.Naming.RESIDENT:
            return f"A resident of {self.place}" if self.place else "A resident"
        return self.name
