"""The one rule of what may be seen, row by row: every state, every audience, every level of the record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.template import Context, Template

from meetings import models, workflow
from panel_portal.records.publication import Audience, Publication, publish, restore, visible_rows, withdraw
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC, MEMBERS, PREVIEW = Audience.PUBLIC, Audience.MEMBERS, Audience.PREVIEW


def seen(record, audience) -> bool:
    return type(record).objects.visible_to(audience).filter(pk=record.pk).exists()


def seen_by(record) -> set[Audience]:
    return {audience for audience in Audience if seen(record, audience)}


# Publication: each state, each audience --------------------------------------------------------------------


def drafts() -> list:
    """One draft of each kind of record that is published by itself, nothing above it in its way."""
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.first()
    return [
        factories.MeetingFactory(),
        factories.AgendaItemFactory(meeting=meeting, number="99"),
        factories.PaperFactory(agenda_item=item),
        factories.MemberFactory(),
        factories.ActionFactory(origin_item=item),
        factories.ActionNoteFactory(action=factories.published_action()),
    ]


def released(record):
    """The record after the verb that publishes its kind."""
    clerk = factories.a_clerk()
    if isinstance(record, models.Action):
        return workflow.publish_action(record, by=clerk)
    if isinstance(record, models.AgendaItem):
        return workflow.publish_item(record, by=clerk)
    if isinstance(record, models.Paper):
        factories.PaperFileFactory(paper=record)
    return publish(record, by=clerk)


def test_record_as_draft_is_seen_in_the_preview_only():
    for record in drafts():
        assert seen_by(record) == {PREVIEW}, record


def test_record_when_published_is_seen_by_everybody():
    for record in drafts():
        assert seen_by(released(record)) == set(Audience), record


def test_record_when_withdrawn_is_seen_by_nobody_and_known_to_be_gone():
    for record in drafts():
        withdrawn = factories.withdrawn(released(record))
        assert seen_by(withdrawn) == set(), record
        assert type(record).objects.public_or_gone().filter(pk=record.pk).exists(), record


def test_record_when_restored_is_seen_again_without_its_withdrawal():
    for record in drafts():
        back = restore(factories.withdrawn(released(record)), by=factories.a_clerk(), note="It was right after all.")
        assert seen_by(back) == set(Audience)
        assert (back.withdrawn_at, back.withdrawn_reason) == (None, "")


def test_draft_is_not_among_what_is_public_or_gone():
    for record in drafts():
        assert not type(record).objects.public_or_gone().filter(pk=record.pk).exists()


def test_minutes_in_each_state_are_seen_as_published():
    meeting = factories.held_meeting()
    factories.minuted_item(meeting.agenda_items.first())
    assert seen_by(meeting.minutes) == {PREVIEW}
    minutes = workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    assert seen_by(minutes) == set(Audience)
    assert seen_by(factories.withdrawn(minutes)) == set()


# Levels: what hangs from something is seen where that is ---------------------------------------------------


def whole_record():
    """One of everything under one meeting whose minutes are published."""
    meeting = factories.held_meeting(items=2)
    item = meeting.agenda_items.in_order().first()
    paper = factories.published_paper(item)
    minute = factories.minuted_item(item)
    attendance = factories.AttendanceFactory(minutes=meeting.minutes)
    declaration = factories.DeclarationFactory(minutes=meeting.minutes)
    invitation = factories.InvitationFactory(meeting=meeting)
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    resolution = minute.resolutions.get()
    limb = resolution.limbs.get()
    action = limb.actions.get()
    note = publish(factories.ActionNoteFactory(action=action), by=factories.a_clerk())
    everything = {
        "meeting": meeting,
        "invitation": invitation,
        "item": item,
        "paper": paper,
        "file": paper.files.get(),
        "minutes": meeting.minutes,
        "attendance": attendance,
        "declaration": declaration,
        "minute": minute,
        "resolution": resolution,
        "limb": limb,
        "action": action,
        "note": note,
    }
    for record in everything.values():
        record.refresh_from_db()
    return everything


UNDER = {
    "meeting": {
        "meeting", "invitation", "item", "paper", "file", "minutes", "attendance", "declaration", "minute",
        "resolution", "limb", "action", "note",
    },
    "item": {"item", "paper", "file", "minute", "resolution", "limb", "action", "note"},
    "paper": {"paper", "file"},
    "minutes": {"minutes", "attendance", "declaration", "minute", "resolution", "limb", "action", "note"},
    "action": {"action", "note"},
    "note": {"note"},
}  # fmt: skip


@pytest.mark.parametrize("level", UNDER)
@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS])
def test_withdrawal_of_a_level_hides_all_below_and_nothing_else(level, audience):
    everything = whole_record()
    assert {name for name, record in everything.items() if seen(record, audience)} == set(everything)
    factories.withdrawn(everything[level])
    hidden = {name for name, record in everything.items() if not seen(record, audience)}
    assert hidden == UNDER[level]


@pytest.mark.parametrize("level", UNDER)
def test_restoring_a_level_brings_all_below_back(level):
    everything = whole_record()
    restore(factories.withdrawn(everything[level]), by=factories.a_clerk(), note="It was right after all.")
    assert all(seen(record, PUBLIC) for record in everything.values())


def test_draft_meeting_hides_what_was_published_below_it():
    meeting = factories.MeetingFactory()
    item = publish(factories.AgendaItemFactory(meeting=meeting), by=factories.a_clerk())
    paper = factories.PaperFactory(agenda_item=item, url="https://council.example/report")
    paper = publish(paper, by=factories.a_clerk())
    assert seen_by(item) == seen_by(paper) == {PREVIEW}


def test_action_without_origin_is_seen_by_its_own_publication():
    assert seen_by(factories.published_action()) == set(Audience)


def test_action_from_a_discussion_is_hidden_with_its_item():
    item = factories.held_meeting_with_minutes().agenda_items.first()
    action = factories.published_action(origin_item=item)
    assert seen_by(action) == set(Audience)
    factories.withdrawn(item)
    assert seen_by(action) == set()


def test_action_from_a_discussion_is_hidden_with_the_minutes_that_tell_of_it():
    meeting = factories.held_meeting_with_minutes()
    action = factories.published_action(origin_item=meeting.agenda_items.first())
    factories.withdrawn(meeting.minutes)
    assert seen_by(action) == set()
    assert seen_by(meeting) == set(Audience)


# Exempt: a shell, and what is in it --------------------------------------------------------------------------


def exempt_record():
    """An exempt item, fully minuted, with an ordinary and an exempt paper; a public summary; the minutes out."""
    everything = {}
    meeting = factories.held_meeting(items=2)
    item = meeting.agenda_items.in_order().first()
    paper = factories.published_paper(item)
    item = factories.exempt(item)
    minute = factories.minuted_item(item)
    summary = factories.PublicSummaryFactory(agenda_item=item)
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    limb = models.Limb.objects.get(resolution__minute=minute)
    everything.update(
        item=item,
        matter=item.exempt_matter,
        paper=paper,
        file=paper.files.get(),
        minute=minute,
        resolution=limb.resolution,
        limb=limb,
        action=limb.actions.get(),
        summary=summary,
    )
    return everything


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (PUBLIC, {"item", "summary"}),
        (PREVIEW, {"item", "summary"}),
        (
            MEMBERS,
            {"item", "matter", "paper", "file", "minute", "resolution", "limb", "action", "summary"},
        ),
    ],
)
def test_exempt_item_shows_its_shell_and_summary_only_except_to_members(audience, expected):
    everything = exempt_record()
    assert {name for name, record in everything.items() if seen(record, audience)} == expected


def test_exempt_item_opened_again_shows_everything():
    everything = exempt_record()
    workflow.open_item(everything["item"], by=factories.a_clerk(), note="The tender is over.")
    assert not models.ExemptMatter.objects.exists()
    del everything["matter"]
    assert all(seen(record, PUBLIC) for record in everything.values())


def test_exempt_paper_is_listed_but_its_file_is_not_public():
    paper = factories.exempt(factories.published_paper())
    assert seen_by(paper) == set(Audience)
    assert seen_by(paper.files.get()) == {MEMBERS}


def test_exempt_draft_is_not_shown_to_members_either():
    item = factories.AgendaItemFactory(meeting=factories.published_meeting(), number="99")
    item = factories.exempt(item)
    assert seen_by(item) == {PREVIEW}
    assert seen_by(item.exempt_matter) == set()


def test_withdrawn_exempt_item_hides_its_contents_from_members():
    everything = exempt_record()
    factories.withdrawn(everything["item"])
    assert [name for name, record in everything.items() if seen(record, MEMBERS)] == []


# The same question, asked in other ways ----------------------------------------------------------------------


def test_is_public_agrees_with_public_for_every_row():
    made = [*whole_record().values(), *drafts()]
    exempted = exempt_record()
    factories.withdrawn(exempted["paper"])
    made += exempted.values()
    answers = set()
    for model in {type(record) for record in made}:
        public = set(model.objects.public().values_list("pk", flat=True))
        for record in model.objects.all():
            assert record.is_public == (record.pk in public), record
            answers.add((model, record.is_public))
    assert {answer for _, answer in answers} == {True, False}
    assert len({model for model, _ in answers}) == 16


def test_visible_to_marks_its_rows_and_copies_of_its_queryset():
    factories.published_meeting()
    rows = models.Meeting.objects.public()
    assert rows.filter(pk__gt=0).order_by("pk").audience is PUBLIC
    assert rows.get().seen_by is PUBLIC
    assert models.Meeting.objects.all().audience is None


def test_what_hangs_from_known_rows_is_asked_for_itself_alone():
    public, hidden = factories.published_action(), factories.ActionFactory()
    told = publish(factories.ActionNoteFactory(action=public), by=factories.a_clerk())
    factories.ActionNoteFactory(action=public)
    below = publish(factories.ActionNoteFactory(action=hidden), by=factories.a_clerk())
    notes = models.ActionNote.objects.public_below(models.Action)
    # The action of the second is no known row: whoever asks brings its own.
    assert set(notes) == {told, below}
    assert notes.filter(action__in=models.Action.objects.public()).get() == told
    assert (notes.audience, "JOIN" in str(notes.query)) == (Audience.PUBLIC, False)


def test_with_visible_without_an_audience_is_refused():
    with pytest.raises(ValueError, match="Ask .public"):
        models.Meeting.objects.all().with_visible("agenda_items")


@pytest.mark.parametrize("audience", Audience)
def test_with_visible_filters_each_step_as_the_database_would(audience, django_assert_num_queries):
    everything = exempt_record()
    meeting = everything["item"].meeting
    factories.AgendaItemFactory(meeting=meeting, number="98")
    open_item = meeting.agenda_items.filter(exempt=False).first()
    factories.withdrawn(factories.published_paper(open_item))
    factories.exempt(factories.published_paper(open_item))
    with django_assert_num_queries(4):
        found = models.Meeting.objects.visible_to(audience).with_visible("agenda_items__papers__files").get()
        papers = [paper for item in found.agenda_items.all() for paper in item.papers.all()]
        files = [file for paper in papers for file in paper.files.all()]
    assert {item.pk for item in found.agenda_items.all()} == pks(models.AgendaItem, audience)
    assert {paper.pk for paper in papers} == pks(models.Paper, audience)
    assert {file.pk for file in files} == pks(models.PaperFile, audience)


def pks(model, audience) -> set[int]:
    return set(model.objects.visible_to(audience).values_list("pk", flat=True))


# {% visible %} -------------------------------------------------------------------------------------------------


def shown(expression: str, audience=None, **context):
    """What `{% visible expression as found %}` puts into the context."""
    page = Context(context)
    if audience:
        page["audience"] = audience
    Template(f"{{% load records %}}{{% visible {expression} as found %}}").render(page)
    return page["found"]


def meeting_with_a_draft_item():
    meeting = factories.published_meeting()
    factories.AgendaItemFactory(meeting=meeting, number="99")
    return meeting


@pytest.mark.parametrize(("audience", "expected"), [(None, 1), (PUBLIC, 1), (MEMBERS, 1), (PREVIEW, 2)])
def test_visible_tag_with_unprefetched_rows_filters_them(audience, expected):
    meeting = meeting_with_a_draft_item()
    assert len(shown("meeting.agenda_items", audience, meeting=meeting)) == expected


@pytest.mark.parametrize(("audience", "expected"), [(None, 1), (PUBLIC, 1), (PREVIEW, 2)])
def test_visible_tag_with_rows_prefetched_for_everybody_filters_them(audience, expected):
    meeting_with_a_draft_item()
    meeting = models.Meeting.objects.prefetch_related("agenda_items").get()
    assert len(shown("meeting.agenda_items", audience, meeting=meeting)) == expected


def test_visible_tag_with_rows_prefetched_for_the_audience_asks_nothing_more(django_assert_num_queries):
    meeting_with_a_draft_item()
    meeting = models.Meeting.objects.public().with_visible("agenda_items").get()
    with django_assert_num_queries(0):
        assert len(shown("meeting.agenda_items", meeting=meeting)) == 1


def test_visible_tag_with_rows_prefetched_for_another_audience_filters_them_again():
    meeting_with_a_draft_item()
    meeting = models.Meeting.objects.visible_to(PREVIEW).with_visible("agenda_items").get()
    assert len(meeting.agenda_items.all()) == 2
    assert len(shown("meeting.agenda_items", meeting=meeting)) == 1


def test_visible_tag_with_a_queryset_filters_it():
    meeting_with_a_draft_item()
    assert len(shown("items", items=models.AgendaItem.objects.all())) == 1


def test_visible_tag_with_a_reverse_one_to_one_gives_it_only_where_it_may_be_seen():
    meeting = factories.held_meeting()
    factories.minuted_item(meeting.agenda_items.first())
    assert shown("meeting.minutes", meeting=meeting) is None
    assert shown("meeting.minutes", PREVIEW, meeting=meeting) == meeting.minutes
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    meeting = models.Meeting.objects.get()
    assert shown("meeting.minutes", meeting=meeting) == meeting.minutes


def test_visible_tag_with_a_prefetched_reverse_one_to_one_asks_nothing_more(django_assert_num_queries):
    factories.held_meeting_with_minutes()
    meeting = models.Meeting.objects.public().with_visible("minutes").get()
    with django_assert_num_queries(0):
        assert shown("meeting.minutes", meeting=meeting) is not None


def test_visible_tag_with_nothing_there_gives_none():
    meeting = factories.MeetingFactory()
    item = factories.AgendaItemFactory(meeting=meeting)
    assert shown("meeting.later_meeting", meeting=meeting) is None
    assert shown("item.minute", item=item) is None
    assert shown("nobody.minutes") is None


def test_visible_tag_with_a_forward_key_to_a_draft_gives_none():
    item = factories.AgendaItemFactory()
    assert shown("item.meeting", item=item) is None
    assert visible_rows(item.meeting, PREVIEW) == item.meeting


# The verbs of publication ----------------------------------------------------------------------------------------


def test_published_record_cannot_be_deleted_even_by_sql():
    member = factories.published_member()
    models.Membership.objects.all().delete()
    with pytest.raises(DatabaseError, match="Cannot delete rows from meetings_member"), transaction.atomic():
        models.Member.objects.filter(pk=member.pk).delete()
    factories.withdrawn(member)
    with pytest.raises(DatabaseError, match="Cannot delete rows from meetings_member"), transaction.atomic():
        models.Member.objects.filter(pk=member.pk).delete()


def test_draft_can_be_deleted():
    factories.MemberFactory().delete()
    assert not models.Member.objects.exists()


def test_withdrawing_with_too_long_a_reason_is_refused_at_the_note():
    with pytest.raises(ValidationError) as refused:
        withdraw(factories.published_member(), by=factories.a_clerk(), note="x" * 2001)
    assert list(refused.value.message_dict) == ["note"]


def test_withdrawn_record_keeps_the_day_of_its_first_publication():
    member = factories.published_member()
    first = member.published_at
    back = restore(factories.withdrawn(member), by=factories.a_clerk(), note="It was right after all.")
    assert back.published_at == first


@pytest.mark.parametrize(
    "columns",
    [
        {"publication": Publication.PUBLISHED},
        {"publication": Publication.WITHDRAWN},
        {"withdrawn_reason": "Because."},
    ],
)
def test_database_refuses_a_publication_without_its_day_and_reason(columns):
    member = factories.MemberFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Member.objects.filter(pk=member.pk).update(**columns)


def test_database_refuses_an_exemption_without_paragraph_and_reason():
    paper = factories.PaperFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Paper.objects.filter(pk=paper.pk).update(exempt=True)


def test_paper_with_neither_file_nor_link_is_not_published():
    with pytest.raises(ValidationError, match="neither a file nor a link"):
        publish(factories.PaperFactory(), by=factories.a_clerk())


def test_version_is_counted_by_the_database_whatever_changes_the_row():
    member = factories.MemberFactory()
    member.save()
    models.Member.objects.filter(pk=member.pk).update(name="Cllr Else")
    member.refresh_from_db()
    assert member.version == 3
