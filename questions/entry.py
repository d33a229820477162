"""A question that came by post, e-mail or telephone, entered by the clerk on one page."""

import re
import uuid
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from meetings.forms import MeetingChoice
from meetings.models import PastedMinutes
from panel_portal.records.periods import LONDON, today
from questions import intake, scheme
from questions.ask_forms import LONGEST_PART, MOST_PARTS, OneLine, Plain, WebAddress, signatures
from questions.forms import of_the_panel
from questions.models import Question, Submission

# The day on which the first of them took office: PRSRA 2011 s50.
FIRST_COMMISSIONERS = date(2012, 11, 22)


class EntryForm(forms.Form):
    """Everything that whoever asks online is asked step by step."""

    sent_from = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What it is", choices=Question.Kind.choices)
    came = forms.ChoiceField(
        label="How it came", choices=[choice for choice in Question.Came.choices if choice[0] != "online"]
    )
    received_on = forms.DateField(
        label="On which day it came", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    received_time = forms.TimeField(
        label="At what time",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="It counts where the scheme takes questions until an hour of the day.",
    )
    text = Plain(
        label="What is asked",
        max_length=LONGEST_PART * MOST_PARTS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="As it came. Where it asks several things, leave an empty line between them: each becomes a part.",
    )
    signatures = signatures(required=False, help_text="Of a petition. The number is published, the names are not.")
    law = Plain(label="Law that it quotes", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
    law_url = WebAddress(label="Address of that law", required=False, max_length=400)
    meeting = MeetingChoice(
        label="For the meeting", required=False, help_text="Empty: the next for which it is in time."
    )
    name = OneLine(
        label="Name", max_length=120, help_text="Kept apart, and published only if that is how they want to be named."
    )
    email = forms.EmailField(label="E-mail address", required=False)
    phone = OneLine(label="Telephone", required=False, max_length=40)
    postal_address = Plain(
        label="Postal address", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    eligibility = forms.ChoiceField(
        label="Why they may ask",
        choices=list(Submission.MAY_ASK.items()),
    )
    organisation = OneLine(label="Organisation", required=False, max_length=160)
    naming = forms.ChoiceField(
        label="Wants to be named by",
        choices=[("name", "Name"), ("initials", "Initials"), ("resident", "“A resident of …”")],
    )
    place = OneLine(label="Town or village", required=False, max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].offer(of_the_panel().order_by("-starts_at"))

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError("The day must be today or earlier.")
        if day < FIRST_COMMISSIONERS:
            raise ValidationError("There were no Commissioners yet. Check the year.")
        return day

    def clean_text(self):
        parts = [" ".join(part.split(" ")).strip() for part in self.cleaned_data["text"].split("\n\n") if part.strip()]
        if len(parts) > MOST_PARTS:
            raise ValidationError(
                f"This makes {len(parts)} parts. There may be {MOST_PARTS}: leave an empty line only between them."
            )
        if any(len(part) > LONGEST_PART for part in parts):
            raise ValidationError(f"A part is longer than {LONGEST_PART:,} characters. Divide it by an empty line.")
        return parts

    def clean(self):
        answers = super().clean()
        if answers.get("kind") == Question.Kind.PETITION and not answers.get("signatures"):
            self.add_error("signatures", "Enter how many people signed the petition.")
        if answers.get("naming") == Submission.Naming.RESIDENT and not answers.get("place"):
            self.add_error("place", "Enter the town or village: they want to be named by it.")
        if answers.get("eligibility") == Submission.Eligibility.ORGANISATION and not answers.get("organisation"):
            self.add_error("organisation", "Enter the name of the organisation.")
        if answers.get("eligibility") != Submission.Eligibility.MEMBER and not any(
            answers.get(way) for way in ("email", "phone", "postal_address")
        ):
            self.add_error("email", "Enter an e-mail address, a telephone number or a postal address.")
        if answers.get("kind") == Question.Kind.STATEMENT and len(answers.get("text", ())) > 1:
            answers["text"] = ["\n\n".join(answers["text"])]
        return answers

    def received(self) -> intake.Received:
        answers = dict(self.cleaned_data)
        answers.pop("sent_from")
        moment = datetime.combine(answers.pop("received_on"), answers.pop("received_time"), tzinfo=LONDON)
        return intake.Received(received_at=moment, parts=tuple(answers.pop("text")), **answers)


def _now() -> dict:
    now = timezone.localtime()
    return {"received_on": now.date(), "received_time": now.time(), "came": "email", "sent_from": uuid.uuid4()}


# Of names made from words (RFC 9562), so that the same question of the same text is entered once.
READ_IN_MINUTES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def _read_in_minutes(query) -> dict | None:
    """What the reader of minutes found of a question, as the beginning of the form; None where nothing is named."""
    if not all(re.fullmatch(r"[0-9]{1,9}", query.get(name, "")) for name in ("pasted", "number")):
        return None
    pasted = PastedMinutes.objects.select_related("meeting").filter(pk=query["pasted"]).first()
    found = pasted.work.get("questions", []) if pasted else []
    number = int(query["number"])
    if number >= len(found):
        return None
    starts_at = timezone.localtime(pasted.meeting.starts_at)
    return {
        "sent_from": uuid.uuid5(READ_IN_MINUTES, f"minutes {pasted.pk}, question {number}"),
        "came": "in_person",
        "received_on": starts_at.date(),
        "received_time": starts_at.time(),
        "text": found[number]["text"],
        "name": found[number].get("asker") or "",
        "meeting": pasted.meeting,
    }


def enter_question(model_admin, request):
    """The page on which a clerk enters what came on paper or by telephone."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        form = EntryForm(request.POST)
        if form.is_valid():
            try:
                question, token = intake.receive(form.received(), sent_from=form.cleaned_data["sent_from"])
            except intake.NoScheme:
                form.add_error(None, "No scheme for public questions holds on that day. Enter the scheme first.")
            else:
                known = "" if token else " It had been entered before."
                messages.success(request, f"{question.reference} is entered.{known}")
                return HttpResponseRedirect(reverse("admin:questions_question_change", args=[question.pk]))
    else:
        form = EntryForm(initial=_read_in_minutes(request.GET) or _now())
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Enter a question",
        "form": form,
        "opts": model_admin.opts,
        "has_scheme": scheme.scheme_for(timezone.localdate()) is not None,
        "media": form.media,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/questions/enter.html", context, status=status)
