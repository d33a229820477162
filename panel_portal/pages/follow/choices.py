"""What can be followed: everything, a body, a topic, a question, an action, or one kind of news. Public rows alone."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.models import Action, Body
from panel_portal.pages.models import Subscription
from panel_portal.records.models import Topic
from panel_portal.records.references import reference_from_address, reference_in_address
from questions.models import Question

Kind = Subscription.Kind

# What is told of a kind of news, as the form offers it and a letter gives it as its reason.
OF_NEWS = {
    Kind.EVERYTHING: "Everything new",
    Kind.ANSWERED: "Every answer to a public question",
    Kind.OVERDUE: "Whatever becomes overdue",
    Kind.ACCEPTED: "Whatever the panel accepts as done",
}
NO_LONGER = {
    Kind.BODY: "A body that is no longer listed",
    Kind.TOPIC: "A topic that is no longer listed",
    Kind.QUESTION: "A question that is no longer public",
    Kind.ACTION: "An action that is no longer public",
}
LONGEST = 160
WORD = re.compile(r"[-\w/]{1,80}", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """One thing to follow.

    record  the key of the record, or 0
    value   as it stands in the form and, parted by "=", in an address: "question:2026-017"
    words   where it stands alone: "The topic “Roads”"
    short   under the heading of its kind: "Roads"
    url     its page, or ""
    """

    kind: str
    record: int
    value: str
    words: str
    url: str = ""
    short: str = ""

    @property
    def query(self) -> str:
        """As it stands behind "/follow/?"."""
        if not self.value:
            return ""
        kind, _, word = self.value.partition(":")
        return f"{kind}={word}" if word else f"what={kind}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _of_news(kind: str) -> Choice:
    return Choice(kind, 0, kind, OF_NEWS[kind])


def _of_body(body: Body) -> Choice:
    name = body.name_then or body.slug
    return Choice(Kind.BODY, body.pk, f"body:{body.slug}", _cut(f"What this body does: {name}"), short=name)


def _of_topic(topic: Topic) -> Choice:
    return Choice(Kind.TOPIC, topic.pk, f"topic:{topic.slug}", f"The topic “{topic.name}”", short=topic.name)


def _of_question(question: Question) -> Choice:
    words = f"{question.noun.capitalize()} {question}"
    value = f"question:{reference_in_address(question.reference)}"
    return Choice(Kind.QUESTION, question.pk, value, _cut(words), question.get_absolute_url())


def _of_action(action: Action) -> Choice:
    words = f"Action {action.reference}: {action.own_words}"
    value = f"action:{reference_in_address(action.reference)}"
    return Choice(Kind.ACTION, action.pk, value, _cut(words), action.get_absolute_url())


def _rows(kind: str):
    """The public rows of a kind, and how each is told."""
    match kind:
        case Kind.BODY:
            return Body.objects.public().with_names(), _of_body
        case Kind.TOPIC:
            return Topic.objects.public(), _of_topic
        case Kind.QUESTION:
            return Question.objects.public(), _of_question
        case Kind.ACTION:
            return Action.objects.public().with_origin(), _of_action
    raise ValueError(f"{kind} is no kind of record")


def offered() -> list[Choice]:
    """What can be followed without going to a record's own page."""
    bodies, tell_body = _rows(Kind.BODY)
    topics, tell_topic = _rows(Kind.TOPIC)
    named = bodies.filter(name_then__isnull=False)  # one that has no name today has been wound up
    return [*map(_of_news, OF_NEWS), *map(tell_body, named), *map(tell_topic, topics)]


def of_value(value: str) -> Choice | None:
    """The choice that the form sent; None for what is not there, or not public."""
    kind, _, word = value.partition(":")
    if kind in OF_NEWS:
        return None if word else _of_news(kind)
    if kind not in Kind.values or not WORD.fullmatch(word):
        return None
    rows, tell = _rows(kind)
    if kind in {Kind.QUESTION, Kind.ACTION}:
        initial = kind[0].upper()
        record = rows.filter(reference=reference_from_address(initial, word.removeprefix(initial))).first()
    else:
        record = rows.filter(slug=word).first()
    return tell(record) if record else None


def of_query(query) -> Choice | None:
    """The choice that an address names, as `?question=Q2026-017` or `?what=overdue`; None as of `of_value`."""
    if "what" in query:
        return of_value(query["what"].partition(":")[0])
    for kind in Subscription.OF_A_RECORD:
        if query.get(kind):
            return of_value(f"{kind}:{query[kind]}")
    return None


def followed(subscriptions: Iterable[Subscription]) -> dict[tuple[str, int], Choice]:
    """Each thing that is followed, by kind and key; one query for each kind. Of what is not public any more no word is
    told but that."""
    wanted = defaultdict(set)
    for one in subscriptions:
        wanted[one.kind].add(one.record)
    found = {}
    for kind, keys in wanted.items():
        if kind in OF_NEWS:
            found[kind, 0] = _of_news(kind)
            continue
        rows, tell = _rows(kind)
        found |= {(kind, key): Choice(kind, key, "", NO_LONGER[kind]) for key in keys}
        found |= {(kind, row.pk): tell(row) for row in rows.filter(pk__in=keys)}
    return found
