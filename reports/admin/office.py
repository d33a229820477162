"""What the office asks of the clerk, and the links that the clerk gives for one task."""

from datetime import timedelta

from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from panel_portal.records.admin import RecordAdmin
from panel_portal.records.models import TaskToken, TokenUse
from panel_portal.records.periods import clock, day_in_london, in_words
from panel_portal.records.publication import restore, withdraw
from questions.models import Question
from reports import links, models, workflow

# For so long back the list says how many came with a link that does not exist: somebody guesses, or copied half of it.
GUESSES_OF_DAYS = 30


@admin.register(models.ClockStop)
class ClockStopAdmin(RecordAdmin):
    list_display = ["__str__", "asked_on", "stopped_on", "restarted_on", "publication"]
    list_filter = ["publication", "category"]
    search_fields = ["reason", "question__reference", "report__reference"]
    fields = ["question", "report", "category", "reason"]
    verbs = (workflow.agree_stop, workflow.decline_stop, workflow.restart, withdraw, restore)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "question":
            kwargs["queryset"] = Question.objects.public().filter(state=Question.State.SENT)
        if db_field.name == "report":
            kwargs["queryset"] = models.PanelReport.objects.public().awaiting()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["question", "report"] if obj else []


@admin.register(TaskToken)
class TaskTokenAdmin(admin.ModelAdmin):
    """Links for one task. A link is told once, when it is given; here stands what became of it."""

    list_display = ["for_whom", "purpose", "made_at", "expires_at", "standing", "uses", "take_back"]
    fields = ["for_whom", "purpose", "made_at", "expires_at", "standing", "uses", "last_used_at", "what_happened"]
    change_list_template = "admin/reports/links.html"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(purpose__in=links.PURPOSES.values())

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("give/", view(self.give), name="records_tasktoken_give"),
            path("<int:pk>/revoke/", view(self.revoke), name="records_tasktoken_revoke"),
            *super().get_urls(),
        ]

    @admin.display(description="what happened with it")
    def what_happened(self, token):
        """Each time somebody came with it, latest first."""
        log = [(in_words(day_in_london(use.at)), clock(use.at), use.get_what_display()) for use in token.log.all()]
        lines = format_html_join("", "<li>{}, {}: {}</li>", log)
        return format_html("<ul>{}</ul>", lines) if lines else "Nobody has opened it yet."

    def changelist_view(self, request, extra_context=None):
        since = timezone.now() - timedelta(days=GUESSES_OF_DAYS)
        guesses = TokenUse.objects.filter(what=TokenUse.What.UNKNOWN, at__gte=since).count()
        extra = {"guesses": guesses, "of_days": GUESSES_OF_DAYS, **(extra_context or {})}
        return super().changelist_view(request, extra)

    @admin.display(description="take back")
    def take_back(self, token):
        if token.standing != "Open":
            return "–"
        address = reverse("admin:records_tasktoken_revoke", args=[token.pk])
        return format_html(
            '<a href="{}">Take back<span class="visually-hidden"> {}</span></a>', address, token.for_whom
        )

    def give(self, request):
        return links.give_page(self, request)

    def revoke(self, request, pk):
        return links.revoke_page(self, request, pk)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
