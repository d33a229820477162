"""Actions: who is to do what by when, in the words of the text."""

import pytest

from meetings.minutes import read
from meetings.minutes.dates import due_in, iso_date


def actions_of(body: str):
    (item,) = read(f"Agenda item\n\nWinter plan\n\nMinutes:\n\n{body}\n").items
    return [
        (
            action.owner.text if action.owner else None,
            action.due.text if action.due else None,
            action.confidence,
        )
        for action in item.actions
    ]


@pytest.mark.parametrize(
    ("part", "owner", "due"),
    [
        ("That the Clerk be asked to buy salt by 3 May 2031.", "Clerk", "by 3 May 2031"),
        (
            "That the Commissioner be requested to report to the next Panel meeting.",
            "Commissioner",
            "next Panel meeting",
        ),
        ("That the plan be noted and the Head of Roads be asked to bring a map.", "Head of Roads", None),
        ("That the Chair write to the Minister within 21 days.", "Chair", "within 21 days"),
        ("That the working group report to the January meeting.", "working group", "January meeting"),
        (
            "To ask the Harbour Master to publish the tables before its October meeting.",
            "Harbour Master",
            "before its October meeting",
        ),
        ("That a further report be brought to the June meeting.", None, "June meeting"),
        ("That the Deputy Mayor for Rivers be invited to the next meeting.", "Deputy Mayor for Rivers", "next meeting"),
        ("That the Panel requests that a visit with the Chief Fire Officer be arranged.", "Chief Fire Officer", None),
        ("That the Police, Fire and Crime Commissioner provide a note.", "Police, Fire and Crime Commissioner", None),
        ("That the Panel's support officer add a visit.", "Panel's support officer", None),
        (
            "That the Lead Officer invite the Harbour Master to speak by the end of May.",
            "Lead Officer",
            "by the end of May",
        ),
        ("That the Clerk circulate the slides used in 2025.", "Clerk", None),
        ("That the Clerk raise it before Christmas 2031.", "Clerk", "before Christmas 2031"),
        ("That the Clerk show Members the map at the January workshop.", "Clerk", "at the January workshop"),
        ("That the Salt Task Group finish its report by May 2031.", "Salt Task Group", "by May 2031"),
    ],
)
def test_part_that_asks_raises_a_certain_action(part, owner, due):
    assert actions_of(f"RESOLVED: {part}") == [(owner, due, "certain")]


@pytest.mark.parametrize(
    "part",
    [
        "That the report be noted.",
        "That the minutes be signed by the Chair.",
        "That Ms Fir be elected Chair.",
        "That the Commissioner be thanked for the report.",
        "That the precept be supported.",
        "That no further action be taken.",
        "That the offices which Members hold be noted.",
        "To take no action.",
    ],
)
def test_part_that_asks_nobody_raises_none(part):
    assert actions_of(f"RESOLVED: {part}") == []


def test_request_with_bullets_is_one_action():
    assert actions_of("RESOLVED – That the Clerk be asked to report on:\n\n· salt\n\n· sand") == [
        ("Clerk", None, "certain")
    ]


def test_owner_in_the_stem_owns_every_part():
    body = "RESOLVED that the Clerk be asked to:\n\n(a) buy salt; and\n\n(b) write to the owners by 3 May 2031."
    assert ("Clerk", "by 3 May 2031", "certain") in actions_of(body)


def test_action_names_its_decision_part_and_piece():
    reading = read("Agenda item\n\nSalt\n\nMinutes:\n\nRESOLVED:\n\na) That it be noted.\n\nb) That the Clerk write.\n")
    (action,) = reading.items[0].actions
    assert (action.decision, action.part) == (0, "b)")
    assert reading.pieces[action.of].kind == "part"


@pytest.mark.parametrize(
    ("sentence", "owner", "due"),
    [
        ("The Commissioner agreed to send the figures by the end of May.", "Commissioner", "by the end of May"),
        (
            "The Head of Roads undertook to let Members have a map after the meeting.",
            "Head of Roads",
            "after the meeting",
        ),
        ("The Commissioner would write to every council within four weeks.", "Commissioner", "within four weeks"),
        ("The Chief Constable said that he would look into it.", "Chief Constable", None),
        ("The Commissioner said that a note could be given later in 2030.", "Commissioner", "later in 2030"),
        ("The Chair asked the Clerk to bring a map to the next meeting.", "Clerk", "next meeting"),
        ("A copy would be circulated to Members.", None, None),
        ("The Clerk to the Panel volunteered to ask the owners.", "Clerk to the Panel", None),
        ("The Clerk offered to show the map at their visit in June.", "Clerk", "at their visit in June"),
        ("It was agreed that the Clerk would bring a map in due course.", "Clerk", "in due course"),
    ],
)
def test_promise_or_request_in_prose_is_proposed(sentence, owner, due):
    assert actions_of(f"{sentence}\n\nRESOLVED that the plan be noted.") == [(owner, due, "suggest")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Commissioner had agreed to send the figures.",
        "It was hoped that it would be provided.",
        "Members asked how the salt would be supplied.",
        "Urgent matters would be circulated as they arose.",
        "Members asked about the price of salt.",
        "The date was 5 October, at the quay.",
    ],
)
def test_report_question_or_hope_is_no_action(sentence):
    assert actions_of(f"{sentence}\n\nRESOLVED that the plan be noted.") == []


