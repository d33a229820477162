"""What is destroyed in time, and how a name leaves the whole record."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from pghistory.models import Context

from meetings import registers
from meetings import workflow as meetings
from meetings.models import Minute
from panel_portal.records.history import story
from panel_portal.records.models import OutgoingEmail, TaskToken
from panel_portal.records.periods import months_after, today
from panel_portal.records.workflow import IllegalMove
from questions import turned_away, workflow
from questions.anonymising import anonymise
from questions.models import Question, Submission
from questions.retention import destroy_due
from tests import factories
from tests.meetings.states import held_today

pytestmark = pytest.mark.django_db
NAME = "Zq Sentinel"


@pytest.fixture
def clerk():
    return factories.a_clerk()


def refused(**more):
    question = factories.received_question(**more)
    return workflow.refuse(question, by=factories.a_clerk(), note="No.", ground=factories.RefusalGroundFactory())


def test_contact_details_words_messages_and_links_are_destroyed_when_their_time_is_up():
    question = refused()
    reference, ground = question.reference, question.ground
    assert OutgoingEmail.objects.filter(key__startswith=f"question:{question.pk}:").count() == 2
    done = destroy_due(months_after(today(), question.scheme.months_kept))
    assert (done.submissions, done.messages, done.links, done.references) == (1, 2, 1, [reference])
    assert reference in str(done)
    assert not Submission.objects.exists()
    assert not TaskToken.objects.exists()
    assert not OutgoingEmail.objects.filter(key__startswith="question:").exists()
    question.refresh_from_db()
    assert (question.reference, question.state, question.ground) == (reference, "refused", ground)


def test_nothing_is_destroyed_a_day_too_early_or_while_it_waits():
    question = refused()
    factories.sent_question()
    last_day = months_after(today(), question.scheme.months_kept) - timedelta(days=1)
    assert str(destroy_due(last_day)) == "Nothing was due to be destroyed."
    far = months_after(today(), 400)
    assert destroy_due(far).references == [question.reference]


def test_months_count_from_the_last_step():
    question = factories.answered_question()
    earlier = today() - timedelta(days=500)
    Question.objects.filter(pk=question.pk).update(asked_on=earlier, accepted_on=earlier, sent_on=earlier)
    assert destroy_due(today()).references == []


def test_words_of_a_question_that_was_never_taken_stand_nowhere_afterwards():
    """Not in the question, its parts or the history: they were in the private row alone."""
    refused(parts=(f"Where is {NAME}?",), name=NAME)
    destroy_due(months_after(today(), 400))
    assert tables_with(NAME) == []


def tables_with(word: str) -> list[str]:
    """Every table and column of the database in which a word stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('character varying', 'text', 'jsonb', 'json', 'ARRAY')"
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE position(%s in "{column}"::text) > 0 LIMIT 1',  # noqa: S608
                [word],
            )
            if cursor.fetchone():
                found.append(f"{table}.{column}")
        return found


def test_what_is_no_question_is_destroyed_at_once_and_counted_nowhere(clerk):
    question = factories.received_question(parts=(f"Buy {NAME}!",), name=NAME)
    workflow.discard(question, by=clerk, note="Advertising.")
    assert (question.state, question.ended_on) == ("discarded", today())
    assert tables_with(NAME) == []
    assert not TaskToken.objects.exists()
    assert turned_away.counted() == {"years": [], "received": 0}
    with pytest.raises(IllegalMove):
        workflow.discard(factories.accepted_question(), by=clerk, note="No.")


def test_what_was_begun_and_never_sent_goes_with_its_session(time_machine):
    client = Client()
    factories.a_scheme()
    client.post("/questions/ask/words/", {"part_1": "When?"})
    assert Session.objects.count() == 1
    assert destroy_due().sessions == 0
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert "1 expired sessions were cleared" in str(destroy_due())
    assert not Session.objects.exists()


def test_command_says_what_it_did():
    out = StringIO()
    call_command("destroy_due_details", stdout=out)
    assert out.getvalue() == "Nothing was due to be destroyed.\n"


