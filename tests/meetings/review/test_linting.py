"""Each finding of the linter, and what it rightly lets pass."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Minute
from meetings.review.linting import lint_minutes, lint_proposal, lint_text
from meetings.review.proposal import Asked, Decision, Item, Part, Proposal
from tests import factories
from tests.meetings.pages import Page

DAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They met on Monday 15 September 2026.", "that day is a Tuesday"),
        ("It is due on Friday, 31st June 2026.", "not a day of the calendar"),
        ("The grant was £750,00 in all.", "“750,00” is an odd figure"),
        ("It cost £60,0000.", "“60,0000” is an odd figure"),
        ("The police2intervention team came.", "runs words and a number together"),
        ("[Insert name of Chair] took the chair.", "template"),
        ("Councillor XXXX agreed.", "template"),
    ],
)
def test_slip_is_found(text, said):
    assert [said in sentence for sentence in lint_text(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "They met on Tuesday 15 September 2026, and on Tuesday, 22nd September, 2026.",
        "It cost £1,250,000 of £12,345 in 2026/27.",
        "Form A4 and the M25, covid19 and PCP8/21.",
        "The Chair [Cllr Green] agreed.",
        "",
    ],
)
def test_plain_text_has_no_finding(text):
    assert list(lint_text(text)) == []


def proposal(labels=("a)", "b)"), *, kinds=("noting",), actions=()) -> Proposal:
    parts = [Part(key=f"i0.d0.p{n}", label=label, text="Words", kinds=list(kinds)) for n, label in enumerate(labels)]
    decision = Decision(key="i0.d0", parts=parts)
    return Proposal(items=[Item(key="i0", number="1", title="Plan", decisions=[decision], actions=list(actions))])


@pytest.mark.parametrize(
    ("labels", "said"),
    [(("a)", "c)"), "not in a row"), (("1.", "2.", "2."), "come twice"), (("(i)", "(ii)"), ""), (("a)", "b)"), "")],
)
def test_gap_or_repeat_in_lettering_is_found(labels, said):
    found = [finding.sentence for finding in lint_proposal(proposal(labels), "", DAY)]
    assert [said in sentence for sentence in found] == ([True] if said else [])


def test_request_without_owner_and_request_not_tracked_are_found_at_their_part():
    untracked = lint_proposal(proposal(("",), kinds=("request",)), "", DAY)
    nobody = lint_proposal(proposal(("",), kinds=("request",), actions=[Asked("i0.a0", part="i0.d0.p0")]), "", DAY)
    owned = [Asked("i0.a0", part="i0.d0.p0", owner="office:1")]
    assert [(one.key, "nothing is tracked" in one.sentence) for one in untracked] == [("i0.d0.p0", True)]
    assert [(one.key, "nobody in particular" in one.sentence) for one in nobody] == [("i0.d0.p0", True)]
    assert lint_proposal(proposal(("",), kinds=("request",), actions=owned), "", DAY) == []


def test_day_before_the_meeting_is_found():
    late = [Asked("i0.a0", due_on="2026-09-01", owner="office:1")]
    found = lint_proposal(proposal(actions=late), "", DAY)
    assert [(one.key, "before the meeting" in one.sentence) for one in found] == [("i0.a0", True)]


@pytest.mark.parametrize(
    ("source", "found"),
    [("Supporting documents:\n\n", 1), ("Supporting documents:\n Plan PDF 20 KB", 0), ("Nothing of the kind", 0)],
)
def test_supporting_documents_with_none_is_found(source, found):
    assert len(lint_proposal(Proposal(), source, DAY)) == found


@pytest.mark.django_db
def test_findings_in_draft_minutes_lead_to_their_item():
    item = factories.held_meeting().agenda_items.get()
    minute = factories.minuted_item(item, actions=False)
    minute.text = "<h3>Budget</h3><h5>Detail</h5><p>It was £750,00.</p><h3></h3>"
    minute.save()
    limb = minute.resolutions.get().limbs.get()
    limb.kinds = ["request"]
    limb.save()
    found = lint_minutes(item.meeting.minutes)
    assert {finding.key for finding in found} == {str(item.pk)}
    said = " ".join(finding.sentence for finding in found)
    for words in ("750,00", "skips a level", "nothing is tracked"):
        assert words in said


@pytest.mark.django_db
def test_minute_of_a_draft_item_is_told_where_the_minutes_are_published(clerk, signed_in):
    item = factories.held_meeting().agenda_items.get()
    minute = factories.minuted_item(item, actions=False)
    late = factories.AgendaItemFactory(meeting=item.meeting, title="Late matter", number="")
    Minute.objects.create(minutes=minute.minutes, agenda_item=late)
    assert str(late.pk) not in {finding.key for finding in lint_minutes(minute.minutes)}
    late.minute.text = "<p>It was discussed.</p>"
    late.minute.save()
    assert str(late.pk) in {finding.key for finding in lint_minutes(minute.minutes)}
    page = signed_in(clerk).get(reverse("admin:meetings_minutes_do", args=[minute.minutes.pk, "publish_minutes"]))
    assert "Late matter: This item is a draft, so nobody will see its minute." in Page(page).words
