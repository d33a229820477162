"""Topics: what stands under each, counted and in order of time, over all rooms."""

from collections import Counter

from django.db.models import CharField, Count, F, QuerySet, Value

from meetings.models import ActionTopic, ItemTopic
from panel_portal.records.models import Topic
from questions.models import QuestionTopic
from reports.models import DecisionTopic, InspectionTopic, ReportTopic

LINKS = {
    "item": ItemTopic,
    "question": QuestionTopic,
    "action": ActionTopic,
    "report": ReportTopic,
    "inspection": InspectionTopic,
    "decision": DecisionTopic,
}


NOUNS = {
    "item": "agenda item",
    "question": "public question",
    "action": "action",
    "report": "report or letter",
    "inspection": "inspection",
    "decision": "decision",
}


def in_words(many: Counter) -> str:
    """ "3 agenda items, 1 action"."""
    told = [f"{many[kind]} {noun}{'' if many[kind] == 1 else 's'}" for kind, noun in NOUNS.items() if many[kind]]
    return ", ".join(told).replace("report or letters", "reports or letters")


def under(topic: Topic) -> QuerySet:
    """The kind and key of every public record that stands under a topic; one query."""
    asked = [
        link.objects.public()
        .filter(topic=topic)
        .order_by()
        .annotate(kind_word=Value(kind, output_field=CharField()), key=F(f"{link.linked()}_id"))
        .values_list("kind_word", "key")
        for kind, link in LINKS.items()
    ]
    return asked[0].union(*asked[1:], all=True).order_by("kind_word", "key")


def counted() -> dict[int, Counter]:
    """How many public records of each kind stand under each topic that has any, by its key; one query."""
    asked = [
        link.objects.public()
        .order_by()
        .values("topic_id")
        .annotate(kind_word=Value(kind, output_field=CharField()), many=Count("pk"))
        .values_list("topic_id", "kind_word", "many")
        for kind, link in LINKS.items()
    ]
    found: dict[int, Counter] = {}
    for topic, kind, many in asked[0].union(*asked[1:], all=True):
        found.setdefault(topic, Counter())[kind] = many
    return found
