"""A page's facts for search engines, in a block of data that no browser runs."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from meetings.models import Meeting
from panel_portal.pages import linked_data as told
from questions.models import Question

register = template.Library()


def block(data: dict) -> str:
    """The element. Django's own `json_script` writes <, > and & so that no text can end it; only the type, which that
    function fixes, is another. A type that is no script's is data: the content security policy has no say in it."""
    if not data:
        return ""
    return mark_safe(json_script(data).replace("application/json", "application/ld+json", 1))  # noqa: S308 - as above


@register.simple_tag(takes_context=True)
def linked_data(context, record=None):
    """{% linked_data meeting %} in the head of its page; without a record, what the panel is. A preview has none."""
    if context.get("is_preview"):
        return ""
    at = context["request"].build_absolute_uri
    match record:
        case Meeting():
            return block(told.of_meeting(record, at))
        case Question():
            return block(told.of_question(record, at))
    return block(told.of_panel(context["portal"], at))
