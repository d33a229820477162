"""The clerk's item page: one agenda item with its text, papers, minute, resolutions, limbs and actions, saved at once.

Everything on the page is checked before anything is written, in one transaction. What does not pass comes back as it
was typed, each sentence at its field.
"""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings import votes, workflow
from meetings.entry_forms import (
    ActionFormSet,
    ExemptMatterForm,
    ItemForm,
    LimbFormSet,
    MinuteForm,
    PaperFormSet,
    ResolutionFormSet,
    SummaryForm,
    owners,
)
from meetings.models import (
    Action,
    AgendaAction,
    AgendaItem,
    Attendance,
    Member,
    Minute,
    Minutes,
    PublicSummary,
    StockPhrase,
)
from panel_portal.records import kept_work, removal

APPROVED = "The panel has approved these minutes, perhaps while you had them open:"
HOW_TO_CORRECT = "Copy what you typed, and use “Correct this minute”."
EMPTY_LIMBS = 3  # blank rows under a resolution that has none yet


class Workbench:
    """All the forms of one item, bound to what was sent or to what is stored."""

    def __init__(self, item: AgendaItem, data=None, files=None, *, more_resolutions=0, more_limbs=0):
        self.item = item
        self.minutes, _ = Minutes.objects.get_or_create(meeting=item.meeting)
        self.minute = Minute.objects.filter(agenda_item=item).first() or Minute(agenda_item=item, minutes=self.minutes)
        # Who came and who went at this item: numbers of their attendance; None where nothing was sent.
        self.came = self.went = None
        if data is not None and "movements-shown" in data:
            self.came, self.went = set(data.getlist("came")), set(data.getlist("went"))
        self.item_form = ItemForm(data, instance=item, prefix="item")
        self.minute_form = MinuteForm(data, instance=self.minute, prefix="minute")
        self.papers = PaperFormSet(data, files, instance=item, prefix="papers")
        self.matter_form = self.summary_form = None
        if item.exempt:
            summary = PublicSummary.objects.filter(agenda_item=item).first()
            self.matter_form = ExemptMatterForm(data, instance=item.exempt_matter, prefix="matter")
            self.summary_form = SummaryForm(
                data,
                instance=summary or PublicSummary(agenda_item=item, minutes=self.minutes),
                prefix="summary",
            )
        owner_choices = owners()
        chamber = votes.Chamber(item, self.minutes)
        self.resolutions = ResolutionFormSet(
            data,
            instance=self.minute,
            prefix="resolutions",
            form_kwargs={"member_choices": _members(), "chamber": chamber},
        )
        fixed = self.minutes.is_approved  # then they are read here, and corrected elsewhere (correcting.py)
        empty = 0 if self.minute.pk and self.minute.resolutions.exists() else 1
        self.resolutions.extra = 0 if fixed else more_resolutions or empty
        self.may_delete = self.minutes.state == Minutes.State.DRAFT
        for form in self.resolutions:
            form.limbs = LimbFormSet(
                data,
                instance=form.instance,
                prefix=f"{form.prefix}-limbs",
                form_kwargs={"owner_choices": owner_choices},
            )
            form.limbs.extra = 0 if fixed else more_limbs or (1 if form.instance.pk else EMPTY_LIMBS)
            empty = [row for row in form.limbs if not (row.instance.pk or row.is_bound and row.has_changed())]
            for row in empty if form.instance.pk and not more_limbs else empty[1:]:
                row.folded = not more_limbs
        self.actions = ActionFormSet(
            data,
            queryset=self._actions_of_item(),
            prefix="actions",
            form_kwargs={"owner_choices": owner_choices},
        )
        for form in self.actions:
            if form.instance.pk is None:
                form.instance.origin_item, form.instance.asked_on = item, item.meeting.day
        if fixed:
            self._fix()

    def _fix(self) -> None:
        _fix_words(self.minute_form, "text")
        for form in self.resolutions:
            _fix_words(form, "stem")
            for row in form.limbs:
                _fix_words(row, "text", "label", "carried")

    def _actions_of_item(self):
        from_decisions = Action.objects.filter(origin_limb__resolution__minute__agenda_item=self.item)
        from_discussion = Action.objects.filter(origin_item=self.item)
        return (from_decisions | from_discussion).with_origin().order_by("pk")

    @property
    def forms(self):
        single = [self.item_form, self.minute_form, self.matter_form, self.summary_form]
        return [form for form in single if form] + [
            self.papers,
            self.resolutions,
            *(form.limbs for form in self.resolutions),
            self.actions,
        ]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]  # all of them, so that every form shows its errors at once
        planned = [self._check_planned(row) for row in self._limb_rows() if row.is_valid() and _raises(row)]
        removed = [self._check_removal(row) for row in self._marked()]
        fixed = [self._check_fixed(row) for row in [self.minute_form, *self.resolutions, *self._limb_rows()]]
        carried = [self._check_carried(form) for form in self.resolutions if form.is_valid() and _is_filled(form)]
        return all(answers + planned + removed + fixed + carried)

    def _check_carried(self, form) -> bool:
        """Whether a veto is marked as the numbers say."""
        limbs = [row.instance for row in form.limbs if row.is_valid() and _is_filled(row)]
        if sentence := votes.carried_wrongly(form.instance, limbs):
            form.add_error("veto_of", sentence)
        return not form.errors

    def _check_fixed(self, form) -> bool:
        """Whether words were typed into approved minutes: on a page that was opened before they were approved."""
        if not self.minutes.is_approved or not form.has_changed():
            return True
        if form.instance.pk is None and form is not self.minute_form:
            form.add_error(None, f"{APPROVED} nothing can be added to them here. {HOW_TO_CORRECT}")
        elif "text" in form.changed_data:
            form.add_error("text", f"{APPROVED} their text cannot be changed here. {HOW_TO_CORRECT}")
        return not form.errors

    def _limb_rows(self) -> list:
        return [row for form in self.resolutions for row in form.limbs]

    def _check_planned(self, row) -> bool:
        """Whether the actions that a limb is to raise can be entered; if not, why not stands at its row."""
        try:
            for action in workflow.plan_actions(row.instance, asked_on=self.item.meeting.day, **_asked(row)):
                action.clean_fields(exclude={"origin_limb"})
                action.clean()
        except ValidationError as refusal:
            for name, sentences in refusal.message_dict.items():
                row.add_error(name if name in row.fields else None, sentences)
        return not row.errors

    def _marked(self) -> list:
        """Stored resolutions and limbs that are to be deleted. Their formsets do not look at their errors."""
        return [row for row in [*self.resolutions, *self._limb_rows()] if row.instance.pk and _is_deleted(row)]

    def _check_removal(self, row) -> bool:
        if row.has_error(NON_FIELD_ERRORS, code="somebody_was_quicker"):
            return False
        if not self.may_delete:
            row.add_error(None, "The minutes are published, so nothing is taken out of them. Untick “Delete”.")
            return False
        if found := removal.obstacles(row.instance):
            row.add_error(None, f"This cannot be deleted, because this leads to it: {found[0]}.")
            return False
        return True

    @property
    def error_count(self) -> int:
        if not self.item_form.is_bound:
            return 0
        marked = sum(len(row.errors) for row in self._marked())
        return marked + sum(
            form.total_error_count() if hasattr(form, "total_error_count") else len(form.errors) for form in self.forms
        )

    @property
    def movements(self) -> list[Attendance]:
        """Those who were there, each with whether they came or went at this item, as sent or as stored."""
        rows = list(
            self.minutes.attendances.filter(kind__in=[Attendance.Kind.PRESENT, Attendance.Kind.SUBSTITUTE])
            .select_related("member", "office", "minutes__meeting")
            .prefetch_related("office__titles", "office__holders")
        )
        for row in rows:
            row.came = str(row.pk) in self.came if self.came is not None else row.arrived_at_item_id == self.item.pk
            row.went = str(row.pk) in self.went if self.went is not None else row.left_at_item_id == self.item.pk
        return rows

    def _save_movements(self) -> None:
        if self.came is None:
            return
        for row in self.movements:
            arrived = self.item.pk if row.came else None
            left = self.item.pk if row.went else None
            changed = []
            # Somebody who came or went at another item did not do so here; that stays unless ticked here.
            if row.arrived_at_item_id == self.item.pk or row.came:
                row.arrived_at_item_id, changed = arrived, ["arrived_at_item"]
            if row.left_at_item_id == self.item.pk or row.went:
                row.left_at_item_id, changed = left, [*changed, "left_at_item"]
            if changed:
                row.save(update_fields=changed)

    @property
    def media(self):
        return sum((form.media for form in self.forms), self.item_form.media)

    def save(self, *, by) -> None:
        """Write everything. Call inside a transaction, after is_valid()."""
        self.item_form.save()
        if self.matter_form:
            self.matter_form.save()
        if self.summary_form and (self.summary_form.cleaned_data["text"] or self.summary_form.instance.pk):
            self.summary_form.save()
        self.papers.save()
        kept = [
            form
            for form in self.resolutions
            if not _is_deleted(form) and (_is_filled(form) or any(map(_is_filled, form.limbs)))
        ]
        if self.minute.pk or self.minute_form.has_changed() or kept:
            self.minute_form.save()
        known = [form.instance.pk for form in self.resolutions if form.instance.pk]
        # One that somebody else entered in the meantime keeps its place.
        others = self.minute.resolutions.exclude(pk__in=known).count() if self.minute.pk else 0
        for order, form in enumerate(kept, start=others + 1):
            self._save_resolution(form, order, by)
        for form in self.resolutions:
            if form.instance.pk and _is_deleted(form):
                removal.remove(form.instance, by=by)
        self._save_actions()
        self._save_movements()

    def _save_resolution(self, form, order, by) -> None:
        resolution = form.instance
        resolution.minute, resolution.order = self.minute, order
        resolution.save()
        votes.record_names(resolution, form.ways)
        position = 0
        for row in form.limbs:
            if row.instance.pk and _is_deleted(row):
                removal.remove(row.instance, by=by)
            elif _is_filled(row):
                position += 1
                limb = row.instance
                limb.resolution, limb.order = resolution, position
                limb.save()
                if _raises(row):
                    workflow.raise_actions(limb, **_asked(row))

    def _save_actions(self) -> None:
        for form in self.actions:
            if form.instance.pk is None and not form.has_changed():
                continue
            if form.has_changed():
                form.instance.save()
            workflow.retime(form.instance)


