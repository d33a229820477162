"""Tells what people asked (asked.py) the way it is done: received, decided, sent and answered by the clerk's verbs."""

import datetime
import uuid

from meetings.models import AgendaItem, Meeting
from panel_portal.pages.demo import asked
from panel_portal.pages.demo.telling import as_day
from panel_portal.records.models import Topic
from panel_portal.records.periods import LONDON, add_working_days
from questions import intake, models, workflow
from reports import workflow as reports
from reports.models import CommissionerResponse

SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of names made from words (RFC 9562), so always the same


class Asking:
    """`meetings` and `actions` by their keys, `as_html` for prose; made once everything else of the record is there."""

    def __init__(self, clerk, commissioner, meetings: dict, actions: dict, as_html):
        self.clerk, self.commissioner, self.as_html = clerk, commissioner, as_html
        self.meetings, self.actions = meetings, actions
        self.questions: dict[str, models.Question] = {}

    def build(self) -> None:
        grounds = {}
        for told in asked.SCHEMES:
            days = {name: as_day(told[name]) for name in ("from_on", "until_on")}
            scheme = models.Scheme.objects.create(**{**told, **days})
            for order, (name, text) in enumerate(asked.GROUNDS, start=1):
                ground = models.RefusalGround.objects.create(scheme=scheme, order=order, name=name, text=text)
                grounds[scheme.pk, name] = ground
        self.topics = {
            slug: Topic.objects.create(slug=slug, name=name, explanation=text, words=words)
            for slug, name, text, words in asked.TOPICS
        }
        for told in sorted(asked.QUESTIONS, key=lambda told: told.on):
            question = self.questions[told.key] = self._receive(told)
            self._decide(told, question, grounds)
        for told in asked.QUESTIONS:
            if told.with_question:
                other = self.questions[told.with_question]
                workflow.group(self.questions[told.key], by=self.clerk, other=other)

    def _receive(self, told: asked.Asked) -> models.Question:
        meeting = self.meetings[told.meeting] if told.meeting else self._next_meeting(as_day(told.on))
        received = intake.Received(
            received_at=datetime.datetime.combine(as_day(told.on), datetime.time(9, 20), tzinfo=LONDON),
            parts=told.parts,
            name=told.name,
            email=f"{told.name.lower().replace(' ', '.')}@mail.example" if told.came in {"email", "online"} else "",
            postal_address="12 Quay Street, Pellmouth" if told.came == "post" else "",
            eligibility="lives",
            naming=told.naming,
            place=told.place,
            kind=told.kind,
            came=told.came,
            signatures=told.signatures,
            law=told.law,
            law_url=told.law_url,
            meeting=meeting,
        )
        return intake.receive(received, sent_from=uuid.uuid5(SPACE, told.key))[0]

    def _next_meeting(self, day) -> Meeting | None:
        later = Meeting.objects.ordinary().filter(body__kind="panel", starts_at__date__gt=day, publication="published")
        return later.exclude(state="adjourned").order_by("starts_at").first()

    def _decide(self, told, question, grounds) -> None:
        by, on = self.clerk, as_day(told.on)
        if told.end == "received":
            return
        if told.end == "acknowledged":
            workflow.acknowledge(question, by=by, on=on)
        elif told.end == "refused":
            ground = grounds[question.scheme_id, told.ground]
            workflow.refuse(question, by=by, note=told.reason, ground=ground, on=as_day(told.ended_on))
        elif told.end == "redirected":
            workflow.redirect(question, by=by, note=told.reason, redirected_to=told.to, on=as_day(told.ended_on))
            if told.outcome:
                workflow.record_outcome(question, by=by, redirect_outcome=told.outcome)
        elif told.end == "taken_back":
            workflow.take_back(question, by=by, note=told.reason, on=as_day(told.ended_on))
        else:
            self._take(told, question)

    def _take(self, told, question) -> None:
        by, accepted_on = self.clerk, add_working_days(as_day(told.on), 2 if told.came != "in_person" else 0)
        name = question.submission.name_to_publish
        workflow.accept(
            question, by=by, title=told.title, published_name=name, meeting=question.at_meeting, on=accepted_on
        )
        question.under_item = AgendaItem.objects.filter(meeting=question.at_meeting, kind="questions").first()
        if told.after:
            question.follows = self.questions[told.after]
        question.save()
        for part in question.parts.all() if told.changed else ():
            part.text = part.text.replace(*told.changed)
            part.save()
        if told.left_out:
            what, why = told.left_out
            models.Redaction.objects.create(question=question, what=what, reason=why)
        workflow.publish_question(question, by=by)
        for slug in told.topics:
            models.QuestionTopic.objects.create(question=question, topic=self.topics[slug])
        for key in told.followed:
            models.FollowUp.objects.create(question=question, action=self.actions[key])
        if told.end == "accepted":
            return
        if told.end == "heard":
            meeting = self.meetings[told.heard_at]
            workflow.hear(question, by=by, meeting=meeting, given_at_meeting=told.said)
            return
        workflow.send(question, by=by, addressee=self.commissioner, on=add_working_days(accepted_on, 1))
        for reply in told.replies:
            self._answer(question, reply)
        if told.noted_at:
            workflow.note_at_meeting(question, by=by, meeting=self.meetings[told.noted_at])

    def _answer(self, question, reply: asked.Reply) -> None:
        day = as_day(reply.on)
        response = CommissionerResponse(
            question=question,
            kind=reply.kind,
            text=self.as_html(reply.text),
            author=reply.author,
            position=reply.position,
            dated_on=day,
            received_on=day,
        )
        response.full_clean(validate_unique=False, validate_constraints=False)
        response.save()
        noted = reports.note_parts(response) if reply.parts else []
        for answer, (outcome, note) in zip(noted, reply.parts, strict=bool(reply.parts)):
            answer.outcome, answer.note = outcome, note
            answer.save()
        reports.publish_response(response, by=self.clerk)
        question.refresh_from_db()
