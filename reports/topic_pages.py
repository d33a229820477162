"""The public pages of topics."""

from django.urls import reverse
from django.views.generic import RedirectView

from panel_portal.records.models import Topic
from panel_portal.records.views import PublicDetail, PublicList
from reports import thread, topics


class TopicList(PublicList):
    """The panel's topics under which anything public stands, with how much."""

    model = Topic
    filterset_fields = ()
    template_name = "reports/topic_list.html"
    section = "topics"
    paginate_by = None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        counted = topics.counted()
        rows = [(topic, topics.in_words(counted[topic.pk])) for topic in context["object_list"] if topic.pk in counted]
        return {**context, "topics": rows}


class TopicDetail(PublicDetail):
    """One topic: what is open now, and what happened, in order of time."""

    model = Topic
    template_name = "reports/topic_detail.html"
    context_object_name = "topic"
    section = "topics"

    def get_context_data(self, **kwargs):
        told = thread.of_topic(self.object)
        return super().get_context_data(
            thread=told, open_now=[event for event in told.events if event.is_open], **kwargs
        )


class TopicThread(RedirectView):
    """Where the story of a topic stood before topics had a page of their own."""

    permanent = True

    def get_redirect_url(self, slug):
        return reverse("reports:topic-detail", args=[slug])