def _fix_words(form, *names: str) -> None:
    """Let the words be read and not changed. Where a page sends them nevertheless they stay in the form, so that what
    was typed can be answered instead of being dropped."""
    for name in names:
        if name != "text":
            form.fields[name].disabled = True
        elif form.instance.pk and not (form.is_bound and form.add_prefix(name) in form.data):
            del form.fields[name]
            form.fixed_text = form.instance.text


def _is_deleted(form) -> bool:
    return bool(form.cleaned_data.get("DELETE"))


def _is_filled(form) -> bool:
    """Stored already, or typed into; and not marked for deletion."""
    return (form.instance.pk is not None or form.has_changed()) and not _is_deleted(form)


def _raises(row) -> bool:
    return _is_filled(row) and bool(row.cleaned_data.get("raises"))


def _asked(row) -> dict:
    """Of whom and by when, as `workflow.raise_actions` takes it."""
    answers = row.cleaned_data
    return {
        "due_rule": answers.get("due_rule") or Action.DueRule.NONE,
        "due_given_on": answers.get("due_given_on"),
        "due_report": answers.get("due_report"),
        "due_event": answers.get("due_event") or "",
        **answers.get("owner", {}),
    }


def _members() -> list:
    return [("", "–"), *((member.pk, member.name) for member in Member.objects.all())]


