"""What the public lists can be narrowed by."""

from collections.abc import Iterable, Sequence

import django_filters
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django_filters.fields import ModelChoiceField

from meetings.models import Action, Body, Meeting, Office
from panel_portal.records import revision
from panel_portal.records.models import Topic
from panel_portal.records.publication import Audience, RecordQuerySet

# Meetings among which one can choose: ten years of most panels, and no more than a phone can show.
OFFERED = 60


def years(rows: RecordQuerySet, column: str) -> list[tuple[str, str]]:
    """The years that occur in a list of public rows, latest first, as choices."""

    def found() -> list[tuple[str, str]]:
        return as_choices(rows.order_by().values_list(ExtractYear(column), flat=True).distinct())

    return revision.kept(f"years of {rows.model.__name__} {column}", found)


def as_choices(found) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in sorted(filter(None, set(found)), reverse=True)]


def when_and_where(actions) -> tuple[set[int], set[int]]:
    """In which years, and at which meetings (their keys), actions were asked for: one walk over all of them."""
    meetings = ("origin_item__meeting", "origin_limb__resolution__minute__agenda_item__meeting")
    asked = list(actions.order_by().values_list(ExtractYear("asked_on"), *meetings).distinct())
    return {year for year, *_ in asked}, {meeting for _, *where in asked for meeting in where if meeting}


def owners(chosen: str) -> list[tuple[str, str]]:
    """Of whom public actions were asked: offices, then bodies, by name; and one that was asked for in the address,
    although nothing was asked of it."""

    def named(offices, bodies) -> list[tuple[str, str]]:
        return [
            (one.slug, str(one)) for one in (*offices.prefetch_related("titles"), *bodies.prefetch_related("names"))
        ]

    def found() -> list[tuple[str, str]]:
        actions = Action.objects.public().order_by()
        return named(
            Office.objects.public().filter(pk__in=actions.values("owner_office")),
            Body.objects.public().filter(pk__in=actions.values("owner_body")),
        )

    occurring = revision.kept("actions' owners", found)
    if chosen and chosen not in dict(occurring):
        return occurring + named(Office.objects.public().filter(slug=chosen), Body.objects.public().filter(slug=chosen))
    return occurring


class TopicFilter(django_filters.ModelChoiceFilter):
    """Records by a topic that they stand under."""

    def __init__(self):
        super().__init__(
            queryset=Topic.objects.public(),
            field_name="topic_links__topic",
            to_field_name="slug",
            label="Topic",
            empty_label="Any topic",
        )


