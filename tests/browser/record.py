"""One published record with a page of every kind on it, for the tests that only read."""

from dataclasses import dataclass
from datetime import timedelta

from meetings import workflow
from meetings.models import AgendaItem, Meeting, Member, PastedMinutes
from meetings.review.intake import keep_pasted
from panel_portal.accounts import roles
from panel_portal.accounts.models import User
from panel_portal.records.periods import today
from reports import workflow as reports
from reports.models import CommissionersDecision, PanelReport
from tests import factories
from tests.factories import reached

MINUTE = (
    "<p>The Commissioner told the Panel what had been done since its last meeting.</p>"
    "<ul><li>Calls are answered sooner than a year ago.</li><li>More officers work in the towns.</li></ul>"
    "<table><thead><tr><th>District</th><th>Calls in the first quarter</th><th>Calls in the second quarter</th>"
    "<th>Calls in the third quarter</th></tr></thead><tbody><tr><td>Northmere and the villages around it</td>"
    "<td>12,345</td><td>12,346</td><td>12,347</td></tr></tbody></table>"
    "<p>See https://northmere.example/a-very-long-address-that-has-no-place-where-a-line-could-break/report.html.</p>"
)
PASTED = """Present: Cllr Green (Chair)

7. Fleet

Minutes:

The Treasurer presented the report. The Commissioner undertook to send the figures by Friday 1 January 2027.

RESOLVED that

a) the report be noted; and

c) the Commissioner be requested to publish the following:

• the cost of each car

8. Close

It was agreed that the Chair would write.
"""


@dataclass
class Record:
    """Where the pages are."""

    clerk: User
    member: User
    sitting: Member
    held: Meeting
    upcoming: Meeting
    cancelled: Meeting
    signed: Meeting
    decided: AgendaItem
    exempt: AgendaItem
    sensitive: AgendaItem
    pasted: PastedMinutes
    withdrawn: str
    action: str
    question: str
    report: PanelReport
    decision: str
    not_public: CommissionersDecision
    listing: AgendaItem


