"""Under which topics agenda items and actions are found."""

from django.db import models

from meetings.models.action import Action
from meetings.models.business import AgendaItem
from panel_portal.records.history import tracked
from panel_portal.records.models import TopicLink, once


@tracked
class ItemTopic(TopicLink):
    """A topic under which an agenda item is found, with its minute and decisions."""

    public_through = ("agenda_item",)

    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("agenda_item", "topic")
        constraints = [once("agenda_item")]


@tracked
class ActionTopic(TopicLink):
    """A topic under which an action is found."""

    public_through = ("asked_action",)

    asked_action = models.ForeignKey(Action, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("asked_action", "topic")
        constraints = [once("asked_action")]
