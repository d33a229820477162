"""The workspace of the Commissioner's office: what waits for it, and where it writes its answers."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView

from meetings.models import Office, OfficeSignIn
from panel_portal.records.periods import today
from panel_portal.records.publication import Publication
from questions.ask_forms import OneLine, Plain
from reports import owed, workflow
from reports.answering import AnswerForm
from reports.models import ClockStop, CommissionerResponse, OfficeTask
from reports.models.response import ANSWERED

State = CommissionerResponse.State


class OwnClockForm(forms.ModelForm):
    """The office's own clock and note on what it owes."""

    marks_optional = True
    with_whom = OneLine(label="Who is writing it", max_length=120, required=False)
    note = Plain(label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = OfficeTask
        fields = ["ready_by", "with_whom", "note"]
        widgets = {"ready_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        labels = {"ready_by": "To be ready in the office by"}


class StopForm(forms.Form):
    """Why the clock should be stopped."""

    category = forms.ChoiceField(label="What kind of reason", choices=ClockStop.Category.choices)
    reason = Plain(
        label="The reason, as the public will read it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the clock should be stopped"},
    )


class ForOffice(PermissionRequiredMixin):
    """For whoever answers for an office, and kept by no cache. `self.office` is that office, and only its own."""

    permission_required = "reports.answer_for_office"
    office: Office

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission():
            link = OfficeSignIn.objects.select_related("office").filter(user=request.user).first()
            if link is None:
                return render(request, "reports/no_office.html", {"section": "office"}, status=403)
            self.office = link.office
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            section="office", office=self.office, office_name=self.office.title_on(today()), **kwargs
        )


class OfficeWorkspace(ForOffice, TemplateView):
    """What waits for this office, by the day it is due; its drafts; what it sent that is not yet public."""

    template_name = "reports/office.html"

    def get_context_data(self, **kwargs):
        rows = owed.longest_first(self.office)
        page = Paginator(rows, 50).get_page(self.request.GET.get("page"))
        waiting = owed.fetch(page.object_list)
        tasks = {_filled(task): task for task in OfficeTask.objects.filter(office=self.office)}
        drafts = list(self._answers().drafts_of(self.office))
        drafted = {_filled(draft) for draft in drafts}
        sent = list(
            self._answers().waiting_for_publication().filter(written_by=self.office).order_by("received_on", "pk")
        )
        answered = {_filled(response) for response in sent}
        for one in waiting:
            one.record.task = tasks.get((one.key, one.record.pk))
            one.record.is_drafted = (one.key, one.record.pk) in drafted
            one.record.is_with_the_clerk = (one.key, one.record.pk) in answered
        return super().get_context_data(
            page_obj=page,
            waiting=waiting,
            overdue=sum(owed.waiting_rows(kind, self.office).overdue().count() for kind in owed.KINDS),
            late_here=[one for one in waiting if one.record.task and one.record.task.is_late],
            returned=[one for one in drafts if one.returned_note],
            sent=sent,
            today=today(),
            query="",
            **kwargs,
        )

    def _answers(self):
        return CommissionerResponse.objects.select_related(*ANSWERED)


def _filled(row) -> tuple[str, int]:
    """Which key of a draft or a task is filled, and with what."""
    return next((key, pk) for key in ANSWERED if (pk := getattr(row, f"{key}_id")))


