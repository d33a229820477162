"""What the meeting record asks a clerk to decide, on the home page of the admin."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from meetings import workflow
from meetings.models import Action, AgendaAction, AgendaItem, Body, Meeting, Minute, Minutes, PastedMinutes
from panel_portal.records.periods import (
    add_working_days,
    in_words,
    last_day_for_clear_working_days,
    today,
    working_day_on_or_before,
)
from panel_portal.records.publication import Publication
from panel_portal.records.worklist import Coming, Question, register, register_coming

REPORT_FRESH_DAYS = 60  # how long after a meeting its checklist is asked about
WORKING_DAYS_AHEAD = 10  # how early a clerk is asked to publish an agenda


def _page(record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _do(record, verb) -> str:
    names = record._meta.app_label, record._meta.model_name
    return reverse(f"admin:{names[0]}_{names[1]}_do", args=[record.pk, verb.verb.short_name])


@register_coming
def next_meetings(user):
    """The next three meetings, as the clerk opens them."""
    if user.has_perm("meetings.view_meeting"):
        for meeting in Meeting.objects.upcoming().with_names().select_related("body")[:3]:
            yield Coming(f"{meeting}: {meeting.get_state_display().lower()}", _page(meeting))


@register
def agendas_to_publish(user):
    """Meetings near enough that their agenda should go out, with the last day for that."""
    if not user.has_perm("meetings.run_meeting"):
        return
    notice = workflow.agenda_notice()
    soon = add_working_days(today(), notice.number + WORKING_DAYS_AHEAD)
    drafts = Meeting.objects.upcoming().filter(state=Meeting.State.AGENDA_DRAFT, starts_at__date__lte=soon)
    for meeting in drafts.with_names().select_related("body"):
        # An office publishes on working days; the literal last day may be a Sunday.
        last_day = working_day_on_or_before(last_day_for_clear_working_days(meeting.day, notice.number))
        late = last_day < today()
        yield Question(
            sentence=f"The agenda for {in_words(meeting.day)} ({meeting.short_body_name}) is not out. Publish it?",
            detail=(
                f"{'The last day for' if not late else 'It is too late for'} {notice.number} clear working days "
                f"{'is' if not late else 'was'} {in_words(last_day)} ({notice.provision})."
            ),
            button="Publish the agenda",
            url=_do(meeting, workflow.publish_agenda),
            urgent=last_day <= add_working_days(today(), 2),
        )


@register
def meetings_to_settle(user):
    """Meetings whose day is over and of which nobody has said what became of them."""
    if not user.has_perm("meetings.run_meeting"):
        return
    over = Meeting.objects.filter(
        state__in=[Meeting.State.AGENDA_DRAFT, Meeting.State.AGENDA_PUBLISHED], starts_at__date__lt=today()
    ).exclude(publication=Publication.WITHDRAWN)
    for meeting in over.with_names().select_related("body").order_by("starts_at"):
        published = meeting.state == Meeting.State.AGENDA_PUBLISHED
        yield Question(
            sentence=f"Was the meeting of {in_words(meeting.day)} ({meeting.short_body_name}) held?",
            button="Record as held" if published else "Open the meeting",
            url=_do(meeting, workflow.hold) if published else _page(meeting),
        )


@register
def minutes_to_publish(user):
    """Held meetings whose minutes have been written and are not out."""
    if not user.has_perm("records.publish_record"):
        return
    written = Minute.objects.filter(minutes=OuterRef("pk")).exclude(text="")
    # The Commissioner's own meetings are listed here; their minutes are the Commissioner's to write.
    drafts = Minutes.objects.filter(state=Minutes.State.DRAFT, meeting__state=Meeting.State.HELD).exclude(
        meeting__body__kind=Body.Kind.COMMISSIONER_MEETING
    )
    drafts = drafts.select_related("meeting__body").prefetch_related("meeting__body__names")
    for minutes in drafts.annotate(is_written=Exists(written)):
        yield Question(
            sentence=f"The minutes of {in_words(minutes.meeting.day)} ({minutes.meeting.short_body_name}) are not out. "
            f"{'Publish them as draft?' if minutes.is_written else 'Nothing is written yet.'}",
            button="Publish as draft minutes" if minutes.is_written else "Write them",
            url=_do(minutes, workflow.publish_minutes) if minutes.is_written else _page(minutes.meeting),
        )


@register
def items_left_behind(user):
    """Items with a minute that are not public although the minutes of their meeting are: entered after the agenda."""
    if not user.has_perm("records.publish_record"):
        return
    minuted = AgendaItem.objects.filter(publication=Publication.DRAFT, minute__minutes__publication="published")
    for item in minuted.exclude(minute__text="").select_related("meeting__body").order_by("meeting", "order", "pk"):
        yield Question(
            sentence=f"The minutes of {in_words(item.meeting.day)} are out, but not item {item}. Publish it?",
            detail="It was entered after the agenda was published. Until then nobody reads what was decided under it.",
            button="Publish this item",
            url=_do(item, workflow.publish_item),
        )


@register
def minutes_to_approve(user):
    """Draft minutes since which the same body has met."""
    if not user.has_perm("meetings.approve_minutes"):
        return
    later = Meeting.objects.filter(
        body=OuterRef("meeting__body"), starts_at__gt=OuterRef("meeting__starts_at"), state=Meeting.State.HELD
    )
    waiting = Minutes.objects.filter(Exists(later), state=Minutes.State.PUBLISHED_AS_DRAFT)
    waiting = waiting.select_related("meeting__body").prefetch_related("meeting__body__names")
    for minutes in waiting.order_by("meeting__starts_at"):
        yield Question(
            sentence=f"Were the minutes of {in_words(minutes.meeting.day)} approved?",
            detail=str(minutes.meeting.body),
            button="Record as approved",
            url=_do(minutes, workflow.approve_minutes),
        )


@register
def actions_reported_done(user):
    """Actions somebody says are done, which the panel has to accept or not."""
    if not user.has_perm("meetings.close_action"):
        return
    reported = (
        Action.objects.filter(state=Action.State.REPORTED_DONE).not_put_off().with_origin().order_by("reported_done_at")
    )
    for action in reported:
        yield Question(
            sentence=f"{action.reference or 'An action'} is reported done. Is the panel satisfied?",
            detail=action.own_words,
            button="Open the action",
            url=_page(action),
        )


@register
def actions_due_and_not_chased(user):
    """Actions whose day is over, of which nothing was heard and whoever was asked was not reminded of late."""
    if not user.has_perm("meetings.close_action"):
        return
    if count := Action.objects.to_chase().count():
        yield Question(
            sentence=f"{count} action{'s are' if count > 1 else ' is'} overdue, and nobody is waiting for an answer. "
            "Remind whoever was asked?",
            button="See which",
            url=f"{reverse('admin:meetings_action_changelist')}?late=quiet",
        )


@register
def actions_due_at_the_next_meeting(user):
    """What falls due at the next meeting and has no owner, or nothing heard of it yet."""
    if not user.has_perm("meetings.change_action"):
        return
    meeting = Meeting.objects.upcoming().filter(body__kind=Body.Kind.PANEL).order_by("starts_at").first()
    if meeting is None:
        return
    due = Action.objects.filter(state=Action.State.OPEN, due_on=meeting.day)
    nobody = due.filter(owner_office=None, owner_body=None).count()
    if nobody:
        yield Question(
            sentence=f"{nobody} action{'s fall' if nobody > 1 else ' falls'} due at the meeting of "
            f"{in_words(meeting.day)} and {'have' if nobody > 1 else 'has'} no owner.",
            button="See which",
            url=f"{reverse('admin:meetings_action_changelist')}?owner_office__isnull=True&owner_body__isnull=True"
            f"&due_on={meeting.day.isoformat()}",
        )


@register
def reports_to_tick(user):
    """Meetings that were held, with a report's checklist of which nothing is ticked."""
    if not user.has_perm("meetings.close_action"):
        return
    recent = today() - timedelta(days=REPORT_FRESH_DAYS)
    reports = AgendaItem.objects.filter(
        standing_report__isnull=False,
        meeting__state=Meeting.State.HELD,
        meeting__starts_at__date__gte=recent,
        listed_actions__action__state=Action.State.OPEN,
    ).exclude(listed_actions__state=AgendaAction.State.COVERED)
    for item in reports.select_related("meeting").distinct().order_by("-meeting__starts_at"):
        yield Question(
            sentence=f"What did “{item.title}” of {in_words(item.meeting.day)} answer of what was asked for in it?",
            detail="What is not ticked is carried forward to the next report.",
            button="Tick what it covered",
            url=f"{reverse('admin:meetings_agendaitem_change', args=[item.pk])}#asked-before",
        )


