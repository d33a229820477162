"""A believable public record, and beside it, for every model, twins that the public must never meet.

Each twin carries the sentinel word of its kind in every text field, in its file's name and in its file. Everything is
made by factories and taken further by verbs.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, Meeting
from panel_portal.pages.follow import asking, choices
from panel_portal.pages.models import Subscription
from panel_portal.records.checks import our_models
from panel_portal.records.periods import today
from panel_portal.records.publication import Exemptable, PublicRecord, Record, at_the_end, publish
from panel_portal.records.richtext import RichTextField
from questions import workflow as questions
from reports import topics
from reports import workflow as reports
from tests import factories
from tests.factories import a_clerk

DRAFT, WITHDRAWN, EXEMPT = "zqdraft", "zqwithdrawn", "zqexempt"
# What a chief officer says belongs to an inspection alone.
COMMENTS = ("officer", "officer_comments", "rejoinder")
# In everything that somebody who asks a question tells the clerk alone.
PRIVATE = "zqprivate"
REASON = "It was published by mistake."
# Text with a form of its own, in which a word would not be a value the portal could hold.
FORMED = {
    "due_event", "recording_from", "slug", "reference", "publication", "state", "original_name", "sha256", "media_type",
}  # fmt: skip


@dataclass
class World:
    public: list = field(default_factory=list)
    hidden: dict[str, list] = field(default_factory=lambda: {DRAFT: [], WITHDRAWN: [], EXEMPT: []})
    shells: list = field(default_factory=list)


def records() -> list[type[Record]]:
    return [model for model in our_models() if issubclass(model, Record)]


def chain(model) -> set[type[Record]]:
    """The model and everything it hangs from."""
    above = {model}
    for path in (*model.public_through, *model.public_after):
        parent = at_the_end(model, path)
        if parent not in above:
            above |= chain(parent)
    return above


def kinds_of_hiding(model) -> set[str]:
    """In which ways a row of this model can be kept from the public."""
    kinds = set()
    if any(issubclass(one, PublicRecord) for one in chain(model)):
        kinds |= {DRAFT, WITHDRAWN}
    if any(issubclass(one, Exemptable) for one in chain(model)):
        kinds.add(EXEMPT)
    return kinds


def texts(model, word: str, *without: str) -> dict:
    """A value with the word in it for every text field that a clerk may fill."""
    values = {}
    for one in model._meta.concrete_fields:
        if not one.editable or one.choices or one.name in FORMED or one.name in without:
            continue
        if isinstance(one, RichTextField):
            values[one.name] = f"<p>About {word} in rich text.</p>"
        elif isinstance(one, models.EmailField):
            values[one.name] = f"{word}@council.example"
        elif isinstance(one, models.URLField):
            values[one.name] = f"https://{word}.example/"
        elif isinstance(one, models.CharField | models.TextField) and not isinstance(one, models.FileField):
            values[one.name] = f"{word} text"[: one.max_length]
    return values


class Scribe:
    """Makes records that carry a word, and remembers them."""

    def __init__(self, word: str):
        self.word, self.made = word, []

    def make(self, factory, *without, **fields):
        record = factory(**{**texts(factory._meta.model, self.word, *without), **fields})
        self.made.append(record)
        return record

    def meeting(self, **fields):
        # Within the two years that calendars show, and each on a day of its own.
        fields.setdefault("starts_at", timezone.now() - timedelta(days=300 + Meeting.objects.count()))
        meeting = self.make(factories.MeetingFactory, **fields)
        self.make(factories.InvitationFactory, meeting=meeting)
        told = {"action": 0, "reference": f"{self.word} reference", "text": f"{self.word} text"}
        self.made.append(factories.ActionPaperFactory(meeting=meeting, rows=[told]))
        self.make(factories.StatedClosingFactory, meeting=meeting)
        self.planned(meeting)
        return meeting

    def planned(self, meeting=None):
        """A line of the work programme, for a meeting or for this month."""
        return self.make(factories.PlannedWorkFactory, month=None if meeting else today(), at_meeting=meeting)

    def question(self, **fields):
        question = self.make(factories.QuestionFactory, "redirected_to", **fields)
        part = self.make(factories.QuestionPartFactory, question=question, text=f"{self.word}: [name left out]?")
        self.make(factories.RedactionFactory, question=question)
        response = self.response(question)
        self.make(factories.PartAnswerFactory, response=response, part=part)
        self.made.append(factories.FollowUpFactory(question=question, action=self.action()))
        self.made.append(factories.QuestionTopicFactory(question=question))
        return question

    def response(self, question):
        response = self.make(factories.CommissionerResponseFactory, *COMMENTS, question=question)
        self.response_file(response)
        return response

    def response_file(self, response):
        upload = factories.pdf(f"{self.word}.pdf", title=f"{self.word} in the file")
        self.made.append(factories.ResponseFileFactory(response=response, title=f"{self.word} file", upload=upload))

    def inspection(self):
        """Everything that hangs from an inspection, down to the answer to a finding."""
        inspection = self.make(factories.InspectionFactory)
        finding = self.make(factories.FindingFactory, "grade", inspection=inspection)
        self.make(factories.InspectionStatementFactory, inspection=inspection)
        self.make(factories.InspectionProgressFactory, inspection=inspection)
        listed = factories.published_meeting().agenda_items.first()
        scrutiny = factories.InspectionScrutinyFactory(inspection=inspection, finding=finding, agenda_item=listed)
        self.made.append(scrutiny)
        response = self.make(factories.CommissionerResponseFactory, question=None, inspection=inspection)
        self.response_file(response)
        self.made.append(factories.ResponseEvidenceFactory(response=response, asked_action=self.action()))
        self.make(factories.PartAnswerFactory, response=response, part=None, finding=finding)
        return inspection

    def report(self, **fields):
        """A letter with an item, a request and a reply. Its own reference and address stay empty."""
        report = self.make(factories.PanelReportFactory, "reference", "seen_published_at", **fields)
        listed = factories.published_meeting().agenda_items.first()
        self.made.append(factories.ConsideredItemFactory(report=report, agenda_item=listed))
        request = self.make(factories.ReportRequestFactory, report=report)
        response = self.make(factories.CommissionerResponseFactory, *COMMENTS, question=None, report=report)
        self.make(factories.PartAnswerFactory, response=response, part=None, request=request)
        return report

    def decision(self):
        """A decision of the Commissioner that was taken up at a public item."""
        decision = self.make(
            factories.CommissionersDecisionFactory,
            "number",
            number=f"{self.word}-{len(self.made)}",
            link=f"https://{self.word}.example/",
        )
        listed = factories.published_meeting().agenda_items.first()
        self.made.append(factories.ScrutinisedDecisionFactory(decision=decision, considered_at=listed))
        return decision

    def paper(self, item):
        paper = self.make(factories.PaperFactory, "url", agenda_item=item)
        upload = factories.pdf(f"{self.word}.pdf", title=f"{self.word} in the file")
        document = factories.PaperFileFactory(paper=paper, upload=upload)
        self.made.append(document)
        return paper

    def item(self, meeting, **fields):
        return self.make(factories.AgendaItemFactory, "number", meeting=meeting, **fields)

    def minute(self, item):
        """The whole entry of an item, down to the note on the action of its limb."""
        minute = self.make(factories.MinuteFactory, agenda_item=item)
        resolution = self.make(factories.ResolutionFactory, minute=minute, names_taken=True)
        limb = self.make(factories.LimbFactory, resolution=resolution)
        # The name of a member who voted is public with the minutes, as that of the mover is.
        voter = factories.MemberFactory(name=f"{self.word} voter")
        self.made.append(factories.RecordedVoteFactory(resolution=resolution, member=voter))
        self.make(factories.CorrectionFactory, minute=minute, limb=limb, old_text=f"<p>Once {self.word}.</p>")
        self.action(origin_limb=limb)
        self.action(origin_item=item)
        return minute

    def minutes(self, meeting):
        """Who was there and what they declared."""
        self.made.append(meeting.minutes)
        self.make(factories.AttendanceFactory, minutes=meeting.minutes)
        self.make(factories.DeclarationFactory, minutes=meeting.minutes)

    def action(self, **origin):
        action = self.make(factories.ActionFactory, **origin)
        self.make(factories.ActionNoteFactory, action=action)
        self.make(factories.OwnerChangeFactory, action=action)
        self.make(factories.ActionEvidenceFactory, action=action)
        listed_under = factories.published_meeting().agenda_items.first()
        self.made.append(factories.AgendaActionFactory(action=action, agenda_item=listed_under))
        return action

    def member(self):
        member = self.make(factories.MemberFactory, slug=f"{self.word}-{len(self.made)}")
        self.make(factories.MembershipFactory, member=member)
        body = factories.BodyFactory()
        self.make(factories.PanelRoleFactory, member=member, body=body)
        return member


def build() -> World:
    world = World()
    _public(world)
    _drafts(world)
    _withdrawn(world)
    _exempt(world)
    _topics(world)
    return world


def _topics(world: World) -> None:
    """Everything that can stand under a topic stands under one and the same, public or not."""
    topic = factories.TopicFactory(name="Front desks", slug="front-desks")

    def link(record):
        for model in topics.LINKS.values():
            if model._meta.get_field(model.linked()).related_model is type(record):
                return model.objects.create(topic=topic, **{model.linked(): record})
        return None

    for record in world.public:
        link(record)
    for kind, hidden in world.hidden.items():
        shells = world.shells if kind == EXEMPT else []
        world.hidden[kind] = hidden + [made for record in [*hidden, *shells] if (made := link(record))]


def _public(world: World) -> None:
    clerk = a_clerk()
    factories.HostingFactory()
    panel = factories.the_panel()
    chair = factories.published_member()
    factories.PanelRoleFactory(member=chair)
    meeting = factories.held_meeting(items=3, contact=factories.ContactFactory(), purpose="To hear the Commissioner.")
    item = meeting.agenda_items.in_order().first()
    paper = factories.published_paper(item)
    newer = factories.published_paper(item, supersedes=paper, dated_on="2020-01-02")
    for one in meeting.agenda_items.in_order():
        factories.minuted_item(one, limbs=2)
    undertaking = factories.ActionFactory(origin_item=item)
    factories.AttendanceFactory(minutes=meeting.minutes, name="", member=chair)
    factories.AttendanceFactory(
        minutes=meeting.minutes, kind="in_attendance", name="", office=factories.the_commissioner()
    )
    factories.DeclarationFactory(minutes=meeting.minutes, member=chair, agenda_item=item)
    factories.InvitationFactory(meeting=meeting)
    workflow.publish_minutes(meeting.minutes, by=clerk)
    later = factories.held_meeting()
    workflow.approve_minutes(
        meeting.minutes, by=clerk, at_meeting=later, corrections_agreed="In minute 1, “mater” was put right."
    )
    workflow.sign_minutes(meeting.minutes, by=clerk, signed_by="Cllr Ann Other, Chair", signed_on=later.day)
    correction = workflow.correct_minute(
        item.minute,
        by=clerk,
        new_text="<p>The Panel considered the matter at length.</p>",
        reason="It had been left out how.",
        agreed_at_meeting=later,
    )
    limb = item.minute.resolutions.get().limbs.first()
    workflow.correct_minute(
        item.minute, by=clerk, limb=limb, new_text="<p>That figures be asked for.</p>", reason="They were not named."
    )
    undertaking.refresh_from_db()
    publish(factories.ActionNoteFactory(action=undertaking), by=clerk)
    workflow.report_done(undertaking, by=clerk, note="The figures were sent.")
    closed = factories.published_action(asked_on=meeting.day)
    workflow.accept(closed, by=clerk, note="The figures came.", at_meeting=later)
    workflow.drop(
        factories.published_action(asked_on=meeting.day), by=clerk, note="No longer wanted.", at_meeting=later
    )
    other = factories.published_action(asked_on=meeting.day)
    merged = factories.published_action(asked_on=meeting.day)
    workflow.merge(merged, by=clerk, note="It asks for the same.", at_meeting=later, other=other)
    workflow.report_progress(other, by=clerk, note="It is half done.", promised_on=today() + timedelta(days=9))
    workflow.chase(other, by=clerk, note="By telephone.", waiting_until=today() + timedelta(days=9))
    workflow.transfer(other, by=clerk, note="The duty moved.", to_office=factories.the_commissioner())
    workflow.report_done(other, by=clerk, note="It is in the paper.", paper=paper)
    report = factories.StandingReportFactory()
    factories.published_action(asked_on=meeting.day, due_rule=Action.DueRule.IN_REPORT, due_report=report)
    factories.published_action(
        asked_on=meeting.day, due_rule=Action.DueRule.BEFORE_EVENT, due_event="any decision on the roll-out"
    )
    factories.published_action(due_rule=Action.DueRule.ON_DATE, due_given_on="2026-12-01", asked_on="2020-02-01")
    upcoming = factories.MeetingFactory(starts_at=timezone.now() + timedelta(days=30))
    factories.AgendaItemFactory(meeting=upcoming, kind="actions")
    factories.AgendaItemFactory(meeting=upcoming, standing_report=report)
    workflow.publish_agenda(upcoming, by=clerk)
    upcoming.refresh_from_db()
    factories.published_meeting(starts_at=timezone.now() + timedelta(days=31), body=factories.BodyFactory(parent=panel))
    cancelled = workflow.cancel(factories.published_meeting(), by=clerk, note="There was snow.")
    question = private_question(outcomes=("answered", "not_answered"))
    factories.RefusalGroundFactory()
    factories.FollowUpFactory(question=question, action=undertaking)
    factories.QuestionTopicFactory(question=question)
    waiting = private_question(answered=False)
    private_follower()
    questions.group(waiting, by=clerk, other=question)
    # Turned away: its words are in private rows alone.
    refused = factories.received_question(**private())
    questions.refuse(refused, by=clerk, note="It is operational.", ground=factories.RefusalGroundFactory())
    world.public += [question, waiting, question.responses.get()]
    report = factories.published_report(requests=1)
    factories.ConsideredItemFactory(report=report, agenda_item=item)
    reply = factories.CommissionerResponseFactory(question=None, report=report)
    factories.decided(reply)
    reports.publish_response(reply, by=clerk)
    asked = factories.published_action(asked_on=meeting.day)
    told = factories.CommissionerResponseFactory(question=None, asked_action=asked, kind="partial")
    kept = factories.ResponseFileFactory(response=told)
    reports.publish_response(told, by=clerk)
    inspection = factories.reported_inspection(findings=2)
    factories.FindingFactory(inspection=inspection, kind="judgement", grade="good", recommendation="")
    factories.InspectionStatementFactory(inspection=inspection)
    factories.InspectionProgressFactory(inspection=inspection)
    factories.InspectionScrutinyFactory(inspection=inspection, finding=inspection.findings.first(), agenda_item=item)
    factories.InspectionScrutinyFactory(inspection=inspection, public_question=question)
    factories.InspectionScrutinyFactory(inspection=inspection, asked_action=asked)
    factories.InspectionScrutinyFactory(inspection=inspection, panel_report=report)
    closed_inspection = factories.responded_inspection()
    factories.ResponseEvidenceFactory(response=closed_inspection.responses.get(), asked_action=undertaking)
    reports.close_inspection(
        closed_inspection, by=clerk, note="It is satisfied.", on=today(), address="https://inspectorate.example/end"
    )
    stopped = factories.stopped_clock()
    reports.restart(factories.stopped_clock(question=None, report=factories.published_report()), by=clerk, on=today())
    world.public += [asked, told, kept, inspection, closed_inspection, factories.published_inspection()]
    world.public += [closed_inspection.responses.get(), stopped.question]
    world.public += [report, reply, factories.published_report(), report.requests.get().as_action]
    taken_up = factories.published_decision()
    factories.ScrutinisedDecisionFactory(decision=taken_up, considered_at=item)
    # Meetings whose list holds every decision of the world that may be seen.
    listing = factories.AgendaItemFactory(meeting=factories.MeetingFactory(), kind="decisions")
    workflow.hold(workflow.publish_agenda(listing.meeting, by=clerk), by=clerk)
    listing.refresh_from_db()
    world.public += [taken_up, factories.published_decision(service="fire", published_on="2020-02-05"), listing]
    world.public += [meeting, later, upcoming, cancelled, item, paper, newer, undertaking, closed, chair, correction]


def private() -> dict:
    """A value with the word in it for everything that is private of a question."""
    return {
        "name": f"{PRIVATE} Asker",
        "email": f"{PRIVATE}@mail.example",
        "phone": f"01632 {PRIVATE}",
        "postal_address": f"1 {PRIVATE} Street",
        "organisation": f"{PRIVATE} Society",
        "eligibility": "organisation",
        "parts": (f"When did {PRIVATE} meet you?", f"And when will {PRIVATE}?"),
        "law": f"The law of {PRIVATE}",
        "law_url": f"https://{PRIVATE}.example/",
    }


def private_follower():
    """Somebody who follows the record; nobody may learn that they do."""
    asking.ask(f"{PRIVATE}@mail.example", choices.of_value("everything"), "daily")
    asking.confirm(Subscription.objects.get(subscriber__address=f"{PRIVATE}@mail.example").link_key)


def private_question(*, answered=True, outcomes=()):
    """A public question whose words and name are not those that came."""
    question = factories.accepted_question(published_name="A resident of Aldhurst", **private())
    for part in question.parts.all():
        part.text = f"When did [name left out] meet you ({part.order})?"
        part.save()
    question.law = question.law_url = ""
    question.save()
    factories.RedactionFactory(question=question)
    questions.publish_question(question, by=a_clerk())
    questions.send(question, by=a_clerk(), addressee=factories.the_commissioner())
    if answered:
        response = factories.CommissionerResponseFactory(question=question)
        factories.decided(response, *outcomes)
        reports.publish_response(response, by=a_clerk())
    question.refresh_from_db()
    return question


def _drafts(world: World) -> None:
    scribe = Scribe(DRAFT)
    # A whole meeting that nobody has published yet.
    meeting = scribe.meeting()
    workflow.begin_agenda(meeting)
    item = scribe.item(meeting)
    scribe.paper(item)
    scribe.minute(item)
    scribe.minutes(meeting)
    # Drafts below what is public: an item, a paper, minutes, an action, a note, a member, an exempt part.
    public = factories.held_meeting(items=1)
    scribe.paper(scribe.item(public, number="97"))
    hidden = scribe.item(public, number="98")
    factories.exempt(hidden)
    scribe.made.append(hidden.exempt_matter)
    public_item = public.agenda_items.in_order().first()
    scribe.paper(public_item)
    scribe.minute(public_item)
    scribe.minutes(public)
    scribe.make(factories.PublicSummaryFactory, agenda_item=public_item)
    scribe.make(factories.ActionNoteFactory, action=factories.published_action())
    scribe.action()
    scribe.member()
    scribe.question()
    scribe.response(factories.sent_question())
    scribe.report()
    scribe.make(factories.CommissionerResponseFactory, *COMMENTS, question=None, report=factories.published_report())
    scribe.inspection()
    scribe.make(factories.ClockStopFactory, question=factories.sent_question())
    scribe.decision()
    scribe.planned()
    # Published already, for a meeting that is not announced.
    publish(scribe.planned(factories.MeetingFactory()), by=a_clerk())
    # A public meeting that points at what is still a draft.
    limb = next(record for record in scribe.made if record._meta.model_name == "limb")
    called = factories.published_meeting(called_by_limb=limb)
    factories.InvitationFactory(meeting=called, limb=limb)
    world.hidden[DRAFT] = scribe.made


def _publish_all(scribe: Scribe, meeting) -> None:
    clerk = a_clerk()
    workflow.publish_agenda(meeting, by=clerk)
    workflow.hold(meeting, by=clerk)
    workflow.publish_minutes(meeting.minutes, by=clerk)
    for record in scribe.made:
        record.refresh_from_db()
        if record._meta.model_name == "actionnote" and record.publication == "draft":
            publish(record, by=clerk)


def _withdrawn(world: World) -> None:
    clerk = a_clerk()
    for level in ("meeting", "agendaitem", "paper", "minutes", "action", "actionnote"):
        scribe = Scribe(WITHDRAWN)
        # Above the level that is withdrawn everything stays public, so it must not carry the word.
        meeting = scribe.meeting() if level == "meeting" else factories.MeetingFactory()
        workflow.begin_agenda(meeting)
        if level in {"meeting", "agendaitem"}:
            item = scribe.item(meeting)
            if level == "agendaitem":
                factories.AgendaItemFactory(meeting=meeting, number="2")
        else:
            item = factories.AgendaItemFactory(meeting=meeting)
        if level in {"meeting", "agendaitem", "paper"}:
            scribe.paper(item)
        if level in {"meeting", "agendaitem", "minutes"}:
            scribe.minute(item)
            scribe.make(factories.PublicSummaryFactory, agenda_item=item)
        else:
            factories.MinuteFactory(agenda_item=item)
        if level in {"meeting", "minutes"}:
            scribe.minutes(meeting)
        if level == "action":
            scribe.action(origin_item=item)
        if level == "actionnote":
            scribe.make(factories.ActionNoteFactory, action=factories.ActionFactory(origin_item=item))
        _publish_all(scribe, meeting)
        target = (
            meeting.minutes
            if level == "minutes"
            else next(record for record in scribe.made if record._meta.model_name == level)
        )
        if level == "meeting":
            _point_at(target)
        factories.withdrawn(target, by=clerk, reason=REASON)
        world.hidden[WITHDRAWN] += scribe.made
    scribe = Scribe(WITHDRAWN)
    question = scribe.question(state="accepted", accepted_on=today())
    questions.publish_question(question, by=clerk)
    questions.send(question, by=clerk, addressee=factories.the_commissioner())
    reports.publish_response(question.responses.get(), by=clerk)
    factories.withdrawn(question, reason=REASON)
    response = scribe.response(factories.sent_question())
    reports.publish_response(response, by=clerk)
    factories.withdrawn(response, reason=REASON)
    report = scribe.report()
    reports.publish_report(reports.issue(report, by=clerk), by=clerk)
    reports.publish_response(report.responses.get(), by=clerk)
    reports.withdraw_report(report, by=clerk, note=REASON)
    scribe.made.append(report.requests.get().as_action)
    inspection = scribe.inspection()
    publish(inspection, by=clerk)
    reports.record_report(inspection, by=clerk, reported_on=today(), address="https://inspectorate.example/")
    reports.publish_response(inspection.responses.get(), by=clerk)
    factories.withdrawn(inspection, reason=REASON)
    stop = scribe.make(factories.ClockStopFactory, question=factories.sent_question())
    factories.withdrawn(reports.agree_stop(stop, by=clerk, on=today()), reason=REASON)
    factories.withdrawn(publish(scribe.member(), by=clerk), reason=REASON)
    factories.withdrawn(publish(scribe.decision(), by=clerk), reason=REASON)
    factories.withdrawn(publish(scribe.planned(), by=clerk), reason=REASON)
    item = factories.exempt(scribe.item(factories.published_meeting(), number="96"))
    workflow.publish_item(item, by=clerk)
    scribe.made.append(item.exempt_matter)
    factories.withdrawn(item, reason=REASON)
    world.hidden[WITHDRAWN] += scribe.made
    for record in world.hidden[WITHDRAWN]:
        record.refresh_from_db()


def _point_at(meeting) -> None:
    """Public records that name a meeting which is about to be withdrawn."""
    clerk = a_clerk()
    earlier = factories.published_meeting(starts_at=meeting.starts_at - timedelta(days=1000))
    workflow.postpone(earlier, by=clerk, note="There was snow.", later_meeting=meeting)
    minuted = factories.held_meeting_with_minutes(starts_at=meeting.starts_at - timedelta(days=999))
    workflow.approve_minutes(minuted.minutes, by=clerk, at_meeting=meeting)
    entry = minuted.agenda_items.get().minute
    workflow.correct_minute(
        entry, by=clerk, new_text="<p>Read again.</p>", reason="It was misheard.", agreed_at_meeting=meeting
    )
    action = factories.published_action(asked_on=minuted.day)
    workflow.accept(action, by=clerk, note="The figures came.", at_meeting=meeting)


def _exempt(world: World) -> None:
    clerk, scribe = a_clerk(), Scribe(EXEMPT)
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    public_item = factories.AgendaItemFactory(meeting=meeting, number="1")
    factories.MinuteFactory(agenda_item=public_item)
    item = scribe.item(meeting, number="2")
    paper = scribe.paper(item)
    scribe.minute(item)
    open_paper = scribe.paper(public_item)
    action = scribe.action(origin_item=public_item)
    shells = [item, open_paper]
    factories.exempt(item)
    factories.exempt(open_paper)
    workflow.exempt_action(action, by=clerk, **factories.reached.PARAGRAPHS)
    factories.PublicSummaryFactory(agenda_item=item)
    scribe.made.append(item.exempt_matter)
    _publish_all(scribe, meeting)
    paper.refresh_from_db()
    # An action made exempt only after it stood on an agenda and in its frozen paper.
    listed = scribe.make(factories.ActionFactory, asked_on="2020-01-01")
    workflow.publish_action(listed, by=clerk)
    agenda = factories.MeetingFactory(starts_at=timezone.now() + timedelta(days=40))
    factories.AgendaItemFactory(meeting=agenda, kind="actions")
    workflow.publish_agenda(agenda, by=clerk)
    workflow.exempt_action(listed, by=clerk, **factories.reached.PARAGRAPHS)
    scribe.made.append(factories.FollowUpFactory(question=factories.published_question(), action=listed))
    scribe.made.append(factories.ConsideredItemFactory(report=factories.published_report(), agenda_item=item))
    shown = factories.published_inspection()
    scribe.made.append(factories.InspectionScrutinyFactory(inspection=shown, agenda_item=item))
    answered = factories.published_action(asked_on="2020-01-01")
    response = scribe.make(factories.CommissionerResponseFactory, *COMMENTS, question=None, asked_action=answered)
    scribe.response_file(response)
    scribe.made.append(factories.ResponseEvidenceFactory(response=response, asked_action=listed))
    # An action has no parts, so no form makes this; the rule holds for it all the same.
    part = factories.QuestionPartFactory(question=factories.published_question())
    scribe.make(factories.PartAnswerFactory, response=response, part=part)
    reports.publish_response(response, by=clerk)
    workflow.exempt_action(answered, by=clerk, **factories.reached.PARAGRAPHS)
    taken_up = factories.ScrutinisedDecisionFactory(decision=factories.published_decision(), considered_at=item)
    scribe.made.append(taken_up)
    # An item made exempt only after it was public: its old address must not tell either.
    late = scribe.item(meeting, number="3")
    workflow.publish_item(late, by=clerk)
    factories.exempt(late)
    shells.append(late)
    limb = next(record for record in scribe.made if record._meta.model_name == "limb")
    factories.InvitationFactory(meeting=factories.published_meeting(called_by_limb=limb), limb=limb)
    for record in scribe.made:
        record.refresh_from_db()
    world.hidden[EXEMPT] = [record for record in scribe.made if record not in shells]
    world.shells = shells
