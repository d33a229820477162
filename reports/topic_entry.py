"""The page on which a clerk puts published records under topics, many at a time, from what their words suggest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.views.generic import View

from meetings.models import Action, AgendaItem
from panel_portal.records.models import Topic
from panel_portal.records.publication import Audience, visible_rows
from questions.models import Question
from reports.models import CommissionersDecision, Inspection, PanelReport
from reports.topics import LINKS

# Which records of each kind can stand under a topic, latest first, and what is read for it.
KINDS = {
    "item": (AgendaItem, ("-meeting__starts_at", "order"), ("title", "purpose")),
    "question": (Question, ("-asked_on", "-pk"), ("title", "introduction")),
    "action": (Action, ("-asked_on", "-pk"), ("text",)),
    "report": (PanelReport, ("-issued_on", "-pk"), ("title", "text")),
    "inspection": (Inspection, ("-reported_on", "-pk"), ("title", "summary")),
    "decision": (CommissionersDecision, ("-decided_on", "-pk"), ("title", "summary")),
}
MOST = 200  # of each kind are looked at
AT_ONCE = 30  # are shown on one page


@dataclass
class Suggestion:
    """A record that stands under no topic, and those that its words point to."""

    kind: str
    record: object
    topics: list[Topic] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.record.pk}"


def pattern(topic: Topic) -> re.Pattern:
    """The words that point to a topic, as whole words, in the singular or the plural."""
    words = [topic.name, *topic.words.split(",")]
    found = "|".join(re.escape(word.strip()) for word in words if word.strip())
    return re.compile(rf"\b(?:{found})(?:s|es)?\b", re.IGNORECASE)


def suggestions() -> list[Suggestion]:
    """Public records that stand under no topic and whose words point to one, latest first by kind. Two queries for
    each kind at most."""
    patterns = [(topic, pattern(topic)) for topic in Topic.objects.all()]
    found = []
    for kind, (model, order, names) in KINDS.items():
        linked = LINKS[kind].objects.values(f"{LINKS[kind].linked()}_id")
        rows = model.objects.public().exclude(pk__in=linked).order_by(*order)
        if kind == "item":
            rows = rows.filter(kind=AgendaItem.Kind.SUBSTANTIVE, exempt=False).with_visible("meeting", "minute")
        if kind == "question":
            rows = rows.with_visible("parts")
        if kind == "action":
            rows = rows.with_origin()
        for record in rows[:MOST]:
            said = " ".join(_said(kind, record, names))
            if pointed := [topic for topic, words in patterns if words.search(said)]:
                found.append(Suggestion(kind, record, pointed))
    return found


def _said(kind, record, names) -> Iterable[str]:
    yield from (strip_tags(getattr(record, name)) for name in names)
    if kind == "item" and (minute := visible_rows(getattr(record, "minute", None), Audience.PUBLIC)):
        yield strip_tags(minute.text)
    if kind == "question":
        yield from (part.text for part in visible_rows(record.parts, Audience.PUBLIC))


@transaction.atomic
def put_under(kind: str, record, topics: Iterable[Topic]) -> int:
    """Put a record under topics; how many it did not stand under before."""
    link = LINKS[kind]
    return sum(link.objects.get_or_create(topic=topic, **{link.linked(): record})[1] for topic in topics)


class SuggestedTopics(PermissionRequiredMixin, View):
    """What could stand under which topic: ticked where the words say so, for the clerk to take or leave."""

    permission_required = "records.change_topic"

    def get(self, request):
        found = suggestions()
        context = {
            **admin.site.each_context(request),
            "title": "Put records under topics",
            "suggestions": found[:AT_ONCE],
            "more": max(len(found) - AT_ONCE, 0),
            "topics": list(Topic.objects.all()),
        }
        return TemplateResponse(request, "admin/reports/suggested_topics.html", context)

    def post(self, request):
        known = {str(topic.pk): topic for topic in Topic.objects.all()}
        put = 0
        for one in suggestions():
            chosen = [*request.POST.getlist(one.key), request.POST.get(f"{one.key}-more", "")]
            put += put_under(one.kind, one.record, [known[pk] for pk in chosen if pk in known])
        messages.success(request, f"{put} put under topics." if put else "Nothing was chosen, so nothing was changed.")
        return HttpResponseRedirect(request.path)
