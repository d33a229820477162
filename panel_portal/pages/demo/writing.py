"""Tells what the panel wrote (written.py) the way it is done: issued, published and replied to by the clerk's verbs."""

import datetime

from meetings import workflow as meetings
from meetings.models import Body, PanelRole
from meetings.models.bodies import holding
from panel_portal.pages.demo import written
from panel_portal.pages.demo.telling import as_day
from panel_portal.records.models import Provision
from panel_portal.records.periods import LONDON
from reports import models, workflow


class Writing:
    """`offices` and `meetings` by their keys, `items` by meeting and title, `as_html` for prose."""

    def __init__(self, clerk, offices: dict, meetings: dict, items: dict, as_html):
        self.clerk, self.offices, self.meetings, self.items, self.as_html = clerk, offices, meetings, items, as_html
        self.panel = Body.objects.filter(kind=Body.Kind.PANEL).order_by("pk").first()

    def build(self) -> None:
        for told in written.LETTERS:
            report = self._write(told)
            workflow.issue(report, by=self.clerk, on=as_day(told.on))
            workflow.publish_report(report, by=self.clerk)
            if told.seen:
                seen_on, address = told.seen
                workflow.confirm_published(report, by=self.clerk, seen_on=as_day(seen_on), address=address)
            for reply in told.replies:
                self._answer(report, reply)
            if told.satisfied:
                meeting, why = told.satisfied
                for request in report.requests.select_related("as_action"):
                    meetings.accept(request.as_action, by=self.clerk, note=why, at_meeting=self.meetings[meeting])

    def _write(self, told: written.Written) -> models.PanelReport:
        chairs = PanelRole.objects.filter(holding(as_day(told.on)), body=self.panel, role=PanelRole.Role.CHAIR)
        report = models.PanelReport(
            kind=told.kind,
            title=told.title,
            provision=Provision.objects.get(short_label=told.provision) if told.provision else None,
            text=self.as_html(told.text),
            from_body=self.panel,
            signatory=str(chairs.select_related("member").get().member),
            signatory_office="Chair of the Panel",
            addressee=self.offices[told.to],
            reply_basis=told.reply,
            reply_due_on=as_day(told.reply_by),
            asked_to_publish=told.asked_to_publish,
            embargo_until=datetime.datetime.fromisoformat(told.embargo).replace(tzinfo=LONDON)
            if told.embargo
            else None,
        )
        report.full_clean(validate_unique=False, validate_constraints=False)
        report.save()
        for key in told.items:
            models.ConsideredItem.objects.create(report=report, agenda_item=self.items[key])
        for order, text in enumerate(told.requests, start=1):
            models.ReportRequest.objects.create(report=report, order=order, text=text)
        return report

    def _answer(self, report, reply: written.Reply) -> None:
        day = as_day(reply.on)
        response = models.CommissionerResponse(
            report=report,
            kind=reply.kind,
            text=self.as_html(reply.text),
            author=reply.author,
            position=reply.position,
            dated_on=day,
            received_on=day,
        )
        response.full_clean(validate_unique=False, validate_constraints=False)
        response.save()
        noted = workflow.note_parts(response) if reply.parts else []
        for answer, (outcome, note) in zip(noted, reply.parts, strict=True):
            answer.outcome, answer.note = outcome, note
            answer.save()
        workflow.publish_response(response, by=self.clerk)
        report.refresh_from_db()