# Every kind of public page, and every kind of page at the desk: what it is, and how to get there.
PUBLIC_PAGES = {
    "home": lambda record: "/",
    "meetings": lambda record: "/meetings/",
    "meetings, filtered": lambda record: f"/meetings/?year={record.held.day.year}",
    "meetings, none found": lambda record: "/meetings/?state=inquorate",
    "upcoming meeting": lambda record: record.upcoming.get_absolute_url(),
    "held meeting with draft minutes": lambda record: record.held.get_absolute_url(),
    "cancelled meeting": lambda record: record.cancelled.get_absolute_url(),
    "item with decisions": lambda record: record.decided.get_absolute_url(),
    "exempt item": lambda record: record.exempt.get_absolute_url(),
    "sensitive item": lambda record: record.sensitive.get_absolute_url(),
    "meeting with signed and corrected minutes": lambda record: record.signed.get_absolute_url(),
    "item with a correction": lambda record: record.signed.agenda_items.get().get_absolute_url(),
    "minutes to print": lambda record: f"{record.held.get_absolute_url()}print/minutes/",
    "agenda to print": lambda record: f"{record.upcoming.get_absolute_url()}print/agenda/",
    "questions": lambda record: "/questions/",
    "question answered part by part": lambda record: record.question,
    "rules for questions": lambda record: "/questions/scheme/",
    "questions not put": lambda record: "/questions/not-put/",
    "before asking": lambda record: "/questions/ask/",
    "asking: the first page": lambda record: "/questions/ask/words/",
    "reports and letters": lambda record: "/reports/",
    "letter with its reply": lambda record: record.report.get_absolute_url(),
    "letter to print": lambda record: f"{record.report.get_absolute_url()}print/",
    "responses": lambda record: "/responses/",
    "response": lambda record: record.report.responses.get().get_absolute_url(),
    "awaiting a response": lambda record: "/responses/awaiting/",
    "decisions of the Commissioner": lambda record: "/decisions/",
    "decisions, none found": lambda record: "/decisions/?words=zebra",
    "decision of the Commissioner": lambda record: record.decision,
    "item that lists decisions": lambda record: record.listing.get_absolute_url(),
    "topics": lambda record: "/topics/",
    "topic": lambda record: f"/topics/{record.report.topic_links.get().topic.slug}/",
    "the panel's year": lambda record: "/year/",
    "extract to print": lambda record: f"{record.decided.get_absolute_url()}extract/",
    "actions": lambda record: "/actions/",
    "actions, none found": lambda record: "/actions/?words=zebra",
    "action": lambda record: record.action,
    "members": lambda record: "/members/",
    "feeds and calendars": lambda record: "/feeds/",
    "follow": lambda record: "/follow/",
    "follow a question": lambda record: f"/follow/?question=Q{record.question.strip('/').rpartition('/')[2]}",
    "follow, not found": lambda record: "/follow/?question=Q1999-999",
    "follow: look in your e-mail": lambda record: "/follow/sent/",
    "search": lambda record: "/search/",
    "search, found": lambda record: "/search/?q=commissioner",
    "search, narrowed": lambda record: "/search/?q=commissioner&kind=item&sort=best",
    "search, none found": lambda record: "/search/?q=zebra",
    "about": lambda record: "/about/",
    "accessibility": lambda record: "/accessibility/",
    "privacy": lambda record: "/privacy/",
    "cookies": lambda record: "/cookies/",
    "data": lambda record: "/data/",
    "sign-in": lambda record: "/accounts/login/",
    "not found": lambda record: "/meetings/2001-01-01/",
    "withdrawn": lambda record: record.withdrawn,
}
DESK_PAGES = {
    "desk": lambda record: "/admin/",
    "meetings": lambda record: "/admin/meetings/meeting/",
    "meeting": lambda record: f"/admin/meetings/meeting/{record.held.pk}/change/",
    "new meeting": lambda record: "/admin/meetings/meeting/add/",
    "item": lambda record: f"/admin/meetings/agendaitem/{record.decided.pk}/change/",
    "item with approved minutes": (
        lambda record: f"/admin/meetings/agendaitem/{record.signed.agenda_items.get().pk}/change/"
    ),
    "correct a minute": lambda record: f"/admin/meetings/agendaitem/{record.signed.agenda_items.get().pk}/correct/",
    "exempt item": lambda record: f"/admin/meetings/agendaitem/{record.exempt.pk}/change/",
    "minutes": lambda record: f"/admin/meetings/minutes/{record.held.minutes.pk}/change/",
    "roll": lambda record: f"/admin/meetings/minutes/{record.held.minutes.pk}/roll/",
    "paste": lambda record: f"/admin/meetings/meeting/{record.held.pk}/paste/",
    "review": lambda record: f"/admin/meetings/meeting/pasted/{record.pasted.pk}/",
    "delete pasted": lambda record: f"/admin/meetings/meeting/pasted/{record.pasted.pk}/delete/",
    "letter": lambda record: f"/admin/reports/panelreport/{record.report.pk}/change/",
    "begin a letter": lambda record: f"/admin/reports/panelreport/draft/?meeting={record.held.slug}",
    "decisions": lambda record: "/admin/reports/commissionersdecision/",
    "enter a list of decisions": lambda record: "/admin/reports/commissionersdecision/read/",
    "publish the decisions": lambda record: "/admin/reports/commissionersdecision/publish-all/",
    "member": lambda record: f"/admin/meetings/member/{record.sitting.pk}/change/",
    "verb": lambda record: f"/admin/meetings/meeting/{record.upcoming.pk}/do/cancel/",
    "verb at a set time": (lambda record: f"/admin/reports/commissionersdecision/{record.not_public.pk}/do/publish/"),
    "verb with choices": lambda record: f"/admin/meetings/agendaitem/{record.decided.pk}/do/exempt_item/",
    "history": lambda record: f"/admin/meetings/meeting/{record.held.pk}/history/",
    "find": lambda record: "/admin/find/?q=matter",
    "followers by e-mail": lambda record: "/admin/pages/subscription/",
    "preview": lambda record: f"/admin/preview/item/{record.decided.pk}/",
}


