"""Schemes, questions and responses: first states, and further ones by their verbs."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from panel_portal.records.models import Topic
from questions import intake, models, workflow
from reports import workflow as reports
from reports.models import CommissionerResponse, PartAnswer
from tests.factories.first import ActionFactory, MeetingFactory, the_commissioner, the_panel
from tests.factories.reached import a_clerk

__all__ = [
    "CommissionerResponseFactory",
    "FollowUpFactory",
    "QuestionTopicFactory",
    "TopicFactory",
    "PartAnswerFactory",
    "QuestionFactory",
    "QuestionPartFactory",
    "RedactionFactory",
    "RefusalGroundFactory",
    "SchemeFactory",
    "StatedClosingFactory",
    "a_scheme",
    "accepted_question",
    "answered_question",
    "decided",
    "published_question",
    "received",
    "received_question",
    "sent_question",
]


class SchemeFactory(DjangoModelFactory):
    who_may_ask = "Anybody who lives or works in the area."
    notice_number = 3
    name_policy = "Your name is published with your question, unless you choose otherwise."
    office_email = "office@commissioner.example"

    class Meta:
        model = models.Scheme


def a_scheme():
    """The scheme in force, made when there is none."""
    return models.Scheme.objects.first() or SchemeFactory()


class RefusalGroundFactory(DjangoModelFactory):
    scheme = factory.LazyFunction(a_scheme)
    name = factory.Sequence(lambda n: f"Operational {n}")
    text = "It is about how the police work from day to day."

    class Meta:
        model = models.RefusalGround


class StatedClosingFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    closes_at = factory.LazyAttribute(lambda one: one.meeting.starts_at - timedelta(days=5))

    class Meta:
        model = models.StatedClosing


class QuestionFactory(DjangoModelFactory):
    scheme = factory.LazyFunction(a_scheme)
    reference = factory.Sequence(lambda n: f"Q2019/{n + 1:03d}")
    title = factory.Sequence(lambda n: f"Patrols in the villages {n}")
    published_name = "A resident of Aldhurst"

    class Meta:
        model = models.Question


class QuestionPartFactory(DjangoModelFactory):
    question = factory.SubFactory(QuestionFactory)
    order = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"When was the last patrol {n}?")

    class Meta:
        model = models.QuestionPart


class RedactionFactory(DjangoModelFactory):
    question = factory.SubFactory(QuestionFactory)
    what = "the name of an officer"
    reason = "Officers below that rank are not named."

    class Meta:
        model = models.Redaction


class TopicFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Stations {n}")
    slug = factory.Sequence(lambda n: f"stations-{n}")
    explanation = "Where stations and front desks are, and when they are open."

    class Meta:
        model = Topic


class QuestionTopicFactory(DjangoModelFactory):
    question = factory.SubFactory(QuestionFactory)
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = models.QuestionTopic


class FollowUpFactory(DjangoModelFactory):
    question = factory.SubFactory(QuestionFactory)
    action = factory.SubFactory(ActionFactory)

    class Meta:
        model = models.FollowUp


class CommissionerResponseFactory(DjangoModelFactory):
    question = factory.SubFactory(QuestionFactory)
    text = "<p>The last patrol was on Monday.</p>"
    author = "Robin Officer"
    position = "Chief Executive"
    dated_on = factory.LazyFunction(lambda: timezone.localdate())

    class Meta:
        model = CommissionerResponse


class PartAnswerFactory(DjangoModelFactory):
    response = factory.SubFactory(CommissionerResponseFactory)
    part = factory.LazyAttribute(lambda one: QuestionPartFactory(question=one.response.question))
    outcome = "answered"

    class Meta:
        model = PartAnswer


def received(**more) -> intake.Received:
    """What somebody sends, with two parts."""
    return intake.Received(
        **{
            "received_at": timezone.now(),
            "parts": ("When was the last meeting?", "When is the next?"),
            "name": "Jo Asker",
            "email": "jo.asker@mail.example",
            "eligibility": "lives",
            "naming": "name",
            **more,
        }
    )


def received_question(**more):
    a_scheme()
    the_panel()
    return intake.receive(received(**more), sent_from=uuid.uuid4())[0]


def accepted_question(*, title="Meetings with residents", published_name="Jo Asker", meeting=None, **more):
    question = received_question(**more)
    return workflow.accept(
        question, by=a_clerk(), title=title, published_name=published_name, meeting=meeting or question.at_meeting
    )


def published_question(**more):
    return workflow.publish_question(accepted_question(**more), by=a_clerk())


def sent_question(**more):
    return workflow.send(published_question(**more), by=a_clerk(), addressee=the_commissioner())


def decided(response, *outcomes):
    """Say of each part whether it is answered: yes, but for those named. The answers to parts, in their order."""
    reports.note_parts(response)
    answers = list(response.part_answers.all())
    for number, answer in enumerate(answers):
        answer.outcome = outcomes[number] if number < len(outcomes) else "answered"
        answer.save()
    return answers


def answered_question(outcomes=("answered", "not_answered"), **more):
    question = sent_question(**more)
    response = CommissionerResponseFactory(question=question)
    decided(response, *outcomes)
    reports.publish_response(response, by=a_clerk())
    question.refresh_from_db()
    return question
