"""What the lists of reports and responses, and of the members' workspace, can be narrowed by."""

import django_filters
from django.db.models import Q

from meetings.filters import Narrowing, TopicFilter, when_and_where, years
from meetings.models import Action, Body, Meeting, Office
from panel_portal.records.periods import in_words
from panel_portal.records.publication import Audience
from reports import changes, keeping
from reports.models import CommissionerResponse, CommissionersDecision, Finding, Inspection, PanelReport
from reports.models.decision import folded


class ReportFilter(Narrowing):
    """Reports and letters by kind, year, whether a reply came, and words."""

    REPLIES = [("waiting", "Awaiting a reply"), ("replied", "Replied to")]

    kind = django_filters.ChoiceFilter(choices=PanelReport.Kind.choices, label="Kind", empty_label="Any kind")
    reply = django_filters.ChoiceFilter(choices=REPLIES, label="Reply", method="by_reply", empty_label="Any")
    year = django_filters.ChoiceFilter(field_name="issued_on__year", label="Issued in", empty_label="Any year")
    topic = TopicFilter()
    words = django_filters.CharFilter(label="Words", method="saying", max_length=200)

    class Meta:
        model = PanelReport
        fields = ["kind", "reply", "year", "topic", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(PanelReport.objects.public(), "issued_on")

    def by_reply(self, reports, name, chosen):
        return reports.awaiting() if chosen == "waiting" else reports.filter(state=PanelReport.State.REPLIED)

    def saying(self, reports, name, words):
        return reports.filter(Q(title__icontains=words) | Q(text__icontains=words) | Q(reference__iexact=words.strip()))


class ResponseFilter(Narrowing):
    """Responses by what they answer, kind, year and words."""

    ANSWERS = [
        ("question", "Public questions"),
        ("asked_action", "Actions"),
        ("report", "Reports and letters"),
        ("inspection", "Inspections"),
    ]

    to = django_filters.ChoiceFilter(choices=ANSWERS, label="To", method="to_what", empty_label="Anything")
    kind = django_filters.ChoiceFilter(choices=CommissionerResponse.Kind.choices, label="Kind", empty_label="Any kind")
    year = django_filters.ChoiceFilter(field_name="received_on__year", label="Received in", empty_label="Any year")
    words = django_filters.CharFilter(label="Words", method="saying", max_length=200)

    class Meta:
        model = CommissionerResponse
        fields = ["to", "kind", "year", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(CommissionerResponse.objects.public(), "received_on")

    def to_what(self, responses, name, chosen):
        return responses.filter(**{f"{chosen}__isnull": False})

    def saying(self, responses, name, words):
        # What it answers is public wherever the response is.
        return responses.filter(
            Q(text__icontains=words)
            | Q(question__title__icontains=words)
            | Q(report__title__icontains=words)
            | Q(asked_action__text__icontains=words)
            | Q(inspection__title__icontains=words)
            | Q(reference__iexact=words.strip())
        )


class InspectionFilter(Narrowing):
    """Inspections by service, where they stand, and words."""

    service = django_filters.ChoiceFilter(choices=Inspection.Service.choices, label="Service", empty_label="Any")
    state = django_filters.ChoiceFilter(choices=Inspection.State.choices, label="Where it stands", empty_label="Any")
    topic = TopicFilter()
    words = django_filters.CharFilter(label="Words", method="saying", max_length=200)

    class Meta:
        model = Inspection
        fields = ["service", "state", "topic", "words"]

    def saying(self, inspections, name, words):
        found = Finding.objects.public().filter(
            Q(area__icontains=words) | Q(text__icontains=words) | Q(recommendation__icontains=words)
        )
        return inspections.filter(
            Q(title__icontains=words)
            | Q(summary__icontains=words)
            | Q(inspectorate__icontains=words)
            | Q(programme__icontains=words)
            | Q(pk__in=found.values("inspection"))
        )


class DecisionFilter(Narrowing):
    """The Commissioner's decisions by service, year and words."""

    service = django_filters.ChoiceFilter(
        choices=CommissionersDecision.Service.choices, label="Police or fire", method="of_service", empty_label="Either"
    )
    year = django_filters.ChoiceFilter(field_name="decided_on__year", label="Decided in", empty_label="Any year")
    topic = TopicFilter()
    words = django_filters.CharFilter(label="Words or number", method="saying", max_length=200)

    class Meta:
        model = CommissionersDecision
        fields = ["service", "year", "topic", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(CommissionersDecision.objects.public(), "decided_on")

    def of_service(self, decisions, name, chosen):
        # What was decided for both is of interest to whoever looks for one of them.
        both = CommissionersDecision.Service.BOTH
        return decisions.filter(service__in={chosen, both})

    def saying(self, decisions, name, words):
        return decisions.filter(
            Q(title__icontains=words)
            | Q(summary__icontains=words)
            | Q(number__icontains=words.strip())
            | Q(slug=folded(words) or None)
        )


class WorkspaceFilter(Narrowing):
    """Actions by where they stand, of whom and where they were asked, what changed, and what is followed."""

    # Without a choice the list is what people come for: what is still owed.
    shown_unasked = "open"
    audience = Audience.MEMBERS
    SHOWN = [
        ("open", "Not yet accepted"),
        ("overdue", "Overdue"),
        ("waiting", "Waiting for an answer"),
        ("reported_done", "Reported done"),
        ("changed", "Changed since you last looked"),
        ("closed", "Closed"),
        ("all", "All"),
    ]

    show = django_filters.ChoiceFilter(choices=SHOWN, label="Show", method="narrow", empty_label=None)
    owner = django_filters.ChoiceFilter(label="Asked of", method="asked_of", empty_label="Anybody")
    origin = django_filters.ChoiceFilter(
        choices=Action.ORIGINS, label="Came from", method="came_from", empty_label="Anywhere"
    )
    meeting = django_filters.ChoiceFilter(label="Asked at the meeting of", method="asked_at", empty_label="Any meeting")
    state = django_filters.ChoiceFilter(choices=Action.State.choices, label="State", empty_label="Any state")
    followed = django_filters.ChoiceFilter(label="Followed", method="only_followed", empty_label="Followed or not")
    topic = TopicFilter()
    words = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label="Words", max_length=200)

    class Meta:
        model = Action
        fields = ["show", "owner", "origin", "meeting", "state", "followed", "topic", "words"]

    def __init__(self, *args, user, since, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.since, self.council = user, since, keeping.council_of(user)
        self.filters["owner"].extra["choices"] = owners()
        self.filters["meeting"].extra["choices"] = meetings_of_origin()
        self.filters["followed"].extra["choices"] = [
            ("mine", "What I follow"),
            *([("council", f"What members from {self.council} follow")] if self.council else []),
        ]

    @property
    def shown(self) -> str:
        """What is shown, in words."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        if chosen.get("state") and chosen["show"] == "open":
            return Action.State(chosen["state"]).label
        return dict(self.SHOWN).get(chosen.get("show"), "Not yet accepted")

    def narrow(self, actions, name, shown):
        match shown:
            case "overdue":
                return actions.overdue()
            case "waiting":
                return actions.waiting()
            case "reported_done":
                return actions.filter(state=Action.State.REPORTED_DONE)
            case "changed":
                return actions.filter(changes.changed_since(self.since))
            case "closed":
                return actions.closed()
            case "all":
                return actions
        # A state is named: then that alone decides, so that nobody has to choose twice.
        return actions if self.form.cleaned_data.get("state") else actions.outstanding()

    def asked_of(self, actions, name, chosen):
        kind, _, slug = chosen.partition(":")
        return actions.filter(**{f"owner_{kind}__slug": slug})

    def came_from(self, actions, name, chosen):
        return actions.of_origin(chosen)

    def asked_at(self, actions, name, slug):
        return actions.arisen_at(meeting__slug=slug)

    def only_followed(self, actions, name, whose):
        council = self.council if whose == "council" else None
        return actions.filter(
            pk__in=keeping.followed_by_council(council) if council else keeping.followed_by(self.user)
        )


def owners() -> list[tuple[str, str]]:
    """Of whom something was asked, by what they are called today, as choices."""
    asked = Action.objects.for_members().order_by()
    offices = Office.objects.for_members().filter(pk__in=asked.values("owner_office")).prefetch_related("titles")
    bodies = Body.objects.for_members().filter(pk__in=asked.values("owner_body")).prefetch_related("names")
    return [(f"office:{one.slug}", str(one)) for one in offices] + [(f"body:{one.slug}", str(one)) for one in bodies]


def meetings_of_origin() -> list[tuple[str, str]]:
    """The meetings at which something was asked, latest first, as choices."""
    meetings = Meeting.objects.for_members().filter(pk__in=when_and_where(Action.objects.for_members())[1])
    return [
        (meeting.slug, f"{in_words(meeting.day)}, {meeting.name_then}")
        for meeting in meetings.with_names().order_by("-starts_at")
    ]
