"""How the results of a search are written."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join

from panel_portal.pages.findings import Piece

register = template.Library()


@register.filter
def marked(context: Iterable[Piece]) -> str:
    """Words in context, those that were found inside <mark>."""
    told = (format_html("<mark>{}</mark>", piece.text) if piece.found else piece.text for piece in context)
    return format_html_join("", "{}", ((one,) for one in told))
