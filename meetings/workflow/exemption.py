"""Keeping an item, a paper or an action from the public, and opening it again (LGA 1972 Sch 12A)."""

from meetings import forms
from meetings.models import ExemptMatter
from panel_portal.records.workflow import IllegalMove, verb

# What of an item stands in its exempt part instead, while it has one.
TOLD_IN_PRIVATE = ("report_of", "purpose", "urgent_reason")


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptTitleForm,
    removes=True,
)
def exempt_item(item, *, by, exempt_paragraphs, exempt_reason, public_title, note=""):
    """Keep an item from the public (LGA 1972 s100A(4), Sch 12A). What it says moves to its exempt part; what stays
    is a title fit for the public, the paragraph and the reason."""
    ExemptMatter.objects.update_or_create(
        agenda_item=item,
        defaults={"title": item.title, **{name: getattr(item, name) for name in TOLD_IN_PRIVATE}},
    )
    item.title = public_title
    for name in TOLD_IN_PRIVATE:
        setattr(item, name, "")
    item.exempt_paragraphs, item.exempt_reason = [int(number) for number in exempt_paragraphs], exempt_reason
    if item.slug:
        # An address made from the full title would go on telling it.
        item.slug = ""
        item.prepare_publication()


@verb(
    "exempt",
    from_={True},
    to=False,
    clears=("exempt_paragraphs", "exempt_reason"),
    label="Open to the public",
    permission="records.publish_record",
    note_required=True,
)
def open_item(item, *, by, note):
    """The reason for keeping an item private has gone: its full title and text become public."""
    matter = item.exempt_matter
    item.title = matter.title
    for name in TOLD_IN_PRIVATE:
        setattr(item, name, getattr(matter, name))
    matter.delete()


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptTitleForm,
    removes=True,
)
def exempt_paper(paper, *, by, exempt_paragraphs, exempt_reason, public_title, note=""):
    """Keep the file of a paper from the public; its title, paragraph and reason stay listed."""
    if paper.url:
        raise IllegalMove("This paper is a link to another site, so it cannot be kept private here. Remove the link.")
    paper.title = public_title
    paper.exempt_paragraphs, paper.exempt_reason = (
        [int(number) for number in exempt_paragraphs],
        exempt_reason,
    )


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptForm,
    removes=True,
)
def exempt_action(action, *, by, exempt_paragraphs, exempt_reason, note=""):
    """Keep an action from the public register: what it asks for would tell what the panel heard in private
    (LGA 1972 Sch 12A). Members see it, marked."""
    action.exempt_paragraphs = [int(number) for number in exempt_paragraphs]
    action.exempt_reason = exempt_reason


@verb(
    "exempt",
    from_={True},
    to=False,
    clears=("exempt_paragraphs", "exempt_reason"),
    label="Open to the public",
    permission="records.publish_record",
    note_required=True,
)
def disclose(record, *, by, note):
    """The reason for keeping a paper or an action private has gone."""
