"""The clerk's admin: Django's own, with states shown and verbs as buttons."""

from collections import Counter
from inspect import cleandoc

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from panel_portal.records import holidays, removal, scheduling
from panel_portal.records.editing import InlineRecordForm, RecordForm, RecordFormSet, say_what_is_missing
from panel_portal.records.history import story
from panel_portal.records.models import (
    OutgoingEmail,
    ProclaimedHoliday,
    Provision,
    ScheduledVerb,
    StatutoryPeriod,
    Topic,
)
from panel_portal.records.publication import Exemptable, PublicRecord
from panel_portal.records.worklist import Question, register


class VerbPageForm(forms.Form):
    """The note, where a verb takes one."""

    note = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "cols": 70}))
    at = forms.SplitDateTimeField(
        label="At a set time",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time of day"},
        ),
        help_text="Leave empty to do it now. Otherwise it is done at that time, in your name.",
    )


class RecordAdmin(admin.ModelAdmin):
    """A record in the admin. `verbs` are the functions offered as buttons; `seldom` those of them that stand
    behind "More"; `preview_name` names its preview page."""

    form = RecordForm
    verbs: tuple = ()
    seldom: tuple = ()
    schedulable: tuple = ()
    preview_name = ""
    change_form_template = "admin/records/change_form.html"
    object_history_template = "admin/records/history.html"
    actions = None
    view_on_site = False  # where_it_stands.html has the way there, for what is there

    def states(self, record) -> list[tuple[str, str]]:
        """What stands where, in words, for the top of the page."""
        states = []
        if isinstance(record, PublicRecord):
            states.append(("Publication", record.get_publication_display()))
        if isinstance(record, Exemptable) and record.exempt:
            states.append(("Not for publication", "; ".join(record.exempt_paragraph_labels)))
        if hasattr(record, "get_state_display"):
            states.append(("State", record.get_state_display()))
        return states

    def offered(self, request, record) -> list:
        return [v.verb for v in self.verbs if v.verb.possible(record) and v.verb.may(request.user)]

    def shown_fieldsets(self, request, obj=None):
        """The fields of a record in their groups, for a subclass to change."""
        return super().get_fieldsets(request, obj)

    def get_fieldsets(self, request, obj=None):
        """Those, with the hidden version at which the page was opened: a page that names its fields would leave it out,
        and then of two clerks the second would overwrite the first unawares."""
        shown = self.shown_fieldsets(request, obj)
        left_out = issubclass(self.form, RecordForm) and "opened_version" not in flatten_fieldsets(shown)
        if obj is None or not left_out or not self.has_change_permission(request, obj):
            return shown
        (name, options), *others = shown
        return [(name, {**options, "fields": [*options["fields"], "opened_version"]}), *others]

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        # Saving locks the row, so that of two clerks the second is told (editing.py) instead of overwriting.
        return self.get_queryset(request).select_for_update(of=("self",)).get(pk=record.pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        extra = {}
        if record:
            extra = {
                "states": self.states(record),
                "offered": self.offered(request, record),
                "seldom": [v.verb for v in self.seldom],
                "preview_url": reverse(self.preview_name, args=[record.pk]) if self.preview_name else "",
                "public_url": self._public_url(record),
                "waiting": ScheduledVerb.objects.for_record(record).unsettled(),
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _public_url(self, record) -> str:
        """Its page, where it has one of its own and a stranger may see it."""
        has_page = hasattr(record, "get_absolute_url") and record.is_public
        return record.get_absolute_url() if has_page else ""

    def has_delete_permission(self, request, obj=None):
        if getattr(obj, "published_at", None):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """What the page that asks first shows: what goes with it, which rights are missing, what stands in the way."""
        rows = [row for record in objs for row in removal.with_parts(record)]
        counts = Counter(row._meta.verbose_name_plural for row in rows)
        listed = [f"{capfirst(row._meta.verbose_name)}: {row}" for row in rows]
        missing = {
            row._meta.verbose_name
            for row in rows
            if not request.user.has_perm(f"{row._meta.app_label}.delete_{row._meta.model_name}")
        }
        in_the_way = [
            f"{capfirst(row._meta.verbose_name)}: {row}" for record in objs for row in removal.obstacles(record)
        ]
        return listed, counts, missing, in_the_way

    def delete_model(self, request, obj):
        removal.remove(obj, by=request.user)

    def history_view(self, request, object_id, extra_context=None):
        record = self._record_or_404(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {record}",
            "happenings": reversed(story(record)),
            "object": record,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.object_history_template, context)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/do/<slug:verb_name>/", self.admin_site.admin_view(self.do), name=f"{name}_do"),
            path(
                "<int:pk>/cancel/<int:scheduled_pk>/",
                self.admin_site.admin_view(self.cancel_scheduled),
                name=f"{name}_cancel",
            ),
            *super().get_urls(),
        ]

    def do(self, request, pk, verb_name):
        """Ask for what a verb needs, then take it. A refusal comes back with everything that was typed."""
        record = self._record_or_404(request, pk)
        verb = next((v.verb for v in self.verbs if v.verb.short_name == verb_name), None)
        if verb is None:
            raise Http404
        if not verb.may(request.user):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        page_form = self._page_form(verb, data)
        details = verb.form(record, data) if verb.form else None
        for field in (*page_form.fields.values(), *(details.fields.values() if details else ())):
            say_what_is_missing(field)
        answers = [form.is_valid() for form in (page_form, details) if form and data is not None]
        if answers and all(answers):
            refusal = self._take(request, record, verb, page_form, details)
            if refusal is None:
                return HttpResponseRedirect(self.page_of(record))
            _spread(refusal, page_form, details)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}: {record}",
            "verb": verb,
            "what_it_does": " ".join(cleandoc(verb.call.__doc__ or "").partition("\n\n")[0].split()),
            "page_form": page_form,
            "details": details,
            "record": record,
            "words": self.words_of(record, verb),
            "back": self.page_of(record),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/records/verb.html", context, status=200 if data is None else 422)

    def cancel_scheduled(self, request, pk, scheduled_pk):
        record = self._record_or_404(request, pk)
        scheduled = get_object_or_404(ScheduledVerb.objects.for_record(record), pk=scheduled_pk)
        if request.method == "POST":
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            try:
                scheduling.cancel(scheduled, by=request.user)
                messages.success(request, "It will not happen at the set time.")
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self.page_of(record))

    def words_of(self, record, verb) -> list[str]:
        """What somebody who is about to take `verb` must have before their eyes, in paragraphs."""
        return []

    def page_of(self, record) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
            args=[record.pk],
            current_app=self.admin_site.name,
        )

    def _record_or_404(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _page_form(self, verb, data):
        form = VerbPageForm(data)
        form.fields["note"].label = verb.note_label if verb.note_required else "Note, if you like, for the history"
        form.fields["note"].required = verb.note_required
        if verb.call not in self.schedulable:
            del form.fields["at"]
        return form

    def _take(self, request, record, verb, page_form, details) -> ValidationError | None:
        arguments = details.cleaned_data if details else {}
        note, at = page_form.cleaned_data["note"], page_form.cleaned_data.get("at")
        try:
            if at:
                scheduling.schedule(record, verb.call, at=at, by=request.user, note=note, details=arguments)
                messages.success(
                    request, f"“{verb.label}” will be done at {timezone.localtime(at):%H:%M on %-d %B %Y}."
                )
            else:
                verb.call(record, by=request.user, note=note, **arguments)
                messages.success(request, f"Done: {verb.label}. {record}")
        except ValidationError as refusal:
            return refusal
        return None


def _spread(refusal: ValidationError, *asked) -> None:
    """Put each sentence of a refusal at the field it is about, the rest at the top."""
    errors = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
    for name, sentences in errors.items():
        home = next((form for form in asked if form and name in form.fields), asked[0])
        for sentence in sentences:
            home.add_error(name if name in home.fields else None, sentence)


class RecordInline(admin.TabularInline):
    """Rows of a record on another's page."""

    form = InlineRecordForm
    formset = RecordFormSet
    extra = 1  # without JavaScript this row is the only way to add one

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the admin's four icons beside each list: in a row they take more room than the fields."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


def topic_inline(link) -> type[RecordInline]:
    """The topics of a record, on its page. `link`: the model of its links."""
    return type(f"{link.__name__}Inline", (RecordInline,), {"model": link, "verbose_name_plural": "topics"})


@register
def refused_schedules(user):
    """What was to happen at a set time and was refused: it waits for a person."""
    if not user.has_perm("records.publish_record"):
        return
    for scheduled in ScheduledVerb.objects.refused():
        record, at = scheduled.record, timezone.localtime(scheduled.at)
        if record is None:  # deleted since, as a draft may be: there is nothing left to decide
            continue
        yield Question(
            sentence=f"“{scheduled.verb_label}” was set for {at:%H:%M on %-d %B} and was refused: {record}",
            detail=scheduled.refusal,
            button="Look at it",
            url=reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]),
            urgent=True,
        )