def test_pronoun_is_read_as_the_last_one_who_spoke():
    assert (
        actions_of("The Harbour Master said there was no salt. He agreed to buy some by May.\n\nRESOLVED to note it.")[
            0
        ][0]
        == "Harbour Master"
    )


def test_request_said_again_in_the_decision_is_one_action():
    body = (
        "The Panel asked the Clerk to buy salt for the upper villages.\n\nRESOLVED that the Clerk be asked to"
        " buy salt for the upper villages."
    )
    assert actions_of(body) == [("Clerk", None, "certain")]


@pytest.mark.parametrize(
    ("line", "owner", "due"),
    [
        ("ACTION: Head of Roads / by 12 June 2031: map to be sent.", "Head of Roads", "by 12 June 2031"),
        ("ACTION: Clerk to send a map by 12 June 2031.", "Clerk", "by 12 June 2031"),
        ("Action: Harbour Master", "Harbour Master", None),
        ("AP1 – Clerk to send a map by 12 June 2031.", "Clerk", "by 12 June 2031"),
    ],
)
def test_action_line_is_certain(line, owner, due):
    assert actions_of(f"Members spoke.\n\n{line}\n\nRESOLVED to note it.") == [(owner, due, "certain")]


def test_list_under_a_heading_of_actions_is_certain():
    body = (
        "Actions/requests for further information:\n\n· Head of Roads – to send a map by 3 May 2031.\n\n· Cle"
        "rk – to buy salt."
    )
    assert actions_of(body) == [("Head of Roads", "by 3 May 2031", "certain"), ("Clerk", None, "certain")]


def test_reference_number_makes_an_action_certain():
    reading = read(
        "Agenda item\n\nSalt\n\nMinutes:\n\nMr Ash spoke. The Chair asked the Clerk to report back in July. ("
        "12)\n\nRESOLVED to note it.\n"
    )
    (action,) = reading.items[0].actions
    assert (action.confidence, action.reference.text, action.owner.text, action.due.text) == (
        "certain",
        "12",
        "Clerk",
        "in July",
    )


def test_new_due_date_updates_an_older_action():
    reading = read(
        "Agenda item\n\nSalt\n\nMinutes:\n\n· The Chair noted that the due date should move to March 2031.\n\n"
        "RESOLVED to note it.\n"
    )
    (action,) = reading.items[0].actions
    assert (action.status, action.due.text, action.due_date) == ("update", "March 2031", None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("by 8 th February 2026", "2026-02-08"),
        ("on 3July2026", "2026-07-03"),
        ("8thNovember 2025", "2025-11-08"),
        ("May 3, 2031", "2031-05-03"),
        ("20/02/2024", "2024-02-20"),
        ("3 May", None),
        ("May 2031", None),
        ("31 February 2031", None),
    ],
)
def test_date_is_computed_only_from_a_full_and_real_date(text, date):
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("answer the letter of 2 June 2026 by 30 June 2026", "by 30 June 2026"),
        (
            "arranged around the meeting on 3rd May 2031 or as soon as possible afterwards",
            "3rd May 2031 or as soon as possible afterwards",
        ),
        ("report to the next meeting", "next meeting"),
        ("be ready at the November meeting", "at the November meeting"),
        ("send it once the sale is done", "once the sale is done"),
        ("nothing about time", None),
    ],
)
def test_due_words_are_taken_as_they_stand(text, due):
    found = due_in(text)
    assert (text[slice(*found)] if found else None) == due


def test_what_the_panel_does_with_its_decision_is_no_action():
    assert (
        actions_of(
            "RESOLVED to:\n\n(a) Confirm the appointment;\n\n(b) Consider the plan in May;"
            "\n\n(c) Find that the test is met; and\n\n(d) Hold the June meeting at the harbour."
        )
        == []
    )
