"""Tells the inspections (inspected.py) the way it is done: published, reported, responded to, closed by the verbs."""

import datetime

from meetings.models import Action, Office
from panel_portal.pages.demo import inspected
from panel_portal.pages.demo.telling import as_day, as_html, as_moment, check
from panel_portal.records.publication import publish
from reports import models, workflow


class Inspecting:
    """`offices` by their keys, `items` by meeting and title, `actions` by their keys, `questions` by theirs."""

    def __init__(self, clerk, offices: dict, items: dict, actions: dict, questions: dict):
        self.clerk, self.offices, self.items, self.actions = clerk, offices, items, actions
        self.questions = questions

    def build(self) -> None:
        for told in inspected.INSPECTIONS:
            self._tell(told)

    def _tell(self, told: inspected.Inspected) -> None:
        by = self.clerk
        inspection = models.Inspection(
            title=told.title,
            inspectorate=inspected.INSPECTORATE,
            programme=told.programme,
            service=told.service,
            inspected=self.offices[told.inspected],
            addressee=self.offices["commissioner"],
            summary=as_html(told.summary),
            fieldwork_from=as_day(told.fieldwork[0]),
            fieldwork_to=as_day(told.fieldwork[1]),
        )
        check(inspection)
        inspection.save()
        found = {one.area: self._find(inspection, order, one) for order, one in enumerate(told.found, start=1)}
        for said in told.said:
            statement = models.InspectionStatement(
                inspection=inspection,
                said_at=as_moment(*said.at.split("T")),
                speaker=said.speaker,
                position=said.position,
                text=as_html(said.text),
                url=said.url,
            )
            check(statement)
            statement.save()
        publish(inspection, by=by)
        if told.reported:
            day, address = told.reported
            workflow.record_report(inspection, by=by, reported_on=as_day(day), address=address)
        if told.response:
            self._respond(inspection, told)
        for did in told.did:
            models.InspectionScrutiny.objects.create(
                inspection=inspection, finding=found.get(did.because), **self._what(did)
            )
        for step in told.steps:
            models.InspectionProgress.objects.create(
                inspection=inspection, happened_on=as_day(step.on), kind=step.kind, text=step.text, url=step.url
            )
        for one in told.found:
            if one.closed:
                day, how = one.closed
                workflow.close_finding(found[one.area], by=by, note=how, on=as_day(day))
        if told.closed:
            inspection.refresh_from_db()
            day, how, address = told.closed
            workflow.close_inspection(inspection, by=by, note=how, on=as_day(day), address=address)

    def _find(self, inspection, order, told: inspected.Found) -> models.Finding:
        finding = models.Finding(
            inspection=inspection,
            order=order,
            kind=told.kind,
            area=told.area,
            text=told.text,
            recommendation=told.recommendation,
            grade=told.grade,
            told_on=as_day(told.told_on),
        )
        check(finding)
        finding.save()
        return finding

    def _what(self, did: inspected.Did) -> dict:
        if did.item:
            return {"agenda_item": self.items[did.item]}
        if did.action:
            return {"asked_action": self.actions[did.action]}
        if did.question:
            return {"public_question": self.questions[did.question]}
        return {"panel_report": models.PanelReport.objects.get(title=did.letter)}

    def _respond(self, inspection, told: inspected.Inspected) -> None:
        officer, comments, rejoinder = told.comments or ("", "", "")
        day = as_day(told.response.on)
        response = models.CommissionerResponse(
            inspection=inspection,
            kind=told.response.kind,
            text=as_html(told.response.text),
            author=told.response.author,
            position=told.response.position,
            dated_on=day,
            received_on=day,
            officer=officer,
            officer_comments=as_html(comments),
            rejoinder=as_html(rejoinder),
        )
        check(response)
        response.save()
        outcomes = {one.area: (one.answered, one.note) for one in told.found}
        for answer in workflow.note_parts(response):
            answer.outcome, answer.note = outcomes[answer.finding.area]
            answer.save()
        workflow.publish_response(response, by=self.clerk)


def at_work(office: Office, clerk, day: datetime.date) -> None:
    """What stands in the office's workspace: a draft, a day of its own, and a clock that it asked to be stopped."""
    waiting = models.PanelReport.objects.get(title="The annual report for 2025/26")
    stop = workflow.ask_to_stop(
        waiting, category="others", reason="The eleven councils are asked for their figures of each district first."
    )
    workflow.agree_stop(stop, by=clerk, on=day)
    workflow.restart(stop, by=clerk, on=day + datetime.timedelta(days=14))
    report = models.PanelReport.objects.get(title="Answers to the questions about speed cameras")
    models.OfficeTask.objects.create(
        office=office, report=report, ready_by=datetime.date(2026, 11, 6), with_whom="Simon", note="Waits for finance."
    )
    action = Action.objects.public().for_office(office).filter(state=Action.State.OPEN).longest_overdue_first().first()
    draft = models.CommissionerResponse(
        asked_action=action,
        state=models.CommissionerResponse.State.DRAFTING,
        written_by=office,
        text="<p>The first half of the figures is ready. The rest comes from the districts.</p>",
        author="Simon Hartnell",
        position="Chief Executive of the Commissioner’s office",
        dated_on=day,
        received_on=day,
    )
    check(draft)
    draft.save()
