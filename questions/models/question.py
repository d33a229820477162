"""What was asked of the Commissioner by somebody outside the panel, and where it stands."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from meetings.models import Action, AgendaItem, Meeting, Office
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.models import Provision, TopicLink, once
from panel_portal.records.overdue import newest_overdue
from panel_portal.records.periods import BeyondTheTable, today, working_days_between
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import reference_in_address
from questions.models.scheme import RefusalGround, Scheme

# How the place of something that is not published is marked: "[name left out]", "[left out]".
LEFT_OUT = re.compile(r"\[[^\[\]]*left out\]")


class QuestionQuerySet(RecordQuerySet):
    def to_decide(self):
        """Came in, and nobody has yet said whether the panel takes it."""
        return self.filter(state__in=Question.UNDECIDED)

    def awaiting(self):
        """Taken by the panel and not yet answered. A statement or a petition that was only accepted waits for its
        meeting, not for an answer."""
        return self.filter(Q(state=Question.State.SENT) | Q(state=Question.State.ACCEPTED, kind__in=Question.ASKING))

    def to_be_heard(self):
        """Statements and petitions that the panel took and has not had before it."""
        return self.filter(state=Question.State.ACCEPTED).exclude(kind__in=Question.ASKING)

    def answered(self):
        return self.filter(state__in=Question.ANSWERED)

    def turned_away(self):
        """Refused, or passed on to somebody else."""
        return self.filter(state__in=[Question.State.REFUSED, Question.State.REDIRECTED])

    def overdue(self, day: date | None = None):
        """Taken, and not answered although the day for that is over. Computed when asked, never stored."""
        return self.awaiting().filter(clock_stopped_on=None, answer_due_on__lt=day or today())

    def newest_answer_first(self):
        """What waits stands first, longest waiting first; then what was answered, newest first."""
        waits = Q(state__in=Question.AWAITING)
        # Looked up only for what was heard and not answered: to join ten thousand meetings took longer than to sort.
        heard_on = Meeting.objects.filter(pk=OuterRef("at_meeting")).values(day=Cast("starts_at", models.DateField()))
        over_on = Case(When(waits, then=None), default=Coalesce("answered_on", Subquery(heard_on)))
        oldest_first = Case(When(waits, then=F("asked_on")))
        return self.order_by(oldest_first.asc(nulls_last=True), over_on.desc(), "-pk")

    def for_meeting(self, meeting):
        return self.filter(at_meeting=meeting)

    def with_what_is_shown(self):
        return self.select_related("scheme", "at_meeting__body", "under_item__meeting", "provision", "addressee")


@tracked
class Question(PublicRecord):
    """A question, a statement, a petition or a member's question on notice.

    What was received, and from whom, is kept apart in `Submission`, which is private and destroyed in time. The words
    here are what the panel publishes.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "Public question"
        STATEMENT = "statement", "Statement"
        PETITION = "petition", "Petition"
        MEMBER = "member", "Member's question on notice"

    # What wants an answer; a statement never gets one (domain.md 2.1), a petition only where the panel sends it on.
    ASKING = (Kind.QUESTION, Kind.MEMBER)
    NOUNS = {Kind.STATEMENT: "statement", Kind.PETITION: "petition"}

    class Came(models.TextChoices):
        ONLINE = "online", "Online"
        EMAIL = "email", "By e-mail"
        POST = "post", "By post"
        TELEPHONE = "telephone", "By telephone"
        IN_PERSON = "in_person", "In person"

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"
        REDIRECTED = "redirected", "Passed on"
        TAKEN_BACK = "taken_back", "Taken back by whoever asked"
        DISCARDED = "discarded", "Not a question"
        SENT = "sent", "Awaiting an answer"
        ANSWERED_IN_WRITING = "answered_in_writing", "Answered in writing"
        ANSWERED_AT_MEETING = "answered_at_meeting", "Answered at the meeting"
        NOTED = "noted", "Noted by the panel"
        HEARD = "heard", "Heard at the meeting"

    UNDECIDED = (State.RECEIVED, State.ACKNOWLEDGED)
    AWAITING = (State.ACCEPTED, State.SENT)
    ANSWERED = (State.ANSWERED_IN_WRITING, State.ANSWERED_AT_MEETING, State.NOTED)
    # What the panel took, and so may publish.
    TAKEN = (*AWAITING, *ANSWERED, State.HEARD)

    # What it is
    reference = models.CharField(max_length=12, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUESTION, editable=False)
    came = models.CharField("how it came", max_length=10, choices=Came, default=Came.ONLINE, editable=False)
    title = models.CharField(
        "what it is about", max_length=150, blank=True, help_text="For lists, in a few words. Names nobody."
    )
    introduction = models.TextField(
        "what stands before the question", max_length=5000, blank=True, help_text="As published."
    )
    law = models.TextField(
        "law that it quotes", max_length=10000, blank=True, help_text="Shown apart from the question."
    )
    law_url = models.URLField("address of that law", blank=True, max_length=400)
    provision = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="which provision that is"
    )
    published_name = models.CharField(
        "asked by, as published", max_length=160, blank=True, help_text="A name, initials, or “A resident of …”."
    )

    signatures = models.PositiveIntegerField("signatures, of a petition", null=True, blank=True)

    # For when and whom
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="questions", editable=False)
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="for the meeting"
    )
    under_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="under the agenda item",
    )
    addressee = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="put to the office",
        help_text="Empty: to the Chair of the panel.",
    )

    # Where it stands
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED, editable=False, db_index=True)
    asked_on = models.DateField(default=today, editable=False)
    late = models.BooleanField("came after the deadline for the meeting asked for", default=False, editable=False)
    acknowledged_on = models.DateField(null=True, blank=True, editable=False)
    accepted_on = models.DateField(null=True, blank=True, editable=False)
    sent_on = models.DateField(null=True, blank=True, editable=False)
    answer_due_on = models.DateField(null=True, blank=True, editable=False)
    clock_stopped_on = models.DateField(null=True, blank=True, editable=False)
    days_stopped = models.PositiveSmallIntegerField("days for which the clock stood still", default=0, editable=False)
    holding_on = models.DateField("holding answer received", null=True, blank=True, editable=False)
    answered_on = models.DateField(null=True, blank=True, editable=False)
    corrected_on = models.DateField("answer corrected", null=True, blank=True, editable=False)
    given_at_meeting = models.TextField("what was said to it at the meeting", blank=True, editable=False)
    ended_on = models.DateField("turned away or taken back", null=True, blank=True, editable=False)
    ground = models.ForeignKey(
        RefusalGround, models.PROTECT, null=True, blank=True, editable=False, related_name="questions"
    )
    redirected_to = models.CharField("passed on to", max_length=160, blank=True, editable=False)
    redirect_outcome = models.TextField("what came of that", blank=True, editable=False)
    held_over_from = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="questions_held_over"
    )
    urgent = models.BooleanField("urgent, by leave of the Chair", default=False, editable=False)
    noted_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="questions_noted"
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supplementaries",
        verbose_name="supplementary to",
        limit_choices_to={"follows__isnull": True},
    )
    grouped_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="grouped",
        verbose_name="answered together with",
    )

    lexemes = searchable(a="title", b=("introduction", "given_at_meeting"), c="published_name", d="law")

    objects = QuestionQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-asked_on", "-pk")
        verbose_name = "question"
        indexes = [index("question"), newest_overdue("question", "answer_due_on")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                name="a_refused_question_has_its_ground",
                condition=Q(state="refused") ^ Q(ground__isnull=True),
                violation_error_message="Say on which ground it is not accepted.",
            ),
            models.CheckConstraint(
                name="a_redirected_question_says_to_whom", condition=Q(state="redirected") ^ Q(redirected_to="")
            ),
            models.CheckConstraint(
                name="an_ended_question_has_its_day",
                condition=Q(state__in=["refused", "redirected", "taken_back", "discarded"]) ^ Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="an_answered_question_has_its_day",
                condition=Q(state__in=["answered_in_writing", "answered_at_meeting", "noted"])
                ^ Q(answered_on__isnull=True),
            ),
            models.CheckConstraint(
                name="a_noted_question_names_the_meeting",
                condition=Q(state="noted") ^ Q(noted_at_meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="what_was_heard_names_the_meeting", condition=~Q(state="heard") | Q(at_meeting__isnull=False)
            ),
            models.CheckConstraint(
                name="questions_are_answered_and_statements_heard",
                condition=~Q(state="heard", kind__in=["question", "member"])
                & ~Q(state__in=["sent", "answered_in_writing", "answered_at_meeting", "noted"], kind="statement"),
            ),
            models.CheckConstraint(
                name="only_what_the_panel_took_was_published",
                condition=~Q(publication="published")
                | Q(state__in=["accepted", "sent", "answered_in_writing", "answered_at_meeting", "noted", "heard"])
                & ~Q(title="")
                & ~Q(published_name=""),
                violation_error_message="Only what the panel took is public, with a title and the name of whoever "
                "asked. Accept it first.",
            ),
            models.CheckConstraint(
                name="a_question_does_not_follow_itself",
                condition=(Q(follows__isnull=True) | ~Q(follows=F("pk")))
                & (Q(grouped_with__isnull=True) | ~Q(grouped_with=F("pk"))),
                violation_error_message="A question cannot be supplementary to itself.",
            ),
        ]
        permissions = [("read_turned_away", "Can read questions that were turned away")]

    def __str__(self):
        return f"{self.reference}: {self.title}" if self.title else self.reference

    def get_absolute_url(self):
        return reverse("questions:question-detail", args=[self.reference_in_address])

    @property
    def reference_in_address(self) -> str:
        return reference_in_address(self.reference)

    @property
    def noun(self) -> str:
        """What to call it in a sentence: "question", "statement" or "petition"."""
        return self.NOUNS.get(self.kind, "question")

    @property
    def is_for_the_chair(self) -> bool:
        """Whether the Chair of the panel answers it: as it was sent, or until then as the scheme says."""
        if self.sent_on:
            return self.addressee_id is None
        return self.scheme.addressee == Scheme.Addressee.CHAIR

    @property
    def put_to(self) -> str:
        return "the Chair of the panel" if self.is_for_the_chair else "the Commissioner"

    @property
    def sent_to(self) -> str:
        """Who is given it to answer."""
        return "the Chair of the panel" if self.is_for_the_chair else "the Commissioner’s office"

    @property
    def response_heading(self) -> str:
        return "Response of the Chair" if self.is_for_the_chair else "Commissioner’s response"

    @property
    def last_step_on(self) -> date:
        """The day of the last step taken with it; the next cannot be earlier."""
        steps = (self.asked_on, self.acknowledged_on, self.accepted_on, self.sent_on)
        return max(day for day in steps if day)

    @property
    def signatures_in_words(self) -> str:
        return f"{self.signatures:,}" if self.signatures else ""

    @property
    def is_awaiting(self) -> bool:
        return self.state == self.State.SENT or self.state == self.State.ACCEPTED and self.kind in self.ASKING

    @property
    def standing(self) -> str:
        """Where it stands, in the words of the lists: what the panel accepted waits for something, and is not over."""
        if self.is_awaiting:
            return self.State.SENT.label
        return "To be heard" if self.state == self.State.ACCEPTED else self.get_state_display()

    @property
    def is_overdue(self) -> bool:
        return (
            self.is_awaiting
            and self.clock_stopped_on is None
            and self.answer_due_on is not None
            and self.answer_due_on < today()
        )

    @property
    def days_waited(self) -> int | None:
        """Working days from the day of asking until the answer, or until today; None beyond the table of bank
        holidays."""
        try:
            return max(working_days_between(self.asked_on, self.answered_on or today()), 0)
        except BeyondTheTable:
            return None

    def prepare_publication(self):
        """Refuse what is not ready to be read."""
        if not self.title.strip():
            raise ValidationError("Say in a few words what it is about, then publish it.")
        if not self.published_name.strip():
            raise ValidationError("Say how whoever asked is named in public, then publish it.")
        parts = list(self.parts.values_list("text", flat=True))
        if not parts:
            raise ValidationError("It has no words yet. Enter what is asked, then publish it.")
        self._check_what_was_left_out(" ".join([self.introduction, self.law, *parts]))

    def _check_what_was_left_out(self, words: str):
        marked, told = bool(LEFT_OUT.search(words)), self.redactions.exists()
        if marked and not told:
            raise ValidationError("Its words say that something was left out. Say below what, and why.")
        if told and not marked:
            raise ValidationError(
                "Something was left out, and its words do not show where. Write “[name left out]”, or whatever it was, "
                "in its place."
            )