class Narrowing(django_filters.FilterSet):
    """What narrows a list. `shown_unasked`: what the list shows without a choice under "show"."""

    shown_unasked = ""
    audience = Audience.PUBLIC

    def __init__(self, data=None, *args, **kwargs):
        data = (data.copy() if data is not None else {}) or {}
        if self.shown_unasked and not data.get("show"):
            data["show"] = self.shown_unasked
        super().__init__(data, *args, **kwargs)
        if "topic" in self.filters:  # only those that occur are offered
            links = self._meta.model._meta.get_field("topic_links").related_model.objects.visible_to(self.audience)
            topics = self.filters["topic"].queryset.filter(pk__in=links.order_by().values("topic"))
            self.filters["topic"].queryset = topics

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen besides what is shown without a choice."""
        unasked = {"show": {"", self.shown_unasked}}
        return any((self.data.get(name) or "") not in unasked.get(name, {""}) for name in self.filters)


class MeetingFilter(Narrowing):
    """Meetings by year, body and state."""

    year = django_filters.ChoiceFilter(field_name="starts_at__year", label="Year", empty_label="All years")
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.public().prefetch_related("names"),
        label="Body",
        to_field_name="slug",
        empty_label="All bodies",
    )
    state = django_filters.ChoiceFilter(choices=Meeting.State.choices, label="State", empty_label="All states")

    class Meta:
        model = Meeting
        fields = ["year", "body", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(Meeting.objects.public(), "starts_at")
        # Those whose meetings are listed, and one that was asked for in the address, although it has none.
        listed = Q(pk__in=Meeting.objects.public().order_by().values("body"))
        bodies = self.filters["body"].queryset
        self.filters["body"].queryset = bodies.filter(listed | Q(slug=self.data.get("body") or ""))


class MeetingDays(ModelChoiceField):
    """Meetings by their day; of another body than the panel with its name. `offered` are the choices; any meeting of
    the queryset is a valid one."""

    offered: Sequence[tuple[str, str]] = ()

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("", self.empty_label), *self.offered]

    def label_from_instance(self, obj):
        day = f"{obj.day.day} {obj.day:%B %Y}"
        return day if obj.body.kind == Body.Kind.PANEL else f"{day}, {obj.short_body_name}"


class MeetingDayFilter(django_filters.ModelChoiceFilter):
    """One meeting. The latest of those that occur are offered; any other can be asked for in the address."""

    field_class = MeetingDays

    def offer(self, of: str, occurring: Iterable[int], chosen: str) -> None:
        """Offer some of the meetings with these keys. `of` is whose they are: what is offered is kept under it."""

        def latest() -> tuple[list[tuple[str, str]], bool]:
            rows = list(self.queryset.filter(pk__in=occurring).order_by("-starts_at")[: OFFERED + 1])
            return self._choices(rows[:OFFERED]), len(rows) > OFFERED

        offered, there_are_more = revision.kept(f"meetings of {of}", latest)
        if chosen and chosen not in dict(offered):
            offered = offered + self._choices(self.queryset.filter(slug=chosen))
        self.field.offered = offered
        if there_are_more:
            self.field.help_text = f"The latest {OFFERED} are here. The page of an older meeting lists its own."

    def _choices(self, meetings) -> list[tuple[str, str]]:
        return [(meeting.slug, self.field.label_from_instance(meeting)) for meeting in meetings]


class ActionFilter(Narrowing):
    """Actions by state, owner, origin, meeting, year of asking, and words."""

    # Without a choice the list is what people come for: what is still owed.
    shown_unasked = "open"
    SHOWN = [("open", "Not yet accepted"), ("overdue", "Overdue"), ("closed", "Closed"), ("all", "All")]

    show = django_filters.ChoiceFilter(choices=SHOWN, label="Show", method="narrow", empty_label=None)
    owner = django_filters.ChoiceFilter(label="Asked of", method="of_owner", empty_label="Anybody")
    origin = django_filters.ChoiceFilter(
        choices=Action.ORIGINS, label="Origin", method="of_origin", empty_label="Any origin"
    )
    meeting = MeetingDayFilter(
        queryset=Meeting.objects.public().with_names().select_related("body"),
        to_field_name="slug",
        label="Asked at",
        method="of_meeting",
        empty_label="Any meeting",
    )
    topic = TopicFilter()
    year = django_filters.ChoiceFilter(field_name="asked_on__year", label="Asked in", empty_label="Any year")
    words = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label="Words", max_length=200)

    class Meta:
        model = Action
        fields = ["show", "owner", "origin", "meeting", "topic", "year", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found, meetings = revision.kept("actions' years", lambda: when_and_where(Action.objects.public()))
        self.filters["year"].extra["choices"] = as_choices(found)
        self.filters["owner"].extra["choices"] = owners(self.data.get("owner"))
        self.filters["meeting"].offer("actions", meetings, self.data.get("meeting"))

    def of_owner(self, actions, name, slug):
        return actions.filter(Q(owner_office__slug=slug) | Q(owner_body__slug=slug))

    def of_origin(self, actions, name, origin):
        return actions.of_origin(origin)

    def of_meeting(self, actions, name, meeting):
        return actions.arisen_at(meeting=meeting)

    def narrow(self, actions, name, shown):
        if shown == "overdue":
            return actions.overdue()
        if shown == "closed":
            return actions.closed()
        return actions if shown == "all" else actions.outstanding()
