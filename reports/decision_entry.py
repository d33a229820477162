"""Entering the Commissioner's decisions in bulk: pasted or uploaded, looked over row by row, then entered, then
published. The text is carried from page to page and read again each time, so nothing is kept until it is confirmed."""

import re
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings.review.forms import PastedField
from panel_portal.records.history import because
from panel_portal.records.periods import in_words
from panel_portal.records.publication import Publication, publish
from reports.decision_reading import HeadingRow, ReadRow, read_decisions, text_of_file
from reports.decision_reading.cells import LARGEST_FILE
from reports.decision_reading.rows import Row
from reports.models import CommissionersDecision
from reports.models.decision import folded

Service = CommissionersDecision.Service


class DecisionListForm(forms.Form):
    """A list as it was copied, or the file that holds it. Cleans to `text`."""

    text = PastedField(
        label="Paste the list here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 100, "spellcheck": "false"}),
        help_text="As copied from the Commissioner's website or from a spreadsheet, with its headings if it has any.",
    )
    upload = forms.FileField(
        label="Or choose a CSV file",
        required=False,
        help_text="Saved from a spreadsheet, with one decision in each row. At most 1 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )
    otherwise = forms.ChoiceField(
        label="Rows that do not say police or fire",
        choices=[("", "Leave them out and tell me"), *((one.value, f"Are of: {one.label}") for one in Service)],
        required=False,
        help_text="Where neither a column nor the series of the number (SCP, SCF) tells.",
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if not upload:
            return ""
        return text_of_file(upload.read(LARGEST_FILE + 1))

    def clean(self):
        answers = super().clean()
        if self.errors:
            return answers
        pasted, uploaded = answers.get("text", ""), answers.get("upload") or ""
        if pasted.strip() and uploaded:
            raise ValidationError("Use one of the two ways: empty the box, or choose no file.")
        answers["text"] = uploaded or pasted
        return answers


# What was read, beside the register --------------------------------------------------------------------------


@dataclass
class Proposed:
    """A row of the paste as the clerk looks it over: to be entered unless something stands in the way."""

    row: Row
    known: CommissionersDecision | None = None
    reason: str = ""

    @property
    def is_heading(self) -> bool:
        return isinstance(self.row, HeadingRow)

    @property
    def can_be_entered(self) -> bool:
        return isinstance(self.row, ReadRow) and not self.known and not self.reason

    @property
    def decision(self) -> CommissionersDecision:
        """Not saved."""
        return CommissionersDecision(**self.row.values)


@dataclass
class Proposal:
    rows: list[Proposed]

    @property
    def new(self) -> list[Proposed]:
        return [one for one in self.rows if one.can_be_entered]

    @property
    def known(self) -> list[Proposed]:
        return [one for one in self.rows if one.known]

    @property
    def left_out(self) -> list[Proposed]:
        return [one for one in self.rows if one.reason and not one.known]

    @property
    def headings(self) -> list[Proposed]:
        return [one for one in self.rows if one.is_heading]


def learned_series(decisions) -> dict[str, str]:
    """The letters with which numbers begin, each with its service, as the register has them: a series is the police's
    where it never told of fire alone, and the other way round. Only once the register holds both: of one with a single
    service nothing follows for the other."""
    seen: dict[str, set[str]] = {}
    for number, service in decisions:
        if letters := re.match(r"[A-Za-z]+", number):
            seen.setdefault(letters[0].upper(), set()).add(service)
    known = {}
    for letters, services in seen.items():
        if len(services - {Service.BOTH}) == 1:
            known[letters] = next(iter(services - {Service.BOTH}))
    return known if {Service.POLICE, Service.FIRE} <= set(known.values()) else {}


def propose(text: str, otherwise: str = "") -> Proposal:
    """The rows of a paste beside what the register holds. Raises ValidationError where it cannot be read at all."""
    register = {folded(one.number): one for one in CommissionersDecision.objects.all()}
    series = learned_series((one.number, one.service) for one in register.values())
    rows = [Proposed(row, reason=getattr(row, "reason", "")) for row in read_decisions(
        text, series=series, otherwise=otherwise
    ).rows]  # fmt: skip
    for one in rows:
        if not isinstance(one.row, ReadRow):
            continue
        one.known = register.get(folded(one.row.number))
        if one.known:
            one.reason = _beside(one.row, one.known)
            continue
        try:
            one.decision.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as refusal:
            one.reason = " ".join(refusal.messages)
    return Proposal(rows)


def _beside(row: ReadRow, known: CommissionersDecision) -> str:
    """What the register says of a decision that it has already."""
    differs = []
    if row.title != known.title:
        differs.append(f"its title is there “{known.title}”")
    if row.decided_on != known.decided_on:
        differs.append(f"its day is there {in_words(known.decided_on)}")
    if row.link and row.link != known.link:
        differs.append("its link is there another" if known.link else "it has no link there")
    return "It is in the register already" + (f", but {' and '.join(differs)}." if differs else ".")


def enter(rows: list[Proposed], *, by, and_publish: bool = False) -> list[CommissionersDecision]:
    """Enter what was confirmed, all or nothing; and publish each, by the one verb, in the same transaction.

    Raises ValidationError where somebody was quicker, PermissionDenied where the right to publish is missing.
    """
    try:
        with transaction.atomic():
            entered = []
            for one in rows:
                decision = one.decision
                with because(by=by, verb="Enter from a list"):
                    decision.save()
                entered.append(decision)
            if and_publish:
                for decision in entered:
                    publish(decision, by=by)
    except IntegrityError:
        raise ValidationError(
            "Nothing was entered: one of these numbers has just been entered by somebody else. The list below is as "
            "it stands now."
        ) from None
    return entered


# The pages ---------------------------------------------------------------------------------------------------


def enter_list(model_admin, request):
    """First the list, then what was read of it row by row, then the rows that were confirmed are entered."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = DecisionListForm(request.POST or None, request.FILES or None)
    proposal, ticked = None, None
    if form.is_bound and form.is_valid():
        try:
            proposal = propose(form.cleaned_data["text"], form.cleaned_data["otherwise"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if "enter" in request.POST or "publish" in request.POST:
                ticked = set(request.POST.getlist("row"))
                refusal = _take(request, proposal, ticked)
                if refusal is None:
                    return HttpResponseRedirect(reverse("admin:reports_commissionersdecision_changelist"))
                form.add_error(None, refusal)
                proposal = propose(form.cleaned_data["text"], form.cleaned_data["otherwise"])
        form = _with_its_text(form)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Look over the list" if proposal else "Enter a list of decisions",
        "opts": model_admin.opts,
        "form": form,
        "proposal": proposal,
        "ticked": ticked,
        "may_publish": publish.verb.may(request.user),
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "admin/reports/commissionersdecision/read.html", context, status=status)


def _with_its_text(form):
    """The same form with the text of the file in its box, and what was wrong with it."""
    shown = DecisionListForm({"text": form.cleaned_data["text"], "otherwise": form.cleaned_data["otherwise"]})
    shown.full_clean()
    for sentence in form.non_field_errors():
        shown.add_error(None, sentence)
    return shown


def _take(request, proposal, ticked) -> ValidationError | None:
    chosen = [one for one in proposal.new if str(one.row.first) in ticked]
    if not chosen:
        return ValidationError(
            "Tick the rows to enter."
            if proposal.new
            else "There is nothing to enter: each row is in the register already, or could not be read."
        )
    and_publish = "publish" in request.POST
    try:
        entered = enter(chosen, by=request.user, and_publish=and_publish)
    except ValidationError as refusal:
        return refusal
    many = f"{len(entered)} decisions are" if len(entered) > 1 else "1 decision is"
    messages.success(
        request, f"{many} entered and public." if and_publish else f"{many} entered. Nothing of it is public yet."
    )
    return None


def publish_all(model_admin, request):
    """Every draft of the register on one page, and one button that publishes those that were shown."""
    if not (publish.verb.may(request.user) and model_admin.has_change_permission(request)):
        raise PermissionDenied
    drafts = CommissionersDecision.objects.filter(publication=Publication.DRAFT).order_by("decided_on", "number")
    refusal = ""
    if request.method == "POST":
        shown = [int(key) for key in request.POST.getlist("decision") if key.isascii() and key.isdecimal()][:5000]
        chosen = [one for one in drafts if one.pk in shown]
        try:
            if not chosen:
                raise ValidationError("Tick the decisions to publish.")
            with transaction.atomic():
                for decision in chosen:
                    publish(decision, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            many = f"{len(chosen)} decisions are" if len(chosen) > 1 else "1 decision is"
            messages.success(request, f"{many} public.")
            return HttpResponseRedirect(reverse("admin:reports_commissionersdecision_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Publish the drafts",
        "opts": model_admin.opts,
        "drafts": drafts,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return TemplateResponse(request, "admin/reports/commissionersdecision/publish_all.html", context, status=status)