@tracked
class QuestionPart(PublicPart):
    """One of the things asked in a question, as published. A question with one ask has one part."""

    public_through = ("question",)

    question = models.ForeignKey(Question, models.PROTECT, related_name="parts")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("what is asked, as published", max_length=5000)

    lexemes = searchable(b="text")

    class Meta(PublicPart.Meta):
        ordering = ("question", "order", "pk")
        verbose_name = "part of a question"
        verbose_name_plural = "parts of questions"
        indexes = [index("question_part")]

    def __str__(self):
        return self.text[:80]


@tracked
class Redaction(PublicPart):
    """Something in the words received that is not published, and why."""

    public_through = ("question",)

    question = models.ForeignKey(Question, models.PROTECT, related_name="redactions")
    what = models.CharField(
        "what was left out",
        max_length=160,
        help_text='Without naming it: "the name of an officer". Mark its place in the words: "[name left out]".',
    )
    reason = models.CharField("why", max_length=300)

    class Meta(PublicPart.Meta):
        ordering = ("question", "pk")

    def __str__(self):
        return self.what


@tracked
class FollowUp(PublicPart):
    """An action that the panel asked for because of a question. Whatever else the agenda item raised is not this
    question's doing."""

    public_through = ("question", "action")

    question = models.ForeignKey(Question, models.PROTECT, related_name="follow_ups")
    action = models.ForeignKey(Action, models.PROTECT, related_name="after_questions")

    class Meta(PublicPart.Meta):
        ordering = ("question", "action")
        verbose_name = "action that followed"
        verbose_name_plural = "actions that followed"
        constraints = [
            models.UniqueConstraint(
                fields=["question", "action"],
                name="an_action_follows_a_question_once",
                violation_error_message="This action is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.action.reference} after {self.question.reference}"


@tracked
class QuestionTopic(TopicLink):
    """A topic under which a question is found."""

    public_through = ("question",)

    question = models.ForeignKey(Question, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("question", "topic")
        constraints = [once("question")]
