"""Every public page, for search engines. In sections, and each in files of at most MOST addresses, far below the 50,000
that a file may have: the day of the last change is read from the history, which takes its time."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from panel_portal.pages.api import meetings, questions, reports
from panel_portal.pages.api.kinds import Kind
from panel_portal.pages.api.listing import with_last_change

MOST = 2000
FIXED = (
    "home", "meetings:meeting-list", "meetings:action-list", "questions:question-list", "questions:ask",
    "questions:scheme", "questions:not-put", "reports:report-list", "reports:response-list", "reports:awaiting",
    "reports:inspection-list", "reports:decision-list", "reports:this-year", "meetings:member-list", "about",
    "accessibility", "privacy", "cookies", "data",
)  # fmt: skip


class Pages(Sitemap):
    """The pages that are there whatever is on record."""

    def items(self):
        return FIXED

    def location(self, item):
        return reverse(item)


class Records(Sitemap):
    """The pages of one kind of record."""

    limit = MOST

    def __init__(self, kind: Kind, *, address=lambda record: record.get_absolute_url(), related: tuple[str, ...] = ()):
        self.kind, self.address, self.related = kind, address, related

    def items(self):
        rows = self.kind.model.objects.public().select_related(*self.related)
        return with_last_change(self.kind, rows).order_by("pk")

    def location(self, item):
        return self.address(item)

    def lastmod(self, item):
        return item.changed

    def get_latest_lastmod(self):
        """Not told in the index: it would have to read the history of every record there is."""
        return


SITEMAPS = {
    "pages": Pages(),
    "meetings": Records(meetings.MEETINGS),
    "items": Records(meetings.ITEMS, related=("meeting",)),
    "actions": Records(meetings.ACTIONS),
    "questions": Records(questions.QUESTIONS),
    "reports": Records(reports.REPORTS),
    "responses": Records(reports.RESPONSES),
    "inspections": Records(reports.INSPECTIONS),
    "decisions": Records(reports.DECISIONS),
    "topics": Records(questions.TOPICS, address=questions.address_of_topic),
}