class OfficeAnswer(ForOffice, TemplateView):
    """One thing that this office owes, with the form to answer it, its two clocks, and what was sent before."""

    template_name = "reports/office_answer.html"

    def dispatch(self, request, *args, kind, reference, **kwargs):
        self.kind, self.reference = kind, reference
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, *, lock=False):
        try:
            self.owed = owed.find(self.kind, self.reference, self.office)
        except ObjectDoesNotExist:
            raise Http404 from None
        if lock:
            model = type(self.owed.record)
            model._base_manager.select_for_update(of=("self",)).get(pk=self.owed.record.pk)
        answers = CommissionerResponse.objects.to(self.owed.record)
        self.draft = answers.drafts_of(self.office).first()
        self.sent = answers.filter(written_by=self.office, state=State.RECEIVED)
        self.task = OfficeTask.objects.filter(office=self.office, **{self.owed.key: self.owed.record}).first()

    def get(self, request, **kwargs):
        self.prepare()
        return self.show()

    def post(self, request, **kwargs):
        # Held until the end, so that a second click waits, and is told that an answer was sent.
        with transaction.atomic():
            self.prepare(lock=True)
            match request.POST.get("do"):
                case "keep" | "send" as do:
                    return self.answer(request, sending=do == "send")
                case "task":
                    return self.note(request)
                case "stop":
                    return self.ask_to_stop(request)
            return self.show(status=400)

    def form(self, request=None, **options) -> AnswerForm:
        sent_before = self.sent.count()
        if request is None:
            return AnswerForm(owed=self.owed, response=self.draft, sent_before=sent_before)
        given = (request.POST, request.FILES)
        return AnswerForm(*given, owed=self.owed, response=self.draft, sent_before=sent_before, **options)

    def answer(self, request, *, sending):
        form = self.form(request, sending=sending)
        if not form.is_valid():
            return self.show(form=form, status=422)
        if sending and (sentence := workflow.hindrance_to(self.owed.record)):
            form.add_error(None, sentence)
            return self.show(form=form, status=422)
        self.draft = form.store(office=self.office, state=State.DRAFTING)
        if sending:
            workflow.send_response(self.draft, by=request.user)
            messages.success(request, "Sent to the clerk, who reads it and publishes it.")
            return HttpResponseRedirect(reverse("reports:office"))
        messages.success(request, "Kept. Only your office sees it until you send it.")
        return HttpResponseRedirect(request.path)

    def note(self, request):
        task = self.task or OfficeTask(office=self.office, **{self.owed.key: self.owed.record})
        form = OwnClockForm(request.POST, instance=task, prefix="task")
        if not form.is_valid():
            return self.show(form=self.typed(request), task_form=form, status=422)
        form.save()
        return self.with_the_answer(request, "Kept. Only your office sees it.")

    def ask_to_stop(self, request):
        form = StopForm(request.POST, prefix="stop")
        if form.is_valid():
            try:
                workflow.ask_to_stop(self.owed.record, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return self.with_the_answer(request, "The clerk is asked. The clock goes on until the clerk agrees.")
        return self.show(form=self.typed(request), stop_form=form, status=422)

    def typed(self, request) -> AnswerForm:
        """The answer as it stood on the page, without a word about what is missing: another form was sent."""
        form = self.form()
        form.initial |= {name: request.POST[name] for name in form.fields if name in request.POST}
        return form

    def with_the_answer(self, request, done: str):
        """Go on after another form of the page; what was typed of the answer is kept as the draft."""
        form = self.form(request, sending=False)
        if form.is_begun and not form.is_valid():
            messages.success(request, done)
            return self.show(form=form, status=422)
        if form.is_begun:
            form.store(office=self.office, state=State.DRAFTING)
        messages.success(request, done)
        return HttpResponseRedirect(request.path)

    def show(self, *, form=None, task_form=None, stop_form=None, status=200):
        asked_stops = ClockStop.objects.none()
        if self.owed.kind in ClockStop.TO:
            asked_stops = ClockStop.objects.filter(**{self.owed.kind: self.owed.record})
        context = self.get_context_data(
            owed=self.owed,
            answer_form=form or self.form(),
            # The one in which something is wrong, for the summary at the top of the page.
            form=next((one for one in (form, task_form, stop_form) if one is not None and one.errors), None),
            draft=self.draft,
            kept_files=list(self.draft.files.all()) if self.draft else [],
            sent=self.sent.filter(publication=Publication.DRAFT),
            hindrance=workflow.hindrance_to(self.owed.record),
            task_form=task_form or OwnClockForm(instance=self.task, prefix="task"),
            stop_form=(stop_form or StopForm(prefix="stop")) if self.owed.can_stop else None,
            asked_stops=asked_stops,
        )
        return self.render_to_response(context, status=status)
