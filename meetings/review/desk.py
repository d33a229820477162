"""The clerk's pages for pasted minutes: the way in, and the review on one screen."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from meetings.entry_forms import owners
from meetings.models import Action, AgendaItem, Attendance, Limb, Meeting, Member, Office, PastedMinutes
from meetings.review import matching
from meetings.review.forms import WayIn
from meetings.review.intake import keep_pasted
from meetings.review.linting import lint_proposal
from meetings.review.marking import marked_source
from meetings.review.proposal import Proposal, operate, take_in
from meetings.review.recording import Refused, record

RIGHT = "meetings.add_pastedminutes"
MOST_SET_ASIDE = 5

DUE_RULES = (Action.DueRule.NONE, Action.DueRule.ON_DATE, Action.DueRule.NEXT_ORDINARY_MEETING)


def _allowed(request) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def paste(request, pk, item_pk=None):
    """The way in, for a whole meeting or for one item of it."""
    _allowed(request)
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    item = get_object_or_404(AgendaItem, pk=item_pk, meeting=meeting) if item_pk else None
    form = WayIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        upload = request.FILES.get("upload")
        source = keep_pasted(
            meeting,
            read["text"],
            by=request.user,
            form=read["form"],
            item=item,
            filename=upload.name if upload else "",
        )
        return HttpResponseRedirect(_address(source))
    context = {
        **_site(request),
        "title": "Paste minutes",
        "form": form,
        "meeting": meeting,
        "item": item,
        "earlier": PastedMinutes.objects.filter(meeting=meeting).select_related("pasted_by", "agenda_item"),
        "media": form.media,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/meetings/paste.html", context, status=status)


def review(request, pk):
    """The review screen: what was read beside its source. Every button saves the work first, then does its own."""
    _allowed(request)
    if request.method != "POST":
        source = _source(pk)
        return _screen(request, source, Proposal.from_json(source.work))
    with transaction.atomic():
        source = _source(pk, lock=True)
        proposal = Proposal.from_json(source.work)
        take_in(proposal, request.POST)
        if request.POST.get("version") != str(source.version) and request.POST.get("overwrite") != str(source.version):
            return _told_who_was_quicker(request, source, proposal)
        if "autosave" in request.POST and proposal.as_json() == source.work:
            return JsonResponse({"version": source.version})
        _save_work(source, proposal, request)
    if "autosave" in request.POST:
        return JsonResponse({"version": source.version, "counts": proposal.counts})
    return _press(request, source, proposal)


def _source(pk, *, lock=False) -> PastedMinutes:
    sources = PastedMinutes.objects.select_related("meeting__body", "agenda_item", "worked_by")
    if lock:
        sources = sources.select_for_update(of=("self",))
    return get_object_or_404(sources, pk=pk)


def _save_work(source: PastedMinutes, proposal: Proposal, request) -> None:
    if request.POST.get("version") != str(source.version):
        # Knowingly over another clerk's work, which is kept so that it can be taken up again.
        aside = {"by": str(source.worked_by), "at": timezone.localtime().isoformat(), "work": source.work}
        source.set_aside = [*source.set_aside, aside][-MOST_SET_ASIDE:]
    source.work, source.worked_by, source.worked_at = proposal.as_json(), request.user, timezone.now()
    source.version += 1
    source.save(update_fields=["work", "worked_by", "worked_at", "version", "set_aside"])


def _press(request, source: PastedMinutes, proposal: Proposal):
    """What the button asks for, once the work is saved."""
    operation = request.POST.get("operation", "")
    if operation:
        try:
            messages.success(request, _operate(source, proposal, operation))
        except ValueError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(_address(source) + f"#{operation.partition(':')[2]}")
    if "record" not in request.POST:
        messages.success(request, "Your work is kept. Nothing of it is in the record yet.")
        return HttpResponseRedirect(_address(source))
    try:
        left_alone = record(source, proposal, by=request.user)
    except Refused as refusal:
        return _screen(request, source, proposal, wrong=refusal.sentences)
    except ValidationError as refusal:
        return _screen(request, source, proposal, wrong={"": " ".join(refusal.messages)})
    for sentence in left_alone:
        messages.warning(request, sentence)
    counts = proposal.counts
    messages.success(
        request,
        f"Drafts made of {_so_many(counts['items'], 'item')}, {_so_many(counts['decisions'], 'decision')}"
        f" and {_so_many(counts['actions'], 'action')}. "
        "Nothing is public yet: look through the items, publish those that are new, then publish the minutes.",
    )
    return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[source.meeting_id]) + "#agenda")


def _so_many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@transaction.atomic
def _operate(source: PastedMinutes, proposal: Proposal, operation: str) -> str:
    if operation.startswith("take-up:"):
        return _take_up(source, operation.partition(":")[2])
    sentence = operate(proposal, operation)
    source.work = proposal.as_json()
    source.version += 1
    source.save(update_fields=["work", "version"])
    return sentence


def _take_up(source: PastedMinutes, number: str) -> str:
    if not number.isdecimal() or int(number) >= len(source.set_aside):
        raise ValueError("That work is not there any more.")
    aside = source.set_aside.pop(int(number))
    now = {"by": str(source.worked_by), "at": timezone.localtime().isoformat(), "work": source.work}
    source.set_aside.append(now)
    source.work = aside["work"]
    source.version += 1
    source.save(update_fields=["work", "version", "set_aside"])
    return f"This is what {aside['by']} had. What stood here before is set aside in its place."


def _told_who_was_quicker(request, source: PastedMinutes, proposal: Proposal):
    at = timezone.localtime(source.worked_at)
    told = f"{source.worked_by} saved work on this at {at:%H:%M on %-d %B %Y}, while you had it open."
    if "autosave" in request.POST:
        return JsonResponse({"refused": told}, status=409)
    return _screen(request, source, proposal, quicker=told)


def _screen(request, source: PastedMinutes, proposal: Proposal, *, wrong=None, quicker=""):
    wrong = wrong or {}
    day = source.meeting.day
    context = {
        **_site(request),
        "title": "Check pasted minutes",
        "source": source,
        "meeting": source.meeting,
        "proposal": proposal,
        "counts": proposal.counts,
        "marked": marked_source(source.text, proposal),
        "findings": lint_proposal(proposal, source.text, day),
        "wrong": wrong,
        "wrong_list": [(key.partition("#")[0], sentence) for key, sentence in wrong.items()],
        "quicker": quicker,
        # On the page that tells who was quicker the old number stays, so that saving again is done knowingly.
        "opened_version": request.POST.get("version", "") if quicker else source.version,
        "beside": source.at_work_beside(request.user),
        "kinds": Limb.Kind.choices,
        "fates": [("record", "A decision"), ("text", "Only words of the minute"), ("drop", "Leave it out")],
        "person_kinds": Attendance.Kind.choices,
        "people": [
            ("", "The name alone"),
            *((f"member:{member.pk}", member.name) for member in Member.objects.all()),
            *(
                (f"office:{office.pk}", office.title_on(day))
                for office in Office.objects.prefetch_related("titles", "holders")
            ),
        ],
        "owners": owners()[1:],  # the groups; the first choice, nobody, is written in the template
        # The others ask for more than the words of a paste; they are chosen on the action's own page.
        "due_rules": [choice for choice in Action.DueRule.choices if choice[0] in DUE_RULES],
        "item_choices": matching.choices_of_items(source.meeting),
        "media": forms.Media(),
    }
    status = 422 if wrong else 409 if quicker else 200
    return TemplateResponse(request, "admin/meetings/review.html", context, status=status)


def remove(request, pk):
    """Delete a pasted text with the work on it; the records made of it stay. Asks first."""
    _allowed(request)
    source = _source(pk)
    if request.method == "POST":
        back = reverse("admin:meetings_meeting_paste", args=[source.meeting_id])
        source.delete()
        messages.success(request, "The pasted text was deleted. The records made of it are still there.")
        return HttpResponseRedirect(back)
    context = {**_site(request), "title": "Delete a pasted text", "source": source, "meeting": source.meeting}
    return TemplateResponse(request, "admin/meetings/paste_remove.html", context)


def _address(source: PastedMinutes) -> str:
    return reverse("admin:meetings_pasted_review", args=[source.pk])


def _site(request) -> dict:
    return admin.site.each_context(request)


def urls() -> list:
    """The addresses below the admin's own of meetings."""
    return [
        path("<int:pk>/paste/", admin.site.admin_view(paste), name="meetings_meeting_paste"),
        path("<int:pk>/paste/<int:item_pk>/", admin.site.admin_view(paste), name="meetings_item_paste"),
        path("pasted/<int:pk>/", admin.site.admin_view(review), name="meetings_pasted_review"),
        path("pasted/<int:pk>/delete/", admin.site.admin_view(remove), name="meetings_pasted_delete"),
    ]