def neighbours(item: AgendaItem) -> tuple[AgendaItem | None, AgendaItem | None]:
    """The items before and after, drafts included."""
    items = list(AgendaItem.objects.filter(meeting=item.meeting).in_order())
    here = items.index(item)
    return (items[here - 1] if here else None, items[here + 1] if here + 1 < len(items) else None)


def item_page(model_admin, request, object_id):
    """Show the page, or save it and go where the button says."""
    if not object_id.isdecimal():
        raise Http404
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            item = get_object_or_404(
                AgendaItem.objects.select_for_update(of=("self", "meeting")).select_related("meeting__body"),
                pk=object_id,
            )
            bench = Workbench(item, request.POST, request.FILES)
            if bench.is_valid():
                bench.save(by=request.user)
                kept_work.forget(request.user, _page_name(item))
                messages.success(request, f"Saved: {item}.")
                return HttpResponseRedirect(_next_page(request, item))
        messages.error(request, "Nothing is saved yet. What you typed is below; see the sentences in red.")
    else:
        item = get_object_or_404(AgendaItem.objects.select_related("meeting__body"), pk=object_id)
        kept = kept_work.of(request.user, _page_name(item))
        if kept and "kept" in request.GET:
            bench = Workbench(item, kept_work.fields_of(kept))
        else:
            bench = Workbench(
                item, more_resolutions="resolution" in request.GET, more_limbs=5 if "parts" in request.GET else 0
            )
    before, after = neighbours(item)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(item),
        "bench": bench,
        "item": item,
        "meeting": item.meeting,
        "before": before,
        "after": after,
        "keep_url": reverse("admin:keep-work", args=[_page_name(item)]),
        "kept": kept_work.of(request.user, _page_name(item)) if request.method == "GET" else None,
        "is_kept_shown": "kept" in request.GET,
        "at_work": kept_work.at_work(request.user, _page_name(item)),
        "listed": AgendaAction.objects.filter(agenda_item=item).select_related("action__origin_limb"),
        "phrases": StockPhrase.objects.all(),
        "media": model_admin.media + bench.media,
        "opts": model_admin.opts,
        "original": item,
        "states": [*model_admin.states(item), ("Minutes", bench.minutes.get_state_display())],
        "offered": model_admin.offered(request, item),
        "may_be_deleted": model_admin.has_delete_permission(request, item),
        "preview_url": reverse(model_admin.preview_name, args=[item.pk]),
        "correct_url": reverse("admin:meetings_agendaitem_correct", args=[item.pk]),
        "public_url": item.get_absolute_url() if item.is_public else "",
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/meetings/item_page.html", context, status=status)


def _page_name(item: AgendaItem) -> str:
    return f"agendaitem-{item.pk}"


def _next_page(request, item) -> str:
    before, after = neighbours(item)
    if "save_next" in request.POST and after:
        item = after
    elif "save_previous" in request.POST and before:
        item = before
    elif "save_meeting" in request.POST:
        return reverse("admin:meetings_meeting_change", args=[item.meeting_id])
    page = reverse("admin:meetings_agendaitem_change", args=[item.pk])
    if "save_resolution" in request.POST:
        return f"{page}?resolution#decisions"
    return f"{page}?parts#decisions" if "save_parts" in request.POST else page