@register
def actions_to_look_at_again(user):
    """What the clerk put off until a day that has come."""
    if not user.has_perm("meetings.close_action"):
        return
    for action in Action.objects.outstanding().filter(deferred_until__lte=today()).with_origin():
        yield Question(
            sentence=f"You wanted to look at {action.reference or 'an action'} again on "
            f"{in_words(action.deferred_until)}.",
            detail=action.own_words,
            button="Open the action",
            url=_page(action),
        )


@register
def actions_without_owner(user):
    """Open actions of which nobody knows who should do them, or drafts left behind after the minutes went out."""
    if not user.has_perm("meetings.change_action"):
        return
    nobody = Action.objects.outstanding().filter(owner_office=None, owner_body=None)
    if count := nobody.count():
        yield Question(
            sentence=f"{count} open action{'s have' if count > 1 else ' has'} no owner.",
            button="See which",
            url=f"{reverse('admin:meetings_action_changelist')}?owner_office__isnull=True&owner_body__isnull=True",
        )
    origins = Q(origin_item__meeting__minutes__publication=Publication.PUBLISHED) | Q(
        origin_limb__resolution__minute__minutes__publication=Publication.PUBLISHED
    )
    left = Action.objects.filter(origins, publication=Publication.DRAFT)
    if count := left.count():
        yield Question(
            sentence=f"{count} action{'s' if count > 1 else ''} of published minutes {'are' if count > 1 else 'is'} "
            "not public yet.",
            button="See which",
            url=f"{reverse('admin:meetings_action_changelist')}?publication__exact=draft",
        )


@register
def pasted_minutes_to_check(user):
    """Texts that were pasted and read, and of which no drafts were made yet."""
    if not user.has_perm("meetings.add_pastedminutes"):
        return
    waiting = PastedMinutes.objects.filter(recorded_at__isnull=True).select_related("meeting", "pasted_by")
    for source in waiting:
        yield Question(
            sentence=f"The minutes pasted for {in_words(source.meeting.day)} were read. Check what was found?",
            detail=f"Pasted by {source.pasted_by}. Nothing of it is in the record yet.",
            button="Check them",
            url=reverse("admin:meetings_pasted_review", args=[source.pk]),
        )
