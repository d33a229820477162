"""The public pages of the meeting record, all through the doors of `records/views.py`."""

from collections import Counter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.views.generic import RedirectView

from meetings import figures, printing, reading, registers, sheets, telling
from meetings.duedates import explain_due
from meetings.filters import ActionFilter, MeetingFilter
from meetings.models import (
    Action,
    ActionPaper,
    AgendaAction,
    AgendaItem,
    Attendance,
    Body,
    Limb,
    Meeting,
    Member,
    Membership,
    Minutes,
    PaperFile,
)
from panel_portal.records import revision
from panel_portal.records.arrays import IsAnyOf
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import visible_rows
from panel_portal.records.references import reference_from_address
from panel_portal.records.views import (
    Preview,
    PublicDetail,
    PublicDownload,
    PublicList,
    PublicPrint,
    PublicSheet,
    as_sheet,
)


def tell_results(meetings, audience) -> None:
    """Set on each meeting how many decisions it made and how many requests came of it. Three queries, asked for these
    meetings alone: beside each row of a list, the database would look through all actions for each."""
    path = "resolution__minute__agenda_item__meeting"
    keys = [meeting.pk for meeting in meetings]

    def counted(rows, path: str) -> Counter:
        found = rows.order_by().values(path).annotate(n=Count("pk"))
        return Counter(dict(found.values_list(path, "n")))

    limbs = Limb.objects.visible_to(audience).filter(**{f"{path}__in": keys})
    items = AgendaItem.objects.visible_to(audience).filter(meeting__in=keys)
    actions = Action.objects.visible_to(audience)
    decisions = counted(limbs.carried(), path)
    requests = Counter()
    for origin, rows, above in (("origin_limb", limbs, path), ("origin_item", items, "meeting")):
        arose = IsAnyOf(F(origin), ArraySubquery(rows.order_by().values("pk")))
        requests += counted(actions.filter(arose), f"{origin}__{above}")
    for meeting in meetings:
        meeting.decision_count, meeting.request_count = decisions[meeting.pk], requests[meeting.pk]


class MeetingList(PublicList):
    """Upcoming meetings, then past ones by year."""

    model = Meeting
    filterset_class = MeetingFilter
    template_name = "meetings/meeting_list.html"
    section = "meetings"

    def refine(self, rows):
        return rows.with_names().select_related("body").with_visible("minutes").order_by("-starts_at")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        first_page = context["page_obj"].number == 1
        upcoming = list(self.object_list.upcoming()) if first_page else []
        shown = {meeting.pk for meeting in upcoming}
        tell_results([*upcoming, *context["page_obj"]], self.audience)
        return {
            **context,
            "upcoming": upcoming,
            "past": [meeting for meeting in context["page_obj"] if meeting.pk not in shown],
            "is_filtered": any(context["filter"].form.data.get(name) for name in context["filter"].filters),
        }


class MeetingSheet(PublicSheet):
    """The same list as CSV."""

    model = Meeting
    filterset_class = MeetingFilter
    sheet = sheets.MEETINGS

    def refine(self, rows):
        return rows.with_names().select_related("body").with_visible("minutes").order_by("-starts_at")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        meetings = list(context["object_list"])
        tell_results(meetings, self.audience)
        return {**context, "object_list": meetings}


