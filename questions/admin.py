"""Public questions and the scheme they are held against."""

from django.contrib import admin

from panel_portal.records.admin import RecordAdmin, RecordInline, topic_inline
from panel_portal.records.publication import restore, withdraw
from questions import entry, intake, models, workflow, worklist
from questions.forms import QuestionForm, of_the_panel

__all__ = ["worklist"]


class GroundInline(RecordInline):
    model = models.RefusalGround


@admin.register(models.Scheme)
class SchemeAdmin(RecordAdmin):
    list_display = ["__str__", "notice_words", "from_on", "until_on"]
    fieldsets = (
        ("When it holds", {"fields": ("from_on", "until_on")}),
        ("Who may ask", {"fields": ("who_may_ask",)}),
        ("By when", {"fields": (("notice_number", "notice_unit"), "notice_time", "counted_from")}),
        (
            "How much",
            {
                "fields": (
                    "most_words", "most_questions", "supplementary", "minutes_at_meeting", "statements_allowed",
                    "petitions_allowed",
                )
            },
        ),
        (
            "How it is answered",
            {"fields": ("addressee", "office_email", ("answer_number", "answer_unit"), "how_answered", "when_absent")},
        ),
        ("Names, and what is kept", {"fields": ("name_policy", "months_kept")}),
    )  # fmt: skip
    inlines = [GroundInline]


@admin.register(models.StatedClosing)
class StatedClosingAdmin(RecordAdmin):
    list_display = ["meeting", "closes_at"]
    list_select_related = ["meeting__body"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "meeting":
            kwargs["queryset"] = of_the_panel().order_by("-starts_at").with_names().select_related("body")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PartInline(RecordInline):
    model = models.QuestionPart


class RedactionInline(RecordInline):
    model = models.Redaction


class FollowUpInline(RecordInline):
    model = models.FollowUp


@admin.register(models.Question)
class QuestionAdmin(RecordAdmin):
    list_display = ["__str__", "state", "answer_due_on", "publication", "kind", "asked_on"]
    list_filter = ["state", "publication", "kind"]
    search_fields = ["reference", "title", "parts__text", "published_name"]
    date_hierarchy = "asked_on"
    form = QuestionForm
    fieldsets = (
        (
            "What is published",
            {"fields": ("title", "introduction", "law", "law_url", "provision", "signatures", "published_name")},
        ),
        ("For when and whom", {"fields": ("at_meeting", "under_item", "addressee", "follows")}),
    )
    undecided = (("For when", {"fields": ("at_meeting",)}),)
    inlines = [PartInline, RedactionInline, topic_inline(models.QuestionTopic), FollowUpInline]
    change_form_template = "admin/questions/question_change_form.html"
    preview_name = "preview-question"
    verbs = (
        workflow.acknowledge,
        workflow.accept,
        workflow.refuse,
        workflow.redirect,
        workflow.record_outcome,
        workflow.take_back,
        workflow.discard,
        workflow.reopen,
        workflow.hold_over,
        workflow.take_as_urgent,
        workflow.group,
        workflow.separate,
        workflow.hear,
        workflow.not_heard,
        workflow.send,
        workflow.answer_at_meeting,
        workflow.note_at_meeting,
        workflow.publish_question,
        withdraw,
        restore,
    )
    seldom = (
        workflow.hold_over,
        workflow.take_as_urgent,
        workflow.group,
        workflow.separate,
        workflow.take_back,
        workflow.redirect,
        workflow.discard,
    )
    schedulable = (workflow.publish_question,)

    def shown_fieldsets(self, request, obj=None):
        # Until the panel takes it, its words are private: there is nothing yet that will be published.
        return self.fieldsets if obj is None or obj.state in models.Question.TAKEN else self.undecided

    def get_inlines(self, request, obj):
        return self.inlines if obj is None or obj.state in models.Question.TAKEN else []

    def add_view(self, request, form_url="", extra_context=None):
        return entry.enter_question(self, request)

    def words_of(self, record, verb) -> list[str]:
        """As it came in until the panel takes it; from then on as it is published."""
        submission = models.Submission.objects.filter(question=record).first()
        if record.state not in models.Question.TAKEN and submission:
            return submission.parts
        return [*filter(None, [record.introduction]), *(part.text for part in record.parts.all())]

    def has_delete_permission(self, request, obj=None):
        return False  # what came in is answered for; what is private of it is destroyed in time

    def change_view(self, request, object_id, form_url="", extra_context=None):
        submission = models.Submission.objects.filter(question=object_id).first() if object_id.isdecimal() else None
        extra = {"submission": submission, "others": intake.others_from_the_same(submission) if submission else 0}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
