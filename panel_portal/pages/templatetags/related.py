"""What is like a record, for its page, which stands in a room below."""

from django import template

from panel_portal.pages import related

register = template.Library()


@register.simple_tag
def closest(record):
    """{% closest question as likes %}: likes.before and likes.others, each of `findings.Result`."""
    return related.to(record)


@register.simple_tag
def asked_before(text, but=None):
    """{% asked_before words original as likes %}: public questions like these words, closest first."""
    return related.asked_before(text, but)
