"""What templates may ask of a record."""

from datetime import date, datetime

from django import template
from django.forms.utils import flatatt

from panel_portal.records import periods, richtext
from panel_portal.records.publication import Audience, visible_rows

register = template.Library()


class VisibleNode(template.Node):
    def __init__(self, expression, name, below=()):
        self.expression, self.name, self.below = expression, name, below

    def render(self, context):
        audience = context.get("audience", Audience.PUBLIC)
        related = self.expression.resolve(context, ignore_failures=True)
        if isinstance(related, str):  # what Django makes of a one-to-one row that is not there
            related = None
        rows = visible_rows(related, audience)
        context[self.name] = rows.with_visible(*self.below) if self.below else rows
        return ""


@register.tag
def visible(parser, token):
    """{% visible meeting.agenda_items as items %}: the related rows, or the one related record, that this page's
    reader may see. The audience is the public's unless the door says otherwise (the preview does).

    {% visible question.responses with part_answers as responses %} loads what hangs from them, too, in one query."""
    match token.split_contents():
        case [_, rows, "as", name]:
            return VisibleNode(parser.compile_filter(rows), name)
        case [_, rows, "with", below, "as", name]:
            return VisibleNode(parser.compile_filter(rows), name, (below,))
    raise template.TemplateSyntaxError("Write {% visible record.related_rows [with rows_below] as name %}.")


@register.filter
def richtext_html(text):
    """Rich text, as cleaned on its way into the database."""
    return richtext.render(text)


# What Django gives an input that GOV.UK forms do without.
NOT_OF_GOVUK = {"class", "required", "placeholder", "autofocus", "cols", "title"}


@register.filter
def attributes(attrs, without="") -> str:
    """The attributes of an input as GOV.UK has them, less one that is written already or does not belong."""
    return flatatt({name: value for name, value in attrs.items() if name not in NOT_OF_GOVUK and name != without})


@register.filter
def words(day):
    """A day in words: Monday 30 September 2024."""
    if isinstance(day, datetime):
        day = periods.day_in_london(day)
    return periods.in_words(day) if isinstance(day, date) else ""


@register.filter
def clock(moment):
    """A time of day in London as GOV.UK writes it: 10am, 2:30pm, midday."""
    return periods.clock(moment)


@register.filter
def numbers_around(page):
    """The numbers of a list's pages that its foot names, in order: the first, those beside this one, the last; None
    where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if number == page.paginator.ELLIPSIS else number for number in numbers]
