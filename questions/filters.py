"""What the public list of questions can be narrowed by."""

import django_filters
from django.db.models import Q

from meetings.filters import MeetingDayFilter, Narrowing, TopicFilter, years
from meetings.models import Meeting
from questions.models import Question


class QuestionFilter(Narrowing):
    """Questions by whether they are answered, year, meeting and words."""

    shown_unasked = "all"
    SHOWN = [("all", "All"), ("waiting", "Waiting for an answer"), ("overdue", "Overdue"), ("answered", "Answered")]

    show = django_filters.ChoiceFilter(choices=SHOWN, label="Show", method="narrow", empty_label=None)
    kind = django_filters.ChoiceFilter(choices=Question.Kind.choices, label="Kind", empty_label="Any kind")
    meeting = MeetingDayFilter(
        queryset=Meeting.objects.public().with_names().select_related("body"),
        field_name="at_meeting",
        to_field_name="slug",
        label="For the meeting",
        empty_label="Any meeting",
    )
    topic = TopicFilter()
    year = django_filters.ChoiceFilter(field_name="asked_on__year", label="Asked in", empty_label="Any year")
    words = django_filters.CharFilter(label="Words", method="saying", max_length=200)

    class Meta:
        model = Question
        fields = ["show", "kind", "meeting", "topic", "year", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Question.objects.public()
        self.filters["year"].extra["choices"] = years(public, "asked_on")
        asked_at = public.order_by().values("at_meeting")
        self.filters["meeting"].offer("questions", asked_at, self.data.get("meeting"))

    def narrow(self, questions, name, shown):
        match shown:
            case "waiting":
                return questions.awaiting()
            case "overdue":
                return questions.overdue()
            case "answered":
                return questions.answered()
        return questions

    def saying(self, questions, name, words):
        # Only what the list itself shows to the public: the title and the parts hang from a public question.
        return questions.filter(
            Q(title__icontains=words) | Q(parts__text__icontains=words) | Q(reference__iexact=words.strip())
        ).distinct()