class MeetingPage:
    """What the page of a meeting and its preview have in common."""

    model = Meeting
    template_name = "meetings/meeting_detail.html"
    section = "meetings"

    def refine(self, rows):
        papers = ActionPaper.objects.visible_to(self.audience).filter(meeting=OuterRef("pk")).exclude(rows=[])
        rows = rows.with_names().annotate(has_action_paper=Exists(papers))
        return rows.select_related("body__contact", "contact").with_visible("later_meeting")

    def get_context_data(self, **kwargs):
        meeting = self.object
        items = AgendaItem.objects.visible_to(self.audience).for_meeting(meeting).in_order().select_related("meeting")
        items = reading.with_listing(items)
        business = reading.read_items(
            items if meeting.agenda_is_out or self.audience.value == "preview" else [], self.audience
        )
        minutes = reading.read_minutes(meeting, self.audience)
        actions = [action for one in business for action in one.actions]
        called_by = reading.read_limbs({meeting.called_by_limb_id}, self.audience)
        return super().get_context_data(
            business=business,
            minutes=minutes,
            called_by=called_by.get(meeting.called_by_limb_id),
            contact=meeting.contact or meeting.body.contact,
            attendance=reading.read_attendance(minutes, self.audience) if minutes else {},
            declarations=reading.read_declarations(minutes, self.audience) if minutes else [],
            invitations=reading.read_invitations(meeting, self.audience),
            steps=reading.steps(meeting, minutes),
            is_held=meeting.state == Meeting.State.HELD,
            actions=actions,
            answered=sum(not action.is_outstanding for action in actions),
            corrected=self.corrected(business),
            **kwargs,
        )

    def corrected(self, business):
        """The corrections of all items, newest first, each with its item."""
        found = []
        for one in business:
            for correction in one.corrections:
                correction.item_title = one.item.title
                correction.address = f"{self.address_of_item(one.item)}#{correction.anchor}"
                found.append(correction)
        return sorted(found, key=lambda correction: correction.pk, reverse=True)

    def address_of_item(self, item):
        return item.get_absolute_url()


class MeetingDetail(MeetingPage, PublicDetail):
    """One meeting with everything public about it."""


class MeetingPreview(MeetingPage, Preview):
    """The same, with its drafts, for the clerk."""

    def address_of_item(self, item):
        return reverse("preview-item", args=[item.pk])


class ItemPage:
    """What the page of an agenda item and its preview have in common."""

    model = AgendaItem
    template_name = "meetings/item_detail.html"
    section = "meetings"

    def refine(self, rows):
        return reading.with_listing(rows.select_related("meeting__body")).with_visible("topic_links")

    def get_context_data(self, **kwargs):
        item = self.object
        (business,) = reading.read_items([item], self.audience)
        neighbours = list(
            AgendaItem.objects.visible_to(self.audience).for_meeting(item.meeting).in_order().select_related("meeting")
        )
        here = neighbours.index(item)
        meeting, minutes = item.meeting, reading.read_minutes(item.meeting, self.audience)
        return super().get_context_data(
            item=item,
            business=business,
            meeting=meeting,
            minutes=minutes,
            is_draft=minutes is not None and not minutes.is_approved,
            is_held=meeting.state == Meeting.State.HELD,
            trail=[
                ("Meetings", reverse("meetings:meeting-list")),
                (in_words(meeting.day), self.address_of(meeting)),
            ],
            previous_item=neighbours[here - 1] if here else None,
            next_item=neighbours[here + 1] if here + 1 < len(neighbours) else None,
            same_matter=self.same_matter(item),
            **kwargs,
        )

    def address_of(self, meeting):
        return meeting.get_absolute_url()

    def same_matter(self, item):
        """The same standing matter at other meetings of the body, latest first."""
        if item.kind != AgendaItem.Kind.SUBSTANTIVE or item.exempt:
            return []
        return (
            AgendaItem.objects.visible_to(self.audience)
            .filter(title__iexact=item.title, meeting__body=item.meeting.body)
            .exclude(pk=item.pk)
            .select_related("meeting__body")
            .order_by("-meeting__starts_at")[:10]
        )


class ItemDetail(ItemPage, PublicDetail):
    """One agenda item: its papers, its minute, its decisions limb by limb and what came of them."""

    def find(self, rows):
        return rows.get(meeting__slug=self.kwargs["meeting_slug"], slug=self.kwargs["slug"])


class ItemPreview(ItemPage, Preview):
    """The same, with its drafts, for the clerk."""

    def address_of(self, meeting):
        return reverse("preview-meeting", args=[meeting.pk])