def named_everywhere(clerk):
    """A question under a full name, which also stands in minutes, in a correction, an action, a note and a file."""
    question = factories.answered_question(name=NAME, published_name=NAME)
    meeting = factories.held_meeting()
    minute = factories.minuted_item(meeting.agenda_items.first())
    Minute.objects.filter(pk=minute.pk).update(text=f"<p>{NAME} asked about meetings.</p>")
    meetings.publish_minutes(meeting.minutes, by=clerk)
    later = factories.held_meeting(body=meeting.body)
    meetings.approve_minutes(meeting.minutes, by=clerk, at_meeting=later)
    minute.refresh_from_db()
    words = f"<p>{NAME} asked about meetings twice.</p>"
    meetings.correct_minute(minute, by=clerk, new_text=words, reason=f"{NAME} said so.")
    factories.published_action(text=f"To answer {NAME}.")
    workflow.note_at_meeting(question, by=clerk, note=f"{NAME} was there.", meeting=held_today())
    factories.published_paper(title=f"Question of {NAME}")
    return question


def test_name_leaves_every_place_its_history_and_the_notes_with_it(clerk):
    question = named_everywhere(clerk)
    assert len(tables_with(NAME)) > 8
    done = anonymise(question, by=clerk, note="The person asked for it.")
    left = tables_with(NAME)
    # What is private is destroyed by its own rule; everything else is without the name.
    assert {place.partition(".")[0] for place in left} <= {"questions_submission", "records_outgoingemail"}
    assert question.published_name == "A member of the public"
    assert done.changed["question"] >= 1
    assert NAME not in Client().get(question.get_absolute_url()).content.decode()
    last = story(question)[-1]
    assert (last.sentence, last.note) == ("Anonymise", "The person asked for it.")


def test_history_is_locked_again_afterwards(clerk):
    question = named_everywhere(clerk)
    anonymise(question, by=clerk, note="The person asked for it.")
    for rows in (question.events.all(), Context.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rows.update(**({"title": "Else"} if rows.model is not Context else {"metadata": {}}))


@pytest.mark.parametrize(("name", "note", "sentence"), [("Lee", "Why not.", "too short"), (NAME, " ", "Say why")])
def test_name_too_short_or_without_a_reason_is_refused(clerk, name, note, sentence):
    question = factories.published_question(published_name=name)
    with pytest.raises(ValidationError, match=sentence):
        anonymise(question, by=clerk, note=note)


def test_command_anonymises_in_the_name_of_a_clerk_only(clerk):
    question = factories.published_question(published_name=NAME)
    with pytest.raises(CommandError, match="no clerk"):
        call_command("anonymise", question.reference, by="nobody@x.example", reason="R", stdout=StringIO())
    with pytest.raises(CommandError, match="no question"):
        call_command("anonymise", "Q1999/001", by=clerk.email, reason="R", stdout=StringIO())
    out = StringIO()
    call_command("anonymise", question.reference, by=clerk.email, reason="R", instead="A resident", stdout=out)
    question.refresh_from_db()
    assert question.published_name == "A resident"
    assert "question: 1 changed" in out.getvalue()


def test_name_leaves_frozen_lists_and_their_sum_follows(clerk):
    question = factories.published_question(published_name=NAME)
    meeting = factories.published_meeting()
    rows = [{**dict.fromkeys(registers.PAPER_COLUMNS, ""), "action": 1, "text": f'To answer "{NAME}".'}]
    paper = factories.ActionPaperFactory(meeting=meeting, rows=rows)
    anonymise(question, by=clerk, note="The person asked for it.")
    paper.refresh_from_db()
    assert paper.rows[0]["text"] == 'To answer "A member of the public".'
    assert paper.sha256 == registers.paper_csv(paper.rows).sha256


def test_name_with_an_apostrophe_is_found_however_it_was_typed(clerk):
    question = factories.published_question(published_name="Niamh O'Hara & Co")
    action = factories.published_action(text="To answer Niamh O’Hara & Co.")
    minute = factories.minuted_item(factories.held_meeting().agenda_items.first())
    Minute.objects.filter(pk=minute.pk).update(text="<p>Niamh O'Hara &amp; Co asked.</p>")
    anonymise(question, by=clerk, note="The person asked for it.")
    action.refresh_from_db()
    minute.refresh_from_db()
    assert (action.text, minute.text) == (
        "To answer A member of the public.",
        "<p>A member of the public asked.</p>",
    )


def test_files_that_hold_the_name_are_told(clerk):
    question = factories.published_question(published_name=NAME)
    item = factories.published_meeting().agenda_items.first()
    for title, name in ((f"Asked by {NAME}", "holding.pdf"), ("Something else", "other.pdf")):
        paper = factories.PaperFactory(agenda_item=item)
        factories.PaperFileFactory(paper=paper, upload=factories.pdf(name, title=title))
    told = anonymise(question, by=clerk, note="The person asked for it.").look_at
    assert [sentence for sentence in told if "holding.pdf" in sentence]
    assert not [sentence for sentence in told if "other.pdf" in sentence]
