"""What the portal knows already is recognised by the words of the text, and nothing is invented."""

import pytest

from meetings.review.marking import marked_source
from meetings.review.matching import match, owner_of
from meetings.review.proposal import Asked, Decision, Item, Part, Person, Proposal, Stray, minute_text
from tests import factories

OWNERS = {"commissioner": "office:1", "chief constable": "office:2", "northmere council": "body:3"}


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Commissioner", "office:1"),
        ("the Commissioner", "office:1"),
        ("PCC", "office:1"),
        ("OPFCC", "office:1"),
        ("Police, Fire and Crime Commissioner", "office:1"),
        ("Office of the Police and Crime Commissioner", "office:1"),
        ("Chief Constable", "office:2"),
        ("Northmere Council", "body:3"),
        ("Deputy Chief Constable", ""),
        ("officers", ""),
        ("", ""),
    ],
)
def test_owner_is_who_the_words_name_or_nobody(words, owner):
    assert owner_of(words, OWNERS) == owner


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Councillor A. Green", "Cllr A. Green"),
        ("Cllr Ann Green (Chair)", "Ann Green"),
        ("Mr Hill - Borough", "Mr Hill"),
    ],
)
def test_member_is_known_by_name_whatever_stands_around_it(written, known):
    member = factories.MemberFactory(name=known)
    proposal = Proposal(people=[Person("a0", name=written), Person("a1", name="Somebody Else")])
    match(proposal, factories.MeetingFactory())
    assert [person.match for person in proposal.people] == [f"member:{member.pk}", ""]


@pytest.mark.django_db
def test_substitute_stands_in_only_for_a_member_who_is_known():
    green, ward = factories.MemberFactory(name="Cllr Green"), factories.MemberFactory(name="Cllr Ward")
    known = Person("a0", name="Cllr Ward", kind="substitute", note="Substitute for Cllr Green")
    unknown = Person("a1", name="Cllr Hill", kind="substitute", note="for Cllr Nobody")
    match(Proposal(people=[known, unknown]), factories.MeetingFactory())
    assert (known.kind, known.match, known.instead_of) == ("substitute", f"member:{ward.pk}", f"member:{green.pk}")
    assert (unknown.kind, unknown.instead_of) == ("present", "")


def test_marked_source_says_every_character_once_and_in_order():
    text = "RESOLVED that a) it be noted and the clerk write.\nA stray line\n"
    part = Part("i0.d0.p0", span=[14, 48])
    action = Asked("i0.a0", span=[33, 48], doubt="Perhaps.")
    proposal = Proposal(
        items=[Item("i0", decisions=[Decision("i0.d0", parts=[part])], actions=[action])],
        strays=[Stray("u0", span=[50, 62])],
    )
    marked = marked_source(text, proposal)
    assert "".join(one.text for one in marked) == text
    assert [(one.kind, one.text) for one in marked if one.kind] == [
        ("decision", text[14:48]),
        ("stray", "A stray line"),
    ]


def test_decision_that_stays_words_stands_where_it_stood_and_is_never_lost():
    parts = [Part("i0.d0.p0", label="a)", text="it be noted"), Part("i0.d0.p1", label="b)", text="it be sent")]
    item = Item(
        "i0", text="Before.\n\n[decision 1]\n\nAfter.", decisions=[Decision("i0.d0", "text", stem="AGREED that")]
    )
    item.decisions[0].parts = parts
    assert minute_text(item) == "Before.\n\nAGREED that a) it be noted\n\nb) it be sent\n\nAfter."
    item.text = "Before."
    assert minute_text(item) == "Before.\n\nAGREED that a) it be noted\n\nb) it be sent"
    item.decisions[0].fate = "record"
    assert minute_text(item) == "Before."
