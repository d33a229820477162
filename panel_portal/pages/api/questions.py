"""What the API tells of public questions and of topics."""

from datetime import date

from ninja import Field, Schema

from panel_portal.pages.api.kinds import Kind, by_reference, by_slug
from panel_portal.pages.api.told import (
    At,
    Link,
    State,
    Told,
    address_of_topic,
    in_address,
    seen,
    state,
    to_item,
    to_meeting,
    to_question,
    to_response,
    to_topics,
)
from panel_portal.records.models import Topic
from panel_portal.records.stamps import Source
from questions.filters import QuestionFilter
from questions.models import Question, QuestionPart, QuestionTopic, Redaction
from reports.models import CommissionerResponse, PartAnswer

# Topics ---------------------------------------------------------------------------------------------------


class TopicTold(Told):
    name: str
    explanation: str = Field(description="What belongs to it, in a sentence.")


def tell_topics(topics, at: At) -> list[dict]:
    return [
        {
            "id": topic.slug,
            "url": at(address_of_topic(topic)),
            "name": topic.name,
            "explanation": topic.explanation,
        }
        for topic in topics
    ]


TOPICS = Kind(
    name="topics",
    one="topic",
    about="The clerk's list of subjects, under which records are found.",
    model=Topic,
    schema=TopicTold,
    loaded=lambda rows: rows,
    tell=tell_topics,
    key=lambda topic: topic.slug,
    find=by_slug,
    sources=(Source(Topic, ("name", "slug", "explanation")),),
    example="road-safety",
)

# Questions ------------------------------------------------------------------------------------------------


class AnswerToPart(Schema):
    response: Link
    outcome: State = Field(description="The clerk's note of follow-up, not of truth.")
    text: str = Field(description="What the response says to this part, where that can be told apart.")
    note: str


class Part(Schema):
    text: str = Field(description="One of the things asked, as published.")
    answers: list[AnswerToPart]


class LeftOut(Schema):
    what: str
    reason: str


class ResponseListed(Link):
    response_kind: State
    received_on: date
    text: str = Field(description="HTML: what was answered, as received.")


class QuestionTold(Told):
    reference: str = Field(description="As in the minutes: Q2026/017.")
    kind: State
    title: str
    asked_by: str = Field(description="As published: a name, initials, or “A resident of …”.")
    introduction: str
    law: str = Field(description="Law that it quotes.")
    signatures: int | None = Field(description="Of a petition.")
    put_to: str
    state: State
    overdue: bool = Field(description="Whether the day for the answer is over and none is published.")
    asked_on: date
    answer_due_on: date | None
    answered_on: date | None
    meeting: Link | None
    item: Link | None = Field(description="The agenda item under which it was put.")
    supplementary_to: Link | None
    topics: list[Link]
    parts: list[Part]
    left_out: list[LeftOut] = Field(description="What of the words received is not published, and why.")
    given_at_meeting: str = Field(description="What was said to it at the meeting.")
    responses: list[ResponseListed]


def tell_questions(questions, at: At) -> list[dict]:
    return [_question(question, at) for question in questions]


def _question(question, at: At) -> dict:
    responses = list(seen(question.responses))
    answers = {}
    for response in responses:
        for answer in seen(response.part_answers):
            if answer.part_id:
                answers.setdefault(answer.part_id, []).append((response, answer))
    return {
        "id": in_address(question.reference),
        "url": at(question.get_absolute_url()),
        "reference": question.reference,
        "kind": state(question, "kind"),
        "title": question.title,
        "asked_by": question.published_name,
        "introduction": question.introduction,
        "law": question.law,
        "signatures": question.signatures,
        "put_to": question.put_to,
        "state": state(question),
        "overdue": question.is_overdue,
        "asked_on": question.asked_on,
        "answer_due_on": question.answer_due_on,
        "answered_on": question.answered_on,
        "meeting": to_meeting(at, seen(question.at_meeting)),
        "item": to_item(at, seen(question.under_item)),
        "supplementary_to": to_question(at, seen(question.follows)),
        "topics": to_topics(at, question),
        "parts": [
            {
                "text": part.text,
                "answers": [
                    {
                        "response": to_response(at, response),
                        "outcome": state(answer, "outcome"),
                        "text": answer.text,
                        "note": answer.note,
                    }
                    for response, answer in answers.get(part.pk, ())
                ],
            }
            for part in seen(question.parts)
        ],
        "left_out": [{"what": one.what, "reason": one.reason} for one in seen(question.redactions)],
        "given_at_meeting": question.given_at_meeting,
        "responses": [
            {
                **to_response(at, one),
                "response_kind": state(one, "kind"),
                "received_on": one.received_on,
                "text": one.text,
            }
            for one in responses
        ],
    }


QUESTIONS = Kind(
    name="questions",
    one="question",
    about="Public questions, statements and petitions, part by part with what was answered.",
    model=Question,
    schema=QuestionTold,
    loaded=lambda rows: rows.select_related("scheme").with_visible(
        "at_meeting",
        "under_item__meeting",
        "follows",
        "parts",
        "redactions",
        "topic_links",
        "responses__part_answers",
    ),
    tell=tell_questions,
    key=lambda question: in_address(question.reference),
    find=by_reference("Q"),
    sources=(
        Source(
            Question,
            (
                "reference", "kind", "title", "introduction", "law", "published_name", "signatures", "state",
                "asked_on", "addressee_id", "sent_on", "answer_due_on", "clock_stopped_on", "answered_on",
                "given_at_meeting",
            ),
        ),
        Source(QuestionPart, ("text", "order"), "question"),
        Source(Redaction, ("what", "reason"), "question"),
        Source(QuestionTopic, ("topic_id",), "question"),
        Source(CommissionerResponse, ("kind", "received_on", "text"), "question"),
        Source(PartAnswer, ("outcome", "text", "note"), "response__question"),
    ),
    filters=QuestionFilter,
    example="Q2026-017",
)  # fmt: skip

KINDS = (TOPICS, QUESTIONS)