@register
def unsent_mail(user):
    """Messages that could not be sent."""
    if not user.has_perm("records.view_outgoingemail"):
        return
    if count := OutgoingEmail.objects.filter(sent_at=None).exclude(last_error="").count():
        yield Question(
            sentence=f"{count} e-mail{'s' if count > 1 else ''} could not be sent.",
            button="See which",
            url=reverse("admin:records_outgoingemail_changelist"),
        )


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ["name", "explanation"]
    search_fields = ["name", "explanation", "words"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "slug", "explanation", "words"],
                "description": "A topic can be followed as soon as it is saved here. It is on the list of topics once "
                "something public stands under it.",
            },
        )
    ]
    change_list_template = "admin/records/topics.html"


@admin.register(Provision)
class ProvisionAdmin(admin.ModelAdmin):
    list_display = ["short_label", "act", "section"]
    search_fields = ["short_label", "act"]


@admin.register(StatutoryPeriod)
class StatutoryPeriodAdmin(admin.ModelAdmin):
    list_display = ["name", "number", "unit", "provision"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ProclaimedHoliday)
class ProclaimedHolidayAdmin(admin.ModelAdmin):
    list_display = ["day", "name", "source"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._tell(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._tell(request)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self._tell(request)

    def _tell(self, request):
        transaction.on_commit(holidays.reread)
        messages.info(
            request, "Days counted from now on know of it. Those already set are counted anew by “manage.py retime”."
        )


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(admin.ModelAdmin):
    list_display = ["pk", "subject", "queued_at", "sent_at", "last_error"]
    fields = ["subject", "queued_at", "sent_at", "last_error"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
