"""Atom feeds: everything new, or what is new of one body, topic, question or action, or of one sort.

Each entry is complete in itself and has an id that never changes; what an entry says is composed by `news`.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks, urlize
from django.views.generic import TemplateView, View

from meetings.models import Action, Body
from panel_portal.pages import calendars
from panel_portal.pages.context import portal
from panel_portal.pages.news import ACCEPTED, WHAT, News, news
from panel_portal.records.models import Topic
from panel_portal.records.publication import Audience
from panel_portal.records.references import reference_from_address
from panel_portal.records.views import PublicDetail, Revalidated
from questions.models import Question
from reports import topics

MOST = 50
LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# What XML cannot say (XML 1.0 2.2); pasted text brings such characters along.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A feed in which nothing has happened yet still says when: the day on which the first Commissioners took office.
BEFORE_ANYTHING = datetime(2012, 11, 22, tzinfo=UTC)

# The feeds of one sort of thing: the word in the address, its name, what it tells.
STATES = {
    "became-overdue": ("What became overdue", ("became overdue",)),
    "answered": ("What was answered", ("answered", "replied", "responded", "reported done")),
    "accepted": ("What the panel accepted as done", ACCEPTED),
}


def tag(key: str) -> str:
    """A name for ever (RFC 4151): of the place where the portal is read, not of the address that was asked."""
    return f"tag:{urlsplit(settings.SITE_ADDRESS).hostname},2026:{key}"


class Atom(Atom1Feed):
    """Atom in which an entry holds the whole text, says under which licence, and is dated without the clock."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=BEFORE_ANYTHING)

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("link", "", {"rel": "license", "href": LICENCE_ADDRESS})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Feed(Revalidated, View):
    """One feed: what is in it is `wanted`, the rest follows."""

    name = "Everything new"
    explanation = "Everything that is published, answered, accepted or becomes overdue, newest first."
    page = "home"

    def title(self) -> str:
        return self.name

    def wanted(self) -> dict:
        """The arguments of `news`."""
        return {}

    def page_address(self) -> str:
        """The path of the page that this feed is about."""
        return reverse(self.page)

    def get(self, request, *args, **kwargs):
        return self.answer(request)

    def answer(self, request) -> HttpResponse:
        author = portal(request)["portal"]["panel_name"]
        feed = Atom(
            title=said(f"{self.title()} – {author}"),
            link=request.build_absolute_uri(self.page_address()),
            description=None,
            subtitle=said(self.explanation),
            language="en-GB",
            author_name=author,
            author_link=request.build_absolute_uri("/"),
            feed_url=request.build_absolute_uri(request.path),
            feed_guid=tag(request.path.strip("/")),
            feed_copyright=f"{LICENCE}: {LICENCE_ADDRESS}",
        )
        for one in news(most=MOST, **self.wanted()):
            add(feed, one, request)
        return HttpResponse(feed.writeString("utf-8"), content_type=Atom.content_type)


def add(feed: Atom, one: News, request) -> None:
    feed.add_item(
        title=said(one.title),
        link=request.build_absolute_uri(one.url),
        description=None,
        content=linebreaks(urlize(said(one.text), autoescape=True)),
        unique_id=tag(one.key),
        pubdate=one.at,
        updateddate=one.at,
        categories=(one.what, one.kind),
    )


def said(words: str) -> str:
    return UNSPEAKABLE.sub("", words)


class FeedOfRecord(Feed, PublicDetail):
    """The feed of one record: 410 once that is withdrawn, 404 while it is a draft."""

    argument = ""

    def get(self, request, *args, **kwargs):
        return PublicDetail.get(self, request, *args, **kwargs)

    def wanted(self):
        return {self.argument: self.object}

    def page_address(self):
        return self.object.get_absolute_url()

    def render_to_response(self, context, **kwargs):
        return self.answer(self.request)


class FeedOfBody(FeedOfRecord):
    model = Body
    argument = "body"
    explanation = "Meetings, agendas, minutes and what came of them."

    def refine(self, rows):
        return rows.with_names()

    def title(self):
        return self.object.name_then

    def page_address(self):
        return f"{reverse('meetings:meeting-list')}?body={self.object.slug}"


class FeedOfTopic(FeedOfRecord):
    model = Topic
    argument = "topic"
    explanation = "Everything new under one topic."

    def title(self):
        return f"Topic: {self.object.name}"

    def page_address(self):
        return reverse("reports:topic-detail", args=[self.object.slug])


class FeedOfQuestion(FeedOfRecord):
    model = Question
    argument = "question"
    explanation = "What happens to one public question."

    def find(self, rows):
        return rows.get(reference=reference_from_address("Q", self.kwargs["reference"]))

    def title(self):
        return str(self.object)


class FeedOfAction(FeedOfRecord):
    model = Action
    argument = "action"
    explanation = "What happens to one thing that the panel asked for."

    def find(self, rows):
        return rows.get(reference=reference_from_address("A", self.kwargs["reference"]))

    def title(self):
        words = self.object.text.split()
        return f"{self.object.reference}: {' '.join(words[:12])}{' …' if len(words) > 12 else ''}"


class FeedOfState(Feed):
    """What came to one state, whatever it is."""

    def title(self):
        return STATES[self.kwargs["state"]][0]

    @property
    def explanation(self):
        return " ".join(WHAT[one] for one in STATES[self.kwargs["state"]][1])

    def wanted(self):
        return {"what": STATES[self.kwargs["state"]][1]}


class FeedIndex(Revalidated, TemplateView):
    """Every feed and calendar, and in plain words what they are for."""

    template_name = "pages/feeds.html"

    def get_context_data(self, **kwargs):
        bodies = Body.objects.public().with_names().filter(pk__in=calendars.bodies_that_meet())
        return super().get_context_data(
            audience=Audience.PUBLIC,
            bodies=bodies.order_by("kind", "slug"),
            topics=Topic.objects.public().filter(pk__in=topics.counted()).order_by("name"),
            states=[
                {"word": word, "name": name, "means": [(one, WHAT[one]) for one in whats]}
                for word, (name, whats) in STATES.items()
            ],
            most=MOST,
            asks_the_public=calendars.takes_questions(),
            years_back=calendars.YEARS_BACK,
            **kwargs,
        )
