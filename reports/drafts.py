"""The page on which a clerk begins a report or letter from the minutes of meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from reports import drafting, forms


def begin(model_admin, request):
    """First the meetings, then what kind of report it is and which items it rests on."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    choosing = forms.MeetingForm(request.GET if "meeting" in request.GET else None)
    form = None
    if choosing.is_bound and choosing.is_valid():
        form = forms.DraftForm(request.POST or None, meetings=choosing.cleaned_data["meetings"])
        if form.is_valid():
            answers = form.cleaned_data
            try:
                report = drafting.draft(answers["kind"], answers["title"], list(answers["items"]))
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, "The draft is begun. Nothing of it is public.")
                return HttpResponseRedirect(reverse("admin:reports_panelreport_change", args=[report.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Begin a report or letter from minutes",
        "opts": model_admin.opts,
        "choosing": choosing,
        "form": form,
    }
    wrong = bool((form and form.errors) or choosing.errors)
    return TemplateResponse(request, "admin/reports/draft.html", context, status=422 if wrong else 200)
