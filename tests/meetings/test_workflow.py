"""The procedure: what each verb does. Where it may be taken stands in test_transitions.py."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import workflow
from meetings.models import (
    Action,
    ExemptMatter,
    Limb,
    Meeting,
    Minutes,
    Paper,
)
from panel_portal.records.history import story
from panel_portal.records.publication import restore, withdraw
from panel_portal.records.workflow import IllegalMove
from tests import factories
from tests.factories import LONDON

pytestmark = pytest.mark.django_db

NOTE = "Because the panel agreed it."
SECRETS = {
    "exempt_paragraphs": ["3", "1"],
    "exempt_reason": "It would harm a tender that is still open.",
}


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


def _draft_agenda():
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    factories.AgendaItemFactory(meeting=meeting)
    return meeting


def _postponed():
    meeting, later = factories.published_meeting(), factories.MeetingFactory()
    return workflow.postpone(meeting, by=factories.a_clerk(), note=NOTE, later_meeting=later)


def _late_item():
    return factories.AgendaItemFactory(meeting=factories.published_meeting(), number="99")


def _reported():
    return workflow.report_done(factories.published_action(), by=factories.a_clerk(), note=NOTE)


# The agenda ------------------------------------------------------------------------------------------------

# A meeting on Thursday 28 May 2026 has the bank holiday of Monday 25 May before it; the one of 11 June has none.
NOTICE = [
    (at(2026, 5, 28, 10), at(2026, 5, 18, 12), 6),
    (at(2026, 5, 28, 10), at(2026, 5, 19, 12), 5),
    (at(2026, 5, 28, 10), at(2026, 5, 20, 12), 4),
    (at(2026, 6, 11, 10), at(2026, 6, 2, 12), 6),
    (at(2026, 6, 11, 10), at(2026, 6, 3, 12), 5),
    (at(2026, 6, 11, 10), at(2026, 6, 4, 12), 4),
    (at(2026, 6, 11, 10), at(2026, 6, 11, 8), 0),
]


@pytest.mark.parametrize(("starts_at", "now", "left"), NOTICE)
def test_publish_agenda_asks_for_a_reason_exactly_below_five_clear_working_days(starts_at, now, left):
    meeting = factories.AgendaItemFactory(meeting__starts_at=starts_at).meeting
    with time_machine.travel(now, tick=False):
        assert workflow.clear_days_left(meeting) == left
        if left < 5:
            with pytest.raises(ValidationError) as refusal:
                workflow.publish_agenda(meeting, by=factories.a_clerk())
            assert f"left before the meeting: {left}" in refusal.value.message_dict["short_notice_reason"][0]
            meeting.refresh_from_db()
            assert (meeting.state, meeting.publication) == (Meeting.State.AGENDA_DRAFT, "draft")
            workflow.publish_agenda(meeting, by=factories.a_clerk(), short_notice_reason="  A hearing was asked for. ")
            assert meeting.short_notice_reason == "A hearing was asked for."
        else:
            workflow.publish_agenda(meeting, by=factories.a_clerk())
            assert meeting.short_notice_reason == ""
        assert (meeting.state, meeting.agenda_published_at) == (Meeting.State.AGENDA_PUBLISHED, now)


def test_publish_agenda_of_a_meeting_already_over_needs_no_reason():
    meeting = factories.AgendaItemFactory().meeting
    assert workflow.publish_agenda(meeting, by=factories.a_clerk()).agenda_is_out


def test_publish_agenda_without_items_is_refused():
    meeting = factories.MeetingFactory()
    with pytest.raises(ValidationError, match="no items yet"):
        workflow.publish_agenda(meeting, by=factories.a_clerk())
    meeting.refresh_from_db()
    assert (meeting.state, meeting.publication, meeting.slug) == (Meeting.State.AGENDA_DRAFT, "draft", "")


def test_publish_agenda_publishes_the_meeting_its_items_and_their_papers():
    meeting = _draft_agenda()
    paper = factories.PaperFileFactory(paper__agenda_item=meeting.agenda_items.first()).paper
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    paper.refresh_from_db()
    assert meeting.is_public
    assert paper.is_public
    assert paper.files.get().is_public
    item = meeting.agenda_items.get()
    assert item.is_public
    assert item.supplementary_at is None
    assert item.slug


def test_publish_agenda_with_an_empty_paper_publishes_nothing_at_all():
    meeting = _draft_agenda()
    factories.PaperFactory(agenda_item=meeting.agenda_items.first(), title="Budget")
    with pytest.raises(ValidationError, match="“Budget” has neither a file nor a link"):
        workflow.publish_agenda(meeting, by=factories.a_clerk())
    meeting.refresh_from_db()
    assert (meeting.publication, meeting.state, meeting.slug) == ("draft", "agenda_draft", "")
    assert not meeting.agenda_items.get().is_public


def test_publish_agenda_of_an_announced_meeting_keeps_its_address():
    meeting = _draft_agenda()
    workflow.announce(meeting, by=factories.a_clerk())
    address, announced_at = meeting.slug, meeting.published_at
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    assert (meeting.slug, meeting.published_at) == (address, announced_at)


def test_announce_shows_the_meeting_and_none_of_its_items():
    meeting = _draft_agenda()
    workflow.announce(meeting, by=factories.a_clerk())
    assert meeting.is_public
    assert meeting.state == Meeting.State.AGENDA_DRAFT
    assert not meeting.agenda_items.get().is_public


def test_publish_item_after_the_agenda_is_a_supplement_with_its_papers():
    item = _late_item()
    paper = factories.PaperFileFactory(paper__agenda_item=item).paper
    workflow.publish_item(item, by=factories.a_clerk())
    assert item.supplementary_at == item.published_at
    assert item.published_at is not None
    assert Paper.objects.get(pk=paper.pk).is_public


def test_exempt_item_moves_its_text_out_of_the_public_record_and_open_item_brings_it_back():
    text = {
        "title": "The Ironbridge contract",
        "report_of": "the Chief Finance Officer",
        "purpose": "<p>To let it.</p>",
        "urgent_reason": "The tender closes tomorrow.",
    }
    item = factories.AgendaItemFactory(meeting=_draft_agenda(), number="2", urgent=True, **text)
    workflow.publish_agenda(item.meeting, by=factories.a_clerk())
    item.refresh_from_db()
    workflow.exempt_item(item, by=factories.a_clerk(), public_title="A contract", **SECRETS)
    assert (item.title, item.report_of, item.purpose, item.urgent_reason) == ("A contract", "", "", "")
    assert (item.exempt_paragraphs, item.exempt_reason) == ([3, 1], SECRETS["exempt_reason"])
    assert "ironbridge" not in item.get_absolute_url()
    matter = ExemptMatter.objects.get(agenda_item=item)
    assert {name: getattr(matter, name) for name in text} == text
    assert matter not in ExemptMatter.objects.public()
    assert matter in ExemptMatter.objects.for_members()

    workflow.open_item(item, by=factories.a_clerk(), note=NOTE)
    assert {name: getattr(item, name) for name in text} == text
    assert (item.exempt_paragraphs, item.exempt_reason) == ([], "")
    assert not ExemptMatter.objects.exists()


def test_exempt_paper_hides_the_file_and_disclose_shows_it_again():
    paper = factories.published_paper(title="The tender of Smith Ltd")
    workflow.exempt_paper(paper, by=factories.a_clerk(), public_title="A tender", **SECRETS)
    assert (paper.title, paper.is_public) == ("A tender", True)
    assert not paper.files.get().is_public
    workflow.disclose(paper, by=factories.a_clerk(), note=NOTE)
    assert paper.files.get().is_public
    assert paper.exempt_paragraphs == []


def test_exempt_paper_that_is_a_link_is_refused():
    paper = factories.PaperFactory(url="https://elsewhere.example/report")
    with pytest.raises(IllegalMove, match="link to another site"):
        workflow.exempt_paper(paper, by=factories.a_clerk(), public_title="A report", **SECRETS)
    paper.refresh_from_db()
    assert not paper.exempt


def test_exempt_action_leaves_the_public_register_and_stays_with_the_members():
    action = factories.published_action()
    workflow.exempt_action(action, by=factories.a_clerk(), **SECRETS)
    assert action not in Action.objects.public()
    assert action in Action.objects.for_members()
    workflow.disclose(action, by=factories.a_clerk(), note=NOTE)
    assert action in Action.objects.public()


# What became of the meeting --------------------------------------------------------------------------------


def test_hold_before_the_day_is_refused_and_on_the_day_is_not():
    meeting = factories.published_meeting(starts_at=at(2026, 6, 11, 10))
    with (
        time_machine.travel(at(2026, 6, 10, 23, 59), tick=False),
        pytest.raises(ValidationError, match="still to come"),
    ):
        workflow.hold(meeting, by=factories.a_clerk())
    with time_machine.travel(at(2026, 6, 11, 0, 1), tick=False):
        workflow.hold(meeting, by=factories.a_clerk())
    assert (meeting.state, meeting.settled_at) == (Meeting.State.HELD, at(2026, 6, 11, 0, 1))
    assert meeting.minutes.state == Minutes.State.DRAFT


@pytest.mark.parametrize("verb", [workflow.cancel, workflow.find_inquorate])
def test_meeting_that_did_not_go_ahead_tells_the_public_why(verb):
    meeting = verb(factories.published_meeting(), by=factories.a_clerk(), note=" Snow closed the roads. ")
    assert meeting.outcome_reason == "Snow closed the roads."
    assert meeting.did_not_go_ahead
    assert meeting.settled_at is not None
    assert meeting.later_meeting is None


@pytest.mark.parametrize("verb", [workflow.postpone, workflow.adjourn])
def test_meeting_moved_to_a_later_one_leads_there(verb):
    meeting, later = factories.published_meeting(), factories.MeetingFactory()
    verb(meeting, by=factories.a_clerk(), note=NOTE, later_meeting=later)
    assert (meeting.later_meeting, meeting.outcome_reason) == (later, NOTE)


@pytest.mark.parametrize("verb", [workflow.postpone, workflow.adjourn])
@pytest.mark.parametrize(
    ("which", "sentence"),
    [("earlier", "not later than this one"), ("itself", "not later than this one"), ("other body", "another body")],
)
def test_meeting_cannot_be_moved_to_an_unfit_one(verb, which, sentence):
    earlier, meeting = factories.MeetingFactory(), factories.published_meeting()
    other = factories.MeetingFactory(body=factories.BodyFactory())
    target = {"earlier": earlier, "itself": meeting, "other body": other}[which]
    with pytest.raises(ValidationError) as refusal:
        verb(meeting, by=factories.a_clerk(), note=NOTE, later_meeting=target)
    assert sentence in refusal.value.message_dict["later_meeting"][0]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.later_meeting) == (Meeting.State.AGENDA_PUBLISHED, None)


def test_reinstate_empties_what_was_recorded_and_the_history_keeps_it():
    meeting = _postponed()
    workflow.reinstate(meeting, by=factories.a_clerk(), note="It was another one.")
    assert meeting.state == Meeting.State.AGENDA_PUBLISHED
    assert (meeting.settled_at, meeting.outcome_reason, meeting.later_meeting) == (None, "", None)
    assert [told.sentence for told in story(meeting)][-2:] == ["Postpone to another meeting", "Undo what was recorded"]


def test_reinstate_without_a_published_agenda_is_refused():
    meeting = workflow.cancel(_draft_agenda(), by=factories.a_clerk(), note=NOTE)
    with pytest.raises(IllegalMove, match="never published"):
        workflow.reinstate(meeting, by=factories.a_clerk(), note=NOTE)


def test_reinstate_once_the_minutes_are_out_is_refused():
    meeting = factories.held_meeting_with_minutes()
    with pytest.raises(IllegalMove, match="minutes are published"):
        workflow.reinstate(meeting, by=factories.a_clerk(), note=NOTE)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD


# Minutes ---------------------------------------------------------------------------------------------------


def test_publish_minutes_gives_references_counted_by_year():
    asked = {}
    for year in (2023, 2024):
        for month in (3, 9):
            meeting = factories.held_meeting_with_minutes(items=1, limbs=2, starts_at=at(year, month, 6, 10))
            asked[year, month] = list(Action.objects.arisen_at(meeting=meeting).order_by("pk"))
    references = {key: [action.reference for action in actions] for key, actions in asked.items()}
    assert references == {
        (2023, 3): ["A2023/001", "A2023/002"],
        (2023, 9): ["A2023/003", "A2023/004"],
        (2024, 3): ["A2024/001", "A2024/002"],
        (2024, 9): ["A2024/003", "A2024/004"],
    }
    assert all(action.is_public for actions in asked.values() for action in actions)


def test_publish_minutes_publishes_also_what_was_promised_in_the_discussion():
    meeting = factories.held_meeting()
    item = meeting.agenda_items.first()
    factories.minuted_item(item, actions=False)
    promise = factories.ActionFactory(origin_item=item)
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    promise.refresh_from_db()
    assert promise.is_public
    assert promise.asked_on == meeting.day
    assert Limb.objects.public().count() == 1


@pytest.mark.parametrize("origin", ["discussion", "decision"])
def test_publish_action_of_unpublished_minutes_is_refused(origin):
    item = factories.held_meeting().agenda_items.first()
    limb = factories.minuted_item(item, actions=False).resolutions.get().limbs.get()
    action = factories.ActionFactory(**({"origin_item": item} if origin == "discussion" else {"origin_limb": limb}))
    with pytest.raises(IllegalMove, match="minutes of its meeting are not public"):
        workflow.publish_action(action, by=factories.a_clerk())
    action.refresh_from_db()
    assert (action.publication, action.reference) == ("draft", "")


def test_withdrawn_minutes_take_what_was_asked_in_the_discussion_with_them(client):
    meeting = factories.held_meeting_with_minutes()
    action = factories.published_action(origin_item=meeting.agenda_items.first())
    assert client.get(action.get_absolute_url()).status_code == 200
    factories.withdrawn(meeting.minutes, reason="They were the wrong file.")
    assert not action.is_public
    response = client.get(action.get_absolute_url())
    assert response.status_code == 410
    assert "They were the wrong file." in response.text


def test_publish_minutes_leaves_an_action_that_was_withdrawn_withdrawn():
    meeting = factories.held_meeting()
    item = meeting.agenda_items.first()
    factories.minuted_item(item, actions=False)
    action = factories.withdrawn(workflow.publish_action(factories.ActionFactory(), by=factories.a_clerk()))
    Action.objects.filter(pk=action.pk).update(origin_item=item)
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    action.refresh_from_db()
    assert action.publication == "withdrawn"


def test_publish_minutes_that_are_empty_is_refused():
    minutes = factories.held_meeting().minutes
    with pytest.raises(ValidationError, match="These minutes are empty"):
        workflow.publish_minutes(minutes, by=factories.a_clerk())
    minutes.refresh_from_db()
    assert (minutes.state, minutes.publication) == ("draft", "draft")


def test_approve_minutes_names_the_later_meeting_and_the_moment():
    minutes, later = factories.held_meeting_with_minutes().minutes, factories.held_meeting()
    with time_machine.travel(at(2026, 6, 11, 11), tick=False):
        workflow.approve_minutes(minutes, by=factories.a_clerk(), at_meeting=later)
    assert minutes.is_approved
    assert (minutes.approved_at_meeting, minutes.approved_at) == (later, at(2026, 6, 11, 11))


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("earlier", "not later than theirs"),
        ("their own", "not later than theirs"),
        ("other body", "by the body whose meeting it was"),
        ("not held", "has not been recorded as held"),
    ],
)
def test_approve_minutes_at_an_unfit_meeting_is_refused(which, sentence):
    earlier, meeting = factories.held_meeting(), factories.held_meeting_with_minutes()
    at_meeting = {
        "earlier": lambda: earlier,
        "their own": lambda: meeting,
        "other body": lambda: factories.held_meeting(body=factories.BodyFactory()),
        "not held": factories.published_meeting,
    }[which]()
    with pytest.raises(ValidationError) as refusal:
        workflow.approve_minutes(meeting.minutes, by=factories.a_clerk(), at_meeting=at_meeting)
    assert sentence in refusal.value.message_dict["at_meeting"][0]
    assert Minutes.objects.get(meeting=meeting).state == Minutes.State.PUBLISHED_AS_DRAFT


# Actions ---------------------------------------------------------------------------------------------------


def _limb(text, meeting=None):
    item = factories.AgendaItemFactory(meeting=meeting or factories.held_meeting(), number="9")
    return factories.LimbFactory(text=text, resolution__minute__agenda_item=item)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("<p>That the plan be <em>sent</em>.</p>", ["That the plan be sent."]),
        ("<p>That she report on:</p><ul><li>the estate</li></ul>", ["That she report on: the estate"]),
        (
            "<p>That she report on:</p><ul><li>one</li><li>two</li><li>three</li><li>four</li><li>five</li></ul>",
            [f"That she report on: {word}" for word in ("one", "two", "three", "four", "five")],
        ),
        ("<ul><li>The estate</li><li>The fleet</li></ul>", ["The estate", "The fleet"]),
    ],
    ids=["no bullet", "one bullet", "five bullets", "bullets without words before them"],
)
def test_raise_actions_makes_one_for_each_bullet_or_one_for_the_whole(text, texts):
    limb, commissioner = _limb(text), factories.the_commissioner()
    raised = workflow.raise_actions(limb, owner_office=commissioner)
    assert [action.text for action in Action.objects.order_by("pk")] == texts
    assert [action.pk for action in raised] == list(Action.objects.order_by("pk").values_list("pk", flat=True))
    for action in raised:
        assert action.origin_limb == limb
        assert action.owner_office == commissioner
        assert action.asked_on == limb.resolution.minute.minutes.meeting.day
        assert (action.publication, action.reference, action.state) == ("draft", "", "open")


def test_publish_action_of_its_own_is_asked_today():
    with time_machine.travel(at(2025, 12, 31, 23, 30), tick=False):
        action = factories.published_action()
    assert (action.asked_on, action.reference) == (date(2025, 12, 31), "A2025/001")


def test_publish_action_again_after_withdrawal_keeps_its_reference():
    action = factories.withdrawn(factories.published_action())
    reference = action.reference
    assert restore(action, by=factories.a_clerk(), note=NOTE).reference == reference
    assert factories.published_action().reference != reference


def test_report_done_by_the_office_is_taken(office):
    action = factories.published_action(asked_on=date(2026, 1, 5))
    with time_machine.travel(at(2026, 6, 11, 9), tick=False):
        workflow.report_done(action, by=office, note="Sent on Monday.")
    assert action.received_on == date(2026, 6, 11)
    assert (action.state, action.reported_done_at) == (Action.State.REPORTED_DONE, at(2026, 6, 11, 9))
    assert story(action)[-1].note == "Sent on Monday."


def test_accept_names_the_meeting_and_the_reason():
    meeting = factories.held_meeting()
    action = factories.published_action(asked_on=meeting.day)
    workflow.accept(action, by=factories.a_clerk(), note=" The figures came. ", at_meeting=meeting)
    assert (action.closed_at_meeting, action.closing_note) == (meeting, "The figures came.")
    assert action.closed_at is not None


@pytest.mark.parametrize(
    ("which", "sentence"), [("not held", "not been recorded as held"), ("before", "before this was asked")]
)
def test_accept_at_an_unfit_meeting_is_refused(which, sentence):
    before, published = factories.held_meeting(), factories.published_meeting()
    action = factories.published_action(asked_on=published.day)
    at_meeting = {"not held": published, "before": before}[which]
    with pytest.raises(ValidationError) as refusal:
        workflow.accept(action, by=factories.a_clerk(), note=NOTE, at_meeting=at_meeting)
    assert sentence in refusal.value.message_dict["at_meeting"][0]
    action.refresh_from_db()
    assert (action.state, action.closed_at_meeting) == (Action.State.OPEN, None)


def test_reject_takes_back_that_it_was_reported_done():
    meeting = factories.held_meeting(starts_at=timezone.now())
    action = workflow.reject(_reported(), by=factories.a_clerk(), note="Half of it is missing.", at_meeting=meeting)
    assert (action.state, action.reported_done_at, action.received_on) == (Action.State.OPEN, None, None)
    assert action.rejected_at_meeting == meeting


def test_drop_closes_at_a_meeting():
    meeting = factories.held_meeting()
    action = factories.published_action(asked_on=meeting.day)
    workflow.drop(action, by=factories.a_clerk(), note=NOTE, at_meeting=meeting)
    assert (action.closed_at_meeting, action.closing_note) == (meeting, NOTE)
    assert action.closed_on == meeting.day


def test_reopen_empties_what_closed_it():
    action = workflow.reopen(factories.closed_action(), by=factories.a_clerk(), note=NOTE)
    assert (action.closed_at, action.closed_at_meeting, action.closing_note) == (None, None, "")
    assert action.reported_done_at is None
    assert action.is_outstanding


# When an action is due -------------------------------------------------------------------------------------

NEXT = Action.DueRule.NEXT_ORDINARY_MEETING


def _due_next(**origin):
    action = factories.ActionFactory(due_rule=NEXT, **origin)
    workflow.retime(action)
    return action


@pytest.mark.parametrize(
    ("rule", "given", "due"),
    [(Action.DueRule.NONE, None, None), (Action.DueRule.ON_DATE, date(2026, 3, 1), date(2026, 3, 1))],
)
def test_due_day_by_a_plain_rule_is_what_it_says(rule, given, due):
    action = factories.ActionFactory(due_rule=rule, due_given_on=given)
    assert workflow.due_day(action) == due
    assert workflow.retime(action) == (due is not None)
    assert Action.objects.get().due_on == due
    assert not workflow.retime(action)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [(kind, kind in {Meeting.Kind.ORDINARY, Meeting.Kind.ANNUAL}) for kind in Meeting.Kind],
)
def test_due_day_at_the_next_ordinary_meeting_counts_ordinary_and_annual_ones(kind, counts):
    meeting, following = factories.held_meeting(), factories.MeetingFactory(kind=kind)
    action = _due_next(origin_item=meeting.agenda_items.first())
    assert action.due_on == (following.day if counts else None)


def test_due_day_passes_over_other_bodies_and_meetings_called_off():
    meeting = factories.held_meeting()
    factories.MeetingFactory(body=factories.BodyFactory())
    called_off = factories.published_meeting()
    following = factories.MeetingFactory()
    later = factories.MeetingFactory()
    workflow.cancel(called_off, by=factories.a_clerk(), note=NOTE)
    action = _due_next(origin_item=meeting.agenda_items.first())
    assert action.due_on == following.day
    workflow.postpone(following, by=factories.a_clerk(), note=NOTE, later_meeting=later)
    assert workflow.retime(action)
    assert action.due_on == later.day


def test_due_day_of_the_panels_own_task_follows_the_day_it_was_asked():
    first, second = factories.MeetingFactory(), factories.MeetingFactory()
    assert _due_next(asked_on=first.day).due_on == second.day


def test_due_day_of_an_action_from_a_decision_follows_its_meeting():
    meeting = factories.held_meeting()
    limb = _limb("<p>That she report.</p>", meeting)
    following = factories.MeetingFactory()
    (action,) = workflow.raise_actions(limb, due_rule=NEXT)
    assert action.due_on == following.day


@pytest.fixture
def waiting():
    """An action due at the next ordinary meeting, the meeting it is due at, and the one after that."""
    meeting = factories.held_meeting_with_minutes()
    following, later = factories.published_meeting(), factories.MeetingFactory()
    action = _due_next(origin_item=meeting.agenda_items.first())
    workflow.publish_action(action, by=factories.a_clerk())
    return action, following, later


@pytest.mark.parametrize("verb", [workflow.cancel, workflow.postpone])
def test_due_day_moves_with_a_line_in_the_history_when_the_meeting_is_called_off(
    verb, waiting, django_capture_on_commit_callbacks
):
    action, following, later = waiting
    details = {"later_meeting": later} if verb is workflow.postpone else {}
    with django_capture_on_commit_callbacks(execute=True):
        verb(following, by=factories.a_clerk(), note=NOTE, **details)
    action.refresh_from_db()
    assert action.due_on == later.day
    assert story(action)[-1].changes == (("due on", str(following.day), str(later.day)),)

    with django_capture_on_commit_callbacks(execute=True):
        workflow.reinstate(following, by=factories.a_clerk(), note=NOTE)
    action.refresh_from_db()
    assert action.due_on == following.day


def test_due_day_moves_with_a_line_in_the_history_when_an_earlier_meeting_is_entered(waiting):
    action, following, _ = waiting
    entered = factories.MeetingFactory(starts_at=at(2020, 1, 15, 10))
    workflow.after_saving(entered, new=True)
    action.refresh_from_db()
    assert action.due_on == entered.day
    assert story(action)[-1].changes == (("due on", str(following.day), str(entered.day)),)


def test_due_day_of_a_closed_action_stays(waiting):
    action, following, _ = waiting
    held = factories.held_meeting(starts_at=timezone.now())
    workflow.drop(action, by=factories.a_clerk(), note=NOTE, at_meeting=held)
    workflow.cancel(following, by=factories.a_clerk(), note=NOTE)
    assert workflow.retime_open_actions() == 0
    action.refresh_from_db()
    assert action.due_on == following.day


def test_begin_agenda_starts_from_the_standing_items_of_the_body():
    panel = factories.the_panel()
    factories.StandingItemFactory(body=panel, order=20, title="Declarations", kind="declarations")
    factories.StandingItemFactory(body=panel, order=10, title="Apologies", kind="apologies")
    factories.StandingItemFactory(body=factories.BodyFactory(), title="Of another body")
    meeting = factories.MeetingFactory(body=panel)
    workflow.begin_agenda(meeting)
    assert [(item.number, item.title, item.kind) for item in meeting.agenda_items.in_order()] == [
        ("1", "Apologies", "apologies"),
        ("2", "Declarations", "declarations"),
    ]
    assert meeting.minutes.state == Minutes.State.DRAFT


def test_withdraw_gives_the_reason_and_restore_takes_it_away():
    member = withdraw(factories.published_member(), by=factories.a_clerk(), note=" By mistake. ")
    assert (member.withdrawn_reason, member.is_public) == ("By mistake.", False)
    restore(member, by=factories.a_clerk(), note=NOTE)
    assert (member.withdrawn_reason, member.withdrawn_at, member.is_public) == ("", None, True)