class MeetingPrint(PublicPrint):
    """What is printed of a meeting."""

    section = "meetings"

    def meeting_of(self, record):
        return record.meeting

    def trail(self, record):
        meeting = self.meeting_of(record)
        return [
            ("Meetings", reverse("meetings:meeting-list")),
            (in_words(meeting.day), meeting.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(sensitive=self.meeting_of(self.object).sensitive, **kwargs)


class MinutesPrint(MeetingPrint):
    """The minutes of a meeting, to print, save or sign."""

    model = Minutes

    def refine(self, rows):
        return rows.select_related("meeting__body").with_visible("approved_at_meeting")

    def find(self, rows):
        return rows.get(meeting__slug=self.kwargs["slug"])

    def printed(self, record):
        return printing.minutes_printed(record, self.audience)


class AgendaPrint(MeetingPrint):
    """The agenda of a meeting, to print or save."""

    model = Meeting

    def refine(self, rows):
        return rows.with_names().select_related("body__contact", "contact").filter(agenda_published_at__isnull=False)

    def meeting_of(self, record):
        return record

    def printed(self, record):
        return printing.agenda_printed(record, self.audience)


class ActionPaperRecord:
    """What was owed before a meeting, frozen when its agenda was published."""

    model = ActionPaper

    def refine(self, rows):
        # Frozen without a row: only what is exempt stood on the agenda, and not even that is told.
        return rows.filter(meeting__agenda_published_at__isnull=False).exclude(rows=[]).select_related("meeting__body")

    def find(self, rows):
        return rows.get(meeting__slug=self.kwargs["slug"])


class ActionPaperPrint(ActionPaperRecord, MeetingPrint):
    """The action paper, to print or save."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(as_sheet=True, **kwargs)

    def printed(self, record):
        return printing.action_paper_printed(record, self.audience)


class ActionPaperSheet(ActionPaperRecord, PublicDetail):
    """The same as CSV."""

    def render_to_response(self, context, **kwargs):
        rows = registers.shown_rows(self.object, self.audience)
        return as_sheet(registers.paper_csv(rows).content, printing.action_paper_name(self.object))


class ItemExtract(MeetingPrint):
    """One item of the minutes or agenda, to print or save."""

    model = AgendaItem

    def refine(self, rows):
        return reading.with_listing(rows.select_related("meeting__body"))

    def find(self, rows):
        return rows.get(meeting__slug=self.kwargs["meeting_slug"], slug=self.kwargs["slug"])

    def trail(self, record):
        return [*super().trail(record), (record.title, record.get_absolute_url())]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "sensitive": context["sensitive"] or self.object.sensitive}

    def printed(self, record):
        return printing.extract_printed(record, self.audience)


class PaperDownload(PublicDownload):
    """The file of a paper."""

    model = PaperFile

    def refine(self, rows):
        return rows.select_related("paper__agenda_item__meeting")

    def find(self, rows):
        return rows.get(paper_id=self.kwargs["pk"])


class ActionList(PublicList):
    """What has been asked, what is still owed, and what came of it."""

    model = Action
    filterset_class = ActionFilter
    template_name = "meetings/action_list.html"
    section = "actions"

    def refine(self, rows):
        return rows.with_names().with_origin().longest_overdue_first()

    def get_context_data(self, **kwargs):
        public = Action.objects.public()
        counted, days = revision.kept(
            "figures of actions", lambda: (figures.counts(public), figures.days_to_accept(public))
        )
        return super().get_context_data(counted=counted, charts=figures.charts(counted, days), **kwargs)


class ActionSheet(PublicSheet):
    """The same list as CSV."""

    model = Action
    filterset_class = ActionFilter
    sheet = registers.ACTIONS

    def refine(self, rows):
        return rows.with_names().with_origin().longest_overdue_first()


class ActionDetail(PublicDetail):
    """One action: what was asked, of whom, by when, what happened since."""

    model = Action
    template_name = "meetings/action_detail.html"
    section = "actions"

    def refine(self, rows):
        rows = rows.with_names().with_origin().select_related("due_provision")
        return rows.with_visible("notes", "owner_changes", "successor", "predecessors", "topic_links")

    def find(self, rows):
        return rows.get(reference=reference_from_address("A", self.kwargs["reference"]))

    def get_context_data(self, **kwargs):
        action = self.object
        item = action.item_of_origin
        standing = self.standing(action)
        return super().get_context_data(
            events=telling.life(action, self.audience),
            item=item,
            meeting=item.meeting if item else None,
            closed_at_meeting=visible_rows(action.closed_at_meeting, self.audience),
            due_sentences=explain_due(action, self.audience),
            standing=standing,
            carried_forward=sum(one.was_missed for one in standing),
            said_last=telling.last_words([action], self.audience).get(action.pk),
            **kwargs,
        )

    def standing(self, action):
        """At which meetings it stood on the agenda, earliest first."""
        rows = AgendaAction.objects.visible_to(self.audience).filter(action=action)
        return list(rows.select_related("agenda_item__meeting").order_by("agenda_item__meeting__starts_at", "pk"))


class ActionAsWritten(RedirectView):
    """/actions/A2026/014/, as the reference is written in minutes, leads to its address."""

    permanent = True

    def get_redirect_url(self, year, number):
        return reverse("meetings:action-detail", args=[f"{year}-{number}"])


def with_terms(members, audience) -> list[Member]:
    """Members, each with the terms and the parts that `audience` may see, and how often the member came."""
    members = list(members)
    attended = Attendance.objects.visible_to(audience).filter(member__in=[member.pk for member in members])
    came = Q(kind__in=[Attendance.Kind.PRESENT, Attendance.Kind.SUBSTITUTE])
    counts = {
        row["member"]: row
        for row in attended.order_by().values("member").annotate(came=Count("pk", filter=came), called=Count("pk"))
    }
    for member in members:
        member.attendance = counts.get(member.pk)
        member.terms = list(visible_rows(member.memberships, audience))
        # The term by which a member sits today, the panel's own before a sub-committee's; or None.
        holding = [term for term in member.terms if term.holds_on(today())]
        member.term_now = min(holding, key=lambda term: term.body.kind != Body.Kind.PANEL, default=None)
        member.chairs_now = [role for role in visible_rows(member.roles, audience) if role.holds_on(today())]
    return members


class MemberList(PublicList):
    """Who sits on the panel, and how often they came."""

    model = Member
    filterset_fields: list[str] = []
    template_name = "meetings/member_list.html"
    section = "members"
    paginate_by = None
    HEADINGS = {
        Membership.Kind.COUNCILLOR: "Councillors",
        Membership.Kind.ADDITIONAL: "Additional co-opted councillors",
        Membership.Kind.INDEPENDENT: "Independent members",
        Membership.Kind.SUBSTITUTE: "Substitutes",
    }

    def refine(self, rows):
        return rows.with_visible("memberships__authority", "memberships__body__names", "roles__body__names")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        members = with_terms(context["object_list"], self.audience)
        return {
            **context,
            "sitting": any(member.term_now for member in members),
            "groups": self.groups(member for member in members if member.term_now),
            "former": [member for member in members if not member.term_now],
        }

    def groups(self, members):
        """Members by kind, in each by council."""
        by_kind = {kind: [] for kind in self.HEADINGS}
        for member in members:
            by_kind[member.term_now.kind].append(member)
        return [
            {
                "kind": kind,
                "heading": heading,
                "members": sorted(by_kind[kind], key=lambda member: str(member.term_now.authority or "")),
            }
            for kind, heading in self.HEADINGS.items()
            if by_kind[kind]
        ]


class MemberSheet(PublicSheet):
    """The same as CSV: a line for each term of a member."""

    model = Member
    filterset_fields: list[str] = []
    sheet = sheets.MEMBERS

    def refine(self, rows):
        return rows.with_visible("memberships__authority", "memberships__body__names", "roles__body__names")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "object_list": sheets.terms_of(with_terms(context["object_list"], self.audience))}