def enter() -> Record:
    """Everything by the verbs, as a clerk would."""
    clerk = factories.user_in_role(roles.CLERK)
    panel = factories.the_panel()
    factories.HostingFactory(body=panel)
    sitting = factories.published_member(by=clerk)
    factories.PanelRoleFactory(member=sitting)
    held = factories.held_meeting(items=3, by=clerk, place="County Hall, Northmere")
    decided, exempt, sensitive = held.agenda_items.in_order()
    AgendaItem.objects.filter(pk=sensitive.pk).update(sensitive=True)
    for item, limbs in ((decided, 3), (sensitive, 1)):
        minute = reached.minuted_item(item, limbs=limbs)
        minute.text = MINUTE
        minute.save()
    factories.published_paper(decided, by=clerk)
    factories.published_paper(decided, by=clerk, kind="background")
    factories.AttendanceFactory(minutes=held.minutes, member=sitting, name="", kind="present")
    factories.DeclarationFactory(minutes=held.minutes, member=sitting)
    exempt = factories.exempt(exempt, by=clerk)
    workflow.publish_minutes(held.minutes, by=clerk)
    action = decided.minute.resolutions.get().limbs.first().actions.get()
    later = factories.MeetingFactory(starts_at=held.starts_at.replace(year=today().year) + timedelta(days=365))
    factories.AgendaItemFactory(meeting=later)
    listing = factories.AgendaItemFactory(meeting=later, kind="decisions", title="Decisions since the last meeting")
    upcoming = workflow.publish_agenda(later, by=clerk, short_notice_reason="It was called at short notice.")
    factories.InvitationFactory(meeting=upcoming)
    cancelled = workflow.cancel(factories.published_meeting(by=clerk), by=clerk, note="The hall was flooded.")
    signed = factories.signed_minutes(by=clerk).meeting
    entry = signed.agenda_items.get().minute
    workflow.correct_minute(entry, by=clerk, new_text="<p>The Panel considered it.</p>", reason="It was unclear.")
    withdrawn = factories.withdrawn(factories.published_meeting(by=clerk), by=clerk)
    report = factories.published_report(requests=2, reply_basis="panel", reply_due_on=today() + timedelta(days=20))
    factories.ConsideredItemFactory(report=report, agenda_item=decided)
    factories.ReportTopicFactory(report=report)
    reply = factories.CommissionerResponseFactory(question=None, report=report)
    factories.decided(reply)
    reports.publish_response(reply, by=clerk)
    taken_up = factories.published_decision()
    factories.ScrutinisedDecisionFactory(decision=taken_up, considered_at=decided)
    factories.published_decision(service="fire", link="", decided_on=today())
    not_public = factories.CommissionersDecisionFactory()
    listing.refresh_from_db()
    return Record(
        clerk=clerk,
        report=report,
        decision=taken_up.get_absolute_url(),
        not_public=not_public,
        listing=listing,
        member=factories.user_in_role(roles.MEMBER),
        sitting=sitting,
        held=held,
        upcoming=upcoming,
        cancelled=cancelled,
        signed=signed,
        decided=decided,
        exempt=exempt,
        sensitive=sensitive,
        pasted=keep_pasted(held, PASTED, by=clerk, form="plain"),
        withdrawn=withdrawn.get_absolute_url(),
        action=action.get_absolute_url(),
        question=factories.answered_question(law="A chief officer shall meet residents.").get_absolute_url(),
    )
