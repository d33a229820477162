"""Links for one task: the clerk gives one to somebody without an account, and it opens exactly one form."""

from datetime import timedelta

# The public function counts no GET, and to open a link is one. (A test watches the private one.)
from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from panel_portal.records import tokens
from panel_portal.records.models import TaskToken
from panel_portal.records.tokens import What
from questions.ask_forms import OneLine
from reports import owed, workflow
from reports.answering import AnswerForm
from reports.models import CommissionerResponse

Purpose = TaskToken.Purpose
PURPOSES = {
    "question": Purpose.ANSWER_QUESTION,
    "action": Purpose.ANSWER_ACTION,
    "report": Purpose.ANSWER_REPORT,
    "inspection": Purpose.ANSWER_INSPECTION,
}
KINDS = {purpose: kind for kind, purpose in PURPOSES.items()}
MOST_OFFERED = 500


# The public side ------------------------------------------------------------------------------------------


@method_decorator(never_cache, name="dispatch")
class Respond(View):
    """The form behind a link. Nothing in its address or form says what it answers but the link itself, so it cannot be
    used for anything else."""

    def dispatch(self, request, *args, **kwargs):
        if not ratelimit.consume(request, app="allauth.account", action="one_task_link", limit_get=True):
            response = render(request, "429.html", status=429)
        else:
            try:
                response = super().dispatch(request, *args, **kwargs)
            except tokens.Refused as refused:
                response = self.refuse(request, refused)
        # The address is the secret, so it goes to no other site; to this one it must, or the browser sends the form
        # without saying where from, and it is refused as forged.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get(self, request, token):
        given = tokens.open_task(PURPOSES.values(), token)
        waiting = _opened(given)
        return self.show(request, given, AnswerForm(owed=waiting), waiting)

    def post(self, request, token):
        refused = None
        with transaction.atomic():
            # Refused inside, raised outside: a refusal is logged, and the log must not be rolled back.
            try:
                given = tokens.open_task(PURPOSES.values(), token, lock=True)
                waiting = _opened(given)
            except tokens.Refused as one:
                refused = one
            else:
                form = AnswerForm(request.POST, request.FILES, owed=waiting)
                if not form.is_valid():
                    return self.show(request, given, form, waiting, status=422)
                form.store(office=None, state=CommissionerResponse.State.RECEIVED)
                tokens.finish(given)
        if refused:
            raise refused
        return render(request, "reports/respond_sent.html", {"owed": waiting, "section": ""})

    def show(self, request, given, form, waiting, status=200):
        context = {"section": "", "owed": waiting, "form": form, "token": given}
        return render(request, "reports/respond.html", context, status=status)

    def refuse(self, request, refused):
        """In words; what was typed into a form that can no longer be sent stands there to be copied."""
        typed = [words for name, words in request.POST.items() if name == "text" or name.startswith("part_")]
        context = {
            "section": "",
            "why": refused.why.value,
            "token": refused.token,
            "typed": "\n\n".join(filter(None, map(str.strip, typed)))[:50_000],
        }
        status = 404 if refused.why == What.UNKNOWN else 410
        return render(request, "reports/respond_refused.html", context, status=status)


def _opened(given: TaskToken) -> owed.Owed:
    """What a link opens. Raises `Refused` where nothing is wanted any more."""
    kind = KINDS[given.purpose]
    try:
        record = owed.KINDS[kind][0].objects.public().get(pk=given.record)
    except ObjectDoesNotExist:
        raise tokens.close_for_good(given) from None
    if workflow.hindrance_to(record):
        raise tokens.close_for_good(given)
    return owed.of(record)


# The clerk's side -----------------------------------------------------------------------------------------


class GiveForm(forms.Form):
    """For what, to whom, and for how long."""

    DAYS = [(3, "3 days"), (7, "a week"), (14, "two weeks"), (28, "four weeks")]

    what = forms.ChoiceField(label="What it opens", error_messages={"required": "Choose what it opens"})
    for_whom = OneLine(
        label="Whom you give it to",
        max_length=120,
        help_text="Only for your list: whoever has the link can use it.",
        error_messages={"required": "Say whom you give it to"},
    )
    days = forms.TypedChoiceField(label="It works for", choices=DAYS, coerce=int, initial=14)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {f"{one.kind}-{one.record.pk}": one for one in owed.fetch(owed.longest_first()[:MOST_OFFERED])}
        self.fields["what"].choices = [("", "Choose what waits for an answer")] + [
            (key, one.title[:110]) for key, one in self.offered.items()
        ]


def give_page(model_admin, request):
    """Give a link. It is shown once, and only its hash is kept."""
    if not request.user.has_perm("reports.add_commissionerresponse"):
        raise PermissionDenied
    form = GiveForm(request.POST or None, initial={"what": request.GET.get("what", "")})
    link = ""
    if form.is_valid():
        asked = form.offered[form.cleaned_data["what"]]
        expires_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
        token = tokens.give(
            PURPOSES[asked.kind],
            asked.record.pk,
            expires_at=expires_at,
            for_whom=f"{asked.record.reference}, for {form.cleaned_data['for_whom']}"[:160],
        )
        link = request.build_absolute_uri(reverse("reports:respond", args=[token]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Give a link for one task",
        "opts": model_admin.opts,
        "form": form,
        "link": link,
        "asked": form.offered.get(form.cleaned_data["what"]) if link else None,
        "for_whom": form.cleaned_data["for_whom"] if link else "",
        "until": expires_at if link else None,
    }
    response = TemplateResponse(request, "admin/reports/give_link.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


def revoke_page(model_admin, request, pk):
    """Take a link back."""
    if not request.user.has_perm("reports.add_commissionerresponse"):
        raise PermissionDenied
    token = get_object_or_404(TaskToken, pk=pk, purpose__in=KINDS)
    if request.method == "POST":
        tokens.revoke(token)
        messages.success(request, "It opens nothing any more.")
        return HttpResponseRedirect(reverse("admin:records_tasktoken_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Take back a link for one task",
        "opts": model_admin.opts,
        "token": token,
    }
    return TemplateResponse(request, "admin/reports/revoke_link.html", context)
